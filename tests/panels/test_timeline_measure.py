"""When were they active: posts by week or month, on the clock shown; cited counts in UTC."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from dashboard.catalogue.cited import index
from dashboard.catalogue.releases import Group
from dashboard.clock import local_time
from dashboard.clock.local_time import day_number, day_of
from dashboard.clock.weeks_months import MONTH, WEEK, Unit, starts
from dashboard.link.view import View, parse_query
from dashboard.panels import PANELS
from dashboard.panels.timeline.measure import BY_MONTH, NOT_SPLIT, days_off, timeline
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.daily import calendar_of
from dashboard.snapshot.world import World, make_world
from tests.small_world import (
    LEXICON,
    first_issue_world,
    holding,
    small_catalogue,
    small_cited,
    small_holdings,
    table,
)


def counted(world: World, slug: str, query: str = "") -> dict[str, int] | str:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    found = timeline(world, view)
    return dict(found.series[slug].by_start) if slug in found.series else found.unknown[slug]


def months(world: World, slug: str, query: str = "") -> dict[str, int] | str:
    found = counted(world, slug, f"unit=month&{query}")
    return found if isinstance(found, str) else {start[:7]: n for start, n in found.items()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # The night of 29 February is March in Bangkok.
        ("", {"2020-02": 22, "2020-03": 3}),
        ("clock=utc", {"2020-02": 24, "2020-03": 1}),
        ("kind=original", {"2020-02": 10, "2020-03": 3}),
        ("lang=en~und", {"2020-02": 7, "2020-03": 1}),
        ("lang=ru", {"2020-02": 0, "2020-03": 0}),
        ("theme=hong-kong", {"2020-02": 0, "2020-03": 2}),
        ("theme=court&lang=th&clock=utc", {"2020-02": 12, "2020-03": 0}),
        ("period=2020-02-04..2020-03-01", {"2020-02": 7, "2020-03": 3}),
        ("period=2020-03", {"2020-03": 3}),
        ("period=2021-01", {}),
    ],
)
def test_rows_by_month_on_the_clock_shown(world, query, expected):
    assert months(world, "thailand-2020-10", query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"2018-11": 90, "2018-12": 0, "2019-01": 210}),
        ("clock=Asia/Tokyo", {"2018-11": 90, "2018-12": 0, "2019-01": 210}),
        ("period=2018-12..", {"2018-12": 0, "2019-01": 210}),
        ("period=..2018-11", {"2018-11": 90}),
        ("period=2010-01", {}),
        ("period=2018-12-02..", BY_MONTH),
        ("lang=ar", NOT_SPLIT),
        ("kind=reply", NOT_SPLIT),
        ("theme=court", NOT_SPLIT),
    ],
)
def test_cited_months_lie_in_utc_and_answer_whole_months_only(world, query, expected):
    assert months(world, "uae-egypt-2019-09", query) == expected


def test_a_month_without_posts_between_others_is_a_counted_zero(world):
    assert months(world, "russia-2018-10") == {"2014-10": 40}
    assert months(world, "egypt")["2018-12"] == 0


def test_where_only_facts_are_known_there_are_none(world):
    assert months(world, "turkey-2020-06") == NO_ROWS


def test_the_most_complete_answers_and_a_part_where_that_cannot():
    """China 2019 has counts of three releases by minute, 50 posts. What others counted wins as
    soon as it has as many releases and more posts, but where it cannot answer. So it does beside
    rows, but in data versions of before, in which these answer."""
    cited = small_cited()
    rows = [(f"china-2019-{n}", "2019-06", 20) for n in ("08-1", "08-2", "09")]
    more = cited | {"months": table(dict.fromkeys(cited["months"], "object"), rows)}
    for told, expected in ((cited, {"2019-07": 50}), (more, {"2019-06": 60})):
        world = make_world(small_catalogue(), LEXICON, small_holdings(), told, "0")
        assert months(world, "china-2019") == expected
        assert months(world, "china-2019", "lang=zh") == {"2019-07": 40}
        assert months(world, "china-2019", "kind=reply") != expected
        assert months(world, "china-2019-09", "period=2019-06") == {"2019-06": 20}
    thai = [("thailand-2020-10", "2019-01", 1_000_000)]
    told = {"months": table(dict.fromkeys(cited["months"], "object"), thai)}
    rows_alone = {"2020-02": 22, "2020-03": 3}
    world = make_world(small_catalogue(), LEXICON, small_holdings(), told, "0")
    assert months(world, "thailand-2020-10") == {"2019-01": 1_000_000}
    assert months(world, "thailand-2020-10", "lang=th~en~und") == rows_alone
    few_missing = {"months": table(dict.fromkeys(cited["months"], "object"), [(*thai[0][:2], 25)])}
    world = make_world(small_catalogue(), LEXICON, small_holdings(), few_missing, "0")
    assert months(world, "thailand-2020-10") == rows_alone, "25 rows of 25 posts"
    before = make_world(
        small_catalogue(), LEXICON, small_holdings(), told, "0", current_rules=False
    )
    assert months(before, "thailand-2020-10") == rows_alone


def test_months_of_several_releases_are_added():
    rows = [("china-2019-08-1", "2018-12", 5), ("china-2019-09", "2019-02", 7)]
    rows += [("china-2019-08-1", "2019-02", 1)]
    told = {"months": table(dict.fromkeys(small_cited()["months"], "object"), rows)}
    world = make_world(small_catalogue(), LEXICON, {}, told, "0")
    assert months(world, "china-2019") == {"2018-12": 5, "2019-01": 0, "2019-02": 8}
    series = timeline(world, View(("china-2019",))).series["china-2019"]
    assert series.basis == (
        "counts: all 13 posts by month in UTC, Counts of 28 releases; 2 of 3 releases"
    )
    assert index(told)["china-2019-09"].tags.items == []


def test_the_basis_says_whose_months_they_are(world):
    found = timeline(world, View(("thailand-2020-10", "uae-egypt-2019-09")))
    assert {slug: s.basis for slug, s in found.series.items()} == {
        "thailand-2020-10": "rows: all 25 posts, The release; months on the clock of Asia/Bangkok",
        "uae-egypt-2019-09": "counts: all 300 posts by month in UTC, Counts of 28 releases",
    }
    assert found.cited == {"uae-egypt-2019-09"}
    utc = replace(View(("thailand-2020-10",)), clock="utc")
    assert (
        timeline(world, utc)
        .series["thailand-2020-10"]
        .basis.endswith("; weeks, Monday to Sunday, on the clock of UTC")
    )


def test_the_frame(world):
    view = View(("uae-egypt-2019-09", "turkey-2020-06"))
    frame = timeline(world, view).frame
    assert frame["unit"].tolist() == ["month"] * 4
    assert frame.columns.tolist() == ["operation", "start", "unit", "posts", "basis"]
    assert frame["start"].tolist()[:3] == ["2018-11-01", "2018-12-01", "2019-01-01"]
    assert frame["posts"].tolist()[:3] == [90, 0, 210]
    assert frame["start"].isna().tolist() == frame["posts"].isna().tolist() == [False] * 3 + [True]
    none = timeline(world, parse_query("?ops=uae&period=2010-01", world.words)[0]).frame
    assert none["posts"].tolist() == [0]
    assert none["start"].isna().all()
    assert timeline(world, View(())).frame.shape == (0, 5)


# ---- Weeks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "query", "expected"),
    [
        # 10 + 5 + 3 + 4 from Monday 3 February; 2 + 1 on Sunday 1 March, the week's last day.
        ("thailand-2020-10", "", [("2020-02-03", 22), ("2020-02-24", 3)]),
        ("thailand-2020-10", "kind=original", [("2020-02-03", 10), ("2020-02-24", 3)]),
        # At 14 hours before UTC the last post is on Monday; at 11 behind, the first on Sunday.
        (
            "thailand-2020-10",
            "clock=Pacific/Kiritimati",
            [("2020-02-03", 22), ("2020-02-24", 2), ("2020-03-02", 1)],
        ),
        (
            "thailand-2020-10",
            "clock=Pacific/Pago_Pago",
            [("2020-01-27", 15), ("2020-02-03", 7), ("2020-02-24", 3)],
        ),
        # 20 + 6 + 2 until Sunday 26 October, which had 25 hours; 12 on Monday.
        ("russia-2018-10", "unit=week", [("2014-10-20", 28), ("2014-10-27", 12)]),
        # A week that the period cuts holds what lies in it.
        ("thailand-2020-10", "period=2020-02-04..2020-02-29", [("2020-02-03", 7)]),
    ],
)
def test_weeks_run_from_monday_on_the_clock_shown(world, slug, query, expected):
    found = counted(world, slug, query)
    assert [(start, posts) for start, posts in found.items() if posts] == expected
    days = [date.fromisoformat(start) for start in found]
    assert all(day.weekday() == 0 for day in days)
    assert all(after - day == timedelta(7) for day, after in pairwise(days))


def test_the_basis_says_that_the_period_cuts_a_week(world):
    def told(query: str) -> str:
        view, _ = parse_query(f"?ops=thailand-2020-10&{query}", world.words)
        return timeline(world, view).series["thailand-2020-10"].basis

    cut = "; a week that the period cuts counts what lies in it"
    assert told("period=2020-02-03..2020-03-01").endswith("Asia/Bangkok")
    assert told("period=2020-02-04..2020-03-01").endswith(cut)
    assert told("period=2020-02-03..2020-02-29").endswith(cut)
    assert told("period=2020-02-04..&unit=month").endswith(cut.replace("week", "month"))


ZONES = ("UTC", "Asia/Tehran", "America/Havana", "Pacific/Apia", "Asia/Amman", "Europe/Moscow")


def world_of(times: list[datetime], zone: str) -> World:
    """Return a world in which Thailand's release has a post at each of `times`, in UTC."""
    posts = tuple((f"{time:%Y-%m-%d %H:%M}", "th", "original", "", 1) for time in sorted(times))
    held = holding("thailand-2020-10", "platform", zone, posts)
    key = ("thailand-2020-10", "platform")
    return make_world(small_catalogue(), LEXICON, {key: held}, {}, "0")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("unit", [WEEK, MONTH], ids=lambda unit: unit.name)
