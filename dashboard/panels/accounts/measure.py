"""Which accounts were published: when they were created and how many followers they had.

Users files answer, and for releases without one what others counted of theirs. Counts whose source
is withheld answer for nothing: `withheld` has them, to be folded away.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.catalogue.cited import UNDER_TEN, Cited
from dashboard.catalogue.releases import Collection, Operation
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import NO_USERS, Answer
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import MEASURES, Users
from dashboard.snapshot.world import World
from dashboard.tables import BANDS, CREATED, FOLLOWERS, OTHER_BINS

COLUMNS = ("operation", "measure", "bin", "accounts", "basis")
OTHER = "other"  # how OTHER_BINS is spelled in the CSV, where an empty cell means "not known"
NONE, FEW = "0", "1-9"  # bands that others did not tell apart
FILTERED = NotKnown(
    "A users file describes a whole release: its accounts are not known under filters.",
    "A users file describes a whole release, without filters.",
)


@dataclass(frozen=True)
class Profiles:
    """The published accounts of an operation, as far as its users files are held or were counted.

    Others counted by year of creation, and did not tell accounts without followers from those with
    up to nine: cited.UNDER_TEN is a bin beside tables.BANDS.
    """

    published: int
    bins: dict[str, dict[str, int]]  # accounts by measure and bin, as in tables.BINS
    collections: tuple[Collection, ...]
    basis: str
    files: int
    releases: int  # that are answered for
    cited: bool = False

    def is_least(self, measure: str) -> bool:
        """Whether sums of a measure may be too low: a file may hide what another one shows."""
        return self.files > 1 and OTHER_BINS in self.bins[measure]

    @cached_property
    def months(self) -> dict[str, int]:
        """Return accounts by month of creation, of the months with enough to be shown."""
        return {bin: n for bin, n in self.bins[CREATED].items() if bin[4:5] == "-"}

    @cached_property
    def years(self) -> dict[str, int]:
        """Return accounts by year, created in those of its months that are not in `months`."""
        return {bin: n for bin, n in self.bins[CREATED].items() if bin.isdigit()}

    def band(self, name: str) -> int | None:
        """Return the accounts in a band of followers: 0 if counted, None if not shown apart."""
        bins = self.bins[FOLLOWERS]
        if name in (NONE, FEW) and UNDER_TEN in bins:
            return None
        return bins.get(name, None if bins.get(OTHER_BINS) else 0)

    @cached_property
    def times(self) -> dict[str, int]:
        """Return accounts by month, else by year; by year alone where others counted by year."""
        if not self.cited:
            return self.months or self.years
        by_year: Counter[str] = Counter(self.years)
        for month, accounts in self.months.items():
            by_year[month[:4]] += accounts
        return dict(by_year)


@dataclass(frozen=True)
class AccountsAnswer(Answer):
    """`profiles` has the operations of which a users file is held, or was counted by others."""

    profiles: dict[str, Profiles]
    findings = "accounts"
    cited_tables = ("accounts",)

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, profiles in self.profiles.items() if profiles.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return rows of COLUMNS: each bin shown, every band, and "other" for what is not shown.

        A year as bin has the accounts that their file does not show by month. Empty = not known.
        """
        rows = [row for o in self.operations for row in self._rows(o.slug)]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"accounts": "Int64"})

    def _rows(self, slug: str) -> Iterator[tuple[str, str, str, int | None, str]]:
        profiles = self.profiles.get(slug)
        if profiles is None:
            unfiltered = _profiles(self.world, slug)
            basis = unfiltered.basis if unfiltered else ""
            yield from ((slug, measure, "", None, basis) for measure in MEASURES)
            return
        bands = {name: profiles.band(name) for name in BANDS}
        for measure, first in ((CREATED, {}), (FOLLOWERS, bands)):
            for bin, count in (first | profiles.bins[measure]).items():
                yield slug, measure, bin or OTHER, count, profiles.basis


def accounts(world: World, view: View) -> AccountsAnswer:
    """Find when the published accounts of each operation were created and how followed they were.

    No filter applies: a users file says nothing of single posts.
    """
    return AccountsAnswer(
        world, view, *answers(world, view, lambda s: _shown(world, s, view.own(s)))
    )


