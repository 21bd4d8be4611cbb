"""Office hours by chance: by hand, and against days that are really turned by a die."""

import numpy as np
import pytest

from dashboard.statistics.null_models import QUANTILE, chance, error
from tests.account_days import lags


def test_two_posts_in_one_hour_by_hand():
    """In a window of 12 hours both or none: 0 or 2 of 2 posts, each half the time."""
    days = np.zeros((1, 24), int)
    days[0, 9] = 2
    assert lags(days).tolist() == [4, *[0] * 23]
    assert chance(1.0, 12) == 0.5
    assert error(lags(days), 2, 12) == pytest.approx(0.5)


def test_two_posts_half_a_day_apart_are_always_one_inside():
    days = np.zeros((1, 24), int)
    days[0, [3, 15]] = 1
    assert lags(days)[[0, 12]].tolist() == [2, 2]
    assert error(lags(days), 2, 12) == 0


def test_days_off_are_never_in_office_hours():
    """Half of the posts are on days worked: at most half of them all can be in any window."""
    assert chance(0.5, 24) == 0.5 and chance(0.5, 9) == pytest.approx(0.1875)
    assert error(lags(np.ones((1, 24), int)), 48, 24) == 0


@pytest.mark.parametrize("length", [1, 9, 17])
def test_days_turned_by_a_die_lie_in_the_range(length):
    """300 days of unlike size and shape, half of their posts on days off, turned 4,000 times."""
    dice = np.random.default_rng(length)
    shapes = dice.dirichlet(np.full(24, 0.2), 300)
    days = np.array([dice.multinomial(dice.geometric(0.1), shape) for shape in shapes])
    posts = 2 * days.sum()
    turns = dice.integers(0, 24, (4_000, 300))
    around = np.stack([np.roll(days, turn, axis=1)[:, :length].sum(1) for turn in range(24)])
    found = around[turns, np.arange(300)].sum(1) / posts
    expected, deviation = chance(0.5, length), error(lags(days), posts, length)
    assert found.mean() == pytest.approx(expected, abs=3 * deviation / 4_000**0.5)
    assert found.std() == pytest.approx(deviation, rel=0.04)
    inside = abs(found - expected) <= QUANTILE * deviation
    assert 0.94 <= inside.mean() <= 0.96
