"""Draw shares of themes: one list for all operations, the bars on one scale; a click chooses."""

from typing import Any

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.panels.bars import CLEAR, bars, list_of_bars
from dashboard.panels.layout import Rows, Subplot
from dashboard.panels.themes.measure import (
    TAG_USES,
    Claimed,
    ThemesAnswer,
    is_noise,
    most_shares,
    ordered,
    share_differences,
)
from dashboard.snapshot.world import World

ROW, BAR = 20, 15  # px of a row with a name of one line, and of its bar
FIRST, LAST = ("Any theme (coverage)",), ("Any noise theme", "Language not stated")
CHOSEN = "✓ "
WIDTH = 19  # characters of a name in the gutter


def labels(world: World, numbers: list[int]) -> list[str]:
    every = list(world.lexicon.themes.values())
    return [every[i].label + (" (noise)" if every[i].noise else "") for i in numbers]


def draw(answer: ThemesAnswer, look: Look) -> Figure | None:
    """Draw one list of themes for all operations, between coverage and what has no theme."""
    numbers = shown(answer)
    if not numbers:
        return None
    lengths = {slug: _lengths(claimed, numbers, answer) for slug, claimed in answer.claimed.items()}
    names = (style.plain(style.wrapped(name, WIDTH)) for name in _names(answer, numbers))
    rows = Rows(tuple(names), ROW)
    inked = {"tickfont": {"color": look.palette.ink}}

    def trace(subplot: Subplot) -> dict[str, Any]:
        return _bars(answer, subplot, numbers, lengths[subplot.operation.slug], rows.middles)

    # A click beside a short bar is one on it.
    return list_of_bars(answer, look, rows.height, rows.axis | inked, lengths, trace, hovermode="y")


def _names(answer: ThemesAnswer, numbers: list[int]) -> list[str]:
    chosen = answer.world.theme_numbers(answer.view.themes) or ()
    named = zip(numbers, labels(answer.world, numbers), strict=True)
    return [*FIRST, *((CHOSEN if i in chosen else "") + name for i, name in named), *LAST]


def _lengths(claimed: Claimed, numbers: list[int], answer: ThemesAnswer) -> Ints:
    """Return the bars' lengths, as they are named: shares, or uses; NaN where not known."""
    if answer.view.scale == "share":
        rest = (claimed.noise_share, claimed.unstated_share)
        return np.array([claimed.coverage, *claimed.shares[numbers], *rest], float)
    unstated = np.nan if claimed.unstated is None else claimed.unstated
    return np.array([claimed.covered, *claimed.uses[numbers], claimed.noise, unstated], float)


def _length_text(length: float, per_cent: bool) -> str:
    if length != length:
        return style.count(None)
    return style.percent(length) if per_cent else style.count(int(length))


def _bars(
    answer: ThemesAnswer, subplot: Subplot, numbers: list[int], lengths: Ints, places: list[float]
) -> dict[str, Any]:
    """Return the trace of one operation; dotted = hashtag uses, an outline = no single theme."""
    per_cent, colour = answer.view.scale == "share", subplot.colour
    claimed = answer.claimed[subplot.operation.slug]
    dots = "." if claimed.unit == TAG_USES else ""
    count = len(numbers)
    drawn = np.nan_to_num(lengths).round(6).tolist()
    nothing = not claimed.total and per_cent
    texts = [_length_text(n, per_cent) for n in (drawn if nothing else lengths.tolist())]
    place = {
        "x": drawn,
        "y": places,
        "width": BAR,
        "customdata": ["", *(answer.world.theme_ids[i] for i in numbers), "", ""],
    }
    marker = {
        "color": [CLEAR, *[colour] * count, CLEAR, CLEAR],
        "line": {"color": colour, "width": [1.2 if n else 0 for n in drawn]},
        "pattern": {
            "shape": ["", *[dots] * count, "", ""],
            "fillmode": "replace",
            "fgcolor": colour,
        },
    }
    # With hover "skip" there would be no click.
    return bars(drawn, texts, subplot.look, place, marker, hover="none")


MOST = 8  # themes drawn by size; by name all are drawn, and the table has all


def shown(answer: ThemesAnswer) -> list[int]:
    """Return the numbers of the themes drawn, as the view sorts them, noise last.

    Themes that the reader chose are always among them.
    """
    chosen = list(answer.world.theme_numbers(answer.view.themes) or ()) if answer.known else []
    if answer.view.sort == "name":
        every = sorted({*ordered(answer, most_shares(answer)), *chosen})
        names = dict(zip(every, labels(answer.world, every), strict=True))
        noise = is_noise(answer.world)
        return sorted(every, key=lambda i: (noise[i], names[i].casefold()))
    shares = most_shares(answer)
    weights = share_differences(answer) if answer.view.sort == "difference" else shares
    first = ordered(answer, shares if weights is None else weights, MOST)
    return [*first, *(i for i in chosen if i not in first)]
