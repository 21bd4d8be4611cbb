"""Check a store: that it is what was written, that it adds up, that its files tell the same."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard.archive.containers import is_note, list_files
from dashboard.archive.differences import differences
from dashboard.archive.ingest import Asked, ingest
from dashboard.archive.progress import Progress
from dashboard.archive.publish import listen
from dashboard.archive.sums import faults
from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.published import read_published
from dashboard.catalogue.releases import read_catalogue
from dashboard.holdings import Holding, read_holding
from dashboard.tables import PRIVATE, IngestError, TableError, read_table, sha256
from dashboard.versions import Contents, check_texts, read_contents, read_pointer, read_store

SOUND = "as written, and adds up."
PUBLIC_SOUND = f"{SOUND} Its account-level tables are not in this store."
UNUSED = "{}: nothing of this version was made from it."


@dataclass
class Checked:
    """What a check found, in sentences; `wrong` counts those that say that something is."""

    lines: list[str] = field(default_factory=list)
    wrong: int = 0

    def add(self, what: str, found: Iterable[str], well: str) -> None:
        """Add what was found wrong with something, or that all is well."""
        before = self.wrong
        for sentence in found:
            self.lines.append(f"{what}: {sentence}")
            self.wrong += 1
        if self.wrong == before and well:
            self.lines.append(f"{what}: {well}")


def check(
    store: Path,
    version: str | None,
    paths: Sequence[Path],
    progress: Progress,
    mapping: Path | None = None,
) -> Checked:
    """Check the versions that a store keeps, or one; then what `paths` hold beside one of them.

    Without a version it is the current one that the files are set beside. Raises IngestError if
    nothing was ever put into the store.
    """
    checked = Checked()
    versions = _versions(store, version, checked)
    sound = {name: _check_version(store, name, checked) for name in versions}
    found = sound[versions[-1]] if versions else None
    if paths and found:
        _check_files(store, found, paths, progress, mapping, checked)
    return checked


def _versions(store: Path, version: str | None, checked: Checked) -> list[str]:
    """Return the versions to check, last the one that files belong to."""
    try:
        pointer = read_pointer(store)
    except TableError as problem:
        checked.add(store.name, [str(problem)], "")
        return [version] if version else []
    if pointer is None:
        raise IngestError(f"{store} has no versions: nothing was ever read into it.")
    if version is not None:
        return [version]
    return [name for name in pointer.names if name != pointer.current] + [pointer.current]


def _check_version(store: Path, version: str, checked: Checked) -> Contents | None:
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
        held = read_holding(place)
        if held.private:
            aside = read_table(place / "private/quarantine.parquet", PRIVATE["quarantine"])
            if len(aside) != sum(held.manifest.rejected.values()):
                yield "private/quarantine has other records than manifest.json says."
        yield from faults(held)
    except TableError as problem:
        yield str(problem)


# ---- Beside the files ----------------------------------------------------------------------------


def _check_files(
    store: Path,
    contents: Contents,
    paths: Sequence[Path],
    progress: Progress,
    mapping: Path | None,
    checked: Checked,
) -> None:
    """Read the files again, and compare every holding that was made from them."""
    notes = {given.path for given in list_files(paths) if is_note(given.path.name)}
    files = {sha256(g.path): g.path for g in list_files(paths) if g.path not in notes}
    used: set[str] = set()
    for name in sorted(contents.holdings):
        own = _wanted(store, contents, name)
        if not own & set(files):
            continue
        used |= own
        if missing := len(own - set(files)):
            told = [f"{missing} of the {len(own)} files that it was made from are not given."]
            checked.add(name, told, "")
            continue
        asked = Asked([files[digest] for digest in sorted(own)], None, store, mapping=mapping)
        checked.add(name, _beside(store, contents, name, asked, progress), "equal to its files.")
    checked.lines += [
        UNUSED.format(path.name) for digest, path in files.items() if digest not in used
    ]
    if not used:
        checked.add("the files", ["nothing in this version was made from them."], "")


def _wanted(store: Path, contents: Contents, name: str) -> set[str]:
    """Return the SHA-256 of each file that a holding was made from; of a damaged one, none."""
    try:
        held = read_holding(contents.folder(store, name))
    except TableError:
        return set()
    return {file.sha256 for file in held.manifest.files}


def _beside(
    store: Path, contents: Contents, name: str, asked: Asked, progress: Progress
) -> Iterator[str]:
    """Yield how a holding differs from what its files, read with the version's texts, tell.

    It is not kept whether posts of accounts that are not listed were left out: both are tried.
    """
    held = read_holding(contents.folder(store, name))
    texts = check_texts(store, contents)
    told: list[str] = []
    for listed in (False, True) if held.manifest.users_rows else (False,):
        made = _made(held, texts, replace(asked, listed=listed), progress)
        found = list(differences(held, made))
        if not found:
            return
        told = told or found
    yield from told


def _made(held: Holding, texts: Path, asked: Asked, progress: Progress) -> Holding:
    """Return what an ingest of the files makes, in a store that is gone afterwards."""
    subject, collection = held.manifest.subject, held.manifest.collection
    catalogue = read_catalogue(texts / "releases.toml")
    lexicon = read_lexicon(texts / "themes.toml")
    published = read_published(texts / "published" / "counts.csv")
    with tempfile.TemporaryDirectory(prefix="takedowns-check-") as room:
        store = Path(room) / "store"
        asked = replace(
            asked,
            release=subject,
            collection=collection,
            store=store,
            allow_rejects=True,
            allow_unhashed=True,
        )
        ingest(asked, catalogue, lexicon, published, progress, texts)
        listen()
        return read_store(store)[subject, collection]
