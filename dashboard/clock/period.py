"""A period: local days from one to another, and how a link spells it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dashboard.clock.local_time import FIRST_DAY, LAST_DAY

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
START, END = "start", "end"  # how a link spells an open end; elsewhere it is empty
EXPECTED = "expected months or days such as 2018-01..2020-04"
NO_SUCH_DAY = "the calendar has no such month or day"
OUTSIDE = f"periods lie within {FIRST_DAY.year} to {LAST_DAY.year}"
BACKWARDS = "it ends before it begins"


@dataclass(frozen=True)
class Period:
    """Local days from `start` to `end`, both included; None = open."""

    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        """Return months where the days are a month's first and last, else days."""
        return f"{_spelled(self.start, self.starts_month)}..{_spelled(self.end, self.ends_month)}"

    @property
    def starts_month(self) -> bool:
        return self.start is not None and self.start.day == 1

    @property
    def ends_month(self) -> bool:
        return self.end is not None and self.end.day == monthrange(self.end.year, self.end.month)[1]

    @property
    def _is_years(self) -> bool:
        ends = (self.start, self.end)
        return [(day.month, day.day) for day in ends if day] == [(1, 1), (12, 31)]

    @property
    def in_words(self) -> str:
        """Return the period in words: "2016", "Jun 2019 to Jul 2019", "since 5 Aug 2019"."""
        if self._is_years and self.start and self.end:
            years = dict.fromkeys((str(self.start.year), str(self.end.year)))
            return " to ".join(years)
        start = self.start and day_text(self.start, self.starts_month)
        end = self.end and day_text(self.end, self.ends_month)
        if start and end:
            return start if start == end else f"{start} to {end}"
        return f"since {start}" if start else f"until {end}" if end else "all months"


OPEN = Period()


def read_period(text: str) -> Period:
    """Read months or days, one or `from..to`; ValueError says what is wrong.

    An open end is empty, or START or END.
    """
    start, dots, end = text.partition("..")
    period = Period(_day(start, first=True), _day(end if dots else start, first=False))
    if period.start and period.end and period.start > period.end:
        raise ValueError(BACKWARDS)
    return period


def _day(text: str, first: bool) -> date | None:
    """Return the day; of a month its first or last; None for an open end. Raises ValueError."""
    if text in ("", START if first else END):
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        raise ValueError(EXPECTED)
    year, month, *days = map(int, text.split("-"))
    if not FIRST_DAY.year <= year <= LAST_DAY.year:  # which are whole years
        raise ValueError(OUTSIDE)
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    try:
        return date(year, month, days[0] if days else 1 if first else last)
    except ValueError:
        raise ValueError(NO_SUCH_DAY) from None


def _spelled(day: date | None, as_month: bool) -> str:
    return "" if day is None else day.isoformat()[: 7 if as_month else 10]


def day_text(day: date, as_month: bool = False) -> str:
    """Return a day as "5 Aug 2019", or its month as "Aug 2019"."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if as_month else f"{day.day} {month}"
