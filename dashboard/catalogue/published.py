"""Numbers that others published on the files of releases: data/published/counts.csv, each cited.

`Reconciled` sets such a number beside the one that was counted here, and says it in words.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard.catalogue.records import RecordError, check_source

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
COLUMNS = ["release", "collection", "number", "told", "source", "why", "known"]


@dataclass(frozen=True)
class Count:
    """A number that `source` published on the files of a release, or of releases read together.

    `why` says in a sentence why another number may be right. With `our_figure` it is the reason for
    that number of ours alone. Without, it says what this count is of (another issue of the files,
    or lines in place of rows): the reason where ours is a number that somebody else published.
    """

    release: str  # slug of a release or group
    collection: str  # whose files were counted; "" = the release as the platform published it
    number: str  # one of NUMBERS
    figure: int | str  # a text for TIMES, as in "2020-06-11 23:59"
    source: str  # an address or a citation
    why: str = ""
    our_figure: int | None = None

    @property
    def is_of_whole(self) -> bool:
        """Return whether it is the number that the release's own files should have."""
        return not self.why or self.our_figure is not None


def read_published(path: Path) -> tuple[Count, ...]:
    """Return the checked counts at `path`; RecordError names the line at fault."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            counts = tuple(_counts(csv.DictReader(file), path.name))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise RecordError(f"{path.name} cannot be read.") from None
    seen = set()
    for count in counts:
        if (key := (count.release, count.collection, count.number, count.figure)) in seen:
            raise RecordError(f"{path.name}: {count.release}, {count.number} is there twice.")
        seen.add(key)
    return counts


def _counts(rows: "csv.DictReader[str]", name: str) -> Iterator[Count]:
    if rows.fieldnames != COLUMNS:
        raise RecordError(f"{name}: expected the columns {', '.join(COLUMNS)}.")
    for row in rows:
        entry = f"{name}, line {rows.line_num}"
        if len(row) != len(COLUMNS) or None in row.values():
            raise RecordError(f"{entry}: expected {len(COLUMNS)} cells.")
        yield _count(row, entry)


def _count(row: dict[str, str], entry: str) -> Count:
    release, collection, number, figure, source, why, ours = row.values()
    if number not in NUMBERS:
        raise RecordError(f"{entry}: unknown number {number}.")
    if not release or not source:
        raise RecordError(f"{entry}: release and source must be given.")
    check_source(source, entry)
    try:
        if number in TIMES:
            datetime.strptime(figure, MINUTE)
        published = figure if number in TIMES else int(figure)
        our_figure = int(ours) if ours else None
    except ValueError:
        problem = f"{figure!r} or known is not a number, or a time in UTC."
        raise RecordError(f"{entry}: {problem}") from None
    if our_figure is not None and not why:
        raise RecordError(f"{entry}: known needs a why.")
    return Count(release, collection, number, published, source, why, our_figure)


EQUAL, KNOWN, UNEXPLAINED = "equal", "known", "unexplained"


@dataclass(frozen=True)
class Reconciled:
    """A number that was counted here beside one that was published: equal, or why not."""

    name: str  # of the number, in words
    ours: int | str  # with the records that could not be read; a text for times, "YYYY-MM-DD HH:MM"
    published: int | str
    source: str  # an address or a citation
    verdict: str  # EQUAL, KNOWN or UNEXPLAINED; KNOWN = they differ, and it is known why
    reason: str = ""  # a sentence; "" unless the verdict is KNOWN
    quarantined: int = 0  # records in `ours` that could not be read


def sentence(pair: Reconciled) -> str:
    """Return the comparison as one sentence, as the command line prints it."""
    ours = number_text(pair.ours)
    if pair.quarantined and isinstance(pair.ours, int):
        ours += f" ({pair.ours - pair.quarantined:,} accepted, {pair.quarantined:,} quarantined)"
    both = f"{pair.name}: {ours} here, {number_text(pair.published)} elsewhere ({pair.source})"
    return f"{both}: {verdict(pair)}".removesuffix(".") + "."


def verdict(pair: Reconciled) -> str:
    """Return the verdict in words: equal, or differs by how much and why."""
    if pair.verdict == EQUAL:
        return EQUAL
    why = f"known reason. {pair.reason}" if pair.verdict == KNOWN else UNEXPLAINED
    return f"differs by {_difference(pair)}: {why}"


def number_text(number: int | str) -> str:
    """Return a count with commas; a time stays as it is."""
    return f"{number:,}" if isinstance(number, int) else number


def _difference(pair: Reconciled) -> str:
    if isinstance(pair.ours, int) and isinstance(pair.published, int):
        return f"{abs(pair.ours - pair.published):,}"
    ours, theirs = (datetime.strptime(str(t), MINUTE) for t in (pair.ours, pair.published))
    minutes = int(abs(ours - theirs).total_seconds()) // 60
    return f"{minutes:,} {'minute' if minutes == 1 else 'minutes'}"
