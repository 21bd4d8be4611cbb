"""When did they post: posts by weekday and hour on the clock shown."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from dashboard import clock
from dashboard.clock import Ints
from dashboard.facts import WEEKDAYS, Weekend
from dashboard.measures.asking import NO_ROWS, Answer, basis, choose, operations, zone_of
from dashboard.measures.runs import HOURS
from dashboard.measures.world import Source, World
from dashboard.releases import Operation
from dashboard.view import View

WORKING_HOURS = (8, 17)  # 17:00 is not included: 45 of the 168 hours of a week
EVEN_WEEKDAYS, EVEN_WORKING = 5 / 7, 45 / 168


@dataclass(frozen=True)
class RhythmAnswer(Answer):
    """`weeks` has int64[7, 24] posts by weekday (0 = Monday) and hour where they are known."""

    weeks: dict[str, Ints]

    @property
    def frame(self) -> pd.DataFrame:
        """Return 168 rows an operation: operation, clock, weekday, hour, posts, share, basis.

        `share` is of the operation's posts under the filters; empty = not known.
        """
        blank = np.zeros((7, 24), np.int64)
        weeks = [self.weeks.get(o.slug, blank) for o in self.operations]
        posts = np.array(weeks, np.int64).ravel()
        missing = np.repeat([o.slug in self.unknown for o in self.operations], HOURS).astype(bool)
        count = len(self.operations)
        clocks = [clock_name(self.world, o, self.view) for o in self.operations]
        rests = [basis(self.world, o) for o in self.operations]
        return pd.DataFrame(
            {
                "operation": np.repeat([o.slug for o in self.operations], HOURS),
                "clock": np.repeat(clocks, HOURS),
                "weekday": np.tile(np.repeat(np.arange(7), 24), count),
                "hour": np.tile(np.arange(24), 7 * count),
                "posts": pd.arrays.IntegerArray(posts, missing),
                "share": np.where(missing, np.nan, _shares(weeks)),
                "basis": np.repeat(rests, HOURS),
            }
        )


def rhythm(world: World, view: View) -> RhythmAnswer:
    """Count the posts of each operation by weekday and hour, on the clock of the view."""
    chosen = operations(world, view)
    found = {o.slug: _week(world, o, view) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    weeks = {slug: week for slug, week in found.items() if not isinstance(week, str)}
    return RhythmAnswer(world, view, chosen, unknown, weeks)


def _week(world: World, operation: Operation, view: View) -> Ints | str:
    """Return int64[7, 24] summed over the operation's sources, or why that is not known."""
    week = np.zeros(HOURS, np.int64)
    sources = world.sources_of(operation.slug)
    for source in sources:
        chosen = choose(world, source, view)
        if isinstance(chosen, str):
            return chosen
        week += source.cells.hours(chosen)
    return week.reshape(7, 24) if sources else NO_ROWS


def _shares(weeks: list[Ints]) -> Ints:
    """Return each hour's share of its week, NaN where there are no posts."""
    table = np.array(weeks, float).reshape(-1, HOURS)
    totals = table.sum(1, keepdims=True)
    shares: Ints = (table / np.where(totals, totals, np.nan)).ravel()
    return shares


def weekday_share(week: Ints) -> float:
    """Return the share of posts from Monday to Friday; even posting gives 5/7."""
    return float(week[:5].sum() / week.sum())


def working_share(week: Ints) -> float:
    """Return the share of posts Monday to Friday 08:00 to 17:00; even posting gives 45/168."""
    return float(week[:5, slice(*WORKING_HOURS)].sum() / week.sum())


def peak_hour(week: Ints) -> int:
    """Return the hour of the day with the most posts over the whole week."""
    return int(week.sum(0).argmax())


def clock_name(world: World, operation: Operation, view: View) -> str:
    """Return the zones of the clocks shown for an operation, joined by blanks."""
    if view.clock != "operator":
        return "UTC" if view.clock == "utc" else view.clock
    zones = [zone_of(source, view) for source in world.sources_of(operation.slug)]
    return " ".join(dict.fromkeys(zones or [release.zone for release in operation.releases]))


def clock_told(world: World, operation: Operation, view: View) -> str:
    """Return the zones shown with the UTC offsets in force between the first and last post."""
    told = dict.fromkeys(_offsets(source, view) for source in world.sources_of(operation.slug))
    return "; ".join(told)


def weekends(world: World, operation: Operation, view: View) -> tuple[Weekend, ...]:
    """Return the weekends in force in the operation's countries between the posts shown."""
    countries = [world.catalogue.countries[c] for r in operation.releases for c in r.countries]
    every = dict.fromkeys(weekend for country in countries for weekend in country.weekends)
    days = [_days(source, view) for source in world.sources_of(operation.slug)]
    return tuple(w for w in every if any(w.holds(*shown) for shown in days))


def days_off(found: tuple[Weekend, ...]) -> tuple[str, ...]:
    """Return the whole days off that all of these weekends have."""
    return tuple(day for day in WEEKDAYS if found and all(day in w.days for w in found))


def _days(source: Source, view: View) -> tuple[date, date]:
    """Return the days, in UTC, of the first and last post of a source within the period."""
    first, last = (
        datetime.fromtimestamp(int(source.cells.all.slot[i]) * clock.SLOT, UTC).date()
        for i in (0, -1)
    )
    return max(first, view.period.start or first), min(last, view.period.end or last)


def _offsets(source: Source, view: View) -> str:
    zone = zone_of(source, view)
    lo, hi = clock.span(zone, view.period.start, view.period.end)
    slots = source.cells.all.slot
    lo, hi = max(lo, int(slots[0])), min(hi, int(slots[-1]) + 1)
    offsets = clock.offsets_between(zone, lo, hi) if lo < hi and zone != "UTC" else []
    return ", ".join([zone, *([" and ".join(offsets)] if offsets else [])])
