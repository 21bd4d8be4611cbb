"""The store's tables: columns, types, reading, checking, writing."""

import hashlib
import io
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

WHOLE = ""  # the `month` of a row that covers the whole collection
EVERY_PHASE = ""  # the `phase` of a row of ACCOUNTS or ITEMS that counts all posts

# `slot` counts quarter-hours since 1970-01-01 00:00 UTC. `language` is a BCP 47 code, "und" = not
# stated. `kind` is one of KINDS. `themes` holds theme ids in alphabetical order, joined by a blank.
POSTS = {
    "slot": "int32",
    "language": "category",
    "kind": "category",
    "themes": "category",
    "posts": "int64",
    "phase": "category",  # EARLIER or OPERATIONAL; "" = not known
}
# `calendar` says on whose clock the month lies: "operator" or "utc"; "" with month "" = whole.
# Where any posts are of an earlier life, rows of EVERY_PHASE have others beside them that count the
# OPERATIONAL posts alone; so it is in ITEMS.
ACCOUNTS = {"calendar": "category", "month": "category", "accounts": "int64", "phase": "category"}
# `item` is what is counted together (a folded tag, a domain, a client), `label` its most used
# spelling, `uses` the posts that have it, `accounts` the distinct accounts behind them.
ITEMS = {
    "calendar": "category",
    "month": "category",
    "item": "str",
    "label": "str",
    "uses": "int64",
    "accounts": "int64",
    "phase": "category",
}
# What a users file says of its accounts. `bin` is for CREATED a month, or a year: its other months
# together; for FOLLOWERS one of BANDS; UNSTATED; or OTHER_BINS: all that have no row of their own.
# Each account is in one bin of each measure, and no row has fewer than 10 accounts.
BINS = {"measure": "category", "bin": "category", "accounts": "int64"}
CREATED, FOLLOWERS = "created", "followers"
UNSTATED, OTHER_BINS = "not stated", ""
BANDS = {"0": 0, "1-9": 1, "10-99": 10, "100-999": 100, "1,000-4,999": 1000, "5,000+": 5000}
# Shares of the unfiltered posts on the operator's clock, each with the 95% interval that leaves out
# each account in turn; 0 to 1 = nothing is known. `measure` is "hour" (`bin` 00 to 23), "weekday"
# (0 = Monday), WORKWEEK, CALENDAR or PRESS (a span of hours, of the working weekdays of the
# country's own week, of its days worked by the calendar, or of Monday to Friday; WORKWEEK came
# later), each once as a share of posts and once, with BY_ACCOUNT behind it, as the mean of the
# accounts' own shares; "week-accounts" (hour of the week); "loudest" (how many accounts posted the
# share); "shuffled": the share of a span of hours, of days worked, that the same days of the same
# accounts would give turned round the clock by chance, and the range of 95% of such turns, not an
# interval (statistics/null_models.py; stores made before it was counted have no such rows). Empty
# if fewer than 10 accounts posted.
INTERVALS = {
    "measure": "category",
    "bin": "category",
    "estimate": "float64",
    "low": "float64",
    "high": "float64",
}
BY_ACCOUNT, SHUFFLED = "-accounts", "shuffled"
WORKWEEK, CALENDAR, PRESS = "workweek", "office", "press"
TABLES = {
    "posts": POSTS,
    "accounts": ACCOUNTS,
    "tags": ITEMS,
    "domains": ITEMS,
    "clients": ITEMS,
    "profiles": BINS,
    "intervals": INTERVALS,
}

# Account-level tables, in `private/`. `account` is a number that means nothing outside the store.
ACTIVITY = {
    "account": "int32",
    "month": "category",  # on the operator's clock
    "language": "category",
    "kind": "category",
    "themes": "category",  # as in POSTS
    "posts": "int64",
    "phase": "category",  # as in POSTS
}
# `hour` is of the week on the operator's clock, 0 = Monday 00:00; `day` the kind of day in the
# operator's country, a place in calendars.KINDS.
HOURS = {"account": "int32", "day": "int8", "hour": "int16", "posts": "int64"}
USED = {"account": "int32", "month": "category", "client": "category", "posts": "int64"}
PROFILES = {
    "account": "int32",
    "created": "category",  # month, UNSTATED
    "followers": "category",  # one of BANDS at suspension, UNSTATED
    "posts": "int64",
}
# Records that could not be read: where they lie in their plain file, and why.
QUARANTINE = {"file": "category", "line": "int64", "byte": "int64", "reason": "category"}
PRIVATE = {
    "activity": ACTIVITY,
    "hours": HOURS,
    "clients": USED,
    "profiles": PROFILES,
    "quarantine": QUARANTINE,
}

