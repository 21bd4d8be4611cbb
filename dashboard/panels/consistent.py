"""Whose clock and whose week would fit? Every offset and every country's calendar, tried."""

from functools import lru_cache
from typing import Any

import numpy as np

from dashboard import style
from dashboard.measures.consistent import ConsistentAnswer, Found, consistent
from dashboard.measures.offsets import OFFSETS
from dashboard.measures.world import World
from dashboard.panels.consistentwords import cells, explain, say, table, unit
from dashboard.panels.panel import Panel, drawable
from dashboard.releases import Operation
from dashboard.style import Figure, Look, axis_key, axis_name

TITLE, CLOCKS, BETWEEN, ROW, FOOT = 26, 84, 44, 15, 8  # px
NARROW = 128  # px: left of the figure where operations stand beneath each other
HOURS = [offset / 2 for offset in OFFSETS.tolist()]
OFFSET_TICKS = {
    "range": [-12.4, 14.4],
    "tickvals": (-12, -6, 0, 6, 12),
    "ticktext": ("-12", "-6", "UTC", "+6", "+12"),
    "tickangle": 0,
}
SCORE_TICKS = {
    "range": [-0.35, 0.8],
    "tickvals": [0, 0.5],
    "ticktext": ["0", "0.5"],
    "tickangle": 0,
}


