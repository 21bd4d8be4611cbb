"""What sets each apart: hashtags and domains that one operation used more than the others in view.

Log-odds with an informative Dirichlet prior, after Monroe, Colaresi and Quinn (2008), "Fightin'
Words", Political Analysis 16(4), 372-403: what both sides use equally often in proportion does not
stand out, and what is rare has to differ by more than what is common.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.clock.local_time import Ints
from dashboard.link.not_known import NeedsAnother, NotKnown
from dashboard.link.view import View
from dashboard.panels.listed import COUNTS, ListedItem, items_at
from dashboard.snapshot.asking import Answer, operations
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, seen, used
from dashboard.snapshot.world import World
from dashboard.tables import DOMAIN, HASHTAG

KINDS = (HASHTAG, DOMAIN)
PRIOR = 500.0  # uses that the prior weighs as much as
LEAST = 1.96  # a z-score below it cannot be told from chance at 95%
MOST = 50  # items of a kind and operation
ALONE = NeedsAnother(
    "Choose two or more operations: an item sets one apart from the others in view.",
    "Choose two or more operations to set one apart from others.",
)
NOTHING = NotKnown("None of its hashtags and domains is counted.")
NOT_BESIDE = NotKnown(
    "No other operation in view has hashtags or domains that are known under these filters.",
    "No other operation here has known hashtags or domains.",
)


class DistinctItem(NamedTuple):
    """An item that sets an operation apart from the others in view."""

    item: ListedItem
    log_odds: float  # natural logarithm of the ratio of odds, this operation to the others
    z: float


@dataclass(frozen=True)
class DistinctiveAnswer(Answer):
    """`items` has, by operation and kind, up to MOST items, the largest z-score first."""

    items: dict[str, dict[str, list[DistinctItem]]]
    used: dict[str, dict[str, Used | NotKnown]]  # all items, or why they are not known

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an item: operation, kind, item, uses, accounts, log_odds, z, basis."""
        rows = [
            (slug, kind, item.name, item.uses, item.accounts, log_odds, z, basis)
            for slug, kinds in self.items.items()
            for kind, items in kinds.items()
            for basis in [self.basis_of(slug, kind)]
            for item, log_odds, z in items
        ]
        columns = ["operation", "kind", "item", "uses", "accounts", "log_odds", "z", "basis"]
        types = COUNTS | {"log_odds": "float64", "z": "float64"}
        return pd.DataFrame(rows, columns=columns).astype(types)

    def basis_of(self, slug: str, kind: str) -> str:
        used = self.used[slug][kind]
        return used if isinstance(used, NotKnown) else used.basis

    @property
    def cited(self) -> frozenset[str]:
        """Return the operations all of whose items are counts by others."""
        return frozenset(
            slug
            for slug, kinds in self.used.items()
            if all(isinstance(used, NotKnown) or used.cited for used in kinds.values())
        )


def distinctive(world: World, view: View) -> DistinctiveAnswer:
    """Find what sets each operation apart from the others of the view, taken together."""
    chosen = operations(world, view)
    every = {
        o.slug: {kind: seen(world, used(world, o.slug, view, kind)) for kind in KINDS}
        for o in chosen
    }
    unknown: dict[str, NotKnown] = {}
    distinct: dict[str, dict[str, list[DistinctItem]]] = {}
    for slug, kinds in every.items():
        pairs = {kind: _beside(every, slug, kind) for kind in KINDS}
        if len(every) < 2:
            unknown[slug] = ALONE
        elif not any(pairs.values()):
            unknown[slug] = _why(kinds)
        else:
            distinct[slug] = {kind: _distinct(world, *pair) for kind, pair in pairs.items() if pair}
    return DistinctiveAnswer(world, view, chosen, unknown, distinct, every)


def _why(kinds: dict[str, Used | NotKnown]) -> NotKnown:
    """Say why an operation has nothing to set beside the others."""
    if any(isinstance(items, Used) and len(items.uses) for items in kinds.values()):
        return NOT_BESIDE
    return next((items for items in kinds.values() if isinstance(items, NotKnown)), NOTHING)


Beside = tuple[Used, tuple[Used, ...]]


def _beside(every: dict[str, dict[str, Used | NotKnown]], slug: str, kind: str) -> Beside | None:
    """Return what an operation used and what each of the others did; None if either is unknown."""
    own = every[slug][kind]
    rest = [kinds[kind] for other, kinds in every.items() if other != slug]
    others = tuple(other for other in rest if not isinstance(other, NotKnown) and len(other.uses))
    return None if isinstance(own, NotKnown) or not others or not len(own.uses) else (own, others)


@kept(256)
def _distinct(world: World, own: Used, others: tuple[Used, ...]) -> list[DistinctItem]:
    """Return the items that stand out by at least LEAST, the largest z-score first."""
    log_odds, z = contrast(own, others, len(world.item_names[own.kind]))
    places = np.flatnonzero(z >= LEAST)
    places = places[np.argsort(-z[places], kind="stable")][:MOST]
    items = items_at(world, own, places)
    rows = zip(items, log_odds[places].tolist(), z[places].tolist(), strict=True)
    return [DistinctItem(*row) for row in rows]


def contrast(own: Used, others: tuple[Used, ...], size: int) -> tuple[Ints, Ints]:
    """Return (log_odds, z), float64[items of own]: own against the sum of the others.

    Both sides begin with the same prior: PRIOR uses, shared out by the mean of the two sides'
    shares of an item, so that the larger side does not outweigh the other. z is the log-odds over
    its standard deviation, estimated as the root of 1/uses + 1/uses of the others, priors included.
    `size` is the number of items there are in all.
    """
    beside = np.zeros(size)
    for other in others:
        beside[other.numbers] += other.uses
    here, there = own.uses.astype(float), beside[own.numbers]
    total_here, total_there = here.sum(), beside.sum()
    prior = PRIOR * (here / total_here + there / total_there) / 2
    a, b = here + prior, there + prior
    with np.errstate(divide="ignore", invalid="ignore"):  # one single item of all: endless odds
        odds_here, odds_there = a / (total_here + PRIOR - a), b / (total_there + PRIOR - b)
        log_odds = np.nan_to_num(np.log(odds_here) - np.log(odds_there), nan=0.0)
    z: Ints = log_odds / np.sqrt(1 / a + 1 / b)
    return log_odds, z
