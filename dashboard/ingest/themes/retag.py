"""Count themes anew with another lexicon: the files of a store read again, one new version."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.ingest.containers import list_files
from dashboard.ingest.progress import Progress
from dashboard.ingest.reread import Texts, reread
from dashboard.store.holdings import Manifest, read_holding, read_manifest
from dashboard.store.lock import staging
from dashboard.store.publish import publish
from dashboard.store.versions import Contents, current_contents
from dashboard.tables import IngestError, sha256

OTHER = "{} reads differently now ({}): takedowns check says how, takedowns ingest reads it anew."
KEPT = "{}: its files are not here ({}); it keeps the themes of lexicon {}."


def retag(
    paths: Sequence[Path], store: Path, mapping: Path | None, progress: Progress, data: Path
) -> list[str]:
    """Read the posts of the store's holdings again, with the lexicon in `data`, and say so.

    Files are known by their SHA-256, wherever they lie at `paths`. All holdings whose files are
    there come into one new version; others keep their themes and are named. Raises IngestError,
    one sentence, and leaves the store as it was, if files of a holding are missing or changed, or
    tell anything but themes otherwise than the store has it.
    """
    texts = Texts.read(data)
    lexicon = f"lexicon {texts.lexicon.version}"
    with staging(store) as room:
        contents = current_contents(store)
        old = dict(_outdated(store, contents, texts.lexicon.version))
        if not old:
            return [f"Nothing in {store} has themes of another lexicon than {lexicon}."]
        by_hash = {sha256(path): path for path in list_files(paths)} if paths else {}
        files = {name: _files(name, manifest, by_hash) for name, manifest in old.items()}
        if not any(files.values()):
            needs = "; ".join(f"{name} was made from {_names(m)}" for name, m in old.items())
            raise IngestError(f"None of the files is given: {needs}.")
        made = {}
        for number, name in enumerate(name for name in files if files[name]):
            holding = read_holding(contents.folder(store, name))
            scratch = room / f"retag-{number}"
            folder, manifest, unlike = reread(
                holding, files[name], scratch, mapping, texts, progress
            )
            if unlike:
                raise IngestError(OTHER.format(name, unlike[0].rstrip(".")))
            made[folder] = manifest
        published = publish(room, store, made, data)
    counted = [f"{name}: themes counted anew, {lexicon}." for name in files if files[name]]
    kept = [KEPT.format(n, _names(m), m.themes_version) for n, m in old.items() if not files[n]]
    return [*counted, *kept, *published.lines()]


def _outdated(store: Path, contents: Contents, version: str) -> Iterator[tuple[str, Manifest]]:
    """Yield the holdings whose themes are of another lexicon."""
    for name in sorted(contents.holdings):
        manifest = read_manifest(contents.folder(store, name))
        if manifest.themes_version not in (None, version):
            yield name, manifest


def _files(name: str, manifest: Manifest, by_hash: dict[str, Path]) -> list[Path]:
    """Return the files of a holding; none if none is given. Raises IngestError for a part."""
    names = {file.sha256: file.name for file in manifest.files}
    present = [by_hash[digest] for digest in names if digest in by_hash]
    if len(present) == len(names):
        return present
    missing = {file for digest, file in names.items() if digest not in by_hash}
    changed = sorted(missing & {path.name for path in by_hash.values()})
    if changed:
        raise IngestError(f"{name}: {' and '.join(changed)} is not as it was when it was read.")
    if present:
        raise IngestError(f"{name}: {' and '.join(sorted(missing))} is missing beside the others.")
    return []


def _names(manifest: Manifest) -> str:
    return ", ".join(file.name for file in manifest.files)
