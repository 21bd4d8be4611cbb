"""Posts of a theme between two slots, by look-ups, are those of a plain scan."""

import numpy as np
import pandas as pd
import pytest

from dashboard.snapshot.cells import Cells, Chosen, ThemeRuns
from dashboard.tables import POSTS
from tests.small_world import slot


def test_the_small_worlds_themes(world):
    """Thailand's posts: court 10 and 2, Hong Kong 2, filler 3; two of them have two themes."""
    runs = world.sources["thailand-2020-10",].theme_runs
    chosen = Chosen(slot("2020-02-01 00:00"), slot("2020-04-01 00:00"), "UTC")
    edges = np.array([slot(f"2020-{day} 00:00") for day in ("02-03", "02-04", "02-05", "03-02")])
    assert [runs.between(chosen, edges, theme).tolist() for theme in range(3)] == [
        *([10, 0, 2], [0, 0, 2], [0, 3, 0])
    ]
    cells = world.sources["thailand-2020-10",].cells
    english = cells.group_numbers(("en",), ())
    only = Chosen(chosen.lo, chosen.hi, "UTC", english)
    assert [runs.between(only, edges, theme).tolist() for theme in (0, 2)] == [[0, 0, 0], [0, 3, 0]]
    late = Chosen(slot("2020-02-04 09:45"), chosen.hi, "UTC")
    assert runs.between(late, edges, 0).tolist() == [0, 0, 2]
    assert runs.between(late, edges, 2).tolist() == [0, 3, 0]


@pytest.mark.parametrize("languages", [(), ("en", "ru")])
def test_random_stretches_of_real_posts(real, languages):
    chance = np.random.default_rng(4)
    for source in real.sources.values():
        cells, runs = source.cells, source.theme_runs
        ends = cells.all.slot[[0, -1]].tolist()
        for _ in range(20):
            lo, hi = np.sort(chance.integers(ends[0] - 99, ends[1] + 99, 2)).tolist()
            groups = cells.group_numbers(languages, ())
            chosen = Chosen(lo, hi, "UTC", groups)
            sets = cells.theme_sets(chosen)
            assert runs.sets(chosen).tolist() == sets.tolist()
            both = (cells.member * sets[:, None]).T @ cells.member.astype(np.int64)
            assert runs.together(sets).tolist() == both.tolist()
            whole = np.array([lo - 9, hi + 9])
            for theme in range(cells.member.shape[1]):
                assert runs.between(chosen, whole, theme).tolist() == [
                    sets @ cells.member[:, theme]
                ]


def test_a_holding_without_posts_of_a_theme(world):
    source = world.sources["china-2019-08-1", "china-2019-08-2", "china-2019-09"]
    runs = ThemeRuns(source.cells)
    chosen = Chosen(0, 2**31, "UTC")
    assert runs.sets(chosen).tolist() == [0]
    assert runs.between(chosen, np.array([0, 2**31]), 0).tolist() == [0]


def test_a_language_of_posts_in_two_phases():
    """Thai has 5 posts of the theme, 2 earlier and 3 operational; English has 7."""
    told = {
        "slot": [0, 1, 2],
        "language": ["th", "th", "en"],
        "kind": ["original"] * 3,
        "themes": ["a"] * 3,
        "phase": ["earlier", "operational", "operational"],
        "posts": [2, 3, 7],
    }
    cells = Cells(pd.DataFrame(told).astype(POSTS), ("a",))
    chosen = Chosen(0, 9, "UTC", cells.group_numbers(("th",), ()))
    assert ThemeRuns(cells).between(chosen, np.array([0, 1, 9]), 0).tolist() == [2, 3]
