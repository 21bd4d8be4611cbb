"""Find a hashtag: which operations used a hashtag or domain, how much and when, to compare them."""

from typing import NamedTuple

from dashboard.catalogue.lexicon import fold
from dashboard.catalogue.releases import Operation
from dashboard.clock.weeks_months import month_number
from dashboard.link.parse import MAX_OPERATIONS, MOST_SIGNS
from dashboard.link.view import View
from dashboard.look import style, untrusted
from dashboard.panels.find import lookup, measure
from dashboard.panels.find.lookup import Meant
from dashboard.panels.find.measure import FindAnswer, Usage
from dashboard.panels.panel import listed
from dashboard.snapshot.world import World
from dashboard.tables import HASHTAG
from dashboard.web import urls
from dashboard.web.pages.document import Page, asset
from dashboard.web.pages.prose import prose
from dashboard.web.serving import Seen

EXAMPLES = ("#maga", "bbc.co.uk", "hong kong", "covid", "army")
MOST_TYPED = 1000  # characters of an address
IN_SIGHT = 8  # hashtags of a theme; the others are folded
SUGGESTIONS = 12
MONTH, TALL = 3, 24  # px of a bar: the width of a month, the height of the most uses in one
LEAST = 0.01  # uses of a hundred posts: less is said so


class Bar(NamedTuple):
    """The uses of a month as a bar: how far from the first month of all, and how high, px."""

    along: int
    tall: float


class Row(NamedTuple):
    """An operation that used an item. `when` is in words, and `bars` empty where no month is."""

    operation: Operation
    usage: Usage
    accounts: str
    per_hundred: str
    when: str
    bars: tuple[Bar, ...]


def page(seen: Seen, typed: str) -> Page:
    """Return the page for what a reader typed, "" for nothing yet."""
    item = lookup.item_of(seen.world, typed[:MOST_TYPED])
    fits = len(typed) <= MOST_TYPED and len(item) <= MOST_SIGNS
    answer = measure.find(seen.world, View(operations=(), tag=item if fits else "", data=seen.data))
    main = prose(
        "find",
        urls=urls,
        data=seen.data,
        typed=typed[:MOST_TYPED],
        most_typed=MOST_TYPED,
        fits=fits,
        most_signs=MOST_SIGNS,
        examples=EXAMPLES,
        answer=answer,
        item=_spelled(answer),
        spellings=listed([f"#{untrusted.isolated(name)}" for name in answer.spellings]),
        rows=(rows := _rows(answer)),
        length=max((bar.along + MONTH for row in rows for bar in row.bars), default=0),
        tall=TALL,
        month=MONTH,
        most=MAX_OPERATIONS,
        compared=_compared(answer),
        unanswered=_unanswered(answer),
        nearest=lookup.nearest(seen.world, item) if fits and item and not rows else (),
        meant=_others(lookup.meant(seen.world, typed), answer) if fits else (),
        in_sight=IN_SIGHT,
        shown=untrusted.shown,
    )
    title = f"{_spelled(answer)}: who used it" if rows else "Find a hashtag"
    about = "Which state-linked operations used a hashtag or domain, how much and when."
    return Page(title, about, [main], urls.FIND, (asset("find.js"), asset("site.js")))


def suggestions(world: World, typed: str) -> list[tuple[str, str]]:
    """Return what may be meant by what is typed, each with what is known of it."""
    if len(fold(typed)) > MOST_SIGNS:
        return []
    items = lookup.beginning(world, typed, SUGGESTIONS)
    return [(item.text, item.in_words) for item in items if len(item.name) <= MOST_SIGNS]


def _spelled(answer: FindAnswer) -> str:
    """Return the item as the operation with most uses spells it, else as it was understood."""
    usage = next(iter(answer.usages.values()), None)
    label = untrusted.shown(usage.label if usage else answer.item)
    is_hashtag = usage.kind == HASHTAG if usage else "." not in label
    return f"#{label}" if is_hashtag and label else label


def _rows(answer: FindAnswer) -> list[Row]:
    """Return a row an operation, most uses first; all bars are on one scale."""
    months = [month for usage in answer.usages.values() for month in usage.months]
    first = min((month_number(month.month) for month in months), default=0)
    most = max((month.uses for month in months), default=1)
    return [_row(o, answer.usages[o.slug], first, most) for o in answer.using]


def _row(operation: Operation, usage: Usage, first: int, most: int) -> Row:
    bars = [
        Bar(MONTH * (month_number(month.month) - first), max(1, round(TALL * month.uses / most, 1)))
        for month in usage.months
    ]
    accounts, rate = style.count(usage.accounts), _per_hundred(usage.share)
    return Row(operation, usage, accounts, rate, _when(usage), tuple(bars))


def _when(usage: Usage) -> str:
    if not usage.months:
        return "not known"
    first, last, most = usage.months[0], usage.months[-1], usage.busiest
    if first == last:
        return first.name
    return f"{first.name} to {last.name}, most in {most.name} ({most.uses:,})"


def _per_hundred(share: float | None) -> str:
    if share is None:
        return "not known"
    uses = 100 * share
    return f"{uses:.2f}" if uses >= LEAST else f"under {LEAST}"


def _compared(answer: FindAnswer) -> View:
    """Return the comparison of the operations with most uses."""
    slugs = tuple(answer.usages)[:MAX_OPERATIONS]
    return View(operations=slugs, tag=answer.item, data=answer.view.data)


def _others(meant: tuple[Meant, ...], answer: FindAnswer) -> list[Meant]:
    """Return hashtags by theme without those that are answered already."""
    others = [
        Meant(theme, tuple(i for i in items if i.name not in answer.spellings))
        for theme, items in meant
    ]
    return [part for part in others if part.items]


def _unanswered(answer: FindAnswer) -> list[Operation]:
    """Return the operations of which nobody knows: not counted, or not under this question."""
    world = answer.world
    every = world.catalogue.operations
    counted = {r.slug for slug in answer.searched for r in every[slug].releases}
    uncounted = [every[slug] for slug in world.catalogue.releases if slug not in counted]
    return [*(every[slug] for slug in answer.unsearched), *uncounted]
