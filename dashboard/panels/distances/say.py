"""How far apart the weeks are, in words: the nearest, the furthest, and what chance leaves open."""

from collections.abc import Iterator

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.based_on import based_on
from dashboard.panels.distances.measure import DistancesAnswer
from dashboard.panels.panel import (
    Cell,
    Explained,
    Table,
    collections,
    dated_parts,
    listed,
    not_known,
    sentences,
)
from dashboard.panels.rhythm.headline import clock_phrase
from dashboard.snapshot.source import Ends

MOST = 2  # pairs named in a sentence
# How alike two weeks are said to be, up to which distance; beyond, they are very different.
LEVELS = {0.1: "almost the same", 0.25: "much alike", 0.75: "partly alike"}
ENDS = (0.25, 0.5, 1.0)  # of the scale: the least that holds all

Pair = tuple[Operation, Operation, Ends]


def scale_end(answer: DistancesAnswer) -> float:
    """Return where the scale ends that holds every distance and interval."""
    largest = max((end for *_, ends in answer.pairs for end in ends if end == end), default=0)
    return next((end for end in ENDS if end >= largest), 1.0)


def _compared(answer: DistancesAnswer) -> list[Pair]:
    """Return the pairs, the nearest first; those that overlap only where there are no others."""
    return [pair for pair in answer.pairs if not answer.overlap(*pair[:2])] or answer.pairs


def say(answer: DistancesAnswer) -> str:
    """Say which two are most alike and which least, and how sure that is."""
    pairs = _compared(answer)
    if not pairs:
        return not_known(answer)
    measured = [pair for pair in pairs if pair[2][0] == pair[2][0]] or pairs
    near, far = measured[0], measured[-1]
    weeks = "The weeks" if answer.view.clock == "operator" else f"The weeks {clock_phrase(answer)}"
    if len(pairs) == 1:
        sentence = f"{weeks} of {_named(near)} are {_how_alike(near)}."
        why = "How far chance could move this is not known."
        unsure = "The posts cannot tell them apart." if near[2][1] == 0 else ""
        how_sure = unsure if _is_known(near) else why
        return sentences(sentence, how_sure, dated_parts(answer), not_known(answer))
    sentence = (
        f"{weeks} of {_named(near)} are most alike: they are {_how_alike(near)}. Those of "
        f"{_named(far)} differ most: they are {_how_alike(far, 'still ')}."
    )
    rests = _rivals(pairs), _unsure(pairs), dated_parts(answer)
    return sentences(sentence, *rests, not_known(answer))


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
    alike = [pair for pair in pairs if pair[2][1] == 0]
    if not any(map(_is_known, pairs)):
        return "How far chance could move these is not known."
    if len(alike) == len(pairs):
        return "The posts cannot tell any of them apart."
    if len(alike) > MOST:
        return f"The posts cannot tell {len(alike)} of the {len(pairs)} pairs apart."
    named = " or ".join(f"{a.short} from {b.short}" for a, b, _ in alike)
    return f"The posts cannot tell {named}." if alike else ""


def _named(pair: Pair) -> str:
    return f"{pair[0].short} and {pair[1].short}"


def _how_alike(pair: Pair, still: str = "") -> str:
    """Return how alike the weeks of a pair are said to be, after `still` unless very different."""
    distance = pair[2][0]
    if distance != distance:
        return "**not known** to be alike or not"
    words = (f"{still}**{word}**" for most, word in LEVELS.items() if distance <= most)
    return next(words, "**very different**")


def caption(answer: DistancesAnswer) -> str:
    """Say what the ends of the scale mean, and what parts of the week are compared."""
    if not _compared(answer):
        return ""
    return f"0: same week, 1: nothing in common, {answer.by}. Lines: chance."


def unit(answer: DistancesAnswer) -> str:
    block = answer.distances.block
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


def explain(answer: DistancesAnswer) -> Explained:
    pairs = _compared(answer)
    if not pairs:
        return Explained()
    a, b, (distance, low, high) = pairs[0]
    how = (
        f"Were the posts of {a.short} and {b.short} spread over the hours of the week in the "
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
            if answer.overlap(a, b)
            else "there are too few posts or weeks, and with few it is too high"
        )
        how += f"How far chance could move it is not known: {why}."
    levels = listed([f"{word} up to {most:g}" for most, word in LEVELS.items()])
    how += f" The sentence calls weeks {levels}, and beyond that very different."
    fewest = min(answer.known, key=lambda o: answer.posts[o.slug])
    cannot = (
        f"It compares {answer.by}, and does not say where they differ. It compares the clocks that "
        "are shown: who keeps the same habits in another zone is far apart in UTC; and it rests on "
        f"the posts that are held, the fewest, {answer.posts[fewest.slug]:,}, of {fewest.short}."
    )
    return Explained(how, cannot)


def cell(answer: DistancesAnswer, operation: Operation) -> Cell:
    distances = answer.ends[operation.slug]
    others = [o for o in answer.known if o.slug in distances]
    details = [_exactly(answer, operation, other) for other in others]
    details += [f"n = {answer.posts[operation.slug]:,} posts."]
    lines = [*_nearest(answer, operation, others), *based_on(answer.world, operation)]
    return Cell(
        operation, tuple(lines), details=tuple(details), sources=collections(answer, operation)
    )


def _nearest(
    answer: DistancesAnswer, operation: Operation, others: list[Operation]
) -> Iterator[str]:
    """Yield which other week is nearest, and which others have posts in common."""
    distances = answer.ends[operation.slug]
    common = [other.short for other in others if answer.overlap(operation, other)]
    free = [other for other in others if other.short not in common] or others
    if measured := [
        other for other in free if distances[other.slug][0] == distances[other.slug][0]
    ]:
        nearest = min(measured, key=lambda other: distances[other.slug][0])
        estimate, low, _ = distances[nearest.slug]
        unsure = "; the posts cannot tell them apart" if low == 0 else ""
        yield f"Most like {nearest.short}, **{style.ratio(estimate)}** apart{unsure}"
    else:
        yield "How far from the others is **not known**"
    if common:
        yield f"Posts in common with {listed(common)}"


def _exactly(answer: DistancesAnswer, operation: Operation, other: Operation) -> str:
    ends = answer.ends[operation.slug][other.slug]
    common = ", posts in common" if answer.overlap(operation, other) else ""
    return f"To {other.short}: **{style.ratio(ends[0])}**{style.ends(ends)}{common}"


def table(answer: DistancesAnswer) -> Table:
    body = [[a.short, b.short, *map(style.ratio, ends)] for a, b, ends in answer.pairs]
    head = ("Operation", "Other", "Distance", "Low", "High")
    return Table("How far apart the weeks of every two operations are", head, body)
