"""Who used a hashtag or domain, how much and when: over all operations, not only the view's."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.catalogue.releases import Operation
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.snapshot.asking import NO_ROWS, Answer, months, operations
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, cited_items, read, used_in
from dashboard.snapshot.world import World
from dashboard.tables import DOMAIN, HASHTAG, WHOLE

KINDS = (HASHTAG, DOMAIN)


class Month(NamedTuple):
    """A month, "YYYY-MM", in which an item was used."""

    month: str
    uses: int
    accounts: int


@dataclass(frozen=True)
class Found:
    """An item in one operation. `months` are empty, and `accounts` None, where not known."""

    kind: str
    label: str
    uses: int
    accounts: int | None
    months: tuple[Month, ...]
    basis: str
    cited: bool

    @property
    def busiest(self) -> Month:
        """Return the month with the most uses, the earliest of equals; there must be one."""
        return max(self.months, key=lambda month: month.uses)


@dataclass(frozen=True)
class FindAnswer(Answer):
    """`found` has, by slug, the operations that used `item`, most uses first.

    `asked` are all operations whose hashtags or domains are counted; `why` says of those that
    cannot answer the view why not.
    """

    item: str
    found: dict[str, Found]
    asked: tuple[str, ...]
    why: dict[str, NotKnown]

    @property
    def told(self) -> tuple[Operation, ...]:
        """Return the operations that used it, which need not be those of the view."""
        return tuple(self.world.catalogue.operations[slug] for slug in self.found)

    @property
    def has_table(self) -> bool:
        return bool(self.found)

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(slug for slug, told in self.found.items() if told.cited)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row an operation and month: operation, start, uses, accounts, basis.

        `start` is the month's first day; where months are not known it is empty, and the row has
        all uses of the operation.
        """
        rows = [row for slug, told in self.found.items() for row in _rows(slug, told)]
        frame = pd.DataFrame(rows, columns=["operation", "start", "uses", "accounts", "basis"])
        return frame.astype({"uses": "Int64", "accounts": "Int64"})


def _rows(slug: str, told: Found) -> list[tuple[object, ...]]:
    if not told.months:
        return [(slug, None, told.uses, told.accounts, told.basis)]
    return [(slug, f"{m.month}-01", m.uses, m.accounts, told.basis) for m in told.months]


def find(world: World, view: View) -> FindAnswer:
    """Find who used the hashtag or domain that the view names."""
    chosen, asked = operations(world, view), counted(world)
    kept = view.counting
    answers = {slug: _found(world, slug, view, kept) for slug in asked} if view.tag else {}
    why, _ = parted(answers)
    found = {slug: uses for slug, uses in answers.items() if isinstance(uses, Found)}
    ranked = dict(sorted(found.items(), key=lambda pair: (-pair[1].uses, pair[0])))
    unknown = {o.slug: NO_ROWS for o in chosen if not _answers(world, o.slug)}
    return FindAnswer(world, view, chosen, unknown, view.tag, ranked, asked, why)


@kept(8)
def counted(world: World) -> tuple[str, ...]:
    """Return the operations whose hashtags or domains are counted, each release once.

    Releases that were read together stand as the group or country that they are.
    """
    joint = {s.manifest.subject for s in world.sources.values() if len(s.releases) > 1}
    every = world.catalogue.operations.values()
    single = [o.slug for o in every if o.kind == "release" and _answers(world, o.slug)]
    return (*single, *(slug for slug in sorted(joint) if read(world, slug)))


def _answers(world: World, slug: str) -> bool:
    return any(read(world, slug) or cited_items(world, slug, kind) for kind in KINDS)


def _found(world: World, slug: str, view: View, kept: View) -> Found | NotKnown | None:
    """Return an item in one operation: None if it is not there, or why that is not known."""
    for kind in KINDS:
        number = world.item_numbers[kind].get(view.tag)
        if number is None:
            continue
        told = used_in(world, slug, kept, kind, rows_first=True)
        if isinstance(told, NotKnown):
            return told
        place = int(np.searchsorted(told.numbers, number))
        if place < len(told.numbers) and told.numbers[place] == number:
            return _in(world, slug, view, told, place)
    return None


def _in(world: World, slug: str, view: View, used: Used, place: int) -> Found:
    accounts = None if used.accounts is None else int(used.accounts[place])
    by_month = () if used.cited else _months(world, slug, view, used.kind)
    label, uses = str(used.labels[place]), int(used.uses[place])
    return Found(used.kind, label, uses, accounts, by_month, used.basis, used.cited)


def _months(world: World, slug: str, view: View, kind: str) -> tuple[Month, ...]:
    """Return the months of an operation that rests on one holding, as a release does."""
    (source,) = read(world, slug)
    calendar, chosen = months(source, view) or (WHOLE, [])
    if calendar == WHOLE:  # no period: every month, on the clock of the view if it has months
        calendar = "utc" if view.clock == "utc" else "operator"
        return tuple(Month(*row) for row in source.items(kind).of(calendar, view.tag))
    rows = source.items(kind).of(calendar, view.tag)
    return tuple(Month(*row) for row in rows if row[0] in chosen)
