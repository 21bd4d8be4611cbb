"""Office hours: how much was posted in a country's working time, and how quiet its days off were.

The share of posts in working time says little by itself, because working time is a large part of a
week. It stands beside the share that even posting would give, from the days really worked. Every
interval leaves out whole weeks in turn (`resampling.py`).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.calendars import HALF_DAY, HOLIDAY, KINDS, MAKE_UP, WEEKEND, WORKING
from dashboard.clock import Ints
from dashboard.measures.days import Days
from dashboard.measures.resampling import Interval, ratios, shares

OFFICE = (9, 18)  # 18:00 is not included
PRESS = (8, 17)  # what newspapers counted, Monday to Friday: calendars.monday_to_friday
# The ratios of a Signature: mean posts a day of one kind over that of another.
RATIOS = (
    (WEEKEND, WORKING),
    (HALF_DAY, WORKING),
    (HOLIDAY, WORKING),
    (MAKE_UP, WORKING),
    (MAKE_UP, WEEKEND),
)
NOWHERE = np.array(np.nan)
NO_RATIO = Interval(NOWHERE, NOWHERE, NOWHERE, 0, 0.0)  # where the period has no day of a kind
FEWEST = 50  # posts; below this no share is shown


@dataclass(frozen=True, eq=False)
class Signature:
    """What the posts of `counted` say about office hours. Shares are 0 to 1; ratios have 1 = alike.

    `kinds` is int8[days] as calendars.day_kinds gives it; make-up days are days worked. `hours` are
    [first, last) of the local day. Each number is made when it is first asked for.
    """

    counted: Days
    kinds: Ints
    hours: tuple[int, int]

    @cached_property
    def posts(self) -> int:
        return int(self.counted.daily.sum())

    @cached_property
    def days(self) -> dict[int, int]:
        """Return how many days of each kind are in the period."""
        return dict(enumerate(np.bincount(self.kinds, minlength=len(KINDS)).tolist()))

    @cached_property
    def _worked(self) -> Ints:
        return np.asarray((self.kinds == WORKING) | (self.kinds == MAKE_UP))

    @cached_property
    def inside(self) -> Ints:
        """Return int64[weeks]: posts in `hours` of days worked."""
        posts = np.einsum("dh->d", self.counted.posts[:, slice(*self.hours)])
        return self.counted.by_week(posts * self._worked)

    @cached_property
    def share(self) -> Interval:
        """Return Σ posts in hours of days worked / Σ posts."""
        return self.counted.units.shares(self.inside)

    @cached_property
    def even(self) -> float:
        """Return the share of posts spread evenly over every hour of every day of the period.

        Exactly: days worked · (last - first) / (days · 24).
        """
        return self._worked_of(1, len(self.kinds))

    @cached_property
    def shuffled(self) -> float:
        """Return the share of the posts of these days spread evenly over the hours of their own.

        Formula: (posts on days worked / posts) · (last - first) / 24.
        """
        return self._worked_of(self.counted.daily, self.posts)

    def _worked_of(self, each: Ints | int, total: int) -> float:
        worked = float((self._worked * each).sum())
        return worked / (total or np.nan) * (self.hours[1] - self.hours[0]) / 24

    @property
    def times(self) -> Interval:
        """Return share / even."""
        return self.share.scaled(1 / self.even if self.even else np.nan)

    @property
    def above(self) -> Interval:
        """Return share - even."""
        return self.share.scaled(1.0, -self.even)

    @cached_property
    def _ratios(self) -> dict[tuple[int, int], Interval]:
        """Return the RATIOS between kinds that the period has, made together."""
        asked = [pair for pair in RATIOS if all(self.days[kind] for kind in pair)]
        posts, counts = by_kind(self.counted, self.kinds)
        over, under = np.array(asked, np.int64).reshape(-1, 2).T
        found = ratios((posts[over], counts[over]), (posts[under], counts[under]))
        return dict(zip(asked, found, strict=True))

    def _ratio(self, over: int, under: int) -> Interval:
        return self._ratios.get((over, under), NO_RATIO)

    @property
    def weekend(self) -> Interval:
        """Return mean posts a weekend day over mean posts a working day; the others likewise."""
        return self._ratio(WEEKEND, WORKING)

    @property
    def half_day(self) -> Interval:
        return self._ratio(HALF_DAY, WORKING)

    @property
    def holiday(self) -> Interval:
        return self._ratio(HOLIDAY, WORKING)

    @property
    def make_up(self) -> Interval:
        return self._ratio(MAKE_UP, WORKING)

    @property
    def make_up_weekend(self) -> Interval:
        """Return mean posts a make-up day over mean posts a weekend day that was not worked."""
        return self._ratio(MAKE_UP, WEEKEND)


def signature(days: Days, kinds: Ints, hours: tuple[int, int] = OFFICE) -> Signature:
    """Return how the posts of `days` lie in the working time of the calendar `kinds`."""
    return Signature(days, kinds, hours)


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
    return days.units.shares(_in_press_hours(days))


def _in_press_hours(days: Days) -> Ints:
    week = days.week_hours.reshape(-1, 7, 24)
    return np.asarray(np.einsum("wdh->w", week[:, :5, slice(*PRESS)]))


def lines(days: Days) -> tuple[Interval, Interval]:
    """Return the shares of the 24 hours of the day and of the 7 weekdays, with intervals.

    Units are weeks. Arrays are float[24] and float[7], Monday first; each sums to 1.
    """
    hour, weekday = days.units.shares_of(_by_hour(days), days.week_days)
    return hour, weekday


def _by_hour(days: Days) -> Ints:
    return np.asarray(np.einsum("wdh->wh", days.week_hours.reshape(-1, 7, 24)))


def page(found: Signature) -> tuple[Interval, ...]:
    """Return `lines`, the share of a signature and `press_share` of its days, in one pass."""
    days = found.counted
    inside = (_by_hour(days), days.week_days, found.inside, _in_press_hours(days))
    return days.units.shares_of(*inside)


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
