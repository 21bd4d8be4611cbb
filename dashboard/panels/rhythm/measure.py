"""When did they post: posts by weekday and hour on the clock shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.catalogue.week_grids import WEEK_GRIDS
from dashboard.clock.local_time import HOURS, Ints
from dashboard.clock.period import OPEN, Period
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.panels.rhythm import office_hours, working_day
from dashboard.panels.rhythm.office_hours import OfficeHours, OfficeShares, UndatedOfficeHours
from dashboard.snapshot import daily
from dashboard.snapshot.asking import NO_ROWS, Answer, basis, part_of_rows, zone_of
from dashboard.snapshot.baseline import NO_BASELINE, Baseline, baseline
from dashboard.snapshot.daily import Daily, counted
from dashboard.snapshot.kept import KEPT_COLUMNS, KEPT_TABLES, kept
from dashboard.snapshot.local_week import LocalWeek, local_week
from dashboard.snapshot.shown import clock_name
from dashboard.snapshot.source import ByAccount, Ends
from dashboard.snapshot.world import World
from dashboard.statistics.intervals import Interval
from dashboard.tables import BY_ACCOUNT, CALENDAR, PRESS, WORKWEEK

BY_ACCOUNT_ONLY = NotKnown(
    "Each account alike is known for all posts of one collection on the operator's clock only.",
    "Each account alike is known without filters, on its own clock only.",
)
PRESS_HOURS = office_hours.PRESS  # of Monday to Friday, as newspapers counted
EVEN_WEEKDAYS, EVEN_PRESS = 5 / 7, 5 * (PRESS_HOURS[1] - PRESS_HOURS[0]) / 168


class AccountRhythm(NamedTuple):
    """The rhythm with intervals that leave out accounts, and how many accounts posted."""

    shares: ByAccount
    active: int
    office_days: str  # WORKWEEK, or what is the same here

    def office(self, hours: tuple[int, int], by: str = "") -> Ends:
        """Return the share in office hours with its interval; NaN where it was not counted."""
        return self.shares.share(self.office_days, hours, by)

    def interval(self, ends: Any) -> Interval:
        estimate, low, high = np.array(ends)
        return Interval(estimate, low, high, self.active, float("nan"))


def office_hours_of(world: World, daily: Daily, hours: tuple[int, int]) -> OfficeHours:
    """Return the office hours of what was counted; kept, as more than one panel asks."""
    by_calendar = not world.current_rules
    return _office_hours(daily, hours, by_calendar)


@kept(KEPT_TABLES)
def _office_hours(daily: Daily, hours: tuple[int, int], by_calendar: bool) -> OfficeHours:
    """Return the office hours of working weekdays; in old data versions of the calendar's days."""
    whole = _office_hours(daily.whole, hours, by_calendar) if daily.whole else None
    working = office_hours.worked(daily.kinds) if by_calendar else daily.working
    return OfficeHours(daily.days, working, daily.kinds, hours, whole)


