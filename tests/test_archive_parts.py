"""The rules of ingest one by one: lists, hosts, tags, times, themes, months, records."""

from datetime import UTC, datetime

import archive_world as world
import duckdb
import numpy as np
import pytest

from dashboard.archive import formats
from dashboard.archive.csvfile import count_records, read_header
from dashboard.archive.engine import open_stage
from dashboard.archive.matching import Matcher
from dashboard.archive.months import months_of
from dashboard.lexicon import Lexicon, Theme


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect() as connection:
        yield lambda made, text: connection.execute(
            f"SELECT {made} FROM (SELECT ? AS told)", [text]
        ).fetchone()[0]


@pytest.mark.parametrize(
    "text, items",
    [
        ("", []),
        ("[]", []),
        ("[Ebola, global]", ["Ebola", "global"]),
        ("[one]", ["one"]),
        ("['one']", ["one"]),
        ("['a', 'b']", ["a", "b"]),
        ("""["it's", 'b']""", ["it's", "b"]),
        ("['ทํางานวนไป', 'Çanakkale']", ["ทํางานวนไป", "Çanakkale"]),
        ("['http://a.b/x,y', 'z']", ["http://a.b/x,y", "z"]),
    ],
)
def test_lists_as_the_files_write_them(sql, text, items):
    assert sql(formats.listed("told"), text) == items


@pytest.mark.parametrize(
    "url, hosts",
    [
        ("https://www.Example.ORG/path?q=http://no.example", ["example.org"]),
        ("http://user:word@news.example:8080", ["news.example"]),
        ("http://example.org.", ["example.org"]),
        ("HTTP://EXAMPLE.org#x", ["example.org"]),
        ("http://пример.рф/а", ["пример.рф"]),
        ("http://localhost/x", []),
        ("not an address", []),
        (
            "https://a.example/1, https://www.a.example/2, https://b.example",
            ["a.example", "b.example"],
        ),
    ],
)
def test_hosts_of_addresses(sql, url, hosts):
    assert sorted(sql(formats.hosts(formats.listed("told")), f"[{url}]")) == hosts


@pytest.mark.parametrize(
    "text, tags",
    [
        ("#One two #three", ["One", "three"]),
        ("#a#b", ["a"]),  # the second sign stands in a word
        ("it&#39;s x#no http://a.example/#no", []),
        ("#2016 #1st #_", ["1st"]),  # a tag needs a letter
        ("#Trum… #kept…#too", ["too"]),
        ("＃全角 #ไทย #İstanbul, (#end)", ["全角", "ไทย", "İstanbul", "end"]),
    ],
)
def test_tags_written_in_a_text(sql, text, tags):
    assert sql(formats.written_tags("told"), text) == tags


def test_addresses_cut_by_the_end_of_a_text_are_left_out(sql):
    made = formats.hosts(formats.written_urls("told"))
    text = "see https://a.example/x and (http://b.example) https://t.c…"
    assert sorted(sql(made, text)) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "time, minute",
    [
        ("2020-03-01 00:14", 26_383_694),  # 18,322 days x 1,440 minutes and 14
        ("2020-03-01 00:14:59", 26_383_694),
        ("2020-02-30 00:00", None),
        ("2020-03-01 24:00", None),
        ("3/1/2020 0:14", None),
        ("2006-03-20 23:59", None),
        ("", None),
    ],
)
def test_times_are_whole_minutes_of_utc(sql, time, minute):
    assert sql(formats.minute("told"), time) == minute


@pytest.mark.parametrize(
    "text, themes",
    [
        ("Protest", "protest"),
        ("#PROTEST", "protest"),
        ("protest_song", "protest"),
        ("protests", ""),
        ("unprotest", ""),
        ("protest2", ""),
        ("protesté", ""),
        ("protest\u0301", ""),  # a mark joins on
        ("我们protest去", "protest"),  # letters of unspaced scripts touch nothing
        ("反对游行者", "protest"),
        ("rock  &amp;\nroll", "music"),
        ("rock & rolls", ""),
        ("unprotest, then protest", "protest"),
        ("a protest with rock & roll", "music protest"),
        ("", ""),
    ],
)
def test_words_and_phrases_stand_alone(text, themes):
    assert Matcher(world.LEXICON).themes(text, []) == themes


