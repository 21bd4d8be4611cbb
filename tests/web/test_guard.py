"""Whatever is sent, the answer is a sentence: no stack trace, no blank page, no server error."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.link.view import MAX_QUERY
from dashboard.panels import DOWNLOADS
from dashboard.web import ids
from dashboard.web.app import create_app
from dashboard.web.guard import MOST
from dashboard.web.pages.chooser import NAMES
from dashboard.web.urls import ANSWER, REST
from tests.page_answer import read

SMALL = "0123456789ab"  # the data version of the small world
JUNK = (
    *(
        None,
        True,
        False,
        0,
        -1,
        7,
        1e308,
        "",
        "x",
        "\0",
        "\ud800",
        "é中",
        "?ops=",
        "<b>",
        "a" * 5_000,
    ),
    *(
        [],
        [[]],
        [None],
        ["x"],
        [1],
        {},
        {"a": 1},
        {"query": 5},
        {"query": "\ud800"},
        [{}],
        "9" * 400,
    ),
    *(
        {"query": "?clock=\ud800&data=%ff"},
        {"dark": 1, "across": "x"},
        "2020-01-01\ud800",
        "2020-13",
    ),
)


@pytest.fixture
def call() -> dict[str, Any]:
    """Return the body that the page sends when it opens at its default view."""
    return {
        "link": "",
        "screen": {"dark": False, "across": 3},
        "before": {"version": SMALL},
        "wanted": {"panels": ["size", "rhythm"], "tables": ["size"]},
    }


@pytest.fixture
def choice(call: dict[str, Any]) -> dict[str, Any]:
    """Return the body that the page sends when its reader has changed a control."""
    del call["link"]
    chosen = dict.fromkeys(NAMES) | {"operations": ["china-2019"]}
    return call | {"choices": chosen, "before": {"query": "", "version": SMALL}}


def send(client: FlaskClient, body: Any) -> Any:
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(ANSWER, data=text, content_type="application/json")


def test_the_pages_own_call_draws_the_view(client, call):
    answer = send(client, call)
    assert answer.status_code == 200, answer.text
    made = read(answer.data)
    assert made.step == {"query": "", "push": False, "version": SMALL}
    assert made.values["operations"] == ["china-2019", "russia-2018-10", "thailand-2020-10"]
    assert "2 of 10 hours" in made.html(ids.part("rhythm", "sentence"))


def test_a_control_that_the_reader_changed_is_left_alone(client, choice):
    made = read(send(client, choice).data)
    assert made.step == {"query": "?v=2&ops=china-2019", "push": True, "version": SMALL}
    assert made.values == {}, "what they offer may change with the operations"


# ---- Calls that the page could not have made -----------------------------------------------------


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a JSON value."""
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value) if isinstance(value, list) else inside
    for key, part in inside:
        yield (*path, key)
        yield from places(part, (*path, key))


def mutated(chance: random.Random, call: dict[str, Any]) -> Any:
    """Return the call with one to three values replaced, removed or doubled."""
    body = copy.deepcopy(call)
    for _ in range(chance.randint(1, 3)):
        *path, last = chance.choice(list(places(body)))
        here: Any = body
        for key in path:
            here = here[key]
        change = chance.random()
        if change < 0.6:
            here[last] = copy.deepcopy(chance.choice(JUNK))
        elif change < 0.8:
            del here[last]
        elif isinstance(here, list):
            here.append(copy.deepcopy(here[last]))
        else:
            here[str(chance.choice(JUNK))] = here[last]
    return body


def test_mutated_calls_never_fail_on_the_server(client, call, choice):
    chance = random.Random(11)
    for _ in range(350):
        for right in (call, choice):
            body = mutated(chance, right)
            answer = send(client, body)
            assert answer.status_code == 200, (answer.status_code, body)


def test_any_value_may_stand_in_any_part(client, call, choice):
    """Every part of a call, and every control, takes every kind of junk."""
    for right in (call, choice):
        for path in places(right):
            for junk in JUNK:
                body = copy.deepcopy(right)
                here: Any = body
                for key in path[:-1]:
                    here = here[key]
                here[path[-1]] = copy.deepcopy(junk)
                answer = send(client, body)
                assert answer.status_code == 200, (path, junk, answer.text)


