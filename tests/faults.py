"""A store that is changed by the command line while the disk fails or the process is killed.

Each change runs in a process of its own, forked from one that has imported everything and started
nothing, so that it costs a fraction of a second and can end as it likes.
"""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO, ENOSPC
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import Lock
from typing import Any

import archive_world as world
import pytest

import dashboard.ingest.ingest
import dashboard.store.history  # noqa: F401  # these are imported before the fork
from dashboard.cli import commands as command
from dashboard.settings import ROOT
from dashboard.store.versions import (
    POINTER,
    check_texts,
    read_contents,
    read_holdings,
    read_pointer,
)

context = multiprocessing.get_context("forkserver")
_SERVER: list[bool] = []  # whether it was started
# Whoever starts a process asks all others, too, whether they ended, and the status of each can be
# read only once: of two threads that ask at the same time, one would take it for 255.
_ASKING = Lock()
KILLED = 99  # the status that the fault `kill` ends with
# Every call with which Python changes a disk: module, name.
CALLS = (
    (Path, "write_bytes"),
    (shutil, "copyfile"),
    (tempfile, "mkdtemp"),
    *((os, name) for name in ("fsync", "rename", "mkdir", "unlink", "rmdir", "chmod")),
    (shutil, "rmtree"),
)
WRITES = ("write_bytes", "copyfile", "mkdtemp", "fsync", "rename", "mkdir")  # that may need room
COUNT, TRACE, SMALL = "count", "trace", "small"
FAULTS = ("kill", "full", "once", "gone", "late")


