"""Whose clock and whose weekend a view shows for an operation, in words and numbers."""

from datetime import date

from dashboard.catalogue.releases import Operation
from dashboard.clock import local_time
from dashboard.clock.calendars import WEEKDAYS, Weekend
from dashboard.clock.period import Period
from dashboard.link.view import View
from dashboard.snapshot.asking import zone_of
from dashboard.snapshot.kept import kept
from dashboard.snapshot.local_week import LocalWeek, local_week
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World


def clock_name(world: World, operation: Operation, view: View) -> str:
    """Return the zones of the clocks shown for an operation, joined by blanks."""
    if view.clock != "operator":
        return "UTC" if view.clock == "utc" else view.clock
    zones = [zone_of(source, view) for source in world.sources_of(operation.slug)]
    return " ".join(dict.fromkeys(zones or [release.zone for release in operation.releases]))


def clock_with_offsets(world: World, operation: Operation, view: View) -> str:
    """Return the zones shown with the UTC offsets in force between the first and last post."""
    own, sources = view.own(operation.slug), world.sources_of(operation.slug)
    week = local_week(world, operation.slug, view)
    if isinstance(week, LocalWeek):
        lo, hi = local_time.span("UTC", week.first, week.last)
        return _with_offsets(week.zone, lo, hi)
    clocks = (_offsets(source, zone_of(source, own), own.period) for source in sources)
    return "; ".join(dict.fromkeys(clocks))


def audience_hours(
    world: World, operation: Operation, view: View, hours: tuple[int, ...]
) -> list[str]:
    """Return what the audience's clock shows at these hours of the clock shown, as "7" or "6–7".

    Two hours, the least and the most, where the two clocks were not always as far apart.
    """
    apart = set()
    for own, first, last in _clocks(world, operation.slug, view):
        other = "UTC" if view.audience == "utc" else view.audience
        lo, hi = local_time.span("UTC", first, last)
        changes = [*local_time.segments(own, lo, hi), *local_time.segments(other, lo, hi)]
        apart |= {
            (local_time.offset_at(other, start) - local_time.offset_at(own, start)) / 4
            for start in {lo, *(start for start, _, _ in changes)}
        }
    ends = dict.fromkeys((min(apart, default=0), max(apart, default=0)))
    return ["–".join(_hour(hour + shift) for shift in ends) for hour in hours]


def _hour(hours: float) -> str:
    whole, part = divmod(hours % 24, 1)
    return f"{whole:.0f}" + (f":{60 * part:02.0f}" if part else "")


def weekends(world: World, operation: Operation, view: View) -> tuple[Weekend, ...]:
    """Return the weekends in force in the operation's countries between the posts shown."""
    return _weekends(world, operation.slug, view.own(operation.slug).timing)


@kept(256)
def _weekends(world: World, column: str, view: View) -> tuple[Weekend, ...]:
    releases = world.column(column).releases
    countries = [world.catalogue.countries[c] for r in releases for c in r.countries]
    every = dict.fromkeys(weekend for country in countries for weekend in country.weekends)
    clocks = _clocks(world, column, view)
    return tuple(w for w in every if any(w.holds(first, last) for _, first, last in clocks))


def days_off(weekends: tuple[Weekend, ...]) -> tuple[str, ...]:
    """Return the whole days off that all of these weekends have."""
    return tuple(day for day in WEEKDAYS if weekends and all(day in w.days for w in weekends))


def _clocks(world: World, column: str, view: View) -> list[tuple[str, date, date]]:
    """Return the zones shown of a column, each with the first and last day, in UTC, of its posts.

    They are those of a week without dates where it answers when posts were written.
    """
    week, period = local_week(world, column, view), view.own(column).period
    if isinstance(week, LocalWeek):
        return [(week.zone, week.first, week.last)]
    sources = world.sources_of(column)
    return [(zone_of(source, view), *_days(source, period)) for source in sources]


def _days(source: Source, period: Period) -> tuple[date, date]:
    """Return the days, in UTC, of the first and last post of a source within the period."""
    first, last = source.cells.days
    return max(first, period.start or first), min(last, period.end or last)


def _offsets(source: Source, zone: str, period: Period) -> str:
    lo, hi = local_time.span(zone, period.start, period.end)
    slots = source.cells.all.slot
    return _with_offsets(zone, max(lo, int(slots[0])), min(hi, int(slots[-1]) + 1))


def _with_offsets(zone: str, lo: int, hi: int) -> str:
    offsets = local_time.offsets_between(zone, lo, hi) if lo < hi and zone != "UTC" else []
    return ", ".join([zone, *([" and ".join(offsets)] if offsets else [])])
