"""Which hour of the week and kind of day a quarter-hour is, on the operator's clock."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.calendars import day_kinds
from dashboard.clock import DAY, local, week_hours
from dashboard.facts import Country

EPOCH = date(1970, 1, 1)


def days_between(first: int, last: int, zone: str, country: Country) -> pd.DataFrame:
    """Return int8 `day` (a place in calendars.KINDS), int16 `hour` (0 = Monday 00:00) and `date`.

    `date`, int32, counts days since 1970-01-01 on the zone's clock. One row for each slot from
    `first` to `last`, in order; none if `last` is before `first`.
    """
    slots = np.arange(first, last + 1, dtype=np.int32)
    place = local(slots, zone) // DAY
    kinds = np.zeros(0, np.int8)
    if len(slots):
        begin, end = (EPOCH + timedelta(int(day)) for day in (place.min(), place.max()))
        kinds = day_kinds(country, begin, end)[place - place.min()]
    hours = week_hours(slots, zone).astype(np.int16)
    return pd.DataFrame({"day": kinds, "hour": hours, "date": place.astype(np.int32)})
