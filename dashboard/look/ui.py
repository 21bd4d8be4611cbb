"""The only module that knows the component library: controls, tables, text with bold numbers."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.look.style import FONT

Node = dict[str, Any]
LIST = {"keepMounted": False}  # lists that nobody has opened would be a third of the page


def aria(**named: str) -> Any:
    """Return aria- attributes, which are no names that Python can spell."""
    return {f"aria-{name}": value for name, value in named.items()}


def provider(children: Sequence[Component]) -> Any:
    """Wrap the page; light or dark is as assets/theme.js remembers it, else as the system."""
    theme = {
        "fontFamily": FONT,
        "primaryColor": "gray",
        "primaryShade": {"light": 8, "dark": 3},
        "autoContrast": True,
        "defaultRadius": "xs",
        "cursorType": "pointer",
        "respectReducedMotion": True,
    }
    return dmc.MantineProvider(list(children), theme=theme, defaultColorScheme="auto")


def choices(
    id: str, label: str, data: Any, value: list[str], most: int | None = None, hint: str = ""
) -> Any:
    """Return a control for several values of a list."""
    limit = {} if most is None else {"maxValues": most}  # null would be a limit of none
    return dmc.MultiSelect(
        id=id,
        label=label,
        data=data,
        value=value,
        **limit,
        placeholder=hint,
        searchable=True,
        clearable=most is None,
        hidePickedOptions=False,
        nothingFoundMessage="Nothing found",
        comboboxProps={"shadow": "md", **LIST},
    )


def switch(id: str, label: str, data: list[dict[str, str]], value: str) -> Any:
    """Return a control for one of a few values."""
    name = f"{id}-label"
    return html.Div(
        [
            html.Span(label, id=name, className="control-label"),
            dmc.SegmentedControl(
                id=id, data=data, value=value, fullWidth=True, **aria(labelledby=name)
            ),
        ]
    )


def hours(id: str, label: str, value: tuple[int, int]) -> Any:
    """Return a slider with two ends: whole hours of a day."""
    marks = [{"value": hour, "label": str(hour)} for hour in (0, 6, 9, 12, 18, 24)]
    slider = dmc.RangeSlider(
        id=id,
        value=list(value),
        min=0,
        max=24,
        step=1,
        minRange=1,
        marks=marks,
        updatemode="mouseup",
        thumbFromLabel=f"{label}, from",
        thumbToLabel=f"{label}, until before",
    )
    return html.Div([html.Span(label, className="control-label"), slider], className="slider")


def choice(id: str, label: str, data: Any, value: str) -> Any:
    """Return a control for one value of a long list."""
    return dmc.Select(
        id=id,
        label=label,
        data=data,
        value=value,
        searchable=True,
        allowDeselect=False,
        nothingFoundMessage="Nothing found",
        comboboxProps=LIST,
    )


def day(id: str, label: str, hint: str) -> Any:
    """Return a control for a day that may stay open."""
    return dmc.DateInput(
        id=id,
        label=label,
        value=None,
        placeholder=hint,
        valueFormat="YYYY-MM-DD",
        clearable=True,
        minDate="2006-01-01",
        maxDate="2029-12-31",
        debounce=False,
    )


def node(kind: str, children: Any = None, **props: Any) -> Node:
    """Return an html element as the plain values that a Dash component becomes in an answer.

    What changes with the view is made of these, and written as HTML: a component would be told of
    every change of every other one.
    """
    props["children"] = children
    return {"props": props, "type": kind, "namespace": "dash_html_components"}


def bold(text: str) -> list[Node | str]:
    """Return text as children, what stands between two stars in bold."""
    parts = text.split("**")
    return [node("B", part) if i % 2 else part for i, part in enumerate(parts) if part]


def outside(text: str, url: str) -> Node:
    """Return a link to another site, which learns nothing of the page it was followed from.

    Without a web address, as where a source is withheld, there is no link.
    """
    if not url.startswith("http"):
        return node("Span", text)
    return node("A", text, href=url, target="_blank", rel="noopener noreferrer")
