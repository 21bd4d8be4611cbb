"""Take a collection out of the store: out of sight at once, then off the disk."""

from pathlib import Path

from dashboard.archive.problem import IngestError
from dashboard.archive.publish import to_disk
from dashboard.archive.staging import staging
from dashboard.archive.subject import resolve_subject
from dashboard.releases import Catalogue
from dashboard.tables import MANIFEST, TableError, read_manifest


def remove(subject: str, collection: str | None, store: Path, catalogue: Catalogue) -> str:
    """Remove what is held of a release or group, and say what went.

    Raises IngestError if it is not held, or if several collections are and none was named.
    """
    found = store.glob(f"*/*/{MANIFEST}")
    held = sorted((path.parent.parent.name, path.parent.name) for path in found)
    slug = subject if subject in dict(held) else resolve_subject(subject, catalogue).slug
    names = [name for its, name in held if its == slug]
    if not names:
        raise IngestError(f"{slug} is not held in {store}.")
    if collection is None and len(names) > 1:
        raise IngestError(f"{slug} is held from {' and '.join(names)}: name one as --collection.")
    name = collection or names[0]
    if name not in names:
        raise IngestError(f"{slug} is not held from {name}, only from {' and '.join(names)}.")
    place = store / slug / name
    told = _told(place)
    try:
        _take_away(place, store)
    except OSError as problem:
        raise IngestError(f"{slug}/{name} cannot be removed: {problem.strerror}.") from None
    return f"Removed {slug}/{name}: {told}."


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


def _take_away(place: Path, store: Path) -> None:
    with staging(store) as room:
        (room / "made").mkdir()
        place.rename(room / "made" / "gone")
        to_disk(place.parent)
        if not any(place.parent.iterdir()):
            place.parent.rmdir()
