"""The command that makes the cited tables anew of what others counted."""

import argparse
from pathlib import Path

from dashboard.cli.command import Command, argument


def _cite(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.cite import cite

    releases = read_catalogue(asked.data / "releases.toml").releases.values()
    print("\n".join(cite(asked.folder, releases, asked.data / "published")))
    return 0


COMMAND = Command(
    "cite",
    "for maintainers: remake data/published from others' counts",
    (argument("folder", type=Path, metavar="FOLDER"),),
    _cite,
)
