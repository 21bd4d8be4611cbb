"""What is known of an operation apart from its posts: facts, disputes, and files that were read."""

from typing import Any

from dashboard.catalogue.releases import Collection, Dispute, Operation, Release, total
from dashboard.clock.period import day_text
from dashboard.look import style, ui
from dashboard.look.ui import Node, node
from dashboard.panels.size.measure import published_of
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.source import Source, Users
from dashboard.snapshot.world import World
from dashboard.store.holdings import Manifest
from dashboard.store.repeats import repeats
from dashboard.web import urls
from dashboard.web.pages.document import STACKED, address, capital, section, table
from dashboard.web.pages.reconciliation import beside_ours
from dashboard.web.pages.release_table import amplifiers_text
from dashboard.web.render import DISPUTES

FIELDS = {
    "accounts": "announced accounts",
    "aim": "aim",
    "amplifiers": "amplifier accounts",
    "countries": "attribution",
    "disclosed": "day of disclosure",
    "language": "language",
    "operator": "operator",
    "posts": "posts",
    "users_rows": "rows of the users file",
}


def facts(world: World, operation: Operation, data: str) -> Node:
    """Return the facts of one release, or of several as a table with totals.

    Its links lead to pages of the data version `data`, "" = the current one.
    """
    if operation.kind == "release":
        announced = [_of_release(world, operation.releases[0], data)]
        return section("What was announced", announced, "announced")
    return section("Its releases", _of_several(world, operation, data), "releases")


def _of_release(world: World, release: Release, data: str) -> Node:
    pairs = [(name, fact) for name, fact in _pairs(world, release, data) if fact]
    return node("Dl", [part for name, fact in pairs for part in (
        node("Dt", name), node("Dd", fact))], className="facts")  # fmt: skip


def _pairs(world: World, release: Release, data: str) -> list[tuple[str, Any]]:
    """Return (name, content) of each fact; "" where no source states it."""
    shared = ", ".join(release.accounts_shared_with)
    span = " to ".join(f"{time} UTC" for time in (release.first_post, release.last_post) if time)
    return [
        ("Attributed by", f"Twitter (now X), {day_text(release.disclosed)}"),
        ("Linked to", _countries(world, release, data)),
        ("In the platform's words", release.operator),
        ("Operated from", ", ".join(release.operated_from)),
        ("Aimed at", ", ".join(release.targets)),
        ("Announced accounts", [style.count(release.accounts), *_source(release.accounts_source),
            f"; the same number also covers {shared}" if shared else ""]),
        ("Published accounts", style.count(published_of(world, release))),
        ("Rows of the users file", style.count(release.users_rows)),
        ("Amplifier accounts", [amplifiers_text(release), *_source(release.amplifiers_source)]),
        ("Posts", [style.count(release.posts), *_source(release.posts_source)]),
        ("First and last post", span),
        ("Clock", f"{release.zone}. {release.zone_note}"),
        ("Depth", _depth(world, release)),
        ("Announcement", ui.outside(release.source_title, release.source_url)),
        ("Name in the archive", node("Code", release.archive_id)),
    ]  # fmt: skip


DEPTHS = {
    "rows": "rows: its posts were read and counted here",
    "counts": "counts: others counted its posts, and are cited",
    "facts": "facts: only what was announced is known here",
}


def _depth(world: World, release: Release) -> str:
    users = world.users_of(release.slug)
    return DEPTHS[depth_of(world, release)] + ("; its users file was read" if users else "")


def _source(source: str) -> list[Any]:
    return [" (", address(source), ")"] if source else []


def _countries(world: World, release: Release, data: str) -> list[Any]:
    links = [
        node("A", world.catalogue.countries[slug].name, href=urls.operation(slug, data))
        for slug in release.countries
    ]
    return [part for link in links for part in (", ", link)][1:]


def _of_several(world: World, operation: Operation, data: str) -> list[Any]:
    head = ["Release", "Disclosed", "In the platform's words", "Announced", "Published"]
    head += ["Amplifiers", "Posts", "Depth"]
    body: list[list[Any]] = [
        [
            node("A", world.catalogue.operations[r.slug].name, href=urls.operation(r.slug, data)),
            day_text(r.disclosed),
            r.operator,
            style.count(r.accounts),
            style.count(published_of(world, r)),
            amplifiers_text(r),
            style.count(r.posts),
            depth_of(world, r),
        ]
        for r in operation.releases
    ]
    nodes = [
        table(head, body, "Releases of this operation", f"broad several {STACKED}"),
        node("P", _sums(operation)),
    ]
    if any(len(r.countries) > 1 for r in operation.releases):
        nodes.append(node("P", JOINT, className="note"))
    return nodes


JOINT = (
    "A release that names several countries belongs to each of them. Totals of countries must "
    "therefore not be added up."
)


