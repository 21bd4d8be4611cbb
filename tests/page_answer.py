"""An answer of the server, put together as the page does."""

import json
from dataclasses import dataclass, field
from typing import Any

from dashboard.web import ids
from dashboard.web.answer import PARTS
from dashboard.web.pages.chooser import NAMES

Node = dict[str, str | None]  # "html" and attributes


@dataclass
class PageAnswer:
    """What the page knows after an answer: its parts by panel, its nodes by id."""

    shown: dict[str, Any]
    controls: dict[str, dict[str, Any]]
    nodes: dict[str, Node] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)

    @property
    def query(self) -> str:
        return str(self.shown["view"]["query"])

    @property
    def version(self) -> str:
        return str(self.shown["view"]["version"])

    @property
    def step(self) -> dict[str, Any]:
        """Return what the address bar and the next call are made of."""
        return {"query": self.query, "version": self.version, "push": self.shown["push"]}

    @property
    def values(self) -> dict[str, Any]:
        """Return what controls are set to."""
        return {name: each["value"] for name, each in self.controls.items() if "value" in each}

    def html(self, node: str) -> str:
        return str(self.nodes[node]["html"])

    def panel(self, key: str) -> dict[str, Any]:
        """Return all that a panel shows, its figure among it."""
        parts = {name: self.nodes[ids.part(key, part)][how] for name, (part, how) in PARTS.items()}
        return parts | {"figure": self.figures[key]}


def read(text: bytes | None) -> PageAnswer:
    """Read an answer of JSON; None, as where the data version is gone, is an error."""
    assert text is not None
    body = json.loads(text)
    made = PageAnswer(body["shown"], body["controls"])
    for part in body["drawn"]:
        for name, node in part["nodes"].items():
            made.nodes.setdefault(name, {}).update(node)
        if "panel" in part:
            made.figures[part["panel"]] = part["figure"]
        if "table" in part:
            made.tables.add(part["table"])
    return made


def controls(**changed: Any) -> dict[str, Any]:
    """Return what the controls say at the default view, but for what a reader changed."""
    plain: dict[str, Any] = dict.fromkeys(NAMES)
    plain |= {"clock": "operator", "scale": "share", "kinds": [], "languages": [], "themes": []}
    return plain | changed
