"""Which hashtags did they use: the most used, with the distinct accounts behind them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from dashboard.measures.asking import (
    NO_PHASES,
    NO_ROWS,
    Answer,
    basis,
    months,
    operations,
    phases_of,
)
from dashboard.measures.cited import Cited
from dashboard.measures.world import Source, World
from dashboard.releases import Operation
from dashboard.view import View

CITED = "basel-suiche-2020"  # the collection of cited hashtag counts
MOST = 100  # hashtags an operation
BY_MONTH = "Hashtags are counted by whole months on the operator's clock or in UTC."
UNFILTERED = "Hashtags are counted over all posts, without language, kind or theme."
CITED_WHOLE = "The cited hashtag counts cover whole releases and cannot be filtered."


class TagUse(NamedTuple):
    """A hashtag as it is most often spelled, the posts with it, and the accounts, if known."""

    label: str
    uses: int
    accounts: int | None


@dataclass(frozen=True)
class TagsAnswer(Answer):
    """`tags` has up to MOST hashtags, most used first, and `rests` what they rest on."""

    tags: dict[str, list[TagUse]]
    rests: dict[str, str]

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug in self.tags if not _read(self.world, slug))

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a hashtag: operation, hashtag, uses, accounts, basis; empty = not known."""
        rows = [(slug, *tag, self.rests[slug]) for slug, tags in self.tags.items() for tag in tags]
        frame = pd.DataFrame(rows, columns=["operation", "hashtag", "uses", "accounts", "basis"])
        return frame.astype({"uses": "Int64", "accounts": "Int64"})


def hashtags(world: World, view: View) -> TagsAnswer:
    """Find the most used hashtags of each operation."""
    chosen = operations(world, view)
    found = {o.slug: _found(world, o, view.own(o.slug)) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if not isinstance(told, str)}
    tags = {slug: top for slug, (top, _) in known.items()}
    return TagsAnswer(world, view, chosen, unknown, tags, {s: r for s, (_, r) in known.items()})


def _found(world: World, operation: Operation, view: View) -> tuple[list[TagUse], str] | str:
    """Return hashtags and their basis, or why they are not known."""
    if sources := _read(world, operation.slug):
        tags = _of_sources(sources, view)
        return tags if isinstance(tags, str) else (tags, basis(world, operation))
    if not cited_tags(world, operation.slug):
        return NO_ROWS
    return CITED_WHOLE if view.filters else _of_cited(world, operation.slug)


def _read(world: World, slug: str) -> tuple[Source, ...]:
    """Return the holdings of an operation if the text of all of them was read, else ()."""
    sources = world.sources_of(slug)
    return sources if all(s.manifest.themes_version for s in sources) else ()


def _of_sources(sources: tuple[Source, ...], view: View) -> list[TagUse] | str:
    if view.filters.keys() - {"period", "phase"}:
        return UNFILTERED
    phases = [phases_of(source, view) for source in sources]
    if None in phases:
        return NO_PHASES
    asked = [months(source, view) for source in sources]
    if None in asked:
        return BY_MONTH
    most = MOST if len(sources) == 1 else None  # sums over sources need every tag
    tops = [
        source.tags.top(*told, most, *(phase or ()))
        for source, told, phase in zip(sources, asked, phases, strict=True)
        if told
    ]
    if len(tops) > 1:
        return _summed((top.items, top.labels, top.uses) for top in tops)
    top = tops[0]
    accounts: Sequence[int | None] = top.accounts or [None] * len(top.items)
    return [TagUse(*row) for row in zip(top.labels, top.uses, accounts, strict=True)]


@lru_cache(maxsize=128)
def _of_cited(world: World, slug: str) -> tuple[list[TagUse], str]:
    cited = cited_tags(world, slug)
    tags = _summed((release.items, release.labels, release.uses) for release in cited)
    return tags, cited_basis(world, cited, sum(sum(release.uses) for release in cited))


def _summed(parts: Iterable[tuple[list[str], list[str], list[int]]]) -> list[TagUse]:
    """Add the uses of several sources; distinct accounts cannot be added."""
    uses: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for items, spelled, counts in parts:
        uses.update(dict(zip(items, counts, strict=True)))
        labels = dict(zip(items, spelled, strict=True)) | labels
    ranked = sorted(uses.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [TagUse(labels[item], count, None) for item, count in ranked]


def cited_tags(world: World, slug: str) -> tuple[Cited, ...]:
    """Return the cited counts of an operation's releases that have any hashtag."""
    return tuple(cited for cited in world.cited_of(slug) if cited.items)


def cited_basis(world: World, cited: tuple[Cited, ...], total: int) -> str:
    """Return in words what cited hashtag uses rest on."""
    title = world.catalogue.collections[CITED].title
    releases = f"{len(cited)} releases" if len(cited) > 1 else "1 release"
    return f"counts: {total:,} uses of hashtags used 100 times or more in {releases}, {title}"
