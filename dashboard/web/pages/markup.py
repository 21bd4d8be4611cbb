"""Nodes to HTML text, with only known elements, attributes and styles.

Nothing gets through that is not named here: an element, an attribute or a style that is unknown is
an error of ours and raises ValueError; a link to another scheme than http loses its address.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from dashboard.web import urls

EMPTY = frozenset({"br", "hr", "input", "link", "meta"})
_ELEMENTS = """
a b bdi body button caption code dd details div dl dt em fieldset footer form h1 h2 h3 head header
html label legend li main nav noscript ol option p section select small span summary table tbody td
th thead time title tr ul svg g circle line path rect text desc
"""
ELEMENTS = EMPTY | frozenset(_ELEMENTS.split())
# Dash's spelling -> HTML's. Names that are spelled alike stand in _PLAIN.
RENAMED = {
    "autoComplete": "autocomplete",
    "charSet": "charset",
    "className": "class",
    "colSpan": "colspan",
    "dateTime": "datetime",
    "htmlFor": "for",
    "rowSpan": "rowspan",
    "tabIndex": "tabindex",
    "textAnchor": "text-anchor",
}
_PLAIN = """
action checked content dir disabled hidden href id lang maxlength method name open placeholder
popover popovertarget rel role scope selected src target title type value cx cy d height r transform
viewBox width x x1 x2 y y1 y2
"""
ATTRIBUTES = frozenset({*_PLAIN.split(), *RENAMED.values(), "style"})
ADDRESSES = frozenset({"href", "src", "action"})
NAMED = re.compile(r"(aria|data)-[a-z]+(-[a-z]+)*")
STYLES = {
    "borderLeftColor": "border-left-color",
    **{name: name for name in ("background", "width", "height")},
    **{name: name for name in ("--figure", "--columns", "--operations")},
}
STYLE_VALUE = re.compile(r"#?[\w.%-]+")
# Control characters, which have no place in HTML.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
INVISIBLE = re.compile(f"[{_CONTROL}]")
SPECIAL = re.compile(f"[{_CONTROL}&<>\"']")  # few texts have any


def html_text(node: Any) -> str:
    """Return a node, a text, a number or a list of these as HTML; None is nothing."""
    parts: list[str] = []
    _write(node, parts.append)
    return "".join(parts)


def _write(node: Any, add: Callable[[str], None]) -> None:
    if isinstance(node, str):  # Markup is made from a template, which escapes what is put in
        add(str(node) if isinstance(node, Markup) else _escaped(node, quote=False))
    elif isinstance(node, dict):
        _write_element(node["type"].lower(), node["props"], add)
    elif isinstance(node, int | float):
        add(str(node))
    elif isinstance(node, Iterable):
        for part in node:
            _write(part, add)
    elif node is not None:
        raise ValueError(f"{type(node).__name__} is no node.")


def _escaped(text: str, quote: bool = True) -> str:
    return escape(INVISIBLE.sub("", text), quote=quote) if SPECIAL.search(text) else text


def _write_element(name: str, props: dict[str, Any], add: Callable[[str], None]) -> None:
    if name == "script":
        add(_script(**props))
        return
    if name not in ELEMENTS:
        raise ValueError(f"{name} is not an element that pages use.")
    add(f"<{name}{_attributes(props)}>")
    if name not in EMPTY:
        _write(props.get("children"), add)
        add(f"</{name}>")


def _script(children: str | None = None, defer: bool = False, **props: Any) -> str:
    """Return a script that is loaded, or data for one; a script written on the page is refused."""
    if "src" in props and children is None:
        return f"<script{_attributes(props)}{' defer' if defer else ''}></script>"
    if props.get("type") != "application/json" or children is None:
        raise ValueError("Only data may stand in a script.")
    # In JSON these signs stand in texts alone, and there they may be spelled by their number.
    for sign in "<>&\u2028\u2029":
        children = children.replace(sign, f"\\u{ord(sign):04x}")
    return f"<script{_attributes(props)}>{children}</script>"


def _attributes(props: dict[str, Any]) -> str:
    """Return the attributes, each with a blank before it; those that are None or False are none."""
    return "".join(
        [
            _attribute(_spelled(name), value)
            for name, value in props.items()
            if name != "children" and value is not None and value is not False
        ]
    )


def _attribute(name: str, value: Any) -> str:
    if value is True:
        return f" {name}"
    if name == "style":
        value = _style(value)
    if name in ADDRESSES:
        if not is_safe(str(value)):
            return ""
        value = urls.under(value) if value.startswith("/") else value
    return f' {name}="{_escaped(str(value))}"'


@lru_cache(maxsize=256)
def _spelled(name: str) -> str:
    """Return HTML's name of an attribute."""
    name = RENAMED.get(name, name)
    if name not in ATTRIBUTES and not NAMED.fullmatch(name):
        raise ValueError(f"{name} is not an attribute that pages use.")
    return name


def is_safe(address: str) -> bool:
    """Return whether an address is of the web or of this site: no javascript:, data: or //host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    web = parts.scheme in ("http", "https") and bool(parts.netloc)
    own = not parts.scheme and not parts.netloc and address[:1] in ("/", "?", "#")
    return web or (own and "\\" not in address)


def _style(style: dict[str, Any]) -> str:
    for name, value in style.items():
        if name not in STYLES or not STYLE_VALUE.fullmatch(str(value)):
            raise ValueError(f"{name}: {value} is not a style that pages use.")
    return ";".join(f"{STYLES[name]}:{value}" for name, value in style.items())
