"""The commands that look after the lexicon: check it, try it on texts, count themes anew."""

import sys
from argparse import Namespace

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.cli.command import (
    MAPPING,
    NEEDED_STORE,
    STORE,
    Command,
    check_store,
    command,
    done,
    path,
)

EXAMPLES = 3  # lines of each term, shown on a terminal and nowhere else


@command("check", "terms that overlap, catch nothing or much; tags left out", STORE)
def check(arguments: Namespace) -> int:
    from dashboard.ingest.themes.vet import vet

    check_store(arguments.store)
    lines, left = vet(arguments.store, arguments.data)
    return done(lines) or int(bool(left))


@command(
    "test",
    "what each term catches in a file",
    path("file", "FILE", "texts, a line each (.txt), or posts"),
)
def test(arguments: Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.themes.trial import try_terms

    lexicon = read_lexicon(arguments.data / "themes.toml")
    examples = EXAMPLES if sys.stdout.isatty() else 0
    with bar() as progress:
        return done(try_terms(arguments.file, lexicon, examples, progress))


@command(
    "retag",
    "read files of a store again, with the lexicon as it is now",
    path("paths", "PATH", "where the files lie", nargs="*"),
    MAPPING,
    NEEDED_STORE,
)
def again(arguments: Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.themes.retag import retag

    check_store(arguments.store)
    with bar() as progress:
        return done(
            retag(arguments.paths, arguments.store, arguments.mapping, progress, arguments.data)
        )


THEMES = Command("themes", "look after the lexicon: check, test, retag", tasks=(check, test, again))
