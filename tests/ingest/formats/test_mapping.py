"""A mapping of another platform's columns: what it makes of posts, and what is wrong with it."""

import json
from datetime import UTC, datetime, timedelta

import dialects as world
import pytest

from dashboard.clock.local_time import offsets, zone
from dashboard.ingest.formats.expressions import local_minute
from dashboard.ingest.formats.formats import POSTS, STAGES, Format
from dashboard.ingest.formats.mapping import read_mapping
from dashboard.tables import IngestError

HEAD = 'name = "Forum posts"\ncollection = "forum"\n'
TIMES = 'times = ["%Y-%m-%d %H:%M"]\n'
COLUMNS = '[columns]\nuserid = "member"\ntime = "written"\ntext = "body"\n'
HEADER = ["member", "written", "body", "lang", "app", "tags", "links", "type"]
EVERY = 'language = "lang"\nclient = "app"\nhashtags = "tags"\nurls = "links"\nkind = "type"\n'
KINDS = '[kinds]\nshare = "retweet"\n"" = "original"\n"it\'s an answer" = "reply"\n'


@pytest.fixture
def mapped(tmp_path):
    def read(text: str) -> Format:
        (tmp_path / "forum.toml").write_text(text, encoding="utf-8")
        return read_mapping(tmp_path / "forum.toml")

    return read


def stage(form: Format, *row: str, header: list[str] | None = None) -> dict[str, object]:
    return world.stage(form, (header or HEADER)[: len(row)], [row])[0]


def test_the_three_columns_that_are_needed(mapped):
    form = mapped(HEAD + TIMES + COLUMNS)
    assert (form.name, form.collection, form.role) == ("Forum posts", "forum", POSTS)
    assert form.needs == ("member", "written", "body")
    assert form.has == {"accounts", "tags", "domains"}
    row = stage(form, "m1", "2020-03-01 00:14", "see https://a.example/x #One")
    assert list(row) == [*STAGES[POSTS], "drift"]
    assert row == {
        "userid": "m1",
        "minute": 26_383_694,
        "kind": "",
        "language": "und",
        "client": "",
        "tags": ["One"],
        "hosts": ["a.example"],
        "posts": 1,
        "text": "see https://a.example/x #One",
        "drift": None,
        "hashed": None,
        "zeros": 0,
        "rounded": 0,
    }


def test_every_column(mapped):
    form = mapped(HEAD + TIMES + COLUMNS + EVERY + KINDS)
    assert form.has == {"accounts", "tags", "domains", "clients"}
    told = ("m1", "2020-03-01 00:14", "b", "pt_BR", "App", "['#One', 'two']", "[http://a.example/]")
    row = stage(form, *told, "it's an answer")
    assert (row["language"], row["client"], row["kind"]) == ("pt", "App", "reply")
    assert (row["tags"], row["hosts"]) == (["One", "two"], ["a.example"])
    assert stage(form, *told, "")["kind"] == "original"
    assert stage(form, *told, "something else")["kind"] is None


@pytest.mark.parametrize(
    "lists, tags, links",
    [
        ("lists = ';'\n", "#One; two ;", "http://a.example; https://www.b.example/x"),
        ('lists = "|"\n', "One|two", "http://a.example|https://b.example"),
        ('lists = "\'"\n', "One'two", "http://a.example'http://b.example"),
        ('lists = "blanks"\n', " One  two", "http://a.example\nhttp://b.example"),
        ('lists = "brackets"\n', '["One", "two"]', '["http://a.example", "http://b.example"]'),
        ("", "[One, two]", "[http://a.example, http://b.example]"),
    ],
)
def test_how_lists_are_parted(mapped, lists, tags, links):
    form = mapped(HEAD + TIMES + lists + COLUMNS + EVERY + KINDS)
    row = stage(form, "m", "2020-03-01 00:14", "", "", "", tags, links, "")
    assert (row["tags"], row["hosts"]) == (["One", "two"], ["a.example", "b.example"])
    empty = stage(form, "m", "2020-03-01 00:14", "", "", "", "", "", "")
    assert (empty["tags"], empty["hosts"]) == ([], [])


@pytest.mark.parametrize(
    "times, told",
    [
        ('["%d.%m.%Y %H:%M"]', "01.03.2020 00:14"),
        ('["%m/%d/%Y %I:%M %p"]', "3/1/2020 12:14 AM"),
        ('["%Y-%m-%dT%H:%M:%SZ"]', "2020-03-01T00:14:59Z"),
        ('["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]', "01.03.2020 00:14"),
        ('["%a %b %d %H:%M:%S %z %Y"]', "Sun Mar 01 02:14:10 +0200 2020"),
        ('["%Y-%m-%dT%H:%M:%S%z"]', "2020-02-29T18:44:00-05:30"),
    ],
)
def test_how_times_are_written(mapped, times, told):
    form = mapped(HEAD + f"times = {times}\n" + COLUMNS)
    assert stage(form, "m", told, "")["minute"] == 26_383_694
    assert stage(form, "m", "yesterday", "")["minute"] is None


