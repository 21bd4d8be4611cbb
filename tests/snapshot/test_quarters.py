"""Posts by week and half-hour in UTC: by hand, and of a period as if there were no more."""

from datetime import UTC, datetime

import numpy as np
import pytest

from dashboard.clock.local_time import SLOT
from dashboard.snapshot.days import Quarters


def slot(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) // SLOT


@pytest.mark.parametrize(
    ("length", "weeks"),
    [(96 * 8, 2), (96 * 5 - 25, 1), (96 * 5 - 24, 1), (96 * 5 - 23, 2), (96 * 12 - 24, 2)],
)
def test_weeks_in_utc_by_half_hour(length, weeks):
    """From Wednesday 1 January 2020, 06:00, which leaves five days less six hours of its week."""
    start = slot(2020, 1, 1, 6)
    posts = np.arange(1, length + 1)
    expected = np.zeros((weeks, 48), int)
    for place, number in enumerate(posts):
        since_monday = start + place - slot(2019, 12, 30)
        expected[since_monday // 672, since_monday % 96 // 2] += number
    found = Quarters(posts, start)
    assert (found.halves == expected).all() and found.weeks == weeks
    assert found.first_week == (datetime(2019, 12, 30) - datetime(1969, 12, 29)).days // 7


def test_a_week_in_utc_may_begin_and_end_with_the_posts():
    posts = np.arange(672 * 2)
    found = Quarters(posts, slot(2020, 1, 6))
    assert (found.halves == posts.reshape(2, 7, 48, 2).sum((1, 3))).all()
    assert found.cut_weeks == []
    nothing = Quarters(posts[:0], slot(2020, 1, 6))
    assert (nothing.halves.shape, nothing.weeks) == ((0, 48), 0)


def test_a_part_counts_as_if_nothing_else_had_been_posted():
    dice = np.random.default_rng(9)
    start = slot(2020, 1, 1, 6)
    whole = Quarters(dice.poisson(1, 672 * 4 + 100), start)
    assert whole.halves.shape == (5, 48), "the whole is counted before its parts"
    for first in range(0, 1_000, 83):
        for last in (first + 1, first + 300, first + 672, 2_000, 2_304, len(whole.posts)):
            part = whole.between(start + first, start + last)
            alone = Quarters(whole.posts[first:last], start + first)
            assert (part.weeks, part.first_week) == (alone.weeks, alone.first_week)
            assert (part.halves == alone.halves).all()
    assert whole.between(0, 2 * start) is whole
    assert len(whole.between(0, 5).posts) == len(whole.between(2 * start, 3 * start).posts) == 0
    assert whole.halves.sum() == whole.posts.sum(), "parts are copies"
