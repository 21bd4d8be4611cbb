"""When did they talk about it: the share of posts that a theme claims, by week or month."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.clock.local_time import DAY, Ints
from dashboard.clock.weeks_months import MONTH, WEEK, Unit
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.panels.themes.measure import POSTS, largest, themes
from dashboard.panels.timeline.measure import between_posts, edges_of
from dashboard.snapshot.asking import NO_ROWS, Answer, basis, choose, choose_all
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.daily import added
from dashboard.snapshot.kept import kept
from dashboard.snapshot.shown import clock_name
from dashboard.snapshot.source import Source
from dashboard.snapshot.used import cited_items, read
from dashboard.snapshot.world import World
from dashboard.tables import HASHTAG

TOP = 3  # themes, where the reader chose none
TWO_YEARS = 731 * DAY  # slots: a longer span is shown by months
NO_MONTHS = NotKnown("The cited counts do not tell hashtags by month.")


@dataclass(frozen=True, eq=False)
class Course:
    """Posts by week or month from number `first` on: all of them, and those of each theme.

    `posts` is int64[periods], `uses` int64[themes, periods]. Weeks and months are numbered as in
    `clock.weeks_months` and begin on the clock of the view.
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

    `unit` is the same for all operations.
    """

    courses: dict[str, Course]
    themes: tuple[int, ...]
    unit: Unit

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
            basis_words = basis(self.world, self.world.column(slug))
            return [(slug, None, None, None, self.unit.name, np.nan, basis_words)]
        begun = [self.unit.start(course.first + n) for n in range(len(course.posts))]
        return [
            (slug, start, self.world.theme_ids[theme], count, self.unit.name, share, course.basis)
            for theme, uses, shares in zip(self.themes, course.uses, course.shares, strict=True)
            for start, count, share in zip(begun, uses.tolist(), shares.tolist(), strict=True)
        ]


def themes_over_time(world: World, view: View) -> OverTimeAnswer:
    """Count posts by week or month of the chosen themes, else of the TOP themes of the view."""
    shown = world.theme_numbers(view.themes) or tuple(largest(themes(world, view), POSTS)[:TOP])
    unit = {"week": WEEK, "month": MONTH}.get(view.unit) or _unit(world, view)

    def answer_of(slug: str) -> Course | NotKnown:
        return _course(world, slug, replace(view.own(slug).counting, themes=()), shown, unit)

    return OverTimeAnswer(world, view, *answers(world, view, answer_of), shown, unit)


def _unit(world: World, view: View) -> Unit:
    """Return weeks, or months if more than TWO_YEARS lie between the first post and the last."""
    ends = []
    for slug in view.operations:
        for source in read(world, slug):
            chosen = choose(world, source, view.own(slug), by_theme=False)
            if not isinstance(chosen, NotKnown) and (posts := between_posts(source, chosen)):
                ends += [posts.lo, posts.hi - 1]
    return WEEK if ends and max(ends) - min(ends) <= TWO_YEARS else MONTH


@kept(256)
def _course(
    world: World, slug: str, view: View, shown: tuple[int, ...], unit: Unit
) -> Course | NotKnown:
    """Return the course of one operation; kept, because other columns do not change it."""
    sources = read(world, slug)
    if not sources:
        return NO_MONTHS if cited_items(world, slug, HASHTAG) else NO_ROWS
    every = choose_all(world, sources, view, by_theme=False)
    if isinstance(every, NotKnown):
        return every
    parts = [_part(source, chosen, shown, unit) for source, chosen in every]
    operation = world.column(slug)
    clock = clock_name(world, operation, view).replace(" ", ", ")
    basis_words = f"{basis(world, operation, view.period)}; {unit.name}s on the clock of {clock}"
    first, counts = added(parts)
    counts = counts.reshape(-1, 1 + len(shown))  # without any, a row has no columns
    return Course(first, counts[:, 0], counts[:, 1:].T, basis_words)


def _part(source: Source, chosen: Chosen, shown: tuple[int, ...], unit: Unit) -> tuple[int, Ints]:
    """Return the first period's number, and int64[periods, 1 + themes]: all posts, then themes."""
    posts = between_posts(source, chosen)
    if posts is None:
        return 0, np.zeros((0, 1 + len(shown)), np.int64)
    first, edges = edges_of(unit, posts)
    counts = [source.theme_runs.between(posts, edges, theme) for theme in shown]
    return first, np.array([source.cells.between(posts, edges), *counts]).T


def years_of(course: Course, unit: Unit) -> Ints:
    """Return int64[periods]: the year in which each week or month begins."""
    begin = course.first - unit.first
    days = unit.days[begin : begin + len(course.posts)].astype("datetime64[D]")
    years: Ints = days.astype("datetime64[Y]").astype(np.int64) + 1970
    return years
