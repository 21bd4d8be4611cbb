"""One call a change: the link sets the controls, or the controls say what the view is."""

import re
from typing import Any

import pytest
from flask import Flask

from dashboard.link.view import DEFAULT_OPERATIONS
from dashboard.panels import PANELS
from dashboard.web import ids
from dashboard.web.answer import FIRST, Call, answer, render, rest
from dashboard.web.app import DATA
from dashboard.web.cache import make_cache
from dashboard.web.pages.chooser import NAMES
from dashboard.web.serving import Worlds
from tests import two_versions
from tests.page_answer import PageAnswer, controls, read
from tests.two_versions import OPERATION, flip

EVERY = {"panels": [panel.key for panel in PANELS], "tables": []}
SMALL = "0123456789ab"  # the data version of the small world
SEVEN = ["russia", "china", "uae", "egypt", "turkey", "thailand", "china-2019"]


@pytest.fixture(scope="module")
def cache() -> Any:
    return make_cache(Flask("test"), 5_000)


SCREEN = {"dark": False, "across": 3}


@pytest.fixture
def ask(world: Any, cache: Any) -> Any:
    """Return what answers a link that is opened, or controls with some changed by the reader."""

    def asked(link: Any = "", before: Any = None, **changed: Any) -> PageAnswer:
        choices = _choices(**changed) if changed else None
        return answered(world, cache, Call(link, SCREEN, choices, before, EVERY))

    return asked


def answered(world: Any, cache: Any, call: Call) -> PageAnswer:
    return read(answer(Worlds.fixed(world), cache, call))


def _choices(**changed: Any) -> dict[str, Any]:
    return controls(**{"operations": list(DEFAULT_OPERATIONS)} | changed)


def said(made: PageAnswer) -> list[str]:
    return re.findall("<p>(.*?)</p>", made.html(ids.NOTES))


def test_a_link_sets_every_control(ask):
    told = ask(
        "?v=2&ops=turkey~china&clock=utc&scale=count&period=2019-08..&kind=reply&theme=court"
        "&sort=difference&tag=%23MAGA&phase=operational"
    )
    assert told.values == {
        "operations": ["turkey", "china"],
        "clock": "utc",
        "audience": "none",
        "scale": "count",
        "reach": "common",
        "per": "post",
        "hours": [9, 18],
        "baseline": "ordinary",
        "unit": "auto",
        "start": "2019-08-01",
        "end": None,
        "kinds": ["reply"],
        "languages": [],
        "themes": ["court"],
        "phase": "operational",
        "sort": "difference",
        "tag": "maga",
    }
    assert told.shown["push"] is False, "a link that was opened is no new step"


def test_a_choice_leaves_the_controls_alone_and_is_a_new_step(ask):
    told = ask(scale="count", start="2020-02-01", end="2020-02-29T00:00")
    assert told.step == {
        "query": "?v=2&scale=count&period=2020-02..2020-02",
        "push": True,
        "version": SMALL,
    }
    assert told.values == {}


def test_the_last_operation_cannot_be_removed(ask):
    told = ask(before={"query": "?v=2&ops=thailand"}, operations=[])
    assert told.query == "?v=2&ops=thailand"
    assert told.values == {"operations": ["thailand"]}
    for before in (None, {}, "x", [1], {"query": 5}):
        assert ask(before=before, operations=[]).query == ""


def test_a_seventh_operation_is_left_out_and_named(ask):
    told = ask(operations=SEVEN)
    assert told.query == "?v=2&ops=" + "~".join(SEVEN[:6])
    assert said(told) == ["Left out ops=china-2019: a comparison has at most 6 operations."]


def test_a_bad_link_is_replaced_by_what_is_shown(ask):
    told = ask("?v=2&ops=atlantis~thailand&scale=log&utm_source=x")
    assert told.step == {"query": "?v=2&ops=thailand", "push": False, "version": SMALL}
    assert said(told) == [
        "Left out ops=atlantis: not known here.",
        "Left out scale=log: expected share or count.",
    ]


def test_another_data_version_draws_nothing_and_offers_the_current(ask, world):
    told = ask("?v=2&ops=thailand&data=ffffffffffff")
    assert told.query == "?v=2&ops=thailand&data=ffffffffffff"
    assert told.figures == dict.fromkeys(EVERY["panels"])
    assert told.html(ids.HEADS) == ""
    shown = told.html(ids.STALE)
    assert "ffffffffffff" in shown
    assert world.version in shown
    assert 'href="/?v=2&amp;ops=thailand"' in shown
    assert told.nodes[ids.COPY]["data-link"].endswith("&data=ffffffffffff")


