"""When were they active: posts by month, from rows on the clock shown, from counts in UTC."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from dashboard import clock
from dashboard.measures.asking import NO_ROWS
from dashboard.measures.cited import index, month_number
from dashboard.measures.timeline import BY_MONTH, FIRST_MONTH, NOT_SPLIT, month_starts, timeline
from dashboard.measures.world import World, make_world
from dashboard.panels import timeline as panel
from dashboard.panels.months import Axes
from dashboard.style import Look
from dashboard.view import View, parse_query
from tests.small_world import LEXICON, small_catalogue, small_cited, small_holdings, table


def months(world: World, slug: str, query: str = "") -> dict[str, int] | str:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    found = timeline(world, view)
    return dict(found.series[slug].months) if slug in found.series else found.unknown[slug]


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


def test_rows_win_and_between_counts_the_more_complete():
    """China 2019 has counts of three releases by minute, 50 posts. What others counted wins as
    soon as it has as many releases and more posts, but where it cannot answer."""
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
    world = make_world(small_catalogue(), LEXICON, small_holdings(), told, "0")
    assert months(world, "thailand-2020-10") == {"2020-02": 22, "2020-03": 3}


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
    assert index(told)["china-2019-09"].items == []


def test_the_basis_says_whose_months_they_are(world):
    found = timeline(world, View(("thailand-2020-10", "uae-egypt-2019-09")))
    assert {slug: s.basis for slug, s in found.series.items()} == {
        "thailand-2020-10": "rows: all 25 posts, The release; months on the clock of Asia/Bangkok",
        "uae-egypt-2019-09": "counts: all 300 posts by month in UTC, Counts of 28 releases",
    }
    assert found.cited == {"uae-egypt-2019-09"}
    utc = replace(View(("thailand-2020-10",)), clock="utc")
    assert (
        timeline(world, utc).series["thailand-2020-10"].basis.endswith("months on the clock of UTC")
    )


def test_the_frame(world):
    view = View(("uae-egypt-2019-09", "turkey-2020-06"))
    frame = timeline(world, view).frame
    assert frame.columns.tolist() == ["operation", "start", "unit", "posts", "basis"]
    assert frame["start"].tolist()[:3] == ["2018-11-01", "2018-12-01", "2019-01-01"]
    assert frame["posts"].tolist()[:3] == [90, 0, 210]
    assert frame["start"].isna().tolist() == frame["posts"].isna().tolist() == [False] * 3 + [True]
    none = timeline(world, parse_query("?ops=uae&period=2010-01", world.words)[0]).frame
    assert none["posts"].tolist() == [0]
    assert none["start"].isna().all()
    assert timeline(world, View(())).frame.shape == (0, 5)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tehran", "America/Havana", "Pacific/Apia"])
def test_months_begin_at_local_midnight(zone):
    starts = month_starts(zone)
    assert (np.diff(starts) > 27 * clock.DAY).all()
    for number, start in enumerate(starts.tolist()[:-1], start=FIRST_MONTH):
        for slot, month in ((start - 1, number - 1), (start, number)):
            local = datetime.fromtimestamp(slot * clock.SLOT, UTC).astimezone(clock.zone(zone))
            assert month_number(local.isoformat()) == month


# ---- The panel -----------------------------------------------------------------------------------


def answer(world: World, query: str) -> panel.TimelineAnswer:
    return timeline(world, parse_query(query, world.words)[0])


def test_what_the_panel_says(world):
    told = panel.say(answer(world, "?ops=uae-egypt-2019-09~thailand-2020-10~turkey-2020-06"))
    assert told == (
        "Busiest month: UAE/Egypt Sep 2019 **Jan 2019** (**70.0%** of its posts) and Thailand Oct "
        "2020 **Feb 2020** (**88.0%** of its posts). Not known for Turkey Jun 2020."
    )
    (cell,) = panel.cells(answer(world, "?ops=uae-egypt-2019-09"))
    assert cell.lines == (
        "Busiest month **Jan 2019**: **210** posts (**70.0%**)",
        "From **Nov 2018** to **Jan 2019**, with posts in **2** of 3 months",
    )
    assert cell.sources[0].name == "basel-suiche-2020"


def test_part_of_the_releases_is_named(world):
    assert "China (1 of 3 releases)" not in panel.say(answer(world, "?ops=china-2019-09"))
    told = {"months": small_cited()["months"]}
    part = make_world(small_catalogue(), LEXICON, {}, told, "0")
    assert "China (1 of 3 releases) **Jul 2019**" in panel.say(answer(part, "?ops=china"))


def test_the_table_has_a_row_a_year(world):
    body = panel.table(answer(world, "?ops=uae-egypt-2019-09")).body
    assert body == [
        ["UAE/Egypt Sep 2019", "2018", *[""] * 10, "90", "0", "90"],
        ["UAE/Egypt Sep 2019", "2019", "210", *[""] * 11, "210"],
    ]


def test_the_figure_has_the_months_and_the_days_of_disclosure(world):
    figure = panel.draw(answer(world, "?ops=uae-egypt-2019-09~turkey-2020-06&scale=count"), Look())
    assert figure is not None
    (area,) = figure["data"]
    assert (area["x0"], area["dx"]) == (month_number("2018-10"), 1)
    assert area["y"] == [0, 90, 0, 210, 0]
    (line,) = figure["layout"]["shapes"]
    # 20 September 2019 is 19 days into its month.
    place = month_number("2019-09") - 0.5 + 19 / 31
    assert line["path"].startswith(f"M{place:.2f},0V")
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < month_number("2018-11") < place < high


def test_without_posts_there_is_no_figure(world):
    found = answer(world, "?ops=uae-egypt-2019-09~thailand-2020-10&period=2006-01")
    assert panel.draw(found, Look()) is None
    assert panel.say(found) == "No posts match this view."


def test_all_columns_share_both_axes(world):
    figure = panel.draw(answer(world, "?ops=uae~thailand~russia"), Look())
    assert figure is not None
    for letter, count in (("x", 3), ("y", 3)):
        axes = [a for k, a in figure["layout"].items() if k.startswith(f"{letter}axis")]
        assert len(axes) == count
        assert len({tuple(axis["range"]) for axis in axes}) == 1


def test_few_months_far_above_all_others_are_cut_and_marked(world):
    """One column has 2% in each month, the other 70% and three of 10%; then 90% and 50 of 0.2%."""
    series = timeline(world, View(("uae-egypt-2019-09",))).series["uae-egypt-2019-09"]
    even = replace(series, posts=np.full(50, 10))  # 2% a month
    steep = replace(series, posts=np.array([70, 10, 10, 10]))
    axes = Axes.of([even, steep], [], True, Look(), 2)
    assert axes.top == 70  # four months of the other are beyond twice 2%: nothing is cut
    steep = replace(series, posts=np.array([900, *[2] * 50]))
    assert Axes.of([even, steep], [], True, Look(), 2).top == 4
    assert Axes.of([even, steep], [], False, Look(), 2).top == 900
    assert Axes.of([steep], [], True, Look(), 1).top == 90
