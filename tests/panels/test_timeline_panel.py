"""What the timeline shows: areas by week or month, days marked beneath, sentences, and tables."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dashboard.clock.local_time import day_number
from dashboard.clock.weeks_months import WEEK
from dashboard.link.view import View, parse_query
from dashboard.look.style import Figure, Look
from dashboard.panels.timeline import PANEL, draw, say
from dashboard.panels.timeline.draw import MARKS
from dashboard.panels.timeline.measure import timeline
from dashboard.panels.timeline.say import _days, table
from dashboard.snapshot.world import World, make_world
from tests.small_world import LEXICON, holding, small_catalogue, small_cited

BOTH = "?ops=uae-egypt-2019-09~thailand-2020-10~turkey-2020-06"


def answer(world: World, query: str) -> say.TimelineAnswer:
    return timeline(world, parse_query(query, world.words)[0])


def drawn(world: World, query: str, look: Look | None = None) -> Figure:
    figure = draw.draw(answer(world, query), look or Look())
    assert figure is not None
    return figure


@pytest.fixture(scope="module")
def may() -> World:
    """Return a world in which China's counts are of 27 April to 6 May 2019: 3, 20 and 7 posts."""
    posts = (
        ("2019-04-27 02:00", "zh", "", "", 3),
        ("2019-04-29 02:00", "zh", "", "", 20),
        ("2019-05-06 02:00", "zh", "", "", 7),
    )
    told = {"depth": "counts", "themes_version": None}
    held = holding("china-2019", "chua-2019", "Asia/Shanghai", posts, **told)
    return make_world(small_catalogue(), LEXICON, {("china-2019", "chua-2019"): held}, {}, "0")


# ---- Words ---------------------------------------------------------------------------------------


def test_what_is_said_by_month(world):
    assert say.say(answer(world, BOTH)) == (
        "UAE/Egypt Sep 2019 was busiest in **Jan 2019**, with **70.0%** of its posts; Thailand Oct "
        "2020 in **Feb 2020**, **88.0%**. Not known for Turkey Jun 2020."
    )
    (cell,) = PANEL.cells(answer(world, "?ops=uae-egypt-2019-09"))
    assert cell.lines == (
        "Most in one month: **210** posts",
        "**Nov 2018** to **Jan 2019**, in **2** of 3 months",
    )
    assert cell.sources[0].name == "basel-suiche-2020"


def test_what_is_said_by_week(world):
    found = answer(world, "?ops=thailand-2020-10~turkey-2020-06")
    assert say.say(found) == (
        "Thailand Oct 2020 was busiest in the week of **3 Feb 2020**, with **88.0%** of its posts. "
        "Not known for Turkey Jun 2020."
    )
    cell, _ = PANEL.cells(found)
    assert cell.lines == (
        "Most in one week: **22** posts",
        "Weeks of **3 Feb 2020** to **24 Feb 2020**, in **2** of 4 weeks",
        "No posts for **2 weeks** from 10 Feb 2020",
    )
    assert cell.details[0] == "n = 25 posts. Weeks on the clock of Asia/Bangkok."


def test_a_week_that_the_period_cuts_is_told(world):
    found = answer(world, "?ops=thailand-2020-10&period=2020-02-04..2020-02-05")
    assert say.say(found).endswith("the week of **3 Feb 2020**, with **all** of its posts.")
    cell, *_ = PANEL.cells(found)
    assert cell.lines[0] == "Most in one week: **7** posts"
    assert cell.details[0].endswith(" A week that the period cuts counts what lies in it.")


def test_days_off_are_counted_and_listed(may):
    (cell,) = PANEL.cells(answer(may, "?ops=china-2019"))
    assert cell.details[1] == (
        "27 Apr 2019 to 6 May 2019 in China: holidays on days otherwise worked: 3 (1 to 3 May "
        "2019); make-up working days: 2 (28 Apr 2019, 5 May 2019)."
    )


