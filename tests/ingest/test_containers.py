"""Whatever the files are packed in or called, the same is read, and a name is only a name."""

import gzip
import io
import os
import tarfile

import archive_world as world
import pytest
from damaged_archives import STREAMS, Packed

from dashboard.ingest.containers import PlainFile, list_files, open_file
from dashboard.tables import IngestError

NAMES = ["a[1].csv", "*.csv", "what?.csv", "https:..x.csv", "s3:", "ä 'b'.csv", '"; DROP.csv']
NAMES += ["two\nlines.csv", "\x1b[2J.csv", "-rf", "{a,b}.csv", "a\\b.csv", "\udcff.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(tmp_path, name):
    """It is no pattern and no address, and what a neighbour holds is not read."""
    folder = world.write(
        tmp_path / "in", **{name: world.POSTS_CSV, "a1.csv": b"trap", "x.csv": b"trap"}
    )
    (source,) = open_file(folder / name)
    assert isinstance(source, PlainFile)
    assert b"".join(source.blocks) == world.POSTS_CSV
    assert source.name.isprintable()


def test_a_release_is_read_from_a_file_and_a_store_with_signs_in_their_names(tmp_path):
    folder = world.write(tmp_path / "in [1]*'", **{"*[1]'.csv": world.POSTS_CSV, "x.csv": b"trap"})
    report = world.run(tmp_path / "a 'store'", folder / "*[1]'.csv")
    assert report.manifest.posts == 20
    assert report.manifest.files[0].name == "*[1]'.csv"


@pytest.mark.parametrize("address", ["https://a.example/p.csv", "s3://a/p.csv", "nowhere.csv"])
def test_an_address_is_no_file(tmp_path, monkeypatch, address):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IngestError, match=r" does not exist\.$"):
        list_files([tmp_path.__class__(address)])


