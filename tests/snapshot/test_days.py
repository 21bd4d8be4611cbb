"""Local days and hours from quarter-hours in UTC: against the clock of Python itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dashboard.clock.local_time import SLOT
from dashboard.snapshot.days import Days, local_days


def slot(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) // SLOT


def single(start: int, length: int, places: dict[int, int]) -> np.ndarray:
    quarters = np.zeros(length, np.int64)
    for place, posts in places.items():
        quarters[place - start] = posts
    return quarters


def test_a_post_falls_on_the_local_day_and_hour():
    start = slot(2020, 1, 1)
    quarters = single(start, 96 * 3, {slot(2020, 1, 1, 20, 45): 3, slot(2020, 1, 2, 16, 59): 4})
    days = local_days(quarters, start, "Asia/Bangkok", date(2020, 1, 1), date(2020, 1, 3))
    assert days.posts.shape == (3, 24)
    assert {tuple(map(int, at)): int(days.posts[tuple(at)]) for at in np.argwhere(days.posts)} == {
        (1, 3): 3,
        (1, 23): 4,
    }
    assert days.last == date(2020, 1, 3) and days.daily.tolist() == [0, 7, 0]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Moscow", "America/Caracas", "Asia/Tehran", "Europe/Istanbul", "Asia/Kathmandu", "UTC"],
)
def test_days_agree_with_pythons_clock(zone):
    """Over years in which these zones changed their law, quarter-hour by quarter-hour."""
    dice = np.random.default_rng(8)
    start, length = slot(2014, 3, 1, 5), 96 * 1_000
    quarters = dice.poisson(0.05, length)
    first, last = date(2014, 6, 10), date(2016, 11, 20)
    expected = np.zeros(((last - first).days + 1, 24), int)
    for place in np.flatnonzero(quarters):
        local = datetime.fromtimestamp((start + int(place)) * SLOT, ZoneInfo(zone))
        if first <= local.date() <= last:
            expected[(local.date() - first).days, local.hour] += quarters[place]
    found = local_days(quarters, start, zone, first, last)
    assert (found.posts == expected).all()


def test_days_outside_what_is_known_count_nothing():
    start = slot(2020, 1, 1)
    quarters = np.ones(96, np.int64)
    around = local_days(quarters, start, "UTC", date(2019, 12, 31), date(2020, 1, 2))
    assert around.daily.tolist() == [0, 96, 0]
    apart = local_days(quarters, start, "UTC", date(2018, 1, 1), date(2018, 1, 2))
    assert apart.daily.tolist() == [0, 0]


def test_weeks_begin_on_mondays_and_cut_weeks_stay_apart():
    """Saturday 4 January 2020 and the nine days after it: weeks of 2, 7 and 1 days."""
    posts = np.zeros((10, 24), np.int64)
    posts[:, 9] = range(10)
    days = Days(date(2020, 1, 4), posts)
    assert days.weeks == 3
    assert days.by_week(days.daily).tolist() == [0 + 1, sum(range(2, 9)), 9]
    assert days.week_hours.shape == (3, 168)
    assert days.week_hours[0, 6 * 24 + 9] == 1  # Sunday
    assert days.week_hours[2, 9] == 9  # Monday
    assert days.week_hours.sum(1).tolist() == days.by_week(days.daily).tolist()


def test_weeks_of_a_period_that_begins_on_a_monday():
    days = Days(date(2020, 1, 6), np.ones((14, 24), np.int64))
    assert days.weeks == 2
    assert days.week_hours.tolist() == [[1] * 168] * 2


def test_a_day_can_be_named():
    days = Days(date(2020, 1, 4), np.zeros((366, 24), np.int64))
    assert days.last == date(2020, 1, 4) + timedelta(365)


def test_a_part_counts_as_if_nothing_else_had_been_posted():
    """Weeks cut at either end, at both, within one week, and not at all."""
    dice = np.random.default_rng(8)
    whole = Days(date(2020, 1, 2), dice.poisson(3, (40, 24)))
    assert whole.week_hours.shape == (7, 168), "the whole is counted before its parts"
    for first in range(12):
        for last in range(first + 1, 40):
            part, alone = (
                whole.between(first, last),
                Days(whole.first + timedelta(first), whole.posts[first:last]),
            )
            assert part.whole is whole and (part.first, part.last) == (alone.first, alone.last)
            assert (part.daily == alone.daily).all() and (part.hours == alone.hours).all()
            assert (part.week_hours == alone.week_hours).all()
            assert (part.posts_by_week == alone.posts_by_week).all()
            assert (
                part.part(whole.by_week(whole.posts), whole.posts) == alone.by_week(alone.posts)
            ).all()
            again = part.between(0, 1)
            assert again.whole is whole and (again.posts == part.posts[:1]).all()
    assert whole.week_hours.sum() == whole.posts.sum(), "parts are copies"
