"""Release files -> one collection's folder in the store: read, count, write, put in place."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard import __version__
from dashboard.archive.containers import Member, is_note, list_files, unpack
from dashboard.archive.csvfile import read_header
from dashboard.archive.engine import open_stage
from dashboard.archive.formats import ASIDE, USERS, Format, recognise
from dashboard.archive.matching import Matcher
from dashboard.archive.problem import IngestError
from dashboard.archive.publish import check_place, publish, write_tables
from dashboard.archive.reader import Progress, make_tables, read_file
from dashboard.archive.reconcile import reconcile
from dashboard.archive.rollup import roll_up
from dashboard.archive.staging import NEW, staging
from dashboard.archive.subject import Subject, choose_collection, depth_of, resolve_subject
from dashboard.lexicon import Lexicon
from dashboard.releases import Catalogue
from dashboard.tables import Manifest, SourceFile, sha256

__all__ = ["IngestError", "Report", "ingest", "resolve_subject"]


@dataclass(frozen=True)
class Report:
    """What an ingest did: the manifest, and in sentences what was read, skipped and compared."""

    manifest: Manifest
    lines: tuple[str, ...]


@dataclass
class Reading:
    """What has been read so far."""

    sources: list[SourceFile] = field(default_factory=list)
    forms: set[Format] = field(default_factory=set)
    records: dict[str, int] = field(default_factory=dict)  # by role
    contents: dict[str, str] = field(default_factory=dict)  # SHA-256 -> name of the file
    lines: list[str] = field(default_factory=list)

    @property
    def posts(self) -> int:
        """Return the records of posts, or of counts of posts."""
        return sum(rows for role, rows in self.records.items() if role != USERS)

    @property
    def users(self) -> int | None:
        """Return the records of users; None = no users file was read."""
        return self.records.get(USERS)


def ingest(
    paths: Sequence[Path],
    subject: str,
    collection: str | None,
    store: Path,
    catalogue: Catalogue,
    lexicon: Lexicon,
    progress: Progress,
) -> Report:
    """Read the files at `paths` and put what is counted from them into the store.

    Raises IngestError, one sentence, and leaves the store as it was, if anything is in doubt.
    """
    about = resolve_subject(subject, catalogue)
    matcher = Matcher(lexicon)
    with _translated(store), staging(store) as room, closing(open_stage(room)) as stage:
        reading = _read_all(paths, room, stage, matcher, progress)
        name = choose_collection(collection, reading.forms, about, catalogue)
        place = store / about.slug / name
        reading.lines += check_place(place, reading.posts > 0, reading.users is not None)
        has = frozenset().union(*(form.has for form in reading.forms))
        frames = roll_up(stage, has, about.zone, progress)
        hashes = write_tables(frames, room / NEW)
        manifest = _describe(stage, about, name, reading, matcher.version, hashes)
        publish(room, store, manifest)
    lines = (*reading.lines, *reconcile(manifest, about, catalogue.collections[name]))
    return Report(manifest, lines)


@contextmanager
def _translated(store: Path) -> Iterator[None]:
    """Turn what the disk or the database may raise at any step into a sentence."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or problem
        raise IngestError(f"{store} could not be written: {reason}.") from problem
    except duckdb.Error as problem:
        first = str(problem).splitlines()[0].rstrip(".")
        raise IngestError(f"The files could not be counted: {first}.") from problem


def _read_all(
    paths: Sequence[Path],
    room: Path,
    stage: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    progress: Progress,
) -> Reading:
    reading = Reading()
    make_tables(stage)
    for path in list_files(list(paths)):
        if is_note(path.name):
            reading.lines.append(f"{path.name}: skipped, a note.")
            continue
        members = unpack(path, room)
        used = [_read_member(member, reading, stage, matcher, progress) for member in members]
        if any(used):
            reading.sources.append(SourceFile(path.name, path.stat().st_size, sha256(path)))
    _check_filled(reading, paths)
    return reading


def _check_filled(reading: Reading, paths: Sequence[Path]) -> None:
    """Refuse files without posts, but for a users file given alone."""
    alone = reading.records.keys() == {USERS}
    if not (reading.users if alone else reading.posts):
        what = "users" if alone else "posts"
        raise IngestError(f"{', '.join(p.name for p in paths)}: there are no {what} to read.")


def _read_member(
    member: Member,
    reading: Reading,
    stage: duckdb.DuckDBPyConnection,
    matcher: Matcher,
    progress: Progress,
) -> bool:
    """Read one plain file unless it has nothing to count; say which, and whether it was read."""
    header = read_header(member.path, member.name)
    form = recognise(header, member.name)
    if form.role == ASIDE:
        reading.lines.append(f"{member.name}: skipped, {form.name}.")
        return False
    rows = read_file(stage, member.path, member.name, header, form, matcher, progress)
    other = reading.contents.setdefault(member.sha256, member.name) if rows else member.name
    if other != member.name:
        raise IngestError(f"{other} and {member.name} have the same contents: give one of them.")
    reading.forms.add(form)
    reading.records[form.role] = reading.records.get(form.role, 0) + rows
    reading.lines.append(f"{member.name}: {rows:,} records of {form.name}.")
    return True


def _describe(
    stage: duckdb.DuckDBPyConnection,
    about: Subject,
    collection: str,
    reading: Reading,
    themes_version: str,
    hashes: dict[str, str],
) -> Manifest:
    totals = "sum(posts)::BIGINT, min(minute), max(minute), count(DISTINCT userid)"
    posts, first, last, active = _one(stage, f"SELECT {totals} FROM post")
    (published,) = _one(stage, "SELECT count(DISTINCT userid) FROM member")
    depth = depth_of(reading.forms)
    is_read = depth == "rows" and reading.posts > 0
    return Manifest(
        subject=about.slug,
        collection=collection,
        depth=depth,
        files=tuple(sorted(reading.sources, key=lambda source: (source.name, source.sha256))),
        posts=posts or 0,
        posts_rejected=0,
        users_rows=reading.users,
        published=None if reading.users is None else published,
        active=active if is_read else None,
        first=_time(first),
        last=_time(last),
        themes_version=themes_version if is_read else None,
        zone=about.zone,
        tool=f"takedowns {__version__}",
        tables=hashes,
    )


def _one(stage: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the only row of `query`."""
    row = stage.execute(query).fetchone()
    assert row is not None
    return row


def _time(minute: int | None) -> str | None:
    return None if minute is None else f"{datetime.fromtimestamp(minute * 60, UTC):%Y-%m-%d %H:%M}"
