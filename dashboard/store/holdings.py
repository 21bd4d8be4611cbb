"""What the store holds of one collection of files: its tables, and a manifest that describes them.

A holding lies in `<subject>/<collection>/<12 hex digits>/`: `manifest.json`, one Parquet file a
table, and `private/` with account-level tables that are never served row by row. The subject is the
slug of a release, or of a group of releases where the collection cannot tell them apart. The digits
begin the SHA-256 of the manifest, which has those of the tables: what has the same name is the
same, and nothing in a holding ever changes.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from dashboard.catalogue.published import Reconciled
from dashboard.catalogue.releases import Catalogue, Release
from dashboard.clock.calendars import Country
from dashboard.tables import (
    LATER_TABLES,
    PRIVATE,
    TABLES,
    IngestError,
    TableError,
    empty_table,
    read_table,
    sha256,
)

MANIFEST = "manifest.json"
FORMAT = 4  # of a holding; a reader refuses a number it does not know
# 2 had no phases: what it lacks is in tables.LATER_TABLES, LATER_COLUMNS; 3 lacked LATER_FIELDS.
WITHOUT_PHASES, WITHOUT_COVERAGE = 2, 3
READABLE = (WITHOUT_PHASES, WITHOUT_COVERAGE, FORMAT)
# None in a manifest without: not recorded.
LATER_FIELDS = {"coverage", "records", "left_out", "repeated", "differing", "equal", "most_equal"}
DIGITS = 12  # of a SHA-256 in hex that name a holding or a version
SERVED = tuple(name for name in PRIVATE if name != "quarantine")  # private, and counted over


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: base name, size in bytes, SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What one folder of the store was made from and how much of it there is."""

    subject: str
    collection: str
    depth: str  # "rows" = we read its rows; "counts" = others counted its rows
    files: tuple[SourceFile, ...]
    posts: int
    posts_rejected: int
    rejected: dict[str, int]  # reason -> records, of posts and users
    minutes_checked: int  # records whose id tells the minute that the post was written in
    minutes_off: int  # those of them that are dated in another minute
    users_rows: int | None  # rows of the users file; None = there was none
    published: int | None  # distinct ids in the users file
    active: int | None  # accounts with at least one post
    first: str | None  # first and last post, "YYYY-MM-DD HH:MM" UTC
    last: str | None
    themes_version: str | None  # None = no text was read, so themes are not known
    zone: str  # the operator's clock that months were counted on
    tool: str
    tables: dict[str, str]  # file name -> SHA-256
    reconciled: tuple[Reconciled, ...] = ()  # () = nothing published to compare, or not compared
    simulated: bool = False  # made up from end to end; never held beside what is real
    coverage: str | None = None  # the days that it tells of, "FROM..TO"; ".." = all of its releases
    records: int | None = None  # of posts: all of these are posts, left out, repeated or rejected
    left_out: int | None = (
        None  # records of accounts that no users file lists, where only those count
    )
    repeated: int | None = None  # records of a post that was read before
    differing: int | None = None  # those of them that say something else of it
    equal: int | None = None  # records without a post's id that are equal to one before; they count
    most_equal: int | None = None  # how often the most frequent of them is there
    format: int = FORMAT

    def write(self, folder: Path) -> str:
        """Write the manifest into `folder`; return its SHA-256."""
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        (folder / MANIFEST).write_bytes(text.encode())
        return hashlib.sha256(text.encode()).hexdigest()

    def same_numbers(self, other: "Manifest") -> bool:
        """Whether both state the same numbers, by whatever files and tool they were made."""
        return replace(self, files=other.files, tool=other.tool) == other


@dataclass(frozen=True)
class Holding:
    """One collection as held in the store: its manifest and its tables."""

    manifest: Manifest
    posts: pd.DataFrame
    accounts: pd.DataFrame
    tags: pd.DataFrame
    domains: pd.DataFrame
    clients: pd.DataFrame
    profiles: pd.DataFrame
    intervals: pd.DataFrame
    # Account-level tables by name, to count over and never to show; {} where they were not copied.
    private: dict[str, pd.DataFrame] = field(default_factory=dict)


