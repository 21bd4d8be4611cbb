"""One call a change: the link sets the controls, or the controls say what the view is."""

import json
from typing import Any

import pytest
from flask import Flask

from dashboard.link.view import DEFAULT_OPERATIONS
from dashboard.panels import PANELS
from dashboard.web import ids
from dashboard.web.answer import FIRST, PARTS, PLACES, TABLE, Call, answer, render, rest
from dashboard.web.app import DATA
from dashboard.web.cache import make_cache
from dashboard.web.pages.chooser import NAMES
from dashboard.web.serving import Worlds
from tests import two_versions
from tests.two_versions import OPERATION, flip

EVERY = {"panels": [panel.key for panel in PANELS], "tables": []}
SMALL = "0123456789ab"  # the data version of the small world
SEVEN = ["russia", "china", "uae", "egypt", "turkey", "thailand", "china-2019"]


@pytest.fixture(scope="module")
def cache() -> Any:
    return make_cache(Flask("test"), 5_000)


@pytest.fixture
def ask(world: Any, cache: Any) -> Any:
    """Return what answers a query that was rung, or controls with some changed by the reader."""

    def asked(query: Any = "", before: Any = None, **changed: Any) -> dict[str, Any]:
        rung = {"query": query, "dark": False, "across": 3}
        told = controls(**changed) if changed else None
        call = Call(rung, told=told, before=before, wanted=EVERY)
        text = answer(Worlds.fixed(world), cache, call)
        return unplaced(json.loads(text)["response"])

    return asked


def unplaced(told: dict[str, Any]) -> dict[str, Any]:
    """Return an answer by what it says, and no longer by component and property."""
    places = PLACES | {"notes": (ids.NOTES, "children"), "stale": (ids.STALE, "children")}
    places |= {"shown": (ids.SHOWN, "data")}
    found: dict[str, Any] = {name: told[at][prop] for name, (at, prop) in places.items()}
    found["controls"] = {
        name: told[ids.control(name)]["value"] for name in NAMES if ids.control(name) in told
    }
    found["panels"] = {
        p.key: {name: told[ids.part(p.key, part)][prop] for name, (part, prop) in PARTS.items()}
        for p in PANELS
    }
    return found


def controls(**changed: Any) -> dict[str, Any]:
    plain = dict.fromkeys(NAMES) | {"operations": list(DEFAULT_OPERATIONS)}
    plain |= {"clock": "operator", "scale": "share", "kinds": [], "languages": [], "themes": []}
    return plain | changed


def said(told: dict[str, Any]) -> list[str]:
    return [note["props"]["children"] for note in told["notes"]]


