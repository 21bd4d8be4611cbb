"""Draw the distance between every two operations as a dot with its interval, on one scale."""

from typing import Any

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key
from dashboard.panels.distances.measure import DistancesAnswer
from dashboard.panels.distances.say import scale_end
from dashboard.panels.layout import Rows, grid_of, label, on_axes, reach, subplots
from dashboard.snapshot.source import Ends

FOOT = 26  # px
NUMBERS = 1.3  # times the scale: where the numbers stand at the right


def draw(answer: DistancesAnswer, look: Look) -> Figure | None:
    """Draw a matrix: operations beneath each other and side by side, all on one scale from 0."""
    if not answer.known:
        return None
    rows = Rows(tuple(map(label, answer.known)))
    grid = grid_of(answer, look, rows.height, FOOT)
    figure = grid.figure(look)
    end = scale_end(answer)
    scale: dict[str, Any] = {"range": [0, NUMBERS * end], "tickvals": [0, end / 2, end]}
    scale |= {"zeroline": True, "zerolinecolor": look.palette.hairline}
    slugs = [operation.slug for operation in answer.known]
    for subplot in subplots(figure, grid, answer, look, slugs):
        number = subplot.number
        x, y = subplot.axes(number, 0, grid.body)
        figure["layout"] |= {axis_key("x", number): x | scale, axis_key("y", number): y | rows.axis}
        distances = answer.ends[subplot.operation.slug]
        intervals = [distances.get(slug) for slug in slugs]
        figure["data"] += [
            _dots(intervals, rows, subplot.colour, look) | on_axes(number),
            _numbers(intervals, rows, end, look) | on_axes(number),
        ]
    return figure


def _dots(intervals: list[Ends | None], rows: Rows, colour: str, look: Look) -> dict[str, Any]:
    """Return a dot a row at its distance, with its interval; none beside itself."""
    pairs = zip(rows.middles, intervals, strict=True)
    drawn = [(row, ends) for row, ends in pairs if ends and ends[0] == ends[0]]
    lines = [(at, low, high) if low == low else (at, at, at) for _, (at, low, high) in drawn]
    above = [round(high - at, 4) for at, _, high in lines]
    below = [round(at - low, 4) for at, low, _ in lines]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(at, 4) for at, *_ in lines],
        "y": [row for row, _ in drawn],
        "error_x": reach(above, below, look, thickness=1.5, cap=3),
        "marker": {"size": 9, "color": colour},
        "hoverinfo": "skip",
    }


def _numbers(intervals: list[Ends | None], rows: Rows, end: float, look: Look) -> dict[str, Any]:
    """Return the distances as texts at the right of the scale."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [NUMBERS * end] * len(intervals),
        "y": rows.middles,
        "text": [style.ratio(ends[0]) if ends else "–" for ends in intervals],
        "textposition": "middle left",
        "textfont": {"color": look.palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
