"""Operations with a rhythm that is known: planted on a clock and in a calendar, counted in UTC."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.clock.calendars import HALF_DAY, HOLIDAY, MAKE_UP, WEEKEND, WORKING, day_kinds
from dashboard.clock.local_time import EPOCH, Ints
from dashboard.panels.clocks.measure import Atlas
from dashboard.settings import ROOT
from dashboard.simulation.rhythm import HOURS, MINUTES, Clock
from dashboard.snapshot.days import Days, Quarters, local_days

SLOTS = 96  # of a day
# Which day of the simulator's three each kind of day is: an office's, half of one, one at home.
DAY_OF = np.zeros(5, int)
DAY_OF[[WORKING, MAKE_UP, HALF_DAY, WEEKEND, HOLIDAY]] = 0, 0, 1, 2, 2


@cache
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


@cache
def atlas() -> Atlas:
    return Atlas.of(catalogue())


@dataclass(frozen=True)
class Planted:
    """Posts as a holding has them, and as they were meant: by day, of the kinds of the calendar."""

    quarters: Quarters
    days: Days
    kinds: Ints
    rates: np.ndarray  # float[days, 24]: posts expected, but for the size of each week


def plant(
    dice: np.random.Generator, zone: str, country: str, first: date, weeks: int, size: float = 300
) -> Planted:
    """Plant the simulator's hours in weeks of unequal size, of `size` posts in the middle."""
    last = first + timedelta(7 * weeks - 1)
    kinds = day_kinds(catalogue().countries[country], first, last)
    rates = HOURS[DAY_OF[kinds]] / HOURS[0].sum() / 5
    of_week = np.repeat(size * np.exp(dice.normal(0, 0.6, weeks)), 7)
    of_day = of_week * dice.gamma(10, 0.1, 7 * weeks)
    counts = dice.poisson(np.repeat(rates * of_day[:, None] / 4, 4, axis=1)).ravel()
    local = ((first - EPOCH).days * SLOTS + np.arange(len(counts))) * MINUTES
    utc = Clock(zone).to_utc(local)[1] // MINUTES
    found = Quarters(np.bincount(utc - utc.min(), counts).astype(np.int64), int(utc.min()))
    days = local_days(found.posts, found.start, zone, first, last)
    return Planted(found, days, kinds, rates)


def office_share(planted: Planted, hours: tuple[int, int] = (9, 18)) -> float:
    """Return the share of posts that was meant to lie in office hours of days worked."""
    worked = (planted.kinds == WORKING) | (planted.kinds == MAKE_UP)
    return float(planted.rates[worked, slice(*hours)].sum() / planted.rates.sum())


def steady_week(
    dice: np.random.Generator, weeks: int, office: float = 0.6, quiet: float = 0.4
) -> Days:
    """Plant Monday to Friday with `office` of each day from 9 to 18, weekend days at `quiet`.

    Weeks differ in size, in the share of their days and in how quiet their weekend is.
    """
    size = np.exp(dice.normal(2.5, 0.7, weeks))
    own = dice.beta(20 * office, 20 * (1 - office), weeks)
    days = np.ones((weeks, 7))
    days[:, 5:] = quiet * dice.gamma(8, 1 / 8, (weeks, 1))
    hours = np.broadcast_to(((1 - own) / 15)[:, None, None], (weeks, 7, 24)).copy()
    hours[:, :, 9:18] = (own / 9)[:, None, None]
    posts = dice.poisson(size[:, None, None] * days[:, :, None] * hours)
    return Days(date(2018, 1, 1), posts.reshape(-1, 24))
