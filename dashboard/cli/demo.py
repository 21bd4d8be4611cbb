"""A store to try the dashboard with: June 2020's three operations, made up, and gone afterwards."""

import math
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.ingest.ingest import IngestRequest, ingest
from dashboard.ingest.progress import Progress, bar
from dashboard.look.simulated import BANNER
from dashboard.simulation.plan import SimulationPlan, make_plan
from dashboard.simulation.simulate import simulate
from dashboard.store.publish import restore_sigint

RELEASES = ("china-2020-06", "russia-2020-06", "turkey-2020-06")
POSTS_A_SECOND = 58_000  # written and read again, on two cores: 10 s and 8 s a million
START_SECONDS = 5
BYTES_A_POST = 250  # of the largest archive, packed, and of what is counted from it
PREFIX = "takedowns-demo-"

Say = Callable[[str], None]


@contextmanager
def demo_store(rows: int | None, data: Path, say: Say) -> Iterator[Path]:
    """Yield a new store with the three operations, and delete it at the end.

    Each has as many posts as the release had, or `rows`. Raises ValueError, one sentence, for what
    cannot be made. The end may be Ctrl-C or a signal to stop.
    """
    catalogue = read_catalogue(data / "releases.toml")
    plans = [make_plan(catalogue, release, rows=rows) for release in RELEASES]
    with _room() as room:
        _check_space(plans, room)
        say(estimate(plans))
        with bar() as progress:
            for plan in plans:
                say(f"{plan.release.slug}: {plan.rows:,} posts.")
                _add(plan, room, data, progress)
        say(BANNER)
        yield room / "store"


def estimate(plans: list[SimulationPlan]) -> str:
    """Return a sentence: how many posts, how many minutes, and how to make fewer."""
    posts = sum(plan.rows for plan in plans)
    seconds = START_SECONDS + posts / POSTS_A_SECOND
    time = f"{math.ceil(seconds / 60)} minutes" if seconds > 90 else f"{math.ceil(seconds)} seconds"
    shorter = " --rows N makes N for each." if seconds > 90 else ""
    return f"Making up {posts:,} posts of {len(plans)} operations: about {time}.{shorter}"


def _check_space(plans: list[SimulationPlan], room: Path) -> None:
    """Raise ValueError, before minutes of work, if the largest archive would not fit."""
    needed = BYTES_A_POST * max(plan.rows for plan in plans)
    free = shutil.disk_usage(room).free
    if free < needed:
        sentence = f"{needed / 1e9:.1f} GB are needed for a while, and {free / 1e9:.1f} GB are free"
        raise ValueError(f"{room.parent}: {sentence}. --rows N makes fewer posts.")


def _add(plan: SimulationPlan, room: Path, data: Path, progress: Progress) -> None:
    """Simulate an archive, read it into the store, and delete it."""
    out = room / plan.release.slug
    lexicon = read_lexicon(data / "themes.toml")

    def simulating(what: str, done: int, whole: int) -> None:
        progress(f"{what} {plan.release.slug}", done, whole)

    made = simulate(plan, lexicon, out, progress=simulating)
    reading = IngestRequest(made.paths, plan.release.slug, room / "store")
    catalogue = read_catalogue(data / "releases.toml")
    ingest(reading, catalogue, lexicon, (), progress, data)
    restore_sigint()
    shutil.rmtree(out)


@contextmanager
def _room() -> Iterator[Path]:
    """Yield a folder that is deleted at the end, and only by the process that made it.

    Workers are forked inside, and end inside.
    """
    room, maker = Path(tempfile.mkdtemp(prefix=PREFIX)), os.getpid()
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield room
    finally:
        if os.getpid() == maker:
            shutil.rmtree(room, ignore_errors=True)
            signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
