"""Weeks that others counted without dates: when they answer, and the numbers, added up by hand."""

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.week_grids import WeekGrid
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View, parse_query
from dashboard.panels.clocks import PANEL as CLOCKS
from dashboard.panels.distances import PANEL as DISTANCES
from dashboard.panels.rhythm import PANEL
from dashboard.panels.rhythm.measure import rhythm, weekday_share
from dashboard.panels.similarity import PANEL as SIMILARITY
from dashboard.panels.similarity.measure import similarity
from dashboard.settings import ROOT
from dashboard.snapshot.local_week import WHOLE_ONLY, LocalWeek, OnlyInUTC, local_week
from dashboard.snapshot.shown import clock_with_offsets, weekends
from dashboard.snapshot.world import World
from dashboard.web.app import create_app
from tests.golden import SHARED

CHINA = "china-2019"


def grid(
    subject: str, language: str = "", posts: dict[tuple[int, int], int] | None = None
) -> WeekGrid:
    """Return a week in UTC of which 2 posts could not be read."""
    cells = np.zeros((7, 24), np.int64)
    for place, count in (posts or {(0, 0): 1000}).items():
        cells[place] = count
    return WeekGrid(subject, "basel-suiche-2020", language, cells, int(cells.sum()) + 2, 1)


# In UTC: Monday 02:00, Wednesday 12:00, Friday 23:00 and Sunday 20:00. Beijing is 8 hours ahead.
MADE = {(0, 2): 44, (2, 12): 22, (4, 23): 12, (6, 20): 10}


@pytest.fixture(scope="module")
def undated(world: World) -> World:
    """Return the small world with 88 of 90 Chinese-language posts of China's 100 by hour."""
    return replace(world, week_grids=(grid(CHINA, "zh", MADE),))


def ask(world: World, query: str) -> View:
    view, notes = parse_query(query, world.words)
    assert notes == []
    return view


@pytest.mark.parametrize(
    ("clock", "places", "office", "monday_to_friday"),
    [
        # 10:00, 20:00, Saturday 07:00 and Monday 04:00: 44 of 88 in office hours.
        ("operator", [(0, 4, 10), (0, 10, 44), (2, 20, 22), (5, 7, 12)], 44 / 88, 76 / 88),
        # Only Wednesday at noon is in office hours.
        ("utc", [(0, 2, 44), (2, 12, 22), (4, 23, 12), (6, 20, 10)], 22 / 88, 78 / 88),
        # An hour ahead of Beijing: 11:00, 21:00, Saturday 08:00 and Monday 05:00.
        ("Asia/Tokyo", [(0, 5, 10), (0, 11, 44), (2, 21, 22), (5, 8, 12)], 44 / 88, 76 / 88),
    ],
)
def test_the_week_on_clocks_of_whole_hours(undated, clock, places, office, monday_to_friday):
    found = rhythm(undated, View((CHINA,), clock)).rhythms[CHINA]
    assert [
        (d, h, found.week[d, h]) for d, h in zip(*np.nonzero(found.week), strict=True)
    ] == places
    assert found.shares.office.estimate == pytest.approx(office)
    assert weekday_share(found.week) == pytest.approx(monday_to_friday)
    assert found.office.even == pytest.approx(5 / 7 * 9 / 24)
    assert np.isnan(found.shares.office.low)
    assert np.isnan(found.shares.by_calendar.estimate)


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("", True),
        ("&lang=zh", True),
        ("&hours=8-20", True),
        ("&scale=count", True),
        ("&clock=Asia/Kathmandu", False),  # 5:45 ahead
        ("&clock=Asia/Kolkata", False),  # 5:30 ahead
        ("&clock=Europe/London", False),  # summer time
        ("&lang=en", False),
        ("&lang=en~zh", False),
        ("&period=2019-06", False),
        ("&per=account", False),
    ],
)
def test_where_dates_or_other_posts_are_asked_for_the_part_answers(undated, world, query, answers):
    """What the part says there is what it says in a world without the week."""
    view = ask(undated, f"?ops={CHINA}{query}")
    found = rhythm(undated, view)
    assert (found.cited == {CHINA}) == answers
    if not answers:
        pd.testing.assert_frame_equal(found.frame, rhythm(world, view).frame)
        assert found.unknown == rhythm(world, view).unknown
    assert isinstance(local_week(undated, CHINA, view), LocalWeek) == answers


