"""Which month a quarter-hour lies in, on the operator's clock and in UTC."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.clock import SLOT, span


def months_of(slots: NDArray[np.int32], zone: str) -> pd.DataFrame:
    """Return one row a slot, with its month ("2020-03") as `operator` and as `utc`."""
    return pd.DataFrame(
        {"slot": slots, "operator": _months(slots, zone), "utc": _months(slots, "UTC")}
    )


def _months(slots: NDArray[np.int32], zone: str) -> pd.Series:
    if not len(slots):
        return pd.Series([], dtype="str")
    names, starts = zip(*_starts(int(slots.min()), int(slots.max()), zone), strict=True)
    place = np.searchsorted(starts, slots, side="right") - 1
    return pd.Series(np.array(names, dtype=object)[place], dtype="str")


def _starts(first: int, last: int, zone: str) -> Iterator[tuple[str, int]]:
    """Yield each month's name and first slot, from a month before `first` to one after `last`."""
    year, month = divmod(_month_number(first) - 1, 12)
    while (start := _first_slot(year, month + 1, zone)) <= last:
        yield f"{year:04}-{month + 1:02}", start
        year, month = divmod(12 * year + month + 1, 12)


def _month_number(slot: int) -> int:
    day = datetime.fromtimestamp(slot * SLOT, UTC)
    return 12 * day.year + day.month - 1


def _first_slot(year: int, month: int, zone: str) -> int:
    return span(zone, date(year, month, 1), None)[0]
