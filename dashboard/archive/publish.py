"""Staging folder -> store: all of a collection's new tables at once, or none of them.

Everything in the staging folder is written through to the disk before it is put in place.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dashboard.archive.problem import IngestError
from dashboard.archive.staging import ASIDE, NEW
from dashboard.tables import (
    MANIFEST,
    PRIVATE,
    TABLES,
    Manifest,
    TableError,
    read_manifest,
    write_table,
)


def check_place(place: Path, has_posts: bool, has_users: bool) -> Iterator[str]:
    """Refuse to put users alone in the place of posts; say it if a users file goes unreplaced."""
    if not (place / MANIFEST).exists():
        return
    name = f"{place.parent.name}/{place.name}"
    try:
        held = read_manifest(place)
    except TableError:
        if has_posts:
            return  # what cannot be read is replaced
        raise
    if held.posts and not has_posts:
        raise IngestError(f"{name} holds posts: read its users file together with its posts files.")
    if held.published is not None and not has_users:
        yield f"{name}: the users file held before is gone; read it with the posts to keep it."


def write_tables(frames: dict[str, pd.DataFrame], folder: Path) -> dict[str, str]:
    """Write every table of the store into `folder`; return the SHA-256 by file name."""
    (folder / "private").mkdir(parents=True, mode=0o700)
    hashes = {}
    for columns, place in ((TABLES, ""), (PRIVATE, "private/")):
        for name in columns:
            file = f"{place}{name}.parquet"
            hashes[file] = write_table(frames[f"{place}{name}"], columns[name], folder / file)
    for path in (folder / "private").iterdir():
        path.chmod(0o600)
    return hashes


def publish(room: Path, store: Path, manifest: Manifest) -> None:
    """Put the new tables, with their manifest, in their place in the store; the old ones go."""
    new, aside = room / NEW, room / ASIDE
    manifest.write(new)
    for path in (*new.rglob("*"), new):
        to_disk(path)
    place = store / manifest.subject / manifest.collection
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        if aside.exists():
            aside.rename(place)
        raise
    to_disk(place.parent)


def to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
