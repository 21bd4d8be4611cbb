"""What a command is: a record of its name, its help, its arguments and what does it."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dashboard.settings import read_settings

WIDE = partial(argparse.HelpFormatter, width=88)


@dataclass(frozen=True)
class Argument:
    """An argument as argparse takes it; `setting` names the one that is its default."""

    flags: tuple[str, ...]
    options: Mapping[str, Any]
    setting: str = ""

    def add_to(self, command: argparse.ArgumentParser) -> None:
        default = {"default": read_settings()[self.setting]} if self.setting else {}
        command.add_argument(*self.flags, **self.options, **default)


def argument(*flags: str, setting: str = "", **options: Any) -> Argument:
    return Argument(flags, options, setting)


@dataclass(frozen=True)
class Command:
    """One command. `function` does it and returns its status; one with `tasks` does one of these.

    The function is given what the command line says, and as `data` the folder of the texts. What
    only the ingest needs it imports itself: the process that serves must not load it.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    function: Callable[[argparse.Namespace], int] | None = None
    tasks: tuple["Command", ...] = ()

    def add_to(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        sentence = self.help
        command = commands.add_parser(
            self.name, help=sentence, description=sentence, formatter_class=WIDE
        )
        for each in self.arguments:
            each.add_to(command)
        if self.tasks:
            add(command, self.tasks, "task")
        else:
            command.set_defaults(function=self.function)


def add(parser: argparse.ArgumentParser, commands: Sequence[Command], kind: str) -> None:
    """Let a parser read one of the commands; `kind` says what they are."""
    below = parser.add_subparsers(dest=kind, required=True, metavar=kind)
    for command in commands:
        command.add_to(below)


STORE = argument("--store", type=Path, setting="STORE")
NEEDED_STORE = argument("--store", required=True, type=Path, help="folder of the store")
MAPPING = argument("--mapping", type=Path, metavar="TOML", help="as for ingest")


def check_store(store: Path) -> None:
    if not store.is_dir():
        raise ValueError(f"{store} is not a folder: there is no store.")


def done(lines: Sequence[str]) -> int:
    """Say what was done to a store; it is done, whether or not anybody can be told."""
    try:
        print("\n".join(lines), flush=True)
    except (OSError, ValueError) as problem:
        with suppress(OSError):
            print(f"Done, but what was done cannot be printed: {problem}", file=sys.stderr)
        # Else Python would try again when it ends, and end with another status than 0.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
