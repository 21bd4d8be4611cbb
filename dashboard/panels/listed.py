"""Lists of the hashtags, domains and clients that each operation used, most used first."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from dashboard.clock.local_time import Ints
from dashboard.link.view import View
from dashboard.panels.panel import Tag, answers
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, UsedAnswer, gloss_of, ranked, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG

MOST = 100  # hashtags an operation
COUNTS = {"uses": "Int64", "accounts": "Int64"}


class ListedItem(NamedTuple):
    """A hashtag, domain or client of an operation; `accounts` None = not known."""

    name: str  # folded
    label: str  # as it is most often spelled
    uses: int  # posts with it
    accounts: int | None
    share: float  # of all posts


def items_at(world: World, items: Used, places: Ints) -> list[ListedItem]:
    """Return the items at some places of what an operation used."""
    accounts = [None] * len(places) if items.accounts is None else items.accounts[places].tolist()
    names = world.item_names[items.kind]
    columns = (
        [names[number] for number in items.numbers[places].tolist()],
        items.labels[places],
        items.uses[places].tolist(),
        accounts,
        items.shares[places].tolist(),
    )
    return [ListedItem(*row) for row in zip(*columns, strict=True)]


@kept(256)
def top(world: World, items: Used, most: int | None = None) -> list[ListedItem]:
    """Return the `most` used items, most used first."""
    return items_at(world, items, ranked(items, most))


def tag_of(world: World, kind: str, item: ListedItem) -> Tag:
    """Return a hashtag or domain as texts, a hashtag with what it means where somebody says."""
    accounts = "" if item.accounts is None else f"{item.accounts:,}"
    if kind != HASHTAG:
        return Tag(item.label, f"{item.uses:,}", accounts)
    return Tag(f"#{item.label}", f"{item.uses:,}", accounts, *gloss_of(world, item.name))


@dataclass(frozen=True)
class TagsAnswer(UsedAnswer):
    """The hashtags of each operation."""

    @property
    def tags(self) -> dict[str, list[ListedItem]]:
        """Return up to MOST hashtags of each operation, most used first."""
        return {slug: top(self.world, tags, MOST) for slug, tags in self.used.items()}

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a hashtag: operation, hashtag, uses, accounts, basis; empty = not known."""
        rows = [
            (slug, tag.label, tag.uses, tag.accounts, self.used[slug].basis)
            for slug, tags in self.tags.items()
            for tag in tags
        ]
        columns = ["operation", "hashtag", "uses", "accounts", "basis"]
        return pd.DataFrame(rows, columns=columns).astype(COUNTS)


@dataclass(frozen=True)
class ListedAnswer(UsedAnswer):
    """All items of one kind of each operation."""

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an item: operation, item, uses, accounts, share, basis; empty = not known.

        `uses` are posts with the item, `share` their share of all posts of the view. A post can
        link to several domains, so shares of domains do not add up.
        """
        rows = [
            (slug, row.name, row.uses, row.accounts, row.share, items.basis)
            for slug, items in self.used.items()
            for row in top(self.world, items)
        ]
        columns = ["operation", "item", "uses", "accounts", "share", "basis"]
        return pd.DataFrame(rows, columns=columns).astype(COUNTS | {"share": "float64"})


def hashtags(world: World, view: View) -> TagsAnswer:
    """Find the most used hashtags of each operation."""
    return TagsAnswer(world, view, *answers(world, view, lambda s: used(world, s, view, HASHTAG)))


def domains(world: World, view: View) -> ListedAnswer:
    """Find the domains that posts of each operation link to."""
    return ListedAnswer(world, view, *answers(world, view, lambda s: used(world, s, view, DOMAIN)))


def clients(world: World, view: View) -> ListedAnswer:
    """Find the clients that each operation posted with."""
    return ListedAnswer(world, view, *answers(world, view, lambda s: used(world, s, view, CLIENT)))
