"""Whatever fails while a store is changed, it is wholly the old version or wholly the new one."""

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import archive_world as world
import faults
import pytest
from faults import (
    COUNT,
    FAULTS,
    KILLED,
    SMALL,
    TRACE,
    ended,
    lives,
    needed,
    run,
    start,
    state,
    unsafe,
    whole,
)

from dashboard.store.lock import BUSY, STAGING
from dashboard.store.versions import POINTER, read_pointer

RELEASE = "thailand-2020-10"
STOPPED = "Stopped. Nothing is half done: the store is whole."


@dataclass(frozen=True)
class Ground:
    """A folder with a store of two versions, files to read, and texts."""

    folder: Path
    data: Path
    store: Path

    def ingest(self, files: str, store: Path) -> list[str]:
        return ["ingest", str(self.folder / files), "--release", RELEASE, "--store", str(store)]

    def must(self, argv: list[str]) -> None:
        told = self.folder / "told"
        assert run(argv, self.data, told) == 0, told.read_text()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("faults")
    for name, rows in (("first", 20), ("second", 19), ("third", 18)):
        posts = world.csv_text(world.POST_ROWS[:rows], world.POSTS)
        world.write(folder / name, p__csv=posts)
    made = Ground(folder, faults.small_texts(folder / "data"), folder / "store")
    made.must(made.ingest("first", made.store))
    made.must(made.ingest("second", made.store))
    return made


@dataclass(frozen=True)
class Change:
    """A change of a copy of the store, what it starts from and what it comes to, undisturbed."""

    name: str
    ground: Ground

    def store(self, number: object) -> Path:
        """Return a new copy of the store as it is before the change."""
        copy = self.ground.folder / f"{self.name}-{number}"
        shutil.rmtree(copy, ignore_errors=True)
        if self.name != "begin":
            shutil.copytree(self.ground.store, copy)
        return copy

    def argv(self, store: Path) -> list[str]:
        pointer = read_pointer(self.ground.store)
        assert pointer is not None
        given = {
            "begin": self.ground.ingest("first", store)[1:],
            "ingest": self.ground.ingest("third", store)[1:],
            "rollback": [pointer.names[0], "--store", str(store)],
            "prune": ["--keep", "1", "--store", str(store)],
            "remove": [RELEASE, "--store", str(store)],
            "refresh": ["--store", str(store)],
        }
        return [{"begin": "ingest"}.get(self.name, self.name), *given[self.name]]

    def data(self) -> Path:
        """Return the texts: for a refresh, others than those that the store was made with."""
        if self.name != "refresh":
            return self.ground.data
        other = self.ground.folder / "other"
        if not other.exists():
            faults.small_texts(other)
            with (other / "releases.toml").open("a") as file:
                file.write("\n")
        return other

    def undisturbed(self) -> tuple[int, tuple[object, ...], dict[str, bytes | None]]:
        """Return the number of calls, the state and the files after the change."""
        store, told = self.store("whole"), self.ground.folder / f"{self.name}-whole.txt"
        assert run(self.argv(store), self.data(), told, COUNT) == 0, told.read_text()
        return int(told.with_suffix(".calls").read_text()), state(store), needed(store)


def swept(change: Change, fault: str, at: int, new: tuple[object, ...], files: object) -> str:
    """Let one call fail; return "old" or "new" after checking all that must hold."""
    store = change.store(f"{fault}-{at}")
    told = store.with_suffix(".txt")
    old = state(store)
    status = run(change.argv(store), change.data(), told, fault, at)
    said, case = told.read_text(), (change.name, fault, at, told.read_text())
    whole(store)
    found = state(store)
    assert found in (old, new), case
    if status != KILLED:
        assert status == (0 if found == new else 1), case
        assert "Traceback" not in said, case
        assert found == new or len(said.splitlines()) == 1, case
    # The next change finds its way, takes away what was left, and comes to the same.
    again = ["refresh", "--store", str(store)] if found == new else change.argv(store)
    assert run(again, change.data(), told) == 0, (*case, told.read_text())
    assert whole(store) == new[0] and state(store) == new, case
    assert not list(store.glob(f"{STAGING}*")), case
    assert needed(store) == files, case
    shutil.rmtree(store)
    return "new" if found == new else "old"


