"""Which themes a text or a tag belongs to, found the slow and obvious way.

The ingest has its own, fast way. This one is written apart from it, from the lexicon's rules alone,
so that the truth about a simulated archive does not repeat a mistake of the ingest.
"""

import unicodedata
from html import unescape

from dashboard.lexicon import Lexicon, fold

# Scripts written without blanks between words: their letters touch nothing.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")


class Claims:
    """The lexicon's terms; themes are returned as a number with one bit for each theme."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.ids = tuple(sorted(lexicon.themes))
        self.tags: dict[str, int] = {}
        self.words: dict[str, int] = {}
        for place, theme in enumerate(self.ids):
            for term in lexicon.themes[theme].terms:
                known = self.tags if term.kind == "hashtag" else self.words
                plain = _plain(term.text)
                known[plain] = known.get(plain, 0) | 1 << place

    def of_tag(self, tag: str) -> int:
        """Return the themes that have the tag among their terms."""
        return self.tags.get(fold(tag), 0)

    def of_text(self, text: str) -> int:
        """Return the themes with a word or phrase that stands alone in the text."""
        plain, found = _plain(text), 0
        for term, themes in self.words.items():
            if themes & ~found and _stands_in(term, plain):
                found |= themes
        return found

    def told(self, themes: int) -> str:
        """Return the ids of the themes, in order, joined by a blank."""
        return " ".join(id for place, id in enumerate(self.ids) if themes >> place & 1)


def _plain(text: str) -> str:
    return " ".join(fold(unescape(text)).split())


def _stands_in(term: str, text: str) -> bool:
    start = text.find(term)
    while start >= 0:
        stop = start + len(term)
        if not (_are_joined(text[:start], term) or _are_joined(term, text[stop:])):
            return True
        start = text.find(term, start + 1)
    return False


def _are_joined(left: str, right: str) -> bool:
    """Whether the end of `left` and the start of `right` are part of one word."""
    return bool(left and right) and _is_letter(left[-1]) and _is_letter(right[0])


def _is_letter(sign: str) -> bool:
    letter = unicodedata.category(sign)[0] in "LNM"
    return letter and not unicodedata.name(sign, "").startswith(UNSPACED)
