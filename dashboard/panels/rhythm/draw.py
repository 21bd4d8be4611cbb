"""Draw a week of 168 hours: a map of cells, its hours above, its weekdays at the right.

The cells are bars, not a heat map, so that they stay sharp in an exported picture.

All weeks of a figure share their scales and one legend.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import WEEKDAYS
from dashboard.look import colours, style
from dashboard.look.colours import Palette
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import (
    Subplot,
    blank_figure,
    grid_of,
    placed,
    reach,
    subplots,
    thin_line,
)
from dashboard.panels.panel import drawable, runs
from dashboard.panels.rhythm.measure import Rhythm, RhythmAnswer
from dashboard.panels.rhythm.office_hours import HOUR, WEEKDAY
from dashboard.panels.rhythm.say import has_audience, is_share
from dashboard.snapshot.baseline import Baseline
from dashboard.snapshot.shown import audience_hours, days_off, weekends

HOURS_OF_WEEK = [f"{day} {hour:02d}:00" for day in WEEKDAYS for hour in range(24)]
LEGEND_UP = 2  # px from the foot of the figure
LETTER = 7  # px: about how wide one of its title is


@dataclass(frozen=True, eq=False)
class DrawnWeek:
    """The shares or posts of one operation that are drawn."""

    cells: Any  # float64[7, 24]
    lines: Any  # float64[3, 31]: (estimate, low, high) of the hours, then of the weekdays
    is_few: bool
    counted: Any  # float64[7, 24]: posts, or the mean of the accounts' shares
    has_posts: bool
    baseline: Any = None  # float64[31]: what the lines are compared with, NaN = not by weekday

    @classmethod
    def of(cls, rhythm: Rhythm, per_cent: bool, baseline: Baseline | None) -> "DrawnWeek":
        times = 1 if per_cent else rhythm.posts
        total = rhythm.week.sum()
        cells = rhythm.week / total * times if total else rhythm.week
        beside = times * baseline.lines if baseline else None
        lines, has_posts = times * drawable(rhythm.shares.lines), rhythm.view.per == "post"
        return cls(cells, lines, rhythm.is_few, rhythm.week, has_posts, beside)

    def relative(self) -> "DrawnWeek":
        """Return the same with the operation's busiest cell, hour and day as 1."""
        hour, day = (self.lines[0, line].max() or 1 for line in (HOUR, WEEKDAY))
        most = np.repeat([hour, day], [24, 7])
        beside = None if self.baseline is None else self.baseline / most
        cells = self.cells / (self.cells.max() or 1)
        return replace(self, cells=cells, lines=self.lines / most, baseline=beside)

    def most(self, line: slice) -> float:
        """Return the most of the hours, or of the weekdays, that has to be drawn."""
        beside = [] if self.baseline is None else self.baseline[line]
        return float(np.nanmax([*self.lines[:, line].max(0), *beside]))

    @cached_property
    def hover_texts(self) -> list[str]:
        """Return for each hour "Mon 10:00: 1,234 posts, 1.25%"; of few posts whether there are any.

        Where accounts count alike no posts are known, and of few posts no share is stated.
        """
        shares = (self.counted / (self.counted.sum() or 1)).ravel().tolist()
        posts = [f"{n:,.0f} posts, " * self.has_posts for n in self.counted.ravel().tolist()]
        texts = [
            "no posts" if not share else "some posts" if self.is_few else f"{n}{share:.2%}"
            for n, share in zip(posts, shares, strict=True)
        ]
        return [f"{hour}: {text}" for hour, text in zip(HOURS_OF_WEEK, texts, strict=True)]

    @cached_property
    def bars(self) -> list[float]:
        return list(self.lines[0].round(6).tolist())

    @cached_property
    def whiskers(self) -> tuple[list[float], list[float]]:
        """Return how far each interval reaches above its bar, and below."""
        estimate, low, high = self.lines
        above, below = np.maximum([high - estimate, estimate - low], 0).round(6).tolist()
        return above, below


@dataclass(frozen=True)
class RhythmScales:
    """The largest cell, hour and weekday of all that share the scales."""

    per_cent: bool
    own: bool  # each operation on its own scales, from nothing to its most
    cell: float
    hour: float
    day: float

    @classmethod
    def of(cls, weeks: list[DrawnWeek], per_cent: bool, own: bool) -> "RhythmScales":
        weeks = [week for week in weeks if not week.is_few]
        cell = max((float(week.cells.max()) for week in weeks), default=0) or 1
        hour, day = (
            max((week.most(line) for week in weeks), default=0) or 1 for line in (HOUR, WEEKDAY)
        )
        return cls(per_cent, own, cell, hour, day)


