"""What did they talk about: posts by theme, hashtags, and how much no theme claims."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.clock import Ints
from dashboard.lexicon import fold
from dashboard.measures.asking import NO_ROWS, Answer, basis, choose, months, operations
from dashboard.measures.world import Cited, Source, World
from dashboard.releases import Operation
from dashboard.view import View

MOST = 100  # hashtags an operation
POSTS, TAG_USES = "posts", "hashtag_uses"
BY_MONTH = "Hashtags are counted by whole months on the operator's clock or in UTC."
UNFILTERED = "Hashtags are counted over all posts, without language, kind or theme."
CITED_WHOLE = "The cited hashtag counts cover whole releases and cannot be filtered."


@dataclass(frozen=True)
class Claimed:
    """Uses by theme in the lexicon's order, uses that any theme claims, and uses in all."""

    uses: Ints
    covered: int
    total: int
    unit: str
    basis: str

    @property
    def shares(self) -> Ints:
        """Return float64[themes]: uses over all, 0 where nothing was counted."""
        shares: Ints = self.uses / (self.total or 1)
        return shares

    @property
    def coverage(self) -> float:
        """Return the share that any theme claims."""
        return self.covered / (self.total or 1)


@dataclass(frozen=True)
class ThemesAnswer(Answer):
    claimed: dict[str, Claimed]  # of the operations that have an answer


