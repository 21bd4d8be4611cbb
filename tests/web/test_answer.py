"""One call a change: the link sets the controls, or the controls say what the view is."""

import re
from typing import Any

import pytest
from flask import Flask

from dashboard.link.migrations import QUESTIONS_BEFORE
from dashboard.link.view import DEFAULT_OPERATIONS, DEFAULT_PANELS
from dashboard.panels import PANELS
from dashboard.web import ids
from dashboard.web.answer import answer, render, rest
from dashboard.web.cache import make_cache
from dashboard.web.calls import FIRST, Call
from dashboard.web.pages.chooser import NAMES, OFFERED
from dashboard.web.serving import Worlds
from tests import two_versions
from tests.faults import small_texts
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
        "start": "2019-08",
        "end": "",
        "months": "2019-08..",
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
    assert told.values == {"start": "2020-02", "end": "2020-02", "months": "2020-02..2020-02"}
    assert ask(scale="count").values == {}, "the controls of a period have to agree, no others"


def test_the_last_operation_cannot_be_removed(ask):
    told = ask(before={"query": "?v=2&ops=thailand"}, operations=[])
    assert told.query == "?v=2&ops=thailand"
    assert told.values == {"operations": ["thailand"]}
    for before in (None, {}, "x", [1], {"query": 5}):
        assert ask(before=before, operations=[]).query == ""


def test_a_choice_that_cannot_be_taken_says_why(ask):
    last = {"query": "?v=2&ops=thailand"}
    seventh = ask(before=last, operations=SEVEN)
    assert (seventh.query, seventh.values) == ("?v=2&ops=thailand", {"operations": ["thailand"]})
    assert seventh.html(ids.REFUSED) == "Six operations fit: remove one first."
    assert ask(before=last, operations=[]).html(ids.REFUSED) == "One operation has to stay."
    assert ask(before=last, operations=SEVEN[:6]).html(ids.REFUSED) == ""


def test_a_seventh_operation_of_a_link_is_left_out_and_named(ask):
    told = ask("?v=2&ops=" + "~".join(SEVEN))
    assert told.query == "?v=2&ops=" + "~".join(SEVEN[:6])
    assert said(told) == ["Left out ops=china-2019: a comparison has at most 6 operations."]


def test_a_period_is_chosen_as_a_whole_or_by_its_ends(ask):
    year = {"query": "?v=2&ops=thailand&period=2020-01..2020-12"}
    ends = {"start": "2020-01", "end": "2020-12", "months": "2020-01..2020-12"}

    def chosen(**changed: Any) -> str:
        told = ask(before=year, operations=["thailand"], **(ends | changed))
        return told.query.partition("&period=")[2]

    assert chosen() == "2020-01..2020-12"
    assert chosen(months="2020-02..") == "2020-02..end"
    assert chosen(months="all") == ""
    assert chosen(start="2020-03") == "2020-03..2020-12"
    assert chosen(end="2020-02-03") == "2020-01..2020-02-03"
    assert chosen(start="", end="") == ""


def test_only_offers_that_change_are_sent(ask):
    def offered(query: str, before: str) -> set[str]:
        made = ask(query, before={"query": before, "version": SMALL})
        return {name for name, control in made.controls.items() if "data" in control}

    assert offered("?v=2&ops=thailand", "?v=2&ops=thailand") == set()
    assert offered("?v=2&ops=thailand&scale=count", "?v=2&ops=thailand") == set()
    assert "operations" not in offered("?v=2&ops=egypt", "?v=2&ops=thailand")
    first = ask("", before={"version": SMALL}).controls  # of a page whose lists are empty
    assert {name for name, control in first.items() if "data" in control} == {*OFFERED}


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


def test_a_link_of_before_shows_all_questions_and_offers_the_shorter_page(world, cache):
    made = answered(world, cache, Call("?v=1&ops=egypt", SCREEN, wanted=EVERY))
    assert made.query == f"?v=2&ops=egypt&baseline=even&panels={'~'.join(QUESTIONS_BEFORE)}"
    assert made.shown["panels"] == [*QUESTIONS_BEFORE]
    shorter = '<a href="/?v=2&amp;ops=egypt&amp;baseline=even">a shorter page</a>'
    said = f"This link shows all questions that there were when it was made. There is {shorter}."
    assert said in made.html(ids.STALE)
    again = answered(world, cache, Call(made.query, SCREEN, wanted=EVERY))
    assert "shorter page" not in again.html(ids.STALE), "the link now says it"


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
        "&sort=share&tag=&panels=facts~size~rhythm~themes~timeline&present=no&data=0123456789ab"
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
    assert ask(**{name: junk}).figures.keys() == {*EVERY["panels"]}


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
        "panels": list(DEFAULT_PANELS),
        "view": {
            "version": SMALL,
            "query": "?v=2&ops=egypt",
            "across": 6,
            "dark": False,
            "shown": None,
        },
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
    assert view == {
        "version": SMALL,
        "query": "?v=2&ops=egypt",
        "across": 2,
        "dark": True,
        "shown": None,
    }
    for panel in PANELS:
        made = read(rest(Worlds.fixed(world), cache, view | {"panels": [panel.key]}))
        assert made.panel(panel.key) == whole.panel(panel.key)
        assert made.shown["key"] == whole.shown["key"]


