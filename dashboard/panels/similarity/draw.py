"""Draw how alike every two operations are: a row for each aspect, never added up."""

from typing import Any

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import Rows, axes, label, placed, title
from dashboard.panels.similarity.measure import ASPECTS, Alike, SimilarityAnswer

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
