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
    postid = "number"               # by which a post that is there twice is known, and counted once
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
from dashboard.ingest.formats import expressions as sql
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
    postid: str = ""
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
        names_file = str(problem).startswith(path.name)
        raise IngestError(f"{'' if names_file else f'{path.name}: '}{problem}") from None
    return _format(mapping, columns, kinds)


def _kinds(table: object, columns: Columns) -> dict[str, str]:
    """Return the kinds by what the file calls them."""
    if not isinstance(table, dict):
        raise RecordError("kinds: expected a table.")
    if bool(table) != bool(columns.kind):
        raise RecordError("kinds: the table and the column kind go together: give both or none.")
    for value, kind in table.items():
        if kind not in KINDS:
            raise RecordError(f"kinds: {value!r} must be one of {', '.join(KINDS)}, not {kind!r}.")
    return table


def _check_times(mapping: Mapping) -> None:
    """Check the zone, and that each way of writing a time tells the day and the minute."""
    check_known([mapping.zone], zone_names(), "mapping", "time zone")
    with duckdb.connect() as engine:
        for time_format in mapping.times:
            if not _tells_minute(engine, time_format):
                raise RecordError(
                    f"mapping: {time_format!r} in times does not tell a minute of a day."
                )
    has_offset = {"%z" in time_format for time_format in mapping.times}
    if len(has_offset) > 1:
        raise RecordError("mapping: either all times have %z, or none has.")
    if has_offset == {True} and mapping.zone != "UTC":
        raise RecordError("mapping: times with %z say their zone: leave out zone.")


def _tells_minute(engine: duckdb.DuckDBPyConnection, time_format: str) -> bool:
    """Return whether a time that is written this way is read again as the same minute."""
    text = f"strftime({ANY_TIME}, {sql.quote(time_format)})"
    parsed = f"try_strptime({text}, [{sql.quote(time_format)}])"
    try:
        row = engine.execute(f"SELECT epoch_us({parsed}) = epoch_us({ANY_TIME})").fetchone()
    except duckdb.Error:
        return False
    return row == (True,)


def _format(mapping: Mapping, columns: Columns, kinds: dict[str, str]) -> Format:
    names = {key: name.lower() for key, name in vars(columns).items() if name}
    quoted = {key: sql.identifier(name) for key, name in names.items()}
    starts, shifts = (values.tolist() for values in offsets(mapping.zone))
    return Format(
        name=mapping.name,
        role=POSTS,
        collection=mapping.collection,
        needs=tuple(dict.fromkeys(names.values())),
        columns=staged(
            userid=sql.member(quoted["userid"]),
            minute=sql.local_minute(sql.minute(quoted["time"], mapping.times), starts, shifts),
            kind=sql.cases(quoted["kind"], kinds) if kinds else sql.quote(KIND_UNKNOWN),
            language=sql.language(quoted["language"])
            if columns.language
            else sql.quote(NOT_STATED),
            client=quoted.get("client", "''"),
            tags=_tags(mapping.lists, quoted),
            hosts=_hosts(mapping.lists, quoted),
            text=quoted["text"],
        ),
        has=frozenset({"accounts", "tags", "domains", *(["clients"] if columns.client else [])}),
        post_id=names.get("postid", ""),
    )


def _tags(lists: str, quoted: dict[str, str]) -> str:
    if "hashtags" not in quoted:
        return sql.written_tags(quoted["text"])
    column = quoted["hashtags"]
    if lists == BRACKETS:
        return sql.listed_tags(column)
    items = f"[ltrim(tag, '#＃') FOR tag IN {_parted(column, lists)}]"
    # A list in brackets is parted in another way than the mapping says.
    return rf"CASE WHEN NOT regexp_matches({column}, '^\s*[\[({{]') THEN {items} END"


def _hosts(lists: str, quoted: dict[str, str]) -> str:
    if "urls" not in quoted:
        return sql.hosts(sql.written_urls(quoted["text"]))
    column = quoted["urls"]
    return sql.listed_hosts(column) if lists == BRACKETS else sql.hosts(_parted(column, lists))


def _parted(column: str, mark: str) -> str:
    """Return SQL for the items of a list that are parted by a mark, or by blanks."""
    parts = f"string_split({column}, {sql.quote(mark)})"
    if mark == BLANKS:
        parts = f"string_split_regex({column}, '\\s+')"
    return f"[trim(item) FOR item IN {parts} IF trim(item) <> '']"
