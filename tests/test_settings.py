"""Everything that can be configured, read from the environment."""

from pathlib import Path

import pytest

from dashboard.settings import ROOT, SETTINGS, read_settings

DEFAULTS = {
    "STORE": ROOT / "data" / "store",
    "ADDRESS": "",
    "PREFIX": "",
    "PROXIES": "127.0.0.1 ::1",
    "FRAMES": "",
    "CACHE_VIEWS": 500,
}


def test_nothing_set_gives_the_defaults():
    assert read_settings({}) == DEFAULTS
    assert read_settings({"TAKEDOWNS_STORE": "", "CACHE_VIEWS": "7"}) == read_settings({})


def test_what_is_set_is_read():
    told = {"TAKEDOWNS_STORE": "/some/folder", "TAKEDOWNS_CACHE_VIEWS": "12"}
    told |= {"TAKEDOWNS_ADDRESS": "https://org.example/takedowns"}
    changed = {"STORE": Path("/some/folder"), "CACHE_VIEWS": 12}
    assert read_settings(told) == DEFAULTS | changed | {"ADDRESS": "https://org.example/takedowns"}


def test_what_cannot_be_read_is_named():
    with pytest.raises(ValueError, match=r"^TAKEDOWNS_CACHE_VIEWS=abc cannot be read\.$"):
        read_settings({"TAKEDOWNS_CACHE_VIEWS": "abc"})


@pytest.mark.parametrize("sites", ["intranet.example", "https://a.example;", "*", "https://a.b/c"])
def test_who_may_frame_it_is_named_by_its_site(sites):
    with pytest.raises(ValueError, match="TAKEDOWNS_FRAMES"):
        read_settings({"TAKEDOWNS_FRAMES": sites})
    allowed = "https://*.ministry.example  http://intranet:8080"
    assert read_settings({"TAKEDOWNS_FRAMES": allowed})["FRAMES"] == " ".join(allowed.split())


def test_every_setting_has_help():
    assert all(setting.help for setting in SETTINGS)
