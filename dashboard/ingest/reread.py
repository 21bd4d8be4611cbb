"""Read the files of a holding again, into a scratch store, and compare it with the holding."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.catalogue.lexicon import Lexicon, read_lexicon
from dashboard.catalogue.published import Count, read_published
from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.ingest.ingest import IngestRequest, ingest
from dashboard.ingest.progress import Progress
from dashboard.store.differences import differences
from dashboard.store.holdings import Holding, Manifest, read_holding
from dashboard.store.publish import restore_sigint
from dashboard.store.versions import current_contents


@dataclass(frozen=True)
class Texts:
    """What files are read with: the texts in `folder`."""

    catalogue: Catalogue
    lexicon: Lexicon
    published: Sequence[Count]
    folder: Path

    @classmethod
    def read(cls, folder: Path) -> "Texts":
        return cls(
            read_catalogue(folder / "releases.toml"),
            read_lexicon(folder / "themes.toml"),
            read_published(folder / "published" / "counts.csv"),
            folder,
        )


def reread(
    holding: Holding,
    files: Sequence[Path],
    scratch: Path,
    mapping: Path | None,
    texts: Texts,
    progress: Progress,
) -> tuple[Path, Manifest, list[str]]:
    """Return the folder of what an ingest of `files` makes, its manifest, and the differences.

    It is not kept whether posts of accounts that are not listed were left out: both are tried, and
    if both differ from the holding, the first is returned.
    """
    attempts = []
    old = holding.manifest
    for listed in (False, True) if old.users_rows else (False,):
        store = scratch / str(listed)
        request = IngestRequest(
            files,
            old.subject,
            store,
            old.collection,
            old.coverage,
            mapping,
            listed,
            allow_rejects=True,
            allow_unhashed=True,
        )
        ingest(request, texts.catalogue, texts.lexicon, texts.published, progress, texts.folder)
        restore_sigint()
        contents = current_contents(store)
        (name,) = contents.holdings
        folder = contents.folder(store, name)
        made = read_holding(folder)
        attempts.append((folder, made.manifest, list(differences(holding, made))))
        if not attempts[-1][2]:
            return attempts[-1]
    return attempts[0]
