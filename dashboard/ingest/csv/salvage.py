"""A damaged block of CSV -> its sound records, and what is wrong with the others.

The parser does not say reliably where a slab is damaged, and a single stray quote turns all that
follows inside out. So each record is matched against the exact shape of one, and after one that
does not fit, reading goes on at the first line that does. What lies between is set aside: a record
for each newline outside quotes, or one if its quotes do not come in pairs.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from dashboard.ingest.csv.blocks import look_through

LONGEST = 1 << 22  # bytes of one record; the parser's limit too
UNFINISHED = 1 << 25  # bytes after which a record that does not end is damage
CUT = "is cut short by the end of the file"

# A field is quoted, or free of commas, quotes and line ends. Blanks around quotes are not part of
# it. `*+` never gives back, so that no text can make matching slow.
QUOTED = rb' *+"(?:[^"]++|"")*+" *+'
BARE = rb'[^",\r\n]*+'
FIELD = re.compile(rb"(?:" + QUOTED + rb"|" + BARE + rb")")
OPEN = rb' *+"(?:[^"]++|"")*+'  # a quoted field that the end of the data cuts
BLANK = re.compile(rb"\r?\n")


@dataclass(frozen=True)
class Shape:
    """What a record with so many fields looks like, whole and as the beginning of one."""

    fields: int
    whole: re.Pattern[bytes]
    last: re.Pattern[bytes]  # whole, but the end of the file may stand for its newline
    begun: re.Pattern[bytes]

    @classmethod
    @lru_cache
    def of(cls, fields: int) -> "Shape":
        """Return the shape of a record of `fields` fields."""
        field = FIELD.pattern
        all_fields = field + rb"(?:," + field + rb"){%d}" % (fields - 1)
        some_fields = rb"(?:" + field + rb",){0,%d}+" % (fields - 1)
        return cls(
            fields,
            re.compile(all_fields + rb"\r?\n"),
            re.compile(all_fields + rb"\r?(?:\n|\Z)"),
            re.compile(some_fields + rb"(?:" + OPEN + rb'"? *+|' + BARE + rb")\r?\Z"),
        )


@dataclass(frozen=True)
class BadRecord:
    """A record that cannot be read: where it lies in the slab, and why, in words."""

    start: int
    stop: int
    reason: str


@dataclass
class SiftedSlab:
    """Records of a slab, sound and bad; from `rest` on only more data can decide."""

    good: list[tuple[int, int]] = field(default_factory=list)
    bad: list[BadRecord] = field(default_factory=list)
    rest: int = 0


def sift(data: bytes, fields: int, used: Collection[int], is_last: bool) -> SiftedSlab:
    """Return which records of `data` are sound; of the last slab nothing is left over.

    `used` are the places of the columns that are read: elsewhere bad UTF-8 does no harm, and the
    parser does not see it either.
    """
    shape, sifted, at = Shape.of(fields), SiftedSlab(), 0
    whole = shape.last if is_last else shape.whole
    while at < len(data):
        if match := whole.match(data, at):
            if reason := _untrusted(data[at : match.end()], used):
                sifted.bad.append(BadRecord(at, match.end(), reason))
            else:
                sifted.good.append((at, match.end()))
            at = match.end()
        elif match := BLANK.match(data, at):
            at = match.end()
        else:
            begun = shape.begun.match(data, at) is not None
            may_go_on = not is_last and len(data) - at < UNFINISHED
            stop = len(data) if begun and may_go_on else _resume(whole, data, at, not may_go_on)
            if stop == len(data) and may_go_on:
                break
            is_cut = is_last and begun and stop == len(data)
            bad = [BadRecord(at, stop, CUT)] if is_cut else _set_aside(shape, data, at, stop)
            sifted.bad += bad
            at = stop
    sifted.rest = at
    return sifted


def _untrusted(record: bytes, used: Collection[int]) -> str:
    """Return why no parser can be trusted with a record that fits; "" = it can."""
    if len(record) > LONGEST:
        return f"is longer than {LONGEST >> 20} MiB"
    if b"\0" in record:
        return "holds a NUL byte"
    if _decodes(record) or all(_decodes(_fields(record)[0][place]) for place in used):
        return ""
    return "is not UTF-8 text"


def _fields(record: bytes) -> tuple[list[bytes], bytes]:
    """Return the fields that a record begins with, as written, and what comes behind them."""
    fields, at = [], -1
    while at < 0 or record[at : at + 1] == b",":
        match = FIELD.match(record, at + 1)
        assert match  # a field may be empty
        fields.append(match.group())
        at = match.end()
    return fields, record[at:]


def _decodes(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _resume(whole: re.Pattern[bytes], data: bytes, at: int, is_final: bool) -> int:
    """Return where the first record after `at` begins that fits, or the end of the data.

    In a quoted text a quote is written twice, so a line of it can never begin with a single one.
    Where a file quotes its first fields, that keeps a text from posing as a record. But the quote
    at `at` may be the damage: so if no such line follows, any that fits is taken in the end.
    """
    if _opens(data, at):
        line = _next_record(whole, data, at, quoted=True)
        if line < len(data) or not is_final:
            return line
    return _next_record(whole, data, at, quoted=False)


def _next_record(whole: re.Pattern[bytes], data: bytes, at: int, quoted: bool) -> int:
    while line := data.find(b"\n", at) + 1:
        if (not quoted or _opens(data, line)) and whole.match(data, line):
            return line
        at = line
    return len(data)


def _opens(data: bytes, at: int) -> bool:
    """Whether a field in quotes begins here, and is not empty."""
    return data[at : at + 1] == b'"' and data[at + 1 : at + 2] != b'"'


def _set_aside(shape: Shape, data: bytes, start: int, stop: int) -> list[BadRecord]:
    """Return the records between two places, each with what is wrong with it."""
    part = data[start:stop]
    ends = [0, *look_through(part)[0].tolist()]
    if ends[-1] != len(part):
        return [BadRecord(start, stop, _torn(part))]
    return [
        BadRecord(start + a, start + b, _fault(shape, part[a:b]))
        for a, b in pairwise(ends)
        if not BLANK.fullmatch(part, a, b)
    ]


def _torn(part: bytes) -> str:
    lines = part.rstrip(b"\r\n").count(b"\n") + 1
    return "has an open quote" + (f" that swallows {lines} lines" if lines > 1 else "")


def plainly(record: bytes) -> bytes:
    """Return a sound record as no parser can misread it: one kind of line end, no idle blanks.

    What is no UTF-8, which only columns that are not counted can hold, gives way to a mark.
    """
    line = record.rstrip(b"\r\n")
    line = line if _decodes(line) else line.decode(errors="replace").encode()
    if b' "' in line or b'" ' in line:
        fields, _ = _fields(line)
        line = b",".join(field.strip(b" ") if b'"' in field else field for field in fields)
    return line + b"\n"


def _fault(shape: Shape, record: bytes) -> str:
    fields, rest = _fields(record)
    if rest in (b"\n", b"\r\n", b""):
        return f"has {len(fields)} field{'s' * (len(fields) > 1)}, not {shape.fields}"
    return "has a stray carriage return" if rest.startswith(b"\r") else "has a stray quote"
