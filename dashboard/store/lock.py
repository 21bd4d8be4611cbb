"""The folder that a change of the store is made in, and the lock that goes with it.

It lies in the store, on the same file system, so that putting things in place is a rename. The
store is locked meanwhile: one change at a time. The system takes the lock away from a process that
ends, however it ends, so whatever lies here when the lock is free was left by one that was killed.

What must outlast a loss of power, not only the end of a process, is written through to the disk.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.tables import IngestError


def fsync_tree(path: Path) -> None:
    """Write a file, or a folder and all in it, through to the disk."""
    for inner in path.rglob("*"):
        fsync(inner)
    fsync(path)


def fsync(path: Path) -> None:
    """Write a file's contents, or which names a folder has, through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


STAGING = ".staging-"
BUSY = "{} is being changed by another takedowns: try again when it has ended."
NO_LOCKS = "{} lies on a file system that cannot lock: two changes at once could spoil it."


@contextmanager
def staging(store: Path) -> Iterator[Path]:
    """Give a folder to work in, readable by nobody else, and take it away whatever happens.

    Raises IngestError at once if somebody else is changing the store.
    """
    made = [folder for folder in (store, *store.parents) if not folder.exists()]
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = _lock(store)
    except OSError as problem:
        raise IngestError(f"{store} cannot be written to: {problem.strerror}.") from None
    try:
        for folder in made:
            fsync(folder.parent)
        yield _open_room(store)
    except OSError as problem:
        reason = problem.strerror or problem
        raise IngestError(f"{store} could not be written: {reason}.") from problem
    finally:
        # What is done is done, and what went wrong was said: nothing here may say otherwise.
        with suppress(OSError):
            _clear(store)
            os.close(lock)
            for folder in made:
                folder.rmdir()  # stops at the first that holds anything


def _lock(store: Path) -> int:
    """Return a handle of the store that nobody else can have locked."""
    lock = os.open(store, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        os.close(lock)
        sentence = BUSY if isinstance(problem, BlockingIOError) else NO_LOCKS
        raise IngestError(sentence.format(store)) from None
    return lock


def _open_room(store: Path) -> Path:
    """Return a new folder, once what others left behind is gone: raw files may be in it."""
    try:
        _clear(store)
        return Path(tempfile.mkdtemp(prefix=STAGING, dir=store))
    except OSError as problem:
        raise IngestError(f"{store} cannot be written to: {problem.strerror}.") from None


def _clear(store: Path) -> None:
    for room in store.glob(f"{STAGING}*"):
        shutil.rmtree(room, ignore_errors=True)
