"""Every disclosure: a picture of the days, comparisons that are ready, and a table of releases."""

from dashboard.catalogue.releases import Comparison
from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages import days
from dashboard.web.pages.document import Page, asset, capital, section
from dashboard.web.pages.release_table import Wish, releases

LEAD = (
    "{} releases that Twitter published between October 2018 and December 2021: what was announced "
    "of each, how deep it is known here, and what others counted."
)
NOTE = (
    "One circle a release, on its day of disclosure; its area is the number. Very small numbers "
    "are drawn a little larger so that they can be seen, and a dashed circle means that the "
    "number is not known. Amplifier accounts, which were counted but not published, are left out."
)


def page(world: World, wish: Wish) -> Page:
    count = len(world.catalogue.releases)
    main = [
        node("H1", "Every disclosure"),
        node("P", LEAD.format(count), className="lead"),
        _timeline(world, wish),
        section("Ready comparisons", [_ready(world, wish.data)]),
        releases(world, wish),
    ]
    about = f"{count} releases of accounts that Twitter linked to states, with their sources."
    return Page("Every disclosure", about, main, urls.DISCLOSURES, (asset("site.js"),))


def _timeline(world: World, wish: Wish) -> Node:
    switch = [
        node(
            "A",
            capital(size.words),
            href=wish.link(by=size.name) + "#days",
            **(ui.aria(current="true") if size.name == wish.by else {}),
        )
        for size in days.SIZES
    ]
    note = NOTE
    if wish.by == "accounts":
        note += " Releases that were announced with one number share a circle."
    children = [
        node("Nav", switch, className="switch", **ui.aria(label="What the circles show")),
        *days.picture(world, wish.by, wish.data),
        node("P", note, className="note"),
    ]
    return section("Days of disclosure", children, "days")


def _ready(world: World, data: str) -> Node:
    items = [_comparison(world, comparison, data) for comparison in world.catalogue.comparisons]
    return node("Ul", items, className="ready-list")


def _comparison(world: World, comparison: Comparison, data: str) -> Node:
    view = urls.comparison(View(operations=comparison.operations))
    operations = world.catalogue.operations
    names = ", ".join(operations[slug].short for slug in comparison.operations)
    return node(
        "Li",
        [
            node("A", comparison.name, href=urls.pinned(view, data)),
            node("P", comparison.sentence),
            node("P", names, className="note"),
        ],
    )
