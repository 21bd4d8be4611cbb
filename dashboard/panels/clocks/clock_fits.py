"""Which clocks do the posts follow: the share in office hours under every UTC offset.

All days count, because which days are worked is another question (`calendar_fits.py`). The clock
with the highest share is the best; one is consistent with the posts unless its share is lower than
the best one's, outside the 95% interval of their difference, which leaves out runs of weeks in
turn. Offsets that are 24 hours apart show the same time of day, on other days: these shares cannot
tell them apart, and both or neither are consistent.

A zone is tried with the offset that it really had in each week, so that summer time and changes of
law count: Tehran had none of the fixed offsets all year until 2022. A week in which the clock
changed counts by the offset of its Thursday. Who posts at noon and at night, by machine or from
several countries, fits no clock well, and this cannot tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.clock.places import DAY_HALVES, Zones
from dashboard.panels.rhythm.office_hours import OFFICE
from dashboard.snapshot.days import Quarters
from dashboard.snapshot.kept import KEPT_TABLES, kept
from dashboard.statistics.intervals import Floats, Interval
from dashboard.statistics.jackknife import Units

OFFSETS = np.arange(-24, 29)  # -12:00 to +14:00
SHIFTS = OFFSETS % DAY_HALVES  # half-hours that each moves the time of day, one of 48
LUNCH, AROUND_LUNCH = (12, 13), (11, 14)
NOON = (10, 11, 12)
EVENING = slice(18, 24)
PARTS = 25  # columns of `_parts_of_day` that are shares of all posts


def offset_text(offset: int) -> str:
    """Return an offset in half-hours as "+08:00"."""
    hours, halves = divmod(abs(offset), 2)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{30 * halves:02}"


@dataclass(frozen=True, eq=False)
class DayProfile:
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
class ClockFits:
    """How well each clock fits the posts of an operation: first the OFFSETS, then the zones.

    `shares`: posts in office hours over all posts. `fits`: not below the best by more than chance.
    """

    shares: Interval
    fits: Ints  # bool
    zones: Zones
    zone_fits: Ints  # bool
    profile: DayProfile

    @property
    def best(self) -> int:
        """Return the best offset, in half-hours; of offsets a day apart, the lower one."""
        return int(OFFSETS[self.shares.estimate.argmax()])

    @cached_property
    def consistent(self) -> tuple[int, ...]:
        """Return all offsets that fit, in half-hours."""
        return tuple(OFFSETS[self.fits].tolist())

    @property
    def fitting_zones(self) -> list[str]:
        """Return the names of the zones whose clock fits, in the order of the list."""
        return [self.zones.names[place] for place in np.flatnonzero(self.zone_fits).tolist()]


def fit_clocks(
    posts: Sequence[Quarters], zones: Zones, hours: tuple[int, int] = OFFICE
) -> list[ClockFits]:
    """Return for each operation how well each clock fits. `hours` are [first, last) of a local day.

    Clocks that changed are compared with the best of the fixed offsets and of each other.
    """
    every = [quarters.halves for quarters in posts]
    units, days, tables = Units.of_weeks(*(halves.sum(1) for halves in every)), [], []
    for quarters, halves in zip(posts, every, strict=True):
        in_hours = posts_in_hours(quarters, halves, zones, hours)
        best = int(OFFSETS[(halves.sum(0) @ _is_in_hours(hours))[SHIFTS].argmax()])
        days.append(halves @ _parts_of_day(best))
        tables.append(np.hstack([in_hours, days[-1][:, :PARTS]]))  # all at once, in few steps
    moves, count = units.moves(tables), tables[0].shape[1] - PARTS
    level = units.level(moves, ((0, DAY_HALVES), (0, count), (count, count + 24)))
    lunches = units.quotients([day[:, PARTS:] for day in days])
    every_fit = []
    for n, shares in enumerate(units.shares_of(moves)):
        fits, zone_fits, busy = level[n]
        profile = _profile(days[n], busy, lunches[n], shares.part(-1))
        of_zones = zone_fits[zones.place]
        every_fit.append(ClockFits(shares.part(SHIFTS), fits[SHIFTS], zones, of_zones, profile))
    return every_fit


def _profile(day: Floats, busy: Ints, lunch: Interval, evening: Interval) -> DayProfile:
    """Return the hours of the day on a clock, from what `_parts_of_day` picks of each week."""
    hours = day[:, :24].sum(0).astype(np.int64)
    peaks = tuple(np.flatnonzero(busy).tolist())
    evening = evening.scaled(24 / (EVENING.stop - EVENING.start))
    return DayProfile(hours, lunch, int(hours.argmax()), peaks, evening)


def posts_in_hours(
    quarters: Quarters, halves: Floats, zones: Zones, hours: tuple[int, int]
) -> Floats:
    """Return float[weeks, n]: posts in `hours` on each of 48 offsets, then on changed clocks."""
    if quarters.whole is None:
        return _posts_of_whole(quarters, zones, hours)
    posts, cut = quarters.part(_posts_of_whole(quarters.whole, zones, hours)), quarters.cut_weeks
    if cut:
        changed = zones.changed_in(quarters.first_week, quarters.weeks)
        posts[cut] = _on_each_clock(halves[cut], changed[cut], hours)
    return posts


@kept(KEPT_TABLES)
def _posts_of_whole(quarters: Quarters, zones: Zones, hours: tuple[int, int]) -> Floats:
    changed = zones.changed_in(quarters.first_week, quarters.weeks)
    return _on_each_clock(quarters.halves, changed, hours)


def _on_each_clock(halves: Floats, changed: Ints, hours: tuple[int, int]) -> Floats:
    fixed = halves @ _is_in_hours(hours)
    return np.hstack([fixed, np.take_along_axis(fixed, changed, axis=1)])


@lru_cache(maxsize=32)
def _is_in_hours(hours: tuple[int, int]) -> Floats:
    """Return float[48, 48]: whether each half-hour in UTC is in `hours` on each offset, from 0."""
    local = np.add.outer(np.arange(DAY_HALVES), np.arange(DAY_HALVES)) % DAY_HALVES
    return ((local >= 2 * hours[0]) & (local < 2 * hours[1])).astype(float)


@lru_cache(maxsize=64)
def _parts_of_day(offset: int) -> Floats:
    """Return float[48, 27]: whether each half-hour in UTC is in each part of the day on a clock.

    The parts are the 24 hours and the EVENING, which are PARTS, then LUNCH and the hours around it.
    """
    local = (np.arange(DAY_HALVES) + offset) % DAY_HALVES // 2
    hours = np.equal.outer(local, np.arange(24))
    parts = (hours[:, EVENING], hours[:, list(LUNCH)], hours[:, list(AROUND_LUNCH)])
    return np.column_stack([hours, *(part.any(1) for part in parts)]).astype(float)
