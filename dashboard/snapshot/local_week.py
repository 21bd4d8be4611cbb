"""A week's grid that others counted, on the clock that a view shows; or why there is none.

It has no dates: it answers when all posts were written, on a clock that was a whole number of hours
from UTC as long as they were. It leads where it counts more posts than are held by day and hour.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Collection, Operation, Release
from dashboard.catalogue.week_grids import WeekGrid
from dashboard.clock.calendars import working_weekdays
from dashboard.clock.local_time import FIRST_DAY, HOURS, Ints, segments, span
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.look import style
from dashboard.snapshot.asking import (
    ALMOST_ALL,
    NO_ROWS,
    name_of,
    part,
    part_of,
    posts_released,
)
from dashboard.snapshot.daily import calendar_of
from dashboard.snapshot.kept import KEPT_COLUMNS, kept
from dashboard.snapshot.world import World

HOUR = 4  # slots
WHOLE_ONLY = NotKnown(
    "Its posts by weekday and hour were counted without dates, kinds, themes or accounts, and in "
    "the language of all that were counted: they answer for all of them alone.",
    "Its hours were counted for all posts together, without these filters.",
)


class OnlyInUTC(NotKnown):
    """Why something is not known on the clock shown, where it is known in UTC."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class LocalWeek:
    """The week of a grid: `posts` is int64[7, 24] on the clock of `zone`, Monday first.

    `working` is bool[7]: the working weekdays of the country's own week. `first` and `last` are the
    days between which the posts lie. `all_posts`: how many the releases have in every language,
    None = not known. `basis` says in words what the numbers rest on.
    """

    grid: WeekGrid
    collection: Collection
    releases: tuple[Release, ...]
    operation: Operation
    posts: Ints
    zone: str
    working: Ints
    first: date
    last: date
    all_posts: int | None
    by_language: bool  # whether the view asks for the language of the grid, and not for all posts

    @property
    def language(self) -> str:
        """Return the language of the posts as in tables.POSTS, "" = every."""
        return self.grid.language

    @property
    def counted(self) -> int:
        """Return how many posts the grid has."""
        return int(self.posts.sum())

    @property
    def posts_in_words(self) -> str:
        """Return which posts the grid counted, as in "Chinese-language posts"."""
        return f"{language_name(self.language)}-language posts" if self.language else "posts"

    @property
    def whole_in_words(self) -> str:
        """Return the same with their share of all, as in "Chinese-language posts, 5.4% of all"."""
        return self._with_share("all")

    def _with_share(self, of: str) -> str:
        if not self.language or not self.all_posts:
            return self.posts_in_words
        return f"{self.posts_in_words}, {style.percent(self.grid.whole / self.all_posts)} of {of}"

    @property
    def name(self) -> str:
        """Return the operation's short name, with what part of it the grid counted if not all."""
        return name_of(self.operation, len(self.releases), self._posts_of_part)

    @property
    def part(self) -> str:
        """Return what part the grid counted, as in "its Chinese-language posts, 5.4% of all"."""
        return part_of(self.operation, len(self.releases), self._posts_of_part)

    @cached_property
    def _posts_of_part(self) -> str:
        almost_all = self.counted >= ALMOST_ALL * self.grid.whole
        missing = "" if almost_all else f"{style.percent(self.counted / self.grid.whole)} of "
        if almost_all and (not self.language or self.by_language):
            return ""
        if len(self.releases) < len(self.operation.releases):  # their share is none of the whole
            return f"{missing}their {self._with_share('theirs')}"
        return f"{missing}its {self.whole_in_words}"

    @cached_property
    def basis(self) -> str:
        words = (
            f"counts: {self.counted:,} of {self.grid.whole:,} {self.whole_in_words}; by weekday "
            f"and hour in UTC, {self.grid.error} an hour more or less, {self.collection.title}"
        )
        is_whole = len(self.releases) == len(self.operation.releases)
        return words if is_whole else f"{words}; {part(len(self.releases), self.operation)}"

    def off_by(self, share: float, hours: int) -> float:
        """Return by how much the share of some of the 168 hours may be off, at the most.

        That is if each of those hours was read too low and each other one too high, or the reverse.
        """
        cells = hours * (1 - share) + (HOURS - hours) * share
        return self.grid.error * cells / self.counted


