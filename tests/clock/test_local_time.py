"""Local time equals what zoneinfo says, slot by slot."""

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from dashboard.clock import local_time

ZONES = (
    *("UTC", "Asia/Tehran", "America/Caracas", "Europe/Moscow", "Europe/Istanbul"),
    *("Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"),
    *("Africa/Cairo", "Asia/Shanghai", "Asia/Pyongyang", "America/Havana", "Asia/Amman"),
    *("Asia/Dhaka", "Pacific/Chatham", "Africa/Casablanca", "Asia/Kolkata", "Antarctica/Troll"),
)
every_zone = pytest.mark.parametrize("name", ZONES)
LO, HI = 1_262_304, 1_710_720  # 2006-01-01 and 2018-10-16, in slots


def told(name: str, slot: int) -> datetime:
    """Return local time as zoneinfo has it, from tzdata: the system's zones may be older."""
    return datetime.fromtimestamp(slot * local_time.SLOT, UTC).astimezone(local_time.zone(name))


def slots(name: str, count: int) -> list[int]:
    """Return random slots, and those around every change that the zone made."""
    chance = random.Random(name)
    near = [
        start + step for start in local_time.offsets(name)[0][1:].tolist() for step in (-1, 0, 1)
    ]
    return [*near, *(chance.randint(LO, HI + 100_000) for _ in range(count))]


@every_zone
def test_the_local_hour_of_the_week(name):
    asked = slots(name, 2_000)
    expected = [local.weekday() * 24 + local.hour for local in (told(name, s) for s in asked)]
    assert local_time.week_hours(np.array(asked), name).tolist() == expected


@every_zone
def test_the_offset_in_force(name):
    starts, offsets = local_time.offsets(name)
    assert (np.diff(starts) > 0).all()
    assert (np.diff(offsets) != 0).all(), "a change that changes nothing"
    for slot in slots(name, 300):
        here = int(offsets[np.searchsorted(starts, slot, side="right") - 1])
        offset = told(name, slot).utcoffset()
        assert offset is not None
        assert here * local_time.SLOT == offset.total_seconds()


@every_zone
def test_segments_cut_time_where_the_offset_changes_and_nowhere_else(name):
    chance = random.Random(name)
    for _ in range(50):
        lo = chance.randint(LO, HI)
        hi = lo + chance.choice([1, 4, 96, 5_000, 100_000])
        cut = local_time.segments(name, lo, hi)
        assert cut[0][0] == lo
        assert cut[-1][1] == hi
        assert [end for _, end, _ in cut[:-1]] == [start for start, _, _ in cut[1:]]
        for start, end, offset in cut:
            assert start < end
            for slot in (start, end - 1):
                delta = told(name, slot).utcoffset()
                assert delta is not None
                assert delta.total_seconds() == offset * local_time.SLOT


@every_zone
def test_the_span_of_days_holds_exactly_the_slots_of_these_local_days(name):
    chance = random.Random(name)
    days = [date(2006, 2, 1) + timedelta(chance.randint(0, 5_600)) for _ in range(40)]
    changes = [told(name, start).date() for start in local_time.offsets(name)[0][1:].tolist()]
    for day in [*days, *[d for d in changes if d.year < 2029]]:
        end = day + timedelta(chance.choice([0, 0, 1, 30]))
        lo, hi = local_time.span(name, day, end)
        inside = [told(name, slot).date() for slot in (lo, hi - 1) if lo < hi]
        assert all(day <= local <= end for local in inside)
        assert told(name, lo - 1).date() < day
        assert told(name, hi).date() > end


def test_a_day_that_was_skipped_has_no_slots():
    """Samoa went from 29 to 31 December 2011."""
    lo, hi = local_time.span("Pacific/Apia", date(2011, 12, 30), date(2011, 12, 30))
    assert lo == hi


def test_days_of_23_and_25_hours():
    spring, autumn = date(2020, 3, 29), date(2020, 10, 25)
    spans = [local_time.span("Europe/Paris", day, day) for day in (spring, autumn)]
    assert [(hi - lo) / 4 for lo, hi in spans] == [23, 25]


def test_an_open_period_reaches_over_the_whole_archive():
    assert local_time.span("UTC", None, None) == (
        LO,
        local_time.span("UTC", None, local_time.LAST_DAY)[1],
    )
    assert local_time.span("UTC", date(1970, 1, 1), date(1970, 1, 1)) == (0, local_time.DAY)


def test_monday_is_the_first_day_and_the_first_hour_is_midnight():
    monday = int(datetime(2020, 2, 3, tzinfo=UTC).timestamp()) // local_time.SLOT
    slots = np.array([monday, monday + 3, monday + 4, monday + local_time.WEEK - 1])
    assert local_time.week_hours(slots, "UTC").tolist() == [0, 0, 1, 167]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Europe/Moscow", ["UTC+4", "UTC+3"]),
        ("America/Caracas", ["UTC-4:30"]),
        ("Asia/Kathmandu", ["UTC+5:45"]),
        ("UTC", ["UTC+0"]),
    ],
)
def test_offsets_are_told_in_words(name, told):
    assert local_time.offsets_between(name, *local_time.span(name, date(2014, 10, 1), None))[
        :2
    ] == (told if name != "America/Caracas" else ["UTC-4:30", "UTC-4"])


@pytest.mark.parametrize("name", ["Atlantis/Capital", "", "../etc/passwd", "europe/moscow"])
def test_what_is_no_zone_is_refused_in_one_sentence(name):
    with pytest.raises(ValueError, match=r"is not an IANA time zone\.$"):
        local_time.zone(name)


def test_zones_come_from_the_tzdata_package():
    assert {"Asia/Bangkok", "Europe/Moscow", "UTC"} <= local_time.zone_names()
    assert all(local_time.zone(name).key == name for name in ZONES)
