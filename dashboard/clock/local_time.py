"""Zones and local time: from quarter-hours in UTC to weekday and hour on somebody's clock.

Time is counted in slots: quarter-hours since 1970-01-01 00:00 UTC. Every UTC offset in force since
2006 is a whole number of slots. Seven zones change their clocks at one minute past the hour in some
years (Asia/Gaza among them); there a change is rounded to its slot, so at most the posts of one
quarter-hour a change can land in the neighbouring hour. Zones come from the tzdata package, never
from the operating system, so that every machine counts alike.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

SLOT = 900  # seconds
DAY = 96  # slots
WEEK = 7 * DAY
HOURS = 168  # of a week
EPOCH = date(1970, 1, 1)  # days and slots are counted from it, in UTC or on a clock
MONDAY = -3  # it was a Thursday: the day of the Monday before it
EPOCH_MONDAY = MONDAY * DAY
# The archive reaches from Twitter's first year to a little past the last disclosure.
FIRST_DAY, LAST_DAY = date(2006, 1, 1), date(2029, 12, 31)

Ints = npt.NDArray[Any]


def day_of(day: int) -> date:
    """Return the day that is counted from 1970-01-01."""
    return EPOCH + timedelta(day)


def day_number(day: date) -> int:
    """Return a day counted from 1970-01-01."""
    return (day - EPOCH).days


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA zone name that the tzdata package knows."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text().split())


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name. Raises ValueError for a name that tzdata does not know."""
    if name not in zone_names():
        raise ValueError(f"{name} is not an IANA time zone.")
    path = resources.files("tzdata.zoneinfo").joinpath(*name.split("/"))
    with path.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def span(name: str, start: date | None, end: date | None) -> tuple[int, int]:
    """Return [lo, hi) in slots of the local days `start` to `end`, both included, None = open."""
    return _midnight(name, start or FIRST_DAY), _midnight(name, (end or LAST_DAY) + timedelta(1))


@lru_cache(maxsize=4096)
def _midnight(name: str, day: date) -> int:
    """Slot at which local `day` begins; where midnight is skipped, the first slot that exists."""
    local = datetime(day.year, day.month, day.day, tzinfo=zone(name))
    return int(local.timestamp()) // SLOT


def midnights(name: str, days: Ints) -> Ints:
    """Return the slots at which local days begin, as `span` does; days count from 1970-01-01."""
    starts, shifts = offsets(name)
    # An hour that comes twice is meant the first time, one that is skipped by the clock before it.
    latest = starts[1:] + np.maximum(shifts[:-1], shifts[1:])
    slots: Ints = days * DAY - shifts[np.searchsorted(latest, days * DAY, side="right")]
    return slots


@cache
def offsets(name: str) -> tuple[Ints, Ints]:
    """Return (starts, offsets): from slot starts[i] on, local time is UTC plus offsets[i] slots."""
    lo, hi = span("UTC", FIRST_DAY - timedelta(2), LAST_DAY + timedelta(2))
    starts, shifts = [lo], [_offset(name, lo)]
    for slot in range(lo, hi, DAY):
        shift = _offset(name, slot + DAY)
        if shift != shifts[-1]:
            starts.append(_first_change(name, slot, slot + DAY))
            shifts.append(shift)
    return np.array(starts), np.array(shifts)


def _offset(name: str, slot: int) -> int:
    offset = datetime.fromtimestamp(slot * SLOT, zone(name)).utcoffset()
    return int(offset.total_seconds() // SLOT) if offset is not None else 0


def offsets_at(name: str, slots: Iterable[int]) -> Ints:
    """Return int64[n]: the UTC offset at each slot, in slots; for few slots faster than `local`."""
    return np.array([_offset(name, slot) for slot in slots], np.int64)


def _first_change(name: str, before: int, after: int) -> int:
    """First slot in (before, after] whose offset differs from that of `before`."""
    old, slots = _offset(name, before), range(before, after)
    return before + bisect_left(slots, True, key=lambda slot: _offset(name, slot) != old)


def segments(name: str, lo: int, hi: int) -> list[tuple[int, int, int]]:
    """Cut [lo, hi) into (start, end, offset) with one UTC offset each, all in slots."""
    starts, shifts = _listed(name)
    first, last = (bisect_right(starts, end) - 1 for end in (lo, hi - 1))
    edges = [lo, *starts[first + 1 : last + 1], hi]
    return list(zip(edges, edges[1:], shifts[first : last + 1], strict=False))


@cache
def _listed(name: str) -> tuple[list[int], list[int]]:
    """Return `offsets` as lists, in which a few are found sooner than in arrays."""
    starts, shifts = offsets(name)
    return starts.tolist(), shifts.tolist()


def week_hours(slots: Ints, name: str) -> Ints:
    """Return for each slot its local hour of the week: 0 = Monday 00:00, 167 = Sunday 23:00."""
    return (local(slots, name) - EPOCH_MONDAY) % WEEK // 4


def local(slots: Ints, name: str) -> Ints:
    """Return for each slot the quarter-hour that the clock shows, counted from its 1970-01-01."""
    starts, shifts = offsets(name)
    shown: Ints = slots + shifts[np.searchsorted(starts, slots, side="right") - 1]
    return shown


def offset_at(name: str, slot: int) -> int:
    """Return the UTC offset in force at a slot, in slots."""
    starts, shifts = _listed(name)
    return shifts[bisect_right(starts, slot) - 1]


def offsets_between(name: str, lo: int, hi: int) -> list[str]:
    """Return the distinct UTC offsets in [lo, hi) as "UTC+3", "UTC-4:30", in order of first use."""
    return list(dict.fromkeys(spelled(shift) for _, _, shift in segments(name, lo, hi)))


def spelled(shift: int) -> str:
    """Return an offset in slots as "UTC+3", "UTC-4:30"."""
    hours, quarters = divmod(abs(shift), 4)
    minutes = f":{quarters * 15:02d}" if quarters else ""
    return f"UTC{'-' if shift < 0 else '+'}{hours}{minutes}"
