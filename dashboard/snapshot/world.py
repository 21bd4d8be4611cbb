"""Everything a measure may ask: the catalogue, the lexicon, and which holdings answer for whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import pandas as pd

from dashboard.catalogue.baselines import NOTHING, Baselines
from dashboard.catalogue.cited import Cited, index
from dashboard.catalogue.lexicon import Lexicon
from dashboard.catalogue.releases import Catalogue, Collection, Operation
from dashboard.catalogue.week_grids import WEEK_GRIDS, WeekGrid, week_grids
from dashboard.clock import local_time
from dashboard.clock.period import read_period
from dashboard.link.parse import AT, Vocabulary, slug_of
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import Source, Users, source_of
from dashboard.store.holdings import Holding
from dashboard.tables import ITEM_KINDS

S = TypeVar("S")  # a source or a users file
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class World:
    """What the dashboard knows; made once a process and only ever read."""

    catalogue: Catalogue
    lexicon: Lexicon
    sources: dict[tuple[str, ...], Source]  # by the slugs of the releases they answer for
    users: dict[tuple[str, ...], Users]  # likewise
    cited: dict[str, Cited]  # what others counted, by release; nothing where all is simulated
    version: str
    simulated: bool = False  # all that was counted; what the catalogue says is real
    week_grids: tuple[WeekGrid, ...] = ()  # likewise, of releases and groups
    current_rules: bool = True  # False in data versions whose numbers were made by those of before
    baselines: Baselines = NOTHING  # likewise; nothing in data versions of before

    @cached_property
    def rows_first(self) -> "World":
        """Return the same world by the rules of before, by which rows of a part answer first."""
        return replace(self, current_rules=False, week_grids=())

    @cached_property
    def dated(self) -> "World":
        """Return the same world without weeks that were counted without dates."""
        return replace(self, week_grids=())

    @cached_property
    def theme_ids(self) -> tuple[str, ...]:
        return tuple(self.lexicon.themes)

    def theme_numbers(self, themes: tuple[str, ...]) -> tuple[int, ...] | None:
        """Return the places of these themes in the lexicon; None for no restriction."""
        if not themes:
            return None
        return tuple(self.theme_ids.index(theme) for theme in themes if theme in self.theme_ids)

    @cached_property
    def words(self) -> Vocabulary:
        """Return what a link may name."""
        languages = {name for s in self.sources.values() for name in s.cells.languages}
        languages |= {name for cited in self.cited.values() for name in cited.languages}
        languages |= {grid.language for grid in self.week_grids} - {""}
        return Vocabulary(
            frozenset(self.catalogue.operations),
            local_time.zone_names(),
            frozenset(languages),
            frozenset(self.theme_ids),
            self.version,
        )

    @cached_property
    def _made(self) -> dict[Callable[[Catalogue], Any], Any]:
        return {}

    def once(self, make: Callable[[Catalogue], T]) -> T:
        """Return what `make` gives of the catalogue: made once, and gone when this world goes."""
        if make not in self._made:
            self._made[make] = make(self.catalogue)
        return cast(T, self._made[make])

    def make_ready(self) -> None:
        """Work out now what the first request would wait for."""
        _ = self.words, self._answers, self._users, self.item_numbers
        for source in self.sources.values():
            _ = source.theme_runs

    @cached_property
    def item_names(self) -> dict[str, list[str]]:
        """Return in order, by kind (tables.ITEM_KINDS), every item that anybody used."""
        return {kind: sorted(set(self._items(kind))) for kind in ITEM_KINDS}

    @cached_property
    def item_numbers(self) -> dict[str, dict[str, int]]:
        """Return the place of each item in `item_names`, by kind."""
        return {
            kind: {name: number for number, name in enumerate(names)}
            for kind, names in self.item_names.items()
        }

    def _items(self, kind: str) -> Iterator[str]:
        for source in self.sources.values():
            yield from source.items(kind).names
        for cited in self.cited.values():
            yield from cited.listed[kind].items

    @cached_property
    def _answers(self) -> dict[str, tuple[Source, ...]]:
        operations = self.catalogue.operations.values()
        return {o.slug: sources_of(o, self.sources) for o in operations}

    def column(self, column: str) -> Operation:
        """Return the operation that a column shows; with a period of its own, by that name."""
        operation = self.catalogue.operations[slug_of(column)]
        return dated(operation, column) if column != operation.slug else operation

    def sources_of(self, column: str) -> tuple[Source, ...]:
        """Return the holdings that answer for an operation, () if only facts are known."""
        return self._answers[slug_of(column)]

    @cached_property
    def _users(self) -> dict[str, tuple[Users, ...]]:
        operations = self.catalogue.operations.values()
        return {o.slug: sources_of(o, self.users) for o in operations}

    def users_of(self, column: str) -> tuple[Users, ...]:
        """Return the users files that answer for an operation, () if none was read."""
        return self._users[slug_of(column)]

    def cited_of(self, column: str) -> tuple[Cited, ...]:
        """Return what others counted on the releases of an operation, () if nothing."""
        releases = self.catalogue.operations[slug_of(column)].releases
        return tuple(self.cited[r.slug] for r in releases if r.slug in self.cited)

    def grids_of(self, column: str) -> tuple[WeekGrid, ...]:
        """Return the weeks without dates that others counted of an operation, or of a part."""
        releases, every = set(self.column(column).releases), self.catalogue.operations
        return tuple(g for g in self.week_grids if releases >= {*every[g.subject].releases})

    def collections_of(self, counts: Iterable[Cited], *tables: str) -> list[Collection]:
        """Return whose these tables (cited.TABLES; none named: all) of others' counts are."""
        names = dict.fromkeys(
            name
            for cited in counts
            for table, name in cited.collections.items()
            if table in tables or not tables
        )
        return [self.catalogue.collections[name] for name in names]

    def cited_kinds_of(self, column: str) -> tuple[Cited, ...]:
        """Return what others counted on the releases of an operation whose kinds they counted."""
        return tuple(cited for cited in self.cited_of(column) if cited.kinds)