def test_a_link_sets_every_control(ask):
    told = ask(
        "?ops=turkey~china&clock=utc&scale=count&period=2019-08..&kind=reply&theme=court"
        "&sort=difference&tag=%23MAGA&phase=operational"
    )
    assert told["controls"] == {
        "operations": ["turkey", "china"],
        "clock": "utc",
        "audience": "none",
        "scale": "count",
        "reach": "common",
        "per": "post",
        "hours": [9, 18],
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
    assert told["shown"]["push"] is False, "a link that was opened is no new step"


def test_a_choice_leaves_the_controls_alone_and_is_a_new_step(ask):
    told = ask(scale="count", start="2020-02-01", end="2020-02-29T00:00")
    assert told["shown"] == {
        "query": "?v=1&scale=count&period=2020-02..2020-02",
        "push": True,
        "version": SMALL,
    }
    assert told["controls"] == {}


def test_the_last_operation_cannot_be_removed(ask):
    told = ask(before={"query": "?v=1&ops=thailand"}, operations=[])
    assert told["shown"]["query"] == "?v=1&ops=thailand"
    assert told["controls"] == {"operations": ["thailand"]}
    for before in (None, {}, "x", [1], {"query": 5}):
        assert ask(before=before, operations=[])["shown"]["query"] == ""


def test_a_seventh_operation_is_left_out_and_named(ask):
    told = ask(operations=SEVEN)
    assert told["shown"]["query"] == "?v=1&ops=" + "~".join(SEVEN[:6])
    assert said(told) == ["Left out ops=china-2019: a comparison has at most 6 operations."]


def test_a_bad_link_is_replaced_by_what_is_shown(ask):
    told = ask("?ops=atlantis~thailand&scale=log&utm_source=x")
    assert told["shown"] == {"query": "?v=1&ops=thailand", "push": False, "version": SMALL}
    assert said(told) == [
        "Left out ops=atlantis: not known here.",
        "Left out scale=log: expected share or count.",
    ]


def test_another_data_version_draws_nothing_and_offers_the_current(ask, world):
    told = ask("?ops=thailand&data=ffffffffffff")
    assert told["shown"]["query"] == "?v=1&ops=thailand&data=ffffffffffff"
    assert [told["panels"][panel.key]["figure"]["data"] for panel in PANELS] == [[]] * len(PANELS)
    assert told["heads"] == []
    shown = str(told["stale"])
    assert "ffffffffffff" in shown
    assert world.version in shown
    assert "/?v=1&ops=thailand'" in shown
    assert told["link"].endswith("&data=ffffffffffff")


def test_the_current_data_version_draws(ask, world):
    told = ask(f"?ops=thailand&data={world.version}")
    assert told["stale"] == []
    assert told["shown"]["query"] == "?v=1&ops=thailand"


def test_no_known_operation_says_so(ask):
    told = ask("?ops=atlantis")
    assert "empty" in told["frame"]
    assert said(told)[-1] == "This link names no operation that is known here."


def test_the_copied_link_says_everything(ask):
    assert ask("?ops=thailand&scale=count")["link"] == (
        "/?v=1&ops=thailand&clock=operator&audience=none&scale=count&range=common&per=post"
        "&hours=9-18&unit=auto&period=all&kind=all&lang=all&theme=all&phase=all&sort=share&tag="
        "&present=no&data=0123456789ab"
    )


def test_a_view_is_drawn_once(ask, monkeypatch):
    drawn = []
    parts = render.panel_parts

    def counted(*args: Any) -> Any:
        drawn.append(args)
        return parts(*args)

    monkeypatch.setattr(render, "panel_parts", counted)
    first = ask("?ops=egypt&period=2019-01")
    again = ask("?period=2019-01&ops=egypt&utm_source=mail")
    assert len(drawn) == len(PANELS)
    assert first["panels"] == again["panels"]
    ask("?ops=egypt&period=2019-02")
    assert len(drawn) == 2 * len(PANELS)


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [1], {"a": 1}, True, "\ud800", [["x"]]])
@pytest.mark.parametrize("name", NAMES)
def test_junk_in_a_control_never_raises(ask, name, junk):
    assert set(ask(**{name: junk})["panels"]) == {panel.key for panel in PANELS}


@pytest.mark.parametrize("rung", [None, 5, "x", [], {}, {"query": None}, {"query": {"a": 1}}])
def test_junk_in_what_was_rung_opens_the_default_view(world, cache, rung):
    told = json.loads(answer(Worlds.fixed(world), cache, Call(rung)))["response"]
    assert told[ids.SHOWN]["data"] == {"query": "", "push": False, "version": SMALL}


# ---- Only what is in sight -----------------------------------------------------------------------


def response(world: Any, cache: Any, call: Call) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer(Worlds.fixed(world), cache, call))["response"]
    return told


def shown_of(told: dict[str, Any], prop: str = "figure") -> set[str]:
    """Return the keys of the panels whose figure, or table, an answer holds."""
    return {p.key for p in PANELS if ids.part(p.key, prop) in told}


def test_a_change_is_answered_for_what_is_in_sight(world, cache):
    wanted = {"panels": ["rhythm", "size", "nonsense"], "tables": ["size"]}
    told = response(world, cache, Call({"query": "?ops=egypt"}, wanted=wanted))
    assert shown_of(told) == {"size", "rhythm"}
    assert shown_of(told, "table") == {"size"}
    assert told[ids.CAME]["data"] == {
        "key": f"{SMALL} ?v=1&ops=egypt 6 False",
        "view": {"version": SMALL, "query": "?v=1&ops=egypt", "across": 6, "dark": False},
        "whole": True,
        "panels": ["size", "rhythm"],
        "tables": ["size"],
    }


def rest_of(world: Any, cache: Any, query: str, version: str = SMALL, **wanted: Any) -> Any:
    """Return what is answered to a page that shows this query and wants the rest of it."""
    asked = {"version": version, "query": query, "panels": [], "tables": []} | wanted
    told = rest(Worlds.fixed(world), cache, asked)
    return told and json.loads(told)