@pytest.mark.parametrize("text", ["[]", "null", "7", '"x"', "{}", '{"output": "x"}', "NaN"])
def test_what_asks_for_nothing_gets_the_default_view(client, text):
    assert read(send(client, text).data).query == ""


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[" * 20_000, "{'a': 1}", b"\xff\xfe"),
    ],
)
def test_what_is_no_call_is_refused_in_one_sentence(client, text):
    answer = send(client, text)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert len(answer.text.splitlines()) == 1


def test_any_value_may_stand_in_what_is_wanted_more(client):
    shown = {"version": "", "query": "", "across": 3, "dark": False, "panels": ["size"]}
    for name in (*shown, "tables"):
        for junk in JUNK:
            answer = client.post(REST, data=json.dumps(shown | {name: junk}))
            assert answer.status_code in (200, 400, 410), (name, junk, answer.text)
    for junk in JUNK:
        assert client.post(REST, data=json.dumps(junk)).status_code in (200, 400)


@pytest.mark.parametrize("text", ["", "{", "[" * 20_000, b"\xff\xfe", " " * (MOST + 1)])
def test_what_is_no_wish_for_more_is_refused_in_one_sentence(client, text):
    answer = client.post(REST, data=text)
    assert (answer.status_code, answer.mimetype) == (413 if len(text) > MOST else 400, "text/plain")
    assert len(answer.text.splitlines()) == 1
    assert client.get(REST).status_code == 404


def test_a_call_has_a_limit_and_a_method(client, call):
    assert send(client, " " * (MOST + 1)).status_code == 413
    assert client.get(ANSWER).status_code == 404
    assert client.put(ANSWER, data="{}").status_code == 405
    assert client.post(ANSWER, data=json.dumps(call), content_type="text/plain").status_code == 200


def test_dash_itself_is_called_for_nothing(client):
    """Every callback runs in the browser."""
    assert all(each["clientside_function"] for each in client.get("/_dash-dependencies").get_json())
    assert client.post("/_dash-update-component", json={}).status_code == 404


# ---- Paths and queries ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/admin", "/index.html", "/..", "/.git/config", "/_reload-hash", "/_alive_x"),
        *("/assets/none.css", "/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml"),
        *("/download", "/download/", "/downloads/size.csv", "/_dash-component-suites/"),
        *("/_dash-component-suites/x/y.js", "/_dash-component-suites/dash/x.js", "/\x00", "/é"),
        *("/_dash-component-suites/dash/../../etc/passwd", "/_dash-component-suites/os/os.py"),
    ],
)
def test_an_unknown_path_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404, answer.text[:200]
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/download/size.csv"])
def test_nothing_else_can_be_written_to(client, method, path):
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("path", ["/", "/download/size.csv", "/_dash-layout", "/nowhere"])
def test_a_long_query_is_refused_before_anything_else(client, path):
    assert client.get(f"{path}?{'x' * MAX_QUERY}").status_code != 414
    answer = client.get(f"{path}?{'x' * (MAX_QUERY + 1)}")
    assert (answer.status_code, answer.mimetype) == (414, "text/plain")
    assert answer.text == "This link is longer than 3,000 characters.\n"


def test_any_query_opens_the_page(client):
    for query in ("ops=", "%00", "%ff%fe", "data=x", "&&&", "a[]=1", "ops=%ed%a0%80"):
        assert client.get(f"/?{query}").status_code == 200


# ---- Headers -------------------------------------------------------------------------------------


def test_the_page_says_once_how_wide_it_is(client):
    assert client.get("/").text.count('name="viewport"') == 1


def test_the_policy_lets_no_script_in_from_elsewhere(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert rules["default-src"] == ["'self'"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]
    assert all(s == "'self'" or s.startswith("'sha256-") for s in rules["script-src"])
    assert rules["object-src"] == rules["base-uri"] == ["'none'"]
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/methods", "/operations/thailand"])
def test_only_named_sites_may_show_a_page_within_theirs(client, world, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'self'")
    named = create_app(world, {"CACHE_VIEWS": 5, "FRAMES": "https://intranet.example"}).server
    policy = named.test_client().get(path).headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'self' https://intranet.example")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/download/size.csv", "/_dash-layout"])
def test_every_answer_has_the_safe_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_failure_is_one_sentence_and_is_logged(world, monkeypatch, caplog):
    app = create_app(world, {"CACHE_VIEWS": 5})

    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(DOWNLOADS, "size", broken)
    answer = app.server.test_client().get("/download/size.csv")
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert answer.text == "Something failed here; it was written to the server's log.\n"
    assert "secret detail" in caplog.text
