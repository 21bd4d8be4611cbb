"""What is counted from a stage: a small one added up by hand, and random ones beside pandas."""

from collections import Counter
from datetime import UTC, datetime

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.clock.calendars import HOLIDAY, WEEKEND, WORKING, Country, Weekend, day_kinds
from dashboard.clock.weeks_months import months_of, spans_between
from dashboard.ingest.count.rollup import COLUMNS, ROLLUPS, roll_up
from dashboard.ingest.stage import STAGED
from dashboard.statistics.null_models import QUANTILE, error
from dashboard.store.holdings import Subject
from dashboard.tables import MIN_ACCOUNTS, OPERATIONAL, write_table
from tests.account_days import lags

EVERYTHING = frozenset({"accounts", "tags", "domains", "clients", "profiles"})
ZONE = "Asia/Bangkok"  # UTC+7, no summer time
THAILAND = Country("thailand", "Thailand", "TH", weekends=(Weekend(("Sat", "Sun"), ""),))

Rows = dict[str, list[tuple[object, ...]]]


# What is counted of the stage's views; they hold more.
STAGE = {
    "post": {
        "account": "uint64",
        "slot": "int32",
        "language": "string",
        "kind": "string",
        "client": "string",
        "themes": "string",
        "posts": "int64",
    },
    "tag": {"account": "uint64", "slot": "int32", "item": "string"},
    "domain": {"account": "uint64", "slot": "int32", "item": "string"},
    "spelling": {"item": "string", "spelling": "string", "posts": "int64"},
    "member": {"account": "uint64", "created": "string", "followers": "int64"},
}


def slot(*time: int) -> int:
    return int(datetime(*time, tzinfo=UTC).timestamp()) // 900  # type: ignore[misc,arg-type]


def staged(rows: Rows) -> duckdb.DuckDBPyConnection:
    """Return a connection as the ingest has it, locked, with these rows in the stage's views."""
    stage = duckdb.connect()
    for name, columns in STAGE.items():
        told = (
            zip(columns.items(), zip(*rows[name], strict=True), strict=True) if name in rows else ()
        )
        given = {column: pa.array(cells, kind) for (column, kind), cells in told}
        empty = {column: pa.array([], kind) for column, kind in columns.items()}
        stage.register("given", pa.table(given or empty))
        more = [f"NULL::{k} AS {c}" for c, k in STAGED[name].items() if c not in columns]
        stage.execute(f"CREATE TABLE {name}_rows AS SELECT {', '.join(['*', *more])} FROM given")
        stage.execute(f"CREATE VIEW {name} AS SELECT * FROM {name}_rows")
    stage.execute("SET threads = 2")
    stage.execute("SET lock_configuration = true")
    return stage


def count(
    rows: Rows, has: frozenset[str] = EVERYTHING, zone: str = ZONE
) -> dict[str, pd.DataFrame]:
    with staged(rows) as stage:
        about = Subject("thailand-2020-10", (), zone, THAILAND)
        return roll_up(stage, has, about, lambda what, done, whole, rows=None: None)


