"""A new version of the store: all of a change at once, or none of it.

Everything is written in the staging folder, through to the disk, and put in place by renames under
names that nothing has had. Then the pointer is replaced. That is the one moment at which the store
changes; whatever goes wrong before it leaves nothing changed, and afterwards nothing can undo it.
Ctrl-C is then not heard any more, so that a command which has done its work ends saying so.

Afterwards what no version needs any more is taken away.
"""

import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.store.holdings import DIGITS, MANIFEST, Manifest, check_holding
from dashboard.store.lock import fsync, fsync_tree
from dashboard.store.versions import (
    FORMAT,
    NAME,
    POINTER,
    TEXTS,
    VERSIONS,
    Contents,
    Pointer,
    check_texts,
    contents_path,
    current_contents,
    read_contents,
    read_pointer,
    texts_of,
)
from dashboard.tables import TableError


def clear_away(room: Path, store: Path, pointer: Pointer) -> None:
    """Put the versions that are not in the pointer, then what only they had, into `room`.

    It goes with the room, which the next change clears if this one cannot: nothing is half there.

    Only what bears a version's or a holding's name is touched. Nothing goes while it is not known
    what a version needs: raises TableError if one of those kept cannot be read.
    """
    needed = {path for name in pointer.names for path in _parts(store, name)}
    for number, path in enumerate(_all_parts(store)):
        if path not in needed:
            path.rename(room / f"gone-{number}")
            for folder in (path.parent, path.parent.parent):
                if not any(folder.iterdir()):
                    folder.rmdir()


def _parts(store: Path, version: str) -> Iterator[Path]:
    """Yield all that a version is made of."""
    contents = read_contents(store, version)
    yield contents_path(store, version)
    yield contents.texts_folder(store)
    for name in contents.holdings:
        yield contents.folder(store, name)


def _all_parts(store: Path) -> list[Path]:
    """Return all parts of versions in the store, first those that name others."""
    contents = [p for p in store.glob(f"{VERSIONS}/*.json") if NAME.fullmatch(p.stem)]
    texts = [p for p in store.glob(f"{TEXTS}/*") if NAME.fullmatch(p.name)]
    holdings = [p.parent for p in store.glob(f"*/*/*/{MANIFEST}") if NAME.fullmatch(p.parent.name)]
    return contents + texts + holdings


NEW = "made/new"  # in the staging folder: the tables and manifest of a holding


@dataclass(frozen=True)
class Published:
    """The version that the store is at now; `notes` say what went wrong after it was."""

    version: str
    is_new: bool
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield it in sentences."""
        yield f"data version {self.version}{'' if self.is_new else ', as before: nothing changed'}."
        yield from self.notes


def publish(room: Path, store: Path, made: dict[Path, Manifest], data: Path) -> Published:
    """Put folders of new tables, with their manifests, into the store, all in one version.

    The texts of the version are those in `data`. A holding that says the same already stays: no new
    version comes of reading a file again.
    """
    pointer, contents = read_pointer(store), current_contents(store)
    if pointer is None:
        _put_pointer(room, store, Pointer("", ()))
    holdings = dict(contents.holdings)
    for folder, manifest in made.items():
        name = f"{manifest.subject}/{manifest.collection}"
        holdings[name] = _hold(room, store, contents, name, folder, manifest)
    return commit(room, store, pointer, replace(contents, holdings=holdings, format=FORMAT), data)


def _hold(
    room: Path, store: Path, contents: Contents, name: str, new: Path, manifest: Manifest
) -> str:
    """Put new tables into their place, unless the store says as much; return the digest there."""
    digest = manifest.write(new)
    if _is_held(store, contents, name, manifest):
        digest = contents.holdings[name]
    else:
        _put(new, store / name / digest[:DIGITS], room)
    _complete(new, store / name / digest[:DIGITS])
    return digest


def commit(
    room: Path, store: Path, pointer: Pointer | None, contents: Contents, data: Path
) -> Published:
    """Make `contents`, with the texts in `data`, the store's current version."""
    contents = replace(contents, texts=texts_of(data))
    version = contents.version
    _put_texts(room, store, contents, data)
    _put_contents(room, store, contents)
    if pointer and pointer.current == version:
        _listen(signal.SIG_IGN)  # its work is done, too
        return Published(version, is_new=False, notes=tuple(_tidied(room, store, pointer)))
    made = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    pointer = (pointer or Pointer("", ())).and_now(version, made)
    return Published(version, is_new=True, notes=tuple(point(room, store, pointer)))


