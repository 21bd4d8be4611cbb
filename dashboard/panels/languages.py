"""In which languages did they post? One list of languages, its bars on one scale."""

from functools import lru_cache
from typing import Any

from dashboard.catalogue.cited import CITED
from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.look.style import Figure, Look, axis_key, axis_name
from dashboard.measures.languages import LanguagesAnswer, Spoken, languages
from dashboard.panels.layout import placed, title
from dashboard.panels.panel import (
    Cell,
    Panel,
    Table,
    collections,
    columns,
    listed,
    not_known,
    sentences,
)
from dashboard.snapshot.asking import cited_name, told_name
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


def say(answer: LanguagesAnswer) -> str:
    told = []
    for operation in answer.known:
        spoken = answer.spoken[operation.slug]
        best = next((code for code in spoken.posts if code != NOT_STATED), "")
        if spoken.posts.get(best):
            tell = cited_name if spoken.cited else told_name
            share = style.percent(spoken.share(best))
            told.append(f"{tell(answer.world, operation)} {language_name(best)} (**{share}**)")
    if not told:
        return sentences("No posts match this view." if answer.known else "", not_known(answer))
    which = "Largest of the chosen languages" if answer.view.languages else "Most used language"
    return sentences(f"{which}: {listed(told)}.", not_known(answer))


def unit(answer: LanguagesAnswer) -> str:
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    filtered = " Shares are of the posts before the language filter." * bool(answer.view.languages)
    return (
        f"{what} by language as the platform recognised it. Not stated: no language recognised, "
        f"or none in the file.{filtered}"
    )


def cells(answer: LanguagesAnswer) -> list[Cell]:
    return columns(answer, "languages", lambda o: _cell(answer, o, answer.spoken[o.slug]))


def _cell(answer: LanguagesAnswer, operation: Operation, spoken: Spoken) -> Cell:
    cited = (answer.world.catalogue.collections[CITED],)
    rests = f" Basis: {spoken.basis}." if spoken.cited or spoken.only else ""
    return Cell(
        operation,
        _lines(spoken, answer),
        small=(f"n = {spoken.total:,} posts.{rests}",),
        sources=cited if spoken.cited else collections(answer, operation),
    )


def _lines(spoken: Spoken, answer: LanguagesAnswer) -> tuple[str, ...]:
    if not spoken.total:
        return ("No posts match these filters.",)
    if spoken.only:
        names = listed([language_name(code) for code in spoken.only])
        return (f"Only {names} were counted; other languages are **not known**.",)
    if answer.view.languages:
        share = sum(spoken.posts.values()) / spoken.total
        return (f"The chosen languages have **{style.percent(share)}** of posts.",)
    number = len(spoken.posts.keys() - {NOT_STATED})
    named = "1 language" if number == 1 else f"{number} languages"
    missing = style.percent(spoken.share(NOT_STATED))
    return (f"Posts in **{named}**; not stated for **{missing}**",)


def table(answer: LanguagesAnswer) -> Table:
    body = [[o.short, *row] for o in answer.known for row in _rows(answer.spoken[o.slug])]
    return Table("Posts by language", ("Operation", "Language", "Posts", "Share"), body)


@lru_cache(maxsize=256)
def _rows(spoken: Spoken) -> list[list[str]]:
    """Return the most used languages, and in one row what the CSV lists beyond them."""
    codes = list(spoken.posts)
    rows = [
        [language_name(code), f"{spoken.posts[code]:,}", style.percent(spoken.share(code))]
        for code in codes[:LISTED]
    ]
    if rest := codes[LISTED:]:
        posts = sum(spoken.posts[code] for code in rest)
        share = style.percent(posts / (spoken.total or 1))
        rows.append([f"{len(rest)} more, see languages.csv", f"{posts:,}", share])
    return rows


PANEL = Panel(
    "languages",
    "In which languages did they post?",
    ("languages",),
    languages,
    draw,
    say,
    unit,
    cells,
    table,
    method="languages",
)
