"""SIMULATED stands on all that is given out of a simulated store, and on nothing else.

Every route of the server, every panel and every download is walked: a new one that is not marked
fails here.
"""

import csv
import io
import json
import re
from dataclasses import replace
from itertools import product

import pytest
from flask.testing import FlaskClient

from dashboard.link.view import View, parse_query
from dashboard.look.simulated import BANNER, WORD
from dashboard.look.style import Look
from dashboard.panels import DOWNLOADS, PANELS, distances
from dashboard.panels.panel import STRIP
from dashboard.settings import ROOT
from dashboard.snapshot.world import World, make_world
from dashboard.web import ids
from dashboard.web.answer import answer
from dashboard.web.app import create_app
from dashboard.web.cache import make_cache
from dashboard.web.calls import Call
from dashboard.web.serving import Worlds
from dashboard.web.urls import ANSWER, CLOCKS, REST, SUGGESTIONS
from tests.csv_answer import csv_rows, csv_text_of
from tests.page_answer import read
from tests.site_reader import Reader
from tests.small_world import LEXICON, VERSION, small_catalogue, small_cited, small_holdings

TWO_WITH_MANY = (
    "?ops=china-2019~china~thailand-2020-10~thailand"  # else one alone has posts enough for a test
)
QUERIES = (
    *(
        "",
        "?ops=thailand-2020-10~thailand~china-2019~turkey-2020-06&clock=utc&scale=count&tag=court",
    ),
    TWO_WITH_MANY,
)
LOOKS = tuple(Look(dark, across) for dark, across in product((False, True), (1, 3, 6)))
# Rules that give no number to anybody: scripts, styles, icons, the wiring of the page, redirects,
# and what is refused. Every other rule is one of those below.
NOTHING_COUNTED = {
    *("/static/<path:filename>", "/assets/<path:filename>", "/_favicon.ico", "/_reload-hash"),
    *("/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",),
    *("/_dash-dependencies", "/_dash-update-component", "/<path:path>", "/compare-chosen"),
    CLOCKS,
}
# Lists and tables that stand under a caption which says so; and distances, for which the small
# world has too few weeks: they are drawn below.
NO_FIGURE = {"distinctive", "facts", "find", "apart"}
PAGES = ("/", "/disclosures", "/find", "/methods", "/about", "/glossary", "/operations/<slug>")
DATA = ("/download/<name>.<form>", "/download/releases.csv", "/picture/<key>")
DRAWN = ("/_dash-layout", ANSWER, REST, SUGGESTIONS)
every_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
every_query = pytest.mark.parametrize("query", QUERIES)


@pytest.fixture(scope="module")
def made_up() -> World:
    """Return the small world, all of its holdings simulated."""
    held = {
        key: replace(told, manifest=replace(told.manifest, simulated=True))
        for key, told in small_holdings().items()
    }
    return make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)


@pytest.fixture(scope="module")
def unmarked(world: World) -> FlaskClient:
    """Return a client of the same world, real, without what others counted."""
    return create_app(replace(world, cited={}), {"CACHE_VIEWS": 5}).server.test_client()


@pytest.fixture(scope="module")
def marked(made_up: World) -> FlaskClient:
    return create_app(made_up, {"CACHE_VIEWS": 5}).server.test_client()


def addresses(world: World) -> list[str]:
    """Return the address of every page, one that is not there among them."""
    slugs = [*world.catalogue.operations, "nowhere"]
    pages = [*PAGES[:-1], *(f"/disclosures?by={by}" for by in ("accounts", "posts", "published"))]
    pages.append("/find?q=hongkong")
    return [*pages, *(f"/operations/{slug}" for slug in slugs), *(f"/{q}" for q in QUERIES)]


def downloads() -> list[str]:
    asked = product(DOWNLOADS, ("csv", "json"), QUERIES)
    return [f"/download/{name}.{form}{query}" for name, form, query in asked] + [
        "/download/releases.csv"
    ]


def test_only_frames_put_the_mark():
    """Pages, charts and tables say what they show; what frames them says that it is simulated."""
    web = ROOT / "dashboard" / "web"
    marking = {
        path.relative_to(web).as_posix()
        for path in web.rglob("*.py")
        if "dashboard.look.simulated" in path.read_text("utf-8")
        or "dashboard.look import simulated" in path.read_text("utf-8")
    }
    frames = {"app.py", "pages/document.py", "render.py", "pictures.py", "downloads.py"}
    assert marking == frames | {"pages/days.py"}  # a picture of its own


