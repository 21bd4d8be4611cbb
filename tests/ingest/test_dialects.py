"""Every dialect of every format, and every trap that the real files are known to hold, by SQL."""

from dataclasses import replace
from hashlib import sha256

import dialects as world
import pytest

from dashboard.ingest.csv.blocks import UnknownFormat
from dashboard.ingest.formats.formats import (
    FORMATS,
    PLATFORM_POSTS,
    PLATFORM_USERS,
    USERS_COLUMNS,
    recognise,
)
from dashboard.tables import IngestError

BY_NAME = {form.name: form for form in FORMATS}
POSTS, PEOPLE = BY_NAME["platform posts"], BY_NAME["platform users"]
ISSUES = {dialect.name: dialect for dialect in PLATFORM_POSTS}
LATE = ISSUES["2020-08 to 2020-12"]
NINE_FIFTEEN = 25_857_195  # 17,956 days x 1,440 minutes, 9 hours and 15 minutes

every_dialect = pytest.mark.parametrize("dialect", PLATFORM_POSTS, ids=lambda d: d.name)


def read(*posts: world.Post, only: str = "") -> list[dict[str, object]]:
    return world.stage(POSTS, LATE.header, world.platform_posts(LATE, posts), only)


def one(**more: str) -> dict[str, object]:
    """Stage one post whose fields are written just as `more` says."""
    (row,) = read(replace(world.POSTS[0], more=more))
    return row


def cell(column: str, **more: str) -> object:
    """Stage one column of it."""
    (row,) = read(replace(world.POSTS[0], more=more), only=column)
    return row[column]


@every_dialect
def test_one_release_says_the_same_in_every_dialect(dialect):
    rows = world.stage(POSTS, dialect.header, world.platform_posts(dialect))
    has_language = dialect.name != "2019-01"
    assert [row["minute"] for row in rows] == [NINE_FIFTEEN + passed for passed in range(4)]
    assert [row["kind"] for row in rows] == ["original", "reply", "quote", "retweet"]
    assert [row["language"] for row in rows] == (
        ["en", "id", "en", "en"] if has_language else ["und"] * 4
    )
    assert [row["tags"] for row in rows] == [["One", "one", "İki"], [], [], ["ข่าว"]]
    assert [row["hosts"] for row in rows] == [["news.example", "b.example"], [], [], []]
    assert [row["drift"] for row in rows] == [0, 0, 0, 0]
    assert [row["hashed"] for row in rows] == [True, True, None, None]
    assert {row["client"] for row in rows} == {"Web"} and {row["posts"] for row in rows} == {1}
    assert rows[0]["text"] == 'Two lines,\nwith "marks" &amp; #One'


@every_dialect
def test_ids_stay_the_text_that_they_are(dialect):
    rows = world.stage(POSTS, dialect.header, world.platform_posts(dialect))
    small = sha256(b"small").hexdigest()
    assert rows[0]["userid"] == (small if dialect.name == "2018-10" else f"+{small[:42]}=")
    assert str(rows[3]["userid"]).isdigit()


@every_dialect
def test_a_header_tells_its_issue(dialect):
    assert recognise(dialect.header, "x.csv") is POSTS
    assert dialect.name in POSTS.issued(dialect.header)
    assert world.stage(POSTS, dialect.header, []) == []  # a part that is only a header


@pytest.mark.parametrize(
    "header, told",
    [
        (ISSUES["2018-10"].header, "as issued 2018-10"),
        (
            ISSUES["2019-01"].header,
            "as issued 2019-01; it does not state the languages of posts",
        ),
        (
            ISSUES["2019-08 to 2020-05"].header,
            "as issued 2019-06 and issued again in 2019 or 2019-08 to 2020-05"
            " or the Internet Archive's one file",
        ),
        (LATE.header, "as issued 2020-08 to 2020-12 or 2021-12"),
        ([*LATE.header, "more"], "with columns as no issue has them"),
    ],
)
def test_issues_in_words(header, told):
    assert POSTS.issued(header) == told


