"""Draw a week of 168 hours: a heat map, its hours above, its weekdays at the right."""

from dataclasses import dataclass
from typing import Any

from dashboard import style
from dashboard.clock import Ints
from dashboard.style import WEEKDAYS, Figure, Look, axis, axis_key, axis_name

HOURS, GAP, WEEK = 44, 6, 7 * 18  # px: bars above, the space under them, the map
BODY = HOURS + GAP + WEEK
DAY_NAMES = [[name] * 24 for name in WEEKDAYS]


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


def scaled(week: Ints, per_cent: bool) -> Any:
    """Return shares of the week's posts, or the posts, as float64[7, 24]."""
    total = week.sum()
    return week / total if per_cent and total else week.astype(float)


def legend(scales: Scales, look: Look) -> dict[str, Any]:
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


def add(
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
            "x0": 7.5,
            "x1": 16.5,
            "y0": -0.5,
            "y1": 4.5,
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
