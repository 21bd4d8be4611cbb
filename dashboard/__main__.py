"""Compare state-linked takedowns: read release files, serve the dashboard."""

import argparse
import socket
import sys
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
    ingest.add_argument("--release", required=True, help="archive id or slug, or a group's slug")
    ingest.add_argument(
        "--collection", help="whose files they are; told by their columns if left out"
    )
    ingest.add_argument("--store", required=True, type=Path, help="folder of the store")
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
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, told: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=told, description=told, formatter_class=WIDE)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 with one sentence on stderr."""
    try:
        asked = parser().parse_args(argv)
        return RUN[asked.command](asked)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _ingest(asked: argparse.Namespace) -> int:
    # Imported here: DuckDB belongs to ingest and must not be loaded by the serving process.
    from dashboard.archive.ingest import ingest
    from dashboard.archive.progress import bar
    from dashboard.lexicon import read_lexicon
    from dashboard.releases import read_catalogue

    catalogue = read_catalogue(DATA / "releases.toml")
    lexicon = read_lexicon(DATA / "themes.toml")
    with bar() as progress:
        report = ingest(
            asked.paths, asked.release, asked.collection, asked.store, catalogue, lexicon, progress
        )
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


RUN = {"ingest": _ingest, "list": _list, "remove": _remove, "serve": _serve, "cite": _cite}

if __name__ == "__main__":
    sys.exit(main())
