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


# The questions that every page showed, in its order, before a reader chose them.
QUESTIONS_BEFORE = (
    *("size", "timeline", "rhythm", "consistent", "apart", "themes", "over-time", "distinctive"),
    *("find", "languages", "kinds", "accounts", "alike"),
)
# What Copy link wrote in version 2 before questions were chosen.
EVERY_PART = {
    *("v", "ops", "clock", "audience", "scale", "range", "per", "hours", "baseline", "unit"),
    *("period", "kind", "lang", "theme", "phase", "sort", "tag", "present", "data"),
}


def chosen_questions_november_2026(parts: Parts) -> Parts:
    """Show all questions where a page did that the link was copied from, to 30 November 2026.

    All pages did that wrote version 1. In version 2 Copy link writes every part, and since then
    `panels`, too: one that has all others is older. A short link, which the address bar holds,
    leaves out what is as in the default view, and means that of the day on which it is opened.
    """
    is_older = parts.get("v") == "1" or parts.keys() >= EVERY_PART
    return {"panels": "~".join(QUESTIONS_BEFORE)} | parts if is_older else parts


MIGRATIONS: tuple[Callable[[Parts], Parts], ...] = (
    chosen_questions_november_2026,
    november_2026,
)


def version_of(parts: Parts) -> str:
    """Return the version that a link was made in."""
    return parts.get("v", "1") if parts else VERSION


def migrated(parts: Parts) -> Parts:
    """Return the parts of a link as the current version spells them."""
    parts = parts | {"v": version_of(parts)}
    for migrate in MIGRATIONS:
        parts = migrate(parts)
    return parts
