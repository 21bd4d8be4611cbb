"""A stretch of local days, as a link spells it: months or days, with open ends."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dashboard.clock import FIRST_DAY, LAST_DAY


@dataclass(frozen=True)
class Period:
    """Local days from `start` to `end`, both included; None = open."""

    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        """Return months where the days are a month's first and last, else days."""
        start = _spell(self.start, self.start is not None and self.start.day == 1)
        last = self.end and monthrange(self.end.year, self.end.month)[1]
        return f"{start}..{_spell(self.end, self.end is not None and self.end.day == last)}"


OPEN = Period()


def _spell(day: date | None, as_month: bool) -> str:
    return "" if day is None else day.isoformat()[: 7 if as_month else 10]


def read_day(text: str, first: bool) -> date | None:
    """Return the day; of a month its first or last; None for an open end. Raises ValueError."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        raise ValueError(text)
    year, month, *days = map(int, text.split("-"))
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    day = date(year, month, days[0] if days else 1 if first else last)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day
