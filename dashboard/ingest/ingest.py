"""Release files -> one collection's folder in the store: read, count, write, put in place."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from dashboard import __version__
from dashboard.catalogue.lexicon import Lexicon
from dashboard.catalogue.published import Count
from dashboard.catalogue.releases import Catalogue
from dashboard.clock.period import Period, read_period
from dashboard.ingest.containers import list_files
from dashboard.ingest.count.rollup import roll_up
from dashboard.ingest.duplicates import Duplicates
from dashboard.ingest.engine import open_engine
from dashboard.ingest.formats.mapping import read_mapping
from dashboard.ingest.names import choose_collection, depth_of, guess_release
from dashboard.ingest.progress import Progress
from dashboard.ingest.quarantine import Quarantine, open_rows
from dashboard.ingest.reader import Reader
from dashboard.ingest.reconcile import reconcile, report
from dashboard.ingest.scan import Rules, Scanned, scan
from dashboard.ingest.stage import Stage
from dashboard.ingest.themes.matching import Matcher
from dashboard.store.holdings import Manifest, Subject, read_manifest, resolve_subject
from dashboard.store.lock import staging
from dashboard.store.publish import NEW, publish
from dashboard.store.repeats import repeats
from dashboard.store.versions import Contents, current_contents
from dashboard.tables import PRIVATE, TABLES, IngestError, TableError, write_table


@dataclass(frozen=True)
class IngestRequest:
    """What to read, as what, and how strictly."""

    paths: Sequence[Path]
    release: str | None  # or a group; None = as the files' names say
    store: Path
    collection: str | None = None  # None = as the files' columns say
    covers: str | None = None  # the days that the files tell of; None = as the catalogue has it
    mapping: Path | None = None  # how another platform's columns are to be read
    listed: bool = False  # count posts of the accounts in the users files alone
    allow_rejects: bool = False
    allow_unhashed: bool = False
    rejects: Path | None = None  # where the rows go that cannot be read
    keep_stage: Path | None = None  # where the stage goes when all is done


@dataclass(frozen=True)
class Report:
    """What an ingest did: the manifest, and in sentences what was read, skipped and compared."""

    manifest: Manifest
    version: str  # of the store, after it
    lines: tuple[str, ...]


def ingest(
    request: IngestRequest,
    catalogue: Catalogue,
    lexicon: Lexicon,
    published: Sequence[Count],
    progress: Progress,
    data: Path,
) -> Report:
    """Read the files and put what is counted from them into a new version of the store.

    The version keeps the texts in the folder `data`, of which catalogue, lexicon and published
    counts were read. Raises IngestError, one sentence, and leaves the store as it was, if anything
    is in doubt.
    """
    if request.keep_stage:
        _check_free(request.keep_stage)
    stated = _stated_coverage(request.covers)
    subject, lines = _subject(request, catalogue)
    with _errors_as_sentences(request.store), staging(request.store) as room:
        with open_rows(request.rejects) as rows, closing(open_engine(room)) as engine:
            stage, quarantine = Stage(engine, room / "stage", Matcher(lexicon)), Quarantine(rows)
            reader = Reader(stage, quarantine, progress)
            scanned = scan(request.paths, reader, _rules(request, subject))
            if request.listed and not scanned.users:
                raise IngestError("--listed needs the users file of the release.")
            name = choose_collection(request.collection, scanned.forms, subject, catalogue)
            contents = current_contents(request.store)
            lines += scanned.lines
            check_same(request.store, contents, scanned.is_simulated)
            lines += check_place(request.store, contents, f"{subject.slug}/{name}", scanned)
            duplicates = stage.count_once()
            left_out = stage.show(request.listed)
            if request.listed:
                lines += [f"{left_out:,} posts left out: no users file given lists their accounts."]
            frames = roll_up(engine, scanned.has, subject, progress)
            frames["private/quarantine"] = quarantine.frame()
            hashes = write_tables(frames, room / NEW)
            version = lexicon.version
            manifest = _describe(engine, subject, name, scanned, quarantine, version, hashes)
            coverage = stated or catalogue.collections[name].covers
            manifest = replace(manifest, coverage=str(_checked(coverage, manifest)))
            if manifest.active is not None:  # what others counted are no records of posts
                manifest = _with_records(manifest, scanned, left_out, duplicates)
            if not scanned.is_simulated:  # what is made up has a truth of its own
                compared = reconcile(manifest, subject, catalogue.collections[name], published)
                manifest = replace(manifest, reconciled=compared)
            if request.keep_stage:
                _keep(stage, request.keep_stage)
        made = publish(room, request.store, {room / NEW: manifest}, data)
    results = _results(manifest, len(quarantine.rejected), request.rejects)
    lines += [f"{subject.slug}/{name}:", *(f"  {line}" for line in results), *made.lines()]
    return Report(manifest, made.version, tuple(lines))


def _stated_coverage(covers: str | None) -> Period | None:
    try:
        return None if covers is None else read_period(covers)
    except ValueError as problem:
        raise IngestError(f"--covers {covers}: {problem}.") from None


def _checked(coverage: Period, manifest: Manifest) -> Period:
    """Return the days that files tell of. Raises IngestError if there are posts of other days."""
    days = [date.fromisoformat(time[:10]) for time in (manifest.first, manifest.last) if time]
    reach = timedelta(1)  # the operator's clock may be on the day before or after that of UTC
    early = [day for day in days if coverage.start and day < coverage.start - reach]
    late = [day for day in days if coverage.end and day > coverage.end + reach]
    if early or late:
        times = f"from {manifest.first} to {manifest.last} UTC"
        raise IngestError(f"The files are said to cover {coverage}, but have posts {times}.")
    return coverage


def _results(manifest: Manifest, rejected: int, rows: Path | None) -> Iterator[str]:
    """Yield what was compared, from when to when posts are, and where to look for the rejected."""
    yield from report(manifest)
    yield from repeats(manifest)
    if manifest.first:
        yield f"posts from {manifest.first} to {manifest.last} UTC."
    if rejected:
        yield f"quarantined: {rejected:,}; private/quarantine.parquet says where they lie, and why."
    if rows is not None:
        yield f"quarantined rows: {rejected:,}, in {rows}."


def _subject(request: IngestRequest, catalogue: Catalogue) -> tuple[Subject, list[str]]:
    """Return what the files are about: as the person said, or as their names do."""
    if request.release:
        # The archive's own names vary: spain_082019 is its spain_082019_1.
        in_archive = guess_release([request.release], catalogue)
        return resolve_subject(in_archive.slug if in_archive else request.release, catalogue), []
    release = guess_release(list_files(request.paths), catalogue)
    if release is None:
        raise IngestError("The names of the files do not tell the release: name it (--release).")
    sentence = f"release: {release.slug}, as the names of the files say."
    return resolve_subject(release.slug, catalogue), [sentence]


def _rules(request: IngestRequest, subject: Subject) -> Rules:
    """Return how files are read: posts of after the disclosure's day, anywhere, are set aside."""
    disclosed = max(release.disclosed for release in subject.releases)
    end = datetime.combine(disclosed, time(12), UTC) + timedelta(days=1)
    latest = int(end.timestamp()) // 60 - 1
    mapping = read_mapping(request.mapping) if request.mapping else None
    return Rules(latest, request.allow_rejects, request.allow_unhashed, mapping)


