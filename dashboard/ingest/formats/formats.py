"""The file formats that can be read, each a record: how its header is known, what becomes of it.

Columns are found by name, in any order, and read as text, because ids, floats and blanks share
columns in the real files. A format's `columns` say in SQL what each column of the stage is made of;
a file may lack a format's `optional` columns, which then count as empty, but none that it `needs`.
To add a format, add a record here and a writer to tests/dialects.py.

The platform's own files come in issues (`Dialect`), which differ in which columns there are and in
which order, and in how lists and ids are written. Values are read by what is in each of them, so
that one file may mix the ways; the header only says which issue a file is of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.catalogue.languages import ENGLISH_NAMES, OLD_CODES
from dashboard.ingest.csv.blocks import UnknownFormat
from dashboard.ingest.formats.expressions import (
    PLATFORM_KIND,
    account,
    cases,
    drift,
    followed_urls,
    followers,
    hashed,
    hosts,
    language,
    listed_hosts,
    listed_tags,
    minute,
    month,
    quote,
    written_tags,
    written_urls,
)
from dashboard.tables import KIND_UNKNOWN, ORIGINAL_OR_REPLY, IngestError

QUOTED, BARE = "quoted", "bare"  # ['a', 'b'] and [a, b]

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
    """One way of writing a format's files, known by a header with just these columns in order.

    Its lists are written so, an empty one in these ways, and a yes so. `note` is what a reader of
    the numbers should know.
    """

    name: str  # when it was issued
    header: tuple[str, ...]
    lists: str = QUOTED
    empty: tuple[str, ...] = ("[]",)
    true: str = "true"
    note: str = ""


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
    Dialect("2018-10", _posts(SWAPPED, polls=POLLS), BARE, true="True"),
    Dialect(
        "2019-01",
        _posts(SWAPPED, (), POLLS),
        BARE,
        true="True",
        note="it does not state the languages of posts",
    ),
    Dialect("2019-06 and issued again in 2019", _posts(REPLIES, polls=POLLS), empty=("[]", "")),
    Dialect("2019-08 to 2020-05", _posts(REPLIES, polls=POLLS)),
    Dialect("the Internet Archive's one file", _posts(REPLIES, polls=POLLS), true="True"),
    Dialect("2020-08 to 2020-12", _posts(REPLIES)),
    Dialect("2021-12", _posts(REPLIES), true="True"),
)
PLATFORM_USERS = (
    Dialect("2018-10 to 2021-12", USERS_COLUMNS),
    Dialect("the Internet Archive's one file", USERS_COLUMNS),
)


def issues(dialects: Sequence[Dialect], header: Sequence[str]) -> str:
    """Return in words the issues that write such a header, and what to know of them; "" = none."""
    found = [dialect for dialect in dialects if dialect.header == tuple(header)]
    notes = [f"; {dialect.note}" for dialect in found if dialect.note]
    return " or ".join(dialect.name for dialect in found) + "".join(notes)


POSTS, USERS, COUNTS, ASIDE = "posts", "users", "counts", "aside"

# The stage's columns: what is known of a post, or of a user, before anything is counted. A count
# made by others is staged as a post that stands for many. NULL means "cannot be read", but in
# `drift` and `hashed` "cannot be told".
STAGES = {
    POSTS: {
        "userid": "VARCHAR",
        "minute": "INTEGER",  # since 1970-01-01 00:00 UTC
        "kind": "VARCHAR",
        "language": "VARCHAR",
        "client": "VARCHAR",
        "tags": "VARCHAR[]",  # as written, without the sign, repeats kept
        "hosts": "VARCHAR[]",  # repeats kept
        "posts": "BIGINT",
        "text": "VARCHAR",
        "drift": "INTEGER",  # minutes from the one that the post's id tells to the one stated
        "hashed": "BOOLEAN",  # whether the account's id is, where a release hashes it
    },
    USERS: {
        "userid": "VARCHAR",
        "created": "VARCHAR",
        "followers": "BIGINT",
        "hashed": "BOOLEAN",
    },
}
STAGES[COUNTS] = STAGES[POSTS]
# What a posts format says of columns that its files tell nothing of.
UNTOLD = {
    "client": "''",
    "tags": "[]::VARCHAR[]",
    "hosts": "[]::VARCHAR[]",
    "posts": "1",
    "text": "''",
    "drift": "NULL::INTEGER",
    "hashed": "NULL::BOOLEAN",
}


def staged(told: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for every column of a staged post: what is `told`, and nothing for the rest."""
    both = {**UNTOLD, **told}
    return {column: both[column] for column in STAGES[POSTS]}


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

    def fits(self, header: Iterable[str]) -> bool:
        """Return whether a file with this header is of this format."""
        found = set(header)
        return found.issuperset(self.needs) and found.isdisjoint(self.lacks)

    def check(self, header: Iterable[str], name: str) -> None:
        """Raise IngestError naming the columns that the file `name` lacks."""
        if missing := [column for column in self.needs if column not in set(header)]:
            columns = ", ".join(missing)
            raise IngestError(f"{name} looks like {self.name} but has no column {columns}.")

    def issued(self, header: Sequence[str]) -> str:
        """Return the issue that a file with this header is of: "" = the format has no issues."""
        unknown = "with columns as no issue has them" if self.dialects else ""
        told = issues(self.dialects, header)
        return f"as issued {told}" if told else unknown


