"""The sheet of facts of one operation: rows, with numbers that lead to the sources beneath."""

from dataclasses import replace

from dashboard.link.view import View
from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.panels.panel import Cell, SheetRow
from dashboard.web import urls

Sources = dict[tuple[str, str], int]  # (name, address) -> number, from 1
NO_BREAK = "\u00a0"  # no number stands alone on a line


def fact_sheet(cell: Cell, view: View) -> list[Node]:
    """Return the rows of a column, and its sources beneath."""
    sources: Sources = {}
    rows = [node("Div", _row(row, sources, view)) for row in cell.sheet]
    names = [part for source, number in sources.items() for part in _named(source, number)]
    beneath = node("Div", [node("Dt", "Sources"), node("Dd", names[1:])], className="sources")
    return [node("Dl", [*rows, beneath])]


def _row(row: SheetRow, sources: Sources, view: View) -> list[Node]:
    parts = [part for text, said_by in row.facts for part in ("; ", *_fact(text, said_by, sources))]
    known = parts[1:] or [node("Span", row.unknown, className="unstated")]
    return [node("Dt", row.name), node("Dd", [*known, *_nearest(row, view)])]


def _fact(text: str, said_by: tuple[tuple[str, str], ...], sources: Sources) -> list[Node | str]:
    parts: list[Node | str] = [text]
    for name, address in said_by:
        number = sources.setdefault((name, address), len(sources) + 1)
        link = ui.outside(str(number), address)
        label = ui.aria(label=f"Source: {name}")
        link["props"] |= {"className": "source", "title": name, **label}
        parts += [NO_BREAK, link]
    return parts


def _named(source: tuple[str, str], number: int) -> list[Node | str]:
    return ["; ", f"{number} ", ui.outside(*source)]


def _nearest(row: SheetRow, view: View) -> list[Node | str]:
    """Offer the operation that stands nearest and tells it, to be added to the view."""
    if row.nearest is None:
        return []
    more = replace(view, operations=(*view.operations, row.nearest.slug))
    link = node("A", row.nearest.short, href=urls.comparison(more))
    return [f"; nearest with {row.name.lower()}: ", link]
