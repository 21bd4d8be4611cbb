"""Earlier lives of accounts: which share of posts is of them, and how well they are found."""

from dataclasses import dataclass, replace

from dashboard.link.view import PHASES, View
from dashboard.snapshot.asking import posts_of
from dashboard.snapshot.source import Source
from dashboard.snapshot.world import World


def earlier_share(world: World, sources: tuple[Source, ...], view: View) -> float | None:
    """Return the share of earlier lives in posts, 0 to 1, whether the view counts them or not.

    Of the posts under the other filters. None where there are none, or not all sources tell.
    """
    found = []
    for phase in PHASES:
        posts = [posts_of(world, source, replace(view, phase=phase)) for source in sources]
        if any(isinstance(told, str) for told in posts):
            return None
        found.append(sum(int(told) for told in posts))
    every, operational = found
    return 1 - operational / every if every else None


@dataclass(frozen=True)
class Found:
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


# Made by `python -m pytest -m deep tests/test_phases.py`, which fails when they come out otherwise.
MEASURED = (
    Found("china-2020-06", 300_000, 783, 1.0, 0.069, 0.999, 0.839, 0.634),
    Found("russia-2020-06", 300_000, 122, 1.0, 0.566, 0.992, 0.602, 0.902),
    Found("turkey-2020-06", 300_000, 532, 1.0, 0.102, 0.998, 0.572, 0.881),
)