def told(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def of_phase(phase: str, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows of a phase, without it."""
    return told(frame[frame["phase"] == phase].drop(columns="phase"))


def of_one_phase(phase: str, frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows of a table that has no other phase, without it."""
    assert set(frame["phase"]) == {phase}
    return of_phase(phase, frame)


# ---- A stage to add up by hand -------------------------------------------------------------------
# Accounts 1 to 10 post once in the morning of 29 February 2020. Late that day, when it is March in
# Bangkok already, account 1 posts twice and account 12 once; on 1 March in UTC, too, 11 and 1 post.
# Account 13 is published, in two lines, and never posts.

MORNING, LATE, MARCH = slot(2020, 2, 29, 10), slot(2020, 2, 29, 17, 30), slot(2020, 3, 1)


def key(account: int) -> int:
    """A hash, as far as the counting knows: account 13 comes first, account 1 last."""
    return 2**64 - account


SMALL: Rows = {
    "post": [
        *((key(n), MORNING, "en", "original", "Web", "", 1) for n in range(1, 11)),
        (key(1), LATE, "id", "retweet", "App", "music protest", 1),
        (key(1), LATE, "id", "retweet", "App", "music protest", 1),
        (key(12), LATE, "id", "retweet", "App", "", 1),
        (key(11), MARCH, "en", "reply", "", "", 1),
        (key(1), MARCH, "en", "original", "Web", "protest", 1),
    ],
    "tag": [
        *((key(n), MORNING, "rally") for n in range(1, 11)),
        *[(key(1), LATE, "rally")] * 2,
        *((key(n), MORNING, "few") for n in range(1, 10)),
        *[(key(1), MARCH, "few")] * 20,
        *((key(n), MORNING, "alike") for n in range(1, 11)),
    ],
    "domain": [
        *((key(n), MORNING, "ten.example") for n in range(1, 11)),
        *((key(n), MORNING, "nine.example") for n in range(1, 10)),
    ],
    "spelling": [
        *(("rally", "Rally", 4), ("rally", "rally", 5), ("rally", "Rally", 3)),
        *(("few", "few", 29), ("alike", "Alike", 5), ("alike", "ALIKE", 5)),
    ],
    "member": [
        *((key(n), "2019-05", 0) for n in range(1, 11)),
        *((key(13), "", -1), (key(13), "2019-06", 7)),
    ],
}


@pytest.fixture(scope="module")
def small():
    return count(SMALL)


def test_posts_by_quarter_hour_language_kind_and_themes(small):
    assert of_one_phase(OPERATIONAL, small["posts"]) == [
        (MORNING, "en", "original", "", 10),
        (LATE, "id", "retweet", "", 1),
        (LATE, "id", "retweet", "music protest", 2),
        (MARCH, "en", "original", "protest", 1),
        (MARCH, "en", "reply", "", 1),
    ]


def test_accounts_of_a_month_are_those_of_its_clock(small):
    assert of_one_phase("", small["accounts"]) == [
        ("", "", 12),
        ("operator", "2020-02", 10),
        ("operator", "2020-03", 3),  # 1, 11 and 12
        ("utc", "2020-02", 11),  # 12, too
        ("utc", "2020-03", 2),
    ]


def test_tags_of_ten_accounts_under_their_most_used_spelling(small):
    """Nine accounts used `few`, more often than any other tag. ALIKE comes before Alike."""
    assert of_one_phase("", small["tags"]) == [
        ("", "", "alike", "ALIKE", 10, 10),
        ("", "", "rally", "Rally", 12, 10),
        ("operator", "2020-02", "alike", "ALIKE", 10, 10),
        ("operator", "2020-02", "rally", "Rally", 10, 10),
        ("operator", "2020-03", "rally", "Rally", 2, 1),
        ("utc", "2020-02", "alike", "ALIKE", 10, 10),
        ("utc", "2020-02", "rally", "Rally", 12, 10),
    ]


def test_domains_of_ten_accounts(small):
    assert of_one_phase("", small["domains"]) == [
        ("", "", "ten.example", "ten.example", 10, 10),
        ("operator", "2020-02", "ten.example", "ten.example", 10, 10),
        ("utc", "2020-02", "ten.example", "ten.example", 10, 10),
    ]


def test_every_client_however_few_use_it(small):
    assert of_one_phase("", small["clients"]) == [
        ("", "", "", "not stated", 1, 1),
        ("", "", "App", "App", 3, 2),
        ("", "", "Web", "Web", 11, 10),
        ("operator", "2020-02", "Web", "Web", 10, 10),
        ("operator", "2020-03", "", "not stated", 1, 1),
        ("operator", "2020-03", "App", "App", 3, 2),
        ("operator", "2020-03", "Web", "Web", 1, 1),
        ("utc", "2020-02", "App", "App", 3, 2),
        ("utc", "2020-02", "Web", "Web", 10, 10),
        ("utc", "2020-03", "", "not stated", 1, 1),
        ("utc", "2020-03", "Web", "Web", 1, 1),
    ]


def test_activity_of_accounts_numbered_in_the_order_of_their_keys(small):
    """Account 13 is number 0 and has no posts; 12 is number 1; 1 is number 12."""
    assert of_one_phase(OPERATIONAL, small["private/activity"]) == [
        (1, "2020-03", "id", "retweet", "", 1),
        (2, "2020-03", "en", "reply", "", 1),
        *((number, "2020-02", "en", "original", "", 1) for number in range(3, 13)),
        (12, "2020-03", "en", "original", "protest", 1),
        (12, "2020-03", "id", "retweet", "music protest", 2),
    ]


def test_hours_of_accounts_by_kind_of_day(small):
    """In Bangkok the morning is 17:00 of Saturday, the others 00:00 and 07:00 of Sunday."""
    assert told(small["private/hours"]) == [
        (1, WEEKEND, 144, 1),
        (2, WEEKEND, 151, 1),
        *((number, WEEKEND, 137, 1) for number in range(3, 12)),
        (12, WEEKEND, 137, 1),
        (12, WEEKEND, 144, 2),
        (12, WEEKEND, 151, 1),
    ]


def test_a_holiday_is_told_from_a_working_day():
    """Thailand rested on Monday 6 April 2015, and not on a Monday of April 2017."""
    posts = [
        (key(1), slot(*day, 3), "th", "original", "", "", 1)
        for day in ((2015, 4, 6), (2017, 4, 24))
    ]
    found = count({"post": posts})
    assert told(found["private/hours"]) == [(0, WORKING, 10, 1), (0, HOLIDAY, 10, 1)]


def test_clients_of_accounts_by_month(small):
    assert told(small["private/clients"]) == [
        (1, "2020-03", "App", 1),
        (2, "2020-03", "", 1),
        *((number, "2020-02", "Web", 1) for number in range(3, 13)),
        (12, "2020-03", "App", 2),
        (12, "2020-03", "Web", 1),
    ]


def test_profiles_of_accounts_published_or_active(small):
    assert told(small["private/profiles"]) == [
        (0, "2019-06", "1-9", 0),  # the better of two lines
        (1, "not stated", "not stated", 1),
        (2, "not stated", "not stated", 1),
        *((number, "2019-05", "0", 1) for number in range(3, 12)),
        (12, "2019-05", "0", 4),
    ]


def test_a_bin_of_one_account_takes_another_with_it(small):
    """10 accounts of May and 1 of June would tell of one account."""
    assert told(small["profiles"]) == [("created", "", 11), ("followers", "", 11)]


def test_columns_and_types_are_the_stores(small):
    assert set(small) == set(COLUMNS)
    for name, frame in small.items():
        assert list(frame.columns) == list(COLUMNS[name])
        assert not frame.isna().any().any()


def test_categories_are_in_order(small):
    assert list(small["posts"]["themes"].cat.categories) == ["", "music protest", "protest"]


def test_counts_by_others_are_added_up():
    """Such a row stands for many posts, of accounts that nobody knows; some stand for none."""
    rows = [(7, MORNING, "zh", "", "", "", posts) for posts in (3, 2**40, 0)]
    found = count({"post": [*rows, (7, LATE, "zh", "", "", "", 0)]}, frozenset())
    assert of_one_phase("", found["posts"]) == [
        (MORNING, "zh", "", "", 2**40 + 3),
        (LATE, "zh", "", "", 0),
    ]
    assert all(frame.empty for name, frame in found.items() if name != "posts")


def test_what_the_files_do_not_tell_of_is_empty_with_its_columns():
    found = count(SMALL, frozenset({"accounts", "tags"}))
    filled = {name for name, frame in found.items() if len(frame)}
    private = {f"private/{name}" for name in ("activity", "hours", "clients", "profiles")}
    assert filled == {"posts", "accounts", "tags", "intervals"} | private
    assert {name: list(frame) for name, frame in found.items()} == {
        name: list(columns) for name, columns in COLUMNS.items()
    }


def test_users_alone():
    found = count({"member": SMALL["member"]}, frozenset({"profiles"}))
    assert {name for name, frame in found.items() if len(frame)} == {"profiles", "private/profiles"}
    assert found["private/profiles"]["posts"].sum() == 0


def test_a_stage_without_rows_has_no_accounts_and_no_items():
    found = count({})
    assert told(found.pop("accounts")) == [("", "", 0, "")]
    assert all(frame.empty for frame in found.values())


def test_an_empty_tag_or_domain_is_none():
    rows = [(key(n), MORNING, "") for n in range(1, 11)]
    found = count({"post": SMALL["post"], "tag": rows, "domain": rows})
    assert found["tags"].empty and found["domains"].empty


def test_two_runs_give_the_same_bytes(tmp_path):
    backwards = {name: rows[::-1] for name, rows in SMALL.items()}
    hashes = []
    for name, rows in (("one", SMALL), ("two", SMALL), ("back", backwards)):
        (tmp_path / name / "private").mkdir(parents=True)
        frames = count(rows)
        hashes.append([write_table(f, COLUMNS[n], tmp_path / name / n) for n, f in frames.items()])
    assert hashes[0] == hashes[1] == hashes[2]


def test_nothing_is_left_on_the_connection():
    with staged(SMALL) as stage:
        before = stage.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        steps = []
        about = Subject("thailand-2020-10", (), ZONE, THAILAND)
        roll_up(stage, EVERYTHING, about, lambda what, done, whole, rows=None: steps.append(done))
        assert (
            before == stage.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        )
    assert steps == list(range(len(ROLLUPS) + 1))


# ---- Spans ---------------------------------------------------------------------------------------


def test_spans_turn_with_either_clock():
    slots, spans = spans_between(MORNING, slot(2020, 4, 1), ZONE)
    assert told(spans) == [
        (0, "2020-02", "2020-02"),
        (1, "2020-03", "2020-02"),  # from 17:00 UTC on 29 February
        (2, "2020-03", "2020-03"),
        (3, "2020-04", "2020-03"),
        (4, "2020-04", "2020-04"),
    ]
    by_slot = dict(zip(slots["slot"], slots["span"], strict=True))
    assert [by_slot[s] for s in (MORNING, LATE - 3, LATE - 2, MARCH - 1, MARCH)] == [0, 0, 1, 1, 2]


@given(
    st.integers(slot(2006, 3, 21), slot(2026, 1, 1)),
    st.integers(0, 60_000),
    st.sampled_from(["UTC", "Asia/Tehran", "America/Lima", "Europe/Moscow", "America/Asuncion"]),
)
def test_the_months_of_a_span_are_those_of_its_slots(first, length, zone):
    slots, spans = spans_between(first, first + length, zone)
    found = slots.merge(spans, on="span", validate="m:1").drop(columns="span")
    pd.testing.assert_frame_equal(found, months_of(slots["slot"].to_numpy(), zone))


# ---- Random stages, counted again with pandas ----------------------------------------------------

ZONES = ("Asia/Tehran", "America/Lima", "Europe/Moscow", "America/Caracas")


def random_stage(seed: int) -> Rows:
    """300 posts of 14 accounts around two turns of a month, tags and domains of some of them."""
    draw = np.random.default_rng(seed)
    turns = [slot(2015, 4, 1), slot(2016, 1, 1)]
    rows: Rows = {"post": [], "tag": [], "domain": [], "member": []}
    for _ in range(300):
        who = key(int(draw.integers(14)) + 1)
        when = int(draw.choice(turns)) + int(draw.integers(-60, 60))
        words = (draw.choice(["en", "fa", "und"]), draw.choice(["original", "reply"]))
        texts = (draw.choice(["", "Web", "App"]), draw.choice(["", "", "war", "peace war"]))
        rows["post"].append((who, when, *map(str, words + texts), 1))
        for table, items in (("tag", "abcdefgh"), ("domain", "xyz")):
            used = {str(draw.choice(list(items))) for _ in range(draw.integers(3))}
            rows[table] += [(who, when, item) for item in used]
    rows["spelling"] = [(item, item.upper(), 2) for item in "abcdefgh"]
    rows["spelling"] += [(item, item, 1) for item in "abcdefgh"]
    rows["member"] = [(key(n), "2014-01", n) for n in range(5, 20)]
    return rows


def again(rows: Rows, table: str, zone: str) -> pd.DataFrame:
    """The rows of the stage with their months, found without the code under test."""
    frame = pd.DataFrame(rows[table], columns=list(STAGE[table]))
    times = pd.to_datetime(frame["slot"] * 900, unit="s", utc=True)
    frame["utc"] = times.dt.strftime("%Y-%m")
    frame["operator"] = times.dt.tz_convert(zone).dt.strftime("%Y-%m")
    return frame


def items_again(frame: pd.DataFrame, item: str, least: int) -> list[tuple[object, ...]]:
    accounts = frame.groupby(item)["account"].nunique()
    frame = frame[frame[item].isin(accounts[accounts >= least].index)]
    parts = [frame.assign(calendar="", month="")]
    parts += [frame.assign(calendar=c, month=frame[c]) for c in ("operator", "utc")]
    grouped = pd.concat(parts).groupby(["calendar", "month", item])["account"]
    return told(grouped.agg(["size", "nunique"]).reset_index())


@given(st.integers(0, 2**32), st.sampled_from(ZONES))
@settings(max_examples=settings().max_examples // 5)  # each is counted twice
def test_random_stages_are_counted_as_pandas_counts_them(seed, zone):
    rows = random_stage(seed)
    found, posts = count(rows, zone=zone), again(rows, "post", zone)

    cells = posts.groupby(["slot", "language", "kind", "themes"])["posts"].sum()
    assert of_one_phase(OPERATIONAL, found["posts"]) == told(cells.reset_index())
    assert found["posts"]["posts"].sum() == 300

    numbers = {who: n for n, who in enumerate(sorted({*posts["account"], *map(key, range(5, 20))}))}
    posts["number"] = posts["account"].map(numbers)
    keys = ["number", "operator", "language", "kind", "themes"]
    expected = told(posts.groupby(keys)["posts"].sum().reset_index())
    assert of_one_phase(OPERATIONAL, found["private/activity"]) == expected
    keys = ["number", "operator", "client"]
    assert told(found["private/clients"]) == told(posts.groupby(keys)["posts"].sum().reset_index())
    local = pd.to_datetime(posts["slot"] * 900, unit="s", utc=True).dt.tz_convert(zone)
    posts["day"] = [int(day_kinds(THAILAND, day, day)[0]) for day in local.dt.date]
    posts["hour"] = local.dt.day_of_week * 24 + local.dt.hour
    keys = ["number", "day", "hour"]
    assert told(found["private/hours"]) == told(posts.groupby(keys)["posts"].sum().reset_index())
    active = Counter(posts["number"])
    assert dict(told(found["private/profiles"][["account", "posts"]])) == {
        number: active[number] for number in numbers.values()
    }

    posts["date"] = local.dt.date
    worked = posts[posts["day"] == WORKING]
    days = worked.pivot_table("posts", ["number", "date"], local.dt.hour, "sum", fill_value=0)
    lagged = lags(days.reindex(columns=range(24), fill_value=0).to_numpy(np.int64))
    rows_of = found["intervals"].set_index(["measure", "bin"]).loc["shuffled"]
    reach = QUANTILE * error(lagged, 300, 9)
    share = len(worked) / 300 * 9 / 24
    assert rows_of.loc["09-18"].tolist() == pytest.approx(
        [share, share - reach, share + reach], abs=2e-6
    )

    for name, table, item, least in (
        ("tags", "tag", "item", MIN_ACCOUNTS),
        ("domains", "domain", "item", MIN_ACCOUNTS),
        ("clients", "post", "client", 1),
    ):
        expected = items_again(again(rows, table, zone), item, least)
        assert of_one_phase("", found[name].drop(columns="label")) == expected
    assert (found["tags"]["label"] == found["tags"]["item"].str.upper()).all()

    every = posts.assign(every="x")
    assert of_one_phase("", found["accounts"]) == [
        (calendar, month, accounts)
        for calendar, month, _, _, accounts in items_again(every, "every", 1)
    ]
