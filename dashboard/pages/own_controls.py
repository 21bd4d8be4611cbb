"""Controls that stand with the one panel that they change."""

from dash import html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.link.view import DEFAULT
from dashboard.look import ui

SORTS = {"share": "Share", "difference": "Difference", "name": "Name"}


def own_controls(key: str) -> list[Component]:
    """Return the controls of a panel, [] for most."""
    made = {"themes": _themes, "find": _find}.get(key)
    return [html.Div(made(), className="own")] if made else []


def _themes() -> list[Component]:
    sorts = [{"value": value, "label": name} for value, name in SORTS.items()]
    told = "A click on a theme filters by it; a click on a chosen one takes it away."
    return [
        ui.switch(ids.control("sort"), "Sort themes by", sorts, DEFAULT.sort),
        html.P(told, className="small"),
    ]


def _find() -> list[Component]:
    hint = "such as #maga or bbc.co.uk"
    return [ui.words(ids.control("tag"), "Hashtag or domain, then Enter", hint)]
