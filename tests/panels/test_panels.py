"""Every panel draws figures that plotly knows, without text that would be read as markup."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.releases import Finding
from dashboard.link.view import View, parse_query
from dashboard.look import colours
from dashboard.look.style import COLUMN, Look
from dashboard.panels import PANELS
from dashboard.panels.panel import Panel, listed, runs, unmarked
from dashboard.snapshot.world import make_world
from dashboard.web.column_heads import rests
from dashboard.web.render import Answered, is_unknown, panel_how, panel_parts
from tests.small_world import (
    LEXICON,
    VERSION,
    first_issue_world,
    small_catalogue,
    small_cited,
    small_holdings,
)

LOOKS = (Look(), Look(dark=True), Look(across=1), Look(dark=True, across=2))
QUERIES = (
    "",
    "?scale=count",
    "?scale=count&clock=utc",
    "?ops=",
    "?ops=turkey-2020-06",
    "?ops=turkey-2020-06~uae~thailand-2020-10&scale=count",
    "?ops=china~uae~egypt~turkey-2020-06~russia~thailand",
    "?ops=china~uae~egypt~turkey-2020-06~russia~thailand&kind=reply&clock=Asia/Tehran",
    "?period=2006-01",
    "?period=2006-01&scale=count",
    "?lang=und&theme=filler",
    "?theme=court&scale=count",
    "?ops=uae-egypt-2019-09",
    "?tag=court&sort=difference",
    "?tag=hongkong&sort=name&theme=court~filler&period=2020-02",
    "?tag=nobody&ops=thailand-2020-10",
    "?tag=court&lang=th&ops=thailand-2020-10~russia-2018-10",
)
NO_FIGURE = {"distinctive", "facts", "find"}  # their answers are lists and tables


def answer(world: Any, panel: Panel[Any], query: str) -> Any:
    return panel.measure(world, parse_query(query, world.words)[0])


def by_key(key: str) -> Panel[Any]:
    return next(panel for panel in PANELS if panel.key == key)


def texts(value: Any) -> list[str]:
    """Return every text inside a figure."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    return [t for v in inside for t in texts(v)] if isinstance(value, dict | list | tuple) else []


def offenders(check: Callable[[Panel[Any], str], None]) -> dict[str, str]:
    """Return the panels and queries that do not stand up to a check, each with what it met."""
    found = {}
    for panel, query in product(PANELS, QUERIES):
        try:
            check(panel, query)
        except Exception as problem:
            found[f"{panel.key} {query}"] = f"{type(problem).__name__}: {problem}"
    return found


def test_figures_are_valid(world):
    """Plotly, which takes long, looks at each panel in every look, and at each query in one."""

    def check(panel: Panel[Any], query: str) -> None:
        found = answer(world, panel, query)
        looked_at = LOOKS[QUERIES.index(query) % len(LOOKS)]
        for look, figure in [(look, panel.draw(found, look)) for look in LOOKS]:
            if figure is None:
                continue
            if look is looked_at:
                go.Figure(figure)
            json.dumps(figure, allow_nan=False)
            assert figure["layout"]["height"] > 0

    assert offenders(check) == {}


def test_figures_show_no_markup_of_the_data(world):
    def check(panel: Panel[Any], query: str) -> None:
        found = answer(world, panel, query)
        for figure in filter(None, (panel.draw(found, look) for look in LOOKS)):
            shown = texts(figure)
            assert not [text for text in shown if "<b>court" in text or "King & " in text]

    assert offenders(check) == {}


def test_a_label_with_marks_is_shown_as_it_is_written(world):
    panel = by_key("themes")
    figure = panel.draw(answer(world, panel, ""), Look())
    assert figure is not None
    shown = " ".join(texts(figure["layout"])).replace("<br>", " ")
    assert "King &amp; &lt;b&gt;court&lt;/b&gt;" in shown


def test_words_and_tables_go_with_every_view(world):
    def check(panel: Panel[Any], query: str) -> None:
        found = answer(world, panel, query)
        for text in (panel.say(found), panel.unit(found)):
            assert text.endswith(".") or not found.operations
            assert text.count("**") % 2 == 0
            assert "nan" not in text.lower().split()
            assert "None" not in text
        table = panel.table(found)
        assert all(len(row) == len(table.head) for row in table.body)
        assert all(isinstance(cell, str) for row in table.body for cell in row)
        cells, nothing_asked = panel.cells(found), panel.key == "find" and not found.view.tag
        told_of = () if nothing_asked else found.operations
        assert tuple(cell.operation for cell in cells) == told_of
        assert all(cell.missing or cell.lines or cell.sheet for cell in cells)

    assert offenders(check) == {}


