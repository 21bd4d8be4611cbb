"""Leaving out runs of weeks, or accounts, in turn: many estimates of several operations at once.

What is computed here, and why, stands in `intervals.py`.

`Means` says how much more was posted on days of one kind than on those of another. What a run moves
is the logarithm of a mean; that of a ratio moves by the difference of two. So all ratios between a
few kinds of days come from one table of moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import exp, log, nan, sqrt

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.statistics.intervals import (
    Floats,
    Interval,
    in_runs,
    kish,
    quantile,
    run_length,
    student,
    worths,
)

Groups = tuple[tuple[int, int], ...]  # of estimates, each from a place to before another
ROUNDING = 1e-12  # the same estimate, summed in another order
SAME = 1e-9  # a post: what scores of one unit differ by in rounding alone


class Units:
    """Units with their posts, int[units], and all that every interval needs of them.

    Those of one operation, or of several: what is asked of them is then given and answered by the
    operation. Units are accounts, or `of_weeks`: what is asked of weeks is summed over their runs.
    Without a unit an estimate Σ a / Σ n moves by (a - estimate · n) / (N - n), exactly. The squares
    of these moves are summed from sums of products (`Moves`), so that many estimates over the same
    units, and several operations, cost little more than one.
    """

    def __init__(self, *posts: Ints, lengths: Sequence[int] = ()) -> None:
        """The units of all operations stand beneath each other: a few long steps, not many."""
        self._lengths = lengths or [1] * len(posts)
        sizes = [*map(in_runs, (np.asarray(size, float) for size in posts), self._lengths)]
        ends, size = [0, *accumulate(map(len, sizes))], np.concatenate(sizes)
        self._kept = None if size.all() else np.flatnonzero(size)
        if self._kept is not None:  # units without posts move nothing
            ends, size = np.searchsorted(self._kept, ends).tolist(), size[self._kept]
        self._cuts = [*pairwise(ends)]
        self.count = [hi - lo for lo, hi in self._cuts]
        self._of = np.zeros((len(sizes), len(size)))  # 1 where a unit is one of the operation's
        for number, (lo, hi) in enumerate(self._cuts):
            self._of[number, lo:hi] = 1
        self._size, self._size_of = size[:, None], self._of * size
        total, squares = self._of @ size, self._size_of @ size
        left = total @ self._of - size
        left[left == 0] = np.inf  # without its only unit there is no estimate
        self._weight = (1 / left)[:, None]
        self._own_of = self._size_of / left
        self._total = np.where(total > 0, total, np.nan)[:, None]
        self._square = np.einsum("ij,ij->i", self._own_of, self._own_of)[:, None]
        # The jackknife's (n - 1) / n, and Student's quantile.
        self._factor = np.array([[1 - 1 / max(count, 1)] for count in self.count])
        worth = kish(total, squares)
        self.worth: list[float] = worth.tolist()
        self._reach = student(worth[:, None] - 1)

    @classmethod
    def of_weeks(cls, *posts: Ints) -> "Units":
        """Return the runs of neighbouring weeks, from the posts of each week, int[weeks]."""
        return cls(*posts, lengths=[*map(run_length, posts)])

    def in_runs(self, parts: list[Floats]) -> Floats:
        """Return float[units, k] of all operations, from [units or weeks, k] of each."""
        table = np.concatenate([*map(in_runs, parts, self._lengths)])
        return table if self._kept is None else table[self._kept]

    def scores(self, scores: list[Floats]) -> list[tuple[Interval, Interval, Ints]]:
        """Return the scores Σ scores / Σ posts, how far each is below the best, and if it differs.

        `scores` are float[units or weeks, k], sums over their posts, which may be below 0. The best
        is 0 below itself. Only units in which two scores differ tell which is higher, so the
        degrees of freedom of a difference are counted over the posts of those.
        """
        table = self.in_runs(scores)
        moves = self.moves_of(table)
        reach = self._reach * np.sqrt(self.variance(moves))
        shares = self._intervals(moves.estimate, moves.estimate - reach, moves.estimate + reach)
        best = np.repeat(moves.estimate.argmax(1), self.count)
        below = np.abs(table - np.take_along_axis(table, best[:, None], 1))
        differs = (below > SAME * self._size).astype(float)
        posts, squares = self._size_of @ differs, self._size_of**2 @ differs
        apart = posts > 0
        reach = np.where(apart, student(kish(posts, squares) - 1), 0.0)
        gap, far = self._behind(moves, ((0, posts.shape[1]),), reach)
        return [*zip(shares, self._intervals(gap, gap - far, gap + far), apart, strict=True)]

    def quotients(self, parts: list[Floats]) -> list[Interval]:
        """Return Σ over / Σ under of each operation, from float[units or weeks, 2].

        As `Means.ratio` for days that are all alike: on the scale of logarithms.
        """
        table = self.in_runs(parts)
        sums, squares = self._of @ table, self._of @ table**2
        left = self._of.T @ sums - table
        with np.errstate(divide="ignore", invalid="ignore"):
            estimate = sums[:, 0] / np.where(sums[:, 1] > 0, sums[:, 1], np.nan)
            moved = np.log(left[:, 0] / left[:, 1]) - np.repeat(np.log(estimate), self.count)
        moved[~np.isfinite(moved)] = np.nan  # all of one lies in this unit: nothing is sure
        spread = np.array([moved[lo:hi] @ moved[lo:hi] for lo, hi in self._cuts])
        worth = kish(sums, squares).min(1)
        far = np.exp(student(worth - 1) * np.sqrt(spread * self._factor[:, 0]))
        ends = (estimate, estimate / far, estimate * far)
        rows = zip(*map(np.atleast_1d, ends), self.count, worth.tolist(), strict=True)
        return [Interval(*row) for row in rows]

    def moves(self, parts: list[Floats]) -> "Moves":
        """Return what intervals of Σ parts / Σ posts need, of [units or weeks, k] of each."""
        return self.moves_of(self.in_runs(parts))

    def moves_of(self, table: Floats) -> "Moves":
        """Return the same, of what `in_runs` gives."""
        scaled = table * self._weight
        sums = self._of @ table / self._total
        squares, products = self._of @ (scaled * scaled), self._own_of @ scaled
        return Moves(sums, squares, products, [scaled[lo:hi] for lo, hi in self._cuts])

    def _variance(self, squares: Floats, products: Floats, estimate: Floats) -> Floats:
        """Return Σ (a - estimate · n)² w² (n - 1) / n."""
        spread = squares - 2 * estimate * products + estimate**2 * self._square
        return np.asarray(np.maximum(spread, 0) * self._factor)

    def variance(self, moves: "Moves") -> Floats:
        """Return the squares of the standard errors of estimates, float[operations, k]."""
        return self._variance(moves.squares, moves.products, moves.estimate)

    def variance_along(self, moves: "Moves", slopes: Floats) -> Floats:
        """Return the variance of Σ estimate · slope, for slopes of [operations, any, k]."""
        along = [scaled @ slope.T for scaled, slope in zip(moves.scaled, slopes, strict=True)]
        means = np.einsum("ink,ik->in", slopes, moves.estimate)
        own = self._own_of.sum(0)[:, None] * np.repeat(means, self.count, axis=0)
        return np.asarray(self._of @ (np.concatenate(along) - own) ** 2 * self._factor)

    def shares_of(self, moves: "Moves") -> list[Interval]:
        """Return the shares whose moves these are, of each operation."""
        share = moves.estimate
        rest = 1 - share
        middle = share * rest
        error = np.sqrt(self.variance(moves))
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
        across = np.array([scaled.T @ scaled[:, at] for scaled, at in pairs])[:, mine, group]
        rows, ours = np.arange(len(best))[:, None], best[:, group]
        sums = np.array([moves.estimate, moves.squares, moves.products])
        these, those = sums[:, :, mine], sums[:, rows, ours]
        gap, _, products = these - those
        gap[np.abs(gap) < ROUNDING] = 0.0
        apart = these[1] + those[1] - 2 * across
        far = reach * np.sqrt(self._variance(apart, products, gap))
        far[mine == ours] = 0.0
        return gap, far

    def _intervals(self, estimate: Floats, low: Floats, high: Floats) -> list[Interval]:
        """Return rows of estimates with their intervals, one of each operation."""
        rows = zip(estimate, low, high, self.count, self.worth, strict=True)
        return [Interval(*row) for row in rows]


@dataclass(frozen=True, eq=False)
class Moves:
    """Estimates Σ a / N, and what their moves need, with w = 1 / (N - n) of each unit.

    All are float[operations, k] but for `scaled`, float[units, k] of each operation.
    """

    estimate: Floats
    squares: Floats  # Σ a² w²
    products: Floats  # Σ a n w²
    scaled: list[Floats]  # a w


@lru_cache(maxsize=64)
def _members(groups: Groups) -> tuple[Ints, Ints]:
    """Return the places of the members of all groups, and the number of the group of each."""
    places = [np.arange(lo, hi) for lo, hi in groups]
    return np.concatenate(places), np.repeat(np.arange(len(groups)), [*map(len, places)])


def shares(inside: Ints, posts: Ints) -> Interval:
    """Return the shares Σ inside / Σ posts with intervals, for units that are left out one by one.

    `posts` is int[units]; `inside`, int[units] or int[units, k], how many of them lie in what is
    asked. A share of 0 or 1 has no interval: the units then do not differ.
    """
    units, table = Units(posts), np.asarray(inside, float).reshape(len(posts), -1)
    (interval,) = units.shares_of(units.moves([table]))
    return interval if np.ndim(inside) > 1 else interval.part(0)


class Means:
    """Mean posts a day of each kind of day, and what leaving out each unit moves of them.

    `counts` is float[2, kinds, units]: posts and days.
    """

    def __init__(self, counts: Floats) -> None:
        sums = counts.sum(2)
        left = sums[:, :, None] - counts
        # Nothing is known of how sure it is if all of a kind lies in one unit, or if there is none.
        sure = left.min((0, 2)) > 0
        if not sure.all():
            left[:, ~sure] = 1.0
        posts, days = sums.tolist()
        self._sure = sure.tolist()
        self._means = [*map(_over, posts, days)]
        logs = [[log(m) if s else 0.0] for m, s in zip(self._means, self._sure, strict=True)]
        moved = np.log(left[0] / left[1]) - logs
        self._spread = ((moved @ moved.T) * (1 - 1 / max(counts.shape[2], 1))).tolist()
        self._worth = worths(counts[0])
        posted = (counts[0] > 0).astype(float)
        self._both = (posted @ posted.T).tolist()  # units with posts on days of two kinds

    def ratio(self, over: int, under: int) -> Interval:
        """Return the mean of one kind over that of another, by their places, with its interval.

        Formula: (Σ posts / Σ days) / (Σ posts / Σ days). Not known where a kind has no day or no
        post.
        """
        estimate, far = _over(self._means[over], self._means[under]), nan
        worth = min(self._worth[over], self._worth[under])
        if self._sure[over] and self._sure[under]:
            own = self._spread[over][over] + self._spread[under][under]
            spread = max(own - 2 * self._spread[over][under], 0.0)
            far = exp(quantile(worth - 1) * sqrt(spread))
        units = self._both[over][over] + self._both[under][under] - self._both[over][under]
        low, high = np.array(estimate / far), np.array(estimate * far)
        return Interval(np.array(estimate), low, high, int(units), worth)


def _over(over: float, under: float) -> float:
    return over / under if under else nan
