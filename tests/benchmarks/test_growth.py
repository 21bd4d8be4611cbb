"""Counting by hour of the week must not take longer because there are more posts."""

from collections.abc import Callable
from itertools import count

import numpy as np
import pandas as pd

from dashboard.clock import DAY, EPOCH_MONDAY, WEEK
from dashboard.measures.cells import Cells, Chosen
from dashboard.tables import KINDS, POSTS
from tests.benchmarks.timing import in_turns, ratios, show, spread, timed

ROUNDS, WARM = 60, 5
SIZES = {"1x": 20_000, "10x": 200_000, "100x": 2_000_000}
FIRST, WEEKS = EPOCH_MONDAY + 2400 * WEEK, 156  # three years from the end of 2015
LANGUAGES = ("en", "ru", "de", "ar", "und")
SPOKEN = (0.6, 0.3, 0.05, 0.03, 0.02)
THEMES = tuple(f"theme-{number:02d}" for number in range(20))
THEMED = 0.3  # of the posts
ZONE = "Europe/Moscow"


def simulated(posts: int) -> pd.DataFrame:
    """Return a posts table of so many posts, more of them by day than by night."""
    dice = np.random.default_rng(1)
    day = dice.integers(0, WEEKS * 7, posts)
    quarter = dice.normal(DAY / 2, DAY / 6, posts).astype(int) % DAY
    theme = np.where(dice.random(posts) < THEMED, dice.integers(1, len(THEMES) + 1, posts), 0)
    rows = pd.DataFrame(
        {
            "slot": FIRST + day * DAY + quarter,
            "language": dice.choice(LANGUAGES, posts, p=SPOKEN),
            "kind": dice.choice(KINDS, posts),
            "themes": np.array(["", *THEMES])[theme],
        }
    )
    return rows.groupby([*rows], sort=False).size().rename("posts").reset_index().astype(POSTS)


def asking(cells: Cells, how: dict[str, tuple[int, ...]]) -> Callable[[], float]:
    """Return a question that is new each time, so that no answer is kept from before."""
    starts, hi = count(FIRST + 10), FIRST + (WEEKS - 1) * WEEK

    def ask() -> float:
        chosen = Chosen(next(starts), hi, ZONE, **how)
        return timed(lambda: cells.hours(chosen))

    return ask


def test_cost_does_not_grow_with_posts() -> None:
    frames = {size: simulated(posts) for size, posts in SIZES.items()}
    worlds = {size: Cells(frame, THEMES) for size, frame in frames.items()}
    groups = worlds["1x"].group_numbers(("en", "ru"), ("original", "retweet")) or ()
    questions: dict[str, dict[str, tuple[int, ...]]] = {
        "no filter": {},
        "language and kind": {"groups": groups},
        "theme": {"themes": (3,)},
        "theme, language, kind": {"groups": groups, "themes": (3,)},
    }
    rows = []
    for told, how in questions.items():
        subjects = {size: asking(cells, how) for size, cells in worlds.items()}
        in_turns(subjects, WARM)
        times = in_turns(subjects, ROUNDS)
        found = ratios(times, "1x")
        micro = [spread([1e6 * s for s in times[size]], 0) for size in SIZES]
        rows.append((told, *micro, *(spread(found[size]) for size in list(SIZES)[1:])))
    head = ("question", *(f"{n:,} posts, µs" for n in SIZES.values()), "10x/1x", "100x/1x")
    show("Posts by hour of the week, by the number of posts", head, rows)
    themed = ", ".join(f"{size}: {len(c.themed_slot):,}" for size, c in worlds.items())
    print(f"Cells that a theme filter scans: {themed}")
    for size, cells in worlds.items():
        every = Chosen(FIRST, FIRST + WEEKS * WEEK + DAY, "UTC")
        assert int(cells.hours(every).sum()) == SIZES[size]
