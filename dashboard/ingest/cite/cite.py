"""Counts that others made -> our own small tables: on whole releases, in data/published/.

Each collection of counts is a record: the file by which a folder of it is known, and the function
that reads its files. It has a folder of its own, with those of the tables that it has. Weeks of
ordinary users, with which releases are compared, go to data/baselines/ beside it.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from dashboard.catalogue import baselines, cited
from dashboard.catalogue.cited import CITED
from dashboard.catalogue.lexicon import Lexicon
from dashboard.catalogue.releases import Catalogue, Release
from dashboard.ingest.cite import counts_by_others
from dashboard.ingest.cite.basel_suiche import RELEASES, basel_suiche
from dashboard.ingest.cite.bri_hashtag import HASHTAGS, bri_hashtag
from dashboard.ingest.cite.hashtags import Rows, with_themes
from dashboard.ingest.cite.weeks_from_charts import READERS
from dashboard.ingest.cite.weeks_of_users import BASELINES
from dashboard.tables import IngestError, check

CITATIONS: dict[str, tuple[str, Callable[[Path, Catalogue], Rows]]] = {
    CITED: (RELEASES, basel_suiche),
    **READERS,
    "bri-hashtag": (HASHTAGS, bri_hashtag),
    "carlomarxdk-2018": (counts_by_others.DAYS, counts_by_others.days),
    "luigigubello-2018": (counts_by_others.FIRST_ISSUE, counts_by_others.first_issue),
    "omi-2021": (counts_by_others.YEARS, counts_by_others.years),
    "source-withheld": (counts_by_others.CREATED, counts_by_others.withheld),
    **{baselines.COLLECTIONS[name]: reader for name, reader in BASELINES.items()},
}
TABLES = cited.TABLES | baselines.TABLES


def cite(folder: Path, catalogue: Catalogue, lexicon: Lexicon, out: Path) -> list[str]:
    """Write the cited counts of `folder` below `out`; return a report for maintainers.

    Themes are counted by the lexicon where a collection has all hashtags of a release.
    Raises IngestError if a file is missing or not theirs; then nothing is written.
    """
    tables = {
        collection: {
            name: _frame(name, rows)
            for name, rows in with_themes(read(folder, catalogue), lexicon).items()
        }
        for collection, (file, read) in CITATIONS.items()
        if (folder / file).is_file()
    }
    if not tables:
        files = ", ".join(file for file, _ in CITATIONS.values())
        raise IngestError(f"{folder.name} has no counts that are cited: none of {files}.")
    lines = []
    for collection, frames in tables.items():
        for name, frame in frames.items():
            place = out.parent / "baselines" if name in baselines.TABLES else out / collection
            place.mkdir(parents=True, exist_ok=True)
            frame.to_csv(place / f"{name}.csv", index=False, lineterminator="\n")
            lines.append(f"{len(frame):,} rows of {name} cited from {collection}")
        if "months" in frames:
            lines += differences(frames["months"], catalogue.releases.values())
    return lines


def _frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Return the checked table, in alphabetical order of its first column: releases or samples."""
    columns = TABLES[name]
    frame = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return check(frame.sort_values(next(iter(columns)), kind="stable"), columns, f"{name}.csv")


def differences(months: pd.DataFrame, releases: Iterable[Release]) -> list[str]:
    """Return a sentence for each release whose months do not add up to the catalogue's posts."""
    sums = months.groupby("release", observed=True)["posts"].sum()
    return [
        f"{r.slug}: the months add up to {sums[r.slug]:,} posts, the catalogue states "
        + (f"{r.posts:,}" if r.posts is not None else "none")
        for r in releases
        if r.slug in sums.index and sums[r.slug] != r.posts
    ]
