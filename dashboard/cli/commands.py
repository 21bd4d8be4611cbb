"""Compare state-linked takedowns: read release files, serve the dashboard.

COMMANDS are all commands in the order of the help, which README shows; each stands with its family.
"""

import argparse
import os
import sys

from dashboard import __version__
from dashboard.cli import cite, server, simulate, store, themes, versions
from dashboard.cli.command import WIDE, Command, add
from dashboard.settings import ROOT

SENTENCE = "Compare state-linked takedowns: read release files, serve the dashboard."
DATA = ROOT / "data"

COMMANDS: tuple[Command, ...] = (
    *store.COMMANDS,
    *versions.COMMANDS,
    themes.THEMES,
    server.serve,
    cite.cite,
    simulate.simulate,
    server.demo,
)


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = argparse.ArgumentParser("takedowns", description=SENTENCE, formatter_class=WIDE)
    top.add_argument("--version", action="version", version=f"takedowns {__version__}")
    add(top, COMMANDS, "command")
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its status, or 1 with one sentence on stderr."""
    try:
        arguments = parser().parse_args(argv, argparse.Namespace(data=DATA))
        status: int = arguments.function(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # who reads has enough, as head has: that is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing is half done: the store is whole.", file=sys.stderr)
        return 130
