"""What kind of day it was: every row of the checked weeks, China's make-up days, the odd cases."""

import csv
import re
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest

from dashboard.catalogue.releases import read_catalogue
from dashboard.clock import local_time
from dashboard.clock.calendars import (
    HALF_DAY,
    HOLIDAY,
    KINDS,
    MAKE_UP,
    WEEKDAYS,
    WEEKEND,
    WORKING,
    Country,
    day_kinds,
)
from dashboard.settings import ROOT

WEEKS = ROOT / "tests" / "data" / "weeks.csv"
ROWS = list(csv.DictReader(WEEKS.read_text(encoding="utf-8").splitlines()))
FIRST, LAST = date(2007, 1, 1), date(2022, 12, 31)
# Two places that releases were operated from are no countries of the catalogue.
COUNTRIES = {c.iso2: c for c in read_catalogue(ROOT / "data" / "releases.toml").countries.values()}
COUNTRIES |= {iso2: Country(iso2.lower(), iso2, iso2) for iso2 in ("GH", "NG")}
CHINA = COUNTRIES["CN"]


def rows(kind: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["kind"] == kind]


def bounds(row: dict[str, str]) -> tuple[date, date]:
    since = date.fromisoformat(row["valid_from"] or FIRST.isoformat())
    until = date.fromisoformat(row["valid_to"] or LAST.isoformat())
    return max(since, FIRST), min(until, LAST)


def label(row: dict[str, str]) -> str:
    return f"{row['iso2']}-{row['valid_from'] or 'ever'}"


def kind_of(country: Country, day: date) -> int:
    return int(day_kinds(country, day, day)[0])


@pytest.mark.parametrize("row", rows("weekend"), ids=label)
def test_weekly_days_off_are_those_of_the_sources(row):
    """On a plain day the kind follows from the weekday; holidays and make-up days are apart."""
    since, until = bounds(row)
    names = row["value"].split(",")
    expected = {name: WEEKEND if name in names else WORKING for name in WEEKDAYS}
    expected |= {name: HALF_DAY for name in row["half_day"].split(",") if name}
    kinds = day_kinds(COUNTRIES[row["iso2"]], since, until)
    usual = np.array([expected[WEEKDAYS[(since.weekday() + n) % 7]] for n in range(len(kinds))])
    if not shut_for_a_while(row):
        usual[closed(row["iso2"], since, until)] = WEEKEND
    exempt = (kinds == HOLIDAY) | (kinds == MAKE_UP)
    assert (kinds[~exempt] == usual[~exempt]).all()
    assert (usual[kinds == MAKE_UP] == WEEKEND).all()
    assert (usual[kinds == HOLIDAY] != WEEKEND).all()


def shut_for_a_while(row: dict[str, str]) -> bool:
    return row["iso2"] == "VE" and bool(row["valid_from"])


def closed(iso2: str, since: date, until: date) -> list[int]:
    """Return the places of the days that a closure row, within a longer row, has off."""
    found = []
    for row in rows("weekend"):
        if row["iso2"] == iso2 and shut_for_a_while(row):
            days = [date.fromisoformat(row[end]) for end in ("valid_from", "valid_to")]
            every = [days[0] + timedelta(n) for n in range((days[1] - days[0]).days + 1)]
            off = [day for day in every if WEEKDAYS[day.weekday()] in row["value"].split(",")]
            found += [(day - since).days for day in off]
    return found


def make_up_days(country: Country, first: date, last: date) -> tuple[date, ...]:
    """Return the weekend days from `first` to `last` that were worked."""
    found = np.flatnonzero(day_kinds(country, first, last) == MAKE_UP)
    return tuple(first + timedelta(int(n)) for n in found)


@pytest.mark.parametrize("iso2", sorted(COUNTRIES))
def test_make_up_days_are_those_of_the_sources(iso2):
    listed = [row["value"].split() for row in rows("make_up_days") if row["iso2"] == iso2]
    expected = sorted(date.fromisoformat(day) for days in listed for day in days)
    found = make_up_days(COUNTRIES[iso2], date(2008, 1, 1), date(2021, 12, 31))
    assert list(found) == expected


