"""Draw the distance between every two operations as a dot with its interval, on one scale."""

from typing import Any

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.distances.measure import ApartAnswer
from dashboard.panels.distances.say import scale_end
from dashboard.panels.layout import Rows, axes, label, placed, reach, title
from dashboard.snapshot.source import Ends

FOOT = 26  # px
NUMBERS = 1.3  # times the scale: where the numbers stand at the right


def draw(answer: ApartAnswer, look: Look) -> Figure | None:
    """Draw a matrix: operations beneath each other and side by side, all on one scale from 0."""
    if not answer.known:
        return None
    drawn, above = placed(answer, look)
    rows = Rows(tuple(map(label, answer.known)))
    grid = style.Grid.of(len(drawn), look, above, rows.height, FOOT, 0)
    figure = grid.figure(look)
    numbers = tuple(n for n, o in enumerate(drawn, start=1) if o in answer.known)
    end = scale_end(answer)
    scale: dict[str, Any] = {"range": [0, NUMBERS * end], "tickvals": [0, end / 2, end]}
    scale |= {"zeroline": True, "zerolinecolor": look.palette.hairline}
    for number in numbers:
        operation = drawn[number - 1]
        colour = look.palette.operations[answer.operations.index(operation)]
        x, y = axes(grid, number, numbers, number, 0, grid.body)
        figure["layout"] |= {axis_key("x", number): x | scale, axis_key("y", number): y | rows.axis}
        place = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
        told = [answer.apart_from(operation.slug).get(o.slug) for o in answer.known]
        figure["data"] += [
            _dots(told, rows, colour, look) | place,
            _numbers(told, rows, end, look) | place,
        ]
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _dots(told: list[Ends | None], rows: Rows, colour: str, look: Look) -> dict[str, Any]:
    """Return a dot a row at its distance, with its interval; none beside itself."""
    pairs = zip(rows.middles, told, strict=True)
    drawn = [(row, ends) for row, ends in pairs if ends and ends[0] == ends[0]]
    known = [(at, low, high) if low == low else (at, at, at) for _, (at, low, high) in drawn]
    above = [round(high - at, 4) for at, _, high in known]
    below = [round(at - low, 4) for at, low, _ in known]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(at, 4) for at, *_ in known],
        "y": [row for row, _ in drawn],
        "error_x": reach(above, below, look, thickness=1.5, cap=3),
        "marker": {"size": 9, "color": colour},
        "hoverinfo": "skip",
    }


def _numbers(told: list[Ends | None], rows: Rows, end: float, look: Look) -> dict[str, Any]:
    """Return the distances as texts at the right of the scale."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [NUMBERS * end] * len(told),
        "y": rows.middles,
        "text": [style.ratio(ends[0]) if ends else "–" for ends in told],
        "textposition": "middle left",
        "textfont": {"size": 12, "color": look.palette.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
