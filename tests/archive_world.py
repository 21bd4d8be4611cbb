"""A simulated release, small enough to add up by hand, and ways to write it as files.

Twelve accounts of Atlantis write twenty posts around the turn of a month: u01 to u10 one each on
29 February 2020 at ten in the morning UTC, then ten more that each show one rule. Atlantis keeps
Bangkok's clock, UTC+7. Nothing here is anybody's: all names, texts and numbers are made up.
"""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.catalogue.published import Count
from dashboard.catalogue.releases import Catalogue, Collection, Group, Release
from dashboard.clock.calendars import Country
from dashboard.ingest.ingest import IngestRequest, Report, ingest
from dashboard.ingest.progress import Progress
from dashboard.store.versions import current_contents

NO_TEXTS = Path("no texts")  # a folder that is not there: the versions made have none
ATLAS = "https://atlas.example/"  # somebody who counted the files of Atlantis
PUBLISHED = (
    Count("atlantis-2020-10", "", "posts", 20, ATLAS),
    Count("atlantis-2020-10", "", "users_rows", 14, ATLAS),
    Count("atlantis-2020-10", "", "first", "2020-02-29 10:01", ATLAS),
    Count("atlantis-2020-11", "clemson", "posts", 5, ATLAS),
)
USERS = (
    *("userid", "user_display_name", "user_screen_name", "user_reported_location"),
    *("user_profile_description", "user_profile_url", "follower_count", "following_count"),
    *("account_creation_date", "account_language"),
)
POSTS = (
    "tweetid",
    *USERS,
    *("tweet_language", "tweet_text", "tweet_time", "tweet_client_name", "in_reply_to_userid"),
    *("in_reply_to_tweetid", "quoted_tweet_tweetid", "is_retweet", "retweet_userid"),
    *("retweet_tweetid", "latitude", "longitude", "quote_count", "reply_count", "like_count"),
    *("retweet_count", "hashtags", "urls", "user_mentions"),
)
LISTS = ("hashtags", "urls")
ISTANBUL = [["Istanbul"]] * 7 + [["ISTANBUL"], ["İstanbul"], ["istanbul", "İSTANBUL"]]


def post(number: int, user: int, time: str, text: str = "", **more: object) -> dict[str, object]:
    """Return a row of a posts file, an original in English unless `more` says otherwise."""
    row: dict[str, object] = dict.fromkeys(POSTS, "")
    row |= {"tweetid": snowflake(time, number), "userid": f"u{user:02}", "tweet_time": time}
    row |= {"tweet_text": text, "tweet_language": "en", "tweet_client_name": "Web"}
    return row | {"is_retweet": False, "hashtags": [], "urls": [], **more}


