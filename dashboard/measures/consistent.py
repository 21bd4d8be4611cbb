"""Which clocks and calendars the posts fit, and how unlike the weeks of operations are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.measures.asking import Answer, basis, operations
from dashboard.measures.daily import Counted, counted
from dashboard.measures.divergence import Distances, distances
from dashboard.measures.kept import VIEWS
from dashboard.measures.office import FEWEST
from dashboard.measures.rhythm import Accounts, accounts_of, signature_of
from dashboard.measures.rhythm_tests import Assessment, Row, assess, rows
from dashboard.measures.world import World
from dashboard.view import View

TOO_FEW = f"Fewer than {FEWEST} posts match this view: too few for any test."


@dataclass(frozen=True, eq=False)
class Found:
    """Every test of one operation, and what accounts tell."""

    tested: Assessment
    accounts: Accounts | None


@dataclass(frozen=True)
class ConsistentAnswer(Answer):
    """`found` has the operations with enough posts; `apart` their distances, in their order."""

    found: dict[str, Found]
    apart: Distances

    def apart_from(self, slug: str) -> dict[str, tuple[float, float, float]]:
        """Return (estimate, low, high) of the distance to each of the others, by slug."""
        slugs, tables = list(self.found), (self.apart.estimate, self.apart.low, self.apart.high)
        place = slugs.index(slug)
        ends = zip(*(table[place].tolist() for table in tables), strict=True)
        return {other: end for other, end in zip(slugs, ends, strict=True) if other != slug}

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a number, as rhythm_tests.Row; one without number for what is not known."""
        every = [row for o in self.operations for row in self._rows(o.slug)]
        frame = pd.DataFrame(every, columns=list(Row._fields))
        counts = {"n_posts": "Int64", "n_accounts": "Int64"}
        return frame.astype(counts | dict.fromkeys(("estimate", "low", "high"), "float64"))

    def _rows(self, slug: str) -> Iterator[tuple[object, ...]]:
        told = basis(self.world, self.world.column(slug))
        if slug in self.unknown:
            yield (slug, "", None, None, None, self.unknown[slug], None, None, told)
            return
        found = self.found[slug]
        ours = found.accounts
        yield from rows(
            slug,
            found.tested,
            ours.found if ours else None,
            self.apart_from(slug),
            ours.active if ours else None,
            told,
        )


def consistent(world: World, view: View) -> ConsistentAnswer:
    """Test the rhythm of each operation, and compare each with each."""
    chosen = operations(world, view)
    found, unknown, apart = _found(world, tuple((o.slug, view.own(o.slug).timing) for o in chosen))
    return ConsistentAnswer(world, view, chosen, unknown, found, apart)


Asked = tuple[tuple[str, View], ...]  # columns, each under its filters


@lru_cache(maxsize=VIEWS)
def _found(world: World, asked: Asked) -> tuple[dict[str, Found], dict[str, str], Distances]:
    """Return what is known of each column, why it is not, and how far apart those known are."""
    told = {column: _counted(world, column, view) for column, view in asked}
    unknown = {column: why for column, why in told.items() if isinstance(why, str)}
    known = {column: posts for column, posts in told.items() if isinstance(posts, Counted)}
    views = dict(asked)
    offices = [signature_of(posts.daily, views[column].hours) for column, posts in known.items()]
    tested = assess(offices, [posts.quarters for posts in known.values()], world.atlas)
    found = {
        column: Found(test, accounts_of(world, column, views[column]))
        for column, test in zip(known, tested, strict=True)
    }
    return found, unknown, distances([test.days.week_hours for test in tested])


def _counted(world: World, column: str, view: View) -> Counted | str:
    posts = counted(world, column, view)
    return posts if isinstance(posts, str) or posts.daily.posts >= FEWEST else TOO_FEW
