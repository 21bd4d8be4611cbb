"""The commands that look after the lexicon: check it, try it on texts, count themes anew."""

import argparse
from pathlib import Path

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.ingest.progress import Progress
from dashboard.ingest.themes.retag import retag
from dashboard.ingest.themes.trial import try_terms
from dashboard.ingest.themes.vet import vet
from dashboard.tables import IngestError

EXAMPLES = 3  # lines of each term, shown on a terminal and nowhere else


def tend(
    asked: argparse.Namespace, data: Path, progress: Progress, on_terminal: bool
) -> tuple[list[str], bool]:
    """Do what is asked for below `takedowns themes`; return what to say, and if it is a failure."""
    if asked.task == "test":
        lexicon = read_lexicon(data / "themes.toml")
        examples = EXAMPLES if on_terminal else 0
        return try_terms(asked.file, lexicon, examples, progress), False
    if not asked.store.is_dir():
        raise IngestError(f"{asked.store} is not a folder: there is no store.")
    if asked.task == "retag":
        return retag(asked.paths, asked.store, asked.mapping, progress, data), False
    lines, left = vet(asked.store, data)
    return lines, bool(left)