def test_the_current_data_version_draws(ask, world):
    told = ask(f"?v=2&ops=thailand&data={world.version}")
    assert told.html(ids.STALE) == ""
    assert told.query == "?v=2&ops=thailand"


@pytest.mark.parametrize("link", ["?v=1&ops={}", "?ops={}"])
def test_a_link_of_before_says_what_it_shows_otherwise(real, cache, link):
    def stale(query: str) -> str:
        call = Call(query, SCREEN, None, None, {"panels": [], "tables": []})
        return answered(real, cache, call).html(ids.STALE)

    russia, thailand = (stale(link.format(slug)) for slug in ("russia-2018-10", "thailand"))
    assert "languages, hashtags, domains and programs of Russia Oct 2018 come from" in russia
    assert "Since this link was made: office hours" in thailand, "its rows are complete"
    assert 'href="/about#corrections"' in thailand
    week = "hours of the week of China 2019 come from counts of more posts, without dates"
    assert week in stale(link.format("china-2019"))
    assert week not in stale(link.format("china-2019") + "&period=2019-06")
    for now in ("", "?v=2&ops=russia-2018-10", "?v=1&ops=russia-2018-10&data=c7bc6f0ed3cb"):
        assert "Since this link" not in stale(now)


def test_a_link_whose_open_end_may_have_been_cut_off_says_so(client):
    def stale(link: str) -> str:
        return str(client.post("/answer", json={"link": link, "screen": {}}).text)

    cut = stale("?v=1&ops=thailand-2020-10&period=2020-02")
    assert "This link ends in 2020-02, which is shown as that month or day alone." in cut
    assert "This link ends in" not in stale("?v=1&ops=thailand-2020-10&period=2020-02..")


def test_no_known_operation_says_so(ask):
    told = ask("?v=2&ops=atlantis")
    assert "empty" in told.nodes[ids.PANELS]["class"]
    assert said(told)[-1] == "This link names no operation that is known here."


def test_the_copied_link_says_everything(ask):
    assert ask("?v=2&ops=thailand&scale=count").nodes[ids.COPY]["data-link"] == (
        "/?v=2&ops=thailand&clock=operator&audience=none&scale=count&range=common&per=post"
        "&hours=9-18&baseline=ordinary&unit=auto&period=all&kind=all&lang=all&theme=all&phase=all"
        "&sort=share&tag=&present=no&data=0123456789ab"
    )


def test_a_view_is_drawn_once(ask, monkeypatch):
    drawn = []
    parts = render.panel_parts

    def counted(*args: Any) -> Any:
        drawn.append(args)
        return parts(*args)

    monkeypatch.setattr(render, "panel_parts", counted)
    first = ask("?v=2&ops=egypt&period=2019-01")
    again = ask("?v=2&period=2019-01&ops=egypt&utm_source=mail")
    assert len(drawn) == len(PANELS)
    assert (first.nodes, first.figures) == (again.nodes | first.nodes, again.figures)
    ask("?v=2&ops=egypt&period=2019-02")
    assert len(drawn) == 2 * len(PANELS)


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [1], {"a": 1}, True, "\ud800", [["x"]]])
@pytest.mark.parametrize("name", NAMES)
def test_junk_in_a_control_never_raises(ask, name, junk):
    assert list(ask(**{name: junk}).figures) == EVERY["panels"]


@pytest.mark.parametrize("link", [None, 5, "x", [], {}, {"query": None}, {"query": {"a": 1}}])
def test_junk_in_a_link_opens_the_default_view(world, cache, link):
    assert answered(world, cache, Call(link)).step == {
        "query": "",
        "push": False,
        "version": SMALL,
    }


@pytest.mark.parametrize("body", [None, 5, "x", [], {}, {"nonsense": 1}, {"choices": [1]}])
def test_junk_in_place_of_a_call_opens_the_default_view(world, cache, body):
    assert answered(world, cache, Call.of(body)).query == ""


# ---- Only what is in sight -----------------------------------------------------------------------


