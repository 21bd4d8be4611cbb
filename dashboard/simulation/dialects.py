"""How the archive's files were written, issue by issue: one record for each way.

Every field is in quotes and every line ends with a line feed. What changed from issue to issue is
which columns there are and in which order, and how lists, ids, booleans and gaps are written.
"""

from dataclasses import dataclass
from datetime import date

USERS = (
    *("userid", "user_display_name", "user_screen_name", "user_reported_location"),
    *("user_profile_description", "user_profile_url", "follower_count", "following_count"),
    *("account_creation_date", "account_language"),
)
REPLIES = ("in_reply_to_userid", "in_reply_to_tweetid")
COUNTS = ("quote_count", "reply_count", "like_count", "retweet_count")
LOWER, TITLE = ("false", "true"), ("False", "True")


def _posts(
    *last: str, language: bool = True, replies: tuple[str, ...] = REPLIES
) -> tuple[str, ...]:
    """Return the columns of a posts file."""
    return (
        *("tweetid", *USERS, *(("tweet_language",) if language else ())),
        *("tweet_text", "tweet_time", "tweet_client_name", *replies, "quoted_tweet_tweetid"),
        *("is_retweet", "retweet_userid", "retweet_tweetid", "latitude", "longitude", *COUNTS),
        *("hashtags", "urls", "user_mentions", *last),
    )


@dataclass(frozen=True)
class ArchiveDialect:
    """One way in which the files of a release were written."""

    name: str  # the month since which disclosed releases are written so
    posts: tuple[str, ...]
    quotes_items: bool = True  # of lists of tags and addresses: ['a', 'b'], else [a, b]
    quotes_mentions: bool = False
    mentions_names: bool = False  # mentions are screen names, not ids
    hex_ids: bool = False  # hashed ids are 64 hex digits long, not 44 letters
    booleans: tuple[tuple[str, str], ...] = (LOWER,)  # ways of writing (no, yes) in one file
    empty: tuple[str, ...] = ("[]",)  # ways of writing an empty list in one file
    blank_counts: bool = False  # some numbers of likes and so on are left out
    float_ids: bool = False  # ids of posts replied to and quoted have lost their last digits
    by_year: bool = False  # one file for each year, some of them only a header
    users_stem: str = "users_csv_hashed"


POLLS = "poll_choices"
SWAPPED = REPLIES[::-1]
DIALECTS = {
    dialect.name: dialect
    for dialect in (
        ArchiveDialect(
            "2018-10",
            _posts(POLLS, replies=SWAPPED),
            quotes_items=False,
            hex_ids=True,
            booleans=(TITLE,),
        ),
        ArchiveDialect(
            "2019-01",
            _posts(POLLS, language=False, replies=SWAPPED),
            quotes_items=False,
            mentions_names=True,
            booleans=(TITLE,),
        ),
        ArchiveDialect("2019-06", _posts(POLLS), empty=("[]", "")),
        ArchiveDialect(
            "2019-08",
            _posts(POLLS),
            quotes_mentions=True,
            booleans=(LOWER, TITLE),
            empty=("[]", ""),
            blank_counts=True,
        ),
        ArchiveDialect("2020-08", _posts(), quotes_mentions=True),
        ArchiveDialect(
            "2021-12",
            _posts(),
            quotes_mentions=True,
            booleans=(TITLE,),
            float_ids=True,
            by_year=True,
            users_stem="users",
        ),
    )
}


def dialect_of(disclosed: date) -> ArchiveDialect:
    """Return the dialect in which releases of that day were written."""
    return [d for d in DIALECTS.values() if d.name <= f"{disclosed:%Y-%m}"][-1]
