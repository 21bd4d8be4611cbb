"""Subplots: the place, the title and the axes of each operation in a figure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from dashboard.catalogue.releases import Operation
from dashboard.look.style import GUTTER, Figure, Grid, Look, axis_name, plain
from dashboard.snapshot.asking import Answer

TITLE, LINE = 26, 17  # px above an operation without a column head, and more for its own period
ROW, MORE = 20, 15  # px of a row with a name of one line, and for each line more
PERIOD = ", "  # between an operation's name and a period of its own
LONG = 22  # letters of a line in the gutter
NARROW = 44  # px: left of the figure where operations stand beneath each other


def placed(answer: Answer, look: Look) -> tuple[tuple[Operation, ...], int]:
    """Return the operations that are drawn, and how many px each needs for a title above.

    Under the column heads of a page every operation has a place, also without numbers, and no
    title; nor has the one that a narrow screen shows.
    """
    if look.shown is not None:
        return answer.operations[look.shown : look.shown + 1], 0
    if look.in_place(len(answer.operations)):
        return answer.operations, 0
    is_dated = any(PERIOD in operation.short for operation in answer.operations)
    return answer.known, TITLE + LINE * is_dated


def title(grid: Grid, number: int, operation: Operation, colour: str) -> dict[str, Any]:
    """Return the annotation that names an operation above its part of the figure."""
    left, _, _, high = grid.domain(number, 0, 0)
    name, dated, period = map(plain, operation.short.partition(PERIOD))
    beneath = f'<br><span style="font-size:13px">{period}</span>' if dated else ""
    return {
        "text": f'<span style="color:{colour}">■</span> <b>{name}</b>{beneath}',
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": left,
        "y": high + 4 / grid.height,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }


def label(operation: Operation) -> str:
    """Return what names an operation's row, up to three lines: its own period stands beneath."""
    name, _, period = map(plain, operation.short.partition(PERIOD))
    if len(period) > LONG:
        period = period.replace(" to ", "<br>to ")
    return f"{name}<br>{period}" if period else name


@dataclass(frozen=True)
class Rows:
    """Rows beneath each other, each with room for its label, which is plotly's text.

    `least` is the height of a row of one line; all numbers are px from the top of the first row.
    """

    labels: tuple[str, ...]
    least: int = ROW

    @cached_property
    def ends(self) -> list[int]:
        """Return where each row ends."""
        return [*accumulate(self.least + MORE * label.count("<br>") for label in self.labels)]

    @property
    def height(self) -> int:
        return self.ends[-1] if self.labels else 0

    @cached_property
    def middles(self) -> list[float]:
        """Return the middle of each row: its place on the y axis."""
        begins = [0, *self.ends[:-1]]
        return [(lo + hi) / 2 for lo, hi in zip(begins, self.ends, strict=True)]

    @cached_property
    def axis(self) -> dict[str, Any]:
        """Return what names the rows of a y axis. Callers copy, they do not change it."""
        return {"range": [self.height, 0], "tickvals": self.middles, "ticktext": [*self.labels]}


def thin_line(x: list[Any], y: list[float], look: Look) -> list[Figure]:
    """Return a line of ink on a wider one as light as the paper, to be seen on bars of any colour.

    A trace of either; hovering tells nothing of them.
    """
    plain = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip"}
    halo = (look.palette.paper, 3.5), (look.palette.ink, 1.5)
    return [plain | {"line": {"color": c, "width": width, "shape": "hvh"}} for c, width in halo]


def reach(
    above: list[float], below: list[float], look: Look, thickness: float = 1, cap: int = 0
) -> dict[str, Any]:
    """Return the lines of intervals: how far each reaches above its estimate, and below."""
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "thickness": thickness,
        "width": cap,
        "color": look.palette.quiet,
    }


@lru_cache(maxsize=256)
def axes(
    grid: Grid, number: int, drawn: tuple[int, ...], which: int, below: int, tall: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return where the x and y axes number `which` lie, in the part of operation `number`.

    They begin `below` px under the top of the operation's body and are `tall` px high. The first of
    a row's `drawn` operations has the labels. Callers copy, they do not change it.
    """
    left, right, low, high = grid.domain(number, below, tall)
    labels = grid.labels(number, drawn, axis_name("x", which))
    x = {"domain": [left, right], "anchor": axis_name("y", which)}
    return x, {"domain": [low, high], **labels}


@dataclass(frozen=True, eq=False)
class Subplot:
    """One operation's part of a figure, the `number`th of its grid, from 1."""

    grid: Grid
    number: int
    drawn: tuple[int, ...]  # the numbers of all operations with numbers to draw
    operation: Operation
    colour: str
    look: Look

    @property
    def is_first(self) -> bool:
        """Whether its axes are labelled in the gutter: it is the first that is drawn in its row."""
        return self.labelled == self.number

    @property
    def labelled(self) -> int:
        """Return the number of the first drawn in its row, whose y axes all of it may share."""
        return self.grid.first_in_row(self.number, self.drawn)

    def domain(self, below: int, tall: int) -> tuple[float, float, float, float]:
        """Return (left, right, low, high) of a band, as Grid.domain does."""
        return self.grid.domain(self.number, below, tall)

    def axes(self, which: int, below: int, tall: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return where the x and y axes number `which` of the figure lie, as `axes` does."""
        return axes(self.grid, self.number, self.drawn, which, below, tall)


def grid_of(answer: Answer, look: Look, body: int, gap: int, foot: int = 0) -> Grid:
    """Return the grid of all operations that have a place, with `body` px for each."""
    operations, above = placed(answer, look)
    return Grid.of(len(operations), look, above, body, gap, foot)


def subplots(
    figure: Figure, grid: Grid, answer: Answer, look: Look, slugs: Container[str]
) -> Iterator[Subplot]:
    """Yield the part of each operation in `slugs`, and add its title after what is drawn in it."""
    operations, above = placed(answer, look)
    numbers = tuple(n for n, o in enumerate(operations, start=1) if o.slug in slugs)
    for number in numbers:
        operation = operations[number - 1]
        colour = look.palette.operations[answer.operations.index(operation)]
        yield Subplot(grid, number, numbers, operation, colour, look)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))


def blank_figure(grid: Grid, look: Look, narrow: int = NARROW) -> Figure:
    """Return a figure without data; its gutter is `narrow` px with operations under each other."""
    return grid.figure(look, narrow if look.across == 1 else GUTTER)


def on_axes(which: int) -> dict[str, str]:
    """Return what puts a trace on the axes number `which`."""
    return {"xaxis": axis_name("x", which), "yaxis": axis_name("y", which)}
