"""The lexicon: themes, their terms, and the one rule by which tags and terms are told apart.

`data/themes.toml` is read once and checked. Whatever is wrong there is a LexiconError: one sentence
that names the entry. Which posts a theme claims is counted at ingest, from the terms in the form
that `match_form` gives them.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from dashboard.catalogue.chinese import chinese_spellings
from dashboard.catalogue.records import (
    SLUG,
    RecordError,
    check_known,
    check_source,
    check_unique,
    parse_toml,
    read_record,
    read_text,
)

KINDS = ("hashtag", "word", "phrase")
TABLES = ("version", "sources", "themes", "unclaimed")

# Lexicons whose terms claimed, of tags that others counted, only those written as a hashtag term
# is: data versions that have them keep their numbers.
AS_WRITTEN = ("1", "2")

LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?")

# Soft hyphen, zero-width marks and joiners, bidi marks and isolates, word joiners, byte-order mark.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
DOTLESS, DOT = "\u0131", "\u0307"
DOTTED = re.compile(f"i{DOT}+")
AHEAD = "# \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"  # and all blanks that NFKC leaves

# Letters of Arabic, Persian and Urdu that are written for one another. A letter that Unicode
# composes with a hamza or madda goes where its bare letter goes, because those signs are dropped.
LOOKALIKES = {
    "ا": "أإآٱ",
    "ي": "یىئ",
    "ک": "ك",
    "ه": "ةۀەہۂۃ",
    "و": "ؤ",
    "ے": "ۓ",
    **{str(digit): chr(0x660 + digit) + chr(0x6F0 + digit) for digit in range(10)},
}
# Vowel signs, hamza and madda on their own, signs of recitation, and the stretching stroke.
SIGNS = (
    *range(0x610, 0x61B), 0x640, *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD),
    *range(0x6DF, 0x6E5), 0x6E7, 0x6E8, *range(0x6EA, 0x6EE),
)  # fmt: skip
LETTERS: dict[int, str | None] = {
    **{ord(other): letter for letter, others in LOOKALIKES.items() for other in others},
    **dict.fromkeys(SIGNS),
}


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
    unless: tuple[str, ...] = ()  # texts and tags beside which it does not count


@dataclass(frozen=True)
class Theme:
    """A named set of terms."""

    id: str  # permanent: it is in links
    label: str
    definition: str  # one sentence
    noise: bool  # spam and filler, shown apart from politics
    terms: tuple[Term, ...]


class Gloss(NamedTuple):
    """What a tag means in English, and the language (BCP 47) that it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Lexicon:
    version: str
    sources: dict[str, str]  # an address, or a citation in words
    themes: dict[str, Theme]
    # By release: a tag that is much used there, and why no theme claims it.
    unclaimed: dict[str, dict[str, str]] = field(default_factory=dict)

    def gloss_of(self, item: str) -> Gloss | None:
        """Return the gloss of a tag, folded or not; None if no term is written so."""
        return self._glosses.get(match_form(item))

    @cached_property
    def _glosses(self) -> dict[str, Gloss]:
        """By form; of several terms a hashtag's comes first, then the file's order.

        What a term is written like goes before its other spellings.
        """
        every = [term for theme in self.themes.values() for term in theme.terms]
        ranked = sorted(every, key=lambda term: term.kind != "hashtag")
        glosses = {term: Gloss(term.gloss, term.language) for term in reversed(ranked)}
        others = {form: glosses[term] for term in glosses for form in self.forms(term)}
        return others | {match_form(term.text): glosses[term] for term in glosses}

    @cached_property
    def tag_owners(self) -> dict[str, tuple[int, ...]]:
        """Places of the themes with a term that is written like a tag, by the tag's matched form.

        A tag stands in the text of its posts, where a word would be looked for: so terms of every
        kind count. What they must not stand beside (`unless`) is left out.
        """
        owners: dict[str, tuple[int, ...]] = {}
        for place, theme in enumerate(self.themes.values()):
            forms = {
                form for term in theme.terms if self._is_tag(term) for form in self.forms(term)
            }
            owners |= {form: (*owners.get(form, ()), place) for form in forms}
        return owners

    def spellings(self, tag: str) -> list[str]:
        """Return a folded tag, itself first, in all Chinese letters in which tags count as one."""
        if self.version in AS_WRITTEN:
            return [tag]
        try:
            return chinese_spellings(tag, tag)
        except RecordError:  # too many: then it counts as it is written
            return [tag]

    def _is_tag(self, term: Term) -> bool:
        return term.kind == "hashtag" or self.version not in AS_WRITTEN

    def forms(self, term: Term) -> set[str]:
        """Return a term in every form in which tags are compared with it (`match_form`)."""
        if self.version in AS_WRITTEN:
            return {match_form(term.text)}
        return forms_of(term.text, term.language, term.text)


def fold(text: str) -> str:
    """Return the form in which tags and terms are compared and counted together.

    In this order: compatibility forms made plain (NFKC: full-width letters and signs, ligatures);
    invisible characters taken out; case folded; the Turkish dotted and dotless i made one, so that
    ISTANBUL folds alike with and without the dot; signs # before the text and blanks around it
    taken off until none is left. The result folds to itself. Letters, marks, digits and underscores
    stay, for accents tell words apart, and so does a sign behind: C# is not C.
    """
    plain = INVISIBLE.sub("", normalize("NFKC", text))
    plain = normalize("NFKC", plain.casefold())
    if DOT in plain or DOTLESS in plain:  # where they go, an accent may melt into the i
        plain = normalize("NFC", DOTTED.sub("i", plain.replace(DOTLESS, "i")))
    return plain.lstrip(AHEAD).rstrip()