@dataclass(frozen=True, eq=False)
class Rhythm:
    """How one operation's posts lie in the week, on the clock shown, in the hours of `view`.

    Intervals leave out runs of weeks in turn, or each account where `by_account`. They are computed
    when first used, because a comparison of weeks needs none.

    Of an `undated` week, which others counted without dates, no intervals are known.
    """

    office: OfficeHours | UndatedOfficeHours
    accounts: AccountRhythm | None
    view: View
    undated: LocalWeek | None = None

    @property
    def posts(self) -> int:
        return self.office.posts

    @property
    def by_account(self) -> bool:
        return self.accounts is not None

    @property
    def is_few(self) -> bool:
        """Whether there are too few posts for any share to be shown."""
        return self.posts < daily.FEWEST

    @cached_property
    def week(self) -> Ints:
        """Return float64[7, 24], Monday first: posts, or the mean of the accounts' own shares."""
        if self.accounts and self.view.per == "account":
            return self.accounts.shares.week
        return self.office.week

    @cached_property
    def loudest(self) -> dict[int, float]:
        """Return how many accounts -> the share of the posts that they made; {} = not known."""
        return self.accounts.shares.loudest if self.accounts else {}

    @cached_property
    def shares(self) -> OfficeShares:
        if self.accounts is None:
            return self.office.shares
        by, shares = BY_ACCOUNT if self.view.per == "account" else "", self.accounts.shares
        ends = (
            np.hstack([shares.hours(by), shares.weekdays(by)]),
            self.accounts.office(self.view.hours, by),
            shares.share(CALENDAR, self.view.hours, by),
            shares.share(PRESS, PRESS_HOURS, by),
        )
        by_accounts = OfficeShares(*map(self.accounts.interval, ends))
        if by or not np.isnan(by_accounts.office.estimate):
            return by_accounts
        return by_accounts._replace(office=self.office.shares.office)  # made before it was counted

    @property
    def office_ends(self) -> Ends:
        """Return the share in office hours with its interval; of a week read from a chart, its
        reading error."""
        share, low, high = self.shares.office.numbers
        if self.undated:
            hours = int(self.undated.working.sum()) * (self.view.hours[1] - self.view.hours[0])
            off = self.undated.off_by(share, hours)
            return share, share - off, share + off
        return share, low, high

    @property
    def sees_working_day(self) -> bool | None:
        """Whether a working day is to be seen on the clock shown; None where it cannot be told."""
        return working_day.is_seen(self.office_ends, self.office.even)


@dataclass(frozen=True)
class RhythmAnswer(Answer):
    """`rhythms` has the operations whose posts by hour are known."""

    rhythms: dict[str, Rhythm]
    findings = "rhythm"
    cited_tables = (WEEK_GRIDS,)

    @cached_property
    def compared(self) -> dict[str, Baseline | NotKnown]:
        """Return by operation what its week is compared with, or why with nothing."""
        enough = [slug for slug, rhythm in self.rhythms.items() if not rhythm.is_few]
        return {slug: baseline(self.world, slug, self.view) for slug in enough}

    @cached_property
    def baselines(self) -> dict[str, Baseline]:
        """Return by operation the baselines that there are."""
        return parted(self.compared)[1]

    @property
    def undated(self) -> dict[str, LocalWeek]:
        """Return by operation the weeks without dates that others counted."""
        return {slug: r.undated for slug, r in self.rhythms.items() if r.undated}

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(self.undated)

    def basis_of(self, operation: Operation, period: Period = OPEN) -> str:
        """Return in words what the numbers of an operation rest on."""
        undated = self.undated.get(operation.slug)
        return undated.basis if undated else basis(self.world, operation, period)

    def part_of(self, operation: Operation) -> str:
        """Return what part of an operation the hours tell of, "" if all: "28.1% of its posts"."""
        undated = self.undated.get(operation.slug)
        return undated.part if undated else part_of_rows(self.world, operation)

    @property
    def weeks(self) -> dict[str, Ints]:
        """Return float64[7, 24] by operation."""
        return {slug: rhythm.week for slug, rhythm in self.rhythms.items()}

    @property
    def frame(self) -> pd.DataFrame:
        """Return 168 rows an operation: operation, clock, weekday, hour, posts, share, basis.

        Then what it is compared with: baseline_share, baseline_n and baseline_basis.

        `share` is of the operation's posts under the filters; empty = not known. Where accounts
        count the same it is the mean of their own shares, and `posts` is empty.
        """
        blank = np.zeros((7, 24))
        weeks = [self.weeks.get(o.slug, blank) for o in self.operations]
        count, per_post = len(self.operations), self.view.per == "post"
        posts = np.array(weeks if per_post else [blank] * count, np.int64).ravel()
        missing = np.repeat([o.slug in self.unknown for o in self.operations], HOURS).astype(bool)
        clocks = [
            self.undated[o.slug].zone
            if o.slug in self.undated
            else clock_name(self.world, o, self.view)
            for o in self.operations
        ]
        basis_texts = [_basis_text(self, o) for o in self.operations]
        return pd.DataFrame(
            {
                "operation": np.repeat([o.slug for o in self.operations], HOURS),
                "clock": np.repeat(clocks, HOURS),
                "weekday": np.tile(np.repeat(np.arange(7), 24), count),
                "hour": np.tile(np.arange(24), 7 * count),
                "posts": pd.arrays.IntegerArray(posts, missing | (not per_post)),
                "share": np.where(missing, np.nan, _shares(weeks)),
                "basis": np.repeat(basis_texts, HOURS),
            }
            | (self._baseline_columns if self.world.current_rules else {})  # not in files of before
        )

    @property
    def _baseline_columns(self) -> dict[str, Any]:
        """Return the columns of the baseline; of even posting each hour's share is 1/168."""
        even = 1 / HOURS if self.view.baseline == "even" else np.nan
        every = [self.baselines.get(o.slug) for o in self.operations]
        shares = [np.full(HOURS, even) if b is None else b.week.ravel() for b in every]
        return {
            "baseline_share": np.concatenate([*shares, np.zeros(0)]),
            "baseline_n": pd.arrays.IntegerArray(
                np.repeat([b.n if b else 0 for b in every], HOURS).astype(np.int64),
                np.repeat([b is None for b in every], HOURS).astype(bool),
            ),
            "baseline_basis": np.repeat([self._compared_with(o) for o in self.operations], HOURS),
        }

    def _compared_with(self, operation: Operation) -> str:
        """Say what an operation's baseline rests on, or why there is none; "" = none asked for."""
        if self.view.baseline == "even":
            return "even posting"
        found = self.compared.get(operation.slug, NO_BASELINE)
        if isinstance(found, NotKnown):
            return "" if found is NO_BASELINE else str(found)
        return f"{found.name}: {found.basis} {found.collection.title}"


