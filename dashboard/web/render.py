"""Everything that the page shows of a view: nodes, texts and figures."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.catalogue.releases import Finding
from dashboard.link.view import DEFAULT, View
from dashboard.look import ui, untrusted
from dashboard.look.simulated import named
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels import PANELS
from dashboard.panels.glance.cells import nodes as glance
from dashboard.panels.panel import Cell, Explained, Panel, Table, Tag, Tags, sentences, unmarked
from dashboard.panels.unanswered import unanswered
from dashboard.snapshot.asking import Answer, operations
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.column_heads import heads
from dashboard.web.defined import defined
from dashboard.web.fact_sheet import fact_sheet
from dashboard.web.filters_in_words import BETWEEN, filters_in_words, settings
from dashboard.web.pages.document import table_parts
from dashboard.web.unanswered_list import unanswered_list
from dashboard.web.view_title import tab_title, title

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
    hidden = "" if count else " empty gone" if view.operations else " empty"
    wrapped = (" wrapped single" if across == 1 else " wrapped") if across < count else ""
    alone = look.shown is not None or look.across == count == 1
    wrapped = " single" if alone else wrapped
    presenting = view.present == "yes"
    mark = " presenting" if presenting else ""
    other = replace(view, present="no" if presenting else "yes")
    return {
        "top": f"top{mark}",
        "title": title(world, drawn),
        "tab": named(tab_title(world, drawn), world.simulated),
        "chips": chips(world, view),
        "settings": f"({chosen})" if (chosen := len(settings(world, view))) else "",
        "chosen": "1 operation" if count == 1 else f"{count} operations",
        "heads": heads(world, drawn, look),
        "glance": glance(world, drawn.asking, look),
        "filters": filters_in_words(world, drawn),
        "frame": f"comparison{hidden}{wrapped}{mark}",
        "columns": {"--columns": across, "--operations": count},
        "shown": look.shown,
        "switch": _switch(world, drawn, look),
        "present": urls.under(urls.comparison(other)),
        "present_text": "Leave" if presenting else "Present",
        "version": world.version,
        "not_known": unanswered_list(
            world, operations(world, drawn), [panel.topic for panel in without]
        ),
        "unknown": {panel.key: panel in without for panel in PANELS},
        "link": urls.under(f"{urls.COMPARISON}{_link(view, world.version)}"),
    }


def _switch(world: World, view: View, look: Look) -> list[Node]:
    """Return a button for each operation, for a screen that shows one; [] where one is all."""
    every = operations(world, view)
    return [
        node(
            "Button",
            [
                node("Span", None, className="bar", style={"background": colour}),
                node("Span", operation.short, className="name"),
            ],
            type="button",
            **{"data-operation": str(place)},
            **ui.aria(pressed="true" if place == look.shown else "false"),
        )
        for place, (operation, colour) in enumerate(
            zip(every, look.palette.operations, strict=False)
        )
        if len(every) > 1
    ]


def chips(world: World, view: View) -> list[Node]:
    """Return a chip for each setting, a link to the view without it, and one to clear them all."""
    every = settings(world, view)
    default = {setting.field: getattr(DEFAULT, setting.field) for setting in every}
    nodes = []
    for setting, words in every.items():
        without = urls.comparison(replace(view, **{setting.field: default[setting.field]}))
        cross = node("Span", "×", **ui.aria(hidden="true"))
        label = ui.aria(label=f"Take away: {words}")
        link = node("A", [words, cross], href=without, id=f"chip-{setting.field}", **label)
        nodes.append(node("Li", link))
    if every:
        clear = urls.comparison(replace(view, **default))
        nodes.append(node("Li", node("A", "Clear all", href=clear, id="clear")))
    return nodes


@lru_cache(maxsize=64)
def _link(view: View, version: str) -> str:
    """Return the link of a view; kept, as each of its panels names it."""
    return view.to_link(version)


class Answered(NamedTuple):
    """What a panel answers to a view, and its columns in words."""

    world: World
    panel: Panel[Any]
    view: View
    answer: Answer
    cells: list[Cell]

    @classmethod
    def of(cls, world: World, panel: Panel[Any], view: View) -> "Answered":
        answer = panel.measure(world, drawn_of(world, view))
        return cls(world, panel, view, answer, panel.cells(answer))


def panel_parts(answered: Answered, look: Look, compares: bool = True) -> dict[str, Any]:
    """Return everything that one panel shows of a view, but for its table and how we know.

    Only the comparison answers to gestures, not the page of an operation.
    """
    world, panel, view, answer, cells = answered
    figure = panel.figure(answer, look)
    sentence = panel.sentence(answer)
    alone = _alone(look)
    height = figure["layout"]["height"] if figure else 0
    kind = _kind(panel, answer, figure is not None)
    return {
        "figure": figure,
        "body": {"--figure": f"{height}px"},
        "kind": kind,
        "chart": named(unmarked(sentence), world.simulated),
        "sentence": ui.bold(sentence),
        "caption": defined(panel.caption(answer), f"{panel.key}-caption", view.data),
        "source": _source(world, view, cells[alone]),
        "cells": [_cell(cell, view, look, i) for i, cell in enumerate(cells)][alone],
        "links": _links(world, panel, view, figure is not None, "" if compares else view.data),
        "unknown": is_unknown(panel, answer),
    }


def _alone(look: Look) -> slice:
    """Return which columns a screen shows: all, or one."""
    return slice(None) if look.shown is None else slice(look.shown, look.shown + 1)


def is_unknown(panel: Panel[Any], answer: Answer) -> bool:
    """Whether no operation of a view has an answer, and another operation would change nothing."""
    return bool(answer.operations) and not (answer.known or panel.lacks_another(answer))


def sentence(world: World, panel: Panel[Any], view: View) -> tuple[list[Any], bool]:
    """Return a panel's answer in a sentence, and whether no operation has an answer."""
    answer = panel.measure(world, drawn_of(world, view))
    return ui.bold(panel.sentence(answer)), is_unknown(panel, answer)


