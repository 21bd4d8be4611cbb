"""Basel and Suiche's counts on 28 complete releases (2020, github.com/simabasel/cib-data).

They are `twitter-data.csv` with a row a release, and files with its most used hashtags, domains
and clients. Here spellings of hashtags and domains are folded and merged, and what is used fewer
than 100 times is left out: a private person's name is used less.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from dashboard.catalogue.languages import OLD_CODES
from dashboard.catalogue.lexicon import fold
from dashboard.catalogue.releases import Catalogue
from dashboard.ingest.cite.hashtags import Counts, Rows, counted, merged
from dashboard.ingest.names import guess_release
from dashboard.tables import NOT_STATED, IngestError

RELEASES, RELEASES_COUNTED = "twitter-data.csv", 28

SummaryRow = Mapping[str, str]  # one row of twitter-data.csv


def basel_suiche(folder: Path, catalogue: Catalogue) -> Rows:
    """Return the rows of their tables, by name as in TABLES.

    Raises IngestError if a file is missing or not theirs.
    """
    rows: Rows = defaultdict(list)
    for slug, summary in _summaries(folder, catalogue).items():
        for name, counts in _tables(folder, summary).items():
            rows[name] += [(slug, *row) for row in counts]
    return rows


def _tables(folder: Path, summary: SummaryRow) -> dict[str, Iterable[tuple[object, ...]]]:
    """Return the rows of one release by table, without the release."""
    stem = summary["hashtags_filename"].partition("_tweets_")[0]
    clients = sorted(folder.glob(f"{stem}_tweets_clients*.csv"))
    used = (
        counted(clients[0], "tweet_client_name")
        if clients
        else _listed(summary, "tweet_client_names")
    )
    domains = merged(counted(_only_file(folder, stem, "domains"), "domains"), host)
    return {
        "hashtags": merged(counted(_only_file(folder, stem, "hashtags"), "hashtags"), fold),
        "domains": ((item, uses) for item, _, uses in domains),
        "clients": ((item, uses) for item, _, uses in merged(used, str)),
        "months": sorted(_listed(summary, "activity_timeline")),
        "languages": languages(_listed(summary, "tweet_languages"), int(summary["tweets_count"])),
    }


def _summaries(folder: Path, catalogue: Catalogue) -> dict[str, SummaryRow]:
    """Return the rows of twitter-data.csv by the slugs of their releases."""
    csv.field_size_limit(sys.maxsize)  # a row holds whole lists
    with (folder / RELEASES).open(encoding="utf-8-sig", newline="") as file:
        rows: list[SummaryRow] = list(csv.DictReader(file))
    if rows and "hashtags_filename" not in rows[0]:
        raise IngestError(f"{RELEASES} has no column hashtags_filename.")
    named = [(guess_release([row["hashtags_filename"]], catalogue), row) for row in rows]
    summaries = {release.slug: row for release, row in named if release}
    if len(summaries) != RELEASES_COUNTED:
        raise IngestError(f"{RELEASES} tells of {len(summaries)} releases, not {RELEASES_COUNTED}.")
    return summaries


def _only_file(folder: Path, stem: str, name: str) -> Path:
    """Return the one file of a release; large releases have a part number in the name."""
    paths = sorted(folder.glob(f"{stem}_tweets_{name}*.csv"))
    if len(paths) != 1:
        raise IngestError(f"{stem}_tweets_{name}.csv: {len(paths)} such files in the folder.")
    return paths[0]


def _listed(summary: SummaryRow, column: str) -> list[tuple[str, int]]:
    """Return the pairs of one column of twitter-data.csv."""
    try:
        return [(str(name), int(count)) for name, count in json.loads(summary[column]).items()]
    except (KeyError, ValueError, AttributeError, TypeError):
        raise IngestError(f"{RELEASES}: column {column} is not a list of counts.") from None


def host(domain: str) -> str:
    """Return a domain in lower case without www., as the reader of releases keeps it."""
    return domain.strip().strip(".").lower().removeprefix("www.")


def languages(counts: Counts, posts: int) -> list[tuple[str, int]]:
    """Return posts by language under its present code, most used first.

    The counts leave out posts whose language field is blank: they are what is missing from `posts`,
    and count as not stated, like those marked "und".
    """
    posts_by_code: Counter[str] = Counter()
    for code, count in counts:
        posts_by_code[OLD_CODES.get(code, code)] += count
    if (blank := posts - posts_by_code.total()) < 0:
        raise IngestError(f"{RELEASES}: a release has more posts by language than posts.")
    posts_by_code[NOT_STATED] += blank
    ranked = sorted(posts_by_code.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, count) for code, count in ranked if count]
