"""Two workers of a real server take up new versions by themselves, and mix none, under load."""

import json
import os
import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dashboard.cli.serve import GUNICORN
from dashboard.web.urls import ANSWER, REST
from tests import server_process, two_versions
from tests.server_process import HOST, held_port, running
from tests.two_versions import OPERATION, flip

pytestmark = pytest.mark.deep

WORKERS = 2
TAKEN_UP_SECONDS = 5  # the promise
FLIPS, READERS = 1000, 4
REST_OF = ["accounts", "themes"]
QUERY = f"?v=2&ops={OPERATION}"
# The command line, which looks 200 times as often, so that most versions are really taken up.
HASTY = "import sys, dashboard.web.serving as w; w.LOOK_SECONDS = 0.01; \
from dashboard.__main__ import main; sys.exit(main(sys.argv[1:]))"
SERVE = ("serve", "--workers", str(WORKERS), "--port")
COMMANDS = {
    "takedowns serve": ("-m", "dashboard", *SERVE),
    "the Procfile's": ("-m", "gunicorn", *GUNICORN, "--workers", str(WORKERS), "--bind"),
    "hasty": ("-c", HASTY, *SERVE),
}

Request = tuple[str, str, bytes | None]  # method, path, body


@contextmanager
def serving(store: Path, command: str) -> Iterator[int]:
    """Run a server of the store, and give its port once it answers."""
    environ = os.environ | {"TAKEDOWNS_STORE": str(store)}
    with held_port() as port:
        place = f"{HOST}:{port}" if command == "the Procfile's" else str(port)
        arguments = (*COMMANDS[command], place)
        with running(port, arguments, env=environ, stdout=subprocess.DEVNULL):
            assert b"disclosures" in ask(port, ("GET", "/about", None))
            yield port


def ask(port: int, request: Request) -> bytes:
    """Ask on a connection of its own, which either worker may take."""
    _, body = server_process.ask(port, *request)
    return body


def version(port: int) -> str:
    return str(json.loads(ask(port, ("GET", f"/download/size.json{QUERY}", None)))["data"])


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, tuple[str, str]]:
    """Return a store of two versions, and their names; the first is current."""
    names = two_versions.make(tmp_path)
    flip(tmp_path / "store", names[0])
    return tmp_path / "store", names


@pytest.mark.parametrize("command", ["takedowns serve", "the Procfile's"])
def test_a_new_version_is_taken_up_within_five_seconds(made, command):
    store, (old, new) = made
    with serving(store, command) as port:
        seconds = []
        for target in (new, old, new):
            begun = last = time.monotonic()
            flip(store, target)
            while time.monotonic() < begun + TAKEN_UP_SECONDS:
                if version(port) != target:
                    last = time.monotonic()
                time.sleep(0.01)
            seconds.append(last - begun)
            assert {version(port) for _ in range(40)} == {target}
        print(f"\n{command}: taken up after {', '.join(f'{s:.1f}' for s in seconds)} s")
        flip(store, old)
        time.sleep(TAKEN_UP_SECONDS)  # and nobody asks
        assert {version(port) for _ in range(40)} == {old}


@pytest.mark.parametrize("command", ["takedowns serve", "the Procfile's"])
def test_a_version_is_taken_up_before_the_first_request(made, command):
    store, (_, new) = made
    with serving(store, command) as port:
        # Which worker was asked whether it answers is not known: the other never was.
        flip(store, new)
        time.sleep(TAKEN_UP_SECONDS)
        assert {version(port) for _ in range(40)} == {new}


def test_a_worker_that_is_started_anew_has_the_current_version(made):
    store, (_, new) = made
    with serving(store, "takedowns serve") as port:
        flip(store, new)
        time.sleep(TAKEN_UP_SECONDS)
        before = set(workers_at(port))
        for worker in before:
            os.kill(worker, 9)
        while len(set(workers_at(port)) - before) < WORKERS:
            time.sleep(0.01)
        time.sleep(TAKEN_UP_SECONDS)
        assert {version(port) for _ in range(40)} == {new}


def workers_at(port: int) -> list[int]:
    """Return the process ids of the workers: children of the one with the port on its command."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = (place / "cmdline").read_bytes().split(b"\0")
            children = (place / "task" / place.name / "children").read_text().split()
        except OSError:
            continue
        if str(port).encode() in told and children:
            found += [int(pid) for pid in children]
    return found


def test_a_thousand_versions_under_load_are_never_mixed(made):
    """Every answer is, byte for byte, one that a world of one version alone gives."""
    store, names = made
    requests = asked(names)
    right = {target: in_peace(store, target, requests) for target in names}
    stop, dice, came = Event(), random.Random(5), list[str]()
    with serving(store, "hasty") as port, ThreadPoolExecutor(READERS) as readers:
        given = (port, requests, right, stop, came)
        work = [readers.submit(read, *given, seed) for seed in range(READERS)]
        for number in range(FLIPS):
            flip(store, names[1 - number % 2])
            time.sleep(dice.uniform(0, 0.06))
            # On a busy machine, too, there is an answer for each.
            while len(came) < number and not any(reader.done() for reader in work):
                time.sleep(0.005)
        stop.set()
        found = sum((reader.result() for reader in work), Counter())
    print(f"\n{FLIPS} flips, {sum(found.values()):,} answers: {dict(found)}")
    assert found["mixed"] == 0
    assert min(found[name] for name in names) > 100
    assert found["changes"] > FLIPS / 10, "the workers took up too few of the versions"


def asked(names: tuple[str, str]) -> dict[str, Request]:
    """Return what is asked for: pages, files and the page's own calls, pinned and not."""
    queries = [QUERY, *(f"{QUERY}&data={name}" for name in names)]
    found: dict[str, Request] = {}
    for query in queries:
        found[f"view {query}"] = ("POST", ANSWER, json.dumps({"link": query}).encode())
        for path in ("/", f"/operations/{OPERATION}", "/about", "/download/rhythm.json"):
            found[f"{path} {query}"] = ("GET", path + query, None)
    for name in names:
        shown = {"version": name, "query": QUERY, "across": 3, "dark": False, "panels": REST_OF}
        found[f"the rest of {name}"] = ("POST", REST, json.dumps(shown).encode())
    return found


def in_peace(store: Path, target: str, requests: dict[str, Request]) -> dict[str, bytes]:
    """Return the right answers while `target` is current."""
    room = store.with_name(f"with-{target}")
    shutil.copytree(store, room)
    flip(room, target)
    with serving(room, "takedowns serve") as port:
        return {name: plain(ask(port, request)) for name, request in requests.items()}


def plain(answer: bytes) -> bytes:
    """Return an answer without what is new in each: Dash's random mark; and the server's port."""
    return re.sub(rb'(?<="end_id":")[^"]*|(?<=http://127.0.0.1:)[0-9]+', b"", answer)


def read(
    port: int,
    requests: dict[str, Request],
    right: dict[str, Any],
    stop: Event,
    came: list[str],
    seed: int,
) -> Counter[str]:
    """Ask for this and that until told to stop; count by the version that was current.

    Every answer is noted in `came`, which all readers share.
    """
    told: Counter[str] = Counter()
    dice, last = random.Random(seed), ""
    while not stop.is_set():
        name = dice.choice(list(requests))
        answer = plain(ask(port, requests[name]))
        now = [version for version, answers in right.items() if answers[name] == answer]
        came.append(name)
        if not now:
            told["mixed"] += 1
        elif len(now) == 1:
            told[now[0]] += 1
            told["changes"] += now[0] != last
            last = now[0]
    return told
