"""Horizontal bars from zero, beneath each other, with their numbers at their ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dashboard.look.style import Figure, Grid, Look, axis_key
from dashboard.panels.layout import Subplot, grid_of, on_axes, placed, subplots
from dashboard.snapshot.asking import Answer

GAP, FOOT = 12, 8  # px
ROOM = 1.45  # for the number at the end of the longest bar, also in the narrowest column: "66.2%"
CLEAR = "rgba(0,0,0,0)"  # the inside of an outline


def grid_of_bars(answer: Answer, look: Look, body: int) -> Grid:
    """Return the grid of a figure of bars, with `body` px for each operation."""
    _, above = placed(answer, look)
    return grid_of(answer, look, body, GAP if above else 0, FOOT)


def bars(
    lengths: Sequence[float | None],
    texts: list[str],
    look: Look,
    place: dict[str, Any],
    marker: dict[str, Any],
    hover: str = "skip",
) -> dict[str, Any]:
    """Return the trace of one operation, without its axes.

    `place` has x and y of each bar, `texts` stand at their ends, pale where a length is nothing.
    """
    ink, quiet = look.palette.ink, look.palette.quiet
    return {
        "type": "bar",
        "orientation": "h",
        **place,
        "text": texts,
        "textposition": "outside",
        "constraintext": "none",  # else a number is smaller where its bar is low
        "textfont": {"color": [ink if length else quiet for length in lengths]},
        "cliponaxis": False,
        "hoverinfo": hover,
        "marker": marker,
    }


def named_rows(
    names: list[str], places: Sequence[float], look: Look, gap: float = 0
) -> dict[str, Any]:
    """Return what names the bars on their y axis; a gap, in bars, stands before the last."""
    return {
        "range": [len(names) - 0.5 + gap, -0.5],
        "tickvals": list(places),
        "ticktext": names,
        "tickfont": {"color": look.palette.ink},
    }


def lengths_axis(x: dict[str, Any], end: float) -> dict[str, Any]:
    """Return the x axis of bars, from 0 to `end`: its numbers stand at the bars."""
    return x | {"range": [0, end], "showticklabels": False}


def _axes_of_list(subplot: Subplot, longest: float, rows: dict[str, Any]) -> Figure:
    """Return the axes of a subplot that is one list of bars, with room for their numbers."""
    number = subplot.number
    x, y = subplot.axes(number, 0, subplot.grid.body)
    return {
        axis_key("x", number): lengths_axis(x, longest * ROOM),
        axis_key("y", number): y | rows,
    }


def list_of_bars(
    answer: Answer,
    look: Look,
    height: int,
    rows: dict[str, Any],
    lengths: Mapping[str, Iterable[float | None]],
    trace: Callable[[Subplot], dict[str, Any]],
    **layout: str,
) -> Figure:
    """Return one list of bars for each operation of `lengths`, all on one scale.

    `height` is a list's, in px; `rows` names its bars (named_rows); `trace` draws an operation's.
    A length that is not known is None or NaN. `layout` goes into the figure's.
    """
    grid = grid_of_bars(answer, look, height)
    figure = grid.figure(look)
    figure["layout"] |= layout
    known = (n for every in lengths.values() for n in every if n and n == n)
    longest = float(max(known, default=1))
    for subplot in subplots(figure, grid, answer, look, lengths):
        figure["data"].append(trace(subplot) | on_axes(subplot.number))
        figure["layout"] |= _axes_of_list(subplot, longest, rows)
    return figure
