"""When were they active: posts by week or month, from an operation's first post to its last.

All columns are counted by the same unit: rows by week or month, cited counts by month alone, and
beside cited counts everything is by month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import HOLIDAY, MAKE_UP, Country, day_kinds
from dashboard.clock.local_time import DAY, FIRST_DAY, LAST_DAY, Ints, day_number, day_of, local
from dashboard.clock.period import Period
from dashboard.clock.weeks_months import MONTH, WEEK, Unit, month_number, starts
from dashboard.link.not_known import NotKnown
from dashboard.link.parse import AT
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import (
    Answer,
    answer,
    basis,
    choose_all,
    cited_basis,
    cited_posts,
    in_words,
    part,
)
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.daily import added, calendar_of
from dashboard.snapshot.kept import kept
from dashboard.snapshot.shown import clock_name
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World

BY_MONTH = NotKnown(
    "The cited counts are by whole months: begin and end the period with one.",
    "Others counted it by whole months: choose a period of these.",
)
NOT_SPLIT = NotKnown(
    "The cited counts by month are not split by language, kind or theme.",
    "Others counted its months without language, kind or theme.",
)
NO_DAYS = (0, -1)
PLURAL = {"week": "weeks, Monday to Sunday,", "month": "months"}


@dataclass(frozen=True, eq=False)
class DatedPosts:
    """Posts that can be counted by any unit: cells, chosen between a source's first and last post.

    `days` are the first and last local day, counted from 1970-01-01; NO_DAYS without posts.
    """

    parts: tuple[tuple[Source, Chosen], ...]
    days: tuple[int, int]
    basis: str
    clock: str  # whose weeks and months: zones, or UTC
    period: Period


@dataclass(frozen=True, eq=False)
class DailyPosts:
    """Posts by UTC day that others counted on an earlier issue, from day number `first` on.

    They can be counted by any unit, but are another number of posts than the months of the later
    issue, which therefore answer wherever they can. `days` are as in DatedPosts.
    """

    first: int
    posts: Ints
    days: tuple[int, int]
    basis: str
    period: Period


@dataclass(frozen=True, eq=False)
class Series:
    """Posts by unit from unit number `first` on; a unit without posts within it is 0.

    `days` are as in DatedPosts.
    """

    unit: Unit
    first: int
    posts: Ints
    days: tuple[int, int]
    basis: str
    clock: str
    cited: bool = False
    cut: bool = False  # whether the period begins or ends inside a unit
    daily: "DailyPosts | None" = None  # what answers where weeks are chosen

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


@kept(256)
def posts_of(world: World, slug: str, view: View) -> "Posts | NotKnown":
    """Return the posts of one column, or why they are not known.

    Kept, because they do not depend on the other columns.
    """
    return answer(world, world.column(slug), view, _of_sources, _of_cited)


def between_posts(source: Source, chosen: Chosen) -> Chosen | None:
    """Return what is chosen from a source's first post to its last; None if nothing lies there."""
    slots = source.cells.all.slot
    lo, hi = max(chosen.lo, int(slots[0])), min(chosen.hi, int(slots[-1]) + 1)
    return replace(chosen, lo=lo, hi=hi) if lo < hi else None


def edges_of(unit: Unit, chosen: Chosen) -> tuple[int, Ints]:
    """Return the number of the first unit that `chosen` touches, and at which slots each begins.

    Last comes the slot at which the last unit ends.
    """
    every = starts(unit, chosen.zone)
    first, last = every.searchsorted([chosen.lo, chosen.hi - 1], side="right").tolist()
    return unit.first + first - 1, every[first - 1 : last + 1]


