"""Kinds of post: their names, and the words for kinds that a count does not tell apart.

A count that cannot say which posts are originals and which are replies has "original-or-reply".
"""

from collections.abc import Iterable, Mapping

from dashboard.tables import KIND_UNKNOWN

KIND_NAMES = {"original": "originals", "reply": "replies", "quote": "quotes", "retweet": "retweets"}
OR = "-or-"


def parts(kind: str) -> frozenset[str]:
    """Return the single kinds that a word stands for."""
    return frozenset(kind.split(OR))


def name(kind: str, between: str = " or ") -> str:
    """Return "originals", or "originals or replies", or "originals, replies or quotes"."""
    *others, last = (KIND_NAMES[part] for part in ordered(parts(kind)))
    return between.join(filter(None, (", ".join(others), last)))


def ordered(kinds: Iterable[str]) -> list[str]:
    """Return kinds as they are listed: of two that begin alike, the one of fewer kinds first."""
    places = {kind: place for place, kind in enumerate(KIND_NAMES)}
    return sorted(kinds, key=lambda kind: sorted(places[part] for part in parts(kind)))


def kinds_apart(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds that counts with these words can tell, () where they tell none.

    Each kind is in one of them. What one of several counts leaves together is together in all.
    """
    words = sorted(set(kinds))
    if KIND_UNKNOWN in words:
        return ()
    groups = [frozenset({kind}) for kind in KIND_NAMES]
    for word in words:
        touched = [group for group in groups if group & parts(word)]
        groups = [group for group in groups if group not in touched]
        groups.append(frozenset().union(*touched))
    return tuple(ordered(OR.join(ordered(group)) for group in groups))


def posts_of_kind(posts: Mapping[str, int], kind: str) -> int | None:
    """Return the posts of a kind, or of kinds together; None if `posts` cannot tell them apart."""
    inside = [word for word in posts if parts(word) <= parts(kind)]
    if frozenset().union(*map(parts, inside)) != parts(kind):
        return None
    return sum(posts[word] for word in inside)
