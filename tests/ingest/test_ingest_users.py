"""A users file read alone, the bins of every users file, and what takes whose place."""

from collections.abc import Mapping
from pathlib import Path

import archive_world as world
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest.count.profiles import by_year, merge_small
from dashboard.store.holdings import MANIFEST, Holding, read_holding
from dashboard.tables import (
    BANDS,
    MIN_ACCOUNTS,
    OTHER_BINS,
    PRIVATE,
    UNSTATED,
    IngestError,
    read_table,
)


def user(number: int, created: str = "2019-05-17", followers: object = 0) -> dict[str, str]:
    told = {"userid": f"u{number:03}", "account_creation_date": created}
    return dict.fromkeys(world.USERS, "") | told | {"follower_count": str(followers)}


def users(*groups: tuple[int, str, object]) -> bytes:
    """Return a users file with `count` accounts of each creation day and number of followers."""
    every = [(day, followers) for count, day, followers in groups for _ in range(count)]
    return world.csv_text([user(i, *told) for i, told in enumerate(every)], world.USERS)


def held(tmp_path: Path, content: bytes, **more: str) -> Holding:
    path = world.write(tmp_path / "in", u__csv=content)
    manifest = world.run(tmp_path / "store", path, **more).manifest
    return read_holding(world.place(tmp_path / "store", manifest.subject, manifest.collection))


def bins(holding: Holding, measure: str) -> dict[str, int]:
    rows = holding.profiles[holding.profiles["measure"] == measure]
    return dict(zip(rows["bin"], rows["accounts"], strict=True))


def test_a_users_file_alone_makes_the_published_accounts_known(tmp_path):
    path = world.write(tmp_path / "in", u__csv=world.USERS_CSV)
    report = world.run(tmp_path / "store", path)
    told = report.manifest
    assert (told.posts, told.active, told.first, told.last) == (0, None, None, None)
    assert (told.users_rows, told.published, told.depth) == (14, 13, "rows")
    assert told.themes_version is None  # no text was read
    assert report.lines[:-1] == (
        "u.csv:",
        "  platform users, as issued 2018-10 to 2021-12 or the Internet Archive's one file.",
        "  14 records.",
        "atlantis-2020-10/platform:",
        "  posts: none read; what a users file alone tells becomes known.",
        "  rows of the users file: 14 here, 14 elsewhere (https://atlas.example/): equal.",
    )
    found = read_holding(world.place(tmp_path / "store"))
    for name in ("posts", "accounts", "tags", "domains", "clients"):
        assert getattr(found, name).empty
    private = world.place(tmp_path / "store") / "private"
    profiles = read_table(private / "profiles.parquet", PRIVATE["profiles"])
    assert sorted(profiles["followers"]) == ["1-9"] * 9 + ["10-99"] * 4
    assert set(profiles["posts"]) == {0}


def test_the_bins_of_a_users_file(tmp_path):
    """Followers are the number in the id: 9 have 1 to 9 of them, 4 have 10 to 13."""
    found = held(tmp_path, world.USERS_CSV)
    assert bins(found, "created") == {"2019-05": 13}
    assert bins(found, "followers") == {OTHER_BINS: 13}


def test_the_bins_are_the_same_with_posts(tmp_path):
    alone = held(tmp_path, world.USERS_CSV)
    path = world.write(tmp_path / "both", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV)
    world.run(tmp_path / "other", path)
    whole = read_holding(world.place(tmp_path / "other"))
    pd.testing.assert_frame_equal(alone.profiles, whole.profiles)


def test_without_a_users_file_there_are_no_bins(tmp_path):
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV)
    world.run(tmp_path / "store", path)
    assert read_holding(world.place(tmp_path / "store")).profiles.empty


def test_months_with_few_accounts_are_told_by_year_and_years_with_few_not_at_all(tmp_path):
    found = held(
        tmp_path,
        users(
            *((12, "2019-05-01", 0), (7, "2019-06-30", 0), (6, "2019-07-01", 0)),
            *((9, "2018-01-01", 5000), (4, "2010-12-31", 4999)),
        ),
    )
    assert list(bins(found, "created").items()) == [("2019", 13), ("2019-05", 12), ("", 13)]
    # 9 and 4 in the two highest bands make 13 together.
    assert bins(found, "followers") == {"0": 25, "": 13}


def test_a_remainder_of_few_takes_the_smallest_bin_with_it(tmp_path):
    """Or 20 + 12 shown of 34 published accounts would say that two have another month."""
    found = held(
        tmp_path, users((20, "2019-05-01", 0), (12, "2019-06-01", 50), (2, "2018-01-01", 7))
    )
    assert bins(found, "created") == {"2019-05": 20, OTHER_BINS: 14}
    assert bins(found, "followers") == {"0": 20, OTHER_BINS: 14}


