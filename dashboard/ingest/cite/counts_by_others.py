"""Counts of others that came one by one: a file a collection, each row with its `release_id`.

Accounts are counted in bins of ten and more, as those of users files are (count/profiles.py), and
clients are named if they were used at least 100 times.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from dashboard.catalogue.cited import UNDER_TEN
from dashboard.catalogue.releases import Catalogue
from dashboard.ingest.cite.basel_suiche import languages
from dashboard.ingest.cite.hashtags import Rows, merged
from dashboard.ingest.count.profiles import bins
from dashboard.tables import MIN_ACCOUNTS, IngestError

DAYS = "ira_2018_first_issue_tweets_per_day_utc.csv"
FIRST_ISSUE = "oct2018_first_issue_summary_counts.csv"
YEARS = "dec2021_tweets_and_active_accounts_by_year.csv"
CREATED = "china_052020_accounts_created_by_month.csv"
TOTALS = "china_052020_retweet_and_mention_totals.csv"
FOLLOWERS = "accounts_by_followers_band_lower_edge"
SUMS = (
    "accounts that posted",
    "retweets that name the author",
    "retweets of accounts inside the release",
    "mentions",
    "mentions of accounts inside the release",
)
NO_TEXT = "nan"  # how FIRST_ISSUE writes an empty field
# Their bands of followers, by lower edge -> ours (tables.BANDS); they do not tell 0 from 1 to 9.
BAND = {"0": UNDER_TEN, "10": "10-99", "50": "10-99", "100": "100-999", "500": "100-999"}
BAND |= {"1000": "1,000-4,999", "2000": "1,000-4,999", "5000": "5,000+"}


def days(folder: Path, catalogue: Catalogue) -> Rows:
    """Return posts by UTC day of the first issue of October 2018."""
    rows = _read(folder / DAYS, catalogue, "day_utc", "tweets")
    return {"days": [(slug, day, int(posts)) for slug, day, posts in rows]}


def first_issue(folder: Path, catalogue: Catalogue) -> Rows:
    """Return accounts by year of creation and followers, and posts by year, language and client."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for slug, measure, name, count in _read(
        folder / FIRST_ISSUE, catalogue, "measure", "key", "count"
    ):
        counts[slug][measure][BAND[name] if measure == FOLLOWERS else name] += int(count)
    tables: Rows = {"accounts": [], "first_issue": []}
    for slug, measures in counts.items():
        years = measures["accounts_created_in_year"]
        tables["accounts"] += _bins(slug, years, measures[FOLLOWERS])
        tables["first_issue"] += [
            (slug, measure, item, posts) for measure, item, posts in _posts(measures)
        ]
    return tables


def _posts(measures: dict[str, Counter[str]]) -> Iterator[tuple[str, str, int]]:
    """Yield measure, item and posts as counts of the later issue have them (basel_suiche.py)."""
    by_year = measures["all_tweets_in_year"]
    yield from (("year", year, posts) for year, posts in sorted(by_year.items()))
    spoken = [pair for pair in measures["tweets_by_language"].items() if pair[0] != NO_TEXT]
    for language, posts in languages(spoken, by_year.total()):
        yield "language", language, posts
    clients = [pair for pair in measures["tweets_by_client"].items() if pair[0] != NO_TEXT]
    yield from (("client", client, posts) for client, _, posts in merged(clients, str))


def years(folder: Path, catalogue: Catalogue) -> Rows:
    """Return posts and active accounts by year; of fewer than ten accounts it is not said how many.

    An account may be active in several years, so that what is left out cannot be subtracted.
    """
    rows = _read(folder / YEARS, catalogue, "year", "tweets", "accounts_that_posted")
    return {
        "years": [
            (slug, year, int(posts), active if int(active) >= MIN_ACCOUNTS else "")
            for slug, year, posts, active in rows
        ]
    }


def withheld(folder: Path, catalogue: Catalogue) -> Rows:
    """Return accounts by month of creation, and totals, of a source that is not named."""
    created: dict[str, dict[str, int]] = defaultdict(dict)
    for slug, month, accounts in _read(
        folder / CREATED, catalogue, "month_utc", "accounts_created"
    ):
        created[slug][month] = int(accounts)
    totals = _read(folder / TOTALS, catalogue, "measure", "count")
    return {
        "accounts": [row for slug, months in created.items() for row in _bins(slug, months, {})],
        "totals": [
            (slug, measure, int(count)) for slug, measure, count in totals if measure in SUMS
        ],
    }


def _bins(
    slug: str, created: dict[str, int], followers: dict[str, int]
) -> list[tuple[object, ...]]:
    return [(slug, *row) for row in bins(created, followers).itertuples(index=False, name=None)]


def _read(path: Path, catalogue: Catalogue, *columns: str) -> Iterator[tuple[str, ...]]:
    """Yield the release's slug and these columns of each row.

    Raises IngestError if a column is missing; CatalogueError if a release is not known.
    """
    if not path.is_file():
        raise IngestError(f"{path.name} is missing beside the other files of its source.")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if missing := [name for name in ("release_id", *columns) if row.get(name) is None]:
                raise IngestError(f"{path.name} has no column {', '.join(missing)}.")
            yield catalogue.release(row["release_id"]).slug, *(row[name] for name in columns)
