"""Users files: how many accounts each lists, when they were created, how followed they were.

A users file may be held without posts, and posts without a users file: each answers on its own.
"""

from dataclasses import dataclass

from dashboard.catalogue.releases import Catalogue, Collection, Release
from dashboard.store.holdings import Holding, Manifest
from dashboard.tables import CREATED, FOLLOWERS

MEASURES = (CREATED, FOLLOWERS)


@dataclass(frozen=True)
class Users:
    """The users file of one holding, which answers for some releases."""

    manifest: Manifest
    collection: Collection
    releases: tuple[Release, ...]
    published: int  # distinct accounts
    bins: dict[str, dict[str, int]]  # accounts by measure and bin, as in tables.BINS

    @classmethod
    def of(cls, holding: Holding, catalogue: Catalogue) -> "Users":
        told, rows = holding.manifest, holding.profiles
        bins: dict[str, dict[str, int]] = {measure: {} for measure in MEASURES}
        for measure, bin, accounts in rows.itertuples(index=False, name=None):
            bins[measure][bin] = int(accounts)
        return cls(
            told,
            catalogue.collections[told.collection],
            catalogue.operations[told.subject].releases,
            told.published or 0,
            bins,
        )
