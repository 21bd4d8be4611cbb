"""The summary: at most three plain sentences, on size, on hours and on themes.

Of each sentence there are several, the fullest first: the first that is no longer than MOST_WORDS
is said. A sentence claims what its panel claims, and no more.
"""

import re
from collections import Counter
from collections.abc import Iterator

from dashboard.catalogue.releases import Catalogue, Operation
from dashboard.clock.zone_list import time_of
from dashboard.link.not_known import NotKnown
from dashboard.link.view import OFFICE_HOURS
from dashboard.look import style
from dashboard.panels.glance.measure import NOTHING, Glance, Theme
from dashboard.panels.panel import listed, published
from dashboard.panels.rhythm.measure import Rhythm
from dashboard.panels.themes.say import UNITS
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.local_week import OnlyInUTC

MOST_WORDS = 25  # of a sentence
MONTH = re.compile(r" [A-Z][a-z]{2} (?=\d{4}$)")
TENTHS = re.compile(r"\d+ of 10")


def summary(answer: Glance) -> list[str]:
    """Return the sentences, each of at most MOST_WORDS words; [] where nothing is compared."""
    if not answer.operations:
        return []
    return [fitting(topic(answer)) for topic in (size_sentences, hours_sentences, theme_sentences)]


def words(sentence: str) -> int:
    return len(sentence.split())


def fitting(sentences: Iterator[str]) -> str:
    """Return the first sentence that is short enough, else the last."""
    sentence = ""
    for sentence in sentences:
        if words(sentence) <= MOST_WORDS:
            break
    return sentence


def names(answer: Glance) -> dict[str, str]:
    """Return the short names by slug, without months where years tell all of them apart."""
    brief = answer.world.once(_without_months)
    if all(o.slug in brief for o in answer.operations):
        return {o.slug: brief[o.slug] for o in answer.operations}
    return {o.slug: _with_period(o.short) for o in answer.operations}


def _without_months(catalogue: Catalogue) -> dict[str, str]:
    """Return by slug the short names that no other operation would have without its month."""
    every = {o.slug: MONTH.sub(" ", o.short) for o in catalogue.operations.values()}
    often, full = Counter(every.values()), catalogue.operations
    return {
        slug: name for slug, name in every.items() if often[name] == 1 or name == full[slug].short
    }


def _with_period(name: str) -> str:
    """Return a name with a period of its own in brackets, as commas part the operations."""
    name, dated, period = name.partition(", ")
    return f"{name} ({period})" if dated else name


# ---- Size ----------------------------------------------------------------------------------------


def size_sentences(answer: Glance) -> Iterator[str]:
    """Yield what was announced, or under filters how many posts are left."""
    yield from _filtered(answer) if answer.view.narrowed else _announced(answer)


def _announced(answer: Glance) -> Iterator[str]:
    groups, called = _announced_together(answer), names(answer)
    if not groups:
        yield "How many accounts were announced is not known."
        return
    (most, first), *others = groups
    name, more = listed([called[o.slug] for o in first]), _amplified(answer, first[0])
    if not others:
        yield from _announced_alone(answer, first, name, more)
        return
    rest = [f"{listed([called[o.slug] for o in each])} had {n:,}" for n, each in others]
    smallest = rest[-1].replace(" had ", ", the smallest, had ")
    lead = f"{name} had the most accounts, {most:,}{more}"
    beside = _most_amplified(answer, first)
    yield f"{lead}; {', '.join(rest)}{beside}."
    yield f"{lead}; {smallest}{beside}."
    yield f"{lead}{beside}."
    yield f"{name} had the most accounts, {most:,}."
    yield f"The largest had {_accounts(most)}."


def _announced_together(answer: Glance) -> list[tuple[int, list[Operation]]]:
    """Return each number once with the operations that it is of, the largest first.

    Releases announced together share a number; columns of one operation have the same.
    """
    groups: dict[frozenset[str], tuple[int, list[Operation]]] = {}
    for operation in answer.operations:
        sizes = answer.size_of(operation)
        if sizes.announced is not None:
            key = {release.slug for release in operation.releases} | {*sizes.shared_with}
            groups.setdefault(frozenset(key), (sizes.announced, []))[1].append(operation)
    return sorted(groups.values(), key=lambda group: -group[0])


