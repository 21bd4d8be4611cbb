"""The command that writes a simulated archive, and the truth about it."""

import argparse
from pathlib import Path

from dashboard.cli.command import Command, argument


def _simulate(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.lexicon import read_lexicon
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.progress import bar
    from dashboard.simulation.plan import make_plan
    from dashboard.simulation.simulate import simulate

    chosen = {name: getattr(asked, name) for name in ("rows", "seed", "dialect", "damage")}
    plan = make_plan(read_catalogue(asked.data / "releases.toml"), asked.release, **chosen)
    lexicon = read_lexicon(asked.data / "themes.toml")
    with bar() as progress:
        made = simulate(plan, lexicon, asked.out, asked.format, asked.members, progress)
    print("\n".join(made.lines))
    return 0


COMMAND = Command(
    "simulate",
    "write a simulated archive, and the truth about it",
    (
        argument("release", metavar="RELEASE", help="archive id or slug"),
        argument("--out", required=True, type=Path, metavar="DIR", help="a new folder"),
        argument("--rows", type=int, metavar="N", help="posts; else the catalogue's"),
        argument("--seed", type=int, default=1, metavar="N", help="another, other rows"),
        argument("--dialect", help="2018-10 to 2021-12; else its own"),
        argument("--damage", nargs="+", default=(), metavar="KIND", help="bad records"),
        argument("--format", choices=("csv", "gz", "zip"), default="zip"),
        argument("--members", type=int, metavar="K", help="parts of the posts file"),
    ),
    _simulate,
)
