"""Local days and hours from quarter-hours in UTC: against the clock of Python itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dashboard.clock import SLOT
from dashboard.measures.days import Days, local_days, quarters_by_week


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
    assert days.week_starts.tolist() == [0, 2, 9]
    assert days.by_week(days.daily).tolist() == [0 + 1, sum(range(2, 9)), 9]
    assert days.week_hours.shape == (3, 168)
    assert days.week_hours[0, 6 * 24 + 9] == 1  # Sunday
    assert days.week_hours[2, 9] == 9  # Monday
    assert days.week_hours.sum(1).tolist() == days.by_week(days.daily).tolist()


def test_weeks_of_a_period_that_begins_on_a_monday():
    days = Days(date(2020, 1, 6), np.ones((14, 24), np.int64))
    assert days.week_starts.tolist() == [0, 7]
    assert days.week_hours.tolist() == [[1] * 168] * 2


@pytest.mark.parametrize(
    ("length", "weeks"),
    [(96 * 8, 2), (96 * 5 - 25, 1), (96 * 5 - 24, 1), (96 * 5 - 23, 2), (96 * 12 - 24, 2)],
)
def test_weeks_in_utc_by_quarter_hour(length, weeks):
    """From Wednesday 1 January 2020, 06:00, which leaves five days less six hours of its week."""
    start = slot(2020, 1, 1, 6)
    quarters = np.arange(1, length + 1)
    expected = np.zeros((weeks, 96), int)
    for place, posts in enumerate(quarters):
        since_monday = start + place - slot(2019, 12, 30)
        expected[since_monday // 672, since_monday % 96] += posts
    assert (quarters_by_week(quarters, start) == expected).all()


def test_a_week_in_utc_may_begin_and_end_with_the_posts():
    quarters = np.arange(672 * 2)
    found = quarters_by_week(quarters, slot(2020, 1, 6))
    assert (found == quarters.reshape(2, 7, 96).sum(1)).all()
    assert quarters_by_week(quarters[:0], slot(2020, 1, 6)).shape == (0, 96)


def test_a_day_can_be_named():
    days = Days(date(2020, 1, 4), np.zeros((366, 24), np.int64))
    assert days.last == date(2020, 1, 4) + timedelta(365)
