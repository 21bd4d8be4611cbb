"""Draw posts by week or month: an area of steps for each operation, all on the same axes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import MONTH, WEEK, Unit
from dashboard.look import style
from dashboard.look.style import Figure, Grid, Look, axis_key
from dashboard.panels.layout import Subplot, blank_figure, grid_of, on_axes, subplots
from dashboard.panels.time_axis import TimeAxis, amounts_axis, finest_labels
from dashboard.panels.timeline.measure import DaysOff, Series, TimelineAnswer, disclosed

BODY = 110  # px
SEEN = 2  # px: the least height of a unit with posts
HEAD = 1.05  # of the scale's top, left free above it
MARKS = 16  # px beneath the posts, for two rows of days off
FAR, ROOM, CUT = 4, 2, 3  # see _top


@dataclass(frozen=True, eq=False)
class StepAxes:
    """The axes of all operations: time in weeks or months, and the top of the scale of posts."""

    unit: Unit
    time: TimeAxis
    top: float
    floor: float  # where the y axis begins: below zero, for the days off
    per_cent: bool

    @classmethod
    def of(cls, answer: TimelineAnswer, grid: Grid, look: Look) -> "StepAxes":
        """Return the axes that show all series and the last day of the answer's span."""
        unit, last, per_cent = answer.unit, answer.span[1], answer.view.scale == "share"
        counted = [series for series in answer.series.values() if len(series.posts)]
        lo = min((s.first for s in counted), default=unit.number(last))
        hi = max([s.first + len(s.posts) for s in counted] + [unit.number(last) + 1])
        top = _top([heights(s, per_cent) for s in counted], per_cent)
        labels = finest_labels(unit, lo, hi, look.column(grid.count))
        floor = -top * HEAD * (grid.body - BODY) / BODY
        return cls(unit, TimeAxis(lo - 0.5, hi - 0.5, *labels), top, floor, per_cent)


def _hover_texts(series: Series) -> list[str]:
    """Return for each unit "Feb 2020: 14,431 posts, 67.5%"."""
    of = "" if series.unit is MONTH else "Week of "
    numbers = zip(series.posts.tolist(), (series.per_cent / 100).tolist(), strict=True)
    return [
        f"{of}{series.unit.text(number)}: {_amount(posts, share)}"
        for number, (posts, share) in enumerate(numbers, start=series.first)
    ]


def _amount(posts: int, share: float) -> str:
    return f"{posts:,} post{'s' * (posts != 1)}, {style.percent(share)}" if posts else "no posts"


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


@dataclass(frozen=True, eq=False)
class Steps:
    """The area of steps of one operation's posts, and what is marked on it."""

    subplot: Subplot
    axes: StepAxes

    def add(self, figure: Figure, series: Series, days: Ints, off: DaysOff | None) -> None:
        """Add the area of `series`, lines at `days` of disclosure, days off, and what is cut."""
        names = on_axes(self.subplot.number)
        refs = {"xref": names["xaxis"], "yref": names["yaxis"]}
        high = heights(series, self.axes.per_cent)
        layout = figure["layout"]
        hover = {"hovertext": ["", *_hover_texts(series), ""], "hoverinfo": "text"}
        figure["data"].append(self._area(series.first, high) | hover | names)
        layout |= self._axes()
        if off is not None:
            figure["data"] += [mark | names for mark in self._marks(off)]
        if path := self._lines(days):
            line = {"color": self.subplot.look.palette.mark, "width": 1.2}
            layout["shapes"].append({"type": "path", "path": path, "line": line} | refs)
        if len(high) and high.max() > self.axes.top:
            layout["annotations"].append(self._cut(series, high) | refs)

    def _area(self, first: int, high: Ints) -> dict[str, Any]:
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
            "fillcolor": self.subplot.colour,
        }

    def _marks(self, off: DaysOff) -> list[dict[str, Any]]:
        """Return a row of strokes for holidays, and beneath it one of dots for make-up days."""
        palette = self.subplot.look.palette
        noon = 0.5 / (7 if self.axes.unit is WEEK else 30.4)  # from the beginning of a day
        rows = (
            (off.holidays, 0.3, "line-ns", 7, palette.quiet),
            (off.make_up, 0.75, "circle", 5, palette.ink),
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
                    "x": (self.axes.unit.places(days) + noon).round(3).tolist(),
                    "y": [down * self.axes.floor] * len(days),
                    "marker": {"symbol": symbol, "size": size, "color": colour, "line": line},
                    "selected": kept,
                    "unselected": kept,
                    "hoverinfo": "skip",
                }
            )
        return marks

    def _axes(self) -> dict[str, Any]:
        axes, look, number = self.axes, self.subplot.look, self.subplot.number
        x, y = self.subplot.axes(number, 0, self.subplot.grid.body)
        amounts = amounts_axis(
            [axes.floor, axes.top * HEAD],
            4,
            axes.per_cent,
            look,
            tickformat="" if axes.per_cent else "~s",
        )
        return {
            axis_key("x", number): axes.time.drawn(x, look, tickangle=0) | _spike(look),
            axis_key("y", number): y | amounts,
        }

    def _lines(self, days: Ints) -> str:
        """Return the path of thin lines, from bottom to top, at the days within the axis."""
        lo, hi, top = self.axes.time.begin, self.axes.time.end, f"{self.axes.top * HEAD:.6g}"
        places = self.axes.unit.places(days).tolist()
        return "".join(f"M{at:.2f},0V{top}" for at in places if lo <= at <= hi)

    def _cut(self, series: Series, high: Ints) -> dict[str, Any]:
        """Return the mark of a unit that is higher than the scale."""
        late = series.first + series.peak > (self.axes.time.begin + self.axes.time.end + 1) / 2
        return {
            "text": f"▲ {style.percent(high.max() / 100)}",
            "x": series.first + series.peak + (-1 if late else 1),
            "y": self.axes.top,
            "xanchor": "right" if late else "left",
            "yanchor": "top",
            "showarrow": False,
        }


TICKS = 30  # px


def draw(answer: TimelineAnswer, look: Look) -> Figure | None:
    """Draw each operation's posts; all columns share both axes, and a drag chooses a period."""
    if not any(series.total for series in answer.series.values()):
        return None
    grid = grid_of(answer, look, BODY + (MARKS if answer.days_off else 0), TICKS)
    axes = StepAxes.of(answer, grid, look)
    figure = blank_figure(grid, look)
    figure["layout"] |= _chosen_by_dragging(answer, look)
    for subplot in subplots(figure, grid, answer, look, answer.series):
        slug = subplot.operation.slug
        days = disclosed(answer.world, slug)
        Steps(subplot, axes).add(figure, answer.series[slug], days, answer.days_off.get(slug))
    return figure


def _spike(look: Look) -> Figure:
    """Return what draws a line at the unit that a reader points at."""
    line = {"spikethickness": 1, "spikedash": "solid", "spikecolor": look.palette.ink}
    return {"showspikes": True, "spikemode": "across", "spikesnap": "data"} | line


def _chosen_by_dragging(answer: TimelineAnswer, look: Look) -> Figure:
    """Return what lets a reader drag over the figure; link.js reads the unit in `meta`."""
    line = {"color": look.palette.ink, "width": 1, "dash": "solid"}
    return {
        "dragmode": "select",
        "selectdirection": "h",
        "newselection": {"line": line},
        "hovermode": "x",
        "meta": {"unit": answer.unit.name},
    }
