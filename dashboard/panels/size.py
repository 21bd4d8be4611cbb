"""How big were they? Three account counts, amplifiers apart, and posts."""

from typing import Any

from dashboard import style
from dashboard.measures.size import SizeAnswer, Sizes, size
from dashboard.panels.panel import Cell, Panel, Table, collections, listed, published
from dashboard.releases import Operation
from dashboard.style import Figure, Look, axis_key, axis_name

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
BAR, GAP, TITLE, FOOT = 26, 14, 26, 8  # px
HEIGHT = BAR * len(BARS) + GAP * (len(BANDS) - 1)


def draw(answer: SizeAnswer, look: Look) -> Figure | None:
    """Draw bars from zero; accounts, amplifiers and posts each on a scale of its own."""
    if not answer.operations:
        return None
    title = 0 if look.across >= len(answer.operations) else TITLE
    grid = style.Grid.of(len(answer.operations), look, title, HEIGHT, 12 if title else 0, FOOT)
    figure = grid.figure(look)
    for number, operation in enumerate(answer.operations, start=1):
        colour = look.palette.operations[number - 1]
        for band in range(len(BANDS)):
            _add(figure, grid, answer, look, operation, number, band, colour)
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
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
    figure["data"].append(
        _trace(bars, answer.sizes[operation.slug], colour, look) | {"xaxis": x, "yaxis": y}
    )
    figure["layout"] |= {
        axis_key("x", axes): dict(
            domain=[left, right],
            anchor=y,
            range=[0, _most(answer, band) * 1.6],
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
    return "Posts filtered" if name == "posts" and answer.view.filters else label


def _most(answer: SizeAnswer, band: int) -> int:
    fields = [name for _, name, its in BARS if its == band]
    known = [getattr(sizes, name) or 0 for sizes in answer.sizes.values() for name in fields]
    return max(known, default=0) or 1


def _trace(bars: list[tuple[str, str]], sizes: Sizes, colour: str, look: Look) -> dict[str, Any]:
    """Return outline for announced, filled, darker for active, hatched for amplifiers."""
    names = [name for _, name in bars]
    fills = dict.fromkeys(OUTLINED, "rgba(0,0,0,0)") | {"active": style.darker(colour)}
    hatch = ["/" if name == "amplifiers" else "" for name in names]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [getattr(sizes, name) or 0 for name in names],
        "y": [label for label, _ in bars],
        "text": [_told(sizes, name) for name in names],
        "textposition": "outside",
        "textfont": {"color": [_ink(sizes, name, look) for name in names], "size": 13},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "color": [fills.get(name, colour) for name in names],
            "line": {"color": colour, "width": [1.5 if getattr(sizes, n) else 0 for n in names]},
            "pattern": {"shape": hatch, "fillmode": "replace", "fgcolor": colour},
        },
    }


def _ink(sizes: Sizes, name: str, look: Look) -> str:
    return look.palette.ink if getattr(sizes, name) else look.palette.quiet


def _told(sizes: Sizes, name: str) -> str:
    value = getattr(sizes, name)
    if name == "posts" and sizes.held is None:
        return "none held"
    if value is None and name == "amplifiers":
        return "none stated"
    return style.count(value)


def say(answer: SizeAnswer) -> str:
    told = [
        f"{o.short}: **{style.short(found.announced)}**"
        for o in answer.operations
        if (found := answer.sizes[o.slug]).announced is not None
    ]
    if not told:
        return "No operation to show."
    return f"Accounts announced: {listed(told)}.{_amplified(answer)}"


def _amplified(answer: SizeAnswer) -> str:
    told = [
        f"**{style.short(found.amplifiers)}** amplifier accounts for {o.short}"
        for o in answer.operations
        if (found := answer.sizes[o.slug]).amplifiers
    ]
    return f" Counted but never published: {listed(told)}." if told else ""


