"""A command as a record: its name, its help, its arguments and its function."""

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

Function = Callable[[argparse.Namespace], int]


@dataclass(frozen=True)
class Argument:
    """An argument as argparse takes it; `setting` names the one that is its default."""

    flag: str
    options: Mapping[str, Any]
    setting: str = ""

    def add_to(self, command: argparse.ArgumentParser) -> None:
        default = {"default": read_settings()[self.setting]} if self.setting else {}
        command.add_argument(self.flag, **self.options, **default)


def argument(flag: str, help: str | None = None, **options: Any) -> Argument:
    return Argument(flag, {"help": help, **options})


def switch(flag: str, help: str) -> Argument:
    return argument(flag, help, action="store_true")


def number(
    flag: str, help: str | None = None, metavar: str | None = "N", **options: Any
) -> Argument:
    return argument(flag, help, type=int, metavar=metavar, **options)


def path(flag: str, metavar: str | None, help: str | None = None, **options: Any) -> Argument:
    return argument(flag, help, type=Path, metavar=metavar, **options)


@dataclass(frozen=True)
class Command:
    """One command: `function` returns its status; one with `tasks` has these in place of it.

    The function takes the parsed arguments, with `data`, the folder of the texts. It imports
    itself what only the ingest needs: the process that serves must not load that.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    function: Function | None = None
    tasks: tuple["Command", ...] = ()

    def add_to(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        help = self.help
        command = commands.add_parser(self.name, help=help, description=help, formatter_class=WIDE)
        for each in self.arguments:
            each.add_to(command)
        if self.tasks:
            add(command, self.tasks, "task")
        else:
            command.set_defaults(function=self.function)


def command(name: str, help: str, *arguments: Argument) -> Callable[[Function], Command]:
    """Make a function the command of this name."""
    return lambda function: Command(name, help, arguments, function)


def add(parser: argparse.ArgumentParser, commands: Sequence[Command], kind: str) -> None:
    """Add commands to a parser; `kind` is their name in its usage: command or task."""
    below = parser.add_subparsers(dest=kind, required=True, metavar=kind)
    for each in commands:
        each.add_to(below)


STORE = Argument("--store", {"type": Path}, setting="STORE")
NEEDED_STORE = path("--store", None, "folder of the store", required=True)
MAPPING = path("--mapping", "TOML", "as for ingest")


def check_store(store: Path) -> None:
    if not store.is_dir():
        raise ValueError(f"{store} is not a folder: there is no store.")


def printed(lines: Sequence[str]) -> int:
    print("\n".join(lines))
    return 0


def done(lines: Sequence[str]) -> int:
    """Print what was done to a store; return 0 even if that cannot be printed: it is done."""
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:  # no fault, as `main` says
        raise
    except (OSError, ValueError) as problem:
        with suppress(OSError):
            print(f"Done, but what was done cannot be printed: {problem}", file=sys.stderr)
        # Else Python would try again when it ends, and end with another status than 0.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
