"""What is drawn of a week, and the scales and the legend that all weeks of a figure share."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.look import style
from dashboard.look.style import Look
from dashboard.measures.office import HOUR, WEEKDAY
from dashboard.measures.rhythm import Rhythm
from dashboard.panels.panel import drawable

LEGEND_UP = 16  # px from the foot of the figure, for the numbers under the legend


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn of one operation: cells [7, 24]; (estimate, low, high) of hours, then of days.

    The lines are rounded once for both.
    """

    cells: Any
    lines: Any  # float64[3, 31]
    is_few: bool

    @classmethod
    def of(cls, rhythm: Rhythm, per_cent: bool) -> "Drawn":
        """Return shares, or posts."""
        times = 1 if per_cent else rhythm.posts
        total = rhythm.week.sum()
        cells = rhythm.week / total * times if total else rhythm.week
        return cls(cells, times * drawable(rhythm.lines), rhythm.is_few)

    def of_itself(self) -> "Drawn":
        """Return the same with its own busiest cell, hour and day as 1."""
        hour, day = (self.lines[0, line].max() or 1 for line in (HOUR, WEEKDAY))
        lines = self.lines / np.repeat([hour, day], [24, 7])
        return Drawn(self.cells / (self.cells.max() or 1), lines, self.is_few)

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
class Scales:
    """The largest cell, hour and weekday of all that share the scales."""

    per_cent: bool
    own: bool  # each operation on its own scales, from nothing to its most
    cell: float
    hour: float
    day: float

    @classmethod
    def of(cls, drawn: list[Drawn], per_cent: bool, own: bool) -> "Scales":
        cell = max((float(d.cells.max()) for d in drawn if not d.is_few), default=0) or 1
        hour, day = (
            max((float(d.lines[:, line].max()) for d in drawn if not d.is_few), default=0) or 1
            for line in (HOUR, WEEKDAY)
        )
        return cls(per_cent, own, cell, hour, day)


def legend(scales: Scales, look: Look, height: int) -> dict[str, Any]:
    """Return a trace that shows nothing but the legend of the shades, below the figure."""
    quiet = {"size": 12, "color": look.palette.quiet}
    text = "Share of posts in one hour of the week" if scales.per_cent else "Posts in one hour"
    text = "Of each operation's own busiest hour: scales differ" if scales.own else text
    ends = [0, scales.cell / 2, scales.cell]
    share = f"{{:.{0 if scales.own else 1}%}}" if scales.per_cent or scales.own else "{:,.0f}"
    bar = {
        "orientation": "h",
        "thickness": 8,
        "lenmode": "pixels",
        "len": 240,
        "x": 0,
        "xanchor": "left",
        "y": LEGEND_UP / height,
        "yanchor": "bottom",
        "ypad": 0,
        "xpad": 0,
        "outlinewidth": 0,
        "tickvals": ends,
        "ticktext": [share.format(end) for end in ends],
        "tickfont": quiet,
        "title": {"text": text, "side": "top", "font": quiet},
    }
    shades = {"colorscale": style.colorscale(look.dark), "cmin": 0, "cmax": scales.cell}
    marker = {"color": [0], "size": 0, "colorbar": bar, "showscale": True} | shades
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "marker": marker}
