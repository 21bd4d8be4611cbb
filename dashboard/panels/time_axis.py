"""Axes of time: which weeks, months and years are labelled, so that labels stand clear."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard.clock.local_time import MONDAY
from dashboard.clock.weeks_months import MONTH, WEEK, Unit
from dashboard.look.style import Look

# What may be labelled, from fine to coarse: which units, every how many, and px a label needs.
LABELS = (
    *((WEEK, n, 84) for n in (1, 2, 4)),
    *((MONTH, n, 64) for n in (1, 2, 3, 6)),
    *((MONTH, 12 * n, 44) for n in (1, 2, 3, 4, 5, 10, 25)),
)
YEAR, MONTH_YEAR = 44, 62  # px that the name of a year, and of a month with its year, needs
YEAR_STEPS = (1, 2, 3, 4, 5, 10, 25)  # years between labels
MONTH_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class TimeAxis:
    """An axis from `begin` to `end`, in numbers of weeks, months or years, and its labels."""

    begin: float
    end: float
    places: Sequence[float]
    texts: list[str]

    def drawn(self, x: dict[str, Any], look: Look, **more: Any) -> dict[str, Any]:
        """Return the x axis that lies at `x`, with ticks outside."""
        return {
            **x,
            "range": [self.begin, self.end],
            "tickvals": self.places,
            "ticktext": self.texts,
            **more,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": look.palette.hairline,
        }


def amounts_axis(
    ends: list[float], ticks: int, per_cent: bool, look: Look, **more: Any
) -> dict[str, Any]:
    """Return what a y axis shows beside a time axis: amounts from `ends[0]` to `ends[1]`."""
    return {
        "range": ends,
        "nticks": ticks,
        "ticksuffix": "%" if per_cent else "",
        **more,
        "showgrid": True,
        "gridcolor": look.palette.hairline,
    }


@lru_cache(maxsize=256)
def finest_labels(unit: Unit, lo: int, hi: int, px: int) -> tuple[list[float], list[str]]:
    """Return the places and texts of the finest labels that stand clear of each other.

    The axis shows the units in [lo, hi) and is `px` wide.
    """
    first, end = unit.day(lo), unit.day(hi)
    a_day = px / (end - first)  # in px
    for by, step, least in LABELS:
        if (unit is WEEK or by is MONTH) and step * by.shortest * a_day >= least:
            break
    # The last label needs half its width before the figure's edge.
    last = end - math.ceil(least / 2 / a_day)
    every = range(-(-by.number(first) // step) * step, by.number(max(first, last)) + 1, step)
    numbers = [number for number in every if first <= by.day(number) <= max(first, last)]
    places = unit.places(np.array([by.day(number) for number in numbers], int)).tolist()
    return places, [by.text(number) if step % 12 else str(number // 12) for number in numbers]


def coarse_labels(unit: Unit, lo: int, hi: int, px: int) -> tuple[list[float], list[str]]:
    """Return places and texts of months on an axis of weeks in [lo, hi), else of years."""
    labels = _months(lo, hi, px) if unit is WEEK else _years(lo, hi, px)
    return [at for at, _ in labels], [name for _, name in labels]


def _years(lo: int, hi: int, px: int) -> list[tuple[float, str]]:
    """Return the years named on an axis of month numbers."""
    first, last = -(-lo // 12), (hi - 1) // 12
    step = next((n for n in YEAR_STEPS if (last - first) // n < px // YEAR), 25)
    return [(year * 12 - 0.5, str(year)) for year in range(first, last + 1) if year % step == 0]


def _months(lo: int, hi: int, px: int) -> list[tuple[float, str]]:
    """Return the months named on an axis of week numbers."""
    first, last = (MONTH.number(WEEK.day(week)) for week in (lo, hi))
    step = next((n for n in MONTH_STEPS if (last - first) // n < max(1, px // MONTH_YEAR)), 12)
    months = [n for n in range(first + 1, last + 1) if n % step == 0]
    named = [((MONTH.day(n) - MONDAY) / 7 - 0.5, MONTH.text(n)) for n in months]
    space = (hi - lo) * MONTH_YEAR / max(1, px)  # weeks that a name covers; columns stand close
    return [(at, name) for at, name in named if lo + space / 4 <= at <= hi - space / 2]
