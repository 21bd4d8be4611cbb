"""A progress bar on a terminal; nothing where the output goes to a file."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from tqdm import tqdm


class Progress(Protocol):
    """Shows how far a step has come: in bytes where `rows` are given, else in steps."""

    def __call__(self, what: str, done: int, whole: int | None, rows: int | None = None) -> None:
        """Show that `done` of `whole` (None = not known) of the step `what` is done."""


@contextmanager
def bar() -> Iterator[Progress]:
    """Give a Progress that draws one bar a step: rows, MB/s and the time left where known."""
    drawn: dict[str, Any] = {}

    def show(what: str, done: int, whole: int | None, rows: int | None = None) -> None:
        if what not in drawn:
            for old in drawn.values():
                old.close()
            unit = "" if rows is None else "B"
            drawn[what] = tqdm(desc=what, total=whole, unit=unit, unit_scale=True, disable=None)
        drawn[what].n = done
        if rows is not None:
            drawn[what].set_postfix_str(f"{rows:,} rows", refresh=False)
        drawn[what].refresh()

    try:
        yield show
    finally:
        for old in drawn.values():
            with suppress(OSError):  # the terminal may be gone; what was done is done
                old.close()
