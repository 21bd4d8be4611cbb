"""How sure: 95% intervals by leaving out each week, or each account, in turn (the jackknife).

Posts are not independent. One account posts at its own hours, and one week has its own campaign, so
the usual interval for a share is several times too narrow. Here the units are whole weeks or whole
accounts: the estimate is made again without each of them, and the spread of these estimates gives
the standard error:

    se² = (n - 1) / n · Σ (estimate without unit i - estimate)²            (Tukey 1958; Efron 1982)

Few loud units know less than many equal ones, so the quantile is Student's with n' - 1 degrees of
freedom, where n' = (Σ posts)² / Σ posts² is Kish's effective number of units (Kish 1965, 11.7).
Shares are stretched to the logit scale and ratios to the log scale, so no end leaves its range.

This was chosen by measured coverage, not by taste. On simulated operations with 12 to 260 weeks or
30 to 2,000 accounts, very unequal in size, it held the truth in 94 to 97 of 100 cases; the usual
percentile bootstrap with 400 resamples in 86 to 95, the binomial interval in 11 to 70, and the
jackknife costs microseconds. `tests/test_resampling.py` measures it again.

Its limit: weeks are taken to know nothing of each other. Where the shares of neighbouring weeks
correlate by 0.3 it held the truth in 90 of 100 cases, by 0.6 in only 74.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.clock import Ints

Floats = NDArray[Any]

# Student's 97.5% quantile by degrees of freedom; between them it is nearly linear in 1 / df.
FREEDOM = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 40, 60, 120, np.inf)
QUANTILE = (
    *(12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2281),
    *(2.1788, 2.1314, 2.0860, 2.0423, 2.0211, 2.0003, 1.9799, 1.9600),
)
INVERSE = 1 / np.array(FREEDOM)
LONGEST = 1e15  # stands in for a scale on which nothing is known


@dataclass(frozen=True, eq=False)
class Interval:
    """One estimate, or an array of them, with its 95% interval. NaN = not known.

    `units` are the weeks or accounts that have posts, `worth` how many equal ones know as much.
    """

    estimate: Floats
    low: Floats
    high: Floats
    units: int
    worth: float

    def scaled(self, factor: float, shift: float = 0.0) -> "Interval":
        """Return the interval of estimate · factor + shift, for a factor above 0."""
        estimate, low, high = (x * factor + shift for x in (self.estimate, self.low, self.high))
        return Interval(estimate, low, high, self.units, self.worth)

    @property
    def numbers(self) -> tuple[float, float, float]:
        """Return (estimate, low, high) of a single estimate."""
        return float(self.estimate), float(self.low), float(self.high)


def student(freedom: ArrayLike) -> Floats:
    """Return Student's 97.5% quantile, within 0.1% from 2 degrees of freedom on; NaN below 1."""
    inverse = 1 / np.maximum(freedom, 1)
    quantile = np.interp(inverse, INVERSE[::-1], QUANTILE[::-1])
    return np.where(np.less(freedom, 1), np.nan, quantile)


def worth(posts: Ints) -> float:
    """Return how many units of equal size know as much: (Σ posts)² / Σ posts²; 0 for no posts."""
    posts = posts.astype(float)
    squares = float(posts @ posts)
    return float(posts.sum()) ** 2 / squares if squares else 0.0


def shares(inside: Ints, posts: Ints) -> Interval:
    """Return the shares Σ inside / Σ posts with intervals, for units that are weeks or accounts.

    `posts` is int[units]; `inside`, int[units] or int[units, k], how many of them lie in what is
    asked. A share of 0 or 1 has no interval: the units then do not differ.
    """
    parts = inside.reshape(len(posts), -1).astype(float)
    total, effective = float(posts.sum()), worth(posts)
    share = parts.sum(0) / (total or np.nan)
    moved = _moved(parts, posts.astype(float), share, total)
    shape = inside.shape[1:]
    ends = _logit_ends(share, _spread(moved), effective)
    return _interval((share, *ends), shape, int((posts > 0).sum()), effective)


