"""What others published on a release, and what we hold of the same: equal, or by how much not."""

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
    told: int
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
        return None if self.ours is None else self.ours - self.told


def beside(world: World, release: Release) -> tuple[Beside, ...]:
    """Return the posts and accounts that others counted beside ours, then what sources dispute."""
    found = [_posts(world, release), _accounts(world, release), *_disputes(release)]
    return tuple(pair for pair in found if pair)


def _posts(world: World, release: Release) -> Beside | None:
    """Set the published number of posts beside the rows that we hold of this release alone."""
    if release.posts is None:
        return None
    source = release.posts_source or release.source_url
    held = world.sources.get((release.slug,))
    if held is None:
        return Beside("posts", release.posts, source, None, HERE, _joint(world, release))
    why = "" if held.manifest.posts == release.posts else held.collection.caveat
    return Beside("posts", release.posts, source, held.manifest.posts, HERE, why)


def _joint(world: World, release: Release) -> str:
    """Say that nothing is held, or that it is counted only together with other releases."""
    for slugs, source in world.sources.items():
        if len(slugs) > 1 and release.slug in slugs:
            posts = source.manifest.posts
            return f"counted here only for {len(slugs)} releases together: {posts:,} posts"
    return NOT_HELD


def _accounts(world: World, release: Release) -> Beside | None:
    """Set accounts beside those of the users file that we read.

    The 28 releases that others counted have rows of the users file to compare with; of the others
    only the announced number has a source.
    """
    ours = published_here(world, release)
    why = "" if ours else _joint_users(world, release)
    if release.slug in world.cited and release.users_rows is not None:
        told, source = release.users_rows, release.posts_source or release.source_url
        return Beside("rows of the users file", told, source, ours, HERE, why)
    if ours is None or release.accounts is None or release.accounts_shared_with:
        return None
    source = release.accounts_source or release.source_url
    return Beside("announced accounts", release.accounts, source, ours, HERE, why)


def published_here(world: World, release: Release) -> int | None:
    """Return the distinct accounts of the users file where we read it ourselves."""
    users = world.users.get((release.slug,))
    return users.published if users else None


def _joint_users(world: World, release: Release) -> str:
    for slugs, users in world.users.items():
        if len(slugs) > 1 and release.slug in slugs:
            return f"counted here only for {len(slugs)} releases together: {users.published:,}"
    return NOT_HELD


def _disputes(release: Release) -> list[Beside]:
    """Set numbers of other sources beside those that the catalogue shows."""
    found = []
    for dispute in release.disputes:
        number = LEADING.match(dispute.value)
        if dispute.field in NUMBERS and number:
            what, told = NUMBERS[dispute.field], int(number[0].replace(",", ""))
            shown = getattr(release, dispute.field)
            found.append(Beside(what, told, dispute.source, shown, SHOWN, dispute.note))
    return found


def depth_of(world: World, release: Release) -> str:
    """Return how deep our knowledge of a release goes: rows, counts or facts."""
    held = world.sources.get((release.slug,))
    if held and held.manifest.depth == "rows":
        return "rows"
    joint = any(release.slug in slugs for slugs in world.sources)
    return "counts" if held or joint or world.cited_of(release.slug) else "facts"
