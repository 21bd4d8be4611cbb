"""Sums of counts that begin at different times."""

import numpy as np

from dashboard.clock.local_time import Ints


def added(parts: list[tuple[int, Ints]]) -> tuple[int, Ints]:
    """Return the sum of series, each from a time on, from the earliest to the latest of any.

    Series are int[n, …], a row for each unit of time; without any, that is 0 and nothing.
    """
    parts = [(first, posts) for first, posts in parts if len(posts)]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return 0, np.zeros(0, np.int64)
    lo = min(first for first, _ in parts)
    length = max(first + len(posts) for first, posts in parts) - lo
    total = np.zeros((length, *parts[0][1].shape[1:]), np.int64)
    for first, posts in parts:
        total[first - lo : first - lo + len(posts)] += posts
    return lo, total
