"""What others counted on whole releases, indexed by release.

Each collection of such counts has its folder in data/published/, with those of TABLES that it has.
A table of a release comes from one collection.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue import week_grids
from dashboard.catalogue.lexicon import of_folded
from dashboard.clock.local_time import Ints
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
TABLES = {
    "hashtags": TAGS,
    "domains": ITEMS,
    "clients": ITEMS,
    "months": MONTHS,
    "languages": LANGUAGES,
    "kinds": KINDS,
    "themes": THEMES,
    week_grids.WEEK_GRIDS: week_grids.COLUMNS,
}
# Those of single releases.
BY_RELEASE = ("hashtags", "domains", "clients", "months", "languages", "kinds", "themes")


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
    `first` on. What was not counted is empty, or None. `collections` names by table who counted.
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

    @property
    def tags(self) -> Listed:
        return self.listed[HASHTAG]

    @property
    def posts_counted_in(self) -> str:
        """Return the table that counts all posts, "" where none does."""
        return next((table for table in ("months", "languages") if table in self.collections), "")

    @property
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
    tags, domains, clients, months, languages, kinds, themes = tables.values()
    collections = {
        name: str(rows["collection"].iloc[0]) for name, rows in tables.items() if rows is not None
    }
    listed = {
        HASHTAG: Listed(*_columns(tags, "item", "label", "uses")),
        DOMAIN: Listed(*_columns(domains, "item", "item", "uses")),
        CLIENT: Listed(*_columns(clients, "item", "item", "uses")),
    }
    forms = list(map(of_folded, listed[HASHTAG].items))
    first, posts = _series(*_columns(months, "month", "posts"))
    by_language = dict(zip(*_columns(languages, "language", "posts"), strict=True))
    by_kind = dict(zip(*_columns(kinds, "kind", "posts"), strict=True))
    by_theme = _theme_uses(themes)
    return Cited(release, collections, listed, forms, first, posts, by_language, by_kind, by_theme)


def _theme_uses(rows: pd.DataFrame | None) -> ThemeUses | None:
    if rows is None:
        return None
    (total,), (lexicon,), (least,) = (set(rows[name]) for name in ("total", "lexicon", "least"))
    uses = dict(zip(rows["theme"], rows["uses"].tolist(), strict=True))
    return ThemeUses(uses, int(total), str(lexicon), int(least))


def _parts(frame: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Return the rows of each release, what is used most first."""
    if frame is None:
        return {}
    if "collection" not in frame:
        frame = frame.assign(collection=CITED)
    if "item" in frame:
        frame = frame.sort_values(["uses", "item"], ascending=[False, True], kind="stable")
    return {str(release): rows for release, rows in frame.groupby("release", observed=True)}


def _columns(rows: pd.DataFrame | None, *names: str) -> list[list[Any]]:
    return [[] if rows is None else rows[name].tolist() for name in names]


def _series(months: list[str], posts: list[int]) -> tuple[int, Ints]:
    """Return the first month's number, and posts by month with 0 where none was listed."""
    if not months:
        return 0, np.zeros(0, np.int64)
    numbers = np.array([month_number(month) for month in months])
    first = int(numbers.min())
    return first, np.bincount(numbers - first, posts).astype(np.int64)
