"""When did they talk about it: the share of posts that a theme claims, by week or month."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from dashboard.clock import DAY, FIRST_DAY, LAST_DAY, Ints, span
from dashboard.measures.asking import NO_ROWS, Answer, basis, choose, operations
from dashboard.measures.cells import Chosen
from dashboard.measures.cited import month_name
from dashboard.measures.items import HASHTAG
from dashboard.measures.rhythm import clock_name
from dashboard.measures.themes import POSTS, largest, themes
from dashboard.measures.timeline import FIRST_MONTH, month_starts
from dashboard.measures.used import cited_items, read
from dashboard.measures.world import Source, World
from dashboard.view import View

WEEK, MONTH = "week", "month"
TOP = 3  # themes, where the reader chose none
TWO_YEARS = 731 * DAY  # slots: a longer span is told by months
FIRST_WEEK = FIRST_DAY - timedelta(FIRST_DAY.weekday())  # a Monday
NO_MONTHS = "The cited counts do not tell hashtags by month."


@dataclass(frozen=True, eq=False)
class Course:
    """Posts by week or month from number `first` on: all of them, and those of each theme.

    `posts` is int64[periods], `uses` int64[themes, periods]. Weeks are counted from FIRST_WEEK,
    months as in cited.month_number; both begin on the clock of the view.
    """

    first: int
    posts: Ints
    uses: Ints
    basis: str

    @property
    def shares(self) -> Ints:
        """Return float64[themes, periods]: NaN where nobody posted."""
        shares: Ints = self.uses / np.where(self.posts, self.posts, np.nan)
        return shares


@dataclass(frozen=True)
class OverTimeAnswer(Answer):
    """`courses` has the operations whose posts by theme are known; `themes` places in the lexicon.

    `unit`, WEEK or MONTH, is the same for all operations.
    """

    courses: dict[str, Course]
    themes: tuple[int, ...]
    unit: str

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation, theme and period: operation, start, theme, uses, unit, …

        `start` is the first day of the week or month, `share` that of its posts before the theme
        filter, empty where there were none. An operation whose themes are not known has one row.
        """
        rows = [row for o in self.operations for row in self._rows(o.slug)]
        columns = ["operation", "start", "theme", "uses", "unit", "share", "basis"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"uses": "Int64", "share": "float64"})

    def _rows(self, slug: str) -> list[tuple[object, ...]]:
        if (course := self.courses.get(slug)) is None:
            told = basis(self.world, self.world.catalogue.operations[slug])
            return [(slug, None, None, None, self.unit, np.nan, told)]
        starts = [start_of(course.first + n, self.unit) for n in range(len(course.posts))]
        return [
            (slug, start, self.world.theme_ids[theme], count, self.unit, share, course.basis)
            for theme, uses, shares in zip(self.themes, course.uses, course.shares, strict=True)
            for start, count, share in zip(starts, uses.tolist(), shares.tolist(), strict=True)
        ]


def themes_over_time(world: World, view: View) -> OverTimeAnswer:
    """Count posts by week or month of the chosen themes, else of the TOP themes of the view."""
    chosen = operations(world, view)
    shown = world.theme_numbers(view.themes) or tuple(largest(themes(world, view), POSTS)[:TOP])
    asked = replace(view, operations=(), scale="share", sort="share", tag="", themes=(), data="")
    unit = _unit(world, view)
    found = {o.slug: _found(world, o.slug, asked, shown, unit) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if isinstance(told, Course)}
    return OverTimeAnswer(world, view, chosen, unknown, known, shown, unit)


def _unit(world: World, view: View) -> str:
    """Return by what all operations are told: by the span from the first post to the last."""
    ends = []
    for slug in view.operations:
        for source in read(world, slug):
            if not isinstance(chosen := choose(world, source, view, by_theme=False), str):
                ends += _ends(source, chosen)
    return WEEK if ends and max(ends) - min(ends) <= TWO_YEARS else MONTH


def _ends(source: Source, chosen: Chosen) -> list[int]:
    """Return the first and last slot of a source within the period, [] if nothing lies in it."""
    slots = source.cells.all.slot
    lo, hi = max(chosen.lo, int(slots[0])), min(chosen.hi - 1, int(slots[-1]))
    return [lo, hi] if lo <= hi else []


@lru_cache(maxsize=256)
def _found(world: World, slug: str, view: View, shown: tuple[int, ...], unit: str) -> Course | str:
    """Return the course of one operation; kept, because other columns do not change it."""
    sources = read(world, slug)
    if not sources:
        return NO_MONTHS if cited_items(world, slug, HASHTAG) else NO_ROWS
    parts = []
    for source in sources:
        chosen = choose(world, source, view, by_theme=False)
        if isinstance(chosen, str):
            return chosen
        parts.append(_part(source, chosen, shown, unit))
    operation = world.catalogue.operations[slug]
    clock = clock_name(world, operation, view).replace(" ", ", ")
    told = f"{basis(world, operation)}; {unit}s on the clock of {clock}"
    first, counts = _added(parts, 1 + len(shown))
    return Course(first, counts[0], counts[1:], told)


def _part(source: Source, chosen: Chosen, shown: tuple[int, ...], unit: str) -> tuple[int, Ints]:
    """Return the first period's number, and int64[1 + themes, periods]: all posts, then themes."""
    ends = _ends(source, chosen)
    if not ends:
        return 0, np.zeros((1 + len(shown), 0), np.int64)
    starts = week_starts(chosen.zone) if unit == WEEK else month_starts(chosen.zone)
    lo, hi = (np.searchsorted(starts, ends, side="right") - 1).tolist()
    edges = starts[lo : hi + 2]
    counts = [source.theme_runs.between(chosen, edges, theme) for theme in shown]
    base = 0 if unit == WEEK else FIRST_MONTH
    return base + lo, np.array([source.cells.between(chosen, edges), *counts])


def _added(parts: list[tuple[int, Ints]], rows: int) -> tuple[int, Ints]:
    """Return the sum of several counts by period, from the earliest to the latest of any."""
    parts = [(first, counts) for first, counts in parts if counts.shape[1]]
    if not parts:
        return 0, np.zeros((rows, 0), np.int64)
    lo = min(first for first, _ in parts)
    hi = max(first + counts.shape[1] for first, counts in parts)
    total = np.zeros((rows, hi - lo), np.int64)
    for first, counts in parts:
        total[:, first - lo : first - lo + counts.shape[1]] += counts
    return lo, total


@cache
def week_starts(zone: str) -> Ints:
    """Return the slot at which each local week begins, from FIRST_WEEK on, and one more."""
    weeks = (LAST_DAY - FIRST_WEEK).days // 7 + 2
    return np.array([span(zone, FIRST_WEEK + timedelta(7 * n), None)[0] for n in range(weeks)])


def start_of(number: int, unit: str) -> str:
    """Return the first day of a week or month of this number, "YYYY-MM-DD"."""
    return _monday(number).isoformat() if unit == WEEK else f"{month_name(number)}-01"


def years_of(course: Course, unit: str) -> Ints:
    """Return int64[periods]: the year in which each week or month begins."""
    numbers = np.arange(course.first, course.first + len(course.posts))
    return _years_of_weeks()[numbers] if unit == WEEK else numbers // 12


@cache
def _years_of_weeks() -> Ints:
    return np.array([_monday(n).year for n in range(len(week_starts("UTC")))])


def _monday(number: int) -> date:
    return FIRST_WEEK + timedelta(7 * number)
