"""Size in words: the headline, what was withheld, and each column's numbers."""

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
    lines = [_withheld(sizes), _held(sizes), filtered]
    details = [_exactly(sizes), _reconciled(sizes, answer, operation), _earlier(sizes, answer.view)]
    return Cell(
        operation,
        tuple(filter(None, lines)),
        details=tuple(filter(None, details)),
        sources=collections(answer, operation),
        announced=operation.releases,
        disputes=sum(len(release.disputes) for release in operation.releases),
    )


def _withheld(sizes: Sizes) -> str:
    """Say in short how many accounts were withheld, or why that is not known."""
    if sizes.shared_with:
        others = listed([*sizes.shared_with])
        return f"Counted together with {others}: what was withheld is **not known**."
    if sizes.withheld is None and sizes.amplifiers:
        return f"Withheld: at least the **{style.short(sizes.amplifiers)}** amplifier accounts."
    if sizes.withheld is None:
        return "How many accounts were withheld is **not known**."
    counted = style.short(_counted(sizes))
    if sizes.withheld < 0:
        return f"The files hold **{-sizes.withheld:,}** accounts more than were announced."
    if not sizes.withheld:
        return f"Published: all **{counted}** announced accounts."
    share = style.percent(sizes.withheld_share)
    return f"Withheld: **{share}** of {counted} accounts."


def _counted(sizes: Sizes) -> int:
    return (sizes.announced or 0) + (sizes.amplifiers or 0)


def _exactly(sizes: Sizes) -> str:
    """Say the exact numbers of what was withheld, and what the files hold beyond it."""
    if sizes.withheld is None:
        return "Of the announced accounts what was withheld is not known." * bool(sizes.amplifiers)
    more = (sizes.published or 0) - (sizes.announced or 0)
    beyond = f" The files hold {more:,} more than were announced." if more > 0 else ""
    return f"Withheld: {max(sizes.withheld, 0):,} of {_counted(sizes):,} accounts.{beyond}"


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
    head = ("Operation", *(label for label, _ in BARS), "Withheld")
    body = [
        [o.name, *(amount(sizes, name) for _, name in BARS), style.count(sizes.withheld)]
        for o in answer.operations
        for sizes in [answer.sizes[o.slug]]
    ]
    return Table("Accounts and posts", head, body)
