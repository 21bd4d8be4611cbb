"""The store's tables: columns, types, reading, checking, writing, versions.

A store is a folder. In it, `<subject>/<collection>/` holds what was counted from one collection of
files: `manifest.json`, one Parquet file a table, and `private/` with account-level tables that are
never served row by row. The subject is the slug of a release, or of a group of releases where the
collection cannot tell them apart.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

MANIFEST = "manifest.json"
FORMAT = 1  # of the store; a reader refuses a number it does not know
WHOLE = ""  # the `month` of a row that covers the whole collection

# `slot` counts quarter-hours since 1970-01-01 00:00 UTC. `language` is a BCP 47 code, "und" = not
# stated. `kind` is one of KINDS. `themes` holds theme ids in alphabetical order, joined by a blank.
POSTS = {
    "slot": "int32",
    "language": "category",
    "kind": "category",
    "themes": "category",
    "posts": "int64",
}
# `calendar` says on whose clock the month lies: "operator" or "utc"; "" with month "" = whole.
ACCOUNTS = {"calendar": "category", "month": "category", "accounts": "int64"}
# `item` is what is counted together (a folded tag, a domain, a client), `label` its most used
# spelling, `uses` the posts that have it, `accounts` the distinct accounts behind them.
ITEMS = {
    "calendar": "category",
    "month": "category",
    "item": "str",
    "label": "str",
    "uses": "int64",
    "accounts": "int64",
}
# What a users file says of its accounts. `bin` is for CREATED a month, or a year: its other months
# together; for FOLLOWERS one of BANDS; UNSTATED; or OTHER_BINS: all that have no row of their own.
# Each account is in one bin of each measure, and no row has fewer than 10 accounts.
BINS = {"measure": "category", "bin": "category", "accounts": "int64"}
CREATED, FOLLOWERS = "created", "followers"
UNSTATED, OTHER_BINS = "not stated", ""
BANDS = {"0": 0, "1-9": 1, "10-99": 10, "100-999": 100, "1,000-4,999": 1000, "5,000+": 5000}
TABLES = {
    "posts": POSTS,
    "accounts": ACCOUNTS,
    "tags": ITEMS,
    "domains": ITEMS,
    "clients": ITEMS,
    "profiles": BINS,
}

# Account-level tables, in `private/`. `account` is a number that means nothing outside the store.
ACTIVITY = {
    "account": "int32",
    "month": "category",  # on the operator's clock
    "language": "category",
    "kind": "category",
    "posts": "int64",
}
PROFILES = {
    "account": "int32",
    "created": "category",  # month, "" = not stated
    "followers": "int64",  # at suspension, -1 = not stated
    "posts": "int64",
}
# Records that could not be read: where they lie in their plain file, and why.
QUARANTINE = {"file": "category", "line": "int64", "byte": "int64", "reason": "category"}
PRIVATE = {"activity": ACTIVITY, "profiles": PROFILES, "quarantine": QUARANTINE}

# What a post is. Clemson's collection has no replies: there a post that is neither a retweet nor a
# quote may be an original or a reply, and nobody can say which. "" = the collection has no kinds.
KINDS = ("original", "quote", "reply", "retweet")
ORIGINAL_OR_REPLY = "original-or-reply"
KIND_UNKNOWN = ""
NOT_STATED = "und"

EQUAL, KNOWN, UNEXPLAINED = VERDICTS = ("equal", "known", "unexplained")


class TableError(ValueError):
    """A table or manifest in the store is not what this version expects."""


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: base name, size in bytes, SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Reconciled:
    """A number that was counted here beside one that was published: equal, or why not."""

    name: str  # of the number, in words
    ours: int | str  # with the records that could not be read; a text for times, "YYYY-MM-DD HH:MM"
    published: int | str
    source: str  # an address or a citation
    verdict: str  # one of VERDICTS; KNOWN = they differ, and it is known why
    reason: str = ""  # a sentence; "" unless the verdict is KNOWN
    quarantined: int = 0  # records in `ours` that could not be read


@dataclass(frozen=True)
class Manifest:
    """What one folder of the store was made from and how much of it there is."""

    subject: str
    collection: str
    depth: str  # "rows" = we read its rows; "counts" = others counted its rows
    files: tuple[SourceFile, ...]
    posts: int
    posts_rejected: int
    rejected: dict[str, int]  # reason -> records, of posts and users
    minutes_checked: int  # posts whose id tells the minute they were written in
    minutes_off: int  # those of them that are dated in another minute
    users_rows: int | None  # rows of the users file; None = there was none
    published: int | None  # distinct ids in the users file
    active: int | None  # accounts with at least one post
    first: str | None  # first and last post, "YYYY-MM-DD HH:MM" UTC
    last: str | None
    themes_version: str | None  # None = no text was read, so themes are not known
    zone: str  # the operator's clock that months were counted on
    tool: str
    tables: dict[str, str]  # file name -> SHA-256
    reconciled: tuple[Reconciled, ...] = ()  # () = nothing published to compare, or not compared
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Holding:
    """One collection as held in the store: its manifest and its public tables."""

    manifest: Manifest
    posts: pd.DataFrame
    accounts: pd.DataFrame
    tags: pd.DataFrame
    domains: pd.DataFrame
    clients: pd.DataFrame
    profiles: pd.DataFrame


def write_table(frame: pd.DataFrame, columns: dict[str, str], path: Path) -> str:
    """Write `frame` as Parquet after checking it; return the file's SHA-256."""
    frame = frame.astype(columns)[list(columns)].reset_index(drop=True)
    check(frame, columns, path.name)
    frame.to_parquet(path, index=False, compression="zstd")
    return sha256(path)


