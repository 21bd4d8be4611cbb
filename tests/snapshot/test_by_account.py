"""The rhythm by accounts, read from the table that ingest made."""

import numpy as np
import pandas as pd
import pytest

from dashboard.clock.calendars import WEEKEND, WORKING, Country, Weekend
from dashboard.ingest.count.intervals import intervals
from dashboard.snapshot.source import ByAccount
from dashboard.tables import BY_ACCOUNT, CALENDAR, HOURS, INTERVALS, PRESS, WORKWEEK

CHINA = Country("china", "China", "CN", weekends=(Weekend(("Sat", "Sun"), ""),))
# Nine accounts post once on Monday at ten, one posts 91 times on Saturday at three.
LOUD = [*((n, WORKING, 10, 1) for n in range(9)), (9, WEEKEND, 123, 91)]


def read(rows):
    table = intervals(pd.DataFrame(rows, columns=list(HOURS)), {0: 9}, CHINA)
    return ByAccount.of(table.astype(INTERVALS))


def test_each_account_as_one_voice_and_with_its_posts():
    found = read(LOUD)
    assert found.week[0, 10] == 0.9 and found.week[5, 3] == 0.1
    assert found.week.sum() == pytest.approx(1)
    for days, hours in ((WORKWEEK, (9, 18)), (CALENDAR, (9, 18)), (PRESS, (8, 17))):
        assert found.share(days, hours)[0] == 0.09
        assert found.share(days, hours, BY_ACCOUNT)[0] == 0.9
    assert found.hours()[0, 3] == found.weekdays()[0, 5] == 0.91
    assert found.hours(BY_ACCOUNT)[0, 3] == found.weekdays(BY_ACCOUNT)[0, 5] == 0.1
    assert found.loudest == {1: 0.91, 5: 0.95, 10: 1}


def test_estimates_lie_in_their_intervals():
    found = read([(n, WORKING, 9 + n % 5, 1 + n) for n in range(30)])
    for estimate, low, high in (found.hours(), found.weekdays(BY_ACCOUNT)):
        assert (low <= estimate).all() and (estimate <= high).all()
    estimate, low, high = found.share(WORKWEEK, (9, 12))
    assert low < estimate < high


def test_what_chance_gives_is_there_unless_the_store_is_older():
    found = read(LOUD)
    reach = 1.95996 * 1.5 / 100
    assert found.shuffled((9, 21)) == pytest.approx((0.045, 0.045 - reach, 0.045 + reach), abs=1e-6)
    later = ("shuffled", WORKWEEK)
    older = ByAccount({key: ends for key, ends in found.rows.items() if key[0] not in later})
    assert older.shuffled((9, 21)) is None
    assert np.isnan(older.share(WORKWEEK, (9, 21))).all()


def test_fewer_than_ten_accounts_are_not_told_of():
    assert read(LOUD[:9]) is None


def test_the_numbers_are_those_of_the_table():
    dice = np.random.default_rng(41)
    rows = [(n, WORKING, int(h), 1) for n in range(12) for h in dice.choice(120, 9, replace=False)]
    hours = pd.DataFrame(rows, columns=list(HOURS))
    table = intervals(hours, {0: 108, 5: 3}, CHINA).astype(INTERVALS)
    found = ByAccount.of(table)
    for row in table.itertuples(index=False):
        assert found.rows[row.measure, row.bin] == (row.estimate, row.low, row.high)
    assert len(found.rows) == len(table)
