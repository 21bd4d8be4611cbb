"""The unfiltered rhythm of one holding by its accounts: each as one voice, or with its posts.

Read from the table INTERVALS, which ingest made while the accounts were at hand, on the operator's
clock. Under a filter nothing here is known.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.statistics.intervals import Floats
from dashboard.tables import BY_ACCOUNT, SHUFFLED, window

Ends = tuple[float, float, float]  # estimate, low, high; a low of 0 and high of 1 = not known
LOUDEST = (1, 5, 10)


@dataclass(frozen=True, eq=False)
class ByAccount:
    """The rows of INTERVALS by measure and bin, read once."""

    rows: dict[tuple[str, str], Ends]

    @classmethod
    def of(cls, intervals: pd.DataFrame) -> "ByAccount | None":
        """Return the index of a holding's table; None where fewer than 10 accounts posted."""
        if intervals.empty:
            return None
        keys = zip(intervals["measure"].astype("str"), intervals["bin"].astype("str"), strict=True)
        ends = intervals[["estimate", "low", "high"]].to_numpy(np.float64).tolist()
        return cls(dict(zip(keys, map(tuple, ends), strict=True)))

    @cached_property
    def week(self) -> Floats:
        """Return float[7, 24]: the mean of the accounts' own weeks, which adds up to 1."""
        rows = (self.rows["week" + BY_ACCOUNT, f"{hour:03}"] for hour in range(168))
        return np.array([estimate for estimate, _, _ in rows]).reshape(7, 24)

    def hours(self, by: str = "") -> Floats:
        """Return float[3, 24]: estimate, low and high of each hour's share of the day.

        `by` is BY_ACCOUNT for the mean of the accounts' shares, "" for the share of posts.
        """
        return np.array([self.rows["hour" + by, f"{hour:02}"] for hour in range(24)]).T

    def weekdays(self, by: str = "") -> Floats:
        """Return float[3, 7], likewise of the weekdays, Monday first."""
        return np.array([self.rows["weekday" + by, str(day)] for day in range(7)]).T

    def office(self, hours: tuple[int, int], by: str = "") -> Ends:
        """Return the share in [first, last) of days worked, leaving out accounts in turn.

        `by` as for `hours`.
        """
        return self.rows["office" + by, window(*hours)]

    def press(self, hours: tuple[int, int], by: str = "") -> Ends:
        """Return the share in [first, last) from Monday to Friday, likewise."""
        return self.rows["press" + by, window(*hours)]

    def shuffled(self, hours: tuple[int, int]) -> Ends | None:
        """Return the share by chance and its range (shuffling.py); None in an older store."""
        return self.rows.get((SHUFFLED, window(*hours)))

    @cached_property
    def loudest(self) -> dict[int, float]:
        """Return the share of all posts that the 1, 5 and 10 loudest accounts made together."""
        return {number: self.rows["loudest", f"{number:02}"][0] for number in LOUDEST}
