"""Places whose clocks an operation's hours are compared with: large cities, one zone each.

The tz database names a zone after the most populous city in it (its file `theory.html`), so the
list needs no other names. It has a place for each offset and each rule of summer time under which
millions of people have lived since 2006. Kathmandu is left out: its offset is no whole number of
half-hours.

`Zones` has the offset that each clock really had, week by week. A week in which a clock changed
counts by the offset of its Thursday.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np

from dashboard.clock.local_time import (
    DAY,
    EPOCH_MONDAY,
    FIRST_DAY,
    LAST_DAY,
    MONDAY,
    WEEK,
    Ints,
    day_number,
    offsets_at,
)

ZONES = (
    *("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver"),
    *("America/Chicago", "America/Mexico_City", "America/Tegucigalpa", "America/New_York"),
    *("America/Havana", "America/Bogota", "America/Lima", "America/Guayaquil", "America/Caracas"),
    *("America/Santiago", "America/La_Paz", "America/Sao_Paulo", "America/Argentina/Buenos_Aires"),
    *("America/St_Johns", "Africa/Accra", "Africa/Casablanca", "Europe/London", "Africa/Lagos"),
    *("Europe/Paris", "Europe/Madrid", "Europe/Berlin", "Europe/Belgrade", "Europe/Kyiv"),
    *("Africa/Cairo", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Damascus", "Europe/Istanbul"),
    *("Europe/Minsk", "Europe/Moscow", "Africa/Nairobi", "Africa/Dar_es_Salaam"),
    *("Africa/Kampala", "Asia/Baghdad", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Yerevan", "Asia/Baku", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent"),
    *("Asia/Yekaterinburg", "Asia/Kolkata", "Asia/Dhaka", "Asia/Almaty", "Asia/Novosibirsk"),
    *("Asia/Yangon", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Shanghai"),
    *("Asia/Hong_Kong", "Asia/Taipei", "Asia/Manila", "Asia/Singapore", "Asia/Kuala_Lumpur"),
    *("Australia/Perth", "Asia/Pyongyang", "Asia/Tokyo", "Asia/Seoul", "Australia/Adelaide"),
    *("Australia/Brisbane", "Australia/Sydney", "Asia/Vladivostok", "Pacific/Auckland"),
)


def name_of(zone: str) -> str:
    """Return the city that a zone is named after: "Ho Chi Minh" of "Asia/Ho_Chi_Minh"."""
    return zone.rpartition("/")[2].replace("_", " ")


DAY_HALVES = 48  # half-hours of a day, in which offsets are counted here
THURSDAY_NOON = 3 * DAY + DAY // 2
# The weeks of 2006 to 2029, counted from EPOCH_MONDAY.
FIRST_WEEK, LAST_WEEK = ((day_number(day) - MONDAY) // 7 for day in (FIRST_DAY, LAST_DAY))


class Zones:
    """The offsets of places by week; the first of a process costs 0.1 s.

    `place`: for each zone its offset, 0 to 47, if it never changed, or 48 and more: its number
    among the clocks that changed.
    """

    def __init__(self, zones: Iterable[str] = ZONES) -> None:
        shifts = {zone: _by_week(zone) for zone in dict.fromkeys(zones)}
        # A clock that is no whole number of half-hours is none of those tried.
        self.zones = tuple(zone for zone, weeks in shifts.items() if not (weeks % 2).any())
        self.names = tuple(map(name_of, self.zones))
        self._weeks = np.array([shifts[zone] // 2 for zone in self.zones], np.int64).T
        moved = np.flatnonzero((self._weeks != self._weeks[:1]).any(0)).tolist()
        clocks = {zone: self._weeks[:, zone].tobytes() for zone in moved}
        zone_of = {clock: zone for zone, clock in clocks.items()}  # one zone for each clock
        number = {clock: DAY_HALVES + n for n, clock in enumerate(zone_of)}
        self.place = self._weeks[0] % DAY_HALVES
        self.place[moved] = [number[clock] for clock in clocks.values()]
        self._changed = self._weeks[:, list(zone_of.values())] % DAY_HALVES

    def changed_in(self, first: int, count: int) -> Ints:
        """Return int64[weeks, n]: the offsets, 0 to 47, of clocks that ever changed, each once.

        `first` is the number of the first of `count` weeks, counted from EPOCH_MONDAY.
        """
        return self._changed[first - FIRST_WEEK : first - FIRST_WEEK + count]


@cache
def _by_week(zone: str) -> Ints:
    """Return int64[weeks] from FIRST_WEEK on: the offset on each Thursday, in quarter-hours."""
    weeks = range(FIRST_WEEK, LAST_WEEK + 1)
    return offsets_at(zone, (EPOCH_MONDAY + week * WEEK + THURSDAY_NOON for week in weeks))
