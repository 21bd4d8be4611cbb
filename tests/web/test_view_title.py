"""The title of a view, and its filters in words: short, and enough to tell it from another."""

import pytest

from dashboard.link.view import parse_query
from dashboard.panels.panel import listed
from dashboard.web.filters_in_words import filters_in_words, settings
from dashboard.web.view_title import LONG, NOTHING_CHOSEN, tab_title, title

SIX = "venezuela-2019-01-1~russia-2021-02-gru~china-2021-12-changyu~saudi-arabia-2019-09~uae~iran"


@pytest.mark.parametrize(
    ("ops", "words"),
    [
        (
            "china-2020-06~russia-2020-06~turkey-2020-06",
            "China, Russia and Turkey, June 2020",
        ),
        (
            "china-2019~russia-2018-10~thailand-2020-10",
            "China 2019, Russia October 2018 and Thailand October 2020",
        ),
        ("thailand-2020-10", "Thailand, October 2020"),
        ("russia~iran", "Russia and Iran, all releases"),
        ("russia~thailand-2020-10", "Russia (all) and Thailand October 2020"),
        ("iran-2018-10~iran-2019-01", "Iran: October 2018 and January 2019"),
        ("iran-2019-06-1~iran-2019-06-2", "Iran set 1 and Iran set 2, June 2019"),
        (
            "russia-2018-10@2015-01..2015-12~russia-2018-10@2016-01..",
            "Russia October 2018: 2015 and since Jan 2016",
        ),
        (
            "china-2019@2019-01..2019-12~thailand-2020-10",
            "China 2019 (2019) and Thailand October 2020",
        ),
        ("", NOTHING_CHOSEN),
    ],
)
def test_a_title_says_what_is_shared_once(real, ops, words):
    assert title(real, parse_query(f"?v=2&ops={ops}", real.words)[0]) == words


def test_six_operations_fit_two_lines(real):
    view, _ = parse_query(f"?v=2&ops={SIX}", real.words)
    operations = real.catalogue.operations
    assert title(real, view) == listed([operations[slug].short for slug in SIX.split("~")])
    longest = sorted((o.short for o in operations.values()), key=len)[-6:]
    assert len(listed(longest)) <= LONG + 12


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "All posts · operators' own clocks"),
        ("lang=ru&period=2016-01..2016-12&clock=utc", "Russian · 2016 · UTC"),
        ("period=2013-01..2016-12", "2013 to 2016 · operators' own clocks"),
        (
            "kind=original~reply&phase=operational&clock=Europe/Moscow",
            "originals or replies · without earlier lives of accounts · Moscow time",
        ),
        ("hours=8-17&scale=count", "All posts · office hours 8–17 · operators' own clocks"),
    ],
)
def test_filters_in_words(real, query, words):
    assert filters_in_words(real, parse_query(f"?v=2&{query}", real.words)[0]) == words


def test_the_tab_says_title_and_filters(real):
    view, _ = parse_query("?v=2&ops=thailand-2020-10&lang=th&scale=count", real.words)
    assert tab_title(real, view) == "Thailand, October 2020 · Thai · Takedowns compared"


def test_every_choice_but_those_of_a_panel_has_a_chip(real):
    query = "?v=2&clock=utc&audience=utc&scale=count&range=own&per=account&hours=8-17"
    query += "&baseline=none&unit=week&period=2016&kind=reply&lang=en&phase=operational"
    view, notes = parse_query(query.replace("period=2016", "period=2016-01..2016-12"), real.words)
    assert not notes
    assert len(settings(real, view)) == 12
