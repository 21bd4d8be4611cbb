"""What others counted on whole releases: its tables in data/published/, indexed by release."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.catalogue.lexicon import of_folded
from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import month_number
from dashboard.tables import CLIENT, DOMAIN, HASHTAG, check

CITED = "basel-suiche-2020"  # the collection of all these counts

# Tags and domains are folded and merged; tags, domains and clients are there if used at least 100
# times. `label` is a tag's most used spelling. Months lie in UTC; a language is as in tables.POSTS,
# "und" has the posts without one.
TAGS = {"release": "category", "item": "str", "label": "str", "uses": "int64"}
ITEMS = {"release": "category", "item": "str", "uses": "int64"}
MONTHS = {"release": "category", "month": "str", "posts": "int64"}
LANGUAGES = {"release": "category", "language": "str", "posts": "int64"}
TABLES = {
    "hashtags": TAGS,
    "domains": ITEMS,
    "clients": ITEMS,
    "months": MONTHS,
    "languages": LANGUAGES,
}
# Kept by hand, and in data versions of before not there. `collection` says who counted; `kind` is
# one of tables.KINDS, or several that were counted together (catalogue.kinds).
KINDS = {"release": "category", "collection": "category", "kind": "category", "posts": "int64"}
BY_HAND = {"kinds": KINDS}


def read_cited(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the cited counts by name, as in TABLES and BY_HAND."""
    paths = {name: folder / f"{name}.csv" for name in TABLES | BY_HAND}
    return {
        name: read_table(paths[name], columns)
        for name, columns in (TABLES | BY_HAND).items()
        if name in TABLES or paths[name].exists()
    }


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
class Cited:
    """Counts of one release: items used 100 times or more, months in UTC, languages.

    `listed` has the items by kind (tables.ITEM_KINDS), hashtags folded, and `forms` what terms are
    compared with of each hashtag. `months` has the posts of each month from the month number
    `first` on. What was not counted is empty.
    """

    release: str
    listed: dict[str, Listed]
    forms: list[str]
    first: int
    months: Ints
    languages: dict[str, int]

    @property
    def tags(self) -> Listed:
        return self.listed[HASHTAG]

    @property
    def posts(self) -> int:
        """Return all posts of the release: months, and languages, add up to them."""
        return int(self.months.sum()) or sum(self.languages.values())


@dataclass(frozen=True)
class CitedKinds:
    """All posts of one release by kind, as a collection has counted them."""

    release: str
    collection: str
    kinds: dict[str, int]

    @property
    def posts(self) -> int:
        return sum(self.kinds.values())


def index_kinds(tables: Mapping[str, pd.DataFrame]) -> dict[str, CitedKinds]:
    """Return the cited counts by kind of each release, of several the one with the most posts."""
    if "kinds" not in tables:
        return {}
    by_count = tables["kinds"].groupby(["release", "collection"], observed=True)
    counts = [
        CitedKinds(str(release), str(collection), _kinds(rows))
        for (release, collection), rows in by_count
    ]
    return {count.release: count for count in sorted(counts, key=lambda count: count.posts)}


def index(tables: Mapping[str, pd.DataFrame]) -> dict[str, Cited]:
    """Return the cited counts (TABLES) by release; a table may be left out."""
    parts = [_parts(tables.get(name)) for name in TABLES]
    releases = sorted({release for part in parts for release in part})
    return {
        release: _release(release, *(part.get(release) for part in parts)) for release in releases
    }


def _release(release: str, *parts: pd.DataFrame | None) -> Cited:
    tags, domains, clients, months, languages = parts
    listed = {
        HASHTAG: Listed(*_columns(tags, "item", "label", "uses")),
        DOMAIN: Listed(*_columns(domains, "item", "item", "uses")),
        CLIENT: Listed(*_columns(clients, "item", "item", "uses")),
    }
    forms = list(map(of_folded, listed[HASHTAG].items))
    first, posts = _series(*_columns(months, "month", "posts"))
    by_language = dict(zip(*_columns(languages, "language", "posts"), strict=True))
    return Cited(release, listed, forms, first, posts, by_language)


def _kinds(rows: pd.DataFrame) -> dict[str, int]:
    return dict(zip(*_columns(rows, "kind", "posts"), strict=True))


def _parts(frame: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Return the rows of each release, what is used most first."""
    if frame is None:
        return {}
    if "uses" in frame:
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
