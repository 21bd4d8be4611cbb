"""How far apart the weeks of operations are: numbers, a file and a panel."""

from dataclasses import replace
from itertools import combinations
from math import nan, sqrt
from typing import Any

import numpy as np
import pytest

from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.clocks.measure import consistent
from dashboard.panels.distances import PANEL
from dashboard.panels.distances.measure import (
    ALONE,
    ONE_WEEK,
    ONLY_ONE,
    DistancesAnswer,
    week_distances,
)
from dashboard.panels.rhythm.measure import rhythm
from dashboard.snapshot.daily import TOO_FEW
from dashboard.snapshot.source import Ends
from dashboard.snapshot.world import World
from dashboard.statistics.distances import Distances

TWO = View(("china-2019", "thailand-2020-10"))
THREE = View((*TWO.operations, "russia-2018-10"))
TWICE = "?ops=russia-2018-10@2015-01..2015-12~russia-2018-10@..2013-12~thailand-2020-10"


@pytest.fixture(scope="module")
def three(real: World) -> DistancesAnswer:
    return week_distances(real.dated, THREE)


def drawn(answer: DistancesAnswer, look: Look | None = None) -> Any:
    return PANEL.draw(answer, look or Look())


def test_distances_are_the_same_both_ways_and_none_to_itself(three):
    slugs = THREE.operations
    for one, other in combinations(slugs, 2):
        assert three.ends[one][other] == three.ends[other][one]
        assert three.ends[one][other][0] > 0
    assert all(slug not in three.ends[slug] for slug in slugs)


def test_the_distance_without_its_correction_is_that_of_the_formula(real):
    found = week_distances(real, TWO)
    weeks = rhythm(real, TWO).weeks
    every = (weeks[o.slug].reshape(-1, found.distances.block).sum(1) for o in found.known)
    p, q = (blocks / blocks.sum() for blocks in every)
    m = (p + q) / 2
    terms = [x * np.log2(np.where(x > 0, x, 1) / np.where(x > 0, m, 1)) for x in (p, q)]
    plain = sqrt(sum(float(term.sum()) for term in terms) / 2)
    assert 0 < found.ends["china-2019"]["thailand-2020-10"][0] < plain


def test_an_operation_is_as_far_apart_as_from_it_when_others_join(real, three):
    """Of operations that are compared together each pair is as it is alone."""
    alone = week_distances(real, TWO).ends["china-2019"]["thailand-2020-10"]
    assert three.ends["china-2019"]["thailand-2020-10"] == pytest.approx(alone)


def test_each_pair_is_a_row(real, three):
    frame = three.frame
    assert list(zip(frame["operation_a"], frame["operation_b"], strict=True)) == [
        *combinations(THREE.operations, 2)
    ]
    tests = consistent(real, THREE).frame.set_index(["operation", "test"])
    for row in frame.itertuples():
        there = tests.loc[(row.operation_a, f"distance:{row.operation_b}")]
        ours = (row.distance, row.low, row.high)
        assert tuple(there[["estimate", "low", "high"]]) == pytest.approx(ours, nan_ok=True)


def test_a_pair_that_is_not_known_is_a_row_that_says_why(world, real):
    few = week_distances(world, View(("thailand-2020-10", "turkey-2020-06")))
    assert few.unknown["thailand-2020-10"] == TOO_FEW
    assert len(few.frame) == 1 and few.frame["distance"].isna().all()
    (why,) = few.frame["basis"]
    assert TOO_FEW in why and few.unknown["turkey-2020-06"] in why
    assert drawn(few) is None


def test_one_operation_has_none_to_be_compared_with(real):
    assert week_distances(real, View(("china-2019",))).unknown == {"china-2019": ALONE}
    told = week_distances(real, View(("china-2019", "turkey-2020-06"))).unknown
    assert told["china-2019"] == ONLY_ONE != told["turkey-2020-06"]
    assert PANEL.sentence(week_distances(real, View(("china-2019",)))) == ALONE


# ---- The panel -----------------------------------------------------------------------------------