def test_more_than_fourteen_days_are_not_listed():
    assert _days(np.arange(17_000, 17_028, 2)).startswith("14 (")
    assert _days(np.arange(17_000, 17_030, 2)) == "15"
    assert _days(np.zeros(0, int)) == "0"
    new_year = day_number(date(2019, 12, 30))
    assert _days(np.arange(new_year, new_year + 3)) == "3 (30 Dec 2019 to 1 Jan 2020)"


def test_what_the_panel_explains(world):
    told = say.unit(answer(world, BOTH))
    assert told.startswith("Share of the operation's posts by month; ")
    assert "Weeks are not known for UAE/Egypt Sep 2019, so all are by month." in told
    assert "a period of whole months;" in say.gestures(answer(world, BOTH))
    own = answer(world, "?ops=thailand-2020-10@2020-02..&scale=count")
    weeks = say.unit(own)
    assert weeks.startswith("Posts by week, Monday to Sunday; ")
    assert "● a weekend day worked in its stead" in weeks
    assert say.gestures(own).endswith("Columns with a period of their own keep it.")
    long = say.unit(answer(world, "?ops=russia-2018-10~thailand-2020-10"))
    assert "Holidays are marked where two years or less are shown." in long
    assert "not known for" not in long


def test_part_of_the_releases_is_named(world):
    assert "1 of 3 releases" not in say.say(answer(world, "?ops=china-2019-09"))
    told = {"months": small_cited()["months"]}
    part = make_world(small_catalogue(), LEXICON, {}, told, "0")
    found = say.say(answer(part, "?ops=china"))
    assert "busiest in **Jul 2019**, with" in found
    assert found.endswith(" of the posts counted. Known in part: China, **1 of 3 releases**.")


def test_the_table_by_month_has_a_row_a_year(world):
    assert table(answer(world, "?ops=uae-egypt-2019-09")).body == [
        ["UAE/Egypt Sep 2019", "2018", *[""] * 10, "90", "0", "90"],
        ["UAE/Egypt Sep 2019", "2019", "210", *[""] * 11, "210"],
    ]


def test_the_table_by_week_has_a_row_a_week_and_a_column_an_operation(world):
    told = table(answer(world, "?ops=thailand-2020-10~thailand-2020-10@2020-02-10..2020-03"))
    assert told.head == (
        "Week from Monday",
        "Thailand Oct 2020",
        "Thailand Oct 2020, 10 Feb 2020 to Mar 2020",
    )
    assert told.body == [
        ["2020-02-03", "22", ""],
        ["2020-02-10", "0", "0"],
        ["2020-02-17", "0", "0"],
        ["2020-02-24", "3", "3"],
    ]


# ---- The figure ----------------------------------------------------------------------------------


def test_the_figure_has_the_months_and_the_days_of_disclosure(world):
    figure = drawn(world, "?ops=uae-egypt-2019-09~turkey-2020-06&scale=count")
    area, *_ = figure["data"]
    assert (area["x0"], area["dx"]) == (2018 * 12 + 9, 1)
    assert area["y"] == [0, 90, 0, 210, 0]
    assert area["hovertext"] == [
        "",
        "Nov 2018: 90 posts, 30.0%",
        "Dec 2018: no posts",
        "Jan 2019: 210 posts, 70.0%",
        "",
    ]
    (line,) = figure["layout"]["shapes"]
    # 20 September 2019 is 19 of 30 days into its month.
    place = 2019 * 12 + 8 - 0.5 + 19 / 30
    assert line["path"].startswith(f"M{place:.2f},0V")
    # From the beginning of November to the end of September.
    assert figure["layout"]["xaxis"]["range"] == [2018 * 12 + 9.5, 2019 * 12 + 8.5]


def test_a_week_without_posts_has_no_height_and_one_with_few_is_seen(world):
    figure = drawn(world, "?ops=thailand-2020-10&scale=count")
    assert figure["data"][0]["y"] == [0, 22, 0, 0, 3, 0]
    assert figure["data"][0]["hovertext"][4] == "Week of 24 Feb 2020: 3 posts, 12.0%"
    steep = drawn(world_of_two(10_000, 1), "?ops=thailand-2020-10&scale=count")
    first, empty, second = steep["data"][0]["y"][1:-1]
    assert (first, empty) == (10_000, 0)
    assert second == int(10_000 * 2 / draw.BODY)  # 2 px


