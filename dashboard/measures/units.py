"""Weeks and months: how they are numbered and named, and when each begins on a clock.

A week runs from Monday to Sunday. Both are numbered without a gap, so that a chart can count them:
weeks from that of 29 December 1969, months from January of the year 0.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from dashboard.clock import FIRST_DAY, LAST_DAY, Ints, midnights
from dashboard.period import MONTHS

EPOCH = date(1970, 1, 1).toordinal()
MONDAY = -3  # 29 December 1969, counted in days from 1970-01-01


@dataclass(frozen=True, eq=False)
class Unit:
    """Weeks or months, numbered from `first` on.

    `days` is int64: the first day of each, counted from 1970-01-01, and of the one after the last.
    """

    name: str
    shortest: int  # days
    first: int
    days: Ints

    def number(self, day: int) -> int:
        """Return the number of the unit that a day lies in."""
        return self.first + int(self.days.searchsorted(day, side="right")) - 1

    def places(self, days: Ints) -> Ints:
        """Return float[days]: where days begin if unit n reaches from n - 0.5 to n + 0.5."""
        at = self.days.searchsorted(days, side="right") - 1
        begin = self.days[at]
        places: Ints = self.first + at - 0.5 + (days - begin) / (self.days[at + 1] - begin)
        return places

    def day(self, number: int) -> int:
        """Return the first day of a unit, counted from 1970-01-01."""
        return int(self.days[number - self.first])

    def start(self, number: int) -> str:
        """Return the first day of a unit as "YYYY-MM-DD"."""
        return day_of(self.day(number)).isoformat()

    def told(self, number: int) -> str:
        """Return a month as "Jul 2019", a week by its Monday as "5 Aug 2019"."""
        day = day_of(self.day(number))
        return f"{MONTHS[day.month - 1]} {day.year}" if self is MONTH else told_day(day)


def day_of(day: int) -> date:
    """Return the day that is counted from 1970-01-01."""
    return date.fromordinal(EPOCH + day)


def day_number(day: date) -> int:
    """Return a day counted from 1970-01-01."""
    return day.toordinal() - EPOCH


def told_day(day: date) -> str:
    """Return a day as "5 Aug 2019"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@cache
def starts(unit: Unit, zone: str) -> Ints:
    """Return the slot at which each unit begins on the clock of a zone, as in `unit.days`."""
    return midnights(zone, unit.days)


_FIRST, _LAST = day_number(FIRST_DAY), day_number(LAST_DAY)
_MONTHS = np.arange(FIRST_DAY.year * 12, LAST_DAY.year * 12 + 13)
_WEEKS = np.arange((_FIRST - MONDAY) // 7, (_LAST - MONDAY) // 7 + 2)
MONTH = Unit(
    "month",
    28,
    FIRST_DAY.year * 12,
    (_MONTHS - 12 * 1970).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64),
)
WEEK = Unit("week", 7, (_FIRST - MONDAY) // 7, 7 * _WEEKS + MONDAY)
