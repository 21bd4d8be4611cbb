"""Did they write, reply or retweet: posts by kind, and beside them the programs most used."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.catalogue.kinds import kinds_apart, posts_of_kind
from dashboard.catalogue.releases import Operation
from dashboard.link.filters import NO_KINDS, NO_PHASES, kinds_among
from dashboard.link.not_known import NotKnown
from dashboard.link.view import ALL, View
from dashboard.panels.listed import ListedItem, top
from dashboard.panels.panel import answers
from dashboard.snapshot.asking import (
    ALMOST_ALL,
    NO_ROWS,
    Answer,
    basis,
    choose_all,
    cited_kinds_basis,
)
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, MIN_ACCOUNTS

WHOLE_RELEASE = ("", [""])  # calendar and months of Items.counted
WHOLE = NotKnown(
    "The cited counts by kind cover whole releases: without period, language or theme.",
    "Others counted its kinds without period, language or theme.",
)


@dataclass(frozen=True, eq=False)
class PostKinds:
    """Posts by kind, of `total` posts before the kind filter.

    A kind is one of tables.KINDS, or several that are not told apart (catalogue.kinds). All that
    are told are there, those without posts too. They are of `releases` releases.
    """

    posts: dict[str, int]
    total: int
    basis: str
    releases: int
    cited: bool = False

    def share(self, kind: str) -> float:
        """Return the share of a kind, or of several together; NaN where it is not known."""
        posts = posts_of_kind(self.posts, kind)
        return np.nan if posts is None else posts / (self.total or np.nan)


@dataclass(frozen=True)
class KindsAnswer(Answer):
    """`kinds` has the operations whose posts by kind are known."""

    kinds: dict[str, PostKinds]
    findings = "kinds"
    cited_tables = ("kinds",)

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, kinds in self.kinds.items() if kinds.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and kind: operation, kind, posts, share, basis.

        Shares are of the posts before the kind filter. Kinds that are not told apart are one, as in
        "original-or-reply". Empty = not known.
        """
        rows: list[tuple[str, str | None, int | None, float, str]] = []
        for operation in self.operations:
            kinds = self.kinds.get(operation.slug)
            if kinds is None:
                rows.append((operation.slug, None, None, np.nan, basis(self.world, operation)))
                continue
            rows += [
                (operation.slug, kind, posts, kinds.share(kind), kinds.basis)
                for kind, posts in kinds.posts.items()
            ]
        columns = ["operation", "kind", "posts", "share", "basis"]
        return pd.DataFrame(rows, columns=columns).astype({"posts": "Int64", "share": "float64"})


@dataclass(frozen=True)
class KindsAndClients(KindsAnswer):
    """Both are asked alone: only operations with neither are in `unknown`.

    `clients` has what every operation posted with, or why that is not known; `no_kinds` why its
    kinds are not known.
    """

    no_kinds: dict[str, NotKnown]
    clients: dict[str, Used | NotKnown]

    def programs(self, slug: str, most: int) -> list[ListedItem]:
        """Return up to `most` clients of an operation, most used first; [] if not known.

        Of rows only those that MIN_ACCOUNTS used in a whole release: names that fewer use may tell
        of a person.
        """
        clients = self.clients[slug]
        if isinstance(clients, NotKnown):
            return []
        if clients.cited:
            return top(self.world, clients, most)
        shared = _shared_clients(self.world, slug)
        return [client for client in top(self.world, clients) if client.name in shared][:most]


@kept(128)
def _shared_clients(world: World, slug: str) -> frozenset[str]:
    """Return the clients that MIN_ACCOUNTS used in any whole release of an operation."""
    names: set[str] = set()
    for source in world.sources_of(slug):
        _, accounts = source.clients.counted(*WHOLE_RELEASE)
        enough = (
            np.zeros(0, np.int64) if accounts is None else np.flatnonzero(accounts >= MIN_ACCOUNTS)
        )
        names |= {source.clients.names[place] for place in enough.tolist()}
    return frozenset(names)


def kinds(world: World, view: View) -> KindsAnswer:
    """Count the posts of each operation by kind."""
    return KindsAnswer(
        world, view, *answers(world, view, lambda s: _by_kind(world, s, view.own(s).counting))
    )


def kinds_and_clients(world: World, view: View) -> KindsAndClients:
    """Count the posts of each operation by kind, and find the clients it posted with."""
    counted = kinds(world, view)
    clients = {slug: used(world, slug, view, CLIENT) for slug in view.operations}
    neither = {s: why for s, why in counted.unknown.items() if isinstance(clients[s], NotKnown)}
    return KindsAndClients(
        world, view, counted.operations, neither, counted.kinds, counted.unknown, clients
    )


@kept(256)
def _by_kind(world: World, slug: str, view: View) -> PostKinds | NotKnown:
    """Return the kinds of one operation; kept, because other columns do not change them.

    Counts by others come first where they cover more releases, or clearly more posts.
    """
    operation = world.column(slug)
    ours, cited = _of_sources(world, operation, view), _of_cited(world, operation, view)
    if isinstance(ours, NotKnown):
        return ours if isinstance(cited, NotKnown) and ours != NO_ROWS else cited
    if isinstance(cited, NotKnown):
        return ours
    more = (cited.releases, cited.total * ALMOST_ALL) > (ours.releases, ours.total)
    return cited if more else ours


def _of_sources(world: World, operation: Operation, view: View) -> PostKinds | NotKnown:
    sources = world.sources_of(operation.slug)
    if not sources:
        return NO_ROWS
    every = choose_all(world, sources, replace(view, kinds=()))
    if isinstance(every, NotKnown):
        return every
    counts: Counter[str] = Counter()
    for source, chosen in every:
        names = source.cells.kinds
        counts.update(dict(zip(names, source.cells.by_kind(chosen).tolist(), strict=True)))
    releases = sum(len(source.releases) for source in sources)
    return _chosen(counts, view, basis(world, operation, view.period), releases)


def _of_cited(world: World, operation: Operation, view: View) -> PostKinds | NotKnown:
    counted = world.cited_kinds_of(operation.slug)
    if not counted:
        return NO_ROWS
    if view.phase != ALL:
        return NO_PHASES
    if view.filters.keys() - {"kind"}:
        return WHOLE
    counts: Counter[str] = Counter()
    for count in counted:
        counts.update(count.kinds)
    cited = _chosen(counts, view, cited_kinds_basis(world, operation), len(counted))
    return cited if isinstance(cited, NotKnown) else replace(cited, cited=True)


def _chosen(
    counts: Counter[str], view: View, basis_words: str, releases: int
) -> PostKinds | NotKnown:
    """Return the kinds of the view that can be told, or which cannot."""
    apart = kinds_apart(counts)
    if not apart:
        return NO_KINDS
    wanted = kinds_among(apart, view.kinds) if view.kinds else apart
    if isinstance(wanted, NotKnown):
        return wanted
    posts = {kind: posts_of_kind(counts, kind) or 0 for kind in apart if kind in wanted}
    return PostKinds(posts, counts.total(), basis_words, releases)