def _of_sources(world: World, operation: Operation, view: View) -> "Posts | NotKnown":
    every = choose_all(world, world.sources_of(operation.slug), view)
    if isinstance(every, NotKnown):
        return every
    parts, days = [], []
    for source, chosen in every:
        if posts := between_posts(source, chosen):
            parts.append((source, posts))
            days += (local(np.array([posts.lo, posts.hi - 1]), chosen.zone) // DAY).tolist()
    clock = clock_name(world, operation, view).replace(" ", ", ")
    shown = (min(days), max(days)) if days else NO_DAYS
    return DatedPosts(tuple(parts), shown, basis(world, operation, view.period), clock, view.period)


def _of_cited(world: World, operation: Operation, view: View) -> "Posts | NotKnown":
    """Return the months that others counted, or days; they lie in UTC whatever clock is shown."""
    if view.filters.keys() - {"period"}:
        return NOT_SPLIT
    months, daily = _whole_months(view.period), _daily(world, operation, view.period)
    if months is None:
        return daily or BY_MONTH
    parts = [_within(cited.first, cited.months, *months) for cited in cited_posts(world, operation)]
    first, posts = added(parts)
    days = (MONTH.day(first), MONTH.day(first + len(posts)) - 1) if len(posts) else NO_DAYS
    basis_words = cited_basis(world, operation, "by month in UTC")
    return Series(MONTH, first, posts, days, basis_words, "UTC", cited=True, daily=daily)


def _daily(world: World, operation: Operation, period: Period) -> DailyPosts | None:
    """Return the posts by day of a period; None if they are not known of all that is counted."""
    every = cited_posts(world, operation)
    if not every or not all(len(cited.days) for cited in every):
        return None
    lo, hi = (day_number(day) for day in (period.start or FIRST_DAY, period.end or LAST_DAY))
    first, posts = added([_within(cited.first_day, cited.days, lo, hi + 1) for cited in every])
    whole = sum(int(cited.days.sum()) for cited in every)
    later = sum(cited.posts for cited in every)
    collections = in_words(world.collections_of(every, "days"))
    words = f"counts: all {whole:,} posts by day in UTC, {collections}"
    words += f"; the re-issue has {later:,}, by month alone" if later != whole else ""
    answered = len(every) < len(operation.releases)
    words += f"; {part(len(every), operation)}" if answered else ""
    days = (first, first + len(posts) - 1) if len(posts) else NO_DAYS
    return DailyPosts(first, posts, days, words, period)


@kept(256)
def counted(dated: DatedPosts | DailyPosts, unit: Unit) -> Series:
    """Return the posts of one column by unit, from its first post to its last."""
    if isinstance(dated, DailyPosts):
        return _days_by_unit(dated, unit)
    first, posts = added([_by_unit(*part, unit) for part in dated.parts])
    basis_words = f"{dated.basis}; {PLURAL[unit.name]} on the clock of {dated.clock}"
    basis_words += _cut_words(dated.period, unit)
    cut = _cuts(dated.period, unit)
    return Series(unit, first, posts, dated.days, basis_words, dated.clock, cut=cut)


def _days_by_unit(daily: DailyPosts, unit: Unit) -> Series:
    """Return days by unit; a unit that the period cuts counts what lies in it."""
    active = daily.posts.nonzero()[0]
    if not len(active):
        return Series(unit, 0, daily.posts[:0], NO_DAYS, daily.basis, "UTC", cited=True)
    first, last = (unit.number(daily.first + int(place)) for place in active[[0, -1]])
    edges = [unit.day(number) - daily.first for number in range(first, last + 2)]
    sums = np.concatenate([[0], daily.posts.cumsum()])
    posts = np.diff(sums[np.clip(edges, 0, len(daily.posts))])
    basis_words = daily.basis + _cut_words(daily.period, unit)
    cut = _cuts(daily.period, unit)
    return Series(unit, first, posts, daily.days, basis_words, "UTC", cited=True, cut=cut)


def _cut_words(period: Period, unit: Unit) -> str:
    cut = _cuts(period, unit)
    return f"; a {unit.name} that the period cuts counts what lies in it" if cut else ""


def _cuts(period: Period, unit: Unit) -> bool:
    edges = [day_number(period.start)] if period.start else []
    edges += [day_number(period.end) + 1] if period.end else []
    return any(unit.day(unit.number(edge)) != edge for edge in edges)


def _by_unit(source: Source, chosen: Chosen, unit: Unit) -> tuple[int, Ints]:
    first, edges = edges_of(unit, chosen)
    return first, source.cells.between(chosen, edges)


def _whole_months(period: Period) -> tuple[int, int] | None:
    """Return the month numbers in [lo, hi) of a period; None if it begins or ends inside one."""
    start, _, end = str(period).partition("..")
    if len(start) > 7 or len(end) > 7:
        return None
    lo, hi = month_number(start or str(FIRST_DAY)), month_number(end or str(LAST_DAY))
    return lo, hi + 1


def _within(first: int, posts: Ints, lo: int, hi: int) -> tuple[int, Ints]:
    """Return the part of a series of months or days that lies in [lo, hi)."""
    start = max(lo - first, 0)
    return first + start, posts[start : max(hi - first, 0)]


TWO_YEARS = 731  # days: up to here weeks are shown, and single days can be told apart


@dataclass(frozen=True, eq=False)
class DaysOff:
    """Holidays on days otherwise worked, and weekend days worked, counted from 1970-01-01."""

    country: Country
    holidays: Ints
    make_up: Ints


@dataclass(frozen=True)
class TimelineAnswer(Answer):
    """`series` has the columns whose posts by unit are known, in the order of the view.

    `span` is the first and last day shown, from 1970-01-01. `monthly` has the columns for whose
    sake weeks are not shown, `daily` those counted by day by others. `days_off` is empty where
    more than two years are shown.
    """

    series: dict[str, Series]
    unit: Unit
    span: tuple[int, int]
    monthly: tuple[str, ...]
    days_off: dict[str, DaysOff]
    daily: frozenset[str]
    findings = "timeline"

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, series in self.series.items() if series.cited)

    @property
    def cited_tables(self) -> tuple[str, ...]:
        tables = {"days" if slug in self.daily else "months" for slug in self.cited}
        return tuple(sorted(tables))

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and unit: operation, start, unit, posts, basis.

        `start` is the first day of the week or month; it and `posts` are empty where not known.
        """
        unit = self.unit.name
        rows: list[tuple[str, str | None, str, int | None, str]] = []
        for operation in self.operations:
            if (series := self.series.get(operation.slug)) is None:
                rows.append((operation.slug, None, unit, None, basis(self.world, operation)))
                continue
            starts: list[tuple[str | None, int]] = [*series.by_start] or [(None, 0)]
            rows += [(operation.slug, start, unit, n, series.basis) for start, n in starts]
        frame = pd.DataFrame(rows, columns=["operation", "start", "unit", "posts", "basis"])
        return frame.astype({"posts": "Int64"})


def timeline(world: World, view: View) -> TimelineAnswer:
    """Count the posts of each column by week or month, on the clock of the view where known."""
    counting = view.counting

    def answer_of(slug: str) -> Posts | NotKnown:
        return posts_of(world, slug, view.own(slug).counting if AT in slug else counting)

    posts: dict[str, Posts]
    chosen, unknown, posts = answers(world, view, answer_of)
    span = _span(world, view, posts)
    near = span[1] - span[0] < TWO_YEARS
    unit, monthly = _unit(view.unit, near, posts)
    posts = {slug: _by_day(p) if unit is WEEK else p for slug, p in posts.items()}
    series = {s: p if isinstance(p, Series) else counted(p, unit) for s, p in posts.items()}
    daily = frozenset(slug for slug, p in posts.items() if isinstance(p, DailyPosts))
    shown = series if near else {}
    dated = {slug: t.days for slug, t in shown.items() if t.days != NO_DAYS}
    off = {slug: days_off(calendar_of(world, slug), *days) for slug, days in dated.items()}
    return TimelineAnswer(world, view, chosen, unknown, series, unit, span, monthly, off, daily)


Posts = DatedPosts | DailyPosts | Series


def _by_day(posts: Posts) -> Posts:
    """Return days in the place of months, where they are known."""
    return posts.daily or posts if isinstance(posts, Series) else posts


def _span(world: World, view: View, posts: dict[str, Posts]) -> tuple[int, int]:
    """Return the first and last day that any column shows: of posts, and of disclosure.

    With an end of the period in force, a later day of disclosure would only stretch the axis.
    """
    days = [counts.days for counts in posts.values() if counts.days != NO_DAYS]
    if not days:
        return NO_DAYS
    late = [int(disclosed(world, s)[-1]) for s in posts if not view.own(s).period.end]
    return min(first for first, _ in days), max([last for _, last in days] + late)


def _unit(wish: str, near: bool, posts: dict[str, Posts]) -> tuple[Unit, tuple[str, ...]]:
    """Return the unit of all columns, and the columns for whose sake weeks are not shown.

    Days of an earlier issue make weeks only if these are asked for.
    """
    if wish == "month" or (wish == "auto" and not near):
        return MONTH, ()
    monthly = tuple(
        slug
        for slug, counts in posts.items()
        if isinstance(counts, Series) and (wish == "auto" or counts.daily is None)
    )
    return (MONTH if monthly else WEEK), monthly


@kept(256)
def disclosed(world: World, slug: str) -> Ints:
    """Return the days, from 1970-01-01, on which the releases of a column were disclosed."""
    return np.unique([day_number(release.disclosed) for release in world.column(slug).releases])


@kept(256)
def days_off(country: Country, first: int, last: int) -> DaysOff:
    """Return the holidays and make-up days of a country from one day to another, both included."""
    kinds = day_kinds(country, day_of(first), day_of(last))
    holidays, make_up = ((kinds == kind).nonzero()[0] + first for kind in (HOLIDAY, MAKE_UP))
    return DaysOff(country, holidays, make_up)
