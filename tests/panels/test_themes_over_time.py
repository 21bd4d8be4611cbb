"""When did they talk about it: posts by theme and week or month, and gaps where nobody posted."""

from datetime import UTC, datetime

import numpy as np
import pytest

from dashboard.clock.weeks_months import MONTH, WEEK
from dashboard.link.view import parse_query
from dashboard.look.style import Look
from dashboard.panels.themes_over_time import draw, say
from dashboard.panels.themes_over_time.measure import (
    NO_MONTHS,
    Course,
    OverTimeAnswer,
    themes_over_time,
)
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.world import World

THAI = "thailand-2020-10"


def answer(world: World, query: str) -> OverTimeAnswer:
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    return themes_over_time(world, view)


def rows(told: OverTimeAnswer, slug: str) -> list[tuple[str, list[int], int]]:
    """Return the first day, uses of each theme, and all posts of each period."""
    course = told.courses[slug]
    begun = [told.unit.start(course.first + n) for n in range(len(course.posts))]
    return list(zip(begun, course.uses.T.tolist(), course.posts.tolist(), strict=True))


def test_weeks_where_the_span_is_short(world):
    """22 posts in the week of 3 February 2020, three on Sunday 1 March."""
    told = answer(world, f"ops={THAI}")
    assert (told.unit, told.themes) == (WEEK, (0, 1, 2))
    assert rows(told, THAI) == [
        ("2020-02-03", [10, 0, 3], 22),
        ("2020-02-10", [0, 0, 0], 0),
        ("2020-02-17", [0, 0, 0], 0),
        ("2020-02-24", [2, 2, 0], 3),
    ]
    shares = told.courses[THAI].shares
    assert shares[0].tolist()[::3] == [10 / 22, 2 / 3]
    assert np.isnan(shares[:, 1:3]).all(), "nobody posted, so that there is no share"


def test_months_where_any_two_operations_are_far_apart(world):
    """Russia's posts are of 2014: 28 before the week of 27 October, and 40 in that month."""
    told = answer(world, f"ops={THAI}~russia-2018-10")
    assert told.unit == MONTH
    assert rows(told, THAI) == [("2020-02-01", [10, 0, 3], 22), ("2020-03-01", [2, 2, 0], 3)]
    assert rows(told, "russia-2018-10") == [("2014-10-01", [0, 6, 0], 40)]
    alone = answer(world, "ops=russia-2018-10&theme=hong-kong")
    assert rows(alone, "russia-2018-10") == [("2014-10-20", [6], 28), ("2014-10-27", [0], 12)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("theme=court", [("2020-02-03", [10], 22), ("2020-02-24", [2], 3)]),
        ("theme=court&clock=utc", [("2020-02-03", [10], 22), ("2020-02-24", [2], 3)]),
        ("theme=court&lang=th", [("2020-02-03", [10], 15), ("2020-02-24", [2], 2)]),
        ("theme=filler&kind=quote", [("2020-02-03", [3], 3)]),
        ("theme=court~hong-kong&period=2020-03", [("2020-02-24", [2, 2], 3)]),
        ("theme=court&period=2006-01", []),
    ],
)
def test_filters_apply_to_posts_and_to_what_they_are_shares_of(world, query, expected):
    told = answer(world, f"ops={THAI}&{query}")
    assert [row for row in rows(told, THAI) if row[2]] == expected


def test_where_there_are_no_months_it_is_not_known(world):
    told = answer(world, "ops=china-2019~turkey-2020-06~thailand-2020-10&lang=th")
    assert told.unknown == {"china-2019": NO_MONTHS, "turkey-2020-06": NO_ROWS}


def test_the_frame_has_a_row_an_operation_theme_and_period(world):
    frame = answer(world, f"ops=turkey-2020-06~{THAI}&theme=court~filler").frame
    assert frame["operation"].tolist() == ["turkey-2020-06", *[THAI] * 8]
    assert frame["theme"].tolist()[1:] == ["court"] * 4 + ["filler"] * 4
    assert frame["uses"].tolist()[1:] == [10, 0, 0, 2, 3, 0, 0, 0]
    assert set(frame["unit"]) == {"week"}
    gaps = [False, True, True, False]
    assert frame["share"].isna().tolist() == [True, *gaps, *gaps]


def test_a_period_of_few_posts_is_a_gap_in_the_chart(world):
    told = answer(world, f"ops={THAI}&theme=court")
    figure = draw.draw(told, Look())
    assert figure is not None
    (line,) = figure["data"]
    assert line["y"] == [round(1000 / 22, 3), None, None, None], "three posts are too few"
    assert line["connectgaps"] is False
    assert say.say(told) == (
        "Peak of the largest chosen theme of Thailand Oct 2020: King & <b>court</b>, "
        "**week of 3 Feb 2020**, **45.5%** of posts."
    )


def test_all_operations_and_themes_share_both_axes(world):
    figure = draw.draw(answer(world, f"ops={THAI}~russia-2018-10"), Look())
    assert figure is not None
    for letter in "xy":
        axes = [its for name, its in figure["layout"].items() if name.startswith(f"{letter}axis")]
        assert len(axes) == 6
        assert len({tuple(axis["range"]) for axis in axes}) == 1


def test_no_period_with_enough_posts_draws_nothing():
    few = Course(10, np.full(3, draw.LEAST - 1), np.ones((1, 3), np.int64), "")
    assert draw.BandAxes.of([few], WEEK, Look(), 1) is None


@pytest.mark.parametrize("query", ["", "lang=en&kind=retweet"])
def test_months_of_real_posts_are_those_of_a_plain_count(real, query):
    """Count row by row what the store holds of Russia, on Moscow's clock."""
    told = answer(real, f"ops=russia-2018-10&theme=us-partisan&clock=utc&{query}")
    assert told.unit == MONTH
    cells = real.sources["russia-2018-10",].cells
    place = real.theme_ids.index("us-partisan")
    group = None if not query else cells.group_numbers(("en",), ("retweet",))
    expected: dict[str, int] = {}
    for slot, posts, code, mine in zip(
        cells.themed_slot.tolist(),
        cells.themed_posts.tolist(),
        cells.themed_set.tolist(),
        cells.themed_group.tolist(),
        strict=True,
    ):
        if cells.member[code, place] and (group is None or mine in group):
            month = f"{datetime.fromtimestamp(slot * 900, UTC):%Y-%m}-01"
            expected[month] = expected.get(month, 0) + posts
    found = {start: uses[0] for start, uses, _ in rows(told, "russia-2018-10") if uses[0]}
    assert found == expected
    assert sum(expected.values()) > 1000
