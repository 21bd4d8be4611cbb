"""A picture stands alone: it says what it shows, whose numbers these are, and where to see more."""

import json
from typing import Any

import pytest

from dashboard.link.view import parse_query
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.web.pictures import EDGE, LOOK, WIDTH, Text, picture
from dashboard.web.render import FORMS, Answered, panel_parts

DRAWN = [panel for panel in PANELS if panel.key not in ("distinctive", "facts", "find")]
QUERIES = (
    "",
    "?ops=thailand-2020-10",
    "?ops=china-2019~thailand-2020-10~russia-2018-10&scale=count",
)


def made(world: Any, panel: Any, query: str) -> Any:
    view, _ = parse_query(query, world.words)
    return picture(world, panel, view)


def written(figure: Any) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("panel", DRAWN, ids=lambda panel: panel.key)
def test_a_picture_says_all_that_stands_around_it(world, panel, query):
    figure = made(world, panel, query)
    if figure is None:
        alone = panel.key == "alike" and query == QUERIES[1]
        assert alone or panel.key in ("consistent", "apart"), (
            "the small world has too few posts for tests"
        )
        return
    json.dumps(figure, allow_nan=False)
    view, _ = parse_query(query, world.words)
    answer = panel.measure(world, view)
    text = " ".join(written(figure)).replace("<br>", " ")
    assert f"<b>{panel.question}</b>" in text
    assert panel.unit(answer).replace("&", "&amp;") in text
    assert view.to_link(world.version).replace("&", "&amp;") in text.replace(" &amp;", "&amp;")
    assert f"Data version {world.version}: /?v=2" in text
    for operation in answer.operations:
        assert f"{operation.short}: {operation.name}" in text
    for operation in answer.known:
        if panel.key != "kinds" or operation.slug in answer.kinds:  # programs are not drawn
            assert f"<b>{operation.short}</b>" in text, "no head of a page names it"


@pytest.mark.parametrize("panel", DRAWN, ids=lambda panel: panel.key)
def test_texts_and_plot_have_room_beside_each_other(world, panel):
    """The plot keeps its own height, and no text reaches over the edge or into another."""
    view, _ = parse_query("", world.words)
    alone = panel.figure(panel.measure(world, view), LOOK)
    if alone is None:
        return
    layout, plain = made(world, panel, "")["layout"], alone["layout"]
    margin, bare = layout["margin"], plain["margin"]
    tall = layout["height"] - margin["t"] - margin["b"]
    assert tall == plain["height"] - bare["t"] - bare["b"]
    added = layout["annotations"][len(plain["annotations"]) :]
    above = [note["yshift"] for note in added if note["y"] == 1]
    below = [note["yshift"] for note in added if note["y"] == 0]
    assert above == sorted(above, reverse=True) and below == sorted(below, reverse=True)
    assert max(above) <= margin["t"] - EDGE
    last = added[-1]
    lines = last["text"].count("<br>") + 1
    assert below[-1] - 1.3 * lines * last["font"]["size"] >= -margin["b"]
    assert min(above) > bare["t"] and max(below) < -bare["b"]


def test_a_text_is_cut_into_lines():
    words = Text("**one** " + "word " * 100, 12, "#000")
    assert len(words.lines) == 3
    assert words.height == round(3 * 12 * 1.3) + 10
    link = Text("https://takedowns.example/?v=2" + "&lang=en" * 60, 12, "#000", is_link=True)
    assert len(link.lines) > 1 and "".join(link.lines) == link.text
    assert all(line.startswith("&lang") for line in link.lines[1:])
    told = Text("<b>**x**</b> & y", 12, "#000").annotation(0, 1, 0)["text"]
    assert told == "&lt;b&gt;<b>x</b>&lt;/b&gt; &amp; y"


def test_a_picture_is_offered_where_something_is_drawn(world):
    by_key = {panel.key: panel for panel in PANELS}

    def links(key: str, query: str) -> list[Any]:
        told = panel_parts(
            Answered.of(world, by_key[key], parse_query(query, world.words)[0]), Look()
        )["links"]
        parts = [part["props"] for part in told if isinstance(part, dict)]
        return [part for part in parts if part.get("className") == "picture"]

    found = links("rhythm", "?ops=thailand-2020-10")
    assert [link["data-format"] for link in found] == list(FORMS)
    assert all(
        link["href"].startswith("/picture/rhythm?v=2&ops=thailand-2020-10&") for link in found
    )
    assert links("rhythm", "?ops=turkey-2020-06") == []
    assert links("find", "?ops=thailand-2020-10&tag=hongkong") == []


def test_the_server_gives_the_picture_of_a_view(client, world):
    told = client.get("/picture/rhythm?ops=thailand-2020-10&period=2020-02..&lang=en~th").get_json()
    assert (told["name"], told["width"]) == (f"rhythm-{world.version}", WIDTH)
    assert told["height"] == told["figure"]["layout"]["height"]
    text = " ".join(written(told["figure"]))
    assert "English or Thai · since Feb 2020 · operators' own clocks" in text
    assert ": /?v=2&amp;ops=thailand-2020-10" in text


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/picture/rhythm?ops=turkey-2020-06", 404, "Nothing is drawn for this view"),
        ("/picture/nothing", 404, "There is no such panel."),
        ("/picture/find?tag=hongkong", 404, "Nothing is drawn for this view"),
        ("/picture/rhythm?ops=atlantis", 400, "Not answered because of ops=atlantis"),
        ("/picture/rhythm?data=ffffffffffff", 400, "ffffffffffff is not served"),
    ],
)
def test_where_there_is_no_picture_a_sentence_says_why(client, path, status, sentence):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert sentence in answer.text
    assert len(answer.text.splitlines()) == 1
