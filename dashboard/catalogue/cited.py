"""What others counted on whole releases, indexed by release.

Each collection of such counts has its folder in data/published/, with those of TABLES that it has.
A table of a release comes from one collection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import week_grids
from dashboard.catalogue.lexicon import of_folded
from dashboard.clock.local_time import Ints, day_number
from dashboard.clock.weeks_months import month_number
from dashboard.tables import CLIENT, DOMAIN, HASHTAG, check

# Whose counts data versions hold that were made when there was no other collection of counts.
CITED = "basel-suiche-2020"

# Tags and domains are folded and merged; tags, domains and clients are there if used at least 100
# times. `label` is a tag's most used spelling. Months lie in UTC; a language is as in tables.POSTS,
# "und" has the posts without one.
TAGS = {"release": "category", "item": "str", "label": "str", "uses": "int64"}
ITEMS = {"release": "category", "item": "str", "uses": "int64"}
MONTHS = {"release": "category", "month": "str", "posts": "int64"}
# Uses of hashtags that a theme claims, of `total`: counted over all tags that were used `least`
# times, by the terms of one version of the lexicon. ANY and NOISE are the uses that any theme
# claims, and any theme of noise: a tag may belong to two themes.
THEMES = {"release": "category", "theme": "str", "uses": "int64", "total": "int64"}
THEMES |= {"lexicon": "str", "least": "int64"}
ANY, NOISE = "any", "noise"
LANGUAGES = {"release": "category", "language": "str", "posts": "int64"}
# `kind` is one of tables.KINDS, or several that were counted together (catalogue.kinds).
KINDS = {"release": "category", "kind": "category", "posts": "int64"}
# Days lie in UTC and are of an earlier issue of the files, as is `first_issue`: posts by what
# `measure` says (FIRST_ISSUE). `active` is how many accounts posted in a year, "" for fewer than
# 10. Accounts are in bins as in tables.BINS. `totals` are sums over a whole release, by name.
DAYS = {"release": "category", "day": "str", "posts": "int64"}
YEARS = {"release": "category", "year": "str", "posts": "int64", "active": "str"}
ACCOUNTS = {"release": "category", "measure": "category", "bin": "str", "accounts": "int64"}
UNDER_TEN = "0-9"  # a band of followers beside tables.BANDS, where 0 is not counted apart
FIRST_ISSUE = ("year", "language", "client")
ISSUE = {"release": "category", "measure": "category", "item": "str", "posts": "int64"}
TOTALS = {"release": "category", "measure": "str", "number": "int64"}
TABLES = {
    "hashtags": TAGS,
    "domains": ITEMS,
    "clients": ITEMS,
    "months": MONTHS,
    "languages": LANGUAGES,
    "kinds": KINDS,
    "themes": THEMES,
    "days": DAYS,
    "years": YEARS,
    "accounts": ACCOUNTS,
    "first_issue": ISSUE,
    "totals": TOTALS,
    week_grids.WEEK_GRIDS: week_grids.COLUMNS,
}
# Those of single releases.
BY_RELEASE = tuple(name for name in TABLES if name != week_grids.WEEK_GRIDS)


def read_cited(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the cited counts by name, as in TABLES, with a column more: their collection."""
    return {name: _read_table(folder, name) for name in TABLES}


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    """Return a table as all collections have it, with the column `collection`."""
    by_collection = {path.parent.name: path for path in sorted(folder.glob(f"*/{name}.csv"))}
    if (before := folder / f"{name}.csv").is_file():
        by_collection[CITED] = before
    frames = [
        read_table(path, TABLES[name]).assign(collection=collection)
        for collection, path in by_collection.items()
    ]
    empty = pd.DataFrame(columns=[*TABLES[name], "collection"])
    return pd.concat(frames, ignore_index=True) if frames else empty


