"""Which clocks do the posts follow: the share in office hours under every UTC offset.

All days count, because which days are worked is another question (`candidates.py`). The clock with
the highest share is the best; one is consistent with the posts unless its share is lower than the
best one's, outside the 95% interval of their difference, which leaves out whole weeks in turn.
Offsets that are 24 hours apart show the same time of day, on other days: these shares cannot tell
them apart, and both or neither are consistent.

A place is tried by its own clock, with the offset that it really had in each week, so that summer
time and changes of law count: Tehran had none of the fixed offsets all year until 2022. A week in
which the clock changed counts by the offset of its Thursday. Who posts at noon and at night, by
machine or from several countries, fits no clock well, and this cannot tell.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from dashboard.clock import Ints
from dashboard.measures.office import OFFICE
from dashboard.measures.quarters import WHOLES, Quarters
from dashboard.measures.ratios import quotient
from dashboard.measures.resampling import Floats, Interval, Units
from dashboard.measures.zones import DAY_HALVES, Histories, Zones

OFFSETS = np.arange(-24, 29)  # -12:00 to +14:00
EVERY = OFFSETS % DAY_HALVES  # the time of day that each shows, one of 48
LUNCH, AROUND_LUNCH = (12, 13), (11, 14)
NOON = (10, 11, 12)
EVENING = slice(18, 24)
PARTS = 25


def told(offset: int) -> str:
    """Return an offset in half-hours as "+08:00"."""
    hours, halves = divmod(abs(offset), 2)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{30 * halves:02}"


def twin(offset: int) -> int | None:
    """Return the offset 24 hours away, which no time of day tells from this one; None if none."""
    other = offset + (-DAY_HALVES if offset > 0 else DAY_HALVES)
    return other if OFFSETS[0] <= other <= OFFSETS[-1] else None


@dataclass(frozen=True)
class Place:
    """A city and its clock: the offsets that it had in the period, in half-hours, oldest first."""

    zone: str
    name: str
    offsets: tuple[int, ...]
    share: float  # of posts in office hours on this clock
    fits: bool


@dataclass(frozen=True, eq=False)
class Profile:
    """The hours of the day on the best offset, with intervals.

    `lunch`: posts an hour from 12:00 to 14:00 over those at 11 and 14; below 1 = a dip. `peak`: the
    busiest hour; `peaks`: all hours that are not below it by more than chance. `evening`: posts an
    hour from 18:00 to 24:00 over those of an even day.
    """

    hours: Ints  # int64[24]
    lunch: Interval
    peak: int
    peaks: tuple[int, ...]
    evening: Interval

    @property
    def at_noon(self) -> bool | None:
        """Whether the busiest hour is 10, 11 or 12; None where other hours may be busier."""
        inside = {hour in NOON for hour in self.peaks}
        return inside.pop() if len(inside) == 1 else None


@dataclass(frozen=True, eq=False)
class Clocks:
    """How well each clock fits the posts. Arrays of clocks are of OFFSETS.

    `share`: posts in office hours over all posts. `fits`: not below the best one's by more than
    chance. `own` and `own_fits` are the same of each place's own clock.
    """

    share: Interval
    fits: Ints  # bool
    zones: Zones
    posts: Quarters
    own: Floats
    own_fits: Ints  # bool
    profile: Profile

    @property
    def best(self) -> int:
        """Return the best offset, in half-hours; of twins, the lower one."""
        return int(OFFSETS[self.share.estimate.argmax()])

    @cached_property
    def consistent(self) -> tuple[int, ...]:
        """Return all offsets that fit, in half-hours."""
        return tuple(OFFSETS[self.fits].tolist())

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return every place that was tried, in the order of the list."""
        offsets = _histories(self.posts, self.zones).offsets
        found = offsets, self.own.tolist(), self.own_fits.tolist()
        return tuple(map(Place, self.zones.zones, self.zones.names, *found))

    @property
    def fitting(self) -> list[str]:
        """Return the names of the places whose own clock fits, in the order of the list."""
        return [self.zones.names[place] for place in np.flatnonzero(self.own_fits).tolist()]


