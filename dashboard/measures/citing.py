"""Which answers for an operation: what we hold, or what others counted on its whole releases."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from dashboard.catalogue.cited import CITED, Cited
from dashboard.catalogue.releases import Operation
from dashboard.link.view import ALL, View
from dashboard.measures.asking import NO_PHASES, NO_ROWS, name_of, part
from dashboard.measures.world import World

T = TypeVar("T")
Asked = Callable[[World, Operation, View], T | str]


def answer(
    world: World, operation: Operation, view: View, held: Asked[T], cited: Asked[T]
) -> T | str:
    """Return an answer about all posts of an operation, or why there is none.

    Rows come first. Between counts the more complete ones come first, and the others where those
    cannot answer the view: what a filter asks for may be counted in one and not in the other.
    """
    found: T | str = NO_ROWS
    for name in _order(world, operation.slug):
        untold = name == "cited" and view.phase != ALL
        ask = held if name == "held" else cited
        told = NO_PHASES if untold else ask(world, operation, view)
        if not isinstance(told, str):
            return told
        found = told if found == NO_ROWS else found
    return found


@lru_cache(maxsize=256)
def _order(world: World, slug: str) -> tuple[str, ...]:
    """Return whom to ask, "held" or "cited", the best first; it does not depend on the view."""
    sources, releases = world.sources_of(slug), cited_posts(world, world.column(slug))
    if not releases or any(source.manifest.depth == "rows" for source in sources):
        return ("held",) if sources else ()
    if not sources:
        return ("cited",)
    counted = (len(releases), sum(release.posts for release in releases))
    ours = (sum(len(s.releases) for s in sources), sum(s.manifest.posts for s in sources))
    return ("cited", "held") if counted >= ours else ("held", "cited")


def cited_posts(world: World, operation: Operation) -> tuple[Cited, ...]:
    """Return the cited counts of an operation's releases that count all posts."""
    return tuple(cited for cited in world.cited_of(operation.slug) if cited.posts)


def cited_basis(world: World, operation: Operation, how: str) -> str:
    """Return in words what cited counts of all posts rest on, "" where there are none.

    `how` says by what the posts are counted.
    """
    cited = cited_posts(world, operation)
    if not cited:
        return ""
    told = f"counts: all {sum(release.posts for release in cited):,} posts {how}"
    told += f", {world.catalogue.collections[CITED].title}"
    whole = len(cited) == len(operation.releases)
    return told if whole else f"{told}; {part(len(cited), operation)}"


def cited_name(world: World, operation: Operation) -> str:
    """Return the short name, with how many of its releases are cited if not all."""
    return name_of(operation, len(cited_posts(world, operation)))
