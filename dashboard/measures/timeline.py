"""When were they active: posts by week or month, from an operation's first post to its last.

All columns are counted by the same unit. Counts that others made by month cannot be told by week:
beside them everything is by month.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.clock.calendars import HOLIDAY, MAKE_UP, Country, day_kinds
from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import MONTH, WEEK, Unit, day_number, day_of
from dashboard.link.view import AT, View, slug_of
from dashboard.measures.series import NO_DAYS, Held, Series, counted, posts_of
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.world import World

TWO_YEARS = 731  # days: up to here weeks are shown, and single days can be told apart


@dataclass(frozen=True, eq=False)
class DaysOff:
    """Holidays on days otherwise worked, and weekend days worked, counted from 1970-01-01."""

    country: Country
    holidays: Ints
    make_up: Ints


@dataclass(frozen=True)
class TimelineAnswer(Answer):
    """`series` has the columns whose posts by unit are known, in the order of the view.

    `span` is the first and last day shown, from 1970-01-01. `monthly` has the columns for whose
    sake weeks are not shown. `days_off` is empty where more than two years are shown.
    """

    series: dict[str, Series]
    unit: Unit
    span: tuple[int, int]
    monthly: tuple[str, ...]
    days_off: dict[str, DaysOff]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, told in self.series.items() if told.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and unit: operation, start, unit, posts, basis.

        `start` is the first day of the week or month; it and `posts` are empty where not known.
        """
        unit = self.unit.name
        rows: list[tuple[str, str | None, str, int | None, str]] = []
        for operation in self.operations:
            if (series := self.series.get(operation.slug)) is None:
                rows.append((operation.slug, None, unit, None, basis(self.world, operation)))
                continue
            told: list[tuple[str | None, int]] = [*series.by_start] or [(None, 0)]
            rows += [(operation.slug, start, unit, n, series.basis) for start, n in told]
        frame = pd.DataFrame(rows, columns=["operation", "start", "unit", "posts", "basis"])
        return frame.astype({"posts": "Int64"})


def timeline(world: World, view: View) -> TimelineAnswer:
    """Count the posts of each column by week or month, on the clock of the view where known."""
    chosen, counting = operations(world, view), view.counting
    found = {
        o.slug: posts_of(world, o.slug, view.own(o.slug).counting if AT in o.slug else counting)
        for o in chosen
    }
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if not isinstance(told, str)}
    span = _span(world, view, known)
    near = span[1] - span[0] < TWO_YEARS
    unit, monthly = _unit(view.unit, near, known)
    series = {
        s: counted(told, unit) if isinstance(told, Held) else told for s, told in known.items()
    }
    shown = series if near else {}
    off = {s: days_off(home(world, s), *t.days) for s, t in shown.items() if t.days != NO_DAYS}
    return TimelineAnswer(world, view, chosen, unknown, series, unit, span, monthly, off)


def _span(world: World, view: View, known: dict[str, Held | Series]) -> tuple[int, int]:
    """Return the first and last day that any column shows: of posts, and of disclosure.

    With an end of the period in force, a later day of disclosure would only stretch the axis.
    """
    days = [told.days for told in known.values() if told.days != NO_DAYS]
    if not days:
        return NO_DAYS
    late = [int(disclosed(world, s)[-1]) for s in known if not view.own(s).period.end]
    return min(first for first, _ in days), max([last for _, last in days] + late)


def _unit(asked: str, near: bool, known: dict[str, Held | Series]) -> tuple[Unit, tuple[str, ...]]:
    """Return the unit of all columns, and the columns for whose sake weeks are not shown."""
    if asked == "month" or (asked == "auto" and not near):
        return MONTH, ()
    monthly = tuple(slug for slug, told in known.items() if isinstance(told, Series))
    return (MONTH if monthly else WEEK), monthly


@lru_cache(maxsize=256)
def disclosed(world: World, slug: str) -> Ints:
    """Return the days, from 1970-01-01, on which the releases of a column were disclosed."""
    return np.unique([day_number(release.disclosed) for release in world.column(slug).releases])


@lru_cache(maxsize=256)
def home(world: World, slug: str) -> Country:
    """Return the country whose calendar a column keeps: of several, the first release's first."""
    operation, countries = world.column(slug), world.catalogue.countries
    own = slug_of(slug) if operation.kind == "country" else operation.releases[0].countries[0]
    return countries[own]


def days_off(country: Country, first: int, last: int) -> DaysOff:
    """Return the holidays and make-up days of a country from one day to another, both included."""
    kinds = day_kinds(country, day_of(first), day_of(last))
    holidays, make_up = ((kinds == kind).nonzero()[0] + first for kind in (HOLIDAY, MAKE_UP))
    return DaysOff(country, holidays, make_up)
