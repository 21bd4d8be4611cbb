"""What the app answers to everything that tests/golden.py asks of it, as hashes.

An answer is its status, what it is, where it leads, and its content. What differs from one machine
or minute to another by no fault of the program is taken out first.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.link.view import MAX_QUERY
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.settings import ROOT
from dashboard.snapshot.world import World
from dashboard.web.app import create_app
from dashboard.web.guard import MOST
from dashboard.web.serving import Worlds
from dashboard.web.urls import ANSWER, REST
from tests.golden_links import UNKNOWN
from tests.small_world import small_world

Hashes = dict[str, str]  # of each answer, by what was asked

WORLDS = ("small", "store")
KEYS = sorted(panel.key for panel in PANELS)
EVERY_PANEL = {"panels": KEYS, "tables": []}
FILES = [f"{name}.{form}" for form in ("csv", "json") for name in sorted(DOWNLOADS)]
SCREENS = {
    f"{'dark' if dark else 'light'} {across}": {"dark": dark, "across": across}
    for dark in (False, True)
    for across in (3, 1)
}
DARK_NARROW = "dark 1"
HEADERS = ("Content-Type", "Content-Disposition", "Location")
# What the page may show before the reader changes it: all, a period of its own, a presentation.
BEFORE = ("", "?v=2&ops=china-2019@2019-07~china-2019", "?v=2&present=yes&scale=count&lang=en")
LONGEST = 200  # characters of a key; what is longer is cut and told apart by a hash
# When an asset or a component's script was installed: "?m=1764…" and ".v4_4_1m1764….", and an id
# that Dash draws anew in each process.
FINGERPRINT = re.compile(rb"""(\?m=|\.v[0-9_]+m)[0-9.]+|"end_id":"[^"]*\"""")


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of the parts of an answer."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def of_response(answer: TestResponse) -> str:
    """Return the hash of an answer of the server."""
    headers = [f"{name}: {answer.headers.get(name, '')}" for name in HEADERS]
    about = "\n".join([str(answer.status_code), *headers])
    return digest(about.encode(), FINGERPRINT.sub(rb"\1", answer.get_data()))


def key(*words: str) -> str:
    """Return what was asked, in one line that is not too long."""
    whole = " ".join(words)
    if len(whole) <= LONGEST:
        return whole
    return f"{whole[:LONGEST]}… {digest(whole.encode())[:12]}"


@lru_cache
def worlds(name: str) -> Worlds:
    """Return one of WORLDS, which a process opens once: the small world, or the project's store."""
    if name == "small":
        return Worlds.fixed(small_world())
    return Worlds.open(ROOT / "data" / "store", ROOT / "data")


@dataclass(frozen=True)
class Asker:
    """A client of the app over one world, who calls it as its page does."""

    name: str
    worlds: Worlds
    client: FlaskClient

    @property
    def world(self) -> World:
        return self.worlds.current

    @property
    def versions(self) -> tuple[str, ...]:
        """Return the data versions that are kept, the current one last."""
        pointer = self.worlds.seen().now.pointer
        older = [name for name in pointer.names if name != self.world.version] if pointer else []
        return (*older, self.world.version)

    def get(self, path: str) -> str:
        return of_response(self.client.get(path))

    def post(self, path: str, body: Any) -> str:
        return of_response(self.post_raw(path, body))

    def post_raw(self, path: str, body: Any) -> TestResponse:
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(path, data=text, content_type="application/json")

    def opened(self, query: str, screen: dict[str, Any]) -> TestResponse:
        """Return the answer to a link that is opened, for every panel."""
        return self.post_raw(ANSWER, {"link": query, "screen": screen, "wanted": EVERY_PANEL})


@lru_cache
def asker(name: str) -> Asker:
    """Return who asks the app over one of WORLDS."""
    return asker_of(name, worlds(name))


def asker_of(name: str, served: Worlds) -> Asker:
    return Asker(name, served, create_app(served, {"CACHE_VIEWS": 60}).server.test_client())


# ---- A view --------------------------------------------------------------------------------------


def of_link(asked: Asker, query: str, step: int = 1) -> Iterator[tuple[str, str]]:
    """Yield every answer that has to do with one view: (what was asked, hash).

    Of the downloads each `step`-th is asked for, others in other views.
    """
    name = asked.name
    for screen, told in SCREENS.items():
        yield key("call", name, screen, query), of_response(asked.opened(query, told))
    yield from _changed(asked, query)
    yield from _rest(asked, query)
    for panel in KEYS:
        yield key("picture", name, panel, query), asked.get(f"/picture/{panel}{query}")
    yield key("page", name, query), asked.get(f"/{query}")
    yield from of_downloads(asked, query, step)


def of_downloads(asked: Asker, query: str, step: int = 1) -> Iterator[tuple[str, str]]:
    """Yield each `step`-th of the files of a view."""
    for file in FILES[_number(query, step) :: step]:
        yield key("download", asked.name, file, query), asked.get(f"/download/{file}{query}")


def _number(query: str, most: int) -> int:
    """Return a number below `most` that a query always has."""
    return int(digest(query.encode()), 16) % most


def _changed(asked: Asker, query: str) -> Iterator[tuple[str, str]]:
    """Yield the answer to a reader whose controls say this view while the page shows another."""
    before, version = _before(asked, query)
    answer = asked.opened(query, SCREENS["light 3"]).get_json(silent=True) or {}
    choices = {name: each.get("value") for name, each in answer.get("controls", {}).items()}
    shown = {"query": before, "version": version}
    call = {
        "choices": choices,
        "screen": SCREENS["light 3"],
        "before": shown,
        "wanted": EVERY_PANEL,
    }
    yield key("change", asked.name, query), asked.post(ANSWER, call)


