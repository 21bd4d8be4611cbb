"""Two holdings of the same files compared cell by cell: the stored one, and one counted anew."""

from collections.abc import Iterator
from dataclasses import fields, replace

import pandas as pd

from dashboard.store.compare_versions import change
from dashboard.store.holdings import (
    LATER_FIELDS,
    SERVED,
    WITHOUT_COVERAGE,
    WITHOUT_PHASES,
    Holding,
    Manifest,
)
from dashboard.tables import BY_ACCOUNT, PRIVATE, TABLES, WORKWEEK, empty_table

SHOWN = 3  # rows of a table that are named; the others are counted
# What tells how a holding was made, not what is in it; `tables` are compared themselves.
MADE = ("files", "tool", "tables", "themes_version", "reconciled", "format")
VALUES = ("posts", "accounts", "uses", "label", "created", "followers", "estimate", "low", "high")


def differences(stored: Holding, made: Holding) -> Iterator[str]:
    """Yield a sentence for each number, and for the first rows of each table, that differ.

    `made` was counted anew. Of tables of accounts only the number of rows is stated. Themes are
    left out where the two were made with different lexicons.
    """
    yield from _numbers(stored.manifest, made.manifest)
    if stored.manifest.format <= WITHOUT_PHASES:
        made = _as_older(made, stored)
    if stored.manifest.format <= WITHOUT_COVERAGE:
        made = replace(made, intervals=_without_workweek(made.intervals))
    if stored.manifest.themes_version != made.manifest.themes_version:
        stored, made = _without_themes(stored), _without_themes(made)
    for name in TABLES:
        yield from _cells(name, getattr(stored, name), getattr(made, name))
    for name in SERVED if stored.private else ():
        ours, theirs = stored.private[name], made.private[name]
        rows = len(_unlike(ours, theirs, [column for column in PRIVATE[name] if column in ours]))
        if rows:
            yield f"private/{name}: {_rows(rows)} not as the files tell."


def _numbers(stored: Manifest, made: Manifest) -> Iterator[str]:
    for name in (field.name for field in fields(Manifest) if field.name not in MADE):
        ours, theirs = getattr(stored, name), getattr(made, name)
        if ours != theirs and not (ours is None and name in LATER_FIELDS):
            yield f"manifest.json: {name} is {_shown(ours)}, the files tell {_shown(theirs)}."
    if set(stored.reconciled) != set(made.reconciled):
        yield "manifest.json: what it is compared with is not what this version's texts tell."


def _without_workweek(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return INTERVALS without the measure that came with format 4."""
    return intervals[~intervals["measure"].isin([WORKWEEK, WORKWEEK + BY_ACCOUNT])]


def _without(word: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return posts, of collections or of accounts, added up over the words of a column."""
    keys = [name for name in frame if name not in (word, "posts")]
    return frame.groupby(keys, observed=True)["posts"].sum().reset_index()


def _without_themes(holding: Holding) -> Holding:
    """Return a holding in whose tables posts of all themes stand together."""
    activity = {name: frame for name, frame in holding.private.items() if "themes" in frame}
    private = {name: _without("themes", frame) for name, frame in activity.items()}
    posts = _without("themes", holding.posts)
    return replace(holding, posts=posts, private=holding.private | private)


def _as_older(made: Holding, stored: Holding) -> Holding:
    """Return a holding with no more than an older one has: no phases, no tables that are new."""

    def cut(name: str, frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
        if f"{name}.parquet" not in stored.manifest.tables:
            return empty_table(columns)
        if "phase" not in frame:
            return frame
        every = _without("phase", frame) if "posts" in frame else frame[frame["phase"] == ""]
        return every.assign(phase="").astype(columns)[list(columns)]

    frames = {name: cut(name, getattr(made, name), columns) for name, columns in TABLES.items()}
    private = {
        name: cut(f"private/{name}", made.private[name], PRIVATE[name]) for name in made.private
    }
    return Holding(made.manifest, private=private, **frames)


def _cells(name: str, ours: pd.DataFrame, theirs: pd.DataFrame) -> Iterator[str]:
    columns = [column for column in TABLES[name] if column in ours]
    keys = [column for column in columns if column not in VALUES]
    unlike = _unlike(ours, theirs, columns)
    places = unlike[keys].drop_duplicates()
    for place in places.head(SHOWN).itertuples(index=False):
        where = " ".join(str(cell) or '""' for cell in place)
        yield f"{name}, {where}: {_unlike_cells(unlike, keys, place)}."
    if len(places) > SHOWN:
        yield f"{name}: {_rows(len(places) - SHOWN)} more, not as the files tell."


def _unlike_cells(unlike: pd.DataFrame, keys: list[str], place: tuple[object, ...]) -> str:
    """Say which columns differ in the rows at `place`, and what is in them."""
    rows = unlike[(unlike[keys] == list(place)).all(axis=1)]
    sides = [rows[rows["_merge"] == side] for side in ("left_only", "right_only")]
    if any(len(side) == 0 for side in sides):
        return "not in the files" if len(sides[0]) else "in the files, and not in the store"
    values = [column for column in rows if column not in (*keys, "_merge")]
    pairs = [(name, *(side[name].iloc[0] for side in sides)) for name in values]
    cells = (
        f"{n} {_shown(a)}, the files tell {_shown(b)}{change(b, a)}" for n, a, b in pairs if a != b
    )
    return "; ".join(cells) or "the row is there more than once"


def _unlike(ours: pd.DataFrame, theirs: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return the rows that are in one of the two alone; `_merge` says in which."""
    ours, theirs = ours[columns], theirs[columns]
    if ours.equals(theirs):  # as nearly always: then no row need be looked for
        ours, theirs = ours[:0], theirs[:0]
    sides = [_plain(frame) for frame in (ours, theirs)]
    both = sides[0].merge(sides[1], how="outer", on=[*columns, "again"], indicator=True)
    return both[both["_merge"] != "both"].drop(columns="again")


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return categories as texts, and which time a row is there: `again` counts from 0."""
    texts = [name for name, kind in frame.dtypes.items() if str(kind) == "category"]
    plain = frame.astype(dict.fromkeys(texts, "str"))
    return plain.assign(again=plain.groupby(list(plain)).cumcount())


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