def test_the_matrix_has_a_number_for_each_pair(three):
    texts = [trace["text"] for trace in drawn(three)["data"] if trace["mode"] == "text"]
    assert [column.index("–") for column in texts] == [0, 1, 2]
    distances = three.ends["china-2019"]
    assert texts[0][1:] == [f"{distances[slug][0]:.2f}" for slug in THREE.operations[1:]]


def test_dots_stand_at_the_distances_and_lines_reach_to_the_ends(three):
    dots = [trace for trace in drawn(three)["data"] if trace["mode"] == "markers"]
    for trace, slug in zip(dots, THREE.operations, strict=True):
        ends = [*three.ends[slug].values()]
        assert trace["x"] == pytest.approx([at for at, _, _ in ends], abs=1e-4)
        lows = np.subtract(trace["x"], trace["error_x"]["arrayminus"])
        highs = np.add(trace["x"], trace["error_x"]["array"])
        assert lows == pytest.approx([low for _, low, _ in ends], abs=3e-4)
        assert highs == pytest.approx([high for _, _, high in ends], abs=3e-4)


def test_all_stand_on_one_scale_that_holds_every_interval(three):
    layout = drawn(three)["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith("xaxis")]
    (ticks,) = {tuple(axis["tickvals"]) for axis in axes}
    held = [high for slug in THREE.operations for _, _, high in three.ends[slug].values()]
    assert ticks[0] == 0 and max(held) <= ticks[-1] <= 1
    assert f"from 0 to {ticks[-1]:g}." in PANEL.unit(three)


def test_a_row_of_an_operation_that_stands_twice_has_its_period_beneath(real):
    view, _ = parse_query(TWICE, real.words)
    figure = drawn(week_distances(real, view))
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Russia Oct 2018<br>2015",
        "Russia Oct 2018<br>until Dec 2013",
        "Thailand Oct 2020",
    ]


def told(three: DistancesAnswer, *ends: Ends) -> str:
    """Return what is said of China and Thailand, China and Russia, Thailand and Russia."""
    table = np.zeros((3, 3, 3))
    for (one, other), its in zip(combinations(range(3), 2), ends, strict=True):
        table[:, one, other] = table[:, other, one] = its
    return PANEL.say(replace(three, distances=Distances(*table)))


def test_the_nearest_and_the_furthest_are_named(three):
    said = told(three, (0.2, 0.1, 0.24), (0.3, 0.25, 0.35), (0.5, 0.4, 0.6))
    assert said == (
        "The weeks of China 2019 and Thailand Oct 2020 are most alike: they are **much alike**. "
        "Those of Thailand Oct 2020 and Russia Oct 2018 differ most: they are still **partly "
        "alike**."
    )


@pytest.mark.parametrize(
    ("ends", "rivals"),
    [
        ([(0.2, 0.1, 0.25), (0.3, 0.25, 0.35), (0.5, 0.4, 0.6)], "as near"),
        ([(0.2, 0.1, 0.24), (0.3, 0.25, 0.4), (0.5, 0.4, 0.6)], "as far"),
        ([(0.2, 0.1, 0.3), (0.3, 0.25, 0.4), (0.5, 0.4, 0.6)], "as near or as far"),
        ([(0.2, 0.1, 0.24), (0.3, nan, nan), (0.5, 0.4, 0.6)], "as near or as far"),
    ],
)
def test_what_chance_leaves_open_is_said(three, ends, rivals):
    assert told(three, *ends).endswith(f" By chance others may be {rivals}.")


def test_which_the_data_cannot_tell_apart_is_said(three):
    none, some = (0.0, 0.0, 0.1), (0.2, 0.15, 0.25)
    far = (0.5, 0.4, 0.6)
    assert "The posts cannot tell China 2019 from Thailand Oct 2020." in told(
        three, none, some, far
    )
    assert "The posts cannot tell any of them apart." in told(three, none, none, none)
    assert "cannot tell" not in told(three, (0.1, nan, nan), some, far)
    assert "How far chance could move these is not known." in told(three, *[(0.1, nan, nan)] * 3)


