"""Who used a hashtag or domain, how much and when: over all operations, not only the view's.

A hashtag in simplified and in traditional letters is one, where the lexicon says so.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import MONTH, month_number
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.panels.listed import COUNTS
from dashboard.snapshot.asking import NO_ROWS, Answer, months, operations
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import NAMES, Used, cited_items, read, used_in
from dashboard.snapshot.world import World
from dashboard.tables import DOMAIN, HASHTAG, WHOLE

KINDS = (HASHTAG, DOMAIN)


class Month(NamedTuple):
    """A month, "YYYY-MM", in which an item was used; of several spellings no accounts are known."""

    month: str
    uses: int
    accounts: int | None

    @property
    def name(self) -> str:
        return MONTH.text(month_number(self.month))


@dataclass(frozen=True)
class Usage:
    """An item in one operation. `months` are empty, and `accounts` None, where not known.

    `spellings` are those used, the most used first, as they are counted; `posts` all its posts.
    """

    kind: str
    label: str
    uses: int
    accounts: int | None
    months: tuple[Month, ...]
    basis: str
    cited: bool
    spellings: tuple[str, ...]
    posts: int

    @property
    def share(self) -> float | None:
        """Return the share of all posts; None where it is not known how many there are."""
        return self.uses / self.posts if self.posts else None

    @property
    def busiest(self) -> Month:
        """Return the month with the most uses, the earliest of equals; there must be one."""
        return max(self.months, key=lambda month: month.uses)

    @property
    def rows(self) -> list[tuple[str | None, int, int | None, str]]:
        """Return (first day, uses, accounts, basis) by month, or one row of all without a day."""
        if not self.months:
            return [(None, self.uses, self.accounts, self.basis)]
        return [(f"{m.month}-01", m.uses, m.accounts, self.basis) for m in self.months]


@dataclass(frozen=True)
class FindAnswer(Answer):
    """`usages` has, by slug, the operations that used `item`, most uses first.

    `searched` are all operations whose hashtags or domains are counted; `unsearched` says of those
    that cannot answer the view why not.
    """

    item: str
    usages: dict[str, Usage]
    searched: tuple[str, ...]
    unsearched: dict[str, NotKnown]

    @property
    def using(self) -> tuple[Operation, ...]:
        """Return the operations that used it, which need not be those of the view."""
        return tuple(self.world.catalogue.operations[slug] for slug in self.usages)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return the spellings that were counted as one, each once."""
        return tuple({name: None for usage in self.usages.values() for name in usage.spellings})

    @property
    def has_table(self) -> bool:
        return bool(self.usages)

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, usage in self.usages.items() if usage.cited)

    @property
    def cited_tables(self) -> tuple[str, ...]:
        return tuple({NAMES[usage.kind]: None for usage in self.usages.values()})

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and month: operation, start, uses, accounts, basis.

        `start` is the month's first day; where months are not known it is empty, and the row has
        all uses of the operation.
        """
        rows = [(slug, *row) for slug, usage in self.usages.items() for row in usage.rows]
        columns = ["operation", "start", "uses", "accounts", "basis"]
        return pd.DataFrame(rows, columns=columns).astype(COUNTS)


def find(world: World, view: View) -> FindAnswer:
    """Find who used the hashtag or domain that the view names."""
    chosen = operations(world, view) if view.tag else ()  # of nothing, nobody is asked
    searched = counted(world)
    counting = view.counting
    numbers = item_numbers(world, view.tag)
    asked_of = searched if view.tag else ()
    every = {slug: _usage(world, slug, view, counting, numbers) for slug in asked_of}
    unsearched, answered = parted(every)
    usages = [(slug, usage) for slug, usage in answered.items() if usage is not None]
    ranked = dict(sorted(usages, key=lambda pair: (-pair[1].uses, pair[0])))
    unknown = {o.slug: NO_ROWS for o in chosen if not _is_counted(world, o.slug)}
    return FindAnswer(world, view, chosen, unknown, view.tag, ranked, searched, unsearched)


@kept(8)
def counted(world: World) -> tuple[str, ...]:
    """Return the operations whose hashtags or domains are counted, each release once.

    Releases that were read together stand as the group or country that they are.
    """
    joint = {s.manifest.subject for s in world.sources.values() if len(s.releases) > 1}
    every = world.catalogue.operations.values()
    single = [o.slug for o in every if o.kind == "release" and _is_counted(world, o.slug)]
    return (*single, *(slug for slug in sorted(joint) if read(world, slug)))


def _is_counted(world: World, slug: str) -> bool:
    return any(read(world, slug) or cited_items(world, slug, kind) for kind in KINDS)


@kept(64)
def item_numbers(world: World, item: str) -> dict[str, list[int]]:
    """Return the numbers (World.item_numbers) of an item in all its spellings, by kind.

    A kind in which nobody used it is left out.
    """
    spellings = world.lexicon.spellings(item)
    every = {
        kind: [n for name in spellings if (n := world.item_numbers[kind].get(name)) is not None]
        for kind in KINDS
    }
    return {kind: numbers for kind, numbers in every.items() if numbers}


def _usage(
    world: World, slug: str, view: View, counting: View, numbers: dict[str, list[int]]
) -> Usage | NotKnown | None:
    """Return an item in one operation: None if it is not there, or why that is not known."""
    for kind, wanted in numbers.items():
        items = used_in(world, slug, counting, kind, rows_first=True)
        if isinstance(items, NotKnown):
            return items
        places = np.flatnonzero(np.isin(items.numbers, wanted))
        if len(places):
            return _usage_at(places, items, world, slug, view)
    return None


def _usage_at(places: Ints, items: Used, world: World, slug: str, view: View) -> Usage:
    ranked = places[np.argsort(-items.uses[places], kind="stable")]
    names = tuple(world.item_names[items.kind][number] for number in items.numbers[ranked])
    accounts = items.accounts if len(ranked) == 1 else None  # who used several counts in each
    return Usage(
        items.kind,
        label=str(items.labels[ranked[0]]),
        uses=int(items.uses[ranked].sum()),
        accounts=None if accounts is None else int(accounts[ranked[0]]),
        months=() if items.cited else _months(world, slug, view, items.kind, names),
        basis=items.basis,
        cited=items.cited,
        spellings=names,
        posts=items.posts,
    )


def _months(
    world: World, slug: str, view: View, kind: str, names: tuple[str, ...]
) -> tuple[Month, ...]:
    """Return the months of an operation that rests on one holding, as a release does."""
    (source,) = read(world, slug)
    calendar, chosen = months(source, view) or (WHOLE, [])
    is_whole = calendar == WHOLE  # no period: every month, on the clock of the view if it has any
    if is_whole:
        calendar = "utc" if view.clock == "utc" else "operator"
    by_month: dict[str, Month] = {}
    for name in names:
        for month in (Month(*row) for row in source.items(kind).of(calendar, name)):
            if other := by_month.get(month.month):
                month = Month(month.month, month.uses + other.uses, None)
            by_month[month.month] = month
    return tuple(by_month[month] for month in sorted(by_month) if is_whole or month in chosen)
