"""Finished views are kept as JSON text, and as nothing that runs."""

import json

from flask import Flask

from dashboard.look.ui import node
from dashboard.web.cache import make_cache, remembered


def test_a_key_is_made_once_and_comes_back_as_plain_values():
    cache = make_cache(Flask("test"), 10)
    made = []

    def make() -> object:
        made.append(1)
        return {"a": [1, 2], "b": node("P", "text")}

    first, again = (remembered(cache, "key", make) for _ in range(2))
    assert made == [1]
    assert first == again
    assert json.loads(again)["b"]["props"] == {"children": "text"}


def test_what_is_kept_is_json_text():
    cache = make_cache(Flask("test"), 10)
    remembered(cache, "key", lambda: {"a": 1})
    assert json.loads(cache.get("key")) == {"a": 1}


def test_only_so_many_are_kept():
    cache = make_cache(Flask("test"), 5)
    for number in range(50):
        assert remembered(cache, str(number), lambda n=number: n) == str(number).encode()
    kept = [number for number in range(50) if cache.get(str(number)) is not None]
    assert 0 < len(kept) <= 6
    assert 49 in kept