def test_what_is_no_file_is_not_waited_for(tmp_path):
    """Opening a pipe that nobody writes to would hang."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path.__class__("-")):
        with pytest.raises(IngestError, match=r" is a pipe, and .*: write it into a file first\.$"):
            list_files([path])
    with pytest.raises(IngestError, match=r"is neither a file nor a folder\.$"):
        list_files([tmp_path.__class__(os.devnull)])


def test_a_name_in_another_encoding_is_kept_as_it_can_be_shown(tmp_path):
    folder = world.write(tmp_path / "in", **{"caf\udce9.csv": world.POSTS_CSV, "\udce9.txt": b""})
    report = world.run(tmp_path / "store", folder)
    assert [file.name for file in report.manifest.files] == ["caf?.csv"]
    assert "?.txt: skipped, a note." in report.lines
    "\n".join(report.lines).encode()


@pytest.mark.parametrize("log", [28, 31])
def test_a_file_of_a_large_window_is_whole(tmp_path, log):
    """`zstd --long` makes such a frame: one that needs as much memory to be unpacked."""
    stored = (len(world.POSTS_CSV) << 3 | 1).to_bytes(3, "little")
    frame = b"\x28\xb5\x2f\xfd\0" + bytes([log - 10 << 3]) + stored + world.POSTS_CSV
    path = world.write(tmp_path / "in", **{"p.csv.zst": frame}) / "p.csv.zst"
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path)
    assert str(refused.value) == (
        "p.csv.zst was packed with a larger window than is read (zstd --long): unpack it first,"
        " with zstd -d --long=31."
    )


@pytest.mark.parametrize("name", ["p.txt", "p.log"])
def test_a_file_that_is_named_as_a_note_is_said_to_be_none_of_posts(tmp_path, name):
    path = world.write(tmp_path / "in", **{name: world.POSTS_CSV}) / name
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path)
    assert str(refused.value) == (
        f"{name}: there are no posts to read. Notes are not read: {name}."
        " Name a file of posts .csv."
    )


@pytest.mark.parametrize("name", ["p.zip", "p.csv.gz", "p.csv"])
def test_a_pointer_is_told_from_a_damaged_file(tmp_path, name):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"
    folder = world.write(tmp_path / "in", **{name: pointer, "q.csv": world.POSTS_CSV})
    with pytest.raises(IngestError, match=r"is a pointer of Git LFS, .*: get that with git lfs"):
        world.run(tmp_path / "store", folder)


def test_an_archive_in_a_gzip_file_is_named(tmp_path):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("p.csv")
        member.size = len(world.POSTS_CSV)
        archive.addfile(member, io.BytesIO(world.POSTS_CSV))
    path = world.write(tmp_path / "in", **{"p.tar.gz": packed.getvalue()}) / "p.tar.gz"
    with pytest.raises(IngestError, match=r"^p\.tar\.gz is a tar archive: unpack it first"):
        world.run(tmp_path / "store", path)


@pytest.mark.parametrize("name", list(STREAMS))
def test_a_packed_file_meets_its_verdict(tmp_path, name):
    packed: Packed = STREAMS[name]
    (tmp_path / name).write_bytes(packed.data)

    def contents() -> tuple[bytes, ...]:
        told = [source for source in open_file(tmp_path / name) if isinstance(source, PlainFile)]
        return tuple(b"".join(source.blocks) for source in told)

    if not packed.refused:
        assert contents() == packed.read
        return
    with pytest.raises(IngestError) as problem:
        contents()
    assert str(problem.value).startswith(packed.refused)
    assert str(problem.value).endswith(": get it again.")


def is_of_posts(table: str) -> bool:
    """Whether a table, by its file name, is counted from posts alone."""
    return "private" not in table and "profiles" not in table


def test_every_container_gives_the_same_tables(tmp_path):
    hidden = {"__MACOSX/._p.csv": b"\0", "a.txt": b"x"}
    members = {"../../p.csv": world.POSTS_CSV, "/u.csv": world.USERS_CSV, **hidden}
    contents = {
        "p.csv": world.POSTS_CSV,
        "p.csv.gz": gzip.compress(world.POSTS_CSV),
        "p.csv.zst": world.zstd(world.POSTS_CSV),
        "no-suffix": b"\xef\xbb\xbf" + world.POSTS_CSV,
        "p.zip": world.zipped(**members),
    }
    tables = set()
    for name, content in contents.items():
        path = world.write(tmp_path / "in", **{name: content}) / name
        told = world.run(tmp_path / "store", path).manifest.tables
        tables.add(tuple(v for k, v in told.items() if is_of_posts(k)))
    assert len(tables) == 1
    assert not (tmp_path.parent / "p.csv").exists()


def test_a_folder_is_read_to_its_depth_but_not_what_is_hidden(tmp_path):
    deep = tmp_path / "in" / "deep"
    deep.mkdir(parents=True)
    world.write(deep, p__csv=world.POSTS_CSV)
    (tmp_path / "in" / ".DS_Store").write_bytes(b"\0")
    assert world.run(tmp_path / "store", tmp_path / "in").manifest.posts == 20


def test_what_is_no_data_in_a_folder_is_named_and_skipped(tmp_path):
    folder = world.write(
        tmp_path / "in",
        p__csv=world.POSTS_CSV,
        map__png=b"\x89PNG\r\n\x1a\n\xff\xfe",
        truth__parquet=b"PAR1" + b"\0" * 200,
        prices__csv=b"name,price\nx,1\n",
        README__md=b"# Notes",
    )
    report = world.run(tmp_path / "store", folder)
    assert report.manifest.posts == 20
    assert [file.name for file in report.manifest.files] == ["p.csv"]
    told = "\n".join(report.lines)
    for name in ("map.png", "truth.parquet", "prices.csv", "README.md"):
        assert f"{name}: skipped" in told


@pytest.mark.parametrize("content", [b"", b"<html>503</html>", b"PK\x03\x04x"])
def test_what_should_have_been_data_in_a_folder_is_refused(tmp_path, content):
    """A part that failed to arrive is missing: the rest must not pass for the whole."""
    folder = world.write(tmp_path / "in", p__csv=world.POSTS_CSV, q__csv=content)
    with pytest.raises(IngestError, match=r"^q\.csv is (empty|a web page|damaged)"):
        world.run(tmp_path / "store", folder)
