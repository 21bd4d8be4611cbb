"""How far apart are the weeks of operations: the distance between every two, with its interval."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NeedsAnother, NotKnown
from dashboard.link.view import View
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.daily import ColumnViews, testable
from dashboard.snapshot.kept import KEPT_VIEWS, kept
from dashboard.snapshot.source import Ends
from dashboard.snapshot.world import World
from dashboard.statistics.distances import Distances, distances

ALONE = NeedsAnother("Choose two or more operations to see how far apart their weeks are.")
ONLY_ONE = NotKnown(
    "No other operation of this view has posts enough to be compared with.",
    "No other operation here has posts enough to compare.",
)
COLUMNS = ("operation_a", "operation_b", "distance", "low", "high", "block_hours", "basis")
ONE_WEEK = NotKnown(
    "Its posts lie in one week, which does not say how much of a distance is chance.",
    "Its posts lie in one week: too short to tell chance.",
)


@dataclass(frozen=True)
class DistancesAnswer(Answer):
    """`distances` is a matrix of the operations that are known, in their order."""

    distances: Distances
    posts: dict[str, int]  # how many are counted, by the slugs of those that are known

    @cached_property
    def ends(self) -> dict[str, dict[str, Ends]]:
        """Return (estimate, low, high) of the distance of each operation to each other, by slug."""
        distances = self.distances
        matrix = np.stack([distances.estimate, distances.low, distances.high], 2).tolist()
        by_slug: dict[str, dict[str, Ends]] = {o.slug: {} for o in self.operations}
        # Of a single operation there is a matrix, but none is known.
        for a, row in zip(self.known, matrix, strict=False):
            for b, (estimate, low, high) in zip(self.known, row, strict=True):
                if a != b:
                    common = self.overlap(a, b)
                    ends = (estimate, nan, nan) if common else (estimate, low, high)
                    by_slug[a.slug][b.slug] = ends
        return by_slug

    def overlap(self, a: Operation, b: Operation) -> bool:
        """Whether two operations can share posts, as a country and its release, at the same time.

        Their distance then has no interval, because intervals assume separate posts.
        """
        if set(a.releases).isdisjoint(b.releases):
            return False
        periods = [self.view.own(o.slug).period for o in (a, b)]
        start = max(period.start or date.min for period in periods)
        return start <= min(period.end or date.max for period in periods)

    @cached_property
    def pairs(self) -> list[tuple[Operation, Operation, Ends]]:
        """Return every two operations with their distance, the nearest first."""
        two = combinations(self.known, 2)
        pairs = [(a, b, self.ends[a.slug][b.slug]) for a, b in two]
        return sorted(pairs, key=lambda pair: (pair[2][0] != pair[2][0], pair[2][0]))

    @property
    def by(self) -> str:
        """Return by what parts of the week: "hour by hour", or "in blocks of 3 hours"."""
        block = self.distances.block
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

    def _row(self, a: Operation, b: Operation) -> tuple[object, ...]:
        words = [self.unknown.get(o.slug) or basis(self.world, o) for o in (a, b)]
        if self.overlap(a, b):
            words.append("posts in common")
        ends = self.ends[a.slug].get(b.slug)
        numbers = (*ends, self.distances.block) if ends else (nan, nan, nan, None)
        return (a.slug, b.slug, *numbers, "; ".join(dict.fromkeys(words)))


def week_distances(world: World, view: View) -> DistancesAnswer:
    """Compare the week of each operation with that of each other."""
    chosen = operations(world, view)
    columns = tuple((o.slug, view.own(o.slug).counting) for o in chosen)
    matrix, posts, unknown = _measured(world, columns)
    if len(chosen) - len(unknown) == 1:
        why = ALONE if len(chosen) == 1 else ONLY_ONE
        unknown = {o.slug: unknown.get(o.slug, why) for o in chosen}
    return DistancesAnswer(world, view, chosen, unknown, matrix, posts)


@kept(KEPT_VIEWS)
def _measured(
    world: World, columns: ColumnViews
) -> tuple[Distances, dict[str, int], dict[str, NotKnown]]:
    """Return distances and posts of the columns that are known, and why the others are not."""
    counted, unknown = testable(world, columns)
    days = {
        column: posts.daily
        for column, posts in counted.items()
        if (posts.daily.days.posts_by_week > 0).sum() > 1
    }
    unknown |= {column: ONE_WEEK for column in counted if column not in days}
    matrix = distances([daily.days.week_hours for daily in days.values()])
    return matrix, {column: daily.posts for column, daily in days.items()}, unknown
