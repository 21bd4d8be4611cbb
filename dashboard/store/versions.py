"""Data versions: all that a store held at one time, with the texts that it was read with.

    versions.json            the pointer: which versions are kept, and which is current
    versions/<version>.json  one version's contents: every holding, and every text, by SHA-256
    texts/<12 hex digits>/   copies of catalogue, lexicon and cited counts, as they were then
    <subject>/<collection>/<12 hex digits>/   a holding (`holdings`)

A version goes by 12 hex digits of the SHA-256 of its contents, so what has the same name is the
same, for ever. Only the pointer is ever replaced, by a rename, and last.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dashboard.store.holdings import DIGITS, MANIFEST, Holding, read_holding
from dashboard.tables import IngestError, TableError, sha256

# Of a version, not of its holdings. It decides by which rules numbers are made: links to a version
# of OLD_RULES keep theirs.
FORMAT = 4
OLD_RULES = (2, 3)
READABLE = (*OLD_RULES, FORMAT)
POINTER, VERSIONS, TEXTS = "versions.json", "versions", "texts"
# The texts, below a folder of them.
GIVEN = (
    *("releases.toml", "themes.toml", "published/*.csv", "published/*/*.csv"),
    "baselines/*.csv",  # which versions of before do not have
)
KEEP = 2  # versions, the current one among them, so that links to the one before still open
NAME = re.compile(f"[0-9a-f]{{{DIGITS}}}")
OLDER = "{} was made by an older takedowns: read its files into a new store."
GONE = f"{POINTER} of {{}} is gone: takedowns rollback VERSION makes it anew."


@dataclass(frozen=True)
class KeptVersion:
    """A version that is kept, and when it was made, "YYYY-MM-DD HH:MM:SS" UTC."""

    version: str
    made: str


@dataclass(frozen=True)
class Pointer:
    """Which versions there are, oldest first, how many are to be kept, and which is shown."""

    current: str
    versions: tuple[KeptVersion, ...]
    keep: int = KEEP

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(kept.version for kept in self.versions)

    def and_now(self, version: str, made: str) -> "Pointer":
        """Return the pointer once `version` has been made; what it pushes out is not in it."""
        others = tuple(kept for kept in self.versions if kept.version != version)
        return replace(self, current=version, versions=(*others, KeptVersion(version, made))).cut()

    def cut(self) -> "Pointer":
        """Return the pointer with the newest `keep` versions, and the current one in any case."""
        newest = self.names[-self.keep :]
        kept = [k for k in self.versions if k.version in newest or k.version == self.current]
        return replace(self, versions=tuple(kept))

    def encoded(self) -> bytes:
        versions = [[kept.version, kept.made] for kept in self.versions]
        table = {"current": self.current, "keep": self.keep, "versions": versions}
        return encoded(table | {"sha256": _digest(encoded(table))})


@dataclass(frozen=True)
class Contents:
    """What a version is made of, with the SHA-256 of each part."""

    holdings: dict[str, str]  # "<subject>/<collection>" -> of its manifest
    texts: dict[str, str]  # path below the folder of the texts -> of the text
    format: int = FORMAT

    @property
    def has_current_rules(self) -> bool:
        """Whether its numbers follow the rules of format 4, and not those of before.

        The most complete collection answers first, be it rows or counts; office hours are those of
        the country's own week; how alike two weeks are leaves out what chance adds.
        """
        return self.format not in OLD_RULES

    @property
    def version(self) -> str:
        return _digest(self.encoded())[:DIGITS]

    def encoded(self) -> bytes:
        return encoded({"format": self.format, "holdings": self.holdings, "texts": self.texts})

    def folder(self, store: Path, name: str) -> Path:
        """Return where the holding of "<subject>/<collection>" lies."""
        return store / name / self.holdings[name][:DIGITS]

    def texts_folder(self, store: Path) -> Path:
        return store / TEXTS / _digest(encoded(self.texts))[:DIGITS]


def encoded(value: object) -> bytes:
    """Return JSON that is the same, byte for byte, for what is the same."""
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def texts_of(data: Path) -> dict[str, str]:
    """Return the texts in the folder `data`, by path below it, with the SHA-256 of each."""
    paths = [path for pattern in GIVEN for path in sorted(data.glob(pattern))]
    return {path.relative_to(data).as_posix(): sha256(path) for path in paths}


def read_pointer(store: Path) -> Pointer | None:
    """Return the pointer of a store; None for one that nothing was ever put into.

    Raises TableError if it is damaged or gone, or the store is of an older shape. Before anything
    is put into a store it gets a pointer to nothing: versions without a pointer have lost it.
    """
    path = store / POINTER
    if _is_missing(path):
        _check_unused(store)
        return None
    text, table = _read_json(path)
    try:
        versions = tuple(KeptVersion(version, made) for version, made in table["versions"])
        pointer = Pointer(table["current"], versions, table["keep"])
    except (KeyError, TypeError, ValueError):
        raise TableError(f"{POINTER} is damaged: it names no versions.") from None
    if pointer.encoded() != text or pointer.current not in (*pointer.names, ""):
        raise TableError(f"{POINTER} is damaged: its hash differs.")
    return pointer if pointer.current else None


def existing_pointer(store: Path) -> Pointer:
    """Return the pointer of a store; IngestError for one that nothing was ever put into."""
    if (pointer := read_pointer(store)) is None:
        raise IngestError(f"{store} has no versions: nothing was ever read into it.")
    return pointer


def _is_missing(path: Path) -> bool:
    """Whether there is surely no such file: a disk that cannot be read is no empty store."""
    try:
        path.stat()
    except OSError as problem:
        return isinstance(problem, FileNotFoundError | NotADirectoryError)
    return False


def _check_unused(store: Path) -> None:
    """Raise TableError if a store without a pointer has anything that one would point to."""
    if any(store.glob(f"{VERSIONS}/*.json")):
        raise TableError(GONE.format(store))
    if any(store.glob(f"*/*/{MANIFEST}")):
        raise TableError(OLDER.format(store))


def read_contents(store: Path, version: str) -> Contents:
    """Return what a version of the store is made of; TableError if it is damaged or gone."""
    if not NAME.fullmatch(version):
        raise TableError(f"{version} is not the name of a data version.")
    text, table = _read_json(contents_path(store, version))
    try:
        contents = Contents(dict(**table["holdings"]), dict(**table["texts"]), table["format"])
        digits = contents.version
    except (KeyError, TypeError):
        raise TableError(f"{VERSIONS}/{version}.json is damaged: a list is missing.") from None
    if digits != version or contents.encoded() != text:
        raise TableError(f"{VERSIONS}/{version}.json is damaged: its hash differs.")
    return contents


def contents_path(store: Path, version: str) -> Path:
    return store / VERSIONS / f"{version}.json"


def _read_json(path: Path) -> tuple[bytes, dict[str, Any]]:
    """Return a file as it stands and what it says, of one reading: another may take its place."""
    try:
        text = path.read_bytes()
        table: Any = json.loads(text)
    except (OSError, ValueError) as problem:
        raise TableError(f"{path.name} cannot be read: {problem}") from None
    if not isinstance(table, dict):
        raise TableError(f"{path.name} is damaged: it holds no table.")
    if "format" in table and table["format"] not in READABLE:
        raise TableError(f"{path.name}: store format {table['format']} is not {FORMAT}.")
    return text, table


def check_texts(store: Path, contents: Contents) -> Path:
    """Return the folder of a version's texts; raise TableError unless all are as they were."""
    folder = contents.texts_folder(store)
    for name, digest in contents.texts.items():
        if sha256(folder / name) != digest:
            raise TableError(f"{TEXTS}/{folder.name}/{name} is damaged: its hash differs.")
    return folder


def read_holdings(store: Path, contents: Contents) -> dict[tuple[str, str], Holding]:
    """Return every holding of a version by (subject, collection), each checked."""
    holdings = [read_holding(contents.folder(store, name)) for name in contents.holdings]
    return {(h.manifest.subject, h.manifest.collection): h for h in holdings}


def current_contents(store: Path) -> Contents:
    """Return what the store's current version is made of; of a store not yet made, nothing."""
    pointer = read_pointer(store)
    return read_contents(store, pointer.current) if pointer else Contents({}, {})


def read_store(store: Path) -> dict[tuple[str, str], Holding]:
    """Return every holding of the store's current version; {} for a store not yet made."""
    return read_holdings(store, current_contents(store))
