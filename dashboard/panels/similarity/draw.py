"""Draw how alike every two operations are: a row for each aspect, never added up."""

from typing import Any

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key
from dashboard.panels.bars import bars, grid_of_bars, lengths_axis
from dashboard.panels.layout import Rows, Subplot, label, on_axes, subplots
from dashboard.panels.similarity.measure import ASPECTS, SimilarityAnswer

BAR = 14  # px
ROOM = 1.3  # where the axis ends: the longest bar is 1, and its number needs room

Row = tuple[str, Operation | None]  # an aspect, and the other operation; None = its heading


def matrix(answer: SimilarityAnswer) -> list[Row]:
    """Return the rows of all columns: under each aspect every operation."""
    return [(aspect, other) for aspect in ASPECTS for other in (None, *answer.known)]


def draw(answer: SimilarityAnswer, look: Look) -> Figure | None:
    """Draw a matrix an aspect: operations beneath each other and side by side, bars from 0 to 1."""
    if not answer.known:
        return None
    names = (
        f"<b>{ASPECTS[a].word.capitalize()}</b>" if o is None else label(o)
        for a, o in matrix(answer)
    )
    rows = Rows(tuple(names))
    grid = grid_of_bars(answer, look, rows.height)
    figure = grid.figure(look)
    inked = {"color": look.palette.ink}
    for subplot in subplots(figure, grid, answer, look, [o.slug for o in answer.known]):
        number = subplot.number
        figure["data"].append(_bars(answer, subplot, rows) | on_axes(number))
        x, y = subplot.axes(number, 0, grid.body)
        figure["layout"] |= {
            axis_key("x", number): lengths_axis(x, ROOM),
            axis_key("y", number): y | rows.axis | {"tickfont": inked},
        }
    return figure


def _bars(answer: SimilarityAnswer, subplot: Subplot, rows: Rows) -> dict[str, Any]:
    """Return the trace of one column; an operation beside itself is left blank."""
    operation = subplot.operation
    every = [
        answer.similarity(operation, other, aspect) if other not in (None, operation) else None
        for aspect, other in matrix(answer)
    ]
    lengths = [alike.value if alike and alike.is_known else 0.0 for alike in every]
    texts = ["" if alike is None else style.ratio(alike.value) for alike in every]
    place = {"x": [round(length, 4) for length in lengths], "y": rows.middles, "width": BAR}
    return bars(lengths, texts, subplot.look, place, {"color": subplot.colour})
