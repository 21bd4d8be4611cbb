"""What a killed ingest leaves behind, who may change a store, and taking a collection out of it."""

import shutil
import signal
from dataclasses import replace
from pathlib import Path

import archive_world as world
import pytest

from dashboard.store import lock as rooms
from dashboard.store.history import remove
from dashboard.store.holdings import MANIFEST
from dashboard.store.lock import STAGING, staging
from dashboard.store.versions import read_store
from dashboard.tables import IngestError

PLACE = ("atlantis-2020-10", "platform")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("made")
    world.run(room / "store", world.write(room / "in", p__csv=world.POSTS_CSV))
    return room


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "in", tmp_path / "in")
    return shutil.copytree(made / "store", tmp_path / "store")


def left_behind(store: Path) -> Path:
    """Return the folder that an ingest killed in the middle leaves: a raw file in it."""
    room = store / f"{STAGING}killed"
    room.mkdir()
    (room / "member.csv").write_bytes(world.POSTS_CSV)
    return room


def test_what_a_killed_ingest_left_goes_with_the_next_change(store):
    before, room = world.tree(store), left_behind(store)
    with staging(store):
        assert not room.exists()
    assert world.tree(store) == before


def test_of_two_changes_at_once_one_stops_at_once_and_says_so(store):
    before = world.tree(store)
    with staging(store) as first:
        (first / "member.csv").write_bytes(b"x")
        path = world.write(store.parent / "users", u__csv=world.USERS_CSV)
        for change in (lambda: world.run(store, path), lambda: taken_out(store, PLACE[0])):
            with pytest.raises(IngestError, match="is being changed by another takedowns"):
                change()
        assert (first / "member.csv").read_bytes() == b"x"
    assert world.tree(store) == before


def test_ctrl_c_is_not_heard_once_it_is_settled_that_nothing_changed(store):
    """Else a command that has said so would end as if it had been stopped."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    before = world.tree(store)
    world.run(store, store.parent / "in")
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert world.tree(store) == before


def test_where_nothing_can_be_locked_nothing_is_changed(store, monkeypatch):
    def refused(handle: int, how: int) -> None:
        raise OSError(95, "Operation not supported")

    room = left_behind(store)
    monkeypatch.setattr(rooms.fcntl, "flock", refused)
    with pytest.raises(IngestError, match="a file system that cannot lock"), staging(store):
        pass
    assert room.exists()


# ---- Removal -------------------------------------------------------------------------------------


def taken_out(store: Path, subject: str, collection: str | None = None) -> str:
    return remove(subject, collection, store, world.CATALOGUE, world.NO_TEXTS)[0]


@pytest.mark.parametrize("name", ["atlantis-2020-10", "Atlantis_102020", "atlantis_102020"])
def test_a_release_goes_by_slug_or_archive_id(store, name):
    told = taken_out(store, name)
    assert told.startswith("Removed atlantis-2020-10/platform: 20 posts. The versions before keep")
    assert read_store(store) == {}


def test_other_collections_and_releases_stay(store, tmp_path):
    path = world.write(tmp_path / "users", u__csv=world.USERS_CSV)
    world.run(store, path, collection="rebuilt")
    world.run(store, path, subject="atlantis-2020-11")
    with pytest.raises(IngestError, match="is held from platform and rebuilt: name one"):
        taken_out(store, "atlantis-2020-10")
    told = taken_out(store, "atlantis-2020-10", "rebuilt")
    assert told.startswith("Removed atlantis-2020-10/rebuilt: a users file of 13 accounts.")
    assert set(read_store(store)) == {PLACE, ("atlantis-2020-11", "platform")}


def test_what_is_not_held_is_refused_and_nothing_changes(store):
    before = world.tree(store)
    for subject, collection, sentence in (
        ("nowhere", None, "nowhere is not a known release or group."),
        ("../store", None, "../store is not a known release or group."),
        ("atlantis", None, "atlantis is a country"),
        ("atlantis-2020-11", None, f"atlantis-2020-11 is not held in {store}."),
        ("atlantis-2020-10", "clemson", "is not held from clemson, only from platform."),
        ("atlantis-2020-10", "../atlantis-2020-10/platform", "only from platform."),
    ):
        with pytest.raises(IngestError) as refused:
            taken_out(store, subject, collection)
        assert sentence in str(refused.value)
    assert world.tree(store) == before


def test_what_cannot_be_read_can_be_removed(store):
    (world.place(store) / MANIFEST).write_text("{")
    assert "its manifest could not be read" in taken_out(store, "atlantis-2020-10")
    assert read_store(store) == {}


def test_what_the_catalogue_no_longer_knows_can_be_removed(store):
    told = remove(*PLACE, store, replace(world.CATALOGUE, releases={}, groups={}), world.NO_TEXTS)
    assert told[0].startswith("Removed atlantis-2020-10/platform")


def test_a_disk_that_refuses_leaves_it_all(store, monkeypatch):
    def failing(self: Path, target: Path) -> Path:
        raise OSError(30, "Read-only file system")

    before = world.tree(store)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(IngestError, match="cannot be removed: Read-only file system"):
        taken_out(store, "atlantis-2020-10")
    assert world.tree(store) == before
