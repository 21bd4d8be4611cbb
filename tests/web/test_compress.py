"""Answers are compressed as the browser asks, and only what never changes is kept compressed."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.settings import ROOT
from dashboard.web import compress
from dashboard.web.app import create_app
from dashboard.web.compress import CompressedFiles

PLOTLY = next((ROOT / "assets").glob("plotly-*.min.js"))


def ask(client: FlaskClient, path: str, encoding: str = "gzip"):
    return client.get(path, headers={"Accept-Encoding": encoding})


def test_a_file_is_compressed_better_than_an_answer_has_time_for(client):
    quick = brotli.compress(PLOTLY.read_bytes(), quality=4)
    answer = ask(client, f"/assets/{PLOTLY.name}", "gzip, deflate, br, zstd")
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 0.9 * len(quick)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_assets_are_compressed_with_what_the_browser_takes(client, encoding):
    answer = ask(client, f"/assets/{PLOTLY.name}", encoding)
    assert answer.headers["Content-Encoding"] == encoding
    assert len(answer.data) < 0.4 * PLOTLY.stat().st_size


def test_a_compressed_asset_is_the_file_every_time(client):
    for _ in range(2):
        assert gzip.decompress(ask(client, f"/assets/{PLOTLY.name}").data) == PLOTLY.read_bytes()


def test_a_browser_that_takes_nothing_gets_the_file(client):
    answer = ask(client, f"/assets/{PLOTLY.name}", "identity")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == PLOTLY.read_bytes()


def test_what_was_compressed_for_one_view_is_not_sent_for_another(client):
    queries = ("?ops=thailand-2020-10", "?ops=china-2019", "?ops=thailand-2020-10")
    first, other, again = (
        gzip.decompress(ask(client, f"/download/rhythm.csv{query}").data) for query in queries
    )
    assert first == again
    assert first != other


def test_only_an_address_with_a_mark_of_the_files_age_is_kept_for_good(client):
    marked = ask(client, f"/assets/{PLOTLY.name}?m=1").headers["Cache-Control"]
    assert "immutable" in marked
    assert "immutable" not in ask(client, f"/assets/{PLOTLY.name}").headers["Cache-Control"]
    assert ask(client, "/assets/none.js").status_code == 404


@pytest.fixture
def kept(world, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, dict[str, bytes]]:
    """Return a client of a new server, and what that keeps compressed."""
    made: list[CompressedFiles] = []

    class Seen(CompressedFiles):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(compress, "CompressedFiles", Seen)
    client = create_app(world, {"CACHE_VIEWS": 5}).server.test_client()
    return client, made[0]


def test_one_script_is_kept_once_by_whatever_fingerprint_it_is_asked_for(kept):
    client, texts = kept
    page = client.get("/").text
    (script,) = re.findall(r"/_dash-component-suites/[^\"]*dash_renderer\.v[^\"]*", page)
    for number in range(3):
        other = re.sub(r"m[0-9a-f]+\.", f"m{number:08x}.", script)
        assert ask(client, other).headers["Content-Encoding"] == "gzip"
    assert len(texts) == 1


@pytest.mark.parametrize("way", ["x/../", "./", "../assets/", "/", "%2e%2e/assets/"])
def test_an_asset_has_no_second_spelling(kept, way):
    client, texts = kept
    answer = ask(client, f"/assets/{way}{PLOTLY.name}")
    assert answer.status_code == 404
    assert texts == {}


def test_what_is_only_asked_about_is_not_compressed(kept):
    client, texts = kept
    answer = client.head(f"/assets/{PLOTLY.name}?m=1", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.data, texts) == (200, b"", {})
    assert int(answer.headers["Content-Length"]) == PLOTLY.stat().st_size
    assert "immutable" in answer.headers["Cache-Control"]
