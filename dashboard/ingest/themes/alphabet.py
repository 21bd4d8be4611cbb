"""Texts -> arrays with one small number for each letter, folded as terms are.

A letter has a number of its own if a term uses it. All others are one of two: those that make a
word beside them longer, and those that do not. So numbers fit a byte unless terms use more than
some 240 letters (then they take two), and to search them is to search the folded text.

Nearly every letter folds alike wherever it stands: a table says what it becomes, and numpy looks it
up. Where the neighbours matter (an accent that melts into the letter before it, marks in an unusual
order) the table says "hard", and the lexicon's `match_form` is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import Any, TypeAlias
from unicodedata import category, combining, decomposition, name, normalize

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.catalogue.lexicon import INVISIBLE, LETTERS, fold, match_form

CODES = 0x110000

# First words of the Unicode names of letters that are written without blanks between words.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "BOPOMOFO")

# Where letters are looked at one by one. Elsewhere are those of no meaning, and 110,000 ideographs
# and Hangul syllables, which fold to themselves and part words: to look at all takes half a second.
PARTS = (
    range(0x1, 0x3400), range(0x4DC0, 0x4E00), range(0xA000, 0xAC00), range(0xD7A4, 0xD800),
    range(0xF900, 0x20000), range(0x2F800, 0x2FA20), range(0xE0000, 0xE1000),
)  # fmt: skip


def joins(letter: str) -> bool:
    """Whether `letter` beside a word makes it part of a longer one."""
    return category(letter)[0] in "LNM" and not name(letter, "").startswith(UNSPACED)


@dataclass(frozen=True)
class Folding:
    """What becomes of each code point; arrays have a place for each of them."""

    to: NDArray[np.uint32]  # the one that it becomes, or itself
    wide: dict[int, str]  # those that become several
    dropped: NDArray[np.intp]
    hard: NDArray[np.intp]  # what they become depends on their neighbours
    order: NDArray[np.uint8]  # combining class: 0, or a mark that goes after those of a lower one
    tail: NDArray[np.uint8]  # combining class at the end, once taken apart
    joins: NDArray[np.bool_]


@lru_cache(maxsize=1)
def folding_table() -> Folding:
    """Return the table, made once from the own rules of `match_form`."""
    letters = _letters()
    seconds = _seconds(letters)
    forms = _forms(letters, seconds)
    order, tail = np.zeros(CODES, np.uint8), np.zeros(CODES, np.uint8)
    hard = []
    for letter, form in forms.items():
        order[ord(letter)] = combining(letter)
        # The letter in full at each stage of folding.
        stages = [normalize("NFKD", text) for text in (letter, letter.casefold(), form) if text]
        tail[ord(letter)] = max(combining(stage[-1]) for stage in stages)
        first = {stage[0] for stage in stages}
        # It gives something that begins with a mark, other than the mark itself.
        moves = form != letter and any(map(combining, first))
        if form and (moves or seconds & first):
            hard.append(letter)
    to = np.arange(CODES, dtype=np.uint32)
    single = {ord(letter): ord(form) for letter, form in forms.items() if len(form) == 1}
    to[list(single)] = list(single.values())
    joining = np.zeros(CODES, np.bool_)
    joining[places(filter(joins, letters))] = True
    return Folding(
        to=to,
        wide={ord(letter): form for letter, form in forms.items() if len(form) > 1},
        dropped=places(letter for letter, form in forms.items() if not form),
        hard=places(hard),
        order=order,
        tail=tail,
        joins=joining,
    )


def places(letters: Iterable[str]) -> NDArray[np.intp]:
    """Return where letters stand in the arrays of a Folding."""
    return np.array([ord(letter) for letter in letters], np.intp)


def _letters() -> list[str]:
    """Return the letters that have a category, and invisible ones that folding removes."""
    letters = map(chr, chain.from_iterable(PARTS))
    silent = ("Cn", "Co", "Cs")  # no category, private use, halves of a pair
    return [c for c in letters if category(c) not in silent or INVISIBLE.match(c)]


def _seconds(letters: list[str]) -> set[str]:
    """Return the letters and marks that may melt into the one before them."""
    seconds = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}  # Hangul
    for parts in map(str.split, map(decomposition, letters)):
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(chr(int(parts[1], 16)))
    return seconds


def _forms(letters: list[str], seconds: set[str]) -> dict[str, str]:
    """Return what letters become between two NULs: those that change, come apart or may melt."""
    text = "\0" + "\0".join(letters) + "\0"
    forms = fold(text).translate(LETTERS).split("\0")[1:-1]
    return {
        letter: form
        for letter, form in zip(letters, forms, strict=True)
        if form != letter or letter in seconds or combining(letter) or decomposition(letter)
    }


Numbers: TypeAlias = NDArray[Any]  # of 8 or 16 bits
Places: TypeAlias = NDArray[np.int64]

# Numbers with a meaning. Then the terms' letters, then all marks with a combining class.
OTHER, JOINING, BLANK, DROPPED, HARD, WIDE, FIRST = range(7)

# All that str.split takes for a blank.
BLANKS = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())
CHUNK = 1 << 14  # letters looked up at once: the arrays stay in the processor's cache


@dataclass(frozen=True)
class Block:
    """Folded texts one after the other, without anything between them."""

    numbers: Numbers
    starts: Places  # of each text, and the end of the last
    rows: Places  # which text each is; -1 = not this one, it stands in another block


class Alphabet:
    """The letters of some folded terms, and the numbers that stand for them."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._folding = folding = folding_table()
        used = places(sorted(set("".join(forms)) - set(BLANKS)))
        is_mark = folding.order[used] > 0
        letters, marks = used[~is_mark], used[is_mark]
        self._first_mark = FIRST + len(letters)
        count = self._first_mark + 2 + len(marks)
        kind = np.uint8 if count <= 256 else np.uint16
        self._plain: Numbers = np.where(folding.joins, JOINING, OTHER).astype(kind)
        self._plain[folding.order > 0] += kind(self._first_mark)
        self._plain[places(BLANKS)] = BLANK
        self._plain[letters] = np.arange(FIRST, self._first_mark)
        self._plain[marks] = np.arange(self._first_mark + 2, count)
        self.width = self._plain.itemsize  # bytes of a number
        self.joins = np.zeros(count, np.bool_)
        self.joins[self._plain[folding.joins]] = True
        self._wide: dict[int, Numbers] = {}
        self._folded = self._folding_numbers()

    def _folding_numbers(self) -> Numbers:
        """Return the numbers of what letters fold to; of one that becomes several, in `_wide`."""
        folded = self._plain[self._folding.to]
        for code, form in self._folding.wide.items():
            numbers = self._plain[places(form)]
            # The dots of an ellipsis, which is in half of all retweets, are one OTHER if no term
            # has a dot: to a term beside them it is the same.
            alike = numbers[0] <= JOINING and (numbers == numbers[0]).all()
            folded[code] = numbers[0] if alike else WIDE
            self._wide[code] = numbers
        folded[self._folding.dropped] = DROPPED
        folded[self._folding.hard] = HARD
        return folded

    def spell(self, form: str) -> bytes:
        """Return a folded term in numbers."""
        return self._plain[places(form)].tobytes()

    def read(self, texts: pa.StringArray) -> Iterator[Block]:
        """Yield the texts, folded: most of them in one block, those with hard letters in others.

        Texts must be without nulls. Most hard letters are accents that melt into the letter before
        them, and are hard no more when they have: that changes no form, since folding does it, too.
        """
        block, hard = self._fold(texts)
        yield block
        if not hard.size:
            return
        melted = [normalize("NFC", text) for text in texts.take(hard).to_pylist()]
        block, still = self._fold(pa.array(melted, pa.string()))
        yield Block(block.numbers, block.starts, np.where(block.rows < 0, -1, hard))
        if still.size:
            forms = pa.array([match_form(melted[row]) for row in still.tolist()], pa.string())
            codes, starts = _code_points(forms)
            yield Block(_look_up(self._plain, codes), starts, hard[still])

    def _fold(self, texts: pa.StringArray) -> tuple[Block, Places]:
        """Return the texts folded, and which of them are not, for they hold hard letters."""
        codes, starts = _code_points(texts)
        numbers = _look_up(self._folded, codes)
        rows = np.arange(len(texts))
        hard = np.unique(rows_of(self._hard(numbers, codes), starts))
        rows[hard] = -1
        numbers, starts = self._widen(numbers, codes, starts)
        numbers, starts = _without(numbers == DROPPED, numbers, starts)
        blanks = numbers == BLANK
        blanks[1:] &= blanks[:-1]  # all of a stretch but the first; one at the very start may go
        return Block(*_without(blanks, numbers, starts), rows), hard

    def _hard(self, numbers: Numbers, codes: NDArray[np.uint32]) -> Places:
        """Return where letters are that cannot be folded without their neighbours."""
        # Folding puts marks in order. After something that is dropped it is to be on the safe side.
        marks = np.flatnonzero(numbers >= self._first_mark)
        before = np.maximum(marks - 1, 0)
        moved = self._folding.tail[codes[before]] > self._folding.order[codes[marks]]
        moved |= numbers[before] == DROPPED
        return np.concatenate([np.flatnonzero(numbers == HARD), marks[moved]])

    def _widen(
        self, numbers: Numbers, codes: NDArray[np.uint32], starts: Places
    ) -> tuple[Numbers, Places]:
        """Replace each letter that becomes several by all its numbers."""
        at = np.flatnonzero(numbers == WIDE)
        if not at.size:
            return numbers, starts
        several = [self._wide[code] for code in codes[at].tolist()]
        more = np.array([len(form) - 1 for form in several])
        wider = np.insert(numbers, np.repeat(at, more), WIDE)
        wider[wider == WIDE] = np.concatenate(several)
        added = np.concatenate([[0], np.cumsum(more)])
        return wider, starts + added[np.searchsorted(at, starts)]