# Tables and columns that came later than stores that can still be read: what an older holding lacks
# is an empty table, and a column of the value stated here.
LATER_TABLES = ("intervals", "private/hours", "private/clients")
LATER_COLUMNS = {"phase": ""}

# Posts of an account before it changed hands, and after; all posts of those that never did.
PHASES = EARLIER, OPERATIONAL = "earlier", "operational"

# What a post is. Clemson's collection has no replies: there a post that is neither a retweet nor a
# quote may be an original or a reply, and nobody can say which. "" = the collection has no kinds.
KINDS = ("original", "quote", "reply", "retweet")
ORIGINAL_OR_REPLY = "original-or-reply"
KIND_UNKNOWN = ""
NOT_STATED = "und"


def window(first: int, last: int) -> str:
    """Return the `bin` of the hours [first, last)."""
    return f"{first:02}-{last:02}"


class TableError(ValueError):
    """A table or manifest in the store is not what this version expects."""


def write_table(frame: pd.DataFrame, columns: dict[str, str], path: Path) -> str:
    """Write `frame` as Parquet after checking it; return the file's SHA-256."""
    frame = typed(frame, columns).reset_index(drop=True)
    check(frame, columns, path.name)
    made = io.BytesIO()
    frame.to_parquet(made, index=False, compression="zstd")
    path.write_bytes(made.getvalue())
    return hashlib.sha256(made.getvalue()).hexdigest()


def read_table(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return the checked table at `path`, its types as `columns` says."""
    texts = [name for name, kind in columns.items() if kind == "category"]
    try:
        table = pq.read_table(path, read_dictionary=texts, use_threads=False)  # it is small
        frame = table.to_pandas(use_threads=False)
    except (OSError, ValueError) as problem:
        raise TableError(f"{path.name} of the store cannot be read: {problem}") from None
    missing = [name for name in columns if name not in frame]
    if not LATER_COLUMNS.keys() >= set(missing):
        names = ", ".join(name for name in missing if name not in LATER_COLUMNS)
        raise TableError(f"{path.name} of the store has no column {names}.")
    try:
        frame = typed(frame.assign(**{name: LATER_COLUMNS[name] for name in missing}), columns)
    except (TypeError, ValueError):
        raise TableError(f"{path.name} of the store has values of another type.") from None
    return check(frame, columns, path.name)


def typed(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return the `columns` of a frame, each of its type.

    Most are already, and pandas looks at every category again to make of it what it is; where none
    is of another type, it would still copy them one by one.
    """
    if [*frame.columns] != [*columns]:
        frame = frame[list(columns)]
    types = dict(zip(frame.columns, frame.dtypes, strict=True))
    other = {name: kind for name, kind in columns.items() if str(types[name]) != kind}
    return frame.astype(other) if other else frame


def empty_table(columns: dict[str, str]) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame(columns=list(columns)).astype(columns)


def check(frame: pd.DataFrame, columns: dict[str, str], name: str) -> pd.DataFrame:
    """Return `frame`; raise TableError unless it has exactly `columns` and no empty cell."""
    types = {column: str(dtype) for column, dtype in frame.dtypes.items()}
    if types != columns:
        raise TableError(f"{name}: expected columns {columns}, found {types}.")
    empty = [str(column) for column in frame if frame[column].isna().any()]
    if empty:
        raise TableError(f"{name}: empty cells in {', '.join(empty)}.")
    return frame


def sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise TableError(f"{path.name} of the store cannot be read: {problem}") from None


HASHTAG, DOMAIN, CLIENT = ITEM_KINDS = ("hashtag", "domain", "client")  # what an item can be


class IngestError(ValueError):
    """One sentence for the person at the command line; the store is as it was."""


MIN_ACCOUNTS = 10  # what fewer accounts have in common, in the whole collection, is never stored
