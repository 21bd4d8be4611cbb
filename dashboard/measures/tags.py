"""Which hashtags did they use: the most used, with the distinct accounts behind them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from dashboard.link.view import View
from dashboard.snapshot.asking import operations
from dashboard.snapshot.used import Used, UsedAnswer, ranked, used
from dashboard.snapshot.world import World
from dashboard.tables import HASHTAG

MOST = 100  # hashtags an operation


class TagUse(NamedTuple):
    """A hashtag as it is most often spelled, the posts with it, and the accounts, if known."""

    label: str
    uses: int
    accounts: int | None
    item: str  # folded


@dataclass(frozen=True)
class TagsAnswer(UsedAnswer):
    """The hashtags of each operation."""

    @property
    def tags(self) -> dict[str, list[TagUse]]:
        """Return up to MOST hashtags of each operation, most used first."""
        return {slug: top(self.world, told) for slug, told in self.used.items()}

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a hashtag: operation, hashtag, uses, accounts, basis; empty = not known."""
        rows = [
            (slug, tag.label, tag.uses, tag.accounts, told.basis)
            for slug, told in self.used.items()
            for tag in self.tags[slug]
        ]
        frame = pd.DataFrame(rows, columns=["operation", "hashtag", "uses", "accounts", "basis"])
        return frame.astype({"uses": "Int64", "accounts": "Int64"})


def hashtags(world: World, view: View) -> TagsAnswer:
    """Find the most used hashtags of each operation."""
    chosen = operations(world, view)
    found = {o.slug: used(world, o.slug, view, HASHTAG) for o in chosen}
    unknown = {slug: told for slug, told in found.items() if isinstance(told, str)}
    known = {slug: told for slug, told in found.items() if not isinstance(told, str)}
    return TagsAnswer(world, view, chosen, unknown, known)


@lru_cache(maxsize=256)
def top(world: World, told: Used) -> list[TagUse]:
    """Return the MOST used hashtags, most used first."""
    places = ranked(told, MOST)
    counts = [None] * len(places) if told.accounts is None else told.accounts[places].tolist()
    names = world.item_names[told.kind]
    items = [names[number] for number in told.numbers[places].tolist()]
    columns = (told.labels[places], told.uses[places].tolist(), counts, items)
    return [TagUse(*row) for row in zip(*columns, strict=True)]
