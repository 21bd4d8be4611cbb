"""The tool that proves a refactor: it asks for everything, and says so where anything changed."""

import json
import re
from dataclasses import replace

import pytest

from dashboard.link.parse import MAX_OPERATIONS, slug_of
from dashboard.link.view import MAX_QUERY, PARAMS, Param, View, parse_query
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.panels.size.measure import size
from dashboard.web.serving import Worlds
from tests import golden_answers, golden_links
from tests.golden import main
from tests.golden_answers import asker_of, of_downloads, of_link
from tests.golden_links import BAD, UNKNOWN, links, values_of

OLDER = "aaaaaaaaaaaa"  # a data version
FEWEST = 2  # values of a parameter, its default among them


@pytest.fixture(scope="module")
def every(world):
    return links(world, (OLDER, world.version))


@pytest.fixture(scope="module")
def views(world, every) -> list[View]:
    return [parse_query(query, world.words)[0] for query in every]


def written(folder, **hashes):
    """Return the arguments that compare these records, each a dict of hashes or a text."""
    for name, content in hashes.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text, encoding="utf-8")
    return ["compare", *(str(folder / name) for name in hashes)]


def test_equal_records_are_equal(tmp_path, capsys):
    same = {"page ?v=2": "aa", "site /about": "bb"}
    assert main(written(tmp_path, a=same, b=dict(reversed(same.items())))) == 0
    assert capsys.readouterr().out == "All 2 answers are equal: 1 page, 1 site.\n"


def test_what_differs_is_missing_or_new_is_named(tmp_path, capsys):
    before = {"page 1": "a", "page 2": "a", "site 1": "a", "call 1": "a"}
    after = {"page 1": "b", "page 2": "b", "site 1": "a", "help list": "a"}
    assert main(written(tmp_path, a=before, b=after)) == 1
    assert capsys.readouterr().out.splitlines() == [
        *("2 differ: 2 page.", "1 are missing: 1 call.", "1 are new: 1 help."),
        *("  differ: page 1", "  differ: page 2", "  missing: call 1", "  new: help list"),
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"page 1": 5}', "\ud800"])
def test_what_is_no_record_is_refused_in_one_sentence(tmp_path, capsys, text):
    (tmp_path / "b").write_bytes(text.encode("utf-8", "surrogatepass"))
    (tmp_path / "a").write_text("{}")
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 2
    assert main(["compare", str(tmp_path / "none"), str(tmp_path / "a")]) == 2
    assert main(["record", str(tmp_path / "none" / "out")]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 3)


def test_links_are_many_and_each_is_there_once(every, world):
    assert len(every) == len(set(every)) >= 150
    assert len(links(world, (world.version,), quick=True)) == 10


@pytest.mark.parametrize("param", PARAMS, ids=[param.key for param in PARAMS])
def test_links_cover_every_parameter(param, views, world):
    assert len({getattr(view, param.field) for view in views}) >= FEWEST
    _, notes = parse_query(f"?{param.key}=~{'x' * 90}", world.words)
    expected = notes[0].partition("expected ")[2].partition("such as")[0] if notes else ""
    choices = re.findall(r"[\w-]+", expected)
    values = values_of(world, (world.version,))[param.key]
    known = [text for text in choices if not parse_query(f"?{param.key}={text}", world.words)[1]]
    assert set(known) <= set(values), "a value that the parser names is never asked for"


def test_a_new_parameter_stops_the_tool(world, monkeypatch):
    new = Param("mood", "mood", lambda text, reading: text)
    monkeypatch.setattr(golden_links, "PARAMS", (*PARAMS, new))
    with pytest.raises(LookupError, match=r"do not agree on: mood\.$"):
        links(world, (world.version,))


def test_links_cover_every_number_of_operations_and_periods_of_their_own(views, world):
    assert {len(view.operations) for view in views} == {*range(MAX_OPERATIONS + 1)}
    slugs = [[slug_of(column) for column in view.operations] for view in views]
    assert any(len(set(names)) < len(names) for names in slugs), "no operation is there twice"
    assert any(
        view.own(column).period != view.period for view in views for column in view.operations
    )
    assert {name for names in slugs for name in names} == world.words.operations


def test_links_cover_what_is_wrong_and_what_is_gone(every, views, world):
    assert {view.data for view in views} >= {"", OLDER, UNKNOWN}
    assert any(len(query) > MAX_QUERY for query in every)
    noted = [query for query in BAD if parse_query(f"?{query}", world.words)[1]]
    assert len(noted) >= 30


# ---- Answers -------------------------------------------------------------------------------------

VIEW = "?v=2&ops=thailand-2020-10"


@pytest.fixture(scope="module")
def asker(world):
    return asker_of("small", Worlds.fixed(world))


def test_a_view_is_asked_for_all_and_what_changed_has_another_hash(asker, monkeypatch):
    before = dict(of_link(asker, VIEW))
    for kind in ("rest", "picture"):
        assert {f"{kind} small {panel.key} {VIEW}" for panel in PANELS} <= before.keys()
    files = {f"{name}.{form}": name for name in DOWNLOADS for form in ("csv", "json")}
    assert {f"download small {file} {VIEW}" for file in files} <= before.keys()
    monkeypatch.setitem(DOWNLOADS, "size", lambda w, view: size(w, replace(view, kinds=("quote",))))
    after = dict(of_downloads(asker, VIEW))
    changed = {name for name in after if before[name] != after[name]}
    assert changed == {f"download small size.{form} {VIEW}" for form in ("csv", "json")}


def test_what_differs_by_no_fault_is_left_out(asker):
    page = asker.client.get("/").get_data()
    without = golden_answers.FINGERPRINT.sub(rb"\1", page)
    assert page.count(b"?m=") == without.count(b"?m=") > 0
    assert not re.search(rb"\?m=\d|\.v\d+(_\d+)*m\d|end_id", without)
    assert len(without) > len(page) * 0.9


def test_long_questions_have_short_names_that_differ():
    one, other = (golden_answers.key("page", "x" * 3000, end) for end in "ab")
    assert one != other
    assert len(one) < 250
