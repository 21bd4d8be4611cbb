"""How well earlier lives of accounts are found, for the page of methods."""

from dataclasses import astuple, dataclass
from typing import Any

from dashboard.look import style
from dashboard.look.ui import Node
from dashboard.web.pages.document import table


@dataclass(frozen=True)
class Recovered:
    """How well planted changes were found in one simulated release; shares are 0 to 1.

    Right: what was found that is of an earlier life. Found: what of all earlier lives was found;
    `found_spoken`: of those that were in another language than the later life.
    """

    release: str
    posts: int
    accounts: int  # that changed hands and posted before and after
    accounts_right: float
    accounts_found: float
    posts_right: float
    posts_found: float
    posts_found_spoken: float


# Made by `python -m pytest -m deep tests/ingest/count/test_phases.py`, which fails when they come
# out otherwise.
MEASURED = (
    Recovered("china-2020-06", 300_000, 783, 1.0, 0.069, 0.999, 0.839, 0.634),
    Recovered("russia-2020-06", 300_000, 122, 1.0, 0.566, 0.992, 0.602, 0.902),
    Recovered("turkey-2020-06", 300_000, 532, 1.0, 0.102, 0.998, 0.572, 0.881),
)

HEAD = [
    *("Simulated after", "Posts", "Accounts planted", "Accounts right", "Accounts found"),
    *("Posts right", "Posts found", "Posts found, language changed"),
]


def recovered() -> Node:
    """Return the table of what was found of planted changes in simulated releases."""
    return table(HEAD, [_row(each) for each in MEASURED], "Earlier lives found", "broad")


def _row(measured: Recovered) -> list[Any]:
    release, posts, accounts, *shares = astuple(measured)
    return [release, style.count(posts), style.count(accounts), *map(style.percent, shares)]
