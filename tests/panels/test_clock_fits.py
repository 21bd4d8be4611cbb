"""Which clocks the posts follow: by hand, by Python's own clock, and planted zones found."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dashboard.clock.local_time import SLOT, zone_names
from dashboard.clock.places import ZONES, Zones, name_of
from dashboard.panels.clocks import clock_fits
from dashboard.panels.clocks.clock_fits import OFFSETS, ClockFits, offset_text, posts_in_hours
from dashboard.snapshot.days import Quarters
from tests.planted_rhythms import atlas, catalogue, plant

MONDAY = int(datetime(2018, 1, 1, tzinfo=UTC).timestamp()) // SLOT


def every_week(weeks: int, **posts: int) -> Quarters:
    """Return some weeks; on each Wednesday so many posts at h09, h10 …"""
    quarters = np.zeros((weeks, 7, 24, 4), np.int64)
    for hour, number in posts.items():
        quarters[:, 2, int(hour[1:]), 1] = number
    return Quarters(quarters.ravel(), MONDAY)


def clocks(posts: Quarters, *asked: Any) -> ClockFits:
    (found,) = clock_fits.fit_clocks([posts], *asked)
    return found


def test_posts_of_one_hour_by_hand():
    """At 02:15 UTC it is from 9 to 18 on the clocks of +07:00 to +15:30, so to +14:00."""
    found = clocks(every_week(10, h02=5), atlas().zones)
    shares = zip(OFFSETS, found.shares.estimate, strict=True)
    inside = {offset_text(offset) for offset, share in shares if share == 1}
    east = {offset_text(offset) for offset in range(14, 29)}
    west = {offset_text(offset) for offset in range(-24, -16)}  # the same times of the day before
    assert inside == east | west
    assert {offset_text(offset) for offset in found.consistent} == inside
    assert {"Bangkok", "Tokyo"} <= {*found.fitting_zones}
    assert not {"London", "Moscow"} & {*found.fitting_zones}


def test_offsets_a_day_apart_say_so():
    assert [offset_text(o) for o in (-24, -7, 0, 28)] == ["-12:00", "-03:30", "+00:00", "+14:00"]
    found = clocks(every_week(10, h22=5, h03=1), atlas().zones)
    for offset in range(24, 29):
        here, there = np.searchsorted(OFFSETS, [offset, offset - 48])
        assert found.shares.estimate[here] == found.shares.estimate[there]
        assert found.fits[here] == found.fits[there]


def test_the_profile_by_hand():
    """In UTC: 3 posts at 11 and 14, 1 at 12 and 13, 8 at 20. Lunch is (1 + 1) / (3 + 3)."""
    found = clocks(every_week(10, h11=3, h12=1, h13=1, h14=3), atlas().zones, (11, 15))
    assert offset_text(found.best) == "+00:00"
    profile = found.profile
    assert profile.hours[[10, 11, 12, 13, 14]].tolist() == [0, 30, 10, 10, 30]
    assert profile.lunch.estimate == pytest.approx(1 / 3)
    assert profile.peaks == (11, 14) and profile.at_noon is None
    assert profile.evening.estimate == 0
    late = clocks(every_week(10, h11=3, h20=1), atlas().zones, (11, 12)).profile
    assert late.evening.estimate == pytest.approx(0.25 * 24 / 6)
    assert late.peaks == (11,) and late.at_noon is True
    assert clocks(every_week(10, h15=3), atlas().zones, (15, 16)).profile.at_noon is False


@pytest.mark.parametrize("zone", ["Asia/Tehran", "America/Caracas", "Europe/Istanbul"])
def test_shares_agree_with_pythons_clock(zone):
    """Over years in which summer time and laws changed; weeks of a change count by Thursday."""
    dice, start = np.random.default_rng(21), MONDAY - 96 * 7 * 110 + 31
    quarters = dice.poisson(0.03, 96 * 1_000)
    posts, zones = Quarters(quarters, start), Zones([zone])
    found = clocks(posts, zones)
    inside = dict.fromkeys([-24, 7, 9, 28, "own"], 0)
    for place in np.flatnonzero(quarters).tolist():
        utc = datetime.fromtimestamp((start + place) * SLOT, UTC)
        thursday = (utc - timedelta(utc.weekday() - 3)).replace(hour=12, minute=0)
        shift = {key: timedelta(minutes=30 * key) for key in inside if key != "own"}
        shift["own"] = thursday.astimezone(ZoneInfo(zone)).utcoffset()
        for key in inside:
            inside[key] += int(quarters[place]) * (9 <= (utc + shift[key]).hour < 18)
    for key in (-24, 7, 9, 28):
        share = found.shares.estimate[np.searchsorted(OFFSETS, key)]
        assert share == pytest.approx(inside[key] / quarters.sum())
    on_its_clock = posts_in_hours(posts, posts.halves, zones, (9, 18)).sum(0)[zones.place]
    assert on_its_clock.tolist() == [inside["own"]]


def test_places_are_zones_of_whole_half_hours():
    assert set(ZONES) <= zone_names() and len(set(ZONES)) == len(ZONES)
    assert atlas().zones.zones == ZONES
    assert Zones(["Asia/Kathmandu", "Asia/Kolkata"]).zones == ("Asia/Kolkata",)
    assert name_of("America/Argentina/Buenos_Aires") == "Buenos Aires"


def test_every_zone_of_the_catalogue_is_a_place():
    assert {release.zone for release in catalogue().releases.values()} <= set(ZONES)


def test_nothing_posted_is_not_known():
    found = clocks(Quarters(np.zeros(96 * 30, np.int64), MONDAY), atlas().zones)
    assert np.isnan(found.shares.estimate).all()


def test_summer_time_is_found_where_no_fixed_offset_is():
    """Two years of Tehran, half of each at +03:30 and half at +04:30."""
    found = []
    for seed in range(20):
        made = plant(np.random.default_rng(seed), "Asia/Tehran", "iran", date(2018, 1, 1), 104)
        found.append(clocks(made.quarters, atlas().zones))
    fits = [clock.fitting_zones for clock in found]
    assert np.mean(["Tehran" in zones for zones in fits]) >= 0.95
    assert np.mean(["Dubai" in zones or "Moscow" in zones for zones in fits]) < 0.1


@pytest.mark.parametrize(
    "cut", [(0, 672 * 30 + 5), (672 * 20 + 50, 672 * 70), (672 * 60, 672 * 61)]
)
def test_clocks_of_a_period_are_those_of_its_posts_alone(cut):
    """Also where a clock changed before the period and not in it."""
    made = plant(np.random.default_rng(3), "Europe/Madrid", "spain", date(2018, 1, 1), 104)
    whole = made.quarters
    clocks(whole, atlas().zones)
    part = clocks(whole.between(*(whole.start + end for end in cut)), atlas().zones)
    alone = clocks(Quarters(whole.posts[slice(*cut)], whole.start + cut[0]), atlas().zones)
    for end in ("estimate", "low", "high"):
        one, other = (getattr(found.shares, end) for found in (part, alone))
        assert one == pytest.approx(other, nan_ok=True)
    assert (part.fits == alone.fits).all() and (part.zone_fits == alone.zone_fits).all()
    assert part.profile.peaks == alone.profile.peaks
    assert part.profile.lunch.numbers == pytest.approx(alone.profile.lunch.numbers, nan_ok=True)
    assert part.profile.evening.numbers == pytest.approx(alone.profile.evening.numbers, nan_ok=True)


def test_operations_are_tested_together_as_each_alone():
    """Of unequal length, one of them of a single week."""
    made = [
        plant(np.random.default_rng(n), zone, slug, date(2018, 1, 1), weeks).quarters
        for n, (zone, slug, weeks) in enumerate(
            [
                ("Asia/Tehran", "iran", 60),
                ("Asia/Shanghai", "china", 1),
                ("Europe/Madrid", "spain", 20),
            ]
        )
    ]
    for together, posts in zip(clock_fits.fit_clocks(made, atlas().zones), made, strict=True):
        alone = clocks(posts, atlas().zones)
        assert (together.shares.units, together.consistent) == (
            alone.shares.units,
            alone.consistent,
        )
        assert together.shares.worth == pytest.approx(alone.shares.worth)
        assert (
            together.fitting_zones == alone.fitting_zones
            and together.profile.peaks == alone.profile.peaks
        )
        assert (together.profile.hours == alone.profile.hours).all()
        for one, other in (
            (together.shares, alone.shares),
            (together.profile.lunch, alone.profile.lunch),
            (together.profile.evening, alone.profile.evening),
        ):
            for end in ("estimate", "low", "high"):
                assert getattr(one, end) == pytest.approx(getattr(other, end), nan_ok=True)
