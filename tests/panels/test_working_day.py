"""Whether a working day is to be seen: by hand, planted, and in the embedded store."""

from dataclasses import replace
from datetime import date
from math import inf, isnan, nan

import numpy as np
import pytest

from dashboard.clock.calendars import working_weekdays
from dashboard.link.view import View
from dashboard.panels.clocks.measure import assess
from dashboard.panels.rhythm.measure import Rhythm, rhythm
from dashboard.panels.rhythm.office_hours import OfficeHours
from dashboard.panels.rhythm.working_day import is_seen, times_outside
from dashboard.snapshot.days import Days, Quarters
from tests.planted_rhythms import atlas, catalogue, plant


@pytest.mark.parametrize(
    ("share", "even", "times"),
    [
        (0.6, 0.25, 4.5),  # 60 posts in a quarter of the time, 40 in three: 60 and 13.3 a quarter
        (0.25, 0.25, 1),
        (0.0, 0.25, 0),
        (1.0, 0.25, inf),
        (0.9, 0.75, 3),  # three quarters of the time within: the share itself is 1.2 times as much
    ],
)
def test_posts_of_an_hour_within_over_those_of_an_hour_outside(share, even, times):
    assert times_outside(share, even) == pytest.approx(times)


@pytest.mark.parametrize(("share", "even"), [(nan, 0.25), (0.5, 0.0), (0.5, 1.0)])
def test_without_posts_or_time_outside_it_is_not_known(share, even):
    assert isnan(times_outside(share, even))
    assert is_seen((share, 0.0, 1.0), even) is None


@pytest.mark.parametrize(
    ("office", "seen"),
    [
        ((0.6, 0.5, 0.7), True),
        ((0.4, 0.3, 0.5), True),  # (4 / 6) / (1 / 3) = 2 times
        ((0.39, 0.38, 0.40), False),  # sure to be more than even posting, and hardly so
        ((0.6, 0.2, 0.9), None),  # chance may explain it
        ((0.6, nan, nan), True),  # 4.5 times
        ((0.5, nan, nan), None),  # 3 times, and no interval
    ],
)
def test_it_is_twice_as_much_and_more_than_chance(office, seen):
    assert is_seen(office, 0.25) is seen


def seen_by_itself(posts: np.ndarray) -> bool | None:
    """Return the answer for posts by day and hour, in Chinese weeks from a Monday on."""
    days = Days(date(2018, 1, 1), posts)
    china = catalogue().countries["china"]
    working = working_weekdays(china, days.first, days.last).astype(bool)
    office = OfficeHours(days, working, np.where(working, 0, 1).astype(np.int8))
    return Rhythm(office, None, View()).sees_working_day


def test_who_posts_at_any_hour_hardly_ever_shows_a_working_day():
    dice = np.random.default_rng(25)
    seen = [
        seen_by_itself(dice.poisson(2 * dice.gamma(1, 1, (70, 1)), (70, 24))) for _ in range(200)
    ]
    assert seen.count(True) == 0 and seen.count(None) <= 2


@pytest.mark.parametrize(("zone", "country"), [("Asia/Shanghai", "china"), ("Asia/Tehran", "iran")])
def test_who_keeps_the_hours_of_an_office_shows_one(zone, country):
    dice = np.random.default_rng(26)
    for _ in range(20):
        planted = plant(dice, zone, country, date(2018, 1, 1), 30)
        working = working_weekdays(
            catalogue().countries[country], planted.days.first, planted.days.last
        ).astype(bool)
        office = OfficeHours(planted.days, working, planted.kinds)
        assert Rhythm(office, None, View()).sees_working_day
        (tests,) = assess([office], [planted.quarters], atlas())
        assert tests.sees_working_day
        flat = Quarters(np.full_like(planted.quarters.posts, 2), planted.quarters.start)
        (tests,) = assess([office], [flat], atlas())
        assert tests.sees_working_day is False, "no clock has one"


def test_of_the_embedded_operations_russias_shows_none(world, real):
    three = ("china-2019", "russia-2018-10", "thailand-2020-10")
    shown = rhythm(real, View(three)).rhythms
    assert [shown[slug].sees_working_day for slug in three] == [True, False, True]
    utc = rhythm(real, replace(View(three), clock="utc")).rhythms
    assert not utc["china-2019"].sees_working_day, "it is the operator's clock that shows it"
