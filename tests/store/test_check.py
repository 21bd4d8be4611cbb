"""A store that was changed behind its back: by chance, or with all hashes made to fit."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import archive_world as world
import faults
import pandas as pd
import pytest
from faults import whole

from dashboard.cli import commands as command
from dashboard.store import history
from dashboard.store.differences import differences
from dashboard.store.holdings import (
    DIGITS,
    SERVED,
    Manifest,
    check_holding,
    read_holding,
    read_manifest,
)
from dashboard.store.invariants import faults as unsound
from dashboard.store.versions import (
    POINTER,
    Contents,
    KeptVersion,
    Pointer,
    check_texts,
    contents_path,
    current_contents,
    read_contents,
    read_pointer,
    read_store,
)
from dashboard.tables import TABLES, TableError, write_table

RELEASE = "thailand-2020-10"
NAME = f"{RELEASE}/platform"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with files, texts, and a store of two versions, made by the command line."""
    folder = tmp_path_factory.mktemp("checking")
    world.write(folder / "first", p__csv=world.csv_text(world.POST_ROWS[:19], world.POSTS))
    world.write(folder / "in", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV, note__txt=b"note")
    world.write(folder / "clemson", c__csv=world.CLEMSON_CSV)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "DATA", faults.small_texts(folder / "data"))
        for files in ("first", "in"):
            ingest(folder, files)
        yield folder


def ingest(folder: Path, files: str, *more: str) -> None:
    named = ("--release", RELEASE, "--store", str(folder / "store"))
    assert command.main(["ingest", str(folder / files), *named, *more]) == 0


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]):
    """Return what `check` says of a folder's store, and its status."""

    def checked(folder: Path, *given: str) -> tuple[int, str]:
        capsys.readouterr()
        paths = [str(folder / path) for path in given if not path.startswith("--")]
        options = [path for path in given if path.startswith("--")]
        status = command.main(["check", *paths, "--store", str(folder / "store"), *options])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out + err

    return checked


def place(folder: Path) -> Path:
    return world.place(folder / "store", RELEASE)


# ---- Chance --------------------------------------------------------------------------------------


def mutate(store: Path, chance: random.Random) -> str:
    """Change one file of the store, or swap two, and say what was done."""
    files = sorted(path for path in store.rglob("*") if path.is_file())
    path = chance.choice(files)
    content = path.read_bytes()
    how = chance.choice(("flip", "cut", "append", "delete", "swap"))
    if how == "flip":
        at = chance.randrange(len(content))
        path.write_bytes(
            content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        )
    elif how == "cut":
        path.write_bytes(content[: chance.randrange(len(content))])
    elif how == "append":
        path.write_bytes(content + chance.randbytes(chance.randrange(1, 9)))
    elif how == "delete":
        path.unlink()
    else:
        other = chance.choice([other for other in files if other.read_bytes() != content])
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
        return f"swap {path} {other}"
    return f"{how} {path}"


def undone(store: Path, before: dict[str, bytes | None]) -> None:
    for name, content in before.items():
        if content is not None and (
            not (store / name).exists() or (store / name).read_bytes() != content
        ):
            (store / name).write_bytes(content)


def believed(store: Path) -> None:
    """Look at all that is looked at before a table of any version kept is read."""
    pointer = read_pointer(store)
    for version in pointer.names if pointer else ():
        contents = read_contents(store, version)
        for name in contents.holdings:
            check_holding(contents.folder(store, name))
        check_texts(store, contents)


def detected(store: Path, times: int, seed: int) -> None:
    """Change the store so often, each time as it was before; every time it must be refused."""
    chance, before = random.Random(seed), world.tree(store)
    for _ in range(times):
        done = mutate(store, chance)
        with pytest.raises(TableError) as refused:
            believed(store)
        assert len(str(refused.value).splitlines()) == 1, done
        undone(store, before)
    believed(store)
    assert whole(store)


def test_a_store_that_chance_has_changed_is_refused(room):
    detected(room / "store", 100, 1)


@pytest.mark.deep
def test_ten_thousand_changed_stores_are_refused(room):
    detected(room / "store", 10_000, 2)


def test_only_all_private_tables_together_may_be_absent(room):
    private = place(room) / "private"
    (private / "activity.parquet").unlink()
    with pytest.raises(TableError, match=r"activity\.parquet of the store cannot be read"):
        read_store(room / "store")
    shutil.rmtree(private)
    assert read_store(room / "store")[RELEASE, "platform"].private == {}


