"""Counts that others made on whole releases -> data/published/: our own small tables.

The counts are Basel and Suiche's (2020, github.com/simabasel/cib-data), made on 28 complete
releases: `twitter-data.csv` with a row a release, and files with its most used hashtags, domains
and clients. Here spellings of hashtags and domains are folded and merged, and what is used fewer
than 100 times is left out: a private person's name is used less.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from dashboard.catalogue.cited import TABLES
from dashboard.catalogue.languages import OLD_CODES
from dashboard.catalogue.lexicon import fold
from dashboard.catalogue.releases import Release
from dashboard.tables import NOT_STATED, IngestError, check

LEAST = 100
RELEASES = "twitter-data.csv"
# Their file name without "_tweets_hashtags" -> archive id: their names are not the release's.
FILES = {
    "2018_10_ira": "ira",
    "2018_10_iranian": "iranian",
    "2019_01_bangladesh_linked": "bangladesh_201901_1",
    "2019_01_iran_201901_1": "iran_201901_1",
    "2019_01_russian_linked": "russia_201901_1",
    "2019_01_venezuela_201901_1": "venezuela_201901_1",
    "2019_01_venezuela_linked": "venezuela_201901_2",
    "2019_06_catalonia_201906_1": "catalonia_201906_1",
    "2019_06_iran_201906_1": "iran_201906_1",
    "2019_06_iran_201906_2": "iran_201906_2",
    "2019_06_iran_201906_3": "iran_201906_3",
    "2019_06_russia_201906_1": "russia_201906_1",
    "2019_06_venezuela_201906_1": "venezuela_201906_1",
    "2019_08_china_082019_1": "china_082019_1",
    "2019_08_china_082019_2": "china_082019_2",
    "2019_09_china_082019_3": "china_082019_3",
    "2019_09_ecuador_082019": "ecuador_082019_1",
    "2019_09_egypt_uae_082019": "egypt_uae_082019_1",
    "2019_09_saudi_arabia_082019": "saudi_arabia_082019_1",
    "2019_09_spain_082019": "spain_082019_1",
    "2019_09_uae_082019": "uae_082019_1",
    "2019_12_saudi_arabia_112019": "saudi_arabia_112019",
    "2020_03_032020": "ghana_nigeria_032020",
    "2020_04_egypt_022020": "egypt_022020",
    "2020_04_honduras_022020": "honduras_022020",
    "2020_04_indonesia_022020": "indonesia_022020",
    "2020_04_sa_eg_ae_022020": "sa_eg_ae_022020",
    "2020_04_serbia_022020": "serbia_022020",
}

Counts = Iterable[tuple[str, int]]
Told = Mapping[str, str]  # one row of twitter-data.csv


def cite(folder: Path, releases: Iterable[Release], out: Path) -> list[str]:
    """Write the cited counts of `folder` to the folder `out`; return what a maintainer should know.

    Raises IngestError if a file is missing or not theirs; then nothing is written.
    """
    known = {release.archive_id: release for release in releases}
    told = _releases(folder)
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    for stem, archive_id in FILES.items():
        for name, found in _tables(folder, stem, told[stem]).items():
            rows[name] += [(known[archive_id].slug, *row) for row in found]
    frames = {name: _frame(name, found) for name, found in rows.items()}
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
    return [
        *(f"{len(frame):,} rows of {name} cited" for name, frame in frames.items()),
        *differences(frames["months"], known.values()),
    ]


def _tables(folder: Path, stem: str, told: Told) -> dict[str, Iterable[tuple[object, ...]]]:
    """Return the rows of one release by table, without the release."""
    clients = sorted(folder.glob(f"{stem}_tweets_clients*.csv"))
    used = (
        _file(clients[0], "tweet_client_name") if clients else _listed(told, "tweet_client_names")
    )
    domains = merged(_file(_one(folder, stem, "domains"), "domains"), host)
    return {
        "hashtags": merged(_file(_one(folder, stem, "hashtags"), "hashtags"), fold),
        "domains": ((item, uses) for item, _, uses in domains),
        "clients": ((item, uses) for item, _, uses in merged(used, str)),
        "months": sorted(_listed(told, "activity_timeline")),
        "languages": languages(_listed(told, "tweet_languages"), int(told["tweets_count"])),
    }


def _releases(folder: Path) -> dict[str, Told]:
    """Return the rows of twitter-data.csv by the start of their files' names."""
    if not (folder / RELEASES).is_file():
        raise IngestError(f"{folder.name} has no {RELEASES}.")
    csv.field_size_limit(sys.maxsize)  # a row holds whole lists
    with (folder / RELEASES).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        found: dict[str, Told] = {
            row["hashtags_filename"].partition("_tweets_")[0]: row for row in rows
        }
    except KeyError:
        raise IngestError(f"{RELEASES} has no column hashtags_filename.") from None
    if missing := FILES.keys() - found:
        raise IngestError(f"{RELEASES} has no row of {', '.join(sorted(missing))}.")
    return found


