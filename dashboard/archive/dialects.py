"""How the platform's own files were written, issue by issue: what a header tells of that.

The issues differ in which columns there are and in which order, and in how lists and ids are
written. Values are read by what is in each of them, so that one file may mix the ways; the header
only says which issue a file is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

QUOTED, BARE = "quoted", "bare"  # ['a', 'b'] and [a, b]

USERS = (
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
        *("tweetid", *USERS, *language, "tweet_text", "tweet_time", "tweet_client_name"),
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
    Dialect("2018-10 to 2021-12", USERS),
    Dialect("the Internet Archive's one file", USERS),
)


def issues(dialects: Sequence[Dialect], header: Sequence[str]) -> str:
    """Return in words the issues that write such a header, and what to know of them; "" = none."""
    found = [dialect for dialect in dialects if dialect.header == tuple(header)]
    notes = [f"; {dialect.note}" for dialect in found if dialect.note]
    return " or ".join(dialect.name for dialect in found) + "".join(notes)
