"""Records whose every field is quoted, as the platform writes them -> where each field lies.

Only quotes are looked at. In such records each opens a field, closes one, or is half of a text's
own quote, and the byte behind a field is a comma or the record's newline. If that holds to the
letter, so does the number of records: no other newline can be outside quotes. If not, the parser
reads them. Columns are views into the slab; only texts with quotes of their own are copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

WINDOW = 1 << 17  # bytes looked at in one go: what is made of them stays in the processor's cache
QUOTE, COMMA, NEWLINE = b'",\n'
# Arrow's view of a text is 16 bytes: its length, and itself if it has at most 12 bytes. Else its
# first 4 bytes, the number of a buffer, and where in that it begins.
VIEW, INSIDE, BEFORE = 16, 12, 4
BEGINNING = np.dtype(
    {"names": ["size", "first"], "formats": ["<i4", "u1"], "offsets": [0, BEFORE], "itemsize": VIEW}
)
LONGEST = 1 << 31  # places are numbers of 32 bits

Places = NDArray[np.int32]
Far = NDArray[np.int64]  # numbers of fields, or of bytes in the file


def _masks() -> NDArray[np.uint64]:
    """Return which of a view's bytes are text, by its length; at the end of those too long."""
    kept = np.zeros((INSIDE + 2, VIEW), np.uint8)
    for size in range(INSIDE + 1):
        kept[size, BEFORE : BEFORE + size] = 255
    kept[INSIDE + 1, BEFORE : 2 * BEFORE] = 255
    return kept.view(np.uint64)


@dataclass(frozen=True)
class QuotedFields:
    """The fields of whole records, a row each: where their quotes stand."""

    opens: Places
    closes: Places
    doubled: Far  # the places, counted through all rows, of fields that hold quotes of their own
    pairs: Far  # and how many

    def ends(self) -> Far:
        """Return the places just behind every record's newline."""
        return self.closes[:, -1].astype(np.int64) + 2

    def texts(self, data: bytes, places: Sequence[int]) -> list[pa.StringViewArray]:
        """Return the columns at these places, as views into the `data` that was looked through."""
        starts = (self.opens[:, places] + 1).ravel()
        sizes = self.closes[:, places].ravel() - starts
        odd, pairs = self._odd(len(data), places, starts)
        aside, begins, shorter = _copied(data, starts[odd], sizes[odd], pairs)
        starts[odd] = BEFORE  # what is viewed there is overwritten
        views = _views(data, starts, sizes, 0)
        views[odd] = _views(aside, begins, shorter, 1)
        columns = np.ascontiguousarray(views.reshape(-1, len(places), 2).transpose(1, 0, 2))
        buffers = [pa.py_buffer(data), pa.py_buffer(aside)]
        kind, count = pa.string_view(), len(self.opens)
        return [
            pa.Array.from_buffers(kind, count, [None, pa.py_buffer(column), *buffers])
            for column in columns
        ]

    def _odd(self, size: int, places: Sequence[int], starts: Places) -> tuple[Far, Places]:
        """Return which of the texts cannot be viewed in place, and how many pairs each holds.

        Beside those with quotes: a view is cut from bytes a little before and behind the text.
        """
        pairs = np.zeros(len(starts), np.int32)
        which = np.full(self.opens.shape[1], -1)
        which[list(places)] = np.arange(len(places))
        rows, columns = np.divmod(self.doubled, self.opens.shape[1])
        used = which[columns] >= 0
        pairs[rows[used] * len(places) + which[columns[used]]] = self.pairs[used]
        odd = np.flatnonzero((pairs > 0) | (starts < BEFORE) | (starts + VIEW > size))
        return odd, pairs[odd]