def check_place(store: Path, contents: Contents, name: str, scanned: Scanned) -> Iterator[str]:
    """Refuse to put users alone in the place of posts; say it if a users file goes unreplaced."""
    if name not in contents.holdings:
        return
    try:
        old = read_manifest(contents.folder(store, name))
    except TableError:
        if scanned.posts:
            return  # what cannot be read is replaced
        raise
    if old.posts and not scanned.posts:
        raise IngestError(f"{name} holds posts: read its users file together with its posts files.")
    if old.published is not None and scanned.users is None:
        yield f"{name}: the users file held before is gone; read it with the posts to keep it."


def check_same(store: Path, contents: Contents, is_simulated: bool) -> None:
    """Refuse what is simulated in a store of what is real, and the other way round."""
    for name in contents.holdings:
        with suppress(TableError):  # of what is damaged nobody knows
            if read_manifest(contents.folder(store, name)).simulated != is_simulated:
                ours, theirs = ("simulated", "real") if is_simulated else ("real", "simulated")
                raise IngestError(
                    f"{store} holds {theirs} accounts ({name}), and these are {ours}: one store is"
                    " never for both. Name another with --store."
                )


def write_tables(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, str]:
    """Write every table of the store into `folder`; return the SHA-256 by file name."""
    (folder / "private").mkdir(parents=True, mode=0o700)
    tables = TABLES | {f"private/{name}": columns for name, columns in PRIVATE.items()}
    hashes = {}
    for name, columns in tables.items():
        file = f"{name}.parquet"
        hashes[file] = write_table(frames[name], columns, folder / file)
    for path in (folder / "private").iterdir():
        path.chmod(0o600)
    return hashes


