"""What did they talk about? Shares of posts by theme, and the hashtags beneath."""

from typing import Any

import numpy as np

from dashboard import style
from dashboard.measures.asking import told_name
from dashboard.measures.tags import CITED, TagsAnswer, TagUse, hashtags
from dashboard.measures.themes import TAG_USES, Claimed, ThemesAnswer, themes
from dashboard.measures.world import World
from dashboard.panels.panel import (
    Cell,
    Panel,
    Table,
    Tag,
    collections,
    columns,
    listed,
    not_known,
    sentences,
)
from dashboard.releases import Operation
from dashboard.style import Figure, Look, axis_key, axis_name

MOST = 12  # themes drawn; the table has all
TAGS = 8
BAR, TITLE, FOOT = 32, 26, 8  # px
UNITS = {"posts": "posts", TAG_USES: "hashtag uses"}


def shown(answer: ThemesAnswer) -> list[int]:
    """Return the numbers of the themes drawn: the largest share anywhere first, noise last."""
    if not answer.claimed:
        return []
    most = np.max([np.nan_to_num(told.shares) for told in answer.claimed.values()], axis=0)
    order = sorted(np.flatnonzero(most).tolist(), key=lambda i: -most[i])[:MOST]
    return sorted(order, key=lambda i: (_noise(answer.world)[i], -most[i]))


def _noise(world: World) -> list[bool]:
    return [theme.noise for theme in world.lexicon.themes.values()]


def labels(world: World, numbers: list[int]) -> list[str]:
    every = list(world.lexicon.themes.values())
    return [every[i].label + (" (noise)" if every[i].noise else "") for i in numbers]


def draw(answer: ThemesAnswer, look: Look) -> Figure | None:
    """Draw one list of themes for all operations, bars on one scale."""
    numbers = shown(answer)
    if not numbers:
        return None
    names = ["Any theme (coverage)", *labels(answer.world, numbers)]
    in_place = look.across >= len(answer.operations)
    drawn = answer.operations if in_place else answer.known
    title = 0 if in_place else TITLE
    grid = style.Grid.of(len(drawn), look, title, BAR * len(names), 12 if title else 0, FOOT)
    figure = grid.figure(look)
    lengths = {slug: _lengths(told, numbers, answer) for slug, told in answer.claimed.items()}
    most = max(float(length.max()) for length in lengths.values()) or 1
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in lengths]
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in lengths:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        left, right, low, high = grid.domain(number, 0, BAR * len(names))
        axes = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
        bars = _bars(answer, operation, lengths[operation.slug], colour, look)
        figure["data"].append(bars | axes)
        figure["layout"] |= {
            axis_key("x", number): dict(
                domain=[left, right],
                anchor=axes["yaxis"],
                range=[0, most * 1.35],
                showticklabels=False,
            ),
            axis_key("y", number): dict(
                domain=[low, high],
                **grid.labels(number, known, axes["xaxis"]),
                range=[len(names) - 0.5, -0.5],
                tickvals=list(range(len(names))),
                ticktext=[style.plain(style.wrapped(name)) for name in names],
                tickfont={"size": 12, "color": look.palette.ink},
            ),
        }
        if title:
            figure["layout"]["annotations"].append(grid.title(number, operation.short, colour))
    return figure


def _lengths(told: Claimed, numbers: list[int], answer: ThemesAnswer) -> Any:
    """Return the bars' lengths, coverage first: shares, or uses."""
    if answer.view.scale == "share":
        return np.nan_to_num([told.coverage, *told.shares[numbers]])
    return np.array([told.covered, *told.uses[numbers]])


def _bars(
    answer: ThemesAnswer, operation: Operation, lengths: Any, colour: str, look: Look
) -> dict[str, Any]:
    """Return the trace of one operation; dotted = hashtag uses, the outline = coverage."""
    per_cent = answer.view.scale == "share"
    dots = "." if answer.claimed[operation.slug].unit == TAG_USES else ""
    rest = len(lengths) - 1
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths.round(6).tolist(),
        "y": list(range(len(lengths))),
        "text": [style.percent(n) if per_cent else f"{n:,}" for n in lengths.tolist()],
        "textposition": "outside",
        "textfont": {
            "color": [look.palette.ink if n else look.palette.quiet for n in lengths.tolist()],
            "size": 12,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "color": ["rgba(0,0,0,0)", *[colour] * rest],
            "line": {"color": colour, "width": [1.2 if n else 0 for n in lengths.tolist()]},
            "pattern": {"shape": ["", *[dots] * rest], "fillmode": "replace", "fgcolor": colour},
        },
    }


