"""The stage -> the store's tables. What leaves here has no text, no name and no id."""

from collections.abc import Callable
from contextlib import closing
from functools import partial

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
from dashboard.tables import (
    ACCOUNTS,
    ACTIVITY,
    HOURS,
    INTERVALS,
    ITEMS,
    MIN_ACCOUNTS,
    POSTS,
    PRIVATE,
    PROFILES,
    TABLES,
    USED,
)


def roll_up_posts(counting: Counting) -> pd.DataFrame:
    """Posts by quarter-hour, language, kind, set of themes and phase."""
    words = counting.make("words", written(numbered, staged("post"), *POST_WORDS))
    query = written(aggregates.posts, words, counting.phases)
    return counting.frame(query, POSTS, written(by_number, words))


def roll_up_accounts(counting: Counting) -> pd.DataFrame:
    """Distinct active accounts, in the whole and by month: months do not add up to the whole."""
    sources = (counting.cells, counting.spans, counting.phases)
    return counting.frame(written(aggregates.active_accounts, *sources), ACCOUNTS)


def roll_up_shared(
    item: str, labels: Callable[[ir.Table], ir.Table], counting: Counting
) -> pd.DataFrame:
    """Tags or domains that enough accounts used, in the whole and by month."""
    rows = staged(item)
    names = counting.make("item", written(aggregates.shared_items, rows, MIN_ACCOUNTS))
    uses = written(aggregates.item_cells, rows, names, counting.slots)
    return _items(counting, uses, written(labels, names))


def roll_up_clients(counting: Counting) -> pd.DataFrame:
    """All clients, in the whole and by month."""
    names = counting.make("item", written(numbered, counting.cells, "client"))
    uses = written(aggregates.client_cells, counting.cells, names)
    return _items(counting, uses, written(aggregates.client_labels, names))


def _items(counting: Counting, uses: Query, labels: Query) -> pd.DataFrame:
    sources = (counting.make("use", uses), counting.spans, counting.phases)
    return counting.frame(written(aggregates.by_month, *sources), ITEMS, labels)


def roll_up_bins(counting: Counting) -> pd.DataFrame:
    """Published accounts by month of creation and by band of followers."""
    return bins(
        counting.totals(written(aggregates.by_month_created)),
        counting.totals(written(aggregates.by_followers)),
    )


def roll_up_activity(counting: Counting) -> pd.DataFrame:
    """Private: posts of each account by month, language, kind, set of themes and phase."""
    sources = (counting.cells, counting.accounts, counting.spans, counting.phases)
    return counting.frame(written(aggregates.activity, *sources), ACTIVITY)


def roll_up_hours(counting: Counting) -> pd.DataFrame:
    """Private: posts of each account by kind of day and hour of the week."""
    return counting.frame(written(aggregates.hours, counting.dated, counting.accounts), HOURS)


def roll_up_used(counting: Counting) -> pd.DataFrame:
    """Private: posts of each account by month and client."""
    sources = (counting.cells, counting.accounts, counting.spans)
    return counting.frame(written(aggregates.clients_used, *sources), USED)


def roll_up_profiles(counting: Counting) -> pd.DataFrame:
    """Private: month of creation, band of followers and posts of each account there is."""
    return counting.frame(written(aggregates.profiles, counting.cells, counting.accounts), PROFILES)


# Every table that is counted: its columns, how it is counted, and what the files must tell of for
# it to be filled (any of these; nothing = it is always filled).
Rollup = Callable[[Counting], pd.DataFrame]
ROLLUPS: dict[str, tuple[Rollup, set[str]]] = {
    "posts": (roll_up_posts, set()),
    "accounts": (roll_up_accounts, {"accounts"}),
    "tags": (partial(roll_up_shared, "tag", aggregates.tag_labels), {"tags"}),
    "domains": (partial(roll_up_shared, "domain", aggregates.domain_labels), {"domains"}),
    "clients": (roll_up_clients, {"clients"}),
    "profiles": (roll_up_bins, {"profiles"}),
    "private/activity": (roll_up_activity, {"accounts"}),
    "private/hours": (roll_up_hours, {"accounts"}),
    "private/clients": (roll_up_used, {"accounts"}),
    "private/profiles": (roll_up_profiles, {"accounts", "profiles"}),
}
COLUMNS = {**TABLES, **{f"private/{name}": PRIVATE[name] for name in SERVED}}
FOLLOWING = "intervals"  # follows from private/hours, which is counted once
assert {*ROLLUPS, FOLLOWING} == set(COLUMNS)


def roll_up(
    stage: duckdb.DuckDBPyConnection, has: frozenset[str], about: Subject, progress: Progress
) -> dict[str, pd.DataFrame]:
    """Return every table of the store by its name, those of accounts with "private/" before it.

    `stage` has the views that `STAGED` names. Tables of which the files tell nothing are
    empty. Two runs over the same records give the same rows in the same order.
    """
    progress("Counting", 0, len(ROLLUPS))
    frames = {}
    with closing(Counting(stage, about, tells_accounts="accounts" in has)) as counting:
        for done, (name, (count, needs)) in enumerate(ROLLUPS.items(), 1):
            empty = pd.DataFrame(columns=list(COLUMNS[name]))
            frames[name] = count(counting) if not needs or needs & has else empty
            progress("Counting", done, len(ROLLUPS))
        hours = frames["private/hours"]
        pairs = counting.totals(written(products, counting.dated)) if len(hours) else {}
    frames[FOLLOWING] = intervals(hours, pairs).astype(INTERVALS)
    return {name: frames[name] for name in COLUMNS}
