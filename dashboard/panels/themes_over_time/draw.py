"""Draw shares over time: a band a theme, a column an operation, all on the same axes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import WEEK, Unit
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key
from dashboard.panels.layout import Subplot, blank_figure, grid_of, on_axes, subplots
from dashboard.panels.themes.draw import labels
from dashboard.panels.themes_over_time.measure import Course, OverTimeAnswer
from dashboard.panels.time_axis import TimeAxis, amounts_axis, coarse_labels
from dashboard.snapshot.kept import kept

BAND, GAP = 62, 12  # px
MOST = 6  # themes drawn; the table and the CSV have all
LEAST = 20  # posts: of fewer a share says little


@kept(256)
def drawable(course: Course) -> Ints:
    """Return float64[themes, periods]: shares in per cent, NaN where fewer than LEAST posts are."""
    shares: Ints = np.where(course.posts >= LEAST, 100 * course.shares, np.nan)
    return shares


@dataclass(frozen=True)
class BandAxes:
    """The axes of all bands: time in weeks or months, and the top of the scale of shares."""

    time: TimeAxis
    top: float

    @classmethod
    def of(cls, courses: list[Course], unit: Unit, look: Look, count: int) -> "BandAxes | None":
        """Return the axes that show all of `courses`; None if no period has LEAST posts."""
        counted = [c for c in courses if np.any(c.posts >= LEAST)]
        if not counted:
            return None
        lo = min(c.first for c in counted)
        hi = max(c.first + len(c.posts) for c in counted)
        top = max(float(np.nanmax(drawable(c)[:MOST], initial=0)) for c in counted) or 1
        ticks = coarse_labels(unit, lo, hi, look.column(count))
        return cls(TimeAxis(lo - 0.5, hi - 0.5, *ticks), top)


@dataclass(frozen=True)
class Bands:
    """The bands of one operation, a theme each."""

    subplot: Subplot
    axes: BandAxes
    names: int  # px of a line above each band

    def add(self, figure: Figure, course: Course) -> None:
        """Add one line a theme."""
        shares = drawable(course)[:MOST]
        for place, row in enumerate(shares):
            number = (self.subplot.number - 1) * len(shares) + place + 1
            figure["data"].append(self._line(course.first, row) | on_axes(number))
            figure["layout"] |= self._axes(number, place, place == len(shares) - 1)

    def _line(self, first: int, shares: Ints) -> dict[str, Any]:
        """Return one trace; what is not known leaves a gap, and a period alone shows as a dot."""
        heights = [None if share != share else share for share in shares.round(3).tolist()]
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "x0": first,
            "dx": 1,
            "y": heights or [None],  # plotly cannot place the axes of a trace without any point
            "connectgaps": False,
            "line": {"color": self.subplot.colour, "width": 1.2},
            "marker": {"color": self.subplot.colour, "size": 3},
            "hoverinfo": "skip",
        }

    def _axes(self, number: int, place: int, last: bool) -> dict[str, Any]:
        x, y = self.subplot.axes(number, self._below(place), BAND)
        look, top = self.subplot.look, self.axes.top
        time = self.axes.time.drawn(x, look, showticklabels=last)
        line = {"showline": True, "linecolor": look.palette.hairline}
        amounts = amounts_axis([-top * 0.03, top * 1.08], 3, True, look)
        return {
            axis_key("x", number): time | {"ticks": "outside" if last else ""} | line,
            axis_key("y", number): y | amounts,
        }

    def _below(self, place: int) -> int:
        """Return px from the top of the subplot to a band."""
        return place * (BAND + GAP + self.names) + self.names

    def name(self, place: int, text: str) -> dict[str, Any]:
        """Return the annotation that names a band: in the gutter, or above where there is none."""
        left, _, low, high = self.subplot.domain(self._below(place), BAND)
        above = bool(self.names)
        return {
            "text": style.plain(text if above else style.wrapped(text, 15)),
            "xref": "paper",
            "yref": "paper",
            "x": left if above else 0,
            "xshift": 0 if above else -style.GUTTER,
            "y": high if above else (low + high) / 2,
            "xanchor": "left",
            "yanchor": "bottom" if above else "middle",
            "align": "left",
            "showarrow": False,
        }


TICKS, NAME = 30, 18  # px


def shown(answer: OverTimeAnswer) -> list[int]:
    return list(answer.themes[:MOST])


def draw(answer: OverTimeAnswer, look: Look) -> Figure | None:
    """Draw a band a theme and a column an operation; all share both axes."""
    themes, courses = shown(answer), answer.courses
    names = NAME if look.across == 1 else 0
    grid = grid_of(answer, look, len(themes) * (BAND + GAP + names), TICKS)
    axes = BandAxes.of([*courses.values()], answer.unit, look, grid.count) if themes else None
    if axes is None:
        return None
    figure = blank_figure(grid, look)
    for subplot in subplots(figure, grid, answer, look, courses):
        bands = Bands(subplot, axes, names)
        if subplot.is_first:
            named = enumerate(labels(answer.world, themes))
            figure["layout"]["annotations"] += [bands.name(place, text) for place, text in named]
        bands.add(figure, courses[subplot.operation.slug])
    return figure


def named(number: int, unit: Unit) -> str:
    """Return a month as "Jul 2019", a week as "week of 5 Aug 2019"."""
    return f"week of {unit.text(number)}" if unit is WEEK else unit.text(number)
