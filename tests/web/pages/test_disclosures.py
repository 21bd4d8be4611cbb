"""The page of all disclosures: what stands in it, its order, its filter and its ticks."""

import re
from itertools import combinations

import pytest

from dashboard.link.parse import MAX_OPERATIONS
from dashboard.link.view import parse_query
from dashboard.snapshot.beside import beside, depth_of
from dashboard.snapshot.world import World
from dashboard.web.pages import days
from dashboard.web.pages.release_table import COLUMNS, Wish, shown
from dashboard.web.site import chosen
from tests.site_reader import Reader


def slugs(html: str) -> list[str]:
    ticks = [a for a in Reader(html).named("input") if a.get("type") == "checkbox"]
    assert {tick["name"] for tick in ticks} <= {"ops"}
    assert all(tick["aria-label"].startswith("Compare ") for tick in ticks)
    return [tick["value"] for tick in ticks]


# ---- The table -----------------------------------------------------------------------------------


def test_every_release_stands_there_with_a_link(client, world):
    html = client.get("/disclosures").text
    assert sorted(slugs(html)) == sorted(world.catalogue.releases)
    assert {f"/operations/{slug}" for slug in world.catalogue.releases} <= set(Reader(html).links)


def test_posts_sort_both_ways_and_what_is_not_known_comes_last(client):
    up = slugs(client.get("/disclosures?sort=accounts").text)
    down = slugs(client.get("/disclosures?sort=-accounts").text)
    # 5, 12, 30 (twice), 40, 50 and 100 accounts; equal ones keep the order of the catalogue.
    assert up[:2] == ["uae-egypt-2019-09", "thailand-2020-10"]
    assert down[0] == up[-1] == "russia-2018-10"
    published = slugs(client.get("/disclosures?sort=-published").text)
    assert published[-1] == slugs(client.get("/disclosures?sort=published").text)[-1]
    assert published[-1] == "turkey-2020-06"  # nobody counted its users file


@pytest.mark.parametrize("column", [column.name for column in COLUMNS])
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_column_sorts_and_says_so(client, world, column, sign):
    html = client.get(f"/disclosures?sort={sign}{column}").text
    assert len(slugs(html)) == len(world.catalogue.releases)
    heads = [a for a in Reader(html).named("th") if "aria-sort" in a]
    assert [a["aria-sort"] for a in heads] == ["descending" if sign else "ascending"]
    other = "" if sign else "-"
    mark = f"sort={other}{column}"
    again = [link for link in Reader(html).links if mark in link]
    assert again or (column == "disclosed" and not other)  # the first order needs no query


def test_the_filter_works_on_the_server(client):
    assert slugs(client.get("/disclosures?country=egypt").text) == ["uae-egypt-2019-09"]
    assert slugs(client.get("/disclosures?q=CHINA+september").text) == ["china-2019-09"]
    assert slugs(client.get("/disclosures?q=nothing+here").text) == []
    assert "0 of 7 releases" in Reader(client.get("/disclosures?q=zzz").text).text()


@pytest.mark.parametrize(
    "query",
    [
        *(
            "by=x",
            "sort=x",
            "sort=--posts",
            "country=x",
            "q=%00%ff%ed%a0%80",
            "by=posts&by=x",
            "&=&",
        ),
        "q=" + "x" * 1_900,
    ],
)
def test_a_bad_link_opens_the_page(client, query):
    assert client.get(f"/disclosures?{query}").status_code == 200


def test_links_keep_what_else_was_chosen(world):
    wish = Wish.of({"by": "posts", "sort": "-posts", "q": "a b", "country": "china"}, world)
    assert wish.link(sort="name") == "/disclosures?by=posts&sort=name&q=a+b&country=china"
    assert Wish().link() == "/disclosures"
    assert [r.slug for r in shown(world, Wish(country="uae"))] == ["uae-egypt-2019-09"]


# ---- Ticks ---------------------------------------------------------------------------------------


def test_ticks_lead_to_a_comparison(client):
    answer = client.get("/compare-chosen?ops=russia-2018-10&ops=china-2019-09&ops=russia-2018-10")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/?v=2&ops=russia-2018-10~china-2019-09"


@pytest.mark.parametrize("query", ["", "?ops=", "?x=1"])
def test_no_tick_leads_back(client, query):
    location = client.get(f"/compare-chosen{query}").headers["Location"]
    assert location == "/disclosures#releases"


def test_more_ticks_than_fit_are_named_by_the_comparison(world):
    view, notes = parse_query(chosen(list(world.catalogue.releases)).partition("?")[2], world.words)
    assert len(view.operations) == MAX_OPERATIONS
    assert len(notes) == len(world.catalogue.releases) - MAX_OPERATIONS


