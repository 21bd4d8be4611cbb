"""The data versions that are served: the current one, taken up as it changes, and older ones.

A request asks once, for what `read` or `seen` returns, and draws everything from that: what it
answers is all of one version, whatever comes meanwhile.

Every part of a store is checked before it is served; where one fails, the nearest whole version is.
"""

import gc
import logging
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread

import pyarrow

from dashboard.catalogue.baselines import read_baselines
from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.link.parse import Vocabulary
from dashboard.link.view import View, parse_query
from dashboard.panels import PANELS
from dashboard.snapshot.kept import forget
from dashboard.snapshot.world import World, make_world
from dashboard.store.versions import (
    GONE,
    POINTER,
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


def _made(texts: Path, store: Path, contents: Contents) -> World:
    world = make_world(
        read_catalogue(texts / "releases.toml"),
        read_lexicon(texts / "themes.toml"),
        read_holdings(store, contents),
        read_cited(texts / "published"),
        contents.version,
        contents.has_current_rules,
        read_baselines(texts / "baselines"),
    )
    world.make_ready()
    for panel in PANELS:
        panel.prepare(world)
    return world


@dataclass(frozen=True)
class Now:
    """The current version as it is served, with the list of the others; replaced as a whole."""

    world: World
    pointer: Pointer | None = None  # None = there are no versions yet
    problem: str = ""  # a sentence, where this is not what the store says is current

    def made(self, version: str) -> str:
        """Return when a version was made, "YYYY-MM-DD HH:MM:SS" UTC; "" if that is not known."""
        kept = self.pointer.versions if self.pointer else ()
        return next((k.made for k in kept if k.version == version), "")

    def notice(self, sentence: str, *names: str) -> str:
        """Return BROKEN or LOST with the version that is served, and when it was made."""
        made = self.made(self.world.version)
        return sentence.format(*names, self.world.version, f", made {made} UTC" if made else "")


def whole(store: Path, version: str) -> World | None:
    """Return a version; None if it is damaged, which is written to the log."""
    try:
        return read_version(store, version)
    except (ValueError, OSError) as problem:
        log.warning(NOT_READ, version, problem)
        return None


def opened(store: Path, data: Path) -> Now:
    """Return what to serve first: the current version, or that before it, or any that is whole.

    Raises TableError, one sentence, if none is.
    """
    pointer = read_pointer(store)
    if pointer is None:
        return Now(_made(data, data, Contents({}, texts_of(data))))
    place = pointer.names.index(pointer.current)
    before, later = pointer.names[:place], pointer.names[place + 1 :]
    damage = ""  # of the current version
    for name in (pointer.current, *reversed(before), *reversed(later)):
        try:
            now = Now(read_version(store, name), pointer)
        except (ValueError, OSError) as problem:
            log.warning(NOT_READ, name, problem)
            damage = damage or str(problem)
        else:
            return _beside(now, pointer.current) if damage else now
    raise TableError(damage)


def _beside(now: Now, damaged: str) -> Now:
    return replace(now, problem=now.notice(BROKEN, damaged))


def after(store: Path, now: Now, older: dict[str, World | None]) -> Now:
    """Return what to serve from now on: the new current version, or `now` with a problem."""
    try:
        pointer = read_pointer(store)
        if pointer is None and now.pointer:
            raise TableError(GONE.format(store))
    except (ValueError, OSError) as problem:
        log.warning("%s", problem)
        return replace(now, problem=now.notice(LOST))
    if pointer is None or pointer.current == now.world.version:
        return Now(now.world, pointer)
    world = older.get(pointer.current) or whole(store, pointer.current)
    return Now(world, pointer) if world else _beside(Now(now.world, pointer), pointer.current)


LOOK_SECONDS = 2.0  # between two looks at the pointer
AGAIN_SECONDS = 60.0  # until what was damaged is tried again: reading it all takes a while
OLDER = 2  # worlds of older versions in memory

Mark = tuple[int, int, int] | None  # of the pointer's file: differs once that was replaced


@dataclass(frozen=True)
class Seen:
    """The data version that one request is answered from, from its start to its end."""

    world: World
    now: Now

    @property
    def current(self) -> str:
        """Return the version that a link without `data=` shows."""
        return self.now.world.version

    @property
    def data(self) -> str:
        """Return what links to pages of the same version name, "" if it is the current one."""
        return "" if self.world.version == self.current else self.world.version

    @property
    def words(self) -> Vocabulary:
        """Return the words that a link may use; only the current version needs no `data=`."""
        if self.world is self.now.world:
            return self.world.words
        return replace(self.world.words, version=self.current)

    def read(self, query: str | None) -> tuple[View, list[str]]:
        return parse_query(query, self.words)


class Worlds:
    """The worlds of one process: requests read them, one thread (or a test) calls `look`."""

    def __init__(self, now: Now, store: Path | None = None) -> None:
        self._now, self._store = now, store
        self._mark: Mark = None
        self._tried = 0.0  # when something damaged was last read
        self._older: dict[str, World | None] = {}  # last used last; None = damaged
        self._lock = Lock()
        self._to_watch = False

    @classmethod
    def fixed(cls, world: World) -> "Worlds":
        """Return one world that stays for ever."""
        return cls(Now(world))

    @classmethod
    def open(cls, store: Path, data: Path) -> "Worlds":
        """Read the current version; if it is damaged, the nearest one that is whole.

        Raises TableError, one sentence, if none is.
        """
        mark = _mark(store)
        worlds = cls(opened(store, data), store)
        _return_memory()
        worlds._mark, worlds._tried = mark, time.monotonic()
        return worlds

    @property
    def current(self) -> World:
        return self._now.world

    @property
    def problem(self) -> str:
        return self._now.problem

    def seen(self) -> Seen:
        """Return the current version, for the whole of one request."""
        if self._to_watch:
            self._start()
        now = self._now
        return Seen(now.world, now)

    def seen_of(self, version: str) -> Seen | None:
        """Return a version, "" for the current one; None if it is not kept or not whole."""
        now = self.seen().now
        world = self._world_of(now, version)
        return Seen(world, now) if world else None

    def read(self, query: str | None) -> tuple[Seen, View, list[str]]:
        """Return the version that a query asks for, and the view and notes in its words.

        That is the current version, with the view's `data` left as it is, if the other is not kept.
        """
        seen = self.seen()
        view, notes = seen.read(query)
        if view.data and (other := self._world_of(seen.now, view.data)):
            seen = Seen(other, seen.now)
            view, notes = seen.read(query)
        return seen, view, notes

    def _world_of(self, now: Now, version: str) -> World | None:
        if version in ("", now.world.version):
            return now.world
        if self._store is None or now.pointer is None or version not in now.pointer.names:
            return None
        with self._lock:
            was_read = version in self._older
            world = self._older.pop(version) if was_read else whole(self._store, version)
            self._older[version] = world
            dropped = list(self._older)[:-OLDER]
            for name in dropped:
                del self._older[name]
        if dropped:
            forget()
        if not was_read:
            _return_memory()
        return world

    def look(self) -> None:
        """Take up what is current, if that has changed. For one thread, and never in a request."""
        if self._store is None:
            return
        mark = _mark(self._store)
        damaged = self.problem or None in self._older.values()
        again = damaged and time.monotonic() - self._tried > AGAIN_SECONDS
        if mark == self._mark and not again:
            return
        now = after(self._store, self._now, self._older)
        if now.problem and _mark(self._store) != mark:
            return  # it changed while it was read: the next look sees what came
        self._tried = time.monotonic()
        replaced = now.world is not self._now.world
        self._now, self._mark = now, mark
        with self._lock:
            kept = now.pointer.names if now.pointer else ()
            for name, world in list(self._older.items()):
                if world is None or name not in kept or name == now.world.version:
                    del self._older[name]
                    replaced = True
        if replaced:
            forget()
            _return_memory()

    def watch(self) -> None:
        """Look now and then, from the first request on and in each process forked from this one.

        A thread does not live on in a forked process, so each starts its own.
        """
        self._to_watch = True
        os.register_at_fork(after_in_child=self._start)

    def _start(self) -> None:
        self._to_watch = False
        Thread(target=self._watching, name="data versions", daemon=True).start()

    def _watching(self) -> None:
        while True:
            try:
                self.look()
            except Exception:  # else this process would show the same version for ever
                log.exception("The store could not be looked at.")
            time.sleep(LOOK_SECONDS)


def _return_memory() -> None:
    """Give freed memory back to the system, after a version was read or let go.

    Worlds refer to themselves, so only the collector frees them; the C library, which Arrow uses
    (`dashboard/__init__.py`), would keep what is freed for itself, some 50 MB a version.
    """
    gc.collect()
    pyarrow.default_memory_pool().release_unused()  # where there is one, by malloc_trim


def _mark(store: Path) -> Mark:
    try:
        file = (store / POINTER).stat()
    except OSError:
        return None
    return file.st_mtime_ns, file.st_ino, file.st_size
