"""Damaged records, each kind made from a whole one, to be planted at places that are known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Row = dict[str, str]

MARGIN = 5  # columns that a short record lacks
BEFORE_ALL = "2005-12-31 23:59"  # there was no platform yet
NEVER = "2019-02-30 25:61"
AFTER_ALL = "2031-01-01 00:00"


@dataclass(frozen=True)
class DamagedRecord:
    """A record that must not be counted: where it begins, and what is wrong with it.

    `lines` are the lines it takes up; an open quote takes the line after it along.
    """

    file: str
    line: int  # from 1, the header's
    byte: int  # from 0
    kind: str
    lines: int


def quoted(cells: Sequence[str]) -> bytes:
    """Return one whole record."""
    return b",".join(_field(cell) for cell in cells) + b"\n"


def _field(cell: str) -> bytes:
    return b'"' + cell.replace('"', '""').encode() + b'"'


def _in_text(row: Row, damage: bytes) -> bytes:
    """Return the record with `damage` as it is in the middle of its text."""
    hole = "SIMULATEDHOLE"
    return quoted([*(row | {"tweet_text": f"some {hole} text"}).values()]).replace(
        hole.encode(), damage
    )


def _open_quote(row: Row) -> bytes:
    """A text that is never closed, and on the next line a record that it swallows.

    The second lacks its last quote. Together they have an even number of quotes, so that whoever
    goes by quotes alone sees one record here, and the record after it is whole again.
    """
    flat = {name: " ".join(cell.split()) for name, cell in row.items()}
    whole = quoted([*flat.values()])
    text = _field(flat["tweet_text"]) + b","
    opened = whole.replace(text, text[:-2] + b",", 1)
    return opened + whole[:-2] + b"\n"


def _at(row: Row, time: str) -> bytes:
    return quoted([*(row | {"tweet_time": time}).values()])


def _outside(row: Row) -> bytes:
    """A time before there was a platform, or after the disclosure, in turns by the post's id."""
    return _at(row, AFTER_ALL if int(row["tweetid"]) % 2 else BEFORE_ALL)


KINDS: Mapping[str, Callable[[Row], bytes]] = {
    "short": lambda row: quoted([*row.values()][:-MARGIN]),
    "long": lambda row: quoted([*row.values(), "one", "too many"]),
    "stray-quote": lambda row: _in_text(row, b'with "bare quotes" in its'),
    "open-quote": _open_quote,
    "bad-utf8": lambda row: _in_text(row, b"\xff\xfe\xc3("),
    "nul": lambda row: _in_text(row, b"\x00"),
    "header-repeated": lambda row: quoted([*row]),
    "impossible-time": lambda row: _at(row, NEVER),
    "outside": _outside,
}
