"""What links of before mean today: a dated function for each change of spelling or default.

A link without any part is the default view of today; one with parts but no `v` is of version 1.
"""

from collections.abc import Callable

VERSION = "2"  # which pages write

Parts = dict[str, str]  # of a link, by key


def november_2026(parts: Parts) -> Parts:
    """Read version 1 as version 2, to 30 November 2026: all of its parts mean the same.

    Parts that version 2 has beyond it are set here to what links of version 1 showed without them.
    """
    return {"baseline": "even"} | parts | {"v": "2"} if parts.get("v") == "1" else parts


MIGRATIONS: tuple[Callable[[Parts], Parts], ...] = (november_2026,)


def version_of(parts: Parts) -> str:
    """Return the version that a link was made in."""
    return parts.get("v", "1") if parts else VERSION


def migrated(parts: Parts) -> Parts:
    """Return the parts of a link as the current version spells them."""
    parts = parts | {"v": version_of(parts)}
    for migrate in MIGRATIONS:
        parts = migrate(parts)
    return parts
