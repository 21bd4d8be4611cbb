"""The stage -> the store's tables. What leaves here has no text, no name and no id."""

from collections.abc import Callable
from contextlib import closing

import duckdb
import ibis.expr.types as ir
import pandas as pd

from dashboard.ingest.count import aggregates
from dashboard.ingest.count.aggregates import POST_WORDS, by_number, numbered, products, staged
from dashboard.ingest.count.counting import Counting
from dashboard.ingest.count.intervals import intervals
from dashboard.ingest.count.profiles import bins
from dashboard.ingest.count.queries import Query, written
from dashboard.ingest.progress import Progress
from dashboard.store.holdings import SERVED, Subject
from dashboard.tables import MIN_ACCOUNTS, PRIVATE, TABLES

Columns = dict[str, str]  # of a table of the store: name and type of each
Rollup = Callable[[Counting, Columns], pd.DataFrame]


def roll_up_posts(counting: Counting, columns: Columns) -> pd.DataFrame:
    """Posts by quarter-hour, language, kind, set of themes and phase."""
    words = counting.make("words", written(numbered, staged("post"), *POST_WORDS))
    query = written(aggregates.posts, words, counting.phases)
    return counting.frame(query, columns, written(by_number, words))


def shared(item: str, labels: Callable[[ir.Table], ir.Table]) -> Rollup:
    """Return the rollup of tags or domains that enough accounts used, in the whole and by month."""

    def roll_up_shared(counting: Counting, columns: Columns) -> pd.DataFrame:
        rows = staged(item)
        names = counting.make("item", written(aggregates.shared_items, rows, MIN_ACCOUNTS))
        uses = written(aggregates.item_cells, rows, names, counting.slots)
        return _items(counting, columns, uses, written(labels, names))

    return roll_up_shared


def roll_up_clients(counting: Counting, columns: Columns) -> pd.DataFrame:
    """All clients, in the whole and by month."""
    names = counting.make("item", written(numbered, counting.cells, "client"))
    uses = written(aggregates.client_cells, counting.cells, names)
    return _items(counting, columns, uses, written(aggregates.client_labels, names))


def _items(counting: Counting, columns: Columns, uses: Query, labels: Query) -> pd.DataFrame:
    sources = (counting.make("use", uses), counting.spans, counting.phases)
    return counting.frame(written(aggregates.by_month, *sources), columns, labels)


def roll_up_bins(counting: Counting, columns: Columns) -> pd.DataFrame:
    """Published accounts by month of creation and by band of followers."""
    months = counting.totals(written(aggregates.by_month_created))
    bands = counting.totals(written(aggregates.by_followers))
    return bins(months, bands)[list(columns)]


def rows_of(build: Callable[..., ir.Table], *sources: str) -> Rollup:
    """Return the rollup whose rows are those of an expression over `sources` of the Counting."""

    def roll_up_rows(counting: Counting, columns: Columns) -> pd.DataFrame:
        tables = (getattr(counting, source) for source in sources)
        return counting.frame(written(build, *tables), columns)

    return roll_up_rows


# Every table that is counted: how it is counted, and what the files must tell of for it to be
# filled (any of these; nothing = it is always filled).
ROLLUPS: dict[str, tuple[Rollup, set[str]]] = {
    "posts": (roll_up_posts, set()),
    "accounts": (rows_of(aggregates.active_accounts, "cells", "spans", "phases"), {"accounts"}),
    "tags": (shared("tag", aggregates.tag_labels), {"tags"}),
    "domains": (shared("domain", aggregates.domain_labels), {"domains"}),
    "clients": (roll_up_clients, {"clients"}),
    "profiles": (roll_up_bins, {"profiles"}),
    "private/activity": (
        rows_of(aggregates.activity, "cells", "accounts", "spans", "phases"),
        {"accounts"},
    ),
    "private/hours": (rows_of(aggregates.hours, "dated", "accounts"), {"accounts"}),
    "private/clients": (
        rows_of(aggregates.clients_used, "cells", "accounts", "spans"),
        {"accounts"},
    ),
    "private/profiles": (
        rows_of(aggregates.profiles, "cells", "accounts"),
        {"accounts", "profiles"},
    ),
}
COLUMNS = {**TABLES, **{f"private/{name}": PRIVATE[name] for name in SERVED}}
FOLLOWING = "intervals"  # follows from private/hours, which is counted once
assert {*ROLLUPS, FOLLOWING} == set(COLUMNS)


def roll_up(
    stage: duckdb.DuckDBPyConnection, has: frozenset[str], about: Subject, progress: Progress
) -> dict[str, pd.DataFrame]:
    """Return every table of the store by its name, those of accounts with "private/" before it.

    `stage` has the views that `STAGED` names. Tables of which the files tell nothing are empty. Two
    runs over the same records give the same rows in the same order.
    """
    progress("Counting", 0, len(ROLLUPS))
    frames = {}
    with closing(Counting(stage, about, tells_accounts="accounts" in has)) as counting:
        for done, (name, (count, needs)) in enumerate(ROLLUPS.items(), 1):
            empty = pd.DataFrame(columns=list(COLUMNS[name]))
            frames[name] = count(counting, COLUMNS[name]) if not needs or needs & has else empty
            progress("Counting", done, len(ROLLUPS))
        hours = frames["private/hours"]
        pairs = counting.totals(written(products, counting.dated)) if len(hours) else {}
    frames[FOLLOWING] = intervals(hours, pairs, about.country).astype(COLUMNS[FOLLOWING])
    return {name: frames[name] for name in COLUMNS}
