"""When did they post? A week by hours for each operation, on the clock shown."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard import style
from dashboard.clock import Ints
from dashboard.measures.asking import Answer, basis
from dashboard.measures.rhythm import (
    EVEN_WEEKDAYS,
    EVEN_WORKING,
    clock_told,
    peak_hour,
    rhythm,
    weekday_share,
    working_share,
)
from dashboard.measures.world import World
from dashboard.panels.panel import Cell, Panel, Table, listed, missing_cell, not_known
from dashboard.releases import Operation
from dashboard.style import WEEKDAYS, Figure, Look, axis, axis_key, axis_name

DAY_NAMES = [[name] * 24 for name in WEEKDAYS]
TITLE, HOURS, GAP, WEEK, TICKS, LEGEND = 26, 44, 6, 7 * 18, 30, 64  # px


def weeks(answer: Answer) -> dict[str, Ints]:
    """Return int64[7, 24] posts of each operation that has them."""
    posts = answer.frame["posts"].to_numpy(np.int64, na_value=0).reshape(-1, 7, 24)
    every = zip(answer.operations, posts, strict=True)
    return {o.slug: week for o, week in every if o.slug not in answer.unknown}


def draw(world: World, answer: Answer, look: Look) -> Figure | None:
    """Draw a heat map for each operation with its hours above and its weekdays at the right."""
    found = weeks(answer)
    if not found:
        return None
    in_place = look.across >= len(answer.operations)
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    grid = style.Grid.of(len(drawn), look, title, HOURS + GAP + WEEK, TICKS, LEGEND)
    figure = grid.figure(look)
    scaled = {slug: _scaled(week, answer) for slug, week in found.items()}
    scales = Scales.of(list(scaled.values()), answer.view.scale == "share")
    figure["layout"] |= {"coloraxis": _legend(scales, look), "bargap": 0.15}
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in scaled:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        _add(figure, grid, number, scaled[operation.slug], scales, look, colour)
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


@dataclass(frozen=True)
class Scales:
    """The largest cell, hour and weekday over all operations, so that every one is drawn alike."""

    per_cent: bool
    cell: float
    hour: float
    day: float

    @classmethod
    def of(cls, weeks: list[Any], per_cent: bool) -> "Scales":
        most = [max(float(w.max()) for w in every) or 1 for every in _margins(weeks)]
        return cls(per_cent, *most)


def _margins(weeks: list[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    return weeks, [week.sum(0) for week in weeks], [week.sum(1) for week in weeks]


def _scaled(week: Ints, answer: Answer) -> Any:
    total = week.sum()
    return week / total if answer.view.scale == "share" and total else week.astype(float)


def _legend(scales: Scales, look: Look) -> dict[str, Any]:
    """Return the colour scale that all operations share, with its legend below the figure."""
    quiet = {"size": 12, "color": look.palette.quiet}
    text = "Share of posts in one hour of the week" if scales.per_cent else "Posts in one hour"
    bar = {
        "orientation": "h",
        "thickness": 8,
        "len": 0.35 if look.across > 1 else 0.9,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "bottom",
        "ypad": 0,
        "xpad": 0,
        "outlinewidth": 0,
        "tickformat": ".1%" if scales.per_cent else ",",
        "nticks": 4,
        "tickfont": quiet,
        "title": {"text": text, "side": "top", "font": quiet},
    }
    colours = style.colorscale(look.dark)
    return {"colorscale": colours, "cmin": 0, "cmax": scales.cell, "colorbar": bar}


def _add(
    figure: Figure,
    grid: style.Grid,
    number: int,
    week: Any,
    scales: Scales,
    look: Look,
    colour: str,
) -> None:
    """Add one operation: axes, heat map, two rows of bars, the outline of the working hours."""
    one, two = 2 * number - 1, 2 * number
    x, y = axis_name("x", one), axis_name("y", one)
    right, above = axis_name("x", two), axis_name("y", two)
    figure["layout"] |= _axes(grid, number, scales, look)
    figure["data"] += [
        _heat(week, scales) | {"xaxis": x, "yaxis": y},
        _hour_bars(week, colour) | {"xaxis": x, "yaxis": above},
        _day_bars(week, colour, scales, look) | {"xaxis": right, "yaxis": y},
    ]
    figure["layout"]["shapes"].append(
        {
            "type": "rect",
            "xref": x,
            "yref": y,
            **{"x0": 7.5, "x1": 16.5, "y0": -0.5, "y1": 4.5},
            "line": {"color": look.palette.mark, "width": 1.5},
        }
    )


def _axes(grid: style.Grid, number: int, scales: Scales, look: Look) -> dict[str, Any]:
    """Return the four axes of one operation: hours, weekdays' bars, weekdays, hours' bars."""
    one, two = 2 * number - 1, 2 * number
    left, right, low, high = grid.domain(number, HOURS + GAP, WEEK)
    bars = grid.domain(number, 0, HOURS)
    split = left + (right - left) * 0.8
    hidden = {"showticklabels": False}
    hours = {"range": [-0.5, 23.5], "tickvals": [0, 6, 12, 18]}
    days = {"range": [6.5, -0.5], "tickvals": [*range(7)], "ticktext": WEEKDAYS}
    x, y = {"anchor": axis_name("x", one)}, {"anchor": axis_name("y", one)}
    return {
        axis_key("x", one): axis(look.dark, domain=[left, split], **y, **hours),
        axis_key("x", two): axis(
            look.dark, domain=[split + 0.005, right], range=[0, 1.75 * scales.day], **y, **hidden
        ),
        axis_key("y", one): axis(
            look.dark, domain=[low, high], showticklabels=left == 0, **x, **days
        ),
        axis_key("y", two): axis(
            look.dark, domain=[*bars[2:]], range=[0, 1.05 * scales.hour], **x, **hidden
        ),
    }


def _heat(week: Any, scales: Scales) -> dict[str, Any]:
    told = "%{z:.2%}" if scales.per_cent else "%{z:,} posts"
    return {
        "type": "heatmap",
        "z": week.round(6).tolist(),
        "customdata": DAY_NAMES,
        "coloraxis": "coloraxis",
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": f"%{{customdata}} %{{x}}:00: {told}<extra></extra>",
    }


def _hour_bars(week: Any, colour: str) -> dict[str, Any]:
    values = week.sum(0).round(6).tolist()
    return {
        "type": "bar",
        "x": [*range(24)],
        "y": values,
        "marker": {"color": colour},
        "hoverinfo": "skip",
    }


def _day_bars(week: Any, colour: str, scales: Scales, look: Look) -> dict[str, Any]:
    days = week.sum(1)
    return {
        "type": "bar",
        "orientation": "h",
        "y": [*range(7)],
        "x": days.round(6).tolist(),
        "marker": {"color": colour},
        "hoverinfo": "skip",
        "text": [f"{n:.0%}" if scales.per_cent else style.tiny(n) for n in days.tolist()],
        "textposition": "outside",
        "textfont": {"size": 11, "color": look.palette.quiet},
        "cliponaxis": False,
    }


def say(world: World, answer: Answer) -> str:
    found = weeks(answer)
    told = [
        f"{o.short} **{style.percent(working_share(found[o.slug]))}**"
        for o in answer.known
        if found[o.slug].sum()
    ]
    if not told:
        return "No posts to show for this view." + not_known(answer)
    return (
        f"Posted Monday to Friday between 08:00 and 17:00 {_whose(answer)}: {listed(told)}; "
        f"even posting would give {style.percent(EVEN_WORKING)}." + not_known(answer)
    )


def _whose(answer: Answer) -> str:
    if answer.view.clock == "operator":
        return "on the operator's clock"
    return "in UTC" if answer.view.clock == "utc" else f"on the clock of {answer.view.clock}"


def unit(answer: Answer) -> str:
    what = "Share of the operation's posts" if answer.view.scale == "share" else "Posts"
    return (
        f"{what} by weekday and hour {_whose(answer)}; one scale for all operations. Outlined: "
        "Monday to Friday 08:00 to 17:00, 45 of the 168 hours of a week."
    )


def cells(world: World, answer: Answer) -> list[Cell]:
    found = weeks(answer)
    return [
        missing_cell(o, "rhythm", answer.unknown[o.slug])
        if o.slug in answer.unknown
        else Cell(o, _lines(found[o.slug]), small=_small(world, answer, o, found[o.slug]))
        for o in answer.operations
    ]


def _lines(week: Ints) -> tuple[str, ...]:
    if not week.sum():
        return ("No posts match these filters.",)
    return (
        f"Mon–Fri **{style.percent(weekday_share(week))}** (even: {EVEN_WEEKDAYS:.1%})",
        f"Mon–Fri 08–17 **{style.percent(working_share(week))}** (even: {EVEN_WORKING:.1%})",
        f"Busiest hour **{peak_hour(week):02d}:00**",
    )


def _small(world: World, answer: Answer, operation: Operation, week: Ints) -> tuple[str, ...]:
    posts = f"n = {int(week.sum()):,} posts. Basis: {basis(world, operation)}."
    return (f"Clock: {clock_told(world, operation, answer.view)}", posts)


def table(world: World, answer: Answer) -> Table:
    found = weeks(answer)
    body = [
        [o.short, WEEKDAYS[day], *(f"{n:,}" for n in hours), f"{sum(hours):,}"]
        for o in answer.known
        for day, hours in enumerate(found[o.slug].tolist())
    ]
    head = ("Operation", "Day", *(f"{hour:02d}" for hour in range(24)), "All")
    return Table(f"Posts by weekday and hour {_whose(answer)}", head, body)


PANEL = Panel("rhythm", "When did they post?", ("rhythm",), rhythm, draw, say, unit, cells, table)
