"""What a users file says of its accounts: one by one in private, else in bins of ten and more.

A bin of fewer accounts could point at one of them. It is counted with others, in a way that nobody
can undo by subtraction: each account is in one row of each measure, and each row has ten or more.
"""

from collections import Counter
from collections.abc import Mapping

import duckdb
import pandas as pd

from dashboard.tables import BANDS, BINS, CREATED, FOLLOWERS, OTHER_BINS, UNSTATED

MIN_ACCOUNTS = 10  # what fewer accounts have in common, in the whole collection, is never stored

# A users file may list an account twice.
MEMBERS = """SELECT userid, max(created) AS created, max(followers) AS followers
    FROM member GROUP BY userid"""


def roll_up_profiles(stage: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Private: month of creation, followers and posts of each account, published or active."""
    return stage.execute(
        f"""SELECT account, coalesce(created, '') AS created, coalesce(followers, -1) AS followers,
            coalesce(posts, 0) AS posts
        FROM account LEFT JOIN ({MEMBERS}) USING (userid)
        LEFT JOIN (SELECT userid, count(*) AS posts FROM post GROUP BY userid) USING (userid)
        ORDER BY account"""
    ).df()


def roll_up_bins(stage: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Published accounts by month of creation and by band of followers."""
    months = _count(stage, f"coalesce(nullif(created, ''), '{UNSTATED}')")
    told = {CREATED: merge_small(by_year(months)), FOLLOWERS: merge_small(_count(stage, _band()))}
    rows = [
        (measure, bin, accounts)
        for measure, bins in told.items()
        for bin, accounts in sorted(bins.items(), key=lambda pair: _order(pair[0]))
    ]
    return pd.DataFrame(rows, columns=list(BINS))


def _order(bin: str) -> tuple[bool, bool, int, str]:
    return bin == OTHER_BINS, bin == UNSTATED, BANDS.get(bin, 0), bin


def _count(stage: duckdb.DuckDBPyConnection, bin: str) -> dict[str, int]:
    """Return the accounts in each bin that the SQL `bin` gives."""
    query = f"SELECT {bin} AS bin, count(*) FROM ({MEMBERS}) GROUP BY bin"
    return dict(stage.execute(query).fetchall())


def _band() -> str:
    """Return SQL for the band of a number of followers."""
    bands = sorted(BANDS.items(), key=lambda band: -band[1])
    whens = " ".join(f"WHEN followers >= {least} THEN '{name}'" for name, least in bands)
    return f"CASE {whens} ELSE '{UNSTATED}' END"


def by_year(months: Mapping[str, int]) -> dict[str, int]:
    """Return accounts by month where a month has enough, the other months of a year together."""
    found: Counter[str] = Counter()
    for month, accounts in months.items():
        alone = month == UNSTATED or accounts >= MIN_ACCOUNTS
        found[month if alone else month[:4]] += accounts
    return dict(found)


def merge_small(bins: Mapping[str, int]) -> dict[str, int]:
    """Return the bins with enough accounts, and the others together as OTHER_BINS.

    If even those are too few, the smallest bin goes to them, so that what is missing from the sum
    is not their number. Nothing is left of fewer than MIN_ACCOUNTS in all.
    """
    kept = {bin: accounts for bin, accounts in bins.items() if accounts >= MIN_ACCOUNTS}
    rest = sum(bins.values()) - sum(kept.values())
    while 0 < rest < MIN_ACCOUNTS and kept:
        rest += kept.pop(min(kept, key=lambda bin: (kept[bin], bin)))
    return kept | ({OTHER_BINS: rest} if rest >= MIN_ACCOUNTS else {})
