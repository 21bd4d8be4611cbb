"""Staging folder -> store: all of a collection's new tables at once, or none of them.

The staging folder lies in the store, on the same file system, so that putting the tables in place
is a rename. Everything in it is written through to the disk first, the manifest last.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from dashboard.archive.problem import IngestError
from dashboard.tables import PRIVATE, TABLES, Manifest, write_table

STAGING = ".staging-"


@contextmanager
def staging(store: Path) -> Iterator[Path]:
    """Give a folder to work in, readable by nobody else, and take it away whatever happens."""
    made = [folder for folder in (store, *store.parents) if not folder.exists()]
    try:
        store.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=STAGING, dir=store))
    except OSError as problem:
        raise IngestError(f"{store} cannot be written to: {problem.strerror}.") from None
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def write_tables(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, str]:
    """Write every table of the store into `folder`; return the SHA-256 by file name."""
    (folder / "private").mkdir(parents=True, mode=0o700)
    hashes = {}
    for columns, place in ((TABLES, ""), (PRIVATE, "private/")):
        for name in columns:
            file = f"{place}{name}.parquet"
            hashes[file] = write_table(frames[name], columns[name], folder / file)
    for path in (folder / "private").iterdir():
        path.chmod(0o600)
    return hashes


def publish(new: Path, store: Path, manifest: Manifest) -> None:
    """Put the folder `new`, with its manifest, in its place in the store; the old one goes."""
    manifest.write(new)
    for path in (*new.rglob("*"), new):
        _to_disk(path)
    place = store / manifest.subject / manifest.collection
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = new.parent / "aside" / "old"
    aside.parent.mkdir()
    if place.exists():
        place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    _to_disk(place.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