def sweep(change: Change, cases: Iterable[tuple[str, int]], workers: int = 2) -> Counter[str]:
    _, new, files = change.undisturbed()
    with ThreadPoolExecutor(workers) as pool:
        return Counter(pool.map(lambda case: swept(change, *case, new, files), cases))


SWEPT = 8  # calls of each change that fail, from the first to the last; in the deep test all do


@pytest.mark.parametrize("name", ["rollback", "prune", "refresh"])
def test_a_change_that_fails_anywhere_leaves_the_old_version_or_the_new_one(ground, name):
    change = Change(name, ground)
    calls, _, _ = change.undisturbed()
    places = [calls - 1 - (calls - 1) * n // SWEPT for n in range(SWEPT + 1)]
    found = sweep(change, [(fault, at) for fault, at in zip(cycle(FAULTS), places, strict=False)])
    assert found["old"] and found["new"]


def test_an_ingest_that_fails_around_its_pointer_leaves_one_version_or_the_other(ground):
    change = Change("ingest", ground)
    calls, _, _ = change.undisturbed()
    found = sweep(change, [("kill", calls - 14), ("full", calls // 2)])
    assert found.total() == 2


@pytest.mark.parametrize("name", ["begin", "ingest", "refresh"])
def test_all_that_a_version_needs_is_on_the_disk_before_the_pointer_names_it(ground, name):
    """And nothing got there by a call that the faults do not know."""
    change = Change(name, ground)
    store, told = change.store("traced"), ground.folder / f"{name}-traced.txt"
    before = {path.stat().st_ino for path in (store, *store.rglob("*")) if path.exists()}
    assert run(change.argv(store), change.data(), told, TRACE) == 0, told.read_text()
    events = [tuple(event) for event in json.loads(told.with_suffix(".calls").read_text())]
    assert unsafe(store, before, events) == []
    pointer = max(place for place, event in enumerate(events) if event[0] == POINTER)
    assert ("sync", store.stat().st_ino, 0) in events[pointer:]
    # Had nothing been written through, everything that is new would have been found.
    found = unsafe(store, before, [event for event in events if event[0] != "sync"])
    new = [path for path in store.rglob("*") if path.stat().st_ino not in before]
    assert len(found) >= len(new)


def room_for(ground: Ground, size: int) -> str:
    """Ingest where no file can be larger than `size`; return "old" or "new"."""
    change = Change("ingest", ground)
    store = change.store(f"small-{size}")
    old, told = state(store), store.with_suffix(".txt")
    status = run(change.argv(store), change.data(), told, SMALL, size)
    whole(store)
    assert "Traceback" not in told.read_text()
    assert not list(store.glob(f"{STAGING}*"))
    assert (status, state(store) == old) in ((0, False), (1, True)), (size, told.read_text())
    shutil.rmtree(store)
    return "new" if status == 0 else "old"


def test_where_files_cannot_grow_the_old_version_stays(ground):
    """Here DuckDB, too, meets a real fault of the disk."""
    assert [room_for(ground, size) for size in (0, 600, 2_000_000)] == ["old", "old", "new"]


@pytest.mark.deep
def test_files_cannot_grow_beyond_any_size(ground):
    largest = max(path.stat().st_size for path in ground.store.rglob("*") if path.is_file())
    sizes = [*range(0, 8000, 160), *range(8000, largest + 3000, 4000)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda size: room_for(ground, size), sizes))
    print(Counter(found), sizes[found.index("new")])
    assert found == sorted(found, reverse=True)
    assert {*found} == {"old", "new"}


@pytest.mark.deep
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["begin", "ingest", "rollback", "prune", "remove", "refresh"])
def test_every_call_fails_in_every_way(ground, name, fault):
    change = Change(name, ground)
    calls, _, _ = change.undisturbed()
    found = sweep(change, [(fault, at) for at in range(calls)])
    assert found["old"] and found["new"]
    print(name, fault, calls, dict(found))


# ---- Ended from outside --------------------------------------------------------------------------


@dataclass
class Stopping:
    """Ingests into one store, one after the other, each sent a signal at some time."""

    ground: Ground
    store: Path
    chance: random.Random
    spans: list[float]  # seconds from the start of an ingest, and from its end, to its very end

    def __post_init__(self) -> None:
        shutil.copytree(self.ground.store, self.store)
        self.told = self.store.with_suffix(".txt")

    def once(self, number: int, signum: int) -> str:
        """Start an ingest, send the signal, and return what came of it."""
        old = state(self.store)
        process = start(
            self.ground.ingest(self.files(number), self.store), self.ground.data, self.told
        )
        late = self.chance.random() < 0.5
        self.wait(process, late)
        time.sleep(self.chance.random() * self.spans[late])
        if lives(process) and process.pid:
            with suppress(ProcessLookupError):  # it ended just now
                os.kill(process.pid, signum)
        return self.judged(old, ended(process))

    def files(self, number: int) -> str:
        return ("first", "second", "third")[number % 3]

    def wait(self, process: ForkServerProcess, late: bool) -> None:
        """Wait until the command has begun, or until all is counted and is put in place."""
        sign = f"{STAGING}*/made/new/manifest.json" if late else f"{STAGING}*"
        while lives(process) and not any(self.store.glob(sign)):
            time.sleep(0.0005)

    def judged(self, old: tuple[object, ...], status: int) -> str:
        new = state(self.store)
        case = (status, old, new, self.told.read_text())
        whole(self.store)
        assert len(new[1]) == 2, case
        if status >= 0:
            assert (status == 0) == (new != old or "as before" in case[-1]), case
            assert status == 0 or (case[-1].strip() == STOPPED and status == 130), case
        return f"{status} {'old' if new == old else 'new'}"


def stopped(ground: Ground, signum: int, times: int, workers: int = 2) -> Counter[str]:
    """Send the signal so often at random times; return the endings, all of them allowed."""

    def one(worker: int) -> Counter[str]:
        chance = random.Random(worker)
        store = ground.folder / f"stopped-{signum}-{times}-{worker}"
        stopping = Stopping(ground, store, chance, [0.8, 0.04])
        found = Counter(stopping.once(n, signum) for n in range(times // workers))
        ground.must(ground.ingest("third", store))
        assert not list(store.glob(f"{STAGING}*"))
        parts = list(store.glob(f"{RELEASE}/*/*"))
        assert len(parts) <= 2 and len(list(store.glob("versions/*"))) == 2
        return found

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(one, range(workers)), Counter())


def test_ctrl_c_says_what_is_so(ground):
    assert stopped(ground, signal.SIGINT, 4, 1).total() == 4


@pytest.mark.deep
@pytest.mark.parametrize(("signum", "times"), [(signal.SIGKILL, 1000), (signal.SIGINT, 200)])
def test_an_ingest_may_end_at_any_time(ground, signum, times):
    found = stopped(ground, signum, times)
    print(dict(found))
    assert found.total() == times
    assert {end.split()[1] for end in found} == {"old", "new"}


def test_two_changes_at_once(ground):
    store, told = ground.folder / "twice", ground.folder / "twice.txt"
    shutil.copytree(ground.store, store)
    first = start(ground.ingest("third", store), ground.data, told)
    while not any(store.glob(f"{STAGING}*")):
        assert lives(first), told.read_text()
        time.sleep(0.0005)
    assert first.pid
    os.kill(first.pid, signal.SIGSTOP)
    try:
        other = ground.folder / "other.txt"
        for argv in (ground.ingest("first", store), ["prune", "--store", str(store)]):
            assert run(argv, ground.data, other) == 1
            assert other.read_text() == BUSY.format(store) + "\n"
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert ended(first) == 0, told.read_text()
    assert whole(store) != whole(ground.store)


def test_what_is_done_is_done_though_it_cannot_be_said(ground):
    store = ground.folder / "unsaid"
    shutil.copytree(ground.store, store)
    assert run(ground.ingest("third", store), ground.data, Path("/dev/full")) == 0
    assert state(store) != state(ground.store)
