"""Draw how well each offset and each country's calendar fits: the two aims above one another."""

from typing import Any

import numpy as np

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.clocks.calendar_fits import CalendarFits
from dashboard.panels.clocks.clock_fits import OFFSETS
from dashboard.panels.clocks.measure import Assessment, ConsistentAnswer, atlas_of
from dashboard.panels.layout import (
    Rows,
    Subplot,
    blank_figure,
    grid_of,
    on_axes,
    reach,
    subplots,
    thin_line,
)
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
    if not answer.assessments:
        return None
    order, rows = _rows(answer.world)
    grid = grid_of(answer, look, CLOCKS + BETWEEN + rows.height, FOOT + BETWEEN)
    figure = blank_figure(grid, look, NARROW)
    figure["layout"] |= {"barmode": "overlay", "bargap": 0.15}
    top = max(float(t.clocks.shares.estimate.max()) for t in answer.assessments.values())
    top = max([top, *map(max, answer.beside.values())])
    for subplot in subplots(figure, grid, answer, look, answer.assessments):
        tests = answer.assessments[subplot.operation.slug]
        first, second = 2 * subplot.number - 1, 2 * subplot.number
        figure["layout"] |= _clock_axes(subplot, first, top) | _calendar_axes(subplot, second, rows)
        figure["data"] += [
            _clocks(tests, subplot) | on_axes(first),
            _calendars(tests.calendars, subplot, order, rows) | on_axes(second),
        ]
        if beside := answer.beside.get(subplot.operation.slug):
            lines = thin_line(HOURS, np.round(beside, 4).tolist(), look)
            figure["data"] += [line | on_axes(first) for line in lines]
        figure["layout"]["shapes"].append(_zero_line(look, second, rows))
    return figure


@kept(8)
def _rows(world: World) -> tuple[list[int], Rows]:
    """Return the places of the countries among the calendars, and their rows, as in a lexicon."""
    countries, slugs = world.catalogue.countries, atlas_of(world).calendars.slugs
    names = [countries[slug].short or countries[slug].name for slug in slugs]
    order = sorted(range(len(names)), key=names.__getitem__)
    return order, Rows(tuple(style.plain(names[place]) for place in order), ROW)


def _clock_axes(subplot: Subplot, which: int, top: float) -> Figure:
    x, y = subplot.axes(which, 0, CLOCKS)
    up = {"range": [0, 1.05 * top], "tickformat": ".0%", "nticks": 3}
    return {axis_key("x", which): x | OFFSET_TICKS, axis_key("y", which): y | up}


def _calendar_axes(subplot: Subplot, which: int, rows: Rows) -> Figure:
    x, y = subplot.axes(which, CLOCKS + BETWEEN, rows.height)
    return {axis_key("x", which): x | SCORE_TICKS, axis_key("y", which): y | rows.axis}


def _clocks(tests: Assessment, subplot: Subplot) -> dict[str, Any]:
    """Return a bar an offset, pale where it fits the posts less than chance allows.

    All are pale where no working day is to be seen on any clock.
    """
    clocks, colours = tests.clocks, (subplot.look.palette.hairline, subplot.colour)
    fits = clocks.fits & bool(tests.sees_working_day)
    return {
        "type": "bar",
        "x": HOURS,
        "y": drawable(clocks.shares)[0].round(4).tolist(),
        "width": 0.42,
        "marker": {"color": [colours[fit] for fit in fits.tolist()]},
        "hovertemplate": "UTC%{x:+}: %{y:.1%}<extra></extra>",
    }


def _calendars(
    calendars: CalendarFits, subplot: Subplot, order: list[int], rows: Rows
) -> dict[str, Any]:
    """Return a dot a country with its interval: filled where its calendar fits the posts."""
    score, low, high = drawable(calendars.scores)[:, order].round(4)
    above, below = np.subtract([high, score], [score, low]).round(4).tolist()
    colours = (subplot.look.palette.paper, subplot.colour)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": score.tolist(),
        "y": rows.middles,
        "error_x": reach(above, below, subplot.look),
        "marker": {
            "size": 8,
            "color": [colours[fit] for fit in calendars.fits[order].tolist()],
            "line": {"width": 1.2, "color": subplot.colour},
        },
        "hovertemplate": "%{x:.2f}<extra></extra>",
    }


def _zero_line(look: Look, which: int, rows: Rows) -> dict[str, Any]:
    """Return the line at a score of 0: a calendar that posts neither follow nor avoid."""
    line = {"color": look.palette.hairline, "width": 1}
    place = {"xref": axis_name("x", which), "yref": axis_name("y", which)}
    ends = {"x0": 0, "x1": 0, "y0": 0, "y1": rows.height}
    return {"type": "line", "layer": "below", "line": line} | place | ends