def _announced_alone(
    answer: Glance, together: list[Operation], name: str, more: str
) -> Iterator[str]:
    """Yield the sentence of one number, be it of one operation or of several together."""
    sizes = answer.size_of(together[0])
    accounts = _accounts(sizes.announced or 0)
    if len(together) > 1:
        yield f"{name} had {accounts} together{more}."
        yield f"Together they had {accounts}{more}."
    posts = sizes.posts_announced
    with_posts = "" if posts is None else f" with {style.short(posts)} posts"
    yield f"{name} had {accounts}{with_posts}{more}."
    yield f"{name} had {accounts}."


def _most_amplified(answer: Glance, largest: list[Operation]) -> str:
    """Return which of the others had the most amplifiers, where the largest had fewer."""
    amplifiers = {o.slug: answer.size_of(o).amplifiers or 0 for o in answer.operations}
    most = max(amplifiers, key=amplifiers.__getitem__)
    if amplifiers[most] <= amplifiers[largest[0].slug]:
        return ""
    return f"; {names(answer)[most]} had {style.short(amplifiers[most])} more that only amplified"


def _amplified(answer: Glance, operation: Operation) -> str:
    number = answer.size_of(operation).amplifiers
    return f", and {style.short(number)} more that only amplified" if number else ""


def _accounts(number: int) -> str:
    return f"{number:,} account{'s' * (number != 1)}"


def _filtered(answer: Glance) -> Iterator[str]:
    """Yield how many posts the filters leave of each operation that has any to filter."""
    called = names(answer)
    every = [(o, answer.matched_of(o)) for o in answer.operations]
    known = [(o, left) for o, left in every if not isinstance(left, NotKnown)]
    if not known:
        yield "How many posts match these filters is not known."
        return
    left = [style.short(m.posts) for _, m in known]
    whole = ["all" if m.posts == m.whole else f"{style.short(m.posts)} of" for _, m in known]
    of = [called[o.slug] for o, _ in known]
    rests = _not_for(answer, "not known", [o for o, m in every if isinstance(m, NotKnown)])
    held = [style.short(m.whole) for _, m in known]
    parts = [f"{n} {m} posts of {name}" for n, m, name in zip(whole, held, of, strict=True)]
    fewer = [f"{n} of {name}" for n, name in zip(left, of, strict=True)]
    most = max(range(len(known)), key=lambda i: known[i][1].posts)
    for start in (
        f"These filters leave {listed(parts)}",
        f"Posts that these filters leave: {listed(fewer)}",
        f"These filters leave the most posts of {of[most]}: {left[most]}",
    ):
        yield from (f"{start}{rest}." for rest in rests)
    yield f"These filters leave at most {left[most]} posts of an operation."


# ---- Hours ---------------------------------------------------------------------------------------


def hours_sentences(answer: Glance) -> Iterator[str]:
    """Yield which part of the posts fell in office hours, the largest first."""
    if not answer.weeks:
        yield from _no_hours(answer)
        return
    if len(answer.weeks) == 1:
        yield from _hours_of_one(answer)
        return
    called, beside = names(answer), _beside(answer)
    parts = [answer.rhythm.part_of(o) for o in answer.operations if o.slug in answer.weeks]
    (first, week), *others = answer.weeks.items()
    top = f"{share_of(week)} {'counted ' if any(parts) else ''}posts of {called[first]}"
    lead = f"{_capital(top)} fell in office hours{_how(answer)}"
    rest = ", ".join(f"{_tenths(other)} of {called[slug]}" for slug, other in others)
    least, lowest = others[-1]
    unknown = [o for o in answer.operations if o.slug not in answer.weeks]
    for missing in _not_for(answer, "not known", unknown):
        yield f"{lead}, {rest}{beside}{missing}."
    yield f"{lead}, {rest}{beside}."
    yield f"Office hours{_how(answer)}: {top}, {rest}{beside.replace(' of', '', 1)}."
    yield f"{lead}, {rest}."
    yield f"{lead}, least of {called[least]}, {share_of(lowest)}{beside}."
    yield f"{lead}, least of {called[least]}, {share_of(lowest)}."
    yield f"In office hours fell from {share_of(lowest)} to {share_of(week)} posts."


