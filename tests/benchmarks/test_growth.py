"""Counting by hour of the week must not take longer because there are more posts."""

from collections.abc import Callable
from itertools import count

import numpy as np
import pandas as pd

from dashboard.clock.local_time import DAY, EPOCH_MONDAY, WEEK
from dashboard.snapshot.cells import Cells, Chosen
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


def asking(ask: Callable[[Chosen], object], how: dict[str, tuple[int, ...]]) -> Callable[[], float]:
    """Return a question that is new each time, so that no answer is kept from before."""
    starts, hi = count(FIRST + 10), FIRST + (WEEKS - 1) * WEEK

    def new() -> float:
        chosen = Chosen(next(starts), hi, ZONE, **how)
        return timed(lambda: ask(chosen))

    return new


def questions(cells: Cells) -> dict[str, Callable[[], float]]:
    """Return what the panels ask of a source under filters: how many posts, when, on what."""
    groups = cells.group_numbers(("en", "ru"), ("original", "retweet")) or ()
    by = {"groups": groups}
    return {
        "posts": asking(cells.count, {}),
        "posts: language and kind": asking(cells.count, by),
        "posts: theme, language, kind": asking(cells.count, by | {"themes": (3,)}),
        "quarter-hours": asking(cells.quarters, {}),
        "quarter-hours: language and kind": asking(cells.quarters, by),
        "quarter-hours: theme": asking(cells.quarters, {"themes": (3,)}),
        "themes": asking(cells.theme_sets, {}),
        "themes: language and kind": asking(cells.theme_sets, by),
    }


def test_cost_does_not_grow_with_posts() -> None:
    worlds = {size: Cells(simulated(posts), THEMES) for size, posts in SIZES.items()}
    asked = {size: questions(cells) for size, cells in worlds.items()}
    rows = []
    for told in asked["1x"]:
        subjects = {size: asked[size][told] for size in SIZES}
        in_turns(subjects, WARM)
        times = in_turns(subjects, ROUNDS)
        found = ratios(times, "1x")
        micro = [spread([1e6 * s for s in times[size]], 0) for size in SIZES]
        rows.append((told, *micro, spread(found["10x"]), spread(found["100x"])))
    head = ("question", *(f"{n:,} posts, µs" for n in SIZES.values()), "10x/1x", "100x/1x")
    show("One source, by its number of posts in the same weeks", head, rows)
    themed = ", ".join(f"{size}: {len(c.themed_slot):,}" for size, c in worlds.items())
    print(f"Cells with a theme: {themed}")
    for size, cells in worlds.items():
        every = Chosen(FIRST, FIRST + WEEKS * WEEK + DAY, "UTC")
        assert cells.count(every) == SIZES[size]