@pytest.mark.parametrize(
    ("ops", "said"),
    [
        ("russia-2018-10~thailand-2020-10", ""),
        ("china-2019~thailand-2020-10", " The posts cannot tell them apart."),
        ("china-2019~china", " How far chance could move this is not known."),
    ],
)
def test_of_two_operations_no_order_is_said(real, ops, said):
    """The number stands in the column and the table, words in the sentence."""
    answer = week_distances(real.dated, parse_query(f"?ops={ops}", real.words)[0])
    ((_, _, ends),) = answer.pairs
    words = "almost the same" if ends[0] <= 0.1 else "partly alike"
    assert ends[0] <= 0.1 or 0.25 < ends[0] <= 0.75
    assert PANEL.say(answer).endswith(f" are **{words}**.{said}")
    known = f" ({ends[1]:.2f} to {ends[2]:.2f})" if ends[1] == ends[1] else ""
    assert f"**{ends[0]:.2f}**{known}" in PANEL.cells(answer)[0].details[0]


@pytest.mark.parametrize(
    ("ops", "common"),
    [
        ("china-2019~china", True),
        ("russia-2018-10@2014-01..2017-06~russia@2014-01..2017-06", True),
        ("china-2019@2019-07~china-2019@2019-01..", True),
        ("china-2019@..2019-06~china-2019@2019-07..", False),
        ("china-2019~thailand-2020-10", False),
    ],
)
def test_posts_in_common_leave_no_interval(real, ops, common):
    """Intervals take operations as strangers to each other."""
    answer = week_distances(real, parse_query(f"?ops={ops}", real.words)[0])
    ((_, _, (_, low, _)),) = answer.pairs
    assert not common or low != low
    cell = PANEL.cells(answer)[0]
    assert cell.details[0].endswith(", posts in common") == common
    assert any(line.startswith("Posts in common with") for line in cell.lines) == common
    assert answer.frame["basis"][0].endswith("; posts in common") == common


def test_who_shares_posts_with_another_is_not_said_to_be_near_it(real):
    found = week_distances(real, View(("china-2019", "china", "russia-2018-10")))
    assert found.ends["china"]["china-2019"][0] == 0, "all posts of China are of 2019"
    assert "China 2019 and China (all)" not in PANEL.say(found) + PANEL.explain(found).how


def test_an_operation_of_one_week_has_no_distance_and_says_why(real):
    ops = "russia-2018-10@2016-10-03..2016-10-09~china-2019~thailand-2020-10"
    answer = week_distances(real, parse_query(f"?ops={ops}", real.words)[0])
    one = answer.operations[0]
    assert answer.unknown == {one.slug: ONE_WEEK}
    missing = PANEL.cells(answer)[0].missing
    assert missing == f"Distances of weeks: not known. {ONE_WEEK.plain}"
    assert f"Not known for {one.short}." in PANEL.say(answer)
    assert answer.frame["basis"][0].startswith(ONE_WEEK)


def test_two_weeks_coarsen_nobodys_blocks(real):
    """Who can have no interval in any blocks does not choose them for the others."""
    ops = "china-2019~russia-2018-10"
    alone, beside = (
        week_distances(real, parse_query(f"?ops={told}", real.words)[0])
        for told in (ops, f"{ops}~russia-2018-10@2015-12-21..2016-01-03")
    )
    assert alone.distances.block == beside.distances.block < 6
    ends = [answer.ends["china-2019"]["russia-2018-10"] for answer in (alone, beside)]
    assert ends[0] == pytest.approx(ends[1])


def test_nothing_is_said_of_blocks_where_nothing_is_compared(real):
    alone = week_distances(real, View(("china-2019",)))
    assert "hours, or blocks of hours" in PANEL.unit(alone)
    assert (
        week_distances(real, View(("china-2019", "turkey-2020-06")))
        .frame["block_hours"]
        .isna()
        .all()
    )
