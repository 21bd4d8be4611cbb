"""How much more was posted on days of one kind than on those of another, and how sure that is.

The intervals leave out runs of weeks in turn, as all do (`resampling.py`). What a run moves is the
logarithm of a mean; that of a ratio moves by the difference of two. So all ratios between a few
kinds of days come from one table of moves.
"""

from math import exp, log, nan, sqrt

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.measures.resampling import Floats, Interval, quantile, worths


def ratio(over: tuple[Ints, Ints], under: tuple[Ints, Ints]) -> Interval:
    """Return mean posts a day of one kind over that of another, with its interval.

    `over` and `under` are each (posts, days) of one kind of day by week, int[weeks] both. Formula:
    (Σ posts / Σ days) / (Σ posts / Σ days). Not known where a kind has no day or no post.
    """
    counts = np.array([[over[0], under[0]], [over[1], under[1]]], float)
    return Means(counts).ratio(0, 1)


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
        """Return the mean of one kind over that of another, by their places, as `ratio` has it."""
        estimate, far = _over(self._means[over], self._means[under]), nan
        worth = min(self._worth[over], self._worth[under])
        if self._sure[over] and self._sure[under]:
            own = self._spread[over][over] + self._spread[under][under]
            spread = max(own - 2 * self._spread[over][under], 0.0)
            far = exp(quantile(worth - 1) * sqrt(spread))
        units = self._both[over][over] + self._both[under][under] - self._both[over][under]
        return _interval(estimate, far, int(units), worth)


def _interval(estimate: float, far: float, units: int, effective: float) -> Interval:
    low, high = np.array(estimate / far), np.array(estimate * far)
    return Interval(np.array(estimate), low, high, units, effective)


def _over(over: float, under: float) -> float:
    return over / under if under else nan
