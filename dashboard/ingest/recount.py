"""Check a store beside its files: they are read again, and every number is compared."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.published import read_published
from dashboard.catalogue.releases import read_catalogue
from dashboard.ingest.containers import is_note, list_files
from dashboard.ingest.ingest import Asked, ingest
from dashboard.ingest.progress import Progress
from dashboard.store.check import Checked, check_version, kept_versions
from dashboard.store.differences import differences
from dashboard.store.holdings import Holding, read_holding
from dashboard.store.publish import restore_sigint
from dashboard.store.versions import Contents, check_texts, read_store
from dashboard.tables import TableError, sha256

UNUSED = "{}: nothing of this version was made from it."


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
    versions = kept_versions(store, version, checked)
    sound = {name: check_version(store, name, checked) for name in versions}
    found = sound[versions[-1]] if versions else None
    if paths and found:
        _check_files(store, found, paths, progress, mapping, checked)
    return checked


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
            lines = [f"{missing} of the {len(own)} files that it was made from are not given."]
            checked.add(name, lines, "")
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
        restore_sigint()
        return read_store(store)[subject, collection]
