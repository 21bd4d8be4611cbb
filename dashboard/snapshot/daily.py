"""An operation's posts by local day and hour under the filters of a view, and its calendar.

What is counted for all days of an operation is kept, so that another period costs a slice.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.clock.calendars import Country, day_kinds, working_weekdays
from dashboard.clock.local_time import DAY, FIRST_DAY, LAST_DAY, Ints, day_number, day_of, local
from dashboard.clock.period import OPEN, Period
from dashboard.link.not_known import NotKnown
from dashboard.link.parse import slug_of
from dashboard.link.view import View
from dashboard.snapshot.asking import NO_ROWS, choose_all
from dashboard.snapshot.cells import Cells, Chosen
from dashboard.snapshot.days import Days, Quarters, local_days
from dashboard.snapshot.kept import KEPT_COLUMNS, KEPT_TABLES, kept
from dashboard.snapshot.world import World

FEWEST = 50  # posts; below this no share is shown


def added(parts: list[tuple[int, Ints]]) -> tuple[int, Ints]:
    """Return the sum of series, each from a time on, from the earliest to the latest of any.

    Series are int[n, …], a row for each unit of time; without any, that is 0 and nothing.
    """
    parts = [(first, posts) for first, posts in parts if len(posts)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return 0, np.zeros(0, np.int64)
    lo = min(first for first, _ in parts)
    length = max(first + len(posts) for first, posts in parts) - lo
    total = np.zeros((length, *parts[0][1].shape[1:]), np.int64)
    for first, posts in parts:
        total[first - lo : first - lo + len(posts)] += posts
    return lo, total


# Which posts are counted: of which cells, groups and themes.
Posts = tuple[Cells, tuple[int, ...] | None, tuple[int, ...] | None]
ColumnViews = tuple[tuple[str, View], ...]  # columns, each under its filters
TOO_FEW = NotKnown(f"Fewer than {FEWEST} posts match this view: too few for any test.")
NOTHING = Days(FIRST_DAY, np.zeros((1, 24), np.int64))  # a day without posts


@dataclass(frozen=True, eq=False)
class Daily:
    """Posts of each local day from the first post to the last, and what kind of day each was.

    `whole`: that of all days under the same filters but for the period, where there is one.
    """

    days: Days
    kinds: Ints  # int8[days], places in calendars.KINDS
    country: Country
    whole: "Daily | None" = None

    @cached_property
    def posts(self) -> int:
        return int(self.days.daily.sum())

    @cached_property
    def working(self) -> Ints:
        """Return bool[days]: whether each is a working weekday of the country's own week."""
        return working_weekdays(self.country, self.days.first, self.days.last)

    @property
    def has_monday_to_friday(self) -> bool:
        """Whether Monday to Friday were the working weekdays throughout."""
        weekdays = (self.days.first.weekday() + np.arange(len(self.working))) % 7
        return bool((self.working == (weekdays < 5)).all())

    def within(self, period: Period) -> "Daily":
        """Return the days of a period, from its first day with posts to its last."""
        if period == OPEN:
            return self
        days = self.days
        lo = max(0, ((period.start or days.first) - days.first).days)
        hi = min(len(days.posts), ((period.end or days.last) - days.first).days + 1)
        posted = np.flatnonzero(days.daily[lo : max(lo, hi)])
        if not len(posted):
            return Daily(NOTHING, day_kinds(self.country, FIRST_DAY, FIRST_DAY), self.country)
        lo, hi = lo + int(posted[0]), lo + int(posted[-1]) + 1
        return Daily(days.between(lo, hi), self.kinds[lo:hi], self.country, self)


@dataclass(frozen=True, eq=False)
class Counted:
    """The posts of a column under the filters: by local day, and by quarter-hour in UTC."""

    daily: Daily
    quarters: Quarters