def _shown(world: World, slug: str, view: View) -> Profiles | NotKnown:
    """Return what is known of an operation's accounts, or why nothing can be shown."""
    profiles = _profiles(world, slug)
    if profiles is None:
        return NO_USERS
    if not any(profiles.bins[measure].keys() - {OTHER_BINS} for measure in MEASURES):
        accounts = f"{profiles.published:,} accounts"
        return NotKnown(f"Its users file lists {accounts}: too few to be told apart.")
    return FILTERED if view.filters else profiles


def counted_by_others(world: World, slug: str) -> tuple[Cited, ...]:
    """Return who counted the accounts of releases without a users file, where they are named."""
    read = {release.slug for users in world.users_of(slug) for release in users.releases}
    return tuple(
        cited
        for cited in world.cited_of(slug)
        if cited.accounts and cited.release not in read and not _is_withheld(world, cited)
    )


def _is_withheld(world: World, cited: Cited) -> bool:
    return any(collection.withheld for collection in world.collections_of([cited], "accounts"))


def withheld(world: World, slug: str) -> tuple[Cited, ...]:
    """Return what is known of accounts from a source that is not named."""
    every = world.cited_of(slug)
    return tuple(cited for cited in every if cited.accounts and _is_withheld(world, cited))


@kept(128)
def _profiles(world: World, slug: str) -> Profiles | None:
    """Return the sums over the users files of an operation, None if nothing is known of any."""
    files, counted = world.users_of(slug), counted_by_others(world, slug)
    if not files and not counted:
        return None
    every = [users.bins for users in files] + [cited.accounts for cited in counted]
    published = sum(users.published for users in files)
    published += sum(sum(cited.accounts[CREATED].values()) for cited in counted)
    collections = [users.collection for users in files]
    collections += world.collections_of(counted, "accounts")
    return Profiles(
        published,
        {measure: _summed([bins[measure] for bins in every], published) for measure in MEASURES},
        tuple(dict.fromkeys(collections)),
        _basis(world, files, counted, world.column(slug)),
        len(every),
        sum(len(users.releases) for users in files) + len(counted),
        bool(counted),
    )


def _summed(files: list[dict[str, int]], published: int) -> dict[str, int]:
    """Return accounts by bin over all files; OTHER_BINS, put last, has all that no bin has."""
    counts: Counter[str] = Counter()
    for bins in files:
        counts.update(bins)
    if UNDER_TEN in counts:  # what another file tells apart is known of some accounts alone
        counts[UNDER_TEN] += counts.pop(NONE, 0) + counts.pop(FEW, 0)
    # In order of followers, or of time; what is not stated comes after them.
    bands = (UNDER_TEN, *BANDS)
    order = [*(bin for bin in bands if bin in counts), *sorted(counts.keys() - {*bands})]
    shown = {bin: counts[bin] for bin in order if bin != OTHER_BINS}
    rest = published - sum(shown.values())
    return shown | ({OTHER_BINS: rest} if rest else {})


def _basis(
    world: World, files: tuple[Users, ...], counted: tuple[Cited, ...], operation: Operation
) -> str:
    lines = [
        f"users file: {users.published:,} accounts, {users.collection.title}" for users in files
    ]
    for cited in counted:
        (collection,) = world.collections_of([cited], "accounts")
        accounts = sum(cited.accounts[CREATED].values())
        lines.append(f"counts: {accounts:,} accounts, {collection.title}, {collection.credit}")
    answered = sum(len(users.releases) for users in files) + len(counted)
    if len(lines) > 1:
        lines.append("a bin adds up the files that show it")
    if answered < len(operation.releases):
        lines.append(f"{answered} of {len(operation.releases)} releases")
    return "; ".join(lines)


def users_read(world: World, operation: Operation) -> str:
    """Say how many accounts are known from users files that were read without posts, "" if none."""
    alone = [
        users.published for users in world.users_of(operation.slug) if not users.manifest.posts
    ]
    return f"users file of {sum(alone):,} accounts read" if alone else ""
