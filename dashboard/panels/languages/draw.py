"""Draw posts by language: one list for all operations, the bars on one scale."""

from typing import Any

from dashboard.catalogue.languages import language_name
from dashboard.look import style
from dashboard.look.style import Figure, Look
from dashboard.panels.bars import CLEAR, bars, list_of_bars, named_rows
from dashboard.panels.languages.measure import LanguagesAnswer, Spoken
from dashboard.panels.layout import Subplot
from dashboard.tables import NOT_STATED

MOST, LISTED = 8, 20  # languages drawn, and in the table; the CSV has all
OTHERS = ""  # stands for all languages that are not drawn
BAR, GAP = 26, 0.4  # px, but for GAP: of a bar


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
    """Return the y of each bar; those of no single language follow after a gap."""
    return [i + GAP * (code in (OTHERS, NOT_STATED)) for i, code in enumerate(codes)]


def draw(answer: LanguagesAnswer, look: Look) -> Figure | None:
    """Draw one list of languages for all operations, bars on one scale."""
    codes = shown(answer)
    if not codes:
        return None
    posts = {slug: lengths(spoken, codes, answer) for slug, spoken in answer.spoken.items()}
    rows = named_rows([style.plain(_label(code)) for code in codes], _places(codes), look, GAP)

    def trace(subplot: Subplot) -> dict[str, Any]:
        return _bars(codes, posts[subplot.operation.slug], answer, subplot)

    return list_of_bars(answer, look, int(BAR * (len(codes) + GAP)), rows, posts, trace)


def _bars(
    codes: list[str], lengths: list[float], answer: LanguagesAnswer, subplot: Subplot
) -> dict[str, Any]:
    """Return the trace of one operation; an outline stands for what is no single language."""
    per_cent, colour = answer.view.scale == "share", subplot.colour
    texts = [style.percent(n) if per_cent else f"{n:,}" for n in lengths]
    place = {"x": [round(length, 6) for length in lengths], "y": _places(codes)}
    marker = {
        "color": [CLEAR if code in (OTHERS, NOT_STATED) else colour for code in codes],
        "line": {"color": colour, "width": [1.2 if n else 0 for n in lengths]},
    }
    return bars(lengths, texts, subplot.look, place, marker)