def draw(answer: ConsistentAnswer, look: Look) -> Figure | None:
    """Draw for each operation the share at every offset, and the score of every calendar."""
    if not answer.found:
        return None
    in_place = look.in_place(len(answer.operations))
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    order, names = _names(answer.world)
    others = list(answer.known) if len(answer.known) > 1 else []
    body = CLOCKS + BETWEEN + ROW * len(names) + (BETWEEN + ROW * len(others) if others else 0)
    grid = style.Grid.of(len(drawn), look, title, body, FOOT + (0 if others else BETWEEN), 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    figure["layout"] |= {"barmode": "overlay", "bargap": 0.15}
    numbers = tuple(n for n, o in enumerate(drawn, start=1) if o.slug in answer.found)
    top = max(float(f.tested.clocks.share.estimate.max()) for f in answer.found.values())
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in answer.found:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        found = answer.found[operation.slug]
        place = _Place(grid, number, numbers, look, colour)
        figure["layout"] |= place.clock_axes(top) | place.calendar_axes(names)
        figure["data"] += [place.clocks(found), place.calendars(found, order)]
        figure["layout"]["shapes"].append(place.nothing(len(names)))
        if others:
            below = CLOCKS + 2 * BETWEEN + ROW * len(names)
            figure["layout"] |= place.distance_axes(below, tuple(o.short for o in others))
            figure["data"].append(place.distances(answer, operation.slug, others))
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


@lru_cache(maxsize=8)
def _names(world: World) -> tuple[list[int], tuple[str, ...]]:
    """Return the places of the countries among the calendars, and their names, as in a lexicon."""
    countries = world.catalogue.countries
    names = [countries[slug].short or countries[slug].name for slug in world.atlas.calendars.slugs]
    order = sorted(range(len(names)), key=names.__getitem__)
    return order, tuple(names[place] for place in order)


class _Place:
    """One operation's part of the figure: its clocks above, its calendars below."""

    def __init__(
        self, grid: style.Grid, number: int, drawn: tuple[int, ...], look: Look, colour: str
    ) -> None:
        self.grid, self.number, self.drawn, self.look, self.colour = (
            grid,
            number,
            drawn,
            look,
            colour,
        )
        self.one, self.two, self.three = 3 * number - 2, 3 * number - 1, 3 * number

    def clock_axes(self, top: float) -> dict[str, Any]:
        x, y = _axes(self.grid, self.number, self.drawn, self.one, 0, CLOCKS)
        up = {"range": [0, 1.05 * top], "tickformat": ".0%", "nticks": 3}
        return {axis_key("x", self.one): x | OFFSET_TICKS, axis_key("y", self.one): y | up}

    def calendar_axes(self, names: tuple[str, ...]) -> dict[str, Any]:
        return self._rows(self.two, CLOCKS + BETWEEN, names, SCORE_TICKS)

    def distance_axes(self, below: int, names: tuple[str, ...]) -> dict[str, Any]:
        return self._rows(self.three, below, names, {"range": [0, 1], "showticklabels": False})

    def _rows(
        self, which: int, below: int, names: tuple[str, ...], across: dict[str, Any]
    ) -> dict[str, Any]:
        """Return axes with a named row for each of `names`."""
        x, y = _axes(self.grid, self.number, self.drawn, which, below, ROW * len(names))
        return {axis_key("x", which): x | across, axis_key("y", which): y | _rows(names)}

    def clocks(self, found: Found) -> dict[str, Any]:
        """Return a bar an offset, pale where it fits the posts less than chance allows."""
        clocks = found.tested.clocks
        pale = self.look.palette.hairline
        return {
            "type": "bar",
            "x": HOURS,
            "y": drawable(clocks.share)[0].round(4).tolist(),
            "width": 0.42,
            "marker": {"color": [self.colour if fit else pale for fit in clocks.fits.tolist()]},
            "hovertemplate": "UTC%{x:+}: %{y:.1%}<extra></extra>",
            "xaxis": axis_name("x", self.one),
            "yaxis": axis_name("y", self.one),
        }

    def calendars(self, found: Found, order: list[int]) -> dict[str, Any]:
        """Return a dot a country with its interval: filled where its calendar fits the posts."""
        told = found.tested.calendars
        score, low, high = drawable(told.score)[:, order].round(4)
        above, below = np.subtract([high, score], [score, low]).round(4).tolist()
        fits = told.fits[order].tolist()
        edge = {"width": 1.2, "color": self.colour}
        paper = self.look.palette.paper
        axes = {"xaxis": axis_name("x", self.two), "yaxis": axis_name("y", self.two)}
        reach = {
            "type": "data",
            "symmetric": False,
            "array": above,
            "arrayminus": below,
            "thickness": 1,
            "width": 0,
            "color": self.look.palette.quiet,
        }
        dots = {
            "type": "scatter",
            "mode": "markers",
            "x": score.tolist(),
            "y": [*range(len(order))],
            "error_x": reach,
            "marker": {
                "size": 8,
                "color": [self.colour if fit else paper for fit in fits],
                "line": edge,
            },
            "hovertemplate": "%{x:.2f}<extra></extra>",
        }
        return dots | axes

    def distances(
        self, answer: ConsistentAnswer, slug: str, others: list[Operation]
    ) -> dict[str, Any]:
        """Return one column of the matrix of distances, in numbers."""
        apart = answer.apart_from(slug)
        told = [_spelled(apart[o.slug]) if o.slug in apart else "–" for o in others]
        return {
            "type": "scatter",
            "mode": "text",
            "x": [0] * len(others),
            "y": [*range(len(others))],
            "text": told,
            "textposition": "middle right",
            "textfont": {"size": 12},
            "cliponaxis": False,
            "hoverinfo": "skip",
            "xaxis": axis_name("x", self.three),
            "yaxis": axis_name("y", self.three),
        }

    def nothing(self, rows: int) -> dict[str, Any]:
        """Return the line of calendars that posts neither follow nor avoid."""
        line = {"color": self.look.palette.hairline, "width": 1}
        place = {"xref": axis_name("x", self.two), "yref": axis_name("y", self.two)}
        ends = {"x0": 0, "x1": 0, "y0": -0.5, "y1": rows - 0.5}
        return {"type": "line", "layer": "below", "line": line} | place | ends


@lru_cache(maxsize=256)
def _axes(
    grid: style.Grid, number: int, drawn: tuple[int, ...], which: int, below: int, tall: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return where the axes of one part of an operation's figure lie."""
    left, right, low, high = grid.domain(number, below, tall)
    labels = grid.labels(number, drawn, axis_name("x", which))
    x = {"domain": [left, right], "anchor": axis_name("y", which)}
    return x, {"domain": [low, high], **labels}


@lru_cache(maxsize=64)
def _rows(names: tuple[str, ...]) -> dict[str, Any]:
    """Return what names the rows of an axis, the first one on top."""
    count, texts = len(names), [style.plain(name) for name in names]
    return {"range": [count - 0.5, -0.5], "tickvals": [*range(count)], "ticktext": texts}


def _spelled(ends: tuple[float, float, float]) -> str:
    return f"distance <b>{style.ratio(ends[0])}</b>{style.ends(ends)}"


PANEL = Panel(
    "consistent",
    "Whose clock and whose week would fit?",
    ("rhythm-tests",),
    consistent,
    draw,
    say,
    unit,
    cells,
    table,
    explain,
    method="rhythm-tests",
)
