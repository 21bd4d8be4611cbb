"""An operation's posts by local day and hour under the filters of a view, and its calendar.

What is counted for all days of an operation is kept, so that another period costs a slice.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import numpy as np

from dashboard.calendars import day_kinds
from dashboard.clock import DAY, FIRST_DAY, LAST_DAY, Ints, local
from dashboard.facts import Country
from dashboard.measures.asking import NO_ROWS, choose
from dashboard.measures.cells import Cells, Chosen
from dashboard.measures.days import EPOCH, Days, local_days
from dashboard.measures.world import World
from dashboard.period import OPEN, Period
from dashboard.releases import Operation
from dashboard.view import View

NOTHING = Days(FIRST_DAY, np.zeros((1, 24), np.int64))  # a day without posts


@dataclass(frozen=True, eq=False)
class Daily:
    """Posts of each local day from the first post to the last, and what kind of day each was."""

    days: Days
    kinds: Ints  # int8[days], places in calendars.KINDS
    country: Country

    @property
    def posts(self) -> int:
        return int(self.days.daily.sum())


def calendar_of(world: World, operation: Operation) -> Country:
    """Return whose calendar is used: of several countries the one that is named first."""
    return world.catalogue.countries[operation.releases[0].countries[0]]


def daily(world: World, operation: Operation, view: View) -> Daily | str:
    """Return the posts under the filters by day, on the clock shown, or why they are not known.

    Of several collections each is counted on its own clock. Days run from the first post under the
    filters to the last; within a period, of what the period holds.
    """
    return _daily(world, operation.slug, view.own(operation.slug).counting)


@lru_cache(maxsize=256)
def _daily(world: World, column: str, view: View) -> Daily | str:
    operation, parts = world.column(column), []
    for source in world.sources_of(column):
        chosen = choose(world, source, view)
        if isinstance(chosen, str):
            return chosen
        parts.append(_all_days(source.cells, chosen.zone, chosen.groups, chosen.themes))
    if not parts:
        return NO_ROWS
    days = _within(_added(parts), view.period)
    country = calendar_of(world, operation)
    return Daily(days, day_kinds(country, days.first, days.last), country)


def quarters(world: World, operation: Operation, view: View) -> tuple[Ints, int]:
    """Return (int[n], start): posts under the filters by quarter-hour in UTC from slot `start` on.

    Nothing where `daily` knows nothing. A period is that of the clock shown.
    """
    return _quarters(world, operation.slug, view.own(operation.slug).counting)


@lru_cache(maxsize=256)
def _quarters(world: World, column: str, view: View) -> tuple[Ints, int]:
    parts = []
    for source in world.sources_of(column):
        chosen = choose(world, source, view)
        if not isinstance(chosen, str):
            found, start = _all_quarters(source.cells, chosen.groups, chosen.themes)
            lo, hi = (min(max(end - start, 0), len(found)) for end in (chosen.lo, chosen.hi))
            parts += [(found[lo:hi], start + lo)] if lo < hi else []
    if len(parts) < 2:
        return parts[0] if parts else (np.zeros(0, np.int64), 0)
    start = min(begin for _, begin in parts)
    whole = np.zeros(max(begin + len(posts) for posts, begin in parts) - start, np.int64)
    for posts, begin in parts:
        whole[begin - start : begin - start + len(posts)] += posts
    return whole, start


@lru_cache(maxsize=64)
def _all_quarters(
    cells: Cells, groups: tuple[int, ...] | None, themes: tuple[int, ...] | None
) -> tuple[Ints, int]:
    """Return all posts of these groups and themes, whatever the period and the clock."""
    lo, hi = (
        (end.toordinal() - EPOCH.toordinal()) * DAY + shift
        for end, shift in ((FIRST_DAY, -DAY), (LAST_DAY, 2 * DAY))
    )
    return cells.quarters(Chosen(lo, hi, "UTC", groups, themes))


@lru_cache(maxsize=128)
def _all_days(
    cells: Cells, zone: str, groups: tuple[int, ...] | None, themes: tuple[int, ...] | None
) -> Days:
    """Return all days that have posts of these groups and themes, whatever the period."""
    found, start = _all_quarters(cells, groups, themes)
    held = np.flatnonzero(found)
    if not len(held):
        return NOTHING
    ends_local = local(start + held[[0, -1]], zone) // DAY
    first, last = (EPOCH + timedelta(int(day)) for day in ends_local)
    return local_days(found, start, zone, first, last)


def _within(days: Days, period: Period) -> Days:
    """Return the days of a period, from its first day with posts to its last."""
    if period == OPEN:
        return days
    lo = max(0, ((period.start or days.first) - days.first).days)
    hi = min(len(days.posts), ((period.end or days.last) - days.first).days + 1)
    held = np.flatnonzero(days.daily[lo:hi]) if lo < hi else np.zeros(0, np.int64)
    if not len(held):
        return NOTHING
    lo, hi = lo + int(held[0]), lo + int(held[-1]) + 1
    return Days(days.first + timedelta(lo), days.posts[lo:hi])


def _added(parts: list[Days]) -> Days:
    """Return the sum of several, from the earliest day of any to the latest."""
    parts = [part for part in parts if part is not NOTHING]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    posts = np.zeros(((last - first).days + 1, 24), np.int64)
    for part in parts:
        begin = (part.first - first).days
        posts[begin : begin + len(part.posts)] += part.posts
    return Days(first, posts)
