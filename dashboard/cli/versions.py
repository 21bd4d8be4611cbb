"""The commands about data versions: which there are, go back, delete, renew, check, compare."""

import argparse
from pathlib import Path

from dashboard.cli.command import MAPPING, STORE, Command, argument, check_store, done


def _versions(asked: argparse.Namespace) -> int:
    from dashboard.store.history import version_lines

    check_store(asked.store)
    print("\n".join(version_lines(asked.store)))
    return 0


def _rollback(asked: argparse.Namespace) -> int:
    from dashboard.store.history import roll_back

    check_store(asked.store)
    return done(roll_back(asked.store, asked.version))


def _prune(asked: argparse.Namespace) -> int:
    from dashboard.store.history import prune

    check_store(asked.store)
    return done(prune(asked.store, asked.keep))


def _refresh(asked: argparse.Namespace) -> int:
    from dashboard.store.history import refresh

    check_store(asked.store)
    return done(refresh(asked.store, asked.data))


def _check(asked: argparse.Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.recount import check

    check_store(asked.store)
    with bar() as progress:
        checked = check(asked.store, asked.version, asked.paths, progress, asked.mapping)
    print("\n".join(checked.lines))
    return 1 if checked.wrong else 0


def _compare(asked: argparse.Namespace) -> int:
    from dashboard.store.compare_versions import compare

    print("\n".join(compare(asked.before, asked.after, asked.store)))
    return 0


COMMANDS = (
    Command("versions", "say which data versions a store keeps", (STORE,), _versions),
    Command(
        "rollback",
        "make an older data version current",
        (argument("version", nargs="?", help="which one; else the one before"), STORE),
        _rollback,
    ),
    Command(
        "prune",
        "delete old data versions",
        (
            argument("--keep", type=int, default=2, metavar="N", help="so many, from now on"),
            STORE,
        ),
        _prune,
    ),
    Command("refresh", "take up a changed catalogue, lexicon or cited counts", (STORE,), _refresh),
    Command(
        "check",
        "say whether a store is whole, and what its files tell",
        (
            argument("paths", nargs="*", type=Path, metavar="PATH", help="as for ingest"),
            argument("--version", help="the one to check; else all that are kept"),
            MAPPING,
            STORE,
        ),
        _check,
    ),
    Command(
        "compare-versions",
        "say what changed between data versions",
        (
            argument("before", metavar="A", help="a version, or the folder of a store"),
            argument("after", metavar="B", help="the same"),
            STORE,
        ),
        _compare,
    ),
)
