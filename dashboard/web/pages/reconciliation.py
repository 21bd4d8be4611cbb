"""What was counted from files, beside what others published on them: a table for each collection.

The comparison was made when the files were read and stands in the manifest. Numbers of others that
it does not have, because other files were counted or none is held, follow as a list.
"""

from typing import Any

from dashboard.catalogue.published import (
    EQUAL,
    KNOWN,
    UNEXPLAINED,
    Reconciled,
    number_text,
    verdict,
)
from dashboard.catalogue.releases import Collection, Operation, Release
from dashboard.look.ui import Node, node
from dashboard.snapshot.beside import Beside, beside
from dashboard.snapshot.world import World
from dashboard.store.holdings import Manifest
from dashboard.web.pages.document import address, capital, listed, section, table


def others(world: World, release: Release) -> Any:
    """Return what others counted beside our counts; disputed numbers are folded away."""
    pairs = beside(world, release)
    counted_here = [comparison_nodes(p) for p in pairs if p.counted and p.ours is not None]
    not_here = _not_here([p for p in pairs if p.counted and p.ours is None])
    nodes: list[Any] = [node("P", part) for part in (*counted_here, *not_here)]
    if disputed := [p for p in pairs if not p.counted]:
        many = "1 other number" if len(disputed) == 1 else f"{len(disputed)} other numbers"
        numbers = listed([comparison_nodes(pair) for pair in disputed])
        nodes.append(node("Details", [node("Summary", f"Sources give {many}"), numbers]))
    return nodes or "none known"


def _not_here(pairs: list[Beside]) -> list[list[Any]]:
    """Return sentences on numbers of others without one of ours, those of one source together."""
    by_source: dict[tuple[str, str], list[Beside]] = {}
    for pair in pairs:
        by_source.setdefault((pair.source, pair.why), []).append(pair)
    return [
        [
            capital(" and ".join(f"{p.what} {p.figure:,}" for p in same_source)),
            *(" (", address(source), "); ", why, "."),
        ]
        for (source, why), same_source in by_source.items()
    ]


def comparison_nodes(pair: Beside) -> list[Any]:
    """Say a number that others published, ours beside it, the difference and its reason."""
    nodes: list[Any] = [f"{capital(pair.what)}: {pair.figure:,} (", address(pair.source), "); "]
    if pair.ours is None:
        return [*nodes, f"{pair.why or 'not stated here'}."]
    if not pair.difference:
        return [*nodes, f"{pair.whose} {pair.ours:,}, equal."]
    more = "more" if pair.difference > 0 else "fewer"
    nodes.append(f"{pair.whose} {pair.ours:,}, {abs(pair.difference):,} {more}")
    return [*nodes, f": {pair.why}" if pair.why else "; why is not known."]


HEAD = ["What", "Counted here", "Published", "Verdict", "Published by"]
HOW = (
    "Each number counted from the files stands beside what was published on the same files. A "
    "reason counts as known only where it is given for exactly this difference."
)
QUARANTINED = (
    "Records that could not be read are part of the number counted here: they were in the files "
    "that others counted, too."
)
SUMMED = {EQUAL: "equal", KNOWN: "differing for a known reason", UNEXPLAINED: "unexplained"}


def beside_ours(
    world: World, operation: Operation, holdings: list[tuple[Manifest, Collection]]
) -> list[Node]:
    """Return the section on what others published, [] where there is nothing of it."""
    reconciled = [
        (manifest, collection) for manifest, collection in holdings if manifest.reconciled
    ]
    parts = [_table(world, operation, *holding) for holding in reconciled]
    if parts:
        parts = [node("P", HOW), *parts]
    if any(figure.quarantined for manifest, _ in reconciled for figure in manifest.reconciled):
        parts.append(node("P", QUARANTINED, className="note"))
    if others := _others(world, operation, [manifest for manifest, _ in reconciled]):
        parts.append(listed(others))
    return [section("Published by others, beside ours", parts, "beside")] if parts else []


def _table(world: World, operation: Operation, manifest: Manifest, collection: Collection) -> Node:
    caption = f"{capital(collection.title)}: {_summed(manifest.reconciled)}"
    if len(operation.releases) > 1:
        caption = f"{world.catalogue.operations[manifest.subject].name}. {caption}"
    return table(HEAD, [_row(figure) for figure in manifest.reconciled], caption, "reconciled")


def _row(figure: Reconciled) -> list[Any]:
    ours = number_text(figure.ours)
    if figure.quarantined:
        ours += f", {figure.quarantined:,} of them not readable"
    words = capital(verdict(figure))
    shown = node("B", words) if figure.verdict == UNEXPLAINED else words
    source = address(figure.source)
    return [capital(figure.name), ours, number_text(figure.published), shown, source]


def _summed(reconciled: tuple[Reconciled, ...]) -> str:
    """Say how many numbers are equal, and how many not."""
    verdicts = [figure.verdict for figure in reconciled]
    numbers = "1 number" if len(verdicts) == 1 else f"{len(verdicts)} numbers"
    counts = {words: verdicts.count(v) for v, words in SUMMED.items() if v in verdicts}
    if len(counts) > 1:
        return f"{numbers}, {', '.join(f'{many} {words}' for words, many in counts.items())}"
    return f"{numbers}, {'all ' if len(verdicts) > 1 else ''}{''.join(counts)}"


def _others(world: World, operation: Operation, manifests: list[Manifest]) -> list[list[Any]]:
    """Return published numbers that no table has, each as a sentence."""
    shown = {(m.subject, figure.published) for m in manifests for figure in m.reconciled}
    return [
        [f"{release.slug}: " if len(operation.releases) > 1 else "", *comparison_nodes(pair)]
        for release in operation.releases
        for pair in beside(world, release)
        if pair.counted and (release.slug, pair.figure) not in shown
    ]
