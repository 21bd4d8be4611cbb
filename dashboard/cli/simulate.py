"""The command that writes a simulated archive, and the truth about it."""

from argparse import Namespace

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.cli.command import argument, command, number, path, printed


@command(
    "simulate",
    "write a simulated archive, and the truth about it",
    argument("release", "archive id or slug", metavar="RELEASE"),
    path("--out", "DIR", "a new folder", required=True),
    number("--rows", "posts; else the catalogue's"),
    number("--seed", "another, other rows", default=1),
    argument("--dialect", "2018-10 to 2021-12; else its own"),
    argument("--damage", "bad records", nargs="+", default=(), metavar="KIND"),
    argument("--format", choices=("csv", "gz", "zip"), default="zip"),
    number("--members", "parts of the posts file", metavar="K"),
)
def simulate(asked: Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.simulation.plan import make_plan
    from dashboard.simulation.simulate import simulate

    chosen = {name: getattr(asked, name) for name in ("rows", "seed", "dialect", "damage")}
    plan = make_plan(read_catalogue(asked.data / "releases.toml"), asked.release, **chosen)
    lexicon = read_lexicon(asked.data / "themes.toml")
    with bar() as progress:
        made = simulate(plan, lexicon, asked.out, asked.format, asked.members, progress)
    return printed(made.lines)