def _hours_of_one(answer: Glance) -> Iterator[str]:
    """Yield the sentence of the only operation whose hours are known."""
    ((slug, week),) = answer.weeks.items()
    operation = next(o for o in answer.operations if o.slug == slug)
    posts = "counted posts" if answer.rhythm.part_of(operation) else "posts"
    fell, beside = f"fell in office hours{_how(answer)}", _beside(answer)
    if len(answer.operations) > 1:
        lead = f"{_hours_alone(answer, names(answer)[slug])}: {share_of(week)} {posts} {fell}"
    else:
        posts = week.undated.posts_in_words if week.undated else posts
        lead = f"{_capital(share_of(week))} {posts} of {names(answer)[slug]} {fell}"
    yield f"{lead}{beside}."
    yield f"{lead}."
    yield f"{_capital(share_of(week))} {posts} {fell}."


def _hours_alone(answer: Glance, name: str) -> str:
    """Return that others have no hours, or only too few posts."""
    if len(answer.rhythm.rhythms) > 1:
        return f"Only {name} has enough posts to show hours"
    return f"Hours {_only(answer, answer.rhythm)} {name} alone"


def _no_hours(answer: Glance) -> Iterator[str]:
    """Yield why no hours are known: few posts, no posts, another clock, or nothing counted."""
    reasons = [answer.rhythm_of(o) for o in answer.operations]
    if all(reason == NOTHING for reason in reasons):
        yield NOTHING
    elif answer.rhythm.rhythms:
        yield "Too few posts match to say at which hours they were written."
    elif any(isinstance(reason, OnlyInUTC) for reason in reasons):
        yield "At which hours they posted is known in UTC alone."
    else:
        yield from _in_words(answer, answer.rhythm, "Hours are")
        yield "At which hours they posted is not known."


def _in_words(answer: Glance, asked_of: Answer, what: str) -> Iterator[str]:
    """Yield of which operations others wrote what is not counted here."""
    written = [o for o in answer.operations if published(asked_of, o)]
    if len(written) == len(answer.operations):
        yield f"{what} known only in words of others, which stand below."
    elif written:
        called = listed([names(answer)[o.slug] for o in written])
        yield f"{what} known only in words of others, and only for {called}."
        yield f"{what} known only in words of others, and not for all."


def _only(answer: Glance, asked_of: Answer) -> str:
    """Return how a question is answered for one alone: of others there may be words."""
    written = any(published(asked_of, o) for o in answer.operations if o not in asked_of.known)
    return "were counted for" if written else "are known for"


def _beside(answer: Glance) -> str:
    """Return what the shares are compared with: "; of ordinary posts 2 to 3"."""
    shares = [beside.share for slug in answer.weeks if (beside := answer.ordinary_of(slug))]
    if shares:
        where = "" if len(shares) == len(answer.weeks) else ", where known"
        return f"; of ordinary posts {_range(shares)}{where}"
    if answer.view.baseline == "none":
        return ""
    alike = [week.office.even for week in answer.weeks.values()]
    return f"; with all hours alike {_range(alike)}"


def _range(shares: list[float]) -> str:
    """Return the least and the most of shares, as in "2 to 3", or what is the same: "3 of 10"."""
    low, high = style.of_ten(min(shares)), style.of_ten(max(shares))
    if low != high and TENTHS.fullmatch(low) and TENTHS.fullmatch(high):
        return f"{low.partition(' ')[0]} to {high.partition(' ')[0]}"
    return high if low == high else f"{low} to {high}"


def share_of(week: Rhythm) -> str:
    """Return how much fell in office hours: "7 of 10"."""
    return style.of_ten(float(week.shares.office.estimate))


def _tenths(week: Rhythm) -> str:
    """Return the same after another such number: "7"."""
    share = share_of(week)
    return share.partition(" ")[0] if TENTHS.fullmatch(share) else share


