"""What cannot be read in full is refused in one sentence, and the store stays as it was."""

import gzip
from collections.abc import Callable
from pathlib import Path

import archive_world as world
import pytest

from dashboard.store import lock
from dashboard.tables import IngestError

GOOD = world.POSTS_CSV


def damaged(content: bytes) -> bytes:
    """Return a zip whose first member's sum no longer fits its contents."""
    place = content.rfind(b"PK\x01\x02") + 16
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def encrypted(content: bytes) -> bytes:
    place = content.rfind(b"PK\x01\x02") + 8
    return content[:place] + bytes([content[place] | 1]) + content[place + 1 :]


def changed(number: int, **more: object) -> bytes:
    """Return the posts with one of them changed, the first being number 1."""
    told = [dict(row) for row in world.POST_ROWS]
    told[number - 1] |= more
    return world.csv_text(told, world.POSTS)


def without(column: str) -> bytes:
    columns = tuple(name for name in world.POSTS if name != column)
    return world.csv_text(world.POST_ROWS, columns)


LINES = world.csv_text(world.POST_ROWS[:10], world.POSTS).splitlines(keepends=True)
GZIP, ZSTD = gzip.compress(GOOD, mtime=0), world.zstd(GOOD)
ZIP = world.zipped(p__csv=GOOD)
NO_POSTS = "there are no posts to read."

