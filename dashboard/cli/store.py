"""The commands that fill a store, say what it holds, and take something out of it."""

import argparse
from dataclasses import fields
from pathlib import Path

from dashboard.cli.command import NEEDED_STORE, STORE, Command, argument, check_store, done


def _ingest(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.lexicon import read_lexicon
    from dashboard.catalogue.published import read_published
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.ingest.ingest import Asked, ingest
    from dashboard.ingest.progress import bar

    catalogue = read_catalogue(asked.data / "releases.toml")
    lexicon = read_lexicon(asked.data / "themes.toml")
    published = read_published(asked.data / "published" / "counts.csv")
    chosen = {field.name: getattr(asked, field.name) for field in fields(Asked)}
    with bar() as progress:
        report = ingest(Asked(**chosen), catalogue, lexicon, published, progress, asked.data)
    return done(report.lines)


def _list(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.cited import read_cited
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.cli.listing import listing

    check_store(asked.store)
    catalogue = read_catalogue(asked.data / "releases.toml")
    tables = read_cited(asked.data / "published").values()
    cited = {name for table in tables for name in table["release"]}
    print("\n".join(listing(asked.store, catalogue, cited, asked.all)))
    return 0


def _remove(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.releases import read_catalogue
    from dashboard.store.history import remove

    check_store(asked.store)
    catalogue = read_catalogue(asked.data / "releases.toml")
    return done(remove(asked.release, asked.collection, asked.store, catalogue, asked.data))


COMMANDS = (
    Command(
        "ingest",
        "read release files into a store",
        (
            argument(
                "paths", nargs="+", type=Path, metavar="PATH", help="folder, zip, gz, zst, csv"
            ),
            argument(
                "--release",
                help="archive id or slug, or a group's slug; told by file names if left out",
            ),
            argument(
                "--collection", help="whose files they are; told by their columns if left out"
            ),
            NEEDED_STORE,
            argument(
                "--mapping",
                type=Path,
                metavar="TOML",
                help="how to read another platform's columns",
            ),
            argument(
                "--listed",
                action="store_true",
                help="count posts of accounts in the users files alone: for files of many releases",
            ),
            argument(
                "--allow-rejects",
                action="store_true",
                help="read on though over 0.1%% cannot be read",
            ),
            argument(
                "--rejects", type=Path, metavar="FILE", help="write rows that cannot be read here"
            ),
            argument(
                "--allow-unhashed", action="store_true", help="read research copies with real ids"
            ),
            argument(
                "--keep-stage",
                type=Path,
                metavar="DIR",
                help="keep what everything is counted from",
            ),
        ),
        _ingest,
    ),
    Command(
        "list",
        "say what a store holds",
        (
            STORE,
            argument("--all", action="store_true", help="the releases that are not held, too"),
        ),
        _list,
    ),
    Command(
        "remove",
        "take a release out of a store",
        (
            argument("release", metavar="RELEASE", help="as for ingest"),
            argument("--collection", help="which one, where several are held"),
            NEEDED_STORE,
        ),
        _remove,
    ),
)
