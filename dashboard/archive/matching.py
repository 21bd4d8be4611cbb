"""Which themes claim a post, by the lexicon's terms.

A hashtag term is looked for among the post's tags, a word or phrase in its text, both folded by the
lexicon's one rule, entities such as &amp; written out and every stretch of blanks made one. Where a
platform's file lists the tags, the list alone counts: 172 retweets of the Thai release show a # in
their text and have an empty list, and stay without tags, as the platform told them.

A word stands alone: no letter, digit or mark touches it. Writing without blanks between words
(Chinese, Japanese, Thai, Korean and some more) has no such edge, so such letters touch nothing,
neither at a term's ends nor beside it. One automaton finds all terms in one pass; a pattern that
lists them as alternatives would be some hundred times slower.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import unescape

import ahocorasick

from dashboard.lexicon import Lexicon, fold

# First words of the Unicode names of letters that are written without blanks between words.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")


@lru_cache(maxsize=1 << 16)
def joins(letter: str) -> bool:
    """Whether `letter` beside a word makes it part of a longer one."""
    if unicodedata.category(letter)[0] not in "LNM":
        return False
    return not unicodedata.name(letter, "").startswith(UNSPACED)


def fold_text(text: str) -> str:
    """Return a whole text in the form in which terms are looked for."""
    if text.isascii() and "&" not in text:
        return " ".join(text.lower().split())  # what folding does to such a text, but faster
    return " ".join(fold(unescape(text)).split())


class Matcher:
    """The lexicon's terms, ready to be found in posts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        self._tags: dict[str, set[str]] = {}
        words: dict[str, set[str]] = {}
        for theme in lexicon.themes.values():
            for term in theme.terms:
                known, rule = (self._tags, fold) if term.kind == "hashtag" else (words, fold_text)
                known.setdefault(rule(term.text), set()).add(theme.id)
        self._words = ahocorasick.Automaton()
        for word, themes in words.items():
            self._words.add_word(word, (word, themes))
        self._words.make_automaton()
        self._any_words = bool(words)
        self._folded = lru_cache(maxsize=1 << 16)(fold)

    def themes(self, text: str, tags: Iterable[str]) -> str:
        """Return the ids of the themes that claim the post, in order, joined by a blank."""
        found: set[str] = set()
        for tag in tags:
            found |= self._tags.get(self._folded(tag), set())
        if self._any_words and text:
            self._find_words(fold_text(text), found)
        return " ".join(sorted(found)) if found else ""

    def _find_words(self, text: str, found: set[str]) -> None:
        for end, (word, themes) in self._words.iter(text):
            if not themes <= found and _stands_alone(text, end + 1 - len(word), end + 1):
                found |= themes


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and joins(text[start - 1]) and joins(text[start])
    after = end < len(text) and joins(text[end]) and joins(text[end - 1])
    return not (before or after)
