"""Count a CSV file's records by another road than the reader's, so that none is lost unseen.

A newline inside quotes does not end a record. Whether a newline is inside is the parity of the
quotes before it, since a quote in a quoted field is written twice.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.archive.problem import IngestError

WINDOW = 1 << 24  # bytes looked at in one go
QUOTE, NEWLINE, RETURN = 34, 10, 13


def read_header(path: Path, name: str) -> list[str]:
    """Return the names in the first record, blanks around them taken off, in lower case."""
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 16).decode("utf-8-sig")
        names = [column.strip().lower() for column in next(csv.reader([first], strict=True), [])]
    except UnicodeDecodeError:
        raise IngestError(f"{name} is not UTF-8 text.") from None
    except csv.Error as problem:
        raise IngestError(f"{name} has no readable header: {problem}.") from None
    if not any(names):
        raise IngestError(f"{name} is empty.")
    twice = sorted({column for column in names if column and names.count(column) > 1})
    if twice:
        raise IngestError(f"{name} has the column {', '.join(twice)} twice.")
    return names


def count_records(path: Path, name: str) -> int:
    """Return the number of records, header and blank lines not counted.

    Raises IngestError for a file that ends inside quotes: it has been cut short.
    """
    data = np.memmap(path, np.uint8, "r")
    records, inside, start = 0, 0, 0
    for begin in range(0, len(data), WINDOW):
        window = np.asarray(data[begin : begin + WINDOW])
        quotes = np.flatnonzero(window == QUOTE)
        newlines = np.flatnonzero(window == NEWLINE)
        ends = newlines[(np.searchsorted(quotes, newlines) + inside) % 2 == 0] + begin
        records += _count_filled(data, np.concatenate(([start - 1], ends)))
        start = int(ends[-1]) + 1 if len(ends) else start
        inside = (inside + len(quotes)) % 2
    if inside:
        raise IngestError(f"{name} is cut short: it ends inside a quoted field.")
    return records + int(start < len(data)) - 1


def _count_filled(data: NDArray[np.uint8], ends: NDArray[np.int64]) -> int:
    """Return how many of the lines between `ends` hold more than a carriage return."""
    lengths = np.diff(ends) - 1
    short = ends[1:][lengths == 1]
    returns = int((data[short - 1] == RETURN).sum()) if len(short) else 0
    return int((lengths > 0).sum()) - returns