def calendar_of(world: World, column: str) -> Country:
    """Return the country whose calendar a column keeps: of several, the first release's first."""
    operation, countries = world.column(column), world.catalogue.countries
    own = slug_of(column) if operation.kind == "country" else operation.releases[0].countries[0]
    return countries[own]


def testable(world: World, columns: ColumnViews) -> tuple[dict[str, Counted], dict[str, NotKnown]]:
    """Return the posts of columns that have enough for a test, and why the others have no test."""
    enough: dict[str, Counted] = {}
    unknown: dict[str, NotKnown] = {}
    for column, view in columns:
        posts = counted(world, column, view)
        if isinstance(posts, NotKnown):
            unknown[column] = posts
        elif posts.daily.posts < FEWEST:
            unknown[column] = TOO_FEW
        else:
            enough[column] = posts
    return enough, unknown


def counted(world: World, column: str, view: View) -> Counted | NotKnown:
    """Return the posts of a column under the filters, or why they are not known.

    Of several collections each is counted on its own clock, and a period is that of the clock
    shown. Days run from the first post under the filters to the last; within a period, of what the
    period holds.
    """
    return _counted(world, column, view.own(column).counting)


@kept(KEPT_COLUMNS)
def _counted(world: World, column: str, view: View) -> Counted | NotKnown:
    chosen = choose_all(world, world.sources_of(column), view)
    if isinstance(chosen, NotKnown):
        return chosen
    if not chosen:
        return NO_ROWS
    parts = [(source.cells, part) for source, part in chosen]
    country = calendar_of(world, column)
    days = _all_days(country, tuple((_posts(*part), part[1].zone) for part in parts))
    return Counted(days.within(view.period), _quarters(parts))


def _posts(cells: Cells, chosen: Chosen) -> Posts:
    return cells, chosen.groups, chosen.themes


def _quarters(parts: list[tuple[Cells, Chosen]]) -> Quarters:
    """Return what lies in the period; of collections with clocks of their own, each by its own."""
    ends = {(chosen.lo, chosen.hi) for _, chosen in parts}
    if len(ends) == 1:
        return _all_quarters(tuple(_posts(*part) for part in parts)).between(*ends.pop())
    own = [_all_quarters((_posts(*part),)).between(part[1].lo, part[1].hi) for part in parts]
    return _summed(own)


@kept(2 * KEPT_TABLES)
def _all_quarters(parts: tuple[Posts, ...]) -> Quarters:
    """Return all of these posts, whatever the period and the clock."""
    if len(parts) > 1:
        return _summed([_all_quarters((part,)) for part in parts])
    [(cells, groups, themes)] = parts
    lo, hi = (day_number(FIRST_DAY) - 1) * DAY, (day_number(LAST_DAY) + 2) * DAY
    return Quarters(*cells.quarters(Chosen(lo, hi, "UTC", groups, themes)))


def _summed(parts: list[Quarters]) -> Quarters:
    start, posts = added([(part.start, part.posts) for part in parts])
    return Quarters(posts, start)


@kept(2 * KEPT_TABLES)
def _all_days(country: Country, parts: tuple[tuple[Posts, str], ...]) -> Daily:
    """Return all days that have these posts, each on the clock of a zone, whatever the period."""
    days = _added([_days_of(_all_quarters((posts,)), zone) for posts, zone in parts])
    return Daily(days, day_kinds(country, days.first, days.last), country)


def _days_of(quarters: Quarters, zone: str) -> Days:
    posted = np.flatnonzero(quarters.posts)
    if not len(posted):
        return NOTHING
    ends = local(quarters.start + posted[[0, -1]], zone) // DAY
    first, last = (day_of(int(day)) for day in ends)
    return local_days(quarters.posts, quarters.start, zone, first, last)


def _added(parts: list[Days]) -> Days:
    """Return the sum of several, from the earliest day of any to the latest."""
    some = [part for part in parts if part is not NOTHING]
    first, posts = added([(day_number(part.first), part.posts) for part in some])
    return Days(day_of(first), posts) if some else NOTHING
