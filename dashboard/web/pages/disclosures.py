"""Every disclosure: a picture of the days, comparisons that are ready, and a table of releases."""

from dashboard.catalogue.releases import Comparison
from dashboard.link.view import View
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages import days
from dashboard.web.pages.document import Page, asset, capital
from dashboard.web.pages.prose import prose
from dashboard.web.pages.release_table import Wish, releases


def page(world: World, wish: Wish) -> Page:
    count = len(world.catalogue.releases)
    main = prose(
        "disclosures",
        count=count,
        sizes=days.SIZES,
        wish=wish,
        capital=capital,
        picture=days.picture(world, wish.by, wish.data),
        ready=[_ready(world, c, wish.data) for c in world.catalogue.comparisons],
        releases=releases(world, wish),
    )
    about = f"{count} releases of accounts that Twitter linked to states, with their sources."
    return Page("Every disclosure", about, [main], urls.DISCLOSURES, (asset("site.js"),))


def _ready(world: World, comparison: Comparison, data: str) -> tuple[Comparison, str, str]:
    """Return a comparison with its address and the names of its operations."""
    view = urls.comparison(View(operations=comparison.operations))
    names = [world.catalogue.operations[slug].short for slug in comparison.operations]
    return comparison, urls.pinned(view, data), ", ".join(names)
