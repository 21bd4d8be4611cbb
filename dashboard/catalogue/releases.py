"""The catalogue: releases, countries, groups, and the operations a reader compares.

`data/releases.toml` is read once and checked: one frozen record for each kind of table in it, and a
field's declared type is also what its value is checked against (`records.py`). Whatever is wrong
there is a CatalogueError: one sentence that names the entry. A fact that no source states is absent
(None, "" or ()), never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from dashboard.catalogue.published import MINUTE
from dashboard.catalogue.records import (
    SLUG,
    RecordError,
    check_known,
    check_source,
    check_unique,
    check_web,
    read_records,
    read_toml,
)
from dashboard.clock.calendars import WEEKDAYS, Country
from dashboard.clock.local_time import zone_names
from dashboard.clock.period import Period

QUESTIONS = (
    *("size", "timeline", "rhythm", "themes", "languages", "accounts", "kinds"),
    *("creation", "audience", "denial"),  # which no panel but the sheet of facts asks
)
DEPTHS = ("rows", "counts")
WITHHELD = "withheld"  # in the place of an address: the source undoes the platform's hashing
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
    short: str = ""  # for the sheet of facts, at most SHORT_FINDING letters; "" = it is not there


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
    url: str  # or WITHHELD
    licence: str  # "none stated" where none is
    depth: str  # one of DEPTHS
    caveat: str  # one sentence, shown on screen
    subject: str = ""  # a release, group or country; "" = any release
    covers_posts: int | None = None  # posts of the whole collection, read or not
    covers_from: date | None = None  # first and last day that it tells of, where it leaves out
    covers_until: date | None = None  # other days of the release; outside nothing is known
    equal_rows: str = ""  # sentences on rows that may be one post, and what is without them

    @property
    def covers(self) -> Period:
        """Return the days that it tells of; open where it tells of all of the release."""
        return Period(self.covers_from, self.covers_until)

    @property
    def withheld(self) -> bool:
        """Whether its source is not named: then its counts never lead."""
        return self.url == WITHHELD


@dataclass(frozen=True)
class Comparison:
    """Operations worth seeing side by side, ready to open."""

    name: str
    sentence: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """Another name of operations, by which they are searched for, and who uses it."""

    name: str
    operations: tuple[str, ...]
    source: str  # an address or a citation


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


TABLES = ("releases", "countries", "groups", "collections", "comparisons", "aliases")

SHORT_FINDING = 80  # letters
SHORT = 18  # characters that a chart label has room for
MOST = 6  # operations side by side


class CatalogueError(RecordError):
    """The catalogue cannot be used; the message names the entry."""


@dataclass(frozen=True)
class Operation:
    """What a reader compares: one release, all of a country, or a named group."""

    slug: str
    kind: str  # release | country | group
    name: str
    short: str
    releases: tuple[Release, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that data/releases.toml holds, by slug or name, in the order of the file."""

    releases: dict[str, Release]
    countries: dict[str, Country]
    groups: dict[str, Group]
    collections: dict[str, Collection]
    comparisons: tuple[Comparison, ...]
    aliases: tuple[Alias, ...] = ()

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Every operation by slug: releases in order of disclosure, countries, groups."""
        ordered = sorted(self.releases.values(), key=lambda release: release.disclosed)
        every = [_of_release(release, self.countries) for release in ordered]
        every += [_of_country(country, ordered) for country in self.countries.values()]
        for group in self.groups.values():
            members = tuple(self.releases[slug] for slug in group.releases)
            every.append(Operation(group.slug, "group", group.name, group.short, members))
        return {operation.slug: operation for operation in every}

    def release(self, name: str) -> Release:
        """Return the release with this slug or archive id."""
        for release in self.releases.values():
            if name in (release.slug, release.archive_id):
                return release
        raise CatalogueError(f"{name} is not a known release.")


def _of_release(release: Release, countries: dict[str, Country]) -> Operation:
    named = [countries[slug] for slug in release.countries]
    name = f"{' and '.join(c.name for c in named)}, disclosed {release.disclosed:%B %Y}"
    name += f", {release.apart}" if release.apart else ""
    short = f"{'/'.join(c.short or c.name for c in named)} {release.disclosed:%b %Y}"
    return Operation(release.slug, "release", name, release.short or short, (release,))


def _of_country(country: Country, ordered: list[Release]) -> Operation:
    members = tuple(release for release in ordered if country.slug in release.countries)
    which = f"all {len(members)} releases" if len(members) > 1 else "its only release"
    short = f"{country.short or country.name} (all)"
    return Operation(country.slug, "country", f"{country.name}, {which}", short, members)


def read_catalogue(path: Path) -> Catalogue:
    """Return the checked catalogue at `path`; CatalogueError names the entry at fault."""
    try:
        tables = read_toml(path)
        check_known(tables, TABLES, path.name, "table")
        tables = {name: [] for name in TABLES[2:]} | tables
        catalogue = Catalogue(
            read_records(Release, tables, "releases"),
            read_records(Country, tables, "countries"),
            read_records(Group, tables, "groups"),
            read_records(Collection, tables, "collections", "name"),
            tuple(read_records(Comparison, tables, "comparisons", "name").values()),
            tuple(read_records(Alias, tables, "aliases", "name").values()),
        )
        _check(catalogue)
    except RecordError as problem:
        raise CatalogueError(str(problem)) from None
    return catalogue


def _check(catalogue: Catalogue) -> None:
    """Check what one record alone cannot show: names known elsewhere, numbers that must fit."""
    for release in catalogue.releases.values():
        _check_release(release, catalogue)
    _check_shared(catalogue.releases)
    check_unique((r.archive_id for r in catalogue.releases.values()), "archive_id")
    for country in catalogue.countries.values():
        for week in country.weekends:
            check_known([*week.days, *week.half_days], WEEKDAYS, f"countries {country.slug}", "day")
    for group in catalogue.groups.values():
        check_known(group.releases, catalogue.releases, f"groups {group.slug}", "release")
    _check_operations(catalogue)
    for collection in catalogue.collections.values():
        _check_collection(collection, catalogue)
    for alias in catalogue.aliases:
        check_known(alias.operations, catalogue.operations, f"aliases {alias.name}", "operation")
        check_source(alias.source, f"aliases {alias.name}")
    for comparison in catalogue.comparisons:
        entry = f"comparisons {comparison.name}"
        check_known(comparison.operations, catalogue.operations, entry, "operation")
        if len(comparison.operations) > MOST:
            raise RecordError(f"{entry}: at most {MOST} operations fit side by side.")


def _check_release(release: Release, catalogue: Catalogue) -> None:
    entry = f"releases {release.slug}"
    check_known(release.countries, catalogue.countries, entry, "country")
    check_known([release.zone], zone_names(), entry, "time zone")
    for number in ("accounts", "amplifiers"):
        check_known(shared(release, number), catalogue.releases, entry, "release")
    _check_sources(release, entry)
    _check_numbers(release, entry)
    _check_dates(release, entry)


def _check_collection(collection: Collection, catalogue: Catalogue) -> None:
    entry = f"collections {collection.name}"
    check_known([collection.depth], DEPTHS, entry, "depth")
    check_known({collection.subject} - {""}, catalogue.operations, entry, "operation")
    if not collection.withheld:
        check_web(collection.url, entry)


def _check_sources(release: Release, entry: str) -> None:
    check_web(release.source_url, entry)
    for dispute in release.disputes:
        check_known([dispute.field], DISPUTED, f"{entry}, disputes", "field")
    for finding in release.findings:
        check_known([finding.question], QUESTIONS, f"{entry}, findings", "question")
        check_web(finding.url, f"{entry}, findings")
        if len(finding.short) > SHORT_FINDING:
            raise RecordError(f"{entry}, findings: short is over {SHORT_FINDING} letters.")
    cited = [release.accounts_source, release.posts_source, release.amplifiers_source]
    for source in [*cited, *(dispute.source for dispute in release.disputes)]:
        check_source(source, entry)


def _check_numbers(release: Release, entry: str) -> None:
    rows, published = release.users_rows, release.published
    if published is not None and (rows is None or published > rows):
        raise RecordError(f"{entry}: published is more than users_rows.")
    disputed = {dispute.field for dispute in release.disputes}
    if (rows or 0) > (release.accounts or 0) and not disputed & {"accounts", "users_rows"}:
        raise RecordError(
            f"{entry}: more users_rows than announced accounts and no dispute says why."
        )
    for number in ("accounts", "amplifiers"):
        if shared(release, number) and getattr(release, number) is None:
            raise RecordError(f"{entry}: {number}_shared_with without {number}.")


def _check_dates(release: Release, entry: str) -> None:
    for name in ("first_post", "last_post"):
        try:
            datetime.strptime(getattr(release, name) or "2020-01-01 00:00", MINUTE)
        except ValueError:
            raise RecordError(f"{entry}: {name} must be like 2020-06-11 23:59.") from None
    first, last = release.first_post or "", release.last_post or "9"
    if first > last or (release.last_post or "") > f"{release.disclosed} 24":
        raise RecordError(f"{entry}: first_post, last_post and disclosed are not in this order.")


def _check_shared(releases: dict[str, Release]) -> None:
    """A shared number stands on every release that shares it, the same, or a sum would be wrong."""
    for release in releases.values():
        for number in ("accounts", "amplifiers"):
            together = {release.slug, *shared(release, number)}
            for slug in together:
                other = releases[slug]
                same = getattr(other, number) == getattr(release, number)
                if not same or {slug, *shared(other, number)} != together:
                    raise RecordError(f"releases {release.slug}: {number} is not shared by {slug}.")


def _check_operations(catalogue: Catalogue) -> None:
    slugs = [*catalogue.releases, *catalogue.countries, *catalogue.groups]
    check_unique(slugs, "slug")
    operations = catalogue.operations.values()
    check_unique((operation.name for operation in operations), "name")
    check_unique((operation.short for operation in operations), "short")
    for operation in operations:
        slug, short = operation.slug, operation.short
        if not SLUG.fullmatch(slug):
            raise RecordError(f"{slug}: a slug is lower-case letters, digits and hyphens.")
        if len(short) > SHORT:
            raise RecordError(f"{slug}: short {short!r} is over {SHORT} letters.")
        if not operation.releases:
            raise RecordError(f"{slug}: no release belongs to it.")
