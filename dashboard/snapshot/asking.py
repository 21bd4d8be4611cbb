"""Which cells of a source a view counts, or why the source cannot tell; and who answers.

An operation is answered for by what we hold, or by what others counted on its whole releases.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import pandas as pd

from dashboard.catalogue.cited import Cited
from dashboard.catalogue.releases import Collection, Operation, Release
from dashboard.clock import local_time
from dashboard.clock.period import OPEN, Period
from dashboard.link.filters import KIND, LANGUAGE, NO_PHASES, PARTS, PHASE, THEME, Words
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import ALL, View
from dashboard.look import style
from dashboard.snapshot.cells import Chosen
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World
from dashboard.tables import WHOLE


@dataclass(frozen=True)
class Answer:
    """Numbers for the operations of a view, and for those without one the reason why."""

    world: World
    view: View
    operations: tuple[Operation, ...]
    unknown: dict[str, NotKnown]  # by slug
    findings: ClassVar[str] = ""  # of releases.QUESTIONS: what others found on it stands here

    @property
    def frame(self) -> pd.DataFrame:
        """Return the rows of the CSV; made when asked for, because the page does not need it."""
        raise NotImplementedError

    @property
    def cited(self) -> frozenset[str]:
        """Return the slugs of the operations whose numbers are counts by others, not ours."""
        return frozenset()

    @property
    def cited_tables(self) -> tuple[str, ...]:
        """Return the tables (cited.TABLES) that counts by others are taken from; () = any."""
        return ()

    @property
    def known(self) -> tuple[Operation, ...]:
        return tuple(o for o in self.operations if o.slug not in self.unknown)

    @property
    def has_table(self) -> bool:
        """Whether a table of it has any row."""
        return bool(self.known)


ALMOST_ALL = 0.995  # of the posts: what counts as all of them
NO_ROWS = NotKnown(
    "Its posts are not held here, and no counts that would answer this are known to us."
)
NO_USERS = NotKnown("Its users file is not held here.")
NOTHING = (NO_ROWS, NO_USERS)  # is known, whatever the filters of the view


def operations(world: World, view: View) -> tuple[Operation, ...]:
    return tuple(map(world.column, view.operations))


def zone_of(source: Source, view: View) -> str:
    """Return the IANA zone of the clock that the view shows for a source."""
    return {"operator": source.manifest.zone, "utc": "UTC"}.get(view.clock, view.clock)


def choose(world: World, source: Source, view: View, by_theme: bool = True) -> Chosen | NotKnown:
    """Return what to count, or the sentence that says which filter the source cannot answer.

    `by_theme=False` leaves the theme filter out: shares of themes are shares of all posts.
    """
    parts = _filtered(world, source, view.choosing, by_theme)
    if isinstance(parts, NotKnown):
        return parts
    if outside := _outside(source.covers, view.period):
        return outside
    zone = zone_of(source, view)
    return Chosen(*local_time.span(zone, view.period.start, view.period.end), zone, *parts)


def choose_all(
    world: World, sources: tuple[Source, ...], view: View, by_theme: bool = True
) -> list[tuple[Source, Chosen]] | NotKnown:
    """Return what to count of each source, or why the first that cannot answer cannot."""
    parts = []
    for source in sources:
        chosen = choose(world, source, view, by_theme)
        if isinstance(chosen, NotKnown):
            return chosen
        parts.append((source, chosen))
    return parts


@kept(512)
def _filtered(
    world: World, source: Source, view: View, by_theme: bool
) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None] | NotKnown:
    """Return the groups and the themes to count, or which filter the source cannot answer."""
    words = words_of(source, view, PARTS if by_theme else (KIND, PHASE, LANGUAGE))
    if isinstance(words, NotKnown):
        return words
    groups = source.cells.group_numbers(words[LANGUAGE], words[KIND], words[PHASE])
    return groups, world.theme_numbers(words[THEME]) if by_theme else None


def words_of(
    source: Source, view: View, parts: tuple[str, ...] = PARTS
) -> dict[str, Words] | NotKnown:
    """Return by part of a post the words that the filters leave, () = every, or why not."""
    words = {part: view.words(part, source.words) for part in parts}
    unknown, allowed = parted(words)
    return next(iter(unknown.values()), allowed)


def _outside(covers: Period, period: Period) -> NotKnown | None:
    """Return that a period lies outside of what is covered: then nothing is known, not zero."""
    before = period.end and covers.start and period.end < covers.start
    after = period.start and covers.end and period.start > covers.end
    return NotKnown(f"Its posts are held for {covers.in_words} only.") if before or after else None


def posts_of(world: World, source: Source, view: View) -> int | NotKnown:
    """Return the posts of a source under the filters, or why they are not known."""
    chosen = choose(world, source, view)
    return chosen if isinstance(chosen, NotKnown) else source.cells.count(chosen)


def months(source: Source, view: View) -> tuple[str, list[str]] | None:
    """Return the calendar and months of tables counted by month, or None if no whole months fit.

    With no period that is ("", [""]): the whole. Otherwise the clock must be the operator's or UTC
    and the period must begin and end with a month.
    """
    if view.period == OPEN:
        return WHOLE, [WHOLE]
    zone = zone_of(source, view)
    calendar = {source.manifest.zone: "operator", "UTC": "utc"}.get(zone)
    start, _, end = str(view.period).partition("..")
    if calendar is None or len(start) > 7 or len(end) > 7:
        return None
    active = sorted(month for kind, month in source.active if kind == calendar)
    return calendar, [m for m in active if (not start or start <= m) and (not end or m <= end)]


def basis(world: World, operation: Operation, period: Period = OPEN) -> str:
    """Return in words what numbers of posts rest on; "" where only facts are known.

    Of a period that is covered in part it says which part.
    """
    return _basis(world, operation.slug, period)


@kept(128)
def _basis(world: World, slug: str, period: Period) -> str:
    operation = world.column(slug)
    sources = world.sources_of(slug)
    sentences = [_rests_on(world, source) + _covered(source, period) for source in sources]
    answered = {r.slug for s in sources for r in s.releases}
    if sentences and len(answered) < len(operation.releases):
        sentences.append(part(len(answered), operation))
    return "; ".join(sentences)


def _released(world: World, source: Source) -> int | None:
    """Return how many posts the releases have that a source answers for; None = not known."""
    return posts_released(world, source.releases)


def posts_released(world: World, releases: Iterable[Release]) -> int | None:
    """Return how many posts releases have; None = not known of one of them."""
    counted = ((world.cited.get(release.slug), release) for release in releases)
    every = [(cited.posts if cited else None) or release.posts for cited, release in counted]
    return None if None in every else sum(posts or 0 for posts in every)


def _rests_on(world: World, source: Source) -> str:
    """Say how many posts a source has, and of how many; before, of how many of its collection."""
    posts, whole = source.manifest.posts, source.whole
    whole = (world.current_rules and _released(world, source)) or whole
    amount = f"all {posts:,}" if posts == whole else f"{posts:,}"
    amount += f" of {whole:,}" if whole and posts != whole else ""
    return f"{source.manifest.depth}: {amount} posts, {source.collection.title}"


def _covered(source: Source, period: Period) -> str:
    covers = source.covers
    begins = period.start and covers.start and period.start < covers.start
    ends = period.end and covers.end and period.end > covers.end
    return f", of this period {covers.in_words} only" if begins or ends else ""


def full_name(world: World, operation: Operation) -> str:
    """Return the short name, with what part of its releases and posts the rows are if not all."""
    return _with_part(operation, part_of_rows(world, operation))


def part_of_rows(world: World, operation: Operation) -> str:
    """Return what part of the releases and posts of an operation the rows are, "" if all."""
    answered = {r.slug for s in world.sources_of(operation.slug) for r in s.releases}
    return part_of(operation, len(answered), _part_of_posts(world, operation.slug))


@kept(256)
def _part_of_posts(world: World, slug: str) -> str:
    """Return what part of the posts of the releases is held, "" where that is all or not known."""
    sources = world.sources_of(slug)
    if not world.current_rules or not sources:
        return ""
    every = [_released(world, source) for source in sources]
    ours = sum(s.manifest.posts for s in sources)
    if None in every or ours >= ALMOST_ALL * (whole := sum(posts or 0 for posts in every)):
        return ""
    return f"{style.percent(ours / whole)} of its posts"


def name_of(operation: Operation, answered: int, posts: str = "") -> str:
    """Return the short name, with what part is answered for if not all releases and posts."""
    return _with_part(operation, part_of(operation, answered, posts))


def _with_part(operation: Operation, part: str) -> str:
    return f"{whole_name(operation)} ({part})" if part else operation.short


def whole_name(operation: Operation) -> str:
    """Return the short name where something else says what part of the operation is meant."""
    return operation.short.removesuffix(" (all)")


def part_of(operation: Operation, answered: int, posts: str = "") -> str:
    """Return "2 of 3 releases" and what part of the posts, "" where all are answered for."""
    releases = part(answered, operation) if answered not in (0, len(operation.releases)) else ""
    return ", ".join(filter(None, (releases, posts)))


def part(answered: int, operation: Operation) -> str:
    return f"{answered} of {len(operation.releases)} releases"


T = TypeVar("T")
Question = Callable[[World, Operation, View], T | NotKnown]


def answer(
    world: World, operation: Operation, view: View, of_ours: Question[T], of_cited: Question[T]
) -> T | NotKnown:
    """Return an answer about all posts of an operation, or why there is none.

    The most complete come first, and the others where those cannot answer the view: what a filter
    asks for may be counted in one and not in the other.
    """
    reasons: list[NotKnown] = []
    for name in _order(world, operation.slug):
        if name == "ours":
            figure = of_ours(world, operation, view)
        else:
            figure = of_cited(world, operation, view) if view.phase == ALL else NO_PHASES
        if not isinstance(figure, NotKnown):
            return figure
        reasons.append(figure)
    return next((reason for reason in reasons if reason != NO_ROWS), NO_ROWS)


@kept(256)
def _order(world: World, slug: str) -> tuple[str, ...]:
    """Return whose numbers answer, "ours" or "cited", the best first, whatever the view."""
    sources, releases = world.sources_of(slug), cited_posts(world, world.column(slug))
    if not releases or not sources:
        return ("ours",) if sources else ("cited",) if releases else ()
    if cites_first(world, slug):
        return ("cited", "ours")
    return ("ours",) if _rows_alone(world, sources) else ("ours", "cited")


def _rows_alone(world: World, sources: tuple[Source, ...]) -> bool:
    """Whether rows answer alone: where there are any, in data versions of before."""
    return not world.current_rules and any(s.manifest.depth == "rows" for s in sources)


@kept(256)
def cites_first(world: World, slug: str) -> bool:
    """Whether counts by others cover more releases of an operation, or more of its posts, than we.

    Rows of almost all posts are as good, and answer more. In data versions of before
    (`World.current_rules` is False) rows come before any counts.
    """
    sources, releases = world.sources_of(slug), cited_posts(world, world.column(slug))
    if _rows_alone(world, sources):
        return False
    counted = (len(releases), sum(release.posts for release in releases))
    ours = (sum(len(s.releases) for s in sources), sum(s.manifest.posts for s in sources))
    if not world.current_rules:
        return counted >= ours
    if counted[0] != ours[0]:
        return counted[0] > ours[0]
    return ours[1] < ALMOST_ALL * counted[1]  # a few records set aside do not make rows a part


def answers_changed(world: World, slug: str) -> bool:
    """Whether counts of the whole answer first where rows of a part did (`World.current_rules`)."""
    has_rows = any(s.manifest.depth == "rows" for s in world.sources_of(slug))
    return has_rows and world.current_rules and cites_first(world, slug)


def cited_posts(world: World, operation: Operation) -> tuple[Cited, ...]:
    """Return the cited counts of an operation's releases that count all posts."""
    return tuple(cited for cited in world.cited_of(operation.slug) if cited.posts)


