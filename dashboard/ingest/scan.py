"""Read all files of an ingest into the stage: each recognised, read once, and reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isal import isal_zlib

from dashboard.ingest.containers import PlainFile, is_note, list_files, open_file
from dashboard.ingest.csv.blocks import Records, UnknownFormat
from dashboard.ingest.formats.formats import ASIDE, USERS, Format, recognise
from dashboard.ingest.names import is_unhashed, looks_unhashed
from dashboard.ingest.quarantine import Rejected, check_rejected, reasons
from dashboard.ingest.reader import FileCounts, Reader, check_drift
from dashboard.ingest.zipped import shown
from dashboard.store.holdings import SourceFile
from dashboard.tables import IngestError, sha256

UNHASHED = (
    "{} is an unhashed copy, for approved researchers: people's ids can be read in it."
    " --allow-unhashed reads it all the same."
)

MIXED = "mixes simulated and real accounts: nothing made up is counted among what is real."


@dataclass
class Scanned:
    """What was read so far; `lines` report it in sentences, file by file."""

    sources: list[SourceFile] = field(default_factory=list)
    files: list[tuple[Format, FileCounts]] = field(default_factory=list)
    contents: dict[tuple[int, int], str] = field(default_factory=dict)  # size and sum -> name
    lines: list[str] = field(default_factory=list)

    @property
    def forms(self) -> set[Format]:
        return {form for form, _ in self.files}

    @property
    def posts(self) -> int:
        """Return the accepted records of posts, or of counts of posts."""
        return sum(counts.accepted for form, counts in self.files if form.role != USERS)

    @property
    def posts_rejected(self) -> int:
        return sum(counts.quarantined for form, counts in self.files if form.role != USERS)

    @property
    def users(self) -> int | None:
        """Return the accepted records of users; None = no users file was read."""
        rows = [counts.accepted for form, counts in self.files if form.role == USERS]
        return sum(rows) if rows else None

    @property
    def is_simulated(self) -> bool:
        """Return whether what was read is simulated: all of it or nothing."""
        return any(counts.simulated for _, counts in self.files)

    @property
    def has(self) -> frozenset[str]:
        """Return what can be counted from the files: accounts, tags, domains, clients, profiles."""
        return frozenset().union(*(form.has for form in self.forms))


@dataclass
class ChecksummedBlocks:
    """A stream of blocks whose size and sum are known once it has been read."""

    blocks: Iterator[bytes]
    size: int = 0
    sum: int = 0

    def __iter__(self) -> Iterator[bytes]:
        for block in self.blocks:
            self.size += len(block)
            self.sum = isal_zlib.crc32(block, self.sum)
            yield block


@dataclass(frozen=True)
class Rules:
    """How files are read: which are refused, and after which minute posts are set aside."""

    latest: int
    allow_rejects: bool = False
    allow_unhashed: bool = False
    mapping: Format | None = None


def scan(paths: Sequence[Path], reader: Reader, rules: Rules) -> Scanned:
    """Read all files at `paths`; raise IngestError if one is in doubt or there is nothing."""
    scanned, notes = Scanned(), list[str]()
    for path, in_folder in list_files(paths).items():
        if is_note(path.name):
            scanned.lines.append(f"{shown(path.name)}: skipped, a note.")
            notes.append(shown(path.name))
            continue
        used = [_read(source, in_folder, reader, rules, scanned) for source in open_file(path)]
        if any(used):
            scanned.sources.append(SourceFile(shown(path.name), path.stat().st_size, sha256(path)))
    is_users_alone = {form.role for form in scanned.forms} == {USERS}
    if not (scanned.users if is_users_alone else scanned.posts):
        what = "users" if is_users_alone else "posts"
        names = ", ".join(shown(path.name) for path in paths)
        hint = (
            f" Notes are not read: {', '.join(notes)}. Name a file of posts .csv." if notes else ""
        )
        raise IngestError(f"{names}: there are no {what} to read.{hint}")
    return scanned


def _read(
    source: PlainFile | str, in_folder: bool, reader: Reader, rules: Rules, scanned: Scanned
) -> bool:
    """Read and report one plain file; return False if it was skipped."""
    if isinstance(source, str):
        scanned.lines.append(source)
        return False
    blocks = ChecksummedBlocks(source.blocks)
    try:
        records = Records(source.name, blocks)
        form = _form(records, rules)
    except UnknownFormat:
        if not in_folder:
            raise
        scanned.lines.append(f"{source.name}: skipped, no format that can be read.")
        return False
    if form.role == ASIDE:
        scanned.lines.append(f"{source.name}: skipped, {form.name}.")
        return False
    if is_unhashed(source.name) and not rules.allow_unhashed:
        raise IngestError(UNHASHED.format(source.name))
    before = len(reader.quarantine.rejected)
    counts = reader.read(source, records, form, rules.latest)
    if looks_unhashed(counts.hashed, counts.readable) and not rules.allow_unhashed:
        raise IngestError(UNHASHED.format(source.name))
    own = reader.quarantine.rejected[before:]  # files in two folders may share a name
    if not rules.allow_rejects:
        check_rejected(source.name, own, counts.records)
    _note(source.name, blocks, form, counts, scanned)
    scanned.lines += _file_lines(records, form, counts, own)
    return True


def _form(records: Records, rules: Rules) -> Format:
    if rules.mapping is None:
        return recognise(records.header, records.name)
    rules.mapping.check(records.header, records.name)
    return rules.mapping


def _note(
    name: str, blocks: ChecksummedBlocks, form: Format, counts: FileCounts, scanned: Scanned
) -> None:
    """Add what was read of a file; refuse one whose contents were read before."""
    contents = (blocks.size, blocks.sum)
    other = scanned.contents.setdefault(contents, name) if counts.records else name
    if other != name:
        raise IngestError(f"{other} and {name} have the same contents: give one of them.")
    scanned.files.append((form, counts))
    simulated = sum(counts.simulated for _, counts in scanned.files)
    if simulated not in (0, scanned.posts + (scanned.users or 0)):
        raise IngestError(f"{name}, or with it what was read before, {MIXED}")
    check_drift(counts, name)


def _file_lines(
    records: Records, form: Format, counts: FileCounts, own: Sequence[Rejected]
) -> Iterator[str]:
    """Yield the report on a file: its name alone on the first line, since names can be long."""
    yield f"{records.name}:"
    issue = form.issued(records.header)
    yield f"  {form.name}, {issue}." if issue else f"  {form.name}."
    aside = f": {counts.accepted:,} accepted, {counts.quarantined:,} quarantined" if own else ""
    yield f"  {counts.records:,} {'record' if counts.records == 1 else 'records'}{aside}."
    yield from (f"    {reason}." for reason in reasons(own))
    if counts.dated_posts:
        off = f"{counts.off:,} of {counts.dated_posts:,} posts"
        yield f"  {off} are dated in another minute than their ids tell."
    if counts.zeros:
        yield f"  {counts.zeros:,} ids of quoted or answered posts are zero: taken for missing."
    if counts.rounded:
        what = "ids of retweeted, quoted or answered posts"
        yield f"  {counts.rounded:,} {what} were rounded: they count, but lead to no post."
