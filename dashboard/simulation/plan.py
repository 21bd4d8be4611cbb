"""What is to be simulated: a release, how much of it, in which dialect, with what damage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from dashboard.catalogue.releases import Catalogue, Release
from dashboard.clock.calendars import Country
from dashboard.simulation.damage import KINDS
from dashboard.simulation.dialects import DIALECTS, ArchiveDialect, dialect_of

FEWEST_ACCOUNTS, POSTS_AN_ACCOUNT = 12, 10
# Where the catalogue does not say when a release begins and ends, it lasts from so many days before
# its disclosure to so many.
BEGINS, ENDS = 5 * 365, 60
THEMED = 0.12  # share of texts, and of lists of tags, that are about a theme
DAMAGED = 0.0005  # share of damaged records, where damage is asked for


@dataclass(frozen=True)
class SimulationPlan:
    """Everything that decides what is written; the same plan writes the same bytes."""

    release: Release
    country: Country  # whose calendar is kept
    dialect: ArchiveDialect
    rows: int  # posts
    accounts: int  # published, distinct
    users_rows: int
    first: date  # on the operator's clock
    last: date
    seed: int = 1
    themed: float = THEMED
    damage: tuple[str, ...] = ()
    damaged: float = DAMAGED

    def dice(self, *what: int) -> np.random.Generator:
        """Return dice for one purpose: other ones for each release, the same whenever asked for."""
        return np.random.default_rng([self.seed, crc32(self.release.slug.encode()), *what])


def make_plan(
    catalogue: Catalogue,
    name: str,
    *,
    rows: int | None = None,
    seed: int = 1,
    dialect: str | None = None,
    damage: Sequence[str] = (),
    damaged: float = DAMAGED,
    themed: float = THEMED,
) -> SimulationPlan:
    """Return the plan for the release `name`, its totals from the catalogue unless `rows` is given.

    With `rows` there are at most so many accounts that each has ten posts on average. Raises
    ValueError, one sentence, for what cannot be simulated.
    """
    release = catalogue.release(name)
    posts = _posts(release, rows)
    _check_known(dialect, DIALECTS, "dialect")
    for kind in damage:
        _check_known(kind, KINDS, "kind of damage")
    accounts, users_rows = _accounts(release, rows)
    first, last = _days(release)
    return SimulationPlan(
        release=release,
        country=catalogue.countries[release.countries[0]],
        dialect=DIALECTS[dialect] if dialect else dialect_of(release.disclosed),
        rows=posts,
        accounts=accounts,
        users_rows=users_rows,
        first=first,
        last=last,
        seed=seed,
        themed=themed,
        damage=tuple(damage),
        damaged=damaged,
    )


def _posts(release: Release, rows: int | None) -> int:
    posts = release.posts if rows is None else rows
    if posts is None:
        raise ValueError(f"{release.slug}: nobody has counted its posts; say how many with --rows.")
    if posts < 1:
        raise ValueError("At least one post is needed: --rows must be 1 or more.")
    return posts


def _accounts(release: Release, rows: int | None) -> tuple[int, int]:
    """Return the distinct accounts and the rows of the users file, which may repeat some."""
    listed = release.users_rows or release.accounts or FEWEST_ACCOUNTS
    published = release.published or listed
    if rows is None:
        return published, listed
    accounts = min(published, max(FEWEST_ACCOUNTS, rows // POSTS_AN_ACCOUNT))
    return accounts, accounts + listed - published


def _days(release: Release) -> tuple[date, date]:
    """Return the local days that are surely between the first and the last post in UTC."""
    first = release.disclosed - timedelta(BEGINS)
    last = release.disclosed - timedelta(ENDS)
    if release.first_post and release.last_post:
        first = date.fromisoformat(release.first_post[:10]) + timedelta(1)
        last = date.fromisoformat(release.last_post[:10]) - timedelta(1)
    return first, max(first, last)


def _check_known(name: str | None, names: Collection[str], what: str) -> None:
    if name is not None and name not in names:
        raise ValueError(f"{name} is not a {what}; there are {', '.join(names)}.")