def clocks(quarters: Quarters, zones: Zones, hours: tuple[int, int] = OFFICE) -> Clocks:
    """Return how well each clock fits the posts. `hours` are [first, last) of the local day.

    Clocks that changed are compared with the best of the fixed offsets and of each other.
    """
    halves, inside = quarters.halves, _inside(quarters, zones, hours)
    units, count = Units(halves.sum(1)), inside.shape[1]
    best = int(OFFSETS[inside.sum(0)[EVERY].argmax()])
    day = halves @ _day(best)
    moves = units.moves(np.hstack([inside, day[:, :PARTS]]))  # all at once, in few steps
    groups = ((0, DAY_HALVES), (0, count), (count, count + 24))
    fits, own_fits, peaks = (~(gap.high < 0) for gap in units.behind(moves, groups))
    share = units.shares_of(moves)
    hours_of_day = day[:, :24].sum(0).astype(np.int64)
    profile = Profile(
        hours_of_day,
        quotient(day[:, PARTS], day[:, PARTS + 1]),
        int(hours_of_day.argmax()),
        tuple(np.flatnonzero(peaks).tolist()),
        share.part(-1).scaled(24 / (EVENING.stop - EVENING.start)),
    )
    place = _histories(quarters.whole or quarters, zones).place
    own = share.estimate[place], own_fits[place]
    return Clocks(share.part(EVERY), fits[EVERY], zones, quarters, *own, profile)


def _inside(quarters: Quarters, zones: Zones, hours: tuple[int, int]) -> Floats:
    """Return float[weeks, n]: posts in `hours` on each of 48 offsets, and on clocks that changed.

    Of a part of some posts also on those that changed in the rest: they tell nothing new.
    """
    if quarters.whole is None:
        return _inside_of(quarters, zones, hours)
    found, cut = quarters.part(_inside_of(quarters.whole, zones, hours)), quarters.cut_weeks
    before = quarters.first_week - quarters.whole.first_week
    changed = _histories(quarters.whole, zones).changed[before : before + len(found)]
    found[cut] = _on_each(quarters.halves[cut], changed[cut], hours)
    return found


@lru_cache(maxsize=WHOLES)
def _inside_of(quarters: Quarters, zones: Zones, hours: tuple[int, int]) -> Floats:
    return _on_each(quarters.halves, _histories(quarters, zones).changed, hours)


def _on_each(halves: Floats, changed: Ints, hours: tuple[int, int]) -> Floats:
    fixed = halves @ _open(hours)
    return np.hstack([fixed, np.take_along_axis(fixed, changed, axis=1)])


def _histories(quarters: Quarters, zones: Zones) -> Histories:
    return zones.between(quarters.first_week, quarters.weeks)


@lru_cache(maxsize=32)
def _open(hours: tuple[int, int]) -> Floats:
    """Return float[48, 48]: whether each half-hour in UTC is in `hours` on each offset, from 0."""
    local = np.add.outer(np.arange(DAY_HALVES), np.arange(DAY_HALVES)) % DAY_HALVES
    return ((local >= 2 * hours[0]) & (local < 2 * hours[1])).astype(float)


@lru_cache(maxsize=64)
def _day(offset: int) -> Floats:
    """Return float[48, 27]: which half-hours in UTC are in what is told of the day on a clock.

    The 24 hours and the EVENING, which are PARTS of a day; those at LUNCH and around it.
    """
    local = (np.arange(DAY_HALVES) + offset) % DAY_HALVES // 2
    hours = np.equal.outer(local, np.arange(24))
    parts = (hours[:, EVENING], hours[:, list(LUNCH)], hours[:, list(AROUND_LUNCH)])
    return np.column_stack([hours, *(part.any(1) for part in parts)]).astype(float)
