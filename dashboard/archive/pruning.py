"""Which versions of a store stay, and taking away what no version needs any more."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.holdings import MANIFEST
from dashboard.versions import NAME, TEXTS, VERSIONS, Pointer, contents_path, read_contents


def clear_away(room: Path, store: Path, pointer: Pointer) -> None:
    """Put the versions that are not in the pointer, then what only they had, into `room`.

    It goes with the room, which the next change clears if this one cannot: nothing is half there.

    Only what bears a version's or a holding's name is touched. Nothing goes while it is not known
    what a version needs: raises TableError if one of those kept cannot be read.
    """
    needed = {path for name in pointer.names for path in _parts(store, name)}
    for number, path in enumerate(_found(store)):
        if path not in needed:
            path.rename(room / f"gone-{number}")
            _remove_empty(path.parent, path.parent.parent)


def _parts(store: Path, version: str) -> Iterator[Path]:
    """Yield all that a version is made of."""
    contents = read_contents(store, version)
    yield contents_path(store, version)
    yield contents.texts_folder(store)
    for name in contents.holdings:
        yield contents.folder(store, name)


def _found(store: Path) -> list[Path]:
    """Return all parts of versions in the store, first those that name others."""
    named = [p for p in store.glob(f"{VERSIONS}/*.json") if NAME.fullmatch(p.stem)]
    texts = [p for p in store.glob(f"{TEXTS}/*") if NAME.fullmatch(p.name)]
    held = [p.parent for p in store.glob(f"*/*/*/{MANIFEST}") if NAME.fullmatch(p.parent.name)]
    return named + texts + held


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()
