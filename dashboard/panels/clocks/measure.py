"""Which clocks and calendars the posts fit, and all other tests of a rhythm as a file.

`assess` makes every test of some operations at once; `rows` spells each number of them for a CSV.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from dashboard.catalogue.releases import Catalogue
from dashboard.clock.local_time import Ints
from dashboard.clock.places import Zones
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.panels.clocks.calendar_fits import CalendarFits, Calendars, fit_calendars
from dashboard.panels.clocks.clock_fits import OFFSETS, ClockFits, fit_clocks, offset_text
from dashboard.panels.distances.measure import DistancesAnswer, week_distances
from dashboard.panels.rhythm import working_day
from dashboard.panels.rhythm.measure import (
    AccountRhythm,
    account_rhythm,
    office_hours_of,
    rhythm,
)
from dashboard.panels.rhythm.office_hours import OfficeHours, part_of_day
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.baseline import Baseline, baseline
from dashboard.snapshot.daily import ColumnViews, testable
from dashboard.snapshot.days import Quarters
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.local_week import is_undated
from dashboard.snapshot.source import Ends
from dashboard.snapshot.world import World
from dashboard.statistics.intervals import Interval
from dashboard.tables import BY_ACCOUNT, CALENDAR

WEEKS = "runs of whole weeks left out in turn"
ACCOUNTS = "accounts left out in turn"
COUNTED = "counted"
# The second measure of office hours, which the data versions of before have under the first's name.
BY_CALENDAR = (
    "office-calendar-share",
    "office-calendar-share-by-accounts",
    "office-calendar-mean-of-accounts",
)
EXPECTED = "expected by chance, its range not known under a filter"
TURNED = "days of accounts turned round the clock by chance"
FITS, BELOW = "not below the best", "below the best"
NOT_KNOWN = float("nan")


class Atlas(NamedTuple):
    """The calendars and zones that posts are compared with; made once a catalogue, in 0.5 s."""

    calendars: Calendars
    zones: Zones

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Atlas":
        return cls(Calendars(catalogue.countries.values()), Zones())


def atlas_of(world: World) -> Atlas:
    """Return the calendars and zones of a world."""
    return world.once(Atlas.of)


@dataclass(frozen=True, eq=False)
class Assessment:
    """All that posts by day and hour say of one operation's rhythm, and by account if known."""

    office: OfficeHours
    calendars: CalendarFits
    clocks: ClockFits
    accounts: AccountRhythm | None = None  # not known under a filter

    @cached_property
    def best_share(self) -> Ends:
        """Return the share of posts in these hours of any day on the best clock, and its ends."""
        return self.clocks.shares.part(int(self.clocks.shares.estimate.argmax())).numbers

    @property
    def sees_working_day(self) -> bool | None:
        """Whether a working day is to be seen on any clock: else none of them is named."""
        return working_day.is_seen(self.best_share, part_of_day(self.office.hours))


class RhythmNumber(NamedTuple):
    """One number, with its 95% interval or range where there is one; NaN = not known."""

    operation: str
    test: str
    estimate: float
    low: float
    high: float
    method: str
    n_posts: int
    n_accounts: int | None  # who posted, in the unfiltered posts; None = not known
    basis: str


def assess(
    every: Sequence[OfficeHours], quarters: Sequence[Quarters], atlas: Atlas
) -> list[Assessment]:
    """Return every test of some operations, which together cost little more than one.

    Of each its office hours by its own week, and the same posts by quarter-hour.
    """
    if not every:
        return []
    calendars = fit_calendars([office.counted for office in every], atlas.calendars)
    clocks = fit_clocks(quarters, atlas.zones, every[0].hours)
    return [*map(Assessment, every, calendars, clocks)]


def rows(
    operation: str,
    tests: Assessment,
    distances: Mapping[str, Ends],
    by: str,
    basis: str,
) -> Iterator[RhythmNumber]:
    """Yield a row for each number of one operation.

    `distances` are (estimate, low, high) by the slug of another operation, and `by` says of which
    parts of the week.
    """
    posts, n_accounts = tests.office.posts, tests.accounts.active if tests.accounts else None
    for test, ends, method in (
        *_of_weeks(tests),
        *_of_accounts(tests),
        *((f"distance:{other}", ends, f"{WEEKS}; {by}") for other, ends in distances.items()),
    ):
        yield RhythmNumber(operation, test, *ends, method, posts, n_accounts, basis)


Numbers = Iterator[tuple[str, Ends, str]]  # test, (estimate, low, high), method


def _of_weeks(tests: Assessment) -> Numbers:
    office, calendars, clocks = tests.office, tests.calendars, tests.clocks
    for test, interval in (
        ("office-share", office.shares.office),
        ("office-times", office.times),
        ("office-above", office.above),
        (BY_CALENDAR[0], office.shares.by_calendar),
        ("press-share", office.shares.press),
        *office.ratios.items(),
        ("lunch", clocks.profile.lunch),
        ("evening", clocks.profile.evening),
    ):
        yield test, interval.numbers, WEEKS
    names = [f"calendar:{slug}" for slug in calendars.countries]
    yield from _ranked(names, calendars.scores, calendars.fits)
    names = [f"clock:{offset_text(offset)}" for offset in OFFSETS.tolist()]
    yield from _ranked(names, clocks.shares, clocks.fits)


