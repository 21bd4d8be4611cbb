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
    told_number,
    verdict,
)
from dashboard.catalogue.releases import Collection, Operation
from dashboard.look.ui import Node, node
from dashboard.pages.document import address, capital, listed, section, table
from dashboard.pages.others import told_beside
from dashboard.snapshot.beside import beside
from dashboard.snapshot.world import World
from dashboard.store.holdings import Manifest

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
    world: World, operation: Operation, held: list[tuple[Manifest, Collection]]
) -> list[Node]:
    """Return the section on what others published, [] where there is nothing of it."""
    reconciled = [(manifest, collection) for manifest, collection in held if manifest.reconciled]
    parts = [_table(world, operation, *one) for one in reconciled]
    if parts:
        parts = [node("P", HOW), *parts]
    if any(one.quarantined for manifest, _ in reconciled for one in manifest.reconciled):
        parts.append(node("P", QUARANTINED, className="note"))
    if others := _others(world, operation, [manifest for manifest, _ in reconciled]):
        parts.append(listed(others))
    return [section("Published by others, beside ours", parts, "beside")] if parts else []


def _table(world: World, operation: Operation, manifest: Manifest, collection: Collection) -> Node:
    caption = f"{capital(collection.title)}: {_summed(manifest.reconciled)}"
    if len(operation.releases) > 1:
        caption = f"{world.catalogue.operations[manifest.subject].name}. {caption}"
    return table(HEAD, [_row(one) for one in manifest.reconciled], caption, "reconciled")


def _row(one: Reconciled) -> list[Any]:
    ours = told_number(one.ours)
    if one.quarantined:
        ours += f", {one.quarantined:,} of them not readable"
    said = capital(verdict(one))
    source = address(one.source)
    shown = node("B", said) if one.verdict == UNEXPLAINED else said
    return [capital(one.name), ours, told_number(one.published), shown, source]


def _summed(reconciled: tuple[Reconciled, ...]) -> str:
    """Say how many numbers are equal, and how many not."""
    verdicts = [one.verdict for one in reconciled]
    numbers = "1 number" if len(verdicts) == 1 else f"{len(verdicts)} numbers"
    counts = {told: verdicts.count(v) for v, told in SUMMED.items() if v in verdicts}
    if len(counts) > 1:
        return f"{numbers}, {', '.join(f'{many} {told}' for told, many in counts.items())}"
    return f"{numbers}, {'all ' if len(verdicts) > 1 else ''}{''.join(counts)}"


def _others(world: World, operation: Operation, told: list[Manifest]) -> list[list[Any]]:
    """Return published numbers that no table has, each as a sentence."""
    shown = {(m.subject, one.published) for m in told for one in m.reconciled}
    return [
        [f"{release.slug}: " if len(operation.releases) > 1 else "", *told_beside(pair)]
        for release in operation.releases
        for pair in beside(world, release)
        if pair.counted and (release.slug, pair.told) not in shown
    ]
