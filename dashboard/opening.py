"""From a store to the world that is served: every part checked, and what to do where one fails."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.panels import PANELS
from dashboard.snapshot.world import World, make_world
from dashboard.store.versions import (
    GONE,
    Contents,
    Pointer,
    check_texts,
    read_contents,
    read_holdings,
    read_pointer,
    texts_of,
)
from dashboard.tables import TableError

BROKEN = "Data version {} cannot be read. You see version {}{}."
LOST = "The list of data versions cannot be read. You see version {}{}, as it was read before."
NOT_READ = "Data version %s cannot be read: %s"  # for the log: it names files

log = logging.getLogger(__name__)


def read_version(store: Path, version: str) -> World:
    """Read all that a version draws from, each part checked; ValueError if any is damaged."""
    contents = read_contents(store, version)
    return _made(check_texts(store, contents), store, contents)


def _before_any(data: Path) -> World:
    return _made(data, data, Contents({}, texts_of(data)))


def _made(texts: Path, store: Path, contents: Contents) -> World:
    world = make_world(
        read_catalogue(texts / "releases.toml"),
        read_lexicon(texts / "themes.toml"),
        read_holdings(store, contents),
        read_cited(texts / "published"),
        contents.version,
    )
    world.make_ready()
    for panel in PANELS:
        panel.prepare(world)
    return world


@dataclass(frozen=True)
class Now:
    """What is served at one moment. It is replaced as a whole and never changed."""

    world: World
    pointer: Pointer | None = None  # None = there are no versions yet
    problem: str = ""  # a sentence, where this is not what the store says is current

    def made(self, version: str) -> str:
        """Return when a version was made, "YYYY-MM-DD HH:MM:SS" UTC; "" if that is not known."""
        kept = self.pointer.versions if self.pointer else ()
        return next((k.made for k in kept if k.version == version), "")

    def told(self, sentence: str, *names: str) -> str:
        made = self.made(self.world.version)
        return sentence.format(*names, self.world.version, f", made {made} UTC" if made else "")


def whole(store: Path, version: str) -> World | None:
    """Return a version, or None if it is not whole, which the log then says."""
    try:
        return read_version(store, version)
    except (ValueError, OSError) as problem:
        log.warning(NOT_READ, version, problem)
        return None


def opened(store: Path, data: Path) -> Now:
    """Return what to serve first; TableError, one sentence, if no version is whole."""
    pointer = read_pointer(store)
    return _nearest(store, pointer) if pointer else Now(_before_any(data))


def _nearest(store: Path, pointer: Pointer) -> Now:
    """Return the current version, or that before it, or any; TableError if none is whole."""
    try:
        return Now(read_version(store, pointer.current), pointer)
    except (ValueError, OSError) as problem:
        log.warning(NOT_READ, pointer.current, problem)
        told = str(problem)
    place = pointer.names.index(pointer.current)
    for name in (*reversed(pointer.names[:place]), *reversed(pointer.names[place + 1 :])):
        if world := whole(store, name):
            return _beside(Now(world, pointer), pointer.current)
    raise TableError(told)


def _beside(now: Now, damaged: str) -> Now:
    return replace(now, problem=now.told(BROKEN, damaged))


def after(store: Path, now: Now, older: dict[str, World | None]) -> Now:
    """Return what is to be served from now on; with a problem, that is what is served already."""
    try:
        pointer = read_pointer(store)
        if pointer is None and now.pointer:
            raise TableError(GONE.format(store))
    except (ValueError, OSError) as problem:
        log.warning("%s", problem)
        return replace(now, problem=now.told(LOST))
    if pointer is None or pointer.current == now.world.version:
        return Now(now.world, pointer)
    known = older.get(pointer.current) or whole(store, pointer.current)
    return Now(known, pointer) if known else _beside(Now(now.world, pointer), pointer.current)
