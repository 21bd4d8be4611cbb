"""How unlike are the weeks of two operations: the Jensen-Shannon distance, with intervals.

The week has 168 hours, or so many blocks of a few hours; p and q are the shares of posts in each,
m = (p + q) / 2. Then

    divergence = ½ Σ p log2(p / m) + ½ Σ q log2(q / m),     distance = √divergence       (Lin 1991)

which is 0 for weeks that are alike and 1 for weeks that have no hour in common, and is a metric
(Endres and Schindelin 2003). Two samples of one and the same week differ by chance, which raises
the divergence; to second order by

    ½ Σ (q / 4mp) var(p) / ln 2, and the same of q,

as its second derivative at one hour by another is 0. This is subtracted, so an estimate may be 0.
The standard error leaves out runs of weeks of either operation in turn, with the divergence taken
as linear (the infinitesimal jackknife: its derivative at p is ½ log2(p / m)); what is left out by
that, about the spread of what was taken away, is added.

On simulated operations that differ by an hour and more, the interval held the truth in 93 to 97 of
100 cases, and in more for weeks that are nearly alike (`tests/statistics/test_distances.py`). With
too few posts for 168 hours many hours are empty by chance, the distance is too high by more than
what is taken away, and it held in as few as 15. It needs FEWEST posts' worth a block, where one
post's worth knows as much as one post would if posts came independently. So all operations are
compared by the hour if each has enough, else in blocks of BLOCKS hours: the shortest in which as
many as ever have enough. Longer blocks blur what lies within them, so a distance in them is
smaller. Who has too few for any, or less than two weeks' worth, gets no interval: the distance is
then too high for the habits behind the posts. Where posts of a week were so alike that blocks were
needed, the interval held the truth in 92 to 98 of 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.statistics.intervals import Floats, student
from dashboard.statistics.jackknife import Moves, Units

BLOCKS = (1, 2, 3, 4, 6)  # hours
FEWEST = 8
TINY = 1e-30
ALIKE = 1e-12  # variance that is rounding


@dataclass(frozen=True, eq=False)
class Distances:
    """Distances between operations, float[n, n] each, 0 on the diagonal. NaN = not known.

    `block`: of how many hours are the parts of the week that were compared.
    """

    estimate: Floats
    low: Floats
    high: Floats
    block: int = 1


def distances(weeks: Sequence[Floats]) -> Distances:
    """Return the distances of all pairs of operations, with their 95% intervals.

    `weeks` are [weeks, 168] of each, as Days.week_hours; weeks without posts tell nothing. Tables
    are [n, n]: what moves the distance of two, once for the weeks of either.
    """
    if not weeks:
        return Distances(*np.zeros((3, 0, 0)))
    units = Units.of_weeks(*(posts.sum(1) for posts in weeks))
    shares = _in_shortest(units, units.in_runs([*weeks]))
    share, spread = shares.moves.estimate, shares.spread
    # Where nothing was posted any number will do: it is multiplied by a share or variance of 0.
    some = np.maximum(share, TINY)
    mine, middle = some[:, None], (some[:, None] + some) / 2
    slopes = np.log2(mine / middle) / 2
    divergence = np.einsum("ih,ijh->ij", share, slopes)
    raised = share / (middle * mine) * (spread[:, None] / (4 * log(2)))
    chance, doubt = raised.sum(2) / 2, np.einsum("ijh,ijh->ij", raised, raised) / 2
    variance = units.variance_along(shares.moves, slopes) + doubt
    is_known = shares.is_enough & (spread.sum(1) > ALIKE)  # all weeks alike: not known how sure
    freedom = np.where(is_known, np.subtract(units.worth, 1), np.nan)
    return replace(_distances(divergence - chance, variance, freedom), block=shares.block)


@dataclass(frozen=True, eq=False)
class _Shares:
    """The shares of blocks with their variance, float[n, blocks], and whether they are sure."""

    block: int
    moves: Moves
    spread: Floats
    is_enough: Ints  # bool[n]

    @classmethod
    def of(cls, units: Units, runs: Floats, block: int) -> "_Shares":
        """Return the shares of blocks of so many hours; `runs` is float[units, 168]."""
        moves = units.moves_of(np.add.reduce([runs[:, hour::block] for hour in range(block)]))
        share, spread = moves.estimate, units.variance(moves)
        # Nothing is known without the only run; else, whether the shares are as sure as those of
        # FEWEST independent posts a block. Less than two weeks' worth has no interval in any case.
        spread = np.where(np.array(units.count)[:, None] < 2, np.nan, spread)
        is_enough = (share * (1 - share)).sum(1) >= FEWEST * share.shape[1] * spread.sum(1)
        return cls(block, moves, spread, is_enough & (np.array(units.worth) >= 2))


def _in_shortest(units: Units, runs: Floats) -> _Shares:
    """Return the shares in the shortest blocks in which as many operations as can have enough.

    Where none has, in the longest: chance adds least to those.
    """
    tried = [_Shares.of(units, runs, BLOCKS[0])]
    can = np.array(units.worth) >= 2
    if not (tried[0].is_enough == can).all():
        tried += [_Shares.of(units, runs, block) for block in BLOCKS[1:]]
    best = max(tried, key=lambda shares: int(shares.is_enough.sum()))  # the first of equals
    return best if best.is_enough.any() else tried[-1]


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
