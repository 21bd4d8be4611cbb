"""The file formats that can be read, each a record: how its header is known, what becomes of it.

Columns are found by name, in any order, and read as text, because ids, floats and blanks share
columns in the real files. A format's `columns` say in SQL what each column of the stage is made of;
a file may lack a format's `optional` columns, which then count as empty, but none that it `needs`.
To add a format, add a record here and a writer to tests/dialects.py.

The platform's own files come in issues (`Dialect`) with other columns, and other ways to write
lists and ids. One file may mix the ways; the header only says which issue it is of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.catalogue.languages import ENGLISH_NAMES, OLD_CODES
from dashboard.ingest.csv.blocks import UnknownFormat
from dashboard.ingest.formats import expressions as sql
from dashboard.tables import KIND_UNKNOWN, ORIGINAL_OR_REPLY, IngestError

USERS_COLUMNS = (
    *("userid", "user_display_name", "user_screen_name", "user_reported_location"),
    *("user_profile_description", "user_profile_url", "follower_count", "following_count"),
    *("account_creation_date", "account_language"),
)
REPLIES = ("in_reply_to_userid", "in_reply_to_tweetid")
SWAPPED = REPLIES[::-1]
LANGUAGE, POLLS = ("tweet_language",), ("poll_choices",)


@dataclass(frozen=True)
class Dialect:
    """One way of writing a format's files, known by a header with just these columns in order."""

    name: str  # when it was issued
    header: tuple[str, ...]
    note: str = ""  # what a reader of the numbers should know


