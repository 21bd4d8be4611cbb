"""The command that makes the cited tables anew of what others counted."""

from argparse import Namespace

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.cli.command import command, path, printed


@command(
    "cite",
    "for maintainers: remake data/published and data/baselines from others' counts",
    path("folder", "FOLDER"),
)
def cite(arguments: Namespace) -> int:
    from dashboard.ingest.cite.cite import cite

    catalogue = read_catalogue(arguments.data / "releases.toml")
    lexicon = read_lexicon(arguments.data / "themes.toml")
    return printed(cite(arguments.folder, catalogue, lexicon, arguments.data / "published"))
