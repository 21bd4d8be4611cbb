"""Draw sizes as bars from zero, in blocks: accounts, amplifiers and posts, each with its axis."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from dashboard.look import style
from dashboard.look.colours import Palette
from dashboard.look.style import NONE_STATED, Figure, Look, axis_key, axis_name
from dashboard.panels.bars import CLEAR, bars, grid_of_bars
from dashboard.panels.layout import Subplot, subplots
from dashboard.panels.size.measure import SizeAnswer, Sizes


@dataclass(frozen=True)
class Block:
    """Bars on one scale, with an axis of their own: labels and fields of Sizes."""

    bars: tuple[tuple[str, str], ...]
    always: bool = False  # drawn also where no operation has any

    @property
    def height(self) -> int:
        return BAR * len(self.bars)


BLOCKS = (
    Block((("Announced", "announced"), ("Published", "published"), ("Active", "active")), True),
    Block((("Amplifiers", "amplifiers"),)),
    Block((("Posts published", "posts_announced"), ("Posts held", "posts"))),
)
BARS = tuple(bar for block in BLOCKS for bar in block.bars)
OUTLINED = ("announced", "posts_announced")  # stated by others, not counted by us
ENDS = 92  # px: a number of eight digits
WIDEST = 300  # px: a slide and a sheet of paper make columns narrower than the screen had them
BAR, AXIS, GAP = 19, 20, 8  # px: a bar, the numbers of an axis, and what parts it from the next


def blocks_of(answer: SizeAnswer) -> tuple[Block, ...]:
    """Return the blocks that are drawn: of no operation's amplifiers there is no axis."""
    return tuple(block for block in BLOCKS if block.always or _most(answer, block))


def draw(answer: SizeAnswer, look: Look) -> Figure | None:
    """Draw bars from zero in blocks, each with an axis of its own that all operations share."""
    if not answer.operations:
        return None
    blocks = blocks_of(answer)
    tops = [0, *accumulate(block.height + AXIS + GAP for block in blocks)]
    grid = grid_of_bars(answer, look, tops[-1] - GAP)
    figure = grid.figure(look)
    for subplot in subplots(figure, grid, answer, look, answer.sizes):
        first = (subplot.number - 1) * len(blocks) + 1
        labelled = (subplot.labelled - 1) * len(blocks) + 1
        for which, (block, top) in enumerate(zip(blocks, tops, strict=False)):
            _add(figure, answer, subplot, block, first + which, labelled + which, top)
    return figure


def _add(
    figure: Figure,
    answer: SizeAnswer,
    subplot: Subplot,
    block: Block,
    which: int,
    labelled: int,
    top: int,
) -> None:
    """Add a block of one operation on x axis `which`, the exact values at the ends of its bars.

    Its bars lie on y axis `labelled`, that of the first in its row: plotly.js makes elements for
    each pair of axes, which were 120 more for three operations.
    """
    rows = [(_label(label, name, answer), name) for label, name in block.bars]
    x, y = subplot.axes(which, top, block.height)
    palette = subplot.look.palette
    column = min(subplot.look.column(subplot.grid.count), WIDEST)
    stretch = column / (column - ENDS)  # leaves room for the number at the end of the longest bar
    trace = _trace(rows, answer.sizes[subplot.operation.slug], subplot)
    shared = axis_name("y", labelled)
    figure["data"].append(trace | {"xaxis": axis_name("x", which), "yaxis": shared})
    scale = x | {"anchor": shared} | _axis(_most(answer, block), stretch, palette)
    figure["layout"][axis_key("x", which)] = scale
    if subplot.is_first:
        figure["layout"][axis_key("y", which)] = dict(
            domain=y["domain"],
            anchor=axis_name("x", which),
            range=[len(rows) - 0.5, -0.5],
            tickfont={"color": palette.ink},
        )


def _axis(most: int, stretch: float, palette: Palette) -> Figure:
    """Return an axis in sight, as a block's scale is its own: a line, 0 and the longest bar."""
    return {
        "range": [0, (most or 1) * stretch],
        "showline": True,
        "linecolor": palette.quiet,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.quiet,
        "tickvals": [0, most],
        "ticktext": ["0", style.tiny(most)],
        "tickangle": 0,
    }


def _label(label: str, name: str, answer: SizeAnswer) -> str:
    return "Held, filtered" if name == "posts" and answer.view.narrowed else label


def _most(answer: SizeAnswer, block: Block) -> int:
    every = answer.sizes.values()
    return max((getattr(sizes, name) or 0 for sizes in every for _, name in block.bars), default=0)


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
    return bars(lengths, [piece.text for piece in pieces], look, place, marker)


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
        return NONE_STATED
    return style.count(value)
