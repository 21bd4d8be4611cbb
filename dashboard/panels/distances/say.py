"""How far apart the weeks are, in words: the nearest, the furthest, and what chance leaves open."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.distances.measure import ApartAnswer
from dashboard.panels.panel import (
    Cell,
    Explained,
    Table,
    collections,
    listed,
    not_known,
    sentences,
)
from dashboard.panels.rhythm.say import whose
from dashboard.snapshot.source import Ends

MOST = 2  # pairs named in a sentence
ENDS = (0.25, 0.5, 1.0)  # of the scale: the least that holds all

Pair = tuple[Operation, Operation, Ends]


def scale_end(answer: ApartAnswer) -> float:
    """Return where the scale ends that holds every distance and interval."""
    held = [end for _, _, ends in answer.pairs for end in ends if end == end]
    return next((end for end in ENDS if end >= max(held, default=0)), 1.0)


def _compared(answer: ApartAnswer) -> list[Pair]:
    """Return the pairs, the nearest first.

    Who shares posts with another is not said to be near it, unless nobody else is compared.
    """
    return [pair for pair in answer.pairs if not answer.share(*pair[:2])] or answer.pairs


def say(answer: ApartAnswer) -> str:
    """Say which two are nearest and which furthest, and how sure that is."""
    pairs = _compared(answer)
    if not pairs:
        return not_known(answer)
    near, far = pairs[0], pairs[-1]
    by, clock = answer.by.capitalize(), whose(answer)
    apart = f"{by} {clock}, the weeks of {_named(near)} are"
    if len(pairs) == 1:
        sentence = f"{apart} {_spelled(near[2])} apart."
        why = "How far chance could move this is not known."
        unsure = "The data cannot tell them apart." if near[2][1] == 0 else ""
        return sentences(sentence, unsure if _is_known(near) else why, not_known(answer))
    sentence = (
        f"{apart} nearest, {_spelled(near[2])} apart; those of {_named(far)} are furthest, "
        f"{_spelled(far[2])}."
    )
    return sentences(sentence, _rivals(pairs), _unsure(pairs), not_known(answer))


def _is_known(pair: Pair) -> bool:
    return pair[2][1] == pair[2][1]


def _rivals(pairs: list[Pair]) -> str:
    """Say whether other pairs may be as near as the nearest, or as far as the furthest."""
    (*_, (_, _, high)), (*_, (_, low, _)) = pairs[0], pairs[-1]
    near = not all(ends[1] > high for *_, ends in pairs[1:])  # also where one is not known
    far = not all(ends[2] < low for *_, ends in pairs[:-1])
    which = " or ".join(["as near"] * near + ["as far"] * far)
    return f"By chance others may be {which}." if which else ""


def _unsure(pairs: list[Pair]) -> str:
    """Say which the data cannot tell apart, of the pairs whose intervals are known."""
    known = [pair for pair in pairs if _is_known(pair)]
    alike = [pair for pair in known if pair[2][1] == 0]
    if not known:
        return "How far chance could move these is not known."
    if len(alike) == len(pairs):
        return "The data cannot tell any of them apart."
    if len(alike) > MOST:
        return f"The data cannot tell {len(alike)} of the {len(pairs)} pairs apart."
    return f"The data cannot tell {listed([*map(_named, alike)])} apart." if alike else ""


def _named(pair: Pair) -> str:
    return f"{pair[0].short} and {pair[1].short}"


def _spelled(ends: Ends) -> str:
    return f"**{style.ratio(ends[0])}**{style.ends(ends)}"


def unit(answer: ApartAnswer) -> str:
    block = answer.apart.block
    parts = "168 hours" if block == 1 else f"{168 // block} blocks of {block} hours"
    parts, scale = (
        (parts, f" One scale for all operations, from 0 to {scale_end(answer):g}.")
        if answer.known
        else ("hours, or blocks of hours", "")
    )
    return (
        f"The Jensen-Shannon distance of the shares of posts in each of the week's {parts}: 0 "
        "alike, 1 with none in common; what chance adds is taken away. Lines: 95% intervals, where "
        f"posts and weeks are enough to know them.{scale}"
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
    if low == low:
        how += (
            f"With other weeks of the same kind it would lie between {style.ratio(low)} and "
            f"{style.ratio(high)} in 95 of 100 cases."
        )
    else:
        why = (
            "they have posts in common"
            if answer.share(one, other)
            else "there are too few posts or weeks, and with few it is too high"
        )
        how += f"How far chance could move it is not known: {why}."
    fewest = min(answer.known, key=lambda o: answer.posts[o.slug])
    cannot = (
        f"It compares {answer.by}, and does not say where they differ. It compares the clocks that "
        "are shown: who keeps the same habits in another zone is far apart in UTC; and it rests on "
        f"the posts that are held, the fewest, {answer.posts[fewest.slug]:,}, of {fewest.short}."
    )
    return Explained(how, cannot)


def cell(answer: ApartAnswer, operation: Operation) -> Cell:
    apart = answer.apart_from(operation.slug)
    lines = [
        f"To {o.short}: {_spelled(apart[o.slug])}{_common(answer, operation, o)}"
        for o in answer.known
        if o.slug in apart
    ]
    small = (f"n = {answer.posts[operation.slug]:,} posts.",)
    return Cell(operation, tuple(lines), small=small, sources=collections(answer, operation))


def _common(answer: ApartAnswer, one: Operation, other: Operation) -> str:
    return ", posts in common" if answer.share(one, other) else ""


def table(answer: ApartAnswer) -> Table:
    body = [[one.short, other.short, *map(style.ratio, ends)] for one, other, ends in answer.pairs]
    head = ("Operation", "Other", "Distance", "Low", "High")
    return Table("How far apart the weeks of every two operations are", head, body)