def beginnings(texts: pa.StringViewArray) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return how many bytes each text has, and its first one; 0 of an empty text."""
    views = np.frombuffer(texts.buffers()[1], BEGINNING)
    return views["size"], views["first"]


def _copied(
    data: bytes, starts: Places, sizes: Places, pairs: Places
) -> tuple[bytes, Places, Places]:
    """Return texts with their own quotes written once, where each begins, and how long it is."""
    places = zip(starts.tolist(), sizes.tolist(), strict=True)
    joined = b"".join(data[start : start + size] for start, size in places)
    # Each text holds whole pairs, so none is made of the end of one and the start of another.
    aside = b"\0" * BEFORE + joined.replace(b'""', b'"') + b"\0" * VIEW
    shorter = sizes - pairs
    return aside, np.cumsum(shorter, dtype=np.int32) - shorter + BEFORE, shorter


def _views(data: bytes, starts: Places, sizes: Places, buffer: int) -> NDArray[np.uint64]:
    """Return Arrow's views of texts, which lie off the ends of `data`."""
    windows = np.ndarray((len(data) - VIEW + 1,), f"V{VIEW}", data, strides=(1,))
    views = windows[starts - BEFORE].view(np.uint64).reshape(-1, 2)
    views &= MASKS.take(np.minimum(sizes, INSIDE + 1), axis=0)
    parts = views.view(np.int32)
    parts[:, 0] = sizes
    long = np.flatnonzero(sizes > INSIDE)
    parts[long, 2] = buffer
    parts[long, 3] = starts[long]
    return views


def quoted_fields(data: bytes, fields: int, quotes: Places) -> QuotedFields | None:
    """Return the fields of the whole records that `data` begins with; None if any is not plain.

    `quotes` are the places of all quotes in it. Bytes behind the last newline that ends a record
    are not looked into, and never in a field.
    """
    if not data.startswith(b'"') or not 2 * VIEW <= len(data) < LONGEST:
        return None
    opens, closes = quotes[0::2][: len(quotes) // 2], quotes[1::2]
    # A quote that closes right before one that opens: together they are a text's own quote.
    inner = np.flatnonzero(opens[1:] - closes[:-1] == 1)
    opens, closes = np.delete(opens, inner + 1), np.delete(closes, inner)
    records = len(opens) // fields
    if records and int(closes[records * fields - 1]) + 1 == len(data):
        records -= 1  # its newline is still to come, or a second quote
    count = records * fields
    opens, closes = opens[:count], closes[:count]
    if not records or not _is_exact(data, opens.reshape(-1, fields), closes.reshape(-1, fields)):
        return None
    doubled, pairs = np.unique(inner - np.arange(len(inner)), return_counts=True)
    within = doubled < count
    shape = (records, fields)
    return QuotedFields(opens.reshape(shape), closes.reshape(shape), doubled[within], pairs[within])


def places_of(sign: int, data: bytes) -> Places:
    """Return where a byte stands in `data`, which has less than 2 GB."""
    view, places = np.frombuffer(data, np.uint8), [np.empty(0, np.int32)]
    for begin in range(0, len(view), WINDOW):
        places.append(np.flatnonzero(view[begin : begin + WINDOW] == sign).astype(np.int32))
        places[-1] += begin
    return np.concatenate(places)


def _is_exact(data: bytes, opens: Places, closes: Places) -> bool:
    """Whether nothing but one comma stands between fields, and one newline between records."""
    behind = np.frombuffer(data, np.uint8)[closes + 1]
    return bool(
        opens[0, 0] == 0
        and (opens.ravel()[1:] - closes.ravel()[:-1] == 2).all()
        and (behind[:, :-1] == COMMA).all()
        and (behind[:, -1] == NEWLINE).all()
        and _is_utf8(data, int(closes[-1, -1]))
    )


def _is_utf8(data: bytes, stop: int) -> bool:
    buffers = [None, pa.py_buffer(np.array([0, stop], np.int32)), pa.py_buffer(data)]
    try:
        pa.Array.from_buffers(pa.binary(), 1, buffers).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


MASKS = _masks()
