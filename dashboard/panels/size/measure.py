"""How big were they: three account counts, amplifiers and posts, and what was not published."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from dashboard.catalogue.releases import Operation, Release, Total, total
from dashboard.clock.period import OPEN
from dashboard.link.filters import KIND, LANGUAGE, PHASE, THEME
from dashboard.link.not_known import NotKnown
from dashboard.link.view import PHASES, View
from dashboard.snapshot.asking import Answer, choose, months, operations, posts_of, words_of
from dashboard.snapshot.kept import KEPT_COLUMNS, kept
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World

COLUMNS = (
    *("operation", "release", "collection", "country", "disclosed"),
    *("accounts_announced", "accounts_published", "accounts_active", "amplifier_accounts"),
    *("posts_announced", "posts", "depth", "source", "shared_with", "active_basis"),
)
COUNTS = COLUMNS[5:11]
WHOLE_MONTHS = "whole months on the operator's clock"


@dataclass(frozen=True)
class Sizes:
    """One operation's numbers; None = not known. A number announced jointly counts once."""

    announced: int | None
    published: int | None
    active: int | None  # under the view's filters
    by_months: bool  # `active` covers whole months, more than the period
    amplifiers: int | None
    posts: int | None  # under the view's filters
    posts_held: int | None  # without them
    earlier: float | None  # share of earlier lives in the posts under the other filters
    posts_announced: int | None
    posts_unknown: str  # why `posts` is not known
    shared_with: tuple[str, ...]  # other releases that the accounts or amplifiers also cover
    parts: dict[str, tuple[int, ...]]  # by field: what each release adds, in order of disclosure

    @property
    def unpublished(self) -> int | None:
        """Return announced accounts that were not published, if the counts are its own.

        Amplifiers are no part of it: their number is rounded, and is never merged with the others.
        """
        if self.announced is None or self.published is None or self.shared_with:
            return None
        return self.announced - self.published

    @property
    def unpublished_share(self) -> float | None:
        """Return the same as a share of the announced accounts."""
        missing, whole = self.unpublished, self.announced
        return None if missing is None or not whole else missing / whole


@dataclass(frozen=True)
class SizeAnswer(Answer):
    """`sizes` has every operation: its announced facts at least are known."""

    sizes: dict[str, Sizes]
    findings = "size"

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a release with COLUMNS; counts are empty where not known.

        A collection that covers several releases together has a row of its own: its `release`
        names them all. `shared_with` names the releases that a number was announced with.
        """
        rows = [row for o in self.operations for row in _rows(self.world, o, self.view.own(o.slug))]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.astype(dict.fromkeys(COUNTS, "Int64"))


def size(world: World, view: View) -> SizeAnswer:
    """Return the sizes of each operation, its posts and active accounts under the filters."""
    chosen = operations(world, view)
    every = {o.slug: sizes(world, o.slug, view.own(o.slug).counting) for o in chosen}
    return SizeAnswer(world, view, chosen, {}, every)


@kept(KEPT_COLUMNS)
def sizes(world: World, slug: str, view: View) -> Sizes:
    """Return the sizes of one column under the filters of `view`, its own (`View.counting`)."""
    operation, sources = world.column(slug), world.sources_of(slug)
    posts = [posts_of(world, source, view) for source in sources]
    why = next((count for count in posts if isinstance(count, NotKnown)), "")
    counts = [count for count in posts if not isinstance(count, NotKnown)]
    stated = _stated(world, slug)
    published = [published_of(world, release) for release in operation.releases]
    active = active_of(world, sources[0], view) if _is_whole(operation, sources) else UNKNOWN
    parts = {
        "announced": stated["accounts"].parts,
        "amplifiers": stated["amplifiers"].parts,
        "posts_announced": stated["posts"].parts,
        "published": tuple(n for n in published if n),
        "posts": tuple(n for n in counts if n),
    }
    shared_with = {*stated["accounts"].shared_with, *stated["amplifiers"].shared_with}
    return Sizes(
        announced=stated["accounts"].number,
        published=None if None in published else sum(parts["published"]),
        active=active.accounts,
        by_months=active.by_months,
        amplifiers=stated["amplifiers"].number,
        posts=sum(counts) if counts and not why else None,
        posts_held=sum(source.manifest.posts for source in sources) if sources else None,
        earlier=earlier_share(world, sources, view),
        posts_announced=stated["posts"].number,
        posts_unknown=why,
        shared_with=tuple(sorted(shared_with)),
        parts=parts,
    )


@kept(128)
def _stated(world: World, slug: str) -> dict[str, Total]:
    """Return the catalogue's totals of an operation, the same for every view."""
    releases = world.column(slug).releases
    return {number: total(releases, number) for number in ("accounts", "amplifiers", "posts")}


