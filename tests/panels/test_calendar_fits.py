"""Which calendars the posts follow: a week by hand, plain Python, and planted calendars found."""

from datetime import date, timedelta
from functools import cache
from math import sqrt

import numpy as np
import pytest

from dashboard.clock.calendars import HALF_DAY, HOLIDAY, MAKE_UP, WEEKEND, WORKING, day_kinds
from dashboard.panels.clocks import calendar_fits as tried
from dashboard.panels.clocks.calendar_fits import CalendarFits, Calendars
from dashboard.snapshot.days import Days
from tests.draws import how_many
from tests.planted_rhythms import atlas, catalogue

MONDAY = date(2019, 9, 16)  # no holiday in Spain or Egypt that week, nor in the next


@cache
def calendars(*slugs: str) -> Calendars:
    return Calendars(catalogue().countries[slug] for slug in slugs)


def days(first: date, *daily: int) -> Days:
    posts = np.zeros((len(daily), 24), np.int64)
    posts[:, 9] = daily
    return Days(first, posts)


def fit_calendars(one: Days, known: Calendars) -> CalendarFits:
    (found,) = tried.fit_calendars([one], known)
    return found


def test_a_week_by_hand():
    """Days worked are 1, others 0: their mean is 5/7, their deviation √10/7."""
    found = fit_calendars(days(MONDAY, 10, 10, 10, 10, 10, 2, 2), calendars("spain", "egypt"))
    worked, off = (2 / 7) / (sqrt(10) / 7), (-5 / 7) / (sqrt(10) / 7)
    assert found.scores.estimate == pytest.approx(
        [(50 * worked + 4 * off) / 54, ((40 + 2) * worked + (10 + 2) * off) / 54]
    )
    assert found.consistent[0] == "spain"
    assert found.fits.all() and found.fits_differ, "one week tells nothing of the next"
    assert not found.has_rest


def test_half_days_lie_between():
    """Iran: five days, half of Thursday, no Friday. Mean 5.5/7."""
    found = fit_calendars(days(MONDAY, 0, 0, 0, 8, 0, 0, 0), calendars("iran"))
    work = np.array([1, 1, 1, 0.5, 0, 1, 1])
    assert found.scores.estimate == pytest.approx([(0.5 - 5.5 / 7) / work.std()])


def test_a_week_without_contrast_counts_nothing():
    """From 1 to 7 October 2018 China rested; for Spain it was an ordinary week."""
    scores = calendars("china", "spain").scores(days(date(2018, 10, 1), 9, 9, 9, 9, 9, 1, 1))
    assert scores[0, 0] == 0 and scores[0, 1] > 0


def test_a_week_that_is_cut_is_compared_over_its_own_days():
    """Thursday to Saturday: worked, worked, off. Mean 2/3, deviation √2/3."""
    scores = calendars("spain").scores(days(MONDAY + timedelta(3), 4, 4, 1))
    assert scores[0] == pytest.approx([8 * (1 / 3) / (sqrt(2) / 3) - (2 / 3) / (sqrt(2) / 3)])
    across = calendars("spain").scores(days(MONDAY + timedelta(3), 4, 4, 1, 1, 5, 5))
    assert across[0] == pytest.approx([8 - 2]), "half of these days are worked"
    assert across[1] == pytest.approx([0]), "Monday and Tuesday are alike"


