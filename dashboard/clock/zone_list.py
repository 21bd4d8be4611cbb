"""Zones by the place that they are named after, as a reader chooses one: "Bangkok (UTC+7)".

A zone for each country and each history of its clocks (the tz database's `zone.tab`), and no other:
older spellings of a name (its links), zones that are no place, and offsets alone are left out. A
link may name these all the same.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from dashboard.clock.local_time import DAY, day_number, offsets_at, spelled
from dashboard.clock.places import name_of

YEAR = 2021  # of the last disclosure: its offsets stand beside a name
DAYS = (date(YEAR, 1, 1), date(YEAR, 7, 1))  # in winter and in summer


class NamedZone(NamedTuple):
    """A zone as it is listed; `terms` is what else finds it: its country, an area, older names."""

    zone: str
    label: str
    terms: str = ""


@cache
def named_zones() -> dict[str, NamedZone]:
    """Return every zone that is offered, in order of the labels."""
    older: dict[str, list[str]] = {}
    for target, link in _links():
        older.setdefault(target, []).append(link)
    countries = {code: country for code, country in _fields("iso3166.tab")}
    rows = [(zone, [countries[code], *area]) for code, _, zone, *area in _fields("zone.tab")]
    every = {zone for zone, _ in rows}
    named = (
        NamedZone(zone, label_of(zone), " ".join([*area, *sorted({*older.get(zone, ())} - every)]))
        for zone, area in rows
    )
    return {zone.zone: zone for zone in sorted(named, key=lambda zone: zone.label)}


@cache
def label_of(zone: str) -> str:
    """Return "London (UTC+0, UTC+1 in summer)", or of a zone that is no place its name."""
    winter, summer = _offsets(zone)
    offsets = spelled(winter)
    offsets += f", {spelled(summer)} in summer" if winter != summer else ""
    name = zone if zone.startswith("Etc/") else name_of(zone)
    return f"{name} ({offsets})"


def time_of(zone: str) -> str:
    """Return "UTC" or "London time"; of a zone that is no place its offset: Etc/GMT+8 is UTC-8."""
    if zone.upper() == "UTC":
        return "UTC"
    if zone.startswith("Etc/"):
        return spelled(_offsets(zone)[0])
    return f"{name_of(zone) if zone in named_zones() else zone.replace('_', ' ')} time"


def _offsets(zone: str) -> tuple[int, int]:
    """Return the offsets of a zone in winter and in summer, the lower first."""
    shifts = offsets_at(zone, (day_number(day) * DAY for day in DAYS)).tolist()
    return min(shifts), max(shifts)


def _links() -> Iterator[tuple[str, str]]:
    """Yield (zone, another name of it) of every link in the tz database."""
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, target, link = line.split()
            yield target, link


def _fields(name: str) -> Iterator[list[str]]:
    """Yield the fields of each row of a table; in zone.tab the last may be missing."""
    for line in _lines(name):
        if line and not line.startswith("#"):
            yield line.split("\t")


def _lines(name: str) -> list[str]:
    text = resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return text.splitlines()
