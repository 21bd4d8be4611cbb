"""What did they talk about: posts by theme, and how much no theme claims."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.catalogue.cited import ANY, NOISE, ThemeUses
from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import Ints
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import NO_ROWS, Answer, basis, choose_all, part_of, part_of_rows
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import Source
from dashboard.snapshot.used import ALL_TAGS, CITED_WHOLE, cited_basis, cited_items, read
from dashboard.snapshot.world import World
from dashboard.tables import HASHTAG, NOT_STATED

POSTS, TAG_USES = "posts", "hashtag_uses"


@dataclass(frozen=True, eq=False)
class Claimed:
    """Uses by theme in the lexicon's order; uses that any theme and any noise claims; all uses.

    `both` is int64[themes, themes], posts that have both themes, and `unstated` the posts without a
    language; None where only hashtags were counted. `whole` are the uses of all hashtags, where
    only those of the much used ones are counted here, as of the operations beside it.
    """

    uses: Ints
    covered: int
    noise: int
    total: int
    unit: str  # POSTS, or TAG_USES where only hashtags were counted
    basis: str
    lexicons: tuple[str, ...]  # versions of the lexicon whose terms were looked for
    both: Ints | None = None
    unstated: int | None = None
    whole: int | None = None

    @property
    def basis_with_lexicon(self) -> str:
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

    def is_noise_above(self, share: float) -> bool:
        """Return whether a theme of that share is the largest only if noise is left out."""
        return self.noise_share > share

    @property
    def unstated_share(self) -> float:
        """Return the share of posts without a language, NaN where that is not known."""
        return np.nan if self.unstated is None else self.unstated / (self.total or np.nan)


@dataclass(frozen=True)
class ThemesAnswer(Answer):
    """`claimed` has the operations that have an answer."""

    claimed: dict[str, Claimed]
    findings = "themes"
    cited_tables = ("hashtags", "themes")

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, claimed in self.claimed.items() if claimed.unit == TAG_USES)

    def part_of(self, operation: Operation) -> str:
        """Return what part of an operation the numbers tell of, "" if all."""
        if operation.slug in self.cited:
            return part_of(operation, len(cited_items(self.world, operation.slug, HASHTAG)))
        return part_of_rows(self.world, operation)

    @property
    def cut(self) -> tuple[Operation, ...]:
        """Return the operations of whose hashtags only those used 100 times or more count here."""
        return tuple(o for o in self.known if self.claimed[o.slug].whole is not None)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and theme: what it claims, of how much, on what basis.

        Shares, coverage, noise and language_not_stated are of the posts before the theme filter. A
        post may have several themes, so shares do not add up. Empty = not known.
        """
        ids = self.world.theme_ids
        nothing = Claimed(np.zeros(len(ids), np.int64), 0, 0, 0, "", "", ())
        every = [self.claimed.get(o.slug, nothing) for o in self.operations]
        missing = np.repeat([o.slug in self.unknown for o in self.operations], len(ids))
        return pd.DataFrame(
            {
                "operation": np.repeat([o.slug for o in self.operations], len(ids)),
                "theme": [*ids] * len(every),
                "uses": pd.arrays.IntegerArray(
                    np.array([c.uses for c in every], np.int64).ravel(), missing.astype(bool)
                ),
                "unit": np.repeat([c.unit for c in every], len(ids)),
                "share": np.array([c.shares for c in every], float).ravel(),
                "coverage": np.repeat([c.coverage for c in every], len(ids)),
                "basis": np.repeat([c.basis_with_lexicon for c in every], len(ids)),
                "noise": np.repeat([c.noise_share for c in every], len(ids)),
                "language_not_stated": np.repeat([c.unstated_share for c in every], len(ids)),
            }
        )


def themes(world: World, view: View) -> ThemesAnswer:
    """Count what each theme claims of each operation, before the theme filter of the view.

    Where all hashtags of an operation were counted, so are its themes; but beside one that is known
    only by tags used 100 times or more both are counted by those.
    """
    counting = {s: replace(view.own(s).counting, themes=()) for s in view.operations}
    whole = not any(_has_listed_alone(world, slug, own) for slug, own in counting.items())

    def answer_of(slug: str) -> Claimed | NotKnown:
        return _claimed(world, slug, counting[slug], whole)

    return ThemesAnswer(world, view, *answers(world, view, answer_of))


def _has_listed_alone(world: World, slug: str, view: View) -> bool:
    """Whether an operation answers with uses of hashtags, and only with those of the much used."""
    if read(world, slug) or view.filters:
        return False
    return not all(release.themes for release in cited_items(world, slug, HASHTAG))


@kept(256)
def _claimed(world: World, slug: str, view: View, whole: bool) -> Claimed | NotKnown:
    """Count posts by theme where rows are held, cited hashtag uses where others counted.

    `whole` is for the uses of all hashtags. Kept, because other columns change nothing else and
    three panels ask.
    """
    if sources := read(world, slug):
        return _of_posts(world, slug, sources, view)
    if not cited_items(world, slug, HASHTAG):
        return NO_ROWS
    if view.filters:
        return NotKnown(CITED_WHOLE.format(HASHTAG))
    return _of_all_tags(world, slug) if whole else _of_tags(world, slug)