def test_a_world_is_simulated_if_any_holding_is(world, made_up):
    assert made_up.simulated and not world.simulated
    held = small_holdings()
    key = next(iter(held))
    held[key] = replace(held[key], manifest=replace(held[key].manifest, simulated=True))
    assert make_world(small_catalogue(), LEXICON, held, {}, VERSION).simulated


def test_no_count_of_real_posts_stands_beside_what_is_simulated(marked, made_up, client, world):
    """Of this release nothing was simulated, and what others counted on it is not made up."""
    slug = "uae-egypt-2019-09"
    assert slug in world.cited and not world.sources_of(slug) and not made_up.cited
    columns = {"timeline": "posts", "languages": "posts", "hashtags": "uses", "kinds": "posts"}
    for name, column in columns.items():
        address = f"/download/{name}.csv?ops={slug}"
        counted = [
            [row[column] for row in csv_rows(asked.get(address))] for asked in (client, marked)
        ]
        assert any(counted[0]) and not any(counted[1]), name


def test_every_route_is_known_here(marked):
    rules = {rule.rule for rule in marked.application.url_map.iter_rules()}
    assert rules == {*PAGES, *DATA, *DRAWN, *NOTHING_COUNTED}


# ---- Pages ---------------------------------------------------------------------------------------


def test_every_page_says_so_in_its_title_and_first_of_all_it_shows(marked, made_up):
    for address in addresses(made_up):
        html = marked.get(address).text
        page = Reader(html)
        assert page.text("title").startswith(f"{WORD}: "), address
        # Of the comparison once for who has scripts, and once for who has none.
        assert html.count(BANNER) == 1 + (address.partition("?")[0] == "/"), address
        kind, shown = re.split('<body class="(.*?)">', html)[1:]
        assert "is-simulated" in kind.split(), address  # so says each sheet that is printed
        shown = shown.split("<noscript>")[-1]
        assert shown.index(BANNER) < shown.index("<h1"), address


def test_the_comparison_says_so_before_anything_is_drawn(marked):
    frame = marked.get("/").text.split(f'<div id="{ids.FRAME}"')[1]
    first = frame.split("<p")[1]
    assert f">{BANNER}</p>" in first and 'class="simulated"' in first


def test_the_picture_of_the_days_says_so(marked):
    html = marked.get("/disclosures").text
    pictures = html.split("<svg")[1:]
    assert len(pictures) == 2
    for picture in pictures:
        assert f">{WORD}</text>" in picture.split("</svg>")[0]


def test_every_chart_of_an_operations_page_says_so(marked, made_up):
    for slug in made_up.catalogue.operations:
        html = marked.get(f"/operations/{slug}").text
        for part in html.split('type="application/json"')[1:]:
            figures = json.loads(part.split(">", 1)[1].split("</script>")[0])
            drawn = [f for mode in figures.values() for f in mode.values() if f]
            assert drawn and all(stamps(figure) == [f"<b>{WORD}</b>"] for figure in drawn)


# ---- Charts --------------------------------------------------------------------------------------


def stamps(figure: dict) -> list[str]:
    return [told["text"] for told in figure["layout"]["annotations"] if WORD in told["text"]]


@every_query
@every_panel
def test_every_chart_says_so_above_what_it_draws(panel, query, made_up):
    found = panel.measure(made_up, parse_query(query, made_up.words)[0])
    for look in LOOKS:
        plain, figure = panel.draw(found, look), panel.figure(found, look)
        if panel.key in NO_FIGURE:
            assert plain is figure is None
            continue
        assert plain is not None and figure is not None
        (word,) = [a for a in figure["layout"]["annotations"] if WORD in a["text"]]
        below, above = plain["layout"], figure["layout"]
        assert above["height"] - below["height"] == STRIP
        assert above["margin"]["t"] - below["margin"]["t"] == STRIP
        assert above["margin"] | {"t": 0} == below["margin"] | {"t": 0}
        assert (word["yref"], word["y"], word["yanchor"]) == ("paper", 1, "bottom")
        assert word["yshift"] == below["margin"]["t"]
        assert word["font"]["color"] == look.palette.mark
        assert figure["data"] == plain["data"]


