"""Office hours: how much was posted in a country's working time, and how quiet its days off were.

The share of posts in working time says little by itself, because working time is a large part of a
week. It stands beside the share that even posting would give, from the days really worked. Every
interval leaves out whole weeks in turn (`resampling.py`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.calendars import HALF_DAY, HOLIDAY, KINDS, MAKE_UP, WEEKEND, WORKING
from dashboard.clock import Ints
from dashboard.measures.days import Days
from dashboard.measures.resampling import Interval, ratios, shares

OFFICE = (9, 18)  # 18:00 is not included
PRESS = (8, 17)  # what newspapers counted, Monday to Friday: calendars.monday_to_friday
# The ratios of a Signature, in its order: mean posts a day of one kind over that of another.
RATIOS = (
    (WEEKEND, WORKING),
    (HALF_DAY, WORKING),
    (HOLIDAY, WORKING),
    (MAKE_UP, WORKING),
    (MAKE_UP, WEEKEND),
)
FEWEST = 50  # posts; below this no share is shown


@dataclass(frozen=True, eq=False)
class Signature:
    """What one operation's posts say about office hours. Shares are 0 to 1; ratios have 1 = alike.

    `share`: posts in `hours` of days worked, over all posts. `even`: the same for posts spread
    evenly over every hour of every day of the period, exactly. `times`: share / even. `above`:
    share - even. `shuffled`: the same for the posts of these days spread evenly over the hours of
    their own day: (posts on days worked / posts) · hours / 24. The ratios are of mean posts a day:
    `weekend`, `half_day`, `holiday` and `make_up` over a working day, `make_up_weekend` over an
    ordinary weekend day.
    """

    hours: tuple[int, int]
    posts: int
    days: dict[int, int]  # kind of day -> days in the period
    share: Interval
    even: float
    shuffled: float
    weekend: Interval
    half_day: Interval
    holiday: Interval
    make_up: Interval
    make_up_weekend: Interval

    @property
    def times(self) -> Interval:
        return self.share.scaled(1 / self.even) if self.even else self.share.scaled(np.nan)

    @property
    def above(self) -> Interval:
        return self.share.scaled(1.0, -self.even)


def signature(days: Days, kinds: Ints, hours: tuple[int, int] = OFFICE) -> Signature:
    """Return how the posts of `days` lie in the working time of the calendar `kinds`.

    `kinds` is int8[days] as calendars.day_kinds gives it; make-up days are days worked. Hours are
    [first, last) of the local day. Formula of the share: Σ posts in hours of days worked / Σ posts;
    even = days worked · (last - first) / (days · 24).
    """
    posts, counts = by_kind(days, kinds)
    worked = (kinds == WORKING) | (kinds == MAKE_UP)
    inside = days.by_week(np.einsum("dh->d", days.posts[:, slice(*hours)]) * worked)
    over, under = (list(column) for column in zip(*RATIOS, strict=True))
    found = ratios((posts[over], counts[over]), (posts[under], counts[under]))
    total = float(posts.sum())
    return Signature(
        hours,
        int(total),
        dict(enumerate(counts.sum(1).astype(int).tolist())),
        days.units.shares(inside),
        float(worked.mean()) * (hours[1] - hours[0]) / 24,
        float(posts[[WORKING, MAKE_UP]].sum()) / (total or np.nan) * (hours[1] - hours[0]) / 24,
        *found,
    )


def by_kind(days: Days, kinds: Ints) -> tuple[Ints, Ints]:
    """Return posts and days of each kind by week, float[kinds, weeks] both."""
    weeks = len(days.week_starts)
    keys = kinds * np.int64(weeks) + days.week_of
    posts, counts = (
        np.bincount(keys, weights, len(KINDS) * weeks).reshape(len(KINDS), weeks)
        for weights in (days.daily, None)
    )
    return posts, counts.astype(float)


def press_share(days: Days) -> Interval:
    """Return the share of posts from Monday to Friday, 08:00 to 17:00, as newspapers counted it."""
    first, last = PRESS
    inside = np.einsum("wdh->w", days.week_hours.reshape(-1, 7, 24)[:, :5, first:last])
    return days.units.shares(inside)


def lines(days: Days) -> tuple[Interval, Interval]:
    """Return the shares of the 24 hours of the day and of the 7 weekdays, with intervals.

    Units are weeks. Arrays are float[24] and float[7], Monday first; each sums to 1.
    """
    weeks = days.week_hours
    posts = weeks.sum(1)
    week = weeks.reshape(len(weeks), 7, 24)
    return shares(week.sum(1), posts), shares(week.sum(2), posts)


def account_share(hours: Ints, open_hours: Any) -> Interval:
    """Return the share of posts in chosen hours of the week, with accounts as the units.

    `hours` is int[accounts, 168], `open_hours` bool[168]. One account's posts stay together, so a
    few tireless accounts widen the interval as they should.
    """
    return shares(hours @ open_hours.astype(hours.dtype), hours.sum(1))


def week_hours_open(weekdays: tuple[int, ...], hours: tuple[int, int] = OFFICE) -> Any:
    """Return bool[168]: the hours [first, last) of these weekdays, 0 = Monday."""
    opened = np.zeros((7, 24), bool)
    opened[list(weekdays), slice(*hours)] = True
    return opened.ravel()
