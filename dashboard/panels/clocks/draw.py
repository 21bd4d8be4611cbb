"""Draw how well each offset and each country's calendar fits: the two aims above one another."""

from typing import Any

import numpy as np

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.clocks.clock_fits import OFFSETS
from dashboard.panels.clocks.measure import ConsistentAnswer, Found, atlas_of
from dashboard.panels.layout import Rows, axes, placed, reach, title
from dashboard.panels.panel import drawable
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World

CLOCKS, BETWEEN, ROW, FOOT = 84, 44, 15, 8  # px
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
    drawn, above = placed(answer, look)
    order, rows = _rows(answer.world)
    body = CLOCKS + BETWEEN + rows.height
    grid = style.Grid.of(len(drawn), look, above, body, FOOT + BETWEEN, 0)
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
        figure["layout"] |= place.clock_axes(top) | place.calendar_axes(rows)
        figure["data"] += [place.clocks(found), place.calendars(found, order, rows)]
        figure["layout"]["shapes"].append(place.nothing(rows))
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


@kept(8)
def _rows(world: World) -> tuple[list[int], Rows]:
    """Return the places of the countries among the calendars, and their rows, as in a lexicon."""
    countries, slugs = world.catalogue.countries, atlas_of(world).calendars.slugs
    names = [countries[slug].short or countries[slug].name for slug in slugs]
    order = sorted(range(len(names)), key=names.__getitem__)
    return order, Rows(tuple(style.plain(names[place]) for place in order), ROW)


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
        self.one, self.two = 2 * number - 1, 2 * number

    def clock_axes(self, top: float) -> dict[str, Any]:
        x, y = axes(self.grid, self.number, self.drawn, self.one, 0, CLOCKS)
        up = {"range": [0, 1.05 * top], "tickformat": ".0%", "nticks": 3}
        return {axis_key("x", self.one): x | OFFSET_TICKS, axis_key("y", self.one): y | up}

    def calendar_axes(self, rows: Rows) -> dict[str, Any]:
        below = CLOCKS + BETWEEN
        x, y = axes(self.grid, self.number, self.drawn, self.two, below, rows.height)
        return {axis_key("x", self.two): x | SCORE_TICKS, axis_key("y", self.two): y | rows.axis}

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

    def calendars(self, found: Found, order: list[int], rows: Rows) -> dict[str, Any]:
        """Return a dot a country with its interval: filled where its calendar fits the posts."""
        calendars = found.tested.calendars
        score, low, high = drawable(calendars.score)[:, order].round(4)
        above, below = np.subtract([high, score], [score, low]).round(4).tolist()
        fits = calendars.fits[order].tolist()
        edge = {"width": 1.2, "color": self.colour}
        paper = self.look.palette.paper
        axes = {"xaxis": axis_name("x", self.two), "yaxis": axis_name("y", self.two)}
        dots = {
            "type": "scatter",
            "mode": "markers",
            "x": score.tolist(),
            "y": rows.middles,
            "error_x": reach(above, below, self.look),
            "marker": {
                "size": 8,
                "color": [self.colour if fit else paper for fit in fits],
                "line": edge,
            },
            "hovertemplate": "%{x:.2f}<extra></extra>",
        }
        return dots | axes

    def nothing(self, rows: Rows) -> dict[str, Any]:
        """Return the line of calendars that posts neither follow nor avoid."""
        line = {"color": self.look.palette.hairline, "width": 1}
        place = {"xref": axis_name("x", self.two), "yref": axis_name("y", self.two)}
        ends = {"x0": 0, "x1": 0, "y0": 0, "y1": rows.height}
        return {"type": "line", "layer": "below", "line": line} | place | ends
