"""The comparison: operations are columns, questions are rows.

Its frame is HTML, into which charts are drawn while the controls, which alone are components, still
come.
"""

from typing import Any

from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import node
from dashboard.panels import PANELS
from dashboard.snapshot.world import World
from dashboard.web import ids, urls
from dashboard.web.pages import chooser
from dashboard.web.pages.document import banner, navigation
from dashboard.web.pages.prose import prose
from dashboard.web.view_title import title


def controls() -> Any:
    """Return the components of the page: its controls, and Dash's end of what link.js does."""
    return ui.provider([chooser.controls(), ui.box(id=ids.SINK, display="none")])


def frame(world: World, view: View) -> str:
    """Return the page with empty parts, which the answers fill, as HTML.

    It is hidden until link.js has begun: without scripts nothing would come.
    """
    comparisons = world.catalogue.comparisons
    return prose(
        "comparison",
        ids=ids,
        banner=node("P", id=ids.BANNER, role="note", **banner(world.simulated)),
        title=title(world, view),
        navigation=navigation(urls.COMPARISON),
        present=urls.comparison(View(present="yes")),
        ready=[(c, urls.comparison(View(operations=c.operations))) for c in comparisons],
        panels=PANELS,
        sorts=chooser.SWITCHES["sort"],
        version=world.version,
        glossary=urls.GLOSSARY,
    )
