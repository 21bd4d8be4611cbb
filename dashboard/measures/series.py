"""Posts of one operation by week or month: of what we hold by either, of cited counts by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import DAY, FIRST_DAY, LAST_DAY, Ints, local
from dashboard.clock.period import Period
from dashboard.clock.weeks_months import MONTH, Unit, day_number, month_number, starts
from dashboard.link.view import View
from dashboard.snapshot.asking import answer, basis, choose, cited_basis, cited_posts
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.daily import added
from dashboard.snapshot.shown import clock_name
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World

BY_MONTH = "The cited counts are by whole months: begin and end the period with one."
NOT_SPLIT = "The cited counts by month are not split by language, kind or theme."
NO_DAYS = (0, -1)
PLURAL = {"week": "weeks, Monday to Sunday,", "month": "months"}


@dataclass(frozen=True, eq=False)
class Held:
    """Posts that can be counted by any unit: cells, chosen between a source's first and last post.

    `days` are the first and last local day, counted from 1970-01-01; NO_DAYS without posts.
    """

    parts: tuple[tuple[Source, Chosen], ...]
    days: tuple[int, int]
    rests: str  # what the posts rest on
    clock: str  # whose weeks and months: zones, or UTC
    period: Period


@dataclass(frozen=True, eq=False)
class Series:
    """Posts by unit from unit number `first` on; a unit without posts within it is 0.

    `days` are as in Held.
    """

    unit: Unit
    first: int
    posts: Ints
    days: tuple[int, int]
    basis: str
    clock: str
    cited: bool = False
    cut: bool = False  # whether the period begins or ends inside a unit

    @cached_property
    def total(self) -> int:
        return int(self.posts.sum())

    @cached_property
    def per_cent(self) -> Ints:
        """Return float[units]: the share of each unit in all posts, in per cent."""
        shares: Ints = 100 * self.posts / max(1, self.total)
        return shares

    @property
    def by_start(self) -> Iterator[tuple[str, int]]:
        """Yield the first day of each unit as "YYYY-MM-DD", with its posts."""
        for number, posts in enumerate(self.posts.tolist(), start=self.first):
            yield self.unit.start(number), posts

    @cached_property
    def peak(self) -> int:
        """Return the place of the unit with the most posts, the earliest of equals."""
        return int(self.posts.argmax())

    @property
    def peak_share(self) -> float:
        """Return the busiest unit's share of all posts of the series; there must be some."""
        return float(self.posts[self.peak] / self.total)

    @cached_property
    def active(self) -> Ints:
        """Return the places of the units with posts."""
        return np.asarray(self.posts.nonzero()[0])

    @property
    def gap(self) -> tuple[int, int]:
        """Return place and length of the longest stretch without posts between posts, or 0, 0."""
        between = self.active[1:] - self.active[:-1]
        if not len(between) or between.max() == 1:
            return 0, 0
        longest = int(between.argmax())
        return int(self.active[longest]) + 1, int(between[longest]) - 1


@lru_cache(maxsize=256)
def posts_of(world: World, slug: str, view: View) -> Held | Series | str:
    """Return the posts of one column, or why they are not known.

    Kept, because they do not depend on the other columns.
    """
    return answer(world, world.column(slug), view, _of_held, _of_cited)


def _of_held(world: World, operation: Operation, view: View) -> Held | Series | str:
    parts, days = [], []
    for source in world.sources_of(operation.slug):
        chosen = choose(world, source, view)
        if isinstance(chosen, str):
            return chosen
        slots = source.cells.all.slot
        lo, hi = max(chosen.lo, int(slots[0])), min(chosen.hi, int(slots[-1]) + 1)
        if lo < hi:
            parts.append((source, Chosen(lo, hi, chosen.zone, chosen.groups, chosen.themes)))
            days += (local(np.array([lo, hi - 1]), chosen.zone) // DAY).tolist()
    clock = clock_name(world, operation, view).replace(" ", ", ")
    shown = (min(days), max(days)) if days else NO_DAYS
    return Held(tuple(parts), shown, basis(world, operation), clock, view.period)


def _of_cited(world: World, operation: Operation, view: View) -> Held | Series | str:
    """Return the months that others counted; they lie in UTC whatever clock is shown."""
    if view.kinds or view.languages or view.themes:
        return NOT_SPLIT
    months = _whole_months(view.period)
    if months is None:
        return BY_MONTH
    parts = [_within(cited.first, cited.months, *months) for cited in cited_posts(world, operation)]
    first, posts = added(parts)
    days = (MONTH.day(first), MONTH.day(first + len(posts)) - 1) if len(posts) else NO_DAYS
    told = cited_basis(world, operation, "by month in UTC")
    return Series(MONTH, first, posts, days, told, "UTC", cited=True)


@lru_cache(maxsize=256)
def counted(held: Held, unit: Unit) -> Series:
    """Return the posts of one column by unit, from its first post to its last."""
    first, posts = added([_by_unit(*part, unit) for part in held.parts])
    told = f"{held.rests}; {PLURAL[unit.name]} on the clock of {held.clock}"
    cut = _cuts(held.period, unit)
    told += f"; a {unit.name} that the period cuts counts what lies in it" if cut else ""
    return Series(unit, first, posts, held.days, told, held.clock, cut=cut)


def _cuts(period: Period, unit: Unit) -> bool:
    edges = [day_number(period.start)] if period.start else []
    edges += [day_number(period.end) + 1] if period.end else []
    return any(unit.day(unit.number(edge)) != edge for edge in edges)


def _by_unit(source: Source, chosen: Chosen, unit: Unit) -> tuple[int, Ints]:
    edges = starts(unit, chosen.zone)
    first, last = edges.searchsorted([chosen.lo, chosen.hi - 1], side="right").tolist()
    return unit.first + first - 1, source.cells.between(chosen, edges[first - 1 : last + 1])


def _whole_months(period: Period) -> tuple[int, int] | None:
    """Return the month numbers in [lo, hi) of a period; None if it begins or ends inside one."""
    start, _, end = str(period).partition("..")
    if len(start) > 7 or len(end) > 7:
        return None
    lo, hi = month_number(start or str(FIRST_DAY)), month_number(end or str(LAST_DAY))
    return lo, hi + 1


def _within(first: int, posts: Ints, lo: int, hi: int) -> tuple[int, Ints]:
    """Return the part of a series that lies in [lo, hi)."""
    start = max(lo - first, 0)
    return first + start, posts[start : max(hi - first, 0)]
