"""Uses of tags, domains or clients in one holding, by period."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.clock.local_time import Ints
from dashboard.tables import EVERY_PHASE, WHOLE


@dataclass(frozen=True)
class Months:
    """Rows of one calendar, sorted by month: where each month begins, and what is used in it."""

    names: list[str]
    starts: Ints
    item: Ints
    uses: Ints
    accounts: Ints

    def counted(self, months: Sequence[str], size: int) -> tuple[Ints, Ints | None]:
        """Return uses and accounts by item; accounts are known of one month only."""
        lo, hi = np.searchsorted(self.names, [months[0], months[-1] + "~"])
        part = slice(self.starts[lo], self.starts[hi])
        uses = np.bincount(self.item[part], self.uses[part], size).astype(np.int64)
        if len(months) > 1:
            return uses, None
        accounts = np.zeros(size, np.int64)
        accounts[self.item[part]] = self.accounts[part]
        return uses, accounts

    def of(self, place: int) -> list[tuple[str, int, int]]:
        """Return the months in which an item was used, each with its uses and accounts."""
        rows = np.flatnonzero(self.item == place)
        months = np.searchsorted(self.starts, rows, side="right") - 1
        columns = (months.tolist(), self.uses[rows].tolist(), self.accounts[rows].tolist())
        return [(self.names[month], *rest) for month, *rest in zip(*columns, strict=True)]


class Items:
    """An items table (tables.ITEMS), indexed by phase, calendar and month; `names` are in order."""

    def __init__(self, frame: pd.DataFrame) -> None:
        of_all = frame["phase"] == EVERY_PHASE
        whole = frame[of_all & (frame["month"] == WHOLE)].sort_values("item", kind="stable")
        self.names: list[str] = whole["item"].tolist()
        self.labels: list[str] = whole["label"].tolist()
        self.places = {name: place for place, name in enumerate(self.names)}
        codes = pd.Index(self.names)
        self.calendars = {
            (str(phase), str(calendar)): _months(rows, codes)
            for (phase, calendar), rows in frame.groupby(["phase", "calendar"], observed=True)
        }

    def counted(
        self, calendar: str, months: Sequence[str], phase: str = EVERY_PHASE
    ) -> tuple[Ints, Ints | None]:
        """Return uses and accounts by item, as in `names`; ("", [""]) = of the whole.

        `months` follow each other. Accounts are None where they cannot be known: over several
        months an account may count in each.
        """
        if (phase, calendar) not in self.calendars or not months:
            return np.zeros(len(self.names), np.int64), np.zeros(len(self.names), np.int64)
        return self.calendars[phase, calendar].counted(months, len(self.names))

    def of(self, calendar: str, item: str, phase: str = EVERY_PHASE) -> list[tuple[str, int, int]]:
        """Return (month, uses, accounts) of an item, the months in order; [] if it is not there."""
        if item not in self.places or (phase, calendar) not in self.calendars:
            return []
        return self.calendars[phase, calendar].of(self.places[item])


def _months(rows: pd.DataFrame, codes: "pd.Index[str]") -> Months:
    rows = rows.assign(month=rows["month"].astype(str)).sort_values("month", kind="stable")
    names, starts = np.unique(rows["month"].to_numpy(dtype=str), return_index=True)
    return Months(
        names.tolist(),
        np.append(starts, len(rows)),
        codes.get_indexer(pd.Index(rows["item"])),
        rows["uses"].to_numpy(),
        rows["accounts"].to_numpy(),
    )
