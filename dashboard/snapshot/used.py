"""Hashtags, domains or clients that an operation used, read here or cited, and their glosses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.catalogue.cited import Cited
from dashboard.clock.local_time import Ints
from dashboard.link.filters import PHASE
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.snapshot.asking import (
    NO_ROWS,
    Answer,
    basis,
    choose_all,
    cites_first,
    in_words,
    months,
)
from dashboard.snapshot.items import Items
from dashboard.snapshot.kept import kept
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG

NAMES = {HASHTAG: "hashtags", DOMAIN: "domains", CLIENT: "clients"}
SHORT_LINK = "t.co"  # the platform's own: it hides what was linked to
HIDDEN = NotKnown(
    "Most of its links are short links of the platform, which hide what was linked to."
)
BY_MONTH = "{} are counted by whole months on the operator's clock or in UTC."
UNFILTERED = "{} are counted over all posts, without language, kind or theme."
MUCH_USED, ALL_TAGS = "{:,} uses of {} used 100 times or more", "{:,} uses of all hashtags"
CITED_WHOLE = "The cited {} counts cover whole releases and cannot be filtered."


@dataclass(frozen=True, eq=False)
class Used:
    """Items of one kind that an operation used at least once in a view, in order of their names.

    `numbers` are places in World.item_names; `labels` the spellings; `uses` the posts with each;
    `accounts` is None where distinct accounts cannot be known. `posts` are all posts of the view.
    """

    kind: str
    numbers: Ints
    labels: Ints
    uses: Ints
    accounts: Ints | None
    posts: int
    basis: str
    cited: bool = False

    @property
    def shares(self) -> Ints:
        """Return float64[items]: the share of all posts, NaN where there are none."""
        shares: Ints = self.uses / (self.posts or np.nan)
        return shares


@kept(256)
def ranked(used: Used, most: int | None = None) -> Ints:
    """Return the places of the `most` used items, the first of them first, then by their names."""
    places = np.arange(len(used.uses))
    if most is not None and most < len(places):
        places = np.flatnonzero(used.uses >= np.partition(used.uses, -most)[-most])
    return places[np.argsort(-used.uses[places], kind="stable")][:most]


@kept(256)
def seen(world: World, used: Used | NotKnown) -> Used | NotKnown:
    """Return domains without the platform's short link, or why they cannot be compared."""
    if isinstance(used, NotKnown) or used.kind != DOMAIN:
        return used
    keep = used.numbers != world.item_numbers[DOMAIN].get(SHORT_LINK, -1)
    if 2 * used.uses[keep].sum() < used.uses.sum():
        return HIDDEN
    accounts = None if used.accounts is None else used.accounts[keep]
    columns = (used.numbers[keep], used.labels[keep], used.uses[keep], accounts)
    return Used(used.kind, *columns, used.posts, used.basis, used.cited)


@dataclass(frozen=True)
class UsedAnswer(Answer):
    """`used` has the operations whose items are known."""

    used: dict[str, Used]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, used in self.used.items() if used.cited)

    @property
    def cited_tables(self) -> tuple[str, ...]:
        return tuple({NAMES[used.kind]: None for used in self.used.values()})


def used(world: World, slug: str, view: View, kind: str) -> Used | NotKnown:
    """Return the items of a kind (tables.ITEM_KINDS) that an operation used, or why not known.

    Only the filters, the clock and its own period count: other columns change nothing. The more
    complete of rows and counts by others is asked first.
    """
    return used_in(world, slug, view.own(slug).counting, kind)


@kept(512)
def used_in(
    world: World, slug: str, view: View, kind: str, rows_first: bool = False
) -> Used | NotKnown:
    """Return the same as `used` for the part of a view that counts: kept for the next who asks.

    `rows_first` is for questions that only rows can answer further, as by month.
    """
    sources, cited = read(world, slug), cited_items(world, slug, kind)
    answers: list[Callable[[], Used | NotKnown]] = []
    if sources and (not cited or any(source.items(kind).names for source in sources)):
        answers.append(lambda: _of_sources(world, slug, sources, view, kind))
    if cited:
        answers.append(lambda: _of_cited(world, cited, view, kind))
    if len(answers) > 1 and cites_first(world, slug) and not rows_first:
        answers.reverse()
    reasons: list[NotKnown] = []
    for ask in answers:
        answer = ask()
        if isinstance(answer, Used):
            return answer
        reasons.append(answer)
    return reasons[0] if reasons else NO_ROWS


