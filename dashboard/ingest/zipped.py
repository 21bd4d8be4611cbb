"""Zip archives: a table of contents that is checked before it is believed, members as streams.

Python's zipfile finds the members but believes much: it takes two archives in one file for the last
of them, reads one stretch of bytes as many members, and unpacks whatever size comes out. Members
are inflated by isal, twice as fast, and their size and sum (CRC-32) are compared at the end.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from stat import S_ISLNK
from typing import IO

from isal import isal_zlib

from dashboard.tables import IngestError

BLOCK = 1 << 18  # compressed bytes read in one go
OUT = 1 << 20  # plain bytes given in one go, however much a block holds
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
LOCAL, LOCAL_SIZE = b"PK\x03\x04", 30  # a member's own header, before its name and extras
END, END_SIZE = b"PK\x05\x06", 22  # what stands last in an archive, before its comment
MANY = 0xFFFF  # as a number of files: more than fit there
SIZES = 24  # bytes that a streamed archive puts behind a file: its sum and sizes
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# The real releases shrink to a fifth. DEFLATE can reach 1,032 to 1, which no text of people does.
LARGEST_RATIO, SMALL = 100, 1 << 26
UNPACKING: type[Exception] = isal_zlib.IsalError  # type: ignore[assignment]  # its stub is wrong
DAMAGE = (
    *(zipfile.BadZipFile, UNPACKING, zlib.error, struct.error),
    *(EOFError, ValueError, NotImplementedError, OSError),
)


@dataclass(frozen=True)
class Archive:
    """An open zip file whose members lie one after another, each under its own name."""

    name: str
    file: IO[bytes]
    members: tuple[zipfile.ZipInfo, ...]

    def blocks(self, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
        """Yield the member's plain bytes; raise IngestError if they are not what was packed."""
        size = total = 0
        with _refused_damage(name, "the archive"):
            for block in self._inflate(member):
                size += len(block)
                total = isal_zlib.crc32(block, total)
                if size > member.file_size:
                    raise IngestError(f"{name} unpacks to more than the archive says: not read.")
                yield block
        if (size, total) != (member.file_size, member.CRC):
            raise IngestError(f"{name} is damaged (its sum differs): get the archive again.")

    def _inflate(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        left, unpacker = member.compress_size, isal_zlib.decompressobj(-15)
        self.file.seek(_data_start(self.file, member))
        while left:
            block = self.file.read(min(BLOCK, left))
            if not block:
                raise EOFError("it is cut short")
            left -= len(block)
            if member.compress_type == zipfile.ZIP_STORED:
                yield block
                continue
            while block:
                yield unpacker.decompress(block, OUT)
                block = unpacker.unconsumed_tail
        if member.compress_type == zipfile.ZIP_DEFLATED:
            yield unpacker.flush()


def _data_start(file: IO[bytes], member: zipfile.ZipInfo) -> int:
    """Return where the member's data starts: its own header may be longer than the table's."""
    file.seek(member.header_offset)
    header = file.read(LOCAL_SIZE)
    if len(header) < LOCAL_SIZE or not header.startswith(LOCAL):
        raise ValueError("there is no member where the table says")
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return member.header_offset + LOCAL_SIZE + name + extra


def shown(name: str) -> str:
    """Return a file's name with ? for signs that cannot be shown, such as cursor movements."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


@contextmanager
def open_zip(path: Path) -> Iterator[Archive]:
    """Give the archive at `path`; raise IngestError if its table of contents cannot be right."""
    name = shown(path.name)
    with (
        _refused_damage(name, "it"),
        zipfile.ZipFile(path) as archive,
        path.open("rb") as file,
    ):
        _check(name, archive, file)
        yield Archive(name, file, tuple(archive.infolist()))


@contextmanager
def _refused_damage(name: str, what: str) -> Iterator[None]:
    """Turn what damage makes the readers raise into a sentence that says to get `what` again."""
    try:
        yield
    except IngestError:
        raise
    except DAMAGE as problem:
        raise IngestError(f"{name} is damaged ({problem}): get {what} again.") from None


def _check(name: str, archive: zipfile.ZipFile, file: IO[bytes]) -> None:
    members = archive.infolist()
    if not members:
        raise IngestError(f"{name} is an empty archive.")
    _check_end(name, archive, file)
    if len({member.filename for member in members}) < len(members):
        raise IngestError(f"{name} holds two files of the same name: it cannot be trusted.")
    for member in members:
        _check_member(f"{name} ({shown(Path(member.filename).name)})", member)
    _check_places(name, members, file, archive.start_dir)


def _check_end(name: str, archive: zipfile.ZipFile, file: IO[bytes]) -> None:
    """Refuse an archive that goes on after its end, or whose table has lost entries."""
    file.seek(-END_SIZE - len(archive.comment), SEEK_END)
    end = file.read(END_SIZE)
    if not end.startswith(END):
        raise IngestError(f"{name} holds other data after its end: not read.")
    stated = int.from_bytes(end[10:12], "little")
    if stated not in (MANY, len(archive.infolist())):
        raise IngestError(f"{name} is damaged (its table lacks files): get it again.")


def _check_places(name: str, members: list[zipfile.ZipInfo], file: IO[bytes], table: int) -> None:
    """Refuse an archive whose files do not lie one after another, up to its table."""
    at = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < at:
            raise IngestError(f"{name} holds files that overlap: it cannot be trusted.")
        if member.header_offset - at > (SIZES if at else 0):
            raise IngestError(f"{name} holds data that its table does not name: not read.")
        at = _data_start(file, member) + member.compress_size
    if at > table:
        raise IngestError(f"{name} is damaged (its last file is cut short): get it again.")
    if table - at > SIZES:
        raise IngestError(f"{name} holds data that its table does not name: not read.")


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & ENCRYPTED:
        raise IngestError(f"{name} is encrypted: unpack it first.")
    if member.compress_type not in METHODS:
        raise IngestError(f"{name} is packed in a way that cannot be read: pack it again.")
    if S_ISLNK(member.external_attr >> 16):
        raise IngestError(f"{name} is a link to another file: the archive cannot be trusted.")
    if member.file_size > max(SMALL, LARGEST_RATIO * member.compress_size):
        raise IngestError(f"{name} would unpack to {member.file_size:,} bytes: not read.")
