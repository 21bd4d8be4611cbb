"""Which release files are of, by their names; and whether they are the copies for researchers.

A release is known by its archive id alone: it can be named after its target country, and lie in
another month's folder. And whose collection files of some formats are, if the catalogue agrees.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from dashboard.catalogue.releases import Catalogue, Release
from dashboard.ingest.formats.formats import Format
from dashboard.store.holdings import Subject
from dashboard.tables import IngestError

# File names of first issues, and one that lacks its country -> archive id.
IRREGULAR = {
    "russian_linked": "russia_201901_1",
    "venezuela_linked": "venezuela_201901_2",
    "bangladesh_linked": "bangladesh_201901_1",
    "032020": "ghana_nigeria_032020",
}
FIRST_OF_ONE = re.compile(r"(.+)_1")
COPY = re.compile(r"\s*\(\d+\)")  # what a browser adds to a name that it has seen before
MOST_READABLE = 0.01


def guess_release(names: Iterable[str | PurePath], catalogue: Catalogue) -> Release | None:
    """Return the release that these files are of, by their names or their folders'; None = unknown.

    Raises IngestError, a sentence naming both, if the names tell of two.
    """
    spellings = {_plain(text): release for text, release in _spellings(catalogue)}
    first: dict[str, tuple[str, Release]] = {}
    for path in map(PurePath, names):
        for release in _named(path.name, spellings) or _named(path.parent.name, spellings):
            first.setdefault(release.slug, (path.name, release))
    if len(first) > 1:
        each = [f"{release.archive_id} ({name})" for name, release in list(first.values())[:2]]
        raise IngestError(f"The files are of two releases, {' and '.join(each)}: give one of them.")
    return next((release for _, release in first.values()), None)


def _spellings(catalogue: Catalogue) -> Iterator[tuple[str, Release]]:
    """Yield every spelling by which a file name identifies a release, with the release."""
    ids = {release.archive_id: release for release in catalogue.releases.values()}
    for archive_id, release in ids.items():
        if re.search(r"\d", archive_id):
            yield archive_id, release
        else:  # a plain word could mean anything, unless the files' own words come behind it
            yield from ((f"{archive_id}_{what}", release) for what in ("tweets", "users"))
        only = FIRST_OF_ONE.fullmatch(archive_id)
        if only and sum(other.startswith(f"{only[1]}_") for other in ids) == 1:
            yield only[1], release
    yield from ((text, ids[id]) for text, id in IRREGULAR.items() if id in ids)


def _named(name: str, spellings: dict[str, Release]) -> list[Release]:
    """Return the releases that a name identifies; a spelling within a longer one does not count."""
    text = _plain(COPY.sub("", name))
    spans = {
        match.span(): release
        for spelling, release in spellings.items()
        for match in re.finditer(rf"(?<![a-z0-9]){spelling}(?![a-z0-9])", text)
    }
    return [
        release
        for (start, end), release in spans.items()
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
    ]


def is_unhashed(name: str | PurePath) -> bool:
    """Return whether a file's name says that it is a copy for researchers, its ids not hashed."""
    return "unhashed" in _plain(PurePath(name).name).split("_")


def looks_unhashed(hashed: int, readable: int) -> bool:
    """Return whether rows are such a copy's, whatever its name says.

    Both count rows of accounts with 1 to 4,999 followers, whose ids every release for everyone
    hashes: `readable` those with an id in digits, none of 1,177 in seven users files. One in a
    hundred is let pass, as an account may have lost followers between two counts.
    """
    return readable > MOST_READABLE * (hashed + readable)


def _plain(text: str) -> str:
    """Return `text` in lower case, with one _ for all that is neither letter nor digit."""
    return re.sub(r"[\W_]+", "_", text.lower()).strip("_")


def choose_collection(
    name: str | None, forms: set[Format], subject: Subject, catalogue: Catalogue
) -> str:
    """Return `name`, or the formats' own collection; IngestError if the catalogue disagrees."""
    natural = sorted({form.collection for form in forms})
    if len(natural) > 1:
        raise IngestError(f"The files mix the collections {' and '.join(natural)}: read one.")
    name = name or natural[0]
    collection = catalogue.collections.get(name)
    if collection is None:
        raise IngestError(f"{name} is not a known collection.")
    about, depth = collection.subject, depth_of(forms)
    if about not in ("", subject.slug):
        raise IngestError(f"The collection {name} is about {about}, not about {subject.slug}.")
    if collection.depth != depth:
        raise IngestError(
            f"The collection {name} holds {collection.depth}, but these files {depth}."
        )
    return name


def depth_of(forms: set[Format]) -> str:
    """Return "counts" where others counted the rows, else "rows"."""
    return "counts" if any(form.role == "counts" for form in forms) else "rows"
