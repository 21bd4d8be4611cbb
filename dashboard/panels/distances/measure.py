"""How far apart are the weeks of operations: the distance between every two, with its interval."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.daily import ColumnViews, testable
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.source import Ends
from dashboard.snapshot.world import World
from dashboard.statistics.distances import Distances, distances

ALONE = NotKnown("Choose two or more operations to see how far apart their weeks are.")
ONLY_ONE = NotKnown("No other operation of this view has posts enough to be compared with.")
COLUMNS = ("operation_a", "operation_b", "distance", "low", "high", "block_hours", "basis")
ONE_WEEK = NotKnown(
    "Its posts lie in one week, which does not say how much of a distance is chance."
)


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
        tables = np.stack([self.apart.estimate, self.apart.low, self.apart.high], 2).tolist()
        told: dict[str, dict[str, Ends]] = {}
        for one, row in zip(self.known, tables, strict=False):  # of one alone nothing is known
            pairs = [(o, tuple(ends)) for o, ends in zip(self.known, row, strict=True) if o != one]
            told[one.slug] = {
                o.slug: (ends[0], nan, nan) if self.share(one, o) else ends for o, ends in pairs
            }
        return told

    def share(self, one: Operation, other: Operation) -> bool:
        """Whether they can have posts in common: then no interval, which takes them as strangers.

        As a country and a release of it, in periods that overlap.
        """
        if set(one.releases).isdisjoint(other.releases):
            return False
        periods = [self.view.own(o.slug).period for o in (one, other)]
        start = max(period.start or date.min for period in periods)
        return start <= min(period.end or date.max for period in periods)

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

        `low` and `high` are the 95% interval; empty with too few posts or weeks, or with posts in
        common. `block_hours`: of how many hours are the parts of the week that were compared.
        """
        rows = [self._row(*two) for two in combinations(self.operations, 2)]
        numbers = dict.fromkeys(COLUMNS[2:5], "float64") | {"block_hours": "Int64"}
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)

    def _row(self, one: Operation, other: Operation) -> tuple[object, ...]:
        every = (self.unknown.get(o.slug) or basis(self.world, o) for o in (one, other))
        told = dict.fromkeys([*every, *(["posts in common"] if self.share(one, other) else [])])
        ends = self.apart_from(one.slug).get(other.slug)
        known = (*ends, self.apart.block) if ends else (nan, nan, nan, None)
        return (one.slug, other.slug, *known, "; ".join(told))


def apart(world: World, view: View) -> ApartAnswer:
    """Compare the week of each operation with that of each other."""
    chosen = operations(world, view)
    asked = tuple((o.slug, view.own(o.slug).counting) for o in chosen)
    found, posts, unknown = _found(world, asked)
    if len(chosen) - len(unknown) == 1:
        why = ALONE if len(chosen) == 1 else ONLY_ONE
        unknown = {o.slug: unknown.get(o.slug, why) for o in chosen}
    return ApartAnswer(world, view, chosen, unknown, found, posts)


@kept(KEPT_VIEWS)
def _found(
    world: World, asked: ColumnViews
) -> tuple[Distances, dict[str, int], dict[str, NotKnown]]:
    """Return distances and posts of the columns that are known, and why the others are not."""
    known, unknown = testable(world, asked)
    every = {column: posts.daily for column, posts in known.items()}
    days = {c: daily for c, daily in every.items() if (daily.days.posts_by_week > 0).sum() > 1}
    unknown |= {column: ONE_WEEK for column in every if column not in days}
    apart = distances([daily.days.week_hours for daily in days.values()])
    return apart, {column: daily.posts for column, daily in days.items()}, unknown
