"""Which themes claim a post, by the lexicon's terms.

A hashtag term is looked for among the post's tags, a word or phrase in its text, both in the form
of the lexicon's `match_form`; in a text, entities such as &amp; are written out first. Where a
platform's file lists the tags, the list alone counts: 172 retweets of the Thai release show a # in
their text and have an empty list, and stay without tags, as the platform told them. What a term
does not count beside (`unless`) is looked for in both places.

A word stands alone: no letter, digit or mark touches it. Writing without blanks between words
(Chinese, Japanese, Thai, Korean and some more) has no such edge, so such letters touch nothing,
neither at a term's ends nor beside it.

Posts are matched in blocks: a block's texts become one array (`alphabet`), and one automaton finds
all terms in it in one pass. Terms that overlap are all found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import TypeAlias

import ahocorasick_rs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.catalogue.lexicon import Lexicon, Term, forms_of, match_form
from dashboard.ingest.themes.alphabet import (
    Alphabet,
    Block,
    Numbers,
    Places,
    rows_of,
    write_out_entities,
)

Column: TypeAlias = pa.Array | pa.ChunkedArray
Claims: TypeAlias = tuple[Places, Places]  # rows, and beside each a number of what is found there

BLOCK = 4096  # posts: their arrays fit the processor's cache
TAGS_KEPT = 1 << 16  # whose themes are remembered from one call to the next


class Matcher:
    """The lexicon's terms, ready to be found in posts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.version = lexicon.version
        ids = sorted(lexicon.themes)
        self._ids = pa.array(ids, pa.string())
        self._index = index = FormIndex(len(ids))
        for number, id in enumerate(ids):
            for term in lexicon.themes[id].terms:
                index.add(term, number, f"themes {id}, {term.text}")
        self._words = _words(tuple((form, tuple(n)) for form, n in index.words.items()))
        nothing: set[int] = set()
        self._of_tag = lru_cache(TAGS_KEPT)(lambda tag: index.tags.get(match_form(tag), nothing))

    def themes(self, texts: Column, tags: Column) -> pa.StringArray:
        """Return the ids of the themes that claim each post, in order, joined by a blank.

        `texts` are strings and `tags` lists of strings, one of each a post; null means none.
        """
        if len(texts) != len(tags):
            raise ValueError("There must be as many texts as lists of tags.")
        claims = [self._find_tags(_whole(tags, pa.list_(pa.string())))]
        for first in range(0, len(texts), BLOCK):
            block = pc.fill_null(_whole(texts.slice(first, BLOCK), pa.string()), "")
            claims += [(rows + first, themes) for rows, themes in self._words.find(block)]
        return self._joined(claims, len(texts))

    def _find_tags(self, lists: pa.ListArray) -> Claims:
        """Return the claims of hashtag terms; each distinct tag is looked up once."""
        coded = pc.fill_null(lists.flatten(), "").dictionary_encode()
        numbers = NumberSets(map(self._of_tag, coded.dictionary.to_pylist()))
        lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy()
        rows = np.repeat(np.arange(len(lists)), lengths)
        return numbers.claims(rows, coded.indices.to_numpy())

    def _joined(self, claims: list[Claims], posts: int) -> pa.StringArray:
        """Return the claims of each of so many posts in words, every theme once."""
        rows, numbers = (np.concatenate(parts) for parts in zip(*claims, strict=True))
        rows, themes, _ = distinct_pairs(*self._index.settle(rows, numbers))
        offsets = np.searchsorted(rows, np.arange(posts + 1))
        lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), self._ids.take(themes))
        return pc.binary_join(lists, " ")


@dataclass(frozen=True)
class UnlessRule:
    """A term, by its number, and the numbers of texts beside which it does not count."""

    number: int
    theme: int
    barring: list[int]


