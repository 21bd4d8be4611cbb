"""A sound file is read to the letter; one damaged byte harms no record but those beside it."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from damaged import Kept, pieces
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.ingest import reader
from dashboard.ingest.containers import PlainFile
from dashboard.ingest.csv import blocks
from dashboard.ingest.csv.blocks import Records, Slab
from dashboard.ingest.csv.parse import Parsed, RecordQuery, parse
from dashboard.ingest.engine import open_engine
from dashboard.ingest.formats.expressions import MISSING
from dashboard.ingest.formats.formats import USERS, Format
from dashboard.ingest.quarantine import Quarantine
from dashboard.ingest.reader import Reader

# Files to make up: each is read by an engine, so the ordinary run makes fewer than of other draws.
how_many = pytest.mark.parametrize("count", [50, pytest.param(4_000, marks=pytest.mark.deep)])
nasty = settings(deadline=None, suppress_health_check=list(HealthCheck))
# Files of eight columns that are read as they are: texts in, texts out.
COLUMNS = tuple(f"column_{place}" for place in range(8))
PLAIN = Format(
    name="texts",
    role=USERS,
    collection="none",
    needs=COLUMNS,
    columns={"userid": "'x'", "hashed": "NULL::BOOLEAN"} | {f"text_{c}": c for c in COLUMNS},
)
SIGNS = ['"', ",", "\n", "\r", "\r\n", " ", "\t", "a", "é", "\\", "'", ";", "\ufeff"]
SIGNS += [
    "😀",
    "العربية",
    "\u200f",
    "\u0085",
    "\u2028",
    "\x1a",
    "\x0b",
    "NULL",
    "#",
    '""',
    "x" * 300,
]
texts = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)
# A text that cannot be taken for a record, nor be one after a quote is lost before it.
tame = st.builds(
    "{}{}".format, st.sampled_from("abc"), st.sampled_from(["", "\n", '"', "b\r\nc,", "é"])
)
STYLES = [
    (style, end)
    for style in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC)
    for end in ("\n", "\r\n")
]


def as_csv(rows: list[list[str]], style: tuple[int, str]) -> bytes:
    """Return rows as csv.writer writes them, behind the header.

    Told to end lines in \\n, it would leave a bare \\r in a field, against RFC 4180.
    """
    quoting, end = style
    lines = []
    for row in [COLUMNS, *rows]:
        told = io.StringIO(newline="")
        csv.writer(told, quoting=quoting, lineterminator="\r\n").writerow(row)  # type: ignore[arg-type]
        lines.append(told.getvalue().removesuffix("\r\n") + end)
    return "".join(lines).encode()


@dataclass(frozen=True)
class Room:
    """What many readings can share."""

    engine: duckdb.DuckDBPyConnection
    folder: Path
    patch: pytest.MonkeyPatch


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with open_engine(tmp_path) as engine:
        yield Room(engine, tmp_path, monkeypatch)


class Watched:
    """One reading of a file of texts: the rows read, and the stretches of bytes they came from."""

    def __init__(self, data: bytes, parts: int, room: "Room") -> None:
        cut = len(data) // parts + 1
        self.sound: list[tuple[int, int]] = []
        self.quarantine = Quarantine(io.StringIO())
        with room.patch.context() as patch:
            patch.setattr(blocks, "SLAB", cut)
            patch.setattr(reader, "parse", self._parse)
            kept = Kept(room.engine, room.folder)
            records = Records("p.csv", pieces(data, cut))
            self.begins = records.begins
            told = Reader(kept, self.quarantine, lambda *_: None)  # type: ignore[arg-type]
            source = PlainFile("p.csv", iter(()), len(data))
            self.counted = told.read(source, records, PLAIN, 0)
            self.rows = [list(texts) for _hashed, *texts in kept.rows]

    def _parse(self, engine: Any, slab: Slab, query: RecordQuery, name: str) -> Parsed:
        parsed = parse(engine, slab, query, name)
        spans = zip(parsed.spans.starts, parsed.spans.stops, strict=True)
        self.sound += [(slab.start + int(a), slab.start + int(b)) for a, b in spans]
        return parsed

    def set_aside(self) -> list[tuple[int, int]]:
        assert isinstance(self.quarantine.rows, io.StringIO)
        told = [json.loads(line) for line in self.quarantine.rows.getvalue().splitlines()]
        lengths = [len(row["row"].encode("utf-8", "surrogateescape")) for row in told]
        return [(row["byte"], row["byte"] + n) for row, n in zip(told, lengths, strict=True)]

    def check_bytes(self, data: bytes) -> None:
        """Assert that every byte is in the header, in one record, or in a blank line."""
        at = self.begins
        for start, stop in sorted(self.sound + self.set_aside()):
            assert start >= at
            assert not data[at:start].strip(b"\r\n")
            at = stop
        assert not data[at:].strip(b"\r\n")
        assert self.counted.accepted == len(self.rows) == len(self.sound)
        assert self.counted.quarantined == len(self.quarantine.rejected)


@how_many
def test_nasty_but_valid_files_are_read_exactly(room, count):
    @settings(nasty, max_examples=count)
    @given(
        rows=st.lists(st.lists(texts, min_size=8, max_size=8), max_size=12),
        style=st.sampled_from(STYLES),
        parts=st.integers(1, 5),
    )
    def check(rows: list[list[str]], style: tuple[int, str], parts: int) -> None:
        data = as_csv(rows, style)
        assert [*csv.reader(io.StringIO(data.decode(), newline=""))][1:] == rows
        watched = Watched(data, parts, room)
        assert watched.quarantine.rejected == []
        assert watched.rows == [[as_read(cell) for cell in row] for row in rows]
        watched.check_bytes(data)

    check()


def as_read(cell: str) -> str:
    """Return a cell as it is read: blanks, and words for a missing value, are nothing."""
    is_looked_at = len(cell.encode()) < 7 or cell < "!"
    return "" if is_looked_at and cell.strip(" \t\n\f\r\xa0") in ("", *MISSING) else cell


@how_many
def test_one_damaged_byte_harms_no_record_but_those_beside_it(room, count):
    @settings(nasty, max_examples=count)
    @given(
        texts=st.lists(st.lists(tame, min_size=7, max_size=7), min_size=3, max_size=10),
        style=st.sampled_from(STYLES),
        parts=st.integers(1, 5),
        where=st.floats(0, 1, exclude_max=True),
        new=st.sampled_from([*(bytes([sign]) for sign in b'",\n\r a\0\xff'), b""]),
        keeps=st.booleans(),
    )
    def check(
        texts: list[list[str]],
        style: tuple[int, str],
        parts: int,
        where: float,
        new: bytes,
        keeps: bool,
    ) -> None:
        rows = [[str(number), *row] for number, row in enumerate(texts, 1)]  # ids come first
        data = as_csv(rows, style)
        whole = Watched(data, 1, room)
        at = whole.begins + int(where * (len(data) - whole.begins))
        harmed = data[:at] + new + data[at + (not keeps or not new) :]
        watched = Watched(harmed, parts, room)
        watched.check_bytes(harmed)
        far = [
            row for row, (a, b) in zip(rows, whole.sound, strict=True) if not a <= at + 1 <= b + 1
        ]
        left = iter(watched.rows)
        assert all(row in left for row in far), "a record was lost, or the order"
        assert len(rows) - 1 <= watched.counted.records <= len(rows) + 2

    check()
