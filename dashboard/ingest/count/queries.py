"""Expressions written as SQL, each once a process: to write 32 took a third of a small ingest.

The SQL depends on nothing that is in the files, only on who makes it and of which tables.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache

import ibis
import ibis.expr.types as ir

Columns = tuple[tuple[str, str], ...]  # name and type of each


@dataclass(frozen=True)
class Query:
    """An expression in DuckDB's SQL, and the columns that it gives."""

    sql: str
    columns: Columns

    @property
    def narrow(self) -> str:
        """Return SQL in which sums are numbers of 64 bits.

        DuckDB adds whole numbers up in 128 bits. Ibis takes the sum for one of 64, so that it would
        leave a cast out.
        """
        whole = [name for name, kind in self.columns if kind.removeprefix("!") == "int64"]
        sums = ", ".join(f'"{name}"::BIGINT AS "{name}"' for name in whole)
        return f"SELECT * REPLACE ({sums}) FROM ({self.sql})" if sums else self.sql


@cache
def named(name: str, columns: Columns) -> ir.Table:
    """Return the table of that name: the same object each time, by which `written` knows it."""
    return ibis.table(dict(columns), name=name)


@cache
def written(build: Callable[..., ir.Table], *arguments: Hashable) -> Query:
    """Return the expression that `build` makes of its arguments: tables, columns, phases."""
    expression = build(*arguments)
    sql = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
    return Query(sql, tuple((name, str(kind)) for name, kind in expression.schema().items()))