def test_an_offender_is_told_with_what_it_met():
    def check(panel: Panel[Any], query: str) -> None:
        assert panel.key != "size" or query

    assert list(offenders(check)) == ["size "]


@pytest.mark.parametrize(
    "panel", [p for p in PANELS if p.key not in NO_FIGURE], ids=lambda panel: panel.key
)
def test_colours_follow_the_operations_place_and_not_what_is_known(world, panel):
    """Thailand is the second of three, of which the first has no rows."""
    found = answer(world, panel, "?ops=turkey-2020-06~thailand-2020-10~russia-2018-10")
    figure = panel.draw(found, Look())
    if figure is None:
        assert panel.key in ("consistent", "apart"), (
            "the small world has too few posts for its tests"
        )
        return
    told = json.dumps(figure["data"]).lower()  # not the scale of colours
    for place, operation in enumerate(found.operations):
        known = panel.key == "size" or operation in found.known
        assert (Look().palette.operations[place].lower() in told) == known


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "",
            "No working day to be seen: China 2019, **none** in 50.0% of its posts. Office hours "
            "are 2 of 10 hours of the week. Fewer than 50 posts of Russia Oct 2018 and Thailand "
            "Oct 2020: no shares.",
        ),
        (
            "?clock=utc&ops=thailand-2020-10~turkey-2020-06",
            "Fewer than 50 posts of Thailand Oct 2020: no shares. Not known for Turkey Jun 2020.",
        ),
        ("?period=2006-01", "No posts with known hours match this view."),
    ],
)
def test_what_the_rhythm_panel_says(world, query, said):
    panel = by_key("rhythm")
    told = panel.say(answer(world, panel, query))
    assert told == said


@pytest.mark.parametrize("key", ["apart", "distinctive", "alike"])
def test_a_comparison_of_one_operation_asks_for_another(real, key):
    """It said "Not known for Thailand", as if files were missing."""
    panel = by_key(key)
    found = answer(real, panel, "?ops=thailand-2020-10")
    assert panel.sentence(found).startswith("Choose two or more operations")
    assert [cell.missing for cell in panel.cells(found)] == ["Alone in this comparison."]
    assert not is_unknown(panel, found)
    none = answer(real, panel, "?ops=china-2019~turkey-2020-06")
    assert panel.sentence(none).startswith("Not known for China") and is_unknown(panel, none)


def test_no_words_call_dark_what_a_dark_screen_draws_light(world):
    """On a dark screen the most posts are the lightest, under which stood "Darker: more"."""
    for panel in PANELS:
        made = answer(world, panel, "")
        words = f"{panel.caption(made) if panel.caption else ''} {panel.unit(made)}"
        assert "dark" not in words.lower(), panel.key


def test_numbers_of_weekdays_have_room_in_the_narrowest_column_that_has_them(world):
    """Four columns of 180 px for three operations: "17%" was cut off at the edge of a slide."""
    panel, across = by_key("rhythm"), 4
    figure: Any = panel.draw(answer(world, panel, ""), Look(across=across))
    numbers = [t for t in figure["data"] if t.get("mode") == "text" and t["y"] == [*range(7)]]
    assert numbers
    for trace in numbers:
        axis = figure["layout"][trace["xaxis"].replace("x", "xaxis")]
        left, right = axis["domain"]
        room = (1 - trace["x"][0] / axis["range"][1]) * (right - left) * across * COLUMN
        assert room >= 30  # px: of "17%" at 13 px in the widest of the fonts that are named


def test_what_the_size_panel_says(world):
    panel = by_key("size")
    assert unmarked(panel.say(answer(world, panel, ""))) == (
        "Accounts announced: China 2019, 80; Russia Oct 2018, 100; Thailand Oct 2020, 12. "
        "Amplifier accounts, never published: China 2019, 200; Thailand Oct 2020, 8."
    )
    lines = [" ".join(cell.lines) for cell in panel.cells(answer(world, panel, ""))]
    # Amplifiers were counted roughly, and are never added to accounts that were counted exactly.
    assert (
        "Not published: **2.5%** of 80 announced accounts and all **200** amplifiers." in lines[0]
    )
    assert "Not published: **10.0%** of 100 announced accounts." in lines[1]
    assert "Not published: **16.7%** of 12 announced accounts and all **8** amplifiers." in lines[2]


