"""Draw posts by month: an area of steps for each operation, all on the same axes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dashboard import style
from dashboard.clock import Ints
from dashboard.measures.timeline import Series, month_of
from dashboard.style import Figure, Look, axis_key, axis_name

BODY = 132  # px
SEEN = 2  # px: the least height of a month with posts
YEAR = 44  # px that a year's label needs
STEPS = (1, 2, 3, 4, 5, 10, 25)  # years between labels
FAR, ROOM, CUT = 4, 2, 3  # see _top


@dataclass(frozen=True)
class Axes:
    """What all columns share: months in [lo, hi), the top of the scale, and the years named."""

    lo: int
    hi: int
    top: float
    years: tuple[int, ...]
    per_cent: bool

    @classmethod
    def of(
        cls, series: list[Series], days: list[date], per_cent: bool, look: Look, count: int
    ) -> "Axes":
        """Return the axes that show all of `series` and the days of disclosure `days`."""
        counted = [s for s in series if len(s.posts)]
        lo = min((s.first for s in counted), default=0)
        ends = [s.first + len(s.posts) for s in counted] + [month_of(day) + 1 for day in days]
        hi = max(ends, default=1) + 1
        first, last = -(-lo // 12), (hi - 1) // 12
        step = next((n for n in STEPS if (last - first) // n < look.column(count) // YEAR), 25)
        years = tuple(year for year in range(first, last + 1) if year % step == 0)
        return cls(lo, hi, _top([heights(s, per_cent) for s in counted], per_cent), years, per_cent)


def heights(series: Series, per_cent: bool) -> Ints:
    """Return posts by month, or their share in per cent of the operation's posts."""
    shares: Ints = 100 * series.posts / max(1, series.total)
    return shares if per_cent else series.posts


def _top(columns: list[Ints], cut: bool) -> float:
    """Return the top of the scale: the highest month of all.

    If shares of one column are FAR above those of all others in up to CUT months, which would
    press the others flat, the scale ends at ROOM times the others' highest and those months are
    cut, marked with their number.
    """
    peaks = sorted(float(column.max()) for column in columns)
    if not peaks or not peaks[-1]:
        return 1
    if cut and len(peaks) > 1 and peaks[-1] > FAR * peaks[-2] > 0:
        top = ROOM * peaks[-2]
        if max(int((column > top).sum()) for column in columns) <= CUT:
            return top
    return peaks[-1]


@dataclass(frozen=True)
class Months:
    """The place of one operation's months in a figure."""

    grid: style.Grid
    number: int
    axes: Axes
    look: Look
    drawn: list[int]  # the numbers of all that are drawn

    def add(self, figure: Figure, series: Series, days: list[date], colour: str) -> None:
        """Add the area of `series`, lines at `days` of disclosure, and what is cut."""
        names = {"x": axis_name("x", self.number), "y": axis_name("y", self.number)}
        high = heights(series, self.axes.per_cent)
        figure["data"].append(self._area(series.first, high, colour, names))
        figure["layout"] |= self._axes(names)
        if path := self._lines(days):
            figure["layout"]["shapes"].append(
                {
                    "type": "path",
                    "path": path,
                    "xref": names["x"],
                    "yref": names["y"],
                    "line": {"color": self.look.palette.mark, "width": 1.2},
                }
            )
        if len(high) and high.max() > self.axes.top:
            figure["layout"]["annotations"].append(self._cut(series, high, names))

    def _area(self, first: int, high: Ints, colour: str, names: dict[str, str]) -> dict[str, Any]:
        """Return one trace; x counts months, and a month without posts leaves a gap."""
        least = np.where(high > 0, self.axes.top * SEEN / BODY, 0)
        drawn = np.clip(np.maximum(high, least), 0, self.axes.top)
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
            "xaxis": names["x"],
            "yaxis": names["y"],
        }

    def _axes(self, names: dict[str, str]) -> dict[str, Any]:
        left, right, low, high = self.grid.domain(self.number, 0, BODY)
        line = self.look.palette.hairline
        return {
            axis_key("x", self.number): dict(
                domain=[left, right],
                anchor=names["y"],
                range=[self.axes.lo - 0.5, self.axes.hi - 0.5],
                tickvals=[year * 12 - 0.5 for year in self.axes.years],
                ticktext=[str(year) for year in self.axes.years],
                ticks="outside",
                ticklen=4,
                tickcolor=line,
            ),
            axis_key("y", self.number): dict(
                domain=[low, high],
                **self.grid.labels(self.number, self.drawn, names["x"]),
                range=[0, self.axes.top * 1.05],
                nticks=4,
                ticksuffix="%" if self.axes.per_cent else "",
                tickformat="" if self.axes.per_cent else "~s",
                showgrid=True,
                gridcolor=line,
            ),
        }

    def _lines(self, days: list[date]) -> str:
        """Return the path of thin lines, from bottom to top, at the days within the axis."""
        places = [month_of(day) - 0.5 + (day.day - 1) / 31 for day in days]
        inside = [place for place in places if self.axes.lo - 0.5 <= place <= self.axes.hi - 0.5]
        return "".join(f"M{place:.2f},0V{self.axes.top * 1.05:.6g}" for place in inside)

    def _cut(self, series: Series, high: Ints, names: dict[str, str]) -> dict[str, Any]:
        """Return the mark of a month that is higher than the scale."""
        late = series.first + series.peak > (self.axes.lo + self.axes.hi) / 2
        return {
            "text": f"▲ {style.percent(high.max() / 100)}",
            "xref": names["x"],
            "yref": names["y"],
            "x": series.first + series.peak + (-1 if late else 1),
            "y": self.axes.top,
            "xanchor": "right" if late else "left",
            "yanchor": "top",
            "showarrow": False,
            "font": {"size": 12},
        }
