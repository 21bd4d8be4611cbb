"""The versions of a store: go back to one, keep more or fewer, take up texts that have changed.

Taking a collection out of the store is a new version without it.
"""

from dataclasses import replace
from pathlib import Path

from dashboard.catalogue.releases import Catalogue
from dashboard.store.holdings import read_manifest, resolve_subject
from dashboard.store.lock import staging
from dashboard.store.publish import commit, point
from dashboard.store.versions import (
    FORMAT,
    VERSIONS,
    Contents,
    KeptVersion,
    Pointer,
    current_contents,
    existing_pointer,
    read_contents,
)
from dashboard.tables import IngestError, TableError


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
        return existing_pointer(store)
    except TableError:
        paths = sorted((store / VERSIONS).glob("*.json"), key=lambda path: path.stat().st_mtime)
        if version is None or not paths:
            raise
    kept = tuple(KeptVersion(path.stem, "") for path in paths)
    return Pointer(version, kept, keep=max(len(kept), 2))


def prune(store: Path, keep: int) -> list[str]:
    """Keep the newest `keep` versions from now on, and the current one; delete all others."""
    if keep < 1:
        raise IngestError("At least one version must be kept.")
    with staging(store) as room:
        before = existing_pointer(store)
        after = replace(before, keep=keep).cut()
        notes = point(room, store, after)
    gone = [name for name in before.names if name not in after.names]
    sentence = f"deleted {', '.join(gone)}" if gone else "nothing was deleted"
    return [f"Keeping {keep} from now on; {sentence}.", *notes]


def refresh(store: Path, data: Path) -> list[str]:
    """Make a version of the same holdings with the texts that are in `data` now."""
    with staging(store) as room:
        pointer = existing_pointer(store)
        contents = replace(read_contents(store, pointer.current), format=FORMAT)
        made = commit(room, store, pointer, contents, data)
    return list(made.lines())


def version_lines(store: Path) -> list[str]:
    """Return a line for each version that is kept, newest last."""
    pointer = existing_pointer(store)
    return [_line(store, pointer, kept) for kept in pointer.versions]


def _line(store: Path, pointer: Pointer, kept: KeptVersion) -> str:
    try:
        count = len(read_contents(store, kept.version).holdings)
        holds = f"{count} {'collection' if count == 1 else 'collections'}"
    except TableError:
        holds = "damaged"
    mark = ", current" if kept.version == pointer.current else ""
    made = f"made {kept.made} UTC, " if kept.made else ""
    return f"{kept.version}  {made}{holds}{mark}"


def remove(
    subject: str, collection: str | None, store: Path, catalogue: Catalogue, data: Path
) -> list[str]:
    """Leave out what is held of a release or group, and say in sentences what went.

    Raises IngestError if it is not held, or if several collections are and none was named.
    """
    with staging(store) as room:
        contents = current_contents(store)
        name = _chosen(subject, collection, store, contents, catalogue)
        size = _size_text(contents.folder(store, name))
        others = {other: digest for other, digest in contents.holdings.items() if other != name}
        contents = replace(contents, holdings=others)
        try:
            made = commit(room, store, existing_pointer(store), contents, data)
        except OSError as problem:
            raise IngestError(f"{name} cannot be removed: {problem.strerror}.") from None
    kept = "The versions before keep it until they are pruned."
    return [f"Removed {name}: {size}. {kept}", *made.lines()]


def _chosen(
    subject: str, collection: str | None, store: Path, contents: Contents, catalogue: Catalogue
) -> str:
    """Return the holding that was named, as "<subject>/<collection>"."""
    pairs = [name.partition("/")[::2] for name in contents.holdings]
    slug = subject if subject in dict(pairs) else resolve_subject(subject, catalogue).slug
    names = sorted(name for owner, name in pairs if owner == slug)
    if not names:
        raise IngestError(f"{slug} is not held in {store}.")
    if collection is None and len(names) > 1:
        raise IngestError(f"{slug} is held from {' and '.join(names)}: name one as --collection.")
    name = collection or names[0]
    if name not in names:
        raise IngestError(f"{slug} is not held from {name}, only from {' and '.join(names)}.")
    return f"{slug}/{name}"


def _size_text(place: Path) -> str:
    """Say how much there was, if that can still be read."""
    try:
        manifest = read_manifest(place)
    except TableError:
        return "its manifest could not be read"
    published = manifest.published
    parts = [f"{manifest.posts:,} posts"] if manifest.posts else []
    parts += [f"a users file of {published:,} accounts"] if published is not None else []
    return " and ".join(parts) or "no posts"