def read_table(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return one checked table; every text stays one, even if it looks like a number or NaN."""
    return check(pd.read_csv(path, dtype=columns, keep_default_na=False), columns, path.name)


@dataclass(frozen=True)
class Listed:
    """Items used 100 times or more, most used first: parallel lists."""

    items: list[str]
    labels: list[str]
    uses: list[int]


@dataclass(frozen=True)
class ThemeUses:
    """Uses of hashtags by theme, with ANY and NOISE, of the `total` of tags used `least` times."""

    uses: dict[str, int]
    total: int
    lexicon: str  # the version whose terms were looked for
    least: int


@dataclass(frozen=True)
class Cited:
    """Counts of one release: items used 100 times or more, months in UTC, languages, kinds, themes.

    `listed` has the items by kind (tables.ITEM_KINDS), hashtags folded, and `forms` what terms are
    compared with of each hashtag. `months` has the posts of each month from the month number
    `first` on, `days` those of each day from `first_day` (since 1970-01-01) on. `years` has posts
    and active accounts, None for fewer than 10. `accounts` are by measure and bin (tables.BINS),
    `first_issue` by measure and item. What was not counted is empty, or None. `collections` names
    by table who counted.
    """

    release: str
    collections: dict[str, str]
    listed: dict[str, Listed]
    forms: list[str]
    first: int
    months: Ints
    languages: dict[str, int]
    kinds: dict[str, int]
    themes: ThemeUses | None
    first_day: int
    days: Ints
    years: dict[str, tuple[int, int | None]]
    accounts: dict[str, dict[str, int]]
    first_issue: dict[str, dict[str, int]]
    totals: dict[str, int]

    @property
    def tags(self) -> Listed:
        return self.listed[HASHTAG]

    @property
    def posts_counted_in(self) -> str:
        """Return the table that counts all posts, "" where none does."""
        return next((table for table in ("months", "languages") if table in self.collections), "")

    @cached_property
    def posts(self) -> int:
        """Return all posts of the release: months, and languages, add up to them."""
        return int(self.months.sum()) or sum(self.languages.values())


def index(tables: Mapping[str, pd.DataFrame]) -> dict[str, Cited]:
    """Return BY_RELEASE of the cited counts; a table, or its `collection`, may be absent."""
    parts = {name: _parts(tables.get(name)) for name in BY_RELEASE}
    releases = sorted({release for part in parts.values() for release in part})
    return {
        release: _release(release, {name: part.get(release) for name, part in parts.items()})
        for release in releases
    }


def _release(release: str, tables: dict[str, pd.DataFrame | None]) -> Cited:
    collections = {
        name: str(rows["collection"].iloc[0]) for name, rows in tables.items() if rows is not None
    }
    listed = {
        HASHTAG: Listed(*_columns(tables["hashtags"], "item", "label", "uses")),
        DOMAIN: Listed(*_columns(tables["domains"], "item", "item", "uses")),
        CLIENT: Listed(*_columns(tables["clients"], "item", "item", "uses")),
    }
    months, posts = _columns(tables["months"], "month", "posts")
    first, by_month = _series([month_number(month) for month in months], posts)
    days, posts = _columns(tables["days"], "day", "posts")
    first_day, by_day = _series([day_number(date.fromisoformat(day)) for day in days], posts)
    return Cited(
        release,
        collections,
        listed,
        forms=list(map(of_folded, listed[HASHTAG].items)),
        first=first,
        months=by_month,
        languages=_named(*_columns(tables["languages"], "language", "posts")),
        first_day=first_day,
        days=by_day,
        years={
            year: (posts, int(active) if active else None)
            for year, posts, active in zip(
                *_columns(tables["years"], "year", "posts", "active"), strict=True
            )
        },
        accounts=_nested(*_columns(tables["accounts"], "measure", "bin", "accounts")),
        first_issue=_nested(*_columns(tables["first_issue"], "measure", "item", "posts")),
        totals=_named(*_columns(tables["totals"], "measure", "number")),
        kinds=_named(*_columns(tables["kinds"], "kind", "posts")),
        themes=_theme_uses(tables["themes"]),
    )


def _theme_uses(rows: pd.DataFrame | None) -> ThemeUses | None:
    if rows is None:
        return None
    (total,), (lexicon,), (least,) = (set(rows[name]) for name in ("total", "lexicon", "least"))
    uses = dict(zip(rows["theme"], rows["uses"].tolist(), strict=True))
    return ThemeUses(uses, int(total), str(lexicon), int(least))


def _named(names: list[str], counts: list[int]) -> dict[str, int]:
    return dict(zip(names, counts, strict=True))


def _nested(measures: list[str], names: list[str], counts: list[int]) -> dict[str, dict[str, int]]:
    """Return counts by measure and name, in the order of the table."""
    nested: dict[str, dict[str, int]] = {}
    for measure, name, count in zip(measures, names, counts, strict=True):
        nested.setdefault(measure, {})[name] = count
    return nested


def _parts(frame: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Return the rows of each release, what is used most first."""
    if frame is None:
        return {}
    if "collection" not in frame:
        frame = frame.assign(collection=CITED)
    if {"uses", "item"} <= {*frame}:
        frame = frame.sort_values(["uses", "item"], ascending=[False, True], kind="stable")
    return {str(release): rows for release, rows in frame.groupby("release", observed=True)}


def _columns(rows: pd.DataFrame | None, *names: str) -> list[list[Any]]:
    return [[] if rows is None else rows[name].tolist() for name in names]


def _series(numbers: list[int], posts: list[int]) -> tuple[int, Ints]:
    """Return the first month's or day's number, and posts by it with 0 where none was listed."""
    if not numbers:
        return 0, np.zeros(0, np.int64)
    first = min(numbers)
    return first, np.bincount(np.array(numbers) - first, posts).astype(np.int64)
