"""Office hours against chance: the same accounts on the same days, each day begun at another hour.

Every day of every account is kept with its posts and the distances between them, and turned round
the clock by so many whole hours as a die says. What is then found in office hours is chance. A day
off is no office day however it is turned, so the share expected is

    (posts on days worked / posts) · hours / 24.

With A(l) = Σ over account-days worked of Σ over hours h of posts(h) · posts(h + l), round the
clock, and overlap(l) the hours that the office hours share with themselves moved by l, the variance
of the number of posts is Σ over l of A(l) · (overlap(l) / 24 - (hours / 24)²), exactly:
account-days are turned independently, and a turn puts each pair of hours into each place once. For
a day of k posts in one hour that is k² · hours/24 · (1 - hours/24). The range of 95% takes the sum
over account-days as normal, which one account-day with most of all posts would not be.

What it does not tell: accounts that keep regular hours of any kind differ from chance.
"""

import numpy as np

from dashboard.clock.local_time import Ints

HOURS = 24
QUANTILE = 1.95996


def chance(worked: float, length: int) -> float:
    """Return the share expected in `length` hours, if `worked` of all posts are on days worked."""
    return worked * length / HOURS


def error(lagged: Ints, posts: int, length: int) -> float:
    """Return the standard deviation of that share; `lagged` is A(l), `posts` all posts."""
    lag = np.arange(HOURS)  # moved so far, they overlap at their beginning, their end, or both
    overlap: Ints = np.maximum(length - lag, 0) + np.maximum(length + lag - HOURS, 0)
    variance = float(lagged @ (overlap / HOURS - (length / HOURS) ** 2))
    return float(np.sqrt(max(variance, 0.0))) / posts
