"""Numbers that others published on a release, beside ours, and by how much they differ."""

import re
from dataclasses import dataclass

from dashboard.catalogue.releases import Release
from dashboard.snapshot.world import World

NUMBERS = {
    "accounts": "announced accounts",
    "users_rows": "rows of the users file",
    "amplifiers": "amplifier accounts",
    "posts": "posts",
}
HERE, SHOWN = "counted here", "shown here"
NOT_HELD = "not held here"
LEADING = re.compile("[0-9][0-9,]*")  # as in "69 distinct accounts"


@dataclass(frozen=True)
class Beside:
    """A number that `source` published, and the number it is compared with.

    `ours` is None where nothing can stand beside it; `why` says what makes the difference, or that
    there is none. `whose` tells our own count from the number that the catalogue shows.
    """

    what: str  # one of NUMBERS' values
    figure: int
    source: str  # an address or a citation
    ours: int | None
    whose: str  # HERE or SHOWN
    why: str

    @property
    def counted(self) -> bool:
        """Return whether it stands beside our own count, not beside the catalogue's number."""
        return self.whose == HERE

    @property
    def difference(self) -> int | None:
        return None if self.ours is None else self.ours - self.figure


def beside(world: World, release: Release) -> tuple[Beside, ...]:
    """Return the posts and accounts that others counted beside ours, then what sources dispute."""
    pairs = [_posts(world, release), _accounts(world, release), *_disputes(release)]
    return tuple(pair for pair in pairs if pair)


def _posts(world: World, release: Release) -> Beside | None:
    """Set the published number of posts beside the rows that we hold of this release alone."""
    if release.posts is None:
        return None
    source = release.posts_source or release.source_url
    own = world.sources.get((release.slug,))
    if own is None:
        posts = {slugs: source.manifest.posts for slugs, source in world.sources.items()}
        why = _joint(release, posts, " posts")
        return Beside("posts", release.posts, source, None, HERE, why)
    why = "" if own.manifest.posts == release.posts else own.collection.caveat
    return Beside("posts", release.posts, source, own.manifest.posts, HERE, why)


def _joint(release: Release, counts: dict[tuple[str, ...], int], unit: str = "") -> str:
    """Say that nothing is held, or that it is counted only together with other releases."""
    for slugs, count in counts.items():
        if len(slugs) > 1 and release.slug in slugs:
            return f"counted here only for {len(slugs)} releases together: {count:,}{unit}"
    return NOT_HELD


def _accounts(world: World, release: Release) -> Beside | None:
    """Set accounts beside those of the users file that we read.

    The 28 releases that others counted have rows of the users file to compare with; of the others
    only the announced number has a source.
    """
    published = {slugs: users.published for slugs, users in world.users.items()}
    ours = published.get((release.slug,))
    why = "" if ours else _joint(release, published)
    is_counted = any(counts.posts for counts in world.cited_of(release.slug))
    if is_counted and release.users_rows is not None:
        rows, source = release.users_rows, release.posts_source or release.source_url
        return Beside("rows of the users file", rows, source, ours, HERE, why)
    if ours is None or release.accounts is None or release.accounts_shared_with:
        return None
    source = release.accounts_source or release.source_url
    return Beside("announced accounts", release.accounts, source, ours, HERE, why)


def _disputes(release: Release) -> list[Beside]:
    """Set numbers of other sources beside those that the catalogue shows."""
    pairs = []
    for dispute in release.disputes:
        number = LEADING.match(dispute.value)
        if dispute.field in NUMBERS and number:
            what, figure = NUMBERS[dispute.field], int(number[0].replace(",", ""))
            shown = getattr(release, dispute.field)
            pairs.append(Beside(what, figure, dispute.source, shown, SHOWN, dispute.note))
    return pairs


def depth_of(world: World, release: Release) -> str:
    """Return how deep our knowledge of a release goes: rows, counts or facts."""
    own = world.sources.get((release.slug,))
    if own and own.manifest.depth == "rows":
        return "rows"
    is_counted = any(release.slug in slugs for slugs in world.sources)
    named = [c for c in world.collections_of(world.cited_of(release.slug)) if not c.withheld]
    return "counts" if is_counted or named else "facts"
