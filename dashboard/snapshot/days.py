"""Posts by local day and hour, which most tests of a rhythm start from.

The unit of each test is a week from Monday to Sunday: a campaign or a quiet month makes the days
of a week alike, while one week says little about the next. Weeks that the period cuts count by what
they hold. `Quarters` are posts by quarter-hour in UTC, for the question whose clock fits.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from dashboard.clock.local_time import DAY, EPOCH_MONDAY, WEEK, Ints, day_number, segments, span
from dashboard.statistics.intervals import Floats, run_length


@dataclass(frozen=True, eq=False)
class Days:
    """Posts of the local days from `first` on: int64[days, 24] by hour of the day.

    `whole`: the days that these are a part of, if they are. What was summed for the weeks of the
    whole is kept there, so that another period costs a copy, and the weeks that it cuts.
    """

    first: date
    posts: Ints
    whole: "Days | None" = None

    def between(self, first: int, last: int) -> "Days":
        """Return the days [first, last) of these, counted from 0."""
        start = self.first + timedelta(first)
        return Days(start, self.posts[first:last], self.whole or self)

    @property
    def last(self) -> date:
        return self.first + timedelta(len(self.posts) - 1)

    @cached_property
    def weeks(self) -> int:
        """Return how many weeks have a day here."""
        return (self.first.weekday() + len(self.posts) + 6) // 7

    @cached_property
    def daily(self) -> Ints:
        """Return int64[days]: posts of each day."""
        if self.whole:
            before = (self.first - self.whole.first).days
            return self.whole.daily[before : before + len(self.posts)]
        return np.asarray(np.einsum("dh->d", self.posts))  # three times as fast as sum(1)

    @cached_property
    def posts_by_week(self) -> Ints:
        """Return int64[weeks]: posts of each week."""
        if self.whole:
            return self.part(self.whole.posts_by_week, self.whole.daily)
        return self.by_week(self.daily)

    @cached_property
    def run(self) -> int:
        """Return how many neighbouring weeks are left out together where intervals are made."""
        return run_length(self.posts_by_week)

    def by_week(self, values: Ints) -> Ints:
        """Return [weeks, …]: the sums over the days of each week of `values`, [days, …]."""
        weeks = self._in_weeks(values).reshape(self.weeks, 7, *values.shape[1:])
        return np.asarray(np.einsum("wd...->w...", weeks))

    def part(self, weeks: Floats, days: Ints) -> Floats:
        """Return `by_week` for these days, from [weeks, …] and [days, …] of the whole."""
        sums, whole = self.weeks_of(weeks), self.whole or self
        start = 7 * self._first_week - whole.first.weekday()  # of the first week
        for week, first, last in self.cut_weeks:
            begin = start + 7 * week
            sums[week] = days[begin + first : begin + last].sum(0)
        return sums

    def weeks_of(self, weeks: Floats) -> Floats:
        """Return a copy of those rows of the whole's weeks, [weeks, …], in which these days are."""
        return weeks[self._first_week : self._first_week + self.weeks].copy()

    @cached_property
    def _first_week(self) -> int:
        """Return which of the whole's weeks is the first of these days."""
        whole = self.whole or self
        return ((self.first - whole.first).days + whole.first.weekday()) // 7

    @property
    def week_hours(self) -> Floats:
        """Return float32[weeks, 168]: posts of each week by hour, 0 = Monday 00:00.

        32 bits are exact up to 16 million posts in an hour, and twice as fast as 64.
        """
        if self.whole is None:
            return self._week_hours
        weeks = self.weeks_of(self.whole.week_hours)
        for week, first, last in self.cut_weeks:
            weeks[week, : 24 * first] = weeks[week, 24 * last :] = 0
        return weeks

    @cached_property
    def _week_hours(self) -> Floats:
        return self._in_weeks(self.posts.astype(np.float32)).reshape(-1, 168)

    @cached_property
    def hours(self) -> Floats:
        """Return float64[168]: posts by hour of the week, 0 = Monday 00:00."""
        whole, first = self.whole or self, self._first_week
        hours = whole._hours_before[first + self.weeks] - whole._hours_before[first]
        for week, lo, hi in self.cut_weeks:
            outside = whole.week_hours[first + week].copy()
            outside[24 * lo : 24 * hi] = 0
            hours -= outside
        return np.asarray(hours)

    @cached_property
    def _hours_before(self) -> Floats:
        """Return float64[weeks + 1, 168]: posts by hour of all weeks before each, and of all."""
        none = np.zeros((1, 168))
        return np.vstack([none, self.week_hours.cumsum(0, dtype=float)])

    @cached_property
    def week_days(self) -> Ints:
        """Return int64[weeks, 7]: posts of each week by day, Monday first."""
        return self._in_weeks(self.daily).reshape(-1, 7)

    @cached_property
    def cut_weeks(self) -> list[tuple[int, int, int]]:
        """Return (week, first, last): weeks that the period cuts to their days [first, last)."""
        ends = {0: [0, 7], self.weeks - 1: [0, 7]}
        ends[0][0] = self.first.weekday()
        ends[self.weeks - 1][1] = self.last.weekday() + 1
        return [(week, first, last) for week, (first, last) in ends.items() if last - first < 7]

    def _in_weeks(self, values: Ints) -> Ints:
        """Return [weeks * 7, …]: `values` of the days, 0 for days outside the period."""
        before = self.first.weekday()
        whole = np.zeros((7 * self.weeks, *values.shape[1:]), values.dtype)
        whole[before : before + len(self.posts)] = values
        return whole


