"""Damaged files, and nasty ones that are sound, each with its verdict written beside it.

Every CSV shape starts from twelve simulated posts, number n written n quarter-hours after midnight,
so that the slots of what was read say which posts they were. A shape is a list of pieces, mostly
one record each; its verdict names the piece that must be set aside and why, the posts that are lost
with it, or the sentence that refuses the file. All other posts must come through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.ingest.formats.formats import USERS
from tests import archive_world as world

VICTIM = 6  # the post that most shapes damage, and its piece: the header is piece 0
ALL = frozenset(range(1, 13))
MARK = b"\xef\xbb\xbf"
CUT = "is cut short by the end of the file"
STRAY, OPEN, UTF8 = "has a stray quote", "has an open quote", "is not UTF-8 text"
TIME = "has no possible time"


class Kept:
    """Stands for a stage: keeps the rows it is given, which a stage would only count."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.rows: list[tuple[object, ...]] = []

    def add(self, role: str) -> None:
        columns = "slot" if role != USERS else "* EXCLUDE (account, simulated, fault, is_header)"
        query = f"SELECT {columns} FROM made WHERE fault IS NULL ORDER BY rowid"
        self.rows += self.engine.execute(query).fetchall()


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@dataclass(frozen=True)
class Shape:
    """A file and what must become of it: `bad` are the pieces set aside, with the reasons."""

    pieces: tuple[bytes, ...]
    bad: dict[int, str] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()
    refused: str = ""

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)

    def places(self) -> list[tuple[int, int, str]]:
        """Return line (from 1), byte (from 0) and reason of every record to be set aside."""
        before = {piece: b"".join(self.pieces[:piece]) for piece in self.bad}
        return [(b.count(b"\n") + 1, len(b), self.bad[piece]) for piece, b in before.items()]


def rows(**texts: str) -> list[dict[str, object]]:
    """Return the twelve posts; `p6="x"` gives post 6 another text."""
    times = {n: f"2020-03-01 {n // 4:02}:{n % 4 * 15:02}" for n in ALL}
    told = {n: texts.get(f"p{n}", f"text {n}") for n in ALL}
    return [world.post(n, 1 + n % 3, times[n], told[n]) for n in sorted(ALL)]


def written(quoted: bool = True, **texts: str) -> list[bytes]:
    """Return header and posts, every field in quotes as the platform has it, or only few."""
    lines = [world.csv_text([row], world.POSTS, quoted=quoted) for row in rows(**texts)]
    return [lines[0].partition(b"\n")[0] + b"\n", *(line.partition(b"\n")[2] for line in lines)]


P, S = written(), written(quoted=False)
HEADER, COLUMNS = P[0], len(world.POSTS)


def sound(pieces: list[bytes], lost: frozenset[int] = frozenset()) -> Shape:
    return Shape(tuple(pieces), lost=lost)


def swapped(
    new: bytes, reason: str, lost: frozenset[int] = frozenset({VICTIM}), base: list[bytes] = P
) -> Shape:
    """Return the file with another record in the victim's place."""
    return Shape((*base[:VICTIM], new, *base[VICTIM + 1 :]), {VICTIM: reason}, lost)


def changed(old: str | bytes, new: str | bytes, reason: str, base: list[bytes] = P) -> Shape:
    """Return the file with something else in the victim's record."""
    was, now = (text.encode() if isinstance(text, str) else text for text in (old, new))
    assert base[VICTIM].count(was) == 1
    return swapped(base[VICTIM].replace(was, now), reason, base=base)


def cut(last: bytes) -> Shape:
    """Return the file with its last record cut."""
    return Shape((*P[:12], last), {12: CUT}, frozenset({12}))


def refused(data: bytes, sentence: str) -> Shape:
    return Shape((data,), refused=sentence)


def fields(number: int) -> str:
    return f"has {number} field{'s' * (number > 1)}, not {COLUMNS}"


def renamed(old: str, new: str) -> bytes:
    return b"".join(P).replace(f'"{old}"'.encode(), f'"{new}"'.encode(), 1)


