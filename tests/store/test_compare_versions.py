"""What changed between two versions: holdings, posts, accounts, tags and texts, with signs."""

import shutil
from pathlib import Path

import archive_world as world
import faults
import pytest

from dashboard.cli import commands as command
from dashboard.store import history
from dashboard.store.compare_versions import compare
from dashboard.store.versions import contents_path, read_pointer
from dashboard.tables import IngestError, TableError

NAME = "atlantis-2020-10/platform"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of texts, and a store whose second version lost the tenth post and on."""
    room = tmp_path_factory.mktemp("made")
    texts = faults.small_texts(room / "data")
    for rows in (20, 9):
        posts = world.csv_text(world.POST_ROWS[:rows], world.POSTS)
        path = world.write(room / f"posts{rows}", p__csv=posts)
        world.run(room / "store", path, data=texts)
    return room


@pytest.fixture
def texts(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "data", tmp_path / "data")


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "store", tmp_path / "store")


def names(store: Path) -> tuple[str, ...]:
    pointer = read_pointer(store)
    assert pointer is not None
    return pointer.names


def test_a_new_issue_that_lost_rows(store):
    old, new = names(store)
    assert compare(old, new, store) == [
        f"from {old} to {new}:",
        f"  {NAME}:",
        "    posts: 20 to 9 (-11).",
        "    active accounts: 12 to 9 (-3).",
        "    last post, UTC: 2020-03-01 00:45 to 2020-02-29 10:09.",
        "    files: +1 and -1.",
        "    posts by quarter-hour: +0 and -11 in 6 quarter-hours.",
        "    tags that went: Istanbul (-10).",
        "    domains that went: ten.example (-10).",
        "    clients that went: not stated (-1).",
        "    clients used more or less: 1, in all -10 uses.",
    ]


def test_backwards_the_signs_are_the_other_way_round(store):
    old, new = names(store)
    told = compare(new, old, store)
    assert "    posts: 9 to 20 (+11)." in told
    assert "    tags that came: Istanbul (+10)." in told


def test_the_same_version_has_not_changed(store):
    (_, new) = names(store)
    assert compare(new, new, store) == [f"from {new} to {new}:", "  nothing changed."]


def test_collections_that_come_and_texts_that_change(store, texts, tmp_path):
    (_, before) = names(store)
    history.prune(store, 5)
    with (texts / "releases.toml").open("a", encoding="utf-8") as file:
        file.write("# one\n# two\n")
    (texts / "published" / "more.csv").write_text("a\n", encoding="utf-8")
    clemson = world.write(tmp_path / "clemson", c__csv=world.CLEMSON_CSV)
    world.run(store, clemson, subject="atlantis-2020-11", data=texts)
    after = names(store)[-1]
    assert compare(before, after, store)[1:] == [
        "  published/more.csv: new.",
        "  releases.toml: +2 and -0 lines.",
        "  atlantis-2020-11/clemson: new, 3 posts.",
    ]
    assert compare(after, before, store)[-1] == "  atlantis-2020-11/clemson: taken away, 3 posts."


def test_stores_are_compared_by_their_folders(made, store, texts, tmp_path, capsys):
    world.run(tmp_path / "other", made / "posts20", data=texts)
    argv = ["compare-versions", str(tmp_path / "other"), str(store), "--store", str(tmp_path)]
    assert command.main(argv) == 0
    assert "    posts: 20 to 9 (-11).\n" in capsys.readouterr().out


def test_what_is_not_there_or_damaged_is_refused(store, tmp_path):
    old, new = names(store)
    with pytest.raises(IngestError, match=rf"0{{12}} is not kept in .* \(only {old}, {new}\)"):
        compare("0" * 12, new, store)
    (tmp_path / "empty").mkdir()
    with pytest.raises(IngestError, match="has no versions: nothing was ever read into it"):
        compare(new, str(tmp_path / "empty"), store)
    contents_path(store, old).write_text("{", encoding="utf-8")
    with pytest.raises(TableError, match=f"{old}.json cannot be read"):
        compare(old, new, store)
