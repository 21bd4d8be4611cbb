"""The months to choose from: those with posts, and periods that have a reason.

What the view's operations posted, unfiltered, by month: of each from its most complete counts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dashboard.clock.local_time import day_number, day_of
from dashboard.clock.period import OPEN, Period, day_text
from dashboard.clock.weeks_months import MONTH, month_name
from dashboard.link.not_known import NotKnown
from dashboard.link.parse import slug_of
from dashboard.link.view import ALL, DEFAULT, View
from dashboard.look import ui
from dashboard.panels.timeline.measure import Series, counted, posts_of
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World

DAYS = ("start", "end")  # two controls that set one part of a link
Ends = tuple[str, str]  # of a period as a link spells it: months where these are whole, else days


@kept(256)
def monthly(world: World, slug: str) -> Series | None:
    """Return the posts of an operation by month, unfiltered; None where no month is known."""
    posts = posts_of(world, slug, DEFAULT.counting)
    if isinstance(posts, NotKnown):
        return None
    series = posts if isinstance(posts, Series) else counted(posts, MONTH)
    return series if len(series.active) else None


def busiest(world: World, slug: str) -> date | None:
    """Return the first day of the month with the most posts; None where no post comes before it."""
    series = monthly(world, slug)
    if series is None or series.active[0] == series.peak:
        return None
    return day_of(MONTH.day(series.first + series.peak))


def ends(period: Period) -> Ends:
    """Return how a link spells both ends, "" for an open one."""
    start, _, end = str(period).partition("..")
    return start, end


def month_options(world: World, view: View) -> dict[str, dict[str, Any]]:
    """Return of what assets/options.js makes the lists of both ends of a period.

    `months` are the first and the last "YYYY-MM" with posts, "" where there are none; `ends` is
    what is chosen.
    """
    first, last = _reach(world, _slugs(view))
    months = [month_name(first), month_name(last)] if first <= last else ["", ""]
    return {name: {"months": months, "ends": ends(view.period)} for name in DAYS}


def _slugs(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(slug_of, view.operations)))


@kept(64)
def _reach(world: World, slugs: tuple[str, ...]) -> tuple[int, int]:
    """Return the numbers of the first and the last month in which any operation posted."""
    every = [series for _, series in _known(world, slugs)]
    firsts = [series.first + int(series.active[0]) for series in every]
    lasts = [series.first + int(series.active[-1]) for series in every]
    return min(firsts, default=0), max(lasts, default=-1)


def _known(world: World, slugs: tuple[str, ...]) -> Iterator[tuple[str, Series]]:
    """Yield the slug and the months of each operation that has any."""
    for slug in slugs:
        if series := monthly(world, slug):
            yield slug, series


def preset_options(world: World, view: View) -> list[dict[str, Any]]:
    """Return periods with a reason: years with posts, and what a month of note parts in two.

    A month of note is that of a disclosure, or of most posts; its group says of which operation.
    """
    groups = _presets(world, _slugs(view))
    offered = {option["value"] for group in groups for option in group["items"]}
    chosen = [] if view.period == OPEN or str(view.period) in offered else [_option(view.period)]
    return [ui.option(ALL, "All months"), *chosen, *groups]


@kept(64)
def _presets(world: World, slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    groups = {
        f"{day_text(day, as_month=True)}: {'; '.join(reasons)}": _parted(day, reasons)
        for day, reasons in sorted(_of_note(world, slugs).items())
    }
    groups |= {"A year with posts": [_option(Period(*_year(y))) for y in _years(world, slugs)]}
    return [{"group": name, "items": items} for name, items in groups.items() if items]


def _option(period: Period, words: str = "", terms: str = "") -> dict[str, Any]:
    words = words or period.in_words
    return ui.option(str(period), words[:1].upper() + words[1:], terms)


def _parted(day: date, reasons: list[str]) -> list[dict[str, Any]]:
    """Return what ends before a month, the month, and what begins with it."""
    end = MONTH.number(day_number(day)) + 1
    month, terms = Period(day, day_of(MONTH.day(end) - 1)), " ".join(reasons)
    return [
        _option(Period(None, day - timedelta(1)), f"before {month.in_words}", terms),
        _option(Period(day), terms=terms),
        _option(month, terms=terms),
    ]


def _of_note(world: World, slugs: tuple[str, ...]) -> dict[date, list[str]]:
    """Return the first days of months of note between the first post and the last, and why."""
    first, last = _reach(world, slugs)
    notes: dict[date, list[str]] = {}
    for slug, _ in _known(world, slugs):
        operation = world.catalogue.operations[slug]
        if most := busiest(world, slug):
            notes.setdefault(most, []).append(f"most posts of {operation.short}")
        for day in sorted({release.disclosed.replace(day=1) for release in operation.releases}):
            if first < MONTH.number(day_number(day)) <= last:
                notes.setdefault(day, []).append(f"disclosure of {operation.short}")
    return notes


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _years(world: World, slugs: tuple[str, ...]) -> list[int]:
    """Return the years in which any of the operations posted."""
    years = {
        (series.first + int(place)) // 12
        for _, series in _known(world, slugs)
        for place in series.active
    }
    return sorted(years)