def test_what_was_left_out_is_answered_alone_and_is_no_step(world, cache):
    told = rest_of(world, cache, "?v=1&ops=egypt", panels=["themes"], tables=["rhythm"])
    assert (shown_of(told), shown_of(told, "table")) == ({"themes"}, {"rhythm"})
    assert told[ids.CAME]["data"]["view"]["query"] == "?v=1&ops=egypt"
    assert told[ids.CAME]["data"]["whole"] is False
    assert not told.keys() & {ids.SHOWN, ids.HEADS, ids.NOTES, *map(ids.control, NAMES)}


def test_parts_that_come_later_are_those_that_come_at_once(world, cache):
    rung = {"query": "?ops=egypt", "across": 2, "dark": True}
    whole = response(world, cache, Call(rung, wanted=EVERY))
    view = whole[ids.CAME]["data"]["view"]
    assert view == {"version": SMALL, "query": "?v=1&ops=egypt", "across": 2, "dark": True}
    for panel in PANELS:
        told = json.loads(rest(Worlds.fixed(world), cache, view | {"panels": [panel.key]}))
        names = [ids.part(panel.key, part) for part, _ in PARTS.values()]
        assert [told[name] for name in names] == [whole[name] for name in names]
        assert told[ids.CAME]["data"]["key"] == whole[ids.CAME]["data"]["key"]


def test_a_table_comes_only_where_it_is_open(world, cache):
    told = response(world, cache, Call({"query": ""}, wanted=EVERY))
    assert shown_of(told, "table") == set()
    told = rest_of(world, cache, "", tables=["size"])
    part, prop = TABLE
    assert told[ids.part("size", part)][prop]["body"]


def test_the_rest_of_a_view_comes_from_the_version_that_the_page_shows(tmp_path):
    old, new = two_versions.make(tmp_path)
    flip(tmp_path / "store", old)
    worlds = Worlds.open(tmp_path / "store", DATA)
    cache = make_cache(Flask("test"), 100)
    rung = {"query": f"?ops={OPERATION}", "across": 3, "dark": False}
    first = json.loads(answer(worlds, cache, Call(rung, wanted=EVERY)))["response"]
    told = first[ids.CAME]["data"]
    assert told["view"]["version"] == old
    flip(tmp_path / "store", new)
    worlds.look()
    assert worlds.current.version == new
    again = json.loads(rest(worlds, cache, told["view"] | EVERY))
    assert again[ids.CAME]["data"]["key"] == told["key"]
    assert again[ids.part("size", "figure")] == first[ids.part("size", "figure")]
    assert rest(worlds, cache, {"version": "9d25e4f5a5ea", "query": ""}) is None


@pytest.mark.parametrize("junk", [None, 5, "x", [], [1], {}, {"panels": 5}, {"panels": [[], {}]}])
def test_junk_in_what_is_wanted_never_raises(world, cache, junk):
    assert ids.CAME in response(world, cache, Call({"query": ""}, wanted=junk))
    assert ids.CAME in json.loads(rest(Worlds.fixed(world), cache, junk))


def test_a_column_with_a_period_of_its_own_is_offered_in_the_control(world, cache):
    rung = {"query": "?ops=egypt@..2019-05~egypt@2019-06.."}
    told = response(world, cache, Call(rung))
    (dated, *_) = told[ids.control("operations")]["data"]
    assert [item["value"] for item in dated["items"]] == ["egypt@..2019-05", "egypt@2019-06.."]
    assert dated["items"][0]["label"].endswith("; until May 2019")
    before = {"query": "?v=1&ops=egypt@..2019-05~egypt@2019-06..", "version": SMALL}
    told = response(world, cache, Call({}, told=controls(operations=["uae"]), before=before))
    assert "With a period of their own" not in str(told[ids.control("operations")]["data"])


def test_the_first_answer_has_the_panels_that_fill_a_screen(world, cache):
    told = response(world, cache, Call({"query": ""}))
    assert shown_of(told) == {panel.key for panel in PANELS[:FIRST]}
    assert told[ids.CAME]["data"]["panels"] == [panel.key for panel in PANELS[:FIRST]]
