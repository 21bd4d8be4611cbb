"""Draw shares of themes: one list for all operations, the bars on one scale; a click chooses."""

from typing import Any

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.local_time import Ints
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import placed, title
from dashboard.panels.themes.measure import (
    TAG_USES,
    Claimed,
    ThemesAnswer,
    apart,
    most_shares,
    ordered,
)
from dashboard.snapshot.world import World

BAR, APART, FOOT = 32, 0.3, 8  # px, but for APART: of a bar
FIRST, LAST = ("Any theme (coverage)",), ("Any noise theme", "Language not stated")
CHOSEN = "✓ "
WIDTH = 20  # characters of a name in the gutter


def labels(world: World, numbers: list[int]) -> list[str]:
    every = list(world.lexicon.themes.values())
    return [every[i].label + (" (noise)" if every[i].noise else "") for i in numbers]


def draw_bars(answer: ThemesAnswer, numbers: list[int], look: Look) -> Figure | None:
    """Draw the themes of these places in the lexicon, between coverage and what has no theme."""
    if not numbers:
        return None
    names = _names(answer, numbers)
    drawn, above = placed(answer, look)
    body = int(BAR * (len(names) + APART))
    grid = style.Grid.of(len(drawn), look, above, body, 12 if above else 0, FOOT)
    figure = grid.figure(look)
    figure["layout"]["hovermode"] = "y"  # a click beside a short bar is one on it
    lengths = {slug: _lengths(claimed, numbers, answer) for slug, claimed in answer.claimed.items()}
    most = max(float(np.nanmax(np.append(length, 0))) for length in lengths.values()) or 1
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in lengths]
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in lengths:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        axes = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
        bars = _bars(answer, operation, numbers, lengths[operation.slug], colour, look)
        figure["data"].append(bars | axes)
        figure["layout"] |= _axes(grid, number, known, names, most, look)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _names(answer: ThemesAnswer, numbers: list[int]) -> list[str]:
    chosen = answer.world.theme_numbers(answer.view.themes) or ()
    named = zip(numbers, labels(answer.world, numbers), strict=True)
    return [*FIRST, *((CHOSEN if i in chosen else "") + name for i, name in named), *LAST]


def _places(count: int) -> list[float]:
    """Return where the bars stand: what is no theme a little apart."""
    return [i + APART * (i >= count - len(LAST)) for i in range(count)]


def _axes(
    grid: style.Grid, number: int, known: list[int], names: list[str], most: float, look: Look
) -> dict[str, Any]:
    left, right, low, high = grid.domain(number, 0, grid.body)
    return {
        axis_key("x", number): dict(
            domain=[left, right],
            anchor=axis_name("y", number),
            range=[0, most * 1.35],
            showticklabels=False,
        ),
        axis_key("y", number): dict(
            domain=[low, high],
            **grid.labels(number, known, axis_name("x", number)),
            range=[len(names) - 0.5 + APART, -0.5],
            tickvals=_places(len(names)),
            ticktext=[style.plain(style.wrapped(name, WIDTH)) for name in names],
            tickfont={"size": 12, "color": look.palette.ink},
        ),
    }


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
    answer: ThemesAnswer,
    operation: Operation,
    numbers: list[int],
    lengths: Ints,
    colour: str,
    look: Look,
) -> dict[str, Any]:
    """Return the trace of one operation; dotted = hashtag uses, an outline = no single theme."""
    per_cent = answer.view.scale == "share"
    claimed = answer.claimed[operation.slug]
    dots = "." if claimed.unit == TAG_USES else ""
    clear, count = "rgba(0,0,0,0)", len(numbers)
    drawn = np.nan_to_num(lengths).round(6).tolist()
    nothing = not claimed.total and per_cent
    texts = [_length_text(n, per_cent) for n in (drawn if nothing else lengths.tolist())]
    return {
        "type": "bar",
        "orientation": "h",
        "x": drawn,
        "y": _places(len(drawn)),
        "customdata": ["", *(answer.world.theme_ids[i] for i in numbers), "", ""],
        "text": texts,
        "textposition": "outside",
        "textfont": {
            "color": [look.palette.ink if n else look.palette.quiet for n in drawn],
            "size": 12,
        },
        "cliponaxis": False,
        "hoverinfo": "none",  # with "skip" there would be no click
        "marker": {
            "color": [clear, *[colour] * count, clear, clear],
            "line": {"color": colour, "width": [1.2 if n else 0 for n in drawn]},
            "pattern": {
                "shape": ["", *[dots] * count, "", ""],
                "fillmode": "replace",
                "fgcolor": colour,
            },
        },
    }


MOST = 12  # themes drawn by size; by name all are drawn, and the table has all


def shown(answer: ThemesAnswer) -> list[int]:
    """Return the numbers of the themes drawn, as the view sorts them, noise last.

    Themes that the reader chose are always among them.
    """
    chosen = list(answer.world.theme_numbers(answer.view.themes) or ()) if answer.known else []
    if answer.view.sort == "name":
        every = sorted({*ordered(answer, most_shares(answer)), *chosen})
        names = dict(zip(every, labels(answer.world, every), strict=True))
        return sorted(every, key=lambda i: (_noise(answer.world)[i], names[i].casefold()))
    shares = most_shares(answer)
    weights = apart(answer) if answer.view.sort == "difference" else shares
    first = ordered(answer, shares if weights is None else weights, MOST)
    return [*first, *(i for i in chosen if i not in first)]


def _noise(world: World) -> list[bool]:
    return [theme.noise for theme in world.lexicon.themes.values()]


def draw(answer: ThemesAnswer, look: Look) -> Figure | None:
    """Draw one list of themes for all operations, bars on one scale."""
    return draw_bars(answer, shown(answer), look)
