"""Nothing is lost and nothing is believed: every damaged file meets the verdict written for it."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import archive_world as world
import duckdb
import pytest
from damaged import ALL, SHAPES, Shape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.archive import containers, reader, sifting, slabs
from dashboard.archive.containers import Source, open_file
from dashboard.archive.engine import open_engine
from dashboard.archive.formats import USERS, Format, recognise
from dashboard.archive.parsing import Parsed, Plan, parse
from dashboard.archive.problem import IngestError
from dashboard.archive.quarantine import Quarantine
from dashboard.archive.reader import Counted, Reader
from dashboard.archive.slabs import Records, Slab
from dashboard.archive.stage import Stage

FIRST_SLOT = int(datetime(2020, 3, 1, tzinfo=UTC).timestamp()) // 900
LATEST = int(datetime(2020, 10, 8, 23, 59, tzinfo=UTC).timestamp()) // 60
FEW, MANY = 300, 3_000  # examples in the normal run, and in the deep one
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
nasty = settings(deadline=None, suppress_health_check=list(HealthCheck))
how_many = pytest.mark.parametrize("examples", [FEW, pytest.param(MANY, marks=pytest.mark.deep)])


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_engine(tmp_path) as opened:
        yield opened


class Kept:
    """Stands for a stage: keeps the rows it is given, which a stage would only count."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.rows: list[tuple[object, ...]] = []

    def add(self, role: str) -> None:
        columns = "slot" if role != USERS else "* EXCLUDE (account, fault, is_header)"
        query = f"SELECT {columns} FROM made WHERE fault IS NULL ORDER BY rowid"
        self.rows += self.engine.execute(query).fetchall()


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def read(path: Path, stage: Stage | Kept, cut: int | None = None) -> tuple[Counted, Quarantine]:
    """Read a file of posts, in blocks of `cut` bytes."""
    quarantine, (source,) = Quarantine(), open_file(path)
    assert isinstance(source, Source)
    records = Records(source.name, pieces(path.read_bytes(), cut) if cut else source.blocks)
    form = recognise(records.header, source.name)
    told = Reader(stage, quarantine, lambda *_: None)  # type: ignore[arg-type]
    return told.read(source, records, form, LATEST), quarantine


def check(shape: Shape, counted: Counted, quarantine: Quarantine, slots: list[int]) -> None:
    """Compare what became of a file with its verdict."""
    found = sorted((told.line, told.byte, told.reason) for told in quarantine.rejected)
    assert found == sorted(shape.places())
    assert sorted(slot - FIRST_SLOT for slot in slots) == sorted(ALL - shape.lost)
    assert counted.accepted == len(slots)
    assert counted.quarantined == len(found)


@every_shape
def test_a_damaged_file_meets_its_verdict(tmp_path, engine, shape):
    path = tmp_path / "p.csv"
    path.write_bytes(shape.data)
    if shape.refused:
        with pytest.raises(IngestError) as problem:
            read(path, Kept(engine, tmp_path))
        assert str(problem.value).startswith(shape.refused)
        assert str(problem.value).endswith(".")
        return
    stage = Stage(engine, tmp_path / "stage", None)
    counted, quarantine = read(path, stage)
    stage.show()
    slots = [slot for (slot,) in engine.execute("SELECT slot FROM post").fetchall()]
    check(shape, counted, quarantine, slots)


# Not those that would fall into thousands of slabs.
SMALL = {n: s for n, s in SHAPES.items() if not s.refused and len(s.data) < 50_000}


@pytest.mark.parametrize(
    "cut", [300, *(pytest.param(n, marks=pytest.mark.deep) for n in (99, 1_024))]
)
@pytest.mark.parametrize("shape", SMALL.values(), ids=list(SMALL))
def test_a_verdict_does_not_hang_on_where_a_file_is_cut_into_slabs(
    tmp_path, engine, monkeypatch, shape, cut
):
    monkeypatch.setattr(slabs, "SLAB", cut)
    monkeypatch.setattr(sifting, "UNFINISHED", 1 << 15)
    path = tmp_path / "p.csv"
    path.write_bytes(shape.data)
    stage = Kept(engine, tmp_path)
    counted, quarantine = read(path, stage, cut)
    check(shape, counted, quarantine, [slot for (slot,) in stage.rows])  # type: ignore[misc]


def test_there_are_enough_shapes():
    assert len(SHAPES) >= 36
    assert sum(bool(shape.bad or shape.refused) for shape in SHAPES.values()) >= 36


# Files of eight columns that are read as they are: texts in, texts out.
COLUMNS = tuple(f"column_{place}" for place in range(8))
PLAIN = Format(
    name="texts",
    role=USERS,
    collection="none",
    needs=COLUMNS,
    columns={"userid": "'x'"} | {f"text_{column}": column for column in COLUMNS},
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
def room(tmp_path, engine, monkeypatch):
    return Room(engine, tmp_path, monkeypatch)


class Watched:
    """One reading of a file of texts: the rows read, and the stretches of bytes they came from."""

    def __init__(self, data: bytes, parts: int, room: "Room") -> None:
        cut = len(data) // parts + 1
        self.sound: list[tuple[int, int]] = []
        self.quarantine = Quarantine(io.StringIO())
        with room.patch.context() as patch:
            patch.setattr(slabs, "SLAB", cut)
            patch.setattr(reader, "parse", self._parse)
            kept = Kept(room.engine, room.folder)
            records = Records("p.csv", pieces(data, cut))
            self.begins = records.begins
            told = Reader(kept, self.quarantine, lambda *_: None)  # type: ignore[arg-type]
            source = Source("p.csv", iter(()), len(data))
            self.counted = told.read(source, records, PLAIN, 0)
            self.rows = [list(row) for row in kept.rows]

    def _parse(self, engine: Any, slab: Slab, plan: Plan, name: str) -> Parsed:
        parsed = parse(engine, slab, plan, name)
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
def test_nasty_but_valid_files_are_read_exactly(room, examples):
    @settings(nasty, max_examples=examples)
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
        assert watched.rows == rows
        watched.check_bytes(data)

    check()


@how_many
def test_one_damaged_byte_harms_no_record_but_those_beside_it(room, examples):
    @settings(nasty, max_examples=examples)
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


@pytest.mark.parametrize("name", ["short", "quotes not doubled", "NUL", "impossible time"])
def test_an_ingest_reads_past_damage_only_if_it_is_told_to(tmp_path, name):
    """One record of twelve is more than one of a thousand."""
    shape, path = SHAPES[name], tmp_path / "p.csv"
    path.write_bytes(shape.data)
    with pytest.raises(IngestError, match=r"^p\.csv: 1 of 12 records cannot be read"):
        world.run(tmp_path / "store", path)
    manifest = world.run(tmp_path / "store", path, allow_rejects=True).manifest
    assert (manifest.posts, manifest.posts_rejected) == (11, 1)


def test_an_ingest_counts_the_same_however_a_file_is_cut(tmp_path, monkeypatch):
    path = tmp_path / "p.csv"
    path.write_bytes(SHAPES["nasty texts, few quotes"].data)
    whole = world.run(tmp_path / "whole", path).manifest
    monkeypatch.setattr(slabs, "SLAB", 200)
    monkeypatch.setattr(containers, "BLOCK", 200)
    parts = world.run(tmp_path / "parts", path).manifest
    assert (whole.posts, whole.tables) == (12, parts.tables)
