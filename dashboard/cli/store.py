"""The commands that fill a store, say what it holds, and take something out of it."""

from argparse import Namespace
from dataclasses import fields

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.published import read_published
from dashboard.catalogue.releases import read_catalogue
from dashboard.cli.command import (
    NEEDED_STORE,
    STORE,
    argument,
    check_store,
    command,
    done,
    path,
    printed,
    switch,
)
from dashboard.cli.listing import listing
from dashboard.store import history


@command(
    "ingest",
    "read release files into a store",
    path("paths", "PATH", "folder, zip, gz, zst, csv", nargs="+"),
    argument("--release", "archive id or slug, or a group's slug; told by file names if left out"),
    argument("--collection", "whose files they are; told by their columns if left out"),
    argument("--covers", "days that the files tell of, as in 2019-05..2019-08", metavar="PERIOD"),
    NEEDED_STORE,
    path("--mapping", "TOML", "how to read another platform's columns"),
    switch(
        "--listed", "count posts of accounts in the users files alone: for files of many releases"
    ),
    switch("--allow-rejects", "read on though over 0.1%% cannot be read"),
    path("--rejects", "FILE", "write rows that cannot be read here"),
    switch("--allow-unhashed", "read research copies with real ids"),
    path("--keep-stage", "DIR", "keep what everything is counted from"),
)
def ingest(arguments: Namespace) -> int:
    from dashboard.ingest.ingest import IngestRequest, ingest
    from dashboard.ingest.progress import bar

    catalogue = read_catalogue(arguments.data / "releases.toml")
    lexicon = read_lexicon(arguments.data / "themes.toml")
    published = read_published(arguments.data / "published" / "counts.csv")
    chosen = {field.name: getattr(arguments, field.name) for field in fields(IngestRequest)}
    with bar() as progress:
        request = IngestRequest(**chosen)
        report = ingest(request, catalogue, lexicon, published, progress, arguments.data)
    return done(report.lines)


@command(
    "list",
    "say what a store holds",
    STORE,
    switch("--all", "the releases that are not held, too"),
)
def listed(arguments: Namespace) -> int:
    check_store(arguments.store)
    catalogue = read_catalogue(arguments.data / "releases.toml")
    tables = read_cited(arguments.data / "published").values()
    cited = {name for table in tables for name in table["release"]}
    return printed(listing(arguments.store, catalogue, cited, arguments.all))


@command(
    "remove",
    "take a release out of a store",
    argument("release", "as for ingest", metavar="RELEASE"),
    argument("--collection", "which one, where several are held"),
    NEEDED_STORE,
)
def remove(arguments: Namespace) -> int:
    check_store(arguments.store)
    catalogue = read_catalogue(arguments.data / "releases.toml")
    lines = history.remove(
        arguments.release, arguments.collection, arguments.store, catalogue, arguments.data
    )
    return done(lines)


COMMANDS = (ingest, listed, remove)