def _check_free(folder: Path) -> None:
    """Raise IngestError, before hours of work, if the stage cannot be kept in `folder`."""
    if folder.exists():
        raise IngestError(f"{folder} exists already: name a new folder for the stage.")
    if not folder.absolute().parent.is_dir():
        raise IngestError(f"{folder} cannot be made: the folder that it would lie in is missing.")


def _keep(stage: Stage, folder: Path) -> None:
    """Put the stage where it was asked for, shut to others: its accounts can be found again."""
    _check_free(folder)
    stage.folder.chmod(0o700)
    try:
        shutil.move(stage.folder, folder)
    except OSError as problem:
        raise IngestError(f"{folder} cannot be written: {problem.strerror}.") from None


@contextmanager
def _errors_as_sentences(store: Path) -> Iterator[None]:
    """Turn what the disk or the database may raise at any step into a sentence."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or problem
        raise IngestError(f"{store} could not be written: {reason}.") from problem
    except (RuntimeError, duckdb.Error) as problem:
        if _is_ctrl_c(problem):
            raise KeyboardInterrupt from problem
        if not isinstance(problem, duckdb.Error):
            raise
        first = str(problem).splitlines()[0].rstrip(".")
        raise IngestError(f"The files could not be counted: {first}.") from problem


def _is_ctrl_c(problem: Exception) -> bool:
    """Return whether DuckDB tells of Ctrl-C: in itself, or in Python that it had called."""
    if isinstance(problem, RuntimeError | duckdb.InterruptException):
        return "interrupted" in str(problem).lower()
    return KeyboardInterrupt.__name__ in str(problem)


def _describe(
    engine: duckdb.DuckDBPyConnection,
    subject: Subject,
    collection: str,
    scanned: Scanned,
    quarantine: Quarantine,
    themes_version: str,
    hashes: dict[str, str],
) -> Manifest:
    totals = "sum(posts)::BIGINT, count(DISTINCT account), min(minute), max(minute)"
    ((posts, active, first, last),) = engine.execute(f"SELECT {totals} FROM post").fetchall()
    ((published,),) = engine.execute("SELECT count(DISTINCT account) FROM member").fetchall()
    depth = depth_of(scanned.forms)
    is_read = depth == "rows" and scanned.posts > 0
    return Manifest(
        subject=subject.slug,
        collection=collection,
        depth=depth,
        files=tuple(sorted(scanned.sources, key=lambda source: (source.name, source.sha256))),
        posts=posts or 0,
        posts_rejected=scanned.posts_rejected,
        rejected=dict(Counter(record.reason for record in quarantine.rejected)),
        minutes_checked=sum(counts.dated_posts for _, counts in scanned.files),
        minutes_off=sum(counts.off for _, counts in scanned.files),
        users_rows=scanned.users,
        published=None if scanned.users is None else published,
        active=active if is_read else None,
        first=_time(first),
        last=_time(last),
        themes_version=themes_version if is_read else None,
        zone=subject.zone,
        tool=f"takedowns {__version__}",
        tables=hashes,
        simulated=scanned.is_simulated,
    )


def _with_records(
    manifest: Manifest, scanned: Scanned, left_out: int, duplicates: Duplicates
) -> Manifest:
    """Return a manifest with what became of every record of posts."""
    return replace(
        manifest,
        records=scanned.posts + scanned.posts_rejected,
        left_out=left_out,
        repeated=duplicates.repeated,
        differing=duplicates.differing,
        equal=duplicates.equal,
        most_equal=duplicates.most,
    )


def _time(minute: int | None) -> str | None:
    return None if minute is None else f"{datetime.fromtimestamp(minute * 60, UTC):%Y-%m-%d %H:%M}"
