"""A View, everything that the reader chose, and how a link spells it.

`parse_query` never fails: what it cannot use is left out and named in the notes. A link that was
sent keeps its meaning: `v` fixes grammar and defaults for ever, and a changed spelling becomes a
dated function in `migrations`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote_plus

from dashboard.catalogue.lexicon import fold
from dashboard.clock.period import OPEN, Period, read_period
from dashboard.link.filters import (
    KIND,
    LANGUAGE,
    PHASE,
    THEME,
    Filter,
    SourceWords,
    Words,
    both,
    kind_words,
    language_words,
    phase_words,
    theme_words,
)
from dashboard.link.migrations import VERSION, migrated, version_of
from dashboard.link.not_known import NotKnown
from dashboard.tables import KINDS, OPERATIONAL

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

    def keep(self, key: str, texts: Iterable[str], words: Iterable[str]) -> list[str]:
        """Return those of `texts` that are `words`, once each and in their order; name the rest."""
        good = list(dict.fromkeys(text for text in texts if text))
        for text in [text for text in good if text not in words]:
            good.remove(text)
            self.drop(key, text, "not known here")
        return good


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def read_operations(text: str, reading: Reading) -> tuple[str, ...]:
    columns = [_column(column, reading) for column in text.split("~")]
    names = list(dict.fromkeys(column for column in columns if column))
    for column in names[MAX_OPERATIONS:]:
        reading.drop("ops", column, f"a comparison has at most {MAX_OPERATIONS} operations")
    if not names:
        reading.notes.append("This link names no operation that is known here.")
    return tuple(names[:MAX_OPERATIONS])


def _column(text: str, reading: Reading) -> str:
    """Return a column as it is spelled: of a period that cannot be read, the operation alone."""
    slug, at, period = text.partition(AT)
    if not reading.keep("ops", [slug], reading.words.operations) or not at:
        return slug if slug in reading.words.operations else ""
    try:
        return f"{slug}{AT}{read_period(period)}"
    except ValueError as problem:
        reading.drop("ops", text, str(problem))
        return slug


def read_choice(words: tuple[str, ...], key: str, text: str, reading: Reading) -> str | None:
    if text in words:
        return text
    reading.drop(key, text, f"expected {', '.join(words[:-1])} or {words[-1]}")
    return None


def read_zone(key: str, also: tuple[str, ...], text: str, reading: Reading) -> str | None:
    if text in also or text in reading.words.zones:
        return text if text != "UTC" else "utc"
    reading.drop(key, text, f"expected {', '.join(also)} or an IANA zone")
    return None


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
    return "" if text == reading.words.version else text


MAX_QUERY = 3000  # characters of a raw query; longer ones are refused before they are read
ALL = "all"  # how a full link spells "no filter"
SCALES = ("share", "count")
SORTS = ("share", "difference", "name")  # of themes
CLOCKS = ("operator", "utc")
PHASES = (ALL, OPERATIONAL)
AUDIENCES = ("none", "utc")
RANGES = ("common", "own")
PERS = ("post", "account")
UNITS = ("auto", "week", "month")
PRESENT = ("no", "yes")
OFFICE_HOURS = (9, 18)
DEFAULT_OPERATIONS = ("china-2019", "russia-2018-10", "thailand-2020-10")


@dataclass(frozen=True)
class View:
    """A comparison that one reader can send to another."""

    # Slugs, each once, or once a period of its own: "slug@2019-06..2019-07". A column each.
    operations: tuple[str, ...] = DEFAULT_OPERATIONS
    clock: str = "operator"  # "operator", "utc" or an IANA zone
    audience: str = "none"  # a second clock beside it: "utc", an IANA zone, or "none"
    scale: str = "share"
    reach: str = "common"  # whether the hours of all operations share one scale: one of RANGES
    per: str = "post"  # what counts the same: each post, or each account
    hours: tuple[int, int] = OFFICE_HOURS  # of working weekdays, [first, last)
    unit: str = "auto"  # of the timeline, one of UNITS
    period: Period = OPEN
    kinds: tuple[str, ...] = ()  # empty = every kind; the same for languages and themes
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    phase: str = ALL  # or OPERATIONAL: without the posts of earlier lives
    sort: str = "share"  # of themes, one of SORTS
    tag: str = ""  # the hashtag or domain to find, folded
    present: str = "no"  # "yes" = on a screen before others: no controls, nothing explained
    data: str = ""  # a data version that is not the current one; "" = the current

    def own(self, column: str) -> "View":
        """Return the view of one column: with the period of its own, where it has one."""
        _, at, period = column.partition(AT)
        return replace(self, operations=(column,), period=read_period(period)) if at else self

    @cached_property
    def choosing(self) -> "View":
        """Return only what decides which posts are counted, whatever the period and the clock."""
        return View(operations=(), **{name: getattr(self, name) for name in CHOOSING})

    @cached_property
    def counting(self) -> "View":
        """Return only what decides which posts are counted, and on which clock."""
        return replace(self.choosing, clock=self.clock, period=self.period)

    @cached_property
    def timing(self) -> "View":
        """Return what decides which posts are counted, and what is asked of their hours."""
        return replace(self.counting, hours=self.hours, per=self.per)

    @cached_property
    def filters(self) -> dict[str, str]:
        """Return the filters in force, by their key in the link."""
        return {p.key: p.show(getattr(self, p.field)) for p in FILTERS if self.differs(p)}

    def words(self, part: str, source: SourceWords) -> Words | NotKnown:
        """Return which words of a part of a post its filters leave, () = every, or why not."""
        words: Words = ()
        for param, filter in FILTERS.items():
            if filter.part == part and self.differs(param):
                allowed = filter.words(getattr(self, param.field), source)
                if isinstance(allowed, NotKnown):
                    return allowed
                words = both(words, allowed)
        return words

    @property
    def narrowed(self) -> bool:
        """Whether any column leaves posts out."""
        return any(self.own(column).filters for column in self.operations)

    def differs(self, param: "Param") -> bool:
        return bool(getattr(self, param.field) != getattr(DEFAULT, param.field))

    @cached_property
    def _parts(self) -> list[tuple[str, str]]:
        """Return key and text of each part of a link that is not as in the default view."""
        parts = zip(PARAMS, VALUES(self), VALUES(DEFAULT), strict=True)
        return [(param.key, param.show(value)) for param, value, usual in parts if value != usual]

    def to_query(self) -> str:
        """Return the shortest query that reads back as this view: "" for the default view."""
        return self.with_columns(self.operations)

    def with_columns(self, operations: tuple[str, ...]) -> str:
        """Return `to_query` of the same view of other operations."""
        ours = [] if operations == DEFAULT_OPERATIONS else [("ops", "~".join(operations))]
        pairs = ours + [pair for pair in self._parts if pair[0] != "ops"]
        return _query([("v", VERSION), *pairs]) if pairs else ""

    def to_link(self, version: str) -> str:
        """Return the query with nothing left out, pinned to data `version`: Copy link writes it."""
        pinned = replace(self, data=self.data or version)
        pairs = [(p.key, p.show(getattr(pinned, p.field))) for p in PARAMS]
        pairs = [(key, text or (ALL if key in FILTER_KEYS else "")) for key, text in pairs]
        return _query([("v", VERSION), *pairs])


class Param(NamedTuple):
    """How one field of a View is spelled in a link, and how it leaves posts out, if it does.

    `parse` returns None to keep the default.
    """

    field: str
    key: str
    parse: Callable[[str, Reading], Any]
    show: Callable[[Any], str] = str
    filter: Filter | None = None


def parse_query(query: str | None, words: Vocabulary) -> tuple[View, list[str]]:
    """Return the view that `query` asks for, and one note for each part that was left out."""
    reading = Reading(words)
    parts = migrated(_pairs(query or "", reading))
    if (version := parts.pop("v")) != VERSION:
        reading.drop("v", version, f"this page reads links of version {VERSION}")
    chosen: dict[str, Any] = {}
    for param in PARAMS:
        text = parts.pop(param.key, None)
        if text is None or (text == ALL and param.key in FILTER_KEYS):
            continue
        value = param.parse(text, reading)
        if value is not None:
            chosen[param.field] = value
    for key, text in parts.items():
        reading.drop(key, text, "no such part of a link")
    return View(**chosen), reading.notes


def is_of_before(query: str, words: Vocabulary) -> bool:
    """Whether a link of an older version shows current data, for which other rules held then.

    Who pinned a data version sees what was seen.
    """
    parts = _pairs(query, Reading(words))
    return version_of(parts) != VERSION and not parts.get("data")


def _pairs(query: str, reading: Reading) -> dict[str, str]:
    """Return the first value of each key; tracking marks vanish, repeats are named."""
    parts: dict[str, str] = {}
    raw = query.removeprefix("?")[:MAX_QUERY]
    raw = raw.encode("utf-8", "replace").decode()  # half a surrogate pair fits into no link
    for key, text in parse_qsl(raw, keep_blank_values=True, errors="replace"):
        if key.startswith("utm_") or key in ("fbclid", "gclid"):
            continue
        if key in parts:
            reading.drop(key, text, "given twice, the first counts")
        parts.setdefault(key, text)
    return parts


def _query(pairs: list[tuple[str, str]]) -> str:
    return "?" + "&".join(f"{key}={_quoted(text)}" for key, text in pairs)


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    """Return a text as a query spells it; kept, as an answer has many links with the same parts."""
    return quote_plus(text, safe="~/.-@")


def _choice(field: str, key: str, words: tuple[str, ...], filter: Filter | None = None) -> Param:
    return Param(field, key, partial(read_choice, words, key), filter=filter)


def _listed(field: str, key: str, filter: Filter) -> Param:
    return Param(field, key, partial(read_words, field, key), JOINED, filter)


def _show_period(period: Period) -> str:
    return "" if period == OPEN else str(period)


JOINED = "~".join
PARAMS = (
    Param("operations", "ops", read_operations, JOINED),
    Param("clock", "clock", partial(read_zone, "clock", CLOCKS)),
    Param("audience", "audience", partial(read_zone, "audience", AUDIENCES)),
    _choice("scale", "scale", SCALES),
    _choice("reach", "range", RANGES),
    _choice("per", "per", PERS),
    Param("hours", "hours", read_hours, lambda hours: "{}-{}".format(*hours)),
    _choice("unit", "unit", UNITS),
    Param("period", "period", read_span, _show_period, Filter("period")),
    Param("kinds", "kind", read_kinds, JOINED, Filter("kind", KIND, kind_words)),
    _listed("languages", "lang", Filter("language", LANGUAGE, language_words)),
    _listed("themes", "theme", Filter("theme", THEME, theme_words)),
    _choice("phase", "phase", PHASES, Filter("phase", PHASE, phase_words)),
    _choice("sort", "sort", SORTS),
    Param("tag", "tag", read_tag),
    _choice("present", "present", PRESENT),
    Param("data", "data", read_data),
)
FILTERS = {param: param.filter for param in PARAMS if param.filter}
FILTER_KEYS = tuple(param.key for param in FILTERS)
CHOOSING = tuple(param.field for param, filter in FILTERS.items() if filter.part)
DEFAULT = View()
VALUES = attrgetter(*(param.field for param in PARAMS))

assert [p.field for p in PARAMS] == [f.name for f in fields(View)]
