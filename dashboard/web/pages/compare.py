"""The comparison: operations are columns, questions are rows.

Its frame is HTML, into which charts are drawn while the controls, which alone are components, still
come.
"""

from typing import Any

from dash import html

from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel
from dashboard.snapshot.world import World
from dashboard.web import ids, urls
from dashboard.web.pages import chooser
from dashboard.web.pages.chooser import own_controls
from dashboard.web.pages.document import banner, navigation
from dashboard.web.pages.markup import html_text
from dashboard.web.serving import Seen


def controls(seen: Seen) -> Any:
    """Return the components of the page: its controls, and Dash's end of what link.js does."""
    return ui.provider([chooser.controls(seen.world), html.Div(id=ids.SINK, hidden=True)])


def frame(world: World) -> str:
    """Return the page with empty parts, which the answers fill, as HTML.

    It is hidden until link.js has begun: without scripts nothing would come.
    """
    parts = [
        node("P", id=ids.BANNER, role="note", **banner(world.simulated)),
        node("A", "Skip to the comparison", href=f"#{ids.PANELS}", className="skip"),
        _top(world),
        node("Div", id=ids.NOTES, className="notes", role="status"),
        node("Div", id=ids.STALE, className="stale", role="alert"),
        node("Div", id=ids.TROUBLE, className="trouble", role="alert", hidden=True),
        node(
            "Main",
            [node("Div", id=ids.HEADS, className="heads"), *map(_panel, PANELS)],
            id=ids.PANELS,
            className="comparison waiting",
            tabIndex="-1",
            **{"data-version": world.version},
        ),
        _foot(),
    ]
    return html_text(node("Div", parts, id=ids.FRAME, hidden=True))


def _top(world: World) -> Node:
    title = [
        node("H1", "Takedowns compared"),
        node(
            "P",
            "State-linked networks that a platform removed and disclosed, side by side",
            className="tagline",
        ),
    ]
    present = urls.comparison(View(present="yes"))
    actions = [
        node("A", "Present", id=ids.PRESENT, href=present),
        node("Button", "Copy link", id=ids.COPY, type="button", className="copy"),
    ]
    parts = [
        navigation(urls.COMPARISON),
        node("Div", title),
        node("Div", actions, className="actions"),
        _ready(world),
        node("Div", id=ids.CONTROLS),
    ]
    return node("Header", parts, id=ids.TOP, className="top")


def _ready(world: World) -> Node:
    links = [
        node(
            "Li",
            node(
                "A", c.name, href=urls.comparison(View(operations=c.operations)), title=c.sentence
            ),
        )
        for c in world.catalogue.comparisons
    ]
    return node(
        "Nav",
        [node("H2", "Ready comparisons"), node("Ul", links)],
        className="ready",
        **ui.aria(label="Ready comparisons"),
    )


def _panel(panel: Panel[Any]) -> Node:
    def part(name: str) -> str:
        return ids.part(panel.key, name)

    return node(
        "Section",
        [
            node("H2", panel.question, id=part("question")),
            node("P", id=part("sentence"), className="sentence"),
            node("P", id=part("unit"), className="unit"),
            *own_controls(panel.key),
            node(
                "Div",
                [
                    node(
                        "Div",
                        node("Div", id=part("figure")),
                        id=part("chart"),
                        className="chart",
                        role="img",
                    ),
                    node("Div", id=part("cells"), className="cells"),
                ],
                id=part("body"),
                className="body",
            ),
            node("Div", id=part("explained"), className="explained"),
            node(
                "Details",
                [node("Summary", "View as table"), node("Div", id=part("table"))],
                className="as-table",
                open=panel.opened,
            ),
            node("P", id=part("links"), className="links"),
        ],
        className="panel",
        id=part("panel"),
        **ui.aria(labelledby=part("question")),
    )


def _foot() -> Node:
    return node(
        "Footer",
        [
            node(
                "P",
                "Attribution is the platform's. An operation is what one disclosure published: it "
                "is not all of what a state did, and an account in it is not proof about a person.",
            ),
            node(
                "P",
                "Announced: the platform's number. Published: distinct accounts in the users file. "
                "Active: accounts with at least one post in the posts file. Amplifiers: counted by "
                "the platform, never published.",
            ),
        ],
    )
