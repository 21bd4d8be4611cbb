"""Nothing is lost and nothing is believed: every damaged file meets the verdict written for it."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import archive_world as world
import duckdb
import pytest
from damaged import ALL, SHAPES, Kept, Shape, pieces

from dashboard.ingest import containers
from dashboard.ingest.containers import PlainFile, open_file
from dashboard.ingest.csv import blocks, salvage
from dashboard.ingest.csv.blocks import Records
from dashboard.ingest.engine import open_engine
from dashboard.ingest.formats.formats import recognise
from dashboard.ingest.quarantine import Quarantine
from dashboard.ingest.reader import FileCounts, Reader
from dashboard.tables import IngestError

FIRST_SLOT = int(datetime(2020, 3, 1, tzinfo=UTC).timestamp()) // 900
LATEST = int(datetime(2020, 10, 8, 23, 59, tzinfo=UTC).timestamp()) // 60
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))


@pytest.fixture(scope="module")
def opened(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """Return a folder and an engine that can touch files in it alone."""
    folder = tmp_path_factory.mktemp("damage")
    with open_engine(folder) as engine:
        yield folder, engine


@pytest.fixture
def room(opened: tuple[Path, duckdb.DuckDBPyConnection]) -> Path:
    """Return a new folder that the engine can touch."""
    return Path(tempfile.mkdtemp(dir=opened[0]))


@pytest.fixture
def engine(opened: tuple[Path, duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    return opened[1]


def read(path: Path, stage: Kept, cut: int | None = None) -> tuple[FileCounts, Quarantine]:
    """Read a file of posts, in blocks of `cut` bytes."""
    quarantine, (source,) = Quarantine(), open_file(path)
    assert isinstance(source, PlainFile)
    records = Records(source.name, pieces(path.read_bytes(), cut) if cut else source.blocks)
    form = recognise(records.header, source.name)
    told = Reader(stage, quarantine, lambda *_: None)  # type: ignore[arg-type]
    return told.read(source, records, form, LATEST), quarantine


def check(shape: Shape, counted: FileCounts, quarantine: Quarantine, slots: list[int]) -> None:
    """Compare what became of a file with its verdict."""
    found = sorted((told.line, told.byte, told.reason) for told in quarantine.rejected)
    assert found == sorted(shape.places())
    assert sorted(slot - FIRST_SLOT for slot in slots) == sorted(ALL - shape.lost)
    assert counted.accepted == len(slots)
    assert counted.quarantined == len(found)


@every_shape
def test_a_damaged_file_meets_its_verdict(room, engine, shape):
    path = room / "p.csv"
    path.write_bytes(shape.data)
    if shape.refused:
        with pytest.raises(IngestError) as problem:
            read(path, Kept(engine, room))
        assert str(problem.value).startswith(shape.refused)
        assert str(problem.value).endswith(".")
        return
    stage = Kept(engine, room)
    counted, quarantine = read(path, stage)
    check(shape, counted, quarantine, [slot for (slot,) in stage.rows])  # type: ignore[misc]


# Not those that would fall into thousands of blocks.
SMALL = {n: s for n, s in SHAPES.items() if not s.refused and len(s.data) < 50_000}


@pytest.mark.parametrize(
    "cut", [3_000, *(pytest.param(n, marks=pytest.mark.deep) for n in (99, 300, 1_024))]
)
@pytest.mark.parametrize("shape", SMALL.values(), ids=list(SMALL))
def test_a_verdict_does_not_hang_on_where_a_file_is_cut_into_slabs(
    room, engine, monkeypatch, shape, cut
):
    monkeypatch.setattr(blocks, "SLAB", cut)
    monkeypatch.setattr(salvage, "UNFINISHED", 1 << 15)
    path = room / "p.csv"
    path.write_bytes(shape.data)
    stage = Kept(engine, room)
    counted, quarantine = read(path, stage, cut)
    check(shape, counted, quarantine, [slot for (slot,) in stage.rows])  # type: ignore[misc]


def test_there_are_enough_shapes():
    assert len(SHAPES) >= 36
    assert sum(bool(shape.bad or shape.refused) for shape in SHAPES.values()) >= 36


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
    monkeypatch.setattr(blocks, "SLAB", 200)
    monkeypatch.setattr(containers, "BLOCK", 200)
    parts = world.run(tmp_path / "parts", path).manifest
    assert (whole.posts, whole.tables) == (12, parts.tables)