def test_distances_say_so_above_what_they_draw(real):
    world = replace(real, simulated=True)
    found = distances.PANEL.measure(world, View(("china-2019", "thailand-2020-10")))
    for look in LOOKS:
        assert stamps(distances.PANEL.figure(found, look)) == [f"<b>{WORD}</b>"]


@every_panel
def test_a_chart_of_real_posts_is_as_it_was_drawn(panel, world):
    found = panel.measure(world, parse_query("", world.words)[0])
    assert panel.figure(found, Look()) == panel.draw(found, Look())


@every_panel
def test_what_is_not_drawn_carries_nothing(panel, made_up):
    assert panel.figure(panel.measure(made_up, View(())), Look()) is None


KEYS = [panel.key for panel in PANELS]
EVERY_PART = {"panels": KEYS, "tables": KEYS}


@every_query
def test_an_answer_to_the_page_says_so_in_charts_names_and_tables(marked, made_up, query):
    cache = make_cache(marked.application, 5)
    call = Call(query, {"dark": False, "across": 3}, wanted=EVERY_PART)
    made = read(answer(Worlds.fixed(made_up), cache, call))
    for panel in PANELS:
        if panel.key not in NO_FIGURE:
            assert stamps(made.figures[panel.key])
        assert made.panel(panel.key)["chart"].startswith(f"{WORD}: ")
        assert f"<caption>{WORD}: " in made.html(ids.part(panel.key, "table"))
    later = read(marked.post(REST, json=made.shown["view"] | EVERY_PART).data)
    assert later.figures == made.figures
    assert later.nodes.items() <= made.nodes.items()


@every_panel
def test_every_picture_says_so_in_its_name_above_its_chart_and_in_its_question(marked, panel):
    answered = marked.get(f"/picture/{panel.key}{QUERIES[1]}")
    if panel.key in NO_FIGURE:
        assert answered.status_code == 404
        return
    told = answered.get_json()
    assert told["name"] == f"{WORD}-{panel.key}-{VERSION}"
    assert stamps(told["figure"]) == [f"<b>{WORD}</b>", f"<b>{WORD}: {panel.question}</b>"]


# ---- Downloads -----------------------------------------------------------------------------------


def test_every_file_says_so_in_its_name_and_in_every_row(marked):
    files = [address for address in downloads() if ".csv" in address]
    for address in files:
        found = marked.get(address)
        name = address.split("/")[-1].split("?")[0]
        told = f'attachment; filename="{WORD}-{name.replace(".csv", f"-{VERSION}.csv")}"'
        assert found.headers["Content-Disposition"] == told
        head, *rows = csv.reader(io.StringIO(csv_text_of(found)))
        assert head[0] == "simulated", address
        empty = name == "distinctive.csv" or (name == "tags.csv" and "tag=" not in address)
        assert bool(rows) != empty, address
        assert {row[0] for row in rows} <= {WORD}, address


def test_every_json_says_so_first(marked):
    for address in downloads():
        if ".json" in address:
            told = marked.get(address).get_json()
            assert next(iter(told.items())) == ("simulated", WORD), address


def test_nothing_else_changes_in_a_download_but_what_it_rests_on(marked, unmarked):
    made_up = "made up in the form of "
    texts = {address: marked.get(address).text for address in downloads()}
    assert any(made_up in text for text in texts.values())
    for address, text in texts.items():
        plain, ours = unmarked.get(address), text.replace(made_up, "")
        if ".json" in address:
            assert json.loads(ours) == {"simulated": WORD} | plain.get_json()
        else:
            rows = csv.reader(io.StringIO(ours))
            assert [row[1:] for row in rows] == [*csv.reader(io.StringIO(csv_text_of(plain)))]


# ---- Everything else -----------------------------------------------------------------------------


def test_nothing_real_is_marked(client, world):
    pictures = [f"/picture/{panel.key}{QUERIES[1]}" for panel in PANELS]
    for address in [*addresses(world), *downloads(), *pictures, "/_dash-layout"]:
        found = client.get(address)
        assert WORD not in found.text, address
        assert WORD not in found.headers.get("Content-Disposition", ""), address
    told = answer(
        Worlds.fixed(world),
        make_cache(client.application, 5),
        Call(wanted=EVERY_PART),
    )
    assert WORD.encode() not in told
