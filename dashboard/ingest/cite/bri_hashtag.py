"""All hashtags of China's release of June 2020 (github.com/rlzhang1310/BRI_hashtag).

The file has every hashtag of the complete release in lower case, and how often it was used.
"""

import csv
from pathlib import Path

from dashboard.catalogue.releases import Catalogue
from dashboard.ingest.cite.hashtags import ALL_HASHTAGS, Rows
from dashboard.tables import IngestError

HASHTAGS, RELEASE = "twitterrei_china_052020.csv", "china-2020-06"


def bri_hashtag(folder: Path, _: Catalogue) -> Rows:
    """Return all hashtags with their uses. Raises IngestError if the file is not theirs."""
    with (folder / HASHTAGS).open(encoding="utf-8-sig", newline="") as file:
        try:
            tags = [(RELEASE, row["hashtag"], int(row["count"])) for row in csv.DictReader(file)]
        except (KeyError, ValueError):
            raise IngestError(f"{HASHTAGS} has no columns hashtag and count.") from None
    return {ALL_HASHTAGS: [*tags]}