def match_form(text: str) -> str:
    """Return a text, term or tag as it is compared: `fold`, and a step more.

    Arabic and Persian letters that stand for one another become one, vowel signs and the stretching
    stroke go, and every stretch of blanks is one. Tags are counted together without that step.
    """
    return of_folded(fold(text))


def of_folded(text: str) -> str:
    """Return the `match_form` of what is folded already."""
    plain = text.translate(LETTERS)
    # What is gone now may have stood before a dot, an accent or a sign.
    return " ".join((text if plain == text else fold(plain)).split())


def forms_of(text: str, language: str, entry: str) -> set[str]:
    """Return a term's text in every form in which it is looked for.

    Raises RecordError, which names `entry`, if a Chinese term has too many.
    """
    is_chinese = language.startswith("zh")
    spellings = chinese_spellings(fold(text), entry) if is_chinese else [text]
    return {form for form in map(match_form, spellings) if form}


def read_lexicon(path: Path) -> Lexicon:
    """Return the checked lexicon at `path`; raise LexiconError naming the first entry at fault."""
    try:
        return _checked(read_text(path), path.name)
    except RecordError as problem:
        raise LexiconError(str(problem)) from None


@lru_cache(maxsize=4)  # a store's versions have mostly the same texts
def _checked(text: str, name: str) -> Lexicon:
    tables = parse_toml(text, name)
    check_known(tables, TABLES, name, "key")
    lexicon = Lexicon(_version(tables), _sources(tables), _themes(tables), _unclaimed(tables))
    _check(lexicon)
    return lexicon


def _version(tables: dict[str, object]) -> str:
    version = tables.get("version")
    if not isinstance(version, str) or not version:
        raise RecordError('version is missing; it is a text such as "1".')
    return version


def _sources(tables: dict[str, object]) -> dict[str, str]:
    sources = tables.get("sources")
    if not isinstance(sources, dict):
        raise RecordError("sources: expected a table.")
    for key, source in sources.items():
        if not isinstance(source, str) or not source:
            raise RecordError(f"sources {key}: expected a text.")
        check_source(source, f"sources {key}")
    return sources


def _themes(tables: dict[str, object]) -> dict[str, Theme]:
    themes = tables.get("themes")
    if not isinstance(themes, dict) or not themes:
        raise RecordError("themes: expected tables such as [themes.taiwan].")
    return {id: _theme(id, table) for id, table in themes.items()}


def _theme(id: str, table: object) -> Theme:
    if isinstance(table, dict) and "id" in table:
        raise RecordError(f"themes {id}: unknown key id.")
    record = {"id": id, **table} if isinstance(table, dict) else table
    return read_record(Theme, record, f"themes {id}")


def _unclaimed(tables: dict[str, object]) -> dict[str, dict[str, str]]:
    unclaimed = tables.get("unclaimed", {})
    if not isinstance(unclaimed, dict):
        raise RecordError("unclaimed: expected tables such as [unclaimed.iran-2018-10].")
    for release, tags in unclaimed.items():
        if not isinstance(tags, dict) or not all(isinstance(why, str) for why in tags.values()):
            raise RecordError(f"unclaimed {release}: expected lines such as tag = reason.")
    return {
        release: {fold(tag): why for tag, why in tags.items()}
        for release, tags in unclaimed.items()
    }


def _check(lexicon: Lexicon) -> None:
    for theme in lexicon.themes.values():
        entry = f"themes {theme.id}"
        if not SLUG.fullmatch(theme.id):
            raise RecordError(f"{entry}: an id is lower-case letters, digits and hyphens.")
        seen: set[tuple[str, str, str]] = set()
        for term in theme.terms:
            _check_term(term, lexicon.sources, f"{entry}, {term.text}")
            key = (fold(term.text), term.kind, term.language)
            if key in seen:
                raise RecordError(f"{entry}, {term.text}: the same folded term is there twice.")
            seen.add(key)
    _check_unclaimed(lexicon)


def _check_unclaimed(lexicon: Lexicon) -> None:
    for release, tags in lexicon.unclaimed.items():
        for tag, why in tags.items():
            entry = f"unclaimed {release}, {tag}"
            if not tag or not why.endswith("."):
                raise RecordError(f"{entry}: a tag needs a reason, one sentence.")
            if match_form(tag) in lexicon.tag_owners:
                raise RecordError(f"{entry}: a theme claims it.")


def _check_term(term: Term, sources: dict[str, str], entry: str) -> None:
    check_known([term.kind], KINDS, entry, "kind")
    check_known([term.source], sources, entry, "source")
    if not LANGUAGE.fullmatch(term.language):
        raise RecordError(f"{entry}: {term.language} is not a language code.")
    # One sign may stand for several words (the blessing upon the Prophet): what is typed counts.
    blank = term.kind == "hashtag" and " " in term.text
    if not match_form(term.text) or term.text.startswith("#") or blank:
        rule = f"a {term.kind} is written without # and a hashtag without blanks."
        raise RecordError(f"{entry}: {rule}")
    forms_of(term.text, term.language, entry)
    check_unique(map(match_form, term.unless), f"{entry}: unless")
    if match_form(term.text) in map(match_form, term.unless):
        raise RecordError(f"{entry}: it cannot count only where it is not.")
