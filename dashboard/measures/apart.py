"""How far apart are the weeks of operations: the distance between every two, hour by hour."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from dashboard.measures.asking import Answer, basis, operations
from dashboard.measures.by_account import Ends
from dashboard.measures.daily import Asked, testable
from dashboard.measures.divergence import Distances, distances
from dashboard.measures.kept import VIEWS
from dashboard.measures.world import World
from dashboard.releases import Operation
from dashboard.view import View

ALONE = "Choose two or more operations to see how far apart their weeks are."
ONLY_ONE = "No other operation of this view has posts enough to be compared with."
COLUMNS = ("operation_a", "operation_b", "distance", "low", "high", "block_hours", "basis")
NOT_KNOWN = (nan, nan, nan)


@dataclass(frozen=True)
class ApartAnswer(Answer):
    """`apart` has the distances of the operations that are known, in their order.

    `posts` of each of them: how many their weeks are of.
    """

    apart: Distances
    posts: dict[str, int]

    def apart_from(self, slug: str) -> dict[str, Ends]:
        """Return (estimate, low, high) of the distance to each of the others, by slug."""
        return self._ends.get(slug, {})

    @cached_property
    def _ends(self) -> dict[str, dict[str, Ends]]:
        slugs = [o.slug for o in self.known]
        tables = np.stack([self.apart.estimate, self.apart.low, self.apart.high], 2).tolist()
        told = {}
        for slug, row in zip(slugs, tables, strict=False):  # of one alone nothing is known
            ends = zip(slugs, map(tuple, row), strict=True)
            told[slug] = {other: end for other, end in ends if other != slug}
        return told

    @cached_property
    def pairs(self) -> list[tuple[Operation, Operation, Ends]]:
        """Return every two operations with their distance, the nearest first."""
        two = combinations(self.known, 2)
        told = [(one, other, self.apart_from(one.slug)[other.slug]) for one, other in two]
        return sorted(told, key=lambda pair: (pair[2][0] != pair[2][0], pair[2][0]))

    @property
    def by(self) -> str:
        """Say of which parts of the week: "hour by hour", or in blocks of some hours."""
        block = self.apart.block
        return "hour by hour" if block == 1 else f"in blocks of {block} hours"

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a pair, in the order of the view; where it is not known, `basis` says why.

        `low` and `high` are the 95% interval, empty with too few posts; `block_hours`: of how many
        hours are the parts of the week that were compared.
        """
        told = {o.slug: self.unknown.get(o.slug) or basis(self.world, o) for o in self.operations}
        rows = [
            (one, other, *ends, self.apart.block, _rests_on(told, one, other))
            for one, other in combinations(told, 2)
            for ends in [self.apart_from(one).get(other, NOT_KNOWN)]
        ]
        numbers = dict.fromkeys(COLUMNS[2:5], "float64")
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)


def _rests_on(told: dict[str, str], one: str, other: str) -> str:
    return "; ".join(dict.fromkeys((told[one], told[other])))


def apart(world: World, view: View) -> ApartAnswer:
    """Compare the week of each operation with that of each other."""
    chosen = operations(world, view)
    asked = tuple((o.slug, view.own(o.slug).counting) for o in chosen)
    found, posts, unknown = _found(world, asked)
    if len(chosen) - len(unknown) == 1:
        why = ALONE if len(chosen) == 1 else ONLY_ONE
        unknown = {o.slug: unknown.get(o.slug, why) for o in chosen}
    return ApartAnswer(world, view, chosen, unknown, found, posts)


@lru_cache(maxsize=VIEWS)
def _found(world: World, asked: Asked) -> tuple[Distances, dict[str, int], dict[str, str]]:
    """Return distances and posts of the columns that are known, and why the others are not."""
    known, unknown = testable(world, asked)
    days = {column: posts.daily for column, posts in known.items()}
    apart = distances([daily.days.week_hours for daily in days.values()])
    return apart, {column: daily.posts for column, daily in days.items()}, unknown