def test_the_dialects_have_as_many_columns_as_the_real_files():
    columns = {name: len(dialect.header) for name, dialect in ISSUES.items()}
    assert [columns[name] for name in ("2018-10", "2019-01")] == [31, 30]
    assert columns["2019-08 to 2020-05"] == columns["the Internet Archive's one file"] == 31
    assert columns["2020-08 to 2020-12"] == columns["2021-12"] == 30
    swapped = ISSUES["2018-10"].header
    assert swapped.index("in_reply_to_tweetid") < swapped.index("in_reply_to_userid")
    assert len(USERS_COLUMNS) == 10


def test_columns_go_by_name_whatever_their_order():
    header = LATE.header[::-1]
    rows = [row[::-1] for row in world.platform_posts(LATE)]
    assert recognise(header, "x") is POSTS
    assert world.stage(POSTS, header, rows) == read(*world.POSTS)


def test_columns_that_nobody_reads_may_be_missing_and_unknown_ones_there():
    used = {*POSTS.needs, *POSTS.optional}
    kept = [place for place, column in enumerate(LATE.header) if column in used]
    header = [*(LATE.header[place] for place in kept), "state of the sky"]
    rows = [(*(row[place] for place in kept), "blue") for row in world.platform_posts(LATE)]
    assert recognise(header, "x") is POSTS
    assert world.stage(POSTS, header, rows) == read(*world.POSTS)


def test_two_dialects_in_one_file():
    early, late = ISSUES["2018-10"], ISSUES["2019-08 to 2020-05"]
    places = [early.header.index(column) for column in late.header]
    old = [tuple(row[place] for place in places) for row in world.platform_posts(early)]
    rows = world.stage(POSTS, late.header, old + world.platform_posts(late))
    assert [{**row, "userid": ""} for row in rows[:4]] == [
        {**row, "userid": ""} for row in rows[4:]
    ]


@pytest.mark.parametrize(
    "field", ["in_reply_to_tweetid", "in_reply_to_userid", "quoted_tweet_tweetid"]
)
@pytest.mark.parametrize("told", ["1.3510829641893724e+18", "1351082964189372416", "a/b="])
def test_a_rounded_id_still_says_that_there_was_a_post(field, told):
    kind = "quote" if field == "quoted_tweet_tweetid" else "reply"
    assert cell("kind", **{field: told}) == kind
    assert cell("kind", **{field: told}, is_retweet="True") == "retweet"


@pytest.mark.parametrize(
    "told, kind",
    [("true", "retweet"), ("True", "retweet"), ("False", "original"), ("", None), ("x", None)],
)
def test_what_is_a_retweet(told, kind):
    assert cell("kind", is_retweet=told) == kind


def test_a_quote_that_replies_is_a_quote():
    row = one(in_reply_to_tweetid="1", quoted_tweet_tweetid="2")
    assert row["kind"] == "quote"


@pytest.mark.parametrize(
    "told, language",
    [
        ("zh-CN", "zh"), ("zh-cn", "zh"), ("en-gb", "en"), ("pt_BR", "pt"), (" EN ", "en"),
        ("in", "id"), ("id", "id"), ("IN", "id"), ("iw", "he"), ("ji", "yi"), ("in-ID", "id"),
        ("und", "und"), ("", "und"), (" ", "und"), ("ckb", "ckb"), ("zh-Hant-TW", "zh"),
    ],
)  # fmt: skip
def test_languages_are_merged(told, language):
    assert cell("language", tweet_language=told) == language


@pytest.mark.parametrize("told", ["", "Web", "TweetDeck ✅"])
def test_clients_stay_as_written(told):
    assert cell("client", tweet_client_name=told) == told


@pytest.mark.parametrize("told", ["absent", "present", "", "0.0"])
def test_places_and_counts_say_nothing(told):
    assert one(latitude=told, longitude=told, like_count=told, quote_count=told) == one()


def test_a_list_may_repeat_a_tag_and_a_retweet_may_have_none():
    assert cell("tags", hashtags="['a', 'A', 'a']") == ["a", "A", "a"]
    assert cell("tags", hashtags="[]", tweet_text="RT @x: #seen", is_retweet="True") == []


