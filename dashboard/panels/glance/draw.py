"""Draw small: bars of accounts and of themes on one scale each, and a week as a light drawing.

What is drawn are nodes and not a figure of plotly: it is there with the first picture of a page.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np

from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import WEEKDAYS
from dashboard.look.ui import Node, aria, node
from dashboard.panels.glance.measure import Glance, shares
from dashboard.panels.panel import runs
from dashboard.snapshot.shown import days_off, weekends

LEVELS = 6  # shades of an hour, of one hue; glance.css has one for each
DAY = 1.3  # height of a weekday, where an hour is 1 wide
LEFT, RIGHT, FOOT = 6, 0.8, 2.7  # beside and under the hours: labels, and the line at days off
VIEW = f"{-LEFT} -0.2 {LEFT + 24 + RIGHT} {7 * DAY + FOOT}"
TICKS = (0, 6, 12, 18)
NAMED_DAYS = {0: 1.9, 6: 7 * DAY - 0.1}  # Monday is above, Sunday below: the foot of the letters


def bar(length: float, most: float, colour: str, kind: str = "") -> Node:
    """Return a bar from zero, `length` of `most` wide; `kind` is a class of its own."""
    share = 100 * length / most if most else 0
    style = {"width": f"{share:.1f}%", "background": colour}
    return node("Span", node("Span", None, style=style), className=f"length{kind}")


def week_map(answer: Glance, operation: Operation, sentence: str) -> Node:
    """Return the hours of a week as an SVG that `sentence` describes to who cannot see it."""
    week = answer.weeks[operation.slug]
    own = answer.view.reach == "own"
    cells = shares(week)
    most = float(cells.max()) if own else answer.busiest
    off = days_off(weekends(answer.world, operation, answer.view))
    worked = [day for day, name in enumerate(WEEKDAYS) if name not in off]
    rest = [day for day, name in enumerate(WEEKDAYS) if name in off]
    parts = [
        node("Rect", x="0", y="0", width="24", height=_number(7 * DAY), className="field"),
        *_shades(cells / most),
        *(_outline(lo, hi, answer.view.hours) for lo, hi in runs(worked)),
        *(_bracket(lo, hi) for lo, hi in runs(rest)),
        *_labels(),
    ]
    return node("Svg", parts, viewBox=VIEW, className="week", role="img", **aria(label=sentence))


def _shades(relative: Any) -> Iterator[Node]:
    """Yield a path for each shade: a line through each run of hours that have it."""
    levels = np.ceil(np.minimum(relative, 1) * LEVELS - 0.5).astype(int).tolist()
    lines: dict[int, list[str]] = {level: [] for level in range(1, LEVELS + 1)}
    for day, hours in enumerate(levels):
        high, first = _number((day + 0.5) * DAY), 0
        for level, run in groupby(hours):
            length = len(list(run))
            if level:
                lines[level].append(f"M{first} {high}h{length}")
            first += length
    for level, parts in lines.items():
        if parts:
            yield node("Path", d="".join(parts), className=f"s{level}")


def _outline(first: int, last: int, hours: tuple[int, int]) -> Node:
    """Return the outline of office hours on a run of working weekdays."""
    place = {"x": hours[0], "width": hours[1] - hours[0]}
    high = {"y": _number(first * DAY), "height": _number((last - first + 1) * DAY)}
    return node("Rect", **place, **high, className="office")


def _bracket(first: int, last: int) -> Node:
    """Return the line at the end of days off."""
    ends = {"y1": _number(first * DAY + 0.2), "y2": _number((last + 1) * DAY - 0.2)}
    return node("Line", x1="24.5", x2="24.5", **ends, className="off")


def _labels() -> list[Node]:
    days = [
        node("Text", WEEKDAYS[day], x="-0.6", y=_number(low), textAnchor="end")
        for day, low in NAMED_DAYS.items()
    ]
    foot = _number(7 * DAY + 2.2)
    return [*days, *(node("Text", str(hour), x=hour, y=foot) for hour in TICKS)]


def _number(length: float) -> str:
    return f"{length:g}"
