"""The filters of a link: which posts count, or why a source cannot tell.

A filter asks for words of one part of a post: of its kind, phase, language or themes. () = every.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from dashboard.catalogue.kinds import KIND_NAMES, OR, ordered, parts
from dashboard.link.not_known import NotKnown
from dashboard.tables import KIND_UNKNOWN, OPERATIONAL, PHASES

KIND, PHASE, LANGUAGE, THEME = "kind", "phase", "language", "theme"
PARTS = (KIND, PHASE, LANGUAGE, THEME)  # in the order in which a source says what it cannot tell
NO_WORD = "none"  # which no post has

NO_KINDS = NotKnown("The collection does not tell these kinds of post apart.")
ONLY_TOGETHER = "The collection does not tell {} from {}: choose {}, which together it can tell."
NO_PHASES = NotKnown(
    "Earlier lives of its accounts are not known, so they cannot be left out.",
    "Earlier lives of its accounts are not known.",
)
NO_LANGUAGES = NotKnown("The counts do not cover every language chosen.")
NO_THEMES = NotKnown("The counts were made without the text, so no post has a theme.")

Words = tuple[str, ...]


class SourceWords(NamedTuple):
    """The words that a source has for its posts, whether it has rows, and whether their text."""

    kinds: Words
    phases: Words
    languages: Words
    of_rows: bool
    of_text: bool


class Filter(NamedTuple):
    """How one part of a link leaves posts out; `name` is what it asks for, in words.

    `words` are given what was chosen and what a source tells, and return the words of a `part` of
    a post that count, or one sentence on why the source cannot say. Without a part it is of time.
    """

    name: str
    part: str = ""
    words: Callable[[Any, SourceWords], Words | NotKnown] = lambda chosen, _: chosen


def kind_words(chosen: Words, source: SourceWords) -> Words | NotKnown:
    """Return the source's own kinds that make up the chosen ones."""
    return kinds_among(source.kinds, chosen)


def kinds_among(kinds: Words, chosen: Words) -> Words | NotKnown:
    """Return those of `kinds` that make up the chosen ones, or which are not told apart."""
    if KIND_UNKNOWN in kinds:
        return NO_KINDS
    wanted = frozenset(chosen)
    for kind in [kind for kind in kinds if OR in kind and wanted & parts(kind)]:
        if not parts(kind) <= wanted:
            return only_together(kind)
        wanted = wanted - parts(kind) | {kind}
    return tuple(sorted(wanted))


def only_together(kind: str) -> NotKnown:
    """Return that kinds are not told apart, and what to choose instead."""
    first, *others = (KIND_NAMES[part] for part in ordered(parts(kind)))
    every = "all of them" if others[1:] else "both"
    plain = f"It tells {first} only together with {' or '.join(others)}."
    return NotKnown(ONLY_TOGETHER.format(first, " or ".join(others), every), plain)


def phase_words(chosen: str, source: SourceWords) -> Words | NotKnown:
    """Return the chosen phase, () where all posts are of it."""
    if set(source.phases) <= {OPERATIONAL}:
        return ()
    return (chosen,) if set(source.phases) <= set(PHASES) else NO_PHASES


def language_words(chosen: Words, source: SourceWords) -> Words | NotKnown:
    """Rows that have no post in a language have none; counts may have left the language out."""
    return chosen if source.of_rows or set(chosen) <= set(source.languages) else NO_LANGUAGES


def theme_words(chosen: Words, source: SourceWords) -> Words | NotKnown:
    return chosen if source.of_text else NO_THEMES


def both(first: Words, second: Words) -> Words:
    """Return the words that two filters of the same part leave."""
    if not (first and second):
        return first or second
    return tuple(word for word in first if word in second) or (NO_WORD,)
