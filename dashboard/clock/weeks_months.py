"""Weeks and months: how they are numbered and named, and when each begins on a clock.

A week runs from Monday to Sunday. Both are numbered without a gap, so that a chart can count them:
weeks from that of 29 December 1969, months from January of the year 0.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.clock.calendars import Country, day_kinds
from dashboard.clock.local_time import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    MONDAY,
    Ints,
    day_number,
    day_of,
    local,
    midnights,
    week_hours,
)
from dashboard.clock.period import day_text


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

    def text(self, number: int) -> str:
        """Return a month as "Jul 2019", a week by its Monday as "5 Aug 2019"."""
        return day_text(day_of(self.day(number)), as_month=self is MONTH)


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


def month_number(month: str) -> int:
    """Return the number of "YYYY-MM": months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_name(number: int) -> str:
    """Return "YYYY-MM" of a month number."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def months_of(slots: NDArray[np.int32], zone: str) -> pd.DataFrame:
    """Return one row a slot, with its month ("2020-03") as `operator` and as `utc`."""
    names = pd.Index(map(month_name, _MONTHS.tolist()))
    months = {
        column: names[starts(MONTH, clock).searchsorted(slots, side="right") - 1]
        for column, clock in (("operator", zone), ("utc", "UTC"))
    }
    return pd.DataFrame({"slot": slots} | months)


def spans_between(first: int, last: int, zone: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (slot, span) of every slot from `first` to `last`, and (span, operator, utc).

    A span is a stretch of time that lies in one month on both clocks: mostly a whole month, or the
    hours in which the month has turned on one clock only. Spans are numbered from 0.
    """
    turns = np.concatenate([starts(MONTH, clock) for clock in (zone, "UTC")])
    begins = np.unique([first, *turns[(first < turns) & (turns <= last)]]).astype(np.int32)
    slots = np.arange(first, last + 1, dtype=np.int32)
    places = np.searchsorted(begins, slots, side="right").astype(np.int32) - 1
    months = months_of(begins, zone).drop(columns="slot")
    months.insert(0, "span", np.arange(len(begins), dtype=np.int32))
    return pd.DataFrame({"slot": slots, "span": places}), months


def days_between(first: int, last: int, zone: str, country: Country) -> pd.DataFrame:
    """Return int8 `day` (a place in calendars.KINDS), int16 `hour` (0 = Monday 00:00) and `date`.

    `date`, int32, counts days since 1970-01-01 on the zone's clock. One row for each slot from
    `first` to `last`, in order; none if `last` is before `first`.
    """
    slots = np.arange(first, last + 1, dtype=np.int32)
    place = local(slots, zone) // DAY
    kinds = np.zeros(0, np.int8)
    if len(slots):
        begin, end = (day_of(int(day)) for day in (place.min(), place.max()))
        kinds = day_kinds(country, begin, end)[place - place.min()]
    hours = week_hours(slots, zone).astype(np.int16)
    return pd.DataFrame({"day": kinds, "hour": hours, "date": place.astype(np.int32)})