def _posts(
    replies: tuple[str, ...], language: tuple[str, ...] = LANGUAGE, polls: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the columns of a posts file."""
    return (
        *("tweetid", *USERS_COLUMNS, *language, "tweet_text", "tweet_time", "tweet_client_name"),
        *(*replies, "quoted_tweet_tweetid", "is_retweet", "retweet_userid", "retweet_tweetid"),
        *("latitude", "longitude", "quote_count", "reply_count", "like_count", "retweet_count"),
        *("hashtags", "urls", "user_mentions", *polls),
    )


PLATFORM_POSTS = (
    Dialect("2018-10", _posts(SWAPPED, polls=POLLS)),
    Dialect("2019-01", _posts(SWAPPED, (), POLLS), "it does not state the languages of posts"),
    Dialect("2019-06 and issued again in 2019", _posts(REPLIES, polls=POLLS)),
    Dialect("2019-08 to 2020-05", _posts(REPLIES, polls=POLLS)),
    Dialect("the Internet Archive's one file", _posts(REPLIES, polls=POLLS)),
    Dialect("2020-08 to 2020-12", _posts(REPLIES)),
    Dialect("2021-12", _posts(REPLIES)),
)
PLATFORM_USERS = (
    Dialect("2018-10 to 2021-12", USERS_COLUMNS),
    Dialect("the Internet Archive's one file", USERS_COLUMNS),
)


POSTS, USERS, COUNTS, ASIDE = "posts", "users", "counts", "aside"

# The columns of a post in the stage, before anything is counted, and what they are in SQL where a
# format's files tell nothing of them; "" = every format tells it. A count made by others is staged
# as a post that stands for many. NULL means "cannot be read", but in `hashed` "cannot be told".
POST_COLUMNS = {
    "userid": "",
    "minute": "",  # INTEGER since 1970-01-01 00:00 UTC
    "kind": "",
    "language": "",
    "client": "''",
    "tags": "[]::VARCHAR[]",  # as written, without the sign, repeats kept
    "hosts": "[]::VARCHAR[]",  # repeats kept
    "posts": "1",
    "text": "''",
    "hashed": "NULL::BOOLEAN",  # whether the account's id is, where a release hashes it
    "zeros": "0",  # ids of an answered or quoted post that are 0, which is no id
    "rounded": "0",  # ids of a retweeted, quoted or answered post that floats damaged
}
USER_COLUMNS = ("userid", "created", "followers", "hashed")
STAGES = {POSTS: [*POST_COLUMNS], COUNTS: [*POST_COLUMNS], USERS: [*USER_COLUMNS], ASIDE: []}


def staged(**stated: str) -> dict[str, str]:
    """Return SQL for every column of a staged post, of those that the files state."""
    return POST_COLUMNS | stated


@dataclass(frozen=True, eq=False)
class Format:
    """One kind of file. `lacks` tells it from another kind that has all the columns it needs."""

    name: str
    role: str
    collection: str
    needs: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()  # of accounts, tags, domains, clients, profiles
    dialects: tuple[Dialect, ...] = ()
    post_id: str = ""  # the column with the id by which a post is known again; "" = there is none
    tells_minute: bool = False  # whether such an id holds the time that the post was made

    def fits(self, header: Iterable[str]) -> bool:
        """Return whether a file with this header is of this format."""
        columns = set(header)
        return columns.issuperset(self.needs) and columns.isdisjoint(self.lacks)

    def check(self, header: Iterable[str], name: str) -> None:
        """Raise IngestError naming the columns that the file `name` lacks."""
        if missing := [column for column in self.needs if column not in set(header)]:
            columns = ", ".join(missing)
            raise IngestError(f"{name} looks like {self.name} but has no column {columns}.")

    def issued(self, header: Sequence[str]) -> str:
        """Return the issues that write such a header, and what to know of them; "" = no issues."""
        fitting = [dialect for dialect in self.dialects if dialect.header == tuple(header)]
        if not fitting:
            return "with columns as no issue has them" if self.dialects else ""
        notes = "".join(f"; {dialect.note}" for dialect in fitting if dialect.note)
        return f"as issued {' or '.join(dialect.name for dialect in fitting)}{notes}"


# FiveThirtyEight followed the first addresses of a post; its text has them shortened.
STEPS = ("tco1_step1", "tco2_step1", "tco3_step1")
# What a post answers or quotes; and the posts that it refers to.
REFERRED = ("quoted_tweet_tweetid", "in_reply_to_tweetid", "in_reply_to_userid")
POST_REFERRED = ("retweet_tweetid", "quoted_tweet_tweetid", "in_reply_to_tweetid")
AMERICAN_TIMES = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S")

FORMATS = (
    Format(
        name="platform posts",
        role=POSTS,
        collection="platform",
        needs=(
            *("tweetid", "userid", "tweet_text", "tweet_time", "tweet_client_name", "is_retweet"),
            *("in_reply_to_userid", "in_reply_to_tweetid", "quoted_tweet_tweetid"),
            *("hashtags", "urls"),
        ),
        optional=("tweet_language", "follower_count", "retweet_tweetid"),
        columns=staged(
            userid=sql.account("userid"),
            minute=sql.minute("tweet_time"),
            kind=sql.PLATFORM_KIND,
            language=sql.language("tweet_language"),
            client="tweet_client_name",
            tags=sql.listed_tags("hashtags"),
            hosts=sql.listed_hosts("urls"),
            text="tweet_text",
            hashed=sql.hashed("userid", "follower_count"),
            zeros=sql.how_many(map(sql.is_zero, REFERRED)),
            rounded=sql.how_many(map(sql.is_rounded, POST_REFERRED)),
        ),
        has=frozenset({"accounts", "tags", "domains", "clients"}),
        dialects=PLATFORM_POSTS,
        post_id="tweetid",
        tells_minute=True,
    ),
    Format(
        name="platform users",
        role=USERS,
        collection="platform",
        needs=("userid", "user_screen_name", "follower_count", "account_creation_date"),
        lacks=("tweetid", "tweet_text", "tweet_time"),
        columns={
            "userid": sql.account("userid"),
            "created": sql.month("account_creation_date"),
            "followers": sql.followers("follower_count"),
            "hashed": sql.hashed("userid", "follower_count"),
        },
        has=frozenset({"profiles"}),
        dialects=PLATFORM_USERS,
    ),
    Format(
        name="Clemson posts",
        role=POSTS,
        collection="clemson",
        needs=("author_id", "content", "language", "publish_date", "post_type", "retweet"),
        columns=staged(
            userid=sql.member("author_id"),
            minute=sql.minute("publish_date"),
            kind=sql.cases("post_type", {"R": "retweet", "Q": "quote", "": ORIGINAL_OR_REPLY}),
            language=sql.cases("language", ENGLISH_NAMES),
            tags=sql.written_tags("content"),
            hosts=sql.hosts(sql.written_urls("content")),
            text="content",
        ),
        has=frozenset({"accounts", "tags", "domains"}),
    ),
    Format(
        name="FiveThirtyEight posts",
        role=POSTS,
        collection="clemson",
        # An id there is rounded to 9.06E+17, so that the author's name tells accounts apart.
        needs=("external_author_id", "author", "content", "language", "publish_date", "post_type"),
        optional=("tweet_id", *STEPS),
        columns=staged(
            userid="author",
            minute=sql.minute("publish_date", AMERICAN_TIMES),
            kind=sql.cases(
                "post_type",
                {"RETWEET": "retweet", "QUOTE_TWEET": "quote", "": ORIGINAL_OR_REPLY},
            ),
            language=sql.cases("language", ENGLISH_NAMES),
            tags=sql.written_tags("content"),
            hosts=sql.hosts(sql.followed_urls(STEPS, "content")),
            text="content",
        ),
        has=frozenset({"accounts", "tags", "domains"}),
        post_id="tweet_id",
        tells_minute=True,
    ),
    Format(
        name="Clemson authors",
        role=ASIDE,
        collection="clemson",
        needs=("author_id", "account_type", "account_category"),
        lacks=("content",),
    ),
    Format(
        name="counts by minute",
        role=COUNTS,
        collection="chua-2019",
        needs=("text_language_group", "minute_utc", "tweets"),
        columns=staged(
            userid="'unknown'",
            minute=sql.minute("minute_utc"),
            kind=sql.quote(KIND_UNKNOWN),
            language=sql.cases("text_language_group", OLD_CODES, "text_language_group"),
            posts="CASE WHEN try_cast(tweets AS BIGINT) >= 0 THEN tweets::BIGINT END",
        ),
    ),
    Format(
        name="accounts created by month",
        role=ASIDE,
        collection="chua-2019",
        needs=("dataset", "year_month", "accounts_created"),
    ),
)
assert all([*form.columns] == STAGES[form.role] for form in FORMATS)


def recognise(header: Sequence[str], name: str) -> Format:
    """Return the format with this header; raise IngestError saying what `name` lacks."""
    for candidate in FORMATS:
        if candidate.fits(header):
            return candidate
    columns = set(header)
    possible = [form for form in FORMATS if columns.isdisjoint(form.lacks)]
    near = max(possible, key=lambda form: len(columns.intersection(form.needs)) / len(form.needs))
    if 2 * len(columns.intersection(near.needs)) < len(near.needs):
        raise UnknownFormat(f"{name} is not a file of any format that can be read.")
    near.check(header, name)
    return near