def test_a_copy_is_said_to_lack_its_account_level_tables(room, check):
    older, current = (place.parent for place in sorted((room / "store").rglob("private"), key=age))
    shutil.rmtree(current / "private")
    status, told = check(room)
    assert status == 0
    lines = [line for line in told.splitlines() if NAME in line]
    lacks = "Its account-level tables are not in this store."
    assert [line.endswith(lacks) for line in lines] == [False, True] and older.exists()


def age(place: Path) -> int:
    return (place.parent / "manifest.json").stat().st_mtime_ns


def test_a_pointer_that_is_gone_is_no_empty_store(room, check):
    store = room / "store"
    pointer = read_pointer(store)
    assert pointer is not None
    (store / POINTER).unlink()
    status, told = check(room)
    assert status == 1
    assert (
        told
        == f"store: versions.json of {store} is gone: takedowns rollback VERSION makes it anew.\n"
    )
    history.roll_back(store, pointer.current)
    assert check(room)[0] == 0


def test_every_version_that_is_kept_is_checked(room, check):
    store = room / "store"
    pointer = read_pointer(store)
    assert pointer is not None
    older = read_contents(store, pointer.names[0])
    with (older.folder(store, NAME) / "tags.parquet").open("ab") as file:
        file.write(b"x")
    status, told = check(room)
    assert status == 1
    wrong = f"{pointer.names[0]} {NAME}: {NAME}: tags.parquet is damaged, its hash differs."
    assert wrong in told.splitlines()
    assert check(room, f"--version={pointer.current}")[0] == 0
    kept = ", ".join(pointer.names)
    sentence = f"{'0' * 12} is not kept, only {kept}.\n"
    assert check(room, f"--version={'0' * 12}") == (1, sentence)
    (room / "store" / POINTER).write_text("{", encoding="utf-8")
    status, said = check(room, f"--version={'0' * 12}")
    assert status == 1 and said.splitlines()[1:] == [f"store: {'0' * 12} is not kept."]


# ---- With all hashes made to fit -----------------------------------------------------------------


def forge(
    store: Path, manifest: Manifest, name: str = "", frame: pd.DataFrame | None = None
) -> None:
    """Put another table or manifest in place of the current one's, and make every hash fit."""
    contents, pointer = current_contents(store), read_pointer(store)
    assert pointer is not None
    old = contents.folder(store, NAME)
    new = old.with_name("new")
    shutil.copytree(old, new)
    if frame is not None:
        hashes = {f"{name}.parquet": write_table(frame, TABLES[name], new / f"{name}.parquet")}
        manifest = replace(manifest, tables=manifest.tables | hashes)
    digest = manifest.write(new)
    new.rename(old.with_name(digest[:DIGITS]))
    contents = Contents(contents.holdings | {NAME: digest}, contents.texts)
    contents_path(store, contents.version).write_bytes(contents.encoded())
    forged = Pointer(contents.version, (*pointer.versions, KeptVersion(contents.version, "now")), 3)
    (store / POINTER).write_bytes(forged.encoded())
    assert check_texts(store, contents) and read_store(store)


def test_a_sound_store_is_equal_to_its_files(room, check):
    status, told = check(room, "in", "clemson")
    assert status == 0, told
    assert f"{NAME}: equal to its files." in told.splitlines()
    assert "c.csv: nothing of this version was made from it." in told.splitlines()
    assert not list((room / "store").glob(".*"))


def test_one_number_that_still_adds_up_is_found_beside_the_files(room, check):
    manifest, posts = read_manifest(place(room)), read_holding(place(room)).posts
    same = posts[posts.duplicated(["language", "kind"], keep=False)]
    first, second = same.index[:2]
    assert posts.loc[first, "posts"] > 1 and posts.loc[second, "posts"] >= 1
    posts.loc[first, "posts"] -= 1
    posts.loc[second, "posts"] += 1
    forge(room / "store", manifest, "posts", posts)
    assert check(room)[0] == 0  # it adds up
    status, told = check(room, "in")
    assert status == 1
    rows = [line for line in told.splitlines() if line.startswith(f"{NAME}: posts, ")]
    assert len(rows) == 2
    assert rows[0].endswith("posts 9, the files tell 10 (-1).")
    assert "(+1)." in rows[1]


@pytest.mark.parametrize("name", ["accounts", "tags", "domains", "clients", "profiles"])
def test_every_table_is_set_beside_the_files(made, name):
    held = read_holding(place(made))
    frame = getattr(held, name).copy()
    value = "uses" if "uses" in frame else "accounts"
    frame.loc[frame.index[-1], value] += 1
    forged = replace(held, **{name: frame})
    (told,) = differences(forged, held)
    assert told.startswith(f"{name}, ") and told.endswith("(+1).")
    # No longer does it add up; what a month of the other calendar has stands by itself.
    assert bool(list(unsound(forged))) == (name != "accounts")


