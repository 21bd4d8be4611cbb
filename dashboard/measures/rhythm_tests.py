"""Every test of one operation's rhythm at once, and each number of them as a row of a CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.catalogue.releases import Catalogue
from dashboard.clock.local_time import Ints
from dashboard.clock.places import Zones
from dashboard.measures.candidates import Calendars, Candidates, candidates
from dashboard.measures.office import Signature
from dashboard.measures.offsets import OFFSETS, Clocks, clocks, told
from dashboard.snapshot.days import Days, Quarters
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
