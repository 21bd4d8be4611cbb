"""How numbers, colours and charts look, decided once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dashboard.look.colours import DARK, LIGHT, Palette

Figure = dict[str, Any]

FONT = (
    'system-ui, "Noto Sans", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Thai", sans-serif'
)


@dataclass(frozen=True)
class Look:
    """What the reader's screen is like: dark or light, and columns that fit side by side.

    `shown` is the place of the one operation that a narrow screen shows, None = all. `titled`: no
    column heads of a page stand above, so the figure itself names the operations.
    """

    dark: bool = False
    across: int = 6
    titled: bool = False
    shown: int | None = None

    def in_place(self, count: int) -> bool:
        """Whether `count` operations stand under column heads that name them."""
        return self.across >= count and not self.titled

    def column(self, count: int) -> int:
        """Return about how many px a column has when `count` stand side by side or wrap."""
        return self.across * COLUMN // max(1, min(count, self.across))

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT


COLUMN = 180  # px: the least a column needs; link.js counts how many fit
NOT_KNOWN = "not known"
NONE_STATED = "none stated"  # of amplifier accounts, of which few announcements give a number
GUTTER = 148  # px left of the first column, the same in column heads and figures


@cache
def layout(dark: bool) -> dict[str, Any]:
    """Return the layout that every figure starts from. Callers copy, they do not change it."""
    palette = Look(dark).palette
    quiet = {
        "showgrid": False,
        "ticks": "",
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": palette.quiet},
    }
    return {
        "font": {"family": FONT, "size": 13, "color": palette.ink},  # the smallest of the page
        "margin": {"l": GUTTER, "r": 0, "t": 4, "b": 28, "pad": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {"bgcolor": palette.paper, "font": {"color": palette.ink}},
        "dragmode": False,
        "bargap": 0.3,
        "template": {"layout": {"xaxis": quiet, "yaxis": quiet}},
    }


def colorscale(dark: bool) -> list[list[Any]]:
    colours = Look(dark).palette.scale
    return [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]


def axis_name(letter: str, number: int) -> str:
    """Return plotly's id of an axis: x, x2, x3 …"""
    return letter if number == 1 else f"{letter}{number}"


def axis_key(letter: str, number: int) -> str:
    """Return the layout key of an axis: xaxis, xaxis2 …"""
    return f"{letter}axis" if number == 1 else f"{letter}axis{number}"


def count(number: int | None) -> str:
    """Return the exact number with separators, or "not known"."""
    return NOT_KNOWN if number is None else f"{number:,}"


def short(number: int) -> str:
    """Return a number for a sentence: exact below 100,000, else three significant figures."""
    if abs(number) < 100_000:
        return f"{number:,}"
    if abs(number) < 1_000_000:
        return f"{round(number, -3):,}"
    return f"{float(f'{number:.3g}') / 1_000_000:,.4g} million"


def tiny(number: float) -> str:
    """Return a count for a bar end: 950, 12k, 2.5M."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{float(f'{number / size:.2g}'):g}{letter}"
    return f"{number:.0f}"


def percent(share: float | None, decimals: int = 1) -> str:
    """Return per cent with one decimal, "<0.1%" for less that is not nothing, or "not known"."""
    if share is None or share != share:
        return "not known"
    text = f"{share:.{decimals}%}"
    is_hidden = share > 0 and not text.strip("0.%")
    return f"<{0.01 / 10**decimals:.{decimals}%}" if is_hidden else text


def of_ten(share: float) -> str:
    """Return "6 of 10" for a share of posts; what is not quite all, or nearly none, says so."""
    if share in (0, 1):
        return "all" if share else "no"
    if 0.05 <= share < 0.95:
        return f"{max(round(share * 10), 1)} of 10"  # half to even: two never add up to 11
    return "nearly all" if share > 0.5 else "fewer than 1 of 20"


def interval(ends: tuple[float, float, float]) -> str:
    """Return an estimate in bold with its interval: "**79.8%** (75.1% to 83.0%)"."""
    estimate, low, high = ends
    share = f"**{percent(estimate)}**"
    return share if low != low else f"{share} ({percent(low)} to {percent(high)})"


def ratio(number: float) -> str:
    """Return a ratio with two decimals, or "not known"."""
    return "not known" if number != number else f"{number:.2f}"


def ends(numbers: tuple[float, float, float]) -> str:
    """Return the interval of a ratio, as in " (0.21 to 0.30)", "" if it is not known."""
    _, low, high = numbers
    return "" if low != low else f" ({ratio(low)} to {ratio(high)})"


def darker(colour: str) -> str:
    """Return #rrggbb at two thirds of its brightness."""
    parts = [int(colour[i : i + 2], 16) * 2 // 3 for i in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def plain(text: str) -> str:
    """Return text for a plotly label, which would read tags and entities; newlines break it."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("\n", "<br>")


def wrapped(text: str, width: int = 21) -> str:
    """Return a label cut with a newline at the blank nearest to `width`, at most once."""
    if len(text) <= width or " " not in text:
        return text
    cut = text.rfind(" ", 0, width + 1)
    cut = cut if cut > 0 else text.find(" ")
    return f"{text[:cut]}\n{text[cut + 1 :]}"


@dataclass(frozen=True)
class Grid:
    """Where the operations of one figure stand: `across` side by side, then the next row.

    Heights are px: each row has a title (0 = none: the column heads name it), a body and a gap.
    """

    count: int
    across: int
    title_height: int
    body: int
    gap: int
    foot: int

    @classmethod
    def of(cls, count: int, look: Look, title: int, body: int, gap: int, foot: int) -> "Grid":
        return cls(count, max(1, min(count, look.across)), title, body, gap, foot)

    @property
    def row(self) -> int:
        return self.title_height + self.body + self.gap

    @property
    def height(self) -> int:
        return self.row * -(-self.count // self.across) + self.foot

    def figure(self, look: Look, gutter: int = GUTTER) -> Figure:
        """Return a figure without traces, of the grid's height, `gutter` px left of its columns."""
        base = layout(look.dark)
        margin = base["margin"] | {"l": gutter, "t": 0, "b": 0}
        return {
            "data": [],
            "layout": base
            | {"height": self.height, "margin": margin, "annotations": [], "shapes": []},
        }

    def domain(self, number: int, below: int, tall: int) -> tuple[float, float, float, float]:
        """Return (left, right, low, high) in [0, 1] of a band of operation `number`, from 1.

        The band begins `below` px under the top of the operation's body and is `tall` px high.
        """
        row, column = divmod(number - 1, self.across)
        space = 0.035 if self.across > 1 else 0.0
        width = (1 - space * (self.across - 1)) / self.across
        left = column * (width + space)
        top = row * self.row + self.title_height + below
        high, low = 1 - top / self.height, 1 - (top + tall) / self.height
        return round(left, 6), round(left + width, 6), max(0.0, low), high

    def first_in_row(self, number: int, drawn: Sequence[int]) -> int:
        """Return which of the `drawn` operations is the first in the row of operation `number`."""
        row = (number - 1) // self.across
        return next(n for n in drawn if (n - 1) // self.across == row)

    def labels(self, number: int, drawn: Sequence[int], x: str) -> dict[str, Any]:
        """Return what makes the first of a row's `drawn` operations label its y axis in the gutter.

        There, also where the first column has nothing to draw: its axis is moved to the left edge.
        """
        if number != self.first_in_row(number, drawn):
            return {"anchor": x, "showticklabels": False}
        return {"anchor": "free", "position": 0, "showticklabels": True, "ticklabelstandoff": 6}
