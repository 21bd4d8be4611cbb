"""Alike or not? Every two operations, each aspect with a number of its own, never added up."""

from typing import Any

from dashboard.catalogue.releases import Operation
from dashboard.look import style, untrusted
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.measures.similarity import ASPECTS, ITEMS, Alike, SimilarityAnswer, similarity
from dashboard.panels.layout import Rows, axes, label, placed, title
from dashboard.panels.panel import (
    Cell,
    Panel,
    Table,
    columns,
    credited,
    listed,
    not_known,
    sentences,
)

BAR, FOOT = 14, 8  # px

Row = tuple[str, Operation | None]  # an aspect, and the other operation; None = its heading


def matrix(answer: SimilarityAnswer) -> list[Row]:
    """Return the rows of all columns: under each aspect every operation."""
    return [(aspect, other) for aspect in ASPECTS for other in (None, *answer.known)]


def draw(answer: SimilarityAnswer, look: Look) -> Figure | None:
    """Draw a matrix an aspect: operations beneath each other and side by side, bars from 0 to 1."""
    if not answer.known:
        return None
    every = matrix(answer)
    rows = Rows(tuple(f"<b>{a.capitalize()}</b>" if o is None else label(o) for a, o in every))
    drawn, above = placed(answer, look)
    grid = style.Grid.of(len(drawn), look, above, rows.height, 12 if above else 0, FOOT)
    figure = grid.figure(look)
    inked = {"size": 12, "color": look.palette.ink}
    known = tuple(n for n, o in enumerate(drawn, start=1) if o in answer.known)
    for number, operation in enumerate(drawn, start=1):
        if operation not in answer.known:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        place = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
        figure["data"].append(_bars(answer, operation, every, rows, colour, look) | place)
        x, y = axes(grid, number, known, number, 0, grid.body)
        figure["layout"] |= {
            axis_key("x", number): x | {"range": [0, 1.3], "showticklabels": False},
            axis_key("y", number): y | rows.axis | {"tickfont": inked},
        }
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _bars(
    answer: SimilarityAnswer,
    operation: Operation,
    every: list[Row],
    rows: Rows,
    colour: str,
    look: Look,
) -> dict[str, Any]:
    """Return the trace of one column; an operation beside itself is left blank."""
    told = [_between(answer, operation, aspect, other) for aspect, other in every]
    values = [alike.value if alike and alike.known else 0.0 for alike in told]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(value, 4) for value in values],
        "y": rows.middles,
        "width": BAR,
        "text": ["" if alike is None else style.ratio(alike.value) for alike in told],
        "textposition": "outside",
        "textfont": {
            "color": [look.palette.ink if value else look.palette.quiet for value in values],
            "size": 12,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": colour},
    }


def _between(
    answer: SimilarityAnswer, operation: Operation, aspect: str, other: Operation | None
) -> Alike | None:
    if other is None or other == operation:
        return None
    return answer.between(operation.slug, other.slug)[aspect]


def _others(
    answer: SimilarityAnswer, operation: Operation, aspect: str
) -> list[tuple[Operation, Alike]]:
    """Return the other operations whose likeness is known, the most alike first."""
    every = [(other, _between(answer, operation, aspect, other)) for other in answer.known]
    known = [(other, alike) for other, alike in every if alike is not None and alike.known]
    return sorted(known, key=lambda pair: -pair[1].value)


def say(answer: SimilarityAnswer) -> str:
    """Say of each aspect which two operations are most alike."""
    told = []
    for aspect in ASPECTS:
        pairs = [(o, *most) for o in answer.known for most in _others(answer, o, aspect)[:1]]
        if pairs:
            one, other, alike = max(pairs, key=lambda pair: pair[2].value)
            value = f"**{style.ratio(alike.value)}**"
            told.append(f"in {aspect} {one.short} and {other.short} ({value})")
    if not told:
        return not_known(answer)
    return sentences(f"Most alike: {listed(told)}.", not_known(answer))


def unit(answer: SimilarityAnswer) -> str:
    return (
        "1 = the same distribution, 0 = nothing in common (1 less the Jensen-Shannon distance). "
        "The aspects are not added up: no number says how alike two operations are in all. Rhythm: "
        "always the 168 hours of the week, with what chance adds to their difference, which the "
        "distance of their weeks leaves out. Themes: uses of themes. Hashtags, domains and "
        "clients: uses of those that are counted. Languages: posts whose language is stated."
    )


def cells(answer: SimilarityAnswer) -> list[Cell]:
    return columns(answer, "alike", lambda o: _cell(answer, o))


def _cell(answer: SimilarityAnswer, operation: Operation) -> Cell:
    lines = [_line(answer, operation, aspect) for aspect in ASPECTS]
    cites = bool(answer.world.cited_of(operation.slug))
    return Cell(operation, tuple(lines), sources=credited(answer, operation, cites))


def _line(answer: SimilarityAnswer, operation: Operation, aspect: str) -> str:
    """Say whom an operation is most like in one aspect, and by what."""
    name = aspect.capitalize()
    others = _others(answer, operation, aspect)
    if not others:
        return f"{name}: **not known**. {_why(answer, operation, aspect)}"
    other, alike = others[0]
    if not alike.shared:
        return f"{name}: nothing in common with any other in view"
    most = f"most like {other.short} (**{style.ratio(alike.value)}**)"
    return f"{name}: {most}: {_shared(aspect, alike)}"


def _why(answer: SimilarityAnswer, operation: Operation, aspect: str) -> str:
    every = [_between(answer, operation, aspect, other) for other in answer.operations]
    return next((alike.basis for alike in every if alike), "")


def _shared(aspect: str, alike: Alike) -> str:
    named = map(untrusted.isolated, alike.shared) if aspect in ITEMS else alike.shared
    return ", ".join(named)


def table(answer: SimilarityAnswer) -> Table:
    names = {o.slug: o.short for o in answer.operations}
    body = [
        [
            names[one],
            names[other],
            aspect,
            style.ratio(alike.value),
            _shared(aspect, alike) if alike.known else alike.basis,
        ]
        for (one, other), aspects in answer.pairs.items()
        for aspect, alike in aspects.items()
    ]
    head = ("Operation", "Other", "Aspect", "Similarity", "What they share most")
    return Table("How alike every two operations are", head, body)


PANEL = Panel(
    "alike",
    "Alike or not?",
    ("similarity", "clients"),
    similarity,
    draw,
    say,
    unit,
    cells,
    table,
    compares=True,
    method="alike",
)
