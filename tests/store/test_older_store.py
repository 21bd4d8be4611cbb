"""A version that was made before there were phases opens, adds up, and shows its numbers."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from two_versions import OPERATION, POSTS, add

from dashboard.ingest.recount import check
from dashboard.snapshot.asking import NO_PHASES
from dashboard.store.differences import differences
from dashboard.store.holdings import DIGITS, LATER_FIELDS, MANIFEST, WITHOUT_PHASES, read_holding
from dashboard.store.versions import (
    Contents,
    Pointer,
    contents_path,
    current_contents,
    read_pointer,
    read_store,
)
from dashboard.tables import LATER_COLUMNS, LATER_TABLES, TableError, sha256
from dashboard.web.app import DATA, create_app
from dashboard.web.serving import Worlds

NAME = f"{OPERATION}/platform"
OLD = WITHOUT_PHASES


def made_older(store: Path) -> str:
    """Turn a store of one version into what the program before phases would have made of it."""
    contents = current_contents(store)
    folder = contents.folder(store, NAME)
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8")) | {"format": OLD}
    for name in LATER_FIELDS:
        del told[name]
    for name in LATER_TABLES:
        (folder / f"{name}.parquet").unlink()
        del told["tables"][f"{name}.parquet"]
    for file in told["tables"]:
        frame = pq.read_table(folder / file).to_pandas()
        frame.drop(columns=[c for c in LATER_COLUMNS if c in frame]).to_parquet(folder / file)
        told["tables"][file] = sha256(folder / file)
    (folder / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")
    digest = sha256(folder / MANIFEST)
    folder.rename(folder.with_name(digest[:DIGITS]))
    older = Contents({NAME: digest}, contents.texts, OLD)
    contents_path(store, older.version).write_bytes(older.encoded())
    pointer = Pointer("", ()).and_now(older.version, "2026-01-01 00:00:00")
    (store / "versions.json").write_bytes(pointer.encoded())
    contents_path(store, contents.version).unlink()
    return older.version


@pytest.fixture
def room(tmp_path: Path) -> Path:
    add(tmp_path, POSTS["first"])
    made_older(tmp_path / "store")
    return tmp_path


def test_what_came_later_has_the_value_stated_for_it(room):
    (held,) = read_store(room / "store").values()
    assert held.manifest.format == OLD
    assert held.posts["posts"].sum() == POSTS["first"]
    for frame in (held.posts, held.accounts, held.tags, held.private["activity"]):
        assert set(frame["phase"]) == {""}
    assert held.intervals.empty and held.private["hours"].empty


def test_a_new_holding_may_lack_nothing(room, tmp_path_factory):
    new = tmp_path_factory.mktemp("new")
    add(new, POSTS["first"])
    folder = current_contents(new / "store").folder(new / "store", NAME)
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del told["tables"]["intervals.parquet"]
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    folder = folder.rename(folder.with_name(sha256(folder / MANIFEST)[:DIGITS]))
    with pytest.raises(TableError, match=r"has no intervals\.parquet"):
        read_holding(folder)


def test_it_adds_up_and_is_what_its_files_tell(room, tmp_path_factory):
    found = check(room / "store", None, [], lambda *step: None)
    assert found.wrong == 0, found.lines
    new = tmp_path_factory.mktemp("new")
    add(new, POSTS["first"])
    (held,), (made,) = (read_store(place / "store").values() for place in (room, new))
    assert list(differences(held, made)) == []
    activity = made.private["activity"].assign(posts=made.private["activity"]["posts"] + 1)
    other = replace(made, private=made.private | {"activity": activity})
    assert len(list(differences(held, other))) == 1


def test_a_holding_of_format_3_is_what_its_files_tell(tmp_path):
    """It has neither the later fields nor the shares of the working weekdays."""
    add(tmp_path, POSTS["first"])
    (made,) = read_store(tmp_path / "store").values()
    later = made.intervals["measure"].isin(["workweek", "workweek-accounts"])
    stored = replace(
        made,
        manifest=replace(made.manifest, format=3, **dict.fromkeys(LATER_FIELDS)),
        intervals=made.intervals[~later],
    )
    assert later.any() and list(differences(stored, made)) == []
    half = replace(stored, intervals=stored.intervals.iloc[1:])
    assert len(list(differences(half, made))) == 1


def test_a_link_to_it_shows_its_numbers_after_a_newer_version_was_made(room):
    old = current_contents(room / "store").version
    new = add(room, POSTS["second"])
    pointer = read_pointer(room / "store")
    assert pointer is not None and pointer.names == (old, new)
    client = create_app(Worlds.open(room / "store", DATA), {"CACHE_VIEWS": 50}).server.test_client()

    def posts(query: str) -> list[int | None]:
        asked = f"/download/size.json?ops={OPERATION}&{query}"
        return [row["posts"] for row in client.get(asked).get_json()["rows"]]

    assert posts(f"data={old}") == [POSTS["first"]]
    assert posts("") == posts("phase=operational") == [POSTS["second"]]
    assert posts(f"data={old}&phase=operational") == [None]
    page = client.get(f"/operations/{OPERATION}?data={old}")
    assert page.status_code == 200
    assert NO_PHASES not in page.text


def test_reading_the_same_files_again_replaces_it(room):
    old = current_contents(room / "store").version
    assert add(room, POSTS["first"]) != old
    contents = current_contents(room / "store")
    assert contents.format > OLD
    (held,) = read_store(room / "store").values()
    assert set(held.posts["phase"]) == {"operational"}
