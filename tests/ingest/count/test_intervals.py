"""The rhythm with its intervals that a store carries: a small one by hand, others counted again."""

from statistics import NormalDist, mean, stdev

import numpy as np
import pandas as pd
import pytest

from dashboard.clock.calendars import HALF_DAY, HOLIDAY, MAKE_UP, WEEKEND, WORKING, Country, Weekend
from dashboard.ingest.count.intervals import intervals
from dashboard.tables import HOURS, INTERVALS, window

MONDAY_10, SATURDAY_3 = 10, 5 * 24 + 3
NINE_OF_TEN = [(n, WORKING, MONDAY_10, 1) for n in range(9)] + [(9, WEEKEND, SATURDAY_3, 1)]


CHINA = Country("china", "China", "CN", weekends=(Weekend(("Sat", "Sun"), ""),))
IRAN = Country("iran", "Iran", "IR", weekends=(Weekend(("Fri",), "", half_days=("Thu",)),))


def found(rows, pairs=None, country=CHINA):
    """Return {(measure, bin): (estimate, low, high)} for rows of (account, day, hour, posts)."""
    table = intervals(pd.DataFrame(rows, columns=list(HOURS)), pairs or {}, country)
    assert list(table) == list(INTERVALS)
    return {(row[0], row[1]): tuple(row[2:]) for row in table.itertuples(index=False)}


def test_nine_accounts_on_monday_at_ten_and_one_on_saturday_at_three():
    told = found(NINE_OF_TEN)
    for key in (("hour", "10"), ("weekday", "0"), ("workweek", "09-18"), ("office", "09-18"),
                ("press", "08-17")):  # fmt: skip
        assert told[key][0] == 0.9
    for key in (("hour", "03"), ("weekday", "5")):
        assert told[key][0] == 0.1
    assert told["office", "00-24"][0] == told["press", "00-24"][0] == 0.9
    assert told["office", "11-18"] == (0, 0, 1)  # nobody: how sure that is, is not known
    assert [told["loudest", n] for n in ("01", "05", "10")] == [(n,) * 3 for n in (0.1, 0.5, 1.0)]


def test_the_mean_of_the_accounts_own_shares_by_hand():
    """Nine shares of 1 and one of 0: mean 0.9, standard error 0.1, Student's t of 9 is 2.262."""
    told = found(NINE_OF_TEN)
    for key in (("hour-accounts", "10"), ("office-accounts", "09-18"), ("week-accounts", "010")):
        estimate, low, high = told[key]
        assert (estimate, high) == (0.9, 1)
        assert low == pytest.approx(0.9 - 2.262 * 0.1, abs=1e-3)


def test_a_loud_account_counts_once_among_accounts_and_by_its_posts_among_posts():
    loud = [*NINE_OF_TEN[:9], (9, WEEKEND, SATURDAY_3, 91)]
    told = found(loud)
    assert told["weekday", "5"][0] == 0.91
    assert told["weekday-accounts", "5"][0] == 0.1
    assert told["loudest", "01"] == (0.91, 0.91, 0.91)


def test_only_days_worked_are_office_hours():
    rows = [(n, day, MONDAY_10, 1) for n in range(10) for day in (WORKING, HOLIDAY)]
    told = found([*rows, *((n, MAKE_UP, SATURDAY_3 + 7, 2) for n in range(10))])
    assert told["office", "09-18"][0] == 0.75  # worked: one on a Monday, two on a made-up Saturday
    assert told["press", "09-18"][0] == 0.5  # newspapers count every Monday, and no Saturday
    assert told["workweek", "09-18"][0] == 0.5  # so does the country's own week


def test_the_working_weekdays_are_those_of_the_country():
    """Of Iran: a Thursday is half of the rest, a feast on it too; a feast on a Sunday is not."""
    thursday_10, sunday_10 = 3 * 24 + 10, 6 * 24 + 10
    days = ((HALF_DAY, thursday_10), (HOLIDAY, thursday_10), (HOLIDAY, sunday_10),
            (WORKING, sunday_10), (WEEKEND, thursday_10 + 24))  # fmt: skip
    told = found([(n, day, hour, 1) for n in range(10) for day, hour in days], country=IRAN)
    assert told["workweek", "09-18"][0] == 0.4
    assert told["office", "09-18"][0] == 0.2
    assert told["press", "09-18"][0] == 0.6


def test_fewer_than_ten_accounts_have_no_rows():
    assert not found(NINE_OF_TEN[:9])
    assert not found([])


def test_every_span_of_hours_once_and_every_share_inside_its_interval():
    told = found(NINE_OF_TEN)
    spans = {window(a, b) for a in range(24) for b in range(a + 1, 25)}
    assert len(spans) == 300
    for measure in ("workweek", "office", "press", "office-accounts", "press-accounts"):
        assert {bin for name, bin in told if name == measure} == spans
    assert {bin for name, bin in told if name == "shuffled"} == spans
    assert all(0 <= low <= share <= high <= 1 for share, low, high in told.values())


def test_what_chance_gives_by_hand():
    """Nine of ten posts on days worked, one a day: variance of 12 hours 9 · ¼, so 1.5 of 10."""
    told = found(NINE_OF_TEN, {0: 9})
    reach = 1.95996 * 0.15
    assert told["shuffled", "00-12"] == told["shuffled", "09-21"]
    assert told["shuffled", "00-12"] == pytest.approx((0.45, 0.45 - reach, 0.45 + reach), abs=1e-6)
    assert told["shuffled", "00-24"] == (0.9, 0.9, 0.9)


def test_random_accounts_are_counted_again_leaving_out_each():
    """The definition, in plain Python: the estimate made again without each of the accounts."""
    dice = np.random.default_rng(5)
    rows = [
        (account, WORKING if hour < 120 else WEEKEND, hour, int(dice.integers(1, 9)))
        for account in range(40)
        for hour in sorted(dice.choice(168, dice.integers(4, 60), replace=False).tolist())
    ]
    told = found(rows)

    def share(inside, without=None):
        left = [(h, posts) for account, _, h, posts in rows if account != without]
        return sum(p for h, p in left if inside(h)) / sum(p for _, p in left)

    def ends(inside):
        full, again = share(inside), [share(inside, n) for n in range(40)]
        error = (39 / 40 * sum((one - full) ** 2 for one in again)) ** 0.5
        return full, error / (full * (1 - full))

    questions = {
        ("hour", "14"): lambda h: h % 24 == 14,
        ("weekday", "6"): lambda h: h // 24 == 6,
        ("office", "09-18"): lambda h: h // 24 < 5 and 9 <= h % 24 < 18,
    }
    sizes = [sum(p for a, _, _, p in rows if a == n) for n in range(40)]
    freedom = sum(sizes) ** 2 / sum(n * n for n in sizes) - 1
    reach = _student(freedom)
    for key, inside in questions.items():
        full, error = ends(inside)
        odds = full / (1 - full)
        low, high = odds * np.exp(-reach * error), odds * np.exp(reach * error)
        expected = (full, low / (1 + low), high / (1 + high))
        assert told[key] == pytest.approx(expected, abs=2e-4)
    own = [sum(p for a, _, h, p in rows if a == n and h % 24 == 14) / sizes[n] for n in range(40)]
    middle, error = mean(own), stdev(own) / 40**0.5
    half = _student(39) * error
    expected = (middle, max(middle - half, 0), middle + half)
    assert told["hour-accounts", "14"] == pytest.approx(expected, abs=2e-4)


def _student(freedom):
    """Return Student's 97.5% quantile by the series of Cornish and Fisher."""
    z = NormalDist().inv_cdf(0.975)
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
