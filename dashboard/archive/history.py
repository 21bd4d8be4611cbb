"""The versions of a store: go back to one, keep more or fewer, take up texts that have changed."""

from dataclasses import replace
from pathlib import Path

from dashboard.archive.publish import commit, point, read_current
from dashboard.archive.staging import staging
from dashboard.tables import IngestError, TableError
from dashboard.versions import VERSIONS, Kept, Pointer, read_contents, read_pointer


def roll_back(store: Path, version: str | None) -> list[str]:
    """Make another version current, the one before if none is named; nothing is deleted.

    A damaged pointer is made anew of the versions that are there, if one is named.
    """
    with staging(store) as room:
        pointer = _pointer(store, version)
        names = pointer.names
        if version is None:
            place = names.index(pointer.current)
            if not place:
                raise IngestError(f"There is no version before {pointer.current}.")
            version = names[place - 1]
        if version not in names:
            raise IngestError(f"{version} is not kept, only {', '.join(names)}.")
        read_contents(store, version)
        notes = point(room, store, replace(pointer, current=version))
    return [f"data version {version} is current.", *notes]


def _pointer(store: Path, version: str | None) -> Pointer:
    try:
        return _made(store, read_pointer(store))
    except TableError:
        found = sorted((store / VERSIONS).glob("*.json"), key=lambda path: path.stat().st_mtime)
        if version is None or not found:
            raise
    kept = tuple(Kept(path.stem, "") for path in found)
    return Pointer(version, kept, keep=max(len(kept), 2))


def _made(store: Path, pointer: Pointer | None) -> Pointer:
    if pointer is None:
        raise IngestError(f"{store} has no versions: nothing was ever read into it.")
    return pointer


def prune(store: Path, keep: int) -> list[str]:
    """Keep the newest `keep` versions from now on, and the current one; delete all others."""
    if keep < 1:
        raise IngestError("At least one version must be kept.")
    with staging(store) as room:
        before = _made(store, read_pointer(store))
        after = replace(before, keep=keep).cut()
        notes = point(room, store, after)
    gone = [name for name in before.names if name not in after.names]
    told = f"deleted {', '.join(gone)}" if gone else "nothing was deleted"
    return [f"Keeping {keep} from now on; {told}.", *notes]


def refresh(store: Path, data: Path) -> list[str]:
    """Make a version of the same holdings with the texts that are in `data` now."""
    with staging(store) as room:
        pointer, contents = read_current(store)
        made = commit(room, store, _made(store, pointer), contents, data)
    return list(made.lines())


def told_versions(store: Path) -> list[str]:
    """Return a line for each version that is kept, newest last."""
    pointer = _made(store, read_pointer(store))
    return [_line(store, pointer, kept) for kept in pointer.versions]


def _line(store: Path, pointer: Pointer, kept: Kept) -> str:
    try:
        count = len(read_contents(store, kept.version).holdings)
        told = f"{count} {'collection' if count == 1 else 'collections'}"
    except TableError:
        told = "damaged"
    mark = ", current" if kept.version == pointer.current else ""
    made = f"made {kept.made} UTC, " if kept.made else ""
    return f"{kept.version}  {made}{told}{mark}"
