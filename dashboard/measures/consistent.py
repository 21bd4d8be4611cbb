"""Which clocks and calendars the posts fit, and all other tests of a rhythm as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.link.view import View
from dashboard.measures.apart import ApartAnswer, apart
from dashboard.measures.rhythm import Accounts, accounts_of, signature_of
from dashboard.measures.rhythm_tests import Assessment, Row, assess, atlas_of, rows
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.daily import Asked, testable
from dashboard.snapshot.world import KEPT_VIEWS, World


@dataclass(frozen=True, eq=False)
class Found:
    """Every test of one operation, and what accounts tell."""

    tested: Assessment
    accounts: Accounts | None


@dataclass(frozen=True)
class ConsistentAnswer(Answer):
    """`found` has the operations with enough posts, in their order."""

    found: dict[str, Found]

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a number, as rhythm_tests.Row; one without number for what is not known."""
        unlike = apart(self.world, self.view)
        every = [row for o in self.operations for row in self._rows(o.slug, unlike)]
        frame = pd.DataFrame(every, columns=list(Row._fields))
        counts = {"n_posts": "Int64", "n_accounts": "Int64"}
        return frame.astype(counts | dict.fromkeys(("estimate", "low", "high"), "float64"))

    def _rows(self, slug: str, unlike: ApartAnswer) -> Iterator[tuple[object, ...]]:
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
            unlike.apart_from(slug),
            unlike.by,
            ours.active if ours else None,
            told,
        )


def consistent(world: World, view: View) -> ConsistentAnswer:
    """Test the rhythm of each operation."""
    chosen = operations(world, view)
    found, unknown = _found(world, tuple((o.slug, view.own(o.slug).timing) for o in chosen))
    return ConsistentAnswer(world, view, chosen, unknown, found)


@lru_cache(maxsize=KEPT_VIEWS)
def _found(world: World, asked: Asked) -> tuple[dict[str, Found], dict[str, str]]:
    """Return what is known of each column, and why nothing is of the others."""
    known, unknown = testable(world, asked)
    views = dict(asked)
    offices = [signature_of(posts.daily, views[column].hours) for column, posts in known.items()]
    tested = assess(offices, [posts.quarters for posts in known.values()], atlas_of(world))
    found = {
        column: Found(test, accounts_of(world, column, views[column]))
        for column, test in zip(known, tested, strict=True)
    }
    return found, unknown
