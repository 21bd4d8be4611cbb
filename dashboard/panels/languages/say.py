"""Languages in words: the most used of each operation, and on what basis."""

from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.languages.draw import LISTED
from dashboard.panels.languages.measure import LanguagesAnswer, Spoken
from dashboard.panels.panel import (
    NO_POSTS,
    Cell,
    Table,
    credited,
    in_part,
    in_turn,
    listed,
    not_known,
    sentences,
)
from dashboard.snapshot.asking import part_answered, whole_name
from dashboard.snapshot.kept import kept
from dashboard.tables import NOT_STATED


def say(answer: LanguagesAnswer) -> str:
    largest = [(o, words) for o in answer.known if (words := _largest(answer, o))]
    which = "Largest chosen language" if answer.view.languages else "Most used language"
    lead = in_turn(f"{which} of", ((whole_name(o), words) for o, words in largest))
    nothing = "" if lead or not answer.known else "No posts match this view."
    parts = in_part(
        (o, part_answered(answer.world, o, answer.spoken[o.slug].cited)) for o, _ in largest
    )
    return sentences(lead, nothing, parts, not_known(answer))


def _largest(answer: LanguagesAnswer, operation: Operation) -> str:
    """Return the most used language, with its share of ten posts; "" where there is none."""
    spoken = answer.spoken[operation.slug]
    largest = next((code for code in spoken.posts if code != NOT_STATED), "")
    if not spoken.posts.get(largest):
        return ""
    return f"{language_name(largest)}, **{style.of_ten(spoken.share(largest))}** posts"


def caption(answer: LanguagesAnswer) -> str:
    if not answer.known:
        return ""
    what = "Share of posts" if answer.view.scale == "share" else "Posts"
    return f"{what} in each language, as the platform recognised it."


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
    missing = style.percent(spoken.share(NOT_STATED))
    is_stated = spoken.total and not spoken.only and not answer.view.languages
    return Cell(
        operation,
        (_line(spoken, answer),),
        details=(
            f"n = {spoken.total:,} posts.{basis}",
            *([f"Language not stated for **{missing}** of posts."] if is_stated else []),
        ),
        sources=credited(answer, operation, spoken.cited, not spoken.cited),
    )


def _line(spoken: Spoken, answer: LanguagesAnswer) -> str:
    if not spoken.total:
        return NO_POSTS
    if spoken.only:
        names = listed([language_name(code) for code in spoken.only])
        return f"Only {names} were counted; other languages are **not known**."
    if answer.view.languages:
        share = sum(spoken.posts.values()) / spoken.total
        return f"The chosen languages have **{style.percent(share)}** of posts."
    number = len(spoken.posts.keys() - {NOT_STATED})
    return f"**{number}** {'language' if number == 1 else 'languages'} in all."


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