def legend(scales: RhythmScales, look: Look, grid: style.Grid, number: int) -> dict[str, Any]:
    """Return a trace that shows nothing but the legend of the shades, below the map `number`."""
    text = " of posts in one hour of the week" if scales.per_cent else " posts in one hour"
    text = " of its own busiest hour: scales differ" if scales.own else text
    share = f"{{:.{0 if scales.own else 1}%}}" if scales.per_cent or scales.own else "{:,.0f}"
    title = f"0 to {share.format(scales.cell)}{text}"
    bar = {
        "orientation": "h",
        "thickness": 8,
        "lenmode": "pixels",
        "len": LETTER * len(title),  # plotly.js writes the title above the middle
        "x": grid.domain(number, 0, 0)[0],
        "xanchor": "left",
        "y": LEGEND_UP / grid.height,
        "yanchor": "bottom",
        "ypad": 0,
        "xpad": 0,
        "outlinewidth": 0,
        "showticklabels": False,
        "title": {
            "text": title,
            "side": "top",
            "font": {"size": 13, "color": look.palette.quiet},
        },
    }
    shades = {"colorscale": style.colorscale(look.dark), "cmin": 0, "cmax": scales.cell}
    marker = {"color": [0], "size": 0, "colorbar": bar, "showscale": True} | shades
    axes = {axis: axis_name(axis[0], 2 * number - 1) for axis in ("xaxis", "yaxis")}
    trace = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "marker": marker}
    return trace | axes  # of a map that is there: else plotly.js would draw axes of its own


HOURS, GAP = 40, 6  # px: bars above, the space under them
FLAT, TALL = 13, 18  # px: the least and the most a row of the map is high
LABELLED = 230  # px: a narrower column has no room for numbers at the weekday bars
# Share of a column that the map takes; the weekday bars, and their numbers, have the rest.
MAP, MAP_BESIDE_NUMBERS = 0.8, 0.76
HOUR_TICKS = (0, 6, 12, 18)
WIDE, HIGH = 0.95, 0.92  # of a cell, the rest is the gap between cells
LABEL_AT, LABEL_ROOM = 1.13, 2.85  # the longest weekday bar with its whisker is 1
DAYS = [*range(7)]
CELL_HOURS = [*range(24)] * 7
CELL_BASES = [day - HIGH / 2 for day in range(7) for _ in range(24)]
CELL_HEIGHTS = [HIGH] * 168


def row_height(look: Look, count: int) -> int:
    """Return px that make the cells of `count` maps a little taller than wide."""
    return max(FLAT, min(TALL, round(look.column(count) * MAP / 20)))


@dataclass(frozen=True)
class Marks:
    """What is marked on a map: weekdays off, office hours [first, last), labels at TICKS."""

    off: tuple[str, ...]
    hours: tuple[int, int]
    ticks: tuple[str, ...]


