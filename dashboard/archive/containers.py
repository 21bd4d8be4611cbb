"""Folders, zip, gzip, zstd and plain files -> one plain file at a time, checked as it is unpacked.

What a file is shows in its first bytes, not its name. Members are streamed to a file whose name we
choose, so that no name inside an archive or on disk can be a pattern, an address or a way out of
the folder. Reading to the end is what makes zip and gzip check their sums: DuckDB would not.
"""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from dashboard.archive.problem import IngestError

BLOCK = 1 << 20
# Notes that come with the data; anything else that is not understood stops the ingest.
NOTES = (".txt", ".md", ".pdf", ".html", ".json", ".log")
OPENERS: dict[str, Callable[[Path], Any]] = {
    "plain": lambda path: path.open("rb"),
    "gzip": gzip.open,
    "zstd": lambda path: pa.input_stream(str(path), compression="zstd"),
}
# What damaged or foreign files make the readers raise, beside what the system raises.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Member:
    """A plain file unpacked to `path`; `name` is what to call it; `sha256` is of its contents."""

    name: str
    path: Path
    sha256: str


def list_files(paths: list[Path]) -> list[Path]:
    """Return the files meant by `paths`, folders opened, each once, in order of name."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise IngestError(f"{path} does not exist.")
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found.update((p.resolve(), None) for p in inside if not _hidden(p.relative_to(path)))
    if not found:
        raise IngestError(f"{', '.join(map(str, paths))}: there are no files.")
    return list(found)


def _hidden(inside: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in inside.parts)


def is_note(name: str) -> bool:
    """Whether the file goes by a name that data files do not have."""
    return name.lower().endswith(NOTES)


def unpack(path: Path, room: Path) -> Iterator[Member]:
    """Yield each data file in `path`, copied into the folder `room` for as long as it is in use."""
    kind = _kind(path)
    if kind == "zip":
        yield from _unpack_zip(path, room)
        return
    with OPENERS[kind](path) as stream:
        yield from _spool(stream, path.name, path.name, room)


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as problem:
        raise IngestError(f"{path.name} cannot be read: {problem.strerror}.") from None
    if start.lstrip()[:1] == b"<":
        raise IngestError(f"{path.name} is a web page, not a data file: download it again.")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if path.suffix.lower() in (".zip", ".gz", ".zst"):
        raise IngestError(f"{path.name} is not a {path.suffix[1:]} file, whatever its name says.")
    return "plain"


def _unpack_zip(path: Path, room: Path) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as problem:
        raise _damaged(path.name, problem) from None
    with archive:
        for info in archive.infolist():
            if info.is_dir() or _hidden(Path(info.filename)) or is_note(info.filename):
                continue
            name = f"{path.name} ({Path(info.filename).name})"
            if info.flag_bits & 1:
                raise IngestError(f"{name} is encrypted: unpack it first.")
            try:
                stream = archive.open(info)
            except DAMAGE as problem:
                raise _damaged(name, problem) from None
            with stream:
                yield from _spool(stream, name, path.name, room)


def _spool(stream: IO[bytes], name: str, source: str, room: Path) -> Iterator[Member]:
    """Copy `stream` to a file in `room`, yield it, take it away."""
    digest, target = hashlib.sha256(), room / "member.csv"
    try:
        try:
            with target.open("wb") as file:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    file.write(block)
        except DAMAGE as problem:
            raise _damaged(name, problem) from None
        yield Member(name, target, digest.hexdigest())
    finally:
        target.unlink(missing_ok=True)


def _damaged(name: str, problem: Exception) -> IngestError:
    if isinstance(problem, OSError) and problem.errno:
        return IngestError(f"{name} cannot be unpacked: {problem.strerror}.")
    return IngestError(f"{name} is damaged or cut short: {str(problem).rstrip('.')}.")
