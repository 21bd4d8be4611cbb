"""The folder that a change of the store is made in, and what becomes of one left behind.

It lies in the store, on the same file system, so that putting tables in place is a rename. While it
is in use it is locked; the system takes the lock away from a process that ends, however it ends. So
a folder that can be locked was left behind by one that was killed, and the raw files in it must go.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.archive.problem import IngestError
from dashboard.tables import MANIFEST, TableError, read_manifest

STAGING = ".staging-"
# Where in the room a collection's tables lie: a level deeper than those that a reader looks for.
NEW, ASIDE = "made/new", "made/old"


@contextmanager
def staging(store: Path) -> Iterator[Path]:
    """Give a folder to work in, readable by nobody else, and take it away whatever happens."""
    made = [folder for folder in (store, *store.parents) if not folder.exists()]
    try:
        store.mkdir(parents=True, exist_ok=True)
        room, lock = _open_room(store)
    except OSError as problem:
        raise IngestError(f"{store} cannot be written to: {problem.strerror}.") from None
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        os.close(lock)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _open_room(store: Path) -> tuple[Path, int]:
    """Return a new folder and its lock, after clearing away what others left behind.

    The store is locked meanwhile, or a new folder could be taken for an old one before its owner
    has locked it.
    """
    gate = os.open(store, os.O_RDONLY)
    try:
        if _lock(gate, wait=True):
            for room in sorted(store.glob(f"{STAGING}*")):
                _clear(room, store)
        room = Path(tempfile.mkdtemp(prefix=STAGING, dir=store))
        lock = os.open(room, os.O_RDONLY)
        _lock(lock)
        return room, lock
    finally:
        os.close(gate)


def _lock(handle: int, wait: bool = False) -> bool:
    """Return whether the lock was taken: not if another has it, or the file system has none."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _clear(room: Path, store: Path) -> None:
    """Take away a folder that nobody works in; tables that were never replaced go back first."""
    try:
        handle = os.open(room, os.O_RDONLY)
    except FileNotFoundError:  # its owner has just ended
        return
    try:
        if _lock(handle):
            _restore(room / ASIDE, store)
            shutil.rmtree(room, ignore_errors=True)
    finally:
        os.close(handle)


def _restore(aside: Path, store: Path) -> None:
    if not (aside / MANIFEST).exists():
        return
    try:
        manifest = read_manifest(aside)
    except TableError:
        return
    place = store / manifest.subject / manifest.collection
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        aside.rename(place)
