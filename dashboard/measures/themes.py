"""What did they talk about: posts by theme, and how much no theme claims."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.clock import Ints
from dashboard.measures.asking import NO_ROWS, Answer, basis, choose, operations
from dashboard.measures.tags import CITED_WHOLE, cited_basis, cited_tags
from dashboard.measures.world import Source, World
from dashboard.releases import Operation
from dashboard.view import View

POSTS, TAG_USES = "posts", "hashtag_uses"


@dataclass(frozen=True)
class Claimed:
    """Uses by theme in the lexicon's order; uses that any theme and any noise claims; all uses."""

    uses: Ints
    covered: int
    noise: int
    total: int
    unit: str  # POSTS, or TAG_USES where only hashtags were counted
    basis: str
    lexicons: tuple[str, ...]  # versions of the lexicon whose terms were looked for

    @property
    def told_basis(self) -> str:
        """Return in words what the numbers rest on, and which lexicon."""
        return f"{self.basis}; lexicon {' and '.join(self.lexicons)}" if self.lexicons else ""

    @property
    def shares(self) -> Ints:
        """Return float64[themes]: uses over all, NaN where nothing was counted."""
        shares: Ints = self.uses / (self.total or np.nan)
        return shares

    @property
    def coverage(self) -> float:
        """Return the share that any theme claims, NaN where nothing was counted."""
        return self.covered / (self.total or np.nan)

    @property
    def noise_share(self) -> float:
        """Return the share that any noise theme claims, NaN where nothing was counted."""
        return self.noise / (self.total or np.nan)


@dataclass(frozen=True)
class ThemesAnswer(Answer):
    """`claimed` has the operations that have an answer."""

    claimed: dict[str, Claimed]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, told in self.claimed.items() if told.unit == TAG_USES)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and theme: what it claims, of how much, on what basis.

        Shares and coverage are of the posts before the theme filter. A post may have several
        themes, so shares do not add up. Empty = not known.
        """
        ids = self.world.theme_ids
        nothing = Claimed(np.zeros(len(ids), np.int64), 0, 0, 0, "", "", ())
        told = [self.claimed.get(o.slug, nothing) for o in self.operations]
        missing = np.repeat([o.slug in self.unknown for o in self.operations], len(ids))
        return pd.DataFrame(
            {
                "operation": np.repeat([o.slug for o in self.operations], len(ids)),
                "theme": [*ids] * len(told),
                "uses": pd.arrays.IntegerArray(
                    np.array([t.uses for t in told], np.int64).ravel(), missing.astype(bool)
                ),
                "unit": np.repeat([t.unit for t in told], len(ids)),
                "share": np.array([t.shares for t in told], float).ravel(),
                "coverage": np.repeat([t.coverage for t in told], len(ids)),
                "basis": np.repeat([t.told_basis for t in told], len(ids)),
            }
        )


def themes(world: World, view: View) -> ThemesAnswer:
    """Count what each theme claims of each operation, before the theme filter of the view."""
    chosen = operations(world, view)
    found = {o.slug: _claimed(world, o, view) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if isinstance(told, Claimed)}
    return ThemesAnswer(world, view, chosen, unknown, known)


def _claimed(world: World, operation: Operation, view: View) -> Claimed | str:
    """Count posts by theme where rows are held, cited hashtag uses where others counted."""
    sources = world.sources_of(operation.slug)
    if sources and all(s.manifest.themes_version for s in sources):
        return _of_posts(world, operation, sources, view)
    if not cited_tags(world, operation.slug):
        return NO_ROWS
    return CITED_WHOLE if view.filters.keys() - {"theme"} else _of_tags(world, operation.slug)


def _of_posts(
    world: World, operation: Operation, sources: tuple[Source, ...], view: View
) -> Claimed | str:
    uses, covered, noise, total = np.zeros(len(world.theme_ids), np.int64), 0, 0, 0
    noisy = np.array([theme.noise for theme in world.lexicon.themes.values()], bool)
    for source in sources:
        chosen = choose(world, source, view, by_theme=False)
        if isinstance(chosen, str):
            return chosen
        sets, member = source.cells.theme_sets(chosen), source.cells.member
        uses = uses + sets @ member
        covered += int(sets.sum())
        noise += int(sets[np.any(member & noisy, axis=1)].sum())
        total += int(source.cells.hours(chosen).sum())
    versions = tuple(sorted({str(source.manifest.themes_version) for source in sources}))
    return Claimed(uses, covered, noise, total, POSTS, basis(world, operation), versions)


@lru_cache(maxsize=128)
def _of_tags(world: World, slug: str) -> Claimed:
    """Count the uses of hashtags that a theme has as a term; words and phrases need the text.

    So does what a term must not stand beside: it counts here wherever it is used.
    """
    cited, every = cited_tags(world, slug), list(world.lexicon.themes.values())
    owners = world.lexicon.tag_owners
    uses, covered, noise = np.zeros(len(every), np.int64), 0, 0
    for release in cited:
        for form, count in zip(release.forms, release.uses, strict=True):
            if form in owners:
                uses[list(owners[form])] += count
                covered += count
                noise += count * any(every[number].noise for number in owners[form])
    total = sum(sum(release.uses) for release in cited)
    versions = (world.lexicon.version,)
    return Claimed(
        uses, covered, noise, total, TAG_USES, cited_basis(world, cited, total), versions
    )
