"""Whatever the files are packed in or called, the same is read."""

import gzip

import archive_world as world
import pytest


@pytest.mark.parametrize("name", ["a[1].csv", "*.csv", "what?.csv", "https:..x.csv", "ä 'b'.csv"])
def test_a_name_is_only_a_name(tmp_path, name):
    """`[1]`, `*` and `?` are no patterns, and what a neighbour holds is not read."""
    folder = world.write(
        tmp_path / "in", **{name: world.POSTS_CSV, "a1.csv": b"trap", "x.csv": b"trap"}
    )
    report = world.run(tmp_path / "store", folder / name)
    assert report.manifest.posts == 20
    assert report.manifest.files[0].name == name


def is_of_posts(table: str) -> bool:
    """Whether a table, by its file name, is counted from posts alone."""
    return "private" not in table and "profiles" not in table


def test_every_container_gives_the_same_tables(tmp_path):
    folder = tmp_path / "release"
    (folder / "deep").mkdir(parents=True)
    contents = {
        "p.csv": world.POSTS_CSV,
        "p.csv.gz": gzip.compress(world.POSTS_CSV),
        "p.csv.zst": world.zstd(world.POSTS_CSV),
        "no-suffix": b"\xef\xbb\xbf" + world.POSTS_CSV,
        "p.zip": world.zipped(
            **{
                "../../p.csv": world.POSTS_CSV,
                "/u.csv": world.USERS_CSV,
                "__MACOSX/._p.csv": b"\0",
                "a.txt": b"x",
            }
        ),
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