def read_holding(folder: Path) -> Holding:
    """Read a holding, each of its tables checked against the manifest's hash.

    An embedded or copied store may lack `private/`, but not a part of it. A table that came later
    than the holding is empty.
    """
    manifest = check_holding(folder)

    def read(name: str, columns: dict[str, str]) -> pd.DataFrame:
        file = f"{name}.parquet"
        is_there = file in manifest.tables
        return read_table(folder / file, columns) if is_there else empty_table(columns)

    served = SERVED if (folder / "private").exists() else ()
    private = {name: read(f"private/{name}", PRIVATE[name]) for name in served}
    frames = {name: read(name, columns) for name, columns in TABLES.items()}
    return Holding(manifest, private=private, **frames)


def check_holding(folder: Path) -> Manifest:
    """Return the manifest; raise TableError unless it and every table are what was written."""
    manifest = read_manifest(folder)
    if not sha256(folder / MANIFEST).startswith(folder.name):
        raise TableError(f"{_named(folder)}: {MANIFEST} is damaged, its hash differs.")
    later = LATER_TABLES if manifest.format <= WITHOUT_PHASES else ()
    for name in (*TABLES, *(f"private/{name}" for name in PRIVATE)):
        if f"{name}.parquet" not in manifest.tables and name not in later:
            raise TableError(f"{_named(folder)} has no {name}.parquet: ingest its files again.")
    copied = not (folder / "private").exists()
    for name, digest in manifest.tables.items():
        if not (copied and "/" in name) and sha256(folder / name) != digest:
            raise TableError(f"{_named(folder)}: {name} is damaged, its hash differs.")
    return manifest


def _named(folder: Path) -> str:
    return f"{folder.parent.parent.name}/{folder.parent.name}"


def read_manifest(folder: Path) -> Manifest:
    """Return what `folder` says of itself; raise TableError unless it is of this format."""
    place = f"{MANIFEST} of {_named(folder)}"
    try:
        table: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise TableError(f"{place} cannot be read: {problem}") from None
    version = table.get("format") if isinstance(table, dict) else None
    if version not in READABLE:
        raise TableError(f"{_named(folder)}: store format {version} is not {FORMAT}.")
    expected = {field.name for field in fields(Manifest)}
    expected -= LATER_FIELDS if version <= WITHOUT_COVERAGE else set()
    if set(table) != expected:
        raise TableError(f"{place}: expected {sorted(expected)}.")
    try:
        table["files"] = tuple(SourceFile(**row) for row in table["files"])
        table["reconciled"] = tuple(Reconciled(**row) for row in table["reconciled"])
        table |= {name: dict(**table[name]) for name in ("rejected", "tables")}
    except TypeError:
        raise TableError(f"{place}: a list or table in it is not as expected.") from None
    return Manifest(**table)


class Subject(NamedTuple):
    """A release, or a group that one collection covers together: its operator's clock and country.

    Where a release was attributed to several countries, the first one's calendar is used.
    """

    slug: str
    releases: tuple[Release, ...]
    zone: str
    country: Country


def resolve_subject(text: str, catalogue: Catalogue) -> Subject:
    """Return the release (by slug or archive id) or group that `text` names."""
    slugs = {r.archive_id.lower(): r.slug for r in catalogue.releases.values()}
    slug = slugs.get(text.lower(), text.lower())
    operation = catalogue.operations.get(slug if slug in catalogue.releases else text)
    if operation is None:
        raise IngestError(f"{text} is not a known release or group.")
    if operation.kind == "country":
        raise IngestError(f"{text} is a country: name one of its releases, or a group.")
    zones = sorted({release.zone for release in operation.releases})
    if len(zones) > 1:
        raise IngestError(f"{text} has no one clock: its releases keep {' and '.join(zones)} time.")
    first = operation.releases[0]
    country = catalogue.countries[first.countries[0]]
    return Subject(operation.slug, operation.releases, first.zone, country)
