"""One CSV file -> the stage: every record read once, its themes found, its text forgotten."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.archive.csvfile import count_records
from dashboard.archive.engine import add_rows
from dashboard.archive.formats import STAGES, USERS, Format, quote
from dashboard.archive.matching import Matcher
from dashboard.archive.problem import IngestError

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

BATCH = 1 << 16  # records between two reports of progress
LONGEST = 1 << 22  # bytes of one record

# What a NULL in a column of the stage means, and so what is wrong with the record.
FAULTS = {
    "userid": "has no account id",
    "minute": "has no possible time",
    "kind": "does not say what kind of post it is",
    "language": "names a language that is not known",
    "posts": "has no usable count",
}


def make_tables(stage: duckdb.DuckDBPyConnection) -> None:
    """Create the stage's two tables. Posts keep the themes found in their text, not the text."""
    for role, table in (("posts", "post"), (USERS, "member")):
        columns = {**STAGES[role], "themes": "VARCHAR"} if role != USERS else STAGES[role]
        told = ", ".join(f"{name} {kind}" for name, kind in columns.items() if name != "text")
        stage.execute(f"CREATE TABLE {table} ({told})")


def read_file(
    stage: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    header: Sequence[str],
    form: Format,
    matcher: Matcher,
    progress: Progress,
) -> int:
    """Add the file's records to the stage and return how many there are; refuse any doubt."""
    expected, done = count_records(path, name), 0
    table = "member" if form.role == USERS else "post"
    progress(f"Reading {name}", 0, expected)
    for batch in _batches(stage, path, name, _query(path, header, form)):
        _check(batch, name, done)
        add_rows(stage, table, batch if form.role == USERS else _themed(batch, matcher))
        done += batch.num_rows
        progress(f"Reading {name}", done, expected)
    if done != expected:
        raise IngestError(f"{name}: {expected:,} records are in the file but {done:,} were read.")
    return done


def _query(path: Path, header: Sequence[str], form: Format) -> str:
    """Return SQL that reads every column as text and makes the stage's columns of them.

    DuckDB pairs given columns with a file's by place, so the header's order is kept; the names in
    it stay out of the SQL.
    """
    named = {column: f"c{place}" for place, column in enumerate(header)}
    known = [*form.needs, *form.optional]
    texts = ", ".join(
        f"coalesce({named[c]}, '') AS {c}" if c in named else f"'' AS {c}" for c in known
    )
    made = ", ".join(f"{sql} AS {column}" for column, sql in form.columns.items())
    columns = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(header)))
    return f"""SELECT {made} FROM (SELECT {texts} FROM read_csv({quote(str(path))},
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
        strict_mode = true, max_line_size = {LONGEST}, columns = {{{columns}}}))"""


def _batches(
    stage: duckdb.DuckDBPyConnection, path: Path, name: str, query: str
) -> Iterator[pa.Table]:
    """Yield the query's rows bit by bit, on a connection of its own beside the one that writes."""
    with stage.cursor() as reading:
        try:
            for batch in reading.sql(query).to_arrow_reader(BATCH):
                yield pa.Table.from_batches([batch])
        except (duckdb.Error, OSError) as problem:
            raise IngestError(f"{name} cannot be read: {_reason(problem)}") from None


def _reason(problem: Exception) -> str:
    """Return where and why the reader stopped, without the post's text that it quotes."""
    lines = str(problem).splitlines()
    where = lines[0].rpartition("Error: ")[2].rpartition("CSV Error on ")[2].lower()
    whys = ("Expected Number", "Value with", "Invalid unicode", "Maximum line size", "The CSV")
    why = next((line for line in lines if line.startswith(whys)), "")
    return f"{where}: {why.rstrip('.')}." if why else f"{where.rstrip('.')}."


def _check(batch: pa.Table, name: str, before: int) -> None:
    """Refuse the file at its first record that cannot be counted."""
    for column, fault in FAULTS.items():
        if column not in batch.column_names:
            continue
        bad = pc.is_null(batch[column])
        if column == "userid":
            bad = pc.or_(bad, pc.equal(batch[column], ""))
        if (first := pc.index(bad, True).as_py()) >= 0:
            raise IngestError(f"{name}: record {before + first + 1:,} {fault}.")


def _themed(batch: pa.Table, matcher: Matcher) -> pa.Table:
    """Put the themes that claim each post in the place of its text."""
    texts, tags = batch["text"].to_pylist(), batch["tags"].to_pylist()
    themes = [matcher.themes(*post) for post in zip(texts, tags, strict=True)]
    return batch.drop_columns(["text"]).append_column("themes", pa.array(themes, pa.string()))
