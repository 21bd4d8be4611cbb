"""Numbers that others published on the files of releases: data/published/counts.csv, each cited."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from dashboard.records import RecordError, check_source

# The manifest's number -> what it is called where it stands beside a published one.
NUMBERS = {
    "posts": "posts",
    "users_rows": "rows of the users file",
    "published": "published accounts",
    "active": "active accounts",
    "first": "first post, UTC",
    "last": "last post, UTC",
}
TIMES = ("first", "last")
MINUTE = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Count:
    """A number that `source` published on the files of a release, or of releases read together.

    `why` says in a sentence why another number may be right. With `known` it is the reason for that
    number of ours alone. Without, it tells what this count is of (another issue of the files, or
    lines in place of rows): the reason where ours is a number that somebody else published.
    """

    release: str  # slug of a release or group
    collection: str  # whose files were counted; "" = the release as the platform published it
    number: str  # one of NUMBERS
    told: int | str  # a text for TIMES, as in "2020-06-11 23:59"
    source: str  # an address or a citation
    why: str = ""
    known: int | None = None

    @property
    def is_of_whole(self) -> bool:
        """Return whether it is the number that the release's own files should have."""
        return not self.why or self.known is not None


def read_published(path: Path) -> tuple[Count, ...]:
    """Return the checked counts at `path`; RecordError names the line at fault."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            counts = tuple(_counts(csv.DictReader(file), path.name))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise RecordError(f"{path.name} cannot be read.") from None
    seen = set()
    for count in counts:
        if (key := (count.release, count.collection, count.number, count.told)) in seen:
            raise RecordError(f"{path.name}: {count.release}, {count.number} is there twice.")
        seen.add(key)
    return counts


def _counts(rows: "csv.DictReader[str]", name: str) -> Iterator[Count]:
    columns = [field.name for field in fields(Count)]
    if rows.fieldnames != columns:
        raise RecordError(f"{name}: expected the columns {', '.join(columns)}.")
    for row in rows:
        entry = f"{name}, line {rows.line_num}"
        if len(row) != len(columns) or None in row.values():
            raise RecordError(f"{entry}: expected {len(columns)} cells.")
        yield _count(row, entry)


def _count(row: dict[str, str], entry: str) -> Count:
    if row["number"] not in NUMBERS:
        raise RecordError(f"{entry}: unknown number {row['number']}.")
    if not row["release"] or not row["source"]:
        raise RecordError(f"{entry}: release and source must be given.")
    check_source(row["source"], entry)
    told: int | str = row["told"]
    try:
        if row["number"] in TIMES:
            datetime.strptime(row["told"], MINUTE)
        else:
            told = int(row["told"])
        known = int(row["known"]) if row["known"] else None
    except ValueError:
        raise RecordError(
            f"{entry}: {row['told']!r} or known is not a number, or a time in UTC."
        ) from None
    if known is not None and not row["why"]:
        raise RecordError(f"{entry}: known needs a why.")
    return Count(**row | {"told": told, "known": known})  # type: ignore[arg-type]
