"""When were they active: posts by month, from an operation's first post to its last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from dashboard.clock import FIRST_DAY, LAST_DAY, Ints, span
from dashboard.measures.asking import Answer, basis, choose, operations
from dashboard.measures.cells import Chosen
from dashboard.measures.cited import month_name, month_number
from dashboard.measures.citing import answer, cited_basis, cited_posts
from dashboard.measures.shown import clock_name
from dashboard.measures.world import Source, World
from dashboard.period import Period
from dashboard.releases import Operation
from dashboard.view import View

FIRST_MONTH = month_number(str(FIRST_DAY))
BY_MONTH = "The cited counts are by whole months: begin and end the period with one."
NOT_SPLIT = "The cited counts by month are not split by language, kind or theme."


@dataclass(frozen=True, eq=False)
class Series:
    """Posts by month from month number `first` on; a month without posts within it is 0."""

    first: int
    posts: Ints
    basis: str
    clock: str  # whose months: zones, or UTC
    cited: bool = False

    @property
    def total(self) -> int:
        return int(self.posts.sum())

    @property
    def months(self) -> Iterator[tuple[str, int]]:
        """Yield each month as "YYYY-MM" with its posts."""
        for place, posts in enumerate(self.posts.tolist()):
            yield month_name(self.first + place), posts

    @property
    def peak(self) -> int:
        """Return the place of the month with the most posts, the earliest of equals."""
        return int(self.posts.argmax())

    @property
    def peak_share(self) -> float:
        """Return the busiest month's share of all posts of the series; there must be some."""
        return float(self.posts[self.peak] / self.total)

    @property
    def active(self) -> Ints:
        """Return the places of the months with posts."""
        places: Ints = np.flatnonzero(self.posts)
        return places


@dataclass(frozen=True)
class TimelineAnswer(Answer):
    """`series` has the operations whose posts by month are known."""

    series: dict[str, Series]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, told in self.series.items() if told.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and month: operation, start, unit, posts, basis.

        `start` is the month's first day; it and `posts` are empty where they are not known.
        """
        rows: list[tuple[str, str | None, str, int | None, str]] = []
        for operation in self.operations:
            if (series := self.series.get(operation.slug)) is None:
                told = basis(self.world, operation)
                rows.append((operation.slug, None, "month", None, told))
                continue
            months: list[tuple[str | None, int]] = [*series.months] or [(None, 0)]
            rows += [
                (operation.slug, month and f"{month}-01", "month", posts, series.basis)
                for month, posts in months
            ]
        frame = pd.DataFrame(rows, columns=["operation", "start", "unit", "posts", "basis"])
        return frame.astype({"posts": "Int64"})


def timeline(world: World, view: View) -> TimelineAnswer:
    """Count the posts of each operation by month, on the clock of the view where it is known."""
    chosen = operations(world, view)
    found = {o.slug: _found(world, o.slug, view.own(o.slug).counting) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if isinstance(told, Series)}
    return TimelineAnswer(world, view, chosen, unknown, known)


@lru_cache(maxsize=256)
def _found(world: World, slug: str, view: View) -> Series | str:
    """Return the months of one operation; kept, because they do not depend on the other columns."""
    return answer(world, world.column(slug), view, _of_held, _of_cited)


def _of_held(world: World, operation: Operation, view: View) -> Series | str:
    parts = []
    for source in world.sources_of(operation.slug):
        chosen = choose(world, source, view)
        if isinstance(chosen, str):
            return chosen
        parts.append(_months(source, chosen))
    clock = clock_name(world, operation, view).replace(" ", ", ")
    told = f"{basis(world, operation)}; months on the clock of {clock}"
    return Series(*_added(parts), told, clock)


def _of_cited(world: World, operation: Operation, view: View) -> Series | str:
    """Return the months that others counted; they lie in UTC whatever clock is shown."""
    if view.filters.keys() - {"period"}:
        return NOT_SPLIT
    months = _whole_months(view.period)
    if months is None:
        return BY_MONTH
    parts = [_within(cited.first, cited.months, *months) for cited in cited_posts(world, operation)]
    told = cited_basis(world, operation, "by month in UTC")
    return Series(*_added(parts), told, "UTC", cited=True)


def _months(source: Source, chosen: Chosen) -> tuple[int, Ints]:
    """Return the chosen posts of one source by month, from its first post to its last."""
    slots, starts = source.cells.all.slot, month_starts(chosen.zone)
    lo, hi = max(chosen.lo, int(slots[0])), min(chosen.hi, int(slots[-1]) + 1)
    if lo >= hi:
        return 0, np.zeros(0, np.int64)
    first, last = np.searchsorted(starts, [lo, hi - 1], side="right") - 1
    return FIRST_MONTH + int(first), source.cells.between(chosen, starts[first : last + 2])


@cache
def month_starts(zone: str) -> Ints:
    """Return the slot at which each local month begins, from FIRST_MONTH on, and one more."""
    last = month_number(str(LAST_DAY)) + 1
    days = [first_day(n) for n in range(FIRST_MONTH, last + 1)]
    return np.array([span(zone, day, None)[0] for day in days])


def first_day(month: int) -> date:
    """Return the first day of a month number."""
    return date(month // 12, month % 12 + 1, 1)


def month_of(day: date) -> int:
    """Return the month number of a day."""
    return day.year * 12 + day.month - 1


def _whole_months(period: Period) -> tuple[int, int] | None:
    """Return the month numbers in [lo, hi) of a period; None if it begins or ends inside one."""
    start, _, end = str(period).partition("..")
    if len(start) > 7 or len(end) > 7:
        return None
    lo, hi = month_number(start or str(FIRST_DAY)), month_number(end or str(LAST_DAY))
    return lo, hi + 1


def _within(first: int, posts: Ints, lo: int, hi: int) -> tuple[int, Ints]:
    """Return the part of a series of months that lies in [lo, hi)."""
    start = max(lo - first, 0)
    return first + start, posts[start : max(hi - first, 0)]


def _added(parts: list[tuple[int, Ints]]) -> tuple[int, Ints]:
    """Return the sum of series of months, from the earliest to the latest month of any."""
    parts = [(first, posts) for first, posts in parts if len(posts)]
    if not parts:
        return 0, np.zeros(0, np.int64)
    lo = min(first for first, _ in parts)
    total = np.zeros(max(first + len(posts) for first, posts in parts) - lo, np.int64)
    for first, posts in parts:
        total[first - lo : first - lo + len(posts)] += posts
    return lo, total
