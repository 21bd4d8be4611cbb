"""Which themes a text and its tags belong to, found the slow and obvious way.

The ingest has its own, fast way. This one is written apart from it, from the lexicon's rules alone,
so that the truth about a simulated archive does not repeat a mistake of the ingest.
"""

import unicodedata
from html import unescape

from dashboard.catalogue.lexicon import Lexicon, match_form

# Scripts written without blanks between words: their letters touch nothing.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")

Rule = tuple[str, int]  # a theme, and one bit for each text beside which a term does not count


class Claims:
    """The lexicon's terms. What is found in a piece is a number of bits; `told` says its themes.

    There is a bit for each theme with the same `unless`, and one for each text in an `unless`:
    what is found in the pieces of a post is joined by "or" before it is told.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.tags: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self._bits: dict[Rule | str, int] = {}
        for id in sorted(lexicon.themes):
            for term in lexicon.themes[id].terms:
                known = self.tags if term.kind == "hashtag" else self.words
                bars = self._bars(term.unless)
                plain = _plain(term.text)
                known[plain] = known.get(plain, 0) | self._bit((id, bars))

    def _bars(self, unless: tuple[str, ...]) -> int:
        bars = 0
        for plain in map(_plain, unless):
            bars |= self._bit(plain)
            for known in (self.tags, self.words):
                known[plain] = known.get(plain, 0) | self._bit(plain)
        return bars

    def _bit(self, thing: Rule | str) -> int:
        return self._bits.setdefault(thing, 1 << len(self._bits))

    def of_tag(self, tag: str) -> int:
        """Return what a tag is."""
        return self.tags.get(match_form(tag), 0)

    def of_text(self, text: str) -> int:
        """Return which words and phrases stand alone in the text."""
        plain, found = _plain(text), 0
        for term, bits in self.words.items():
            if bits & ~found and _stands_in(term, plain):
                found |= bits
        return found

    def told(self, found: int) -> str:
        """Return the ids of the themes of a post in which all this was found, joined by a blank."""
        rules = [(thing, bit) for thing, bit in self._bits.items() if isinstance(thing, tuple)]
        return " ".join(
            sorted({id for (id, bars), bit in rules if bit & found and not bars & found})
        )


def _plain(text: str) -> str:
    return match_form(unescape(text))


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