@pytest.mark.parametrize(
    "name, told, utc",
    [
        ("Asia/Bangkok", "2020-03-01 07:14", (2020, 3, 1, 0, 14)),
        ("Asia/Kathmandu", "2020-03-01 05:59", (2020, 3, 1, 0, 14)),
        ("Europe/Moscow", "2014-10-26 00:59", (2014, 10, 25, 20, 59)),
        ("Europe/Moscow", "2014-10-26 01:30", (2014, 10, 25, 21, 30)),  # the first of two
        ("Europe/Moscow", "2014-10-26 02:00", (2014, 10, 25, 23, 0)),
        ("Europe/Berlin", "2020-03-29 01:59", (2020, 3, 29, 0, 59)),
        ("Europe/Berlin", "2020-03-29 02:30", None),  # skipped
        ("Europe/Berlin", "2020-03-29 03:00", (2020, 3, 29, 1, 0)),
        ("America/Asuncion", "2017-10-01 00:15", None),
        ("UTC", "2006-03-20 23:59", None),
    ],
)
def test_on_whose_clock_times_are(mapped, name, told, utc):
    form = mapped(HEAD + TIMES + f'zone = "{name}"\n' + COLUMNS)
    minute = utc and int(datetime(*utc, tzinfo=UTC).timestamp()) // 60
    assert stage(form, "m", told, "")["minute"] == minute


@pytest.mark.parametrize("lists", [";", "|", "blanks"])
@pytest.mark.parametrize("told", ["['One', 'two']", "{One,two}", "('One',)", ' ["One"]'])
def test_a_list_that_is_parted_otherwise_than_the_mapping_says_is_not_read(mapped, lists, told):
    form = mapped(HEAD + TIMES + f"lists = '{lists}'\n" + COLUMNS + EVERY + KINDS)
    row = stage(form, "m1", "2020-03-01 00:14", "b", "en", "App", told, "http://a.example", "share")
    assert row["tags"] is None and row["hosts"] == ["a.example"]


@pytest.mark.parametrize(
    "told, userid",
    [("9.06E+17", None), ("9E+17", None), ("1e9", "1e9"), ("a.b", "a.b"), ("C+", "C+")],
)
def test_a_rounded_account_is_none_and_a_name_is_one(mapped, told, userid):
    assert stage(mapped(HEAD + TIMES + COLUMNS), told, "2020-03-01 00:14", "")["userid"] == userid


