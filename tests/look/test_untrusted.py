"""Texts of others are harmless in every list, table, chart and file."""

import csv
import io
import json
import unicodedata
from dataclasses import asdict, replace

import pytest
from flask.testing import FlaskClient

from dashboard.catalogue.lexicon import Lexicon, Term, Theme, fold
from dashboard.link.view import View, parse_query
from dashboard.look import style, ui, untrusted
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.snapshot.world import World, make_world
from dashboard.tables import ITEMS
from dashboard.web.app import create_app
from dashboard.web.render import Answered, panel_parts, panel_table
from dashboard.web.urls import ANSWER
from tests.page_answer import read
from tests.site_reader import Reader
from tests.small_world import VERSION, small_catalogue, small_holdings, table

TOWER = "z" + "\u0301" * 5_000
NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;&amp;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@sum(1)",
    "\u202etxt.exe",  # turns the direction of what follows
    "\u2067abc\u2066",
    "a\nb\tc\x00d",
    TOWER,
    "x" * 9_000,
    "السعودية",
    "สลิ่ม",
    "香港",
    "Москва",
    "**bold**",
)
OPS = ("thailand-2020-10", "russia-2018-10")


@pytest.fixture(scope="module")
def nasty() -> World:
    """Return a world of two operations whose every hashtag, domain and client is hostile."""
    rows = [("", "", fold(text), text, 50 + n, 20) for n, text in enumerate(NASTY)]
    rows += [("operator", "2020-02", *row[2:]) for row in rows]
    held = {
        key: replace(
            told,
            tags=table(ITEMS, rows),
            domains=table(
                ITEMS, [(*row[:4], row[4] * (1 + n % 3), 20) for n, row in enumerate(rows)]
            ),
            clients=table(ITEMS, rows),
        )
        for key, told in small_holdings().items()
        if key[0] in OPS
    }
    russian = held["russia-2018-10", "clemson"]
    other = [(*row[:4], 5 + 900 * (n % 2), 20) for n, row in enumerate(rows)]
    more = {"tags": table(ITEMS, other), "domains": table(ITEMS, other)}
    held["russia-2018-10", "clemson"] = replace(russian, **more)
    told = Term("السعودية", "hashtag", "ar", "<b>Saudi Arabia</b>", "made-up")
    theme = Theme("court", "<script>alert(2)</script>", "The court.", False, (told,))
    rest = {name: Theme(name, name, "Made up.", False, ()) for name in ("hong-kong", "filler")}
    lexicon = Lexicon("test", {"made-up": "Made up"}, {"court": theme, **rest})
    return make_world(small_catalogue(), lexicon, held, {}, VERSION)


KEYS = [panel.key for panel in PANELS]
OURS = {
    *(
        "a",
        "b",
        "bdi",
        "caption",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h2",
        "h3",
        "li",
        "p",
        "span",
    ),
    *("summary", "table", "tbody", "td", "th", "thead", "tr", "ul", "button"),
}


@pytest.fixture(scope="module")
def served(nasty: World) -> FlaskClient:
    return create_app(nasty, {"CACHE_VIEWS": 5}).server.test_client()


