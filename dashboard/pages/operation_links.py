"""Which comparisons an operation stands in: its month, its countries, and those that are ready."""

from dashboard.catalogue.releases import Operation
from dashboard.link.view import MAX_OPERATIONS, View
from dashboard.look.ui import Node, node
from dashboard.pages.document import section
from dashboard.snapshot.world import World


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
    return f"/{View(operations=slugs).to_query()}"


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
