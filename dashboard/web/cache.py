"""Finished parts of views, kept as JSON text under the canonical query and the data version.

Text, because flask-caching would pickle anything else, and a pickle that somebody else could write
would be code that we run.
"""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Flask
from flask_caching import Cache


def make_cache(server: Flask, most: int) -> Cache:
    """Return a cache in each worker's own memory for up to `most` parts, oldest out first."""
    config = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": most, "CACHE_DEFAULT_TIMEOUT": 0}
    return Cache(server, config=config)


def remembered(cache: Cache, key: str, make: Callable[[], Any]) -> bytes:
    """Return, as JSON text in UTF-8, the plain values that `make` makes for `key`."""
    text: bytes | None = cache.get(key)
    if text is None:
        text = orjson.dumps(make())
        cache.set(key, text)
    return text
