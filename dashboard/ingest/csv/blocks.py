"""A stream of bytes -> blocks of whole CSV records, with where each record ends."""

import csv
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.ingest.csv.quoted import (
    NEWLINE,
    QUOTE,
    Places,
    QuotedFields,
    places_of,
    quoted_fields,
)
from dashboard.ingest.csv.signatures import check_signature
from dashboard.tables import IngestError


class UnknownFormat(IngestError):
    """No format fits the file; in a folder such a file is reported and skipped."""


SLAB = 5 << 22  # bytes; large enough that what a slab costs beside its rows does not count
RETURN = 13
# What may stand before a quote that opens a field, or a text's own quote, which is written twice.
BEFORE_QUOTE = np.isin(np.arange(256), [ord(","), NEWLINE, QUOTE])
LONGEST_HEADER = 1 << 16
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"
SPREADSHEET_NOTE = re.compile(rb'\s*"?sep=.?"?\s*,*\s*', re.IGNORECASE)
OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # zip, gzip, zstd


@dataclass(frozen=True)
class Spans:
    """Where in a slab its records lie, each with its newline."""

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class Slab:
    """A stretch of a file. `start` and `line` (from 1) say where in the file it begins."""

    data: bytes
    ends: NDArray[np.int64]  # the places just behind its newlines that are outside quotes
    has_stray: bool  # there is a quote where none can open a field: `ends` may be wrong
    start: int
    line: int
    is_last: bool
    quoted: QuotedFields | None = None  # where all fields lie, if that is plain to see

    @classmethod
    def of(cls, data: bytes, start: int, line: int, is_last: bool) -> "Slab":
        """Return the slab of `data`, looked through once."""
        return cls(data, *look_through(data), start, line, is_last)

    @property
    def is_whole(self) -> bool:
        """Return whether it ends with a whole record."""
        return self.is_last or len(self.data) in self.ends[-1:]

    def spans(self) -> Spans:
        """Return the records, an unfinished one at the end included, but no blank lines."""
        ends = self.ends
        if len(self.data) > ends.max(initial=0):
            ends = np.append(ends, len(self.data))
        starts = np.concatenate((np.zeros(1, np.int64), ends))[: len(ends)]
        view, lengths = np.frombuffer(self.data, np.uint8), ends - starts
        is_blank = (lengths == 1) & (view[starts] == NEWLINE)
        short = np.flatnonzero(lengths == 2)
        is_blank[short] = (view[starts[short]] == RETURN) & (view[starts[short] + 1] == NEWLINE)
        return Spans(starts[~is_blank], ends[~is_blank])

    def after(self, carried: bytes) -> "Slab":
        """Return this slab with what the one before it could not finish in front."""
        data, line = carried + self.data, self.line - carried.count(b"\n")
        return Slab.of(data, self.start - len(carried), line, self.is_last)


