"""What programs write for a missing value is missing, in every column that is read.

Of every format and dialect a file is made in which each column in turn holds nothing, and then each
of the words: what is made of those records must be the same. Columns are in a drawn order.
"""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import archive_world as small
import dialects as world
import duckdb
import pytest

from dashboard.ingest.containers import PlainFile, open_file
from dashboard.ingest.csv.blocks import Records
from dashboard.ingest.csv.parse import RecordQuery, parse
from dashboard.ingest.formats.expressions import MISSING
from dashboard.ingest.formats.formats import PLATFORM_POSTS, USERS_COLUMNS, Format, recognise
from dashboard.ingest.formats.mapping import read_mapping

WORDS = (
    "NA",
    "nan",
    "NaN",
    "None",
    "NULL",
    "null",
    r"\N",
    "<NA>",
    "N/A",
    " ",
    "\t",
    " " * 9,
    " NA ",
)
LATEST = 26_000_000
MAPPING = """name = "Forum"
collection = "forum"
times = ["%Y-%m-%d %H:%M"]
lists = "LISTS"
[columns]
userid = "who"
time = "when"
text = "what"
language = "lang"
client = "app"
hashtags = "tags"
urls = "links"
kind = "type"
[kinds]
"" = "original"
share = "retweet"
"""
FORUM = {
    "who": "somebody",
    "when": "2019-03-01 09:15",
    "what": "a text",
    "lang": "en",
    "app": "Web",
    "tags": "one;two",
    "links": "http://a.example",
    "type": "share",
}
USER = dict.fromkeys(USERS_COLUMNS, "x") | {
    "userid": "hash",
    "follower_count": "12",
    "account_creation_date": "2015-03-02",
}
COUNT = {"text_language_group": "zh", "minute_utc": "2019-03-01 09:15", "tweets": "3"}
CONTAINERS: dict[str, Callable[[bytes], bytes]] = {
    "p.csv": bytes,
    "p.csv.gz": gzip.compress,
    "p.csv.zst": small.zstd,
    "p.zip": lambda data: small.zipped(p__csv=data),
}

Cells = dict[str, str]
FILES: dict[str, Cells] = {
    **{
        dialect.name: dict(
            zip(dialect.header, world.platform_posts(dialect, world.POSTS[2:3])[0], strict=True)
        )
        | {"in_reply_to_tweetid": "7", "retweet_tweetid": "8", "hashtags": "['one']"}
        for dialect in PLATFORM_POSTS
    },
    "users": USER,
    "Clemson": dict(zip(world.CLEMSON_HEADER, world.CLEMSON_ROWS[1], strict=True)),
    "FiveThirtyEight": dict(zip(world.FIVE_HEADER, world.FIVE_ROWS[0], strict=True)),
    "counts": COUNT,
    "a mapping": FORUM,
}


def read_columns(form: Format, header: Sequence[str]) -> list[str]:
    return [column for column in (*form.needs, *form.optional) if column in header]


def written(rows: Sequence[Cells], header: Sequence[str], quoting: int) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows([header, *([row[column] for column in header] for row in rows)])
    return file.getvalue().encode()


def made(path: Path, form: Format) -> list[tuple[object, ...]]:
    """Return what the format makes of a file's records, whatever is wrong with them."""
    columns = ", ".join(column for column in form.columns if column != "userid")
    rows = []
    with duckdb.connect() as engine:
        for source in open_file(path):
            assert isinstance(source, PlainFile)
            records = Records(source.name, source.blocks)
            query = RecordQuery.of(records.header, form, path.parent / "slab.csv", LATEST)
            for slab in records.slabs():
                if slab.data:
                    assert not parse(engine, slab, query, source.name).bad
                    found = f"SELECT {columns}, account, fault FROM made ORDER BY made.rowid"
                    rows += engine.execute(found).fetchall()
    return rows


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL], ids=["quoted", "bare"])
@pytest.mark.parametrize("name", FILES)
def test_every_word_for_missing_is_missing_in_every_column(tmp_path, name, quoting):
    drawn = Random(f"{name} {quoting}")
    cells = FILES[name]
    header = drawn.sample([*cells], len(cells))
    form = recognise(header, name) if name != "a mapping" else forum(tmp_path, ";")
    columns, words = read_columns(form, header), ("", *WORDS)
    rows = [cells | {column: word} for column in columns for word in words]
    container = drawn.choice([*CONTAINERS])
    (tmp_path / container).write_bytes(CONTAINERS[container](written(rows, header, quoting)))
    results = made(tmp_path / container, form)
    assert len(results) == len(rows)
    for place, column in enumerate(columns):
        blank, *others = results[place * len(words) : (place + 1) * len(words)]
        unlike = [word for word, row in zip(WORDS, others, strict=True) if row != blank]
        assert not unlike, column