def _ranked(names: list[str], interval: Interval, fits: Ints) -> Numbers:
    ends = (end.tolist() for end in (interval.estimate, interval.low, interval.high))
    for name, estimate, low, high, is_fit in zip(names, *ends, fits.tolist(), strict=True):
        yield name, (estimate, low, high), f"{WEEKS}; {FITS if is_fit else BELOW}"


def _of_accounts(tests: Assessment) -> Numbers:
    hours, accounts = tests.office.hours, tests.accounts
    turned = accounts.shares.shuffled(hours) if accounts else None
    expected = (tests.office.shuffled, NOT_KNOWN, NOT_KNOWN)
    yield ("shuffled", turned, TURNED) if turned else ("shuffled", expected, EXPECTED)
    if accounts:
        shares = accounts.shares
        for name, by in (("share-by", ""), ("mean-of", BY_ACCOUNT)):
            yield f"office-{name}-accounts", accounts.office(hours, by), ACCOUNTS
            yield f"office-calendar-{name}-accounts", shares.share(CALENDAR, hours, by), ACCOUNTS
        for number, share in shares.loudest.items():
            yield f"loudest-{number}", (share, NOT_KNOWN, NOT_KNOWN), COUNTED


@dataclass(frozen=True)
class ConsistentAnswer(Answer):
    """`assessments` has the operations with enough posts, in their order."""

    assessments: dict[str, Assessment]

    @cached_property
    def baselines(self) -> dict[str, Baseline]:
        """Return by operation what its posts that have dates are compared with, if anything."""
        world, view = self.world, self.view
        if view.baseline != "ordinary":
            return {}
        worlds = {s: world.dated if is_undated(world, s, view) else world for s in self.assessments}
        return parted({slug: baseline(worlds[slug], slug, view) for slug in worlds})[1]

    @cached_property
    def beside(self) -> dict[str, list[float]]:
        """Return by operation the baseline's share in office hours of all days at each offset."""
        hours = self.view.hours
        return {slug: b.under(OFFSETS, hours).tolist() for slug, b in self.baselines.items()}

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a number, as RhythmNumber; one without number for what is not known."""
        distances = week_distances(self.world, self.view)
        without = self._without_dates() if self.world.current_rules else {}
        every = [
            row
            for o in self.operations
            for row in (*without.get(o.slug, ()), *self._rows(o.slug, distances))
        ]
        frame = pd.DataFrame(every, columns=list(RhythmNumber._fields))
        counts = {"n_posts": "Int64", "n_accounts": "Int64"}
        return frame.astype(counts | dict.fromkeys(("estimate", "low", "high"), "float64"))

    def _rows(self, slug: str, distances: DistancesAnswer) -> Iterator[tuple[object, ...]]:
        basis_words = basis(self.world, self.world.column(slug))
        if slug in self.unknown:
            yield (slug, "", None, None, None, self.unknown[slug], None, None, basis_words)
            return
        tests, to_others = self.assessments[slug], distances.ends[slug]
        for row in rows(slug, tests, to_others, distances.by, basis_words):
            if self.world.current_rules or row.test not in BY_CALENDAR:
                yield row

    def _without_dates(self) -> dict[str, tuple[RhythmNumber]]:
        """Return the share that the page shows where most posts were counted without dates.

        The rows after it are of the part that has dates, and their share is another one.
        """
        shown, name = rhythm(self.world, self.view), "office-share-without-dates"
        every = {}
        for slug, week in shown.undated.items():
            share = float(shown.rhythms[slug].office.shares.office.estimate)
            numbers = share, NOT_KNOWN, NOT_KNOWN, "counted without dates", week.counted
            every[slug] = (RhythmNumber(slug, name, *numbers, None, week.basis),)
        return every


def consistent(world: World, view: View) -> ConsistentAnswer:
    """Test the rhythm of each operation."""
    chosen = operations(world, view)
    columns = tuple((o.slug, view.own(o.slug).timing) for o in chosen)
    assessments, unknown = _assessments(world, columns)
    return ConsistentAnswer(world, view, chosen, unknown, assessments)


@kept(KEPT_VIEWS)
def _assessments(
    world: World, columns: ColumnViews
) -> tuple[dict[str, Assessment], dict[str, NotKnown]]:
    """Return the tests of each column, and why there are none of the others."""
    posts, unknown = testable(world, columns)
    views = dict(columns)
    offices = [
        office_hours_of(world, own.daily, views[column].hours) for column, own in posts.items()
    ]
    every = assess(offices, [own.quarters for own in posts.values()], atlas_of(world))
    assessments = {
        column: replace(tests, accounts=account_rhythm(world, column, views[column]))
        for column, tests in zip(posts, every, strict=True)
    }
    return assessments, unknown
