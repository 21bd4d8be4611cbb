"""Hashtags that others counted on whole releases -> data/published/hashtags.csv.

The counts are Basel and Suiche's (2020, github.com/simabasel/cib-data), made on 28 complete
releases: one file a release with its most used hashtags, case kept. Here spellings are folded and
merged, and a tag stays only if its uses reach 100: a private person's name is used less.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dashboard.archive.problem import IngestError
from dashboard.lexicon import fold
from dashboard.tables import CITED_TAGS, check

LEAST = 100
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


def cite(folder: Path, slugs: dict[str, str], out: Path) -> int:
    """Write the cited hashtag counts of `folder` to `out`; return the number of rows.

    `slugs` gives the slug of each archive id. Raises IngestError if a file is missing or not
    theirs.
    """
    rows = [
        (slugs[archive_id], item, label, uses)
        for stem, archive_id in FILES.items()
        for item, label, uses in merged(_read(folder, stem))
    ]
    frame = pd.DataFrame(rows, columns=list(CITED_TAGS)).astype(CITED_TAGS)
    frame = frame.sort_values(["release", "uses", "item"], ascending=[True, False, True])
    check(frame, CITED_TAGS, out.name)
    out.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(out, index=False, lineterminator="\n")
    return len(frame)


def _read(folder: Path, stem: str) -> list[tuple[str, int]]:
    """Return (spelling, uses) of one release; large releases have a part number in the name."""
    found = sorted(folder.glob(f"{stem}_tweets_hashtags*.csv"))
    if len(found) != 1:
        raise IngestError(f"{stem}_tweets_hashtags.csv: {len(found)} such files in the folder.")
    with found[0].open(encoding="utf-8-sig", newline="") as file:
        try:
            return [(row["hashtags"], int(row["count"])) for row in csv.DictReader(file)]
        except (KeyError, ValueError):
            raise IngestError(f"{found[0].name} has no columns hashtags and count.") from None


def merged(counts: list[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    """Yield (folded tag, most used spelling, uses) of tags used at least LEAST times."""
    uses: Counter[str] = Counter()
    labels: dict[str, tuple[int, str]] = {}
    for spelling, count in counts:
        item = fold(spelling)
        uses[item] += count
        labels[item] = min(labels.get(item, (0, "")), (-count, spelling.lstrip("#")))
    for item, count in uses.items():
        if item and count >= LEAST:
            yield item, labels[item][1], count