class FormIndex:
    """Every form that is looked for, with the numbers that it is found as.

    The first numbers are themes. Then come terms that count unless something else is there, and
    what that may be: only once all of a post is read do they become themes, or nothing.
    """

    def __init__(self, themes: int) -> None:
        self.tags: defaultdict[str, set[int]] = defaultdict(set)
        self.words: defaultdict[str, set[int]] = defaultdict(set)
        self._themes, self._free = themes, count(themes)
        self._rules: list[UnlessRule] = []
        self._bars: dict[str, int] = {}

    def add(self, term: Term, theme: int, entry: str) -> None:
        """Add a term of the theme with this number; `entry` names it if it cannot be looked for."""
        number = self._guarded(term, theme, entry) if term.unless else theme
        index = self.tags if term.kind == "hashtag" else self.words
        for form in forms_of(term.text, term.language, entry):
            index[form].add(number)

    def _guarded(self, term: Term, theme: int, entry: str) -> int:
        """Return the number of a term that does not count beside some texts."""
        number = next(self._free)
        forms = {f for text in term.unless for f in forms_of(text, term.language, entry)}
        barring = [self._barring(form) for form in sorted(forms)]
        self._rules.append(UnlessRule(number, theme, barring))
        return number

    def _barring(self, form: str) -> int:
        if form not in self._bars:
            self._bars[form] = next(self._free)
            self.tags[form].add(self._bars[form])
            self.words[form].add(self._bars[form])
        return self._bars[form]

    def settle(self, rows: Places, numbers: Places) -> Claims:
        """Return the claims of themes that remain once all numbers in the rows are known."""
        is_theme = numbers < self._themes
        settled = [(rows[is_theme], numbers[is_theme])]
        rows, numbers = rows[~is_theme], numbers[~is_theme]
        for rule in self._rules if len(rows) else ():
            claimed = rows[numbers == rule.number]
            barred = rows[np.isin(numbers, rule.barring)] if len(claimed) else claimed
            left = claimed[~np.isin(claimed, barred)]
            settled.append((left, np.full(len(left), rule.theme)))
        return np.concatenate([r for r, _ in settled]), np.concatenate([t for _, t in settled])


class WordFinder:
    """Finds folded words and phrases in texts, each with the numbers that it is found as."""

    def __init__(self, words: Mapping[str, Collection[int]]) -> None:
        self._any = bool(words)
        self._numbers = NumberSets(words.values())
        self._alphabet = Alphabet(words)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            map(self._alphabet.spell, words), implementation=ahocorasick_rs.Implementation.DFA
        )

    def find(self, texts: pa.StringArray) -> Iterator[Claims]:
        """Yield the claims of words that stand alone in the texts, which are without nulls."""
        if self._any:
            for block in self._alphabet.read(write_out_entities(texts)):
                yield self._numbers.claims(*self._standing_alone(block))

    def _standing_alone(self, block: Block) -> tuple[Places, Places]:
        """Return the rows and words of matches that stand alone within one row."""
        finds = self._automaton.find_matches_as_indexes(block.numbers.tobytes(), overlapping=True)
        flat = np.fromiter(chain.from_iterable(finds), np.int64, 3 * len(finds))
        words, first, end = flat.reshape(-1, 3).T
        if (width := self._alphabet.width) > 1:
            whole = first % width == 0  # others begin in the middle of a number
            words, first, end = words[whole], first[whole] // width, end[whole] // width
        places = rows_of(first, block.starts)
        touched = self._touched(block.numbers, first) & (first > block.starts[places])
        touched |= self._touched(block.numbers, end) & (end < block.starts[places + 1])
        rows = block.rows[places]
        good = (end <= block.starts[places + 1]) & (rows >= 0) & ~touched
        return rows[good], words[good]

    def _touched(self, numbers: Numbers, edge: Places) -> NDArray[np.bool_]:
        """Whether the letters on both sides of an edge belong to one word."""
        joins = self._alphabet.joins
        after = numbers[np.minimum(edge, len(numbers) - 1)]  # at the very end: any letter will do
        return joins[numbers[edge - 1]] & joins[after]


@lru_cache(maxsize=2)  # several collections are read with one lexicon, and it takes a while
def _words(words: tuple[tuple[str, tuple[int, ...]], ...]) -> WordFinder:
    return WordFinder(dict(words))


class NumberSets:
    """The numbers that each of several tags or words is found as."""

    def __init__(self, numbers: Iterable[Collection[int]]) -> None:
        lists = list(numbers)
        self._counts = np.array([len(each) for each in lists], np.int64)
        self._first = np.cumsum(self._counts) - self._counts
        self._flat = np.fromiter(chain.from_iterable(lists), np.int64)

    def claims(self, rows: Places, things: Places) -> Claims:
        """Return a claim for every row and number of the tag or word (`things`) found in it."""
        counts = self._counts[things]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(rows, counts), self._flat[np.repeat(self._first[things], counts) + within]


def distinct_pairs(first: Places, second: Places) -> tuple[Places, Places, Places]:
    """Return the distinct pairs of numbers from 0 on, in order, and how often each occurs."""
    width = int(second.max(initial=0)) + 1
    ordered = np.sort(first * np.int64(width) + second)  # np.unique hashes first: 10 times slower
    place = np.flatnonzero(np.diff(ordered, prepend=-1))
    return *np.divmod(ordered[place], width), np.diff(place, append=len(ordered))


def _whole(column: Column, kind: pa.DataType) -> pa.Array:
    """Return a column in one piece."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(kind)