def forum(folder: Path, lists: str) -> Format:
    (folder / "forum.toml").write_text(MAPPING.replace("LISTS", lists))
    return read_mapping(folder / "forum.toml")


def test_the_test_knows_the_words():
    assert {word.strip() for word in WORDS} - {""} <= {*MISSING}


@pytest.mark.parametrize("word", [*WORDS, ""])
def test_an_original_stays_one_and_is_in_no_language(tmp_path, word):
    columns = ("quoted_tweet_tweetid", "in_reply_to_tweetid", "in_reply_to_userid")
    more = dict.fromkeys((*columns, "tweet_language", "hashtags", "urls"), word)
    dialect = PLATFORM_POSTS[-1]
    (row,) = world.stage(
        recognise(dialect.header, "x"),
        dialect.header,
        world.platform_posts(dialect, [world.Post(1, "a", "2019-03-01 09:15", more=more)]),
    )
    assert (row["kind"], row["language"]) == ("original", "und")
    assert row["tags"] == row["hosts"] == []


ZEROS = ("0", "0.0", "00", "0,0", "0E+00")


def four_posts(place: int, *cells: dict[str, object]) -> list[dict[str, object]]:
    """Return four posts with these cells, of other ids and times than those of another place."""
    times = ((n, f"2020-03-01 {place:02}:{n:02}") for n in range(1, 5))
    return [small.post(n, n, time) | more for (n, time), more in zip(times, cells, strict=True)]


def test_ids_of_zero_are_missing_and_said(tmp_path):
    rows = [
        row
        for place, zero in enumerate(ZEROS)
        for row in four_posts(
            place,
            {"quoted_tweet_tweetid": zero},
            {"in_reply_to_tweetid": zero, "in_reply_to_userid": zero},
            {"quoted_tweet_tweetid": zero, "in_reply_to_tweetid": "7"},
            {"is_retweet": True},
        )
    ]
    path = small.write(tmp_path / "in", p__csv=small.csv_text(rows, small.POSTS)) / "p.csv"
    report = small.run(tmp_path / "store", path)
    said = f"  {4 * len(ZEROS)} ids of quoted or answered posts are zero: taken for missing."
    assert said in report.lines
    assert kinds_of(tmp_path / "store") == {"original": 10, "reply": 5, "retweet": 5}


def kinds_of(store: Path) -> dict[str, int]:
    path = small.place(store) / "posts.parquet"
    query = f"SELECT kind, sum(posts)::BIGINT FROM '{path}' GROUP BY 1 ORDER BY 1"
    return dict(duckdb.execute(query).fetchall())


ROUNDED = ("1.35E+18", "1.3510829641893724e+18", "9E+17", "1e+18", "1351082964189372416.0")


def test_ids_that_floats_damaged_are_said_and_still_count(tmp_path):
    every = (*ROUNDED, "9,06E+17", "900000000000000000")
    rows = [
        row
        for place, rounded in enumerate(every)
        for row in four_posts(
            place,
            {"quoted_tweet_tweetid": rounded, "in_reply_to_tweetid": rounded},
            {"in_reply_to_tweetid": rounded},
            {"retweet_tweetid": rounded, "is_retweet": True},
            {"quoted_tweet_tweetid": "1351082964189372416"},
        )
    ]
    path = small.write(tmp_path / "in", p__csv=small.csv_text(rows, small.POSTS)) / "p.csv"
    lines = "\n".join(small.run(tmp_path / "store", path).lines)
    said = f"  {4 * len(every)} ids of retweeted, quoted or answered posts were rounded: they count"
    assert said in lines
    assert kinds_of(tmp_path / "store") == {"quote": 14, "reply": 7, "retweet": 7}


def test_nothing_is_said_where_there_is_nothing_to_say(tmp_path):
    path = small.write(tmp_path / "in", p__csv=small.csv_text(small.POST_ROWS[:11], small.POSTS))
    lines = "\n".join(small.run(tmp_path / "store", path / "p.csv").lines)
    assert "zero" not in lines and "rounded" not in lines
