"""A user's mapping, in a small TOML file -> the format of another platform's posts.

    name = "Forum posts"            # what they are called in what the ingest says
    collection = "forum"            # whose files they are, as the catalogue names it
    times = ["%d.%m.%Y %H:%M"]      # how times are written, as in strptime; the first that fits
    zone = "Europe/Moscow"          # whose clock they are on; UTC if left out
    lists = ";"                     # what parts a list's items; "brackets" (as in ['a', 'b']) if
                                    # left out, or "blanks"
    [columns]                       # the file's own columns; the first three are needed
    userid = "member"
    time = "written"
    text = "body"
    language = "lang"               # a code such as en or pt-BR
    client = "app"
    hashtags = "tags"               # without hashtags or urls, those in the text count
    urls = "links"
    kind = "type"
    [kinds]                         # what the file calls them; any other is a fault of the record
    share = "retweet"
    post = "original"

Every text from the file gets into SQL as a quoted string or a quoted column name, never as SQL.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.catalogue.records import RecordError, check_known, read_record, read_toml
from dashboard.clock.local_time import offsets, zone_names
from dashboard.ingest.formats.expressions import (
    cases,
    hosts,
    identifier,
    language,
    listed,
    listed_hosts,
    listed_tags,
    local_minute,
    minute,
    quote,
    written_tags,
    written_urls,
)
from dashboard.ingest.formats.formats import POSTS, Format, staged
from dashboard.tables import KIND_UNKNOWN, KINDS, NOT_STATED, IngestError

TABLES = ("columns", "kinds")
BRACKETS, BLANKS = "brackets", "blanks"
ANY_TIME = "TIMESTAMP '2019-12-30 21:47:00'"


@dataclass(frozen=True)
class Columns:
    """The file's columns, by what they hold; "" = there is none."""

    userid: str
    time: str
    text: str
    language: str = ""
    client: str = ""
    hashtags: str = ""
    urls: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Mapping:
    """How the columns' values are written."""

    name: str
    collection: str
    times: tuple[str, ...]
    zone: str = "UTC"
    lists: str = BRACKETS


def read_mapping(path: Path) -> Format:
    """Return the format that the mapping at `path` describes; IngestError names what is wrong."""
    try:
        tables = read_toml(path)
        values = {key: value for key, value in tables.items() if key not in TABLES}
        mapping = read_record(Mapping, values, "mapping")
        columns = read_record(Columns, tables.get("columns", {}), "columns")
        kinds = _kinds(tables.get("kinds", {}), columns)
        _check_times(mapping)
    except RecordError as problem:
        told_where = str(problem).startswith(path.name)
        raise IngestError(f"{'' if told_where else f'{path.name}: '}{problem}") from None
    return _format(mapping, columns, kinds)


def _kinds(told: object, columns: Columns) -> dict[str, str]:
    """Return the kinds by what the file calls them."""
    if not isinstance(told, dict):
        raise RecordError("kinds: expected a table.")
    if bool(told) != bool(columns.kind):
        raise RecordError("kinds: the table and the column kind go together: give both or none.")
    for value, kind in told.items():
        if kind not in KINDS:
            raise RecordError(f"kinds: {value!r} must be one of {', '.join(KINDS)}, not {kind!r}.")
    return told


def _check_times(mapping: Mapping) -> None:
    """Check the zone, and that each way of writing a time tells the day and the minute."""
    check_known([mapping.zone], zone_names(), "mapping", "time zone")
    with duckdb.connect() as engine:
        for way in mapping.times:
            if not _tells(engine, way):
                raise RecordError(f"mapping: {way!r} in times does not tell a minute of a day.")
    has_offset = {"%z" in way for way in mapping.times}
    if len(has_offset) > 1:
        raise RecordError("mapping: either all times have %z, or none has.")
    if has_offset == {True} and mapping.zone != "UTC":
        raise RecordError("mapping: times with %z say their zone: leave out zone.")


def _tells(engine: duckdb.DuckDBPyConnection, way: str) -> bool:
    """Return whether a time that is written this way is read again as the same minute."""
    written = f"strftime({ANY_TIME}, {quote(way)})"
    again = f"epoch_us(try_strptime({written}, [{quote(way)}])) = epoch_us({ANY_TIME})"
    try:
        return engine.execute(f"SELECT {again}").fetchone() == (True,)
    except duckdb.Error:
        return False


def _format(mapping: Mapping, columns: Columns, kinds: dict[str, str]) -> Format:
    names = {key: name.lower() for key, name in vars(columns).items() if name}
    sql = {key: identifier(name) for key, name in names.items()}
    told = {
        "userid": sql["userid"],
        "minute": _minute(mapping, sql["time"]),
        "kind": cases(sql["kind"], kinds) if kinds else quote(KIND_UNKNOWN),
        "language": language(sql["language"]) if "language" in sql else quote(NOT_STATED),
        "client": sql.get("client", "''"),
        "tags": _tags(mapping.lists, sql),
        "hosts": _hosts(mapping.lists, sql),
        "text": sql["text"],
    }
    return Format(
        name=mapping.name,
        role=POSTS,
        collection=mapping.collection,
        needs=tuple(dict.fromkeys(names.values())),
        columns=staged(told),
        has=frozenset({"accounts", "tags", "domains", *(["clients"] if columns.client else [])}),
    )


def _minute(mapping: Mapping, time: str) -> str:
    starts, shifts = offsets(mapping.zone)
    return local_minute(minute(time, mapping.times), starts.tolist(), shifts.tolist())


def _items(lists: str, column: str) -> str:
    """Return SQL for a list's items, however they are parted."""
    if lists == BRACKETS:
        return listed(column)
    parts = f"string_split_regex({column}, '\\s+')"
    if lists != BLANKS:
        parts = f"string_split({column}, {quote(lists)})"
    return f"[trim(item) FOR item IN {parts} IF trim(item) <> '']"


def _tags(lists: str, sql: dict[str, str]) -> str:
    if "hashtags" not in sql:
        return written_tags(sql["text"])
    items = listed_tags(sql["hashtags"]) if lists == BRACKETS else _items(lists, sql["hashtags"])
    return f"[ltrim(tag, '#＃') FOR tag IN {items}]"


def _hosts(lists: str, sql: dict[str, str]) -> str:
    if "urls" not in sql:
        return hosts(written_urls(sql["text"]))
    is_bracketed = lists == BRACKETS
    return listed_hosts(sql["urls"]) if is_bracketed else hosts(_items(lists, sql["urls"]))