def texts(value: object) -> list[str]:
    """Return every text inside a value, as a reader sees it or a chart is told it."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    return [t for v in inside for t in texts(v)] if isinstance(value, dict | list | tuple) else []


@pytest.mark.parametrize("text", NASTY)
def test_what_is_shown_is_short_and_disturbs_nothing(text):
    shown = untrusted.shown(text)
    assert 0 < len(shown) <= untrusted.MOST
    assert not [s for s in shown if unicodedata.category(s)[0] == "C" or s in "\u2028\u2029"]
    marks = [unicodedata.category(sign)[0] == "M" for sign in shown]
    assert not any(all(marks[n : n + 4]) for n in range(len(marks) - 3))


def test_words_of_real_languages_stay_as_they_are():
    for text in (
        "السعودية",
        "สลิ่ม",
        "香港",
        "Москва",
        "İstanbul",
        "दिल्ली",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧",
    ):
        assert untrusted.shown(text) == text
    assert untrusted.shown("x" * 41) == "x" * 39 + "…"
    assert untrusted.isolated("ab") == "\u2068ab\u2069"


@pytest.mark.parametrize("query", ["", "&tag=السعودية", "&sort=difference&theme=court"])
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_no_panel_shows_markup_direction_or_towers(nasty, panel, query):
    view, notes = parse_query(f"?ops={'~'.join(OPS)}{query}", nasty.words)
    assert notes == []
    parts = panel_parts(Answered.of(nasty, panel, view), Look())
    parts["table"] = asdict(panel_table(nasty, panel, view))
    for text in texts({name: parts[name] for name in ("cells", "sentence", "table", "chart")}):
        assert "\u202e" not in text and "\u0301\u0301\u0301\u0301" not in text
        assert text.count("\u2068") == text.count("\u2069"), "each isolate is closed"
        assert len(text) < 2_000 and "\x00" not in text
    for text in texts(parts["figure"]):
        assert "<script" not in text and "<img" not in text and "\u202e" not in text
    json.dumps(parts, allow_nan=False)


@pytest.mark.parametrize("query", ["", "&tag=السعودية", "&sort=difference&theme=court"])
def test_what_is_put_into_the_page_as_html_holds_no_markup_of_others(served, query):
    """Each part of an answer holds elements of ours, which nest, and a hostile text as text."""
    call = {
        "link": f"?ops={'~'.join(OPS)}{query}",
        "wanted": {"panels": KEYS, "tables": KEYS, "how": KEYS},
    }
    made = read(served.post(ANSWER, json=call).data)
    parts = [Reader(str(node["html"])) for node in made.nodes.values() if "html" in node]
    elements = [element for part in parts for element in part.elements]
    assert {name for name, _ in elements} <= OURS
    assert not [name for _, named in elements for name in named if name.startswith("on")]
    assert [part.faults + part.open for part in parts] == [[]] * len(parts)
    assert "alert(" in " ".join(part.text(tag) for part in parts for tag in part.texts)


def test_a_chart_reads_no_tag_in_a_label(nasty):
    (panel,) = [p for p in PANELS if p.key == "themes"]
    figure = panel.draw(panel.measure(nasty, View(OPS)), Look())
    assert figure is not None
    assert style.plain("<script>alert(2)</script>") in " ".join(texts(figure["layout"]))


def test_two_stars_of_others_turn_nothing_bold():
    told = ui.bold(f"**5** uses of {untrusted.isolated('**bold**')} and **7**")
    assert [part["props"]["children"] for part in told if isinstance(part, dict)] == ["5", "7"]


def test_a_foreign_hashtag_says_its_language_and_meaning_as_text(nasty):
    (panel,) = [p for p in PANELS if p.key == "themes"]
    parts = panel_parts(Answered.of(nasty, panel, View(OPS)), Look())
    nodes = [n for n in everything(parts["cells"]) if n.get("type") == "Bdi"]
    (saudi,) = {
        json.dumps(n, sort_keys=True) for n in nodes if "السعودية" in n["props"]["children"]
    }
    assert json.loads(saudi)["props"] == {"children": "#السعودية", "dir": "auto", "lang": "ar"}
    assert all(n["props"]["dir"] == "auto" for n in nodes)


def everything(value: object) -> list[dict]:
    if isinstance(value, dict):
        return [value, *(n for v in value.values() for n in everything(v))]
    return [n for v in value for n in everything(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", ["hashtags", "distinctive", "domains", "clients", "similarity"])
def test_no_cell_of_a_file_is_a_formula_or_breaks_a_row(served, name):
    told = served.get(f"/download/{name}.csv?ops={'~'.join(OPS)}")
    assert told.status_code == 200
    rows = list(csv.reader(io.StringIO(told.text, newline="")))
    assert len(rows) > 5
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows[1:]:
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
        assert not [c for c in row if c.startswith("-") and not c[1:].replace(".", "").isdigit()]


def test_a_hostile_thing_can_be_looked_for(served):
    for text in NASTY:
        answer = served.get("/download/tags.csv", query_string={"ops": "~".join(OPS), "tag": text})
        refused = (400, 414) if len(fold(text)) > 80 else (200,)
        assert answer.status_code in refused, text[:20]
        assert len(answer.text) < 5_000
    assert served.get("/", query_string={"tag": NASTY[0]}).text.count("<script>alert") == 0
