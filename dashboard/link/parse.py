"""The parts of a link, read one by one: what cannot be used is left out and named in a note."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from dashboard.catalogue.lexicon import fold
from dashboard.clock.period import Period, read_period
from dashboard.tables import KINDS

MAX_OPERATIONS = 6
MOST_SIGNS = 80  # of the hashtag or domain to find
LIKE = 0.75  # of 1: how alike a word must be to be the one that was meant
NO_PANELS = "none"  # how a link spells that no question is open
NONE_NAMED = "This link names no operation."
NONE_KNOWN = "This link names no operation that is known here."
LEFT_OUT = "Left out "  # begins a note on a part of a link, while the rest is used
AT = "@"  # between an operation and a period of its own


def slug_of(column: str) -> str:
    """Return the slug of the operation that a column shows."""
    return column.partition(AT)[0]


@dataclass(frozen=True)
class Vocabulary:
    """What a link may name: slugs, zones, language codes, theme ids, and the data version."""

    operations: frozenset[str]
    zones: frozenset[str]
    languages: frozenset[str]
    themes: frozenset[str]
    version: str = ""


@dataclass
class Reading:
    """A query while it is read: the words that are known and the notes for the reader."""

    words: Vocabulary
    notes: list[str] = field(default_factory=list)

    def drop(self, key: str, text: str, reason: str) -> None:
        sentence = f"{LEFT_OUT}{key}={_short(text)}: {reason}"
        self.notes.append(sentence if sentence.endswith("?") else f"{sentence}.")

    def keep(self, key: str, texts: Iterable[str], words: Collection[str]) -> list[str]:
        """Return those of `texts` that are `words`, once each and in their order; name the rest."""
        spelled = [in_case(text, words) for text in texts if text]
        good = list(dict.fromkeys(spelled))
        for text in [text for text in good if text not in words]:
            good.remove(text)
            near = get_close_matches(text.lower(), words, 1, LIKE)
            self.drop(key, text, "not known here" + (f"; did you mean {near[0]}?" if near else ""))
        return good


def in_case(text: str, words: Collection[str]) -> str:
    """Return a text as it is spelled among the words, whatever its capitals; else as it is."""
    if text in words:
        return text
    return next((word for word in words if word.lower() == text.lower()), text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def read_operations(text: str, reading: Reading) -> tuple[str, ...]:
    given = [column for column in text.split("~") if column.partition(AT)[0]]
    columns = [_column(column, reading) for column in given]
    names = list(dict.fromkeys(column for column in columns if column))
    for column in names[MAX_OPERATIONS:]:
        reading.drop("ops", column, f"a comparison has at most {MAX_OPERATIONS} operations")
    if not names:
        reading.notes.append(NONE_KNOWN if given else NONE_NAMED)
    return tuple(names[:MAX_OPERATIONS])


def _column(text: str, reading: Reading) -> str:
    """Return a column as it is spelled: of a period that cannot be read, the operation alone."""
    name, at, period = text.partition(AT)
    slug = "".join(reading.keep("ops", [name], reading.words.operations))
    if not slug or not at:
        return slug
    try:
        return f"{slug}{AT}{read_period(period)}"
    except ValueError as problem:
        reading.drop("ops", text, str(problem))
        return slug


def read_choice(words: tuple[str, ...], key: str, text: str, reading: Reading) -> str | None:
    if (text := in_case(text, words)) in words:
        return text
    reading.drop(key, text, f"expected {', '.join(words[:-1])} or {words[-1]}")
    return None


def read_zone(key: str, also: tuple[str, ...], text: str, reading: Reading) -> str | None:
    if (word := in_case(in_case(text, also), reading.words.zones)) in {*also, *reading.words.zones}:
        return word if word != "UTC" else "utc"
    reading.drop(key, text, f"expected {', '.join(also)} or a time zone such as Asia/Bangkok")
    return None


def read_panels(every: tuple[str, ...], text: str, reading: Reading) -> tuple[str, ...] | None:
    """Read the names of questions in the reader's order, or "all" or "none" of them."""
    if (word := text.lower()) in ("all", NO_PANELS):
        return every if word == "all" else ()
    return tuple(reading.keep("panels", text.split("~"), every)) or None


def read_hours(text: str, reading: Reading) -> tuple[int, int] | None:
    """Read "9-18": from 09:00 until before 18:00."""
    if hours := re.fullmatch("([0-9]{1,2})-([0-9]{1,2})", text):
        first, last = map(int, hours.groups())
        if first < last <= 24:
            return first, last
    reading.drop("hours", text, "expected whole hours of one day such as 9-18")
    return None


def read_span(text: str, reading: Reading) -> Period | None:
    try:
        return read_period(text)
    except ValueError as problem:
        reading.drop("period", text, str(problem))
        return None


def read_kinds(text: str, reading: Reading) -> tuple[str, ...]:
    kinds = sorted(reading.keep("kind", text.split("~"), KINDS))
    return () if len(kinds) == len(KINDS) else tuple(kinds)


def read_words(field: str, key: str, text: str, reading: Reading) -> tuple[str, ...]:
    """Read words joined by ~ that are in a field of the vocabulary."""
    return tuple(sorted(reading.keep(key, text.split("~"), getattr(reading.words, field))))


def read_tag(text: str, reading: Reading) -> str | None:
    """Read a hashtag or domain as it is counted, so that all spellings are one link."""
    folded = fold(text)  # which folds to itself, so that the link reads back as itself
    if len(folded) <= MOST_SIGNS:
        return folded
    reading.drop("tag", text, f"a hashtag or domain has at most {MOST_SIGNS} characters here")
    return None


def read_data(text: str, reading: Reading) -> str:
    version = re.sub("[^0-9a-z]", "", text.lower())
    return "" if version == reading.words.version else version
