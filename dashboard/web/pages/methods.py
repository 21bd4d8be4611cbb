"""How the numbers are made, for readers who have to answer for them."""

from typing import Any

from dashboard.catalogue.releases import Collection
from dashboard.clock.calendars import Weekend
from dashboard.look import ui
from dashboard.look.ui import Node
from dashboard.panels.distinctive.measure import LEAST, PRIOR
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages.document import Page, address, capital, table
from dashboard.web.pages.earlier_lives import recovered
from dashboard.web.pages.prose import prose
from dashboard.web.serving import Seen

# Zones whose clocks changed at one minute past the hour since 2006, and when. Canada/Newfoundland
# is another name of America/St_Johns. tests/web/pages/test_pages.py finds them anew in tzdata.
ODD_ZONES = (
    ("America/Goose_Bay", "2006 to 2011"),
    ("America/Moncton", "2006"),
    ("America/St_Johns", "2006 to 2011"),
    ("Antarctica/Casey", "2020 to 2022"),
    ("Asia/Gaza", "2010 and 2011"),
    ("Asia/Hebron", "2011"),
    ("Canada/Newfoundland", "2006 to 2011"),
)

DEPTHS = {
    "rows": "Its files were read here, and every number was counted from them.",
    "counts": "Others read the files and published counts. They are cited; what they did not count "
    "is not known here.",
    "facts": "Only what was announced is known. Charts that would need posts say so.",
}


def page(seen: Seen) -> Page:
    world = seen.world
    themes = world.lexicon.themes.values()
    main = prose(
        "methods",
        depths=_depths(world),
        odd_zones=ODD_ZONES,
        weekends=_weekends(world),
        terms=sum(len(theme.terms) for theme in themes),
        noise=sum(theme.noise for theme in themes),
        themes=themes,
        themes_table=_themes(world),
        lives=recovered(),
        prior=PRIOR,
        least=LEAST,
        collections=_collections(world),
        version=world.version,
        lexicon=world.lexicon.version,
        releases=urls.pinned(urls.download("releases", "csv"), seen.data),
    )
    about = "How the numbers are counted, on whose clock, from which files, and where they end."
    return Page("Methods", about, [main], urls.METHODS)


def _depths(world: World) -> Node:
    """Return the three depths and how many releases each has."""
    depths = [depth_of(world, release) for release in world.catalogue.releases.values()]
    body: list[list[Any]] = [
        [name, meaning, str(depths.count(name))] for name, meaning in DEPTHS.items()
    ]
    return table(["Depth", "Means", "Releases"], body, "Depths")


def _weekends(world: World) -> Node:
    body: list[list[Any]] = [
        [country.name, *_weekend(weekend)]
        for country in sorted(world.catalogue.countries.values(), key=lambda c: c.name)
        for weekend in country.weekends
    ]
    head = ["Country", "Days off", "Half days", "In force", "Source"]
    return table(head, body, "Weekends by country")


def _weekend(weekend: Weekend) -> list[Any]:
    since = f"since {weekend.since}" if weekend.since else ""
    until = f"until {weekend.until}" if weekend.until else ""
    force = " ".join(part for part in (since, until) if part) or "throughout"
    days = ", ".join(weekend.days)
    return [days, ", ".join(weekend.half_days) or "none", force, address(weekend.source)]


def _themes(world: World) -> Node:
    rows: list[list[Any]] = [
        [theme.label, theme.definition, f"{len(theme.terms):,}", "noise" if theme.noise else ""]
        for theme in world.lexicon.themes.values()
    ]
    return table(["Theme", "What it holds", "Terms", ""], rows, "Themes", "broad")


def _limits(collection: Collection) -> str:
    return f"{collection.caveat} {collection.equal_rows}".strip()


def _collections(world: World) -> Node:
    body: list[list[Any]] = [
        [capital(c.title), ui.outside(c.credit, c.url), c.depth, _limits(c), c.licence]
        for c in world.catalogue.collections.values()
    ]
    head = ["Collection", "By", "Depth", "Limits", "Licence"]
    return table(head, body, "Collections", "broad")
