"""Compare state-linked takedowns: read release files, serve the dashboard.

`parser` says what can be asked for, and each function below `main` does one command.
"""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path

from dashboard import __version__
from dashboard.settings import ROOT, read_settings
from dashboard.web import urls

TOLD = "Compare state-linked takedowns: read release files, serve the dashboard."
WIDE = partial(argparse.HelpFormatter, width=88)


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser; README shows its help."""
    top = argparse.ArgumentParser("takedowns", description=TOLD, formatter_class=WIDE)
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
    _add_versions(commands)
    _add_themes(commands)
    serve = _command(commands, "serve", "open the dashboard")
    _add_place(serve)
    serve.add_argument("--store", type=Path, default=read_settings()["STORE"])
    cite = _command(commands, "cite", "for maintainers: remake data/published from others' counts")
    cite.add_argument("folder", type=Path, metavar="FOLDER")
    _add_simulate(commands)
    demo = _command(commands, "demo", "simulate three operations of June 2020 and open them")
    demo.add_argument("--rows", type=int, metavar="N", help="posts of each; else the catalogue's")
    _add_place(demo)
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, sentence: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=sentence, description=sentence, formatter_class=WIDE)


def _add_place(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8050)
    command.add_argument("--workers", type=int, default=2, choices=range(1, 65), metavar="N")


def _add_versions(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    made = _command(commands, "versions", "say which data versions a store keeps")
    back = _command(commands, "rollback", "make an older data version current")
    back.add_argument("version", nargs="?", help="which one; else the one before")
    prune = _command(commands, "prune", "delete old data versions")
    prune.add_argument("--keep", type=int, default=2, metavar="N", help="so many, from now on")
    refresh = _command(commands, "refresh", "take up a changed catalogue, lexicon or cited counts")
    check = _command(commands, "check", "say whether a store is whole, and what its files tell")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="as for ingest")
    check.add_argument("--version", help="the one to check; else all that are kept")
    check.add_argument("--mapping", type=Path, metavar="TOML", help="as for ingest")
    compare = _command(commands, "compare-versions", "say what changed between data versions")
    compare.add_argument("before", metavar="A", help="a version, or the folder of a store")
    compare.add_argument("after", metavar="B", help="the same")
    for command in (made, back, prune, refresh, check, compare):
        command.add_argument("--store", type=Path, default=read_settings()["STORE"])


def _add_themes(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    themes = _command(commands, "themes", "look after the lexicon: check, test, retag")
    tasks = themes.add_subparsers(dest="task", required=True, metavar="task")
    vet = _command(tasks, "check", "terms that overlap, catch nothing or much; tags left out")
    test = _command(tasks, "test", "what each term catches in a file")
    test.add_argument("file", type=Path, metavar="FILE", help="texts, a line each (.txt), or posts")
    retag = _command(tasks, "retag", "read files of a store again, with the lexicon as it is now")
    retag.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="where the files lie")
    retag.add_argument("--mapping", type=Path, metavar="TOML", help="as for ingest")
    retag.add_argument("--store", required=True, type=Path, help="folder of the store")
    vet.add_argument("--store", type=Path, default=read_settings()["STORE"])


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


DATA = ROOT / "data"


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 with one sentence on stderr."""
    try:
        asked = parser().parse_args(argv)
        return RUN[asked.command](asked)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing is half done: the store is whole.", file=sys.stderr)
        return 130


def _ingest(asked: argparse.Namespace) -> int:
    # Imported here: DuckDB belongs to ingest and must not be loaded by the serving process.
    from dashboard.catalogue.lexicon import read_lexicon
    from dashboard.catalogue.published import read_published
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.ingest import Asked, ingest
    from dashboard.ingest.progress import bar

    catalogue = read_catalogue(DATA / "releases.toml")
    lexicon = read_lexicon(DATA / "themes.toml")
    published = read_published(DATA / "published" / "counts.csv")
    told = {field.name: getattr(asked, field.name) for field in fields(Asked)}
    with bar() as progress:
        report = ingest(Asked(**told), catalogue, lexicon, published, progress, DATA)
    return _done(report.lines)