def test_rows_that_are_missing_or_too_many_are_counted(made):
    held = read_holding(place(made))
    fewer = replace(held, posts=held.posts.iloc[5:])
    told = list(differences(fewer, held))
    assert told[0].endswith(": in the files, and not in the store.")
    assert told[3:] == ["posts: 2 rows more, not as the files tell."]
    assert next(iter(differences(held, fewer))).endswith(": not in the files.")
    twice = replace(held, posts=pd.concat([held.posts, held.posts.iloc[:1]]))
    (told_of_twice,) = differences(twice, held)
    assert told_of_twice.endswith(": not in the files.")


@pytest.mark.parametrize("name", SERVED)
def test_of_tables_of_accounts_only_rows_are_told(made, name):
    held = read_holding(place(made))
    frame = held.private[name].copy()
    frame.loc[0, "posts"] += 1
    forged = replace(held, private=held.private | {name: frame})
    # The row as it is, and the row as it should be.
    assert list(differences(forged, held)) == [f"private/{name}: 2 rows not as the files tell."]
    (told,) = unsound(forged)
    by_words = "private/activity: posts by language, kind and phase are not those of posts."
    adds_up = f"private/{name}: posts add up to 21, manifest.json says 20."
    assert told == (by_words if name == "activity" else adds_up)


@pytest.mark.parametrize("value", ["estimate", "low", "high"])
def test_every_share_that_is_kept_is_set_beside_the_files(made, value):
    held = read_holding(place(made))
    frame = held.intervals.copy()
    chosen = frame.index[frame["measure"] == "press"][0]
    frame.loc[chosen, value] += 0.000001
    (told,) = differences(replace(held, intervals=frame), held)
    assert told.startswith("intervals, press ") and f": {value} " in told


def test_themes_of_another_lexicon_are_not_compared(made):
    held = read_holding(place(made))
    posts = held.posts.assign(themes=held.posts["themes"].cat.rename_categories(lambda t: t + "x"))
    other = replace(held, posts=posts)
    assert len(list(differences(other, held))) == 4
    older = replace(other, manifest=replace(held.manifest, themes_version="0"))
    assert list(differences(older, held)) == []
    activity = held.private["activity"]
    apart = activity.assign(themes=activity["themes"].cat.rename_categories(lambda t: t + "x"))
    private = held.private | {"activity": apart}
    assert list(differences(replace(held, private=private), held)) != []
    assert list(differences(replace(older, private=private), held)) == []
    fewer = held.private | {"activity": apart.iloc[1:]}
    (told,) = differences(replace(older, private=fewer), held)
    assert told.startswith("private/activity: ")


@pytest.mark.parametrize(
    ("field", "value", "sum_fails"),
    [
        ("posts", 21, True),
        ("active", 11, True),
        ("published", 14, True),
        ("first", "2020-02-29 09:59", True),
        ("posts_rejected", 1, True),
        ("minutes_checked", 19, False),
        ("users_rows", 13, False),
        ("depth", "counts", False),
        ("zone", "Asia/Tokyo", False),
        ("reconciled", (), False),
    ],
)
def test_every_number_of_a_manifest_is_checked(made, field, value, sum_fails):
    held = read_holding(place(made))
    forged = replace(held, manifest=replace(held.manifest, **{field: value}))
    assert bool(list(unsound(forged))) == sum_fails
    (told,) = differences(forged, held)
    assert told.startswith("manifest.json: ")


def test_a_changed_post_count_is_found_without_the_files(room, check):
    held = read_holding(place(room))
    posts = held.posts.copy()
    posts.loc[0, "posts"] += 1
    forge(room / "store", held.manifest, "posts", posts)
    status, told = check(room)
    assert status == 1
    assert "posts: the rows add up to 21, manifest.json says 20." in told


def test_files_that_do_not_belong_are_named(room, check):
    status, told = check(room, "clemson")
    assert status == 1
    assert told.endswith("the files: nothing in this version was made from them.\n")
    status, told = check(room, "in/p.csv")
    assert status == 1
    assert f"{NAME}: 1 of the 2 files that it was made from are not given." in told


def test_posts_left_out_as_not_listed_are_left_out_again(room, check):
    few = world.csv_text(world.USER_ROWS[:11], world.USERS)
    world.write(room / "in", u__csv=few)
    ingest(room, "in", "--listed")
    assert read_manifest(place(room)).posts == 18
    status, told = check(room, "in")
    assert status == 0, told
    assert f"{NAME}: equal to its files." in told
