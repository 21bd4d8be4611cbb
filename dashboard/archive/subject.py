"""What the person at the command line calls a release or group -> what the store files it under."""

from typing import NamedTuple

from dashboard.archive.formats import Format
from dashboard.catalogue.releases import Catalogue, Release
from dashboard.clock.calendars import Country
from dashboard.tables import IngestError


class Subject(NamedTuple):
    """A release, or a group that one collection covers together: its operator's clock and country.

    Where a release was attributed to several countries, the first one's calendar is used.
    """

    slug: str
    releases: tuple[Release, ...]
    zone: str
    country: Country


def resolve_subject(text: str, catalogue: Catalogue) -> Subject:
    """Return the release (by slug or archive id) or group that `text` names."""
    for release in catalogue.releases.values():
        if text.lower() in (release.slug, release.archive_id.lower()):
            return _subject(release.slug, (release,), catalogue)
    if text in catalogue.countries:
        raise IngestError(f"{text} is a country: name one of its releases, or a group.")
    if text not in catalogue.groups:
        raise IngestError(f"{text} is not a known release or group.")
    releases = tuple(catalogue.releases[slug] for slug in catalogue.groups[text].releases)
    zones = sorted({release.zone for release in releases})
    if len(zones) > 1:
        raise IngestError(f"{text} has no one clock: its releases keep {' and '.join(zones)} time.")
    return _subject(text, releases, catalogue)


def _subject(slug: str, releases: tuple[Release, ...], catalogue: Catalogue) -> Subject:
    first = releases[0]
    return Subject(slug, releases, first.zone, catalogue.countries[first.countries[0]])


def choose_collection(
    asked: str | None, forms: set[Format], subject: Subject, catalogue: Catalogue
) -> str:
    """Return the collection that files of these formats belong to, if the catalogue agrees."""
    natural = sorted({form.collection for form in forms})
    if len(natural) > 1:
        raise IngestError(f"The files mix the collections {' and '.join(natural)}: read one.")
    name = asked or natural[0]
    if name not in catalogue.collections:
        raise IngestError(f"{name} is not a known collection.")
    known = catalogue.collections[name]
    if known.subject not in ("", subject.slug):
        raise IngestError(
            f"The collection {name} is about {known.subject}, not about {subject.slug}."
        )
    depth = depth_of(forms)
    if known.depth != depth:
        raise IngestError(f"The collection {name} holds {known.depth}, but these files {depth}.")
    return name


def depth_of(forms: set[Format]) -> str:
    """Return "counts" where others counted the rows, else "rows"."""
    return "counts" if any(form.role == "counts" for form in forms) else "rows"
