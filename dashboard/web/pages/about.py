"""What the dashboard is for, what it must not be taken for, and how to report an error."""

from markupsafe import Markup

from dashboard.look import ui
from dashboard.web import urls
from dashboard.web.pages.document import Page
from dashboard.web.pages.markup import html_text
from dashboard.web.pages.prose import prose
from dashboard.web.serving import Seen


def page(seen: Seen) -> Page:
    """Return the page; numbers of releases and disputes are those of the catalogue."""
    world = seen.world
    releases = world.catalogue.releases.values()
    main = prose(
        "about",
        disputed=sum(len(release.disputes) for release in releases),
        releases=len(releases),
        version=world.version,
        simulated=world.simulated,
        disclosures=urls.pinned(urls.DISCLOSURES, seen.data),
        methods=urls.pinned(urls.METHODS, seen.data),
        collections=[
            (Markup(html_text(ui.outside(c.credit, c.url))), c.title, c.licence)
            for c in world.catalogue.collections.values()
        ],
    )
    about = "Purpose, caveats, privacy, and how to report an error."
    return Page("About", about, [main], urls.ABOUT)
