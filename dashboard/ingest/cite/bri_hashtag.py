"""All hashtags of China's release of June 2020 (github.com/rlzhang1310/BRI_hashtag).

The file has every hashtag of the complete release in lower case, and how often it was used.
"""

from pathlib import Path

from dashboard.catalogue.releases import Catalogue
from dashboard.ingest.cite.hashtags import ALL_HASHTAGS, Rows, counted

HASHTAGS, RELEASE = "twitterrei_china_052020.csv", "china-2020-06"


def bri_hashtag(folder: Path, _: Catalogue) -> Rows:
    """Return all hashtags with their uses. Raises IngestError if the file is not theirs."""
    tags = counted(folder / HASHTAGS, "hashtag")
    return {ALL_HASHTAGS: [(RELEASE, *tag) for tag in tags]}
