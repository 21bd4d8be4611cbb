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

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

import numpy as np

from dashboard.clock import DAY, EPOCH_MONDAY, FIRST_DAY, LAST_DAY, WEEK, Ints, offsets_at
from dashboard.measures.days import quarters_by_week
from dashboard.measures.office import OFFICE
from dashboard.measures.resampling import Floats, Interval, Units, ratio
from dashboard.places import ZONES, name_of

DAY_HALVES = 48  # half-hours of a day, in which offsets are counted here
OFFSETS = np.arange(-24, 29)  # -12:00 to +14:00
THURSDAY_NOON = 3 * DAY + DAY // 2
# The weeks of 2006 to 2029, counted from EPOCH_MONDAY.
FIRST_WEEK, LAST_WEEK = ((day - date(1969, 12, 29)).days // 7 for day in (FIRST_DAY, LAST_DAY))
LUNCH, AROUND_LUNCH = (12, 13), (11, 14)
NOON = (10, 11, 12)
EVENING = slice(18, 24)


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

    `share`: posts in office hours over all posts. `behind`: how far below the best offset. `fits`:
    not below it by more than chance. `own` and `own_fits` are the same of each place's own clock.
    """

    share: Interval
    behind: Interval
    fits: Ints  # bool
    zones: "Zones"
    histories: "Histories"
    own: Floats
    own_fits: Ints  # bool
    profile: Profile

    @property
    def best(self) -> int:
        """Return the best offset, in half-hours; of twins, the lower one."""
        return int(OFFSETS[self.share.estimate.argmax()])

    @property
    def consistent(self) -> tuple[int, ...]:
        """Return all offsets that fit, in half-hours."""
        return tuple(OFFSETS[self.fits].tolist())

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return every place that was tried, in the order of the list."""
        found = self.histories.offsets, self.own.tolist(), self.own_fits.tolist()
        return tuple(map(Place, self.zones.zones, self.zones.names, *found))

    @property
    def fitting(self) -> list[str]:
        """Return the names of the places whose own clock fits, in the order of the list."""
        return [self.zones.names[place] for place in np.flatnonzero(self.own_fits).tolist()]


class Zones:
    """The offsets of places by week, made once; costs 0.1 s."""

    def __init__(self, zones: Iterable[str] = ZONES) -> None:
        found = {zone: _by_week(zone) for zone in dict.fromkeys(zones)}
        # A clock that is no whole number of half-hours is none of those tried.
        self.zones = tuple(zone for zone, shifts in found.items() if not (shifts % 2).any())
        self.names = tuple(map(name_of, self.zones))
        weeks = np.array([found[zone] // 2 for zone in self.zones], np.int8)
        self._weeks = np.asfortranarray(weeks.T)  # the weeks of a zone lie side by side
        self.between = lru_cache(maxsize=64)(self._between)

    def _between(self, first: int, count: int) -> "Histories":
        """Return the offsets of `count` weeks from number `first` on, counted from EPOCH_MONDAY."""
        shown = self._weeks[first - FIRST_WEEK : first - FIRST_WEEK + count]
        place = shown[0].astype(np.int64) % DAY_HALVES
        moved = np.flatnonzero((shown != shown[:1]).any(0)).tolist()
        clocks = {zone: shown[:, zone].tobytes() for zone in moved}
        zone_of = {clock: zone for zone, clock in clocks.items()}  # one zone for each clock
        number = {clock: DAY_HALVES + n for n, clock in enumerate(zone_of)}
        place[moved] = [number[clock] for clock in clocks.values()]
        changed = shown[:, list(zone_of.values())].astype(np.int64) % DAY_HALVES
        return Histories(changed, place, shown)


@dataclass(frozen=True, eq=False)
class Histories:
    """What clocks the places had in some weeks.

    `changed`: int64[weeks, n], the offsets, 0 to 47, of clocks that changed, each once. `place`:
    for each zone its offset, 0 to 47, or 48 and more for a clock in `changed`. `weeks`: int8[weeks,
    zones], the offset of each zone in each week.
    """

    changed: Ints
    place: Ints
    weeks: Ints

    @cached_property
    def offsets(self) -> tuple[tuple[int, ...], ...]:
        """Return for each zone all offsets that it had, oldest first."""
        return tuple(tuple(dict.fromkeys(column.tolist())) for column in self.weeks.T)


def _by_week(zone: str) -> Ints:
    """Return int64[weeks] from FIRST_WEEK on: the offset on each Thursday, in quarter-hours."""
    weeks = range(FIRST_WEEK, LAST_WEEK + 1)
    return offsets_at(zone, (EPOCH_MONDAY + week * WEEK + THURSDAY_NOON for week in weeks))


def clocks(quarters: Ints, start: int, zones: Zones, hours: tuple[int, int] = OFFICE) -> Clocks:
    """Return how well each clock fits posts by quarter-hour.

    `quarters` is int[n] from slot `start` on, in UTC, as Cells.quarters gives it. `hours` are
    [first, last) of the local day.
    """
    halves = _halves(quarters_by_week(quarters, start))
    units = Units(halves.sum(1))
    inside = halves @ _open(hours)
    share, below = map(_every, units.ranked(inside))
    histories = zones.between((start - EPOCH_MONDAY) // WEEK, len(halves))
    own, own_fits = _own(inside, units, histories)
    profile = _profile(halves, units, int(OFFSETS[share.estimate.argmax()]))
    return Clocks(share, below, ~(below.high < 0), zones, histories, own, own_fits, profile)


def _halves(quarters: Ints) -> Floats:
    """Return float[weeks, 48] by half-hour."""
    return (quarters[:, 0::2] + quarters[:, 1::2]).astype(float)


@cache
def _open(hours: tuple[int, int]) -> Floats:
    """Return float[48, 48]: whether each half-hour in UTC is in `hours` on each offset, from 0."""
    local = np.add.outer(np.arange(DAY_HALVES), np.arange(DAY_HALVES)) % DAY_HALVES
    return ((local >= 2 * hours[0]) & (local < 2 * hours[1])).astype(float)


def _every(found: Interval) -> Interval:
    """Return an interval of OFFSETS from one of the 48 times of day that they show."""
    ends = np.array([found.estimate, found.low, found.high])
    estimate, low, high = ends[:, OFFSETS % DAY_HALVES]
    return Interval(estimate, low, high, found.units, found.worth)


def _own(inside: Floats, units: Units, histories: Histories) -> tuple[Floats, Ints]:
    """Return the share on each place's own clock, and whether it fits.

    Clocks that changed are compared with the best of the fixed offsets and of each other.
    """
    every = np.hstack([inside, np.take_along_axis(inside, histories.changed, axis=1)])
    fits = ~(units.behind(every).high < 0)
    share = every.sum(0) / (units.total or np.nan)
    return share[histories.place], fits[histories.place]


def _profile(halves: Floats, units: Units, offset: int) -> Profile:
    """Return the hours of the day on a clock."""
    local = np.roll(halves, offset, axis=1)
    hours, even = local[:, 0::2] + local[:, 1::2], np.full(len(local), 2)
    lunch = ratio(*((hours[:, one] + hours[:, two], even) for one, two in (LUNCH, AROUND_LUNCH)))
    peaks = np.flatnonzero(~(units.behind(hours).high < 0)).tolist()
    evening = units.shares(hours[:, EVENING].sum(1)).scaled(24 / (EVENING.stop - EVENING.start))
    day = hours.sum(0).astype(np.int64)
    return Profile(day, lunch, int(day.argmax()), tuple(peaks), evening)
