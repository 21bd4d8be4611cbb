"""The simulated release in, every number of the store out, added up by hand in the comments."""

import gzip
import stat
from collections import Counter
from pathlib import Path

import archive_world as world
import pandas as pd
import pytest

from dashboard.store.holdings import Holding, read_holding
from dashboard.store.versions import POINTER, read_store
from dashboard.tables import EVERY_PHASE, OPERATIONAL, PRIVATE, read_table

FEBRUARY = 1_582_970_400 // 900  # 2020-02-29 10:00 UTC
EVENING = FEBRUARY + 30  # 17:30
MARCH = FEBRUARY + 56  # 2020-03-01 00:00


def rows(frame: pd.DataFrame, phase: str = EVERY_PHASE) -> list[tuple[object, ...]]:
    """Return the rows without their phase, which must be the same in all."""
    assert set(frame["phase"]) == {phase}
    return list(frame.drop(columns="phase").itertuples(index=False, name=None))


def written(folder: Path) -> Path:
    return world.write(folder, posts__csv=world.POSTS_CSV, users__csv=world.USERS_CSV)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    world.run(folder / "store", written(folder / "release"))
    return folder / "store"


@pytest.fixture(scope="module")
def held(store: Path) -> Holding:
    return read_store(store)["atlantis-2020-10", "platform"]


def test_posts_are_counted_by_quarter_hour_language_kind_and_themes(held):
    assert rows(held.posts, OPERATIONAL) == [
        (FEBRUARY, "en", "original", "", 10),  # u01 to u10
        (EVENING, "id", "retweet", "", 1),  # "in" is the old code; a retweet even though it quotes
        (EVENING, "und", "quote", "", 1),  # a quote even though it replies
        (MARCH, "en", "reply", "", 1),  # 00:14, told by the user replied to; "protesters"
        (MARCH, "zh", "reply", "protest", 1),
        (MARCH + 1, "en", "original", "music", 1),
        (MARCH + 1, "en", "original", "protest", 1),
        (MARCH + 2, "en", "original", "", 2),  # "#Atlantis" in the text alone; the empty text
        (MARCH + 2, "en", "original", "music protest", 1),
        (MARCH + 3, "und", "original", "", 1),
    ]  # 10 + 1 + 1 + 1 + 1 + 1 + 1 + 2 + 1 + 1 = 20


def test_accounts_are_distinct_in_the_whole_and_in_each_month(held):
    assert rows(held.accounts) == [
        ("", "", 12),
        ("operator", "2020-02", 10),  # u01 to u10 in the morning
        ("operator", "2020-03", 5),  # u01 after its midnight, u02, u03, u11, u12
        ("utc", "2020-02", 10),
        ("utc", "2020-03", 4),  # u01 wrote when it was still February in UTC
    ]


def test_a_tag_of_ten_accounts_is_kept_under_its_most_used_spelling(held):
    assert rows(held.tags) == [
        ("", "", "istanbul", "Istanbul", 10, 10),  # spelt in five ways, once a post
        ("operator", "2020-02", "istanbul", "Istanbul", 10, 10),
        ("utc", "2020-02", "istanbul", "Istanbul", 10, 10),
    ]  # Rally has nine accounts, Atlantis one


def test_a_domain_of_nine_accounts_is_left_out(held):
    assert rows(held.domains) == [
        ("", "", "ten.example", "ten.example", 10, 10),
        ("operator", "2020-02", "ten.example", "ten.example", 10, 10),
        ("utc", "2020-02", "ten.example", "ten.example", 10, 10),
    ]


def test_every_client_is_kept_and_a_missing_name_is_said(held):
    assert rows(held.clients) == [
        ("", "", "", "not stated", 1, 1),  # the last post
        ("", "", "Web", "Web", 19, 12),
        ("operator", "2020-02", "Web", "Web", 10, 10),
        ("operator", "2020-03", "", "not stated", 1, 1),
        ("operator", "2020-03", "Web", "Web", 9, 5),
        ("utc", "2020-02", "Web", "Web", 12, 10),
        ("utc", "2020-03", "", "not stated", 1, 1),
        ("utc", "2020-03", "Web", "Web", 7, 4),
    ]


def test_the_manifest_says_what_was_read(held):
    told = held.manifest
    assert (told.posts, told.posts_rejected) == (20, 0)
    assert (told.users_rows, told.published, told.active) == (14, 13, 12)
    assert (told.first, told.last) == ("2020-02-29 10:01", "2020-03-01 00:45")
    assert (told.depth, told.themes_version, told.zone) == ("rows", "7", "Asia/Bangkok")
    assert [(file.name, file.bytes) for file in told.files] == [
        ("posts.csv", len(world.POSTS_CSV)),
        ("users.csv", len(world.USERS_CSV)),
    ]


def test_private_tables_have_numbers_for_accounts_and_are_shut(store):
    private = world.place(store) / "private"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in private.iterdir()} == {0o600}
    profiles = read_table(private / "profiles.parquet", PRIVATE["profiles"])
    assert sorted(profiles["account"]) == list(range(13))
    assert set(profiles["created"]) == {"2019-05"}
    # Followers are the number in the id: u01 3 posts, u02 3, u03 3, u11 2, u12 2, u13 0.
    assert Counter(profiles["followers"]) == {"1-9": 9, "10-99": 4}
    by_id = [3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 2, 2, 0]
    assert sorted(profiles["posts"]) == sorted(by_id)
    assert profiles["posts"].tolist() != by_id  # not in order of id
    activity = read_table(private / "activity.parquet", PRIVATE["activity"])
    assert activity["posts"].sum() == 20
    assert activity.groupby("month", observed=True)["posts"].sum().to_dict() == {
        "2020-02": 10,
        "2020-03": 10,  # two on the last evening of February in UTC
    }


