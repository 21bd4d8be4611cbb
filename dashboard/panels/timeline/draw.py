"""Draw posts by week or month: an area of steps for each operation, all on the same axes."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import Ints, day_of
from dashboard.clock.period import MONTHS
from dashboard.clock.weeks_months import MONTH, WEEK, Unit
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import placed, title
from dashboard.panels.timeline.measure import DaysOff, Series, TimelineAnswer, disclosed

BODY = 132  # px
SEEN = 2  # px: the least height of a unit with posts
HEAD = 1.05  # of the scale's top, left free above it
MARKS = 16  # px beneath the posts, for two rows of days off
FAR, ROOM, CUT = 4, 2, 3  # see _top
# What may be labelled, from fine to coarse: which units, every how many, and px a label needs.
LABELS = (
    *((WEEK, n, 84) for n in (1, 2, 4)),
    *((MONTH, n, 64) for n in (1, 2, 3, 6)),
    *((MONTH, 12 * n, 44) for n in (1, 2, 3, 4, 5, 10, 25)),
)


@dataclass(frozen=True, eq=False)
class Axes:
    """What all columns share: units in [lo, hi), the top of the scale, and what is labelled."""

    unit: Unit
    lo: int
    hi: int
    top: float
    labels: tuple[list[float], list[str]]
    per_cent: bool
    marks: int = 0  # px beneath the posts

    @classmethod
    def of(
        cls, series: list[Series], unit: Unit, last: int, per_cent: bool, px: int, marks: int = 0
    ) -> "Axes":
        """Return the axes that show all of `series` and the day `last`, in columns `px` wide."""
        counted = [s for s in series if len(s.posts)]
        lo = min((s.first for s in counted), default=unit.number(last))
        hi = max([s.first + len(s.posts) for s in counted] + [unit.number(last) + 1])
        top = _top([heights(s, per_cent) for s in counted], per_cent)
        return cls(unit, lo, hi, top, _labels(unit, lo, hi, px), per_cent, marks)

    @property
    def body(self) -> int:
        return BODY + self.marks

    @property
    def floor(self) -> float:
        """Return where the y axis begins: `marks` px below zero."""
        return -self.top * HEAD * self.marks / BODY


def heights(series: Series, per_cent: bool) -> Ints:
    """Return posts by unit, or their share in per cent of the operation's posts."""
    return series.per_cent if per_cent else series.posts


def _top(columns: list[Ints], cut: bool) -> float:
    """Return the top of the scale: the highest unit of all.

    If shares of one column are FAR above those of all others in up to CUT units, which would press
    the others flat, the scale ends at ROOM times the others' highest and those units are cut,
    marked with their number.
    """
    peaks = sorted(float(column.max()) for column in columns)
    if not peaks or not peaks[-1]:
        return 1
    if cut and len(peaks) > 1 and peaks[-1] > FAR * peaks[-2] > 0:
        top = ROOM * peaks[-2]
        if max(int((column > top).sum()) for column in columns) <= CUT:
            return top
    return peaks[-1]