def _one(folder: Path, stem: str, name: str) -> Path:
    """Return the one file of a release; large releases have a part number in the name."""
    found = sorted(folder.glob(f"{stem}_tweets_{name}*.csv"))
    if len(found) != 1:
        raise IngestError(f"{stem}_tweets_{name}.csv: {len(found)} such files in the folder.")
    return found[0]


def _file(path: Path, column: str) -> list[tuple[str, int]]:
    """Return (spelling, uses) of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return [(row[column], int(row["count"])) for row in csv.DictReader(file)]
        except (KeyError, ValueError):
            raise IngestError(f"{path.name} has no columns {column} and count.") from None


def _listed(told: Told, column: str) -> list[tuple[str, int]]:
    """Return the pairs of one column of twitter-data.csv."""
    try:
        return [(str(name), int(count)) for name, count in json.loads(told[column]).items()]
    except (KeyError, ValueError, AttributeError, TypeError):
        raise IngestError(f"{RELEASES}: column {column} is not a list of counts.") from None


def merged(counts: Counts, folded: Callable[[str], str]) -> Iterator[tuple[str, str, int]]:
    """Yield (item, most used spelling, uses), most used first, of what is used LEAST times."""
    uses: Counter[str] = Counter()
    labels: dict[str, tuple[int, str]] = {}
    for spelling, count in counts:
        item = folded(spelling)
        uses[item] += count
        labels[item] = min(labels.get(item, (0, "")), (-count, spelling.lstrip("#")))
    for item, count in sorted(uses.items(), key=lambda pair: (-pair[1], pair[0])):
        if item and count >= LEAST:
            yield item, labels[item][1], count


def host(domain: str) -> str:
    """Return a domain in lower case without www., as the reader of releases keeps it."""
    return domain.strip().strip(".").lower().removeprefix("www.")


def languages(counts: Counts, posts: int) -> list[tuple[str, int]]:
    """Return posts by language under its present code, most used first.

    The counts leave out posts whose language field is blank: they are what is missing from `posts`,
    and count as not stated, like those marked "und".
    """
    found: Counter[str] = Counter()
    for code, count in counts:
        found[OLD_CODES.get(code, code)] += count
    if (blank := posts - found.total()) < 0:
        raise IngestError(f"{RELEASES}: a release has more posts by language than posts.")
    found[NOT_STATED] += blank
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, count) for code, count in ranked if count]


def _frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Return the checked table, releases in alphabetical order."""
    columns = TABLES[name]
    frame = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return check(frame.sort_values("release", kind="stable"), columns, f"{name}.csv")


def differences(months: pd.DataFrame, releases: Iterable[Release]) -> list[str]:
    """Say where the months of a release do not add up to the posts that the catalogue states."""
    sums = months.groupby("release", observed=True)["posts"].sum()
    return [
        f"{r.slug}: the months add up to {sums[r.slug]:,} posts, the catalogue states "
        + (f"{r.posts:,}" if r.posts is not None else "none")
        for r in releases
        if r.slug in sums.index and sums[r.slug] != r.posts
    ]