def _is_whole(operation: Operation, sources: tuple[Source, ...]) -> bool:
    """Whether one source has all releases: its distinct accounts are then the operation's."""
    return len(sources) == 1 and len(sources[0].releases) == len(operation.releases)


class Active(NamedTuple):
    """Distinct accounts with a post, None = not known; `by_months`: of all months touched."""

    accounts: int | None
    by_months: bool = False

    @property
    def basis(self) -> str:
        return WHOLE_MONTHS if self.by_months else ""


UNKNOWN = Active(None)


def active_of(world: World, source: Source, view: View) -> Active:
    """Return distinct accounts with a post under the filters.

    Of the whole or of one month they are counted in a public table. All else needs the private one,
    which knows the months of the operator's clock: a period that cuts them, or is on another clock,
    gets all the months that it touches.
    """
    wanted, words = months(source, view), words_of(source, view)
    if isinstance(words, NotKnown) or isinstance(choose(world, source, view), NotKnown):
        return UNKNOWN
    if wanted and len(wanted[1]) < 2 and not view.filters.keys() - {"period", "phase"}:
        return Active(_active_in(source, *wanted, operational=bool(words[PHASE])))
    if source.distinct is None:
        return UNKNOWN
    period = view.period
    ends = (str(day)[:7] if day else "" for day in (period.start, period.end))
    exact = period == OPEN or (wanted is not None and wanted[0] == "operator")
    parts = (words[part] for part in (LANGUAGE, KIND, THEME, PHASE))
    return Active(source.distinct.count(*ends, *parts), not exact)


def _active_in(source: Source, calendar: str, names: list[str], operational: bool) -> int | None:
    """Return the accounts active in one month, or in the whole; of no month, 0."""
    if not source.active:
        return None
    active = source.operational if operational else source.active
    return active.get((calendar, names[0]), 0) if names else 0


def published_of(world: World, release: Release) -> int | None:
    """Return distinct ids of the users file: ours if we read it, else as others counted it."""
    if users := world.users.get((release.slug,)):
        return users.published
    return release.users_rows if release.published is None else release.published


def _rows(world: World, operation: Operation, view: View) -> list[dict[str, object]]:
    sources = world.sources_of(operation.slug)
    alone = {s.releases[0].slug: s for s in sources if len(s.releases) == 1}
    rows = []
    for release in operation.releases:
        source = alone.get(release.slug)
        shared_with = {*release.accounts_shared_with, *release.amplifiers_shared_with}
        row = {
            "release": release.slug,
            "accounts_announced": release.accounts,
            "accounts_published": published_of(world, release),
            "amplifier_accounts": release.amplifiers,
            "posts_announced": release.posts,
            "depth": "facts",
            "source": release.source_url,
            "shared_with": "~".join(sorted(shared_with)),
        }
        counts = _counts(world, source, view) if source else {}
        rows.append(_basics(world, operation, release) | row | counts)
    for source in sources:
        if len(source.releases) > 1:
            row = {"release": "~".join(release.slug for release in source.releases)}
            rows.append(
                _basics(world, operation, source.releases[0]) | row | _counts(world, source, view)
            )
    return rows


def _basics(world: World, operation: Operation, release: Release) -> dict[str, object]:
    """Return the columns that are filled in every row, also where nothing is counted."""
    return {
        "operation": operation.slug,
        "collection": "",
        "country": "; ".join(world.catalogue.countries[slug].name for slug in release.countries),
        "disclosed": release.disclosed.isoformat(),
        "shared_with": "",
        "active_basis": "",
    }


def _counts(world: World, source: Source, view: View) -> dict[str, object]:
    """Return what a source counts of its posts under the filters of the view."""
    posts, active = posts_of(world, source, view), active_of(world, source, view)
    return {
        "collection": source.collection.name,
        "accounts_active": active.accounts,
        "posts": None if isinstance(posts, NotKnown) else posts,
        "depth": source.manifest.depth,
        "source": source.collection.url,
        "active_basis": active.basis,
    }


def earlier_share(world: World, sources: tuple[Source, ...], view: View) -> float | None:
    """Return the share of earlier lives in posts, 0 to 1, whether the view counts them or not.

    Of the posts under the other filters. None where there are none, or not all sources tell.
    """
    totals = []
    for phase in PHASES:
        posts = [posts_of(world, source, replace(view, phase=phase)) for source in sources]
        if any(isinstance(count, NotKnown) for count in posts):
            return None
        totals.append(sum(int(count) for count in posts))
    every, operational = totals
    return 1 - operational / every if every else None