@dataclass(frozen=True)
class WeekMap:
    """One operation's map with its two rows of bars; rows of the map are `row` px high."""

    subplot: Subplot
    row: int
    scales: RhythmScales
    week: DrawnWeek

    def add(self, figure: Figure, marks: Marks) -> None:
        """Add axes, map, two rows of bars, outlines of office hours, bars at days off."""
        first, second = 2 * self.subplot.number - 1, 2 * self.subplot.number
        x, y = axis_name("x", first), axis_name("y", 2 * self.subplot.labelled - 1)
        right, above = axis_name("x", second), axis_name("y", second)
        figure["layout"] |= self._axes(marks.ticks)
        figure["data"].append(self._cells() | {"xaxis": x, "yaxis": y})
        if not self.week.is_few:
            figure["data"].append(self._hour_bars() | {"xaxis": x, "yaxis": above})
            days = [self._day_bars(), *self._day_labels()]
            figure["data"] += [trace | {"xaxis": right, "yaxis": y} for trace in days]
        if self.week.baseline is not None:
            hours = self.week.baseline[HOUR].round(6).tolist()
            lines = thin_line(CELL_HOURS[:24], hours, self.subplot.look)
            figure["data"] += [trace | {"xaxis": x, "yaxis": above} for trace in lines]
            figure["data"] += [trace | {"xaxis": right, "yaxis": y} for trace in self._strokes()]
        figure["layout"]["shapes"] += _shapes(marks, x, y, self.subplot.look.palette)

    def _axes(self, ticks: tuple[str, ...]) -> dict[str, Any]:
        """Return the four axes: hours, weekdays' bars, weekdays, hours' bars."""
        subplot = self.subplot
        aside, above = axis_key("x", 2 * subplot.number), axis_key("y", 2 * subplot.number)
        map_share = MAP_BESIDE_NUMBERS if self._is_labelled else MAP
        axes = _axes(subplot.grid, subplot.number, self.row, subplot.drawn, ticks, map_share)
        widest = (LABEL_ROOM if self._is_labelled else 1.0) * self.scales.day
        return axes | {
            aside: axes[aside] | {"range": [0, widest]},
            above: axes[above] | {"range": [0, 1.05 * self.scales.hour]},
        }

    @property
    def _is_labelled(self) -> bool:
        return self.subplot.look.column(self.subplot.grid.count) >= LABELLED

    def _cells(self) -> dict[str, Any]:
        cells = self.week.cells
        marker: dict[str, Any] = {"color": self._shades(cells / self.scales.cell)}
        if self.week.is_few:
            hatched = {"shape": "/", "size": 5, "fgcolor": self.subplot.colour, "solidity": 0.2}
            marker = {"color": self._shades(0.1 * (cells > 0)), "pattern": hatched}
        return {
            "type": "bar",
            "x": CELL_HOURS,
            "y": CELL_HEIGHTS,
            "base": CELL_BASES,
            "width": WIDE,
            "marker": marker,
            "hovertext": self.week.hover_texts,
            "hoverinfo": "text",
        }

    def _shades(self, cells: Any) -> list[str]:
        """Return the colour of each cell, 0 to 1: by name, as plotly warns of numbers in bars."""
        shades = colours.shades(self.subplot.look.palette)
        places = np.rint(np.minimum(cells, 1) * (len(shades) - 1)).astype(int)
        return list(itemgetter(*places.ravel().tolist())(shades))

    def _hour_bars(self) -> dict[str, Any]:
        return {
            "type": "bar",
            "x": CELL_HOURS[:24],
            "y": self.week.bars[HOUR],
            "error_y": self._whiskers(HOUR),
            "marker": {"color": self.subplot.colour},
            "width": 0.8,
            "hoverinfo": "skip",
        }

    def _day_bars(self) -> dict[str, Any]:
        return {
            "type": "bar",
            "orientation": "h",
            "y": DAYS,
            "x": self.week.bars[WEEKDAY],
            "error_x": self._whiskers(WEEKDAY),
            "marker": {"color": self.subplot.colour},
            "width": 0.7,
            "hoverinfo": "skip",
        }

    def _day_labels(self) -> list[dict[str, Any]]:
        """Return the weekdays' numbers in a line, clear of the bars."""
        if not self._is_labelled or self.scales.own:
            return []
        days = self.week.bars[WEEKDAY]
        lines = [style.percent(n, 0) if self.scales.per_cent else style.tiny(n) for n in days]
        return [
            {
                "type": "scatter",
                "mode": "text",
                "x": [LABEL_AT * self.scales.day] * 7,
                "y": DAYS,
                "text": lines,
                "textposition": "middle right",
                "textfont": {"color": self.subplot.look.palette.quiet},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        ]

    def _strokes(self) -> list[dict[str, Any]]:
        """Return a stroke at each weekday's bar, twice, as `thin_line` is."""
        shares = self.week.baseline[WEEKDAY].round(6).tolist()
        known = [None if share != share else share for share in shares]
        plain = {"type": "scatter", "mode": "markers", "x": known, "y": DAYS, "hoverinfo": "skip"}
        palette = self.subplot.look.palette
        return [
            plain | {"marker": {"symbol": "line-ns", "size": 12, "line": {"color": c, "width": w}}}
            for c, w in ((palette.paper, 4), (palette.ink, 2))
        ]

    def _whiskers(self, line: slice) -> dict[str, Any]:
        above, below = (ends[line] for ends in self.week.whiskers)
        return reach(above, below, self.subplot.look) | {"visible": any(above) or any(below)}


# What follows is the same for every view of as many operations, so it is made once.


@lru_cache(maxsize=256)
def _axes(
    grid: style.Grid,
    number: int,
    row: int,
    drawn: tuple[int, ...],
    ticks: tuple[str, ...],
    map_share: float,
) -> dict[str, Any]:
    """Return the axes of one map and its bars, but for the ranges of the bars."""
    first, second = 2 * number - 1, 2 * number
    left, right, low, high = grid.domain(number, HOURS + GAP, 7 * row)
    _, _, *bars = grid.domain(number, 0, HOURS)
    split = left + (right - left) * map_share
    hidden = {"showticklabels": False}
    hours = {"range": [-0.5, 24.2], "tickvals": HOUR_TICKS, "ticktext": ticks, "tickangle": 0}
    days = {"range": [6.5, -0.5], "tickvals": DAYS, "ticktext": WEEKDAYS}
    labels = grid.labels(number, drawn, axis_name("x", first))
    # Weekdays share the axis of the first in their row: plotly.js makes elements for each pair.
    labelled = grid.first_in_row(number, drawn)
    x, y = {"anchor": axis_name("x", first)}, {"anchor": axis_name("y", 2 * labelled - 1)}
    weekdays = {axis_key("y", first): {"domain": [low, high], **labels, **days}}
    return {
        axis_key("x", first): {"domain": [left, split], **y, **hours},
        axis_key("x", second): {"domain": [split + 0.005, right], **y, **hidden},
        **(weekdays if number == labelled else {}),
        axis_key("y", second): {"domain": bars, **x, **hidden},
    }


@lru_cache(maxsize=256)
def _shapes(marks: Marks, x: str, y: str, palette: Palette) -> list[dict[str, Any]]:
    """Return outlines of the office hours of working weekdays, and a thick line at days off."""
    worked = [day for day, name in enumerate(WEEKDAYS) if name not in marks.off]
    off = [day for day, name in enumerate(WEEKDAYS) if name in marks.off]
    first, last = marks.hours
    edge, thick = {"color": palette.mark, "width": 1.5}, {"color": palette.ink, "width": 3}
    outline = {"type": "rect", "x0": first - 0.5, "x1": last - 0.5, "line": edge}
    bracket = {"type": "line", "x0": 23.9, "x1": 23.9, "line": thick}
    return [
        shape | {"xref": x, "yref": y, "y0": lo - 0.5, "y1": hi + 0.5}
        for shape, days in ((outline, worked), (bracket, off))
        for lo, hi in runs(days)
    ]


TICKS, SECOND, LEGEND = 24, 16, 32  # px


def draw(answer: RhythmAnswer, look: Look) -> Figure | None:
    """Draw a week for each operation, all on the same scales unless the view asks for its own."""
    if not answer.rhythms:
        return None
    row = row_height(look, len(placed(answer, look)[0]))
    ticks = TICKS + (SECOND if has_audience(answer) else 0)
    grid = grid_of(answer, look, HOURS + GAP + 7 * row, ticks, LEGEND)
    figure = blank_figure(grid, look)
    per_cent, own = is_share(answer), answer.view.reach == "own"
    weeks = {
        slug: DrawnWeek.of(rhythm, per_cent, answer.baselines.get(slug))
        for slug, rhythm in answer.rhythms.items()
    }
    weeks = {slug: week.relative() for slug, week in weeks.items()} if own else weeks
    scales = RhythmScales.of(list(weeks.values()), per_cent, own)
    figure["layout"] |= {"barmode": "overlay", "bargap": 0}
    places = [*subplots(figure, grid, answer, look, weeks)]
    for subplot in places:
        week_map = WeekMap(subplot, row, scales, weeks[subplot.operation.slug])
        week_map.add(figure, _marks(answer, subplot.operation))
    if any(not week.is_few for week in weeks.values()):
        figure["data"].append(legend(scales, look, grid, places[0].number))
    return figure


def _marks(answer: RhythmAnswer, operation: Operation) -> Marks:
    off = days_off(weekends(answer.world, operation, answer.view))
    ticks = [str(hour) for hour in HOUR_TICKS]
    if has_audience(answer):
        second = audience_hours(answer.world, operation, answer.view, HOUR_TICKS)
        ticks = [f"{own}<br>{other}" for own, other in zip(ticks, second, strict=True)]
    return Marks(off, answer.view.hours, tuple(ticks))
