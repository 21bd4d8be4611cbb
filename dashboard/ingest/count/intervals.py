"""The unfiltered rhythm of a collection with 95% intervals, for stores without account tables."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from dashboard.clock.calendars import HOLIDAY, MAKE_UP, WEEKDAYS, WORKING, Country
from dashboard.clock.local_time import Ints
from dashboard.statistics.intervals import Interval, means
from dashboard.statistics.jackknife import shares
from dashboard.statistics.null_models import QUANTILE, chance, error
from dashboard.tables import (
    BY_ACCOUNT,
    CALENDAR,
    INTERVALS,
    MIN_ACCOUNTS,
    PRESS,
    SHUFFLED,
    WORKWEEK,
    window,
)

Rows = Iterator[tuple[str, str, float, float, float]]
DIGITS = 6  # of a share: more would differ from one machine's sums to another's
LOUDEST = (1, 5, 10)
AT_ONCE = 1 << 16  # posts of accounts in spans of hours: more would be slower, and fill the memory
MONDAY_TO_FRIDAY = slice(5)
WORKED = (WORKING, MAKE_UP)


def intervals(hours: pd.DataFrame, pairs: Mapping[int, int], country: Country) -> pd.DataFrame:
    """Return INTERVALS of a table HOURS of a country; no rows if fewer than 10 accounts posted.

    `pairs` is Σ posts · posts over pairs of hours of an account's day worked, by how many hours lie
    between them, as `aggregates.products` has it.
    """
    enough = hours["account"].nunique() >= MIN_ACCOUNTS
    if not enough:
        return pd.DataFrame(columns=list(INTERVALS))
    rows = sorted([*_rows(hours, _in_office(hours, country)), *_shuffled(hours, pairs)])
    return pd.DataFrame(rows, columns=list(INTERVALS))


def _in_office(hours: pd.DataFrame, country: Country) -> pd.Series:
    """Return bool[rows]: whether they are of the working weekdays of the country's own week.

    A holiday is a day otherwise worked; not where the weekday is half of the weekly rest, which no
    country has had as a whole working day too.
    """
    half = {WEEKDAYS.index(day) for weekend in country.weekends for day in weekend.half_days}
    otherwise = hours["day"].eq(HOLIDAY) & ~(hours["hour"] // 24).isin(half)
    return hours["day"].eq(WORKING) | otherwise


def _rows(hours: pd.DataFrame, in_office: pd.Series) -> Rows:
    count = int(hours["account"].max()) + 1
    week = _by_account(hours, count)
    active = week.sum(1) > 0

    def of_a_day(rows: pd.DataFrame) -> Ints:
        return np.asarray(_by_account(rows, count)[active].reshape(-1, 7, 24).sum(1))

    office = of_a_day(hours[in_office])
    calendar = of_a_day(hours[hours["day"].isin(WORKED)])
    week = week[active].reshape(-1, 7, 24)
    posts = week.sum((1, 2))
    yield from _both("hour", [f"{h:02}" for h in range(24)], week.sum(1), posts)
    yield from _both("weekday", [str(d) for d in range(7)], week.sum(2), posts)
    yield from _windows(WORKWEEK, office, posts)
    yield from _windows(CALENDAR, calendar, posts)
    yield from _windows(PRESS, week[:, MONDAY_TO_FRIDAY].sum(1), posts)
    whole = means(week.reshape(-1, 168) / posts[:, None])
    yield from _interval_rows("week" + BY_ACCOUNT, [f"{h:03}" for h in range(168)], whole)
    loud = np.sort(posts)[::-1].cumsum() / posts.sum()
    for number in LOUDEST:
        share = round(float(loud[number - 1]), DIGITS)  # a count of what is there: no interval
        yield "loudest", f"{number:02}", share, share, share


def _shuffled(hours: pd.DataFrame, pairs: Mapping[int, int]) -> Rows:
    """Yield the share of each span of hours, of days worked, that chance gives, with its range."""
    # Round the clock, hours that are 9 apart one way are 15 apart the other way.
    lagged = np.array([pairs.get(n, 0) + (pairs.get(24 - n, 0) if n else 0) for n in range(24)])
    posts = int(hours["posts"].sum())
    worked = int(hours.loc[hours["day"].isin(WORKED), "posts"].sum()) / posts
    for length in range(1, 25):
        share = chance(worked, length)
        reach = QUANTILE * error(lagged, posts, length)
        estimate, low, high = (
            round(min(max(end, 0.0), 1.0), DIGITS) for end in (share, share - reach, share + reach)
        )
        for first in range(25 - length):
            yield SHUFFLED, window(first, first + length), estimate, low, high


def _by_account(hours: pd.DataFrame, count: int) -> Ints:
    """Return int64[accounts, 168]: posts by hour of the week."""
    place = hours["account"].to_numpy(np.int64) * 168 + hours["hour"].to_numpy()
    return np.bincount(place, hours["posts"], count * 168).astype(np.int64).reshape(count, 168)


def _windows(measure: str, hours: Ints, posts: Ints) -> Rows:
    """Yield the share of each span of hours; of many accounts one first hour at a time."""
    step = max(1, AT_ONCE // (24 * len(posts)))
    for start in range(0, 24, step):
        firsts = range(start, min(start + step, 24))
        bins = [window(first, last) for first in firsts for last in range(first + 1, 25)]
        inside = np.concatenate([hours[:, first:].cumsum(1) for first in firsts], axis=1)
        yield from _both(measure, bins, inside, posts)


def _both(measure: str, bins: list[str], inside: Ints, posts: Ints) -> Rows:
    yield from _interval_rows(measure, bins, shares(inside, posts))
    yield from _interval_rows(measure + BY_ACCOUNT, bins, means(inside / posts[:, None]))


def _interval_rows(measure: str, bins: list[str], interval: Interval) -> Rows:
    # What is not known is between nothing and all.
    low, high = np.nan_to_num(interval.low, nan=0.0), np.nan_to_num(interval.high, nan=1.0)
    rounded = (np.clip(end, 0, 1).round(DIGITS).tolist() for end in (interval.estimate, low, high))
    for bin, estimate, low, high in zip(bins, *rounded, strict=True):
        yield measure, bin, estimate, low, high