@pytest.mark.parametrize("name", ["Asia/Tehran", "Africa/Cairo", "America/Caracas", "Asia/Gaza"])
def test_times_of_fourteen_years_come_back(name):
    """Every seventh quarter-hour, written on the zone's clock, is read again as it was.

    What the clock shows twice is read as the first.
    """
    clock = zone(name)
    start = datetime(2008, 1, 1, tzinfo=UTC)
    times = [start + timedelta(minutes=15 * n) for n in range(0, 14 * 365 * 96, 7)]
    walls = [time.astimezone(clock).replace(tzinfo=None) for time in times]
    local = [int((wall - datetime(1970, 1, 1)).total_seconds()) // 60 for wall in walls]
    starts, shifts = offsets(name)
    sql = local_minute("told", starts.tolist(), shifts.tolist())
    query = f"SELECT {sql} FROM (SELECT unnest(?::INTEGER[]) AS told)"
    found = [row[0] for row in world.ENGINE.execute(query, [local]).fetchall()]
    assert None not in found
    off = [minute - int(time.timestamp()) // 60 for minute, time in zip(found, times, strict=True)]
    assert set(off) <= {0, -60} and off.count(-60) < 40
    twice = [wall for minutes, wall in zip(off, walls, strict=True) if minutes]
    assert all(wall.replace(fold=0, tzinfo=clock).utcoffset()
               != wall.replace(fold=1, tzinfo=clock).utcoffset() for wall in twice)  # fmt: skip


@pytest.mark.parametrize(
    "column",
    ['a"b', "x; DROP TABLE file --", "select", "'", "minute", "{0}", "größe", "two words"],
)
def test_any_column_name_is_a_name_and_never_sql(mapped, column):
    told = json.dumps(column)
    form = mapped(HEAD + TIMES + f'[columns]\nuserid = {told}\ntime = "t"\ntext = "text"\n')
    row = stage(form, "m1", "2020-03-01 00:14", "", header=[column, "t", "text"])
    assert (row["userid"], row["minute"]) == ("m1", 26_383_694)


@pytest.mark.parametrize("value", ["'", "' END, (SELECT 1) --", "\\", "a'; DROP TABLE file --"])
def test_any_value_is_a_text_and_never_sql(mapped, value):
    kinds = f"[kinds]\n{json.dumps(value)} = 'quote'\n"
    form = mapped(HEAD + TIMES + COLUMNS + 'kind = "type"\n' + kinds)
    header = ["member", "written", "body", "type"]
    assert stage(form, "m", "2020-03-01 00:14", "", value, header=header)["kind"] == "quote"


def test_columns_are_found_in_lower_case_as_headers_are_read(mapped):
    form = mapped(HEAD + TIMES + COLUMNS.replace("member", "Member").replace("body", "BODY"))
    assert form.needs == ("member", "written", "body")


def test_a_file_without_a_mapped_column_is_told_so(mapped):
    form = mapped(HEAD + TIMES + COLUMNS)
    form.check(["member", "written", "body", "more"], "x.csv")
    with pytest.raises(IngestError) as problem:
        form.check(["member"], "x.csv")
    assert str(problem.value) == "x.csv looks like Forum posts but has no column written, body."


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("=", "forum.toml is not valid TOML"),
        ("", "mapping: name is missing."),
        (HEAD, "mapping: times is missing."),
        (HEAD + TIMES, "columns: userid is missing."),
        (HEAD + TIMES + "columns = 3\n", "columns: expected a table."),
        (HEAD + TIMES + 'x = "y"\n' + COLUMNS, "mapping: unknown key x."),
        (HEAD + TIMES + COLUMNS + 'likes = "n"\n', "columns: unknown key likes."),
        (HEAD + TIMES + COLUMNS + 'urls = ""\n', "columns: urls must be a text that is not empty"),
        (HEAD + TIMES + COLUMNS + "urls = 3\n", "columns: urls must be a text that is not empty"),
        (HEAD + "times = []\n" + COLUMNS, "mapping: times must be a list of texts"),
        (HEAD + 'times = ["%H:%M"]\n' + COLUMNS, "'%H:%M' in times does not tell a minute of a"),
        (HEAD + 'times = ["%Q"]\n' + COLUMNS, "'%Q' in times does not tell a minute of a day."),
        (HEAD + 'times = ["%Y-%m-%d"]\n' + COLUMNS, "'%Y-%m-%d' in times does not tell"),
        (HEAD + "times = [\"' || 1 || '\"]\n" + COLUMNS, "in times does not tell a minute"),
        (
            HEAD + 'times = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M %z"]\n' + COLUMNS,
            "mapping: either all times have %z, or none has.",
        ),
        (
            HEAD + 'times = ["%Y-%m-%d %H:%M %z"]\nzone = "Asia/Bangkok"\n' + COLUMNS,
            "mapping: times with %z say their zone: leave out zone.",
        ),
        (HEAD + TIMES + 'zone = "Mars/Base"\n' + COLUMNS, "mapping: unknown time zone Mars/Base."),
        (HEAD + TIMES + "lists = ' '\n" + COLUMNS, "mapping: lists must be a text that is not"),
        (HEAD + TIMES + COLUMNS + 'kind = "type"\n', "kinds: the table and the column kind go"),
        (HEAD + TIMES + COLUMNS + KINDS, "kinds: the table and the column kind go together"),
        (HEAD + TIMES + "kinds = 3\n" + COLUMNS, "kinds: expected a table."),
        (
            HEAD + TIMES + COLUMNS + 'kind = "type"\n[kinds]\nboost = "retoot"\n',
            "kinds: 'boost' must be one of original, quote, reply, retweet, not 'retoot'.",
        ),
        (
            HEAD + TIMES + COLUMNS + 'kind = "type"\n[kinds]\nboost = ["quote"]\n',
            "kinds: 'boost' must be one of original, quote, reply, retweet, not ['quote'].",
        ),
    ],
)
def test_every_mistake_is_one_sentence_that_names_the_file(mapped, text, sentence):
    with pytest.raises(IngestError) as problem:
        mapped(text)
    told = str(problem.value)
    assert sentence in told and told.startswith("forum.toml") and "\n" not in told
    assert told.endswith(".")


def test_a_mapping_that_is_not_there(tmp_path):
    with pytest.raises(IngestError, match=r"^forum\.toml cannot be read\.$"):
        read_mapping(tmp_path / "forum.toml")