def local_week(world: World, column: str, view: View) -> LocalWeek | NotKnown:
    """Return the week of a column under the filters and on the clock of a view.

    NO_ROWS where no grid was counted, or not more posts than are held by day and hour.
    """
    return _local_week(world, column, view.own(column).timing)


def is_undated(world: World, column: str, view: View) -> bool:
    """Whether such a week answers when the posts of a column were written."""
    return isinstance(local_week(world, column, view), LocalWeek)


@kept(KEPT_COLUMNS)
def _local_week(world: World, column: str, view: View) -> LocalWeek | NotKnown:
    grids = [grid for grid in world.grids_of(column) if _counts_more(world, column, grid)]
    if not grids:
        return NO_ROWS
    wanted = [g for g in grids if view.languages in ((), (g.language,))]
    if not wanted or view.filters.keys() - {"lang"} or view.per == "account":
        return WHOLE_ONLY
    return _on_clock(world, column, view, max(wanted, key=lambda grid: grid.whole))


def _counts_more(world: World, column: str, grid: WeekGrid) -> bool:
    """Whether a grid tells of more posts than are held, of as many releases."""
    sources = world.sources_of(column)
    held = sum(len(s.releases) for s in sources), sum(s.manifest.posts for s in sources)
    releases = world.catalogue.operations[grid.subject].releases
    return len(releases) >= held[0] and grid.posts.sum() > held[1]


def _on_clock(world: World, column: str, view: View, grid: WeekGrid) -> LocalWeek | NotKnown:
    releases = world.catalogue.operations[grid.subject].releases
    first, last = _written(releases)
    zones = {release.zone for release in releases} if view.clock == "operator" else {view.clock}
    zone = "UTC" if view.clock == "utc" else " ".join(sorted(zones))
    ahead = 0 if zone == "UTC" else _hours_ahead(zones, first, last)
    if isinstance(ahead, NotKnown):
        return ahead
    working = _working(world, column, first, last)
    if isinstance(working, NotKnown):
        return working
    return LocalWeek(
        grid,
        world.catalogue.collections[grid.collection],
        releases,
        world.column(column),
        np.roll(grid.posts.ravel(), ahead).reshape(7, 24),
        zone,
        working,
        first,
        last,
        posts_released(world, releases),
        by_language=bool(view.languages),
    )


def _written(releases: tuple[Release, ...]) -> tuple[date, date]:
    """Return the days, in UTC, between which posts of the releases were written."""
    firsts = [release.first_post for release in releases]
    lasts = [release.last_post or str(release.disclosed) for release in releases]
    first = min(FIRST_DAY if text is None else date.fromisoformat(text[:10]) for text in firsts)
    return first, max(date.fromisoformat(text[:10]) for text in lasts)


def _hours_ahead(zones: set[str], first: date, last: date) -> int | NotKnown:
    """Return how many hours all of these zones were ahead of UTC, throughout."""
    lo, hi = span("UTC", first, last)
    offsets = {offset for zone in zones for _, _, offset in segments(zone, lo, hi)}
    names = " and ".join(sorted(zones))
    if len(zones) == 1 and len(offsets) > 1:
        why = f"the clocks of {names} changed while they were written ({first} to {last})"
    elif len(offsets) > 1:
        why = f"the clocks of {names} are not the same"
    elif (offset := offsets.pop()) % HOUR:
        why = f"the clock of {names} is not a whole number of hours from it"
    else:
        return offset // HOUR
    return OnlyInUTC(
        f"Its posts are counted by the hour in UTC without dates, and {why}: on that clock their "
        "hours are not known, in UTC they are.",
        "Its hours are known in UTC, but not on this clock.",
    )


def _working(world: World, column: str, first: date, last: date) -> Ints | NotKnown:
    """Return bool[7]: the working weekdays of a column's country, the same throughout."""
    days = working_weekdays(calendar_of(world, column), first, last)
    weekdays = (first.weekday() + np.arange(len(days))) % 7
    worked = np.array([days[weekdays == weekday].mean() for weekday in range(7)])
    if ((worked > 0) & (worked < 1)).any():
        return NotKnown(
            "Its posts by weekday were counted without dates, and the country's working weekdays "
            f"changed while they were written ({first} to {last}).",
            "The country's working weekdays changed while its posts were written.",
        )
    return worked > 0
