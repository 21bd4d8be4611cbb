"""How well earlier lives of accounts are found, for the page of methods."""

from dataclasses import astuple, dataclass

from dashboard.look import style


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

    @property
    def cells(self) -> list[str]:
        """Return the release and its numbers as a table shows them."""
        release, posts, accounts, *shares = astuple(self)
        return [release, style.count(posts), style.count(accounts), *map(style.percent, shares)]


# Made by `python -m pytest -m deep tests/ingest/count/test_phases.py`, which fails when they come
# out otherwise.
MEASURED = (
    Recovered("china-2020-06", 300_000, 783, 1.0, 0.069, 0.999, 0.839, 0.634),
    Recovered("russia-2020-06", 300_000, 122, 1.0, 0.566, 0.992, 0.602, 0.902),
    Recovered("turkey-2020-06", 300_000, 532, 1.0, 0.102, 0.998, 0.572, 0.881),
)