def _sums(operation: Operation) -> str:
    """Say the totals; a number announced for several releases counts once."""
    parts = []
    for name, words in (("accounts", "announced accounts"), ("posts", "posts")):
        whole = total(operation.releases, name)
        gap = f" (not stated for {len(whole.missing)})" if whole.missing else ""
        parts.append(f"{style.count(whole.number)} {words}{gap}")
    once = any(r.accounts_shared_with for r in operation.releases)
    more = " A number announced for several releases counts once." if once else ""
    return f"Together: {parts[0]} and {parts[1]}.{more}"


def disputes(world: World, operation: Operation) -> list[Node]:
    """Return a table of what sources say differently, and of our counts beside others'."""
    body = [_disputed(r, d) for r in operation.releases for d in r.disputes]
    parts = []
    if body:
        head = ["Release", "What", "Shown here", "Its source", "Elsewhere", "Says", "Note"]
        both = table(head, body, "What sources disagree on", f"broad disputes {STACKED}")
        parts.append(section("Where sources disagree", [both], DISPUTES))
    return [*parts, *beside_ours(world, operation, _holdings(world, operation))]


def _disputed(release: Release, dispute: Dispute) -> list[Any]:
    shown = getattr(release, dispute.field, "")
    if isinstance(shown, tuple):
        shown = ", ".join(shown)
    own = getattr(release, f"{dispute.field}_source", "") or release.source_url
    number = f"{shown:,}" if isinstance(shown, int) else str(shown or "not stated")
    what = FIELDS.get(dispute.field, dispute.field)
    elsewhere = [dispute.value, address(dispute.source), dispute.note]
    return [release.slug, what, number, address(own), *elsewhere]


def files(world: World, operation: Operation) -> list[Node]:
    """Return what was read: base names, sizes and hashes, so that anybody can check the copy."""
    nodes: list[Any] = []
    for manifest, collection in _holdings(world, operation):
        name = f"{world.catalogue.operations[manifest.subject].short}, {collection.title}"
        nodes += [node("P", _read(manifest, collection)), _files(manifest, name)]
    cited = world.cited_of(operation.slug)
    for collection in world.collections_of(cited):
        releases = sum(collection in world.collections_of([counts]) for counts in cited)
        nodes.append(_cites(collection, f"{releases} of {len(operation.releases)} releases"))
    for grid in world.grids_of(operation.slug):
        collection = world.catalogue.collections[grid.collection]
        nodes.append(_cites(collection, f"{grid.posts.sum():,} of {grid.whole:,} posts"))
    return [section("What was read", nodes, "files")] if nodes else []


def _cites(collection: Collection, part: str) -> Node:
    credit = ui.outside(collection.credit, collection.url)
    return node("P", [f"Counts by others are cited for {part}: ", credit, f". {collection.caveat}"])


def _holdings(world: World, operation: Operation) -> list[tuple[Manifest, Collection]]:
    """Return the manifests of an operation's holdings, once each, with or without posts."""
    every: list[Source | Users] = [*world.sources_of(operation.slug)]
    every += world.users_of(operation.slug)
    once = {(source.manifest.subject, source.collection.name): source for source in every}
    return [(source.manifest, source.collection) for source in once.values()]


def _read(manifest: Manifest, collection: Collection) -> list[Any]:
    named = ui.outside(collection.credit, collection.url)
    return [
        *(f"{capital(collection.title)} (", named, "): "),
        f"{'; '.join(_counted(manifest))}. {_repeats(manifest, collection)}"
        f"{collection.caveat} Read by {manifest.tool}; licence: {collection.licence}.",
    ]


def _repeats(manifest: Manifest, collection: Collection) -> str:
    """Say which records repeat a post, or may do so: as counted, and as known of a collection."""
    sentences = [*repeats(manifest), collection.equal_rows]
    return "".join(f"{sentence} " for sentence in sentences if sentence)


def _counted(manifest: Manifest) -> list[str]:
    """Say what was found in the files and what of it could not be used."""
    parts = []
    if manifest.posts:
        parts.append(f"{manifest.posts:,} posts from {manifest.first} to {manifest.last} UTC")
    if manifest.published is not None:
        parts.append(
            f"{manifest.published:,} accounts in {manifest.users_rows or 0:,} rows of a users file"
        )
    rejected = manifest.posts_rejected
    parts.append(f"{rejected:,} rows could not be read" if rejected else "no row was rejected")
    return parts


def _files(manifest: Manifest, name: str) -> Node:
    body: list[list[Any]] = [
        [file.name, f"{file.bytes:,}", node("Code", file.sha256)] for file in manifest.files
    ]
    return table(["File", "Bytes", "SHA-256"], body, f"Files read of {name}", "files")
