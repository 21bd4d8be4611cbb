"""Draw sizes as bars from zero: accounts, amplifiers and posts each on a scale of its own."""

from typing import Any, NamedTuple

from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.layout import placed, title
from dashboard.panels.size.measure import SizeAnswer, Sizes

# (label, field of Sizes, band): bands have scales of their own, shared by all operations.
BARS = (
    ("Announced", "announced", 0),
    ("Published", "published", 0),
    ("Active", "active", 0),
    ("Amplifiers", "amplifiers", 1),
    ("Posts published", "posts_announced", 2),
    ("Posts held", "posts", 2),
)
BANDS = (
    ("Announced", "Published", "Active"),
    ("Amplifiers",),
    ("Posts published", "Posts held"),
)
OUTLINED = ("announced", "posts_announced")  # stated by others, not counted by us
ENDS = 92  # px: a number of eight digits
BAR, GAP, FOOT = 26, 14, 8  # px
HEIGHT = BAR * len(BARS) + GAP * (len(BANDS) - 1)


def draw(answer: SizeAnswer, look: Look) -> Figure | None:
    """Draw bars from zero; accounts, amplifiers and posts each on a scale of its own."""
    if not answer.operations:
        return None
    _, above = placed(answer, look)
    grid = style.Grid.of(len(answer.operations), look, above, HEIGHT, 12 if above else 0, FOOT)
    figure = grid.figure(look)
    for number, operation in enumerate(answer.operations, start=1):
        colour = look.palette.operations[number - 1]
        for band in range(len(BANDS)):
            _add(figure, grid, answer, look, operation, number, band, colour)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _add(
    figure: Figure,
    grid: style.Grid,
    answer: SizeAnswer,
    look: Look,
    operation: Operation,
    number: int,
    band: int,
    colour: str,
) -> None:
    """Add the bars of one band of one operation, their exact values at the ends."""
    bars = [(_label(label, name, answer), name) for label, name, its in BARS if its == band]
    axes = number * len(BANDS) + band - 2
    above = sum(map(len, BANDS[:band])) * BAR + band * GAP
    left, right, low, high = grid.domain(number, above, len(bars) * BAR)
    x, y = axis_name("x", axes), axis_name("y", axes)
    column = look.column(grid.count)
    stretch = column / (column - ENDS)  # leaves room for the number at the end of the longest bar
    figure["data"].append(
        _trace(bars, answer.sizes[operation.slug], colour, look) | {"xaxis": x, "yaxis": y}
    )
    figure["layout"] |= {
        axis_key("x", axes): dict(
            domain=[left, right],
            anchor=y,
            range=[0, _most(answer, band) * stretch],
            showticklabels=False,
        ),
        axis_key("y", axes): dict(
            domain=[low, high],
            anchor=x,
            range=[len(bars) - 0.5, -0.5],
            showticklabels=left == 0,
            tickfont={"size": 13, "color": look.palette.ink},
        ),
    }


def _label(label: str, name: str, answer: SizeAnswer) -> str:
    return "Posts filtered" if name == "posts" and answer.view.narrowed else label


def _most(answer: SizeAnswer, band: int) -> int:
    fields = [name for _, name, its in BARS if its == band]
    known = [getattr(sizes, name) or 0 for sizes in answer.sizes.values() for name in fields]
    return max(known, default=0) or 1


def _trace(bars: list[tuple[str, str]], sizes: Sizes, colour: str, look: Look) -> dict[str, Any]:
    """Return stacked bars: outline for what was announced, darker for active, amplifiers hatched.

    Each release is a piece, in order of disclosure; the sum stands at the end of the last.
    """
    pieces = [piece for label, name in bars for piece in _pieces(label, name, sizes)]
    names = [piece.field for piece in pieces]
    fills = dict.fromkeys(OUTLINED, "rgba(0,0,0,0)") | {"active": style.darker(colour)}
    hatch = ["/" if name == "amplifiers" else "" for name in names]
    ink = [look.palette.ink if piece.length else look.palette.quiet for piece in pieces]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [piece.length for piece in pieces],
        "base": [piece.start for piece in pieces],
        "y": [piece.label for piece in pieces],
        "text": [piece.text for piece in pieces],
        "textposition": "outside",
        "textfont": {"color": ink, "size": 13},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "color": [fills.get(name, colour) for name in names],
            "line": {
                "color": [colour if name in OUTLINED else look.palette.paper for name in names],
                "width": [1.5 if piece.length else 0 for piece in pieces],
            },
            "pattern": {"shape": hatch, "fillmode": "replace", "fgcolor": colour},
        },
    }


class Piece(NamedTuple):
    """What one release adds to a bar."""

    label: str
    field: str  # of Sizes
    start: int
    length: int
    text: str  # at the last piece of a bar: the sum


def _pieces(label: str, name: str, sizes: Sizes) -> list[Piece]:
    whole = getattr(sizes, name)
    lengths = sizes.parts.get(name, ()) if whole else ()
    lengths = lengths if lengths and sum(lengths) == whole else (whole or 0,)
    starts = [sum(lengths[:i]) for i in range(len(lengths))]
    texts = [""] * (len(lengths) - 1) + [amount(sizes, name)]
    rows = zip(starts, lengths, texts, strict=True)
    return [Piece(label, name, start, length, text) for start, length, text in rows]


def amount(sizes: Sizes, name: str) -> str:
    value = getattr(sizes, name)
    if name == "posts" and sizes.held is None:
        return "none held"
    if value is None and name == "amplifiers":
        return "none stated"
    return style.count(value)