def test_a_week_of_fewer_posts_than_are_held_does_not_answer(world):
    (held,) = world.sources_of(CHINA)
    for posts, answers in ((held.manifest.posts, frozenset()), (held.manifest.posts + 1, {CHINA})):
        known = replace(world, week_grids=(grid(CHINA, "zh", {(0, 2): posts}),))
        assert rhythm(known, View((CHINA,))).cited == answers


def test_a_country_is_answered_by_the_week_of_a_part_and_says_so(undated):
    found = rhythm(undated, View(("china",)))
    assert found.undated["china"].posts.sum() == 88
    only = replace(undated, week_grids=(grid("china-2019-09", "", {(0, 2): 300}),))
    assert rhythm(only, View((CHINA,))).cited == frozenset(), "1 of 3 releases, all 3 are held"


def test_what_is_said_of_it(undated):
    answer = rhythm(undated, View((CHINA,)))
    part = "97.8% of its Chinese-language posts, 90.0% of all"
    assert f"China 2019, **5 of 10** in {part}." in PANEL.say(answer)
    assert f"China 2019 ({part}) 50.0%, even 26.8%" in PANEL.table(answer).note
    (cell,) = PANEL.cells(answer)
    assert cell.lines[-1] == "Read from a chart: treat the hours as indicative"
    details = " ".join(cell.details)
    assert "By the calendar, without holidays: **not known**, as there are no dates" in details
    # If each of the 45 hours was read 1 too low, and each of the other 123 1 too high.
    assert "n = 88 of 90 Chinese-language posts, 90.0% of all" in details
    assert f"up to {100 * (45 + 123) / 2 / 88:.1f} points" in details
    assert [source.name for source in cell.sources] == ["basel-suiche-2020"]
    assert "no week can be left out" in PANEL.explain(answer).how
    operation, view = undated.column(CHINA), View((CHINA,))
    assert clock_with_offsets(undated, operation, view) == "Asia/Shanghai, UTC+8"
    assert [weekend.days for weekend in weekends(undated, operation, view)] == [("Sat", "Sun")]


def test_what_needs_dates_says_that_a_part_answers(real):
    view = ask(real, f"?ops={CHINA}~thailand-2020-10")
    part = "Only a part has dates: China 2019, 0.3% of its posts."
    indicative = "read from a chart: treat the hours as indicative"
    for panel in (CLOCKS, DISTANCES):
        china, thailand = panel.cells(panel.measure(real, view))
        assert china.lines[-1] == f"Based on **37,911** of 13.8 million posts (0.3%), {indicative}"
        assert "Based on" not in str(thailand.lines)
        assert part in panel.say(panel.measure(real, view))
        assert part not in panel.say(panel.measure(real.dated, view))


def test_its_files_name_it(undated):
    client = create_app(undated, {"CACHE_VIEWS": 2}).server.test_client()
    rows = pd.read_csv(io.BytesIO(client.get(f"/download/rhythm.csv?ops={CHINA}").data))
    assert list(rows) == [
        *("operation", "clock", "weekday", "hour", "posts", "share", "basis"),
        *("baseline_share", "baseline_n", "baseline_basis", "filters"),
    ]
    assert rows.posts.sum() == 88
    assert rows.clock[0] == "Asia/Shanghai"
    assert rows.basis[0].startswith(
        "counts: 88 of 90 Chinese-language posts, 90.0% of all; by week"
    )
    (source,) = json.loads(client.get(f"/download/rhythm.json?ops={CHINA}").data)["sources"]
    assert source["collection"] == "basel-suiche-2020"
    assert source["releases"] == ["china-2019-08-1", "china-2019-08-2", "china-2019-09"]


def test_likeness_of_rhythms_is_that_of_the_part_that_has_dates(real):
    """What chance adds is measured by leaving out weeks, and one pair does not change another."""
    view = ask(real, f"?ops={CHINA}~russia-2018-10~thailand-2020-10")
    answer, dated = similarity(real, view), similarity(real.dated, view)
    for pair, aspects in answer.pairs.items():
        assert aspects["rhythm"].value == dated.pairs[pair]["rhythm"].value
    part = "Only a part has dates: China 2019, 0.3% of its posts."
    assert part in SIMILARITY.unit(answer) and part not in SIMILARITY.unit(dated)


