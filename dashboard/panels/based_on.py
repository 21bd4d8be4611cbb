"""What part of an operation a column rests on, in one plain line; nothing where that is all."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.snapshot.asking import ALMOST_ALL, part, posts_released
from dashboard.snapshot.world import World

FROM_CHART = "read from a chart: treat the hours as indicative"


def based_on(world: World, operation: Operation) -> list[str]:
    """Return the line of an operation whose rows are a part, or whose counts are of a chart.

    As in "Based on 37,911 of 13.8 million posts (0.3%), read from a chart: treat the hours as
    indicative"; [] where all posts were read.
    """
    sources = world.sources_of(operation.slug)
    releases = [release for source in sources for release in source.releases]
    posts = sum(source.manifest.posts for source in sources)
    amount = amount_of(posts, posts_released(world, releases))
    some = len(releases) < len(operation.releases)
    which = part(len(releases), operation) if some else ""
    how = FROM_CHART if is_of_chart(world, operation) else ""
    if " of " not in amount and not which and not how:
        return []
    return [f"Based on {', '.join(filter(None, (amount, which, how)))}"]


def amount_of(posts: int, whole: int | None) -> str:
    """Return how many posts, and of how many if not of all: "5 of 10 posts (50.0%)"."""
    held = f"**{style.short(posts)}**"
    if not whole or posts >= ALMOST_ALL * whole:
        return f"{held} posts"
    return f"{held} of {style.short(whole)} posts ({style.percent(posts / whole)})"


def is_of_chart(world: World, operation: Operation) -> bool:
    """Return whether some of an operation's posts are counts that were read from a chart."""
    return any(source.manifest.depth == "counts" for source in world.sources_of(operation.slug))
