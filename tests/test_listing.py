"""What the command line says that a store holds."""

from pathlib import Path

import pytest

from dashboard.listing import listing
from dashboard.releases import Catalogue
from dashboard.tables import TableError
from tests.small_world import small_catalogue, small_holdings

CITED = {"china-2019-08-1", "china-2019-09", "uae-egypt-2019-09"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for (subject, collection), holding in small_holdings().items():
        folder = tmp_path / "store" / subject / collection
        folder.mkdir(parents=True)
        holding.manifest.write(folder)
    return tmp_path / "store"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return small_catalogue()


def test_what_is_held_comes_first_and_the_rest_is_counted(store, catalogue):
    assert listing(store, catalogue, CITED, "0" * 12, every=False) == [
        "operation         depth          posts  published  collection",
        "china-2019        counts            50          -  chua-2019",
        "china-2019-09     counts, users      -         50  platform",
        "russia-2018-10    rows              40          -  clemson",
        "thailand-2020-10  rows              25         10  platform",
        "Not held, but known: 1 by counts, 1 by facts (--all lists them)",
        "data version 000000000000",
    ]


def test_all_lists_every_release_once_those_with_counts_first(store, catalogue):
    lines = listing(store, catalogue, CITED, "0", every=True)
    assert lines[5:] == [
        "uae-egypt-2019-09  counts           300          7  -",
        "turkey-2020-06     facts            500          -  -",
        "data version 0",
    ]


def test_an_empty_store(tmp_path, catalogue):
    assert listing(tmp_path, catalogue, set(), "0", every=False) == [
        f"{tmp_path} holds nothing.",
        "Not held, but known: 7 by facts (--all lists them)",
        "data version 0",
    ]


def test_a_holding_that_the_catalogue_does_not_know_is_listed(store, catalogue):
    (store / "thailand-2020-10").rename(store / "nowhere")
    path = store / "nowhere" / "platform" / "manifest.json"
    path.write_text(path.read_text().replace("thailand-2020-10", "nowhere"))
    lines = listing(store, catalogue, CITED, "0", every=False)
    assert any(line.startswith("nowhere ") for line in lines)
    assert "1 by counts, 2 by facts" in lines[-2]


def test_a_damaged_manifest_is_named(store, catalogue):
    (store / "thailand-2020-10" / "platform" / "manifest.json").write_text("{")
    with pytest.raises(TableError, match="cannot be read"):
        listing(store, catalogue, CITED, "0", every=False)