def point(room: Path, store: Path, pointer: Pointer) -> list[str]:
    """Replace the pointer, then clear away what it leaves out; return what then went wrong.

    Who has more to do afterwards that Ctrl-C may stop calls `listen`.
    """
    _put_pointer(room, store, pointer)
    return _tidied(room, store, pointer)


def _put_pointer(room: Path, store: Path, pointer: Pointer) -> None:
    """Replace the pointer; a disk may say that it could not, and have done it."""
    new = room / POINTER
    new.write_bytes(pointer.encoded())
    for path in (new, store):
        fsync(path)
    if pointer.current:
        _listen(signal.SIG_IGN)
    try:
        new.rename(store / POINTER)
    except OSError:
        if not _is_in_place(store, pointer):
            restore_sigint()
            raise


def _is_in_place(store: Path, pointer: Pointer) -> bool:
    try:
        return (store / POINTER).read_bytes() == pointer.encoded()
    except OSError:
        return False


def _tidied(room: Path, store: Path, pointer: Pointer) -> list[str]:
    try:
        fsync(store)
        clear_away(room, store, pointer)
    except (OSError, TableError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        return [f"version {pointer.current} is in place, but then: {reason}."]
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return []


def restore_sigint() -> None:
    """Restore the handler of SIGINT, Ctrl-C, after a change of the store."""
    _listen(signal.default_int_handler)


def _listen(how: Any) -> None:
    if threading.current_thread() is threading.main_thread():  # no other hears any
        signal.signal(signal.SIGINT, how)


def _is_held(store: Path, contents: Contents, name: str, manifest: Manifest) -> bool:
    """Whether the store holds, whole, what states the same numbers."""
    if name not in contents.holdings:
        return False
    try:
        return check_holding(contents.folder(store, name)).same_numbers(manifest)
    except TableError:
        return False


def _put(new: Path, place: Path, room: Path) -> None:
    """Put a holding in its place; what lies there already, and is whole, stays."""
    try:
        check_holding(place)
    except TableError:
        _move(new, place, room)
    _settle(place)


def _complete(new: Path, place: Path) -> None:
    """Add the private tables to a holding that was copied without them."""
    if not (place / "private").exists():
        fsync_tree(new / "private")
        (new / "private").rename(place / "private")
        fsync(place)


def _put_texts(room: Path, store: Path, contents: Contents, data: Path) -> None:
    try:
        check_texts(store, contents)
    except TableError:
        new = room / TEXTS
        for name in contents.texts:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(data / name, new / name)
        _move(new, contents.texts_folder(store), room)
        check_texts(store, contents)  # else they were changed while they were copied
    if contents.texts:
        _settle(contents.texts_folder(store))


def _put_contents(room: Path, store: Path, contents: Contents) -> None:
    place = contents_path(store, contents.version)
    try:
        read_contents(store, contents.version)
    except TableError:
        new = room / place.name
        new.write_bytes(contents.encoded())
        _move(new, place, room)
    _settle(place)


def _move(new: Path, place: Path, room: Path) -> None:
    """Write `new` through to the disk and rename it to `place`; what is damaged there goes."""
    fsync_tree(new)
    for folder in (place.parent.parent, place.parent):
        folder.mkdir(exist_ok=True)
    if place.exists():
        place.rename(room / f"damaged-{place.name}")
    new.rename(place)


def _settle(place: Path) -> None:
    """Write the name of `place` through to the disk: who put it there may have failed to."""
    for folder in (place.parent, place.parent.parent):
        fsync(folder)
