"""The store's tables: what is written is read, and what is damaged is refused in one sentence."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.store.holdings import (
    DIGITS,
    FORMAT,
    MANIFEST,
    Holding,
    SourceFile,
    read_holding,
    read_manifest,
)
from dashboard.tables import (
    ACCOUNTS,
    BINS,
    INTERVALS,
    ITEMS,
    POSTS,
    PRIVATE,
    TABLES,
    TableError,
    check,
    read_table,
    write_table,
)
from tests.small_world import (
    THAI_ACCOUNTS,
    THAI_PROFILES,
    THAI_RECONCILED,
    THAI_TAGS,
    THAILAND,
    holding,
    slot,
    table,
)

FRAMES = {
    "posts": table(POSTS, [(slot(time), *rest) for time, *rest in THAILAND]),
    "accounts": table(ACCOUNTS, THAI_ACCOUNTS),
    "tags": table(ITEMS, THAI_TAGS),
    "domains": table(ITEMS, ()),
    "clients": table(ITEMS, ()),
    "profiles": table(BINS, THAI_PROFILES),
    "intervals": table(INTERVALS, [("hour", "09", 0.5, 0.25, 0.75)]),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of a store, as ingest would write it."""
    folder = tmp_path / "thailand-2020-10" / "platform" / "new"
    folder.mkdir(parents=True)
    names = {f"{n}.parquet": n for n in TABLES}
    tables = {
        file: write_table(FRAMES[name], TABLES[name], folder / file) for file, name in names.items()
    }
    tables |= {f"private/{name}.parquet": "of a store that was copied" for name in PRIVATE}
    manifest = holding("thailand-2020-10", "platform", "Asia/Bangkok", THAILAND).manifest
    files = (SourceFile("posts.csv", 10, "ab"), SourceFile("users.csv", 5, "cd"))
    return named(folder, replace(manifest, files=files, tables=tables).write(folder))


def named(folder: Path, digest: str) -> Path:
    """Give the folder the name that belongs to its manifest."""
    return folder.rename(folder.with_name(digest[:DIGITS]))


def told(problem: pytest.ExceptionInfo[Exception]) -> str:
    text = str(problem.value)
    assert len(text.splitlines()) == 1, text
    return text


def changed(folder: Path, change: Callable[[dict], object]) -> Path:
    """Return the folder with another manifest, and the name that belongs to it."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    change(told)
    text = json.dumps(told).encode()
    (folder / MANIFEST).write_bytes(text)
    return named(folder, hashlib.sha256(text).hexdigest())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back_as_it_was_written(tmp_path, name):
    path = tmp_path / "table.parquet"
    write_table(FRAMES[name], TABLES[name], path)
    back = read_table(path, TABLES[name])
    assert {c: str(t) for c, t in back.dtypes.items()} == TABLES[name]
    pd.testing.assert_frame_equal(back.astype(object), FRAMES[name].astype(object))


def test_a_holding_comes_back_from_its_folder(folder):
    back = read_holding(folder)
    assert isinstance(back, Holding)
    assert back.manifest.subject == "thailand-2020-10"
    assert [file.name for file in back.manifest.files] == ["posts.csv", "users.csv"]
    assert back.posts["posts"].sum() == 25


def test_what_was_compared_comes_back_with_the_manifest(folder):
    manifest = read_manifest(folder)
    replace(manifest, reconciled=THAI_RECONCILED).write(folder)
    assert read_manifest(folder).reconciled == THAI_RECONCILED
    assert manifest.reconciled == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.drop(columns="kind"),
        lambda f: f.assign(more=1),
        lambda f: f.assign(posts=f["posts"].astype("int32")),
        lambda f: f.assign(slot=f["slot"].astype("float64")),
        lambda f: f.assign(language=f["language"].cat.remove_categories("th")),
    ],
    ids=["missing", "more", "narrow", "fraction", "empty"],
)
def test_other_columns_types_and_empty_cells_are_refused(change):
    check(FRAMES["posts"], POSTS, "posts")
    with pytest.raises(TableError, match="posts") as problem:
        check(change(FRAMES["posts"]), POSTS, "posts")
    told(problem)


@pytest.mark.parametrize(
    "frame",
    [
        FRAMES["posts"].assign(slot="noon"),
        FRAMES["posts"].assign(posts=[1.0, 2.0, 3.0, 4.0, 5.0, None]),
        FRAMES["posts"].assign(slot=[[1]] * 6),
        FRAMES["posts"].drop(columns="kind"),
        FRAMES["posts"].assign(kind=None),
    ],
    ids=["text", "blank", "lists", "missing", "nothing"],
)
def test_a_file_with_other_columns_is_refused(tmp_path, frame):
    path = tmp_path / "posts.parquet"
    frame.to_parquet(path)
    with pytest.raises(TableError, match=r"posts\.parquet") as problem:
        read_table(path, POSTS)
    told(problem)


@pytest.mark.parametrize("text", [b"", b"PAR1", b"not a table" * 100])
def test_a_file_that_is_no_table_is_refused(tmp_path, text):
    path = tmp_path / "posts.parquet"
    path.write_bytes(text)
    with pytest.raises(TableError, match=r"posts\.parquet") as problem:
        read_table(path, POSTS)
    told(problem)


@pytest.mark.parametrize("name", [f"{name}.parquet" for name in TABLES])
def test_a_damaged_or_missing_table_is_refused(folder, name):
    text = (folder / name).read_bytes()
    (folder / name).write_bytes(text[:-9] + bytes([text[-9] ^ 1]) + text[-8:])
    with pytest.raises(TableError, match="is damaged, its hash differs"):
        read_holding(folder)
    (folder / name).unlink()
    with pytest.raises(TableError, match="cannot be read"):
        read_holding(folder)


def test_a_manifest_that_was_changed_is_refused(folder):
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace('"posts": 25', '"posts": 26'), encoding="utf-8")
    with pytest.raises(TableError, match=r"platform: manifest\.json is damaged"):
        read_holding(folder)


def test_private_tables_may_be_missing_together_but_not_alone(folder):
    assert read_holding(folder).private == {}
    (folder / "private").mkdir()
    with pytest.raises(TableError, match="cannot be read"):
        read_holding(folder)


def test_a_table_that_the_manifest_does_not_name_is_refused(folder):
    folder = changed(folder, lambda told: told["tables"].pop("posts.parquet"))
    with pytest.raises(TableError, match=r"posts\.parquet") as problem:
        read_holding(folder)
    told(problem)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", "7", '"x"', "{}", '{"format": 1}', '{"format": 99}', "\ufeff{}"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(folder, text):
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match="platform") as problem:
        read_holding(folder)
    told(problem)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.update(format=FORMAT + 1),
        lambda t: t.pop("zone"),
        lambda t: t.update(more=1),
        lambda t: t.update(files=[{"name": "x"}]),
        lambda t: t.update(files=7),
        lambda t: t.update(tables=[]),
        lambda t: t.update(rejected=[]),
        lambda t: t.pop("reconciled"),
        lambda t: t.update(reconciled=[{"name": "posts"}]),
        lambda t: t.update(reconciled=7),
    ],
    ids=[
        *("format", "missing", "more", "files", "number", "tables", "rejected"),
        *("not compared", "half compared", "compared number"),
    ],
)
def test_a_manifest_with_other_keys_is_refused(folder, change):
    folder = changed(folder, change)
    with pytest.raises(TableError, match="platform") as problem:
        read_holding(folder)
    told(problem)
