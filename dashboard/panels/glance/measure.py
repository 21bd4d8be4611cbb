"""The answers of three panels to one view, and what of them is shown small."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import Ints
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import NO_POSTS
from dashboard.panels.posts_matched import Matched, matched
from dashboard.panels.rhythm.measure import Rhythm, RhythmAnswer, rhythm
from dashboard.panels.size.measure import SizeAnswer, Sizes, size
from dashboard.panels.themes.measure import Claimed, ThemesAnswer, is_noise, themes
from dashboard.snapshot.baseline import Baseline
from dashboard.snapshot.daily import FEWEST
from dashboard.snapshot.world import World

THEMES = 3  # of each operation
LEAST = 0.0005  # share that is no 0.0%

NOTHING = NotKnown(NO_POSTS)
# Of some operations hours and texts are known of a part, while others counted more by language.
NO_HOURS = NotKnown("No posts with known hours match these filters.")
NO_TEXTS = NotKnown("No posts with known texts match these filters.")


@dataclass(frozen=True)
class Theme:
    """One of the largest themes of an operation, with its share of what was counted, 0 to 1."""

    label: str
    share: float


@dataclass(frozen=True)
class Glance:
    """What the panels of size, rhythm and themes answer to a view; nothing is measured anew."""

    world: World
    view: View
    sizes: SizeAnswer
    rhythm: RhythmAnswer
    themes: ThemesAnswer

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.sizes.operations

    def size_of(self, operation: Operation) -> Sizes:
        return self.sizes.sizes[operation.slug]

    def matched_of(self, operation: Operation) -> Matched | NotKnown:
        """Return the posts that the filters leave of those counted, or why that is not known."""
        return matched(self.world, operation.slug, self.view)

    def is_empty(self, operation: Operation) -> bool:
        """Whether the filters leave no post of an operation, whatever was counted of it."""
        left = self.matched_of(operation) if self.view.own(operation.slug).filters else None
        return isinstance(left, Matched) and not left.posts

    def rhythm_of(self, operation: Operation) -> Rhythm | NotKnown:
        """Return an operation's week if it has enough posts for a share, or why there is none."""
        slug = operation.slug
        if self.is_empty(operation):
            return NOTHING
        if slug in self.rhythm.unknown:
            return self.rhythm.unknown[slug]
        week = self.rhythm.rhythms[slug]
        if not week.posts:
            return NO_HOURS
        few = f"{week.posts} posts: fewer than {FEWEST}, too few for shares."
        return NotKnown(few) if week.is_few else week

    def claimed_of(self, operation: Operation) -> Claimed | NotKnown:
        """Return what themes claim of an operation, or why that is not known."""
        slug = operation.slug
        if self.is_empty(operation):
            return NOTHING
        if slug in self.themes.unknown:
            return self.themes.unknown[slug]
        claimed = self.themes.claimed[slug]
        return claimed if claimed.total else NO_TEXTS

    @cached_property
    def weeks(self) -> dict[str, Rhythm]:
        """Return the weeks that are known, the largest share in office hours first, by slug."""
        every = {o.slug: self.rhythm_of(o) for o in self.operations}
        known = {slug: week for slug, week in every.items() if not isinstance(week, NotKnown)}
        return dict(sorted(known.items(), key=lambda pair: -_office(pair[1])))

    @cached_property
    def busiest(self) -> float:
        """Return the largest share of an hour of the week: all weeks have this scale in common."""
        return max((float(shares(week).max()) for week in self.weeks.values()), default=0.0)

    @cached_property
    def largest(self) -> dict[str, tuple[Theme, ...]]:
        """Return by slug the THEMES largest themes apart from noise, () where none was found."""
        every = {o.slug: self.claimed_of(o) for o in self.operations}
        return {s: self._largest(c) for s, c in every.items() if not isinstance(c, NotKnown)}

    def _largest(self, claimed: Claimed) -> tuple[Theme, ...]:
        uses = np.where(is_noise(self.world), 0, claimed.uses)
        order = np.argsort(-uses, kind="stable")[:THEMES].tolist()
        every, shares = list(self.world.lexicon.themes.values()), claimed.shares
        return tuple(
            Theme(every[i].label, float(shares[i])) for i in order if uses[i] and shares[i] >= LEAST
        )

    def ordinary_of(self, slug: str) -> Baseline | None:
        """Return the ordinary posts that a week is compared with, None where there are none."""
        beside = self.rhythm.baselines.get(slug)
        return None if beside is None or beside.by_hour else beside


def shares(week: Rhythm) -> Ints:
    """Return float64[7, 24], the share of each hour, Monday first."""
    return np.asarray(week.week / (week.week.sum() or 1))


def _office(week: Rhythm) -> float:
    return float(week.shares.office.estimate)


def glance(world: World, view: View) -> Glance:
    """Ask size, rhythm and themes; what they keep of a column serves their panels, too."""
    return Glance(world, view, size(world, view), rhythm(world, view), themes(world, view))
