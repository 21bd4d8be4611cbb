"""Data versions: what names them, what is refused, what making, going back and pruning do."""

import shutil
from pathlib import Path

import archive_world as world
import pytest

from dashboard.store import history, publish
from dashboard.store.history import remove
from dashboard.store.versions import (
    FORMAT,
    POINTER,
    VERSIONS,
    Contents,
    KeptVersion,
    Pointer,
    check_texts,
    contents_path,
    current_contents,
    read_contents,
    read_pointer,
    read_store,
    texts_of,
)
from dashboard.tables import IngestError, TableError
from dashboard.web.app import DATA
from dashboard.web.serving import Worlds

PLACE = ("atlantis-2020-10", "platform")
EARLIER = ("atlantis-2020-11", "clemson")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of texts, as `data/` is one, beside a store of two versions.

    The first version holds one collection, the second two.
    """
    room = tmp_path_factory.mktemp("versions")
    (room / "data" / "published" / "them").mkdir(parents=True)
    for name in ("releases.toml", "themes.toml", "published/them/hashtags.csv"):
        (room / "data" / name).write_text(name, encoding="utf-8")
    clemson = world.write(room / "clemson", c__csv=world.CLEMSON_CSV)
    world.run(room / "store", clemson, subject=EARLIER[0], data=room / "data")
    again(room, room / "data")
    return room


@pytest.fixture
def texts(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the texts that a test may change."""
    return Path(shutil.copytree(made / "data", tmp_path / "data"))


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the store that a test may change."""
    return Path(shutil.copytree(made / "store", tmp_path / "store"))


def again(room: Path, texts: Path) -> str:
    """Ingest the release of Atlantis; return the version."""
    path = world.write(room / "in", p__csv=world.POSTS_CSV)
    return world.run(room / "store", path, data=texts).version


def names(store: Path) -> tuple[str, ...]:
    pointer = read_pointer(store)
    assert pointer is not None
    return pointer.names


def parts(store: Path) -> set[str]:
    """Return everything in the store that a version is made of, as paths."""
    found = [*store.glob("versions/*"), *store.glob("texts/*"), *store.glob("atlantis*/*/*")]
    return {str(path.relative_to(store)) for path in found}


def test_a_store_that_is_not_yet_made_holds_nothing(tmp_path):
    assert read_store(tmp_path / "none") == {}
    assert read_pointer(tmp_path / "none") is None
    assert current_contents(tmp_path / "none") == Contents({}, {})
    served = Worlds.open(tmp_path / "none", DATA).current
    assert served.version == Contents({}, texts_of(DATA)).version


def test_each_ingest_makes_a_version_and_the_one_before_stays_as_it_was(store):
    first, second = names(store)
    assert list(read_contents(store, first).holdings) == ["/".join(EARLIER)]
    assert set(read_store(store)) == {PLACE, EARLIER}
    assert current_contents(store).version == second
    assert read_store(store)[PLACE].manifest.posts == 20
    assert [path.name for path in store.glob(".*")] == []


def test_the_same_files_again_even_packed_make_no_new_version(store, texts, tmp_path):
    before = world.tree(store)
    assert again(tmp_path, texts) == names(store)[-1]
    packed = world.write(tmp_path / "packed", p__zip=world.zipped(other__csv=world.POSTS_CSV))
    report = world.run(store, packed, data=texts)
    assert report.lines[-1] == f"data version {report.version}, as before: nothing changed."
    assert world.tree(store) == before


def test_a_version_changes_with_every_text_and_only_then(store, texts):
    seen = [names(store)[-1]]
    (texts / "SOURCES.md").write_text("prose", encoding="utf-8")
    assert history.refresh(store, texts) == [f"data version {seen[0]}, as before: nothing changed."]
    for name in ("releases.toml", "themes.toml", "published/them/hashtags.csv"):
        with (texts / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        history.refresh(store, texts)
        seen.append(current_contents(store).version)
        assert (check_texts(store, current_contents(store)) / name).read_text() == f"{name}\n"
    assert len(set(seen)) == 4


def test_the_newest_two_versions_are_kept_with_all_they_need_and_no_more(store, texts):
    first, second = names(store)
    before = parts(store)
    (texts / "themes.toml").write_text("other", encoding="utf-8")
    history.refresh(store, texts)
    assert names(store)[0] == second and len(names(store)) == 2
    gone, new = before - parts(store), parts(store) - before
    assert gone == {f"versions/{first}.json"}  # its one collection is in the later ones, too
    assert {path.partition("/")[0] for path in new} == {"texts", "versions"}
    taken = remove(PLACE[0], None, store, world.CATALOGUE, texts)
    assert taken[0].startswith("Removed atlantis-2020-10/platform: 20 posts.")
    assert set(read_store(store)) == {EARLIER}
    assert list(store.glob("atlantis-2020-10/platform/*"))  # the version before needs it
    history.prune(store, 1)
    assert not (store / "atlantis-2020-10").exists()
    assert len(list(store.glob("texts/*"))) == 1
    assert set(read_store(store)) == {EARLIER}


def test_what_is_no_part_of_a_version_is_never_deleted(store):
    for name in ("notes.txt", "texts/readme", "versions/old.txt", "atlantis-2020-10/platform/mine"):
        (store / name).write_text("mine", encoding="utf-8")
    history.prune(store, 1)
    assert len(names(store)) == 1
    assert (
        len([path for path in store.rglob("*") if path.is_file() and b"mine" in path.read_bytes()])
        == 4
    )


def test_going_back_shows_the_version_before_and_forward_again(store):
    first, second = names(store)
    assert history.roll_back(store, None) == [f"data version {first} is current."]
    assert set(read_store(store)) == {EARLIER}
    with pytest.raises(IngestError, match=f"There is no version before {first}"):
        history.roll_back(store, None)
    with pytest.raises(IngestError, match=f"{'0' * 12} is not kept, only {first}, {second}"):
        history.roll_back(store, "0" * 12)
    history.roll_back(store, second)
    assert set(read_store(store)) == {PLACE, EARLIER}
    assert names(store) == (first, second)


def test_a_version_made_again_is_the_newest(store, texts, tmp_path):
    first, second = names(store)
    remove(PLACE[0], None, store, world.CATALOGUE, texts)
    assert names(store) == (second, first)
    assert again(tmp_path, texts) == second
    assert names(store) == (first, second)


def test_a_store_without_versions_has_none_to_go_back_to(tmp_path):
    for change in (
        lambda: history.roll_back(tmp_path, None),
        lambda: history.prune(tmp_path, 2),
        lambda: history.refresh(tmp_path, tmp_path),
        lambda: history.version_lines(tmp_path),
    ):
        with pytest.raises(IngestError, match="has no versions: nothing was ever read into it"):
            change()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(IngestError, match="At least one version"):
        history.prune(tmp_path, 0)


# ---- Damage --------------------------------------------------------------------------------------


def test_an_older_store_is_told_from_an_empty_one(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "manifest.json").write_text("{}")
    with pytest.raises(TableError, match="was made by an older takedowns"):
        read_store(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "{}", '{"current": "x"}', '{"versions": 7}', '{"versions": [[1]]}']
)
def test_a_pointer_that_cannot_be_read_is_refused_and_can_be_made_anew(store, text):
    first, second = names(store)
    (store / POINTER).write_text(text)
    with pytest.raises(TableError, match=r"versions\.json") as problem:
        read_store(store)
    assert len(str(problem.value).splitlines()) == 1
    with pytest.raises(TableError):
        history.roll_back(store, None)
    assert history.roll_back(store, second) == [f"data version {second} is current."]
    assert set(names(store)) == {first, second}
    assert set(read_store(store)) == {PLACE, EARLIER}


def test_every_changed_character_of_pointer_and_contents_is_found(store):
    for path in (store / POINTER, contents_path(store, names(store)[-1])):
        whole = path.read_bytes()
        for place in range(len(whole)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(TableError):
                read_store(store)
        path.write_bytes(whole)
    assert set(read_store(store)) == {PLACE, EARLIER}


def test_damaged_texts_are_refused_and_replaced_by_the_next_change(store, texts, tmp_path):
    path = current_contents(store).texts_folder(store) / "themes.toml"
    path.write_text("changed", encoding="utf-8")
    with pytest.raises(TableError, match=r"themes\.toml is damaged"):
        check_texts(store, current_contents(store))
    again(tmp_path, texts)
    assert path.read_text(encoding="utf-8") == "themes.toml"


def test_a_damaged_holding_is_replaced_by_reading_its_files_again(store, texts, tmp_path):
    for name in ("posts.parquet", "manifest.json"):
        (world.place(store) / name).write_bytes(b"damaged")
        with pytest.raises(TableError):
            read_store(store)
        again(tmp_path, texts)
        assert set(read_store(store)) == {PLACE, EARLIER}


def test_a_copied_store_has_no_private_tables_until_its_files_are_read(store, texts, tmp_path):
    private = world.place(store) / "private"
    for path in private.iterdir():
        path.unlink()
    private.rmdir()
    assert read_store(store)[PLACE].private == {}
    version = names(store)[-1]
    assert again(tmp_path, texts) == version
    assert set(read_store(store)[PLACE].private) == {"activity", "hours", "clients", "profiles"}


@pytest.mark.parametrize("name", ["", "x", "../versions", "0" * 11, "G" * 12])
def test_what_is_no_name_of_a_version_is_refused(store, name):
    with pytest.raises(TableError, match="is not the name of a data version"):
        read_contents(store, name)


def test_of_a_later_format_nothing_is_believed(store):
    path = store / VERSIONS / f"{names(store)[-1]}.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'))
    with pytest.raises(TableError, match=f"store format {FORMAT + 1} is not {FORMAT}"):
        read_store(store)


def test_a_pointer_keeps_the_current_version_whatever_its_age():
    made = tuple(KeptVersion(name, "") for name in ("a", "b", "c", "d"))
    assert Pointer("d", made).cut().names == ("c", "d")
    assert Pointer("a", made).cut().names == ("a", "c", "d")
    assert Pointer("b", made, keep=9).cut().names == ("a", "b", "c", "d")
    assert Pointer("b", made, keep=3).and_now("e", "").names == ("c", "d", "e")
    assert Pointer("b", made, keep=3).and_now("a", "").names == ("c", "d", "a")


# ---- What goes wrong after the pointer has moved -------------------------------------------------


def test_a_fault_after_the_pointer_moved_is_told_and_undoes_nothing(store, texts, monkeypatch):
    def failing(room: Path, store: Path, pointer: Pointer) -> None:
        raise OSError(5, "Input/output error")

    (texts / "themes.toml").write_text("other", encoding="utf-8")
    monkeypatch.setattr(publish, "clear_away", failing)
    version, note = history.refresh(store, texts)
    current = current_contents(store).version
    assert version == f"data version {current}."
    assert note == f"version {current} is in place, but then: Input/output error."


def test_a_pointer_that_is_replaced_while_it_is_read_is_whole(store, monkeypatch):
    old, new = names(store)
    read, versions = Path.read_bytes, [old, new]

    def read_and_replaced(path: Path) -> bytes:
        text = read(path)
        if path == store / POINTER and versions:
            history.roll_back(store, versions.pop(0))
        return text

    monkeypatch.setattr(Path, "read_bytes", read_and_replaced)
    assert names(store) == (old, new)
    assert versions != [old, new]
