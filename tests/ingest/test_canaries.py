"""Words planted in every personal field of an archive are found again nowhere.

Not in the store, not in what the server answers, keeps or logs, not in what an ingest says: neither
of records that were counted nor of those that were set aside.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboard.cli.commands import main
from dashboard.look.simulated import MARK
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.simulation import accounts
from dashboard.simulation.damage import KINDS
from dashboard.simulation.written import Writer
from dashboard.snapshot.world import World
from dashboard.web.answer import answer
from dashboard.web.app import DATA, create_app
from dashboard.web.calls import Call
from dashboard.web.serving import Worlds
from tests.faults import run
from tests.page_answer import read
from tests.server_process import ask, held_port, running

ROWS = 3_000
RELEASES = ("venezuela-2019-01-1", "turkey-2020-06")  # mentions are names there, ids here
OF_USERS = (
    *("user_display_name", "user_screen_name", "user_reported_location"),
    *("user_profile_description", "user_profile_url"),
)
OF_POSTS = ("tweet_text", "user_mentions", "latitude", "longitude", "poll_choices")
IDS = ("tweetid", "in_reply_to_tweetid", "quoted_tweet_tweetid", "retweet_tweetid")
RARE = {
    "hashtags": "['zqraretag']",  # of fewer accounts than a store keeps a tag for
    "urls": "['http://zqrarehost.example/zqpath']",
}
FEW = 5  # posts with them
SIMULATORS = ("SIMname", "SIMhandle", "SIMplace", "SIMbiography", "SIMlink", "SIMother")
LONG = re.compile(rb"\d{15,}")  # digits of a post's id; no count is so high


def word(column: str) -> str:
    return f"zq{column.replace('_', '')}"


WORDS = (
    *map(word, (*OF_USERS, *OF_POSTS)),
    *("zqraretag", "zqrarehost", "zqpath", MARK, *SIMULATORS),
)


class Planted(NamedTuple):
    """An archive that was read, and all that was said on the way."""

    release: str
    store: Path
    ids: frozenset[bytes]  # of posts
    said: bytes


def marked(cells: pa.Array, column: str) -> pa.Array:
    return pc.binary_join_element_wise(cells, word(column), " ")


def plant(monkeypatch: pytest.MonkeyPatch, ids: set[bytes]) -> None:
    """Have the simulator write a word in every personal field; collect the ids of posts."""
    make, write = accounts._columns, Writer.table

    def users(*given: object) -> dict[str, pa.Array]:
        columns = make(*given)  # type: ignore[arg-type]
        return columns | {name: marked(columns[name], name) for name in OF_USERS}

    def posts(self: Writer, given: object) -> pa.Table:
        table = write(self, given)  # type: ignore[arg-type]
        columns = {name: table[name] for name in table.column_names}
        ids.update(id.encode() for name in IDS for id in columns[name].to_pylist())
        few = pa.array([row < FEW for row in range(len(table))])
        for name in (*OF_POSTS, *RARE):
            if name in columns:
                rare = pc.if_else(few, RARE[name], columns[name]) if name in RARE else None
                columns[name] = marked(columns[name], name) if rare is None else rare
        columns["urls"] = pc.replace_substring(columns["urls"], "']", "/zqpath']")
        return pa.table(columns)

    monkeypatch.setattr(accounts, "_columns", users)
    monkeypatch.setattr(Writer, "table", posts)


@pytest.fixture(scope="module", params=RELEASES)
def planted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planted]:
    """Simulate with canaries and every kind of damage; have it refused once, then read."""
    room, ids = tmp_path_factory.mktemp("canaries"), set[bytes]()
    out, store, release = room / "simulated", room / "store", request.param
    with pytest.MonkeyPatch.context() as monkeypatch:
        plant(monkeypatch, ids)
        asked = ["simulate", release, "--out", str(out), "--rows", str(ROWS)]
        assert main([*asked, "--format", "csv", "--damage", *KINDS]) == 0
    files = sorted(map(str, out.glob("*.csv")))
    whole = b"".join(Path(file).read_bytes() for file in files)
    assert [told for told in WORDS if told.encode() not in whole and told != "zqpollchoices"] == []
    ids = {id for id in ids if LONG.fullmatch(id)}
    assert len(ids) > ROWS
    asked = ["ingest", *files, "--release", release, "--store", str(store)]
    heard = [room / "refused.txt", room / "read.txt"]  # by processes of their own: all they say
    assert run(asked, DATA, heard[0]) == 1
    assert run([*asked, "--allow-rejects"], DATA, heard[1]) == 0
    yield Planted(release, store, frozenset(ids), b"".join(path.read_bytes() for path in heard))


@pytest.fixture(scope="module")
def served(planted: Planted) -> World:
    """Return what a server of that store draws from."""
    return Worlds.open(planted.store, DATA).current


def leaked(told: bytes, planted: Planted) -> list[str]:
    """Return what was planted and can be found in `told`."""
    lower = told.lower()
    words = [w for w in WORDS if (w.encode() in told if w == MARK else w.lower().encode() in lower)]
    return words + [id.decode() for id in set(LONG.findall(told)) & planted.ids]


def addresses(world) -> list[str]:
    downloads = [f"/download/{name}.{form}" for name in DOWNLOADS for form in ("csv", "json")]
    pictures = [f"/picture/{panel.key}" for panel in PANELS]
    pages = ["/", "/_dash-layout", "/_dash-dependencies", "/disclosures", "/methods", "/about"]
    return [
        *(f"{path}{query}" for path in (*downloads, *pictures, "/") for query in queries(world)),
        *("/download/releases.csv", "/operations/nowhere", "/nowhere", *pages),
        *(f"/operations/{slug}" for slug in world.catalogue.operations if world.sources_of(slug)),
    ]


def queries(world) -> list[str]:
    slug = next(iter(world.sources.values())).releases[0].slug
    theme = f"&theme={world.theme_ids[0]}"
    more = ("", "&clock=utc&scale=count&kind=reply", f"&period=2019-01..2019-03{theme}")
    return [f"?ops={slug}{part}" for part in more]


# What a server costs seconds to say comes from a store, in which nothing may be of either release.
one_release = pytest.mark.parametrize(
    "planted", [RELEASES[0], pytest.param(RELEASES[1], marks=pytest.mark.deep)], indirect=True
)


def test_the_canaries_would_be_found(planted):
    id = next(iter(planted.ids))
    assert leaked(b"a ZQtweetText b", planted) == ["zqtweettext"]
    assert leaked(b'{"id": ' + id + b"}", planted) == [id.decode()]
    assert leaked(f"{MARK}xyz".encode(), planted) == [MARK]


def test_nothing_is_in_the_store_and_nothing_lies_beside_it(planted):
    """Also not in `private/`: there an account is a number, and a bad record is a place."""
    found = [path for path in planted.store.rglob("*") if path.is_file()]
    assert {path.parent.name for path in found} > {"private", "versions"}
    assert not [path for path in found if path.suffix == ".csv" and "texts" not in path.parts]
    for path in found:
        told = path.name.encode() + path.read_bytes()
        if path.suffix == ".parquet":
            told += pd.read_parquet(path).to_csv().encode()
        assert leaked(told, planted) == [], path.relative_to(planted.store)


def test_quarantine_says_where_and_why_and_nothing_else(planted):
    (path,) = planted.store.rglob("private/quarantine.parquet")
    aside = pd.read_parquet(path)
    assert len(aside) == len(KINDS)
    assert set(aside) == {"file", "line", "byte", "reason"}


def test_an_ingest_says_nothing_of_it(planted):
    assert planted.release.encode() in planted.said
    assert b"quarantined" in planted.said
    assert leaked(planted.said, planted) == []


@one_release
def test_nothing_is_in_an_answer_or_in_the_cache(planted, served):
    app = create_app(served, {"CACHE_VIEWS": 50})
    client = app.server.test_client()
    for address in addresses(served):
        assert leaked(client.get(address).data, planted) == [], address
    (cache,) = app.server.extensions["cache"].keys()
    keys = [panel.key for panel in PANELS]
    for query in queries(served):
        call = Call(query, {"dark": True, "across": 3}, wanted={"panels": keys})
        told = answer(Worlds.fixed(served), cache, call)
        assert sorted(read(told).figures) == sorted(keys)
        assert leaked(told, planted) == [], query
    kept = cache.cache._cache
    assert len(kept) >= len(queries(served))
    assert leaked(repr(kept).encode(), planted) == []


@one_release
def test_the_server_logs_nothing_of_it(planted, served, tmp_path):
    """Neither gunicorn nor its workers do, for pages and for what they refuse."""
    log = tmp_path / "log.txt"
    with held_port() as port, log.open("wb") as out:
        command = ["-m", "dashboard", "serve", "--port", str(port), "--store", str(planted.store)]
        with running(port, command, stdout=out, stderr=out):
            asked = [ask(port, "GET", address) for address in ("/about", *addresses(served)[-12:])]
    assert {status for status, _ in asked} == {200, 404}
    assert [leaked(told, planted) for _, told in asked] == [[]] * len(asked)
    assert b"The dashboard is at" in log.read_bytes()
    assert leaked(log.read_bytes(), planted) == []
