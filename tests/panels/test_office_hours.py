"""Office hours: by hand, on planted operations, and on the embedded data against known numbers."""

from datetime import date, timedelta
from math import isnan

import numpy as np
import pytest

from dashboard.clock.calendars import (
    HALF_DAY,
    HOLIDAY,
    MAKE_UP,
    WEEKEND,
    WORKING,
    day_kinds,
)
from dashboard.clock.local_time import FIRST_DAY, LAST_DAY, SLOT, span
from dashboard.panels.rhythm.office_hours import (
    HOUR,
    PRESS,
    WEEKDAY,
    OfficeHours,
)
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.days import Days, local_days
from dashboard.snapshot.world import World
from tests.planted_rhythms import catalogue
from tests.press_week import office_of_monday_to_friday

MONDAY = date(2019, 9, 23)
MONDAY_TO_FRIDAY = np.tile(np.arange(7) < 5, 2)


def week(*per_day: int, hour: int = 10) -> list[list[int]]:
    """Return a day's 24 hours for each number, all in one hour."""
    return [[posts if h == hour else 0 for h in range(24)] for posts in per_day]


def test_office_hours_by_hand():
    """Two weeks. The second has a holiday on Monday that was made up for on Sunday."""
    posts = week(10, 10, 10, 10, 10, 2, 2) + week(1, 10, 10, 10, 10, 2, 8)
    posts[1][10], posts[1][20] = 0, 10  # one Tuesday was spent posting at night
    days = Days(MONDAY, np.array(posts))
    kinds = np.array([0, 0, 0, 0, 0, 1, 1, HOLIDAY, 0, 0, 0, 0, 1, MAKE_UP], np.int8)
    found = OfficeHours(days, MONDAY_TO_FRIDAY, kinds)
    assert found.posts == 54 + 51
    assert found.days == {WORKING: 9, WEEKEND: 3, HALF_DAY: 0, HOLIDAY: 1, MAKE_UP: 1}
    assert found.shares.office.estimate == pytest.approx((40 + 1 + 40) / 105), "the holiday counts"
    assert found.even == pytest.approx(10 / 14 * 9 / 24)
    assert found.times.estimate == pytest.approx(81 / 105 / found.even)
    assert found.above.estimate == pytest.approx(81 / 105 - found.even)
    assert found.shares.by_calendar.estimate == pytest.approx((40 + 40 + 8) / 105), (
        "the Sunday counts"
    )
    assert found.even_by_calendar == pytest.approx(10 / 14 * 9 / 24)
    assert found.ratios["weekend"].estimate == pytest.approx((6 / 3) / (90 / 9))
    assert found.ratios["holiday"].estimate == pytest.approx(1 / 10)
    assert found.ratios["make-up"].estimate == pytest.approx(8 / 10)
    assert found.ratios["make-up-weekend"].estimate == pytest.approx(8 / 2)
    assert isnan(found.ratios["half-day"].estimate)
    assert isnan(found.ratios["holiday"].low), "one holiday says nothing about the next"


def test_other_hours_are_counted_to_their_end():
    days = Days(MONDAY, np.array(week(*[5] * 5, 0, 0, hour=17)))
    assert office_of_monday_to_friday(days, (9, 18)).shares.office.estimate == 1
    assert office_of_monday_to_friday(days, PRESS).shares.office.estimate == 0
    assert office_of_monday_to_friday(days, PRESS).even == pytest.approx(45 / 168)


def test_nothing_posted_is_not_known():
    days = Days(MONDAY, np.zeros((14, 24), np.int64))
    found = office_of_monday_to_friday(days)
    assert (
        found.posts == 0
        and isnan(found.shares.office.estimate)
        and isnan(found.ratios["weekend"].estimate)
    )


def test_lines_of_hours_and_weekdays_add_up():
    dice = np.random.default_rng(1)
    days = Days(MONDAY + timedelta(3), dice.poisson(2, (200, 24)))
    found = office_of_monday_to_friday(days)
    hours, weekdays = found.shares.lines.part(HOUR), found.shares.lines.part(WEEKDAY)
    assert hours.estimate == pytest.approx(days.posts.sum(0) / days.posts.sum())
    assert weekdays.estimate.sum() == pytest.approx(1)
    mondays = days.daily[4::7].sum() / days.posts.sum()
    assert weekdays.estimate[0] == pytest.approx(mondays)
    for line in (hours, weekdays):
        assert (line.low < line.estimate).all() and (line.estimate < line.high).all()


