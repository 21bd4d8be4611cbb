"""What an ingest costs, told as ratios to `count(*)` by DuckDB of the same simulated file.

Each step is a process of its own, so that its processor time and its memory are the system's own
account of it. `BENCH_ROWS=21000000` asks for the size that the aim for memory speaks of: it needs
15 GB of disk for a while.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from dashboard.settings import ROOT
from tests.benchmarks.timing import ratios, show, verdict

ROWS = int(os.environ.get("BENCH_ROWS", 3_500_000))
SMALL, TINY = ROWS // 10, 400
ROUNDS = 2 if ROWS <= 5_000_000 else 1
RELEASE = "turkey-2020-06"  # 36.9 million posts: the catalogue has room for any of these sizes
# How far the figures may go, as the project set out; a run fails when one is three times as far.
FULL, ZIPPED, MATCHING, PEAK, LINEAR = 5.0, 1.5, 1.5, 1.5, 1.15
FAR = 3.0
MB, GB = 1e6, 1e9


@dataclass(frozen=True)
class Spent:
    """What a finished process took. `said` is what it printed."""

    cpu: float  # seconds, of all its threads
    wall: float
    peak: float  # bytes in memory
    said: str


def spend(room: Path, *command: str) -> Spent:
    """Run a command to its end and return what it took, as the system counted it."""
    heard = room / "said.txt"
    opened = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    speak = [(os.POSIX_SPAWN_OPEN, 1, str(heard), opened, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
    begun = os.times().elapsed
    world = os.environ | {"PYTHONPATH": str(ROOT)}
    pid = os.posix_spawn(command[0], command, world, file_actions=speak)
    _, status, usage = os.wait4(pid, 0)
    wall, said = os.times().elapsed - begun, heard.read_text()
    assert os.waitstatus_to_exitcode(status) == 0, said
    return Spent(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, said)


class Archives:
    """Simulated archives of one release in several sizes, and what can be done with them."""

    def __init__(self, room: Path) -> None:
        self.room = room

    def make(self, rows: int, form: str) -> None:
        """Write the archive of so many posts."""
        out = ("--out", str(self.room / f"{rows}-{form}"))
        told = ("simulate", RELEASE, "--rows", str(rows), "--format", form, *out)
        spend(self.room, sys.executable, "-m", "dashboard", *told)

    def paths(self, rows: int, form: str) -> list[Path]:
        return sorted((self.room / f"{rows}-{form}").glob(f"*.{form}"))

    def posts_file(self, rows: int) -> Path:
        return next(path for path in self.paths(rows, "csv") if "_tweets_" in path.name)

    def ingest(self, rows: int, form: str = "csv") -> Spent:
        """Ingest an archive as a person would, into a new store."""
        store = self.room / f"store-{len(list(self.room.glob('store-*')))}"
        files = [str(path) for path in self.paths(rows, form)]
        told = ("ingest", *files, "--release", RELEASE, "--store", str(store))
        spent = spend(self.room, sys.executable, "-m", "dashboard", *told)
        manifest = json.loads(next(store.glob(f"{RELEASE}/*/*/manifest.json")).read_text())
        assert manifest["posts"] == rows
        return spent

    def step(self, step: str, rows: int) -> float:
        """Return the seconds that one of the steps took over the plain posts file."""
        told = ("tests.benchmarks.steps", step, str(self.posts_file(rows)))
        spent = spend(self.room, sys.executable, "-m", *told)
        counted, seconds = spent.said.split()
        assert int(counted) == rows
        return float(seconds)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archives]:
    """Give archives of three sizes; what is large is deleted at the end."""
    made = Archives(tmp_path_factory.mktemp("ingest"))
    for rows, form in ((TINY, "csv"), (SMALL, "csv"), (ROWS, "csv"), (ROWS, "zip")):
        made.make(rows, form)
    yield made
    for path in made.room.rglob("*tweets*"):
        path.unlink()


def far(value: float, aim: float) -> bool:
    return value > FAR * aim


def test_what_an_ingest_costs(archives: Archives) -> None:
    spent: dict[str, list[Spent]] = {"csv": [], "zip": []}
    times: dict[str, list[float]] = {"count(*)": []}
    for _ in range(ROUNDS):
        times["count(*)"].append(archives.step("count", ROWS))
        for form, runs in spent.items():
            runs.append(archives.ingest(ROWS, form))
    times |= {form: [run.cpu for run in runs] for form, runs in spent.items()}
    size = archives.posts_file(ROWS).stat().st_size
    rows = [
        (
            f"ingest, {form}",
            f"{median(run.cpu for run in runs):.1f}",
            f"{median(run.wall for run in runs):.1f}",
            f"{ROWS / median(run.wall for run in runs):,.0f}",
            f"{size / MB / median(run.wall for run in runs):,.0f}",
            f"{max(run.peak for run in runs) / GB:.2f}",
        )
        for form, runs in spent.items()
    ]
    rows.insert(0, ("count(*)", f"{median(times['count(*)']):.1f}", "", "", "", ""))
    head = ("step", "CPU s", "s", "rows/s", "MB/s of CSV", "peak GB")
    show(f"{ROWS:,} posts, {size / MB:,.0f} MB of CSV, {ROUNDS} runs each", head, rows)
    full = median(ratios(times, "count(*)")["csv"])
    zipped = median(ratios(times, "csv")["zip"])
    peak = max(run.peak for runs in spent.values() for run in runs) / GB
    print(f"Full ingest: {full:.2f} times the CPU of count(*); {verdict(full, FULL)}")
    print(f"From a zip: {zipped:.2f} times the CPU of the plain file; {verdict(zipped, ZIPPED)}")
    print(f"Peak at {ROWS:,} rows: {peak:.2f} GB; {verdict(peak, PEAK)}")
    assert not (far(full, FULL) or far(zipped, ZIPPED) or far(peak, PEAK))


def test_matching_beside_parsing(archives: Archives) -> None:
    times: dict[str, list[float]] = {"count(*)": [], "matching": []}
    for _ in range(3):
        for name, step in (("count(*)", "count"), ("matching", "match")):
            times[name].append(archives.step(step, SMALL))
    matching = median(ratios(times, "count(*)")["matching"])
    micro = {name: 1e6 * median(seconds) / SMALL for name, seconds in times.items()}
    print(f"\nMicroseconds of CPU a row: {', '.join(f'{n} {m:.2f}' for n, m in micro.items())}")
    print(f"Matching: {matching:.2f} times the CPU of count(*); {verdict(matching, MATCHING)}")
    assert not far(matching, MATCHING)


def test_cost_grows_with_rows_and_no_faster(archives: Archives) -> None:
    runs = {rows: [archives.ingest(rows).cpu for _ in range(2)] for rows in (TINY, SMALL, ROWS)}
    seconds = {rows: min(each) for rows, each in runs.items()}
    begin = seconds[TINY]
    micro = {n: (1e6 * s / n, 1e6 * (s - begin) / n) for n, s in seconds.items() if n != TINY}
    rows = [(f"{n:,}", f"{seconds[n]:.1f}", f"{a:.2f}", f"{b:.2f}") for n, (a, b) in micro.items()]
    head = ("posts", "CPU s", "µs a row", f"µs a row, start ({begin:.1f} s) taken off")
    show("An ingest by its number of posts", head, rows)
    grown = micro[ROWS][1] / micro[SMALL][1]
    print(f"A row of the larger: {grown:.2f} times one of the smaller; {verdict(grown, LINEAR)}")
    assert not far(grown, LINEAR)
