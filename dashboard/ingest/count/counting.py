"""Runs the expressions of `aggregates` on a stage, and keeps tables that several of them need."""

from functools import cached_property
from typing import Any

import duckdb
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.clock.weeks_months import days_between, spans_between
from dashboard.ingest.count import aggregates
from dashboard.ingest.count.aggregates import dated_hours
from dashboard.ingest.count.phases import Phases, changes, enough, is_stated, posts_by
from dashboard.ingest.count.queries import Query, named, written
from dashboard.store.holdings import Subject
from dashboard.tables import typed

PREFIX = "counted_"  # of the tables made on the way, so that they hide none of the stage's
PLACES = {"slot": "int32", "span": "int32", "day": "int8", "hour": "int16", "date": "int32"}
SPANS = {"span": "int32", "operator": "string", "utc": "string"}
CHANGES = {"account": "uint64", "slot": "int32", "span": "int32"}


class Counting:
    """The spans, cells and phases of accounts; how an expression becomes a table or a frame."""

    def __init__(
        self, stage: duckdb.DuckDBPyConnection, about: Subject, tells_accounts: bool
    ) -> None:
        self._stage = stage
        self._made: set[str] = set()
        ((first, last),) = stage.execute(written(aggregates.reach).sql).fetchall()
        first, last = (0, -1) if first is None else (first, last)
        slots, spans = spans_between(first, last, about.zone)
        slots = slots.join(days_between(first, last, about.zone, about.country))
        self.slots = self._take("slot", slots, PLACES)
        self.spans = self._take("span", spans, SPANS)
        self.cells = self.make("cell", written(aggregates.account_cells, self.slots))
        begins = slots.drop_duplicates("span")[["slot", "span"]].merge(spans, on="span")
        self.phases = self._phases(begins) if tells_accounts else Phases(is_stated=False)

    def _phases(self, begins: pd.DataFrame) -> Phases:
        """Find the accounts that changed hands; `begins` has slot, span and months of each span."""
        mixes = [self._posts_by(word) for word in ("language", "client")]
        changed = enough(changes(*mixes))
        if changed.empty:
            return Phases(is_stated(*mixes))
        first = begins.drop_duplicates("operator").rename(columns={"operator": "month"})
        turns = changed.merge(first, on="month", validate="m:1")[list(CHANGES)]
        return Phases(is_stated=True, changes=self._take("change", turns, CHANGES))

    def _posts_by(self, word: str) -> pd.DataFrame:
        columns = {"account": "uint64", "month": "category", word: "category", "posts": "int64"}
        return self.frame(written(posts_by, word, self.cells, self.spans), columns)

    @cached_property
    def dated(self) -> ir.Table:
        """Return the posts of accounts by day and hour: many cells, made only if needed."""
        return self.make("dated", written(dated_hours, self.slots))

    @cached_property
    def accounts(self) -> ir.Table:
        """Return every account with its number."""
        return self.make("account", written(aggregates.numbered_accounts, self.cells))

    def _take(self, name: str, frame: pd.DataFrame, columns: dict[str, str]) -> ir.Table:
        """Make a table of a frame."""
        source = f"{PREFIX}source"
        self._stage.register(source, pa.Table.from_pandas(frame, preserve_index=False))
        table = self.make(name, written(named, source, tuple(columns.items())))
        self._stage.unregister(source)
        return table

    def make(self, name: str, query: Query) -> ir.Table:
        """Run `query` into a table, in place of an older one of that name, and return it."""
        table = f"{PREFIX}{name}"
        self._stage.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query.narrow}")
        self._made.add(table)
        return named(table, query.columns)

    def frame(
        self, query: Query, columns: dict[str, str], names: Query | None = None
    ) -> pd.DataFrame:
        """Run `query` and return its rows, in their order, as a table of the store.

        With `names`, whose rows are in the order of their numbers, the column `number` gives way to
        the texts that have it there.
        """
        table = self._fetch(query)
        if names is not None:
            table = _with_texts(table, self._fetch(names))
        for name in (name for name, kind in columns.items() if kind == "category"):
            # A million Python strings would take longer than all the counting.
            place = table.column_names.index(name)
            table = table.set_column(place, name, _in_order(_encoded(table[name])))
        frame: pd.DataFrame = table.to_pandas()
        return typed(frame, columns)

    def _fetch(self, query: Query) -> pa.Table:
        # The order of rows is that of the outermost query: nothing may be written around it.
        table = self._stage.sql(query.sql).to_arrow_table()
        schema = [
            f.with_type(pa.int64()) if pa.types.is_decimal(f.type) else f for f in table.schema
        ]
        return table.cast(pa.schema(schema))

    def totals(self, query: Query) -> dict[Any, int]:
        """Run a query of two columns and return the second, a number, by the first."""
        return dict(self._stage.execute(query.sql).fetchall())

    def close(self) -> None:
        """Drop all tables that were made: they are large after a large stage."""
        for table in sorted(self._made):
            self._stage.execute(f"DROP TABLE {table}")
        self._made.clear()


def _with_texts(table: pa.Table, names: pa.Table) -> pa.Table:
    """Return a table with the texts of `names` (in the order of their numbers) for `number`."""
    places = pc.index_in(table["number"], names["number"])
    for column in names.column_names:
        if column != "number":
            texts = _encoded(names[column])
            table = table.append_column(column, texts.take(places))
    return table.drop_columns(["number"])


def _encoded(texts: pa.ChunkedArray) -> pa.DictionaryArray:
    is_encoded = pa.types.is_dictionary(texts.type)
    return (texts if is_encoded else texts.dictionary_encode()).combine_chunks()


def _in_order(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return texts, encoded in the order of what they are, whatever row they came first in."""
    order = pc.array_sort_indices(texts.dictionary)
    ranks = pc.array_sort_indices(order).cast(pa.int32())
    return pa.DictionaryArray.from_arrays(ranks.take(texts.indices), texts.dictionary.take(order))
