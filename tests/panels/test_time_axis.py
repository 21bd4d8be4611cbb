"""The labels of an axis of time stand clear of each other."""

from datetime import date
from itertools import pairwise

import pytest

from dashboard.clock.local_time import day_number
from dashboard.clock.weeks_months import MONTH, WEEK
from dashboard.panels.time_axis import LABELS, finest_labels


@pytest.mark.parametrize("px", [180, 270, 540, 1080])
@pytest.mark.parametrize("unit", [WEEK, MONTH], ids=lambda unit: unit.name)
def test_labels_stand_clear_of_each_other_and_within_the_figure(unit, px):
    """Each needs the px that LABELS says, the last one half of them before the axis ends."""
    widths = {1: 44, 2: 64, 3: 84}  # by the words of a label
    for start in (date(2009, 4, 5), date(2014, 1, 1), date(2014, 12, 31)):
        for days in (1, 6, 27, 60, 180, 365, 731, 1500, 5000):
            lo = unit.number(day_number(start))
            hi = unit.number(day_number(start) + days) + 1
            places, texts = finest_labels(unit, lo, hi, px)
            assert len(places) == len(texts) == len(set(texts))
            assert days < 60 or places
            least = widths[len(texts[0].split())] if texts else 0
            scale = px / (hi - lo)
            at = [(place - lo + 0.5) * scale for place in places]
            assert all(0 <= x <= px - least / 2 + 1 for x in at)
            assert all(b - a >= least - 3 for a, b in pairwise(at))
    assert {least for _, _, least in LABELS} == {44, 64, 84}


def test_a_label_names_the_beginning_of_what_it_says():
    week = WEEK.number(day_number(date(2019, 8, 5)))
    assert finest_labels(WEEK, week, week + 2, 540) == (
        [week - 0.5, week + 0.5],
        ["5 Aug 2019", "12 Aug 2019"],
    )
    january = 2019 * 12
    assert finest_labels(MONTH, january - 12, january + 12, 180) == (
        [january - 12.5, january - 0.5],
        ["2018", "2019"],
    )
    # 1 January 2019 is a Tuesday, one day into its week.
    monday = WEEK.number(day_number(date(2018, 12, 31)))
    places, texts = finest_labels(WEEK, monday, monday + 9, 180)
    assert places[0] == pytest.approx(monday - 0.5 + 1 / 7)
    assert texts[0] == "Jan 2019"
