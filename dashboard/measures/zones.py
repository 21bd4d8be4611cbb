"""The clocks of places, week by week: the offset that each really had.

A week in which a clock changed counts by the offset of its Thursday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from dashboard.clock import DAY, EPOCH_MONDAY, FIRST_DAY, LAST_DAY, WEEK, Ints, offsets_at
from dashboard.places import ZONES, name_of

DAY_HALVES = 48  # half-hours of a day, in which offsets are counted here
THURSDAY_NOON = 3 * DAY + DAY // 2
# The weeks of 2006 to 2029, counted from EPOCH_MONDAY.
FIRST_WEEK, LAST_WEEK = ((day - date(1969, 12, 29)).days // 7 for day in (FIRST_DAY, LAST_DAY))


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