@lru_cache(maxsize=256)
def _labels(unit: Unit, lo: int, hi: int, px: int) -> tuple[list[float], list[str]]:
    """Return the places and texts of the finest labels that stand clear of each other in `px`."""
    first, end = unit.day(lo), unit.day(hi)
    a_day = px / (end - first)  # in px
    for by, step, least in LABELS:
        if (unit is WEEK or by is MONTH) and step * by.shortest * a_day >= least:
            break
    # The last label needs half its width before the figure's edge.
    last = end - math.ceil(least / 2 / a_day)
    numbers = range(-(-by.number(first) // step) * step, by.number(max(first, last)) + 1, step)
    days = [day for day in map(by.day, numbers) if first <= day <= max(first, last)]
    return unit.places(np.array(days, int)).tolist(), [_label(day, by, step) for day in days]


def _label(day: int, unit: Unit, step: int) -> str:
    told = day_of(day)
    month = f"{MONTHS[told.month - 1]} {told.year}"
    return f"{told.day} {month}" if unit is WEEK else month if step % 12 else str(told.year)


@dataclass(frozen=True, eq=False)
class Steps:
    """The place of one operation's posts in a figure."""

    grid: style.Grid
    number: int
    axes: Axes
    look: Look
    drawn: list[int]  # the numbers of all that are drawn

    def add(
        self,
        figure: Figure,
        series: Series,
        days: Ints,
        off: DaysOff | None,
        colour: str,
    ) -> None:
        """Add the area of `series`, lines at `days` of disclosure, days off, and what is cut."""
        names = {"xaxis": axis_name("x", self.number), "yaxis": axis_name("y", self.number)}
        refs = {"xref": names["xaxis"], "yref": names["yaxis"]}
        high = heights(series, self.axes.per_cent)
        layout = figure["layout"]
        figure["data"].append(self._area(series.first, high, colour) | names)
        self._add_axes(layout, refs)
        if off is not None:
            figure["data"] += [mark | names for mark in self._marks(off)]
        if path := self._lines(days):
            line = {"color": self.look.palette.mark, "width": 1.2}
            layout["shapes"].append({"type": "path", "path": path, "line": line} | refs)
        if len(high) and high.max() > self.axes.top:
            layout["annotations"].append(self._cut(series, high) | refs)

    def _area(self, first: int, high: Ints, colour: str) -> dict[str, Any]:
        """Return one trace; x counts units, and where there are no posts it has no height."""
        least = np.where(high > 0, self.axes.top * SEEN / BODY, 0)
        drawn = np.minimum(np.maximum(high, least), self.axes.top)
        drawn = drawn.round(2) if self.axes.per_cent else drawn.astype(np.int64)
        return {
            "type": "scatter",
            "mode": "lines",
            "x0": first - 1,
            "dx": 1,
            "y": [0, *drawn.tolist(), 0],
            "line": {"shape": "hvh", "width": 0},
            "fill": "tozeroy",
            "fillcolor": colour,
            "hoverinfo": "skip",
        }

    def _marks(self, off: DaysOff) -> list[dict[str, Any]]:
        """Return a row of strokes for holidays, and beneath it one of dots for make-up days."""
        rows = (
            (off.holidays, 0.3, "line-ns", 7, self.look.palette.quiet),
            (off.make_up, 0.75, "circle", 5, self.look.palette.ink),
        )
        marks = []
        for days, down, symbol, size, colour in rows:
            if not len(days):
                continue
            line = {"width": 1, "color": colour}
            kept = {"marker": {"opacity": 1}}  # dragging over them changes nothing
            marks.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": (self.axes.unit.places(days) + self._noon).round(3).tolist(),
                    "y": [down * self.axes.floor] * len(days),
                    "marker": {"symbol": symbol, "size": size, "color": colour, "line": line},
                    "selected": kept,
                    "unselected": kept,
                    "hoverinfo": "skip",
                }
            )
        return marks

    @property
    def _noon(self) -> float:
        """Return how far the middle of a day lies after its beginning."""
        return 0.5 / (7 if self.axes.unit is WEEK else 30.4)

    def _add_axes(self, layout: dict[str, Any], refs: dict[str, str]) -> None:
        axes, line = self.axes, self.look.palette.hairline
        left, right, low, high = self.grid.domain(self.number, 0, axes.body)
        places, texts = axes.labels
        layout[axis_key("x", self.number)] = {
            "domain": [left, right],
            "anchor": refs["yref"],
            "range": [axes.lo - 0.5, axes.hi - 0.5],
            "tickvals": places,
            "ticktext": texts,
            "tickangle": 0,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": line,
        }
        layout[axis_key("y", self.number)] = {
            "domain": [low, high],
            **self.grid.labels(self.number, self.drawn, refs["xref"]),
            "range": [axes.floor, axes.top * HEAD],
            "nticks": 4,
            "ticksuffix": "%" if axes.per_cent else "",
            "tickformat": "" if axes.per_cent else "~s",
            "showgrid": True,
            "gridcolor": line,
        }

    def _lines(self, days: Ints) -> str:
        """Return the path of thin lines, from bottom to top, at the days within the axis."""
        lo, hi, top = self.axes.lo - 0.5, self.axes.hi - 0.5, f"{self.axes.top * HEAD:.6g}"
        places = self.axes.unit.places(days).tolist()
        return "".join(f"M{at:.2f},0V{top}" for at in places if lo <= at <= hi)

    def _cut(self, series: Series, high: Ints) -> dict[str, Any]:
        """Return the mark of a unit that is higher than the scale."""
        late = series.first + series.peak > (self.axes.lo + self.axes.hi) / 2
        return {
            "text": f"▲ {style.percent(high.max() / 100)}",
            "x": series.first + series.peak + (-1 if late else 1),
            "y": self.axes.top,
            "xanchor": "right" if late else "left",
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12},
        }


TICKS = 30  # px
NARROW = 44  # px: left of the figure where operations stand beneath each other


def _drawn(answer: TimelineAnswer) -> list[tuple[Operation, Series]]:
    return [(o, answer.series[o.slug]) for o in answer.known]


def draw(answer: TimelineAnswer, look: Look) -> Figure | None:
    """Draw each operation's posts; all columns share both axes, and a drag chooses a period."""
    if not any(series.total for series in answer.series.values()):
        return None
    drawn, above = placed(answer, look)
    axes = _axes(answer, look, len(drawn))
    grid = style.Grid.of(len(drawn), look, above, axes.body, TICKS, 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    figure["layout"] |= _chosen_by_dragging(answer, look)
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.series]
    for number in known:
        operation = drawn[number - 1]
        slug, colour = operation.slug, _colour(answer, operation, look)
        place = Steps(grid, number, axes, look, known)
        days = disclosed(answer.world, slug)
        place.add(figure, answer.series[slug], days, answer.days_off.get(slug), colour)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _colour(answer: TimelineAnswer, operation: Operation, look: Look) -> str:
    return look.palette.operations[answer.operations.index(operation)]


def _axes(answer: TimelineAnswer, look: Look, count: int) -> Axes:
    marks = MARKS if answer.days_off else 0
    per_cent, px = answer.view.scale == "share", look.column(count)
    series = list(answer.series.values())
    return Axes.of(series, answer.unit, answer.span[1], per_cent, px, marks)


def _chosen_by_dragging(answer: TimelineAnswer, look: Look) -> Figure:
    """Return what lets a reader drag over the figure; link.js reads the unit in `meta`."""
    line = {"color": look.palette.ink, "width": 1, "dash": "solid"}
    return {
        "dragmode": "select",
        "selectdirection": "h",
        "newselection": {"line": line},
        "meta": {"unit": answer.unit.name},
    }
