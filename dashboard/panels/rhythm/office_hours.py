"""Office hours: how much was posted in a country's working time, and how quiet its days off were.

The measure that leads everywhere needs no dates, only hours of the week: the share of posts on the
working weekdays of the country's own week. The same by the calendar, without holidays and with
make-up days, is a second measure with a name of its own. Either says little by itself, because
office hours are a large part of a week, so it stands beside the share that even posting would give.
Every interval leaves out runs of weeks in turn (`statistics/intervals.py`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dashboard.clock.calendars import HALF_DAY, HOLIDAY, KINDS, MAKE_UP, WEEKEND, WORKING
from dashboard.clock.local_time import Ints
from dashboard.snapshot.days import Days
from dashboard.statistics.intervals import Floats, Interval, in_runs
from dashboard.statistics.jackknife import Means, Units

OFFICE = (9, 18)  # 18:00 is not included
PRESS = (8, 17)  # what newspapers counted, Monday to Friday
NOWHERE = np.array(np.nan)
NO_RATIO = Interval(NOWHERE, NOWHERE, NOWHERE, 0, 0.0)  # where the period has no day of a kind

# What is counted of each day and week: posts by hour, by weekday, in office hours, in those of the
# calendar and in PRESS hours, of which there are shares; and by kind of day the posts and the days.
HOUR, WEEKDAY, INSIDE, IN_CALENDAR, IN_PRESS = slice(0, 24), slice(24, 31), 31, 32, 33
LINES = slice(0, 31)  # of both
SHARES, BY_KIND = slice(0, 34), slice(34, None)

RATIOS = {  # kinds of days that are compared, by what the CSV calls it
    "weekend": (WEEKEND, WORKING),
    "half-day": (HALF_DAY, WORKING),
    "holiday": (HOLIDAY, WORKING),
    "make-up": (MAKE_UP, WORKING),
    "make-up-weekend": (MAKE_UP, WEEKEND),
}


class OfficeShares(NamedTuple):
    """Shares of all posts, 0 to 1, with their intervals."""

    lines: Interval  # of the 24 hours of the day, then of the 7 weekdays, Monday first
    office: Interval  # in office hours of the working weekdays of the country's week
    by_calendar: Interval  # in office hours, without holidays and with make-up days
    press: Interval  # Monday to Friday, 08:00 to 17:00, as newspapers counted


@dataclass(frozen=True, eq=False)
class OfficeHours:
    """Shares of posts in office hours (0 to 1), and ratios of kinds of days (1 = as many posts).

    Each number is computed when it is first used.
    """

    counted: Days
    working: Ints  # bool[days]: working weekdays, from calendars.working_weekdays
    kinds: Ints  # int8[days]: from calendars.day_kinds; make-up days are days worked
    hours: tuple[int, int] = OFFICE  # [first, last) of the local day
    whole: "OfficeHours | None" = None  # of the longer period that `counted` is a part of

    @cached_property
    def by_day(self) -> Ints:
        """Return int32[days, 44]: what is counted of each day."""
        days, posts = self.counted, self.counted.posts
        rows = np.arange(len(posts))
        weekday = (days.first.weekday() + rows) % 7
        counts = np.zeros((len(posts), BY_KIND.start + 2 * len(KINDS)), np.int32)
        counts[:, HOUR] = posts
        counts[rows, WEEKDAY.start + weekday] = days.daily
        inside = _between(posts, self.hours)
        counts[:, INSIDE] = inside * self.working
        counts[:, IN_CALENDAR] = inside * worked(self.kinds)
        counts[:, IN_PRESS] = _between(posts, PRESS) * (weekday < 5)
        counts[rows, BY_KIND.start + self.kinds] = days.daily
        counts[rows, BY_KIND.start + len(KINDS) + self.kinds] = 1
        return counts

    @cached_property
    def by_week(self) -> Floats:
        """Return float64[weeks, 44]: the same of each week."""
        if self.whole:
            return self.counted.part(self.whole.by_week, self.whole.by_day)
        return self.counted.by_week(self.by_day).astype(float)

    @cached_property
    def by_run(self) -> Floats:
        """Return float64[runs, 44]: the same of each run of weeks."""
        return in_runs(self.by_week, self.counted.run)

    @cached_property
    def _sums(self) -> list[list[float]]:
        """Return the posts and the days of each kind."""
        every = (self.counted.daily, None)
        return [np.bincount(self.kinds, each, len(KINDS)).tolist() for each in every]

    @cached_property
    def posts(self) -> int:
        return int(sum(self._sums[0]))

    @property
    def run(self) -> int:
        """Return how many neighbouring weeks are left out together where intervals are made."""
        return self.counted.run

    @property
    def week(self) -> Ints:
        """Return float64[7, 24]: posts by weekday, Monday first, and hour."""
        return self.counted.hours.reshape(7, 24)

    @cached_property
    def days(self) -> dict[int, int]:
        """Return how many days of each kind are in the period."""
        return dict(enumerate(map(int, self._sums[1])))

    @cached_property
    def shares(self) -> OfficeShares:
        units = Units(self.by_run[:, WEEKDAY].sum(1))
        (shares,) = units.shares_of(units.moves([self.by_run[:, SHARES]]))
        return OfficeShares(*map(shares.part, (LINES, INSIDE, IN_CALENDAR, IN_PRESS)))

    @property
    def even(self) -> float:
        """Return the share of posts spread evenly over every hour of every day of the period.

        Exactly: working weekdays · (last - first) / (days · 24).
        """
        days = len(self.working)
        return float(np.count_nonzero(self.working)) / days * part_of_day(self.hours)

    @property
    def even_by_calendar(self) -> float:
        """Return the same of the days worked by the calendar."""
        return self._worked_of(self._sums[1])

    @property
    def shuffled(self) -> float:
        """Return the share by the calendar of posts spread evenly over the hours of their own days.

        Formula: (posts on days worked / posts) · (last - first) / 24.
        """
        return self._worked_of(self._sums[0])

    def _worked_of(self, by_kind: list[float]) -> float:
        days_worked = by_kind[WORKING] + by_kind[MAKE_UP]
        return days_worked / (sum(by_kind) or np.nan) * part_of_day(self.hours)

    @property
    def times(self) -> Interval:
        """Return share / even."""
        return self.shares.office.scaled(1 / self.even if self.even else np.nan)

    @property
    def above(self) -> Interval:
        """Return share - even."""
        return self.shares.office.scaled(1.0, -self.even)

    @cached_property
    def _means(self) -> Means:
        counts = np.ascontiguousarray(self.by_run[:, BY_KIND].T)
        return Means(counts.reshape(2, len(KINDS), -1))

    @cached_property
    def ratios(self) -> dict[str, Interval]:
        """Return mean posts a day of one kind over mean posts a day of the other, as in RATIOS."""
        return {
            name: self._means.ratio(*kinds) if all(self.days[kind] for kind in kinds) else NO_RATIO
            for name, kinds in RATIOS.items()
        }


@dataclass(frozen=True, eq=False)
class UndatedOfficeHours:
    """The same of a week without dates: no intervals, no calendar and no kinds of days."""

    week: Ints  # int64[7, 24]: posts by weekday, Monday first, and hour
    working: Ints  # bool[7]: working weekdays
    hours: tuple[int, int] = OFFICE  # [first, last) of the local day

    run = 1  # without intervals no week is left out

    @property
    def posts(self) -> int:
        return int(self.week.sum())

    @cached_property
    def shares(self) -> OfficeShares:
        posts = np.float64(self.posts or np.nan)
        press = self.week[:5, slice(*PRESS)].sum()
        office = self.week[self.working, slice(*self.hours)].sum()
        lines = np.hstack([self.week.sum(0), self.week.sum(1)])
        return OfficeShares(
            _undated(lines / posts), _undated(office / posts), NO_RATIO, _undated(press / posts)
        )

    @property
    def even(self) -> float:
        """Return the share of posts spread evenly over every hour of the week."""
        return float(self.working.mean()) * part_of_day(self.hours)


def _undated(share: Floats) -> Interval:
    """Return a share whose interval is not known, as no week can be left out."""
    missing = np.full_like(share, np.nan)
    return Interval(share, missing, missing, 0, 0.0)


def part_of_day(hours: tuple[int, int]) -> float:
    return (hours[1] - hours[0]) / 24


def worked(kinds: Ints) -> Ints:
    """Return bool[days]: whether each was a day worked by the calendar."""
    return np.isin(kinds, (WORKING, MAKE_UP))


def _between(posts: Ints, hours: tuple[int, int]) -> Ints:
    """Return int64[days]: posts in the hours [first, last) of each day."""
    return np.asarray(np.einsum("dh->d", posts[:, slice(*hours)]))