def themes(world: World, view: View) -> ThemesAnswer:
    """Return a row an operation and theme: operation, theme, uses, unit, share, coverage, basis.

    Shares and coverage are of the posts before the theme filter. A post may have several themes, so
    shares do not add up. For counts the unit is hashtag uses.
    """
    chosen = operations(world, view)
    found = {o.slug: claimed(world, o, view) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    size = len(world.theme_ids)
    rows = [_columns(told, size) for told in found.values()]
    frame = pd.DataFrame(
        {
            "operation": np.repeat([o.slug for o in chosen], size),
            "theme": np.tile(np.array(world.theme_ids, dtype=object), len(chosen)),
            "uses": pd.arrays.IntegerArray(
                np.concatenate([row[0] for row in rows]) if rows else np.zeros(0, np.int64),
                np.repeat([slug in unknown for slug in found], size).astype(bool),
            ),
            "unit": np.repeat([row[1] for row in rows], size),
            "share": np.concatenate([row[2] for row in rows]) if rows else np.zeros(0),
            "coverage": np.repeat([row[3] for row in rows], size),
            "basis": np.repeat([row[4] for row in rows], size),
        }
    )
    known = {slug: told for slug, told in found.items() if isinstance(told, Claimed)}
    return ThemesAnswer(view, chosen, frame, unknown, known)


def _columns(told: Claimed | str, size: int) -> tuple[Ints, str, Ints, float, str]:
    if isinstance(told, str):
        return np.zeros(size, np.int64), "", np.full(size, np.nan), np.nan, ""
    total = told.total or np.nan
    return told.uses, told.unit, told.uses / total, told.covered / total, told.basis


def claimed(world: World, operation: Operation, view: View) -> Claimed | str:
    """Count posts by theme where rows are held, cited hashtag uses where others counted."""
    sources = world.sources_of(operation.slug)
    if sources and all(s.manifest.themes_version for s in sources):
        return _of_posts(world, operation, sources, view)
    cited = world.cited_of(operation.slug)
    if not cited:
        return NO_ROWS
    return CITED_WHOLE if view.filters.keys() - {"theme"} else _of_tags(world, operation.slug)


def _of_posts(
    world: World, operation: Operation, sources: tuple[Source, ...], view: View
) -> Claimed | str:
    uses, covered, total = np.zeros(len(world.theme_ids), np.int64), 0, 0
    for source in sources:
        chosen = choose(world, source, view, by_theme=False)
        if isinstance(chosen, str):
            return chosen
        by_theme, any_theme = source.cells.themes(chosen)
        uses, covered = uses + by_theme, covered + any_theme
        total += int(source.cells.hours(chosen).sum())
    return Claimed(uses, covered, total, POSTS, basis(world, operation))


@lru_cache(maxsize=64)
def _of_tags(world: World, slug: str) -> Claimed:
    """Count the uses of hashtags that a theme has as a term; words and phrases need the text."""
    cited = world.cited_of(slug)
    index = {name: number for number, name in enumerate(world.theme_ids)}
    owners: dict[str, list[int]] = {}
    for theme in world.lexicon.themes.values():
        for tag in {fold(term.text) for term in theme.terms if term.kind == "hashtag"}:
            owners.setdefault(tag, []).append(index[theme.id])
    uses, covered, total = np.zeros(len(index), np.int64), 0, 0
    for release in cited:
        for item, count in zip(release.items, release.uses, strict=True):
            total += count
            if item in owners:
                uses[owners[item]] += count
                covered += count
    return Claimed(uses, covered, total, TAG_USES, cited_basis(world, cited, total))


def cited_basis(world: World, cited: tuple[Cited, ...], total: int) -> str:
    title = world.catalogue.collections["basel-suiche-2020"].title
    releases = f"{len(cited)} releases" if len(cited) > 1 else "1 release"
    return f"counts: {total:,} uses of hashtags used 100 times or more in {releases}, {title}"


def hashtags(world: World, view: View) -> Answer:
    """Return up to 100 rows an operation: operation, hashtag, uses, accounts, basis."""
    chosen = operations(world, view)
    found = {o.slug: top_tags(world, o, view) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    rows = [
        (slug, *row) for slug, told in found.items() if not isinstance(told, str) for row in told
    ]
    frame = pd.DataFrame(rows, columns=["operation", "hashtag", "uses", "accounts", "basis"])
    return Answer(view, chosen, frame.astype({"uses": "Int64", "accounts": "Int64"}), unknown)


def top_tags(
    world: World, operation: Operation, view: View
) -> list[tuple[str, int, int | None, str]] | str:
    """Return (tag, uses, accounts or None, basis), most used first, or why they are not known."""
    sources = world.sources_of(operation.slug)
    if not sources or any(s.manifest.themes_version is None for s in sources):
        return _cited_tags(world, operation, view)
    if view.filters.keys() - {"period"}:
        return UNFILTERED
    uses: Counter[str] = Counter()
    labels: dict[str, str] = {}
    accounts: dict[str, int | None] = {}
    for source in sources:
        if (asked := months(source, view)) is None:
            return BY_MONTH
        top = source.tags.top(*asked, MOST if len(sources) == 1 else None)
        uses.update(dict(zip(top.items, top.uses, strict=True)))
        labels.update(zip(top.items, top.labels, strict=True))
        known = top.accounts if len(sources) == 1 and top.accounts else [None] * len(top.items)
        accounts.update(zip(top.items, known, strict=True))
    told = basis(world, operation)
    ranked = sorted(uses.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [(labels[item], count, accounts[item], told) for item, count in ranked]


def _cited_tags(
    world: World, operation: Operation, view: View
) -> list[tuple[str, int, int | None, str]] | str:
    cited = world.cited_of(operation.slug)
    if not cited:
        return NO_ROWS
    return CITED_WHOLE if view.filters else _sum_cited(world, operation.slug)


@lru_cache(maxsize=64)
def _sum_cited(world: World, slug: str) -> list[tuple[str, int, int | None, str]]:
    cited = world.cited_of(slug)
    uses: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for release in cited:
        uses.update(dict(zip(release.items, release.uses, strict=True)))
        labels = dict(zip(release.items, release.labels, strict=True)) | labels
    told = cited_basis(world, cited, sum(uses.values()))
    ranked = sorted(uses.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [(labels[item], count, None, told) for item, count in ranked]