@kept(256)
def dated(operation: Operation, column: str) -> Operation:
    """Return an operation as a column with a period of its own shows it."""
    words = read_period(column.partition(AT)[2]).in_words
    name, short = f"{operation.name}; {words}", f"{operation.short}, {words}"
    return replace(operation, slug=column, name=name, short=short)


def sources_of(operation: Operation, sources: dict[tuple[str, ...], S]) -> tuple[S, ...]:
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
    """Return the one holding of a subject that is shown: rows, the platform's own, most posts."""

    def rank(holding: Holding) -> tuple[bool, bool, int, str]:
        manifest = holding.manifest
        platform = manifest.collection == "platform"
        return (manifest.depth == "rows", platform, manifest.posts, manifest.collection)

    return max(holdings, key=rank)


def make_world(
    catalogue: Catalogue,
    lexicon: Lexicon,
    store: dict[tuple[str, str], Holding],
    cited: Mapping[str, pd.DataFrame],
    version: str,
    current_rules: bool = True,
    baselines: Baselines = NOTHING,
) -> World:
    """Index the store; what the catalogue does not know is left out.

    Beside what is simulated no count of real posts is shown: one page is never about both.
    """
    simulated = any(holding.manifest.simulated for holding in store.values())
    if simulated:
        collections = {name: _made_up(c) for name, c in catalogue.collections.items()}
        catalogue = replace(catalogue, collections=collections)
    holdings = [
        holding
        for (subject, _), holding in store.items()
        if subject in catalogue.operations and holding.manifest.collection in catalogue.collections
    ]
    themes = tuple(lexicon.themes)
    with_posts = _best_of_each(holding for holding in holdings if len(holding.posts))
    with_users = _best_of_each(h for h in holdings if h.manifest.published is not None)
    sources = [source_of(holding, catalogue, themes) for holding in with_posts]
    users = [Users.of(holding, catalogue) for holding in with_users]
    return World(
        catalogue,
        lexicon,
        {tuple(release.slug for release in source.releases): source for source in sources},
        {tuple(release.slug for release in file.releases): file for file in users},
        index({} if simulated else cited),
        version,
        simulated,
        () if simulated else week_grids(cited.get(WEEK_GRIDS)),
        current_rules,
        NOTHING if simulated else baselines,
    )


def _made_up(collection: Collection) -> Collection:
    """Return a collection whose name, as a basis of numbers, does not say that they are real."""
    return replace(collection, title=f"made up in the form of {collection.title}")


def _best_of_each(holdings: Iterable[Holding]) -> list[Holding]:
    """Return the one holding of each subject that is shown."""
    by_subject: dict[str, list[Holding]] = {}
    for holding in holdings:
        by_subject.setdefault(holding.manifest.subject, []).append(holding)
    return [best(of_subject) for of_subject in by_subject.values()]
