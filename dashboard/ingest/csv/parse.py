"""A block of CSV -> a table: one row a record, the columns of the stage, and what is wrong.

Where every field is quoted and lies where it should (`quoted`), that was all there is to parse. Any
other slab DuckDB parses, strictly. It must find as many records as the quotes say there are; if it
does not, or refuses, the slab is sifted and its sound records are parsed instead.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.ingest.csv.blocks import Slab, Spans
from dashboard.ingest.csv.quoted import beginnings
from dashboard.ingest.csv.salvage import LONGEST, BadRecord, plainly, sift
from dashboard.ingest.formats import expressions as sql
from dashboard.ingest.formats.expressions import filled, identifier, may_be_missing, quote
from dashboard.ingest.formats.formats import POSTS, USERS, Format
from dashboard.look.simulated import MARK
from dashboard.tables import IngestError

SIMULATED = f"starts_with(userid, {quote(MARK)})"  # what has no ids of its own is real
ACCOUNT = "hash(userid)"  # 64 bits: two of 100,000 accounts meet once in 4 billion ingests
SLOT_OF_MINUTE = "minute // 15"  # in SQL
# A copy that was saved again may end the lines of a text in another way.
SAID = "hash(userid, minute, kind, language, client, tags, hosts, replace(text, chr(13), ''))"
NOTHING = "NULL::UBIGINT"
NUMBER, WHOLE = '" number"', '" whole"'  # a file's names have no blank in front: these are free
# Stands for "no value" and is in no field. If "" did, DuckDB would drop an empty field too many.
NEVER = "\0"
VIEWED = "viewed"  # the used columns of a slab, where they could be told without the parser
# What a column of the stage that cannot be counted says about its record, in this order.
FAULTS = {
    "userid": ("coalesce(userid, '') = ''", "has no account id"),
    "minute": ("minute IS NULL", "has no possible time"),
    "kind": ("kind IS NULL", "does not say what kind of post it is"),
    "language": ("language IS NULL", "names a language that is not known"),
    "posts": ("posts IS NULL", "has no usable count"),
    "tags": ("tags IS NULL", "has hashtags in a form that cannot be read"),
}


@dataclass(frozen=True)
class RecordQuery:
    """How the records of one file are read: SQL over its columns c0, c1, …, and which are used."""

    path: Path  # where a slab lies while it is parsed
    fields: int
    used: Mapping[int, str]  # the columns' names by their places
    viewed: tuple[int, ...]  # beside those used all that tell records without an id apart
    made: str  # SQL of what is made of the used columns
    more: tuple[str, ...]  # SQL of columns beside them

    @classmethod
    def of(cls, header: Sequence[str], form: Format, path: Path, latest: int) -> "RecordQuery":
        """Return the query of a file with this header; posts after minute `latest` are no posts.

        DuckDB pairs given columns with a file's by place, so the header's order is kept; the names
        in it stay out of the SQL.
        """
        places = {column: place for place, column in enumerate(header)}
        present = [column for column in (*form.needs, *form.optional) if column in places]
        missing = [column for column in form.optional if column not in places]
        used = {places[column]: column for column in present}
        has_id = bool(form.post_id) and form.post_id in places
        viewed = tuple(used) if has_id or form.role != POSTS else tuple(range(len(header)))
        beside = [f"'' AS {identifier(column)}" for column in missing]
        beside += [f"hash({', '.join(f'c{place}' for place in viewed)}) AS {WHOLE}"]
        made = ", ".join(f"{made} AS {column}" for column, made in form.columns.items())
        # A byte order mark may stand before a file's first name, so another one is looked at.
        sign = next((column for column in present if places[column]), present[0])
        id_column = identifier(form.post_id)
        number = sql.number(id_column) if has_id else NOTHING
        post = sql.post_id(id_column, NUMBER) if has_id else NOTHING
        made += f", lower({identifier(sign)}) = {quote(sign)} AS is_header, {post} AS post"
        made += f", {NUMBER}, {WHOLE}"
        more = f"{ACCOUNT} AS account, {SIMULATED} AS simulated, {_fault(form, latest)} AS fault"
        more += f", {SLOT_OF_MINUTE} AS slot" if "minute" in form.columns else ""
        if form.role != USERS:
            drift = sql.drift(NUMBER, "minute") if form.tells_minute else "NULL::INTEGER"
            more += f", {drift} AS drift, post, {_fingerprint(form, has_id)} AS fingerprint"
        query = f"SELECT * EXCLUDE (userid, post, {NUMBER}, {WHOLE}), {more} FROM "
        query += f"(SELECT {made} FROM (SELECT *, {number} AS {NUMBER} FROM "
        return cls(path, len(header), used, viewed, query, tuple(beside))

    def of_file(self) -> str:
        """Return SQL over the slab in `path`."""
        columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(self.fields))
        read = f"""read_csv({quote(str(self.path))},
            auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
            nullstr = {quote(NEVER)}, strict_mode = true, max_line_size = {2 * LONGEST},
            columns = {{{columns}}})"""
        return self._over(read, self.used)

    def of_views(self, texts: Sequence[pa.StringViewArray]) -> str:
        """Return SQL over the table VIEWED, which has `texts` as its columns.

        Where none of a column's can be a missing value, it is taken as it is.
        """
        columns = zip(self.viewed, texts, strict=True)
        return self._over(VIEWED, [c for c, text in columns if may_be_missing(*beginnings(text))])

    def _over(self, source: str, doubtful: Collection[int]) -> str:
        cells = {c: filled(f"c{c}") if c in doubtful else f"c{c}" for c in self.used}
        texts = [f"{cells[c]} AS {identifier(name)}" for c, name in self.used.items()]
        return f"{self.made} (SELECT {', '.join([*texts, *self.more])} FROM {source})))"


def _fingerprint(form: Format, has_id: bool) -> str:
    """Return SQL for what is equal in two records that say the same; NULL if they are no posts.

    Of posts with an id that is what is counted; without one nothing less than the whole record.
    """
    if form.role != POSTS:
        return NOTHING
    return SAID if has_id else WHOLE


def _fault(form: Format, latest: int) -> str:
    """Return SQL for what is wrong with a record; NULL if nothing is."""
    whens = ["WHEN is_header THEN 'repeats the header'"]
    whens += [
        f"WHEN {is_so} THEN {quote(t)}" for c, (is_so, t) in FAULTS.items() if c in form.columns
    ]
    if form.role != USERS:
        whens.append(f"WHEN minute > {latest} THEN 'is dated after the disclosure'")
    return f"CASE {' '.join(whens)} END"


@dataclass(frozen=True)
class Parsed:
    """What became of a slab's records."""

    spans: Spans  # of the rows of `made`, in their order, those with a fault among them
    bad: tuple[BadRecord, ...]  # that cannot be read
    rest: int  # where the part starts that only more data can decide


