"""Draw a week of 168 hours: a heat map, its hours above, its weekdays at the right."""

from dataclasses import dataclass
from typing import Any

from dashboard import style
from dashboard.clock import Ints
from dashboard.facts import WEEKDAYS
from dashboard.style import Figure, Look, axis_key, axis_name

HOURS, GAP = 44, 6  # px: bars above, the space under them
FLAT, TALL = 13, 26  # px: the least and the most a row of the map is high
LABELLED = 230  # px: a narrower column has no room for numbers at the weekday bars
MAP = 0.8  # share of a column that the map takes, the weekday bars have the rest


def row_height(look: Look, count: int) -> int:
    """Return px that make the cells of `count` maps a little taller than wide."""
    return max(FLAT, min(TALL, round(look.column(count) * MAP / 18)))


@dataclass(frozen=True)
class Scales:
    """The largest cell, hour and weekday over all operations, so that every one is drawn alike."""

    per_cent: bool
    cell: float
    hour: float
    day: float

    @classmethod
    def of(cls, weeks: list[Any], per_cent: bool) -> "Scales":
        margins = (weeks, [week.sum(0) for week in weeks], [week.sum(1) for week in weeks])
        return cls(per_cent, *(max(float(m.max()) for m in every) or 1 for every in margins))


def scaled(week: Ints, per_cent: bool) -> Any:
    """Return shares of the week's posts, or the posts, as float64[7, 24]."""
    total = week.sum()
    return week / total if per_cent and total else week.astype(float)


def legend(scales: Scales, look: Look) -> dict[str, Any]:
    """Return the colour scale that all operations share, with its legend below the figure."""
    quiet = {"size": 12, "color": look.palette.quiet}
    text = "Share of posts in one hour of the week" if scales.per_cent else "Posts in one hour"
    ends = [0, scales.cell / 2, scales.cell]
    bar = {
        "orientation": "h",
        "thickness": 8,
        "lenmode": "pixels",
        "len": 240,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "bottom",
        "ypad": 0,
        "xpad": 0,
        "outlinewidth": 0,
        "tickvals": ends,
        "ticktext": [f"{n:.1%}" if scales.per_cent else f"{n:,.0f}" for n in ends],
        "tickfont": quiet,
        "title": {"text": text, "side": "top", "font": quiet},
    }
    colours = style.colorscale(look.dark)
    return {"colorscale": colours, "cmin": 0, "cmax": scales.cell, "colorbar": bar}


@dataclass(frozen=True)
class WeekMap:
    """One operation's place in a figure: the `number`th of `grid`, from 1, rows of `row` px."""

    grid: style.Grid
    number: int
    row: int
    scales: Scales
    look: Look
    drawn: list[int]  # the numbers of all that are drawn

    def add(self, figure: Figure, week: Any, colour: str, off: tuple[str, ...]) -> None:
        """Add axes, map, two rows of bars, the outline of working hours, a bar at days `off`."""
        one, two = 2 * self.number - 1, 2 * self.number
        x, y = axis_name("x", one), axis_name("y", one)
        right, above = axis_name("x", two), axis_name("y", two)
        labelled = self.look.column(self.grid.count) >= LABELLED
        figure["layout"] |= self._axes()
        figure["data"] += [
            _heat(week, self.scales) | {"xaxis": x, "yaxis": y},
            _hour_bars(week, colour) | {"xaxis": x, "yaxis": above},
            _day_bars(week, colour, self.scales, self.look, labelled)
            | {"xaxis": right, "yaxis": y},
        ]
        edge = {"color": self.look.palette.mark, "width": 1.5}
        corners = {"x0": 7.5, "x1": 16.5, "y0": -0.5, "y1": 4.5}
        figure["layout"]["shapes"].append(
            {"type": "rect", "xref": x, "yref": y, "line": edge} | corners
        )
        bracket = {"type": "line", "xref": x, "yref": y, "x0": 23.9, "x1": 23.9}
        thick = {"color": self.look.palette.ink, "width": 3}
        figure["layout"]["shapes"] += [
            bracket | {"y0": day - 0.5, "y1": day + 0.5, "line": thick}
            for day, name in enumerate(WEEKDAYS)
            if name in off
        ]

    def _axes(self) -> dict[str, Any]:
        """Return the four axes: hours, weekdays' bars, weekdays, hours' bars."""
        one, two = 2 * self.number - 1, 2 * self.number
        left, right, low, high = self.grid.domain(self.number, HOURS + GAP, 7 * self.row)
        _, _, *bars = self.grid.domain(self.number, 0, HOURS)
        split = left + (right - left) * MAP
        labelled = self.look.column(self.grid.count) >= LABELLED
        hidden = {"showticklabels": False}
        hours = {"range": [-0.5, 24.2], "tickvals": [0, 6, 12, 18]}
        days = {"range": [6.5, -0.5], "dtick": 1}
        labels = self.grid.labels(self.number, self.drawn, axis_name("x", one))
        widest, tallest = (1.75 if labelled else 1.0) * self.scales.day, 1.05 * self.scales.hour
        x, y = {"anchor": axis_name("x", one)}, {"anchor": axis_name("y", one)}
        return {
            axis_key("x", one): {"domain": [left, split], **y, **hours},
            axis_key("x", two): {
                "domain": [split + 0.005, right],
                "range": [0, widest],
                **y,
                **hidden,
            },
            axis_key("y", one): {"domain": [low, high], **labels, **days},
            axis_key("y", two): {"domain": bars, "range": [0, tallest], **x, **hidden},
        }


def _heat(week: Any, scales: Scales) -> dict[str, Any]:
    told = "%{z:.2%}" if scales.per_cent else "%{z:,} posts"
    return {
        "type": "heatmap",
        "z": week.round(6).tolist(),
        "y": WEEKDAYS,
        "coloraxis": "coloraxis",
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": f"%{{y}} %{{x}}:00: {told}<extra></extra>",
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


def _day_bars(week: Any, colour: str, scales: Scales, look: Look, labelled: bool) -> dict[str, Any]:
    days = week.sum(1)
    return {
        "type": "bar",
        "orientation": "h",
        "y": WEEKDAYS,
        "x": days.round(6).tolist(),
        "marker": {"color": colour},
        "hoverinfo": "skip",
        "text": [f"{n:.0%}" if scales.per_cent else style.tiny(n) for n in days.tolist()],
        "textposition": "outside" if labelled else "none",
        "textfont": {"size": 11, "color": look.palette.quiet},
        "cliponaxis": False,
    }
