"""One operation in full: its facts, every question of the comparison, its files, its neighbours.

Its neighbours are the comparisons that it stands in: its month, its countries, and ready ones.
"""

import json
from typing import Any

from dashboard.catalogue.cited import CITED
from dashboard.catalogue.releases import Operation
from dashboard.link.view import MAX_OPERATIONS, View
from dashboard.look import style, ui
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World
from dashboard.web import column_heads, render, urls
from dashboard.web.pages import operation_facts
from dashboard.web.pages.both_collections import both_collections
from dashboard.web.pages.document import asset, document, plotly, section, table


def compare_with(world: World, operation: Operation) -> Node:
    """Return links to comparisons that this operation stands in."""
    groups = [
        *_others_in_month(world, operation),
        *_of_country(world, operation),
        *_ready(world, operation),
    ]
    rows = [node("Li", [node("A", name, href=link), f": {told}"]) for name, link, told in groups]
    alone = node("A", "Open it in the comparison", href=_link((operation.slug,)))
    return section("Compare with…", [node("Ul", [node("Li", alone), *rows])], "compare")


def _link(slugs: tuple[str, ...]) -> str:
    return urls.comparison(View(operations=slugs))


def _others_in_month(world: World, operation: Operation) -> list[tuple[str, str, str]]:
    if operation.kind != "release":
        return []
    day = operation.releases[0].disclosed
    others = [r for r in world.catalogue.releases.values() if r.slug != operation.slug]
    same = [
        r.slug for r in others if (r.disclosed.year, r.disclosed.month) == (day.year, day.month)
    ]
    return _offer(world, operation, f"Also disclosed in {day:%B %Y}", same)


def _of_country(world: World, operation: Operation) -> list[tuple[str, str, str]]:
    """Return the other releases of its countries, nearest in time first; or a country's own."""
    if operation.kind != "release":
        slugs = [release.slug for release in operation.releases]
        return [
            (
                "Its releases side by side",
                _link(tuple(slugs[:MAX_OPERATIONS])),
                _named(world, slugs),
            )
        ]
    release = operation.releases[0]
    found = []
    for country in release.countries:
        its = world.catalogue.operations[country]
        others = [r for r in its.releases if r.slug != release.slug]
        others.sort(key=lambda r: abs(r.disclosed - release.disclosed))
        name = f"Other releases linked to {world.catalogue.countries[country].name}"
        found += _offer(world, operation, name, [r.slug for r in others])
    return found


def _offer(
    world: World, operation: Operation, name: str, others: list[str]
) -> list[tuple[str, str, str]]:
    link = _link((operation.slug, *others[: MAX_OPERATIONS - 1]))
    return [(name, link, _named(world, others, MAX_OPERATIONS - 1))] if others else []


def _named(world: World, slugs: list[str], most: int = MAX_OPERATIONS) -> str:
    names = ", ".join(world.catalogue.operations[slug].short for slug in slugs[:most])
    return names + (f" ({len(slugs) - most} more do not fit)" if len(slugs) > most else "")


def _ready(world: World, operation: Operation) -> list[tuple[str, str, str]]:
    mine = {operation.slug, *(release.slug for release in operation.releases)}
    return [
        (comparison.name, _link(comparison.operations), comparison.sentence)
        for comparison in world.catalogue.comparisons
        if mine & set(comparison.operations)
    ]


ASKED = tuple(panel for panel in PANELS if not panel.compares)
ACROSS = (1, 3, 5)  # widths that charts are drawn for; site.js takes the widest that fits
TAGS = 10  # hashtags set beside those that others counted


def page(world: World, operation: Operation) -> str:
    """Return the page of an operation as HTML."""
    release = operation.releases[0]
    lead = release.summary if operation.kind == "release" else _lead(operation)
    main = [
        node("H1", operation.name),
        node("P", lead, className="lead") if lead else None,
        node("P", _rests(world, operation), className="note"),
        operation_facts.facts(world, operation),
        *(_panel(world, operation, panel) for panel in ASKED),
        *_findings(world, operation),
        *operation_facts.disputes(world, operation),
        *both_collections(world, operation),
        *tags_beside(world, operation),
        *operation_facts.files(world, operation),
        compare_with(world, operation),
    ]
    about = f"{operation.name}: facts, counts and sources of what the platform disclosed."
    scripts = (plotly(), asset("site.js"))
    return document(operation.name, about, main, simulated=world.simulated, scripts=scripts)


