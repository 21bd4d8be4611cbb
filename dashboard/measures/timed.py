"""What the accounts themselves tell of an operation's rhythm: intervals, and each account alike.

It was worked out at ingest, of all posts on the operator's clock, so nothing of an account is
needed to show it.
"""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.measures.resampling import Interval
from dashboard.tables import BY_ACCOUNT, window


class Timed:
    """The table `intervals` of one holding (tables.INTERVALS), looked up by measure and bin."""

    def __init__(self, intervals: pd.DataFrame, accounts: int) -> None:
        self.accounts = accounts
        columns = ("measure", "bin", "estimate", "low", "high")
        rows = zip(*(intervals[name].tolist() for name in columns), strict=True)
        self._found: dict[str, dict[str, tuple[float, float, float]]] = {}
        for measure, bin, *ends in rows:
            self._found.setdefault(measure, {})[bin] = tuple(ends)
        self.loudest = {int(n): told[0] for n, told in self._found.get("loudest", {}).items()}
        self._lines = {name: self._line(name) for name in self._found if name != "loudest"}

    @property
    def week(self) -> Any:
        """Return float64[7, 24]: the mean of the accounts' own shares of their posts."""
        return self._lines["week" + BY_ACCOUNT].estimate.reshape(7, 24)

    def hour(self, per_account: bool) -> Interval:
        """Return the shares of the 24 hours of the day."""
        return self._lines[_name("hour", per_account)]

    def weekday(self, per_account: bool) -> Interval:
        """Return the shares of the seven days of the week, Monday first."""
        return self._lines[_name("weekday", per_account)]

    def office(self, hours: tuple[int, int], per_account: bool) -> Interval:
        """Return the share of these hours of days worked in the operator's country."""
        return self._one(_name("office", per_account), hours)

    def press(self, hours: tuple[int, int], per_account: bool) -> Interval:
        """Return the share of these hours of Monday to Friday."""
        return self._one(_name("press", per_account), hours)

    def _one(self, measure: str, hours: tuple[int, int]) -> Interval:
        return self._interval(np.array(self._found[measure][window(*hours)]))

    def _line(self, measure: str) -> Interval:
        """Return every bin of a measure, in their order."""
        told = self._found[measure]
        return self._interval(np.array([told[bin] for bin in sorted(told)]).T)

    def _interval(self, ends: Any) -> Interval:
        return Interval(ends[0], ends[1], ends[2], self.accounts, float("nan"))


def _name(measure: str, per_account: bool) -> str:
    return measure + BY_ACCOUNT if per_account else measure
