"""A progress bar on a terminal; nothing where the output goes to a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from dashboard.archive.reader import Progress


@contextmanager
def bar() -> Iterator[Progress]:
    """Give a Progress that draws one bar for each thing that is done."""
    drawn: dict[str, Any] = {}

    def show(what: str, done: int, whole: int) -> None:
        if what not in drawn:
            for old in drawn.values():
                old.close()
            drawn[what] = tqdm(desc=what, total=whole, unit_scale=True, disable=None)
        drawn[what].n = done
        drawn[what].refresh()

    try:
        yield show
    finally:
        for old in drawn.values():
            old.close()
