"""The commands that look after the lexicon: check it, try it on texts, count themes anew."""

import argparse
import sys
from pathlib import Path

from dashboard.cli.command import (
    MAPPING,
    NEEDED_STORE,
    STORE,
    Command,
    argument,
    check_store,
    done,
)

EXAMPLES = 3  # lines of each term, shown on a terminal and nowhere else


def _check(asked: argparse.Namespace) -> int:
    from dashboard.ingest.themes.vet import vet

    check_store(asked.store)
    lines, left = vet(asked.store, asked.data)
    return done(lines) or int(bool(left))


def _test(asked: argparse.Namespace) -> int:
    from dashboard.catalogue.lexicon import read_lexicon
    from dashboard.ingest.progress import bar
    from dashboard.ingest.themes.trial import try_terms

    lexicon = read_lexicon(asked.data / "themes.toml")
    examples = EXAMPLES if sys.stdout.isatty() else 0
    with bar() as progress:
        lines = try_terms(asked.file, lexicon, examples, progress)
    return done(lines)


def _retag(asked: argparse.Namespace) -> int:
    from dashboard.ingest.progress import bar
    from dashboard.ingest.themes.retag import retag

    check_store(asked.store)
    with bar() as progress:
        lines = retag(asked.paths, asked.store, asked.mapping, progress, asked.data)
    return done(lines)


COMMAND = Command(
    "themes",
    "look after the lexicon: check, test, retag",
    tasks=(
        Command(
            "check",
            "terms that overlap, catch nothing or much; tags left out",
            (STORE,),
            _check,
        ),
        Command(
            "test",
            "what each term catches in a file",
            (
                argument(
                    "file", type=Path, metavar="FILE", help="texts, a line each (.txt), or posts"
                ),
            ),
            _test,
        ),
        Command(
            "retag",
            "read files of a store again, with the lexicon as it is now",
            (
                argument("paths", nargs="*", type=Path, metavar="PATH", help="where the files lie"),
                MAPPING,
                NEEDED_STORE,
            ),
            _retag,
        ),
    ),
)
