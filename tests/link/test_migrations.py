"""Links of before open with what they showed, and say what they show otherwise."""

import random
from dataclasses import replace

import pytest

from dashboard.link.migrations import MIGRATIONS, QUESTIONS_BEFORE, VERSION, migrated
from dashboard.link.view import (
    DEFAULT,
    DEFAULT_PANELS,
    is_of_before,
    parse_query,
    shows_all_as_before,
)
from tests.link.test_view import VERSION as DATA
from tests.link.test_view import WORDS, read, some_view


@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.deep)])
def test_random_links_of_version_1_open_with_what_they_showed(count):
    chance = random.Random(20261130)
    for _ in range(count):
        view = some_view(chance)
        for now in filter(None, (view.to_query(), view.to_link(DATA))):
            old = now.replace("..end", "..").replace("start..", "..")
            for before in (old.replace("?v=2&", "?v=1&"), old.replace("?v=2&", "?")):
                view, notes = read(now)
                shown = view if "baseline=" in now else replace(view, baseline="even")
                shown = shown if "panels=" in now else replace(shown, panels=QUESTIONS_BEFORE)
                assert parse_query(before, WORDS) == (shown, notes)
                assert is_of_before(before, WORDS) == ("data=" not in before)
                assert not is_of_before(now, WORDS)


def test_the_default_view_is_that_of_today():
    for query in ("", "?", "?utm_source=mail"):
        assert read(query) == (DEFAULT, []) and not is_of_before(query, WORDS)


def test_every_migration_leads_to_the_next_version():
    assert migrated({"ops": "iran"}) == migrated({"v": "1", "ops": "iran"})
    of_before = {
        "v": VERSION,
        "ops": "iran",
        "baseline": "even",
        "panels": "~".join(QUESTIONS_BEFORE),
    }
    assert migrated({"v": "1", "ops": "iran"}) == of_before
    assert migrated({"v": "1", "baseline": "none"}) == {
        "v": VERSION,
        "baseline": "none",
        "panels": "~".join(QUESTIONS_BEFORE),
    }
    assert migrated({"v": "2", "ops": "iran"}) == {"v": VERSION, "ops": "iran"}
    assert migrated({"v": "99"}) == {"v": "99"}
    assert len(MIGRATIONS) == int(VERSION)


def without_panels(link: str) -> str:
    return "&".join(part for part in link.split("&") if not part.startswith("panels="))


@pytest.mark.parametrize(
    ("link", "panels"),
    [
        ("?v=1&ops=iran", QUESTIONS_BEFORE),
        ("?ops=iran&clock=utc", QUESTIONS_BEFORE),
        (f"?v=1&ops=iran&data={DATA}", QUESTIONS_BEFORE),
        (without_panels(DEFAULT.to_link(DATA)), QUESTIONS_BEFORE),
        (without_panels(DEFAULT.to_link(DATA)) + "&utm_source=mail", QUESTIONS_BEFORE),
        (without_panels(DEFAULT.to_link(DATA)).replace("&", "&amp;"), QUESTIONS_BEFORE),
        ("", DEFAULT_PANELS),
        ("?v=2&ops=iran", DEFAULT_PANELS),
        (f"?v=2&ops=iran&data={DATA}", DEFAULT_PANELS),
        (DEFAULT.to_link(DATA), DEFAULT_PANELS),
    ],
)
def test_links_from_before_questions_were_chosen_show_them_all(link, panels):
    """All of version 1, and of version 2 those that were copied; a short one is as of today."""
    view, notes = parse_query(link, WORDS)
    assert (view.panels, notes) == (panels, [])
    assert shows_all_as_before(link, view, WORDS) == (panels == QUESTIONS_BEFORE)
    assert not shows_all_as_before(view.to_query(), view, WORDS)
