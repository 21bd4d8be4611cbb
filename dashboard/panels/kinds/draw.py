"""Draw posts by kind: one list for all operations, the bars on one scale."""

from dataclasses import replace
from typing import Any

from dashboard.catalogue.kinds import OR, name, ordered, posts_of_kind
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.panels.bars import CLEAR, bars, list_of_bars, named_rows
from dashboard.panels.kinds.measure import KindsAndClients, PostKinds
from dashboard.panels.layout import Subplot

BAR = 32  # px
WIDTH = 19  # characters of a name in the gutter


def shown(answer: KindsAndClients) -> list[str]:
    """Return the kinds drawn: all that any operation tells, together or apart."""
    return ordered({kind for kinds in answer.kinds.values() for kind in kinds.posts})


def lengths(kinds: PostKinds, drawn: list[str], per_cent: bool) -> list[float | None]:
    """Return the bars' lengths: shares, or posts; None where kinds are not told apart."""
    posts = [posts_of_kind(kinds.posts, kind) for kind in drawn]
    whole = (kinds.total or 1) if per_cent else 1
    return [None if count is None else count / whole for count in posts]


def draw(answer: KindsAndClients, look: Look) -> Figure | None:
    """Draw one list of kinds for all operations, bars on one scale."""
    drawn = shown(answer)
    if not drawn:
        return None
    answer = replace(answer, unknown=answer.no_kinds)  # programs alone need no place
    per_cent = answer.view.scale == "share"
    every = {slug: lengths(kinds, drawn, per_cent) for slug, kinds in answer.kinds.items()}
    names = [style.plain(style.wrapped(name(kind).capitalize(), WIDTH)) for kind in drawn]
    rows = named_rows(names, range(len(drawn)), look)

    def trace(subplot: Subplot) -> dict[str, Any]:
        return _bars(drawn, every[subplot.operation.slug], per_cent, subplot)

    return list_of_bars(answer, look, BAR * len(drawn), rows, every, trace)


def _bars(
    drawn: list[str], lengths: list[float | None], per_cent: bool, subplot: Subplot
) -> dict[str, Any]:
    """Return the trace of one operation; an outline stands for kinds that are taken together."""
    written = style.percent if per_cent else style.count
    place = {"x": [round(n or 0, 6) for n in lengths], "y": list(range(len(drawn)))}
    marker = {
        "color": [CLEAR if OR in kind else subplot.colour for kind in drawn],
        "line": {"color": subplot.colour, "width": [1.2 if n else 0 for n in lengths]},
    }
    texts = [written(n if n is None or per_cent else int(n)) for n in lengths]  # type: ignore[arg-type]
    return bars(lengths, texts, subplot.look, place, marker)