def test_a_change_is_answered_for_what_is_in_sight(world, cache):
    wanted = {"panels": ["rhythm", "size", "nonsense"], "tables": ["size"]}
    made = answered(world, cache, Call("?v=2&ops=egypt", wanted=wanted))
    assert list(made.figures) == ["size", "rhythm"]
    assert made.tables == {"size"}
    assert made.shown == {
        "key": f"{SMALL} ?v=2&ops=egypt 6 False",
        "view": {"version": SMALL, "query": "?v=2&ops=egypt", "across": 6, "dark": False},
        "whole": True,
        "push": False,
    }


def rest_of(world: Any, cache: Any, query: str, **wanted: Any) -> PageAnswer:
    """Return what is answered to a page that shows this query and wants the rest of it."""
    asked = {"version": SMALL, "query": query, "panels": [], "tables": []} | wanted
    return read(rest(Worlds.fixed(world), cache, asked))


def test_what_was_left_out_is_answered_alone_and_is_no_step(world, cache):
    made = rest_of(world, cache, "?v=2&ops=egypt", panels=["themes"], tables=["rhythm"])
    assert (list(made.figures), made.tables) == (["themes"], {"rhythm"})
    assert made.query == "?v=2&ops=egypt"
    assert not made.shown["whole"] and not made.shown["push"]
    assert made.controls == {}
    assert not made.nodes.keys() & {ids.HEADS, ids.NOTES}


def test_parts_that_come_later_are_those_that_come_at_once(world, cache):
    whole = answered(
        world, cache, Call("?v=2&ops=egypt", {"across": 2, "dark": True}, wanted=EVERY)
    )
    view = whole.shown["view"]
    assert view == {"version": SMALL, "query": "?v=2&ops=egypt", "across": 2, "dark": True}
    for panel in PANELS:
        made = read(rest(Worlds.fixed(world), cache, view | {"panels": [panel.key]}))
        assert made.panel(panel.key) == whole.panel(panel.key)
        assert made.shown["key"] == whole.shown["key"]


def test_a_table_comes_only_where_it_is_open(world, cache):
    assert answered(world, cache, Call(wanted=EVERY)).tables == set()
    made = rest_of(world, cache, "", tables=["size"])
    assert "<tbody><tr><th" in made.html(ids.part("size", "table"))


def test_the_rest_of_a_view_comes_from_the_version_that_the_page_shows(tmp_path):
    old, new = two_versions.make(tmp_path)
    flip(tmp_path / "store", old)
    worlds = Worlds.open(tmp_path / "store", DATA)
    cache = make_cache(Flask("test"), 100)
    first = read(answer(worlds, cache, Call(f"?v=2&ops={OPERATION}", SCREEN, wanted=EVERY)))
    assert first.version == old
    flip(tmp_path / "store", new)
    worlds.look()
    assert worlds.current.version == new
    again = read(rest(worlds, cache, first.shown["view"] | EVERY))
    assert again.shown["key"] == first.shown["key"]
    assert again.panel("size") == first.panel("size")
    assert rest(worlds, cache, {"version": "9d25e4f5a5ea", "query": ""}) is None


@pytest.mark.parametrize("junk", [None, 5, "x", [], [1], {}, {"panels": 5}, {"panels": [[], {}]}])
def test_junk_in_what_is_wanted_never_raises(world, cache, junk):
    assert answered(world, cache, Call(wanted=junk)).query == ""
    assert read(rest(Worlds.fixed(world), cache, junk)).query == ""


def test_a_column_with_a_period_of_its_own_is_offered_in_the_control(world, cache):
    made = answered(world, cache, Call("?v=2&ops=egypt@..2019-05~egypt@2019-06.."))
    (dated, *_) = made.controls["operations"]["data"]
    assert [item["value"] for item in dated["items"]] == ["egypt@..2019-05", "egypt@2019-06.."]
    assert dated["items"][0]["label"].endswith("; until May 2019")
    before = {"query": "?v=2&ops=egypt@..2019-05~egypt@2019-06..", "version": SMALL}
    call = Call(choices=_choices(operations=["uae"]), before=before)
    made = answered(world, cache, call)
    assert "With a period of their own" not in str(made.controls["operations"]["data"])


def test_the_first_answer_has_the_panels_that_fill_a_screen(world, cache):
    first = ["size", "timeline", "rhythm"]  # all have hours: the sheet of facts does not lead
    assert list(answered(world, cache, Call()).figures) == first and len(first) == FIRST
    june = list(answered(world, cache, Call("?v=2&ops=turkey-2020-06")).figures)
    assert june == ["facts", "size", "find"], "what cannot be answered is not measured"
