"""What the command line says and what an ingest makes of files, as hashes for tests/golden.py.

Archives are simulated, damaged on purpose, or the platform's own of Thailand where that is at hand.
"""

import argparse
import io
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from dashboard.cli.commands import main as takedowns
from dashboard.cli.commands import parser
from dashboard.settings import ROOT
from dashboard.simulation.damage import KINDS
from dashboard.store.versions import POINTER, TEXTS, read_pointer
from dashboard.tables import IngestError
from tests import archive_world
from tests.damaged import SHAPES
from tests.damaged_archives import STREAMS, ZIPS
from tests.golden_answers import digest, key
from tests.golden_links import UNKNOWN

WIDTH = "88"  # columns of a terminal, whatever the real one has
ROWS = "2000"  # posts of a simulated release
THAILAND = "thailand-2020-10"
HEX = re.compile(r"\b[0-9a-f]{12}\b")  # a folder of the store goes by the digest of what is in it
STORE = str(ROOT / "data" / "store")


# ---- The command line ----------------------------------------------------------------------------


def said(room: Path, *argv: str) -> bytes:
    """Return how a command ended and what it printed, wherever its files and its store lie."""
    out, err = io.StringIO(), io.StringIO()
    plain = {"COLUMNS": WIDTH, "TAKEDOWNS_STORE": STORE}
    with redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, plain):
        try:
            status = takedowns(list(argv))
        except SystemExit as stopped:  # argparse, after a help or a wrong command line
            status = int(stopped.code or 0)
    text = f"{status}\n{out.getvalue()}\0{err.getvalue()}"
    return text.replace(str(room), "ROOM").replace(str(ROOT), "ROOT").encode()


def commands(command: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Yield the words that name each command and each command below one."""
    yield list(path)
    for action in command._actions:
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield from commands(below, (*path, name))


def of_help() -> Iterator[tuple[str, str]]:
    """Yield the help of every command, and what it says to an option that it does not have."""
    for words in commands(parser()):
        for option in ("--help", "--no-such-option"):
            yield key("help", *words, option), digest(said(ROOT, *words, option))


def of_commands() -> Iterator[tuple[str, str]]:
    """Yield what commands say of the project's store, and of what is not there."""
    pointer = read_pointer(Path(STORE))
    older, newer = (pointer.names[0], pointer.current) if pointer else ("", "")
    for argv in (
        *(["list"], ["list", "--all"], ["versions"], ["check"], ["themes", "check"], ["--version"]),
        *(["compare-versions", older, newer], ["compare-versions", older, UNKNOWN]),
        *(["check", "--version", UNKNOWN], ["check", "--store", "nowhere"], ["dance"]),
        *(["ingest", "nowhere", "--store", "nowhere"], ["rollback", UNKNOWN, "--store", "nowhere"]),
        *(["remove", "thailand", "--store", "nowhere"], ["prune", "--store", "nowhere"]),
        *(["simulate", "atlantis", "--out", "nowhere"], ["cite", "nowhere"]),
    ):
        yield key("command", *argv), digest(said(ROOT, *argv))


# ---- Archives ------------------------------------------------------------------------------------


@contextmanager
def _room() -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix="golden-"))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def of_folder(folder: Path, *words: str) -> Iterator[tuple[str, str]]:
    """Yield every file in a folder, but for the store's pointer, which says when it was made."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != POINTER and not name.startswith(f"{TEXTS}/"):
            yield key("ingest", *words, HEX.sub("*", name)), digest(path.read_bytes())


def of_simulated(dialect: str, release: str) -> Iterator[tuple[str, str]]:
    """Yield a simulated archive with every damage, what is said of it, and the store made of it."""
    words = ("simulated", dialect)
    with _room() as room:
        out, store = room / "out", room / "store"
        asked = ["simulate", release, "--out", str(out), "--rows", ROWS, "--dialect", dialect]
        asked += ["--damage", *KINDS]
        yield key("ingest", *words, "simulate says"), digest(said(room, *asked))
        yield from of_folder(out, *words)
        asked = ["ingest", str(out), "--release", release, "--store", str(store)]
        yield key("ingest", *words, "refused"), digest(said(room, *asked))
        yield key("ingest", *words, "says"), digest(said(room, *asked, "--allow-rejects"))
        yield from of_folder(store, *words, "store")


def of_thailand(folder: str) -> Iterator[tuple[str, str]]:
    """Yield what is said of the platform's own archive in `folder`, and the store made of it."""
    with _room() as room:
        store = room / "store"
        asked = ["ingest", folder, "--release", THAILAND, "--store", str(store)]
        yield key("ingest thailand says"), digest(said(room, *asked))
        yield from of_folder(store, "thailand", "store")


def damaged() -> dict[str, tuple[str, bytes]]:
    """Return each damaged file, and each sound one beside them: (what it is called, holds)."""
    files = {f"csv {name}": ("p.csv", shape.data) for name, shape in SHAPES.items()}
    files |= {f"zip {name}": ("p.zip", packed.data) for name, packed in ZIPS.items()}
    return files | {f"stream {name}": (name, packed.data) for name, packed in STREAMS.items()}


def of_damaged(part: int, many: int) -> Iterator[tuple[str, str]]:
    """Yield what becomes of one of `many` parts of the damaged files: a sentence, or a store."""
    for name, (called, content) in [*damaged().items()][part::many]:
        with _room() as room:
            (room / called).write_bytes(content)
            outcome = "\n".join(_outcomes(room, room / called))
            text = outcome.replace(str(room), "ROOM")
            yield key("ingest", "damaged", name), digest(text.encode())


def _outcomes(room: Path, path: Path) -> Iterator[str]:
    """Yield what an ingest says; of what it refuses, what one says too that reads past damage."""
    for rejects in (False, True):
        try:
            yield from archive_world.run(room / "store", path, allow_rejects=rejects).lines
            return
        except IngestError as problem:
            yield str(problem)


PARTS: dict[str, Callable[..., Iterator[tuple[str, str]]]] = {
    "help": of_help,
    "commands": of_commands,
    "simulated": of_simulated,
    "thailand": of_thailand,
    "damaged": of_damaged,
}