def test_of_fewer_than_ten_accounts_nothing_is_told(tmp_path):
    found = held(tmp_path, users((9, "2019-05-01", 0)))
    assert found.profiles.empty
    assert found.manifest.published == 9


def test_days_and_followers_that_cannot_be_are_not_stated(tmp_path):
    """Each by itself: `test_dialects.py`."""
    days = ("", "soon", "13/1/2018", "2019-13-01", "2019-02-30", "1970-01-01", "2019")
    numbers = ("", "many", "-1", "nan")
    groups = [*((10, day, "12.0") for day in days), *((9, "2019-05-01", n) for n in numbers)]
    found = held(tmp_path, users(*groups))
    assert list(bins(found, "created").items()) == [("2019-05", 36), (UNSTATED, 70)]
    assert list(bins(found, "followers").items()) == [("10-99", 70), (UNSTATED, 36)]


def test_bands_begin_where_they_say(tmp_path):
    edges = (0, 1, 9, 10, 99, 100, 999, 1000, 4999, 5000, 10**9)
    found = held(tmp_path, users(*((10, "2019-05-01", edge) for edge in edges)))
    assert list(bins(found, "followers").items()) == list(
        zip(BANDS, (10, 20, 20, 20, 20, 20), strict=True)
    )


def test_an_account_listed_twice_counts_once(tmp_path):
    content = users((10, "2019-05-01", 0)) + users((10, "2019-05-01", 0)).partition(b"\n")[2]
    found = held(tmp_path, content)
    assert (found.manifest.users_rows, found.manifest.published) == (20, 10)
    assert bins(found, "created") == {"2019-05": 10}


TIMES = st.sampled_from([f"{year}-{month:02}" for year in (2018, 2019) for month in (1, 2, 3)])


@given(st.dictionaries(TIMES | st.just(UNSTATED), st.integers(1, 40)))
def test_every_row_has_ten_accounts_and_all_are_in_a_row(months: Mapping[str, int]):
    found = merge_small(by_year(months))
    assert all(accounts >= MIN_ACCOUNTS for accounts in found.values())
    total = sum(months.values())
    assert sum(found.values()) == (total if total >= MIN_ACCOUNTS else 0)
    for month, accounts in months.items():
        assert month not in found or found[month] == accounts


# ---- What takes whose place ----------------------------------------------------------------------


def test_posts_take_the_place_of_a_users_file_alone(tmp_path):
    held(tmp_path, world.USERS_CSV)
    path = world.write(tmp_path / "both", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV)
    report = world.run(tmp_path / "store", path)
    assert (report.manifest.posts, report.manifest.published) == (20, 13)
    assert not any("gone" in line for line in report.lines)


def test_that_a_users_file_is_lost_to_posts_without_one_is_said(tmp_path):
    held(tmp_path, world.USERS_CSV)
    path = world.write(tmp_path / "posts", p__csv=world.POSTS_CSV)
    report = world.run(tmp_path / "store", path)
    assert report.manifest.published is None
    assert (
        "atlantis-2020-10/platform: the users file held before is gone; "
        "read it with the posts to keep it."
    ) in report.lines


def test_a_users_file_alone_may_be_replaced_by_another(tmp_path):
    held(tmp_path, world.USERS_CSV)
    assert held(tmp_path, users((11, "2019-05-01", 0))).manifest.published == 11


def test_a_users_file_may_belong_to_a_group_and_another_collection(tmp_path):
    found = held(tmp_path, users((11, "2019-05-01", 0)), subject="both", collection="rebuilt")
    assert (found.manifest.subject, found.manifest.collection) == ("both", "rebuilt")


def test_a_damaged_holding_is_replaced_by_posts_but_not_by_users_alone(tmp_path):
    held(tmp_path, world.USERS_CSV)
    (world.place(tmp_path / "store") / MANIFEST).write_text("{")
    with pytest.raises(ValueError, match="cannot be read") as refused:
        held(tmp_path, world.USERS_CSV)
    assert not isinstance(refused.value, IngestError)
    path = world.write(tmp_path / "posts", p__csv=world.POSTS_CSV)
    assert world.run(tmp_path / "store", path).manifest.posts == 20


def test_no_id_of_a_users_file_is_in_the_store(tmp_path):
    rows = [user(n) | {"user_screen_name": f"name{n}", "user_display_name": f"Name {n}"}
            for n in range(30)]  # fmt: skip
    held(tmp_path, world.csv_text(rows, world.USERS))
    everything = b"".join(content or b"" for content in world.tree(tmp_path / "store").values())
    for secret in (b"u000", b"u029", b"name1", b"Name 1"):
        assert secret not in everything