# FiveThirtyEight followed the first addresses of a post; its text has them shortened.
STEPS = ("tco1_step1", "tco2_step1", "tco3_step1")
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
        optional=("tweet_language", "follower_count"),
        columns=staged(
            {
                "userid": account("userid"),
                "minute": minute("tweet_time"),
                "kind": PLATFORM_KIND,
                "language": language("tweet_language"),
                "client": "tweet_client_name",
                "tags": listed_tags("hashtags"),
                "hosts": listed_hosts("urls"),
                "text": "tweet_text",
                "drift": drift("tweetid", minute("tweet_time")),
                "hashed": hashed("userid", "follower_count"),
            }
        ),
        has=frozenset({"accounts", "tags", "domains", "clients"}),
        dialects=PLATFORM_POSTS,
    ),
    Format(
        name="platform users",
        role=USERS,
        collection="platform",
        needs=("userid", "user_screen_name", "follower_count", "account_creation_date"),
        lacks=("tweetid", "tweet_text", "tweet_time"),
        columns={
            "userid": account("userid"),
            "created": month("account_creation_date"),
            "followers": followers("follower_count"),
            "hashed": hashed("userid", "follower_count"),
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
            {
                "userid": "author_id",
                "minute": minute("publish_date"),
                "kind": cases("post_type", {"R": "retweet", "Q": "quote", "": ORIGINAL_OR_REPLY}),
                "language": cases("language", ENGLISH_NAMES),
                "tags": written_tags("content"),
                "hosts": hosts(written_urls("content")),
                "text": "content",
            }
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
            {
                "userid": "author",
                "minute": minute("publish_date", AMERICAN_TIMES),
                "kind": cases(
                    "post_type",
                    {"RETWEET": "retweet", "QUOTE_TWEET": "quote", "": ORIGINAL_OR_REPLY},
                ),
                "language": cases("language", ENGLISH_NAMES),
                "tags": written_tags("content"),
                "hosts": hosts(followed_urls(STEPS, "content")),
                "text": "content",
                "drift": drift("tweet_id", minute("publish_date", AMERICAN_TIMES)),
            }
        ),
        has=frozenset({"accounts", "tags", "domains"}),
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
            {
                "userid": "'unknown'",
                "minute": minute("minute_utc"),
                "kind": quote(KIND_UNKNOWN),
                "language": cases("text_language_group", OLD_CODES, "text_language_group"),
                "posts": "CASE WHEN try_cast(tweets AS BIGINT) >= 0 THEN tweets::BIGINT END",
            }
        ),
    ),
    Format(
        name="accounts created by month",
        role=ASIDE,
        collection="chua-2019",
        needs=("dataset", "year_month", "accounts_created"),
    ),
)
assert all(f.role == ASIDE or list(f.columns) == list(STAGES[f.role]) for f in FORMATS)


def recognise(header: Sequence[str], name: str) -> Format:
    """Return the format with this header; raise IngestError saying what `name` lacks."""
    for candidate in FORMATS:
        if candidate.fits(header):
            return candidate
    found = set(header)
    possible = [form for form in FORMATS if found.isdisjoint(form.lacks)]
    near = max(possible, key=lambda form: len(found.intersection(form.needs)) / len(form.needs))
    if 2 * len(found.intersection(near.needs)) < len(near.needs):
        raise UnknownFormat(f"{name} is not a file of any format that can be read.")
    near.check(header, name)
    return near
