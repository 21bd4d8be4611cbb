"""How far apart the weeks of operations are: numbers, a file and a panel."""

from dataclasses import replace
from itertools import combinations
from math import nan, sqrt
from typing import Any

import numpy as np
import pytest

from dashboard.app import read_world
from dashboard.measures.apart import ALONE, ONLY_ONE, ApartAnswer, apart
from dashboard.measures.by_account import Ends
from dashboard.measures.consistent import consistent
from dashboard.measures.daily import TOO_FEW
from dashboard.measures.divergence import Distances
from dashboard.measures.rhythm import rhythm
from dashboard.measures.world import World
from dashboard.panels.apart import PANEL
from dashboard.settings import ROOT
from dashboard.style import Look
from dashboard.view import View, parse_query

TWO = View(("china-2019", "thailand-2020-10"))
THREE = View((*TWO.operations, "russia-2018-10"))
TWICE = "?ops=russia-2018-10@2015-01..2015-12~russia-2018-10@..2013-12~thailand-2020-10"


@pytest.fixture(scope="module")
def embedded() -> World:
    return read_world(ROOT / "data" / "store")


@pytest.fixture(scope="module")
def three(embedded: World) -> ApartAnswer:
    return apart(embedded, THREE)


def drawn(answer: ApartAnswer, look: Look | None = None) -> Any:
    return PANEL.draw(answer, look or Look())


def test_distances_are_the_same_both_ways_and_none_to_itself(three):
    slugs = THREE.operations
    for one, other in combinations(slugs, 2):
        assert three.apart_from(one)[other] == three.apart_from(other)[one]
        assert three.apart_from(one)[other][0] > 0
    assert all(slug not in three.apart_from(slug) for slug in slugs)


def test_the_distance_without_its_correction_is_that_of_the_formula(embedded):
    found = apart(embedded, TWO)
    weeks = rhythm(embedded, TWO).weeks
    every = (weeks[o.slug].reshape(-1, found.apart.block).sum(1) for o in found.known)
    p, q = (blocks / blocks.sum() for blocks in every)
    m = (p + q) / 2
    terms = [x * np.log2(np.where(x > 0, x, 1) / np.where(x > 0, m, 1)) for x in (p, q)]
    plain = sqrt(sum(float(term.sum()) for term in terms) / 2)
    assert 0 < found.apart_from("china-2019")["thailand-2020-10"][0] < plain


def test_an_operation_is_as_far_apart_as_from_it_when_others_join(embedded, three):
    """Of operations that are compared together each pair is as it is alone."""
    alone = apart(embedded, TWO).apart_from("china-2019")["thailand-2020-10"]
    assert three.apart_from("china-2019")["thailand-2020-10"] == pytest.approx(alone)


def test_each_pair_is_a_row(embedded, three):
    frame = three.frame
    assert list(zip(frame["operation_a"], frame["operation_b"], strict=True)) == [
        *combinations(THREE.operations, 2)
    ]
    tests = consistent(embedded, THREE).frame.set_index(["operation", "test"])
    for row in frame.itertuples():
        there = tests.loc[(row.operation_a, f"distance:{row.operation_b}")]
        ours = (row.distance, row.low, row.high)
        assert tuple(there[["estimate", "low", "high"]]) == pytest.approx(ours, nan_ok=True)


def test_a_pair_that_is_not_known_is_a_row_that_says_why(world, embedded):
    few = apart(world, View(("thailand-2020-10", "turkey-2020-06")))
    assert few.unknown["thailand-2020-10"] == TOO_FEW
    assert len(few.frame) == 1 and few.frame["distance"].isna().all()
    (why,) = few.frame["basis"]
    assert TOO_FEW in why and few.unknown["turkey-2020-06"] in why
    assert drawn(few) is None


def test_one_operation_has_none_to_be_compared_with(embedded):
    assert apart(embedded, View(("china-2019",))).unknown == {"china-2019": ALONE}
    told = apart(embedded, View(("china-2019", "turkey-2020-06"))).unknown
    assert told["china-2019"] == ONLY_ONE != told["turkey-2020-06"]
    assert PANEL.cells(apart(embedded, View(("china-2019",))))[0].missing == ALONE


# ---- The panel -----------------------------------------------------------------------------------


