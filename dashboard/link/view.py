"""A View, everything that the reader chose, and how a link spells it.

`parse_query` never fails: what it cannot use is left out and named in the notes. A link that was
sent keeps its meaning: `v` fixes grammar and defaults for ever, and a changed spelling becomes a
dated function in `migrations`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from dashboard.clock.period import END, OPEN, START, Period, read_period
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
from dashboard.link.migrations import QUESTIONS_BEFORE, VERSION, migrated, version_of
from dashboard.link.not_known import NotKnown
from dashboard.link.parse import (
    AT,
    NO_PANELS,
    Reading,
    Vocabulary,
    read_choice,
    read_data,
    read_hours,
    read_kinds,
    read_operations,
    read_panels,
    read_span,
    read_tag,
    read_words,
    read_zone,
)
from dashboard.link.repair import PERIODS, parts_of
from dashboard.tables import OPERATIONAL

NOTHING_UNDERSTOOD = (
    "Nothing of this link was understood, so nothing is drawn: it may have been changed on its "
    "way. Ask for it again, or choose operations above."
)
OPEN_START, OPEN_END = re.compile(r"(?<![^~@])\.\."), re.compile(r"\.\.(?![^~])")


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
BASELINES = ("ordinary", "even", "control", "none")
OFFICE_HOURS = (9, 18)
# Public names of the questions on the page, in the order of the house (`panels.PANELS`).
QUESTIONS = (
    "facts",
    *QUESTIONS_BEFORE,
)
DEFAULT_PANELS = ("facts", "size", "rhythm", "themes", "timeline")
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
    baseline: str = "ordinary"  # what hours are compared with, one of BASELINES
    unit: str = "auto"  # of the timeline, one of UNITS
    period: Period = OPEN
    kinds: tuple[str, ...] = ()  # empty = every kind; the same for languages and themes
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    phase: str = ALL  # or OPERATIONAL: without the posts of earlier lives
    sort: str = "share"  # of themes, one of SORTS
    tag: str = ""  # the hashtag or domain to find, folded
    panels: tuple[str, ...] = DEFAULT_PANELS  # questions that are open, in the reader's order
    present: str = "no"  # "yes" = on a screen before others: no controls, nothing explained
    data: str = ""  # a data version that is not the current one; "" = the current

    def own(self, column: str) -> "View":
        """Return the view of one column: with the period of its own, where it has one."""
        _, at, period = column.partition(AT)
        return replace(self, operations=(column,), period=read_period(period)) if at else self

    @cached_property
    def asking(self) -> "View":
        """Return what questions answer, whichever of them are open and in whatever order."""
        return replace(self, panels=DEFAULT_PANELS)

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
    given = _pairs(query or "", reading)
    parts = migrated(given) if given.keys() & {*KEYS} else given | {"v": VERSION}  # or all junk
    if (version := parts.pop("v")) != VERSION:
        reading.drop("v", version, f"this page reads links of versions 1 and {VERSION}")
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
    if "v" in given and parts and len(parts) == len(given) - 1:
        reading.notes.append(NOTHING_UNDERSTOOD)
        chosen["operations"] = ()
    return View(**chosen), reading.notes


def is_of_before(query: str, words: Vocabulary) -> bool:
    """Whether a link of an older version shows current data, for which other rules held then.

    Who pinned a data version sees what was seen.
    """
    parts = _pairs(query, Reading(words))
    return version_of(parts) != VERSION and not parts.get("data")


def shows_all_as_before(query: str, view: View, words: Vocabulary) -> bool:
    """Whether a link shows all questions because it was made when every page did."""
    return view.panels == QUESTIONS_BEFORE and "panels" not in _pairs(query, Reading(words))


def _pairs(query: str, reading: Reading) -> dict[str, str]:
    """Return the first value of each key; tracking marks vanish, repeats are named."""
    parts: dict[str, str] = {}
    raw = query.removeprefix("?")[:MAX_QUERY]
    raw = raw.encode("utf-8", "replace").decode()  # half a surrogate pair fits into no link
    for key, text in parts_of(raw, KEYS):
        if key in parts:
            reading.drop(key, text, "given more than once, the first counts")
        parts.setdefault(key, text)
    return parts


def _query(pairs: list[tuple[str, str]]) -> str:
    return "?" + "&".join(f"{key}={_quoted(_with_ends(key, text))}" for key, text in pairs)


def _with_ends(key: str, text: str) -> str:
    """Return a text with its open ends as words: dots at the end of a link are cut off."""
    if key not in PERIODS:
        return text
    return OPEN_START.sub(f"{START}..", OPEN_END.sub(f"..{END}", text))


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    """Return a text as a query spells it; kept, as an answer has many links with the same parts.

    Programs cut off a link's last sign if it is neither letter nor digit: there it is escaped.
    """
    quoted = quote_plus(text, safe="~/.-@")
    return quoted if quoted[-1:].isalnum() or not quoted else f"{quoted[:-1]}%{ord(quoted[-1]):02X}"


def _choice(field: str, key: str, words: tuple[str, ...], filter: Filter | None = None) -> Param:
    return Param(field, key, partial(read_choice, words, key), filter=filter)


def _listed(field: str, key: str, filter: Filter) -> Param:
    return Param(field, key, partial(read_words, field, key), JOINED, filter)


def _show_period(period: Period) -> str:
    return "" if period == OPEN else str(period)


def show_panels(panels: tuple[str, ...]) -> str:
    return ALL if panels == QUESTIONS else "~".join(panels) or NO_PANELS


JOINED = "~".join
PARAMS = (
    Param("operations", "ops", read_operations, JOINED),
    Param("clock", "clock", partial(read_zone, "clock", CLOCKS)),
    Param("audience", "audience", partial(read_zone, "audience", AUDIENCES)),
    _choice("scale", "scale", SCALES),
    _choice("reach", "range", RANGES),
    _choice("per", "per", PERS),
    Param("hours", "hours", read_hours, lambda hours: "{}-{}".format(*hours)),
    _choice("baseline", "baseline", BASELINES),
    _choice("unit", "unit", UNITS),
    Param("period", "period", read_span, _show_period, Filter("period")),
    Param("kinds", "kind", read_kinds, JOINED, Filter("kind", KIND, kind_words)),
    _listed("languages", "lang", Filter("language", LANGUAGE, language_words)),
    _listed("themes", "theme", Filter("theme", THEME, theme_words)),
    _choice("phase", "phase", PHASES, Filter("phase", PHASE, phase_words)),
    _choice("sort", "sort", SORTS),
    Param("tag", "tag", read_tag),
    Param("panels", "panels", partial(read_panels, QUESTIONS), show_panels),
    _choice("present", "present", PRESENT),
    Param("data", "data", read_data),
)
KEYS = ("v", *(param.key for param in PARAMS))
FILTERS = {param: param.filter for param in PARAMS if param.filter}
FILTER_KEYS = tuple(param.key for param in FILTERS)
CHOOSING = tuple(param.field for param, filter in FILTERS.items() if filter.part)
DEFAULT = View()
VALUES = attrgetter(*(param.field for param in PARAMS))

assert [p.field for p in PARAMS] == [f.name for f in fields(View)]