def test_what_the_themes_panel_says(world):
    panel = by_key("themes")
    told = panel.say(answer(world, panel, ""))
    assert "Thailand Oct 2020: King & <b>court</b>, **48.0%** of posts." in told
    assert "Largest theme of China 2019: Hong Kong, **37.5%** of hashtag uses." in told
    cells = panel.cells(answer(world, panel, ""))
    tags = [[t.text for its in cell.lists for t in its.tags] for cell in cells]
    assert tags == [["#News", "#HongKong"], [], ["#Court", "#+1", "#HongKong"]]


def test_the_themes_panel_says_which_lexicon_posts_were_read_with(world):
    """The small world's posts were read with one called "test"; cited tags go by the current."""

    def told(slug: str, version: str) -> str:
        shown = replace(world, lexicon=replace(world.lexicon, version=version))
        (cell,) = by_key("themes").cells(answer(shown, by_key("themes"), f"?ops={slug}"))
        return cell.details[-1]

    assert told("thailand-2020-10", "test") == "Lexicon: version test."
    later = " It is at version 8 by now: themes that came since are not counted here."
    assert told("thailand-2020-10", "8") == f"Lexicon: version test.{later}"
    assert told("china-2019", "8") == "Lexicon: version 8."


def test_what_others_found_stands_in_the_sheet_and_its_question_refers_to_it(world):
    """A finding on the rhythm was repeated under each question that posts by hour answer."""
    shown = [
        (panel.key, finding.text)
        for panel in PANELS
        for cell in panel.cells(answer(world, panel, "?ops=turkey-2020-06"))
        for finding in cell.findings
    ]
    told = ("size", "Forty accounts."), ("rhythm", "Most at noon.")
    assert shown == [*(("facts", text) for _, text in told), *told]
    parts = panel_parts(Answered.of(world, by_key("rhythm"), View(("turkey-2020-06",))), Look())
    assert "#facts" in str(parts["cells"]) and "Most at noon." not in str(parts["cells"])
    how = panel_how(Answered.of(world, by_key("facts"), View(("turkey-2020-06",))), Look())
    assert "Most at noon." in str(how)


def test_a_finding_names_its_release_where_there_are_several():
    catalogue = small_catalogue()
    slug = "china-2019-09"
    finding = Finding("size", "Few posts.", "A. Reader", "https://example.org/few")
    catalogue.releases[slug] = replace(catalogue.releases[slug], findings=(finding,))
    world = make_world(catalogue, LEXICON, small_holdings(), small_cited(), VERSION)
    for operation, text in ((slug, "Few posts."), ("china-2019", "China Sep 2019: Few posts.")):
        (cell,) = by_key("size").cells(answer(world, by_key("size"), f"?ops={operation}"))
        assert [finding.text for finding in cell.findings] == [text]


def test_where_a_filter_leaves_it_open_nothing_that_others_found_stands_in():
    """Counts of Thailand's accounts are of a whole release, and so are findings on them."""
    catalogue = small_catalogue()
    thailand = catalogue.releases["thailand-2020-10"]
    finding = Finding("accounts", "Ten accounts.", "A. Reader", "https://example.org/ten")
    catalogue.releases[thailand.slug] = replace(thailand, findings=(finding,))
    world = make_world(catalogue, LEXICON, small_holdings(), small_cited(), VERSION)
    panel = by_key("accounts")
    for query, expected in (("", (finding,)), ("&kind=reply", ())):
        (cell,) = panel.cells(told := answer(world, panel, f"?ops=thailand-2020-10{query}"))
        assert cell.findings == expected
    assert panel.say(told) == "Not known for Thailand Oct 2020."


def test_posts_by_year_are_a_finding_where_no_chart_has_them():
    world = first_issue_world()
    panel = by_key("timeline")
    (cell,) = panel.cells(told := answer(world, panel, "?ops=turkey-2020-06"))
    assert cell.missing
    (finding,) = cell.findings
    assert finding.text == "Its posts are known by year alone: 300 in 2019 and 200 in 2020."
    assert finding.by == "Credit of years"
    assert panel.say(told) == "Not known for Turkey Jun 2020."
    assert rests(world, told.operations[0].slug) == "counts: all 500 posts by year alone"


def cells_of(figure: Any) -> list[str]:
    """Return the 168 texts of the only map of a figure, Monday 00:00 first."""
    (cells,) = [trace for trace in figure["data"] if len(trace.get("base", ())) == 168]
    return list(cells["hovertext"])


def test_the_map_has_the_weeks_numbers(world):
    panel = by_key("rhythm")
    for query in ("?scale=count&ops=china-2019", "?ops=china-2019", "?ops=china-2019&range=own"):
        cells = cells_of(panel.draw(answer(world, panel, query), Look()))
        assert cells[2 * 24 + 8] == "Wed 08:00: 30 posts, 60.00%"
        assert cells[3 * 24] == "Thu 00:00: 10 posts, 20.00%"
        assert sum("no posts" in cell for cell in cells) == 168 - 3  # the third has 10


