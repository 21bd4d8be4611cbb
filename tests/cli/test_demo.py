"""The demonstration: three operations made up, ingested, served, and nothing left behind."""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from dashboard.catalogue.releases import read_catalogue
from dashboard.cli import demo, serve
from dashboard.cli.commands import DATA, main
from dashboard.cli.demo import RELEASES, estimate
from dashboard.look.simulated import BANNER
from dashboard.simulation.plan import make_plan
from dashboard.store.versions import read_store

ROWS = 300
PORT = "0"  # any that is free

Serve = Callable[[Flask, str, int, int], None]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder that temporary files go to; who catches a signal gives it back."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = signal.getsignal(signal.SIGTERM)
    yield tmp_path
    assert signal.getsignal(signal.SIGTERM) == before


def run(monkeypatch: pytest.MonkeyPatch, serving: Serve, *more: str) -> int:
    """Run the command with something else in the place of gunicorn."""
    monkeypatch.setattr(serve, "serve", serving)
    return main(["demo", "--rows", str(ROWS), "--port", PORT, *more])


def test_three_operations_are_served_and_nothing_stays(room, monkeypatch, capfd):
    seen = []

    def serving(server: Flask, host: str, port: int, workers: int) -> None:
        (made,) = room.iterdir()
        assert [path.name for path in made.iterdir()] == ["store"], "the archives are gone already"
        held = read_store(made / "store")
        assert {key: told.manifest.posts for key, told in held.items()} == {
            (release, "platform"): ROWS for release in RELEASES
        }
        assert all(told.manifest.simulated for told in held.values())
        page = server.test_client().get(f"/operations/{RELEASES[0]}").text
        assert BANNER in page and f"{ROWS:,}" in page
        seen.append((host, workers))

    assert run(monkeypatch, serving, "--workers", "3") == 0
    assert seen == [("127.0.0.1", 3)]
    assert list(room.iterdir()) == []
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "Making up 900 posts of 3 operations: about 6 seconds."
    assert lines[1:4] == [f"{release}: {ROWS:,} posts." for release in RELEASES]
    assert lines[4] == BANNER
    compared = "/?v=2&ops=china-2020-06~russia-2020-06~turkey-2020-06"
    assert lines[5:] == [f"The dashboard is at http://127.0.0.1:{PORT}{compared} (Ctrl+C stops it)"]


@pytest.fixture
def only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make up one operation: how it ends does not depend on how many there are."""
    monkeypatch.setattr(demo, "RELEASES", RELEASES[:1])


@pytest.mark.usefixtures("only_one")
@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGINT, marks=pytest.mark.deep), signal.SIGTERM]
)
def test_whoever_stops_it_while_it_serves_finds_nothing_left(room, monkeypatch, number):
    def serving(*given: object) -> None:
        os.kill(os.getpid(), number)

    assert run(monkeypatch, serving) == 130
    assert list(room.iterdir()) == []


@pytest.mark.usefixtures("only_one")
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.deep)]
)
def test_whoever_stops_it_while_it_reads_finds_nothing_left(room, monkeypatch, number):
    reads = demo.ingest

    def stopped(*given: object) -> None:
        reads(*given)  # after which an ingest is deaf to Ctrl-C, until it is told to listen
        demo.restore_sigint()
        os.kill(os.getpid(), number)

    monkeypatch.setattr(demo, "ingest", stopped)
    assert run(monkeypatch, lambda *given: pytest.fail("it was served")) == 130
    assert list(room.iterdir()) == []


def test_the_end_of_a_worker_takes_nothing_away(room):
    """Workers are forked while the store is there, and end by the same way out."""
    with demo._room() as made:
        monkey = pytest.MonkeyPatch()
        monkey.setattr(os, "getpid", lambda: -1)
        with pytest.raises(SystemExit), demo._room() as other:
            monkey.undo()
            raise SystemExit
        assert other.exists() and made.exists()
    assert list(room.iterdir()) == [other]


def test_at_full_size_it_says_how_long_that_takes():
    catalogue = read_catalogue(DATA / "releases.toml")
    plans = [make_plan(catalogue, release) for release in RELEASES]
    posts = sum(catalogue.releases[release].posts or 0 for release in RELEASES)
    assert posts == 348_608 + 3_434_792 + 36_948_524
    assert estimate(plans) == (
        "Making up 40,731,924 posts of 3 operations: about 12 minutes. --rows N makes N for each."
    )


def test_too_small_a_disk_is_said_before_anything_is_made(room, monkeypatch, capfd):
    monkeypatch.setattr(demo.shutil, "disk_usage", lambda path: SimpleNamespace(free=2e9))
    assert main(["demo", "--port", PORT]) == 1
    told_ = (
        f"{room}: 9.2 GB are needed for a while, and 2.0 GB are free. --rows N makes fewer posts.\n"
    )
    assert capfd.readouterr().err == told_
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("rows", ["0", "-1"])
def test_no_posts_are_refused_in_a_sentence(room, capfd, rows):
    assert main(["demo", "--rows", rows, "--port", PORT]) == 1
    assert capfd.readouterr().err == "At least one post is needed: --rows must be 1 or more.\n"
    assert list(room.iterdir()) == []
