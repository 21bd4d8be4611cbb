"""The stock that posts draw on: texts, lists of tags, lists of addresses, and the themes of each.

There are a few thousand of each, made once, so that millions of posts can be put together from them
by number alone. What a text or a list counts for is found here, before any file is written.

Which themes a text and its tags belong to is found the slow and obvious way, from the lexicon's
rules alone, so that the truth about an archive does not repeat a mistake of the ingest.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from html import unescape
from operator import or_
from typing import TypeVar
from urllib.parse import quote

import numpy as np

from dashboard.catalogue.lexicon import Lexicon, Term, fold, match_form
from dashboard.simulation.plan import SimulationPlan
from dashboard.simulation.rhythm import Ints
from dashboard.simulation.speech import Speech, ingredients, spoken_in

# Scripts written without blanks between words: their letters touch nothing.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")

Rule = tuple[str, int]  # a theme, and one bit for each text beside which a term does not count


class Claims:
    """The lexicon's terms. What is found in a piece is a number of bits; `themes` names its themes.

    There is a bit for each theme with the same `unless`, and one for each text in an `unless`:
    the bits of all pieces of a post are joined by "or" before its themes are named.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.tags: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self._bits: dict[Rule | str, int] = {}
        for id in sorted(lexicon.themes):
            for term in lexicon.themes[id].terms:
                terms = self.tags if term.kind == "hashtag" else self.words
                bars = self._bars(term.unless)
                plain = _plain(term.text)
                terms[plain] = terms.get(plain, 0) | self._bit((id, bars))
        self._rules = [(rule, bit) for rule, bit in self._bits.items() if isinstance(rule, tuple)]

    def _bars(self, unless: tuple[str, ...]) -> int:
        bars = 0
        for plain in map(_plain, unless):
            bars |= self._bit(plain)
            for terms in (self.tags, self.words):
                terms[plain] = terms.get(plain, 0) | self._bit(plain)
        return bars

    def _bit(self, thing: Rule | str) -> int:
        return self._bits.setdefault(thing, 1 << len(self._bits))

    def of_tags(self, tags: Iterable[str]) -> int:
        """Return the bits of all of these tags."""
        return reduce(or_, (self.tags.get(match_form(tag), 0) for tag in tags), 0)

    def of_text(self, text: str) -> int:
        """Return the bits of the words and phrases that stand alone in the text."""
        plain, bits = _plain(text), 0
        for term, own in self.words.items():
            # Most terms are not in most texts, and a call for each would take ten times as long.
            if term in plain and own & ~bits and _stands_in(term, plain):
                bits |= own
        return bits

    def themes(self, bits: int) -> str:
        """Return the ids of the themes of a post in which all this was found, joined by a blank."""
        return " ".join(
            sorted({id for (id, bars), bit in self._rules if bit & bits and not bars & bits})
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


Piece = TypeVar("Piece")

TEXTS, TAGS, LISTS, HOSTS, ADDRESSES = 300, 150, 300, 400, 1500
CUT = 90  # letters of a repeated text that is cut


@dataclass(frozen=True)
class Stretch:
    """Where in a stock the plain pieces of a language lie, and behind them those with a theme."""

    start: int
    themed: int
    stop: int


@dataclass(frozen=True)
class Stock:
    """Pieces by number. `*_finds` number what was found in each: 0 is nothing."""

    texts: tuple[str, ...]
    text_finds: Ints
    texts_of: tuple[Stretch, ...]  # by language
    cuts: tuple[str, ...]  # the same texts, cut as repeated posts are
    cut_finds: Ints
    tags: tuple[tuple[str, ...], ...]  # lists as written; the first is empty
    tag_finds: Ints
    tags_of: tuple[Stretch, ...]
    shown: tuple[str, ...]  # the same lists as they stand in a text
    shown_finds: Ints  # of the list and of what stands in the text
    addresses: tuple[tuple[str, ...], ...]  # lists; the first is empty
    domains: tuple[frozenset[str], ...]  # of each list
    theme_sets: tuple[str, ...]  # all that a post can have, each in words; the first is empty
    themes: Ints  # by finds of a text and of its tags: the number of the set of themes


def make_stock(plan: SimulationPlan, lexicon: Lexicon, dice: np.random.Generator) -> Stock:
    """Return the stock of an operation's languages."""
    claims, (speeches, _) = Claims(lexicon), spoken_in(plan.release.countries[0])
    texts, texts_of = _pile([_texts(speech, lexicon, dice) for speech in speeches], [])
    nothing: list[tuple[str, ...]] = [()]
    tags, tags_of = _pile([_lists(speech, lexicon, dice) for speech in speeches], nothing)
    cuts = [f"{text[:CUT]}…" if len(text) > CUT else text for text in texts]
    shown = ["".join(f" #{tag}" for tag in tag_list) for tag_list in tags]
    addresses, domains = zip(((), frozenset()), *_addresses(dice), strict=True)
    of_texts, of_cuts, of_shown = (
        [claims.of_text(text) for text in each] for each in (texts, cuts, shown)
    )
    of_tags = [claims.of_tags(tag_list) for tag_list in tags]
    of_both = [tag | word for tag, word in zip(of_tags, of_shown, strict=True)]
    in_texts, in_tags = (
        [0, *sorted({*each} - {0})] for each in (of_texts + of_cuts, of_tags + of_both)
    )
    sets, themes = _sets(claims, in_texts, in_tags)
    return Stock(
        texts=tuple(texts),
        text_finds=_numbers(of_texts, in_texts),
        texts_of=texts_of,
        cuts=tuple(cuts),
        cut_finds=_numbers(of_cuts, in_texts),
        tags=tuple(tags),
        tag_finds=_numbers(of_tags, in_tags),
        tags_of=tags_of,
        shown=tuple(shown),
        shown_finds=_numbers(of_both, in_tags),
        addresses=addresses,
        domains=domains,
        theme_sets=sets,
        themes=themes,
    )


def _numbers(finds: list[int], distinct: list[int]) -> Ints:
    """Return the place of each find among the distinct ones."""
    places = {bits: place for place, bits in enumerate(distinct)}
    return np.array([places[bits] for bits in finds])


def _sets(claims: Claims, in_texts: list[int], in_tags: list[int]) -> tuple[tuple[str, ...], Ints]:
    """Return every set of themes, and which one each find of a text makes with one of tags."""
    names = [claims.themes(text | tags) for text in in_texts for tags in in_tags]
    sets, numbers = np.unique(names, return_inverse=True)  # what belongs to none is first
    return tuple(sets.tolist()), numbers.reshape(len(in_texts), len(in_tags))


def _pile(
    parts: list[tuple[list[Piece], list[Piece]]], before: list[Piece]
) -> tuple[list[Piece], tuple[Stretch, ...]]:
    """Return all pieces in one list, and where those of each language lie."""
    pile, stretches = list(before), []
    for plain, themed in parts:
        start = len(pile)
        pile += [*plain, *themed]
        stretches.append(Stretch(start, start + len(plain), len(pile)))
    return pile, tuple(stretches)


def _terms(speech: Speech, lexicon: Lexicon, is_tag: bool) -> list[Term]:
    """Return the lexicon's terms in a language."""
    return [
        term
        for theme in lexicon.themes.values()
        for term in theme.terms
        if (term.kind == "hashtag") == is_tag and term.language.split("-")[0] == speech.code
    ]


def _texts(
    speech: Speech, lexicon: Lexicon, dice: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Return texts about nothing, and texts in which terms of the lexicon stand."""
    terms = _terms(speech, lexicon, is_tag=False)
    plain = [_text(speech, [], dice) for _ in range(TEXTS)]
    return plain, [
        _text(speech, [_in_some_case(term.text, dice), *_beside(term, dice)], dice)
        for _ in range(TEXTS // max(1, len(terms)) + 1)
        for term in terms
    ]


def _text(speech: Speech, planted: list[str], dice: np.random.Generator) -> str:
    """Return a text with the planted terms and something nasty in every other one.

    A term stands between blanks, and blanks part what is nasty from the words around it.
    """
    words = [str(word) for word in dice.choice(speech.words, dice.integers(4, 24))]
    nasty, starts = ingredients("nasty"), ingredients("starts")
    extra = [f" {term} " for term in planted]
    extra += [f" {nasty[n]} " for n in dice.integers(0, len(nasty), dice.integers(0, 4) // 2)]
    for piece in extra:
        words.insert(int(dice.integers(0, len(words) + 1)), piece)
    text = speech.blank.join(words).strip(" ")
    return (starts[dice.integers(len(starts))] if dice.random() < 0.1 else "") + text + "."


def _beside(term: Term, dice: np.random.Generator, tags_only: bool = False) -> list[str]:
    """Return, every other time, one of the texts beside which the term does not count."""
    texts = [text for text in term.unless if not (tags_only and " " in text)]
    return [str(dice.choice(texts))] if texts and dice.random() < 0.5 else []


def _in_some_case(term: str, dice: np.random.Generator) -> str:
    """Return the term as it is or in capitals, where that is the same by the lexicon's rule."""
    loud = term.upper()
    return loud if dice.random() < 0.3 and fold(loud) == fold(term) else term


def _lists(
    speech: Speech, lexicon: Lexicon, dice: np.random.Generator
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return lists of harmless tags, and lists with a tag that is one of the lexicon's terms."""
    words = [word for word in speech.words if word.isalpha()] or ["Weather"]
    harmless = [f"{words[n % len(words)].capitalize()}{n}" for n in range(TAGS)]
    terms = _terms(speech, lexicon, is_tag=True)
    plain = [_list([], harmless, dice) for _ in range(LISTS)]
    times = LISTS // max(1, len(terms)) + 1
    return plain, [
        _list([term.text, *_beside(term, dice, tags_only=True)], harmless, dice)
        for _ in range(times)
        for term in terms
    ]


def _list(first: list[str], harmless: list[str], dice: np.random.Generator) -> tuple[str, ...]:
    """Return one to four tags; some stand in the list twice, in two spellings."""
    more = dice.integers(0, 3) if first else dice.integers(1, 4)
    picked = (len(harmless) * dice.random(more) ** 3).astype(int)
    tags = [_respelt(tag, dice) for tag in [*first, *(harmless[n] for n in picked)]]
    return (*tags, _respelt(tags[0], dice)) if dice.random() < 0.05 else tuple(tags)


def _respelt(tag: str, dice: np.random.Generator) -> str:
    """Return the tag or another spelling that counts as the same tag."""
    others = [tag, tag, tag.lower(), tag.upper(), tag.replace("i", "İ")]
    other = others[int(dice.integers(len(others)))]
    return other if fold(other) == fold(tag) else tag


def _addresses(dice: np.random.Generator) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """Return lists of one or two addresses with the domains in them."""
    names = (*ingredients("hosts"), *["site"] * 47)
    hosts = [f"{names[n % 50]}{n}.example" for n in range(HOSTS)]
    lists = []
    for _ in range(ADDRESSES):
        count = 2 if dice.random() < 0.1 else 1
        picked = [hosts[int(HOSTS * draw**2)] for draw in dice.random(count)]
        urls = tuple(_address(host, int(dice.integers(1000))) for host in picked)
        lists.append((urls, frozenset(picked)))
    return lists


def _address(host: str, page: int) -> str:
    """Return an address on `host`, in one of the ways in which addresses are written."""
    forms = (
        *[f"https://{host}/news/{page}"] * 8,
        f"http://www.{host}/{page}.html?a=1,2",
        f"HTTPS://{host.upper()}:443/{page}",
        f"https://user:secret@{host}/it's",
        f"https://{host}?to=https://elsewhere.example/{page}",
        f"https://{host}#{quote('前 後')}",
        f"https://{host}",
    )
    return forms[page % len(forms)]
