"""Which domains did they link to, and with which clients did they post: all that are counted."""

from dataclasses import dataclass

import pandas as pd

from dashboard.link.not_known import parted
from dashboard.link.view import View
from dashboard.snapshot.asking import operations
from dashboard.snapshot.used import Used, UsedAnswer, ranked, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN

COLUMNS = ("operation", "item", "uses", "accounts", "share", "basis")


@dataclass(frozen=True)
class ListedAnswer(UsedAnswer):
    """All items of one kind of each operation."""

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an item: operation, item, uses, accounts, share, basis; empty = not known.

        `uses` are posts with the item, `share` their share of all posts of the view. A post can
        link to several domains, so shares of domains do not add up.
        """
        frames = [_rows(self.world, slug, told) for slug, told in self.used.items()]
        empty = pd.DataFrame(columns=list(COLUMNS))
        frame = pd.concat(frames, ignore_index=True) if frames else empty
        return frame.astype({"uses": "Int64", "accounts": "Int64", "share": "float64"})


def _rows(world: World, slug: str, told: Used) -> pd.DataFrame:
    places, names = ranked(told), world.item_names[told.kind]
    accounts = None if told.accounts is None else told.accounts[places]
    items = [names[number] for number in told.numbers[places].tolist()]
    columns = (slug, items, told.uses[places], accounts, told.shares[places], told.basis)
    frame = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return frame.astype({"uses": "Int64", "accounts": "Int64"})


def domains(world: World, view: View) -> ListedAnswer:
    """Find the domains that posts of each operation link to."""
    return _listed(world, view, DOMAIN)


def clients(world: World, view: View) -> ListedAnswer:
    """Find the clients that each operation posted with."""
    return _listed(world, view, CLIENT)


def _listed(world: World, view: View, kind: str) -> ListedAnswer:
    chosen = operations(world, view)
    found = {o.slug: used(world, o.slug, view, kind) for o in chosen}
    unknown, known = parted(found)
    return ListedAnswer(world, view, chosen, unknown, known)
