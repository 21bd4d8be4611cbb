"""The list of operations to choose from: by country, each with what there is of it."""

from collections.abc import Iterable
from typing import Any

from dashboard.catalogue.releases import Catalogue, Operation, Release
from dashboard.link.parse import slug_of
from dashboard.link.view import View
from dashboard.look import ui
from dashboard.snapshot.evidence import HOURS, evidence, tables_counted
from dashboard.snapshot.kept import kept
from dashboard.snapshot.world import World

ANNOUNCED = "announced"  # what there is of an operation of which nobody counted anything


def operation_options(world: World, view: View) -> list[dict[str, Any]]:
    """Return the operations by country, of each the country and then its newest release first.

    Before them come columns with a period of their own, after them named groups. A joint release
    stands with the first of its countries, and is found by each.
    """
    return _options(world, tuple(column for column in view.operations if slug_of(column) != column))


@kept(64)
def _options(world: World, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the operations to choose from, before them these columns."""
    catalogue = world.catalogue
    groups = [o for o in catalogue.operations.values() if o.kind == "group"]
    countries = sorted(catalogue.countries.values(), key=lambda country: country.name)
    every = {"With a period of their own": [world.column(column) for column in columns]}
    every |= {country.name: _of_country(catalogue, country.slug) for country in countries}
    every |= {"Groups": groups}
    return [
        {"group": name, "items": [_option(world, o) for o in operations]}
        for name, operations in every.items()
        if operations
    ]


def _of_country(catalogue: Catalogue, slug: str) -> list[Operation]:
    operations = catalogue.operations
    releases = [r for r in catalogue.releases.values() if r.countries[:1] == (slug,)]
    newest = sorted(releases, key=lambda release: release.disclosed, reverse=True)
    return [operations[slug], *(operations[release.slug] for release in newest)]


def _option(world: World, operation: Operation) -> dict[str, str]:
    terms, known = _terms(world, operation), depth(world, operation.slug)
    return ui.option(operation.slug, operation.name, terms, note=known)


def depth(world: World, column: str) -> str:
    """Return what there is of an operation: "hours", other "counts", or "announced" alone."""
    known = evidence(world, column)
    if HOURS in known:
        return "hours"
    return "counts" if known or tables_counted(world, column) else ANNOUNCED


def _terms(world: World, operation: Operation) -> str:
    """Return what else an operation is searched by: who ran it, its files, its other names."""
    names = [alias.name for alias in world.catalogue.aliases if operation.slug in alias.operations]
    of_release = operation.releases if operation.kind == "release" else ()
    return " ".join([*names, *(term for release in of_release for term in _of_release(release))])


def _of_release(release: Release) -> Iterable[str]:
    yield release.operator
    yield from (dispute.value for dispute in release.disputes if dispute.field == "operator")
    yield f"{release.archive_id} {release.disclosed:%Y-%m %b}"
