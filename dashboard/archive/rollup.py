"""The stage -> the store's tables. What leaves here has no text, no name and no id."""

from collections.abc import Callable
from functools import partial

import duckdb
import numpy as np
import pandas as pd

from dashboard.archive.engine import add_rows
from dashboard.archive.months import months_of
from dashboard.archive.profiles import MIN_ACCOUNTS, roll_up_bins, roll_up_profiles
from dashboard.archive.reader import Progress
from dashboard.lexicon import fold
from dashboard.tables import PRIVATE, TABLES

SLOTS = "minute // 15"  # minutes to quarter-hours
CALENDARS = ("operator", "utc")
NOT_STATED_CLIENT = "not stated"
# Accounts are numbered in the order of this hash: the same in every run, but nobody can tell from
# two numbers which id sorts first.
NUMBERING = "sha256('takedowns account ' || userid)"

# What is counted as an item of a post, as (post, userid, slot, spelling).
SPELLINGS = {
    name: f"SELECT rowid AS post, userid, {SLOTS} AS slot, {spelling} AS spelling FROM post"
    for name, spelling in (
        ("tags", "unnest(tags)"),
        ("domains", "unnest(hosts)"),
        ("clients", "client"),
    )
}


def prepare(stage: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Number the accounts and find the month of every quarter-hour with posts."""
    stage.execute(
        f"""CREATE TABLE account AS
        SELECT userid, (row_number() OVER (ORDER BY {NUMBERING}) - 1)::INTEGER AS account
        FROM (SELECT userid FROM post UNION SELECT userid FROM member)"""
    )
    slots = stage.execute(f"SELECT DISTINCT {SLOTS} AS slot FROM post ORDER BY slot").df()
    stage.register("months_found", months_of(slots["slot"].to_numpy(np.int32), zone))
    stage.execute("CREATE TABLE month AS SELECT * FROM months_found")


def roll_up_posts(stage: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Posts by quarter-hour, language, kind and set of themes."""
    return stage.execute(
        f"""SELECT {SLOTS} AS slot, language, kind, themes, sum(posts)::BIGINT AS posts
        FROM post GROUP BY ALL ORDER BY ALL"""
    ).df()


def roll_up_accounts(stage: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Distinct active accounts, in the whole and by month: months do not add up to the whole."""
    used = f"(SELECT * FROM (SELECT userid, {SLOTS} AS slot FROM post) JOIN month USING (slot))"
    months = " UNION ALL ".join(
        f"SELECT '{c}' AS calendar, {c} AS month, count(DISTINCT userid) AS accounts FROM {used} "
        "GROUP BY ALL"
        for c in CALENDARS
    )
    whole = "SELECT '' AS calendar, '' AS month, count(DISTINCT userid) AS accounts FROM post"
    return stage.execute(f"{whole} UNION ALL {months} ORDER BY ALL").df()


def roll_up_items(stage: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Posts and accounts of each tag, domain or client, in the whole and by month."""
    _make_uses(stage, name)
    least = 0 if name == "clients" else MIN_ACCOUNTS
    grouped = "item, count(*) AS uses, count(DISTINCT account) AS accounts FROM use GROUP BY ALL"
    parts = [f"SELECT '' AS calendar, '' AS month, {grouped}"]
    parts += [f"SELECT '{c}' AS calendar, {c} AS month, {grouped}" for c in CALENDARS]
    return stage.execute(
        f"""WITH counted AS ({" UNION ALL ".join(parts)}),
        kept AS (SELECT item FROM counted WHERE calendar = '' AND accounts >= {least})
        SELECT calendar, month, item, label, uses, accounts
        FROM counted SEMI JOIN kept USING (item) JOIN label USING (item) ORDER BY ALL"""
    ).df()


def _make_uses(stage: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make `use`, one row a post and item however often it is repeated, and `label`."""
    stage.execute(f"CREATE OR REPLACE TABLE spelt AS {SPELLINGS[name]}")
    stage.execute("CREATE OR REPLACE TABLE folded (spelling VARCHAR, item VARCHAR)")
    spellings = stage.sql("SELECT DISTINCT spelling FROM spelt").to_arrow_table()
    items = [_item(name, text) for text in spellings["spelling"].to_pylist()]
    add_rows(stage, "folded", spellings.append_column("item", [items]) if items else spellings)
    empty = "true" if name == "clients" else "item <> ''"
    stage.execute(
        f"""CREATE OR REPLACE TABLE use AS SELECT account, operator, utc, item FROM (
            SELECT DISTINCT post, userid, slot, item FROM spelt JOIN folded USING (spelling)
            WHERE {empty}
        ) JOIN month USING (slot) JOIN account USING (userid)"""
    )
    label = f"CASE WHEN spelling = '' THEN '{NOT_STATED_CLIENT}' ELSE spelling END"
    stage.execute(
        f"""CREATE OR REPLACE TABLE label AS
        SELECT item, first({label} ORDER BY posts DESC, spelling) AS label FROM (
            SELECT item, spelling, count(DISTINCT post) AS posts
            FROM spelt JOIN folded USING (spelling) GROUP BY ALL
        ) GROUP BY item"""
    )


def _item(name: str, spelling: str) -> str:
    return fold(spelling) if name == "tags" else spelling


def roll_up_activity(stage: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Private: posts of each account by month on the operator's clock, language and kind."""
    return stage.execute(
        f"""SELECT account, operator AS month, language, kind, count(*) AS posts
        FROM (SELECT userid, language, kind, {SLOTS} AS slot FROM post)
        JOIN month USING (slot) JOIN account USING (userid) GROUP BY ALL ORDER BY ALL"""
    ).df()


# Every table of the store: how it is counted, and what the files must tell of for it to be filled
# (any of these; nothing = it is always filled).
Rollup = Callable[[duckdb.DuckDBPyConnection], pd.DataFrame]
COLUMNS = {**TABLES, **{f"private/{name}": columns for name, columns in PRIVATE.items()}}
ROLLUPS: dict[str, tuple[Rollup, set[str]]] = {
    "posts": (roll_up_posts, set()),
    "accounts": (roll_up_accounts, {"accounts"}),
    "tags": (partial(roll_up_items, name="tags"), {"tags"}),
    "domains": (partial(roll_up_items, name="domains"), {"domains"}),
    "clients": (partial(roll_up_items, name="clients"), {"clients"}),
    "profiles": (roll_up_bins, {"profiles"}),
    "private/activity": (roll_up_activity, {"accounts"}),
    "private/profiles": (roll_up_profiles, {"accounts", "profiles"}),
}
assert set(ROLLUPS) == set(COLUMNS)


def roll_up(
    stage: duckdb.DuckDBPyConnection, has: frozenset[str], zone: str, progress: Progress
) -> dict[str, pd.DataFrame]:
    """Return every table of the store by its name, those of accounts with "private/" before it.

    Tables of which the files tell nothing are empty.
    """
    prepare(stage, zone)
    frames = {}
    for done, (name, (count, needs)) in enumerate(ROLLUPS.items()):
        progress("Counting", done, len(ROLLUPS))
        empty = pd.DataFrame(columns=list(COLUMNS[name]))
        frames[name] = count(stage) if not needs or needs & has else empty
    progress("Counting", len(ROLLUPS), len(ROLLUPS))
    return frames