def world_of_two(first: int, second: int) -> World:
    posts = (
        ("2020-02-03 12:00", "th", "original", "", first),
        ("2020-02-17 12:00", "th", "original", "", second),
    )
    held = holding("thailand-2020-10", "platform", "Asia/Bangkok", posts)
    key = ("thailand-2020-10", "platform")
    return make_world(small_catalogue(), LEXICON, {key: held}, {}, "0")


def test_days_off_stand_beneath_at_the_middle_of_their_day(may):
    figure = drawn(may, "?ops=china-2019")
    _, holidays, make_up = figure["data"]
    # The second week, from 29 April, has Wednesday to Friday off, and ends with a Sunday worked.
    week = WEEK.number(day_number(date(2019, 4, 29)))
    expected = [week - 0.5 + (day + 0.5) / 7 for day in (2, 3, 4)]
    assert holidays["x"] == pytest.approx(expected, abs=0.001)
    expected = [week - 0.5 + (day + 0.5) / 7 for day in (-1, 6)]
    assert make_up["x"] == pytest.approx(expected, abs=0.001)
    assert holidays["marker"]["symbol"] != make_up["marker"]["symbol"]
    low, high = figure["layout"]["yaxis"]["range"]
    assert 0 > holidays["y"][0] > make_up["y"][0] > low
    assert low / (low - high) == pytest.approx(MARKS / (draw.BODY + MARKS))


def test_by_month_days_off_stand_in_their_month(may):
    holidays = drawn(may, "?ops=china-2019&unit=month")["data"][1]
    expected = [2019 * 12 + 4 - 0.5 + (day + 0.5) / 31 for day in (0, 1, 2)]
    assert holidays["x"] == pytest.approx(expected, abs=0.001)


def test_over_more_than_two_years_nothing_is_marked_beneath(world):
    figure = drawn(world, "?ops=russia-2018-10~thailand-2020-10")
    assert [trace["mode"] for trace in figure["data"]] == ["lines"] * 2
    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_the_figure_can_be_dragged_over_and_says_its_unit(world):
    for query, unit in (("", "week"), ("&unit=month", "month")):
        layout = drawn(world, f"?ops=thailand-2020-10{query}")["layout"]
        assert (layout["dragmode"], layout["selectdirection"]) == ("select", "h")
        assert layout["meta"] == {"unit": unit}


def test_without_posts_there_is_no_figure(world):
    found = answer(world, "?ops=uae-egypt-2019-09~thailand-2020-10&period=2006-01")
    assert draw.draw(found, Look()) is None
    assert say.say(found) == "No dated posts match this view."


@pytest.mark.parametrize("query", ["?ops=uae~thailand~russia", "?ops=thailand~turkey-2020-06"])
def test_all_columns_share_both_axes(world, query):
    found = answer(world, query)
    figure = draw.draw(found, Look())
    assert figure is not None
    for letter in "xy":
        axes = [a for k, a in figure["layout"].items() if k.startswith(f"{letter}axis")]
        assert len(axes) == len(found.known)
        assert len({tuple(axis["range"]) for axis in axes}) == 1


def test_few_months_far_above_all_others_are_cut_and_marked(world):
    """One column has 2% in each month, the other 70% and three of 10%; then 90% and 50 of 0.2%."""
    series = timeline(world, View(("uae-egypt-2019-09",))).series["uae-egypt-2019-09"]

    def top(shown: list, per_cent: bool) -> float:
        return draw._top([draw.heights(s, per_cent) for s in shown], per_cent)

    even = replace(series, posts=np.full(50, 10))  # 2% a month
    steep = replace(series, posts=np.array([70, 10, 10, 10]))
    assert top([even, steep], True) == 70  # four months are beyond twice 2%: nothing is cut
    steep = replace(series, posts=np.array([900, *[2] * 50]))
    assert top([even, steep], True) == 4
    assert top([even, steep], False) == 900
    assert top([steep], True) == 90
