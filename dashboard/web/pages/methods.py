"""How the numbers are made, for readers who have to answer for them."""

from typing import Any

from dashboard.catalogue.releases import Collection
from dashboard.clock.calendars import Weekend
from dashboard.look import ui
from dashboard.panels.distinctive.measure import LEAST, PRIOR
from dashboard.panels.similarity.say import ALIKE, PARTLY
from dashboard.snapshot.beside import depth_of
from dashboard.web import urls
from dashboard.web.pages.document import Page, address, capital, table
from dashboard.web.pages.earlier_lives import MEASURED
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


def page(seen: Seen) -> Page:
    world = seen.world
    themes = world.lexicon.themes.values()
    main = prose(
        "methods",
        table=table,
        depths=[depth_of(world, release) for release in world.catalogue.releases.values()],
        odd_zones=ODD_ZONES,
        weekends=[
            [country.name, *_weekend(weekend)]
            for country in sorted(world.catalogue.countries.values(), key=lambda c: c.name)
            for weekend in country.weekends
        ],
        terms=sum(len(theme.terms) for theme in themes),
        noise=sum(theme.noise for theme in themes),
        themes=[
            [theme.label, theme.definition, f"{len(theme.terms):,}", "noise" if theme.noise else ""]
            for theme in themes
        ],
        lives=[measured.cells for measured in MEASURED],
        prior=PRIOR,
        alike=ALIKE,
        partly=PARTLY,
        glossary=urls.pinned(urls.GLOSSARY, seen.data),
        least=LEAST,
        collections=[
            [capital(c.title), ui.outside(c.credit, c.url), c.depth, _limits(c), c.licence]
            for c in world.catalogue.collections.values()
        ],
        version=world.version,
        lexicon=world.lexicon.version,
        releases=urls.pinned(urls.download("releases", "csv"), seen.data),
    )
    about = "How the numbers are counted, on whose clock, from which files, and where they end."
    return Page("Methods", about, [main], urls.METHODS)


def _limits(collection: Collection) -> str:
    return f"{collection.caveat} {collection.equal_rows}".strip()


def _weekend(weekend: Weekend) -> list[Any]:
    since = f"since {weekend.since}" if weekend.since else ""
    until = f"until {weekend.until}" if weekend.until else ""
    force = " ".join(part for part in (since, until) if part) or "throughout"
    days = ", ".join(weekend.days)
    return [days, ", ".join(weekend.half_days) or "none", force, address(weekend.source)]
