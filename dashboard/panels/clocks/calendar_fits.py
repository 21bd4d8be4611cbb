"""Which countries' calendars do the posts follow: weekends, holidays and make-up days by the week.

A day worked is 1, a half day 0.5, a day off 0. Within each week that is brought to a mean of 0 and
a standard deviation of 1, its contrast; a week in which all days are alike gives 0. The score of a
calendar is Σ posts · contrast / Σ posts: how many posts follow it, less those that go against it.
By the inequality of Cauchy and Schwarz no other pattern scores higher than the one that the posts
of a week follow. Only days of one week are compared, so a busy or a quiet month helps no calendar.

A calendar is consistent with the posts unless it scores lower than the best one, outside the 95%
interval of their difference, which leaves out runs of weeks in turn. On simulated operations of one
and two years the true calendar was among these in 99 of 100 cases, with holidays as quiet as
weekends or half as quiet (`tests/panels/test_calendar_fits.py`). Its limit: where people rest at
weekends but work on holidays as on other days, a calendar with few holidays scores best, and the
true one was left out in 11 of 100.

It never says whose calendar it is: countries that rest on the same days cannot be told apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache

import numpy as np

from dashboard.clock.calendars import HALF_DAY, HOLIDAY, WEEKEND, Country, day_kinds
from dashboard.clock.local_time import FIRST_DAY, LAST_DAY, Ints
from dashboard.snapshot.days import Days
from dashboard.snapshot.kept import KEPT_TABLES
from dashboard.statistics.intervals import Floats, Interval
from dashboard.statistics.jackknife import Units

FIRST_MONDAY = FIRST_DAY - timedelta(FIRST_DAY.weekday())
ALIKE = 12  # digits in which scores of the same calendar agree, in whatever order they are summed
# The best of twenty is high by chance, too. Of operations that posted evenly 14 of 100 had a best
# score whose 95% interval lay above 0; with the interval this much wider, 5 of 100.
BEST_OF_MANY = 1.3


class Calendars:
    """The contrasts of several countries' calendars from 2006 to 2029, made once; costs 0.3 s.

    `work` and `contrast` are float[weeks, 7, countries], from FIRST_MONDAY on. `work` is 1, 0.5 or
    0 for each day.
    """

    def __init__(self, countries: Iterable[Country]) -> None:
        countries = tuple(countries)
        self.slugs = tuple(country.slug for country in countries)
        every = np.array([_work(day_kinds(country, FIRST_DAY, LAST_DAY)) for country in countries])
        before, after = FIRST_DAY.weekday(), 6 - LAST_DAY.weekday()
        whole = np.pad(every, ((0, 0), (before, after)), mode="edge")
        self.work = np.ascontiguousarray(whole.T.reshape(-1, 7, len(countries)))
        self.contrast = standardised(self.work)
        self.cut = lru_cache(maxsize=256)(self._cut)
        self._of_whole = lru_cache(maxsize=KEPT_TABLES)(self._scores)

    def scores(self, days: Days) -> Floats:
        """Return float[weeks, countries]: Σ posts · contrast over the days of each week.

        A week that the period cuts is compared over the days that are in it. Raises ValueError for
        days outside 2006 to 2029.
        """
        if days.first < FIRST_DAY or days.last > LAST_DAY:
            raise ValueError(f"Calendars reach from {FIRST_DAY} to {LAST_DAY}.")
        scores = days.weeks_of(self._of_whole(days.whole)) if days.whole else self._scores(days)
        start = (days.first - FIRST_MONDAY).days // 7
        for week, first, last in days.cut_weeks:
            place = 7 * week - days.first.weekday()
            posts = days.daily[place + first : place + last]
            scores[week] = posts @ self.cut(start + week, first, last)
        return scores

    def _scores(self, days: Days) -> Floats:
        """Return the scores of whole weeks."""
        start = (days.first - FIRST_MONDAY).days // 7
        contrast = self.contrast[start : start + days.weeks]
        return np.asarray(np.einsum("wd,wdk->wk", days.week_days, contrast))

    def _cut(self, week: int, first: int, last: int) -> Floats:
        """Return float[days, countries]: the contrast of some days of a week."""
        return np.asarray(standardised(self.work[week : week + 1, first:last])[0])


@dataclass(frozen=True, eq=False)
class CalendarFits:
    """How well each country's calendar fits the posts. Arrays are of the countries, in order.

    `scores`: mean contrast of a post, with its interval; 1 if all posts are on one kind of day and
    there are as many days of the other. `fits`: not below the best score by more than chance.
    """

    countries: tuple[str, ...]  # slugs
    scores: Interval
    fits: Ints  # bool
    has_rest: bool  # the best score lies above 0 by more than chance: there is a weekly rest to see
    fits_differ: bool  # calendars that fit differ in weeks with posts, which do not tell them apart

    @cached_property
    def consistent(self) -> tuple[str, ...]:
        """Return the slugs of all countries whose calendar fits, the best first."""
        order = np.argsort(-self.scores.estimate.round(ALIKE), kind="stable")
        return tuple(self.countries[place] for place in order[self.fits[order]].tolist())


def fit_calendars(every: Sequence[Days], calendars: Calendars) -> list[CalendarFits]:
    """Return for each operation how well each of the calendars fits the posts of its days."""
    weeks = [calendars.scores(days) for days in every]
    units = Units.of_weeks(*(days.posts_by_week for days in every))
    return [_fits(calendars.slugs, *scores) for scores in units.scores(weeks)]


def _fits(
    slugs: tuple[str, ...], scores: Interval, behind: Interval, differs: Ints
) -> CalendarFits:
    """Return which calendars fit; `behind` is how far each lies below the best score."""
    fits = ~(behind.high < 0)  # where the interval is not known, neither is a difference
    best = int(scores.estimate.argmax())
    lowest = scores.estimate[best] - BEST_OF_MANY * (scores.estimate[best] - scores.low[best])
    return CalendarFits(slugs, scores, fits, bool(lowest > 0), bool((fits & differs).any()))


def standardised(work: Floats) -> Floats:
    """Return float[weeks, days, k] with mean 0 and deviation 1 over the days of each week, or 0."""
    distance = work - work.mean(1, keepdims=True)
    deviation = np.sqrt((distance * distance).mean(1, keepdims=True))
    return np.where(deviation > 0, distance / np.where(deviation > 0, deviation, 1), 0.0)


def _work(kinds: Ints) -> Floats:
    """Return how much of each day is worked."""
    off = (kinds == WEEKEND) | (kinds == HOLIDAY)
    return np.where(off, 0.0, np.where(kinds == HALF_DAY, 0.5, 1.0))
