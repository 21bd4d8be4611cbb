"""What is known of operations whose posts others alone have: numbers, findings, and who said so.

Everything here is of whole releases: no filter of the view applies, nor a column's own period.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from dashboard.catalogue.releases import MOST, Collection, Finding, Operation
from dashboard.clock.weeks_months import MONTH
from dashboard.link.parse import slug_of
from dashboard.link.view import DEFAULT, FILTERS, View
from dashboard.look.style import NONE_STATED, NOT_KNOWN
from dashboard.panels.accounts.measure import AccountsAnswer, accounts
from dashboard.panels.facts import words
from dashboard.panels.languages.measure import LanguagesAnswer, languages
from dashboard.panels.panel import EVERY_QUESTION, credited, found_by_others
from dashboard.panels.rhythm.measure import RhythmAnswer, rhythm
from dashboard.panels.size.measure import Sizes, sizes
from dashboard.panels.themes.measure import ThemesAnswer, themes
from dashboard.snapshot.asking import Answer, cited_posts, operations, part_answered, part_of
from dashboard.snapshot.evidence import HOURS, evidence
from dashboard.snapshot.local_week import OnlyInUTC
from dashboard.snapshot.world import World


class Reference(NamedTuple):
    """Who says something; `url` is "" where the source is a citation in words."""

    name: str
    url: str


@dataclass(frozen=True)
class Fact:
    """A statement in short, and whose it is."""

    text: str
    references: tuple[Reference, ...]


class Counted(NamedTuple):
    """The answers to other questions, of the same operations as whole releases."""

    world: World
    view: View
    rhythm: RhythmAnswer
    languages: LanguagesAnswer
    themes: ThemesAnswer
    accounts: AccountsAnswer

    def sizes(self, operation: Operation) -> Sizes:
        return sizes(self.world, operation.slug, self.view.counting)


class Row(NamedTuple):
    """A row of the sheet: what is counted, else what others found on these questions, in short."""

    name: str
    counted: Callable[[Counted, Operation], Fact | None]
    findings: tuple[str, ...] = ()  # of releases.QUESTIONS
    unknown: str = NOT_KNOWN  # what stands where there is nothing


@dataclass(frozen=True)
class FactsAnswer(Answer):
    """`facts` has for every operation each of ROWS, () where nothing is known.

    `nearest` has the operation of the same country with hours that lies nearest in time.
    """

    facts: dict[str, dict[str, tuple[Fact, ...]]]
    nearest: dict[str, Operation]
    findings = EVERY_QUESTION

    @property
    def frame(self) -> pd.DataFrame:
        """Return rows of operation, fact, statement, source and url; empty where not known."""
        rows = [
            (slug, row, fact.text, reference.name, reference.url)
            for slug, rows in self.facts.items()
            for row, facts in rows.items()
            for fact in facts or (Fact("", (Reference("", ""),)),)
            for reference in fact.references
        ]
        return pd.DataFrame(rows, columns=["operation", "fact", "statement", "source", "url"])


def facts(world: World, view: View) -> FactsAnswer:
    """Return what is known of each operation of a view, by row."""
    counted = _counted(world, view)
    every: dict[str, dict[str, tuple[Fact, ...]]] = {}
    for column in view.operations:
        operation = world.column(slug_of(column))
        every[column] = {row.name: _facts(counted, operation, row) for row in ROWS}
    nearest = {c: near for c in view.operations if (near := nearest_with_hours(world, view, c))}
    return FactsAnswer(world, view, operations(world, view), {}, every, nearest)


def leads(world: World, view: View) -> bool:
    """Whether the sheet comes first: half of the operations or more have no posts by the hour."""
    columns = view.operations
    without = [column for column in columns if HOURS not in evidence(world, column)]
    return bool(columns) and 2 * len(without) >= len(columns)


def nearest_with_hours(world: World, view: View, column: str) -> Operation | None:
    """Return which operation to set beside one without hours, None where there is none to add."""
    own = world.column(slug_of(column))
    shown = {slug_of(each) for each in view.operations}
    if HOURS in evidence(world, own.slug) or len(view.operations) >= MOST:
        return None
    countries = {country for release in own.releases for country in release.countries}
    others = [
        other
        for other in world.catalogue.operations.values()
        if other.kind != "country"
        and HOURS in evidence(world, other.slug)
        and countries & {country for release in other.releases for country in release.countries}
    ]
    if any(other.slug in shown for other in others):
        return None
    return min(others, key=lambda other: _days_apart(own, other), default=None)


def _days_apart(a: Operation, b: Operation) -> int:
    pairs = [(one, other) for one in a.releases for other in b.releases]
    return min(abs((one.disclosed - other.disclosed).days) for one, other in pairs)


def _counted(world: World, view: View) -> Counted:
    columns = tuple(dict.fromkeys(map(slug_of, view.operations)))
    everything = {param.field: getattr(DEFAULT, param.field) for param in FILTERS}
    whole = replace(view, operations=columns, per=DEFAULT.per, **everything)
    return Counted(
        world,
        whole,
        rhythm(world, whole),
        languages(world, whole),
        themes(world, whole),
        accounts(world, whole),
    )


def _facts(counted: Counted, operation: Operation, row: Row) -> tuple[Fact, ...]:
    if fact := row.counted(counted, operation):
        return (fact,)
    every = found_by_others(counted.world, operation)
    return tuple(_found(f) for f in every if f.question in row.findings and f.short)


def _found(finding: Finding) -> Fact:
    return Fact(finding.short, (Reference(finding.by.partition(" (")[0], finding.url),))


def _stated(operation: Operation, number: str) -> tuple[Reference, ...]:
    """Return who states a number of the releases: its own source, else the announcement."""
    sources = (getattr(r, f"{number}_source", "") or r.source_url for r in operation.releases)
    return tuple(dict.fromkeys(map(_reference, sources)))


def _reference(source: str) -> Reference:
    """Return an address by its host; a citation in words has none."""
    if "://" not in source:
        return Reference(source, "")
    return Reference((urlsplit(source).hostname or source).removeprefix("www."), source)


def _collections(every: tuple[Collection, ...]) -> tuple[Reference, ...]:
    return tuple(Reference(c.credit, c.url) for c in every if not c.withheld)


def _accounts(counted: Counted, operation: Operation) -> Fact | None:
    of = counted.sizes(operation)
    if of.announced is None:
        return None
    files = _collections(tuple(u.collection for u in counted.world.users_of(operation.slug)))
    others = _stated(operation, "posts") if of.published is not None else ()
    references = dict.fromkeys((*_stated(operation, "accounts"), *(files or others)))
    return Fact(words.accounts(of), tuple(references))


def _amplifiers(counted: Counted, operation: Operation) -> Fact | None:
    number = counted.sizes(operation).amplifiers
    if not number:
        return None
    stating = replace(operation, releases=tuple(r for r in operation.releases if r.amplifiers))
    about = "about " * any(release.amplifiers_about for release in stating.releases)
    return Fact(f"{about}{number:,}, never published", _stated(stating, "amplifiers"))


def _posts(counted: Counted, operation: Operation) -> Fact | None:
    of = counted.sizes(operation)
    if of.posts_announced is None:
        return None
    stating = replace(operation, releases=tuple(r for r in operation.releases if r.posts))
    return Fact(f"{of.posts_announced:,}", _stated(stating, "posts"))


def _period(counted: Counted, operation: Operation) -> Fact | None:
    releases = operation.releases
    ends = [(r.first_post, r.last_post) for r in releases]
    if all(first and last for first, last in ends):
        first, last = min(str(a) for a, _ in ends), max(str(b) for _, b in ends)
        return Fact(f"{words.day(first)} to {words.day(last)}", _stated(operation, "posts"))
    months = [c for c in cited_posts(counted.world, operation) if len(c.months)]
    if not months or len(months) < len(releases):
        return None
    first_month = min(c.first for c in months)
    last_month = max(c.first + len(c.months) - 1 for c in months)
    collections = tuple(counted.world.collections_of(months, "months"))
    return Fact(f"{MONTH.text(first_month)} to {MONTH.text(last_month)}", _collections(collections))


def _hours(counted: Counted, operation: Operation) -> Fact | None:
    answer, slug = counted.rhythm, operation.slug
    grids = tuple(counted.world.catalogue.collections[g.collection]
                  for g in counted.world.grids_of(slug))  # fmt: skip
    if slug not in answer.rhythms:
        in_utc = isinstance(answer.unknown.get(slug), OnlyInUTC)
        return Fact("Counted by the hour in UTC alone", _collections(grids)) if in_utc else None
    week = answer.rhythms[slug]
    read = (week.undated.collection,) if week.undated else credited(answer, operation, False)
    if week.is_few:
        return None
    return _partly(words.hours(week), answer.part_of(operation), _collections(read))


def _partly(text: str, part: str, references: tuple[Reference, ...]) -> Fact:
    """Return a fact that says what part of the operation it was counted in, if not in all."""
    return Fact(f"{text}; counted in {part}" if part else text, references)


def _languages(counted: Counted, operation: Operation) -> Fact | None:
    answer = counted.languages
    if (spoken := answer.spoken.get(operation.slug)) is None or not spoken.total:
        return None
    by = credited(answer, operation, spoken.cited, not spoken.cited)
    part = part_answered(counted.world, operation, spoken.cited)
    return _partly(words.languages(spoken), part, _collections(by))


def _themes(counted: Counted, operation: Operation) -> Fact | None:
    answer = counted.themes
    if (claimed := answer.claimed.get(operation.slug)) is None or not claimed.total:
        return None
    is_cited = operation.slug in answer.cited
    by = credited(answer, operation, is_cited, not is_cited)
    text = words.themes(counted.world, claimed)
    return _partly(text, answer.part_of(operation), _collections(by))


def _creation(counted: Counted, operation: Operation) -> Fact | None:
    profiles = counted.accounts.profiles.get(operation.slug)
    if profiles is None or not profiles.times:
        return None
    part = part_of(operation, profiles.releases)
    return _partly(words.creation(profiles), part, _collections(profiles.collections))


def _audience(counted: Counted, operation: Operation) -> Fact | None:
    every = found_by_others(counted.world, operation)
    targets = dict.fromkeys(target for r in operation.releases for target in r.targets)
    if not targets or any(finding.question == "audience" for finding in every):
        return None
    return Fact("; ".join(targets), _announcements(operation))


def _announcements(operation: Operation) -> tuple[Reference, ...]:
    return tuple(dict.fromkeys(_reference(r.source_url) for r in operation.releases))


def _attribution(counted: Counted, operation: Operation) -> Fact | None:
    return Fact(words.attribution(operation.releases), _announcements(operation))


def _nothing(counted: Counted, operation: Operation) -> Fact | None:
    return None


HOURS_ROW = "Hours"
ROWS = (
    Row("Accounts", _accounts),
    Row("Amplifiers", _amplifiers, unknown=NONE_STATED),
    Row("Posts", _posts),
    Row("Period", _period, ("timeline",)),
    Row(HOURS_ROW, _hours, ("rhythm",)),
    Row("Languages", _languages, ("languages",)),
    Row("Themes", _themes, ("themes",)),
    Row("Creation", _creation, ("creation",)),
    Row("Audience", _audience, ("audience",)),
    Row("Attributed by", _attribution),
    Row("Denied by", _nothing, ("denial",)),
)
