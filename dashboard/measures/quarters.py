"""Posts by quarter-hour in UTC, and by week and half-hour: of these it is asked whose clock fits.

Weeks begin on Mondays at midnight UTC.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.clock.local_time import DAY, EPOCH_MONDAY, WEEK, Ints
from dashboard.statistics.intervals import Floats


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
        found = self.part(self.whole.halves)
        for week in self.cut_weeks:
            found[week] = _by_half(*self._of_week(week))
        return found

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
