"""How many posts of an operation the filters of a view leave, and of how many."""

from dataclasses import replace
from typing import NamedTuple

from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.languages.measure import languages
from dashboard.panels.timeline.measure import DailyPosts, DatedPosts, posts_of
from dashboard.snapshot.asking import cited_posts, cites_first
from dashboard.snapshot.kept import KEPT_COLUMNS, kept
from dashboard.snapshot.world import World


class Matched(NamedTuple):
    """Posts under the filters, of all posts that the same collections hold."""

    posts: int
    whole: int


def held(world: World, slug: str) -> int:
    """Return the posts of the collections that answer first for a column; 0 = none is known."""
    if cites_first(world, slug) or not world.sources_of(slug):
        return _cited(world, slug)
    return _ours(world, slug)


def matched(world: World, slug: str, view: View) -> Matched | NotKnown:
    """Return the posts of a column under the filters, or why they are not known."""
    return _matched(world, slug, view.own(slug).counting)


@kept(KEPT_COLUMNS)
def _matched(world: World, slug: str, view: View) -> Matched | NotKnown:
    by_language = view.filters.keys() == {"lang"}  # which others count, but no months of them
    spoken = languages(world, replace(view, operations=(slug,))).spoken if by_language else {}
    if slug in spoken:
        return Matched(sum(spoken[slug].posts.values()), spoken[slug].total)
    posts = posts_of(world, slug, view)
    if isinstance(posts, NotKnown):
        return posts
    if isinstance(posts, DatedPosts):
        parts = (source.cells.count(chosen) for source, chosen in posts.parts)
        return Matched(sum(parts), _ours(world, slug))
    if isinstance(posts, DailyPosts):
        days = sum(int(cited.days.sum()) for cited in cited_posts(world, world.column(slug)))
        return Matched(int(posts.posts.sum()), days)
    return Matched(posts.total, _cited(world, slug))


def _ours(world: World, slug: str) -> int:
    return sum(source.manifest.posts for source in world.sources_of(slug))


def _cited(world: World, slug: str) -> int:
    return sum(cited.posts for cited in cited_posts(world, world.column(slug)))
