"""The command that makes the cited tables anew of what others counted."""

from argparse import Namespace

from dashboard.catalogue.releases import read_catalogue
from dashboard.cli.command import command, path, printed


@command(
    "cite", "for maintainers: remake data/published from others' counts", path("folder", "FOLDER")
)
def cite(asked: Namespace) -> int:
    from dashboard.ingest.cite import cite

    catalogue = read_catalogue(asked.data / "releases.toml")
    return printed(cite(asked.folder, catalogue, asked.data / "published"))
