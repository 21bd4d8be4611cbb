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


def spans_between(first: int, last: int, zone: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (slot, span) of every slot from `first` to `last`, and (span, operator, utc).

    A span is a stretch of time that lies in one month on both clocks: mostly a whole month, or the
    hours in which the month has turned on one clock only. Spans are numbered from 0.
    """
    turns = {start for name in (zone, "UTC") for _, start in _starts(first, last, name)}
    starts = np.array([first, *sorted(turn for turn in turns if first < turn <= last)], np.int32)
    slots = np.arange(first, last + 1, dtype=np.int32)
    places = np.searchsorted(starts, slots, side="right").astype(np.int32) - 1
    months = months_of(starts, zone).drop(columns="slot")
    months.insert(0, "span", np.arange(len(starts), dtype=np.int32))
    return pd.DataFrame({"slot": slots, "span": places}), months


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
