"""Simulated posts and users, and how each dialect of each format writes them: header and rows.

Nothing here is anybody's: ids, texts and addresses are made up. Everything is text, as in a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

import duckdb

from dashboard.ingest.formats import expressions as sql
from dashboard.ingest.formats.expressions import filled, identifier
from dashboard.ingest.formats.formats import USERS, Dialect, Format

Rows = list[tuple[str, ...]]
# Which issues write lists without quotes, empty ones also as nothing, and yes with a capital.
BARE_LISTS = {"2018-10", "2019-01"}
BLANK_LISTS = {"2019-06 and issued again in 2019"}
CAPITALS = {"2018-10", "2019-01", "the Internet Archive's one file", "2021-12"}
ENGINE = duckdb.connect()
SNOWFLAKE_EPOCH = 1_288_834_974_657  # ms; the id's first 42 bits count from it


def snowflake(*time: int, second: float = 30, worker: int = 1234) -> int:
    """Return the id that a post made in this UTC minute has."""
    ms = int(datetime(*time, tzinfo=UTC).timestamp() * 1000 + second * 1000)  # type: ignore[misc]
    return ((ms - SNOWFLAKE_EPOCH) << 22) + worker


@dataclass(frozen=True)
class Post:
    """A post as a person would tell of it."""

    id: int
    user: str
    time: str
    text: str = ""
    followers: int = 12
    language: str = "en"
    reply_to: int | None = None
    quotes: int | None = None
    is_retweet: bool = False
    tags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)  # fields to be written just so


POSTS = (
    Post(
        snowflake(2019, 3, 1, 9, 15),
        "small",
        "2019-03-01 09:15",
        'Two lines,\nwith "marks" &amp; #One',
        tags=("One", "one", "İki"),
        urls=("https://www.News.example/a,b?u=http://other.example", "http://b.example:8080"),
    ),
    Post(snowflake(2019, 3, 1, 9, 16), "small", "2019-03-01 09:16", reply_to=7, language="in"),
    Post(snowflake(2019, 3, 1, 9, 17), "large", "2019-03-01 09:17", followers=6000, quotes=8),
    Post(
        snowflake(2019, 3, 1, 9, 18),
        "large",
        "2019-03-01 09:18",
        "RT @somebody: cut …",
        followers=6000,
        quotes=8,
        is_retweet=True,
        tags=("ข่าว",),
    ),
)


def user_id(name: str, followers: int, dialect: Dialect) -> str:
    """Return a number for an account with many followers, else a hash as the issue made it."""
    told = sha256(name.encode())
    if followers >= 5000:
        return str(int.from_bytes(told.digest()[:4], "big"))
    return told.hexdigest() if dialect.name == "2018-10" else f"+{told.hexdigest()[:42]}="


def listed(items: Sequence[str], dialect: Dialect, number: int) -> str:
    """Return a list as the issue writes it; the ways to write an empty one take turns."""
    if not items:
        return "" if dialect.name in BLANK_LISTS and number % 2 else "[]"
    return f"[{', '.join(items)}]" if dialect.name in BARE_LISTS else str(list(items))


def rounded(number: int | None, dialect: Dialect) -> str:
    """Return an id, its last digits lost in the last issue."""
    if number is None:
        return ""
    return repr(float(number)) if dialect.name == "2021-12" else str(number)


def platform_posts(dialect: Dialect, posts: Sequence[Post] = POSTS) -> Rows:
    """Return the rows of a posts file, in the order of the dialect's header."""
    return [_platform_post(dialect, number, post) for number, post in enumerate(posts)]


def _platform_post(dialect: Dialect, number: int, post: Post) -> tuple[str, ...]:
    user, truth = user_id(post.user, post.followers, dialect), str(post.is_retweet)
    cells = dict.fromkeys(dialect.header, "") | {
        "tweetid": str(post.id),
        "userid": user,
        "user_screen_name": user,
        "follower_count": str(post.followers),
        "tweet_language": post.language,
        "tweet_text": post.text,
        "tweet_time": post.time,
        "tweet_client_name": "Web",
        "in_reply_to_userid": "hash" if post.reply_to else "",
        "in_reply_to_tweetid": rounded(post.reply_to, dialect),
        "quoted_tweet_tweetid": rounded(post.quotes, dialect),
        "is_retweet": truth if dialect.name in CAPITALS else truth.lower(),
        "latitude": "absent",
        "longitude": "present",
        "like_count": "" if number % 2 else "0.0",
        "hashtags": listed(post.tags, dialect, number),
        "urls": listed(post.urls, dialect, number),
    }
    cells |= post.more
    return tuple(cells[column] for column in dialect.header)


