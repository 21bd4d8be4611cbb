"""What was read, beside what was published: equal, or by how much not."""

from collections.abc import Iterator

from dashboard.archive.subject import Subject
from dashboard.facts import Collection, total
from dashboard.tables import Manifest

# The manifest's number, what to call it, and the catalogue's number it should equal.
COMPARED = (
    ("posts", "posts", "posts"),
    ("users_rows", "rows of users", "users_rows"),
    ("published", "published accounts", "published"),
)


def reconcile(manifest: Manifest, about: Subject, collection: Collection) -> Iterator[str]:
    """Yield one sentence a number; others' collections are compared with themselves."""
    if not manifest.posts:
        yield "posts: none read; what a users file alone tells becomes known"
        for own, name, stated in COMPARED[1:]:
            yield from _compare(name, getattr(manifest, own), about, stated)
    elif collection.covers_posts is not None:
        yield f"posts: {manifest.posts:,} of the {collection.covers_posts:,} in the collection"
    elif manifest.depth == "rows":
        for own, name, stated in COMPARED:
            yield from _compare(name, getattr(manifest, own), about, stated)
    else:
        yield f"posts: {manifest.posts:,}, counted by others"
    if manifest.active is not None:
        yield f"active accounts: {manifest.active:,}"


def _compare(name: str, number: int | None, about: Subject, stated: str) -> Iterator[str]:
    if number is None:
        return
    told = total(about.releases, stated)
    if told.number is None or told.missing or told.shared_with:
        yield f"{name}: {number:,}, with no published number to compare"
    elif number == told.number:
        yield f"{name}: {number:,}, equal to the published {told.number:,}"
    else:
        gap = f"{abs(number - told.number):,} {'more' if number > told.number else 'fewer'}"
        yield f"{name}: {number:,}, {gap} than the published {told.number:,}"