@pytest.mark.parametrize("row", rows("zone_law"), ids=label)
def test_zone_laws_are_those_of_the_sources(row):
    """A law may change at night, so the day on either side is left out."""
    since, until = bounds(row)
    lo, hi = local_time.span(row["zone"], since + timedelta(1), until - timedelta(1))
    expected = set(re.findall(r"UTC[+-]\d+(?::\d+)?", row["value"]))
    assert set(local_time.offsets_between(row["zone"], lo, hi)) == expected


def test_every_row_was_used_and_every_country_has_one():
    assert len(ROWS) == 89
    assert sum(len(rows(kind)) for kind in ("weekend", "make_up_days", "zone_law")) == 89
    assert {row["iso2"] for row in rows("weekend")} == set(COUNTRIES)


def test_china_worked_fourteen_weekend_days_between_2018_and_april_2020():
    told = (
        "2018-02-11 2018-02-24 2018-04-08 2018-04-28 2018-09-29 2018-09-30 2018-12-29 "
        "2019-02-02 2019-02-03 2019-04-28 2019-05-05 2019-09-29 2019-10-12 2020-01-19"
    )
    expected = tuple(date.fromisoformat(day) for day in told.split())
    assert make_up_days(CHINA, date(2018, 1, 1), date(2020, 4, 17)) == expected
    assert len(expected) == 14


@pytest.mark.parametrize(
    ("iso2", "day", "kind"),
    [
        ("CN", date(2019, 10, 1), HOLIDAY),  # National Day, a Tuesday
        ("CN", date(2019, 10, 5), WEEKEND),  # a Saturday in the same holiday week
        ("CN", date(2019, 10, 7), HOLIDAY),
        ("CN", date(2019, 10, 8), WORKING),
        ("CN", date(2019, 10, 12), MAKE_UP),  # the Saturday worked for it
        ("TH", date(2019, 4, 15), HOLIDAY),  # Songkran
        ("TH", date(2020, 4, 13), WORKING),  # Songkran was put off in the epidemic
        ("IR", date(2019, 3, 21), HOLIDAY),  # Nowruz, on a Thursday, else a half day
        ("IR", date(2019, 6, 13), HALF_DAY),
        ("IR", date(2019, 6, 14), WEEKEND),
        ("SA", date(2013, 6, 27), WEEKEND),  # the last Thursday off
        ("SA", date(2013, 7, 4), WORKING),
        ("SA", date(2013, 7, 6), WEEKEND),
        ("RU", date(2018, 3, 9), HOLIDAY),  # bridged
        ("RU", date(2018, 4, 28), MAKE_UP),
        ("GH", date(2019, 3, 6), HOLIDAY),  # no country of the catalogue: the package's weekend
        ("GH", date(2019, 3, 9), WEEKEND),
        ("VE", date(2016, 4, 15), WEEKEND),  # a Friday without power
    ],
)
def test_days_that_a_reader_can_look_up(iso2, day, kind):
    found = kind_of(COUNTRIES[iso2], day)
    assert found == kind, f"{KINDS[found]}, not {KINDS[kind]}"


def test_days_outside_the_calendar_are_refused():
    with pytest.raises(ValueError, match="Calendars reach from 2006-01-01 to 2029-12-31"):
        day_kinds(CHINA, date(2005, 12, 31), date(2006, 1, 3))
    with pytest.raises(ValueError, match="No holidays are known for the country XX"):
        day_kinds(Country("x", "X", "XX"), date(2010, 1, 1), date(2010, 1, 2))


def test_calendars_are_whole_and_cannot_be_changed():
    kinds = day_kinds(CHINA, date(2006, 1, 1), date(2029, 12, 31))
    assert kinds.dtype == np.int8 and len(kinds) == 8766
    with pytest.raises(ValueError, match="read-only"):
        kinds[0] = MAKE_UP


def test_the_package_loads_only_when_a_calendar_is_asked_for():
    code = "import sys, dashboard.clock.calendars; print('holidays' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout.strip() == "False", ran.stderr
