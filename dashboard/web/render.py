"""Everything that the page shows of a view: nodes, texts and figures."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from dashboard.catalogue.releases import Finding
from dashboard.link.view import View
from dashboard.look import ui, untrusted
from dashboard.look.simulated import named
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels import PANELS
from dashboard.panels.panel import Cell, Explained, Panel, Table, Tag, Tags, sentences, unmarked
from dashboard.panels.unanswered import is_aside, unanswered
from dashboard.snapshot.asking import Answer, operations
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.column_heads import heads
from dashboard.web.fact_sheet import fact_sheet
from dashboard.web.filters_in_words import filters_in_words
from dashboard.web.pages.document import table_parts
from dashboard.web.unanswered_list import unanswered_list

FORMS = ("svg", "png")  # of a picture
MOST_LINKS = 3  # announcements linked for one operation
DISPUTES = "disputes"  # the part of an operation's page that tells them


def is_served(world: World, view: View) -> bool:
    """Whether the world is of the version that a link asks for."""
    return view.data in ("", world.version)


def drawn_of(world: World, view: View) -> View:
    """Return the view, without operations if its data version is not served."""
    return view if is_served(world, view) else replace(view, operations=())


def frame(world: World, view: View, look: Look) -> dict[str, Any]:
    """Return what surrounds the panels: column heads, classes, links to copy and to present."""
    drawn = drawn_of(world, view)
    count = len(drawn.operations)
    across = max(1, min(count, look.across))
    without = unanswered(world, drawn, PANELS)
    hidden = "" if count else " empty"
    wrapped = (" wrapped single" if across == 1 else " wrapped") if across < count else ""
    presenting = view.present == "yes"
    mark = " presenting" if presenting else ""
    other = replace(view, present="no" if presenting else "yes")
    return {
        "top": f"top{mark}",
        "heads": heads(world, drawn, look),
        "filters": filters_in_words(world, drawn),
        "frame": f"comparison{hidden}{wrapped}{mark}",
        "columns": {"--columns": across},
        "present": urls.under(urls.comparison(other)),
        "present_text": "Leave" if presenting else "Present",
        "not_known": unanswered_list(
            world, operations(world, drawn), [panel.topic for panel in without]
        ),
        "aside": {panel.key: is_aside(world, drawn, panel) for panel in PANELS},
        "unknown": {panel.key: panel in without for panel in PANELS},
        "link": urls.under(f"{urls.COMPARISON}{_link(view, world.version)}"),
    }


@lru_cache(maxsize=64)
def _link(view: View, version: str) -> str:
    """Return the link of a view; kept, as each of its panels names it."""
    return view.to_link(version)


def panel_parts(
    world: World, panel: Panel[Any], view: View, look: Look, compares: bool = True
) -> dict[str, Any]:
    """Return everything that one panel shows of a view, but for its table.

    Only the comparison answers to gestures, not the page of an operation.
    """
    answer = panel.measure(world, drawn_of(world, view))
    figure = panel.figure(answer, look)
    sentence = panel.say(answer)
    cells = panel.cells(answer)
    height = figure["layout"]["height"] if figure else 0
    kind = _kind(panel, answer, figure is not None)
    return {
        "figure": figure,
        "body": {"--figure": f"{height}px"},
        "kind": kind,
        "chart": named(unmarked(sentence), world.simulated),
        "sentence": ui.bold(sentence),
        "caption": panel.caption(answer),
        "how": how_we_know(panel, answer, cells, view, compares),
        "cells": [_cell(cell, view, look, i) for i, cell in enumerate(cells)],
        "links": _links(world, panel, view, figure is not None, "" if compares else view.data),
    }


def _kind(panel: Panel[Any], answer: Answer, is_drawn: bool) -> str:
    """Return the classes of a panel's body: with a chart, without, or with nothing to count.

    Where the table would have no row, it is not offered.
    """
    plain = "plain" if panel.opened or answer.has_table else "bare"
    parts = ["body", *([] if is_drawn else [plain]), *([] if answer.has_table else ["tableless"])]
    return " ".join(parts)


def panel_table(world: World, panel: Panel[Any], view: View) -> Table:
    """Return the table of a panel, which costs more than its figure and is seldom opened."""
    table = panel.table(panel.measure(world, drawn_of(world, view)))
    return replace(table, caption=named(table.caption, world.simulated))


def _cell(cell: Cell, view: View, look: Look, number: int) -> Node:
    colour = look.palette.operations[number]
    edge = {"borderLeftColor": colour}
    children: list[Any] = [node("H3", cell.operation.name, style=edge, className="who")]
    withheld = [_fold(cell.withheld)] if cell.withheld else []
    if cell.sheet:
        return node("Div", [*children, *fact_sheet(cell, view)], className="cell sheet")
    if cell.missing:
        return node("Div", [*children, _missing(cell, view), *withheld], className="cell missing")
    children += [node("P", ui.bold(line)) for line in cell.lines]
    children += [part for tags in cell.lists if tags.tags for part in _tags(tags)]
    children += [_fold(cell.fold)] if cell.fold else []
    children += _others(cell)
    return node("Div", [*children, *withheld], className="cell")


def how_we_know(
    panel: Panel[Any], answer: Any, cells: list[Cell], view: View, compares: bool = True
) -> list[Node]:
    """Return what a panel folds away: how to read its figure, and what each column rests on."""
    gestures = panel.gestures(answer) if compares else ""
    unit = [sentences(panel.unit(answer), gestures)] if answer.known else []
    columns = [node("Div", _details(cell, view)) for cell in cells]
    return [
        *paragraphs(unit),
        *_explained(panel.explain(answer)),
        node("Div", columns, className="details"),
    ]


def _details(cell: Cell, view: View) -> list[Node]:
    """Return what one operation's numbers rest on, under its name; [] if nothing is to be said."""
    lines: list[Any] = [ui.bold(text) for text in cell.details]
    lines += [finding_text(finding) for finding in cell.findings] if cell.sheet else []
    lines += [credits] if (credits := _credits(cell)) else []
    lines += [_disputes(cell, view)] if cell.disputes else []
    name = [node("H3", cell.operation.name)] if lines else []
    return [*name, *(node("P", line) for line in lines)]


