"""A source: one holding that answers for some releases, indexed for questions."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.catalogue.releases import Catalogue, Collection, Release, total
from dashboard.measures.by_account import ByAccount
from dashboard.measures.cells import Cells
from dashboard.measures.distinct import Distinct
from dashboard.measures.items import Items
from dashboard.measures.theme_runs import ThemeRuns
from dashboard.store.holdings import Holding, Manifest
from dashboard.tables import CLIENT, DOMAIN, EVERY_PHASE, HASHTAG, OPERATIONAL


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
        """Return the items of a kind, one of items.KINDS."""
        if kind == HASHTAG:
            return self.tags
        return self.domains if kind == DOMAIN else self.clients

    @cached_property
    def theme_runs(self) -> ThemeRuns:
        return ThemeRuns(self.cells)

    @property
    def whole(self) -> int | None:
        """Posts there are in all, where stated: of the collection, else of the releases."""
        return self.collection.covers_posts or total(self.releases, "posts").number


def source_of(holding: Holding, catalogue: Catalogue, themes: tuple[str, ...]) -> Source:
    told = holding.manifest
    return Source(
        told,
        catalogue.collections[told.collection],
        catalogue.operations[told.subject].releases,
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
