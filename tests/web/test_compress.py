"""Answers are compressed as the browser asks, and only what never changes is kept compressed."""

import gzip

import pytest
from flask.testing import FlaskClient

from dashboard.settings import ROOT

PLOTLY = next((ROOT / "assets").glob("plotly-*.min.js"))


def ask(client: FlaskClient, path: str, encoding: str = "gzip"):
    return client.get(path, headers={"Accept-Encoding": encoding})


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
