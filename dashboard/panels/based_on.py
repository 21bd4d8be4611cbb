"""What part of an operation a column rests on, in one plain line; nothing where that is all."""

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.snapshot.asking import ALMOST_ALL, part, posts_released
from dashboard.snapshot.local_week import LocalWeek
from dashboard.snapshot.world import World

FROM_CHART = ", read from a chart: treat the hours as indicative"


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
    some_words = f", {part(len(releases), operation)}" if some else ""
    is_chart = any(source.manifest.depth == "counts" for source in sources)
    is_all = " of " not in amount and not some and not is_chart
    return [] if is_all else [f"Based on {amount}{some_words}{FROM_CHART if is_chart else ''}"]


def amount_of(posts: int, whole: int | None) -> str:
    """Return how many posts, and of how many if not of all: "5 of 10 posts (50.0%)"."""
    held = f"**{style.short(posts)}**"
    if not whole or posts >= ALMOST_ALL * whole:
        return f"{held} posts"
    return f"{held} of {style.short(whole)} posts ({style.percent(posts / whole)})"


def based_on_week(week: LocalWeek) -> str:
    """Return the same line of a week that others counted without dates."""
    whole = week.grid.whole
    of_all = "" if week.counted >= ALMOST_ALL * whole else f" of {style.short(whole)}"
    words = f"**{style.short(week.counted)}**{of_all} {week.posts_in_words}"
    return f"Based on {words}{FROM_CHART}"
