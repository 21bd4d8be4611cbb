"""Zones by place: each once, with the offset that zoneinfo has for it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.clock.local_time import zone_names
from dashboard.clock.zone_list import YEAR, label_of, named_zones, time_of


def test_every_zone_is_a_place_and_is_there_once():
    zones = named_zones()
    assert zones.keys() <= zone_names()
    assert len({zone.label for zone in zones.values()}) == len(zones) > 400
    assert not any(zone.startswith(("Etc/", "posix/", "right/")) for zone in zones)
    assert zones.keys().isdisjoint({"Factory", "UTC", "EST", "Asia/Calcutta", "Europe/Kiev", "PRC"})


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        ("Asia/Bangkok", "Bangkok (UTC+7)"),
        ("Asia/Kolkata", "Kolkata (UTC+5:30)"),
        ("America/St_Johns", "St Johns (UTC-3:30, UTC-2:30 in summer)"),
        ("Australia/Sydney", "Sydney (UTC+10, UTC+11 in summer)"),
        ("Etc/GMT+8", "Etc/GMT+8 (UTC-8)"),
    ],
)
def test_a_label_says_place_and_offsets(zone, label):
    assert label_of(zone) == label


def test_offsets_are_those_of_zoneinfo():
    for zone in named_zones():
        halves = (datetime(YEAR, month, 1, tzinfo=UTC) for month in (1, 7))
        offsets = {day.astimezone(ZoneInfo(zone)).utcoffset() for day in halves}
        assert label_of(zone).count("UTC") == len(offsets), zone


def test_older_names_countries_and_areas_find_a_zone():
    zones = named_zones()
    assert "Asia/Calcutta" in zones["Asia/Kolkata"].terms.split()
    assert "Thailand" in zones["Asia/Bangkok"].terms
    assert "Beijing" in zones["Asia/Shanghai"].terms


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("utc", "UTC"),
        ("UTC", "UTC"),
        ("America/Sao_Paulo", "Sao Paulo time"),
        ("Asia/Saigon", "Asia/Saigon time"),
        ("Etc/GMT+8", "UTC-8"),  # its name says the opposite
    ],
)
def test_a_clock_in_a_sentence(zone, words):
    assert time_of(zone) == words
