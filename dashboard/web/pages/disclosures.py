"""Every disclosure: a picture of the days, comparisons that are ready, and a table of releases."""

from dashboard.catalogue.releases import Comparison
from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages import days
from dashboard.web.pages.document import asset, capital, document, section
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


def page(world: World, wish: Wish) -> str:
    count = len(world.catalogue.releases)
    main = [
        node("H1", "Every disclosure"),
        node("P", LEAD.format(count), className="lead"),
        _timeline(world, wish),
        section("Ready comparisons", [_ready(world)]),
        releases(world, wish),
    ]
    about = f"{count} releases of accounts that Twitter linked to states, with their sources."
    return document(
        *("Every disclosure", about, main, urls.DISCLOSURES, (asset("site.js"),)),
        simulated=world.simulated,
    )


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
    told = NOTE
    if wish.by == "accounts":
        told += " Releases that were announced with one number share a circle."
    children = [
        node("Nav", switch, className="switch", **ui.aria(label="What the circles show")),
        *days.picture(world, wish.by),
        node("P", told, className="note"),
    ]
    return section("Days of disclosure", children, "days")


def _ready(world: World) -> Node:
    return node(
        "Ul", [_comparison(world, c) for c in world.catalogue.comparisons], className="ready-list"
    )


def _comparison(world: World, comparison: Comparison) -> Node:
    link = urls.comparison(View(operations=comparison.operations))
    named = ", ".join(world.catalogue.operations[slug].short for slug in comparison.operations)
    return node(
        "Li",
        [
            node("A", comparison.name, href=link),
            node("P", comparison.sentence),
            node("P", named, className="note"),
        ],
    )
