"""Draw posts by language: one list for all operations, the bars on one scale."""

from typing import Any

from dashboard.catalogue.languages import language_name
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.panels.languages.measure import LanguagesAnswer, Spoken
from dashboard.panels.layout import placed, title
from dashboard.tables import NOT_STATED

MOST, LISTED = 8, 20  # languages drawn, and in the table; the CSV has all
OTHERS = ""  # stands for all languages that are not drawn
BAR, APART, FOOT = 26, 0.4, 8  # px, but for APART: of a bar


def shown(answer: LanguagesAnswer) -> list[str]:
    """Return the codes drawn, the largest share anywhere first.

    Without a language filter all other languages follow together, so that the bars add up to all
    posts; posts without a language stand last.
    """
    most: dict[str, float] = {}
    for spoken in answer.spoken.values():
        for code, posts in spoken.posts.items():
            most[code] = max(most.get(code, 0), posts / (spoken.total or 1))
    ranked = sorted(most.keys() - {NOT_STATED}, key=lambda code: (-most[code], code))
    rest = [OTHERS] if ranked[MOST:] and not answer.view.languages else []
    return ranked[:MOST] + rest + [NOT_STATED] * (NOT_STATED in most)


def lengths(spoken: Spoken, codes: list[str], answer: LanguagesAnswer) -> list[float]:
    """Return the bars' lengths: shares, or posts."""
    drawn = {code: spoken.posts.get(code, 0) for code in codes if code != OTHERS}
    drawn[OTHERS] = sum(spoken.posts.values()) - sum(drawn.values())
    if answer.view.scale == "count":
        return [drawn[code] for code in codes]
    return [drawn[code] / (spoken.total or 1) for code in codes]


def _label(code: str) -> str:
    name = language_name(code) if code else "All other languages"
    return "Not stated" if code == NOT_STATED else name


def _places(codes: list[str]) -> list[float]:
    """Return where the bars stand: what is no single language a little apart."""
    return [i + APART * (code in (OTHERS, NOT_STATED)) for i, code in enumerate(codes)]


def draw(answer: LanguagesAnswer, look: Look) -> Figure | None:
    """Draw one list of languages for all operations, bars on one scale."""
    codes = shown(answer)
    if not codes:
        return None
    drawn, above = placed(answer, look)
    body = int(BAR * (len(codes) + APART))
    grid = style.Grid.of(len(drawn), look, above, body, 12 if above else 0, FOOT)
    figure = grid.figure(look)
    bars = {slug: lengths(spoken, codes, answer) for slug, spoken in answer.spoken.items()}
    most = max(max(its) for its in bars.values()) or 1
    known = [n for n, o in enumerate(drawn, start=1) if o.slug in bars]
    for number, operation in enumerate(drawn, start=1):
        if operation.slug not in bars:
            continue
        colour = look.palette.operations[answer.operations.index(operation)]
        trace = _bars(codes, bars[operation.slug], answer, colour, look)
        axes = {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}
        figure["data"].append(trace | axes)
        figure["layout"] |= _axes(grid, number, known, codes, body, most, look)
        if above:
            figure["layout"]["annotations"].append(title(grid, number, operation, colour))
    return figure


def _axes(
    grid: style.Grid,
    number: int,
    known: list[int],
    codes: list[str],
    body: int,
    most: float,
    look: Look,
) -> dict[str, Any]:
    left, right, low, high = grid.domain(number, 0, body)
    return {
        axis_key("x", number): dict(
            domain=[left, right],
            anchor=axis_name("y", number),
            range=[0, most * 1.35],
            showticklabels=False,
        ),
        axis_key("y", number): dict(
            domain=[low, high],
            **grid.labels(number, known, axis_name("x", number)),
            range=[len(codes) - 0.5 + APART, -0.5],
            tickvals=_places(codes),
            ticktext=[style.plain(_label(code)) for code in codes],
            tickfont={"size": 12, "color": look.palette.ink},
        ),
    }


def _bars(
    codes: list[str], its: list[float], answer: LanguagesAnswer, colour: str, look: Look
) -> dict[str, Any]:
    """Return the trace of one operation; an outline stands for what is no single language."""
    per_cent = answer.view.scale == "share"
    clear = "rgba(0,0,0,0)"
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(length, 6) for length in its],
        "y": _places(codes),
        "text": [style.percent(n) if per_cent else f"{n:,}" for n in its],
        "textposition": "outside",
        "textfont": {
            "color": [look.palette.ink if n else look.palette.quiet for n in its],
            "size": 12,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "color": [clear if code in (OTHERS, NOT_STATED) else colour for code in codes],
            "line": {"color": colour, "width": [1.2 if n else 0 for n in its]},
        },
    }
