"""Kinds of post that a count tells apart, and those that it has together."""

import pytest

from dashboard.catalogue.kinds import KIND_NAMES, kinds_apart, name, ordered, posts_of_kind
from dashboard.tables import KINDS, ORIGINAL_OR_REPLY

EVERY = ("original", "reply", "quote", "retweet")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("retweet",), EVERY),  # the others have no posts, which is known
        (KINDS, EVERY),
        ((ORIGINAL_OR_REPLY, "quote"), (ORIGINAL_OR_REPLY, "quote", "retweet")),
        # Rows that tell all beside rows that do not: what is together in one, is in both.
        ((*KINDS, ORIGINAL_OR_REPLY), (ORIGINAL_OR_REPLY, "quote", "retweet")),
        ((ORIGINAL_OR_REPLY, "original-or-quote"), ("original-or-reply-or-quote", "retweet")),
        (("", "retweet"), ()),
    ],
)
def test_what_counts_tell_apart(kinds, expected):
    assert kinds_apart(kinds) == expected


def test_every_kind_has_a_name_and_a_place():
    assert KIND_NAMES.keys() == set(KINDS)
    assert name("original-or-quote") == "originals or quotes"
    mixed = ["retweet", "reply", "original-or-reply", "original-or-quote", "original"]
    assert ordered(mixed) == [
        *("original", "original-or-reply", "original-or-quote", "reply", "retweet"),
    ]


def test_posts_of_kinds_together_are_their_sum_and_of_one_of_them_not_known():
    assert posts_of_kind({"original": 3, "reply": 4, "quote": 5}, ORIGINAL_OR_REPLY) == 7
    assert posts_of_kind({ORIGINAL_OR_REPLY: 7, "quote": 5}, "reply") is None
    assert posts_of_kind({ORIGINAL_OR_REPLY: 7, "quote": 5}, "original-or-reply-or-quote") == 12
    assert posts_of_kind({"original": 3}, ORIGINAL_OR_REPLY) is None