def parse(engine: duckdb.DuckDBPyConnection, slab: Slab, query: RecordQuery, name: str) -> Parsed:
    """Fill the table `made` from the slab's sound records."""
    spans = slab.spans()
    if _is_plain(slab, spans) and _make(engine, slab, spans, query):
        return Parsed(spans, (), len(slab.data))
    sifted = sift(slab.data, query.fields, tuple(query.used), slab.is_last)
    starts, stops = np.array(sifted.good, np.int64).reshape(-1, 2).T
    sound = b"".join(plainly(slab.data[a:b]) for a, b in sifted.good)
    if not _try(engine, sound, b"\n", query, len(starts)):
        where = f"between lines {slab.line:,} and {slab.line + slab.data.count(10):,}"
        raise IngestError(f"{name} cannot be read {where}: two ways of reading it disagree.")
    return Parsed(Spans(starts, stops), tuple(sifted.bad), sifted.rest)


def _is_plain(slab: Slab, spans: Spans) -> bool:
    """Return whether DuckDB can be trusted: it accepts cut or too long records and stray signs."""
    longest = (spans.stops - spans.starts).max(initial=0)
    if not slab.is_whole or longest > LONGEST or slab.has_stray or b"\0" in slab.data:
        return False
    # Among lines that end in \r\n, it takes \r alone for an end, too.
    return _line_end(slab, spans) == b"\n" or slab.data.count(b"\r") == slab.data.count(b"\r\n")


def _line_end(slab: Slab, spans: Spans) -> bytes:
    stop = int(spans.stops[0]) if len(spans) else 0
    return b"\r\n" if slab.data[:stop].endswith(b"\r\n") else b"\n"


def _make(engine: duckdb.DuckDBPyConnection, slab: Slab, spans: Spans, query: RecordQuery) -> bool:
    """Whether all of a plain slab's records are in the table `made` now."""
    if slab.quoted is None:
        return _try(engine, slab.data, _line_end(slab, spans), query, len(spans))
    texts = slab.quoted.texts(slab.data, query.viewed)
    engine.register(VIEWED, pa.table(texts, names=[f"c{place}" for place in query.viewed]))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE made AS {query.of_views(texts)}")
    engine.unregister(VIEWED)
    return True


def _try(
    engine: duckdb.DuckDBPyConnection,
    data: bytes,
    line_end: bytes,
    query: RecordQuery,
    records: int,
) -> bool:
    """Whether DuckDB finds so many records in `data`; they are in the table `made` then.

    It takes the first newline for the line end of all, even one in a text, and drops a byte order
    mark at the start, even of a text. A blank line in front, which it skips, settles both.
    """
    with query.path.open("wb") as file:
        file.writelines((line_end, data))
    try:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE made AS {query.of_file()}")
    except duckdb.InvalidInputException:
        return False
    counted = engine.execute("SELECT count(*) FROM made").fetchone()
    return counted == (records,)
