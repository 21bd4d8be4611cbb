"""From a stage to phases: what finding earlier lives reads, and how what it finds is counted by.

Phases follow from all posts of an account, so they are found once its cells are counted, and before
anything else is.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from dashboard.tables import EARLIER, EVERY_PHASE, MIN_ACCOUNTS, NOT_STATED, OPERATIONAL

UNTOLD = ""  # of posts


@dataclass(frozen=True)
class Phases:
    """`changes` has (account, slot, span) from which on an account is operational, None = none has.

    Not `told` where the files tell of no accounts, or neither of languages nor of clients.
    """

    told: bool
    changes: ir.Table | None = None

    @property
    def counted(self) -> tuple[str, ...]:
        """Return what tables are counted by that have a part for all posts."""
        return (EVERY_PHASE,) if self.changes is None else (EVERY_PHASE, OPERATIONAL)

    def mark(self, rows: ir.Table, time: str) -> ir.Table:
        """Return `rows`, which have `account` and `time` ("slot" or "span"), with their `phase`."""
        if self.changes is None:
            only = OPERATIONAL if self.told else UNTOLD
            return rows.mutate(phase=ibis.literal(only, type="string"))
        turns = self.changes.select("account", turn=time)
        joined = rows.left_join(turns, "account").drop("account_right")
        is_earlier = (joined[time] < joined["turn"]).fill_null(False)
        return joined.mutate(phase=is_earlier.ifelse(EARLIER, OPERATIONAL)).drop("turn")

    def within(self, rows: ir.Table, phase: str) -> ir.Table:
        """Return those of `rows`, which have `account` and `span`, that count for `phase`."""
        if phase == EVERY_PHASE or self.changes is None:
            return rows
        return self.mark(rows, "span").filter(_.phase == phase).drop("phase")


def posts_by(word: str, cells: ir.Table, spans: ir.Table) -> ir.Table:
    """Posts of accounts by month on the operator's clock and language or client."""
    dated = cells.join(spans, "span").group_by("account", word, month="operator")
    return dated.agg(posts=_.uses.sum())


def is_told(languages: pd.DataFrame, clients: pd.DataFrame) -> bool:
    """Return whether any post has a language or a client, without which no change is seen."""
    stated = set(languages["language"].cat.categories) - {NOT_STATED, ""}
    return bool(stated or set(clients["client"].cat.categories) - {""})


def enough(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the changes, or none of them if they are of so few accounts that it tells of each."""
    return changed if len(changed) >= MIN_ACCOUNTS else changed.iloc[:0]
