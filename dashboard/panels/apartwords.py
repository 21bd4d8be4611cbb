"""How far apart the weeks are, in words: the nearest, the furthest, and what chance leaves open."""

from dashboard import style
from dashboard.measures.apart import ApartAnswer
from dashboard.measures.by_account import Ends
from dashboard.panels.panel import (
    Cell,
    Explained,
    Table,
    collections,
    columns,
    not_known,
    sentences,
)
from dashboard.panels.rhythmwords import whose
from dashboard.reading import AT
from dashboard.releases import Operation

SINGLE = "How far apart their weeks are is not known: one week alone does not say what chance adds."
ENDS = (0.25, 0.5, 1.0)  # of the scale: the least that holds all

Pair = tuple[Operation, Operation, Ends]


def scale_end(answer: ApartAnswer) -> float:
    """Return where the scale ends that holds every distance and interval."""
    held = [end for _, _, ends in answer.pairs for end in ends if end == end]
    return next((end for end in ENDS if end >= max(held, default=0)), 1.0)


def _share(one: Operation, other: Operation) -> bool:
    """Whether one holds posts of the other, as a country those of its release."""
    is_dated = AT in one.slug + other.slug  # two periods of one operation are there to be compared
    return not is_dated and not set(one.releases).isdisjoint(other.releases)


def _compared(answer: ApartAnswer) -> list[Pair]:
    """Return the pairs whose distance is known, the nearest first.

    Who shares posts with another is not said to be near it, unless nobody else is compared.
    """
    every = [pair for pair in answer.pairs if pair[2][0] == pair[2][0]]
    return [pair for pair in every if not _share(*pair[:2])] or every


def say(answer: ApartAnswer) -> str:
    """Say which two are nearest and which furthest, and whether that is sure."""
    pairs = _compared(answer)
    if not pairs:
        return sentences(SINGLE if answer.known else "", not_known(answer))
    near, far = pairs[0], pairs[-1]
    by, clock = answer.by.capitalize(), whose(answer)
    if len(pairs) == 1:
        told = f"{by} {clock}, the weeks of {_named(near)} are {_spelled(near[2])} apart."
        return sentences(told, _unsure(near), not_known(answer))
    return sentences(
        f"{by} {clock}, the weeks of {_named(near)} are nearest, {_spelled(near[2])} "
        f"apart; those of {_named(far)} are furthest, {_spelled(far[2])}.",
        _unsure(near, far),
        not_known(answer),
    )


def _unsure(*pairs: Pair) -> str:
    """Say what chance leaves open of the nearest pair and the furthest."""
    (_, low, high), (_, far_low, _) = pairs[0][2], pairs[-1][2]
    if low != low or far_low != far_low:
        return "How far chance could move this is not known."
    if far_low == 0:
        return "The data cannot tell them apart."
    return sentences(
        f"The data cannot tell {_named(pairs[0])} apart." if low == 0 else "",
        "The intervals overlap: it is not sure which are nearer." if high >= far_low else "",
    )


def _named(pair: Pair) -> str:
    return f"{pair[0].short} and {pair[1].short}"


def _spelled(ends: Ends) -> str:
    return f"**{style.ratio(ends[0])}**{style.ends(ends)}"


def unit(answer: ApartAnswer) -> str:
    block = answer.apart.block
    parts = "168 hours" if block == 1 else f"{168 // block} blocks of {block} hours"
    return (
        f"The Jensen-Shannon distance of the shares of posts in each of the week's {parts}: 0 "
        "alike, 1 with none in common; what chance adds is taken away. Lines: 95% intervals, where "
        "posts are enough to know them. "
        f"One scale for all operations, from 0 to {scale_end(answer):g}."
    )


def explain(answer: ApartAnswer) -> Explained:
    pairs = _compared(answer)
    if not pairs:
        return Explained()
    one, other, (distance, low, high) = pairs[0]
    how = (
        f"Were the posts of {one.short} and {other.short} spread over the hours of the week in the "
        f"same way, their distance would be 0; it is {style.ratio(distance)}. "
    )
    how += (
        f"With other weeks of the same kind it would lie between {style.ratio(low)} and "
        f"{style.ratio(high)} in 95 of 100 cases."
        if low == low
        else "How far chance could move it is not known: there are too few posts for parts of a "
        "week, and then it is too high."
    )
    fewest = min(answer.posts[o.slug] for o in answer.known)
    cannot = (
        f"It compares {answer.by}, and does not say where they differ. It compares the clocks that "
        "are shown: who keeps the same habits in another zone is far apart in UTC; and it "
        f"describes the posts that are held, of one operation only {fewest:,}."
    )
    return Explained(how, cannot)


def cells(answer: ApartAnswer) -> list[Cell]:
    return columns(answer, "rhythm", lambda o: _cell(answer, o))


def _cell(answer: ApartAnswer, operation: Operation) -> Cell:
    apart = answer.apart_from(operation.slug)
    lines = [
        f"To {o.short}: {_spelled(apart[o.slug])}{', shares posts' if _share(operation, o) else ''}"
        for o in answer.known
        if o.slug in apart
    ]
    small = (f"n = {answer.posts[operation.slug]:,} posts.",)
    return Cell(operation, tuple(lines), small=small, sources=collections(answer, operation))


def table(answer: ApartAnswer) -> Table:
    body = [[one.short, other.short, *map(style.ratio, ends)] for one, other, ends in answer.pairs]
    head = ("Operation", "Other", "Distance", "Low", "High")
    return Table("How far apart the weeks of every two operations are", head, body)
