"""Uses of tags, domains or clients in one holding, by period."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.clock import Ints
from dashboard.tables import EVERY_PHASE, WHOLE


@dataclass(frozen=True)
class Top:
    """The most used items: parallel lists. `accounts` is None where it cannot be known."""

    items: list[str]
    labels: list[str]
    uses: list[int]
    accounts: list[int] | None


@dataclass(frozen=True)
class Months:
    """Rows of one calendar, sorted by month: where each month begins, and what is used in it."""

    names: list[str]
    starts: Ints
    item: Ints
    uses: Ints
    accounts: Ints

    def top(
        self, months: Sequence[str], labels: list[str], names: list[str], most: int | None
    ) -> Top:
        """Sum the uses of consecutive `months` by item; accounts are known of one month only."""
        lo, hi = np.searchsorted(self.names, [months[0], months[-1] + "~"])
        part = slice(self.starts[lo], self.starts[hi])
        uses = np.bincount(self.item[part], self.uses[part], len(names)).astype(np.int64)
        order = np.argsort(-uses, kind="stable")[:most]
        order = order[uses[order] > 0]
        accounts = None
        if len(months) == 1:
            by_item = np.zeros(len(names), np.int64)
            by_item[self.item[part]] = self.accounts[part]
            accounts = by_item[order].tolist()
        pick = order.tolist()
        return Top(
            [names[i] for i in pick], [labels[i] for i in pick], uses[order].tolist(), accounts
        )


class Items:
    """An items table (tables.ITEMS), indexed by phase, calendar and month."""

    def __init__(self, frame: pd.DataFrame) -> None:
        of_all = frame["phase"] == EVERY_PHASE
        whole = frame[of_all & (frame["month"] == WHOLE)].sort_values("item", kind="stable")
        self.names: list[str] = whole["item"].tolist()
        self.labels: list[str] = whole["label"].tolist()
        codes = pd.Index(self.names)
        self.calendars = {
            (str(phase), str(calendar)): _months(rows, codes)
            for (phase, calendar), rows in frame.groupby(["phase", "calendar"], observed=True)
        }

    def top(
        self, calendar: str, months: Sequence[str], most: int | None, phase: str = EVERY_PHASE
    ) -> Top:
        """Return the `most` used items of months of a calendar; ("", [""]) = of the whole."""
        if (phase, calendar) not in self.calendars or not months:
            return Top([], [], [], [])
        return self.calendars[phase, calendar].top(months, self.labels, self.names, most)


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
