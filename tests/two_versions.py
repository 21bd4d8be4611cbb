"""A store of two versions that one tells apart by every number: simulated posts of Thailand."""

from pathlib import Path

import archive_world as archive

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.ingest.ingest import IngestRequest, ingest
from dashboard.store.history import roll_back
from dashboard.web.app import DATA

OPERATION = "thailand-2020-10"
POSTS = {"first": 10, "second": 20}  # the second has more hours, languages and accounts, too


def add(room: Path, posts: int, texts: Path = DATA) -> str:
    """Make the version of `room / "store"` in which Thailand has so many posts; return its name."""
    content = archive.csv_text(archive.POST_ROWS[:posts], archive.POSTS)
    folder = archive.write(room / f"in-{posts}", posts__csv=content)
    asked = IngestRequest((folder,), OPERATION, room / "store")
    catalogue = read_catalogue(texts / "releases.toml")
    lexicon = read_lexicon(texts / "themes.toml")
    return ingest(asked, catalogue, lexicon, (), lambda *step: None, texts).version


def make(room: Path, texts: Path = DATA) -> tuple[str, str]:
    """Make both versions; the second is current. Return their names."""
    return add(room, POSTS["first"], texts), add(room, POSTS["second"], texts)


def flip(store: Path, version: str) -> None:
    roll_back(store, version)
