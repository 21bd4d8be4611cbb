"""What is current is taken up, what is kept opens, and what is shown is all of one version."""

import gc
import shutil
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.look.simulated import BANNER
from dashboard.panels import PANELS
from dashboard.store.history import prune, refresh
from dashboard.store.versions import POINTER, read_contents, read_pointer
from dashboard.tables import TableError
from dashboard.web import ids, serving
from dashboard.web.answer import answer
from dashboard.web.app import create_app
from dashboard.web.cache import make_cache
from dashboard.web.calls import Call
from dashboard.web.serving import Worlds
from dashboard.web.urls import ANSWER
from tests import two_versions
from tests.faults import small_texts
from tests.page_answer import PageAnswer, controls, read
from tests.two_versions import OPERATION, POSTS, add, flip

QUERY = f"?v=2&ops={OPERATION}"
FIRST, SECOND = POSTS["first"], POSTS["second"]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return texts with few cited counts: to read all of them takes most of opening a version."""
    return small_texts(tmp_path_factory.mktemp("texts") / "data")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, texts: Path) -> tuple[Path, str, str]:
    """Return a folder with a store of two versions, which nobody may change, and their names."""
    room = tmp_path_factory.mktemp("made")
    return room, *two_versions.make(room, texts)


@pytest.fixture
def store(made: tuple[Path, str, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0] / "store", tmp_path / "store"))


@pytest.fixture
def old(made: tuple[Path, str, str]) -> str:
    return made[1]


@pytest.fixture
def new(made: tuple[Path, str, str]) -> str:
    return made[2]


@pytest.fixture
def served(store: Path, texts: Path) -> Worlds:
    return Worlds.open(store, texts)


@pytest.fixture
def client(served: Worlds) -> FlaskClient:
    return create_app(served, {"CACHE_VIEWS": 50}).server.test_client()


@pytest.fixture(scope="module")
def steady(made: tuple[Path, str, str], texts: Path) -> Worlds:
    """Return the worlds of a store that stays as it is."""
    return Worlds.open(made[0] / "store", texts)


@pytest.fixture(scope="module")
def reader(steady: Worlds) -> FlaskClient:
    """Return a client of them."""
    return create_app(steady, {"CACHE_VIEWS": 50}).server.test_client()


def posts(client: FlaskClient, query: str = QUERY) -> int:
    (row,) = client.get(f"/download/size.json{query}").get_json()["rows"]
    return int(row["posts"])


def ask(
    worlds: Worlds, client: FlaskClient, link: Any, before: Any = None, **chosen: Any
) -> PageAnswer:
    """Return what the page gets for a link that is opened, or after a choice."""
    choices = controls(operations=[OPERATION], **chosen) if chosen else None
    wanted = {"panels": ["size"], "tables": ["size"]}
    call = Call(link, {"dark": False, "across": 3}, choices, before, wanted)
    return read(answer(worlds, make_cache(client.application, 5), call))


def damage(store: Path, version: str) -> Path:
    """Change a table that is in this version and no other; return it."""
    folder = read_contents(store, version).folder(store, f"{OPERATION}/platform")
    return turn(folder / "posts.parquet")


def turn(path: Path) -> Path:
    """Turn the last bit of a file; again, and it is as it was."""
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return path


def rename_theme(store: Path, texts: Path, tmp_path: Path) -> None:
    """Make a version of the same posts with another lexicon."""
    data = Path(shutil.copytree(texts, tmp_path / "data"))
    lexicon = data / "themes.toml"
    text = lexicon.read_text(encoding="utf-8")
    assert text.count("[themes.turkey-crypto-spam]") == 1
    lexicon.write_text(text.replace("turkey-crypto-spam", "crypto"), encoding="utf-8")
    refresh(store, data)


# ---- Taking up -----------------------------------------------------------------------------------


def test_what_becomes_current_is_taken_up_at_the_next_look(served, store, client, old, new):
    assert (served.current.version, posts(client)) == (new, SECOND)
    flip(store, old)
    assert (served.current.version, posts(client)) == (new, SECOND), "nobody looked yet"
    served.look()
    assert (served.current.version, posts(client)) == (old, FIRST)
    assert served.problem == ""


def test_a_look_at_what_has_not_changed_reads_nothing(steady, monkeypatch):
    monkeypatch.setattr(serving, "after", lambda *_: pytest.fail("it read the store"))
    steady.look()


def test_the_first_version_of_a_store_is_taken_up(tmp_path, texts):
    served = Worlds.open(tmp_path / "store", texts)
    assert served.current.sources == {}
    version = add(tmp_path, 3, texts)
    served.look()
    assert served.current.version == version
    assert len(served.current.sources) == 1


def test_the_world_before_is_let_go_whatever_was_asked_of_it(served, store, client, old):
    before = weakref.ref(served.current)
    for query in (QUERY, f"{QUERY}~iran-2020-10&period=2019-01..2020-12&clock=utc&kind=retweet"):
        ask_all(client, query)
    flip(store, old)
    served.look()
    gone = before() is None
    assert gone


def ask_all(client: FlaskClient, query: str) -> None:
    """Ask for everything that is made of a view, and for the pages of its operation."""
    keys = [panel.key for panel in PANELS]
    call = {"link": query, "wanted": {"panels": keys, "tables": keys}}
    made = read(client.post(ANSWER, json=call).data)
    assert len(made.figures) == len(PANELS)
    for panel in PANELS:
        for download in panel.downloads:
            assert client.get(f"/download/{download}.csv{query}").status_code == 200
    for page in (f"/operations/{OPERATION}", "/disclosures", "/methods"):
        assert client.get(page).status_code == 200


def test_one_world_can_stay_for_ever(world):
    fixed = Worlds.fixed(world)
    fixed.look()
    assert fixed.seen_of("").world is fixed.seen_of(world.version).world is fixed.current is world
    assert fixed.seen_of("9d25e4f5a5ea") is None


# ---- Older versions ------------------------------------------------------------------------------


def test_a_link_opens_the_version_it_names(reader, steady, old, new):
    assert posts(reader, f"{QUERY}&data={old}") == FIRST
    assert posts(reader, f"{QUERY}&data={new}") == posts(reader) == SECOND
    assert steady.current.version == new


def test_an_older_version_says_so_and_offers_the_current_one(steady, reader, old, new):
    made = ask(steady, reader, f"{QUERY}&data={old}")
    notice = made.html(ids.STALE)
    assert f"You see data version {old}, made 2" in notice
    assert f"The current one is {new}." in notice
    assert f'"/{QUERY}"'.replace("&", "&amp;") in notice
    assert made.query == f"{QUERY}&data={old}"
    assert made.nodes[ids.COPY]["data-link"].endswith(f"&data={old}")
    assert f"/operations/{OPERATION}?data={old}" in made.html(ids.HEADS)
    assert "<td>10</td><td>0</td></tr>" in made.html(ids.part("size", "table"))


def test_the_current_version_says_nothing_of_itself(steady, reader, new):
    made = ask(steady, reader, f"{QUERY}&data={new}")
    assert made.html(ids.STALE) == made.html(ids.NOTES) == ""
    assert made.step == {"query": QUERY, "version": new, "push": False}


def test_a_choice_stays_in_the_version_it_was_made_in(steady, reader, old, new):
    before = {"query": f"{QUERY}&data={old}", "version": old}
    made = ask(steady, reader, "", before, scale="count")
    assert made.query == f"{QUERY}&scale=count&data={old}"
    assert new in made.html(ids.STALE)
    assert made.html(ids.NOTES) == ""


def test_an_open_page_is_told_that_the_data_changed(served, store, client, old, new):
    before = {"query": QUERY, "version": new}
    flip(store, old)
    served.look()
    made = ask(served, client, "", before, scale="count")
    assert f"this is data version {old}, before it was {new}" in made.html(ids.NOTES)
    assert made.version == old
    assert made.values["scale"] == "count"
    assert len(made.controls["themes"]["data"]) == len(served.current.lexicon.themes)
    again = ask(served, client, "", made.step, scale="share")
    assert again.html(ids.NOTES) == ""
    assert "themes" not in again.controls


def test_a_link_is_read_with_the_words_of_its_version(served, store, client, texts, tmp_path, new):
    rename_theme(store, texts, tmp_path)
    served.look()
    asked = f"/download/size.json{QUERY}&theme=turkey-crypto-spam"
    assert (
        client.get(asked).text
        == "Not answered because of theme=turkey-crypto-spam: not known here.\n"
    )
    assert client.get(f"{asked}&data={new}").get_json()["filters"] == {
        "theme": "turkey-crypto-spam"
    }


def test_the_controls_offer_what_the_version_knows(served, store, client, texts, tmp_path, new):
    rename_theme(store, texts, tmp_path)
    served.look()
    now = served.current.version
    before = {"version": now}
    for data, offered, version in (
        (f"&data={new}", "turkey-crypto-spam", new),
        ("", "crypto", now),
    ):
        made = ask(served, client, QUERY + data, before)
        before = made.step
        assert before["version"] == version
        assert made.controls["themes"]["data"][-1]["value"] == offered


def test_what_is_no_longer_kept_draws_nothing(served, store, client, old, new):
    assert served.seen_of(old) is not None
    prune(store, 1)
    served.look()
    assert served.seen_of(old) is None
    made = ask(served, client, f"{QUERY}&data={old}")
    assert f"asks for data version {old}, which is not kept here" in made.html(ids.STALE)
    assert "<tbody></tbody>" in made.html(ids.part("size", "table"))
    assert client.get(f"/download/size.csv{QUERY}&data={old}").status_code == 400
    assert client.get(f"/download/releases.csv?data={old}").status_code == 400
    gone = client.get(f"/operations/{OPERATION}?data={old}")
    assert gone.status_code == 404
    assert f"The current one is {new}." in gone.text


def test_only_two_older_worlds_are_in_memory(served, store, texts, tmp_path):
    prune(store, 9)
    names = [add(tmp_path, count, texts) for count in (3, 4, 5, 6)]
    served.look()
    found = [weakref.ref(served.seen_of(name).world) for name in names[:3]]
    gc.collect()
    assert [world() is not None for world in found] == [False, True, True]


@pytest.mark.parametrize("name", ["", "ffffffffffff", "../versions", "x" * 2000, "\x00", "é"])
def test_what_names_no_version_opens_none(steady, name):
    seen = steady.seen_of(name)
    assert (seen and seen.world) is (steady.current if not name else None)


def test_a_copy_without_private_tables_opens_its_older_version(store, texts, old):
    for folder in store.glob("*/*/*/private"):
        shutil.rmtree(folder)
    served = Worlds.open(store, texts)
    client = create_app(served, {"CACHE_VIEWS": 5}).server.test_client()
    assert (posts(client), posts(client, f"{QUERY}&data={old}")) == (SECOND, FIRST)


# ---- Pages and files -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/disclosures", f"/operations/{OPERATION}", "/methods", "/about"])
def test_a_page_of_an_older_version_says_so_and_leads_to_its_like(reader, path, old, new):
    html = reader.get(f"{path}?data={old}").text
    assert html.count(f"You see data version {old}, made 2") == 1
    assert 'href="?"' in html
    for place in ("/", "/disclosures", "/methods", "/about"):
        assert f'href="{place}?data={old}"' in html
    assert reader.get(path).text.count("You see data version") == 0


def test_what_is_ticked_in_an_older_version_is_compared_in_it(reader, old):
    html = reader.get(f"/disclosures?data={old}").text
    assert html.count(f'<input type="hidden" name="data" value="{old}">') == html.count("<form")
    went = reader.get(f"/compare-chosen?ops={OPERATION}&data={old}")
    assert went.headers["Location"] == f"/{QUERY}&data={old}"


def test_without_javascript_an_older_version_says_so(reader, old):
    html = reader.get(f"/{QUERY}&data={old}").text.partition("<noscript>")[2]
    assert f"You see data version {old}" in html
    assert f"/operations/{OPERATION}?data={old}" in html
    assert "<td>10</td>" in html


def test_a_file_is_named_after_its_version(reader, old):
    for name in ("size", "releases"):
        found = reader.get(f"/download/{name}.csv?data={old}").headers["Content-Disposition"]
        assert found == f'attachment; filename="{name}-{old}.csv"'


def test_a_banner_comes_and_goes_with_what_is_simulated(world, reader):
    made = ask(Worlds.fixed(world), reader, "")
    assert made.nodes[ids.BANNER] == {"html": "", "class": "", "hidden": ""}
    made = ask(Worlds.fixed(replace(world, simulated=True)), reader, "")
    assert made.nodes[ids.BANNER] == {"html": BANNER, "class": "simulated", "hidden": None}


# ---- Damage --------------------------------------------------------------------------------------


def test_a_damaged_new_version_is_not_taken_up_and_the_page_says_so(
    served, store, client, old, new, monkeypatch
):
    flip(store, old)
    served.look()
    path = damage(store, new)
    flip(store, new)
    served.look()
    assert posts(client) == FIRST
    assert served.problem.startswith(
        f"Data version {new} cannot be read. You see version {old}, made 2"
    )
    assert served.problem in ask(served, client, QUERY).html(ids.STALE)
    for page in ("/about", f"/operations/{OPERATION}", "/"):
        assert served.problem in client.get(page).text
    # Once the table is mended, it is taken up, although the pointer stays as it is.
    turn(path)
    served.look()
    assert served.problem, "it is not read again at every look"
    monkeypatch.setattr(serving, "AGAIN_SECONDS", 0)
    served.look()
    assert (served.problem, posts(client)) == ("", SECOND)


def test_a_lost_pointer_changes_nothing_but_a_notice(served, store, client, new):
    kept = (store / POINTER).read_bytes()
    for spoil in (lambda: (store / POINTER).unlink(), lambda: (store / POINTER).write_bytes(b"{")):
        spoil()
        served.look()
        assert posts(client) == SECOND
        assert served.problem.startswith(
            "The list of data versions cannot be read. You see version"
        )
    (store / POINTER).write_bytes(kept)
    served.look()
    assert served.problem == ""


def test_at_the_start_the_version_before_a_damaged_one_is_served(store, texts, old, new):
    damage(store, new)
    served = Worlds.open(store, texts)
    assert served.current.version == old
    assert f"Data version {new} cannot be read. You see version {old}" in served.problem
    assert served.seen_of(new) is None


def test_with_no_whole_version_there_is_no_server(store, texts, old, new):
    damage(store, new)
    damage(store, old)
    with pytest.raises(TableError, match=r"posts\.parquet is damaged, its hash differs\.$"):
        Worlds.open(store, texts)


def test_a_damaged_older_version_is_not_shown(served, store, client, old):
    damage(store, old)
    assert client.get(f"/download/size.csv{QUERY}&data={old}").status_code == 400
    assert (served.seen_of(old), served.problem, posts(client)) == (None, "", SECOND)


def test_changed_texts_are_a_version_of_their_own(served, store, texts, tmp_path, new):
    rename_theme(store, texts, tmp_path)
    served.look()
    pointer = read_pointer(store)
    assert pointer is not None
    assert served.current.version == pointer.current != new
    assert served.seen_of(new) is not None
