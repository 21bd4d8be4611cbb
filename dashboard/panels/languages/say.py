"""Languages in words: the most used of each operation, and on what basis."""

from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.languages.draw import LISTED
from dashboard.panels.languages.measure import LanguagesAnswer, Spoken
from dashboard.panels.panel import Cell, Table, credited, headline, listed
from dashboard.snapshot.asking import answered_name
from dashboard.snapshot.kept import kept
from dashboard.tables import NOT_STATED


def say(answer: LanguagesAnswer) -> str:
    parts = []
    for operation in answer.known:
        spoken = answer.spoken[operation.slug]
        largest = next((code for code in spoken.posts if code != NOT_STATED), "")
        if spoken.posts.get(largest):
            name = answered_name(answer.world, operation, spoken.cited)
            share = style.percent(spoken.share(largest))
            parts.append(f"{name} {language_name(largest)} (**{share}**)")
    which = "Largest of the chosen languages" if answer.view.languages else "Most used language"
    return headline(answer, which, parts, "No posts match this view.")


def unit(answer: LanguagesAnswer) -> str:
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    filtered = " Shares are of the posts before the language filter." * bool(answer.view.languages)
    return (
        f"{what} by language as the platform recognised it. Not stated: no language recognised, "
        f"or none in the file.{filtered}"
    )


def cell(answer: LanguagesAnswer, operation: Operation) -> Cell:
    spoken = answer.spoken[operation.slug]
    basis = f" Basis: {spoken.basis}." if spoken.cited or spoken.only else ""
    return Cell(
        operation,
        _lines(spoken, answer),
        details=(f"n = {spoken.total:,} posts.{basis}",),
        sources=credited(answer, operation, spoken.cited, not spoken.cited),
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


@kept(256)
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
