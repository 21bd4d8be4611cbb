"""Which domains did they link to, and with which clients did they post: all that are counted."""

from dataclasses import dataclass

import pandas as pd

from dashboard.link.view import View
from dashboard.panels.panel import answers
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
        frames = [_rows(self.world, slug, items) for slug, items in self.used.items()]
        empty = pd.DataFrame(columns=list(COLUMNS))
        frame = pd.concat(frames, ignore_index=True) if frames else empty
        return frame.astype({"uses": "Int64", "accounts": "Int64", "share": "float64"})


def _rows(world: World, slug: str, items: Used) -> pd.DataFrame:
    places, every = ranked(items), world.item_names[items.kind]
    accounts = None if items.accounts is None else items.accounts[places]
    names = [every[number] for number in items.numbers[places].tolist()]
    columns = (slug, names, items.uses[places], accounts, items.shares[places], items.basis)
    frame = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    return frame.astype({"uses": "Int64", "accounts": "Int64"})


def domains(world: World, view: View) -> ListedAnswer:
    """Find the domains that posts of each operation link to."""
    return _listed(world, view, DOMAIN)


def clients(world: World, view: View) -> ListedAnswer:
    """Find the clients that each operation posted with."""
    return _listed(world, view, CLIENT)


def _listed(world: World, view: View, kind: str) -> ListedAnswer:
    return ListedAnswer(world, view, *answers(world, view, lambda s: used(world, s, view, kind)))