def snowflake(time: str, number: int) -> str:
    """Return a post's id as the platform makes them: the milliseconds since its own epoch first."""
    stated = datetime.strptime(time, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    return str(((int(stated.timestamp()) * 1000 - 1_288_834_974_657) << 22) + number)


def morning(user: int) -> dict[str, object]:
    """One of ten posts in one quarter-hour: ten accounts share a tag and a domain, nine another."""
    few = user < 10
    return post(
        user,
        user,
        f"2020-02-29 10:{user:02}",
        hashtags=ISTANBUL[user - 1] + (["Rally"] if few else []),
        urls=["https://www.Ten.example:443/a?b=c"] + (["http://nine.example"] if few else []),
    )


POST_ROWS = (
    *(morning(user) for user in range(1, 11)),
    # 17:30 UTC on 29 February is half past midnight on 1 March in Atlantis.
    post(11, 1, "2020-02-29 17:30", "RT", tweet_language="in", is_retweet=True,
         quoted_tweet_tweetid="5"),
    post(12, 1, "2020-02-29 17:30", tweet_language="", quoted_tweet_tweetid="1.35e+18",
         in_reply_to_tweetid="7"),
    post(13, 2, "2020-03-01 00:00", "支持游行！", tweet_language="zh-CN", in_reply_to_tweetid="7"),
    post(14, 2, "2020-03-01 00:14", "all the protesters", in_reply_to_userid="x"),
    post(15, 3, "2020-03-01 00:15", 'A PROTEST!\nOn "two" lines,\r\nno, three'),
    post(16, 3, "2020-03-01 00:15", "Rock &amp;\n roll"),
    post(17, 11, "2020-03-01 00:30", "protest, rock & roll", hashtags=["Atlantis"]),
    post(18, 11, "2020-03-01 00:30", "see #Atlantis"),
    post(19, 12, "2020-03-01 00:30", ""),
    post(20, 12, "2020-03-01 00:45", "", tweet_client_name="", tweet_language="und"),
)  # fmt: skip

USER_ROWS = tuple(
    dict.fromkeys(USERS, "")
    | {"userid": f"u{user:02}", "account_creation_date": "2019-05-17", "follower_count": str(user)}
    for user in (*range(1, 14), 13)  # u13 never posted and is listed twice
)

CLEMSON = ("author_id", "content", "region", "language", "publish_date", "post_type", "retweet")
CLEMSON_ROWS = (
    (
        "A",
        "Protest! #One #two_2 x#no &#39; #3 #cut…",
        "",
        "English",
        "2017-01-01 00:00:59",
        "",
        "0",
    ),
    ("A", "RT #ONE https://t.co/a https://t.c…", "", "Russian", "2017-01-01 00:14:00", "R", "1"),
    ("B", "see\n#one", "", "LANGUAGE UNDEFINED", "2017-01-01 00:15:00", "Q", "1"),
)
COUNTS = ("text_language_group", "minute_utc", "minute_local_utc+8", "tweets")
COUNTS_ROWS = (
    ("zh", "2019-08-01 00:00", "2019-08-01 08:00", "3"),
    ("zh", "2019-08-01 00:14", "2019-08-01 08:14", "4"),
    ("en", "2019-08-01 00:14", "2019-08-01 08:14", "5"),
)

ATLANTIS = Release(
    slug="atlantis-2020-10",
    archive_id="Atlantis_102020",
    countries=("atlantis",),
    operator='"accounts linked to Atlantis"',
    summary="A simulated release.",
    disclosed=date(2020, 10, 8),
    zone="Asia/Bangkok",
    source_title="None",
    source_url="https://atlantis.example/",
    users_rows=14,
    published=13,
    posts=20,
)
LATER = replace(ATLANTIS, slug="atlantis-2020-11", archive_id="atlantis_112020", posts=None)
FAR = replace(ATLANTIS, slug="atlantis-2020-12", archive_id="a_122020", zone="America/Lima")


def collection(name: str, **more: object) -> Collection:
    told = {"credit": "", "url": "https://a.example/", "licence": "none stated", "caveat": ""}
    return Collection(**{"name": name, "title": name, "depth": "rows", **told, **more})  # type: ignore[arg-type]


def group(slug: str, *releases: Release) -> Group:
    return Group(slug, slug, slug, tuple(release.slug for release in releases))


CATALOGUE = Catalogue(
    releases={release.slug: release for release in (ATLANTIS, LATER, FAR)},
    countries={"atlantis": Country("atlantis", "Atlantis", "MT")},
    groups={"both": group("both", ATLANTIS, LATER), "torn": group("torn", ATLANTIS, FAR)},
    collections={
        "platform": collection("platform"),
        "rebuilt": collection("rebuilt"),
        "clemson": collection("clemson", subject="atlantis-2020-11", covers_posts=5),
        "chua-2019": collection("chua-2019", subject="both", depth="counts"),
    },
    comparisons=(),
)


def term(text: str, kind: str) -> Term:
    return Term(text, kind, "en", "", "s")


LEXICON = Lexicon(
    version="7",
    sources={"s": "made up"},
    themes={
        "protest": Theme(
            "protest",
            "Protest",
            "",
            False,
            (term("protest", "word"), term("游行", "word"), term("Atlantis", "hashtag")),
        ),
        "music": Theme("music", "Music", "", False, (term("rock & roll", "phrase"),)),
    },
)


def as_list(items: object, quoted: bool) -> object:
    """Return a list as the files write it: ['a', 'b'] or [a, b]."""
    return str(items) if quoted or not isinstance(items, list) else f"[{', '.join(items)}]"


def csv_text(
    rows: object,
    columns: tuple[str, ...],
    *,
    quoted: bool = True,
    lower: bool = True,
    end: str = "\n",
) -> bytes:
    """Return rows (dicts or tuples) as a CSV file: `quoted` every field and list item, or few."""
    told = io.StringIO(newline="")
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(told, quoting=style, lineterminator=end)
    writer.writerow(columns)
    for row in rows:  # type: ignore[attr-defined]
        cells = [row[column] for column in columns] if isinstance(row, dict) else row
        cells = [str(c).lower() if lower and isinstance(c, bool) else c for c in cells]
        writer.writerow([as_list(cell, quoted) for cell in cells])
    return told.getvalue().encode()


POSTS_CSV = csv_text(POST_ROWS, POSTS)
USERS_CSV = csv_text(USER_ROWS, USERS)
CLEMSON_CSV = csv_text(CLEMSON_ROWS, CLEMSON, quoted=False)
COUNTS_CSV = csv_text(COUNTS_ROWS, COUNTS, quoted=False)


def zipped(**members: bytes) -> bytes:
    """Return a zip of these members, `__` in a name standing for the dot."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return told.getvalue()


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return sink.getvalue().to_pybytes()


def write(folder: Path, **files: bytes) -> Path:
    """Write files into `folder`, `__` in a name standing for the dot, and return the folder."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


def place(store: Path, subject: str = "atlantis-2020-10", collection: str = "platform") -> Path:
    """Return the folder of a holding of the store's current version."""
    return current_contents(store).folder(store, f"{subject}/{collection}")


def run(
    store: Path,
    *paths: Path,
    subject: str | None = "atlantis-2020-10",
    progress: Progress = lambda *step: None,
    data: Path = NO_TEXTS,
    **more: object,
) -> Report:
    """Ingest `paths` into `store` with the simulated catalogue and lexicon."""
    asked = IngestRequest(paths, subject, store, **more)  # type: ignore[arg-type]
    return ingest(asked, CATALOGUE, LEXICON, PUBLISHED, progress, data)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything in `folder`: relative path -> contents, None for a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
