"""Leaving out each week or account in turn: many estimates of several operations at once.

What is computed here, and why, stands in `resampling.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import nan

import numpy as np

from dashboard.clock import Ints
from dashboard.measures.resampling import Floats, Interval, student, worth

Groups = tuple[tuple[int, int], ...]  # of estimates, each from a place to before another
ROUNDING = 1e-12  # the same estimate, summed in another order


class Units:
    """Weeks or accounts with their posts, int[units], and all that every interval needs of them.

    Those of one operation, or of several: what is asked of them is then given and answered by the
    operation. Without a unit an estimate Σ a / Σ n moves by (a - estimate · n) / (N - n), exactly.
    The squares of these moves are summed from sums of products (`Moves`), so that many estimates
    over the same units, and several operations, cost little more than one.
    """

    def __init__(self, *posts: Ints) -> None:
        self.sizes = [np.asarray(size, float) for size in posts]
        totals = [float(size.sum()) for size in self.sizes]
        left = [total - size for total, size in zip(totals, self.sizes, strict=True)]
        self.count = [int(np.count_nonzero(size)) for size in self.sizes]
        for rest, count in zip(left, self.count, strict=True):
            if count < 2:  # without its only unit there is no estimate
                rest[rest == 0] = np.inf
        self._weights = [1 / rest for rest in left]
        self._own = [size * w for size, w in zip(self.sizes, self._weights, strict=True)]
        self._ones = [np.ones(len(size)) for size in self.sizes]  # products are faster than sums
        self.worth = [*map(worth, self.sizes)]
        self._total = _column(total or nan for total in totals)
        self._square = _column(float(own @ own) for own in self._own)
        # The jackknife's (n - 1) / n, and Student's quantile.
        self._factor = _column(1 - 1 / max(len(size), 1) for size in self.sizes)
        self._reach = student(_column(self.worth) - 1)

    def scores(self, scores: list[Floats]) -> list[tuple[Interval, Interval, Ints]]:
        """Return the scores Σ scores / Σ posts, how far each is below the best, and if it differs.

        `scores` are float[units, k], sums over each unit's posts, which may be below 0. The best is
        0 below itself. Only units in which two scores differ tell which is higher, so the degrees
        of freedom of a difference are counted over the posts of those.
        """
        moves = self.moves(scores)
        reach = self._reach * self._error(moves.squares, moves.products, moves.estimate)
        found = self._intervals(moves.estimate, moves.estimate - reach, moves.estimate + reach)
        told = []
        for size, table, best in zip(self.sizes, scores, moves.estimate.argmax(1), strict=True):
            differs = (table != table[:, [best]]).astype(float)
            told.append(np.array([size, size * size]) @ differs)
        posts, squares = np.stack(told, 1)
        apart = posts > 0
        freedom = posts**2 / np.maximum(squares, 1) - 1
        reach = np.where(apart, student(freedom), 0.0)
        gap, far = self._behind(moves, ((0, posts.shape[1]),), reach)
        return [*zip(found, self._intervals(gap, gap - far, gap + far), apart, strict=True)]

    def moves(self, parts: list[Floats]) -> "Moves":
        """Return what intervals of Σ parts / Σ posts need, of float[units, k] of each operation."""
        scaled = [part * w[:, None] for part, w in zip(parts, self._weights, strict=True)]
        sums = [ones @ part for ones, part in zip(self._ones, parts, strict=True)]
        squares = [np.einsum("ij,ij->j", part, part) for part in scaled]
        products = [own @ part for own, part in zip(self._own, scaled, strict=True)]
        told = np.array([sums, squares, products])
        told[0] /= self._total
        return Moves(told, scaled)

    def _error(self, squares: Floats, products: Floats, estimate: Floats) -> Floats:
        """Return standard errors: the root of Σ (a - estimate · n)² w² (n - 1) / n."""
        spread = squares - 2 * estimate * products + estimate**2 * self._square
        return np.asarray(np.sqrt(np.maximum(spread, 0) * self._factor))

    def shares_of(self, moves: "Moves") -> list[Interval]:
        """Return the shares whose moves these are, of each operation."""
        share = moves.estimate
        rest = 1 - share
        middle = share * rest
        error = self._error(moves.squares, moves.products, share)
        reach = self._reach * error / np.where(middle > 0, middle, np.nan)
        stretch = np.exp(np.minimum(reach, 700))  # of the odds
        low, high = share / (share + rest * stretch), share / (share + rest / stretch)
        return self._intervals(share, low, high)

    def level(self, moves: "Moves", groups: Groups) -> list[list[Ints]]:
        """Return for each operation which estimates of each group are not surely below its best.

        bool[k] of a group: not so low that the 95% interval of the difference, which all units
        tell, lies below 0.
        """
        gap, far = self._behind(moves, groups, self._reach)
        level = ~(gap + far < 0)
        cuts = [*accumulate(hi - lo for lo, hi in groups[:-1])]
        return [np.split(row, cuts) for row in level]

    def _behind(self, moves: "Moves", groups: Groups, reach: Floats) -> tuple[Floats, Floats]:
        """Return how far each of a group is below its best, and how far chance could move that."""
        mine, group = _members(groups)
        best = np.stack([lo + moves.estimate[:, lo:hi].argmax(1) for lo, hi in groups], 1)
        pairs = zip(moves.scaled, best, strict=True)
        across = np.array([scaled.T @ scaled[:, its] for scaled, its in pairs])[:, mine, group]
        rows, ours = np.arange(len(best))[:, None], best[:, group]
        these, those = moves.told[:, :, mine], moves.told[:, rows, ours]
        gap, _, products = these - those
        gap[np.abs(gap) < ROUNDING] = 0.0
        apart = these[1] + those[1] - 2 * across
        far = reach * self._error(apart, products, gap)
        far[mine == ours] = 0.0
        return gap, far

    def _intervals(self, estimate: Floats, low: Floats, high: Floats) -> list[Interval]:
        """Return rows of estimates with their intervals, one of each operation."""
        rows = zip(estimate, low, high, self.count, self.worth, strict=True)
        return [Interval(*row) for row in rows]


def _column(numbers: Iterable[float]) -> Floats:
    return np.array([[number] for number in numbers])


@dataclass(frozen=True, eq=False)
class Moves:
    """Estimates Σ a / N, and what their moves need, with w = 1 / (N - n) of each unit.

    `told`: estimates, their `squares`, Σ a² w², and `products`, Σ a n w², [3, operations, k].
    `scaled`: a w, [units, k] of each operation.
    """

    told: Floats
    scaled: list[Floats]

    @property
    def estimate(self) -> Floats:
        return np.asarray(self.told[0])

    @property
    def squares(self) -> Floats:
        return np.asarray(self.told[1])

    @property
    def products(self) -> Floats:
        return np.asarray(self.told[2])


@lru_cache(maxsize=64)
def _members(groups: Groups) -> tuple[Ints, Ints]:
    """Return the places of the members of all groups, and the number of the group of each."""
    places = [np.arange(lo, hi) for lo, hi in groups]
    return np.concatenate(places), np.repeat(np.arange(len(groups)), [*map(len, places)])


def shares(inside: Ints, posts: Ints) -> Interval:
    """Return the shares Σ inside / Σ posts with intervals, for units that are weeks or accounts.

    `posts` is int[units]; `inside`, int[units] or int[units, k], how many of them lie in what is
    asked. A share of 0 or 1 has no interval: the units then do not differ.
    """
    units, table = Units(posts), np.asarray(inside, float).reshape(len(posts), -1)
    (found,) = units.shares_of(units.moves([table]))
    return found if np.ndim(inside) > 1 else found.part(0)
