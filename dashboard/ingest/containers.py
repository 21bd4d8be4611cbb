"""Folders, zip, gzip, zstd and plain files -> one plain file at a time, as a stream of blocks.

What a file is shows in its first bytes, not its name. Nothing is unpacked under a name that an
archive gives: names are only shown. A stream is checked to its end: DuckDB would not check a sum.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from isal import igzip

from dashboard.ingest.csv.blocks import UTF8_MARK
from dashboard.ingest.csv.signatures import check_signature
from dashboard.ingest.zipped import UNPACKING, ZIP_STARTS, open_zip, shown
from dashboard.tables import IngestError

BLOCK = 1 << 20
# Notes that come with the data; they are named and skipped.
NOTES = (".txt", ".md", ".pdf", ".html", ".htm", ".json", ".log")
OPENERS: dict[str, Callable[[Path], Any]] = {
    "plain": lambda path: path.open("rb"),
    "gzip": igzip.open,
    "zstd": lambda path: pa.input_stream(str(path), compression="zstd"),
}
MAGIC = {"zip": ZIP_STARTS, "gzip": (b"\x1f\x8b",), "zstd": (b"\x28\xb5\x2f\xfd",)}
LARGE_WINDOW = "too much memory"  # how zstd says that a file needs more than 128 MiB to unpack
ENDINGS = (".zip", ".gz", ".zst")
# What damaged files make the readers raise, beside what the system raises.
DAMAGE = (UNPACKING, EOFError, ValueError, RuntimeError, OSError)


@dataclass(frozen=True)
class PlainFile:
    """A plain file, wherever it lies; its blocks raise IngestError if it is damaged."""

    name: str  # what to call it
    blocks: Iterator[bytes]
    size: int | None  # in bytes, if known


def list_files(paths: Sequence[Path]) -> dict[Path, bool]:
    """Return the files meant by `paths`, folders opened, and whether each lies in such a folder."""
    files: dict[Path, bool] = {}
    for path in paths:
        if str(path) == "-" or path.is_fifo():
            raise IngestError(
                f"{path} is a pipe, and files are read more than once: write it into a file first."
            )
        if not path.exists():
            raise IngestError(f"{path} does not exist.")
        if not path.is_dir() and not path.is_file():
            raise IngestError(f"{path} is neither a file nor a folder.")
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            if not is_hidden(file.relative_to(path)):
                files.setdefault(file.resolve(), path.is_dir())
    if not files:
        raise IngestError(f"{', '.join(map(str, paths))}: there are no files.")
    return files


def is_hidden(inside: Path) -> bool:
    """Return whether it is a hidden or system file, such as .DS_Store."""
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in inside.parts)


def is_note(name: str) -> bool:
    """Return whether the name is one of a note, not of a data file."""
    return name.lower().endswith(NOTES)


def open_file(path: Path) -> Iterator[PlainFile | str]:
    """Yield each plain file in `path`, or for one that is skipped a sentence that says why.

    Raises IngestError for an archive whose table of contents cannot be trusted.
    """
    kind = _kind(path)
    if kind != "zip":
        size = path.stat().st_size if kind == "plain" else None
        yield PlainFile(shown(path.name), _blocks(path, kind), size)
        return
    with open_zip(path) as archive:
        for member in archive.members:
            name = f"{archive.name} ({shown(Path(member.filename).name)})"
            if member.is_dir() or is_hidden(Path(member.filename)):
                continue
            if is_note(member.filename):
                yield f"{name}: skipped, a note."
            else:
                yield PlainFile(name, archive.blocks(member, name), member.file_size)


def _blocks(path: Path, kind: str) -> Iterator[bytes]:
    try:
        with OPENERS[kind](path) as stream:
            while block := stream.read(BLOCK):
                yield block
    except DAMAGE as problem:
        if LARGE_WINDOW in str(problem):
            raise IngestError(
                f"{shown(path.name)} was packed with a larger window than is read (zstd --long):"
                " unpack it first, with zstd -d --long=31."
            ) from None
        reason = getattr(problem, "strerror", None) or str(problem).splitlines()[0].rstrip(".")
        raise IngestError(f"{shown(path.name)} is damaged ({reason}): get it again.") from None


def _kind(path: Path) -> str:
    name = shown(path.name)
    try:
        with path.open("rb") as file:
            start = file.read(512).removeprefix(UTF8_MARK)
    except OSError as problem:
        raise IngestError(f"{name} cannot be read: {problem.strerror}.") from None
    if start.lstrip()[:1] == b"<":
        raise IngestError(f"{name} is a web page, not a data file: download it again.")
    check_signature(start, name)
    kind = next((kind for kind, magic in MAGIC.items() if start.startswith(magic)), "plain")
    if kind == "plain" and path.suffix.lower() in ENDINGS:
        raise IngestError(f"{name} is not a {path.suffix[1:]} file, whatever its name says.")
    return kind
