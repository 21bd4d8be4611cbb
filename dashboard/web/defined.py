"""Words of the glossary in a text, each a button that opens its meaning: without scripts."""

from dashboard.look.glossary import Term, pieces
from dashboard.look.ui import Node, node
from dashboard.web import urls


def defined(text: str, place: str, data: str = "") -> list[Node | str]:
    """Return a text with the first use of each word as a button; `place` is unique on the page.

    `data` is the data version that links are pinned to, "" for the current one.
    """
    parts: list[Node | str] = []
    for piece, term in pieces(text):
        parts += _opened(piece, term, f"{place}-{term.id}", data) if term else [piece]
    return [part for part in parts if part]


def _opened(word: str, term: Term, id: str, data: str) -> list[Node | str]:
    """Return the button, and what it opens: the meaning, with a link to the whole list."""
    link = node("A", "Glossary", href=urls.pinned(urls.term(term.id), data))
    meaning = [node("B", term.word), f": {term.meaning} ", link]
    return [
        node("Button", word, type="button", className="term", popovertarget=id),
        node("Span", meaning, id=id, popover="auto", className="meaning"),
    ]