def planted(dice, share, weeks=104):
    """Return days on which, but for chance, `share` of posts lie in office hours of days worked.

    Weeks differ in size, and in their own share.
    """
    first, last = MONDAY, MONDAY + timedelta(7 * weeks - 1)
    kinds = day_kinds(catalogue().countries["china"], first, last)
    worked = (kinds == WORKING) | (kinds == MAKE_UP)
    office = np.zeros((len(kinds), 24), bool)
    office[worked, 9:18] = True
    posts = np.zeros((weeks, 168), np.int64)
    for n, inside in enumerate(office.reshape(weeks, 168)):
        own = dice.beta(share * 20, (1 - share) * 20)
        size = dice.poisson(np.exp(dice.normal(4, 0.8)))
        chance = inside * own / max(inside.sum(), 1) + ~inside * (1 - own) / (~inside).sum()
        posts[n] = dice.multinomial(size, chance / chance.sum())
    return Days(first, posts.reshape(-1, 24)), np.arange(7 * weeks) % 7 < 5, kinds


@pytest.mark.parametrize("cut", [(0, 100), (5, 6), (9, 400), (300, 728)])
def test_a_period_gives_what_its_days_alone_give(cut):
    """With weekends, holidays and make-up days on either side of where it is cut."""
    days, working, kinds = planted(np.random.default_rng(4), 0.6)
    whole = OfficeHours(days, working, kinds)
    assert whole.posts == whole.counted.daily.sum()
    first, posts = days.first + timedelta(cut[0]), days.posts[slice(*cut)]
    marked = working[slice(*cut)], kinds[slice(*cut)]
    part = OfficeHours(days.between(*cut), *marked, whole.hours, whole)
    alone = OfficeHours(Days(first, posts), *marked)
    assert (part.posts, part.days) == (alone.posts, alone.days)
    assert (part.even, part.shuffled) == pytest.approx((alone.even, alone.shuffled))
    every = [found.shares._asdict() | found.ratios for found in (part, alone)]
    for name, one in every[0].items():
        other = every[1][name]
        assert np.array([one.estimate, one.low, one.high]) == pytest.approx(
            np.array([other.estimate, other.low, other.high]), nan_ok=True
        ), name


@pytest.mark.parametrize("share", [0.35, 0.7])
def test_planted_office_hours_lie_inside_their_intervals(share):
    """Weeks without any day worked are left out of what is planted, so few that it is no matter."""
    dice, held = np.random.default_rng(int(share * 100)), 0
    for _ in range(200):
        found = OfficeHours(*planted(dice, share, weeks=52))
        held += found.shares.by_calendar.low <= share <= found.shares.by_calendar.high
    assert held >= 0.91 * 200  # 93 to 97 of 100 is measured in test_resampling, on more of them


def embedded(world: World, slug: str, zone: str, languages: tuple[str, ...] = ()) -> Days:
    """Return the local days of an embedded operation, from its first post to its last."""
    (source,) = world.sources_of(slug)
    lo, hi = span(zone, FIRST_DAY, LAST_DAY)
    cells = source.cells
    quarters, start = cells.quarters(Chosen(lo, hi, zone, cells.group_numbers(languages, ())))
    ends = (np.datetime64((start + place) * SLOT, "s") for place in (0, len(quarters)))
    first, last = (end.astype("datetime64[D]").item() for end in ends)
    return local_days(quarters, start, zone, first, last + timedelta(1))


@pytest.mark.parametrize(
    ("slug", "zone", "languages", "posts", "weekdays", "press", "peak"),
    [
        ("thailand-2020-10", "Asia/Bangkok", (), 21_385, 80.8, 74.3, 11),
        ("china-2019", "Asia/Shanghai", ("zh",), 34_957, 84.9, 79.8, 11),
    ],
)
def test_the_embedded_data_give_the_numbers_that_were_published(
    real, slug, zone, languages, posts, weekdays, press, peak
):
    days = embedded(real, slug, zone, languages)
    found = office_of_monday_to_friday(days, PRESS)
    assert found.posts == posts
    assert round(100 * float(found.shares.office.estimate), 1) == press
    whole_days = office_of_monday_to_friday(days, (0, 24)).shares.office.estimate
    assert round(100 * float(whole_days), 1) == weekdays
    assert found.shares.office.low < found.shares.office.estimate < found.shares.office.high
    assert int(found.shares.lines.estimate[:24].argmax()) == peak


def test_thailands_peak_and_chinas_lunch(real):
    thailand, china = (
        office_of_monday_to_friday(days)
        for days in (
            embedded(real, "thailand-2020-10", "Asia/Bangkok"),
            embedded(real, "china-2019", "Asia/Shanghai", ("zh",)),
        )
    )
    assert round(100 * float(thailand.shares.lines.estimate[11]), 1) == 14.6
    assert round(100 * float(thailand.shares.lines.estimate[24:29].sum()), 1) == 80.8
    assert china.shares.lines.estimate[[11, 12, 13, 14]].round(3).tolist() == [
        0.241,
        0.109,
        0.083,
        0.132,
    ]