def local_days(quarters: Ints, start: int, zone: str, first: date, last: date) -> Days:
    """Return the posts of the local days `first` to `last` on the clock of a zone.

    `quarters` is int[n]: posts in each quarter-hour from slot `start` on, in UTC. What lies outside
    counts 0. An hour that came twice holds the posts of both; one that was skipped holds none.
    """
    lo, hi = span(zone, first, last)
    lo, hi = max(lo, start), min(hi, start + len(quarters))
    base, count = day_number(first) * DAY, (last - first).days + 1
    local = np.zeros(count * DAY, np.int64)
    for begin, end, offset in segments(zone, lo, hi) if lo < hi else ():
        local[begin + offset - base : end + offset - base] += quarters[begin - start : end - start]
    return Days(first, _four_by_four(local).reshape(count, 24))


def _four_by_four(local: Ints) -> Ints:
    """Return the sums of each four quarter-hours: two steps are faster than one over an axis."""
    halves = local[0::2] + local[1::2]
    return np.asarray(halves[0::2] + halves[1::2])


@dataclass(frozen=True, eq=False)
class Quarters:
    """int[n]: posts in each quarter-hour from slot `start` on.

    `whole`: those that these are a part of, if they are. What was made for the weeks of the whole
    is kept there, so that another period costs a copy, and the weeks that it cuts.
    """

    posts: Ints
    start: int
    whole: "Quarters | None" = None

    def between(self, lo: int, hi: int) -> "Quarters":
        """Return what lies in the slots [lo, hi)."""
        first, last = (min(max(end - self.start, 0), len(self.posts)) for end in (lo, hi))
        if last - first == len(self.posts):
            return self
        return Quarters(self.posts[first:last], self.start + first, self.whole or self)

    @cached_property
    def first_week(self) -> int:
        """Return the number of the first week, counted from EPOCH_MONDAY."""
        return (self.start - EPOCH_MONDAY) // WEEK

    @cached_property
    def weeks(self) -> int:
        """Return how many weeks have a quarter-hour here."""
        end = self.start + len(self.posts)
        return -((EPOCH_MONDAY - end) // WEEK) - self.first_week if len(self.posts) else 0

    @property
    def halves(self) -> Floats:
        """Return float64[weeks, 48]: posts of each week by half-hour of the day."""
        if self.whole is None:
            return self._halves
        halves = self.part(self.whole.halves)
        for week in self.cut_weeks:
            halves[week] = _by_half(*self._of_week(week))
        return halves

    @cached_property
    def _halves(self) -> Floats:
        return _by_half(self.posts, self.start)

    def part(self, weeks: Floats) -> Floats:
        """Return a copy of those rows of the whole's weeks in which these quarter-hours are."""
        first = self.first_week - (self.whole or self).first_week
        return weeks[first : first + self.weeks].copy()

    @cached_property
    def cut_weeks(self) -> list[int]:
        """Return the weeks of which there is only a part: none, the first, the last or both."""
        begin = (self.start - EPOCH_MONDAY) % WEEK
        end = (self.start + len(self.posts) - EPOCH_MONDAY) % WEEK
        return [*dict.fromkeys([0] * bool(begin) + [self.weeks - 1] * bool(end))]

    def _of_week(self, week: int) -> tuple[Ints, int]:
        """Return the posts of one week, and their start."""
        begin = max(EPOCH_MONDAY + WEEK * (self.first_week + week) - self.start, 0)
        end = EPOCH_MONDAY + WEEK * (self.first_week + week + 1) - self.start
        return self.posts[begin:end], self.start + begin


def _by_half(quarters: Ints, start: int) -> Floats:
    """Return float64[weeks, 48], what is missing of a week counting 0."""
    before = (start - EPOCH_MONDAY) % WEEK
    weeks = np.zeros(-(-(before + len(quarters)) // WEEK) * WEEK, np.int64)
    weeks[before : before + len(quarters)] = quarters
    of_day = np.einsum("wdq->wq", weeks.reshape(-1, 7, DAY))
    return np.asarray(of_day[:, 0::2] + of_day[:, 1::2], float)
