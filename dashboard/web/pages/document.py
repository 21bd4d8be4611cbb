"""The frame of a page that the server writes: head, navigation, main part, footer."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dashboard.look import ui
from dashboard.look.simulated import BANNER, named
from dashboard.look.ui import Node, node
from dashboard.settings import ROOT
from dashboard.web import urls
from dashboard.web.pages.prose import prose
from dashboard.web.view_title import SITE

ASSETS = ROOT / "assets"
PAGES = (
    (urls.COMPARISON, "Compare"),
    (urls.DISCLOSURES, "Disclosures"),
    (urls.FIND, "Find a hashtag"),
    (urls.METHODS, "Methods"),
    (urls.ABOUT, "About"),
)
THEMES = {"auto": "As the system", "light": "Light", "dark": "Dark"}


class Page(NamedTuple):
    """What a page says; `document` puts the frame around it."""

    title: str
    about: str  # a sentence
    main: Sequence[Any]
    here: str = ""  # its address, if it is one of PAGES
    scripts: tuple[str, ...] = ()  # their addresses


@cache
def asset(name: str) -> str:
    """Return the address of a file in assets/, spelled as Dash does so that it is loaded once."""
    return f"{urls.ASSETS}{name}?m={(ASSETS / name).stat().st_mtime}"


@cache
def plotly() -> str:
    """Return the address of the part of plotly.js that the charts need."""
    return asset(next(ASSETS.glob("plotly-cartesian-*.min.js")).name)


def document(page: Page, *, simulated: bool, data: str = "", notices: Sequence[Node] = ()) -> str:
    """Return the HTML of a page, its links pinned to the data version `data`, "" = current.

    `notices` stand above its main part.
    """
    html = prose(
        "document",
        page=page,
        title=named(f"{page.title} · {SITE}", simulated),
        about=named(page.about, simulated),
        asset=asset,
        kind="site is-simulated" if simulated else "site",
        banner=node("P", **banner(True), role="note") if simulated else "",
        navigation=navigation(page.here, data),
        notices=node("Div", notices, className="notes", role="status") if notices else "",
        main=node("Main", page.main, id="content", tabIndex="-1"),
        methods=urls.pinned(urls.METHODS, data),
        glossary=urls.pinned(urls.GLOSSARY, data),
        corrections=urls.pinned(urls.ABOUT, data),
    )
    return f"<!DOCTYPE html>\n{html}\n"


def banner(simulated: bool) -> dict[str, Any]:
    """Return the properties of the banner on every page: hidden where nothing is simulated."""
    if simulated:
        return {"children": BANNER, "className": "simulated", "hidden": False}
    return {"children": "", "className": "", "hidden": True}


def navigation(here: str, data: str = "") -> Node:
    links = [
        node(
            "A",
            name,
            href=urls.pinned(path, data),
            **(ui.aria(current="page") if path == here else {}),
        )
        for path, name in PAGES
    ]
    links.insert(0, node("Span", SITE, className="site-name"))
    return node("Nav", [*links, theme()], className="pages", **ui.aria(label="Pages"))


def theme() -> Node:
    """Return the choice of light or dark, which assets/theme.js hears and remembers."""
    choices = [node("Option", words, value=value) for value, words in THEMES.items()]
    return node("Label", ["Colours", node("Select", choices, id="colour-theme")], className="theme")


def section(title: str, children: list[Any], id: str = "") -> Node:
    """Return a part of a page under its own heading."""
    name = id or title.lower().replace(" ", "-")
    heading = node("H2", title, id=f"{name}-title")
    return node("Section", [heading, *children], id=name, **ui.aria(labelledby=f"{name}-title"))


STACKED = "stacked"  # a kind of table whose cells lie beneath each other on a phone


def table(head: Sequence[Any], body: Sequence[Sequence[Any]], caption: str, kind: str = "") -> Node:
    """Return a table in a box of its own that scrolls."""
    parts = [node("Caption", caption), *table_parts(head, body, STACKED in kind.split())]
    whole = node("Table", parts, className=kind)
    named = ui.aria(label=caption)
    return node("Div", whole, className="wide", role="region", tabIndex="0", **named)


def table_parts(
    head: Sequence[Any], body: Sequence[Sequence[Any]], is_stacked: bool = False
) -> list[Node]:
    """Return the head and the body of a table; each row's first cell is its heading.

    Of a stacked one each cell names its column, whose head may be out of sight.
    """
    columns = node("Tr", [node("Th", cell, scope="col") for cell in head])
    named = [{"data-head": name} if is_stacked else {} for name in head]
    rows = [
        node(
            "Tr",
            [
                node("Th", row[0], scope="row"),
                *(node("Td", cell, **name) for cell, name in zip(row[1:], named[1:], strict=True)),
            ],
        )
        for row in body
    ]
    return [node("Thead", columns), node("Tbody", rows)]


def listed(items: list[Any]) -> Node:
    return node("Ul", [node("Li", item) for item in items])


def capital(text: str) -> str:
    """Return a text with a capital first, its other letters as they are."""
    return text[:1].upper() + text[1:]


def address(source: str) -> Any:
    """Return a source as a link with its host as text; a citation without a URL as it is."""
    if "://" not in source:
        return source
    return ui.outside((urlsplit(source).hostname or source).removeprefix("www."), source)


def not_found(sentence: str) -> Page:
    """Return the page for an address that leads nowhere, with ways on."""
    links = [node("A", name, href=path) for path, name in PAGES]
    main = [node("H1", "Not found"), node("P", sentence, className="lead"), listed(links)]
    return Page("Not found", sentence, main)