def test_on_a_clock_that_changed_it_is_not_known_and_utc_is_offered(real):
    spain = "spain-2019-09"
    why = rhythm(real, View((spain,))).unknown[spain]
    assert isinstance(why, OnlyInUTC)
    assert "Europe/Madrid changed while they were written (2019-02-27 to 2019-04-22)" in why
    client = create_app(real, {"CACHE_VIEWS": 2}).server.test_client()
    page = client.get(f"/operations/{spain}").get_data(as_text=True)
    assert "Show the hours in UTC" in page
    assert f"ops={spain}&amp;clock=utc" in page
    assert rhythm(real, View((spain,), "utc")).rhythms[spain].posts == 56_437
    assert rhythm(real, View((spain,), kinds=("retweet",))).unknown[spain] == WHOLE_ONLY


def test_where_the_weekend_changed_meanwhile_office_hours_are_not_known(real):
    """Saudi Arabia's was Thursday and Friday until June 2013, and the posts began before."""
    saudi = "saudi-arabia-2019-12"
    week = local_week(replace(real, week_grids=(grid(saudi),)), saudi, View((saudi,)))
    assert isinstance(week, NotKnown)
    assert "working weekdays changed" in week


# ---- The embedded weeks --------------------------------------------------------------------------


def share(week: pd.Series, first: int, last: int) -> float:
    """Return the share of Monday to Friday, from hour to hour, of posts by (weekday, hour)."""
    days, hours = (week.index.get_level_values(name) for name in ("weekday", "hour"))
    return float(week[(days < 5) & (hours >= first) & (hours < last)].sum() / week.sum())


def test_chinas_week_is_what_a_second_count_finds(real):
    path = ROOT / "data" / "published" / "luigigubello-china-2019" / "week_grids.csv"
    rows = pd.read_csv(path)
    hours = (24 * rows["weekday"] + rows["hour"] + 8) % 168
    week = (
        rows.assign(weekday=hours // 24, hour=hours % 24)
        .groupby(["weekday", "hour"])["posts"]
        .sum()
    )
    counted = [f"{share(week, *ends):.1%}" for ends in ((9, 18), (8, 17), (0, 24))]
    assert (week.sum(), counted) == (739_824, ["59.1%", "62.0%", "78.9%"])
    found = rhythm(real, View((CHINA,))).rhythms[CHINA]
    ours = (
        *(x.estimate for x in (found.shares.office, found.shares.press)),
        weekday_share(found.week),
    )
    assert [f"{float(x):.1%}" for x in ours] == counted
    assert found.week.ravel().tolist() == week.tolist()


def test_both_weeks_of_china_stand_on_its_page(real):
    client = create_app(real, {"CACHE_VIEWS": 2}).server.test_client()
    page = client.get(f"/operations/{CHINA}").get_data(as_text=True)
    section = page.partition('id="both-weeks"')[2].partition("</section>")[0]
    for text in ("59.1%", "62.0%", "78.9%", "80.0%", "79.0%", "42 an hour more or less"):
        assert text in section
    assert "both-weeks" not in client.get("/operations/spain-2019-09").get_data(as_text=True)


@pytest.mark.parametrize(
    ("file", "slug"),
    [
        ("china_2019_all3_zh_hour_weekday_utc_from_png.csv", CHINA),
        ("spain_082019_hour_weekday_utc_from_png.csv", "spain-2019-09"),
    ],
)
def test_what_is_embedded_is_what_was_read_from_the_charts(real, file, slug):
    folder = Path(os.environ.get(SHARED) or ROOT.parent / "shared")
    path = folder / "archive" / "counts-by-others" / file
    if not path.is_file():
        pytest.skip("the files are not there")
    rows = pd.read_csv(path).set_index(["weekday_mon0", "hour"])["tweets_read_from_chart"]
    found = rhythm(real, View((slug,), "utc")).weeks[slug]
    assert found.ravel().tolist() == rows.sort_index().tolist()