def read_table(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return the checked table at `path`, its types as `columns` says."""
    texts = [name for name, kind in columns.items() if kind == "category"]
    try:
        frame = pq.read_table(path, read_dictionary=texts).to_pandas()
    except (OSError, ValueError) as problem:
        raise TableError(f"{path.name} of the store cannot be read: {problem}") from None
    missing = [name for name in columns if name not in frame]
    if missing:
        raise TableError(f"{path.name} of the store has no column {', '.join(missing)}.")
    try:
        typed = frame[list(columns)].astype(columns)
    except (TypeError, ValueError):
        raise TableError(f"{path.name} of the store has values of another type.") from None
    return check(typed, columns, path.name)


def check(frame: pd.DataFrame, columns: dict[str, str], name: str) -> pd.DataFrame:
    """Return `frame`; raise TableError unless it has exactly `columns` and no empty cell."""
    found = {column: str(dtype) for column, dtype in frame.dtypes.items()}
    if found != columns:
        raise TableError(f"{name}: expected columns {columns}, found {found}.")
    empty = [str(column) for column in frame if frame[column].isna().any()]
    if empty:
        raise TableError(f"{name}: empty cells in {', '.join(empty)}.")
    return frame


def read_holding(folder: Path) -> Holding:
    """Read one `<subject>/<collection>/` folder, each table checked against the manifest's hash."""
    manifest = read_manifest(folder)
    for name in TABLES:
        if f"{name}.parquet" not in manifest.tables:
            raise TableError(
                f"{folder.parent.name}/{folder.name} has no {name}.parquet: ingest its files again."
            )
    for name, digest in manifest.tables.items():
        if "/" not in name and sha256(folder / name) != digest:
            raise TableError(f"{folder.name}/{name} of the store is damaged: its hash differs.")
    frames = {n: read_table(folder / f"{n}.parquet", columns) for n, columns in TABLES.items()}
    return Holding(manifest, **frames)


def read_manifest(folder: Path) -> Manifest:
    place = f"{folder.name}/{MANIFEST}"
    try:
        told: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise TableError(f"{place} cannot be read: {problem}") from None
    version = told.get("format") if isinstance(told, dict) else None
    if version != FORMAT:
        raise TableError(f"{folder.name}: store format {version} is not {FORMAT}.")
    expected = {field.name for field in fields(Manifest)}
    if set(told) != expected:
        raise TableError(f"{place}: expected {sorted(expected)}.")
    try:
        told["files"] = tuple(SourceFile(**row) for row in told["files"])
        told["reconciled"] = tuple(Reconciled(**row) for row in told["reconciled"])
        told |= {name: dict(**told[name]) for name in ("rejected", "tables")}
    except TypeError:
        raise TableError(f"{place}: a list or table in it is not as expected.") from None
    return Manifest(**told)


def read_store(store: Path) -> dict[tuple[str, str], Holding]:
    """Return every holding of `store` by (subject, collection); {} for a store not yet made."""
    folders = sorted(path.parent for path in store.glob(f"*/*/{MANIFEST}"))
    return {(f.parent.name, f.name): read_holding(f) for f in folders}


def sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise TableError(f"{path.name} of the store cannot be read: {problem}") from None


def data_version(store: Path, data: Path) -> str:
    """Return 12 hex digits that change with store, catalogue, themes or cited counts."""
    digest = hashlib.sha256()
    manifests = [(path.relative_to(store), path) for path in store.glob(f"*/*/{MANIFEST}")]
    told = [(path.relative_to(data), path) for path in data.glob("*.toml")]
    cited = [(path.relative_to(data), path) for path in data.glob("published/*.csv")]
    for name, path in sorted(manifests) + sorted(told) + sorted(cited):
        digest.update(f"{name.as_posix()} {sha256(path)}\n".encode())
    return digest.hexdigest()[:12]
