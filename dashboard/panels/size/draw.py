"""Draw sizes as bars from zero: accounts, amplifiers and posts each on a scale of its own."""

from itertools import accumulate
from typing import Any, NamedTuple

from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.bars import CLEAR, bars, grid_of_bars, lengths_axis
from dashboard.panels.layout import Subplot, on_axes, subplots
from dashboard.panels.size.measure import SizeAnswer, Sizes

# Labels and fields of Sizes; bands have scales of their own, shared by all operations.
BANDS = (
    (("Announced", "announced"), ("Published", "published"), ("Active", "active")),
    (("Amplifiers", "amplifiers"),),
    (("Posts published", "posts_announced"), ("Posts held", "posts")),
)
BARS = tuple(bar for band in BANDS for bar in band)
OUTLINED = ("announced", "posts_announced")  # stated by others, not counted by us
ENDS = 92  # px: a number of eight digits
BAR, GAP = 26, 14  # px
HEIGHT = BAR * len(BARS) + GAP * (len(BANDS) - 1)


def draw(answer: SizeAnswer, look: Look) -> Figure | None:
    """Draw bars from zero; accounts, amplifiers and posts each on a scale of its own."""
    if not answer.operations:
        return None
    grid = grid_of_bars(answer, look, HEIGHT)
    figure = grid.figure(look)
    for subplot in subplots(figure, grid, answer, look, answer.sizes):
        for band in range(len(BANDS)):
            _add(figure, answer, subplot, band)
    return figure


def _add(figure: Figure, answer: SizeAnswer, subplot: Subplot, band: int) -> None:
    """Add the bars of one band of one operation, their exact values at the ends."""
    rows = [(_label(label, name, answer), name) for label, name in BANDS[band]]
    which = subplot.number * len(BANDS) + band - 2
    above = sum(map(len, BANDS[:band])) * BAR + band * GAP
    x, y = subplot.axes(which, above, len(rows) * BAR)
    column = subplot.look.column(subplot.grid.count)
    stretch = column / (column - ENDS)  # leaves room for the number at the end of the longest bar
    trace = _trace(rows, answer.sizes[subplot.operation.slug], subplot)
    figure["data"].append(trace | on_axes(which))
    figure["layout"] |= {
        axis_key("x", which): lengths_axis(x, _most(answer, band) * stretch),
        axis_key("y", which): dict(
            domain=y["domain"],
            anchor=axis_name("x", which),
            range=[len(rows) - 0.5, -0.5],
            showticklabels=subplot.is_first,
            tickfont={"size": 13, "color": subplot.look.palette.ink},
        ),
    }


def _label(label: str, name: str, answer: SizeAnswer) -> str:
    return "Posts filtered" if name == "posts" and answer.view.narrowed else label


def _most(answer: SizeAnswer, band: int) -> int:
    every = answer.sizes.values()
    return max(getattr(sizes, name) or 0 for sizes in every for _, name in BANDS[band]) or 1


def _trace(rows: list[tuple[str, str]], sizes: Sizes, subplot: Subplot) -> dict[str, Any]:
    """Return stacked bars: outline for what was announced, darker for active, amplifiers hatched.

    Each release is a piece, in order of disclosure; the sum stands at the end of the last.
    """
    colour, look = subplot.colour, subplot.look
    pieces = [piece for label, name in rows for piece in _pieces(label, name, sizes)]
    names = [piece.field for piece in pieces]
    fills = dict.fromkeys(OUTLINED, CLEAR) | {"active": style.darker(colour)}
    lengths = [piece.length for piece in pieces]
    place = {
        "x": lengths,
        "base": [piece.start for piece in pieces],
        "y": [piece.label for piece in pieces],
    }
    marker = {
        "color": [fills.get(name, colour) for name in names],
        "line": {
            "color": [colour if name in OUTLINED else look.palette.paper for name in names],
            "width": [1.5 if length else 0 for length in lengths],
        },
        "pattern": {
            "shape": ["/" if name == "amplifiers" else "" for name in names],
            "fillmode": "replace",
            "fgcolor": colour,
        },
    }
    return bars(lengths, [piece.text for piece in pieces], look, place, marker, size=13)


class Piece(NamedTuple):
    """What one release adds to a bar."""

    label: str
    field: str  # of Sizes
    start: int
    length: int
    text: str  # at the last piece of a bar: the sum


def _pieces(label: str, name: str, sizes: Sizes) -> list[Piece]:
    whole = getattr(sizes, name) or 0
    parts = sizes.parts.get(name, ())
    *first, last = parts if whole and sum(parts) == whole else (whole,)
    starts = [0, *accumulate(first)]
    pieces = [Piece(label, name, *ends, "") for ends in zip(starts, first, strict=False)]
    return [*pieces, Piece(label, name, starts[-1], last, amount(sizes, name))]


def amount(sizes: Sizes, name: str) -> str:
    value = getattr(sizes, name)
    if name == "posts" and sizes.posts_held is None:
        return "none held"
    if value is None and name == "amplifiers":
        return "none stated"
    return style.count(value)
