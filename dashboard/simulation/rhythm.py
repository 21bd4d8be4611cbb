"""When simulated accounts post: on the operator's clock, by the calendar of the country.

The rhythm is planted in local time and only then turned into UTC, so that a dashboard that turns it
back must find the office hours, the lunch hour and the days off where they were put.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.clock.calendars import HALF_DAY, HOLIDAY, MAKE_UP, WEEKEND, Country, day_kinds
from dashboard.clock.calendars import WORKING as WORKED
from dashboard.clock.local_time import EPOCH, SLOT, offsets

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MINUTES = SLOT // 60
DAY = 24 * 60  # minutes
WORKING, HALF, OFF = range(3)
MEANT = {WORKED: WORKING, MAKE_UP: WORKING, HALF_DAY: HALF, WEEKEND: OFF, HOLIDAY: OFF}
# Posts of a day by local hour: an office with a lunch hour, a morning's work, and a day at home.
HOURS = np.array(
    [
        [2, 1, 1, 1, 1, 2, 4, 9, 22, 40, 50, 54, 20, 30, 48, 50, 44, 32, 14, 10, 10, 9, 7, 4],
        [2, 1, 1, 1, 1, 2, 4, 8, 20, 38, 46, 44, 16, 6, 5, 5, 5, 5, 5, 5, 5, 5, 4, 3],
        [2, 2, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 5, 5, 5, 5, 5, 6, 6, 7, 7, 6, 5, 3],
    ]
)
# Days of the same kind are not alike: a campaign every so often, and some slow drift.
CAMPAIGN_EVERY, CAMPAIGN_DAYS, CAMPAIGN_TIMES = 90, 6, 4.0


def days_of(country: Country, first: date, last: date) -> Ints:
    """Return WORKING, HALF or OFF for each day from `first` to `last` in the country's calendar."""
    meant = np.array([MEANT[kind] for kind in sorted(MEANT)])
    return np.asarray(meant[day_kinds(country, first, last)])


class PlantedRhythm:
    """Local days of these kinds, from `first` on: how many posts fall on each and on its hours."""

    def __init__(self, first: date, kinds: Ints, dice: np.random.Generator) -> None:
        self.first_day = (first - EPOCH).days
        self.kinds = kinds
        weights = HOURS.sum(axis=1)[kinds] * _campaigns(len(kinds), dice)
        self.until = np.concatenate(([0.0], np.cumsum(weights)))
        shares = np.cumsum(HOURS, axis=1) / HOURS.sum(axis=1, keepdims=True)
        self.hours_until = (shares + np.arange(len(HOURS))[:, None]).ravel()

    def draw(self, starts: Ints, stops: Ints, dice: np.random.Generator) -> Ints:
        """Return local minutes since 1970, one in each of the stretches of days [start, stop)."""
        reached = dice.uniform(self.until[starts], self.until[stops])
        days = np.clip(np.searchsorted(self.until, reached, "right") - 1, starts, stops - 1)
        kinds = self.kinds[days]
        passed = np.searchsorted(self.hours_until, kinds + dice.random(len(days)), "right")
        hours = passed - 24 * kinds
        drawn = (self.first_day + days) * DAY + hours * 60 + dice.integers(0, 60, len(days))
        return np.asarray(drawn)


def _campaigns(days: int, dice: np.random.Generator) -> Floats:
    """Return how many times its usual number of posts each day has."""
    times = 1 + 0.3 * np.sin(np.arange(days) / 40)
    for start in dice.integers(0, days, 1 + days // CAMPAIGN_EVERY):
        times[start : start + CAMPAIGN_DAYS] *= CAMPAIGN_TIMES
    return times


class Clock:
    """A zone's local minutes and UTC minutes."""

    def __init__(self, zone: str) -> None:
        starts, shifts = offsets(zone)
        self.shifts = shifts.astype(np.int64) * MINUTES
        self.begins = starts.astype(np.int64) * MINUTES + self.shifts  # on the new local time

    def to_utc(self, local: Ints) -> tuple[Ints, Ints]:
        """Return (local, UTC) minutes; a time that the clock skipped is moved three hours on.

        A time that comes twice, when the clock is put back, is its second coming.
        """
        local = np.where(self._is_skipped(local), local + 180, local)
        return local, local - self.shifts[self._place(local)]

    def _place(self, local: Ints) -> Ints:
        return np.searchsorted(self.begins, local, "right") - 1

    def _is_skipped(self, local: Ints) -> NDArray[np.bool_]:
        place = self._place(local)
        after = np.minimum(place + 1, len(self.begins) - 1)
        change = self.begins[after] - self.shifts[after]
        return np.asarray((after > place) & (local - self.shifts[place] >= change))
