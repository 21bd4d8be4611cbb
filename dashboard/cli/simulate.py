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
def simulate(arguments: Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.simulation.plan import make_plan
    from dashboard.simulation.simulate import simulate

    chosen = {name: getattr(arguments, name) for name in ("rows", "seed", "dialect", "damage")}
    plan = make_plan(read_catalogue(arguments.data / "releases.toml"), arguments.release, **chosen)
    lexicon = read_lexicon(arguments.data / "themes.toml")
    with bar() as progress:
        made = simulate(plan, lexicon, arguments.out, arguments.format, arguments.members, progress)
    return printed(made.lines)
