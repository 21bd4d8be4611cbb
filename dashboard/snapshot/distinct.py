"""Distinct active accounts under any filter, from the private table of activity.

Accounts do not add up: one that posted in two months, or in two languages, is one account. So they
are counted each time, by whole months on the operator's clock. Only their number leaves here.
"""

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.clock.local_time import Ints


class Distinct:
    """The table `activity` of one holding (tables.ACTIVITY), sorted by month.

    Without a filter but that of a phase an answer is looked up in `between`; with one, the months
    asked are scanned.
    """

    def __init__(self, activity: pd.DataFrame) -> None:
        activity = activity.sort_values("month", kind="stable")
        self.months: list[str] = activity["month"].cat.categories.tolist()
        words = activity[["language", "kind", "themes", "phase"]]
        keys = list(words.drop_duplicates().itertuples(index=False, name=None))
        self.words = [
            (str(language), str(kind), frozenset(str(themes).split()), str(phase))
            for language, kind, themes, phase in keys
        ]
        place = pd.MultiIndex.from_frame(words).map({key: n for n, key in enumerate(keys)}.get)
        self.place: Ints = np.asarray(place, np.int32)
        # Places in an order, so that even the numbers that the store has for accounts end here.
        accounts, self.account = np.unique(activity["account"].to_numpy(), return_inverse=True)
        self.size = len(accounts)
        month = activity["month"].cat.codes.to_numpy().astype(np.int64)
        self.edges: Ints = np.searchsorted(month, np.arange(len(self.months) + 1))
        self.between = self._tables(month)
        self.count = lru_cache(maxsize=64)(self._count)

    def _tables(self, month: Ints) -> dict[tuple[str, ...], Ints]:
        """Return `_between` by phases: of all posts, and of each phase if there are several."""
        tables: dict[tuple[str, ...], Ints] = {(): self._between(self.account, month)}
        phases = {phase for *_, phase in self.words}
        for phase in sorted(phases) if len(phases) > 1 else ():
            mine = self._wanted((), (), frozenset(), (phase,))[self.place]
            tables[phase,] = self._between(self.account[mine], month[mine])
        return tables

    def _between(self, account: Ints, month: Ints) -> Ints:
        """Return int64[months, months]: accounts active from the row's month to the column's.

        An account's active month is its first one in every stretch that begins after its last one
        before, so each adds 1 to a rectangle; rectangles are added up from their corners.
        """
        number = len(self.months) + 1
        pairs = np.unique(account.astype(np.int64) * number + month)
        who, when = pairs // number, pairs % number
        same = np.r_[False, who[1:] == who[:-1]] if len(who) else np.zeros(0, bool)
        before = np.where(same, np.r_[0, when[:-1]] + 1, 0) if len(who) else who
        corners = np.zeros((number, number), np.int64)
        np.add.at(corners, (before, when), 1)
        np.add.at(corners, (when + 1, when), -1)
        return np.asarray(corners.cumsum(0).cumsum(1))

    def _count(
        self,
        first: str,
        last: str,
        languages: tuple[str, ...],
        kinds: tuple[str, ...],
        themes: tuple[str, ...],
        phases: tuple[str, ...] = (),
    ) -> int:
        """Return the accounts with a post from month `first` to month `last`, "" = open.

        Each filter that is not empty must hold of the post; of `themes` it must have one.
        """
        months = np.array(self.months, str)
        lo = int(np.searchsorted(months, first)) if len(months) else 0
        hi = int(np.searchsorted(months, last, side="right")) if last else len(months)
        if lo >= hi:
            return 0
        if not (languages or kinds or themes) and phases in self.between:
            return int(self.between[phases][lo, hi - 1])
        part = slice(self.edges[lo], self.edges[hi])
        keep = self._wanted(languages, kinds, frozenset(themes), phases)[self.place[part]]
        seen = np.zeros(self.size, bool)
        seen[self.account[part][keep]] = True
        return int(np.count_nonzero(seen))

    def _wanted(
        self,
        languages: Collection[str],
        kinds: Collection[str],
        themes: frozenset[str],
        phases: Collection[str],
    ) -> Ints:
        return np.array(
            [
                (not languages or language in languages)
                and (not kinds or kind in kinds)
                and (not themes or bool(themes & mine))
                and (not phases or phase in phases)
                for language, kind, mine, phase in self.words
            ],
            bool,
        )
