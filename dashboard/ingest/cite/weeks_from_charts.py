"""Weeks by the hour that were read from charts, a file each: -> catalogue/week_grids.py.

Each file has 168 rows: the archive's names of its releases, weekday and hour in UTC, and the posts
as the chart's colours were read, each at most so many off.
"""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dashboard.catalogue.releases import Catalogue
from dashboard.catalogue.week_grids import WEEK_GRIDS
from dashboard.ingest.cite.hashtags import Rows
from dashboard.tables import IngestError

HOURS = [(weekday, hour) for weekday in range(7) for hour in range(24)]
POSTS, ERROR = "tweets_read_from_chart", "reading_error_plus_minus"
NUMBERS = ("weekday_mon0", "hour", POSTS, ERROR)


class Chart(NamedTuple):
    """A file; the release or group and the language that it tells of, and how many posts it has."""

    file: str
    subject: str
    language: str  # "" = every
    whole: int


# By the collection. `whole` are the posts of the same files that Basel and Suiche counted.
CHARTS = {
    "luigigubello-china-2019": Chart(
        *("china_2019_all3_zh_hour_weekday_utc_from_png.csv", "china-2019", "zh", 743_190)
    ),
    "luigigubello-spain-2019": Chart(
        *("spain_082019_hour_weekday_utc_from_png.csv", "spain-2019-09", "", 56_712)
    ),
}


def week_from_chart(chart: Chart, folder: Path, catalogue: Catalogue) -> Rows:
    """Return the rows of one grid under the name of their table.

    Raises IngestError for a file that is not in UTC, of other releases, or without every hour.
    """
    with (folder / chart.file).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {release.archive_id for release in catalogue.operations[chart.subject].releases}
    named = {name for row in rows for name in (row.get("releases") or row["release"]).split("+")}
    if named != expected or {row.get("timezone") for row in rows} != {"UTC"}:
        raise IngestError(f"{chart.file} is not of {chart.subject} in UTC.")
    if {row.get("language") or "" for row in rows} != {chart.language}:
        raise IngestError(f"{chart.file} is not of {chart.language or 'all'} posts.")
    try:
        cells = [tuple(int(row[name]) for name in NUMBERS) for row in rows]
    except (KeyError, ValueError):
        raise IngestError(f"{chart.file} has no numbers {', '.join(NUMBERS)}.") from None
    if sorted(cell[:2] for cell in cells) != HOURS or min(cell[2] for cell in cells) < 0:
        raise IngestError(f"{chart.file} has not each of the 168 hours of a week once.")
    return {
        WEEK_GRIDS: [
            (chart.subject, chart.language, weekday, hour, posts, chart.whole, error)
            for weekday, hour, posts, error in cells
        ]
    }


READERS: dict[str, tuple[str, Callable[[Path, Catalogue], Rows]]] = {
    collection: (chart.file, partial(week_from_chart, chart))
    for collection, chart in CHARTS.items()
}
