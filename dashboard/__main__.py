"""Compare state-linked takedowns: read release files, serve the dashboard."""

import argparse
import socket
import sys
from dataclasses import fields
from functools import partial
from pathlib import Path

from dashboard import __version__
from dashboard.settings import ROOT, read_settings

WIDE = partial(argparse.HelpFormatter, width=88)
DATA = ROOT / "data"


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser; README shows its help."""
    top = argparse.ArgumentParser("takedowns", description=__doc__, formatter_class=WIDE)
    top.add_argument("--version", action="version", version=f"takedowns {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    ingest = _command(commands, "ingest", "read release files into a store")
    ingest.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="folder, zip, gz, zst, csv"
    )
    ingest.add_argument(
        "--release", help="archive id or slug, or a group's slug; told by file names if left out"
    )
    ingest.add_argument(
        "--collection", help="whose files they are; told by their columns if left out"
    )
    ingest.add_argument("--store", required=True, type=Path, help="folder of the store")
    ingest.add_argument(
        "--mapping", type=Path, metavar="TOML", help="how to read another platform's columns"
    )
    ingest.add_argument(
        "--listed",
        action="store_true",
        help="count posts of accounts in the users files alone: for files of many releases",
    )
    ingest.add_argument(
        "--allow-rejects", action="store_true", help="read on though over 0.1%% cannot be read"
    )
    ingest.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write rows that cannot be read here"
    )
    ingest.add_argument(
        "--allow-unhashed", action="store_true", help="read research copies with real ids"
    )
    ingest.add_argument(
        "--keep-stage", type=Path, metavar="DIR", help="keep what everything is counted from"
    )
    held = _command(commands, "list", "say what a store holds")
    held.add_argument("--store", type=Path, default=read_settings()["STORE"])
    held.add_argument("--all", action="store_true", help="the releases that are not held, too")
    remove = _command(commands, "remove", "take a release out of a store")
    remove.add_argument("release", metavar="RELEASE", help="as for ingest")
    remove.add_argument("--collection", help="which one, where several are held")
    remove.add_argument("--store", required=True, type=Path, help="folder of the store")
    serve = _command(commands, "serve", "open the dashboard")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8050)
    serve.add_argument("--store", type=Path, default=read_settings()["STORE"])
    serve.add_argument("--workers", type=int, default=2, choices=range(1, 65), metavar="N")
    cite = _command(commands, "cite", "for maintainers: remake data/published from others' counts")
    cite.add_argument("folder", type=Path, metavar="FOLDER")
    _add_simulate(commands)
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, told: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=told, description=told, formatter_class=WIDE)


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = _command(commands, "simulate", "write a simulated archive, and the truth about it")
    simulate.add_argument("release", metavar="RELEASE", help="archive id or slug")
    simulate.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new folder")
    simulate.add_argument("--rows", type=int, metavar="N", help="posts; else the catalogue's")
    simulate.add_argument("--seed", type=int, default=1, metavar="N", help="another, other rows")
    simulate.add_argument("--dialect", help="2018-10 to 2021-12; else its own")
    simulate.add_argument("--damage", nargs="+", default=(), metavar="KIND", help="bad records")
    simulate.add_argument("--format", choices=("csv", "gz", "zip"), default="zip")
    simulate.add_argument("--members", type=int, metavar="K", help="parts of the posts file")


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 with one sentence on stderr."""
    try:
        asked = parser().parse_args(argv)
        return RUN[asked.command](asked)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was there before is still there.", file=sys.stderr)
        return 130


def _ingest(asked: argparse.Namespace) -> int:
    # Imported here: DuckDB belongs to ingest and must not be loaded by the serving process.
    from dashboard.archive.ingest import Asked, ingest
    from dashboard.archive.progress import bar
    from dashboard.lexicon import read_lexicon
    from dashboard.measures.published import read_published
    from dashboard.releases import read_catalogue

    catalogue = read_catalogue(DATA / "releases.toml")
    lexicon = read_lexicon(DATA / "themes.toml")
    published = read_published(DATA / "published" / "counts.csv")
    told = {field.name: getattr(asked, field.name) for field in fields(Asked)}
    with bar() as progress:
        report = ingest(Asked(**told), catalogue, lexicon, published, progress)
    print("\n".join(report.lines))
    return 0


def _list(asked: argparse.Namespace) -> int:
    from dashboard.listing import listing
    from dashboard.measures.cited import read_cited
    from dashboard.releases import read_catalogue
    from dashboard.tables import data_version

    _check_store(asked.store)
    catalogue = read_catalogue(DATA / "releases.toml")
    cited = {name for table in read_cited(DATA / "published").values() for name in table["release"]}
    version = data_version(asked.store, DATA)
    print("\n".join(listing(asked.store, catalogue, cited, version, asked.all)))
    return 0


def _remove(asked: argparse.Namespace) -> int:
    from dashboard.archive.removal import remove
    from dashboard.releases import read_catalogue

    _check_store(asked.store)
    catalogue = read_catalogue(DATA / "releases.toml")
    print(remove(asked.release, asked.collection, asked.store, catalogue))
    return 0


def _cite(asked: argparse.Namespace) -> int:
    from dashboard.archive.cited import cite
    from dashboard.releases import read_catalogue

    releases = read_catalogue(DATA / "releases.toml").releases.values()
    print("\n".join(cite(asked.folder, releases, DATA / "published")))
    return 0


def _simulate(asked: argparse.Namespace) -> int:
    from dashboard.archive.progress import bar
    from dashboard.lexicon import read_lexicon
    from dashboard.releases import read_catalogue
    from dashboard.simulation.plan import make_plan
    from dashboard.simulation.simulate import simulate

    told = {name: getattr(asked, name) for name in ("rows", "seed", "dialect", "damage")}
    plan = make_plan(read_catalogue(DATA / "releases.toml"), asked.release, **told)
    lexicon = read_lexicon(DATA / "themes.toml")
    with bar() as progress:
        made = simulate(plan, lexicon, asked.out, asked.format, asked.members, progress)
    print("\n".join(made.lines))
    return 0


def _serve(asked: argparse.Namespace) -> int:
    """Serve, after checking that there are a port and a store."""
    from dashboard.app import make_server
    from dashboard.serve import serve

    _check_store(asked.store)
    _check_free(asked.host, asked.port)
    server = make_server(read_settings() | {"STORE": asked.store})
    print(f"The dashboard is at http://{asked.host}:{asked.port} (Ctrl+C stops it)", flush=True)
    serve(server, asked.host, asked.port, asked.workers)
    return 0


def _check_store(store: Path) -> None:
    if not store.is_dir():
        raise ValueError(f"{store} is not a folder: there is no store.")


def _check_free(host: str, port: int) -> None:
    """Raise ValueError if nothing can listen at `host` and `port`."""
    try:
        with socket.create_server((host, port)):
            pass
    except (OSError, OverflowError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise ValueError(f"{host}:{port} cannot be used: {reason}.") from None


RUN = {
    "ingest": _ingest,
    "list": _list,
    "remove": _remove,
    "serve": _serve,
    "cite": _cite,
    "simulate": _simulate,
}

if __name__ == "__main__":
    sys.exit(main())
