"""What a person can ask of an ingest: which release, which copies, which files, what to keep."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta

import archive_world as world
import duckdb
import pytest

from dashboard.ingest.stage import STAGED, Stage
from dashboard.store.versions import read_store
from dashboard.tables import IngestError

# ---- Which release -------------------------------------------------------------------------------


def test_the_release_is_told_by_the_names_of_the_files_and_said(tmp_path):
    folder = world.write(
        tmp_path / "in",
        atlantis_102020_tweets_csv_hashed__csv=world.POSTS_CSV,
        atlantis_102020_users_csv_hashed__csv=world.USERS_CSV,
    )
    report = world.run(tmp_path / "store", folder, subject=None)
    assert report.manifest.subject == "atlantis-2020-10"
    assert report.lines[0] == "release: atlantis-2020-10, as the names of the files say."


def test_what_is_asked_for_goes_before_what_names_say(tmp_path):
    folder = world.write(tmp_path / "in", atlantis_102020_tweets__csv=world.POSTS_CSV)
    report = world.run(tmp_path / "store", folder, subject="atlantis-2020-11")
    assert report.manifest.subject == "atlantis-2020-11"
    assert not any(line.startswith("release:") for line in report.lines)


@pytest.mark.parametrize(
    "names, sentence",
    [
        (["posts.csv"], "The names of the files do not tell the release: name it (--release)."),
        (
            ["atlantis_102020_tweets.csv", "atlantis_112020_users.csv"],
            "The files are of two releases, Atlantis_102020 (atlantis_102020_tweets.csv)"
            " and atlantis_112020 (atlantis_112020_users.csv): give one of them.",
        ),
    ],
)
def test_names_that_do_not_tell_one_release(tmp_path, names, sentence):
    folder = world.write(tmp_path / "in", **dict.fromkeys(names, world.POSTS_CSV))
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", folder, subject=None)
    assert str(refused.value) == sentence
    assert not (tmp_path / "store").exists()


# ---- Which copies --------------------------------------------------------------------------------

UNHASHED = (
    "{} is an unhashed copy, for approved researchers: people's ids can be read in it."
    " --allow-unhashed reads it all the same."
)


def with_ids(userid: str) -> bytes:
    """Return the posts with such ids, as accounts with few followers have them."""
    rows = [row | {"userid": userid.format(row["userid"][1:])} for row in world.POST_ROWS]
    return world.csv_text([row | {"follower_count": "12"} for row in rows], world.POSTS)


@pytest.mark.parametrize(
    "name, content",
    [
        ("a_tweets_csv_unhashed.csv", world.POSTS_CSV),  # by its name
        ("a.csv", with_ids("1000{}")),  # by its rows: digits alone
    ],
)
def test_an_unhashed_copy_is_read_only_if_that_is_allowed(tmp_path, name, content):
    path = world.write(tmp_path / "in", **{name: content}) / name
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path)
    assert str(refused.value) == UNHASHED.format(name)
    assert not (tmp_path / "store").exists()
    assert world.run(tmp_path / "store", path, allow_unhashed=True).manifest.posts == 20


def test_a_hashed_copy_is_read(tmp_path):
    path = world.write(tmp_path / "in", a_hashed__csv=with_ids("Hx+/{}abcdefgh="))
    assert world.run(tmp_path / "store", path).manifest.posts == 20


# ---- Which times ---------------------------------------------------------------------------------


def shifted(posts: int, hours: int) -> bytes:
    """Return the posts, so many of them dated hours from where their ids say."""
    rows = [dict(row) for row in world.POST_ROWS]
    for row in rows[:posts]:
        stated = datetime.fromisoformat(str(row["tweet_time"])) + timedelta(hours=hours)
        row["tweet_time"] = f"{stated:%Y-%m-%d %H:%M}"
    return world.csv_text(rows, world.POSTS)


@pytest.mark.parametrize("hours, way", [(8, "later"), (-8, "earlier")])
def test_a_file_whose_times_were_shifted_is_refused(tmp_path, hours, way):
    path = world.write(tmp_path / "in", p__csv=shifted(20, hours))
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path, allow_rejects=True)
    assert str(refused.value) == (
        f"p.csv: 100.0% of its posts are dated 480 minutes {way} than their ids say:"
        " its times were shifted."
    )
    assert not (tmp_path / "store").exists()


def test_a_file_whose_days_and_months_changed_places_is_refused(tmp_path):
    rows = [world.post(n, 1 + n % 3, f"2020-{n % 3 + 1:02}-{n:02} 00:{n:02}") for n in range(1, 12)]
    for row in rows:
        year, month, rest = str(row["tweet_time"]).split("-")
        row["tweet_time"] = f"{year}-{rest[:2]}-{month}{rest[2:]}"
    path = world.write(tmp_path / "in", p__csv=world.csv_text(rows, world.POSTS))
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", path, allow_rejects=True)
    assert str(refused.value).startswith("p.csv: 100.0% of its posts are dated in another minute")


def test_a_few_posts_off_are_counted_and_said(tmp_path):
    path = world.write(tmp_path / "in", p__csv=shifted(3, 8))
    report = world.run(tmp_path / "store", path)
    told = report.manifest
    assert (told.posts, told.minutes_checked, told.minutes_off) == (20, 20, 3)
    assert "  3 of 20 posts are dated in another minute than their ids tell." in report.lines


# ---- Which files ---------------------------------------------------------------------------------


def test_files_in_a_folder_that_are_no_part_of_a_release_are_named_and_skipped(tmp_path):
    folder = world.write(
        tmp_path / "in",
        LICENSE__txt=b"anything",
        a_list__csv=b"name,price\nx,1\n",
        posts__zip=world.zipped(posts__csv=world.POSTS_CSV, readme__md=b"# x", other__csv=b"a,b\n"),
        users__csv=world.USERS_CSV,
    )
    report = world.run(tmp_path / "store", folder)
    assert (report.manifest.posts, report.manifest.users_rows) == (20, 14)
    assert [line for line in report.lines if "skipped" in line] == [
        "LICENSE.txt: skipped, a note.",
        "a_list.csv: skipped, no format that can be read.",
        "posts.zip (readme.md): skipped, a note.",
        "posts.zip (other.csv): skipped, no format that can be read.",
    ]
    assert [file.name for file in report.manifest.files] == ["posts.zip", "users.csv"]


@pytest.mark.parametrize("name", ["map.png", "sheet.xlsx"])
def test_no_file_beside_a_release_stops_it(tmp_path, name):
    contents = {
        "map.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe",
        "sheet.xlsx": world.zipped(workbook__xml=b"<?xml version='1.0'?>\n<workbook/>"),
    }
    folder = world.write(tmp_path / "in", p__csv=world.POSTS_CSV, **{name: contents[name]})
    assert world.run(tmp_path / "store", folder).manifest.posts == 20


# ---- What to keep --------------------------------------------------------------------------------


def test_the_stage_is_kept_where_it_was_asked_for(tmp_path):
    folder = world.write(tmp_path / "in", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV)
    kept = tmp_path / "kept"
    world.run(tmp_path / "store", folder, keep_stage=kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert sorted(path.name for path in kept.iterdir()) == sorted(STAGED)
    with duckdb.connect() as engine:
        for table, columns in STAGED.items():
            made = engine.execute(f"DESCRIBE FROM '{kept}/{table}/*.parquet'").fetchall()
            assert {row[0]: row[1] for row in made} == columns
        kept_rows = {n: engine.execute(f"FROM '{kept}/{n}/*.parquet'").df() for n in STAGED}
    post, member = kept_rows["post"], kept_rows["member"]
    assert (len(post), post["posts"].sum(), post["account"].nunique()) == (20, 20, 12)
    assert len(member) == 14
    tags, domains = kept_rows["tag"]["item"], kept_rows["domain"]["item"]
    assert tags.value_counts().to_dict() == {"istanbul": 10, "rally": 9, "atlantis": 1}
    assert domains.value_counts().to_dict() == {"ten.example": 10, "nine.example": 9}
    spelt = kept_rows["spelling"].query("item == 'istanbul'").groupby("spelling")["posts"].sum()
    # Ten posts, and one of them has the tag in two spellings.
    assert spelt.to_dict() == {"Istanbul": 7, "ISTANBUL": 1, "İstanbul": 1, "istanbul": 1,
                               "İSTANBUL": 1}  # fmt: skip


def test_no_text_and_no_id_is_in_the_stage(tmp_path):
    people = [
        row
        | {"userid": f"hashed{n}xyz", "user_screen_name": f"screen{n}", "tweet_text": "secret x"}
        for n, row in enumerate(world.POST_ROWS)
    ]
    path = world.write(tmp_path / "in", p__csv=world.csv_text(people, world.POSTS))
    world.run(tmp_path / "store", path, keep_stage=tmp_path / "kept")
    with duckdb.connect() as engine:
        cells = [
            str(cell)
            for table in STAGED
            for row in engine.execute(f"FROM '{tmp_path}/kept/{table}/*.parquet'").fetchall()
            for cell in row
        ]
    for secret in ("hashed", "screen", "secret", *(str(row["tweetid"]) for row in people)):
        assert not any(secret in cell for cell in cells)


@pytest.mark.parametrize("there", ["folder", "file", "no parent"])
def test_a_stage_that_cannot_be_kept_is_told_before_any_work(tmp_path, there):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    kept = tmp_path / "kept" / "here" if there == "no parent" else tmp_path / "kept"
    if there == "folder":
        kept.mkdir()
    elif there == "file":
        kept.write_text("mine")

    def no_work(*step: object) -> None:
        raise AssertionError("a file was read")

    with pytest.raises(IngestError, match=r"kept.* (exists already|cannot be made): "):
        world.run(tmp_path / "store", path, keep_stage=kept, progress=no_work)
    assert not (tmp_path / "store").exists()
    assert kept.exists() == (there != "no parent")


def test_without_being_asked_nothing_but_the_store_is_left(tmp_path):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    world.run(tmp_path / "store", path)
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == [
        *("atlantis-2020-10", "versions", "versions.json")
    ]


# ---- Being stopped -------------------------------------------------------------------------------


def test_being_stopped_leaves_the_store_as_it_was(tmp_path):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    world.run(tmp_path / "store", path)
    before = world.tree(tmp_path / "store")
    few = world.write(tmp_path / "few", p__csv=world.csv_text(world.POST_ROWS[:9], world.POSTS))
    for step in range(4):
        steps = iter(range(9))

        def stop(*_: object, steps: Iterator[int] = steps, step: int = step) -> None:
            if next(steps) == step:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            world.run(tmp_path / "store", few, progress=stop, keep_stage=tmp_path / "kept")
        assert world.tree(tmp_path / "store") == before
        assert not (tmp_path / "kept").exists()
    assert set(read_store(tmp_path / "store")) == {("atlantis-2020-10", "platform")}


def test_ctrl_c_while_duckdb_has_called_python_is_ctrl_c(tmp_path, monkeypatch):
    class Stopped:
        def __arrow_c_stream__(self, _schema: object = None) -> None:
            raise KeyboardInterrupt

    put = Stage._put
    monkeypatch.setattr(
        Stage, "_put", lambda stage, name, _, *asked: put(stage, name, Stopped(), *asked)
    )
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    with pytest.raises(KeyboardInterrupt):
        world.run(tmp_path / "store", path)


def test_of_files_of_many_releases_only_listed_accounts_count(tmp_path):
    others = [world.post(n, 50 + n % 3, "2020-02-01 00:00", hashtags=["Rally"]) for n in range(30)]
    both = world.csv_text((*world.POST_ROWS, *others), world.POSTS)
    files = world.write(tmp_path / "in", ioa_tweets__csv=both, users__csv=world.USERS_CSV)
    report = world.run(tmp_path / "store", files, listed=True)

    alone = world.write(tmp_path / "alone", p__csv=world.POSTS_CSV, users__csv=world.USERS_CSV)
    expected = world.run(tmp_path / "expected", alone)
    assert "30 posts left out: no users file given lists their accounts." in report.lines
    assert (report.manifest.posts, report.manifest.active) == (20, 12)
    assert report.manifest.tables == expected.manifest.tables  # to the byte
    assert (report.manifest.first, report.manifest.last) == ("2020-02-29 10:01", "2020-03-01 00:45")


def test_without_a_users_file_no_account_is_listed(tmp_path):
    files = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    with pytest.raises(IngestError, match="needs the users file"):
        world.run(tmp_path / "store", files, listed=True)


def test_a_file_that_is_no_text_is_skipped_in_a_folder_and_refused_alone(tmp_path):
    folder = world.write(tmp_path / "in", p__csv=world.POSTS_CSV, x__parquet=b"PAR1\xff\0\r\xf0\n")
    report = world.run(tmp_path / "store", folder)
    assert "x.parquet: skipped, no format that can be read." in report.lines
    with pytest.raises(IngestError, match=r"x\.parquet is no text\."):
        world.run(tmp_path / "store", folder / "x.parquet")


def test_the_name_of_a_store_is_no_pattern(tmp_path):
    folder = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    report = world.run(tmp_path / "store [1] *", folder)
    assert report.manifest.posts == 20


# ---- Which days ----------------------------------------------------------------------------------


def posts(tmp_path):
    return world.write(tmp_path / "in", atlantis_102020_tweets__csv=world.POSTS_CSV)


def test_the_days_that_files_cover_stand_in_the_manifest(tmp_path):
    folder = posts(tmp_path)
    whole = world.run(tmp_path / "whole", folder).manifest
    assert (whole.coverage, whole.repeated, whole.differing) == ("..", 0, 0)
    days = f"{whole.first[:10]}..{whole.last[:10]}"
    assert world.run(tmp_path / "part", folder, covers=days).manifest.coverage == days


@pytest.mark.parametrize("covers, sentence", [
    ("2006-01..2006-02", "The files are said to cover 2006-01..2006-02, but have posts from "),
    ("sometimes", "--covers sometimes: "),
])  # fmt: skip
def test_posts_of_other_days_and_days_that_are_none_are_refused(tmp_path, covers, sentence):
    with pytest.raises(IngestError) as refused:
        world.run(tmp_path / "store", posts(tmp_path), covers=covers)
    assert str(refused.value).startswith(sentence)
    assert not (tmp_path / "store").exists()
