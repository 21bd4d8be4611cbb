"""Check a store beside its files: they are read again, and every number is compared."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.ingest.containers import is_note, list_files
from dashboard.ingest.progress import Progress
from dashboard.ingest.reread import Texts, reread
from dashboard.ingest.zipped import shown
from dashboard.store.check import Checked, check_version, kept_versions
from dashboard.store.holdings import Holding, read_holding
from dashboard.store.versions import Contents, check_texts
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
    contents = sound[versions[-1]] if versions else None
    if paths and contents:
        _check_files(store, contents, paths, progress, mapping, checked)
    return checked


def _check_files(
    store: Path,
    contents: Contents,
    paths: Sequence[Path],
    progress: Progress,
    mapping: Path | None,
    checked: Checked,
) -> None:
    """Read the files again, and compare every holding that was made from them."""
    files = {sha256(path): path for path in list_files(paths) if not is_note(path.name)}
    used: set[str] = set()
    for name, holding in _sound_holdings(store, contents):
        hashes = {file.sha256 for file in holding.manifest.files}
        if not hashes & set(files):
            continue
        used |= hashes
        if missing := len(hashes - set(files)):
            lines = [f"{missing} of the {len(hashes)} files that it was made from are not given."]
            checked.add(name, lines, "")
            continue
        texts = Texts.read(check_texts(store, contents))
        own_files = [files[digest] for digest in sorted(hashes)]
        with tempfile.TemporaryDirectory(prefix="takedowns-check-") as scratch:
            unlike = reread(holding, own_files, Path(scratch), mapping, texts, progress)[2]
        checked.add(name, unlike, "equal to its files.")
    checked.lines += [
        UNUSED.format(shown(path.name)) for digest, path in files.items() if digest not in used
    ]
    if not used:
        checked.add("the files", ["nothing in this version was made from them."], "")


def _sound_holdings(store: Path, contents: Contents) -> Iterator[tuple[str, Holding]]:
    """Yield the holdings of a version in order of name, without those that are damaged."""
    for name in sorted(contents.holdings):
        try:
            holding = read_holding(contents.folder(store, name))
        except TableError:
            continue
        yield name, holding