def _before(asked: Asker, query: str) -> tuple[str, str]:
    """Return a view that the page shows before, and of which data version: the view's own."""
    version = _version(asked, query)
    if version != asked.world.version:
        return f"?v=2&data={version}", version
    return BEFORE[_number(query, len(BEFORE))], version


def _version(asked: Asker, query: str) -> str:
    """Return the data version that a page of this view shows."""
    version = dict(parse_qsl(query.removeprefix("?"))).get("data", "")
    return version if version in asked.versions else asked.world.version


def _rest(asked: Asker, query: str) -> Iterator[tuple[str, str]]:
    """Yield each panel with its table, and all at once on the other screens."""
    shown = {"version": _version(asked, query), "query": query}
    for panel in KEYS:
        body = shown | SCREENS["light 3"] | {"panels": [panel], "tables": [panel], "how": [panel]}
        yield key("rest", asked.name, panel, query), asked.post(REST, body)
    body = shown | SCREENS[DARK_NARROW] | {"panels": KEYS, "tables": KEYS, "how": KEYS}
    yield key("rest", asked.name, DARK_NARROW, query), asked.post(REST, body)


# ---- Other pages ---------------------------------------------------------------------------------


def of_site(asked: Asker) -> Iterator[tuple[str, str]]:
    """Yield the pages that the server writes, and what the page of comparison loads."""
    paths = [f"/operations/{slug}" for slug in sorted(asked.world.catalogue.operations)]
    paths += ["/methods", "/about", "/glossary", "/disclosures", "/download/releases.csv"]
    older = [f"{path}?data={version}" for path in paths for version in asked.versions]
    for path in [*paths, *older, *_disclosures(asked), *_ticked(asked)]:
        yield key("site", asked.name, path), asked.get(path)
    for path in ("/_dash-layout", "/_dash-dependencies"):
        yield key("layout", asked.name, path), asked.get(path)


def _disclosures(asked: Asker) -> Iterator[str]:
    """Yield each order and size that the page of disclosures offers, and filters of it."""
    offered = re.compile(r'href="(/disclosures\?[^"#]+)')
    seen = offered.findall(asked.client.get("/disclosures").get_data(as_text=True))
    once = list(dict.fromkeys(map(html.unescape, seen)))
    turned = [path.replace("sort=", "sort=-") for path in once if "sort=" in path]
    yield from dict.fromkeys([*once, *turned])
    words = ("q=iran", "q=nobody", "q=%3Cb%3E", f"q={'x' * 101}", "sort=nothing&by=nothing")
    for query in (*words, "country=atlantis", "q=2019&sort=-accounts&by=posts"):
        yield f"/disclosures?{query}"
    for country in sorted(asked.world.catalogue.countries):
        yield f"/disclosures?country={country}"


def _ticked(asked: Asker) -> Iterator[str]:
    """Yield what the form of disclosures sends."""
    names = sorted(asked.world.catalogue.operations)
    for count in (0, 1, 3, 7):
        yield "/compare-chosen?" + "&".join(f"ops={name}" for name in names[:count])
    yield f"/compare-chosen?ops={names[0]}&ops={names[0]}&ops=&data={UNKNOWN}"


def of_errors(asked: Asker) -> Iterator[tuple[str, str]]:
    """Yield what is answered to calls and addresses that the page does not have."""
    paths = ("/nowhere", "/index.html", "/assets/none.css", "/assets/../pyproject.toml", "/é")
    paths += ("/_dash-component-suites/x/y.js", "/download", "/download/none.csv", "/picture/none")
    paths += ("/download/size.xlsx", "/download/releases.json", "/operations/none", ANSWER, REST)
    paths += (f"/methods?data={UNKNOWN}", f"/operations/china?data={UNKNOWN}", "/operations/")
    paths += (f"/download/releases.csv?data={UNKNOWN}", f"/?{'x' * (MAX_QUERY + 1)}")
    for path in paths:
        yield key("error", asked.name, "GET", path), asked.get(path)
    for path in ("/", "/methods", "/download/size.csv", "/nowhere"):
        yield key("error", asked.name, "POST", path), asked.post(path, {})
    for number, body in enumerate(_bad_bodies(asked)):
        for path in (ANSWER, REST):
            yield key("error", asked.name, path, f"body {number}"), asked.post(path, body)


def _bad_bodies(asked: Asker) -> Iterator[Any]:
    yield from ("", "{", "[]", "null", '"x"', b"\xff\xfe", " " * (MOST + 1), {"output": "x"})
    yield {"link": {"query": 5}, "screen": "x", "before": [], "wanted": {"panels": 5}}
    yield {"choices": {"operations": 5, "clock": [[]], "nonsense": 1}, "before": {"query": 5}}
    yield {"choices": {}, "before": {"query": "?ops=thailand", "version": UNKNOWN}}
    yield {"version": UNKNOWN, "query": "", "panels": ["size"], "tables": []}
    yield {"version": asked.world.version, "query": "?ops=", "panels": "x", "tables": [[], {}]}


def of_assets(asked: Asker) -> Iterator[tuple[str, str]]:
    """Yield every script, style and picture of the page."""
    folder = ROOT / "assets"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield key("asset", name), asked.get(f"/assets/{name}")