def test_nothing_of_a_post_or_person_is_in_the_store(store):
    everything = b"".join(content or b"" for content in world.tree(store).values())
    for secret in (b"u01", b"PROTEST!", b"rally", b"nine.example", b"1000000000000000001"):
        assert secret not in everything.replace(b"2020-02-29", b"")


def test_the_report_says_what_was_read_and_compares_it_with_what_was_published(tmp_path):
    report = world.run(tmp_path / "store", written(tmp_path / "release"))
    assert report.lines[:-1] == (
        "posts.csv:",
        "  platform posts, as issued 2020-08 to 2020-12 or 2021-12.",
        "  20 records.",
        "  0 of 20 posts are dated in another minute than their ids tell.",
        "  1 ids of retweeted, quoted or answered posts were rounded: they count, but lead to no"
        " post.",
        "users.csv:",
        "  platform users, as issued 2018-10 to 2021-12 or the Internet Archive's one file.",
        "  14 records.",
        "atlantis-2020-10/platform:",
        "  posts: 20 here, 20 elsewhere (https://atlas.example/): equal.",
        "  rows of the users file: 14 here, 14 elsewhere (https://atlas.example/): equal.",
        "  first post, UTC: 2020-02-29 10:01 here, 2020-02-29 10:01 elsewhere"
        " (https://atlas.example/): equal.",
        "  active accounts: 12, with no published number to compare.",
        "  posts from 2020-02-29 10:01 to 2020-03-01 00:45 UTC.",
    )


def test_a_difference_from_what_was_published_is_said(tmp_path):
    few = world.write(tmp_path / "few", p__csv=world.csv_text(world.POST_ROWS[:15], world.POSTS))
    lines = world.run(tmp_path / "store", few).lines
    told = "  posts: 15 here, 20 elsewhere (https://atlas.example/): differs by 5: unexplained."
    assert told in lines
    lines = world.run(tmp_path / "store", few, subject="atlantis-2020-11").lines
    assert "  posts: 15, with no published number to compare." in lines


def parts(store: Path) -> dict[str, bytes | None]:
    """Return all of a store but when it was made."""
    return {name: told for name, told in world.tree(store).items() if name != POINTER}


def test_the_same_files_make_the_same_bytes(tmp_path, store):
    files = written(tmp_path / "release")
    world.run(tmp_path / "store", files / "users.csv", files / "posts.csv")
    assert parts(tmp_path / "store") == parts(store)
    world.run(tmp_path / "store", files)  # over what is there
    assert parts(tmp_path / "store") == parts(store)


def test_without_a_users_file_what_was_published_is_not_known(tmp_path):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    told = world.run(tmp_path / "store", path).manifest
    assert (told.users_rows, told.published, told.active) == (None, None, 12)


DIALECTS = {
    "2018-10, replies swapped, few quotes": (
        (*world.POSTS[:15], "in_reply_to_tweetid", "in_reply_to_userid", *world.POSTS[17:]),
        {"quoted": False, "lower": False},
    ),
    "2019-06, a column more": ((*world.POSTS, "poll_choices"), {"quoted": False}),
    "2021-12, True and False": (world.POSTS, {"lower": False}),
    "other order, CRLF": (tuple(reversed(world.POSTS)), {"end": "\r\n"}),
}


@pytest.mark.parametrize("columns, style", DIALECTS.values(), ids=DIALECTS.keys())
def test_every_dialect_gives_the_same_numbers(tmp_path, held, columns, style):
    content = world.csv_text(
        [{**row, "poll_choices": ""} for row in world.POST_ROWS], columns, **style
    )
    world.run(tmp_path / "store", world.write(tmp_path / "in", p__csv=content))
    found = read_holding(world.place(tmp_path / "store"))
    for name in ("posts", "accounts", "tags", "domains", "clients"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(held, name))


def test_a_file_without_languages_leaves_them_not_stated(tmp_path):
    columns = tuple(column for column in world.POSTS if column != "tweet_language")
    content = world.csv_text(world.POST_ROWS, columns, quoted=False, lower=False)
    world.run(tmp_path / "store", world.write(tmp_path / "in", p__csv=content))
    found = read_holding(world.place(tmp_path / "store"))
    assert set(found.posts["language"]) == {"und"}
    assert found.posts["posts"].sum() == 20


def test_parts_of_one_release_add_up_and_a_part_may_be_empty(tmp_path, held):
    parts = (world.POST_ROWS[:7], world.POST_ROWS[7:], ())
    files = {f"p{n}__csv": world.csv_text(part, world.POSTS) for n, part in enumerate(parts)}
    world.run(tmp_path / "store", world.write(tmp_path / "in", **files))
    found = read_holding(world.place(tmp_path / "store"))
    assert rows(found.posts, OPERATIONAL) == rows(held.posts, OPERATIONAL)


def test_progress_says_what_and_how_far(tmp_path):
    """Of a plain file the size is known, of a packed one it is not; rows are counted beside."""
    seen: list[tuple[object, ...]] = []
    folder = world.write(
        tmp_path / "in", p__csv=world.POSTS_CSV, u__csv__gz=gzip.compress(world.USERS_CSV)
    )
    world.run(tmp_path / "s", folder, progress=lambda *step: seen.append(step))
    header, plain = world.POSTS_CSV.index(b"\n") + 1, len(world.POSTS_CSV)
    assert seen[0] == ("Reading p.csv", header, plain, 0)
    assert ("Reading p.csv", plain, plain, 20) in seen
    assert ("Reading u.csv.gz", len(world.USERS_CSV), None, 14) in seen
    assert not str(seen[-1][0]).startswith("Reading")
    assert seen[-1][1] == seen[-1][2]
