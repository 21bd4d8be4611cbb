"""When did they post: posts by weekday and hour on the clock shown."""

import numpy as np
import pandas as pd

from dashboard import clock
from dashboard.clock import Ints
from dashboard.measures.asking import NO_ROWS, Answer, basis, choose, operations, zone_of
from dashboard.measures.cells import HOURS
from dashboard.measures.world import Source, World
from dashboard.releases import Operation
from dashboard.view import View

WORKING_HOURS = (8, 17)  # 17:00 is not included: 45 of the 168 hours of a week
EVEN_WEEKDAYS, EVEN_WORKING = 5 / 7, 45 / 168
WEEKDAY = np.repeat(np.arange(7), 24)
HOUR = np.tile(np.arange(24), 7)


def rhythm(world: World, view: View) -> Answer:
    """Return 168 rows an operation: operation, clock, weekday (0 = Monday), hour, posts, share, basis.

    `share` is of the operation's posts under the filters; posts and share are empty where not known.
    """
    chosen = operations(world, view)
    found = {o.slug: _week(world, o, view) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    weeks = [np.zeros(HOURS, np.int64) if isinstance(w, str) else w for w in found.values()]
    posts = np.concatenate(weeks) if weeks else np.zeros(0, np.int64)
    missing = np.repeat([slug in unknown for slug in found], HOURS).astype(bool)
    frame = pd.DataFrame(
        {
            "operation": np.repeat([o.slug for o in chosen], HOURS),
            "clock": np.repeat([clocks(world, o, view) for o in chosen], HOURS),
            "weekday": np.tile(WEEKDAY, len(chosen)),
            "hour": np.tile(HOUR, len(chosen)),
            "posts": pd.arrays.IntegerArray(posts, missing),
            "share": _shares(weeks, missing),
            "basis": np.repeat([basis(world, o) for o in chosen], HOURS),
        }
    )
    return Answer(view, chosen, frame, unknown)


def _week(world: World, operation: Operation, view: View) -> Ints | str:
    """Return int64[168] summed over the operation's sources, or why that is not known."""
    week = np.zeros(HOURS, np.int64)
    sources = world.sources_of(operation.slug)
    for source in sources:
        chosen = choose(world, source, view)
        if isinstance(chosen, str):
            return chosen
        week += source.cells.hours(chosen)
    return week if sources else NO_ROWS


def clocks(world: World, operation: Operation, view: View) -> str:
    """Return the zones of the clocks shown for an operation, joined by blanks."""
    if view.clock != "operator":
        return "UTC" if view.clock == "utc" else view.clock
    zones = [zone_of(source, view) for source in world.sources_of(operation.slug)]
    return " ".join(dict.fromkeys(zones or [release.zone for release in operation.releases]))


def _shares(weeks: list[Ints], missing: np.ndarray) -> np.ndarray:
    """Return each hour's share of its week, NaN where not known and where there are no posts."""
    if not weeks:
        return np.zeros(0)
    table = np.array(weeks, float)
    totals = table.sum(1, keepdims=True)
    totals[totals == 0] = np.nan
    shares: np.ndarray = (table / totals).ravel()
    shares[missing] = np.nan
    return shares


def weekday_share(week: Ints) -> float:
    """Return the share of posts from Monday to Friday; even posting gives 5/7."""
    return float(week.reshape(7, 24)[:5].sum() / week.sum())


def working_share(week: Ints) -> float:
    """Return the share of posts Monday to Friday 08:00 to 17:00; even posting gives 45/168."""
    return float(week.reshape(7, 24)[:5, slice(*WORKING_HOURS)].sum() / week.sum())


def peak_hour(week: Ints) -> int:
    """Return the hour of the day with the most posts over the whole week."""
    return int(week.reshape(7, 24).sum(0).argmax())


def clock_told(world: World, operation: Operation, view: View) -> str:
    """Return the zones shown with the UTC offsets in force between the first and last post."""
    told = dict.fromkeys(_offsets(source, view) for source in world.sources_of(operation.slug))
    return "; ".join(told)


def _offsets(source: Source, view: View) -> str:
    zone = zone_of(source, view)
    lo, hi = clock.span(zone, view.period.start, view.period.end)
    slots = source.cells.all.slot
    lo, hi = max(lo, int(slots[0])), min(hi, int(slots[-1]) + 1)
    offsets = clock.offsets_between(zone, lo, hi) if lo < hi else []
    return zone if zone == "UTC" else f"{zone}, {' and '.join(offsets)}".rstrip(", ")
