"""The week that newspapers count: Monday to Friday, whatever the holidays."""

from datetime import date

import numpy as np

from dashboard.clock.calendars import WEEKEND, WORKING
from dashboard.clock.local_time import Ints
from dashboard.panels.rhythm.office_hours import OFFICE, OfficeHours
from dashboard.snapshot.days import Days


def monday_to_friday(first: date, last: date) -> Ints:
    """Return int8[days] in which Saturday and Sunday are off."""
    weekday = (first.weekday() + np.arange((last - first).days + 1)) % 7
    return np.where(weekday < 5, WORKING, WEEKEND).astype(np.int8)


def office_of_monday_to_friday(days: Days, hours: tuple[int, int] = OFFICE) -> OfficeHours:
    """Return the office hours of days on which these are the weeks."""
    kinds = monday_to_friday(days.first, days.last)
    return OfficeHours(days, kinds == WORKING, kinds, hours)