def test_a_table_comes_only_where_it_is_open(world, cache):
    assert answered(world, cache, Call(wanted=EVERY)).tables == set()
    made = rest_of(world, cache, "", tables=["size"])
    assert "<tbody><tr><th" in made.html(ids.part("size", "table"))


def test_how_we_know_comes_only_where_it_is_open(world, cache):
    """Nobody reads what is folded: a panel does not wait for it."""
    how = ids.part("rhythm", "how")
    assert how not in answered(world, cache, Call(wanted=EVERY)).nodes
    made = rest_of(world, cache, "?v=2&ops=thailand&clock=utc", how=["rhythm", "nonsense"])
    assert "Clock: UTC" in made.html(how)
    assert not made.figures
    wanted = {"panels": [], "how": ["rhythm"]}
    first = answered(world, cache, Call("?v=2&ops=thailand&clock=utc", wanted=wanted))
    assert first.html(how) == made.html(how), "as of a fold that is open when the view changes"


def test_the_rest_of_a_view_comes_from_the_version_that_the_page_shows(tmp_path):
    texts = small_texts(tmp_path / "data")
    old, new = two_versions.make(tmp_path, texts)
    flip(tmp_path / "store", old)
    worlds = Worlds.open(tmp_path / "store", texts)
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
    assert list(answered(world, cache, Call()).figures) == ["size", "rhythm"] and FIRST == 2
    made = answered(world, cache, Call("?v=2&panels=alike~kinds~size"))
    assert list(made.figures) == ["alike", "kinds"]
    june = answered(world, cache, Call("?v=2&ops=turkey-2020-06"))
    assert list(june.figures) == ["facts", "size"], "what cannot be answered is not measured"


# ---- Questions that are open ---------------------------------------------------------------------


def opened(world: Any, cache: Any, query: str, *panels: Any, **wanted: Any) -> PageAnswer:
    """Return what is answered where a reader opens, closes or moves questions of a view."""
    wished = {"panels": [], "tables": []} | wanted
    before = {"query": query, "version": SMALL}
    return answered(world, cache, Call(None, SCREEN, None, before, wished, [*panels]))


def test_opening_a_question_is_a_step_that_changes_nothing_of_the_others(world, cache):
    query = "?v=2&ops=egypt~uae&scale=count"
    first = answered(world, cache, Call(query, SCREEN))
    made = opened(world, cache, query, "themes", "alike", "moon", 5, "alike", panels=["alike"])
    assert made.step == {"query": f"{query}&panels=themes~alike", "push": True, "version": SMALL}
    assert made.shown["panels"] == ["themes", "alike"]
    assert made.shown["key"] == first.shown["key"], "what is shown of others stays"
    assert list(made.figures) == ["alike"]
    assert made.values == {}
    assert "panels=themes~alike" in str(made.nodes[ids.COPY]["data-link"])
    closed = opened(world, cache, made.query)
    assert closed.query == f"{query}&panels=none" and closed.figures == {}


def test_a_choice_keeps_the_questions_that_are_open(world, cache):
    before = {"query": "?v=2&panels=alike~size", "version": SMALL}
    call = Call(None, SCREEN, _choices(scale="count"), before, {"panels": ["size", "alike"]})
    made = answered(world, cache, call)
    assert made.query == "?v=2&scale=count&panels=alike~size"
    assert list(made.figures) == ["alike", "size"], "in the order of the page"


def test_a_link_to_a_question_opens_it(world, cache):
    made = answered(world, cache, Call("?v=2&ops=egypt", SCREEN, anchor="alike"))
    assert made.query == "?v=2&ops=egypt&panels=facts~size~rhythm~themes~timeline~alike"
    made = answered(world, cache, Call("?v=2&ops=thailand", SCREEN, anchor="alike"))
    assert made.query == "?v=2&ops=thailand&panels=size~rhythm~themes~timeline~alike"
    assert "alike" in made.figures and not made.shown["push"]
    for anchor in ("size", "heads", "", None, 5, [1]):
        made = answered(world, cache, Call("?v=2&ops=egypt", SCREEN, anchor=anchor))
        assert made.query == "?v=2&ops=egypt"