CLEMSON_HEADER = ("author_id", "content", "language", "publish_date", "post_type", "retweet")
CLEMSON_ROWS: Rows = [
    ("A", "#One https://a.example/x and #cut…", "English", "2017-01-01 00:00:59", "", "0"),
    ("A", "RT #ONE https://t.c…", "Russian", "2017-01-01 00:14:00", "R", "1"),
    ("B", "see\n#one", "LANGUAGE UNDEFINED", "2017-01-01 00:15:00", "Q", "1"),
]
FIVE_HEADER = (
    *("external_author_id", "author", "content", "region", "language", "publish_date"),
    *("harvested_date", "following", "followers", "updates", "post_type", "account_type"),
    *("retweet", "account_category", "new_june_2018", "alt_external_id", "tweet_id"),
    *("article_url", "tco1_step1", "tco2_step1", "tco3_step1"),
)
ROUNDED = "9.06000000000e+17"  # two accounts share it


def five_row(author: str, time: str, more: dict[str, str]) -> tuple[str, ...]:
    """Return a row of FiveThirtyEight's files, with an id that says nothing."""
    cells = dict.fromkeys(FIVE_HEADER, "") | {"external_author_id": ROUNDED, "author": author}
    cells |= {"language": "English", "publish_date": time, **more}
    return tuple(cells[column] for column in FIVE_HEADER)


FIVE_ROWS: Rows = [
    five_row("FIRST", "1/9/2017 4:05", {
        "content": "short https://t.example/1 #One",
        "tweet_id": str(snowflake(2017, 1, 9, 4, 5)),
        "tco1_step1": "http://long.example/story",
        "tco2_step1": "https://www.second.example",
    }),
    five_row("SECOND", "12/31/2016 23:59", {
        "content": "short https://t.example/1", "post_type": "QUOTE_TWEET", "language": "Russian",
    }),
    five_row("SECOND", "1/1/2017 0:00", {"post_type": "RETWEET", "retweet": "1"}),
]  # fmt: skip


def stage(
    form: Format, header: Sequence[str], rows: Rows, only: str = ""
) -> list[dict[str, object]]:
    """Return what the format's SQL makes of a file's rows, read as text and by name.

    With `only`, of the column of that name: of few rows, to prepare all takes ten times as long.
    """
    quoted = [identifier(column) for column in header]
    filled_in = [f"{filled(name)} AS {name}" for name in quoted]
    missing = [f"'' AS {column}" for column in form.optional if column not in header]
    wanted = {"drift": "minute"}.get(only, only)
    chosen = {wanted: form.columns[wanted]} if wanted else form.columns
    made = ", ".join(f"{made} AS {column}" for column, made in chosen.items())
    with ENGINE.cursor() as engine:
        names = ", ".join(f"{name} VARCHAR" for name in quoted)
        engine.execute(f"CREATE OR REPLACE TEMP TABLE file ({names})")
        places = ", ".join("?" for _ in header)
        for row in rows:
            engine.execute(f"INSERT INTO file VALUES ({places})", row)
        texts = f"(SELECT {', '.join([*filled_in, *missing])} FROM file)"
        has_id = form.tells_minute and form.post_id in header
        number = sql.number(form.post_id) if has_id else "NULL::UBIGINT"
        query = f"SELECT {made}"
        if form.role != USERS and only in ("", "drift"):
            drift = sql.drift("number", "minute")
            query = f"SELECT * EXCLUDE number, {drift} AS drift FROM ({query}, number"
            texts = f"(SELECT *, {number} AS number FROM {texts}))"
        found = engine.sql(f"{query} FROM {texts}")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
