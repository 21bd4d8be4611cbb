"""Which accounts were published: when they were created and how many followers they had."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.catalogue.releases import Collection, Operation
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import MEASURES, Users
from dashboard.snapshot.world import World
from dashboard.tables import BANDS, CREATED, FOLLOWERS, OTHER_BINS

COLUMNS = ("operation", "measure", "bin", "accounts", "basis")
OTHER = "other"  # how OTHER_BINS is spelled in the CSV, where an empty cell means "not known"
NO_USERS = NotKnown("Its users file is not held here.")
FILTERED = NotKnown(
    "A users file describes a whole release: its accounts are not known under filters."
)


@dataclass(frozen=True)
class Profiles:
    """The published accounts of an operation, as far as its users files are held."""

    published: int
    bins: dict[str, dict[str, int]]  # accounts by measure and bin, as in tables.BINS
    collections: tuple[Collection, ...]
    basis: str
    files: int

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
        return bins.get(name, None if bins.get(OTHER_BINS) else 0)


@dataclass(frozen=True)
class AccountsAnswer(Answer):
    """`profiles` has the operations of which a users file is held."""

    profiles: dict[str, Profiles]

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


@kept(128)
def _profiles(world: World, slug: str) -> Profiles | None:
    """Return the sums over the users files of an operation, None if none is held."""
    files = world.users_of(slug)
    if not files:
        return None
    published = sum(users.published for users in files)
    return Profiles(
        published,
        {measure: _summed(files, measure, published) for measure in MEASURES},
        tuple(dict.fromkeys(users.collection for users in files)),
        _basis(files, world.column(slug)),
        len(files),
    )


def _summed(files: tuple[Users, ...], measure: str, published: int) -> dict[str, int]:
    """Return accounts by bin over all files; OTHER_BINS, put last, has all that no bin has."""
    counts: Counter[str] = Counter()
    for users in files:
        counts.update(users.bins[measure])
    # In order of followers, or of time; what is not stated comes after them.
    order = [*(bin for bin in BANDS if bin in counts), *sorted(counts.keys() - BANDS.keys())]
    shown = {bin: counts[bin] for bin in order if bin != OTHER_BINS}
    rest = published - sum(shown.values())
    return shown | ({OTHER_BINS: rest} if rest else {})


def _basis(files: tuple[Users, ...], operation: Operation) -> str:
    lines = [
        f"users file: {users.published:,} accounts, {users.collection.title}" for users in files
    ]
    answered = sum(len(users.releases) for users in files)
    if len(files) > 1:
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