def read(world: World, slug: str) -> tuple[Source, ...]:
    """Return the holdings of an operation if the text of all of them was read, else ()."""
    sources = world.sources_of(slug)
    return sources if all(s.manifest.themes_version for s in sources) else ()


def _of_sources(
    world: World, slug: str, sources: tuple[Source, ...], view: View, kind: str
) -> Used | NotKnown:
    if view.filters.keys() - {"period", "phase"}:
        return NotKnown(UNFILTERED.format(NAMES[kind].capitalize()))
    every = choose_all(world, sources, view)
    if isinstance(every, NotKnown):
        return every
    counted = []
    for source in sources:
        calendar, phases = months(source, view), view.words(PHASE, source.words)
        if isinstance(phases, NotKnown):
            return phases
        if calendar is None:
            return NotKnown(BY_MONTH.format(NAMES[kind].capitalize()))
        counted.append(source.items(kind).counted(*calendar, *phases))
    numbers, labels = zip(*(_coded(world, s.items(kind), kind) for s in sources), strict=True)
    uses, accounts = zip(*counted, strict=True)
    posts = sum(source.cells.count(chosen) for source, chosen in every)
    basis_words = basis(world, world.column(slug), view.period)
    if len(sources) == 1:  # numbers are in order already
        keep = np.flatnonzero(uses[0])
        distinct = None if accounts[0] is None else accounts[0][keep]
        columns = (numbers[0][keep], labels[0][keep], uses[0][keep], distinct)
        return Used(kind, *columns, posts, basis_words)
    return _merged(kind, numbers, labels, uses, posts, basis_words)


@kept(256)
def _coded(world: World, items: Items, kind: str) -> tuple[Ints, Ints]:
    """Return the numbers and the labels of all items of a holding."""
    number = world.item_numbers[kind]
    numbers = np.array([number[name] for name in items.names], np.int64)
    return numbers, np.array(items.labels, object)


def _of_cited(world: World, cited: tuple[Cited, ...], view: View, kind: str) -> Used | NotKnown:
    if view.filters:
        return NotKnown(CITED_WHOLE.format(kind))
    number = world.item_numbers[kind]
    tables = [release.listed[kind] for release in cited]
    return _merged(
        kind,
        [np.array([number[item] for item in table.items], np.int64) for table in tables],
        [np.array(table.labels, object) for table in tables],
        [np.array(table.uses, np.int64) for table in tables],
        sum(
            release.posts or world.catalogue.releases[release.release].posts or 0
            for release in cited
        ),
        cited_basis(world, cited, kind),
        cited=True,
    )


def _merged(
    kind: str,
    numbers: Sequence[Ints],
    labels: Sequence[Ints],
    uses: Sequence[Ints],
    posts: int,
    basis_words: str,
    cited: bool = False,
) -> Used:
    """Add up what several releases used; the first of them spells a label.

    Their distinct accounts cannot be added.
    """
    every, first, place = np.unique(np.concatenate(numbers), return_index=True, return_inverse=True)
    added = np.bincount(place, np.concatenate(uses), len(every)).astype(np.int64)
    keep = added > 0
    spelled = np.concatenate(labels)[first[keep]]
    return Used(kind, every[keep], spelled, added[keep], None, posts, basis_words, cited)


def cited_items(world: World, slug: str, kind: str) -> tuple[Cited, ...]:
    """Return the cited counts of an operation's releases that have any item of a kind."""
    return tuple(cited for cited in world.cited_of(slug) if cited.listed[kind].items)


def cited_basis(world: World, cited: tuple[Cited, ...], kind: str, amount: str = "") -> str:
    """Return in words what cited uses rest on; `amount` says how many, if not of the listed."""
    title = in_words(world.collections_of(cited, NAMES[kind]))
    listed = sum(sum(release.listed[kind].uses) for release in cited)
    releases = f"{len(cited)} releases" if len(cited) > 1 else "1 release"
    return f"counts: {amount or MUCH_USED.format(listed, NAMES[kind])} in {releases}, {title}"


@kept(1024)
def gloss_of(world: World, item: str) -> tuple[str, str]:
    """Return what a folded item means in English, and its language (BCP 47); "" = nobody says.

    What is in English has no other meaning.
    """
    term = world.lexicon.gloss_of(item)
    if term is None:
        return "", ""
    return "" if term.language == "en" else term.text, term.language
