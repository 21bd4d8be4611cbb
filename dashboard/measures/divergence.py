"""How unlike are the weeks of two operations: the Jensen-Shannon distance, with intervals.

The week has 168 hours, or so many blocks of a few hours; p and q are the shares of posts in each,
m = (p + q) / 2. Then

    divergence = ½ Σ p log2(p / m) + ½ Σ q log2(q / m),     distance = √divergence       (Lin 1991)

which is 0 for weeks that are alike and 1 for weeks that have no hour in common, and is a metric
(Endres and Schindelin 2003). Two samples of one and the same week differ by chance, which raises
the divergence; to second order by

    ½ Σ (q / 4mp) var(p) / ln 2, and the same of q,

as its second derivative at one hour by another is 0. That is taken away, so an estimate may be 0.
The standard error leaves out runs of weeks of either operation in turn, with the divergence taken
as linear (the infinitesimal jackknife: its derivative at p is ½ log2(p / m)); what is left out by
that, about the spread of what was taken away, is added.

On simulated operations that differ by an hour and more, the interval held the truth in 93 to 97 of
100 cases, and in more for weeks that are nearly alike (`tests/test_divergence.py`). With too few
posts for 168 hours many hours are empty by chance, the distance is too high by more than what is
taken away, and it held in as few as 15. It needs FEWEST posts' worth a block, where one post's
worth knows as much as one post would if posts came independently. So all operations are compared by
the hour if each has enough, else in blocks of BLOCKS hours: the shortest in which most have enough.
Longer blocks blur what lies within them, so a distance in them is a little smaller. Who has too few
for any gets no interval: the distance is then too high for the habits behind the posts. Where posts
of a week were so alike that blocks were needed, the interval held the truth in 92 to 98 of 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from dashboard.clock import Ints
from dashboard.measures.resampling import Floats, in_runs, run_length, student, worth

HOURS = 168
ONES = np.ones(HOURS, np.float32)
BLOCKS = (1, 2, 3, 4, 6)  # hours
FEWEST = 8
TINY = 1e-30


@dataclass(frozen=True, eq=False)
class Distances:
    """Distances between operations, float[n, n] each, 0 on the diagonal. NaN = not known.

    `block`: of how many hours are the parts of the week that were compared.
    """

    estimate: Floats
    low: Floats
    high: Floats
    block: int = 1


@dataclass(frozen=True, eq=False)
class _Weeks:
    """The runs of weeks of one operation that have posts, float32[runs, blocks], and their moves.

    `weight`: the root of (n - 1) / n over all posts but the run's; `own`: the run's posts by it.
    """

    posts: Floats
    size: Floats
    weight: Floats
    own: Floats

    @classmethod
    def of(cls, weeks: Floats) -> "_Weeks":
        every = np.asarray(weeks, np.float32)
        every = in_runs(every, run_length(every @ ONES))
        size = every @ ONES
        if not size.all():
            every, size = every[size > 0], size[size > 0]
        size = size.astype(float)
        left = size.sum() - size
        if len(size) < 2:  # nothing is known without the only week
            left[:] = np.nan
        weight = np.sqrt(1 - 1 / max(len(size), 1)) / left
        return cls(every, size, weight, size * weight)

    def in_blocks(self, block: int) -> "_Weeks":
        """Return the same weeks in blocks of so many hours."""
        if block == 1:
            return self
        parts = [self.posts[:, hour::block] for hour in range(block)]
        return replace(self, posts=sum(parts[1:], start=parts[0]))

    def sums(self) -> tuple[Floats, Floats, Floats, float]:
        """Return Σ a, Σ a² w², Σ a n w² of each block, and Σ n² w²."""
        scaled = self.posts * self.weight[:, None].astype(np.float32)
        squares = np.einsum("ij,ij->j", scaled, scaled)
        products = self.own.astype(np.float32) @ scaled
        ones = np.ones(len(self.size), np.float32)
        return ones @ self.posts, squares, products, float(self.own @ self.own)

    def variance_along(self, share: Floats, slopes: Floats) -> Floats:
        """Return float[k]: the variance of Σ share · slope, for slopes of [k, blocks]."""
        along = self.posts @ slopes.T.astype(np.float32)
        moves = along * self.weight[:, None] - np.outer(self.own, slopes @ share)
        return np.asarray(np.einsum("ij,ij->j", moves, moves))


def distances(weeks: Sequence[Floats]) -> Distances:
    """Return the distances of all pairs of operations, with their 95% intervals.

    `weeks` are [weeks, 168] of each, as Days.week_hours; weeks without posts tell nothing. Tables
    are [n, n]: what moves the distance of two, once for the weeks of either.
    """
    shares = _in_shortest([_Weeks.of(one) for one in weeks])
    share, spread = shares.share, shares.spread
    # Where nothing was posted any number will do: it is multiplied by a share or variance of 0.
    some = np.maximum(share, TINY)
    mine, middle = some[:, None], (some[:, None] + some) / 2
    slopes = np.log2(mine / middle) / 2
    divergence = np.einsum("ih,ijh->ij", share, slopes)
    raised = share / (middle * mine) * (spread[:, None] / (4 * log(2)))
    chance, doubt = raised.sum(2) / 2, np.einsum("ijh,ijh->ij", raised, raised) / 2
    every = zip(shares.every, share, slopes, strict=True)
    along = [one.variance_along(*told) for one, *told in every]
    variance = np.array(along).reshape(doubt.shape) + doubt
    freedom = np.array([worth(one.size) for one in shares.every]) - 1
    freedom = np.where(shares.is_enough, freedom, np.nan)
    return replace(_distances(divergence - chance, variance, freedom), block=shares.block)


@dataclass(frozen=True, eq=False)
class _Shares:
    """The share of each block, float[n, blocks], its variance, and whether it is sure enough."""

    block: int
    every: list[_Weeks]
    share: Floats
    spread: Floats
    is_enough: Ints  # bool[n]

    @classmethod
    def of(cls, every: list[_Weeks], block: int) -> "_Shares":
        every = [one.in_blocks(block) for one in every]
        share, spread = _shares(every, HOURS // block)
        # Whether the shares are as sure as those of FEWEST independent posts a block.
        unsure = spread.sum(1)
        is_enough = (share * (1 - share)).sum(1) > FEWEST * share.shape[1] * unsure
        return cls(block, every, share, spread, is_enough & (unsure > 0))


def _in_shortest(every: list[_Weeks]) -> _Shares:
    """Return the shares in the shortest blocks in which most operations have enough posts.

    Where none has, in the longest: chance adds least to those.
    """
    best = _Shares.of(every, BLOCKS[0])
    for block in BLOCKS[1:]:
        if best.is_enough.all():
            break
        found = _Shares.of(every, block)
        if not best.is_enough.any() or found.is_enough.sum() > best.is_enough.sum():
            best = found
    return best


def _shares(every: Sequence[_Weeks], blocks: int) -> tuple[Floats, Floats]:
    """Return float[n, blocks]: the share of each block, and its variance."""
    if not every:
        return np.zeros((0, blocks)), np.zeros((0, blocks))
    posts, squares, products, own = map(np.array, zip(*(one.sums() for one in every), strict=True))
    share = posts / np.array([[one.size.sum() or np.nan] for one in every])
    spread = squares - 2 * share * products + share**2 * own[:, None]
    return share, np.maximum(spread, 0)


def _distances(divergence: Floats, variance: Floats, freedom: Floats) -> Distances:
    """Return the distances from what the weeks of either give; degrees of freedom are Welch's."""
    freedom = np.where(freedom >= 1, freedom, np.nan)[:, None]
    whole, shares = variance + variance.T, variance**2 / freedom
    degrees = whole**2 / np.where(whole > 0, shares + shares.T, np.nan)
    reach = np.sqrt(whole) * student(degrees)
    both = divergence + divergence.T
    apart = [np.sqrt(np.clip(end, 0, 1)) for end in (both, both - reach, both + reach)]
    for table in apart:
        np.fill_diagonal(table, 0)
    return Distances(*apart)