def test_what_is_counted_equals_dates_counted_one_by_one(zone, unit):
    dice = Random(zone)
    begin, minutes = datetime(2009, 12, 20, tzinfo=UTC), 3 * 366 * 1440
    times = [begin + timedelta(minutes=15 * dice.randrange(minutes // 15)) for _ in range(2000)]
    expected: dict[str, int] = {}
    for time in times:
        day = time.astimezone(local_time.zone(zone)).date()
        day = day - timedelta(day.weekday()) if unit is WEEK else day.replace(day=1)
        expected[str(day)] = expected.get(str(day), 0) + 1
    found = counted(world_of(times, zone), "thailand-2020-10", f"unit={unit.name}")
    assert {start: posts for start, posts in found.items() if posts} == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("unit", [WEEK, MONTH], ids=lambda unit: unit.name)
def test_weeks_and_months_begin_at_local_midnight(zone, unit):
    for day, start in zip(unit.days.tolist(), starts(unit, zone).tolist(), strict=True):
        if day_of(day) > local_time.FIRST_DAY:
            assert start == local_time.span(zone, day_of(day), None)[0]


def test_units_are_numbered_without_a_gap():
    assert MONTH.number(day_number(date(2019, 7, 31))) == 2019 * 12 + 6
    monday = day_number(date(2019, 8, 5))
    assert WEEK.number(monday) == WEEK.number(monday + 6) == WEEK.number(monday - 1) + 1
    assert WEEK.start(WEEK.number(monday + 3)) == "2019-08-05"
    for unit in (WEEK, MONTH):
        assert unit.number(int(unit.days[-2])) == unit.first + len(unit.days) - 2
    # 1 August is the first of 31 days, and the fourth of its week of seven.
    august = np.array([day_number(date(2019, 8, 1))])
    assert MONTH.places(august) == [2019 * 12 + 7 - 0.5]
    assert WEEK.places(august) == [WEEK.number(int(august[0])) - 0.5 + 3 / 7]


# ---- Which unit ----------------------------------------------------------------------------------


def unit_of(world: World, query: str) -> tuple[Unit, tuple[str, ...]]:
    found = timeline(world, parse_query(query, world.words)[0])
    return found.unit, found.monthly


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?ops=thailand-2020-10", WEEK),  # February 2020 to the disclosure in October
        ("?ops=thailand-2020-10&unit=month", MONTH),
        ("?ops=thailand-2020-10~turkey-2020-06", WEEK),
        ("?ops=russia-2018-10", MONTH),  # 2014 to the disclosure in 2018
        ("?ops=russia-2018-10&unit=week", WEEK),
        ("?ops=russia-2018-10&period=..2014-12", WEEK),  # with an end, disclosure does not count
        ("?ops=russia-2018-10@..2014-12", WEEK),
        ("?ops=russia-2018-10~thailand-2020-10&period=..2020-12", MONTH),  # together six years
        ("?ops=thailand-2020-10&period=2006-01", WEEK),  # nothing
        ("?ops=", WEEK),
    ],
)
def test_weeks_are_shown_where_all_columns_together_span_two_years(world, query, expected):
    assert unit_of(world, query) == (expected, ())


@pytest.mark.parametrize(("days", "expected"), [(731, WEEK), (732, MONTH)])
def test_two_years_are_731_days(days, expected):
    first = datetime(2017, 1, 1, tzinfo=UTC)
    world = world_of([first, first + timedelta(days - 1)], "UTC")
    assert unit_of(world, "?ops=thailand-2020-10&period=2016-01..2019-12") == (expected, ())


def test_beside_counts_by_month_all_is_by_month(world):
    both = "?ops=thailand-2020-10~uae-egypt-2019-09"
    assert unit_of(world, both) == (MONTH, ("uae-egypt-2019-09",))
    assert unit_of(world, f"{both}&unit=week") == (MONTH, ("uae-egypt-2019-09",))
    assert unit_of(world, f"{both}&unit=month") == (MONTH, ())
    # Days that cut a month are no months: then only Thailand's posts are known, by week.
    assert unit_of(world, f"{both}&period=2019-01-02..") == (WEEK, ())
    frame = timeline(world, parse_query(both, world.words)[0]).frame
    assert set(frame["unit"]) == {"month"}
    assert frame[frame["operation"] == "thailand-2020-10"]["posts"].tolist() == [22, 3]


def test_the_frame_by_week_has_mondays(world):
    frame = timeline(world, View(("thailand-2020-10", "turkey-2020-06"))).frame
    assert frame["unit"].tolist() == ["week"] * 5
    assert frame["start"].tolist()[:2] == ["2020-02-03", "2020-02-10"]
    assert frame["posts"].tolist()[:4] == [22, 0, 0, 3]
    assert frame["start"].isna().tolist() == [False] * 4 + [True]


# ---- Gaps and days off ---------------------------------------------------------------------------


def test_the_longest_stretch_without_posts(world):
    series = timeline(world, View(("thailand-2020-10",))).series["thailand-2020-10"]
    assert series.gap == (1, 2)
    for posts, expected in (
        ([1, 0, 1, 0, 0, 5, 0, 0, 0], (3, 2)),
        ([0, 0, 3, 4], (0, 0)),
        ([7], (0, 0)),
        ([0, 0], (0, 0)),
        ([1, 0, 1, 0, 1], (1, 1)),
    ):
        assert replace(series, posts=np.array(posts)).gap == expected


def told(days: np.ndarray) -> list[str]:
    return [str(day_of(int(day))) for day in days]


def test_holidays_and_make_up_days_are_those_of_the_calendar(world):
    """China's Labour Day of 2019: off from Wednesday 1 to Saturday 4 May, worked on two Sundays."""
    china = world.catalogue.countries["china"]
    off = days_off(china, *(day_number(date(2019, *day)) for day in ((4, 28), (5, 5))))
    assert told(off.holidays) == ["2019-05-01", "2019-05-02", "2019-05-03"]
    assert told(off.make_up) == ["2019-04-28", "2019-05-05"]
    inside = days_off(china, *(day_number(date(2019, *day)) for day in ((4, 29), (5, 1))))
    assert (told(inside.holidays), told(inside.make_up)) == (["2019-05-01"], [])


def test_days_off_are_those_between_the_first_and_the_last_post_of_the_period():
    """Bangkok: the night of 30 April, and 6 May 2019. Thailand: 1 May is off, and so is 6 May."""
    times = [datetime(2019, 4, 30, 18, tzinfo=UTC), datetime(2019, 5, 6, 1, tzinfo=UTC)]
    world = world_of(times, "Asia/Bangkok")
    for query, expected in (
        ("", ["2019-05-01", "2019-05-06"]),
        ("?period=2019-05-02..", ["2019-05-06"]),
        ("?period=..2019-05-05", ["2019-05-01"]),
        ("?period=2018-01", []),
    ):
        found = timeline(world, parse_query(f"{query or '?'}&ops=thailand-2020-10", world.words)[0])
        off = found.days_off.get("thailand-2020-10")
        assert (told(off.holidays) if off else []) == expected
    assert not timeline(world, parse_query("?ops=russia-2018-10", world.words)[0]).days_off


def test_over_more_than_two_years_no_days_off_are_shown(world):
    assert not timeline(world, View(("russia-2018-10", "thailand-2020-10"))).days_off
    assert set(timeline(world, View(("thailand-2020-10",))).days_off) == {"thailand-2020-10"}


def test_a_country_keeps_its_own_calendar_and_a_joint_release_the_first_ones(world):
    for slug, country in (
        ("uae-egypt-2019-09", "uae"),
        ("egypt", "egypt"),
        ("egypt@2019-01..2019-02", "egypt"),
        ("china-2019", "china"),
    ):
        assert calendar_of(world, slug).slug == country


# ---- Days of a first issue -----------------------------------------------------------------------

JOINT = "uae-egypt-2019-09"


@pytest.mark.parametrize(
    ("query", "expected", "table"),
    [
        # Of the months, 300 posts, and not of the first issue's 310: they answer where they can.
        ("", {"2018-11-01": 90, "2018-12-01": 0, "2019-01-01": 210}, "months"),
        ("period=2018-11", {"2018-11-01": 90}, "months"),
        ("unit=week&period=2018-11", {"2018-11-05": 90}, "days"),
        ("unit=week&period=2019-01", {"2019-01-07": 220}, "days"),
        # Six days without the Sunday; and what is cut counts what lies in it.
        ("period=2018-11-05..2018-11-10", {"2018-11-05": 60}, "days"),
        ("period=2018-11-06..2018-12&unit=month", {"2018-11-01": 30}, "days"),
        ("period=2018-11-06..2018-11-07", {}, "days"),
    ],
)
def test_days_of_the_first_issue_answer_where_months_cannot(query, expected, table):
    world = first_issue_world()
    assert counted(world, JOINT, query) == expected
    view, _ = parse_query(f"?ops={JOINT}&{query}", world.words)
    answer = timeline(world, view)
    assert (answer.cited, answer.cited_tables) == ({JOINT}, (table,))
    assert answer.daily == ({JOINT} if table == "days" else frozenset())
    whole = {
        "months": "counts: all 300 posts by month in UTC, Counts of 28 releases",
        "days": "counts: all 310 posts by day in UTC, Title of first; the re-issue has 300, by "
        "month alone",
    }
    assert answer.series[JOINT].basis.startswith(whole[table])


def test_weeks_run_on_between_days_with_posts():
    weeks = counted(first_issue_world(), JOINT, "unit=week")
    assert next(iter(weeks.items())) == ("2018-11-05", 90) and sum(weeks.values()) == 310
    assert len(weeks) == 10 and weeks["2018-12-31"] == 0, "ten weeks from 5 Nov to 7 Jan"


def test_the_first_issue_is_named_where_it_answers():
    world = first_issue_world()
    (panel,) = (panel for panel in PANELS if panel.key == "timeline")
    weeks = timeline(world, replace(View((JOINT,)), unit="week"))
    assert panel.say(weeks) == (
        "UAE/Egypt Sep 2019 was busiest in the week of **7 Jan 2019**, with **71.0%** of the "
        "posts counted. Known in part: UAE/Egypt Sep 2019, **the first issue of its files**."
    )  # 220 of 310
    assert "are of the first issue of its files, in UTC" in panel.unit(weeks)
    (cell,) = panel.cells(weeks)
    assert [collection.name for collection in cell.sources] == ["first"]
    months = timeline(world, View((JOINT,)))
    assert "first issue" not in panel.say(months) + panel.unit(months)


def test_days_of_one_release_do_not_answer_for_several():
    """Egypt has counts of the joint release alone; with months of another, days are a part."""
    world = first_issue_world()
    other = replace(world.cited[JOINT], release="turkey-2020-06", days=np.zeros(0, np.int64))
    catalogue = small_catalogue()
    both = (catalogue.releases[JOINT], catalogue.releases["turkey-2020-06"])
    catalogue.groups["both"] = Group("both", "Both", "Both", tuple(r.slug for r in both))
    mixed = replace(world, catalogue=catalogue, cited=world.cited | {other.release: other})
    assert counted(mixed, "both", "period=2018-11-05..2018-11-10") == BY_MONTH
