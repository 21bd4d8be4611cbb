"""The lines that `list` prints: what a store holds, and what is known of other releases."""

from collections import Counter
from collections.abc import Iterable, Set
from pathlib import Path

from dashboard.catalogue.releases import Catalogue
from dashboard.look.simulated import BANNER
from dashboard.store.holdings import Manifest, read_manifest
from dashboard.store.repeats import repeats
from dashboard.store.versions import current_contents

HEAD = ("operation", "depth", "posts", "published", "collection")
NUMBERS = (2, 3)  # columns written flush right
DEPTHS = ("counts", "facts")  # of what is not held, deepest first

Row = tuple[str, str, str, str, str]


def listing(store: Path, catalogue: Catalogue, cited: Set[str], every: bool) -> list[str]:
    """Return a line for each collection held, then the other releases by depth, or one by one.

    `cited` are the releases of which others' counts come with the dashboard. "-" = not known. Of a
    release that is not held, the numbers are the catalogue's. Only manifests are read: whether a
    table is damaged shows when the store is served.
    """
    contents = current_contents(store)
    manifests = [
        read_manifest(contents.folder(store, name))
        for name in sorted(contents.holdings, key=lambda name: name.split("/"))
    ]
    of_each = [_releases(manifest, catalogue) for manifest in manifests]
    covered = {slug for slugs in of_each for slug in slugs}
    others = {s: _depth([s], cited) for s in catalogue.releases if s not in covered}
    rows = [
        _row_of_holding(manifest, _depth(slugs, cited))
        for manifest, slugs in zip(manifests, of_each, strict=True)
    ]
    if every:
        order = sorted(others, key=lambda slug: DEPTHS.index(others[slug]))
        rows += [_row_of_release(slug, others[slug], catalogue) for slug in order]
    lines = aligned([HEAD, *rows]) if rows else [f"{store} holds nothing."]
    lines = [BANNER, *lines] if any(manifest.simulated for manifest in manifests) else lines
    lines += [f"{m.subject}/{m.collection}: {text}" for m in manifests for text in repeats(m)]
    lines += [] if every else _summed(others.values())
    return [*lines, f"data version {contents.version}"] if contents.texts else lines


def _releases(manifest: Manifest, catalogue: Catalogue) -> list[str]:
    """Return the releases that a holding is about; [] if the catalogue has no such operation."""
    operation = catalogue.operations.get(manifest.subject)
    return [release.slug for release in operation.releases] if operation else []


def _depth(releases: list[str], cited: Set[str]) -> str:
    return DEPTHS[not set(releases) & cited]


def _row_of_holding(manifest: Manifest, otherwise: str) -> Row:
    """Return the row of a holding; `otherwise`: its depth if only its users file is held."""
    depth = manifest.depth if manifest.posts else f"{otherwise}, users"
    posts = _number(manifest.posts or None)
    return manifest.subject, depth, posts, _number(manifest.published), manifest.collection


def _row_of_release(slug: str, depth: str, catalogue: Catalogue) -> Row:
    release = catalogue.releases[slug]
    published = release.users_rows if release.published is None else release.published
    return slug, depth, _number(release.posts), _number(published), "-"


def _number(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _summed(depths: Iterable[str]) -> list[str]:
    counts = Counter(depths)
    lines = [f"{counts[depth]} by {depth}" for depth in DEPTHS if counts[depth]]
    return [f"Not held, but known: {', '.join(lines)} (--all lists them)"] if lines else []


def aligned(rows: list[Row]) -> list[str]:
    """Return the rows as lines with their cells beneath each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: Row, widths: list[int]) -> list[str]:
    return [
        cell.rjust(width) if place in NUMBERS else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
