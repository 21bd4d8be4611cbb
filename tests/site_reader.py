"""Read a page as a browser would: its elements, headings, links and scripts."""

from html.parser import HTMLParser
from typing import Any

VOID = {"br", "hr", "input", "link", "meta"}


class Reader(HTMLParser):
    """`elements` has (name, attributes) in order; `faults` what does not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts.setdefault(tag, []).append(data)

    def named(self, tag: str) -> list[dict[str, Any]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str = "html") -> str:
        return " ".join("".join(self.texts.get(tag, [])).split())

    @property
    def links(self) -> list[str]:
        return [a["href"] for a in self.named("a") if "href" in a]

    @property
    def headings(self) -> list[int]:
        return [int(n[1]) for n, _ in self.elements if n in ("h1", "h2", "h3", "h4")]