def test_a_link_with_a_hashtag_opens_the_question_about_it(world, cache):
    made = answered(world, cache, Call("?v=2&ops=egypt&tag=maga", SCREEN))
    assert made.shown["panels"] == [*DEFAULT_PANELS, "find"]
    made = answered(world, cache, Call("?v=2&ops=egypt&tag=maga&panels=size", SCREEN))
    assert made.shown["panels"] == ["size"]


def test_sentences_of_questions_that_are_not_open_come_alone(world, cache, monkeypatch):
    measured: list[str] = []
    parts = render.sentence

    def counted(world: Any, panel: Any, view: Any) -> Any:
        measured.append(panel.key)
        return parts(world, panel, view)

    monkeypatch.setattr(render, "sentence", counted)
    answered(world, cache, Call("?v=2&ops=turkey-2020-06", SCREEN, wanted=EVERY))
    assert measured == []
    asked = {"sentences": ["alike", "languages", "moon"]}
    made = rest_of(world, cache, "?v=2&ops=turkey-2020-06", **asked)
    assert measured == ["languages", "alike"] and made.figures == {}
    assert "not" in made.html("languages-answer").lower()
    rest_of(world, cache, "?v=2&ops=turkey-2020-06&panels=none", **asked)
    assert measured == ["languages", "alike"], "kept, whatever is open"


def test_a_question_that_no_operation_answers_is_marked_wherever_it_stands(world, cache):
    def marks(made: PageAnswer, key: str) -> list[Any]:
        places = (key, ids.part(key, "row"), ids.part(key, "entry"))
        return [made.nodes[place]["data-unknown"] for place in places]

    query = "?v=2&ops=turkey-2020-06"
    made = answered(world, cache, Call(query, SCREEN, wanted=EVERY))
    assert marks(made, "languages") == [""] * 3
    assert marks(made, "size") == marks(made, "find") == [None] * 3
    alone = rest_of(world, cache, query, sentences=["languages", "find"])
    for key, mark in (("languages", ""), ("find", None)):
        assert alone.nodes[ids.part(key, "entry")]["data-unknown"] == mark


# ---- One operation at a time ---------------------------------------------------------------------

TWO = "?v=2&ops=egypt~uae"


def alone(world: Any, cache: Any, shown: Any, query: str = TWO, across: int = 1) -> PageAnswer:
    return answered(world, cache, Call(query, {"across": across, "shown": shown}, wanted=EVERY))


def test_a_narrow_screen_is_answered_for_one_operation(world, cache):
    first, second = alone(world, cache, 0), alone(world, cache, 1)
    assert first.shown["key"] != second.shown["key"]
    assert first.nodes[ids.PANELS]["data-shown"] == "0"
    assert "wrapped" not in str(first.nodes[ids.PANELS]["class"])
    for made, names in ((first, ("Egypt", "Emirates")), (second, ("Emirates", "Egypt"))):
        cells = made.html("rhythm-cells")
        assert cells.count('class="cell') == 1
        assert names[0] in cells and names[1] not in cells
        assert made.html(ids.SWITCH).count("<button") == 2
    both = alone(world, cache, None)
    heights = [made.figures["size"]["layout"]["height"] for made in (first, second, both)]
    assert heights[0] == heights[1] < heights[2]
    ranges = [made.figures["size"]["layout"]["xaxis"]["range"] for made in (first, second, both)]
    assert ranges[0] == ranges[1] == ranges[2], "on one scale with the operation that is not shown"
    names = [
        made.figures["size"]["data"][0]["marker"]["pattern"]["fgcolor"] for made in (first, second)
    ]
    assert names[0] != names[1], "each in its own colour"


def test_the_last_operation_is_shown_where_there_are_fewer(world, cache):
    assert alone(world, cache, 5).nodes[ids.PANELS]["data-shown"] == "1"
    for made in (
        alone(world, cache, 5, "?v=2&ops=egypt"),
        alone(world, cache, 1, across=2),
        *(alone(world, cache, junk) for junk in ("1", -1, 6, True, 1.5, [1])),
    ):
        assert made.nodes[ids.PANELS]["data-shown"] is None
        assert made.shown["view"]["shown"] is None


def test_a_figure_without_the_operation_that_is_shown_is_none(world, cache):
    made = alone(world, cache, 1, "?v=2&ops=egypt~turkey-2020-06")
    assert made.figures["rhythm"] is None and made.figures["size"]
