"""The commands about data versions: which there are, go back, delete, renew, check, compare."""

from argparse import Namespace

from dashboard.cli.command import (
    MAPPING,
    STORE,
    argument,
    check_store,
    command,
    done,
    number,
    path,
    printed,
)
from dashboard.store import compare_versions, history


@command("versions", "say which data versions a store keeps", STORE)
def versions(arguments: Namespace) -> int:
    check_store(arguments.store)
    return printed(history.version_lines(arguments.store))


@command(
    "rollback",
    "make an older data version current",
    argument("version", "which one; else the one before", nargs="?"),
    STORE,
)
def rollback(arguments: Namespace) -> int:
    check_store(arguments.store)
    return done(history.roll_back(arguments.store, arguments.version))


@command(
    "prune", "delete old data versions", number("--keep", "so many, from now on", default=2), STORE
)
def prune(arguments: Namespace) -> int:
    check_store(arguments.store)
    return done(history.prune(arguments.store, arguments.keep))


@command("refresh", "take up a changed catalogue, lexicon or cited counts", STORE)
def refresh(arguments: Namespace) -> int:
    check_store(arguments.store)
    return done(history.refresh(arguments.store, arguments.data))


@command(
    "check",
    "say whether a store is whole, and what its files tell",
    path("paths", "PATH", "as for ingest", nargs="*"),
    argument("--version", "the one to check; else all that are kept"),
    MAPPING,
    STORE,
)
def check(arguments: Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.recount import check

    check_store(arguments.store)
    with bar() as progress:
        checked = check(
            arguments.store, arguments.version, arguments.paths, progress, arguments.mapping
        )
    return printed(checked.lines) or int(bool(checked.wrong))


@command(
    "compare-versions",
    "say what changed between data versions",
    argument("before", "a version, or the folder of a store", metavar="A"),
    argument("after", "the same", metavar="B"),
    STORE,
)
def compare(arguments: Namespace) -> int:
    return printed(compare_versions.compare(arguments.before, arguments.after, arguments.store))


COMMANDS = (versions, rollback, prune, refresh, check, compare)
