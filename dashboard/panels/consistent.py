"""Whose clock and whose week would fit? Every offset and every country's calendar, tried."""

from typing import Any

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
TICKS = (-12, -6, 0, 6, 12)


def draw(answer: ConsistentAnswer, look: Look) -> Figure | None:
    """Draw for each operation the share at every offset, and the score of every calendar."""
    if not answer.found:
        return None
    in_place = look.in_place(len(answer.operations))
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    names = _names(answer.world)
    others = list(answer.known) if len(answer.known) > 1 else []
    body = CLOCKS + BETWEEN + ROW * len(names) + (BETWEEN + ROW * len(others) if others else 0)
    grid = style.Grid.of(len(drawn), look, title, body, FOOT + (0 if others else BETWEEN), 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    figure["layout"] |= {"barmode": "overlay", "bargap": 0.15}
    numbers = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.found]
    top = max(float(f.tested.clocks.share.estimate.max()) for f in answer.found.values())
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in answer.found:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        found = answer.found[operation.slug]
        place = _Place(grid, number, numbers, look, colour)
        figure["layout"] |= place.clock_axes(top) | place.calendar_axes(names)
        figure["data"] += [place.clocks(found), *place.calendars(found, names)]
        figure["layout"]["shapes"].append(place.nothing(len(names)))
        if others:
            below = CLOCKS + 2 * BETWEEN + ROW * len(names)
            figure["layout"] |= place.distance_axes(below, [o.short for o in others])
            figure["data"].append(place.distances(answer, operation.slug, others))
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


def _names(world: World) -> list[tuple[int, str]]:
    """Return the place of each country among the calendars, and its name, in alphabetical order."""
    countries = world.catalogue.countries
    names = [countries[slug].short or countries[slug].name for slug in world.atlas.calendars.slugs]
    return sorted(enumerate(names), key=lambda pair: pair[1])


class _Place:
    """One operation's part of the figure: its clocks above, its calendars below."""

    def __init__(
        self, grid: style.Grid, number: int, drawn: list[int], look: Look, colour: str
    ) -> None:
        self.grid, self.number, self.drawn, self.look, self.colour = (
            grid,
            number,
            drawn,
            look,
            colour,
        )
        self.one, self.two, self.three = 3 * number - 2, 3 * number - 1, 3 * number

    def _axes(self, which: int, below: int, tall: int, x: dict[str, Any], y: dict[str, Any]) -> Any:
        left, right, low, high = self.grid.domain(self.number, below, tall)
        labels = self.grid.labels(self.number, self.drawn, axis_name("x", which))
        return {
            axis_key("x", which): {"domain": [left, right], "anchor": axis_name("y", which), **x},
            axis_key("y", which): {"domain": [low, high], **labels, **y},
        }

    def clock_axes(self, top: float) -> dict[str, Any]:
        ticks = [f"{hours:+d}" if hours else "UTC" for hours in TICKS]
        x = {"range": [-12.4, 14.4], "tickvals": TICKS, "ticktext": ticks, "tickangle": 0}
        y = {"range": [0, 1.05 * top], "tickformat": ".0%", "nticks": 3}
        return dict(self._axes(self.one, 0, CLOCKS, x, y))

    def calendar_axes(self, names: list[tuple[int, str]]) -> dict[str, Any]:
        x = {"range": [-0.35, 0.8], "tickvals": [0, 0.5], "ticktext": ["0", "0.5"], "tickangle": 0}
        texts = [style.plain(name) for _, name in names]
        y = {"range": [len(names) - 0.5, -0.5], "tickvals": [*range(len(names))], "ticktext": texts}
        return dict(self._axes(self.two, CLOCKS + BETWEEN, ROW * len(names), x, y))

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

    def calendars(self, found: Found, names: list[tuple[int, str]]) -> list[dict[str, Any]]:
        """Return a dot a country with its interval: filled where its calendar fits the posts."""
        told = found.tested.calendars
        order = [place for place, _ in names]
        score, low, high = (end[order].round(4).tolist() for end in drawable(told.score))
        fits = told.fits[order].tolist()
        edge = {"width": 1.2, "color": self.colour}
        paper = self.look.palette.paper
        axes = {"xaxis": axis_name("x", self.two), "yaxis": axis_name("y", self.two)}
        reach = {
            "type": "data",
            "symmetric": False,
            "array": [round(b - a, 4) for a, b in zip(score, high, strict=True)],
            "arrayminus": [round(a - b, 4) for a, b in zip(score, low, strict=True)],
            "thickness": 1,
            "width": 0,
            "color": self.look.palette.quiet,
        }
        dots = {
            "type": "scatter",
            "mode": "markers",
            "x": score,
            "y": [*range(len(names))],
            "error_x": reach,
            "marker": {
                "size": 8,
                "color": [self.colour if fit else paper for fit in fits],
                "line": edge,
            },
            "hovertemplate": "%{x:.2f}<extra></extra>",
        }
        return [dots | axes]

    def distance_axes(self, below: int, names: list[str]) -> dict[str, Any]:
        x = {"range": [0, 1], "showticklabels": False}
        texts = [style.plain(name) for name in names]
        y = {"range": [len(names) - 0.5, -0.5], "tickvals": [*range(len(names))], "ticktext": texts}
        return dict(self._axes(self.three, below, ROW * len(names), x, y))

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
