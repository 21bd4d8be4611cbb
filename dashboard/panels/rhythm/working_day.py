"""Whether a working day is to be seen: an hour of it has twice the posts of an hour outside.

An hour within has so many times the posts of an hour outside: the odds that a post lies within,
over those of even posting. A ratio of odds means the same for nine hours of five days as for all
hours of a day. With millions of posts a ratio of 1.1 is no chance, and no working day either: so it
has to be TWICE at least, and chance must not explain it, the whole 95% interval of the share lying
above even posting. Where no interval is known, as of a single week, it has to be FOUR_TIMES.
"""

from dashboard.snapshot.source import Ends

TWICE, FOUR_TIMES = 2.0, 4.0


def times_outside(share: float, even: float) -> float:
    """Return the posts of an hour within, over those of an hour outside; NaN where not known.

    `share` of the posts lie within, and `even` of the time. Without posts outside it is infinite.
    """
    if not 0 < even < 1 or share != share:
        return float("nan")
    return share / even * (1 - even) / (1 - share) if share < 1 else float("inf")


def is_seen(office: Ends, even: float) -> bool | None:
    """Return whether a working day is to be seen in a share, (estimate, low, high), 0 to 1.

    None where the posts cannot tell: too few weeks or accounts, or all of the time is within.
    """
    share, low, _ = office
    times = times_outside(share, even)
    if times != times:
        return None
    if times < TWICE:
        return False
    if low != low:
        return True if times >= FOUR_TIMES else None
    return True if low > even else None