@pytest.mark.parametrize(
    "userid, told",
    [
        ("1.01421E+18", None),  # a spreadsheet rounded it: several accounts share it
        ("+abc=", "+abc="),
        ("=abc", "=abc"),
        ("0012", "0012"),
        ("1014210000000000001", "1014210000000000001"),
        ("a" * 40, "a" * 40),
        ("", ""),
    ],
)
def test_ids_of_accounts(userid, told):
    assert cell("userid", userid=userid) == told
    assert user("userid", userid=userid) == told


@pytest.mark.parametrize(
    "id, time, drift",
    [
        (world.snowflake(2019, 3, 1, 9, 15, second=0), "2019-03-01 09:15", 0),
        (world.snowflake(2019, 3, 1, 9, 15, second=59.999), "2019-03-01 09:15", 0),
        (world.snowflake(2019, 3, 1, 9, 16, second=0), "2019-03-01 09:15", -1),
        (world.snowflake(2019, 3, 1, 9, 15), "2019-03-01 17:15", 480),  # Beijing's clock
        (world.snowflake(2010, 11, 4, 21, 45), "2010-11-04 21:45", 0),
        (29_700_859_246, "2010-11-04 21:42", None),  # the last that counts from 1
        (world.snowflake(2019, 3, 1, 9, 15), "2010-11-03 23:59", None),
        (1_234, "2008-01-01 00:00", None),
        ("1.10142e+18", "2019-03-01 09:15", None),
        ("1e18", "2019-03-01 09:15", None),
        ("+1101420000000000000", "2019-03-01 09:15", None),
        (" 1101420000000000000", "2019-03-01 09:15", None),
        ("9" * 25, "2019-03-01 09:15", None),
        ("", "2019-03-01 09:15", None),
        ("hash", "2019-03-01 09:15", None),
        (world.snowflake(2019, 3, 1, 9, 15), "2019-02-29 09:15", None),
    ],
)
def test_the_time_that_an_id_tells(id, time, drift):
    assert cell("drift", tweetid=str(id), tweet_time=time) == drift


def test_a_copy_of_seconds_is_still_in_its_minute():
    row = one(tweet_time="2019-03-01 09:15:59")
    assert (row["minute"], row["drift"]) == (NINE_FIFTEEN, 0)


def test_a_header_in_the_middle_of_a_file_has_no_time():
    row = world.stage(POSTS, LATE.header, [LATE.header])[0]
    assert row["minute"] is None and row["kind"] is None


@pytest.mark.parametrize(
    "userid, followers, hashed",
    [
        ("1" * 19, "12", False),
        ("1" * 19, "12.0", False),
        ("1" * 8, "4999", False),
        ("1" * 19, "5000", None),
        ("1" * 19, "0", None),  # emptied accounts keep their id also in copies for everyone
        ("1" * 19, "", None),
        ("aB" * 22, "12", True),
        ("0f" * 32, "1", True),
    ],
)
def test_whose_id_is_hashed(userid, followers, hashed):
    assert cell("hashed", userid=userid, follower_count=followers) is hashed
    assert user("hashed", userid=userid, follower_count=followers) is hashed


def user(column: str, **told: str) -> object:
    cells = dict.fromkeys(USERS_COLUMNS, "") | {
        "userid": "a",
        "account_creation_date": "2015-03-02",
    }
    cells |= told
    rows = [tuple(cells[name] for name in USERS_COLUMNS)]
    return world.stage(PEOPLE, USERS_COLUMNS, rows, column)[0][column]


def test_a_users_file_is_recognised():
    assert recognise(USERS_COLUMNS, "x.csv") is PEOPLE
    assert PEOPLE.issued(USERS_COLUMNS) == (
        "as issued 2018-10 to 2021-12 or the Internet Archive's one file"
    )
    assert {dialect.header for dialect in PLATFORM_USERS} == {USERS_COLUMNS}


