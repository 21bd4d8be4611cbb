"""Links of before open with what they showed, and say what they show otherwise."""

import random
from dataclasses import replace

import pytest

from dashboard.link.migrations import MIGRATIONS, VERSION, migrated
from dashboard.link.view import DEFAULT, is_of_before, parse_query
from tests.link.test_view import VERSION as DATA
from tests.link.test_view import WORDS, read, some_view


@pytest.mark.parametrize("count", [1_500, pytest.param(10_000, marks=pytest.mark.deep)])
def test_random_links_of_version_1_open_with_what_they_showed(count):
    chance = random.Random(20261130)
    for _ in range(count):
        view = some_view(chance)
        for now in filter(None, (view.to_query(), view.to_link(DATA))):
            old = now.replace("..end", "..").replace("start..", "..")
            for before in (old.replace("?v=2&", "?v=1&"), old.replace("?v=2&", "?")):
                view, notes = read(now)
                shown = view if "baseline=" in now else replace(view, baseline="even")
                assert parse_query(before, WORDS) == (shown, notes)
                assert is_of_before(before, WORDS) == ("data=" not in before)
                assert not is_of_before(now, WORDS)


def test_the_default_view_is_that_of_today():
    for query in ("", "?", "?utm_source=mail"):
        assert read(query) == (DEFAULT, []) and not is_of_before(query, WORDS)


def test_every_migration_leads_to_the_next_version():
    assert migrated({"ops": "iran"}) == migrated({"v": "1", "ops": "iran"})
    of_before = {"v": VERSION, "ops": "iran", "baseline": "even"}
    assert migrated({"v": "1", "ops": "iran"}) == of_before
    assert migrated({"v": "1", "baseline": "none"}) == {"v": VERSION, "baseline": "none"}
    assert migrated({"v": "2", "ops": "iran"}) == {"v": VERSION, "ops": "iran"}
    assert migrated({"v": "99"}) == {"v": "99"}
    assert len(MIGRATIONS) == int(VERSION) - 1
