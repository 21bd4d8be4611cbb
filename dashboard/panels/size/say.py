"""Size in words: the headline, what was not published, and each column's numbers."""

from dashboard.catalogue.releases import Operation
from dashboard.link.view import ALL, View
from dashboard.look import style
from dashboard.panels.panel import Cell, Table, collections, listed, sentences
from dashboard.panels.size.draw import BARS, BLOCKS, amount, blocks_of
from dashboard.panels.size.measure import WHOLE_MONTHS, SizeAnswer, Sizes


def say(answer: SizeAnswer) -> str:
    if not answer.operations:
        return "No operation to show."
    every = [(o, answer.sizes[o.slug]) for o in answer.operations]
    announced = [
        f"{o.short}, **{_short(s.announced)}**" for o, s in every if s.announced is not None
    ]
    unknown = [o.short for o, s in every if s.announced is None]
    return sentences(
        f"Accounts announced: {'; '.join(announced)}." if announced else "",
        _amplified(answer),
        f"Announced accounts are not known for {listed(unknown)}." if unknown else "",
    )


def _short(number: int | None) -> str:
    return "not known" if number is None else style.short(number)


def _amplified(answer: SizeAnswer) -> str:
    lines = [
        f"{o.short}, **{style.short(sizes.amplifiers)}**"
        for o in answer.operations
        if (sizes := answer.sizes[o.slug]).amplifiers
    ]
    return f"Amplifier accounts, never published: {'; '.join(lines)}." if lines else ""


def caption(answer: SizeAnswer) -> str:
    outlined = "Outlined: stated by the platform."
    if blocks_of(answer) == BLOCKS[:1]:
        return f"Accounts, on one scale. {outlined}"
    return f"Each block has its own scale: compare operations, not blocks. {outlined}"


def unit(answer: SizeAnswer) -> str:
    narrowed = _narrowed(answer) if answer.view.narrowed else ""
    return (
        "Accounts, amplifier accounts and posts, each on one linear scale from zero for all "
        "operations, with an axis of its own, none to scale with another; where an operation has "
        f"several releases, a piece of bar for each.{narrowed}"
    )


def _narrowed(answer: SizeAnswer) -> str:
    sentence = " Posts and active accounts are those of the filters"
    rough = any(sizes.by_months for sizes in answer.sizes.values())
    return f"{sentence}, accounts by {WHOLE_MONTHS}." if rough else f"{sentence}."


def cell(answer: SizeAnswer, operation: Operation) -> Cell:
    sizes = answer.sizes[operation.slug]
    filtered = _filtered(sizes) if answer.view.own(operation.slug).filters else ""
    lines = [_unpublished(sizes), _held(sizes), filtered]
    details = [_exactly(sizes), _reconciled(sizes, answer, operation), _earlier(sizes, answer.view)]
    return Cell(
        operation,
        tuple(filter(None, lines)),
        details=tuple(filter(None, details)),
        sources=collections(answer, operation),
        announced=operation.releases,
        disputes=sum(len(release.disputes) for release in operation.releases),
    )


def _unpublished(sizes: Sizes) -> str:
    """Say in short how many of the announced accounts were not published, and amplifiers apart."""
    if sizes.shared_with:
        others = listed([*sizes.shared_with])
        return f"Counted together with {others}: how many were not published is **not known**."
    amplifiers = f"**{style.short(sizes.amplifiers)}** amplifiers" if sizes.amplifiers else ""
    if sizes.unpublished is None:
        if amplifiers:
            return f"Not published: all {amplifiers}; how many others is **not known**."
        return "How many accounts were not published is **not known**."
    if sizes.unpublished <= 0:
        without = f", none of the {amplifiers}" if amplifiers else ""
        return f"Published: {_all(sizes)}{without}."
    share, announced = style.percent(sizes.unpublished_share), style.short(sizes.announced or 0)
    as_well = f" and all {amplifiers}" if amplifiers else ""
    return f"Not published: **{share}** of {announced} announced accounts{as_well}."


