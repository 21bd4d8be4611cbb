"""Which clocks and calendars the posts fit, and all other tests of a rhythm as a file.

`assess` makes every test of some operations at once; `rows` spells each number of them for a CSV.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from dashboard.catalogue.releases import Catalogue
from dashboard.clock.local_time import Ints
from dashboard.clock.places import Zones
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.clocks.calendar_fits import Calendars, Candidates, candidates
from dashboard.panels.clocks.clock_fits import OFFSETS, Clocks, clocks, told
from dashboard.panels.distances.measure import ApartAnswer, apart
from dashboard.panels.rhythm.measure import Accounts, accounts_of, signature_of
from dashboard.panels.rhythm.office_hours import Signature
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.daily import ColumnViews, testable
from dashboard.snapshot.days import Days, Quarters
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.source import ByAccount, Ends
from dashboard.snapshot.world import World
from dashboard.statistics.intervals import Interval
from dashboard.tables import BY_ACCOUNT

WEEKS = "runs of whole weeks left out in turn"
ACCOUNTS = "accounts left out in turn"
COUNTED = "counted"
EXPECTED = "expected by chance, its range not known under a filter"
TURNED = "days of accounts turned round the clock by chance"
FITS, BELOW = "not below the best", "below the best"
NOT_KNOWN = float("nan")


class Atlas(NamedTuple):
    """What operations are compared with, made once for a catalogue; costs half a second."""

    calendars: Calendars
    zones: Zones

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Atlas":
        return cls(Calendars(catalogue.countries.values()), Zones())


def atlas_of(world: World) -> Atlas:
    """Return what the operations of a world are compared with."""
    return world.once(Atlas.of)


@dataclass(frozen=True, eq=False)
class Assessment:
    """All that posts by day and hour say of one operation's rhythm."""

    days: Days
    office: Signature
    calendars: Candidates
    clocks: Clocks


class Row(NamedTuple):
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
    every: Sequence[Signature], quarters: Sequence[Quarters], atlas: Atlas
) -> list[Assessment]:
    """Return every test of some operations, which together cost little more than one.

    Of each its working hours by its own calendar, and the same posts by quarter-hour.
    """
    if not every:
        return []
    days = [office.counted for office in every]
    calendars = candidates(days, atlas.calendars)
    fitting = clocks(quarters, atlas.zones, every[0].hours)
    return [*map(Assessment, days, every, calendars, fitting)]


def rows(
    operation: str,
    found: Assessment,
    accounts: ByAccount | None,
    distances: Mapping[str, Ends],
    by: str,
    n_accounts: int | None,
    basis: str,
) -> Iterator[Row]:
    """Yield a row for each number of one operation.

    `accounts` is None under a filter or where accounts are not known; `distances` are (estimate,
    low, high) by the slug of another operation, and `by` says of which parts of the week.
    """
    posts = found.office.posts
    for test, ends, method in (
        *_of_weeks(found),
        *_of_accounts(found, accounts),
        *((f"distance:{other}", ends, f"{WEEKS}; {by}") for other, ends in distances.items()),
    ):
        yield Row(operation, test, *ends, method, posts, n_accounts, basis)


Told = Iterator[tuple[str, Ends, str]]


def _of_weeks(found: Assessment) -> Told:
    office = found.office
    for test, interval in (
        ("office-share", office.share),
        ("office-times", office.times),
        ("office-above", office.above),
        ("press-share", office.press),
        ("weekend", office.weekend),
        ("half-day", office.half_day),
        ("holiday", office.holiday),
        ("make-up", office.make_up),
        ("make-up-weekend", office.make_up_weekend),
        ("lunch", found.clocks.profile.lunch),
        ("evening", found.clocks.profile.evening),
    ):
        yield test, interval.numbers, WEEKS
    calendars, offsets = found.calendars, found.clocks
    names = [f"calendar:{slug}" for slug in calendars.countries]
    yield from _ranked(names, calendars.score, calendars.fits)
    names = [f"clock:{told(offset)}" for offset in OFFSETS.tolist()]
    yield from _ranked(names, offsets.share, offsets.fits)


def _ranked(names: list[str], found: Interval, fits: Ints) -> Told:
    ends = (end.tolist() for end in (found.estimate, found.low, found.high))
    for name, estimate, low, high, is_fit in zip(names, *ends, fits.tolist(), strict=True):
        yield name, (estimate, low, high), f"{WEEKS}; {FITS if is_fit else BELOW}"


def _of_accounts(found: Assessment, accounts: ByAccount | None) -> Told:
    hours = found.office.hours
    turned = accounts.shuffled(hours) if accounts else None
    expected = (found.office.shuffled, NOT_KNOWN, NOT_KNOWN)
    yield ("shuffled", turned, TURNED) if turned else ("shuffled", expected, EXPECTED)
    if accounts:
        yield "office-share-by-accounts", accounts.office(hours), ACCOUNTS
        yield "office-mean-of-accounts", accounts.office(hours, BY_ACCOUNT), ACCOUNTS
        for number, share in accounts.loudest.items():
            yield f"loudest-{number}", (share, NOT_KNOWN, NOT_KNOWN), COUNTED


@dataclass(frozen=True, eq=False)
class Found:
    """Every test of one operation, and what accounts tell."""

    tested: Assessment
    accounts: Accounts | None


@dataclass(frozen=True)
class ConsistentAnswer(Answer):
    """`found` has the operations with enough posts, in their order."""

    found: dict[str, Found]

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a number, as Row; one without number for what is not known."""
        unlike = apart(self.world, self.view)
        every = [row for o in self.operations for row in self._rows(o.slug, unlike)]
        frame = pd.DataFrame(every, columns=list(Row._fields))
        counts = {"n_posts": "Int64", "n_accounts": "Int64"}
        return frame.astype(counts | dict.fromkeys(("estimate", "low", "high"), "float64"))

    def _rows(self, slug: str, unlike: ApartAnswer) -> Iterator[tuple[object, ...]]:
        basis_words = basis(self.world, self.world.column(slug))
        if slug in self.unknown:
            yield (slug, "", None, None, None, self.unknown[slug], None, None, basis_words)
            return
        found = self.found[slug]
        ours = found.accounts
        yield from rows(
            slug,
            found.tested,
            ours.found if ours else None,
            unlike.apart_from(slug),
            unlike.by,
            ours.active if ours else None,
            basis_words,
        )


def consistent(world: World, view: View) -> ConsistentAnswer:
    """Test the rhythm of each operation."""
    chosen = operations(world, view)
    found, unknown = _found(world, tuple((o.slug, view.own(o.slug).timing) for o in chosen))
    return ConsistentAnswer(world, view, chosen, unknown, found)


@kept(KEPT_VIEWS)
def _found(world: World, asked: ColumnViews) -> tuple[dict[str, Found], dict[str, NotKnown]]:
    """Return what is known of each column, and why nothing is of the others."""
    known, unknown = testable(world, asked)
    views = dict(asked)
    offices = [signature_of(posts.daily, views[column].hours) for column, posts in known.items()]
    tested = assess(offices, [posts.quarters for posts in known.values()], atlas_of(world))
    found = {
        column: Found(test, accounts_of(world, column, views[column]))
        for column, test in zip(known, tested, strict=True)
    }
    return found, unknown
