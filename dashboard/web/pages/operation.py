"""One operation in full: its facts, every question of the comparison, its files, its neighbours.

Its neighbours are the comparisons that it stands in: its month, its countries, and ready ones.
"""

import json
from typing import Any

from dashboard.catalogue.releases import Comparison, Operation, Release
from dashboard.link.parse import MAX_OPERATIONS
from dashboard.link.view import View
from dashboard.look import style, ui
from dashboard.look.style import Look
from dashboard.look.ui import Node, node
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel
from dashboard.panels.unanswered import unanswered
from dashboard.snapshot.asking import Answer
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World
from dashboard.web import column_heads, render, urls
from dashboard.web.defined import defined
from dashboard.web.pages import operation_facts
from dashboard.web.pages.both_collections import both_collections
from dashboard.web.pages.both_weeks import both_weeks
from dashboard.web.pages.document import Page, asset, listed, plotly, section, table
from dashboard.web.pages.first_issue import by_year, first_issue
from dashboard.web.serving import Seen
from dashboard.web.unanswered_list import unanswered_list


def compare_with(world: World, operation: Operation, data: str) -> Node:
    """Return links to comparisons that this operation stands in, in the data version `data`."""
    releases = [release.slug for release in operation.releases]
    if operation.kind == "release":
        comparisons = _of_release(world, operation.releases[0])
    else:
        comparisons = [_comparison(world, "Its releases side by side", releases)]
    stands_in = {operation.slug, *releases}
    comparisons += [c for c in world.catalogue.comparisons if stands_in & set(c.operations)]
    items = [_item("Open it in the comparison", (operation.slug,), data)]
    items += [_item(c.name, c.operations, data, f": {c.sentence}") for c in comparisons]
    return section("Compare with…", [node("Ul", items)], "compare")


def _item(name: str, slugs: tuple[str, ...], data: str, more: str = "") -> Node:
    link = urls.pinned(urls.comparison(View(operations=slugs)), data)
    return node("Li", [node("A", name, href=link), more or None])


def _of_release(world: World, release: Release) -> list[Comparison]:
    """Return a release beside others: of its month, and of its countries, nearest in time first."""
    month = f"{release.disclosed:%B %Y}"
    others = [r for r in world.catalogue.releases.values() if r.slug != release.slug]
    groups = {f"Also disclosed in {month}": [r for r in others if f"{r.disclosed:%B %Y}" == month]}
    for slug in release.countries:
        of_country = [r for r in others if slug in r.countries]
        of_country.sort(key=lambda r: abs(r.disclosed - release.disclosed))
        groups[f"Other releases linked to {world.catalogue.countries[slug].name}"] = of_country
    return [
        _comparison(world, name, [r.slug for r in group], release.slug)
        for name, group in groups.items()
        if group
    ]


def _comparison(world: World, name: str, slugs: list[str], *before: str) -> Comparison:
    """Return the comparison of operations, those `before` first; it names the `slugs` that fit."""
    most = MAX_OPERATIONS - len(before)
    names = ", ".join(world.catalogue.operations[slug].short for slug in slugs[:most])
    left_out = f" ({len(slugs) - most} more do not fit)" if len(slugs) > most else ""
    return Comparison(name, names + left_out, (*before, *slugs[:most]))


ASKED = tuple(panel for panel in PANELS if not panel.compares)
ACROSS = (1, 3, 5)  # widths that charts are drawn for; site.js takes the widest that fits
TAGS = 10  # hashtags set beside those that others counted


def page(seen: Seen, slug: str) -> Page | None:
    """Return the page of an operation, None if there is none of this name."""
    world = seen.world
    if (operation := world.catalogue.operations.get(slug)) is None:
        return None
    release = operation.releases[0]
    lead = release.summary if operation.kind == "release" else _lead(operation)
    view = View(operations=(slug,), data=seen.data)
    without = unanswered(world, view, ASKED)
    main = [
        node("H1", operation.name),
        node("P", lead, className="lead") if lead else None,
        node("P", defined(_basis(world, operation), "basis", seen.data), className="note"),
        operation_facts.facts(world, operation, seen.data),
        *(_panel(world, view, panel) for panel in ASKED if panel not in without),
        unanswered_list(world, (operation,), [panel.topic for panel in without]),
        *_findings(operation),
        *operation_facts.disputes(world, operation),
        *both_weeks(world, operation),
        *both_collections(world, operation),
        *first_issue(world, operation),
        *by_year(world, operation),
        *tags_beside(world, operation),
        *operation_facts.files(world, operation),
        compare_with(world, operation, seen.data),
    ]
    about = f"{operation.name}: facts, counts and sources of what the platform disclosed."
    return Page(operation.name, about, main, scripts=(plotly(), asset("site.js")))


def _basis(world: World, operation: Operation) -> str:
    return f"Basis — {column_heads.rests(world, operation.slug)}."


def _lead(operation: Operation) -> str:
    count = len(operation.releases)
    what = "A group of" if operation.kind == "group" else "All"
    return f"{what} {count} releases, read together." if count > 1 else "Its only release."


def _panel(world: World, view: View, panel: Panel[Any]) -> Node:
    """Return one question with its answer in words and a table; site.js adds the chart."""
    look = Look(across=1)
    answered = render.Answered.of(world, panel, view)
    parts = render.panel_parts(answered, look, compares=False)
    children = [
        node("H2", panel.question, id=f"{panel.key}-title"),
        node("P", parts["sentence"], className="sentence"),
    ]
    if parts["figure"]:
        children += [
            node("P", parts["caption"], className="unit"),
            *_chart(panel, answered.answer, parts),
        ]
    children.append(node("Div", parts["cells"], className="answer"))
    made = render.panel_table(world, panel, view)
    if made.body:
        numbers = table(made.head, made.body, made.caption, "numbers")
        folded = [node("Summary", "Table"), numbers]
        children.append(node("Details", folded, className="as-table"))
    how = render.panel_how(answered, look, compares=False)
    children.append(node("Details", [node("Summary", "How we know"), *how], className="how"))
    children.append(node("P", parts["links"], className="links"))
    named = ui.aria(labelledby=f"{panel.key}-title")
    return node("Section", children, className="panel", id=panel.key, **named)


def _chart(panel: Panel[Any], answer: Answer, parts: dict[str, Any]) -> list[Node]:
    """Return an empty chart, and its figures in light and dark by width as JSON for site.js."""
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


def _findings(operation: Operation) -> list[Node]:
    """Return what others found, once for all questions."""
    every = [finding for release in operation.releases for finding in release.findings]
    items = [render.finding_text(finding) for finding in every]
    return [section("What others found", [listed(items)], "findings")] if items else []


def tags_beside(world: World, operation: Operation) -> list[Node]:
    """Set hashtags that we counted beside those that others counted on the same releases."""
    parts = [
        _beside(world, source)
        for source in world.sources_of(operation.slug)
        if source.manifest.themes_version and len(source.releases) == 1
    ]
    nodes = [part for part in parts if part]
    return [section("Hashtags counted twice", nodes, "hashtags-beside")] if nodes else []


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
        here = f"{uses[item]:,}" if item in uses else "fewer than 10 accounts, or none"
        body.append([node("Bdi", label, dir="auto"), f"{count:,}", here, share])
    credit = world.collections_of([cited], "hashtags")[0].credit
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