@dataclass
class Disk:
    """Counts the calls, and lets that with the number `at` fail.

    kill: the process ends there. full: no room from there on. once: one I/O error. gone: an I/O
    error at every call from there on. late: an I/O error is told, but the call was done.
    """

    fault: str
    at: int
    calls: int = -1

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **more: Any) -> Any:
            self.calls += 1
            past = self.calls > self.at and self.fault in ("once", "late")
            if self.fault == COUNT or self.calls < self.at or past:
                return call(*args, **more)
            return self.fail(name, call, *args, **more)

        return wrapper

    def fail(self, name: str, call: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if self.fault == "full" and name not in WRITES:
            return call(*args, **more)
        if name == "write_bytes":  # a part of it is written all the same
            path, content = args
            with path.open("wb") as file:
                file.write(content[: len(content) // 2])
        if self.fault == "kill":
            os._exit(KILLED)
        if self.fault == "late":
            call(*args, **more)
        # rmtree asks for the function that failed; told to ignore errors, it goes on.
        if name == "rmtree" and more.get("ignore_errors"):
            return None
        number = ENOSPC if self.fault == "full" else EIO
        raise OSError(number, os.strerror(number))

    def install(self) -> None:
        for module, name in CALLS:
            setattr(module, name, self.wrapped(name, getattr(module, name)))


Event = tuple[str, int, int]  # "write" or "sync" of a number; "name": a folder has a name for one


class Trace(Disk):
    """Lets every call do its work and notes what it was, by the numbers of files and folders."""

    def __init__(self) -> None:
        super().__init__(TRACE, 0)
        self.events: list[Event] = []

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **more: Any) -> Any:
            found = call(*args, **more)
            self.events += noted(name, args)
            return found

        return wrapper


def noted(name: str, args: tuple[Any, ...]) -> list[Event]:
    """Return what a call that was done means for what a loss of power could take away."""
    if name == "fsync":
        return [("sync", os.fstat(args[0]).st_ino, 0)]
    if name not in ("write_bytes", "copyfile", "mkdir", "rename"):
        return []
    path = Path(args[1] if name in ("copyfile", "rename") else args[0])
    made = path.stat().st_ino
    named = [("name", path.parent.stat().st_ino, made)]
    if path.name == POINTER and name == "rename":
        return [*named, (POINTER, made, 0)]
    return named + ([("write", made, 0)] if name in ("write_bytes", "copyfile") else [])


def unsafe(store: Path, before: set[int], events: list[Event]) -> list[str]:
    """Return what the store has now, and had not, that the moved pointer could have outlived.

    A file's contents and a folder's names are safe once each was written through to the disk, after
    the last change and before the pointer moved.
    """
    moved = max(place for place, (what, _, _) in enumerate(events) if what == POINTER)
    until = events[:moved]
    found = []
    for path in (store, *store.rglob("*")):
        number, folder = path.stat().st_ino, path.parent.stat().st_ino
        if number in before:
            continue
        if path.is_file() and not _is_safe(until, ("write", number, 0), number):
            found.append(f"{path}: its contents")
        if path != store / POINTER and not _is_safe(until, ("name", folder, number), folder):
            found.append(f"{path}: its name")
    return found


def _is_safe(events: list[Event], event: Event, number: int) -> bool:
    """Whether an event happened, and a sync of what has that number came after the last one."""
    if event not in events:
        return False
    last = max(place for place, other in enumerate(events) if other == event)
    return ("sync", number, 0) in events[last:]


def small_texts(folder: Path) -> Path:
    """Return a folder of texts as `data/` is one, with few cited counts."""
    (folder / "published").mkdir(parents=True)
    for name in ("releases.toml", "themes.toml", "published/counts.csv"):
        shutil.copyfile(ROOT / "data" / name, folder / name)
    return folder


def changed(argv: list[str], data: Path, told: Path, fault: str = "", at: int = 0) -> None:
    """Run one command, its output to the file `told`, and end with its status.

    With the fault COUNT, that of no call, `told`.calls says how many there were; with TRACE, which.
    With SMALL no file can become larger than `at` bytes, whoever writes it, DuckDB too.
    """
    command.DATA = data
    with told.open("w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    # Who runs the tests in the background has Ctrl-C ignored, and what is started inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    disk = Trace() if fault == TRACE else Disk(fault, at)
    if fault == SMALL:
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
    elif fault:
        disk.install()
    status = command.main(argv)
    if fault in (COUNT, TRACE):
        with told.with_suffix(".calls").open("w") as file:
            json.dump(disk.events if isinstance(disk, Trace) else disk.calls + 1, file)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(status)  # what multiprocessing does at its end is none of the command's


def start(
    argv: list[str], data: Path, told: Path, fault: str = "", at: int = 0
) -> ForkServerProcess:
    """Start one command in a process of its own."""
    # The server that forks looks for modules where its surroundings say so, and only there.
    if not _SERVER:
        context.set_forkserver_preload(["faults", "warmed"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
            forkserver.ensure_running()
        _SERVER.append(True)
    process = context.Process(target=changed, args=(argv, data, told, fault, at))
    with _ASKING:
        process.start()
    return process


def lives(process: ForkServerProcess) -> bool:
    with _ASKING:
        return process.is_alive()


def ended(process: ForkServerProcess) -> int:
    """Return the status that the process ends with; below 0: the signal that ended it."""
    wait([process.sentinel])
    with _ASKING:
        process.join()
        assert process.exitcode is not None
        return process.exitcode


def run(argv: list[str], data: Path, told: Path, fault: str = "", at: int = 0) -> int:
    return ended(start(argv, data, told, fault, at))


def whole(store: Path) -> str:
    """Return the current version, "" for none, after checking that every version kept is whole."""
    pointer = read_pointer(store)
    if pointer is None:
        return ""
    for version in pointer.names:
        contents = read_contents(store, version)
        read_holdings(store, contents)
        check_texts(store, contents)
    return pointer.current


def needed(store: Path) -> dict[str, bytes | None]:
    """Return all files in the store but the pointer, which tells the time."""
    return {
        name: content
        for name, content in world.tree(store).items()
        if content is not None and name != "versions.json"
    }


def state(store: Path) -> tuple[object, ...]:
    """Return what the pointer says, without the times."""
    pointer = read_pointer(store)
    return (pointer.current, pointer.names, pointer.keep) if pointer else ()
