"""What the person at the command line calls a release or group -> what the store files it under."""

from dashboard.archive.formats import Format
from dashboard.catalogue.releases import Catalogue
from dashboard.store.holdings import Subject
from dashboard.tables import IngestError


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