def say(answer: ThemesAnswer) -> str:
    told = []
    for operation in answer.known:
        claimed = answer.claimed[operation.slug]
        best = int(np.where(_noise(answer.world), 0, claimed.uses).argmax())
        if claimed.uses[best]:
            share = f"**{style.percent(claimed.shares[best])}** of {UNITS[claimed.unit]}"
            told.append(
                f"{told_name(answer.world, operation)}: {labels(answer.world, [best])[0]} ({share})"
            )
    if not told:
        return sentences("No theme claims a post here." if answer.known else "", not_known(answer))
    largest = f"Largest theme apart from noise: {listed(told)}."
    return sentences(largest, _apart(answer), not_known(answer))


def _apart(answer: ThemesAnswer) -> str:
    """Say where two operations whose posts were read differ most."""
    same = [o for o in answer.known if answer.claimed[o.slug].unit == "posts"]
    if len(same) < 2:
        return ""
    table = np.nan_to_num([answer.claimed[o.slug].shares for o in same])
    best = int(np.ptp(table, axis=0).argmax())
    high, low = int(table[:, best].argmax()), int(table[:, best].argmin())
    return (
        f"Largest difference in posts: {labels(answer.world, [best])[0]}, {same[high].short} "
        f"**{style.percent(table[high, best])}** against {same[low].short} "
        f"**{style.percent(table[low, best])}**."
    )


def unit(answer: ThemesAnswer) -> str:
    cites = any(told.unit == TAG_USES for told in answer.claimed.values())
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    mixed = "; dotted bars count hashtag uses, not posts" if cites else ""
    filtered = " Shares are of the posts before the theme filter." if answer.view.themes else ""
    return (
        f"{what} that a theme claims{mixed}. A post can have several themes, so shares do "
        f"not add up.{filtered}"
    )


def cells(answer: ThemesAnswer) -> list[Cell]:
    tags = hashtags(answer.world, answer.view)
    return columns(answer, "themes", lambda o: _cell(answer, o, tags))


def _cell(answer: ThemesAnswer, operation: Operation, tags: TagsAnswer) -> Cell:
    told, why = answer.claimed[operation.slug], tags.unknown.get(operation.slug)
    unit = UNITS[told.unit]
    noise = f"noise **{style.percent(told.noise_share)}**"
    lines = [f"Any theme claims **{style.percent(told.coverage)}** of {unit}; {noise}."]
    lines = lines if told.total else ["No posts match these filters."]
    lines += [f"Hashtags are **not known** under these filters. {why}"] if why else []
    is_cited = told.unit == TAG_USES
    cited = (answer.world.catalogue.collections[CITED],)
    return Cell(
        operation,
        tuple(lines),
        tuple(_tag(tag) for tag in tags.tags.get(operation.slug, [])[:TAGS]),
        small=(
            f"n = {told.total:,} {unit}." + (f" Basis: {told.basis}." if is_cited else ""),
            _lexicon(told, answer.world.lexicon.version),
        ),
        sources=cited if is_cited else collections(answer, operation),
    )


def _lexicon(told: Claimed, current: str) -> str:
    """Say which lexicon the themes are of: posts keep the one that they were read with."""
    line = f"Lexicon: version {' and '.join(told.lexicons)}."
    if told.lexicons == (current,):
        return line
    return f"{line} It is at version {current} by now: themes that came since are not counted here."


def _tag(tag: TagUse) -> Tag:
    accounts = "" if tag.accounts is None else f"{tag.accounts:,}"
    return Tag(f"#{tag.label}", f"{tag.uses:,}", accounts)


def table(answer: ThemesAnswer) -> Table:
    names = labels(answer.world, list(range(len(answer.world.theme_ids))))
    body = [
        [o.short, name, f"{uses:,}", UNITS[told.unit], style.percent(share)]
        for o in answer.known
        for told in [answer.claimed[o.slug]]
        for name, uses, share in zip(names, told.uses.tolist(), told.shares.tolist(), strict=True)
        if uses
    ]
    return Table("Uses by theme", ("Operation", "Theme", "Uses", "Unit", "Share"), body)


PANEL = Panel(
    "themes",
    "What did they talk about?",
    ("themes", "hashtags"),
    themes,
    draw,
    say,
    unit,
    cells,
    table,
)