# What the file is called, what is in it, and what the sentence must say.
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "zip cut short": ("p.zip", ZIP[: len(ZIP) // 2], "p.zip is damaged"),
    "zip with a wrong sum": ("p.zip", damaged(ZIP), "p.zip (p.csv) is damaged"),
    "zip encrypted": ("p.zip", encrypted(ZIP), "p.zip (p.csv) is encrypted: unpack it first."),
    "zip of nothing": ("p.zip", world.zipped(), "p.zip is an empty archive."),
    "web page as zip": ("p.zip", b"\n<!DOCTYPE html><html>", "p.zip is a web page, not a data"),
    "noise as zip": ("p.zip", b"\x00\x01\x02", "p.zip is not a zip file, whatever its name"),
    "gzip cut short": ("p.csv.gz", GZIP[:-20], "p.csv.gz is damaged"),
    "gzip with a wrong sum": (
        "p.csv.gz",
        GZIP[:-8] + bytes([GZIP[-8] ^ 1]) + GZIP[-7:],
        "p.csv.gz is damaged (CRC check failed",
    ),
    "zstd cut short": ("p.csv.zst", ZSTD[:-20], "p.csv.zst is damaged"),
    "nothing": ("p.csv", b"", "p.csv is empty."),
    "header alone": ("p.csv", GOOD.split(b"\n")[0] + b"\n", NO_POSTS),
    "users alone where posts are held": (
        "u.csv",
        world.USERS_CSV,
        "atlantis-2020-10/platform holds posts: read its users file together with its posts files.",
    ),
    "users without any": ("u.csv", world.USERS_CSV.split(b"\n")[0] + b"\n", "no users to read."),
    "users beside an empty posts file": (
        "u.zip",
        world.zipped(u__csv=world.USERS_CSV, p__csv=GOOD.split(b"\n")[0] + b"\n"),
        NO_POSTS,
    ),
    "note alone": ("p.txt", GOOD, NO_POSTS),
    "another file": ("p.csv", b"name,price\nx,1\n", "p.csv is not a file of any format"),
    "picture": ("p.png", b"\x89PNG\r\n\x1a\n\xff\xfe", "p.png is not UTF-8 text."),
    "no time column": (
        "p.csv",
        without("tweet_time"),
        "p.csv looks like platform posts but has no column tweet_time.",
    ),
    "column twice": ("p.csv", b"tweetid,tweetid\n1,2\n", "p.csv has the column tweetid twice."),
    "cut in a quoted field": (
        "p.csv",
        GOOD[: GOOD.rindex(b'\n"') + 5],
        "p.csv is cut short: it ends within the record at line 24. Get it again;",
    ),
    "cut between fields": (
        "p.csv",
        GOOD[: GOOD.rindex(b',"')],
        "p.csv is cut short: it ends within the record at line 24.",
    ),
    "a field too many": (
        "p.csv",
        b"".join([*LINES[:4], LINES[4].rstrip() + b',"x"\n', *LINES[5:]]),
        "p.csv: 1 of 10 records cannot be read"
        " (has 31 fields, not 30: 1 record, at line 5, byte 1,155)."
        " More than 0.1% is refused; --allow-rejects reads the others.",
    ),
    "not UTF-8 inside": (
        "p.csv",
        b"".join([*LINES[:4], LINES[4].replace(b"Web", b"W\xe9b"), *LINES[5:]]),
        "(is not UTF-8 text: 1 record, at line 5, byte 1,155)",
    ),
    "lines ended by CR alone": ("p.csv", b"".join(LINES).replace(b"\n", b"\r"), "as old Macs did"),
    "no account": ("p.csv", changed(3, userid=""), "(has no account id: 1 record, at line 4, byte"),
    "impossible day": (
        "p.csv",
        changed(12, tweet_time="2020-02-30 10:00"),
        "p.csv: 1 of 20 records cannot be read (has no possible time: 1 record, at line 13",
    ),
    "before Twitter": (
        "p.csv",
        changed(1, tweet_time="1999-01-01 10:00"),
        "(has no possible time: 1 record, at line 2, byte 498)",
    ),
    "header in the middle": (
        "p.csv",
        GOOD + GOOD,
        "p.csv: 1 of 41 records cannot be read (repeats the header: 1 record, at line 25",
    ),
    "retweet or not": (
        "p.csv",
        changed(20, is_retweet="perhaps"),
        "(does not say what kind of post it is: 1 record, at line 24",
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds something already; every test leaves it as it was, so one will do."""
    folder = tmp_path_factory.mktemp("refusals")
    world.run(folder / "store", world.write(folder / "held", p__csv=GOOD))
    return folder / "store"


def refuse(store: Path, *paths: Path, **more: object) -> str:
    """Ingest, expect to be refused, see that nothing changed, and return the sentence."""
    before = world.tree(store)
    with pytest.raises(IngestError) as refused:
        world.run(store, *paths, **more)
    assert world.tree(store) == before
    sentence = str(refused.value)
    assert sentence.endswith(".") and "\n" not in sentence
    assert "Rally" not in sentence and "u0" not in sentence  # no post, no account
    return sentence


@pytest.mark.parametrize("name, content, sentence", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_will_not_do(store, tmp_path, name, content, sentence):
    path = world.write(tmp_path / "in", **{name: content}) / name
    assert sentence in refuse(store, path)


def test_a_store_that_was_not_there_is_not_there_after(tmp_path):
    path = world.write(tmp_path / "in", p__csv=b"") / "p.csv"
    with pytest.raises(IngestError):
        world.run(tmp_path / "a" / "store", path)
    assert not (tmp_path / "a").exists()


def test_paths_that_lead_nowhere(store, tmp_path):
    assert "does not exist" in refuse(store, tmp_path / "absent.csv")
    empty = world.write(tmp_path / "empty")
    assert "there are no files" in refuse(store, empty)


def test_the_same_contents_twice(store, tmp_path):
    folder = world.write(tmp_path / "in", a__csv=GOOD, b__zip=ZIP)
    said = refuse(store, folder)
    assert said == "a.csv and b.zip (p.csv) have the same contents: give one of them."


def test_files_of_two_collections(store, tmp_path):
    folder = world.write(tmp_path / "in", a__csv=GOOD, b__csv=world.CLEMSON_CSV)
    assert "mix the collections clemson and platform" in refuse(store, folder)


@pytest.mark.parametrize(
    "more, sentence",
    [
        ({"subject": "nowhere"}, "nowhere is not a known release or group."),
        ({"subject": "atlantis"}, "atlantis is a country: name one of its releases"),
        ({"subject": "torn"}, "torn has no one clock"),
        ({"collection": "mine"}, "mine is not a known collection."),
        (
            {"collection": "clemson"},
            "clemson is about atlantis-2020-11, not about atlantis-2020-10",
        ),
        (
            {"collection": "chua-2019", "subject": "both"},
            "chua-2019 holds counts, but these files rows.",
        ),
    ],
)
def test_a_subject_or_collection_that_does_not_fit(store, tmp_path, more, sentence):
    path = world.write(tmp_path / "in", p__csv=GOOD)
    assert sentence in refuse(store, path, **more)


def test_a_language_that_nobody_knows(store, tmp_path):
    content = world.CLEMSON_CSV.replace(b"Russian", b"Klingon")
    path = world.write(tmp_path / "in", c__csv=content)
    said = refuse(store, path, subject="atlantis-2020-11")
    assert "(names a language that is not known: 1 record, at line 3" in said


@pytest.mark.parametrize("count", ["-1", "many", ""])
def test_a_count_that_is_none(store, tmp_path, count):
    content = world.COUNTS_CSV.replace(b",4\r", f",{count}\r".encode()).replace(
        b",4\n", f",{count}\n".encode()
    )
    path = world.write(tmp_path / "in", c__csv=content)
    assert "(has no usable count: 1 record, at line 3" in refuse(store, path, subject="both")


def failing_rename(self: Path, target: Path) -> Path:
    if self.name == "new":
        raise OSError(28, "No space left on device")
    return self.replace(target)


def failing_sync(handle: int) -> None:
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "where, name, fail",
    [(Path, "rename", failing_rename), (lock.os, "fsync", failing_sync)],
    ids=["rename", "fsync"],
)
def test_a_disk_that_fails_at_the_end(
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    name: str,
    fail: Callable[..., object],
) -> None:
    path = world.write(tmp_path / "in", p__csv=world.csv_text(world.POST_ROWS[:9], world.POSTS))
    monkeypatch.setattr(where, name, fail)
    assert "could not be written" in refuse(store, path)
