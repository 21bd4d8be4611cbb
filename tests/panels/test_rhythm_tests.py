"""Every test of a rhythm: planted operations found again, the embedded ones as published, rows."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from math import isnan

import numpy as np
import pytest

from dashboard.clock.calendars import MAKE_UP, WORKING, day_kinds, working_weekdays
from dashboard.clock.local_time import FIRST_DAY, LAST_DAY, SLOT, span
from dashboard.panels.clocks.measure import Atlas, RhythmNumber, assess, rows
from dashboard.panels.rhythm.measure import AccountRhythm
from dashboard.panels.rhythm.office_hours import OfficeHours
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.days import Days, Quarters, local_days
from dashboard.snapshot.world import World
from dashboard.tables import PRESS
from tests.draws import how_many
from tests.planted_rhythms import atlas, catalogue, office_share, plant, steady_week
from tests.press_week import office_of_monday_to_friday

ZONES = {
    "Asia/Shanghai": "Shanghai",
    "Europe/Moscow": "Moscow",
    "Asia/Tehran": "Tehran",
    "Asia/Riyadh": "Riyadh",
    "America/Caracas": "Caracas",
    "Europe/Madrid": "Madrid",
}
# Saturday and Sunday with make-up days; Friday and Saturday; Friday and half of Thursday; Thursday
# and Friday, as in Saudi Arabia until June 2013.
WEEKENDS = {
    "china": date(2018, 1, 1),
    "egypt": date(2018, 1, 1),
    "iran": date(2018, 1, 1),
    "saudi-arabia": date(2011, 1, 3),
}
CHANGING = {"Asia/Tehran", "Europe/Madrid"}
WEEKS = 104


def office_hours(country: str, days: Days) -> OfficeHours:
    """Return the office hours of posts in the week and the calendar of a country."""
    where = catalogue().countries[country], days.first, days.last
    return OfficeHours(days, working_weekdays(*where), day_kinds(*where))


@cache
def recovered():
    """Return what was planted and found in six zones and four weekends, each four times."""
    made = []
    for place, zone in enumerate(ZONES):
        for slug, first in WEEKENDS.items():
            dice = np.random.default_rng([51, place, first.year])
            for _ in range(4):
                planted = plant(dice, zone, slug, first, WEEKS)
                office = office_hours(slug, planted.days)
                (found,) = assess([office], [planted.quarters], atlas())
                made.append((zone, slug, planted, found))
    return made


def test_the_planted_zone_is_among_those_that_fit():
    held, sizes = [], []
    for zone, _, _, found in recovered():
        fits = found.clocks.fitting_zones
        held.append(ZONES[zone] in fits)
        sizes.append(len(fits))
    assert np.mean(held) >= 0.95
    assert np.mean(sizes) < 12, f"of {len(atlas().zones.zones)} places"


def test_the_planted_calendar_is_among_those_that_fit():
    held = [slug in found.calendars.consistent for _, slug, _, found in recovered()]
    sizes = [len(found.calendars.consistent) for *_, found in recovered()]
    assert np.mean(held) >= 0.95 and np.mean(sizes) < 4
    assert all(found.calendars.has_rest for *_, found in recovered())


def test_planted_office_hours_lie_inside_their_intervals():
    held = [
        found.office.shares.by_calendar.low
        <= office_share(planted)
        <= found.office.shares.by_calendar.high
        for _, _, planted, found in recovered()
    ]
    assert np.mean(held) >= 0.93


def test_planted_make_up_days_are_worked_like_others():
    held = []
    for _, slug, planted, found in recovered():
        if slug == "china":
            assert (planted.kinds == MAKE_UP).sum() >= 10
            held.append(
                found.office.ratios["make-up"].low <= 1 <= found.office.ratios["make-up"].high
            )
            assert found.office.ratios["make-up-weekend"].low > 1
        else:
            assert isnan(found.office.ratios["make-up"].estimate)
    assert np.mean(held) >= 0.9


def test_planted_lunches_and_noons_are_seen():
    """Clocks with summer time lie an hour beside the best offset for half of the days."""
    steady = [found for zone, _, _, found in recovered() if zone not in CHANGING]
    for found in steady:
        assert found.clocks.profile.lunch.high < 0.8
        assert found.clocks.profile.at_noon is not False
        assert found.clocks.profile.evening.high < 1
    assert np.mean([found.clocks.profile.at_noon is True for found in steady]) > 0.5


@how_many
def test_office_hours_and_quiet_weekends_hold_the_truth(count):
    """On each operation: 0.6 of 5 days in 5.8, and weekend days at 0.4 of a day worked."""
    dice, office, weekend = np.random.default_rng(52), [], []
    for _ in range(count):
        days = steady_week(dice, 60)
        found = office_of_monday_to_friday(days)
        office.append(found.shares.office.low <= 0.6 * 5 / 5.8 <= found.shares.office.high)
        weekend.append(found.ratios["weekend"].low <= 0.4 <= found.ratios["weekend"].high)
    assert 0.93 <= np.mean(office) <= 0.97
    assert 0.93 <= np.mean(weekend) <= 0.97


@cache
def assessed(world: World, slug: str, zone: str, country: str, languages: tuple[str, ...]):
    """Return every test of an operation that the world comes with."""
    (source,) = world.sources_of(slug)
    groups = source.cells.group_numbers(languages, ())
    quarters, start = source.cells.quarters(Chosen(*span(zone, FIRST_DAY, LAST_DAY), zone, groups))
    ends = (np.datetime64((start + place) * SLOT, "s") for place in (0, len(quarters)))
    first, last = (end.astype("datetime64[D]").item() for end in ends)
    days = local_days(quarters, start, zone, first, last + timedelta(1))
    (found,) = assess([office_hours(country, days)], [Quarters(quarters, start)], atlas())
    return found


@pytest.fixture
def embedded(real: World):
    return partial(assessed, real)


THAILAND = ("thailand-2020-10", "Asia/Bangkok", "thailand", ())
CHINA = ("china-2019", "Asia/Shanghai", "china", ("zh",))


@pytest.mark.parametrize(
    ("which", "weekdays", "press", "peak"), [(THAILAND, 80.8, 74.3, 11), (CHINA, 84.9, 79.8, 11)]
)
def test_the_embedded_data_give_the_numbers_that_were_published(
    embedded, which, weekdays, press, peak
):
    found = embedded(*which).office
    assert round(100 * float(found.shares.lines.estimate[24:29].sum()), 1) == weekdays
    assert round(100 * float(found.shares.press.estimate), 1) == press
    assert int(found.shares.lines.estimate[:24].argmax()) == peak


def test_the_embedded_operations_fit_the_clock_that_they_were_run_by(embedded):
    for which, name, offset in ((THAILAND, "Bangkok", 14), (CHINA, "Shanghai", 16)):
        found = embedded(*which).clocks
        assert name in found.fitting_zones
        assert offset in found.consistent
    assert embedded(*CHINA).clocks.profile.lunch.high < 1
    assert "china" in embedded(*CHINA).calendars.consistent


def test_a_row_for_each_number(embedded, real):
    found = embedded(*THAILAND)
    (source,) = real.sources_of("thailand-2020-10")
    accounts = AccountRhythm(source.by_account, 455, PRESS)
    tests = replace(found, accounts=accounts)
    distances = {"x": (0.5, 0.4, 0.6)}
    told = {
        row.test: row for row in rows("thailand-2020-10", tests, distances, "by the hour", "all")
    }
    assert told["office-share"][2:5] == found.office.shares.office.numbers
    assert {row.operation for row in told.values()} == {"thailand-2020-10"}
    assert told["office-calendar-share"][2:5] == found.office.shares.by_calendar.numbers
    weekdays = source.by_account.share(PRESS, (9, 18))
    assert told["office-share-by-accounts"][2:5] == weekdays
    assert told["office-share-by-accounts"].estimate == pytest.approx(
        told["office-share"].estimate, abs=1e-6
    ), "of all posts, whatever is left out in turn"
    assert told["press-share"].estimate == pytest.approx(0.743, abs=5e-4)
    assert told["weekend"][2:5] == found.office.ratios["weekend"].numbers
    of = [test.partition(":")[0] for test in told]
    assert (of.count("calendar"), of.count("clock")) == (len(catalogue().countries), 53)
    fits = [test[6:] for test, row in told.items() if row.method.endswith("; not below the best")]
    assert "+07:00" in fits and "-05:00" not in fits
    assert told["distance:x"][2:5] == (0.5, 0.4, 0.6)
    assert told["distance:x"].method == "runs of whole weeks left out in turn; by the hour"
    assert told["loudest-5"].estimate == accounts.shares.loudest[5] and isnan(told["loudest-5"].low)
    assert {row.n_posts for row in told.values()} == {21_385}
    assert {(row.n_accounts, row.basis) for row in told.values()} == {(455, "all")}
    assert all(
        isinstance(row, RhythmNumber) and isinstance(row.estimate, float) for row in told.values()
    )


def test_under_a_filter_only_what_chance_expects_is_known(embedded):
    found = embedded(*CHINA)
    told = {row.test: row for row in rows("china-2019", found, {}, "by", "counts")}
    assert not {test for test in told if test.startswith(("loudest", "distance"))}
    assert told["shuffled"].estimate == found.office.shuffled
    assert isnan(told["shuffled"].low) and "not known" in told["shuffled"].method
    china, posts = catalogue().countries["china"], found.office.counted.daily
    worked = np.isin(
        day_kinds(china, found.office.counted.first, found.office.counted.last), (WORKING, MAKE_UP)
    )
    assert found.office.shuffled == pytest.approx(posts[worked].sum() / posts.sum() * 9 / 24)


def test_an_atlas_is_of_every_country():
    assert isinstance(atlas(), Atlas)
    assert atlas().calendars.slugs == tuple(catalogue().countries)
