"""What the reader is looking at, and how a link says so.

A View is everything the reader chose. `parse_query` never fails: what it cannot use is left out and
named in the notes. A link that was sent keeps its meaning: `v` fixes grammar and defaults for ever,
and a changed spelling becomes a dated function in MIGRATIONS.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote_plus

from dashboard.clock.period import OPEN, Period, read_period
from dashboard.reading import (
    AT,
    Reading,
    Vocabulary,
    read_data,
    read_hours,
    read_kinds,
    read_languages,
    read_one_of,
    read_operations,
    read_span,
    read_tag,
    read_themes,
    read_zone,
)
from dashboard.tables import OPERATIONAL

VERSION = "1"
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
    hours: tuple[int, int] = OFFICE_HOURS  # that are working hours, [first, last)
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
        return View(
            operations=(),
            kinds=self.kinds,
            languages=self.languages,
            themes=self.themes,
            phase=self.phase,
        )

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

    @property
    def narrowed(self) -> bool:
        """Whether any column leaves posts out."""
        return any(self.own(column).filters for column in self.operations)

    def differs(self, param: "Param") -> bool:
        return bool(getattr(self, param.field) != getattr(DEFAULT, param.field))

    @cached_property
    def _told(self) -> list[tuple[str, str]]:
        """Return key and text of each part of a link that is not as in the default view."""
        parts = zip(PARAMS, VALUES(self), VALUES(DEFAULT), strict=True)
        return [(param.key, param.show(value)) for param, value, usual in parts if value != usual]

    def to_query(self) -> str:
        """Return the shortest query that reads back as this view: "" for the default view."""
        return _query([("v", VERSION), *self._told]) if self._told else ""

    def with_columns(self, operations: tuple[str, ...]) -> str:
        """Return `to_query` of the same view of other operations."""
        ours = [] if operations == DEFAULT_OPERATIONS else [("ops", "~".join(operations))]
        pairs = ours + [pair for pair in self._told if pair[0] != "ops"]
        return _query([("v", VERSION), *pairs]) if pairs else ""

    def to_link(self, version: str) -> str:
        """Return the query with nothing left out, pinned to data `version`: Copy link writes it."""
        pinned = replace(self, data=self.data or version)
        pairs = [(p.key, p.show(getattr(pinned, p.field))) for p in PARAMS]
        pairs = [(key, text or (ALL if key in FILTER_KEYS else "")) for key, text in pairs]
        return _query([("v", VERSION), *pairs])


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
    chosen: dict[str, Any] = {}
    for param in PARAMS:
        text = asked.pop(param.key, None)
        if text is None or (text == ALL and param.key in FILTER_KEYS):
            continue
        value = param.parse(text, reading)
        if value is not None:
            chosen[param.field] = value
    for key, text in asked.items():
        reading.drop(key, text, "no such part of a link")
    return View(**chosen), reading.notes


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
    return "?" + "&".join(f"{key}={_quoted(text)}" for key, text in pairs)


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    """Return a text as a query spells it; kept, as an answer has many links with the same parts."""
    return quote_plus(text, safe="~/.-@")


def _choice(field: str, key: str, known: tuple[str, ...]) -> Param:
    return Param(field, key, partial(read_one_of, known, key))


PARAMS = (
    Param("operations", "ops", read_operations, "~".join),
    Param("clock", "clock", partial(read_zone, "clock", CLOCKS)),
    Param("audience", "audience", partial(read_zone, "audience", AUDIENCES)),
    _choice("scale", "scale", SCALES),
    _choice("reach", "range", RANGES),
    _choice("per", "per", PERS),
    Param("hours", "hours", read_hours, lambda hours: "{}-{}".format(*hours)),
    _choice("unit", "unit", UNITS),
    Param("period", "period", read_span, lambda period: "" if period == OPEN else str(period)),
    Param("kinds", "kind", read_kinds, "~".join),
    Param("languages", "lang", read_languages, "~".join),
    Param("themes", "theme", read_themes, "~".join),
    _choice("phase", "phase", PHASES),
    _choice("sort", "sort", SORTS),
    Param("tag", "tag", read_tag),
    _choice("present", "present", PRESENT),
    Param("data", "data", read_data),
)
FILTERS = tuple(p for p in PARAMS if p.field in ("period", "kinds", "languages", "themes", "phase"))
FILTER_KEYS = tuple(p.key for p in FILTERS)
DEFAULT = View()
VALUES = attrgetter(*(param.field for param in PARAMS))

# Changed spellings and changed defaults, each with its date and reason. None so far.
MIGRATIONS: tuple[Callable[[dict[str, str]], dict[str, str]], ...] = ()

assert [p.field for p in PARAMS] == [f.name for f in fields(View)]
