"""The comparison: operations are columns, questions are rows."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.link.view import View
from dashboard.look import ui
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel
from dashboard.snapshot.world import World
from dashboard.web import ids, urls
from dashboard.web.pages import chooser
from dashboard.web.pages.chooser import own_controls
from dashboard.web.pages.document import PAGES, banner
from dashboard.web.serving import Seen


def page(seen: Seen) -> Any:
    """Return the page with empty parts, which the answers fill."""
    world = seen.world
    version: Any = {"data-version": world.version}
    return ui.provider(
        [
            html.P(id=ids.BANNER, role="note", **banner(world.simulated)),
            html.A("Skip to the comparison", href=f"#{ids.PANELS}", className="skip"),
            _top(world),
            html.Div(id=ids.NOTES, className="notes", role="status"),
            html.Div(id=ids.STALE, className="stale", role="alert"),
            html.Div(id=ids.TROUBLE, className="trouble", role="alert", hidden=True),
            html.Main(
                [html.Div(id=ids.HEADS, className="heads"), *(_panel(panel) for panel in PANELS)],
                id=ids.PANELS,
                className="comparison waiting",
                tabIndex="-1",
            ),
            _foot(),
            html.Div(id=ids.SINK, hidden=True, **version),
        ]
    )


def _top(world: World) -> Component:
    return html.Header(
        [
            _pages(),
            html.Div(
                [
                    html.H1("Takedowns compared"),
                    html.P(
                        "State-linked networks that a platform removed and disclosed, side by side",
                        className="tagline",
                    ),
                ]
            ),
            html.Div(
                [
                    html.A("Present", id=ids.PRESENT, href=urls.comparison(View(present="yes"))),
                    html.Button("Copy link", id=ids.COPY, type="button", className="copy"),
                ],
                className="actions",
            ),
            _ready(world),
            chooser.controls(world),
        ],
        id=ids.TOP,
        className="top",
    )


def _pages() -> Component:
    """Link the other pages; this one is the first of them."""
    (here, name), *others = PAGES
    links = [html.A(name, href=here, **ui.aria(current="page"))]
    links += [html.A(name, href=path) for path, name in others]
    return html.Nav(links, className="pages", **ui.aria(label="Pages"))


def _ready(world: World) -> Component:
    links = [
        html.Li(
            html.A(c.name, href=urls.comparison(View(operations=c.operations)), title=c.sentence)
        )
        for c in world.catalogue.comparisons
    ]
    return html.Nav(
        [html.H2("Ready comparisons"), html.Ul(links)],
        className="ready",
        **ui.aria(label="Ready comparisons"),
    )


def _panel(panel: Panel[Any]) -> Component:
    def part(name: str) -> str:
        return ids.part(panel.key, name)

    return html.Section(
        [
            html.H2(panel.question, id=part("question")),
            html.P(id=part("sentence"), className="sentence"),
            html.P(id=part("unit"), className="unit"),
            *own_controls(panel.key),
            html.Div(
                [
                    html.Div(
                        html.Div(id=part("figure")), id=part("chart"), className="chart", role="img"
                    ),
                    html.Div(id=part("cells"), className="cells"),
                ],
                id=part("body"),
                className="body",
            ),
            html.Div(id=part("explained"), className="explained"),
            html.Details(
                [html.Summary("View as table"), html.Div(id=part("table"))],
                className="as-table",
                open=panel.opened,
            ),
            html.P(id=part("links"), className="links"),
        ],
        className="panel",
        id=part("panel"),
        **ui.aria(labelledby=part("question")),
    )


def _foot() -> Component:
    return html.Footer(
        [
            html.P(
                "Attribution is the platform's. An operation is what one disclosure published: it "
                "is not all of what a state did, and an account in it is not proof about a person."
            ),
            html.P(
                "Announced: the platform's number. Published: distinct accounts in the users file. "
                "Active: accounts with at least one post in the posts file. Amplifiers: counted by "
                "the platform, never published."
            ),
        ]
    )
