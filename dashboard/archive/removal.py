"""Take a collection out of the store: a new version without it."""

from dataclasses import replace
from pathlib import Path

from dashboard.archive.publish import commit, read_current
from dashboard.archive.staging import staging
from dashboard.archive.subject import resolve_subject
from dashboard.catalogue.releases import Catalogue
from dashboard.holdings import read_manifest
from dashboard.tables import IngestError, TableError
from dashboard.versions import Contents


def remove(
    subject: str, collection: str | None, store: Path, catalogue: Catalogue, data: Path
) -> list[str]:
    """Leave out what is held of a release or group, and say in sentences what went.

    Raises IngestError if it is not held, or if several collections are and none was named.
    """
    with staging(store) as room:
        pointer, contents = read_current(store)
        name = _chosen(subject, collection, store, contents, catalogue)
        told = _told(contents.folder(store, name))
        left = {other: digest for other, digest in contents.holdings.items() if other != name}
        try:
            made = commit(room, store, pointer, replace(contents, holdings=left), data)
        except OSError as problem:
            raise IngestError(f"{name} cannot be removed: {problem.strerror}.") from None
    kept = "The versions before keep it until they are pruned."
    return [f"Removed {name}: {told}. {kept}", *made.lines()]


def _chosen(
    subject: str, collection: str | None, store: Path, contents: Contents, catalogue: Catalogue
) -> str:
    """Return the holding that was named, as "<subject>/<collection>"."""
    held = [name.partition("/")[::2] for name in contents.holdings]
    slug = subject if subject in dict(held) else resolve_subject(subject, catalogue).slug
    names = sorted(name for its, name in held if its == slug)
    if not names:
        raise IngestError(f"{slug} is not held in {store}.")
    if collection is None and len(names) > 1:
        raise IngestError(f"{slug} is held from {' and '.join(names)}: name one as --collection.")
    name = collection or names[0]
    if name not in names:
        raise IngestError(f"{slug} is not held from {name}, only from {' and '.join(names)}.")
    return f"{slug}/{name}"


def _told(place: Path) -> str:
    """Say how much there was, if that can still be read."""
    try:
        manifest = read_manifest(place)
    except TableError:
        return "its manifest could not be read"
    published = manifest.published
    told = [f"{manifest.posts:,} posts"] if manifest.posts else []
    told += [f"a users file of {published:,} accounts"] if published is not None else []
    return " and ".join(told) or "no posts"