def _source(world: World, view: View, cells: list[Cell]) -> str:
    """Return the filters and whose counts these are, in one line under each slide."""
    credits = dict.fromkeys(source.credit for cell in cells for source in cell.sources)
    counts = [f"Counts from {'; '.join(credits)}"] if credits else []
    return BETWEEN.join([filters_in_words(world, view), *counts])


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
    children += [part for tags in cell.lists for part in _tags(tags)]
    children += [_fold(cell.fold)] if cell.fold else []
    children += _others(cell)
    return node("Div", [*children, *withheld], className="cell")


def panel_how(answered: Answered, look: Look, compares: bool = True) -> list[Node]:
    """Return what a panel folds away: how to read its figure, and what each column rests on."""
    _, panel, view, answer, cells = answered
    gestures = panel.gestures(answer) if compares else ""
    unit = sentences(panel.unit(answer), gestures) if answer.known else ""
    columns = [node("Div", _details(cell, view)) for cell in cells[_alone(look)]]
    return [
        *([node("P", defined(unit, f"{panel.key}-how", view.data))] if unit else []),
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
    """Return a list under its caption, what is not unfolded at once behind a word or two."""
    first, rest = tags.tags[: tags.unfolded], tags.tags[tags.unfolded :]
    if not first:
        return _folded(tags.caption, tags.missing, rest, _tags_unit(tags))
    caption = node("P", f"{tags.caption}, {_tags_unit(tags)}", className="small")
    return [caption, _tag_list(first), *_folded(f"{len(rest)} more", "", rest)]


def _folded(summary: str, why: str, tags: tuple[Tag, ...], unit: str = "") -> list[Node]:
    """Return tags behind a summary, or why there are none; [] where nothing is to be said."""
    inside = [node("P", unit, className="small")] if unit else []
    inside = [*inside, _tag_list(tags)] if tags else [node("P", why)] if why else []
    return [node("Details", [node("Summary", summary), *inside])] if inside else []


def _tags_unit(tags: Tags) -> str:
    if not tags.tags:
        return ""
    return f"{tags.unit}{' and accounts' if tags.tags[0].accounts else '; accounts are not known'}"


def _tag_list(tags: tuple[Tag, ...]) -> Node:
    return node("Ul", [_tag(tag) for tag in tags], className="tags")


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
    # The same whatever else is open, so that no panel is drawn anew because another was opened:
    # where the link points at it, it is.
    query = _link(view.asking, world.version)
    nodes: list[Any] = ["Data: "]
    for name in panel.downloads:
        nodes += [node("A", f"{name}.csv", href=urls.download(name, "csv", query)), " "]
        nodes += [node("A", f"{name}.json", href=urls.download(name, "json", query)), " "]
    nodes += ["· Picture: "] if is_drawn else []
    for form in FORMS if is_drawn else ():  # picture.js makes a file of what is there
        mark = {"className": "picture", "data-format": form}
        nodes += [node("A", form, href=urls.picture(panel.key, query), **mark), " "]
    method = node("A", "Method", href=urls.pinned(urls.method(panel.method), data))
    return [*nodes, "· ", method]


def paragraphs(texts: list[str]) -> list[Node]:
    return [node("P", text) for text in texts]
