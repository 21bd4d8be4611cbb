"""Draw shares over time: a band a theme, a column an operation, all on the same axes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dashboard.clock.local_time import MONDAY, Ints, day_number, day_of
from dashboard.clock.period import MONTHS
from dashboard.clock.weeks_months import WEEK, Unit
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import placed, title
from dashboard.panels.themes.draw import labels
from dashboard.panels.themes_over_time.measure import Course, OverTimeAnswer
from dashboard.snapshot.kept import kept

BAND, GAP = 62, 12  # px
YEAR, DAY = 44, 62  # px that the name of a year, and of a month with its year, needs
STEPS = (1, 2, 3, 4, 5, 10, 25)  # years between labels
MONTH_STEPS = (1, 2, 3, 6, 12)
LEAST = 20  # posts: of fewer a share says little


@kept(256)
def drawable(course: Course) -> Ints:
    """Return float64[themes, periods]: shares in per cent, NaN where fewer than LEAST posts are."""
    shares: Ints = np.where(course.posts >= LEAST, 100 * course.shares, np.nan)
    return shares


@dataclass(frozen=True)
class Axes:
    """What all columns share: periods in [lo, hi), the top of the scale, and what is named."""

    lo: int
    hi: int
    top: float
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def of(cls, courses: list[Course], unit: Unit, look: Look, count: int) -> "Axes | None":
        """Return the axes that show all of `courses`; None if no period has LEAST posts."""
        counted = [c for c in courses if np.any(c.posts >= LEAST)]
        if not counted:
            return None
        lo = min(c.first for c in counted)
        hi = max(c.first + len(c.posts) for c in counted)
        top = max(float(np.nanmax(drawable(c), initial=0)) for c in counted) or 1
        width = look.column(count)
        ticks = _weeks(lo, hi, width) if unit is WEEK else _years(lo, hi, width)
        return cls(lo, hi, top, tuple(ticks))


def _years(lo: int, hi: int, width: int) -> list[tuple[float, str]]:
    """Return the years named on an axis of month numbers."""
    first, last = -(-lo // 12), (hi - 1) // 12
    step = next((n for n in STEPS if (last - first) // n < width // YEAR), 25)
    return [(year * 12 - 0.5, str(year)) for year in range(first, last + 1) if year % step == 0]


def _weeks(lo: int, hi: int, width: int) -> list[tuple[float, str]]:
    """Return the months named on an axis of week numbers."""
    days = [day_of(WEEK.day(week)) for week in (lo, hi)]
    first, last = (day.year * 12 + day.month - 1 for day in days)
    step = next((n for n in MONTH_STEPS if (last - first) // n < max(1, width // DAY)), 12)
    starts = [(n, date(n // 12, n % 12 + 1, 1)) for n in range(first, last + 1) if n % step == 0]
    named = [
        ((day_number(day) - MONDAY) / 7 - 0.5, f"{MONTHS[n % 12]} {day.year}") for n, day in starts
    ]
    space = (hi - lo) * DAY / max(1, width)  # weeks that a name covers; columns stand close
    return [(at, name) for at, name in named if lo + space / 4 <= at <= hi - space / 2]


@dataclass(frozen=True)
class Bands:
    """The place of one operation's bands in a figure; `names` is px of a line above each band."""

    grid: style.Grid
    number: int
    axes: Axes
    look: Look
    drawn: list[int]  # the numbers of all that are drawn
    names: int

    def add(self, figure: Figure, course: Course, colour: str) -> None:
        """Add one line a theme."""
        shares = drawable(course)
        for place, row in enumerate(shares):
            number = (self.number - 1) * len(shares) + place + 1
            axes = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
            figure["data"].append(self._line(course.first, row, colour) | axes)
            figure["layout"] |= self._axes(number, place, place == len(shares) - 1)

    def _line(self, first: int, shares: Ints, colour: str) -> dict[str, Any]:
        """Return one trace; what is not known leaves a gap, and a period alone shows as a dot."""
        told = [None if share != share else share for share in shares.round(3).tolist()]
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "x0": first,
            "dx": 1,
            "y": told or [None],  # plotly cannot place the axes of a trace without any point
            "connectgaps": False,
            "line": {"color": colour, "width": 1.2},
            "marker": {"color": colour, "size": 3},
            "hoverinfo": "skip",
        }

    def _axes(self, number: int, place: int, last: bool) -> dict[str, Any]:
        below = place * (BAND + GAP + self.names) + self.names
        left, right, low, high = self.grid.domain(self.number, below, BAND)
        line = self.look.palette.hairline
        ticks = self.axes.ticks
        return {
            axis_key("x", number): dict(
                domain=[left, right],
                anchor=axis_name("y", number),
                range=[self.axes.lo - 0.5, self.axes.hi - 0.5],
                tickvals=[at for at, _ in ticks],
                ticktext=[name for _, name in ticks],
                showticklabels=last,
                ticks="outside" if last else "",
                ticklen=4,
                tickcolor=line,
                showline=True,
                linecolor=line,
            ),
            axis_key("y", number): dict(
                domain=[low, high],
                **self.grid.labels(self.number, self.drawn, axis_name("x", number)),
                range=[-self.axes.top * 0.03, self.axes.top * 1.08],
                nticks=3,
                ticksuffix="%",
                showgrid=True,
                gridcolor=line,
            ),
        }

    def name(self, place: int, text: str) -> dict[str, Any]:
        """Return the annotation that names a band: in the gutter, or above where there is none."""
        below = place * (BAND + GAP + self.names) + self.names
        left, _, low, high = self.grid.domain(self.number, below, BAND)
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
            "font": {"size": 12},
        }


MOST = 6  # themes drawn; the table and the CSV have all
TICKS, NAME = 30, 18  # px
NARROW = 44  # px: left of the figure where operations stand beneath each other


def shown(answer: OverTimeAnswer) -> list[int]:
    return list(answer.themes[:MOST])


def draw(answer: OverTimeAnswer, look: Look) -> Figure | None:
    """Draw a band a theme and a column an operation; all share both axes."""
    themes, told = shown(answer), [_cut(course) for course in answer.courses.values()]
    drawn, above = placed(answer, look)
    axes = Axes.of(told, answer.unit, look, len(drawn)) if themes else None
    if axes is None:
        return None
    names = NAME if look.across == 1 else 0
    body = len(themes) * (BAND + GAP + names)
    grid = style.Grid.of(len(drawn), look, above, body, TICKS, 0)
    figure = grid.figure(look, NARROW if look.across == 1 else style.GUTTER)
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in answer.courses]
    for number, operation in enumerate(drawn, start=1):
        bands = Bands(grid, number, axes, look, known, names)
        if (number - 1) % grid.across == 0:
            named = enumerate(labels(answer.world, themes))
            figure["layout"]["annotations"] += [bands.name(*told) for told in named]
        if operation.slug not in answer.courses:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        bands.add(figure, _cut(answer.courses[operation.slug]), colour)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _cut(course: Course) -> Course:
    """Return a course with the themes that are drawn."""
    if len(course.uses) <= MOST:
        return course
    return Course(course.first, course.posts, course.uses[:MOST], course.basis)


def named(number: int, unit: Unit) -> str:
    """Return a month as "Jul 2019", a week as "week of 5 Aug 2019"."""
    return f"week of {unit.text(number)}" if unit is WEEK else unit.text(number)
