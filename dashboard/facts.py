"""The facts that data/releases.toml states: one frozen record for each kind of table in it.

A field's declared type is also what its value in the file is checked against (`records.py`). A fact
that no source states is absent: None, "" or (), never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

QUESTIONS = ("size", "rhythm", "themes")

DEPTHS = ("rows", "counts")

DISPUTED = (
    *("accounts", "amplifiers", "users_rows", "posts"),
    *("operator", "countries", "disclosed", "language", "aim"),
)


@dataclass(frozen=True)
class Dispute:
    """What another source says about the same fact. Both are shown, with both sources."""

    field: str  # one of DISPUTED
    value: str
    source: str  # an address or a citation
    note: str = ""


@dataclass(frozen=True)
class Finding:
    """What others published, for the panels where the dashboard has no rows of its own."""

    question: str  # one of QUESTIONS
    text: str
    by: str
    url: str


@dataclass(frozen=True)
class Release:
    """One data set as the platform disclosed it."""

    slug: str  # permanent: it is in links
    archive_id: str
    countries: tuple[str, ...]  # slugs, as the platform attributed it
    operator: str  # the platform's wording
    summary: str
    disclosed: date
    zone: str
    source_title: str
    source_url: str
    apart: str = ""  # what tells it from others of the same country and month
    short: str = ""  # the chart label where country and month are too long or not enough
    operated_from: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    accounts: int | None = None  # announced
    accounts_shared_with: tuple[str, ...] = ()  # releases that the same number covers
    users_rows: int | None = None
    published: int | None = None  # distinct ids among users_rows, where somebody counted them
    posts: int | None = None
    amplifiers: int | None = None  # counted by the platform, not published
    amplifiers_about: bool = False  # the source says "about"
    amplifiers_shared_with: tuple[str, ...] = ()
    zone_note: str = ""
    first_post: str | None = None  # "YYYY-MM-DD HH:MM" UTC
    last_post: str | None = None
    accounts_source: str = ""  # "" = source_url
    posts_source: str = ""
    amplifiers_source: str = ""
    disputes: tuple[Dispute, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Group:
    """Releases that are read together under one name."""

    slug: str
    name: str
    short: str
    releases: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """Files that are read or cited for a release."""

    name: str
    title: str
    credit: str
    url: str
    licence: str  # "none stated" where none is
    depth: str  # one of DEPTHS
    caveat: str  # one sentence, shown on screen
    subject: str = ""  # a release, group or country; "" = any release
    covers_posts: int | None = None  # posts of the whole collection, read or not


@dataclass(frozen=True)
class Comparison:
    """Operations worth seeing side by side, ready to open."""

    name: str
    sentence: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Total:
    """A sum over releases in which a number announced for several together counts once."""

    number: int | None  # None = no release states it
    missing: tuple[str, ...]  # releases that do not state it
    shared_with: tuple[str, ...]  # releases outside the sum that the number covers too
    parts: tuple[int, ...]  # what was added, in the order of the releases


def total(releases: Iterable[Release], number: str) -> Total:
    """Sum accounts, users_rows, published, posts or amplifiers; shared numbers count once."""
    releases = tuple(releases)
    counted: dict[frozenset[str], int] = {}
    for release in releases:
        if (value := getattr(release, number)) is not None:
            counted[frozenset((release.slug, *shared(release, number)))] = value
    inside = {release.slug for release in releases}
    return Total(
        number=sum(counted.values()) if counted else None,
        missing=tuple(r.slug for r in releases if getattr(r, number) is None),
        shared_with=tuple(sorted({slug for slugs in counted for slug in slugs} - inside)),
        parts=tuple(counted.values()),
    )


def shared(release: Release, number: str) -> tuple[str, ...]:
    """Return the other releases that this number of `release` covers as well."""
    slugs: tuple[str, ...] = getattr(release, f"{number}_shared_with", ())
    return slugs