def _of_posts(
    world: World, slug: str, sources: tuple[Source, ...], view: View
) -> Claimed | NotKnown:
    count = len(world.theme_ids)
    both, covered, noise, total, unstated = np.zeros((count, count), np.int64), 0, 0, 0, 0
    noisy = np.array(is_noise(world), bool)
    parts = choose_all(world, sources, view, by_theme=False)
    if isinstance(parts, NotKnown):
        return parts
    for source, chosen in parts:
        sets, member = source.theme_runs.sets(chosen), source.cells.member
        both += source.theme_runs.together(sets)
        covered += int(sets.sum())
        noise += int(sets[np.any(member & noisy, axis=1)].sum())
        total += source.cells.count(chosen)
        counts = source.cells.by_language(chosen)
        unstated += int(dict(zip(source.cells.languages, counts, strict=True)).get(NOT_STATED, 0))
    basis_words = basis(world, world.column(slug), view.period)
    versions = tuple(sorted({str(source.manifest.themes_version) for source in sources}))
    counted = (both.diagonal(), covered, noise, total, POSTS, basis_words, versions)
    return Claimed(*counted, both, unstated)


def _of_tags(world: World, slug: str) -> Claimed:
    """Count the uses of much used hashtags that are terms of a theme, wherever they stand.

    Words and phrases beside the tags, and what a term must not stand beside, need the text, which
    is not here.
    """
    cited, every = cited_items(world, slug, HASHTAG), list(world.lexicon.themes.values())
    owners = world.lexicon.tag_owners
    uses, covered, noise = np.zeros(len(every), np.int64), 0, 0
    for release in cited:
        for form, count in zip(release.forms, release.tags.uses, strict=True):
            if form in owners:
                uses[list(owners[form])] += count
                covered += count
                noise += count * any(every[number].noise for number in owners[form])
    total = sum(sum(release.tags.uses) for release in cited)
    basis_words = cited_basis(world, cited, HASHTAG)
    counted = (uses, covered, noise, total, TAG_USES, basis_words, (world.lexicon.version,))
    counts = [release.themes for release in cited if release.themes]
    every_use = sum(c.total for c in counts) if len(counts) == len(cited) else None
    return Claimed(*counted, whole=every_use)


def _of_all_tags(world: World, slug: str) -> Claimed:
    """Return the uses of all hashtags by theme, as they were counted when they were cited."""
    cited = cited_items(world, slug, HASHTAG)
    counts = [release.themes for release in cited if release.themes]
    uses = np.array([_uses_of(theme, counts) for theme in world.theme_ids], np.int64)
    covered, noise = _uses_of(ANY, counts), _uses_of(NOISE, counts)
    total = sum(count.total for count in counts)
    basis_words = cited_basis(world, cited, HASHTAG, ALL_TAGS.format(total))
    versions = tuple(sorted({count.lexicon for count in counts}))
    return Claimed(uses, covered, noise, total, TAG_USES, basis_words, versions)


def _uses_of(theme: str, counts: list[ThemeUses]) -> int:
    return sum(count.uses.get(theme, 0) for count in counts)


def is_noise(world: World) -> list[bool]:
    """Return for each theme of the lexicon whether it is noise."""
    return [theme.noise for theme in world.lexicon.themes.values()]


def largest(answer: ThemesAnswer, unit: str) -> list[int]:
    """Return the themes that have any `unit`, the largest share anywhere first, noise last."""
    claimed = {slug: c for slug, c in answer.claimed.items() if c.unit == unit}
    of_unit = replace(answer, claimed=claimed)
    return ordered(of_unit, most_shares(of_unit))


def share_differences(answer: ThemesAnswer) -> Ints | None:
    """Return float64[themes]: the largest difference of shares between any two operations.

    Posts are compared with posts, else uses of hashtags with each other; None if there are no two.
    """
    for unit in (POSTS, TAG_USES):
        shares = [c.shares for c in answer.claimed.values() if c.unit == unit and c.total]
        if len(shares) > 1:
            differences: Ints = np.ptp(shares, axis=0)
            return differences
    return None


def most_shares(answer: ThemesAnswer) -> Ints:
    """Return float64[themes]: the largest share of each theme anywhere, 0 where nobody used it."""
    shares = [np.nan_to_num(claimed.shares) for claimed in answer.claimed.values()]
    most: Ints = np.max(shares, axis=0) if shares else np.zeros(len(answer.world.theme_ids))
    return most


def ordered(answer: ThemesAnswer, weights: Ints, most: int | None = None) -> list[int]:
    """Return the `most` themes of the largest weights that anybody used; among them noise last."""
    noise = is_noise(answer.world)
    used = sorted(np.flatnonzero(most_shares(answer)).tolist(), key=lambda i: -weights[i])
    return sorted(used[:most], key=lambda i: noise[i])