class Records:
    """A file's bytes from its start: the header first, then the slabs after it."""

    def __init__(self, name: str, blocks: Iterable[bytes]) -> None:
        self.name = name
        self._blocks = iter(blocks)
        self._rest = b""
        self.header = self._read_header()

    def _read_header(self) -> list[str]:
        """Return the names in the first record, blanks around them taken off, in lower case."""
        while b"\n" not in self._rest and len(self._rest) <= LONGEST_HEADER:
            if not (block := next(self._blocks, b"")):
                break
            self._rest += block
        _check_start(self._rest, self.name)
        line, newline, _ = self._rest.partition(b"\n")
        self.begins = len(line) + len(newline)
        return _names(line.removeprefix(UTF8_MARK), self.name)

    def slabs(self) -> Iterator[Slab]:
        """Yield the file's slabs after the header, the next one being made while one is used."""
        with ThreadPoolExecutor(1) as ahead:
            making = self._cut()
            coming = ahead.submit(next, making, None)
            while (slab := coming.result()) is not None:
                coming = ahead.submit(next, making, None)
                yield slab

    def _cut(self) -> Iterator[Slab]:
        """Cut behind the last record of each stretch; the last slab may lack its newline."""
        start, line, pending = self.begins, 2, [self._rest[self.begins :]]
        for block in self._blocks:
            pending.append(block)
            if sum(map(len, pending)) >= SLAB:
                slab, rest = self._slab(b"".join(pending), start, line)
                yield slab
                # numpy counts common signs faster than Python does
                newlines = np.count_nonzero(np.frombuffer(slab.data, np.uint8) == NEWLINE)
                start, line = start + len(slab.data), line + int(newlines)
                pending = [rest]
        data = b"".join(pending)
        slab, rest = self._slab(data, start, line)
        yield Slab.of(data, start, line, True) if rest else replace(slab, is_last=True)

    def _slab(self, data: bytes, start: int, line: int) -> tuple[Slab, bytes]:
        """Return the slab of whole records that `data` begins with, and the bytes behind them."""
        quotes = places_of(QUOTE, data)
        ends, has_stray = look_through(data, quotes)
        quoted = quoted_fields(data, len(self.header), quotes)
        # Two counts of the records, made in two ways. Where they differ, the parser is asked.
        if quoted and not np.array_equal(quoted.ends(), ends[: len(quoted.opens)]):
            quoted = None
        ends = ends[: len(quoted.opens)] if quoted else ends
        whole = int(ends[-1]) if len(ends) else len(data)
        return Slab(data[:whole], ends, has_stray, start, line, False, quoted), data[whole:]


def _check_start(start: bytes, name: str) -> None:
    if not start.removeprefix(UTF8_MARK).strip():
        raise IngestError(f"{name} is empty.")
    # UTF-16 without a mark has zeros at every other place, other binary files at all places.
    even, odd = start[:200:2], start[1:200:2]
    looks_utf16 = abs(even.count(0) - odd.count(0)) > len(start[:200]) // 4
    if start.startswith(UTF16) or looks_utf16:
        raise IngestError(f"{name} is UTF-16 text: save it again as UTF-8.")
    if start.startswith(PACKED):
        raise IngestError(f"{name} is itself a packed file: unpack it first.")
    check_signature(start, name)
    if start.startswith(2 * UTF8_MARK):
        raise IngestError(f"{name} begins with two byte-order marks: save it again with one.")
    first = start.partition(b"\n")[0].removesuffix(b"\r")
    if b"\0" in first:
        raise UnknownFormat(f"{name} is no text.")
    if b"\r" in first:
        raise IngestError(f"{name} ends its lines as old Macs did: save it with line feeds.")
    if SPREADSHEET_NOTE.fullmatch(first.removeprefix(UTF8_MARK)):
        raise IngestError(
            f"{name} begins with a line for spreadsheets, sep=: delete that line, so that the names"
            " of the columns come first."
        )


def _names(line: bytes, name: str) -> list[str]:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise UnknownFormat(f"{name} is not UTF-8 text.") from None
    if "," not in text and (mark := next((mark for mark in OTHER_MARKS if mark in text), "")):
        raise IngestError(f"{name} parts its columns by {OTHER_MARKS[mark]}, not by commas.")
    try:
        columns = next(csv.reader([text], strict=True), [])
    except csv.Error as problem:
        raise IngestError(f"{name} has no readable header: {problem}.") from None
    names = [column.strip().lower() for column in columns]
    twice = sorted({column for column in names if column and names.count(column) > 1})
    if twice:
        raise IngestError(f"{name} has the column {', '.join(twice)} twice.")
    return names


def look_through(data: bytes, quotes: Places | None = None) -> tuple[NDArray[np.int64], bool]:
    """Return the places just behind every newline outside quotes, and if a quote is astray.

    `quotes` are the places of all quotes, where they are known.
    """
    quotes = places_of(QUOTE, data) if quotes is None else quotes
    newlines = places_of(NEWLINE, data)
    ends = newlines[np.searchsorted(quotes, newlines) & 1 == 0].astype(np.int64) + 1
    before = quotes[::2] - 1  # of every other quote, which opens a field
    before = before[1:] if len(before) and before[0] < 0 else before
    return ends, not BEFORE_QUOTE[np.frombuffer(data, np.uint8)[before]].all()
