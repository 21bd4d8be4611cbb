"""Everything that the page shows of a view, as plain values."""

import json
from dataclasses import asdict, replace
from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue.cited import index
from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.web.pages.markup import html_text
from dashboard.web.render import Answered, frame, panel_how, panel_parts, panel_table

PLAIN = Look()


def shown(world: Any, query: str, look: Look = PLAIN) -> dict[str, Any]:
    """Return the outputs as JSON text would carry them, which holds no NaN."""
    view = parse_query(query, world.words)[0]
    panels = {panel.key: panel_parts(Answered.of(world, panel, view), look) for panel in PANELS}
    tables = {panel.key: asdict(panel_table(world, panel, view)) for panel in PANELS}
    how = {panel.key: panel_how(Answered.of(world, panel, view), look) for panel in PANELS}
    told = frame(world, view, look) | {"panels": panels, "tables": tables, "how": how}
    return json.loads(json.dumps(told, allow_nan=False))


@pytest.mark.parametrize("query", ["", "?ops=", "?period=2006-01", "?ops=turkey~uae~china-2019-09"])
@pytest.mark.parametrize("look", [Look(), Look(True, 1)])
def test_every_view_becomes_json(world, query, look):
    assert set(shown(world, query, look)["panels"]) == {panel.key for panel in PANELS}


def test_a_head_for_every_operation_says_what_it_rests_on(world):
    told = shown(world, "?ops=thailand-2020-10~uae~turkey-2020-06")
    text = json.dumps(told["heads"])
    for part in (
        *("Thailand, disclosed October 2020", "rows: all 25 posts, The release"),
        "counts: all 300 posts by month, language or hashtag, Counts of 28 releases",
        "facts: announced only",
    ):
        assert part in text


def test_a_head_says_what_others_counted_where_that_is_not_all_posts(world):
    rows = pd.DataFrame({"release": ["turkey-2020-06"], "item": "x", "label": "x", "uses": 200})
    part = replace(world, cited=index({"hashtags": rows}))
    text = json.dumps(shown(part, "?ops=turkey-2020-06")["heads"])
    assert "counts: hashtags alone, Counts of 28 releases" in text


def test_columns_fit_the_screen(world):
    assert shown(world, "")["columns"] == {"--columns": 3, "--operations": 3}
    assert "wrapped" not in shown(world, "")["frame"]
    narrow = shown(world, "", Look(across=2))
    assert narrow["columns"] == {"--columns": 2, "--operations": 3}
    assert "wrapped" in narrow["frame"]


def test_downloads_carry_the_same_query(world):
    view = View(("thailand",), scale="count")
    told = json.dumps(shown(world, view.to_query())["panels"]["themes"]["links"])
    link = view.to_link(world.version)
    for name in ("themes.csv", "themes.json", "hashtags.csv", "hashtags.json"):
        assert f"/download/{name}{link}" in told
    assert world.version in told


def test_the_chart_is_named_by_its_sentence(world):
    for panel in shown(world, "")["panels"].values():
        assert panel["chart"]
        assert "**" not in panel["chart"]


def test_what_is_known_of_no_operation_is_one_line_at_the_foot_with_one_command(world):
    told = shown(world, "?ops=turkey-2020-06")
    foot = html_text(told["not_known"])
    assert foot.startswith("<div><p>Not known for Turkey Jun 2020: weeks and months, hours of the")
    assert foot.count("takedowns ingest") == 1 and "turkey_2020_06" in foot
    assert [key for key, is_unknown in told["unknown"].items() if is_unknown] == [
        *("timeline", "rhythm", "consistent", "apart", "themes", "over-time", "distinctive"),
        *("languages", "kinds", "accounts", "alike"),
    ]
    for panel in told["panels"].values():
        assert "takedowns ingest" not in json.dumps(panel)


def test_an_operation_without_numbers_beside_others_takes_one_line_in_its_column(world):
    told = shown(world, "?ops=thailand-2020-10~turkey-2020-06")
    foot = html_text(told["not_known"])
    for needs_two in ("distances of weeks", "what sets each apart", "likeness"):
        assert needs_two in foot
    assert "languages" not in foot
    cell = html_text(told["panels"]["languages"]["cells"][1])
    assert '<p class="reason">Languages: not known. Only its announcement is known.</p>' in cell
    assert cell.count("<p") == 1
    assert "Its posts are not held here" in html_text(told["how"]["languages"])


def test_a_filter_that_leaves_nothing_is_no_lack_of_files(world):
    for query in ("?ops=thailand-2020-10&kind=quote", "?ops=thailand-2020-10&period=2006-01"):
        told = shown(world, query)
        assert not any(told["unknown"].values())
        assert html_text(told["not_known"]) == "<div></div>"


@pytest.mark.parametrize(
    ("key", "query", "kind"),
    [
        ("rhythm", "?ops=thailand-2020-10", "body"),
        ("rhythm", "?ops=turkey-2020-06", "body bare tableless"),
        ("find", "?ops=egypt", "body plain tableless"),
        ("find", "?ops=turkey-2020-06&tag=hongkong", "body plain"),
    ],
)
def test_a_table_without_rows_is_not_offered(world, key, query, kind):
    told = shown(world, query)
    assert told["panels"][key]["kind"] == kind
    assert bool(told["tables"][key]["body"]) == ("tableless" not in kind)


def test_every_panel_leads_to_its_section_of_the_method_page(world, client):
    methods = client.get("/methods").text
    for panel in PANELS:
        assert f'<section id="{panel.method}"' in methods, panel.key
        links = json.dumps(panel_parts(Answered.of(world, panel, View()), PLAIN)["links"])
        assert f"/methods#{panel.method}" in links


def test_what_stood_in_each_panel_stands_once(real, client):
    """The page had its data version twelve times and "Source" 33 times: both were in sight."""
    in_sight = json.dumps(
        [panel_parts(Answered.of(real, panel, View()), PLAIN) for panel in PANELS]
    )
    assert "data version" not in in_sight and "Source: " not in in_sight.replace(
        '"aria-label": "Source: ', ""
    )
    folded = json.dumps([panel_how(Answered.of(real, panel, View()), PLAIN) for panel in PANELS])
    assert "Source: " in folded, "folded, it is there"
    page = client.get("/").text
    assert page.count("Data version") == 1
    assert frame(real, View(), PLAIN)["version"] == real.version