def test_the_matrix_has_a_number_for_each_pair(three):
    texts = [trace["text"] for trace in drawn(three)["data"] if trace["mode"] == "text"]
    assert [column.index("–") for column in texts] == [0, 1, 2]
    apart_from = three.apart_from("china-2019")
    assert texts[0][1:] == [f"{apart_from[slug][0]:.2f}" for slug in THREE.operations[1:]]


def test_dots_stand_at_the_distances_and_lines_reach_to_the_ends(three):
    dots = [trace for trace in drawn(three)["data"] if trace["mode"] == "markers"]
    for trace, slug in zip(dots, THREE.operations, strict=True):
        ends = [*three.apart_from(slug).values()]
        assert trace["x"] == pytest.approx([at for at, _, _ in ends], abs=1e-4)
        lows = np.subtract(trace["x"], trace["error_x"]["arrayminus"])
        highs = np.add(trace["x"], trace["error_x"]["array"])
        assert lows == pytest.approx([low for _, low, _ in ends], abs=3e-4)
        assert highs == pytest.approx([high for _, _, high in ends], abs=3e-4)


def test_all_stand_on_one_scale_that_holds_every_interval(three):
    layout = drawn(three)["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith("xaxis")]
    (ticks,) = {tuple(axis["tickvals"]) for axis in axes}
    held = [high for slug in THREE.operations for _, _, high in three.apart_from(slug).values()]
    assert ticks[0] == 0 and max(held) <= ticks[-1] <= 1
    assert f"from 0 to {ticks[-1]:g}." in PANEL.unit(three)


def test_a_row_of_an_operation_that_stands_twice_has_its_period_beneath(embedded):
    view, _ = parse_query(TWICE, embedded.words)
    figure = drawn(apart(embedded, view))
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Russia Oct 2018<br>Jan 2015 to Dec 2015",
        "Russia Oct 2018<br>until Dec 2013",
        "Thailand Oct 2020",
    ]


def test_the_nearest_and_the_furthest_are_named(three):
    told = PANEL.say(three)
    ranked = sorted(
        (three.apart_from(one)[other][0], {one, other})
        for one, other in combinations(THREE.operations, 2)
    )
    names = {o.slug: o.short for o in three.known}
    nearest, furthest = told.split("are nearest")
    assert all(names[slug] in nearest for slug in ranked[0][1])
    assert all(names[slug] in furthest for slug in ranked[-1][1])
    assert f"**{ranked[0][0]:.2f}**" in told and f"**{ranked[-1][0]:.2f}**" in told


def test_who_shares_posts_with_another_is_not_said_to_be_near_it(embedded):
    found = apart(embedded, View(("china-2019", "china", "russia-2018-10")))
    assert found.apart_from("china")["china-2019"][0] == 0, "all posts of China are of 2019"
    assert "China 2019 and China (all)" not in PANEL.say(found)
    (line,) = [line for line in PANEL.cells(found)[1].lines if "China 2019" in line]
    assert line.endswith(", shares posts")
    alone = PANEL.say(apart(embedded, View(("china-2019", "china"))))
    assert "China 2019 and China (all) are **0.00**" in alone


def test_intervals_that_overlap_are_said_to(three):
    def told(*ends: Ends) -> str:
        table = np.zeros((3, 3, 3))
        for (one, other), its in zip(combinations(range(3), 2), ends, strict=True):
            table[:, one, other] = table[:, other, one] = its
        return PANEL.say(replace(three, apart=Distances(*table)))

    overlap = "it is not sure which are nearer"
    assert overlap in told((0.2, 0.1, 0.3), (0.25, 0.2, 0.3), (0.3, 0.3, 0.4))
    sure = told((0.2, 0.1, 0.29), (0.25, 0.2, 0.3), (0.3, 0.3, 0.4))
    assert overlap not in sure and "cannot tell" not in sure and "not known" not in sure
    near = told((0.0, 0.0, 0.1), (0.25, 0.2, 0.3), (0.3, 0.3, 0.4))
    assert "cannot tell China 2019 and Thailand Oct 2020 apart" in near and overlap not in near
    assert "cannot tell them apart" in told(*[(0.05, 0.0, 0.1)] * 3)
    assert "**0.20** (0.10 to 0.29)" in sure
    assert "not known" in told((0.2, nan, nan), (0.25, 0.2, 0.3), (0.3, 0.3, 0.4))