def test_hashtag_terms_are_looked_for_among_the_tags_only():
    matcher = Matcher(world.LEXICON)
    assert matcher.themes("", ["ATLANTIS"]) == "protest"
    assert matcher.themes("#Atlantis", []) == ""
    assert matcher.themes("", ["protest"]) == ""  # a word term is not a tag


def test_a_lexicon_of_hashtags_alone_works():
    theme = Theme("t", "T", "", False, (world.term("x", "hashtag"),))
    matcher = Matcher(Lexicon("1", {}, {"t": theme}))
    assert matcher.themes("x", []) == "" and matcher.themes("", ["X"]) == "t"


def slot(*time: int) -> int:
    return int(datetime(*time, tzinfo=UTC).timestamp()) // 900  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    "zone, time, operator, utc",
    [
        ("Asia/Bangkok", (2020, 2, 29, 16, 45), "2020-02", "2020-02"),
        ("Asia/Bangkok", (2020, 2, 29, 17, 0), "2020-03", "2020-02"),
        ("America/Lima", (2020, 3, 1, 4, 45), "2020-02", "2020-03"),
        ("Asia/Tehran", (2020, 10, 31, 20, 15), "2020-10", "2020-10"),  # UTC+3:30 in winter
        ("Asia/Tehran", (2020, 10, 31, 20, 30), "2020-11", "2020-10"),
        ("Europe/Moscow", (2014, 9, 30, 20, 0), "2014-10", "2014-09"),  # UTC+4 until October 2014
        ("Europe/Moscow", (2014, 11, 30, 20, 45), "2014-11", "2014-11"),  # UTC+3 since
        ("America/Asuncion", (2017, 10, 1, 3, 45), "2017-09", "2017-10"),  # midnight was skipped
        ("America/Asuncion", (2017, 10, 1, 4, 0), "2017-10", "2017-10"),
    ],
)
def test_months_turn_at_the_operators_midnight(zone, time, operator, utc):
    (row,) = months_of(np.array([slot(*time)], np.int32), zone).itertuples(index=False)
    assert (row.operator, row.utc) == (operator, utc)


def test_months_of_many_slots_and_of_none():
    slots = np.array([slot(2019, 12, 31, 23), slot(2020, 1, 1), slot(2021, 6, 5)], np.int32)
    assert months_of(slots, "UTC")["utc"].tolist() == ["2019-12", "2020-01", "2021-06"]
    assert months_of(np.array([], np.int32), "UTC").empty


@pytest.mark.parametrize(
    "content, records",
    [
        (b"a,b\n", 0),
        (b"a,b", 0),
        (b"a,b\n1,2\n3,4", 2),
        (b"a,b\r\n1,2\r\n\r\n3,4\r\n\r\n", 2),
        (b'a,b\n"1\n\n2","say ""hi""\n"\n3,4\n', 2),
        (b'a,b\n\n\n"1",2\n', 1),
    ],
)
@pytest.mark.parametrize("window", [1, 3, 1 << 24])
def test_records_are_counted_by_newlines_outside_quotes(
    tmp_path, monkeypatch, content, records, window
):
    monkeypatch.setattr("dashboard.archive.csvfile.WINDOW", window)
    (tmp_path / "x.csv").write_bytes(content)
    assert count_records(tmp_path / "x.csv", "x") == records


def test_header_names_are_plain(tmp_path):
    (tmp_path / "x.csv").write_bytes('\ufeff TweetID ,"userid",\n'.encode())
    assert read_header(tmp_path / "x.csv", "x") == ["tweetid", "userid", ""]


def test_the_database_is_shut_in(tmp_path):
    (tmp_path / "room").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_stage(tmp_path / "room") as stage:
        for query in (
            f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
            "SELECT * FROM read_csv('https://a.example/x.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                stage.execute(query)