def test_fewer_than_fifty_posts_are_hatched_and_have_no_bars(world):
    panel = by_key("rhythm")
    figure = panel.draw(answer(world, panel, "?ops=thailand-2020-10"), Look())
    assert figure is not None
    (cells,) = figure["data"]
    assert cells["marker"]["pattern"]["shape"] == "/"
    assert {text.partition(": ")[2] for text in cells["hovertext"]} == {"some posts", "no posts"}


def test_working_hours_are_outlined_on_working_days_only(world):
    """Also where each operation has a scale of its own."""
    panel = by_key("rhythm")
    for query in ("", "&range=own"):
        found = answer(world, panel, f"?ops=china-2019&hours=8-17{query}")
        figure = panel.draw(found, Look())
        assert figure is not None
        (outline,) = [s for s in figure["layout"]["shapes"] if s["type"] == "rect"]
        assert [outline[end] for end in ("x0", "x1", "y0", "y1")] == [7.5, 16.5, -0.5, 4.5]
        (off,) = [s for s in figure["layout"]["shapes"] if s["type"] == "line"]
        assert (off["y0"], off["y1"]) == (4.5, 6.5)


def test_scales_of_their_own_say_that_they_differ(world):
    panel = by_key("rhythm")
    found = answer(world, panel, "?ops=china-2019&range=own")
    assert "scales differ" in panel.unit(found)
    figure = panel.draw(found, Look())
    assert "scales differ" in str(figure)
    (cells,) = [trace for trace in figure["data"] if len(trace.get("base", ())) == 168]
    assert cells["marker"]["color"].count(colours.shades(Look().palette)[-1]) == 1


def test_a_panel_is_explained_with_the_views_numbers(world):
    panel = by_key("rhythm")
    told = panel.explain(answer(world, panel, "?ops=china-2019&hours=8-17"))
    assert "Of the posts of China 2019, 60.0% fall in office hours" in told.how
    assert "50 posts" in told.cannot
    assert panel.explain(answer(world, panel, "?ops=thailand-2020-10")).how == ""
    told = panel.explain(answer(world, panel, "?ops=china-2019&hours=22-23"))
    assert "0.0% fall in office hours" in told.how
    assert "not known: all weeks are alike in it." in told.how


def test_one_scale_for_all_operations(world):
    panel = by_key("size")
    figure = panel.draw(answer(world, panel, ""), Look())
    assert figure is not None
    ranges = [
        tuple(axis["range"])
        for key, axis in figure["layout"].items()
        if key.startswith("xaxis") and "range" in axis
    ]
    assert len(ranges) == 9
    assert len(set(ranges)) == 3, "one each for accounts, amplifiers and posts"


def test_lists_in_words():
    assert [listed(list("abc"[:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]


def test_no_operation_draws_nothing(world):
    for panel in PANELS:
        assert panel.draw(panel.measure(world, View(())), Look()) is None


@pytest.mark.parametrize("key", ["rhythm", "themes", "languages", "timeline"])
def test_labels_stand_in_the_gutter_where_the_first_column_has_nothing_to_draw(world, key):
    panel = next(panel for panel in PANELS if panel.key == key)
    view = View(operations=("turkey-2020-06", "thailand-2020-10"))
    answer = panel.measure(world, view)
    assert set(answer.unknown) == {"turkey-2020-06"}
    figure = panel.draw(answer, Look())
    axes = [axis for name, axis in figure["layout"].items() if name.startswith("yaxis")]
    (labelled,) = [axis for axis in axes if axis["showticklabels"]]
    assert (labelled["anchor"], labelled["position"]) == ("free", 0)


def test_runs_of_neighbours():
    assert runs([]) == []
    assert runs([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]


@pytest.mark.parametrize("query", ["?ops=turkey-2020-06~thailand-2020-10~china-2019", ""])
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_every_trace_has_axes_of_the_figure_also_beside_an_operation_without_numbers(
    world, panel, query
):
    """Where an axis is not laid out, plotly.js draws one of its own: stray numbers at the left."""
    for look in (Look(), Look(across=1)):
        figure = panel.draw(answer(world, panel, query), look)
        for trace in figure["data"] if figure else ():
            for axis in ("xaxis", "yaxis"):
                name = trace.get(axis, axis[0])
                assert f"{axis}{name[1:]}" in figure["layout"], (trace["type"], name)
