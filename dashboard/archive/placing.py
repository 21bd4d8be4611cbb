"""A collection's place in the store: what may go there, and its tables as files."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd

from dashboard.archive.scan import Scanned
from dashboard.store.holdings import read_manifest
from dashboard.store.versions import Contents
from dashboard.tables import PRIVATE, TABLES, IngestError, TableError, write_table


def check_place(
    store: Path, contents: Contents, subject: str, collection: str, scanned: Scanned
) -> Iterator[str]:
    """Refuse to put users alone in the place of posts; say it if a users file goes unreplaced.

    What is simulated is refused beside what is real, and in its place, and the other way round.
    """
    _check_same(store, contents, scanned.is_simulated)
    name = f"{subject}/{collection}"
    if name not in contents.holdings:
        return
    try:
        held = read_manifest(contents.folder(store, name))
    except TableError:
        if scanned.posts:
            return  # what cannot be read is replaced
        raise
    if held.posts and not scanned.posts:
        raise IngestError(f"{name} holds posts: read its users file together with its posts files.")
    if held.published is not None and scanned.users is None:
        yield f"{name}: the users file held before is gone; read it with the posts to keep it."


def _check_same(store: Path, contents: Contents, is_simulated: bool) -> None:
    for name in contents.holdings:
        with suppress(TableError):  # of what is damaged nobody knows
            if read_manifest(contents.folder(store, name)).simulated != is_simulated:
                ours, theirs = ("simulated", "real") if is_simulated else ("real", "simulated")
                raise IngestError(
                    f"{store} holds {theirs} accounts ({name}), and these are {ours}: one store is"
                    " never for both. Name another with --store."
                )


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
