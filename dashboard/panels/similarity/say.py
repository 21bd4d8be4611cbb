"""Likeness in words: each aspect with a number of its own, and why one is not known."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style, untrusted
from dashboard.panels.panel import Cell, Table, credited, dated_parts, headline, sentences
from dashboard.panels.similarity.measure import ASPECTS, ITEMS, Similarity, SimilarityAnswer
from dashboard.snapshot.asking import cited_posts


def say(answer: SimilarityAnswer) -> str:
    """Say of each aspect which two operations are most alike."""
    parts = []
    for aspect in ASPECTS:
        pairs = [(o, *nearest) for o in answer.known if (nearest := answer.nearest(o, aspect))]
        if pairs:
            operation, other, alike = max(pairs, key=lambda pair: pair[2].value)
            value = f"**{style.ratio(alike.value)}**"
            parts.append(f"in {aspect} {operation.short} and {other.short} ({value})")
    return headline(answer, "Most alike", parts, "")


def unit(answer: SimilarityAnswer) -> str:
    rhythm = (
        "Rhythm: the week, as the distance of two weeks compares it, less what chance adds."
        if answer.world.current_rules
        else "Rhythm: always the 168 hours of the week, with what chance adds to their difference, "
        "which the distance of their weeks leaves out."
    )
    return (
        "1 = the same distribution, 0 = nothing in common (1 less the Jensen-Shannon distance). "
        "The aspects are not added up: no number says how alike two operations are in all. "
        f"{sentences(rhythm, dated_parts(answer))} Themes: uses of themes. Hashtags, domains and "
        "clients: uses of those that are counted. Languages: posts whose language is stated."
    )


def cell(answer: SimilarityAnswer, operation: Operation) -> Cell:
    lines = [_line(answer, operation, aspect) for aspect in ASPECTS]
    cites = bool(cited_posts(answer.world, operation))
    return Cell(operation, tuple(lines), sources=credited(answer, operation, cites))


def _line(answer: SimilarityAnswer, operation: Operation, aspect: str) -> str:
    """Say whom an operation is most like in one aspect, and by what."""
    name = aspect.capitalize()
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
            aspect,
            style.ratio(alike.value),
            _shared(aspect, alike) if alike.is_known else alike.basis,
        ]
        for (a, b), aspects in answer.pairs.items()
        for aspect, alike in aspects.items()
    ]
    head = ("Operation", "Other", "Aspect", "Similarity", "What they share most")
    return Table("How alike every two operations are", head, body)