def cited_basis(world: World, operation: Operation, how: str) -> str:
    """Return in words what cited counts of all posts rest on, "" where there are none.

    `how` says by what the posts are counted.
    """
    cited = cited_posts(world, operation)
    if not cited:
        return ""
    sentence = f"counts: all {sum(release.posts for release in cited):,} posts {how}"
    sentence += f", {in_words(posts_collections(world, cited))}"
    whole = len(cited) == len(operation.releases)
    return sentence if whole else f"{sentence}; {part(len(cited), operation)}"


def posts_collections(world: World, counts: Iterable[Cited]) -> list[Collection]:
    """Return who counted all posts of releases."""
    every = [c for cited in counts for c in world.collections_of([cited], cited.posts_counted_in)]
    return list(dict.fromkeys(every))


def in_words(collections: Iterable[Collection]) -> str:
    return "; ".join(collection.title for collection in collections)


def cited_kinds_basis(world: World, operation: Operation) -> str:
    """Return in words what cited counts of posts by kind rest on, "" where there are none."""
    cited = world.cited_kinds_of(operation.slug)
    if not cited:
        return ""
    total = sum(sum(counts.kinds.values()) for counts in cited)
    titles = in_words(world.collections_of(cited, "kinds"))
    sentence = f"counts: all {total:,} posts by kind, {titles}"
    whole = len(cited) == len(operation.releases)
    return sentence if whole else f"{sentence}; {part(len(cited), operation)}"


def answered_name(world: World, operation: Operation, is_cited: bool) -> str:
    """Return the short name, with what part of it counts by others, or else our rows, tell of."""
    return _with_part(operation, part_answered(world, operation, is_cited))


def part_answered(world: World, operation: Operation, is_cited: bool) -> str:
    """Return what part of an operation counts by others, or else our rows, are; "" if all."""
    if is_cited:
        return part_of(operation, len(cited_posts(world, operation)))
    return part_of_rows(world, operation)
