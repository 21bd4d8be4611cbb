"""Weeks of ordinary users and of control accounts -> data/baselines/ (catalogue/baselines.py).

Both files have a row for each weekday and hour in UTC. Chinese is sampled in two spellings, which
are one language here.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.catalogue.baselines import STRATIFIED, UNIFORM
from dashboard.catalogue.releases import Catalogue
from dashboard.ingest.cite.hashtags import Rows
from dashboard.tables import IngestError

ORDINARY_FILE = "baseline_twitter_2014_by_language_weekday_hour_utc.csv"
CONTROL_FILE = "control_accounts_weekday_hour_utc.csv"
SAMPLES = {"uniformly_sampled": UNIFORM, "recall_oriented": STRATIFIED}
LANGUAGE = {"zh-CN": "zh", "zh-TW": "zh"}


@dataclass
class SummedWeek:
    """Posts by weekday and hour, and the days between which they lie."""

    posts: Counter[tuple[int, int]] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)

    def rows(self, *key: str) -> Iterator[tuple[object, ...]]:
        first, last = min(self.days), max(self.days)
        for day in range(7):
            yield *key, first, last, day, *(self.posts[day, hour] for hour in range(24))


def ordinary(folder: Path, catalogue: Catalogue) -> Rows:
    """Return the samples of posts by language; IngestError for a sample of another name."""
    weeks: dict[tuple[str, ...], SummedWeek] = defaultdict(SummedWeek)
    for row in _read(folder / ORDINARY_FILE, "sample", "language", "first_day_utc", "last_day_utc"):
        if row["sample"] not in SAMPLES:
            raise IngestError(f"{ORDINARY_FILE}: {row['sample']} is no sample that is known.")
        key = SAMPLES[row["sample"]], LANGUAGE.get(row["language"], row["language"])
        _add(weeks[key], row, "first_day_utc", "last_day_utc")
    return {"ordinary": [row for key in sorted(weeks) for row in weeks[key].rows(*key)]}


def control(folder: Path, catalogue: Catalogue) -> Rows:
    """Return the posts of control accounts by release; CatalogueError for one not known."""
    weeks: dict[str, SummedWeek] = defaultdict(SummedWeek)
    for row in _read(folder / CONTROL_FILE, "release_id", "first_tweet_utc", "last_tweet_utc"):
        slug = catalogue.release(row["release_id"]).slug
        _add(weeks[slug], row, "first_tweet_utc", "last_tweet_utc")
    return {"control": [row for slug in sorted(weeks) for row in weeks[slug].rows(slug)]}


def _add(week: SummedWeek, row: dict[str, str], *ends: str) -> None:
    week.posts[int(row["weekday_mon0"]), int(row["hour_utc"])] += int(row["tweets"])
    week.days.update(row[end][:10] for end in ends)


def _read(path: Path, *columns: str) -> Iterator[dict[str, str]]:
    """Yield the rows; IngestError if a column is missing or one is of no hour of a week."""
    needed = {*columns, "weekday_mon0", "hour_utc", "tweets"}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := sorted(needed - {*(reader.fieldnames or ())}):
            raise IngestError(f"{path.name} has no column {', '.join(missing)}.")
        for row in reader:
            if row["weekday_mon0"] not in "0123456" or not 0 <= int(row["hour_utc"]) < 24:
                raise IngestError(f"{path.name} has a row of no hour of a week.")
            yield row


BASELINES = {"ordinary": (ORDINARY_FILE, ordinary), "control": (CONTROL_FILE, control)}