def _list(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.cited import read_cited
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.cli.listing import listing

    _check_store(asked.store)
    catalogue = read_catalogue(DATA / "releases.toml")
    cited = {name for table in read_cited(DATA / "published").values() for name in table["release"]}
    print("\n".join(listing(asked.store, catalogue, cited, asked.all)))
    return 0


def _remove(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.store.history import remove

    _check_store(asked.store)
    catalogue = read_catalogue(DATA / "releases.toml")
    return _done(remove(asked.release, asked.collection, asked.store, catalogue, DATA))


def _versions(asked: argparse.Namespace) -> int:
    from dashboard.store.history import version_lines

    _check_store(asked.store)
    print("\n".join(version_lines(asked.store)))
    return 0


def _rollback(asked: argparse.Namespace) -> int:
    from dashboard.store.history import roll_back

    _check_store(asked.store)
    return _done(roll_back(asked.store, asked.version))


def _prune(asked: argparse.Namespace) -> int:
    from dashboard.store.history import prune

    _check_store(asked.store)
    return _done(prune(asked.store, asked.keep))


def _refresh(asked: argparse.Namespace) -> int:
    from dashboard.store.history import refresh

    _check_store(asked.store)
    return _done(refresh(asked.store, DATA))


def _check(asked: argparse.Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.recount import check

    _check_store(asked.store)
    with bar() as progress:
        checked = check(asked.store, asked.version, asked.paths, progress, asked.mapping)
    print("\n".join(checked.lines))
    return 1 if checked.wrong else 0


def _compare(asked: argparse.Namespace) -> int:
    from dashboard.store.compare_versions import compare

    print("\n".join(compare(asked.before, asked.after, asked.store)))
    return 0


def _themes(asked: argparse.Namespace) -> int:
    from dashboard.cli.themes import tend
    from dashboard.ingest.progress import bar

    with bar() as progress:
        lines, failed = tend(asked, DATA, progress, sys.stdout.isatty())
    return _done(lines) or int(failed)


def _cite(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.cite import cite

    releases = read_catalogue(DATA / "releases.toml").releases.values()
    print("\n".join(cite(asked.folder, releases, DATA / "published")))
    return 0


def _simulate(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.lexicon import read_lexicon
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.progress import bar
    from dashboard.simulation.plan import make_plan
    from dashboard.simulation.simulate import simulate

    told = {name: getattr(asked, name) for name in ("rows", "seed", "dialect", "damage")}
    plan = make_plan(read_catalogue(DATA / "releases.toml"), asked.release, **told)
    lexicon = read_lexicon(DATA / "themes.toml")
    with bar() as progress:
        made = simulate(plan, lexicon, asked.out, asked.format, asked.members, progress)
    print("\n".join(made.lines))
    return 0


def _demo(asked: argparse.Namespace) -> int:
    from dashboard.cli.demo import RELEASES, demo_store
    from dashboard.link.view import View

    _check_free(asked.host, asked.port)
    with demo_store(asked.rows, DATA, partial(print, flush=True)) as store:
        return _open(store, asked, urls.comparison(View(RELEASES)))


def _serve(asked: argparse.Namespace) -> int:
    """Serve, after checking that there are a port and a store."""
    _check_store(asked.store)
    _check_free(asked.host, asked.port)
    return _open(asked.store, asked)


def _open(store: Path, asked: argparse.Namespace, page: str = "") -> int:
    from dashboard.cli.serve import serve
    from dashboard.web.app import make_server

    server = make_server(read_settings() | {"STORE": store})
    if _other_texts(store):
        print(f"{DATA} has changed since: takedowns refresh --store {store} takes it up.")
    address = f"http://{asked.host}:{asked.port}{page}"
    print(f"The dashboard is at {address} (Ctrl+C stops it)", flush=True)
    serve(server, asked.host, asked.port, asked.workers)
    return 0


def _other_texts(store: Path) -> bool:
    """Whether the current version was read with other texts than those in `data/`."""
    from dashboard.store.versions import current_contents, texts_of

    with suppress(ValueError, OSError):  # a damaged one is told on the page
        texts = current_contents(store).texts
        return bool(texts) and texts != texts_of(DATA)
    return False


def _done(lines: Sequence[str]) -> int:
    """Say what was done to a store; it is done, whether or not anybody can be told."""
    try:
        print("\n".join(lines), flush=True)
    except (OSError, ValueError) as problem:
        with suppress(OSError):
            print(f"Done, but what was done cannot be printed: {problem}", file=sys.stderr)
        # Else Python would try again when it ends, and end with another status than 0.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    "versions": _versions,
    "rollback": _rollback,
    "prune": _prune,
    "refresh": _refresh,
    "check": _check,
    "compare-versions": _compare,
    "themes": _themes,
    "serve": _serve,
    "cite": _cite,
    "simulate": _simulate,
    "demo": _demo,
}

if __name__ == "__main__":
    sys.exit(main())