def test_scores_are_those_of_plain_python():
    """Every country over three years with holidays and half days, day by day."""
    dice, first = np.random.default_rng(11), date(2015, 3, 4)
    posts = dice.poisson(5, 1_000)
    found = fit_calendars(days(first, *posts.tolist()), atlas().calendars)
    last = first + timedelta(len(posts) - 1)
    for place, country in enumerate(catalogue().countries.values()):
        weights = {WORKING: 1, MAKE_UP: 1, HALF_DAY: 0.5, WEEKEND: 0, HOLIDAY: 0}
        work = [weights[kind] for kind in day_kinds(country, first, last).tolist()]
        total = 0.0
        week_of = [(first.weekday() + n) // 7 for n in range(1_000)]
        for week in set(week_of):
            inside = [n for n in range(1_000) if week_of[n] == week]
            mean = sum(work[n] for n in inside) / len(inside)
            deviation = sqrt(sum((work[n] - mean) ** 2 for n in inside) / len(inside))
            if deviation:
                total += sum(posts[n] * (work[n] - mean) / deviation for n in inside)
        assert found.scores.estimate[place] == pytest.approx(total / posts.sum())


def test_scores_of_a_period_are_those_of_its_days_alone():
    dice, first = np.random.default_rng(12), date(2019, 9, 18)
    whole = days(first, *dice.poisson(5, 60).tolist())
    for cut in ((0, 60), (0, 3), (4, 5), (5, 19), (11, 60), (19, 47)):
        part = whole.between(*cut)
        alone = days(first + timedelta(cut[0]), *whole.daily[slice(*cut)].tolist())
        scores = [calendars("china", "spain").scores(these) for these in (part, alone)]
        assert scores[0] == pytest.approx(scores[1]), cut


def test_operations_are_tested_together_as_each_alone():
    dice = np.random.default_rng(13)
    every = [days(FIRST + timedelta(n), *dice.poisson(5, n).tolist()) for n in (300, 5, 40)]
    known = atlas().calendars
    for together, one in zip(tried.fit_calendars(every, known), every, strict=True):
        alone = fit_calendars(one, known)
        assert (together.consistent, together.has_rest, together.fits_differ) == (
            alone.consistent,
            alone.has_rest,
            alone.fits_differ,
        )
        for end in ("estimate", "low", "high"):
            ends = [getattr(found.scores, end) for found in (together, alone)]
            assert ends[0] == pytest.approx(ends[1], nan_ok=True)


def test_days_outside_the_calendars_are_refused():
    with pytest.raises(ValueError, match="Calendars reach from 2006-01-01 to 2029-12-31"):
        fit_calendars(days(date(2005, 12, 31), 1, 1), calendars("spain"))


def test_the_first_and_the_last_week_of_the_calendars():
    scored = calendars("spain").scores(days(date(2006, 1, 1), 1, 2))
    assert scored.shape == (2, 1) and scored[0] == 0
    assert calendars("spain").scores(days(date(2029, 12, 31), 5)).tolist() == [[0]]


def simulated(dice, kinds, quiet, on_holiday):
    """Return posts of 104 weeks, about 20 a day worked, of unequal size."""
    rates = np.select(
        [kinds == WEEKEND, kinds == HOLIDAY, kinds == HALF_DAY],
        [quiet, on_holiday, (1 + quiet) / 2],
        1.0,
    )
    size = np.repeat(np.exp(dice.normal(3, 0.8, len(kinds) // 7)), 7)
    return dice.poisson(rates * size * dice.gamma(11, 1 / 11, len(kinds)))


COUNTRIES = ("russia", "china", "iran", "uae", "spain", "thailand", "egypt", "turkey")
FIRST, LAST = date(2018, 1, 1), date(2019, 12, 29)
# quiet weekends, holidays, the most calendars left on average
CASES = [(0.3, 0.3, 3), (0.5, 0.5, 5), (0.3, 0.6, 7), (0.6, 0.8, 11)]


@pytest.mark.parametrize(("quiet", "on_holiday", "most"), CASES)
def test_the_true_calendar_is_among_those_that_fit(quiet, on_holiday, most):
    dice, kept, left, right = np.random.default_rng(12), [], [], []
    for slug in COUNTRIES:
        kinds = day_kinds(catalogue().countries[slug], FIRST, LAST)
        for _ in range(32):
            daily = simulated(dice, kinds, quiet, on_holiday)
            found = fit_calendars(days(FIRST, *daily.tolist()), atlas().calendars)
            kept.append(slug in found.consistent)
            left.append(len(found.consistent))
            right.append(found.consistent[0] == slug)
            assert found.fits_differ == (len(found.consistent) > 1)
    assert np.mean(kept) >= 0.95
    assert np.mean(left) <= most, "two years tell most calendars apart"
    assert np.mean(right) > 1 / 20


def test_working_holidays_are_the_limit_that_is_stated():
    """Quiet weekends, holidays as other days: the calendar of Thailand, with many, is left out."""
    dice = np.random.default_rng(13)
    kinds = day_kinds(catalogue().countries["thailand"], FIRST, LAST)
    found = [
        fit_calendars(days(FIRST, *simulated(dice, kinds, 0.3, 1.0).tolist()), atlas().calendars)
        for _ in range(60)
    ]
    assert np.mean(["thailand" in one.consistent for one in found]) < 0.9


@how_many
def test_even_posts_seldom_seem_to_tell(count):
    dice, told = np.random.default_rng(14), []
    kinds = day_kinds(catalogue().countries["russia"], FIRST, LAST)
    for _ in range(count):
        daily = simulated(dice, kinds, 1, 1)
        told.append(fit_calendars(days(FIRST, *daily.tolist()), atlas().calendars).has_rest)
    assert 0.02 <= np.mean(told) <= 0.075
