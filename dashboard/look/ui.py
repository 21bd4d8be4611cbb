"""The only module that knows the component library: controls, tables, text with bold numbers."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.look.style import FONT

Node = dict[str, Any]
LIST = {
    "keepMounted": False,
    "withinPortal": False,
}  # lists that nobody has opened would be a third of the page
NOTHING_FOUND = "Nothing found"


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


def box(children: Any = None, **props: Any) -> Any:
    """Return a div: with no component of Dash itself, its script need not be loaded."""
    return dmc.Box(children, **props)


def group(title: str, controls: Sequence[Any]) -> Any:
    """Return controls under a common name."""
    inner = box([box(control) for control in controls], className="filters")
    return dmc.Fieldset(inner, legend=title, unstyled=True)


def option(value: str, label: str, terms: str = "", why_not: str = "", **more: str) -> Node:
    """Return an entry of a list; `terms` is what else it is searched by, `note` stands beside it.

    With a reason why it is no choice it is greyed, and the reason is its note.
    """
    texts = {"terms": terms, "note": why_not} | more
    entry: Node = {"value": value, "label": label}
    entry |= {name: text for name, text in texts.items() if text}
    return entry | ({"disabled": True} if why_not else {})


def _listing(offers: str, nothing: str) -> dict[str, Any]:
    """Return how a list is searched, by a function of assets/options.js, and how it looks."""
    return {
        "searchable": True,
        "filter": {"function": offers},
        "renderOption": {"function": "option"},
        "nothingFoundMessage": nothing,
        "comboboxProps": {"shadow": "md", **LIST},
        "withScrollArea": False,  # page.css: the list itself scrolls, as readers of screens expect
    }


def choices(id: str, label: str, clearable: bool = True, hint: str = "") -> Any:
    """Return a control for several values of a list, which is empty yet."""
    return dmc.MultiSelect(
        id=id,
        label=label,
        data=[],
        value=[],
        placeholder=hint,
        clearable=clearable,
        hidePickedOptions=False,
        **_listing("matching", NOTHING_FOUND),
    )


def switch(id: str, label: str, data: list[dict[str, str]], value: str) -> Any:
    """Return a control for one of a few values."""
    name = f"{id}-label"
    control = dmc.SegmentedControl(
        id=id, data=data, value=value, fullWidth=True, **aria(labelledby=name)
    )
    return box([box(label, id=name, className="control-label"), control])


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
    return box([box(label, className="control-label"), slider], className="slider")


def choice(
    id: str, label: str, value: str, offers: str = "matching", nothing: str = NOTHING_FOUND
) -> Any:
    """Return a control for one value of a list, empty yet; `offers` names what searches it."""
    how = _listing(offers, nothing)
    return dmc.Select(id=id, label=label, data=[], value=value, allowDeselect=False, **how)


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
