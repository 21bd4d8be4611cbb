"""Column heads: posts that the filters leave, and a menu that moves, removes and splits columns."""

import json
import re
from typing import Any

import pytest

from dashboard.link.not_known import NotKnown
from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.posts_matched import held, matched
from dashboard.panels.size.measure import size
from dashboard.web.column_heads import heads
from dashboard.web.pages.markup import html_text
from dashboard.web.pages.operation_options import depth
from dashboard.web.render import chips

IRA = "russia-2018-10"
MENU = re.compile(r'<a href="/([^"]*)" id="(left|right|remove)-([^"]+)">')


def read(world: Any, query: str) -> View:
    return parse_query(query, world.words)[0]


def menu(world: Any, query: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the columns that each link of the menus leads to, by what it does and to whom."""
    html = html_text(heads(world, read(world, query), Look()))
    links = {(what, slug): link.replace("&amp;", "&") for link, what, slug in MENU.findall(html)}
    return {key: read(world, link).operations for key, link in links.items()}


def test_columns_move_by_one_and_go_and_the_last_stays(real):
    moves = menu(real, "?v=2&ops=iran~russia~thailand&clock=utc")
    assert moves == {
        ("right", "iran"): ("russia", "iran", "thailand"),
        ("remove", "iran"): ("russia", "thailand"),
        ("left", "russia"): ("russia", "iran", "thailand"),
        ("right", "russia"): ("iran", "thailand", "russia"),
        ("remove", "russia"): ("iran", "thailand"),
        ("left", "thailand"): ("iran", "thailand", "russia"),
        ("remove", "thailand"): ("iran", "russia"),
    }
    assert menu(real, "?v=2&ops=iran") == {}


def test_a_menu_keeps_the_rest_of_the_view(real):
    html = html_text(heads(real, read(real, "?v=2&ops=iran~russia&clock=utc&lang=fa"), Look()))
    assert html.count("clock=utc&amp;lang=fa") == 6  # two moves, removals and splits


@pytest.mark.parametrize("query", ["lang=ru&period=2016-01..2016-12&clock=utc", "kind=retweet"])
def test_posts_under_filters_are_those_of_the_sizes(real, query):
    view = read(real, f"?v=2&ops={IRA}&{query}")
    sizes = size(real, view).sizes[IRA]
    assert matched(real, IRA, view) == (sizes.posts, sizes.posts_held)
    text = json.dumps(heads(real, view, Look()))
    assert f"{sizes.posts:,} of {sizes.posts_held:,} posts" in text


def test_others_counted_languages_of_all_posts(real):
    counts = real.cited[IRA].languages
    view = read(real, f"?v=2&ops={IRA}&lang=ru~uk")
    assert matched(real, IRA, view) == (counts["ru"] + counts["uk"], sum(counts.values()))
    assert held(real, IRA) == sum(counts.values())


def test_what_a_filter_leaves_may_not_be_known_and_is_then_no_zero(real):
    view = read(real, "?v=2&ops=iran-2018-10&kind=reply")
    assert isinstance(matched(real, "iran-2018-10", view), NotKnown)
    text = json.dumps(heads(real, view, Look()))
    assert "posts not known" in text and "0 of" not in text


def test_small_numbers_add_up(world):
    """Of Thailand's 25 posts; the sizes of the small world say how many are in Thai."""
    view = read(world, "?v=2&ops=thailand-2020-10&lang=th")
    posts = matched(world, "thailand-2020-10", view)
    assert posts == (size(world, view).sizes["thailand-2020-10"].posts, 25)


def test_each_chip_takes_away_its_own_and_the_last_clears_all(real):
    view = read(real, "?v=2&ops=iran&lang=fa&clock=utc&period=2016-01..2016-12")
    html = html_text(chips(real, view))
    links = [link.replace("&amp;", "&") for link in re.findall('href="/([^"]*)"', html)]
    left = [set(read(real, link).to_query()[1:].split("&")) for link in links]
    whole = set(view.to_query()[1:].split("&"))
    assert [whole - rest for rest in left] == [
        {"lang=fa"},
        {"period=2016-01..2016-12"},
        {"clock=utc"},
        {"lang=fa", "period=2016-01..2016-12", "clock=utc"},
    ]
    assert chips(real, read(real, "?v=2&ops=iran")) == []


def test_a_head_says_what_the_list_of_operations_promised(real):
    """Both have one rule: a users file alone, and counts by year alone, are some counts."""
    for slug in real.catalogue.releases:
        html = html_text(heads(real, View((slug,)), Look()))
        is_announced = "announced only" in html.rpartition('class="depth"')[2]
        assert (depth(real, slug) == "announced") == is_announced, slug
    assert depth(real, "china-2021-12-xinjiang") == "counts"  # by year alone
    html = html_text(heads(real, View(("cuba-2020-10", "turkey-2020-06")), Look()))
    shown = [part.partition("</p>")[0] for part in html.split('class="depth"')[1:]]
    assert "some counts" in shown[0] and "announced only" in shown[1]