def _all(sizes: Sizes) -> str:
    """Say that all announced accounts were published, or more of them than were announced."""
    more = (sizes.published or 0) - (sizes.announced or 0)
    if more:
        return f"**{style.short(sizes.published or 0)}** accounts, {more:,} more than announced"
    return f"all **{style.short(sizes.announced or 0)}** announced accounts"


def _exactly(sizes: Sizes) -> str:
    """Say the exact numbers of what was not published, and what the files hold beyond it."""
    missing = sizes.unpublished
    if missing is None:
        unknown = "Of the announced accounts, how many were not published is not known."
        return unknown * bool(sizes.amplifiers)
    beyond = f" The files hold {-missing:,} more than were announced." if missing < 0 else ""
    number = max(missing, 0)
    return f"Not published: {number:,} of {sizes.announced:,} announced accounts.{beyond}"


def _missing(sizes: Sizes) -> str:
    """Return how many were not published; none where there are more than were announced."""
    return style.count(None if sizes.unpublished is None else max(sizes.unpublished, 0))


def _held(sizes: Sizes) -> str:
    """Say in short how many of the published posts are held here."""
    held, whole = sizes.posts_held, sizes.posts_announced
    if held is None or whole is None:
        return ""
    if held == whole:
        return f"Posts held: all **{style.short(held)}**."
    if held > whole:
        return f"Posts held: **{style.short(held)}**, more than the {style.short(whole)} published."
    return f"Posts held: **{style.percent(held / whole)}** of {style.short(whole)}."


def _reconciled(sizes: Sizes, answer: SizeAnswer, operation: Operation) -> str:
    """Say whether our count of posts equals the published one, and by how much it does not."""
    if sizes.posts_held is None or sizes.posts_announced is None:
        return ""
    if sizes.posts_held == sizes.posts_announced:
        return f"Posts: all **{sizes.posts_held:,}** published ones are held, the counts are equal."
    gap = sizes.posts_announced - sizes.posts_held
    difference = f"{abs(gap):,} {'fewer' if gap > 0 else 'more'}"
    sentence = f"Posts held: **{sizes.posts_held:,}**, {difference} than"
    return f"{sentence} the {sizes.posts_announced:,} published. {_why(answer, operation)}"


def _why(answer: SizeAnswer, operation: Operation) -> str:
    """Say why posts are missing: releases that nobody holds, and what a collection lacks."""
    reasons = [collection.caveat for collection in collections(answer, operation)]
    answered = [r for s in answer.world.sources_of(operation.slug) for r in s.releases]
    if missing := len(operation.releases) - len(answered):
        reasons.insert(0, f"Of {missing} of its {len(operation.releases)} releases none are held.")
    return " ".join(reasons)


def _filtered(sizes: Sizes) -> str:
    """Say how many posts the filters leave, or why that is not known; "" without any posts."""
    if sizes.posts_unknown:
        return f"Of the posts held, how many match is **not known**. {sizes.posts_unknown}"
    if sizes.posts_held is None:
        return ""
    active = "**not known**" if sizes.active is None else f"**{sizes.active:,}**"
    return f"Of the posts held **{sizes.posts:,}** match these filters; active accounts: {active}."


def _earlier(sizes: Sizes, view: View) -> str:
    """Say which share of posts is of earlier lives, and whether they are counted here."""
    if sizes.earlier is None or not (sizes.earlier or view.phase != ALL):
        return ""
    if not sizes.earlier:
        return "Earlier lives: none found."
    included = "included" if view.phase == ALL else "left out here"
    return f"Earlier lives: **{style.percent(sizes.earlier)}** of posts, {included}."


def table(answer: SizeAnswer) -> Table:
    head = ("Operation", *(label for label, _ in BARS), "Accounts not published")
    body = [
        [o.name, *(amount(sizes, name) for _, name in BARS), _missing(sizes)]
        for o in answer.operations
        for sizes in [answer.sizes[o.slug]]
    ]
    return Table("Accounts and posts", head, body)
