"""Calendars: what kind of day each local day was in a country.

The weekly days off come from the catalogue, by year and with their sources. Public holidays and
make-up working days come from the `holidays` package, which needs no network. The package is
loaded when a calendar is first asked for, and one country at a time.

Where the package is coarse:
- The day of a Muslim or Hindu feast depends on the moon and is often calculated, not announced: it
  can be a day off.
- Holidays of parts of a country (Spain's regions, for one) are left out, and so are closures by
  decree, Ramadan hours and the weeks in which a whole country is half asleep.
- It knows no half days at weekends, and in Venezuela it counts Saturday as worked: both come from
  the catalogue here. For Spain it begins in 2008.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from dashboard.clock.local_time import FIRST_DAY, LAST_DAY, Ints

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Weekend:
    """The weekly days off of a country, and between which days that held; None = throughout."""

    days: tuple[str, ...]  # of WEEKDAYS
    source: str
    half_days: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds(self, first: date, last: date) -> bool:
        """Return whether it was in force on any day from `first` to `last`."""
        return (self.since or first) <= last and (self.until or last) >= first


@dataclass(frozen=True)
class Country:
    """A country that the platform attributed releases to."""

    slug: str
    name: str
    iso2: str
    short: str = ""
    weekends: tuple[Weekend, ...] = ()


WORKING, WEEKEND, HALF_DAY, HOLIDAY, MAKE_UP = range(5)
# What a kind of day is called, by its number.
KINDS = (
    "working day",
    "weekend day",
    "half day",
    "public holiday",
    "make-up working day",
)
YEARS = range(FIRST_DAY.year, LAST_DAY.year + 1)


# Weekdays on which public offices were shut for a while, by a country's ISO 3166 code. Power was
# short in Venezuela in 2016. The last day is not certain: sources say end of May or June.
CLOSURES = {
    "VE": (
        Weekend(("Fri",), "http://uk.reuters.com/article/venezuela-energy-idUKL2N17A20L",
                since=date(2016, 4, 8), until=date(2016, 4, 26)),
        Weekend(("Wed", "Thu", "Fri"),
                "https://theweek.com/72068/why-venezuela-is-imposing-a-two-day-week",
                since=date(2016, 4, 27), until=date(2016, 6, 12)),
    )
}  # fmt: skip


def day_kinds(country: Country, first: date, last: date) -> Ints:
    """Return int8[days]: the kind of each local day from `first` to `last`, both included.

    WORKING, WEEKEND, HALF_DAY (of the weekly rest), HOLIDAY (one that falls on a day otherwise
    worked: a feast on a Sunday stays a weekend day) or MAKE_UP (a weekend day that was worked in
    exchange for another). Raises ValueError for days outside 2006 to 2029.
    """
    if first < FIRST_DAY or last > LAST_DAY:
        raise ValueError(f"Calendars reach from {FIRST_DAY} to {LAST_DAY}.")
    return _every_day(country)[_places_between(first, last)]


def working_weekdays(country: Country, first: date, last: date) -> Ints:
    """Return bool[days]: whether a local day is one on which the country's own week has work.

    Its weekend in that year is left out, half days too; holidays and make-up days change nothing.
    """
    return np.asarray(_weekly(country)[_places_between(first, last)] == WORKING)


def _places_between(first: date, last: date) -> slice:
    return slice((first - FIRST_DAY).days, (last - FIRST_DAY).days + 1)


@cache
def _every_day(country: Country) -> Ints:
    """Return int8[days] from FIRST_DAY to LAST_DAY: the kind of each day."""
    kinds, holidays = _weekly(country).copy(), _package(country.iso2)
    feasts = np.array(_places(holidays), np.int64)
    kinds[feasts[kinds[feasts] != WEEKEND]] = HOLIDAY
    kinds[_places(getattr(holidays, "weekend_workdays", ()))] = MAKE_UP
    kinds.flags.writeable = False
    return kinds


@cache
def _weekly(country: Country) -> Ints:
    """Return int8[days] from FIRST_DAY to LAST_DAY: WORKING, HALF_DAY or WEEKEND."""
    kinds = np.full((LAST_DAY - FIRST_DAY).days + 1, WORKING, np.int8)
    for weekend in _weekends(country):
        _mark(kinds, weekend.half_days, weekend, HALF_DAY)
    for weekend in (*_weekends(country), *CLOSURES.get(country.iso2, ())):
        _mark(kinds, weekend.days, weekend, WEEKEND)
    return kinds


def _mark(kinds: Ints, days: tuple[str, ...], weekend: Weekend, kind: int) -> None:
    """Give the days of these weekdays the kind, as long as the weekend was in force."""
    since = max(weekend.since or FIRST_DAY, FIRST_DAY)
    until = min(weekend.until or LAST_DAY, LAST_DAY)
    for name in days:
        ahead = (WEEKDAYS.index(name) - since.weekday()) % 7
        kinds[(since - FIRST_DAY).days + ahead : (until - FIRST_DAY).days + 1 : 7] = kind


def _places(days: Iterable[date]) -> list[int]:
    return [(day - FIRST_DAY).days for day in days if FIRST_DAY <= day <= LAST_DAY]


def _weekends(country: Country) -> tuple[Weekend, ...]:
    """Return the catalogue's weekends; for a place it does not attribute to, the package's."""
    if country.weekends:
        return country.weekends
    days = tuple(WEEKDAYS[number] for number in sorted(_package(country.iso2).weekend))
    return (Weekend(days, "Python holidays package"),)


@cache
def _package(iso2: str) -> Any:
    """Return the package's dict of date -> name. Raises ValueError for a country it lacks."""
    import holidays  # here, because it takes 60 ms that only a shown calendar should cost

    try:
        return holidays.country_holidays(iso2, years=YEARS, language="en_US")
    except NotImplementedError:
        raise ValueError(f"No holidays are known for the country {iso2}.") from None
