"""What the command line says that a store holds."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.catalogue.releases import Catalogue
from dashboard.cli.listing import listing
from dashboard.store.holdings import DIGITS, Manifest
from dashboard.store.versions import (
    POINTER,
    VERSIONS,
    Contents,
    KeptVersion,
    Pointer,
    contents_path,
    current_contents,
)
from dashboard.tables import TableError
from tests.small_world import small_catalogue, small_holdings

CITED = {"china-2019-08-1", "china-2019-09", "uae-egypt-2019-09"}


def made(store: Path, holdings: Iterable[Manifest]) -> Path:
    """Write a version of a store that has these manifests, and no tables."""
    digests = {}
    for manifest in holdings:
        name = f"{manifest.subject}/{manifest.collection}"
        folder = store / name / "new"
        folder.mkdir(parents=True)
        digests[name] = manifest.write(folder)
        folder.rename(folder.with_name(digests[name][:DIGITS]))
    contents = Contents(digests, {"themes.toml": "0" * 64})
    (store / VERSIONS).mkdir()
    contents_path(store, contents.version).write_bytes(contents.encoded())
    pointer = Pointer(contents.version, (KeptVersion(contents.version, "2020-01-01 00:00:00"),))
    (store / POINTER).write_bytes(pointer.encoded())
    return store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return made(tmp_path / "store", [held.manifest for held in small_holdings().values()])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return small_catalogue()


def test_what_is_held_comes_first_and_the_rest_is_counted(store, catalogue):
    assert listing(store, catalogue, CITED, every=False) == [
        "operation         depth          posts  published  collection",
        "china-2019        counts            50          -  chua-2019",
        "china-2019-09     counts, users      -         50  platform",
        "russia-2018-10    rows              40          -  clemson",
        "thailand-2020-10  rows              25         10  platform",
        "Not held, but known: 1 by counts, 1 by facts (--all lists them)",
        f"data version {current_contents(store).version}",
    ]


def test_all_lists_every_release_once_those_with_counts_first(store, catalogue):
    lines = listing(store, catalogue, CITED, every=True)
    assert lines[5:] == [
        "uae-egypt-2019-09  counts           300          7  -",
        "turkey-2020-06     facts            500          -  -",
        f"data version {current_contents(store).version}",
    ]


def test_an_empty_store(tmp_path, catalogue):
    assert listing(tmp_path, catalogue, set(), every=False) == [
        f"{tmp_path} holds nothing.",
        "Not held, but known: 7 by facts (--all lists them)",
    ]


def test_a_holding_that_the_catalogue_does_not_know_is_listed(tmp_path, catalogue):
    manifests = [held.manifest for held in small_holdings().values()]
    manifests[-1] = replace(manifests[-1], subject="nowhere")
    lines = listing(made(tmp_path / "other", manifests), catalogue, CITED, every=False)
    assert any(line.startswith("nowhere ") for line in lines)


def test_a_damaged_manifest_is_named(store, catalogue):
    next(store.glob("thailand-2020-10/platform/*/manifest.json")).write_text("{")
    with pytest.raises(TableError, match="thailand-2020-10/platform cannot be read"):
        listing(store, catalogue, CITED, every=False)


def test_what_repeats_is_said_of_each_collection(tmp_path, catalogue):
    manifests = [held.manifest for held in small_holdings().values()]
    manifests[-1] = replace(manifests[-1], repeated=4120, differing=12)
    lines = listing(made(tmp_path / "other", manifests), catalogue, CITED, every=False)
    name = f"{manifests[-1].subject}/{manifests[-1].collection}"
    sentence = "4,120 records repeat a post that was read before, counted once; 12 of them differ."
    assert f"{name}: {sentence}" in lines
