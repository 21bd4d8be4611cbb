"""Zip archives: twenty ways to be wrong are refused in a sentence, the rest is read to the byte."""

import random
from pathlib import Path

import pytest
from damaged_archives import TWO, ZIPS, Packed, zipped

from dashboard.ingest import zipped as module
from dashboard.ingest.containers import PlainFile, open_file
from dashboard.tables import IngestError

CHANGES = [300, pytest.param(10_000, marks=pytest.mark.deep)]


def contents(path: Path) -> tuple[bytes, ...]:
    """Return what is in the members, each read while the archive is open."""
    told = (source for source in open_file(path) if isinstance(source, PlainFile))
    return tuple(b"".join(source.blocks) for source in told)


def write(folder: Path, data: bytes) -> Path:
    (folder / "p.zip").write_bytes(data)
    return folder / "p.zip"


@pytest.mark.parametrize("packed", ZIPS.values(), ids=list(ZIPS))
def test_a_zip_meets_its_verdict(tmp_path, packed: Packed):
    path = write(tmp_path, packed.data)
    if not packed.refused:
        assert contents(path) == packed.read
        assert list(tmp_path.iterdir()) == [path], "something was unpacked"
        return
    with pytest.raises(IngestError) as problem:
        contents(path)
    assert str(problem.value).startswith(packed.refused)
    assert str(problem.value).endswith(".")


def test_there_are_enough_zips():
    assert len(ZIPS) >= 20


def test_a_zip_made_here_is_the_same_at_any_hour(monkeypatch):
    before = zipped(("p.csv", b"x"))
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert zipped(("p.csv", b"x")) == before


def test_a_lying_size_stops_the_reading_at_once(tmp_path):
    """Blocks are given before the sum is known, but never more bytes than were announced."""
    source = next(open_file(write(tmp_path, ZIPS["size that lies"].data)))
    assert isinstance(source, PlainFile)
    with pytest.raises(IngestError):
        next(source.blocks)


def test_a_bomb_that_is_small_is_read_in_small_blocks(tmp_path):
    sizes: list[int] = []
    for source in open_file(write(tmp_path, zipped(("p.csv", b"a" * module.SMALL)))):
        assert isinstance(source, PlainFile)
        sizes += [len(block) for block in source.blocks]
    assert sum(sizes) == module.SMALL
    assert max(sizes) <= 2 * module.OUT


@pytest.mark.parametrize("changes", CHANGES)
def test_no_changed_byte_makes_other_contents_or_a_crash(tmp_path, changes):
    """Names may change, since they have no sum; what is in the members may not."""
    dice = random.Random(4)
    sound = contents(write(tmp_path, TWO))
    for _ in range(changes):
        data = bytearray(TWO)
        for _ in range(dice.choice((1, 1, 2, 5))):
            place, way = dice.randrange(len(data)), dice.randrange(3)
            data[place : place + (way < 2)] = bytes([dice.randrange(256)] if way else [])
        try:
            assert contents(write(tmp_path, bytes(data))) == sound
        except IngestError as problem:
            assert str(problem).count("\n") == 0
