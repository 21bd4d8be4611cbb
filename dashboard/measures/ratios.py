"""How much more was posted on days of one kind than on those of another, and how sure that is.

The intervals leave out each week in turn, as all do (`resampling.py`). What a week moves is the
logarithm of a mean; that of a ratio moves by the difference of two. So all ratios between a few
kinds of days come from one table of moves.
"""

from collections.abc import Sequence
from math import exp, log, nan, sqrt

import numpy as np

from dashboard.clock import Ints
from dashboard.measures.resampling import Floats, Interval, quantile


def ratio(over: tuple[Ints, Ints], under: tuple[Ints, Ints]) -> Interval:
    """Return mean posts a day of one kind over that of another, with its interval.

    `over` and `under` are each (posts, days) of one kind of day by week, int[weeks] both. Formula:
    (Σ posts / Σ days) / (Σ posts / Σ days). Not known where a kind has no day or no post.
    """
    counts = np.array([[over[0], under[0]], [over[1], under[1]]], float)
    return ratios(counts, [(0, 1)])[0]


def quotient(posts: Floats) -> Interval:
    """Return Σ over / Σ under of float[2, weeks], as `ratio` for days that are all alike."""
    sums = posts.sum(1)
    left = sums[:, None] - posts
    over, under = sums.tolist()
    worth = min(
        n * n / max(square, 1) for n, square in zip((over, under), _squares(posts), strict=True)
    )
    estimate, far = _over(over, under), nan
    if left.min() > 0:
        moved = np.log(left[0] / left[1]) - log(estimate)
        spread = float(moved @ moved) * (1 - 1 / len(moved))
        far = exp(quantile(worth - 1) * sqrt(spread))
    return _interval(estimate, far, int(np.count_nonzero(posts.any(0))), worth)


def ratios(counts: Floats, pairs: Sequence[tuple[int, int]]) -> tuple[Interval, ...]:
    """Return several ratios at once, each as `ratio` has it.

    `counts` is float[2, kinds, weeks]: posts and days; `pairs` are (over, under), places of kinds.
    """
    sums = counts.sum(2)
    left = sums[:, :, None] - counts
    # Nothing is known of how sure it is if all of a kind lies in one week, or if there is none.
    sure = left.min((0, 2)) > 0
    if not sure.all():
        left[:, ~sure] = 1.0
    moved = np.log(left[0] / left[1])
    means = [_over(posts, days) for posts, days in sums.T.tolist()]
    moved -= [[log(mean) if is_sure else 0.0] for mean, is_sure in zip(means, sure, strict=True)]
    together = ((moved @ moved.T) * (1 - 1 / max(counts.shape[2], 1))).tolist()
    worths = [n * n / max(s, 1) for n, s in zip(sums[0].tolist(), _squares(counts[0]), strict=True)]

    def interval(over: int, under: int) -> Interval:
        estimate = _over(means[over], means[under])
        effective = min(worths[over], worths[under])
        spread = together[over][over] + together[under][under] - 2 * together[over][under]
        known = sure[over] and sure[under]
        far = exp(quantile(effective - 1) * sqrt(max(spread, 0.0))) if known else nan
        units = int(np.count_nonzero(counts[0, over] + counts[0, under]))
        return _interval(estimate, far, units, effective)

    return tuple(interval(*pair) for pair in pairs)


def _interval(estimate: float, far: float, units: int, effective: float) -> Interval:
    low, high = np.array(estimate / far), np.array(estimate * far)
    return Interval(np.array(estimate), low, high, units, effective)


def _over(over: float, under: float) -> float:
    return over / under if under else nan


def _squares(rows: Floats) -> list[float]:
    found: list[float] = np.einsum("ij,ij->i", rows, rows).tolist()
    return found
