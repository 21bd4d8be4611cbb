"""A call of the page, read: the link or the choices, the screen, and what is wanted in answer."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.link.parse import MAX_OPERATIONS
from dashboard.link.view import QUESTIONS
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.web.pages.chooser import text

FIRST = 2  # panels that near the first screen: the others come when they do, or one by one


class Wanted(NamedTuple):
    """Which panels the page wants the parts of, which tables, sentences and how we know: keys."""

    panels: tuple[str, ...]
    tables: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    how: tuple[str, ...] = ()

    @classmethod
    def of(cls, wish: Any, opened: tuple[str, ...]) -> "Wanted":
        """Read {"panels", "tables", "sentences", "how"} of a page; without, the FIRST opened."""
        if not isinstance(wish, dict) or "panels" not in wish:
            return cls(opened[:FIRST])
        return cls(*(_keys(wish.get(name)) for name in cls._fields))


def _keys(keys: Any) -> tuple[str, ...]:
    return tuple(p.key for p in PANELS if isinstance(keys, list) and p.key in keys)


def read_panels(keys: Any) -> tuple[str, ...]:
    """Return the questions that a page sent, each once and in its order."""
    return tuple(dict.fromkeys(key for key in map(text, keys) if key in QUESTIONS))


@dataclass(frozen=True)
class Call:
    """A call of the page, each part as it was sent: it may be of any type."""

    link: Any = ""  # the query of the link that is opened
    screen: Any = None  # {"dark", "across", "shown"}
    choices: Any = None  # {control: value}, where the reader changed one: then not the link's view
    before: Any = None  # what the page shows: {"query", "version"}
    wanted: Any = None  # {"panels", "tables", "sentences", "how"}
    panels: Any = None  # questions, where the reader opened, closed or moved one
    anchor: Any = None  # the question that the link points at: it is opened

    @classmethod
    def of(cls, body: Any) -> "Call":
        """Read a call from JSON; what is no object is a call for the default view."""
        parts = body if isinstance(body, dict) else {}
        return cls(**{name: parts[name] for name in cls.__annotations__ if name in parts})


def read_look(screen: Any) -> Look:
    """Read {"dark", "across", "shown"} of a page's screen; what is wrong in it is the default."""
    screen = screen if isinstance(screen, dict) else {}
    across = screen.get("across")
    fitting = across if isinstance(across, int) and 1 <= across <= 6 else 6
    shown = screen.get("shown")
    alone = shown if fitting == 1 and type(shown) is int and 0 <= shown < MAX_OPERATIONS else None
    return Look(screen.get("dark") is True, fitting, shown=alone)