def _how(answer: Glance) -> str:
    """Return which hours, whose clock and what counts the same, where that was chosen."""
    view = answer.view
    hours = "" if view.hours == OFFICE_HOURS else " from {} to {}".format(*view.hours)
    clock = "" if view.clock == "operator" else f" in {time_of(view.clock)}"
    return f"{hours}{clock}{'' if view.per == 'post' else ', each account counting alike'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- Themes --------------------------------------------------------------------------------------


def theme_sentences(answer: Glance) -> Iterator[str]:
    """Yield the largest theme of each operation, apart from noise."""
    tops = {slug: themes[0].label for slug, themes in answer.largest.items() if themes}
    if not tops:
        yield from _no_themes(answer)
        return
    if len(answer.largest) == 1:
        yield from _themes_of_one(answer, *answer.largest)
        return
    called = names(answer)
    by_theme: dict[str, list[str]] = {}
    for slug, label in tops.items():
        by_theme.setdefault(label, []).append(called[slug])
    parts = [f"{label} for {listed(each)}" for label, each in by_theme.items()]
    rests = _without_theme(answer)
    lead = f"Largest themes{_noise_left_out(answer)}:"
    if len(by_theme) == len(answer.operations) and not _noise_left_out(answer):
        yield f"Each had its own largest theme: {', '.join(parts)}."
    for themes in (parts, by_theme):
        yield from (f"{lead} {', '.join(themes)}{rest}." for rest in rests)
    yield f"{lead} {', '.join(by_theme)}."
    yield f"Their largest themes were {len(by_theme)} different ones."


def _noise_left_out(answer: Glance) -> str:
    """Return that noise does not count, where there is more of it than of a theme that is named."""
    claimed = answer.themes.claimed
    tops = [(claimed[slug], themes[0]) for slug, themes in answer.largest.items() if themes]
    above = any(every.is_noise_above(top.share) for every, top in tops)
    return " apart from noise" if above else ""


def _without_theme(answer: Glance) -> list[str]:
    """Return what is to be said of the operations of which no theme is named."""
    unknown = [o for o in answer.operations if o.slug not in answer.largest]
    none = [o for o in answer.operations if answer.largest.get(o.slug) == ()]
    if unknown and none:
        return ["; none or not known for others"]
    return _not_for(answer, "none" if none else "not known", none or unknown)


def _not_for(answer: Glance, what: str, operations: list[Operation]) -> list[str]:
    """Return "; not known for China 2019", and what is shorter, or all for several: "others"."""
    who = [names(answer)[o.slug] for o in operations]
    named = [f"; {what} for {who[0]}"] if len(who) == 1 else []
    return [*named, f"; {what} for others"] if who else [""]


def _themes_of_one(answer: Glance, slug: str) -> Iterator[str]:
    """Yield the themes of the only operation of which they were counted."""
    claimed, themes, name = answer.themes.claimed[slug], answer.largest[slug], names(answer)[slug]
    first = f"{themes[0].label}, {percent(themes[0])} of {UNITS[claimed.unit]}"
    every = [first, *(f"{theme.label}, {percent(theme)}" for theme in themes[1:])]
    if len(answer.operations) > 1:
        only = f"Themes {_only(answer, answer.themes)} {name} alone"
        yield f"{only}: {'; '.join(every)}."
        yield f"{only}: {first}."
    apart = "Apart from noise, the" if claimed.is_noise_above(themes[0].share) else "The"
    if len(every) > 1:
        yield f"{apart} largest themes of {name} were {'; '.join(every)}."
    yield f"{apart} largest theme of {name} was {first}."
    yield f"{apart} largest theme was {first}."


def _no_themes(answer: Glance) -> Iterator[str]:
    reasons = [answer.claimed_of(o) for o in answer.operations]
    if all(reason == NOTHING for reason in reasons):
        yield NOTHING
    elif answer.largest:
        yield "No theme of our list was found in what they wrote."
    else:
        yield from _in_words(answer, answer.themes, "Themes are")
        yield "What they talked about is not known."


def percent(theme: Theme) -> str:
    """Return the share of a theme with two figures: "49%", "6.2%"."""
    return f"{theme.share:.0%}" if theme.share >= 0.0995 else style.percent(theme.share)
