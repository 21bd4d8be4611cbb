"""Ids of simulated posts: since November 2010 an id says in which millisecond it was given."""

import numpy as np

from dashboard.simulation.rhythm import DAY, Ints

BEGINNING = 1_288_834_974_657  # milliseconds since 1970; ids count from here
BITS = 22  # below the milliseconds
CHANGE = 21_480_480  # 2010-11-04 00:00 in minutes; posts before it were numbered one by one
NUMBERED_SINCE, NUMBERED_A_MINUTE = 19_000_000, 11_000  # from early 2006; stays below 29.7e9
OLDEST_NEW = 1 << 40


def post_ids(utc: Ints, number: Ints, dice: np.random.Generator) -> Ints:
    """Return an id for each post that lies in its minute; older posts have smaller, plain ones."""
    milliseconds = utc * 60_000 + dice.integers(0, 60_000, len(utc)) - BEGINNING
    new = (np.maximum(milliseconds, 0) << BITS) | (number & ((1 << BITS) - 1))
    old = (utc - NUMBERED_SINCE) * NUMBERED_A_MINUTE + number % NUMBERED_A_MINUTE
    # The day of the change belongs to the old ids: no id may say a time before the beginning.
    return np.where(utc >= CHANGE + DAY, new, old)


def earlier(ids: Ints, dice: np.random.Generator) -> Ints:
    """Return ids of other posts, given a little before these."""
    back = dice.integers(1, 1 << 20, len(ids)) << BITS
    return np.where(ids >= OLDEST_NEW, ids - back, ids - 1)
