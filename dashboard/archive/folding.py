"""A table that gives the form in which terms are looked for, for whole batches of posts.

Folding is slow letter by letter, and nearly every letter folds alike wherever it stands. The table
says what each becomes; numpy looks it up. Where the neighbours matter (an accent that melts into
the letter before it, marks in an unusual order) the table says "hard", and the lexicon's
`match_form` is asked.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dashboard.catalogue.lexicon import INVISIBLE, LETTERS, fold

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
    if unicodedata.category(letter)[0] not in "LNM":
        return False
    return not unicodedata.name(letter, "").startswith(UNSPACED)


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
    known = _known()
    seconds = _seconds(known)
    forms = _forms(known, seconds)
    order, tail = np.zeros(CODES, np.uint8), np.zeros(CODES, np.uint8)
    hard = []
    for letter, form in forms.items():
        order[ord(letter)] = unicodedata.combining(letter)
        stages = _taken_apart(letter, form)
        tail[ord(letter)] = max(unicodedata.combining(stage[-1]) for stage in stages)
        if form and (seconds & {stage[0] for stage in stages} or _moves(letter, form, stages)):
            hard.append(letter)
    to = np.arange(CODES, dtype=np.uint32)
    single = {ord(letter): ord(form) for letter, form in forms.items() if len(form) == 1}
    to[list(single)] = list(single.values())
    joining = np.zeros(CODES, np.bool_)
    joining[places(filter(joins, known))] = True
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


def _known() -> list[str]:
    """Return the letters that mean something, and those that folding takes out unread."""
    letters = map(chr, chain.from_iterable(PARTS))
    silent = ("Cn", "Co", "Cs")  # no category, private use, halves of a pair
    return [c for c in letters if unicodedata.category(c) not in silent or INVISIBLE.match(c)]


def _seconds(known: list[str]) -> set[str]:
    """Return the letters and marks that may melt into the one before them."""
    found = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}  # Hangul
    for parts in map(str.split, map(unicodedata.decomposition, known)):
        if len(parts) == 2 and not parts[0].startswith("<"):
            found.add(chr(int(parts[1], 16)))
    return found


def _forms(known: list[str], seconds: set[str]) -> dict[str, str]:
    """Return what letters become where nothing beside them matters (between two NULs).

    Only of those that change, that may be taken apart, or that may melt into others.
    """
    text = "\0" + "\0".join(known) + "\0"
    forms = fold(text).translate(LETTERS).split("\0")[1:-1]
    return {
        letter: form
        for letter, form in zip(known, forms, strict=True)
        if form != letter
        or letter in seconds
        or unicodedata.combining(letter)
        or unicodedata.decomposition(letter)
    }


def _taken_apart(letter: str, form: str) -> list[str]:
    """Return a letter in full at each stage of folding."""
    stages = (letter, letter.casefold(), form)
    return [unicodedata.normalize("NFKD", stage) for stage in stages if stage]


def _moves(letter: str, form: str, stages: list[str]) -> bool:
    """Whether folding gives something that begins with a mark, other than the mark itself."""
    return form != letter and any(unicodedata.combining(stage[0]) for stage in stages)