def unit(answer: SizeAnswer) -> str:
    narrowed = " Posts and active accounts are those of the filters." if answer.view.filters else ""
    return (
        "Accounts, amplifier accounts and posts, each on one linear scale from zero for all "
        f"operations.{narrowed}"
    )


def cells(answer: SizeAnswer) -> list[Cell]:
    return [_cell(answer, operation) for operation in answer.operations]


def _cell(answer: SizeAnswer, operation: Operation) -> Cell:
    sizes = answer.sizes[operation.slug]
    filtered = _filtered(sizes) if answer.view.filters else ""
    lines = [_withheld(sizes), _reconciled(sizes, answer, operation), filtered]
    return Cell(
        operation,
        tuple(line for line in lines if line),
        findings=published(operation, "size"),
        sources=collections(answer, operation),
        announced=operation.releases,
        disputed=tuple(release for release in operation.releases if release.disputes),
    )


def _withheld(sizes: Sizes) -> str:
    if sizes.shared_with:
        others = listed([slug for slug in sizes.shared_with])
        return (
            f"The platform counted it together with {others}: what was withheld is **not known**."
        )
    if sizes.withheld is None and sizes.amplifiers:
        told = f"Withheld: at least **{sizes.amplifiers:,}** amplifier accounts"
        return f"{told}; of the announced accounts it is **not known**."
    if sizes.withheld is None:
        return "How many accounts were withheld is **not known**."
    counted = (sizes.announced or 0) + (sizes.amplifiers or 0)
    if sizes.withheld < 0:
        return f"The files hold **{-sizes.withheld:,}** accounts more than were announced."
    if not sizes.withheld:
        return f"Published: all **{counted:,}** announced accounts."
    share = style.percent(sizes.withheld_share)
    told = f"Withheld: **{sizes.withheld:,}** of {counted:,} accounts (**{share}**)."
    more = (sizes.published or 0) - (sizes.announced or 0)
    return told if more <= 0 else f"{told} The files hold {more:,} more than were announced."


def _reconciled(sizes: Sizes, answer: SizeAnswer, operation: Operation) -> str:
    """Say whether our count of posts equals the published one, and by how much it does not."""
    if sizes.held is None or sizes.posts_announced is None:
        return ""
    if sizes.held == sizes.posts_announced:
        return f"Posts: all **{sizes.held:,}** published ones are held, the counts are equal."
    gap = sizes.posts_announced - sizes.held
    told = f"Posts held: **{sizes.held:,}**, {abs(gap):,} {'fewer' if gap > 0 else 'more'} than"
    return f"{told} the {sizes.posts_announced:,} published. {_why(answer, operation)}"


def _why(answer: SizeAnswer, operation: Operation) -> str:
    """Say why posts are missing: releases that nobody holds, and what a collection lacks."""
    reasons = [collection.caveat for collection in collections(answer, operation)]
    answered = [r for s in answer.world.sources_of(operation.slug) for r in s.releases]
    if missing := len(operation.releases) - len(answered):
        reasons.insert(0, f"Of {missing} of its {len(operation.releases)} releases none are held.")
    return " ".join(reasons)


def _filtered(sizes: Sizes) -> str:
    """Say how many posts the filters leave, or why that is not known; "" without any posts."""
    if sizes.posts_unknown:
        return f"Posts under these filters are **not known**. {sizes.posts_unknown}"
    return "" if sizes.held is None else f"Under these filters: **{sizes.posts:,}** posts."


def table(answer: SizeAnswer) -> Table:
    head = ("Operation", *(label for label, _, _ in BARS), "Withheld")
    body = [
        [
            o.name,
            *(_told(found, name) for _, name, _ in BARS),
            style.count(found.withheld),
        ]
        for o in answer.operations
        for found in [answer.sizes[o.slug]]
    ]
    return Table("Accounts and posts", head, body)


PANEL = Panel("size", "How big were they?", ("size",), size, draw, say, unit, cells, table)
