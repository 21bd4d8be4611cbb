"""The lexicon: themes, their terms, and the one rule by which tags and terms are told apart.

`data/themes.toml` is read once and checked. Whatever is wrong there is a LexiconError: one sentence
that names the entry. Which posts a theme claims is counted at ingest, from the folded terms.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from dashboard.records import RecordError, check_known, check_source, read_record, read_toml

KINDS = ("hashtag", "word", "phrase")
TABLES = ("version", "sources", "themes")
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?")

# Soft hyphen, zero-width marks and joiners, bidi marks and isolates, word joiners, byte-order mark.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
DOTLESS = "\u0131"
DOTTED = re.compile("i\u0307+")


class LexiconError(RecordError):
    """The lexicon cannot be used; the message names the entry."""


@dataclass(frozen=True)
class Term:
    """A hashtag, word or phrase that puts a post under a theme."""

    text: str  # as written, a hashtag without its sign
    kind: str  # one of KINDS
    language: str  # BCP 47, with the script where one language has two
    gloss: str  # in English
    source: str  # a key of Lexicon.sources


@dataclass(frozen=True)
class Theme:
    """A named set of terms."""

    id: str  # permanent: it is in links
    label: str
    definition: str  # one sentence
    noise: bool  # spam and filler, shown apart from politics
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Lexicon:
    version: str
    sources: dict[str, str]  # an address, or a citation in words
    themes: dict[str, Theme]


def fold(text: str) -> str:
    """Return the form in which tags and terms are compared and counted together.

    In this order: compatibility forms made plain (NFKC: full-width letters and signs, ligatures);
    invisible characters taken out; case folded; the Turkish dotted and dotless i made one, so that
    ISTANBUL folds alike with and without the dot; signs # and blanks around the text taken off. The
    result folds to itself. Letters, marks, digits and underscores stay: accents tell words apart.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    lower = unicodedata.normalize("NFKC", plain.casefold())
    return DOTTED.sub("i", lower.replace(DOTLESS, "i")).lstrip("# \t\r\n\v\f").strip()


def read_lexicon(path: Path) -> Lexicon:
    """Return the checked lexicon at `path`; raise LexiconError naming the first entry at fault."""
    try:
        told = read_toml(path)
        check_known(told, TABLES, path.name, "key")
        lexicon = Lexicon(_version(told), _sources(told), _themes(told))
        _check(lexicon)
    except RecordError as problem:
        raise LexiconError(str(problem)) from None
    return lexicon


def _version(told: dict[str, object]) -> str:
    version = told.get("version")
    if not isinstance(version, str) or not version:
        raise RecordError('version is missing; it is a text such as "1".')
    return version


def _sources(told: dict[str, object]) -> dict[str, str]:
    sources = told.get("sources")
    if not isinstance(sources, dict):
        raise RecordError("sources: expected a table.")
    for key, source in sources.items():
        if not isinstance(source, str) or not source:
            raise RecordError(f"sources {key}: expected a text.")
        check_source(source, f"sources {key}")
    return sources


def _themes(told: dict[str, object]) -> dict[str, Theme]:
    themes = told.get("themes")
    if not isinstance(themes, dict) or not themes:
        raise RecordError("themes: expected tables such as [themes.taiwan].")
    return {id: _theme(id, table) for id, table in themes.items()}


def _theme(id: str, table: object) -> Theme:
    if isinstance(table, dict) and "id" in table:
        raise RecordError(f"themes {id}: unknown key id.")
    return read_record(
        Theme, {"id": id, **table} if isinstance(table, dict) else table, f"themes {id}"
    )


def _check(lexicon: Lexicon) -> None:
    for theme in lexicon.themes.values():
        entry = f"themes {theme.id}"
        if not SLUG.fullmatch(theme.id):
            raise RecordError(f"{entry}: an id is lower-case letters, digits and hyphens.")
        seen: set[tuple[str, str, str]] = set()
        for term in theme.terms:
            _check_term(term, lexicon.sources, f"{entry}, {term.text}")
            same = (fold(term.text), term.kind, term.language)
            if same in seen:
                raise RecordError(f"{entry}, {term.text}: the same folded term is there twice.")
            seen.add(same)


def _check_term(term: Term, sources: dict[str, str], entry: str) -> None:
    check_known([term.kind], KINDS, entry, "kind")
    check_known([term.source], sources, entry, "source")
    if not LANGUAGE.fullmatch(term.language):
        raise RecordError(f"{entry}: {term.language} is not a language code.")
    folded = fold(term.text)
    blank = " " in folded
    if not folded or term.text.startswith("#") or (blank and term.kind == "hashtag"):
        raise RecordError(
            f"{entry}: a {term.kind} is written without # and a hashtag without blanks."
        )
