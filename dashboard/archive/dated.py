"""Posts of each account by local date and hour, and what is counted of whole account-days."""

import ibis.expr.types as ir
from ibis import _

from dashboard.archive.aggregates import staged
from dashboard.clock.calendars import MAKE_UP, WORKING


def dated_hours(slots: ir.Table) -> ir.Table:
    """Posts of each account by local date and hour. `slots` tells of both, and the kind of day."""
    keys = ("account", "date", "day", "hour")
    return staged("post").join(slots, "slot").group_by(*keys).agg(posts=_.posts.sum())


def products(dated: ir.Table) -> ir.Table:
    """Σ posts · posts over all pairs of hours of a day worked of one account: (apart, total).

    `apart` is how many hours lie between, 0 to 23. Most days have posts in few hours, so pairs are
    few. Products are added as floats, which are exact up to 2^53 and faster than numbers of 128
    bits.
    """
    worked = dated.filter(_.day.isin((WORKING, MAKE_UP)))
    first = worked.select("account", "date", "hour", uses=_.posts.cast("float64"))
    then = first.rename(later="hour", more="uses")
    pairs = first.join(then, ["account", "date", first.hour <= then.later])
    summed = pairs.group_by(apart=pairs.later - pairs.hour).agg(total=(_.uses * _.more).sum())
    return summed.mutate(total=_.total.cast("int64"))
