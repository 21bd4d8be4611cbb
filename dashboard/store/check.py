"""Check a store: that its files are as they were written, and that its numbers add up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.store.holdings import read_holding
from dashboard.store.invariants import faults
from dashboard.store.versions import (
    Contents,
    check_texts,
    contents_path,
    existing_pointer,
    read_contents,
)
from dashboard.tables import PRIVATE, IngestError, TableError, read_table

SOUND = "as written, and adds up."
PUBLIC_SOUND = f"{SOUND} Its account-level tables are not in this store."


@dataclass
class Checked:
    """The result of a check, in sentences; `wrong` counts those that say that something is."""

    lines: list[str] = field(default_factory=list)
    wrong: int = 0

    def add(self, subject: str, problems: Iterable[str], sound: str) -> None:
        """Add what is wrong with a subject, or that all is well with it."""
        lines = [f"{subject}: {sentence}" for sentence in problems]
        self.wrong += len(lines)
        self.lines += lines or [f"{subject}: {sound}"]


def kept_versions(store: Path, version: str | None, checked: Checked) -> list[str]:
    """Return the versions to check, last the one that files belong to.

    Raises IngestError if there are none, or `version` is not among them.
    """
    try:
        pointer = existing_pointer(store)
    except TableError as problem:
        checked.add(store.name, [str(problem)], "")
        return _without_pointer(store, version, checked)
    if version is None:
        return [name for name in pointer.names if name != pointer.current] + [pointer.current]
    if version not in pointer.names:
        raise IngestError(f"{version} is not kept, only {', '.join(pointer.names)}.")
    return [version]


def _without_pointer(store: Path, version: str | None, checked: Checked) -> list[str]:
    """Return the version that was named, if it is there: which others belong is not known."""
    if version is None or contents_path(store, version).exists():
        return [version] if version else []
    checked.add(store.name, [f"{version} is not kept."], "")
    return []


def check_version(store: Path, version: str, checked: Checked) -> Contents | None:
    """Check all that a version is made of; return its contents, None if they cannot be read."""
    try:
        contents = read_contents(store, version)
    except TableError as problem:
        checked.add(version, [str(problem)], "")
        return None
    checked.add(version, _of_texts(store, contents), f"{len(contents.texts)} texts, as they were.")
    for name in sorted(contents.holdings):
        place = contents.folder(store, name)
        sound = SOUND if (place / "private").exists() else PUBLIC_SOUND
        checked.add(f"{version} {name}", _of_holding(place), sound)
    return contents


def _of_texts(store: Path, contents: Contents) -> Iterator[str]:
    try:
        check_texts(store, contents)
    except TableError as problem:
        yield str(problem)


def _of_holding(place: Path) -> Iterator[str]:
    try:
        holding = read_holding(place)
        if holding.private:
            aside = read_table(place / "private/quarantine.parquet", PRIVATE["quarantine"])
            if len(aside) != sum(holding.manifest.rejected.values()):
                yield "private/quarantine has other records than manifest.json says."
        yield from faults(holding)
    except TableError as problem:
        yield str(problem)