def _credits(cell: Cell) -> list[Any]:
    """Link the collections that the numbers come from, and the announcements."""
    rows: list[list[Any]] = [[ui.outside(source.credit, source.url)] for source in cell.sources]
    announced = dict.fromkeys((r.source_title, r.source_url) for r in cell.announced)
    rows += [[ui.outside(title, url)] for title, url in announced][:MOST_LINKS]
    joined = [part for source in rows for part in ("; ", *source)]
    return ["Source: ", *joined[1:]] if joined else []


def _disputes(cell: Cell, view: View) -> Node:
    """Link to both numbers and both sources of each point, on the operation's own page."""
    many = "1 point" if cell.disputes == 1 else f"{cell.disputes} points"
    page = urls.operation(cell.operation.slug, view.data)
    return node("A", f"Sources disagree on {many}", href=f"{page}#{DISPUTES}")


def finding_text(finding: Finding) -> list[Any]:
    """Return what others found, and a link to who did."""
    return [f"{finding.text} ", ui.outside(finding.by, finding.url)]


def _missing(cell: Cell, view: View) -> Node:
    """Say in one line what is not known and why; what others found stands in the sheet of facts."""
    line: list[Any] = [cell.missing]
    if cell.only_in_utc:
        link = urls.comparison(replace(view, clock="utc"))
        line += [" ", node("A", "Show the hours in UTC", href=link)]
    return node("Div", [node("P", line, className="reason"), *_others(cell)], className="unknown")


def _others(cell: Cell) -> list[Node]:
    """Refer to what others found on the question, which the sheet of facts tells once."""
    if not cell.findings:
        return []
    return [node("P", node("A", "What others found", href=urls.FACTS), className="small")]


def _tags(tags: Tags) -> list[Node]:
    known = " and accounts" if tags.tags[0].accounts else "; accounts are not known"
    listed = node("Ul", [_tag(tag) for tag in tags.tags], className="tags")
    return [node("P", f"{tags.caption}, {tags.unit}{known}", className="small"), listed]


def _tag(tag: Tag) -> Node:
    accounts = f"{tag.accounts} accounts" if tag.accounts else ""
    language = {"lang": tag.language} if tag.language else {}
    nodes = [
        node("Bdi", untrusted.shown(tag.text), dir="auto", **language),
        node("Span", tag.uses),
        node("Span", accounts),
    ]
    nodes += [node("Span", f"“{tag.gloss}”", className="gloss")] if tag.gloss else []
    return node("Li", nodes)


def _explained(explained: Explained) -> list[Node]:
    pairs = (("How to read this", explained.how), ("What this cannot say", explained.cannot))
    return [node("P", [node("B", f"{head}. "), text]) for head, text in pairs if text]


def _fold(table: Table) -> Node:
    numbers = node("Table", table_parts(table.head, table.body))
    note = [node("P", table.note, className="small")] if table.note else []
    return node("Details", [node("Summary", table.caption), *note, numbers])


def _links(world: World, panel: Panel[Any], view: View, is_drawn: bool, data: str) -> list[Any]:
    """Link files and pictures of the view, and how the numbers are made, in data version `data`."""
    query = _link(view, world.version)
    nodes: list[Any] = ["Data: "]
    for name in panel.downloads:
        nodes += [node("A", f"{name}.csv", href=urls.download(name, "csv", query)), " "]
        nodes += [node("A", f"{name}.json", href=urls.download(name, "json", query)), " "]
    nodes += ["· Picture: "] if is_drawn else []
    for form in FORMS if is_drawn else ():  # picture.js makes a file of what is there
        mark = {"className": "picture", "data-format": form}
        nodes += [node("A", form, href=urls.picture(panel.key, query), **mark), " "]
    nodes += ["· ", node("A", "Method", href=urls.pinned(urls.method(panel.method), data)), " "]
    return [*nodes, f"· data version {world.version}"]


def paragraphs(texts: list[str]) -> list[Node]:
    return [node("P", text) for text in texts]