def _lead(operation: Operation) -> str:
    count = len(operation.releases)
    what = "A group of" if operation.kind == "group" else "All"
    return f"{what} {count} releases, read together." if count > 1 else "Its only release."


def _rests(world: World, operation: Operation) -> str:
    return f"Basis — {column_heads.rests(world, operation)}."


def _panel(world: World, operation: Operation, panel: Panel[Any]) -> Node:
    """Return one question with its answer in words and a table; site.js adds the chart."""
    view = View(operations=(operation.slug,))
    parts = render.panel_parts(world, panel, view, Look(across=1), compares=False)
    children = [
        node("H2", panel.question, id=f"{panel.key}-title"),
        node("P", parts["sentence"], className="sentence"),
    ]
    if parts["figure"]:
        children += [node("P", parts["unit"], className="unit"), *_chart(world, view, panel, parts)]
    children.append(node("Div", parts["cells"], className="answer"))
    made = render.panel_table(world, panel, view)
    if made.body:
        children.append(_as_table(table(list(made.head), made.body, made.caption, "numbers")))
    children.append(node("P", parts["links"], className="links"))
    named = ui.aria(labelledby=f"{panel.key}-title")
    return node("Section", children, className="panel", id=panel.key, **named)


def _as_table(numbers: Node) -> Node:
    return node("Details", [node("Summary", "View as table"), numbers], className="as-table")


def _chart(world: World, view: View, panel: Panel[Any], parts: dict[str, Any]) -> list[Node]:
    """Return an empty chart and, as data, how it is drawn in light and dark, by width."""
    answer = panel.measure(world, view)
    figures = {
        mode: {across: panel.figure(answer, Look(mode == "dark", across)) for across in ACROSS}
        for mode in ("light", "dark")
    }
    data = json.dumps(figures, ensure_ascii=False, separators=(",", ":"))
    chart = node(
        "Div", None, className="drawn", id=f"{panel.key}-chart", role="img", hidden=True,
        **ui.aria(label=parts["chart"]),
    )  # fmt: skip
    return [chart, node("Script", data, type="application/json", id=f"{panel.key}-figures")]


def _findings(world: World, operation: Operation) -> list[Node]:
    """Return what others found on questions that the panels above answer with our own counts."""
    view = View(operations=(operation.slug,))
    cells = [cell for panel in ASKED for cell in panel.cells(panel.measure(world, view))]
    shown = {finding for cell in cells for finding in cell.findings}
    every = [finding for release in operation.releases for finding in release.findings]
    nodes = [node("Li", [f"{f.text} ", ui.outside(f.by, f.url)]) for f in every if f not in shown]
    return [section("What others found", [node("Ul", nodes)], "findings")] if nodes else []


def tags_beside(world: World, operation: Operation) -> list[Node]:
    """Set hashtags that we counted beside those that others counted on the same releases."""
    parts = [
        _beside(world, source)
        for source in world.sources_of(operation.slug)
        if source.manifest.themes_version and len(source.releases) == 1
    ]
    told = [part for part in parts if part]
    return [section("Hashtags counted twice", told, "hashtags-beside")] if told else []


def _beside(world: World, source: Source) -> Node | None:
    cited = world.cited.get(source.releases[0].slug)
    if cited is None or not cited.tags.items:
        return None
    counts, _ = source.tags.counted("", [""])
    uses = dict(zip(source.tags.names, counts.tolist(), strict=True))
    body: list[list[Any]] = []
    for item, label, count in list(
        zip(cited.tags.items, cited.tags.labels, cited.tags.uses, strict=True)
    )[:TAGS]:
        share = style.percent(uses[item] / count) if item in uses else "–"
        held = f"{uses[item]:,}" if item in uses else "fewer than 10 accounts, or none"
        body.append([node("Bdi", label, dir="auto"), f"{count:,}", held, share])
    credit = world.catalogue.collections[CITED].credit
    head = ["Hashtag", f"Uses, {credit}", "Uses counted here", "Here of theirs"]
    return node("Div", [node("P", _why(source)), table(head, body, "Uses of hashtags", "numbers")])


def _why(source: Source) -> str:
    """Say why the two counts of hashtags are not the same."""
    posts, whole = source.manifest.posts, source.releases[0].posts
    of = f" of the {whole:,} that the release holds" if whole else ""
    return (
        f"Both counted the same operation, not the same files. Here {posts:,} posts of "
        f"{source.collection.title} were read{of}. {source.collection.caveat} The other count was "
        "made on the complete release."
    )
