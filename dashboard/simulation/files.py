"""The files of an archive, plain or packed, written piece by piece and counted on the way."""

import gzip
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Protocol

EFFORT = 1  # of packing; more costs minutes and saves little
PACKED_AT = (2021, 1, 1, 0, 0, 0)  # the same bytes whenever a plan is written


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes | memoryview, /) -> object: ...


class Part:
    """One CSV file under its plain name, and how much of it has been written."""

    def __init__(self, name: str, sink: Sink) -> None:
        self.name, self._sink = name, sink
        self.bytes = self.lines = 0

    def write(self, data: bytes | memoryview) -> None:
        """Write whole lines or parts of them."""
        self._sink.write(data)
        self.bytes += len(data)
        self.lines += bytes(data).count(b"\n")


class Files:
    """Where the parts of a file go: each to a file of its own, or one after the other to a zip.

    To be closed at the end.
    """

    def __init__(self, folder: Path, form: str, stem: str, *, apart: bool = False) -> None:
        self._folder, self._form, self._stem = folder, form, stem
        self._apart = apart or form != "zip"
        self._open, self._member = ExitStack(), ExitStack()
        self._zip: zipfile.ZipFile | None = None
        self.paths: list[Path] = []

    def part(self, suffix: str) -> Part:
        """Begin the part of that suffix. In a shared zip this ends the part before it."""
        name = f"{self._stem}{suffix}.csv"
        if self._form == "zip":
            return Part(name, self._zipped(name, suffix))
        if self._form == "gz":
            file = self._open.enter_context(self._path(f"{name}.gz").open("wb"))
            packer = gzip.GzipFile(name, "wb", EFFORT, file, mtime=0)
            self._open.callback(packer.close)
            return Part(name, packer)
        return Part(name, self._open.enter_context(self._path(name).open("wb")))

    def _zipped(self, name: str, suffix: str) -> IO[bytes]:
        """Begin a member; a zip of its own for each suffix if they are kept apart."""
        members = self._open if self._apart else self._member
        if not self._apart:
            members.close()
        if self._zip is None or self._apart:
            path = self._path(f"{self._stem}{suffix if self._apart else ''}.zip")
            packer = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=EFFORT)
            self._zip = self._open.enter_context(packer)
        member = zipfile.ZipInfo(name, PACKED_AT)
        member.compress_type = zipfile.ZIP_DEFLATED
        member._compresslevel = EFFORT  # type: ignore[attr-defined]
        return members.enter_context(self._zip.open(member, "w", force_zip64=True))

    def _path(self, name: str) -> Path:
        self.paths.append(self._folder / name)
        return self.paths[-1]

    def close(self) -> None:
        self._member.close()
        self._open.close()