@pytest.mark.parametrize(
    "told, created",
    [
        ("2018-07-03", "2018-07"),
        ("7/3/2018", "2018-07"),  # a spreadsheet's month/day/year
        ("12/31/2009", "2009-12"),
        ("31/12/2009", ""),
        ("2018-02-30", ""),
        ("2006-03-20", ""),
        ("", ""),
    ],
)
def test_when_an_account_was_created(told, created):
    assert user("created", account_creation_date=told) == created


@pytest.mark.parametrize(
    "told, followers",
    [("12", 12), ("12.0", 12), ("0.0", 0), ("", -1), ("-3", -1), ("many", -1), ("nan", -1)],
)
def test_how_followed_an_account_was(told, followers):
    assert user("followers", follower_count=told) == followers


def test_an_empty_row_of_a_users_file_has_no_account():
    assert world.stage(PEOPLE, USERS_COLUMNS, [("",) * 10])[0]["userid"] == ""


def test_clemsons_posts():
    form = recognise(world.CLEMSON_HEADER, "x.csv")
    rows = world.stage(form, world.CLEMSON_HEADER, world.CLEMSON_ROWS)
    assert (form.name, form.collection, form.issued([])) == ("Clemson posts", "clemson", "")
    assert [row["kind"] for row in rows] == ["original-or-reply", "retweet", "quote"]
    assert [row["language"] for row in rows] == ["en", "ru", "und"]
    assert [row["tags"] for row in rows] == [["One"], ["ONE"], ["one"]]
    assert [row["hosts"] for row in rows] == [["a.example"], [], []]
    assert [row["minute"] for row in rows] == [24_720_480, 24_720_494, 24_720_495]
    assert {row["drift"] for row in rows} == {row["hashed"] for row in rows} == {None}


def test_fivethirtyeights_posts():
    form = recognise(world.FIVE_HEADER, "x.csv")
    rows = world.stage(form, world.FIVE_HEADER, world.FIVE_ROWS)
    assert (form.name, form.collection) == ("FiveThirtyEight posts", "clemson")
    assert [row["userid"] for row in rows] == ["FIRST", "SECOND", "SECOND"]
    assert [row["kind"] for row in rows] == ["original-or-reply", "quote", "retweet"]
    assert [row["language"] for row in rows] == ["en", "ru", "en"]
    assert [row["hosts"] for row in rows] == [["long.example", "second.example"], ["t.example"], []]
    assert [row["drift"] for row in rows] == [0, None, None]
    minutes = [row["minute"] for row in rows]
    assert minutes == [24_732_245, 24_720_479, 24_720_480]  # the last two around New Year


def test_fivethirtyeights_first_issue_had_no_ids_of_posts():
    header = world.FIVE_HEADER[:14]
    (row,) = world.stage(recognise(header, "x.csv"), header, [world.FIVE_ROWS[0][:14]])
    assert row["hosts"] == ["t.example"] and row["drift"] is None


@pytest.mark.parametrize(
    "header, error, sentence",
    [
        (
            [c for c in LATE.header if c not in ("hashtags", "urls")],
            IngestError,
            "x.csv looks like platform posts but has no column hashtags, urls.",
        ),
        (
            [c for c in USERS_COLUMNS if c != "follower_count"],
            IngestError,
            "x.csv looks like platform users but has no column follower_count.",
        ),
        (["a", "b"], UnknownFormat, "x.csv is not a file of any format that can be read."),
        ([], UnknownFormat, "x.csv is not a file of any format that can be read."),
    ],
)
def test_what_a_wrong_header_is_told(header, error, sentence):
    with pytest.raises(error) as problem:
        recognise(header, "x.csv")
    assert (type(problem.value), str(problem.value)) == (error, sentence)


def test_no_two_formats_claim_one_header():
    headers = [*ISSUES.values(), *PLATFORM_USERS]
    told = [*(d.header for d in headers), world.CLEMSON_HEADER, world.FIVE_HEADER]
    told += [form.needs for form in FORMATS]
    assert all(sum(form.fits(header) for form in FORMATS) == 1 for header in told)
