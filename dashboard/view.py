"""What the reader is looking at, and how a link says so.

A View is everything the reader chose. `parse_query` never fails: what it cannot use is left out and
named in the notes. A link that was sent keeps its meaning: `v` fixes grammar and defaults for ever,
and a changed spelling becomes a dated function in MIGRATIONS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from dashboard.lexicon import fold
from dashboard.period import OPEN as OPEN
from dashboard.period import Period as Period
from dashboard.period import read_day
from dashboard.tables import KINDS

VERSION = "1"
MAX_OPERATIONS = 6
MAX_QUERY = 2000  # characters of a raw query; longer ones are refused before they are read
ALL = "all"  # how a full link spells "no filter"
SCALES = ("share", "count")
SORTS = ("share", "difference", "name")  # of themes
MOST_SIGNS = 80  # of the hashtag or domain to find
CLOCKS = ("operator", "utc")
DEFAULT_OPERATIONS = ("china-2019", "russia-2018-10", "thailand-2020-10")


@dataclass(frozen=True)
class View:
    """A comparison that one reader can send to another."""

    operations: tuple[str, ...] = DEFAULT_OPERATIONS
    clock: str = "operator"  # "operator", "utc" or an IANA zone
    scale: str = "share"
    period: Period = OPEN
    kinds: tuple[str, ...] = ()  # empty = every kind; the same for languages and themes
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sort: str = "share"  # of themes, one of SORTS
    tag: str = ""  # the hashtag or domain to find, folded
    data: str = ""  # a data version that is not the current one; "" = the current

    @property
    def filters(self) -> dict[str, str]:
        """Return the filters in force, by their key in the link."""
        return {p.key: p.show(getattr(self, p.field)) for p in FILTERS if self.differs(p)}

    def differs(self, param: "Param") -> bool:
        return bool(getattr(self, param.field) != getattr(DEFAULT, param.field))

    def to_query(self) -> str:
        """Return the shortest query that reads back as this view: "" for the default view."""
        pairs = [(p.key, p.show(getattr(self, p.field))) for p in PARAMS if self.differs(p)]
        return _query([("v", VERSION), *pairs]) if pairs else ""

    def to_link(self, version: str) -> str:
        """Return the query with nothing left out, pinned to data `version`: Copy link writes it."""
        pinned = replace(self, data=self.data or version)
        pairs = [(p.key, p.show(getattr(pinned, p.field))) for p in PARAMS]
        pairs = [(key, text or (ALL if key in FILTER_KEYS else "")) for key, text in pairs]
        return _query([("v", VERSION), *pairs])


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


class Param(NamedTuple):
    """How one field of a View is spelled in a link. `parse` returns None to keep the default."""

    field: str
    key: str
    parse: Callable[[str, Reading], Any]
    show: Callable[[Any], str] = str


def parse_query(query: str | None, words: Vocabulary) -> tuple[View, list[str]]:
    """Return the view that `query` asks for, and one note for each part that was left out."""
    reading = Reading(words)
    asked = _pairs(query or "", reading)
    for migrate in MIGRATIONS:
        asked = migrate(asked)
    if (version := asked.pop("v", VERSION)) != VERSION:
        reading.drop("v", version, f"this page reads links of version {VERSION}")
    view = View()
    for param in PARAMS:
        text = asked.pop(param.key, None)
        if text is None or (text == ALL and param.key in FILTER_KEYS):
            continue
        value = param.parse(text, reading)
        view = view if value is None else replace(view, **{param.field: value})
    for key, text in asked.items():
        reading.drop(key, text, "no such part of a link")
    return view, reading.notes


def _pairs(query: str, reading: Reading) -> dict[str, str]:
    """Return the first value of each key; tracking marks vanish, repeats are named."""
    asked: dict[str, str] = {}
    raw = query.removeprefix("?")[:MAX_QUERY]
    raw = raw.encode("utf-8", "replace").decode()  # half a surrogate pair fits into no link
    for key, text in parse_qsl(raw, keep_blank_values=True, errors="replace"):
        if key.startswith("utm_") or key in ("fbclid", "gclid"):
            continue
        if key in asked:
            reading.drop(key, text, "given twice, the first counts")
        asked.setdefault(key, text)
    return asked


def _query(pairs: list[tuple[str, str]]) -> str:
    return "?" + urlencode(pairs, safe="~/.-")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _operations(text: str, reading: Reading) -> tuple[str, ...]:
    known = reading.known("ops", text.split("~"), reading.words.operations)
    for slug in known[MAX_OPERATIONS:]:
        reading.drop("ops", slug, f"a comparison has at most {MAX_OPERATIONS} operations")
    if not known:
        reading.notes.append("This link names no operation that is known here.")
    return tuple(known[:MAX_OPERATIONS])


def _clock(text: str, reading: Reading) -> str | None:
    if text in CLOCKS or text in reading.words.zones:
        return text if text != "UTC" else "utc"
    reading.drop("clock", text, "expected operator, utc or an IANA zone")
    return None


def _scale(text: str, reading: Reading) -> str | None:
    if text in SCALES:
        return text
    reading.drop("scale", text, "expected share or count")
    return None


def _period(text: str, reading: Reading) -> Period | None:
    """Read months or days, one or `from..to`, open ends allowed."""
    try:
        start, dots, end = text.partition("..")
        period = Period(read_day(start, True), read_day(end if dots else start, False))
    except ValueError:
        reading.drop("period", text, "expected months or days such as 2018-01..2020-04")
        return None
    if period.start and period.end and period.start > period.end:
        reading.drop("period", text, "it ends before it begins")
        return None
    return period


def _kinds(text: str, reading: Reading) -> tuple[str, ...]:
    kinds = sorted(reading.known("kind", text.split("~"), KINDS))
    return () if len(kinds) == len(KINDS) else tuple(kinds)


def _languages(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.known("lang", text.split("~"), reading.words.languages)))


def _themes(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.known("theme", text.split("~"), reading.words.themes)))


def _sort(text: str, reading: Reading) -> str | None:
    if text in SORTS:
        return text
    reading.drop("sort", text, "expected share, difference or name")
    return None


def _tag(text: str, reading: Reading) -> str | None:
    """Read a hashtag or domain as it is counted, so that all spellings are one link."""
    folded = fold(fold(text))  # so that the link reads back as itself
    if len(folded) <= MOST_SIGNS:
        return folded
    reading.drop("tag", text, f"a hashtag or domain has at most {MOST_SIGNS} characters here")
    return None


def _data(text: str, reading: Reading) -> str:
    return "" if text == reading.words.version else text


PARAMS = (
    Param("operations", "ops", _operations, "~".join),
    Param("clock", "clock", _clock),
    Param("scale", "scale", _scale),
    Param("period", "period", _period, lambda period: "" if period == OPEN else str(period)),
    Param("kinds", "kind", _kinds, "~".join),
    Param("languages", "lang", _languages, "~".join),
    Param("themes", "theme", _themes, "~".join),
    Param("sort", "sort", _sort),
    Param("tag", "tag", _tag),
    Param("data", "data", _data),
)
FILTERS = tuple(p for p in PARAMS if p.field in ("period", "kinds", "languages", "themes"))
FILTER_KEYS = tuple(p.key for p in FILTERS)
DEFAULT = View()

# Changed spellings and changed defaults, each with its date and reason. None so far.
MIGRATIONS: tuple[Callable[[dict[str, str]], dict[str, str]], ...] = ()

assert [p.field for p in PARAMS] == [f.name for f in fields(View)]
