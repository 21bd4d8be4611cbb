"""Pieces of the stock and how often each was used -> items: who used each, when, spelt how."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from dashboard.simulation.rhythm import Ints

Spellings = Sequence[Sequence[str]]  # of each piece of the stock
Rule = Callable[[str], str]  # a spelling -> the item it counts for


def named(names: Sequence[str], places: Ints | pa.ChunkedArray) -> pa.Array:
    """Return the name at each place."""
    return pa.array(names, pa.string()).take(pa.array(np.asarray(places)))


def items_of(pieces: Spellings, rule: Rule) -> tuple[list[str], list[list[int]]]:
    """Return all items in order, and the numbers of those in each piece, each once."""
    items = sorted({rule(text) for texts in pieces for text in texts})
    number = {item: n for n, item in enumerate(items)}
    return items, [sorted({number[rule(text)] for text in texts}) for texts in pieces]


def spread(piece: Ints, found_in: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return, for every item of every use of a piece, the place of the use and the item."""
    lengths = np.array([len(items) for items in found_in], np.int64)
    every = np.array([item for items in found_in for item in items], np.int64)
    times = lengths[piece]
    rows = np.repeat(np.arange(len(piece)), times)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    return rows, every[(np.cumsum(lengths) - lengths)[piece][rows] + within]


def by_calendar(
    item: Ints, account: Ints, uses: Ints, calendars: Mapping[str, pa.Array]
) -> pa.Table:
    """Sum uses and count distinct accounts by item and month, on each calendar."""
    parts = []
    for calendar, month in calendars.items():
        table = pa.table({"item": item, "account": account, "uses": uses, "month": month})
        grouped = table.group_by(["item", "month"], use_threads=False)
        part = grouped.aggregate([("uses", "sum"), ("account", "count_distinct")])
        parts.append(part.append_column("calendar", pa.repeat(pa.scalar(calendar), len(part))))
    names = {"uses_sum": "uses", "account_count_distinct": "accounts"}
    order = [(name, "ascending") for name in ("calendar", "month", "item")]
    return pa.concat_tables(parts).rename_columns(names).sort_by(order)


def label_of(piece: Ints, posts: Ints, pieces: Spellings, rule: Rule) -> dict[str, str]:
    """Return the most used spelling of each item; of equals, the first in order."""
    uses: dict[str, int] = {}
    totals = np.bincount(piece, posts, len(pieces)).astype(np.int64).tolist()
    for texts, total in zip(pieces, totals, strict=True):
        for text in set(texts):
            uses[text] = uses.get(text, 0) + total
    labels: dict[str, str] = {}
    for text in sorted(uses, key=lambda text: (-uses[text], text)):
        labels.setdefault(rule(text), text)
    return labels