@pytest.mark.parametrize(
    "text", ["//evil.example", "\r\nSet-Cookie: a=b", "javascript:x", "\ud800"]
)
def test_ticks_lead_nowhere_else(text):
    assert re.fullmatch(r"/\?v=2&ops=[\w%.~+/-]*", chosen([text])) or chosen([text]).startswith(
        "/disclosures"
    )


# ---- Numbers of others ---------------------------------------------------------------------------


def test_posts_counted_here_stand_beside_those_published(world):
    thai = world.catalogue.releases["thailand-2020-10"]
    posts = beside(world, thai)[0]
    assert (posts.figure, posts.ours, posts.difference, posts.why) == (25, 25, 0, "")
    russian = beside(world, world.catalogue.releases["russia-2018-10"])[0]
    assert (russian.figure, russian.ours, russian.difference) == (1000, 40, -960)
    assert russian.why == "Some are missing."


def test_what_is_not_held_and_what_is_held_together_is_said(world):
    turkey = beside(world, world.catalogue.releases["turkey-2020-06"])[0]
    assert (turkey.figure, turkey.ours, turkey.why) == (500, None, "not held here")
    joint = beside(world, world.catalogue.releases["china-2019-09"])[0]
    assert joint.ours is None
    assert joint.why == "counted here only for 3 releases together: 50 posts"


def test_a_disputed_number_stands_beside_the_one_shown(world):
    pairs = beside(world, world.catalogue.releases["uae-egypt-2019-09"])
    (disputed,) = [pair for pair in pairs if not pair.counted]
    assert (disputed.what, disputed.figure, disputed.ours) == ("announced accounts", 7, 5)
    assert disputed.difference == -2


def test_depth(world):
    depths = {slug: depth_of(world, r) for slug, r in world.catalogue.releases.items()}
    assert depths["thailand-2020-10"] == depths["russia-2018-10"] == "rows"
    assert depths["china-2019-08-1"] == depths["uae-egypt-2019-09"] == "counts"
    assert depths["turkey-2020-06"] == "facts"


# ---- The picture ---------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [size.name for size in days.SIZES])
@pytest.mark.parametrize("plan", [days.WIDE, days.NARROW], ids=["wide", "narrow"])
def test_circles_lie_on_their_day_in_order_and_overlap_none(world, by, plan):
    placed = days.place(days.circles(world, by), plan)
    assert len(placed) == (6 if by == "accounts" else 7)  # two releases share one number
    for a, b in combinations(placed, 2):
        distance = ((a.along - b.along) ** 2 + (a.away - b.away) ** 2) ** 0.5
        assert distance >= a.target + b.target, "a finger meets each alone"
        assert (a.day < b.day) == (a.along < b.along)
    largest = max(placed, key=lambda circle: circle.number or 0)
    assert largest.radius == plan.largest
    for circle in placed:
        assert days.EDGE <= circle.along <= plan.length - days.EDGE
        if circle.number and circle.radius > days.SMALLEST:
            share = circle.number / (largest.number or 1)
            assert (circle.radius / largest.radius) ** 2 == pytest.approx(share)


def test_the_switch_changes_the_picture_and_its_words(client):
    for by, words in (("accounts", "announced accounts"), ("posts", "posts")):
        page = Reader(client.get(f"/disclosures?by={by}").text)
        pictures = page.named("svg")
        assert [p["role"] for p in pictures] == ["group", "group"], "their circles are links"
        assert f"7 releases on 5 days by {words}." in page.text("desc")
        named = [a["href"] for a in page.named("a") if a.get("aria-current") == "true"]
        assert len(named) == 1 and (by in named[0] or by == "accounts")


def test_every_circle_is_a_link_with_a_day_a_name_and_a_number(client):
    names = [
        a["aria-label"]
        for a in Reader(client.get("/disclosures").text).named("a")
        if a["href"].startswith("/operations/") and "aria-label" in a
    ]
    assert len(names) == 2 * 6, "two pictures, of which a page shows one"
    assert "19 Aug 2019: China, set 1 and China, set 2: 30 announced accounts" in names
    assert "17 Oct 2018: Russia: 100 announced accounts" in names


def test_a_number_that_is_not_known_is_dashed_and_said(client):
    html = client.get("/disclosures?by=published").text
    assert html.count('class="unstated"') == 2  # one release, two pictures
    assert "11 Jun 2020: Turkey: not known published accounts" in html


def test_ready_comparisons_have_a_sentence(client, world: World):
    page = Reader(client.get("/disclosures").text)
    for comparison in world.catalogue.comparisons:
        assert comparison.sentence in page.text("li")