def ratio(over: tuple[Ints, Ints], under: tuple[Ints, Ints]) -> Interval:
    """Return mean posts a day of one kind over that of another, with its interval.

    `over` and `under` are each (posts, days) of one kind of day by week, int[weeks] both. Formula:
    (Σ posts / Σ days) / (Σ posts / Σ days). Not known where a kind has no day or no post.
    """
    columns = np.array([*over, *under], float)
    effective = min(worth(over[0]), worth(under[0]))
    sums = columns.sum(1)
    units = int((columns[0] + columns[2] > 0).sum())
    if not (sums > 0).all():
        estimate = _quotient(sums) if (sums[[1, 2, 3]] > 0).all() else np.nan
        return _interval((estimate, np.nan, np.nan), (), units, effective)
    without = sums[:, None] - columns
    if not (without > 0).all():  # all that is known of a kind lies in one week
        return _interval((_quotient(sums), np.nan, np.nan), (), units, effective)
    moved = np.log(_quotient(without)) - np.log(_quotient(sums))
    reach = student(effective - 1) * _spread(moved[:, None])[0]
    estimate = _quotient(sums)
    return _interval(
        (estimate, estimate * np.exp(-reach), estimate * np.exp(reach)), (), units, effective
    )


def means(values: Floats) -> Interval:
    """Return the plain mean over units, with interval: each unit counts the same.

    `values` is float[units] or float[units, k]: for `per=account` the accounts' own shares.
    """
    count = len(values)
    mean = values.mean(0)
    error = values.std(0, ddof=1) / np.sqrt(count) if count > 1 else np.full_like(mean, np.nan)
    reach = student(count - 1) * error
    return Interval(mean, mean - reach, mean + reach, count, float(count))


def differences(top: Ints, bottom: Ints) -> Interval:
    """Return Σ top / Σ bottom with interval on the plain scale: of scores, which may be below 0.

    `top` is float[units, k], `bottom` float[units] or float[units, k].
    """
    under = bottom.reshape(len(top), -1).astype(float)
    sums = under.sum(0)
    estimate = top.sum(0) / np.where(sums > 0, sums, np.nan)
    moved = (top - estimate * under) / _left(sums, under)
    effective = worth(under[:, 0])
    reach = student(effective - 1) * _spread(moved)
    return Interval(estimate, estimate - reach, estimate + reach, len(top), effective)


def hours_by_account(account: Ints, hour: Ints, posts: Ints) -> Ints:
    """Return int64[accounts, 168] from rows of (account, hour of the week, posts).

    `account` may hold any numbers; the order of the rows returned says nothing about them.
    """
    _, place = np.unique(account, return_inverse=True)
    count = int(place.max()) + 1 if len(place) else 0
    flat = np.bincount(place * 168 + hour, posts, count * 168)
    return flat.astype(np.int64).reshape(count, 168)


def _moved(parts: Floats, posts: Floats, share: Floats, total: float) -> Floats:
    """Return by how much each share rises when a unit is put back: the jackknife, exactly.

    (a - s n) / (N - n), as S/N - (S - a)/(N - n) shortens to it.
    """
    parts -= posts[:, None] * share
    parts /= _left(total, posts[:, None])
    return parts


def _left(total: Floats | float, units: Floats) -> Floats:
    """Return what is left without each unit; NaN where that is nothing."""
    left = total - units
    return np.where(left > 0, left, np.nan)


def _spread(moved: Floats) -> Floats:
    """Return the standard errors from the moves of each unit, [units, k]."""
    count = len(moved)
    squares = np.einsum("ij,ij->j", moved, moved)
    return np.asarray(np.sqrt(squares * ((count - 1) / max(count, 1))))


def _logit_ends(share: Floats, error: Floats, effective: float) -> tuple[Floats, Floats]:
    middle = share * (1 - share)
    known = middle > 0
    reach = student(effective - 1) * error / np.where(known, middle, np.nan)
    odds = share / np.where(known, 1 - share, np.nan)
    low, high = odds * np.exp(-reach), odds * np.exp(np.minimum(reach, 700))
    return low / (1 + low), high / (1 + high)


def _quotient(sums: Floats) -> Any:
    return (sums[0] / sums[1]) / (sums[2] / sums[3])


def _interval(
    ends: tuple[Any, Any, Any], shape: tuple[int, ...], units: int, effective: float
) -> Interval:
    estimate, low, high = (np.asarray(end, float).reshape(shape) for end in ends)
    return Interval(estimate, low, high, units, effective)
