"""The head of the page: what is compared, in which filters, and few clicks to change either."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_layout import SIX, box, overflow
from tests.browser.visit import RESIZED, THAI, Visit

NewPage = Callable[..., Page]
LONG = (  # the longest names
    "china-2021-12-xinjiang~venezuela-2019-01-1~russia-2021-02-gru"
    "~china-2019-08~saudi-arabia-2019-09~russia-2021-12-north-africa"
)
MOST = 330  # px of a first screen of 900: below are the summary and the three answers
HEADS = {1440: 90, 390: 64}  # px that stay in sight


@pytest.mark.parametrize("ops", [THAI, SIX, LONG])
def test_the_first_screen_has_room_for_the_answer(visit: Visit, ops: str) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 900})
    visit.go(f"?v=2&ops={ops}&lang=en")
    heads = box(page.locator("#heads"))
    assert heads["y"] + heads["height"] <= MOST
    assert box(page.locator(".bar-of-controls"))["height"] <= 40
    for width, most in HEADS.items():
        page.set_viewport_size({"width": width, "height": 900})
        visit.still(RESIZED)
        assert box(page.locator("#heads"))["height"] <= most, width
        assert overflow(page) <= 0
        page.evaluate("window.scrollTo(0, 1500)")
        expect(page.locator("#heads")).to_be_in_viewport(ratio=1)
        expect(page.locator("#heads .words")).to_contain_text("English")
        page.evaluate("window.scrollTo(0, 0)")


def test_a_filter_takes_three_clicks_and_goes_with_one(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 900})
    visit.go(f"?v=2&ops={THAI}")
    expect(page.locator("#chips")).to_be_empty()
    with visit.costs(1, steps=1):
        page.get_by_role("button", name="Filters").click()
        visit.field("languages").click()
        visit.option("English").click()
        visit.at(f"?v=2&ops={THAI}&lang=en")
    page.keyboard.press("Escape")
    expect(page.locator("#heads .words")).to_have_text("English · operators' own clocks")
    expect(page).to_have_title("Thailand, October 2020 · English · Takedowns compared")
    expect(page.get_by_role("button", name="Filters")).to_have_text(re.compile(r"\(1\)"))
    with visit.costs(1, steps=1):
        page.get_by_role("link", name="Take away: English").press("Enter")
        visit.at(f"?v=2&ops={THAI}")
    expect(page.get_by_role("button", name="Filters")).to_be_focused()
    page.get_by_role("button", name="Filters").click()
    expect(visit.field("languages")).to_be_hidden()


def test_columns_are_moved_by_keyboard_and_focus_goes_along(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 900})
    visit.go(f"?v=2&ops=russia-2018-10~iran~{THAI}")
    page.locator(f"[id='menu-{THAI}-summary']").press("Enter")
    for ops in (f"russia-2018-10~{THAI}~iran", f"{THAI}~russia-2018-10~iran"):
        with visit.costs(1, steps=1):
            page.get_by_role("link", name="Move left").press("Enter")
            visit.at(f"?v=2&ops={ops}")
            visit.shows(f"ops={ops}")  # with the heads, whose links lead on from there
    summary = page.locator(f"[id='menu-{THAI}-summary']")
    expect(summary).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Move right")).to_be_hidden()
    expect(summary).to_be_focused()


def test_without_operations_the_page_says_what_to_do(new_page: NewPage) -> None:
    visit = Visit(new_page())
    visit.open("/?v=2&ops=atlantis")
    page = visit.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare takedown operations")
    expect(page.locator("#notes")).to_contain_text("no operation that is known")
    expect(page.locator("#size")).to_be_hidden()
    page.get_by_role("button", name="Choose operations").click()
    visit.option("Thailand, disclosed October 2020").click()
    visit.at(f"?v=2&ops={THAI}")
    expect(page.get_by_text("Nothing is compared yet")).to_be_hidden()
    expect(page.locator("#size")).to_be_visible()


def test_a_slide_says_filters_and_sources(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}&lang=en&present=yes")
    expect(page.locator("#size-source")).to_contain_text("English · operators' own clocks · Counts")
    expect(page.locator(".bar-of-controls")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thailand, October 2020")


def test_the_title_of_slides_stands_above_what_it_names(visit: Visit) -> None:
    """It began at the very edge of the screen, 24 px left of all beneath it."""
    visit.go("?v=2&present=yes")
    left = "e => Math.round(e.getBoundingClientRect().left)"
    title = visit.page.locator(".top h1").evaluate(left)
    assert title == visit.page.locator(".heads .words").evaluate(left) > 0


def test_a_slide_that_is_taller_than_a_screen_goes_on_with_its_question_and_source(
    visit: Visit,
) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 500})
    visit.go(f"?v=2&ops={THAI}&panels=consistent&present=yes")
    visit.drawn("consistent")
    # To where its middle is in the middle of the screen.
    page.locator("#consistent").evaluate("section => section.scrollIntoView({ block: 'center' })")
    heads, question, source = (
        page.locator(f"#{part}").bounding_box()
        for part in ("heads", "consistent-question", "consistent-source")
    )
    assert heads and question and source
    assert page.locator("#consistent").evaluate("e => e.getBoundingClientRect().top") < 0
    assert heads["y"] + heads["height"] - 1 <= question["y"] < 250
    assert abs(source["y"] + source["height"] - 500) < 2
    page.set_viewport_size({"width": 1440, "height": 900})
