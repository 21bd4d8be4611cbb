"""Everything a measure may ask: the catalogue, the lexicon, and which holdings answer for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import clock
from dashboard.lexicon import Lexicon
from dashboard.measures.cells import Cells
from dashboard.measures.items import Items
from dashboard.releases import Catalogue, Collection, Operation, Release, total
from dashboard.tables import Holding, Manifest
from dashboard.view import Vocabulary


@dataclass(frozen=True)
class Source:
    """One holding that answers for some releases, indexed for questions."""

    manifest: Manifest
    collection: Collection
    releases: tuple[Release, ...]
    cells: Cells
    tags: Items
    active: dict[tuple[str, str], int]  # distinct accounts by calendar and month

    @property
    def whole(self) -> int | None:
        """Posts there are in all, where stated: of the collection, else of the releases."""
        return self.collection.covers_posts or total(self.releases, "posts").number


@dataclass(frozen=True, eq=False)
class World:
    """What the dashboard knows; made once a process and only ever read."""

    catalogue: Catalogue
    lexicon: Lexicon
    sources: dict[tuple[str, ...], Source]  # by the slugs of the releases they answer for
    cited: dict[str, "Cited"]  # hashtag uses that others counted, by release
    version: str

    @cached_property
    def theme_ids(self) -> tuple[str, ...]:
        return tuple(self.lexicon.themes)

    def theme_numbers(self, themes: tuple[str, ...]) -> tuple[int, ...] | None:
        """Return the places of these themes in the lexicon; None for no restriction."""
        return tuple(map(self.theme_ids.index, themes)) or None

    @cached_property
    def words(self) -> Vocabulary:
        """Return what a link may name."""
        languages = {name for s in self.sources.values() for name in s.cells.languages}
        return Vocabulary(
            frozenset(self.catalogue.operations),
            clock.zone_names(),
            frozenset(languages),
            frozenset(self.theme_ids),
            self.version,
        )

    @cached_property
    def _answers(self) -> dict[str, tuple[Source, ...]]:
        operations = self.catalogue.operations.values()
        return {o.slug: sources_of(o, self.sources) for o in operations}

    def sources_of(self, slug: str) -> tuple[Source, ...]:
        """Return the holdings that answer for an operation, () if only facts are known."""
        return self._answers[slug]

    def cited_of(self, slug: str) -> tuple["Cited", ...]:
        """Return cited hashtag counts for the releases of an operation that have them."""
        releases = self.catalogue.operations[slug].releases
        return tuple(self.cited[r.slug] for r in releases if r.slug in self.cited)


@dataclass(frozen=True)
class Cited:
    """Hashtag uses of one release as others counted them, most used first."""

    release: str
    items: list[str]
    labels: list[str]
    uses: list[int]


def sources_of(operation: Operation, sources: dict[tuple[str, ...], Source]) -> tuple[Source, ...]:
    """Choose holdings so that each release is answered for once: most releases, then rows.

    A holding that covers several releases together stands in only where not all of them have one
    of their own: rows of a single release win over counts that cannot be told apart.
    """
    slugs = [release.slug for release in operation.releases]
    alone = {slug for slug in slugs if (slug,) in sources}
    joint = [k for k in sources if len(k) > 1 and set(k) <= set(slugs) and not set(k) <= alone]
    replaced = {slug for key in joint for slug in key}
    keys = [(slug,) for slug in slugs if slug in alone - replaced] + joint
    return tuple(sources[key] for key in keys)


def best(holdings: Iterable[Holding]) -> Holding:
    """Return the one holding of a subject that is shown: best depth, then most posts."""

    def rank(holding: Holding) -> tuple[bool, bool, int, str]:
        told = holding.manifest
        platform = told.collection == "platform"
        return (told.depth == "rows", platform, told.posts, told.collection)

    return max(holdings, key=rank)


def make_world(
    catalogue: Catalogue,
    lexicon: Lexicon,
    store: dict[tuple[str, str], Holding],
    cited: pd.DataFrame,
    version: str,
) -> World:
    """Index the store; what the catalogue does not know, or has no posts, is left out."""
    by_subject: dict[str, list[Holding]] = {}
    for (subject, _), holding in store.items():
        known = holding.manifest.collection in catalogue.collections
        if subject in catalogue.operations and known and len(holding.posts):
            by_subject.setdefault(subject, []).append(holding)
    themes = tuple(lexicon.themes)
    chosen = [best(holdings) for holdings in by_subject.values()]
    made = [_source(holding, catalogue, themes) for holding in chosen]
    sources = {tuple(release.slug for release in s.releases): s for s in made}
    return World(catalogue, lexicon, sources, _cited(cited), version)


def _source(holding: Holding, catalogue: Catalogue, themes: tuple[str, ...]) -> Source:
    told = holding.manifest
    months = zip(*(holding.accounts[c] for c in ("calendar", "month", "accounts")), strict=True)
    return Source(
        told,
        catalogue.collections[told.collection],
        catalogue.operations[told.subject].releases,
        Cells(holding.posts, themes),
        Items(holding.tags),
        {(str(c), str(m)): int(n) for c, m, n in months},
    )


def _cited(frame: pd.DataFrame) -> dict[str, Cited]:
    ordered = frame.sort_values(["uses", "item"], ascending=[False, True], kind="stable")
    return {
        str(release): Cited(str(release), *(rows[c].tolist() for c in ("item", "label", "uses")))
        for release, rows in ordered.groupby("release", observed=True)
    }
