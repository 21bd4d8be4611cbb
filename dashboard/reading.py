"""How each part of a link is read: what cannot be used is left out and named in a note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dashboard.catalogue.lexicon import fold
from dashboard.clock.period import Period, read_period
from dashboard.tables import KINDS

MAX_OPERATIONS = 6
MOST_SIGNS = 80  # of the hashtag or domain to find
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
        self.notes.append(f"Left out {key}={_short(text)}: {reason}.")

    def known(self, key: str, texts: Iterable[str], words: Iterable[str]) -> list[str]:
        """Return the known ones of `texts`, once each and in their order; name the others."""
        good = list(dict.fromkeys(text for text in texts if text))
        for text in [text for text in good if text not in words]:
            good.remove(text)
            self.drop(key, text, "not known here")
        return good


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def read_operations(text: str, reading: Reading) -> tuple[str, ...]:
    columns = [_column(column, reading) for column in text.split("~")]
    known = list(dict.fromkeys(column for column in columns if column))
    for column in known[MAX_OPERATIONS:]:
        reading.drop("ops", column, f"a comparison has at most {MAX_OPERATIONS} operations")
    if not known:
        reading.notes.append("This link names no operation that is known here.")
    return tuple(known[:MAX_OPERATIONS])


def _column(text: str, reading: Reading) -> str:
    """Return a column as it is spelled: of a period that cannot be read, the operation alone."""
    slug, at, period = text.partition(AT)
    known = reading.known("ops", [slug], reading.words.operations)
    if not known or not at:
        return slug if known else ""
    try:
        return f"{slug}{AT}{read_period(period)}"
    except ValueError as problem:
        reading.drop("ops", text, str(problem))
        return slug


def read_one_of(known: tuple[str, ...], key: str, text: str, reading: Reading) -> str | None:
    if text in known:
        return text
    reading.drop(key, text, f"expected {', '.join(known[:-1])} or {known[-1]}")
    return None


def read_zone(key: str, also: tuple[str, ...], text: str, reading: Reading) -> str | None:
    if text in also or text in reading.words.zones:
        return text if text != "UTC" else "utc"
    reading.drop(key, text, f"expected {', '.join(also)} or an IANA zone")
    return None


def read_hours(text: str, reading: Reading) -> tuple[int, int] | None:
    """Read "9-18": from 09:00 until before 18:00."""
    if found := re.fullmatch("([0-9]{1,2})-([0-9]{1,2})", text):
        first, last = map(int, found.groups())
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
    kinds = sorted(reading.known("kind", text.split("~"), KINDS))
    return () if len(kinds) == len(KINDS) else tuple(kinds)


def read_languages(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.known("lang", text.split("~"), reading.words.languages)))


def read_themes(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.known("theme", text.split("~"), reading.words.themes)))


def read_tag(text: str, reading: Reading) -> str | None:
    """Read a hashtag or domain as it is counted, so that all spellings are one link."""
    folded = fold(fold(text))  # so that the link reads back as itself
    if len(folded) <= MOST_SIGNS:
        return folded
    reading.drop("tag", text, f"a hashtag or domain has at most {MOST_SIGNS} characters here")
    return None


def read_data(text: str, reading: Reading) -> str:
    return "" if text == reading.words.version else text
