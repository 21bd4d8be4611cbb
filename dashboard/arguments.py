"""The command line: what can be asked for. `__main__` does it."""

import argparse
from functools import partial
from pathlib import Path

from dashboard import __version__
from dashboard.settings import read_settings

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
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, told: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=told, description=told, formatter_class=WIDE)


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
