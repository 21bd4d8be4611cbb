"""A holding that answers for some releases: its posts (`Source`) or its users file (`Users`).

Either may be held without the other. `ByAccount` is the unfiltered rhythm by accounts on the
operator's clock, from the table INTERVALS, which ingest made while the accounts were at hand.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Catalogue, Collection, Release, total
from dashboard.clock.period import Period, read_period
from dashboard.link.filters import SourceWords
from dashboard.snapshot.cells import Cells, ThemeRuns
from dashboard.snapshot.distinct import Distinct
from dashboard.snapshot.items import Items
from dashboard.statistics.intervals import Floats
from dashboard.store.holdings import Holding, Manifest
from dashboard.tables import (
    BY_ACCOUNT,
    CLIENT,
    CREATED,
    DOMAIN,
    EVERY_PHASE,
    FOLLOWERS,
    HASHTAG,
    OPERATIONAL,
    SHUFFLED,
    window,
)

Ends = tuple[float, float, float]  # estimate, low, high; a low of 0 and high of 1 = not known
LOUDEST = (1, 5, 10)
MEASURES = (CREATED, FOLLOWERS)
UNCOUNTED: Ends = (float("nan"),) * 3


@dataclass(frozen=True, eq=False)
class ByAccount:
    """The rows of INTERVALS by measure and bin, read once."""

    rows: dict[tuple[str, str], Ends]

    @classmethod
    def of(cls, intervals: pd.DataFrame) -> "ByAccount | None":
        """Return the index of a holding's table; None where fewer than 10 accounts posted."""
        if intervals.empty:
            return None
        keys = zip(intervals["measure"].astype("str"), intervals["bin"].astype("str"), strict=True)
        ends = intervals[["estimate", "low", "high"]].to_numpy(np.float64).tolist()
        return cls(dict(zip(keys, map(tuple, ends), strict=True)))

    @cached_property
    def week(self) -> Floats:
        """Return float[7, 24]: the mean of the accounts' own weeks, which adds up to 1."""
        rows = (self.rows["week" + BY_ACCOUNT, f"{hour:03}"] for hour in range(168))
        return np.array([estimate for estimate, _, _ in rows]).reshape(7, 24)

    def hours(self, by: str = "") -> Floats:
        """Return float[3, 24]: estimate, low and high of each hour's share of the day.

        `by` is BY_ACCOUNT for the mean of the accounts' shares, "" for the share of posts.
        """
        return np.array([self.rows["hour" + by, f"{hour:02}"] for hour in range(24)]).T

    def weekdays(self, by: str = "") -> Floats:
        """Return float[3, 7], likewise of the weekdays, Monday first."""
        return np.array([self.rows["weekday" + by, str(day)] for day in range(7)]).T

    def share(self, measure: str, hours: tuple[int, int], by: str = "") -> Ends:
        """Return the share in the hours [first, last) of the days of WORKWEEK, CALENDAR or PRESS.

        Leaving out accounts in turn; `by` as for `hours`. NaN where it was not counted yet.
        """
        return self.rows.get((measure + by, window(*hours)), UNCOUNTED)

    def shuffled(self, hours: tuple[int, int]) -> Ends | None:
        """Return the share by chance and its range (null_models.py); None in an older store."""
        return self.rows.get((SHUFFLED, window(*hours)))

    @cached_property
    def loudest(self) -> dict[int, float]:
        """Return the share of all posts that the 1, 5 and 10 loudest accounts made together."""
        return {number: self.rows["loudest", f"{number:02}"][0] for number in LOUDEST}


@dataclass(frozen=True)
class Users:
    """The users file of one holding: how many accounts, when created, how followed."""

    manifest: Manifest
    collection: Collection
    releases: tuple[Release, ...]
    published: int  # distinct accounts
    bins: dict[str, dict[str, int]]  # accounts by measure and bin, as in tables.BINS

    @classmethod
    def of(cls, holding: Holding, catalogue: Catalogue) -> "Users":
        manifest = holding.manifest
        bins: dict[str, dict[str, int]] = {measure: {} for measure in MEASURES}
        for measure, bin, accounts in holding.profiles.itertuples(index=False, name=None):
            bins[measure][bin] = int(accounts)
        return cls(
            manifest,
            catalogue.collections[manifest.collection],
            catalogue.operations[manifest.subject].releases,
            manifest.published or 0,
            bins,
        )


@dataclass(frozen=True, eq=False)
class Source:
    """One holding that answers for some releases, indexed for questions."""

    manifest: Manifest
    collection: Collection
    releases: tuple[Release, ...]
    cells: Cells
    tags: Items
    active: dict[tuple[str, str], int]  # distinct accounts by calendar and month
    operational: dict[tuple[str, str], int]  # the same without earlier lives; {} = as `active`
    by_account: ByAccount | None  # what accounts tell of the hours; None where fewer than 10 posted
    distinct: Distinct | None  # the same under any filter, where private tables are held
    tables: dict[str, pd.DataFrame] = field(repr=False, compare=False)  # domains, clients

    @cached_property
    def domains(self) -> Items:
        return Items(self.tables[DOMAIN])

    @cached_property
    def clients(self) -> Items:
        return Items(self.tables[CLIENT])

    def items(self, kind: str) -> Items:
        """Return the items of a kind, one of tables.ITEM_KINDS."""
        if kind == HASHTAG:
            return self.tags
        return self.domains if kind == DOMAIN else self.clients

    @cached_property
    def theme_runs(self) -> ThemeRuns:
        return ThemeRuns(self.cells)

    @cached_property
    def words(self) -> SourceWords:
        """Return what its posts can be filtered by."""
        return SourceWords(
            tuple(self.cells.kinds),
            tuple(self.cells.phases),
            tuple(self.cells.languages),
            of_rows=self.manifest.depth == "rows",
            of_text=self.manifest.themes_version is not None,
        )

    @cached_property
    def covers(self) -> Period:
        """Days that it tells of: as the manifest has it, of an older one as the catalogue has."""
        coverage = self.manifest.coverage
        return self.collection.covers if coverage is None else read_period(coverage)

    @property
    def whole(self) -> int | None:
        """Posts there are in all, where stated: of the collection, else of the releases."""
        return self.collection.covers_posts or total(self.releases, "posts").number


def source_of(holding: Holding, catalogue: Catalogue, themes: tuple[str, ...]) -> Source:
    manifest = holding.manifest
    return Source(
        manifest,
        catalogue.collections[manifest.collection],
        catalogue.operations[manifest.subject].releases,
        Cells(holding.posts, themes),
        Items(holding.tags),
        _active(holding, EVERY_PHASE),
        _active(holding, OPERATIONAL),
        ByAccount.of(holding.intervals),
        _distinct(holding),
        {DOMAIN: holding.domains, CLIENT: holding.clients},
    )


def _active(holding: Holding, phase: str) -> dict[tuple[str, str], int]:
    """Return distinct accounts by calendar and month, of the rows of a phase."""
    rows = holding.accounts[holding.accounts["phase"] == phase]
    months = zip(*(rows[c] for c in ("calendar", "month", "accounts")), strict=True)
    return {(str(calendar), str(month)): int(n) for calendar, month, n in months}


def _distinct(holding: Holding) -> Distinct | None:
    """Return the index of activity; None where it is not held, or the files tell no accounts."""
    activity = holding.private.get("activity")
    return None if activity is None or activity.empty else Distinct(activity)
