"""Likeness in words: each aspect with a number of its own, and why one is not known."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style, untrusted
from dashboard.panels.panel import (
    MOST_LINES,
    Cell,
    Table,
    credited,
    dated_parts,
    in_part,
    listed,
    not_known,
    sentences,
)
from dashboard.panels.similarity.measure import (
    ASPECTS,
    ITEMS,
    Similarity,
    SimilarityAnswer,
)
from dashboard.snapshot.asking import cited_posts, part_of_rows

ALIKE, PARTLY = 0.5, 0.25  # from which similarity on two are called so
LEVELS = {ALIKE: "Alike", PARTLY: "Partly alike"}  # below, they have little in common

Pair = tuple[Operation, Operation]


def say(answer: SimilarityAnswer) -> str:
    """Say of each aspect which two operations are most alike, if any two are."""
    pairs = {aspect: pair for aspect in ASPECTS if (pair := _most_alike(answer, aspect))}
    parts = [
        f"{words} in {listed(same)}: {one.short} and {other.short}."
        for level, words in LEVELS.items()
        for (one, other), same in _aspects_by_pair(pairs, level).items()
    ]
    apart = [ASPECTS[aspect].word for aspect, (*_, value) in pairs.items() if not _level(value)]
    they = "no two" if len(answer.known) > 2 else "the two do not"
    little = f"In {listed(apart)} {they} have much in common." if apart else ""
    hours = in_part(((o, part_of_rows(answer.world, o)) for o in answer.known), "Hours")
    return sentences(*parts, little, hours, not_known(answer))


def _most_alike(answer: SimilarityAnswer, aspect: str) -> tuple[Operation, Operation, float] | None:
    """Return the two operations that are most alike in one aspect, and how much."""
    every = [(o, *nearest) for o in answer.known if (nearest := answer.nearest(o, aspect))]
    pairs = [(one, other, alike.value) for one, other, alike in every]
    return max(pairs, key=lambda pair: pair[2], default=None)


def _aspects_by_pair(
    pairs: dict[str, tuple[Operation, Operation, float]], level: float
) -> dict[Pair, list[str]]:
    """Return by pair the aspects in which it is the most alike, of those of one level."""
    aspects: dict[Pair, list[str]] = {}
    for aspect, (one, other, value) in pairs.items():
        if _level(value) == level:
            aspects.setdefault((one, other), []).append(ASPECTS[aspect].word)
    return aspects


def _level(value: float) -> float:
    """Return the level of LEVELS that a similarity reaches, 0 for none."""
    return next((level for level in LEVELS if value >= level), 0)


def caption(answer: SimilarityAnswer) -> str:
    return "1: the same. 0: nothing in common. Aspects are never added up." * bool(answer.known)


def unit(answer: SimilarityAnswer) -> str:
    hours = (
        "Hours: the week, as the distance of two weeks compares it, less what chance adds."
        if answer.world.current_rules
        else "Hours: always the 168 hours of the week, with what chance adds to their difference, "
        "which the distance of their weeks leaves out."
    )
    return (
        "1 = the same distribution, 0 = nothing in common (1 less the Jensen-Shannon distance). "
        f"The sentence calls two alike from {ALIKE:g} on, and partly alike from {PARTLY:g} on. "
        "The aspects are not added up: no number says how alike two operations are in all. "
        f"{sentences(hours, dated_parts(answer))} Themes: uses of themes. Hashtags, domains and "
        "programs: uses of those that are counted. Languages: posts whose language is stated."
    )


def cell(answer: SimilarityAnswer, operation: Operation) -> Cell:
    lines = [_line(answer, operation, aspect) for aspect in ASPECTS]
    cites = bool(cited_posts(answer.world, operation))
    sources = credited(answer, operation, cites)
    return Cell(operation, _plain(answer, operation), details=tuple(lines), sources=sources)


def _plain(answer: SimilarityAnswer, operation: Operation) -> tuple[str, ...]:
    """Return whom an operation is like and in what, the most alike first, and where it is not."""
    like: dict[str, list[str]] = {}
    others = {a: pair for a in ASPECTS if (pair := answer.nearest(operation, a))}
    for aspect, (other, alike) in sorted(others.items(), key=lambda each: -each[1][1].value):
        if _level(alike.value):
            like.setdefault(other.short, []).append(ASPECTS[aspect].word)
    apart = [
        ASPECTS[aspect].word for aspect, (_, alike) in others.items() if not _level(alike.value)
    ]
    nowhere = f"Little in common with any other in {listed(apart)}." if apart else ""
    lines = [f"Like **{name}** in {listed(aspects)}." for name, aspects in like.items()]
    return (*lines[: MOST_LINES - 1], *filter(None, [nowhere]))


def _line(answer: SimilarityAnswer, operation: Operation, aspect: str) -> str:
    """Say whom an operation is most like in one aspect, and by what."""
    name = ASPECTS[aspect].word.capitalize()
    nearest = answer.nearest(operation, aspect)
    if nearest is None:
        return f"{name}: **not known**. {_why(answer, operation, aspect)}"
    other, alike = nearest
    if not alike.shared:
        return f"{name}: nothing in common with any other in view"
    most = f"most like {other.short} (**{style.ratio(alike.value)}**)"
    return f"{name}: {most}: {_shared(aspect, alike)}"


def _why(answer: SimilarityAnswer, operation: Operation, aspect: str) -> str:
    others = [other for other in answer.operations if other != operation]
    return answer.similarity(operation, others[0], aspect).basis if others else ""


def _shared(aspect: str, alike: Similarity) -> str:
    named = map(untrusted.isolated, alike.shared) if aspect in ITEMS else alike.shared
    return ", ".join(named)


def table(answer: SimilarityAnswer) -> Table:
    names = {o.slug: o.short for o in answer.operations}
    body = [
        [
            names[a],
            names[b],
            ASPECTS[aspect].word,
            style.ratio(alike.value),
            _shared(aspect, alike) if alike.is_known else alike.basis,
        ]
        for (a, b), aspects in answer.pairs.items()
        for aspect, alike in aspects.items()
    ]
    head = ("Operation", "Other", "Aspect", "Similarity", "What they share most")
    return Table("How alike every two operations are", head, body)