def write_out_entities(texts: pa.StringArray) -> pa.StringArray:
    """Return the texts with &amp; and its like as the letters that they stand for."""
    letters, offsets = _stored(texts)
    at = np.flatnonzero(np.frombuffer(letters, np.uint8) == ord("&"))
    if not at.size:
        return texts
    mask = np.zeros(len(texts), np.bool_)
    mask[rows_of(at, offsets)] = True
    # Nearly always there is nothing but &amp;, and to replace that is ten times faster.
    written = [
        text.replace("&amp;", "&") if text.count("&") == text.count("&amp;") else unescape(text)
        for text in texts.filter(mask).to_pylist()
    ]
    return pc.replace_with_mask(texts, mask, pa.array(written, pa.string()))


def rows_of(at: Places, starts: Places) -> Places:
    """Return in which text each place is. Texts without letters hold none."""
    return np.searchsorted(starts, at, side="right") - 1


def _code_points(texts: pa.StringArray) -> tuple[NDArray[np.uint32], Places]:
    """Return the letters of all texts, and where each text starts and the last one ends."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(pc.utf8_length(texts).to_numpy(), out=starts[1:])
    letters = str(_stored(texts)[0], "utf-8").encode("utf-32-le")
    return np.frombuffer(letters, "<u4"), starts


def _stored(texts: pa.StringArray) -> tuple[memoryview, Places]:
    """Return the texts as they lie in memory, one after the other, and where each starts."""
    _, offsets, letters = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset :][: len(texts) + 1]
    return memoryview(letters or b"")[ends[0] : ends[-1]], ends - ends[0]


def _look_up(table: Numbers, codes: NDArray[np.uint32]) -> Numbers:
    numbers = np.empty(len(codes), table.dtype)
    for start in range(0, len(codes), CHUNK):
        part = slice(start, start + CHUNK)
        table.take(codes[part], out=numbers[part], mode="clip")  # other modes copy more
    return numbers


def _without(gone: NDArray[np.bool_], numbers: Numbers, starts: Places) -> tuple[Numbers, Places]:
    at = np.flatnonzero(gone)
    if not at.size:
        return numbers, starts
    return numbers[~gone], starts - np.searchsorted(at, starts)