def _basis_text(answer: RhythmAnswer, operation: Operation) -> str:
    mean = "; mean of the accounts' own shares" if answer.view.per == "account" else ""
    return answer.basis_of(operation, answer.view.own(operation.slug).period) + mean


def rhythm(world: World, view: View) -> RhythmAnswer:
    """Count the posts of each operation by weekday and hour, on the clock of the view."""
    return RhythmAnswer(
        world, view, *answers(world, view, lambda s: _rhythm(world, s, view.own(s).timing))
    )


@kept(KEPT_COLUMNS)
def _rhythm(world: World, column: str, view: View) -> Rhythm | NotKnown:
    """Return the rhythm of one column, or why it is not known."""
    week = local_week(world, column, view)
    if isinstance(week, LocalWeek):
        return Rhythm(UndatedOfficeHours(week.posts, week.working, view.hours), None, view, week)
    posts = counted(world, column, view)
    if isinstance(posts, NotKnown):
        return week if posts == NO_ROWS else posts
    accounts = account_rhythm(world, column, view)
    if view.per == "account" and accounts is None:
        return BY_ACCOUNT_ONLY
    return Rhythm(office_hours_of(world, posts.daily, view.hours), accounts, view)


def account_rhythm(world: World, column: str, view: View) -> AccountRhythm | None:
    """Return the rhythm by accounts: only of all posts of one collection on the operator's clock.

    An account may be in two collections, so of several the number of accounts is not known.
    """
    sources = world.sources_of(column)
    if view.filters or len(sources) != 1 or zone_of(sources[0], view) != sources[0].manifest.zone:
        return None
    shares, posts = sources[0].by_account, counted(world, column, view)
    if shares is None or isinstance(posts, NotKnown):
        return None
    days = PRESS if posts.daily.has_monday_to_friday else WORKWEEK
    days = days if world.current_rules else CALENDAR
    return AccountRhythm(shares, sources[0].manifest.active or 0, days)


def _shares(weeks: list[Ints]) -> Ints:
    """Return each hour's share of its week, NaN where there are no posts."""
    table = np.array(weeks, float).reshape(-1, HOURS)
    totals = table.sum(1, keepdims=True)
    shares: Ints = (table / np.where(totals, totals, np.nan)).ravel()
    return shares


def weekday_share(week: Ints) -> float:
    """Return the share of posts from Monday to Friday; even posting gives 5/7."""
    return float(week[:5].sum() / week.sum())


def peak_hour(week: Ints) -> int:
    """Return the hour of the day with the most posts over the whole week."""
    return int(week.sum(0).argmax())
