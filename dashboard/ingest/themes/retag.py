"""Count themes anew with another lexicon: the files of a store read again, one new version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.catalogue.lexicon import Lexicon, read_lexicon
from dashboard.catalogue.published import Count, read_published
from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.ingest.containers import list_files
from dashboard.ingest.ingest import Asked, ingest
from dashboard.ingest.progress import Progress
from dashboard.store.differences import differences
from dashboard.store.holdings import Holding, Manifest, read_holding, read_manifest
from dashboard.store.lock import staging
from dashboard.store.publish import publish, restore_sigint
from dashboard.store.versions import Contents, current_contents
from dashboard.tables import IngestError, sha256

OTHER = "{} reads differently now ({}): takedowns check says how, takedowns ingest reads it anew."
KEPT = "{}: its files are not here ({}); it keeps the themes of lexicon {}."


@dataclass(frozen=True)
class Texts:
    """What files are read with."""

    catalogue: Catalogue
    lexicon: Lexicon
    published: Sequence[Count]
    folder: Path

    @classmethod
    def read(cls, data: Path) -> "Texts":
        return cls(
            read_catalogue(data / "releases.toml"),
            read_lexicon(data / "themes.toml"),
            read_published(data / "published" / "counts.csv"),
            data,
        )


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
    with staging(store) as room:
        contents = current_contents(store)
        old = dict(_outdated(store, contents, texts.lexicon.version))
        if not old:
            return [f"Nothing in {store} has themes of another lexicon than {_lexicon(texts)}."]
        given = {sha256(g.path): g.path for g in list_files(paths)} if paths else {}
        found = {name: _files(name, manifest, given) for name, manifest in old.items()}
        if not any(found.values()):
            raise IngestError(f"None of the files is given: {_needs(old)}.")
        made = {}
        for number, (name, files) in enumerate(found.items()):
            if files:
                held = read_holding(contents.folder(store, name))
                scratch = room / f"retag-{number}"
                folder, made_of = _again(held, files, scratch, mapping, texts, progress)
                made[folder] = made_of
        done = publish(room, store, made, data)
    lines = [KEPT.format(n, _names(m), m.themes_version) for n, m in old.items() if not found[n]]
    counted = [f"{name}: themes counted anew, {_lexicon(texts)}." for name in found if found[name]]
    return [*counted, *lines, *done.lines()]


def _lexicon(texts: Texts) -> str:
    return f"lexicon {texts.lexicon.version}"


def _outdated(store: Path, contents: Contents, version: str) -> Iterator[tuple[str, Manifest]]:
    """Yield the holdings whose themes are of another lexicon."""
    for name in sorted(contents.holdings):
        manifest = read_manifest(contents.folder(store, name))
        if manifest.themes_version not in (None, version):
            yield name, manifest


def _files(name: str, manifest: Manifest, given: dict[str, Path]) -> list[Path]:
    """Return the files of a holding; none if none is given. Raises IngestError for a part."""
    own = {file.sha256: file.name for file in manifest.files}
    found = [given[digest] for digest in own if digest in given]
    if len(found) == len(own):
        return found
    missing = {file for digest, file in own.items() if digest not in given}
    changed = sorted(missing & {path.name for path in given.values()})
    if changed:
        raise IngestError(f"{name}: {' and '.join(changed)} is not as it was when it was read.")
    if found:
        raise IngestError(f"{name}: {' and '.join(sorted(missing))} is missing beside the others.")
    return []


def _needs(old: dict[str, Manifest]) -> str:
    return "; ".join(f"{name} was made from {_names(manifest)}" for name, manifest in old.items())


def _names(manifest: Manifest) -> str:
    return ", ".join(file.name for file in manifest.files)


def _again(
    held: Holding,
    files: list[Path],
    scratch: Path,
    mapping: Path | None,
    texts: Texts,
    progress: Progress,
) -> tuple[Path, Manifest]:
    """Return the folder and the manifest of what an ingest of the files makes, in a scratch store.

    It is not kept whether posts of accounts that are not listed were left out: both are tried.
    """
    told: list[str] = []
    for listed in (False, True) if held.manifest.users_rows else (False,):
        store = scratch / str(listed)
        asked = Asked(
            files,
            held.manifest.subject,
            store,
            held.manifest.collection,
            mapping,
            listed,
            allow_rejects=True,
            allow_unhashed=True,
        )
        ingest(asked, texts.catalogue, texts.lexicon, texts.published, progress, texts.folder)
        restore_sigint()
        contents = current_contents(store)
        (name,) = contents.holdings
        folder = contents.folder(store, name)
        made = read_holding(folder)
        if not (unlike := list(differences(held, made))):
            return folder, made.manifest
        told = told or unlike
    raise IngestError(OTHER.format(name, told[0].rstrip(".")))