TEXT, CLOCK = '"text 6"', '"2020-03-01 01:30"'
NASTY = {
    "p1": "first\r\nlines end otherwise",
    "p3": 'a "quoted" word, a comma\nand "',
    "p5": "a carriage\rreturn, alone",
    "p6": "العربية ไทย 😀 \u200f\u202e\ufeff\u0085\u2028",
    "p8": "\n" * 50,
    "p9": '"""',
    "p12": "\\N \\ NULL #",
}
CRLF = [line.replace(b"\n", b"\r\n") for line in P]
TWENTY_MB = "x" * 20_000_000

SHAPES: dict[str, Shape] = {
    # Sound, whatever they look like.
    "as the platform writes it": sound(P),
    "nasty texts": sound(written(**NASTY)),
    "nasty texts, few quotes": sound(written(quoted=False, **NASTY)),
    "nasty texts, CRLF": sound([line[:-1] + b"\r\n" for line in written(**NASTY)]),
    "byte order mark": sound([MARK, *P]),
    "byte order mark at the first text": sound(
        [line.replace(b'"1', MARK + b"1", 1) if n == 1 else line for n, line in enumerate(S)]
    ),
    "CRLF": sound(CRLF),
    "CRLF, then LF": sound([*CRLF[:5], *P[5:]]),
    "LF, then CRLF": sound([*P[:5], *CRLF[5:]]),
    "no newline at the end": sound([*P[:12], P[12][:-1]]),
    "a lone CR at the end": sound([*P[:12], P[12][:-1] + b"\r"]),
    "blank lines": sound([HEADER, b"\n\n", *P[1:4], b"\r\n\n", *P[4:], b"\n\n"]),
    "few quotes": sound(S),
    "blanks around quotes": sound(
        [*P[:6], P[6].replace(b",", b" , ").replace(b"\n", b" \n"), *P[7:]]
    ),
    "header in capitals": sound([HEADER.upper(), *P[1:]]),
    "a column nobody asked for": sound([b'"more",' + HEADER, *(b'"a,\nb",' + p for p in P[1:])]),
    "bad UTF-8 in a column not used": sound(
        [*P[:6], P[6].replace(b'"u01","","",""', b'"u01","caf\xe9","",""'), *P[7:]]
    ),
    # One record is damaged, its neighbours are not.
    "short": swapped(b",".join(P[6].split(b",")[:7]) + b"\n", fields(7)),
    "long": swapped(P[6][:-1] + b',"more"\n', fields(COLUMNS + 1)),
    "long by an empty field": swapped(P[6][:-1] + b',""\n', fields(COLUMNS + 1)),
    "long by a comma": swapped(P[6][:-1] + b",\n", fields(COLUMNS + 1)),
    "comma in a bare text": changed("text 6", "text, 6", fields(COLUMNS + 1), S),
    "comma for a quote": changed(TEXT, ',text 6"', OPEN),
    "quotes not doubled": changed("text 6", 'he said "hi" there', STRAY),
    "quotes not doubled in a bare text": changed("text 6", 'he said "hi" there', STRAY, S),
    "one quote in a bare text": changed("text 6", 'a 5" screen', OPEN, S),
    "opening quote lost": changed(TEXT, 'text 6"', OPEN),
    "closing quote lost": changed(TEXT, '"text 6', OPEN),
    "open quote that swallows the rest": changed("text 6", '"text 6', OPEN, S),
    "open quote at the very start": swapped(b'"' + S[6], OPEN, base=S),
    "quote added at the start": swapped(b'"' + P[6], OPEN),
    "backslash before quotes": changed("text 6", '\\"text\\" 6', STRAY),
    "text after a quoted field": changed(TEXT, TEXT + "x", STRAY),
    "NUL": changed("text 6", "te\0xt", "holds a NUL byte"),
    "bad UTF-8 in a text": changed("text 6", b"caf\xe9", UTF8),
    "bad UTF-8 behind a long field": changed(TEXT, b'"caf\xe9' + b"x" * 200_000 + b'"', UTF8),
    "lone surrogate": changed("text 6", b"\xed\xa0\x80", UTF8),
    "overlong UTF-8": changed("text 6", b"\xc0\xaf", UTF8),
    "a field of 20 MB": changed("text 6", TWENTY_MB, "is longer than 4 MiB"),
    "header repeated": swapped(HEADER, "repeats the header"),
    "two files in one, each with its mark": swapped(MARK + S[0], "repeats the header", base=S),
    "CR in a bare text": changed("text 6", "te\rxt", "has a stray carriage return", S),
    "line of blanks": swapped(b"   \n", fields(1)),
    "noise": swapped(b"\x89PNG\r\x1a\x07 \xff\n", "has a stray carriage return"),
    "two records on one line": Shape(
        (*P[:6], P[6][:-1] + b"," + P[7], *P[8:]), {6: fields(2 * COLUMNS)}, frozenset({6, 7})
    ),
    "one record on two lines": Shape(
        (*S[:6], *S[6].replace(b"text 6", b"te\n|xt").split(b"|"), *S[7:]),
        {6: fields(13), 7: fields(18)},
        frozenset({6}),
    ),
    "impossible time": changed(CLOCK, '"2020-13-45 25:99"', TIME),
    "no time": changed(CLOCK, '""', TIME),
    "before the first post of all": changed(CLOCK, '"2006-03-20 12:00"', TIME),
    "after the disclosure": changed(CLOCK, '"2020-10-09 00:00"', "is dated after the disclosure"),
    "no account": changed('"u01"', '""', "has no account id"),
    "rounded account": changed('"u01"', '"1.01421E+18"', "has no account id"),
    "account rounded to one digit": changed('"u01"', '"9E+17"', "has no account id"),
    "account rounded to zeros": changed('"u01"', '"1014210000000000000"', "has no account id"),
    "no account, in a word": changed('"u01"', '"NULL"', "has no account id"),
    "hashtags in no form": swapped(
        P[6].replace(b'"[]"', b'"{six"', 1), "has hashtags in a form that cannot be read"
    ),
    "neither retweet nor not": changed(
        '"false"', '"perhaps"', "does not say what kind of post it is"
    ),
    # The end is missing.
    "cut within quotes": cut(P[12][:-70]),
    "cut within a text": cut(P[12][: P[12].index(b"text") + 2]),
    "cut behind a comma": cut(P[12][: P[12].index(b'"text')]),
    "cut behind a quote": cut(P[12][: P[12].index(b'"text') - 1]),
    "end of file sign": Shape((*P, b"\x1a"), {13: CUT}),
    "cut behind a record": sound(P[:9], lost=frozenset(range(9, 13))),
    "header alone": sound(P[:1], lost=ALL),
    # Not read at all.
    "empty": refused(b"", "p.csv is empty."),
    "blank": refused(b"\n \n", "p.csv is empty."),
    "byte order mark alone": refused(MARK, "p.csv is empty."),
    "UTF-16": refused(b"".join(P).decode().encode("utf-16"), "p.csv is UTF-16 text: save it"),
    "UTF-16 without its mark": refused(
        b"".join(P).decode().encode("utf-16-be"), "p.csv is UTF-16 text: save it"
    ),
    "Latin-1": refused(b"tweetid,caf\xe9\n1,2\n", "p.csv is not UTF-8 text."),
    "CR alone": refused(b"".join(P).replace(b"\n", b"\r"), "p.csv ends its lines as old Macs did"),
    "CR alone, LF in a text": refused(
        b"".join(written(**NASTY)).replace(b'"\n', b'"\r'), "p.csv ends its lines as old Macs did"
    ),
    "semicolons": refused(
        b"".join(P).replace(b'","', b'";"'), "p.csv parts its columns by semicolons, not by commas."
    ),
    "tabs": refused(
        b"".join(S).replace(b",", b"\t"), "p.csv parts its columns by tabs, not by commas."
    ),
    "web page": refused(MARK + b"<!DOCTYPE html>\n<html>503", "p.csv is a web page, not a data"),
    "column missing": refused(
        world.csv_text(rows(), tuple(c for c in world.POSTS if c != "tweet_time")),
        "p.csv looks like platform posts but has no column tweet_time.",
    ),
    "column renamed": refused(
        renamed("tweet_time", "time"),
        "p.csv looks like platform posts but has no column tweet_time.",
    ),
    "column twice": refused(
        renamed("tweet_client_name", "Tweet_Text"), "p.csv has the column tweet_text twice."
    ),
    "header with an open quote": refused(b'"' + HEADER, "p.csv has no readable header"),
    "no header": refused(b"".join(P[1:]), "p.csv has the column [] twice."),
    "archive in disguise": refused(b"PK\x03\x04", "p.csv is damaged"),
}
