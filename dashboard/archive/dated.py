"""Posts of each account by local date and hour, and what is counted of whole account-days."""

import ibis.expr.types as ir
from ibis import _

from dashboard.archive.aggregates import staged
from dashboard.calendars import MAKE_UP, WORKING

HOURS_A_DAY = 24


def dated_hours(slots: ir.Table) -> ir.Table:
    """Posts of each account by local date and hour. `slots` tells of both, and the kind of day."""
    keys = ("account", "date", "day", "hour")
    return staged("post").join(slots, "slot").group_by(*keys).agg(posts=_.posts.sum())


def lagged(dated: ir.Table) -> ir.Table:
    """Σ over days worked of accounts of posts(h) · posts(h + lag), by lag of 0 to 23 hours.

    One row; see measures/shuffling.py. Sums are floats, which are exact up to 2^53 and faster than
    whole numbers of 128 bits.
    """
    worked = dated.filter(_.day.isin((WORKING, MAKE_UP)))
    clock = range(HOURS_A_DAY)
    posts = {
        f"h{h}": (_.hour % HOURS_A_DAY == h).ifelse(_.posts.cast("float64"), 0.0).sum()
        for h in clock
    }
    days = worked.group_by("account", "date").agg(**posts)
    pairs = {
        str(lag): sum(days[f"h{h}"] * days[f"h{(h + lag) % HOURS_A_DAY}"] for h in clock).sum()
        for lag in clock[: HOURS_A_DAY // 2 + 1]
    }
    return days.agg(**pairs)
