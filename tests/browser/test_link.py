"""The address bar holds the view: opening, choosing, Back, Forward, reload, links on the page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visit import Held, Visit

NewPage = Callable[..., Page]
THAI = "thailand-2020-10"
OPERATOR = "Operator's own clock"
LISTS = (
    ("kinds", "Retweets", "kind=retweet"),
    ("languages", "Thai", "lang=th"),
    ("themes", "Taiwan", "theme=taiwan"),
    ("operations", "Iran, disclosed October 2018", f"ops={THAI}~iran-2018-10"),
)


def test_a_bad_link_is_replaced_and_back_leaves_the_page(page: Page) -> None:
    visit = Visit(page)
    page.goto("about:blank")
    visit.open(f"/?ops={THAI}~atlantis&clock=mars&colour=red&utm_source=mail&fbclid=1")
    visit.at(f"?v=1&ops={THAI}")
    notes = page.locator("#notes")
    for left_out in ("atlantis", "mars", "colour"):
        expect(notes).to_contain_text(left_out)
    assert "utm" not in notes.inner_text()
    assert "fbclid" not in notes.inner_text()
    assert visit.calls == 1
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_each_choice_is_one_call_and_one_step_and_back_undoes_it(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    with visit.costs(1, steps=1):
        visit.choose("clock", "UTC")
        visit.at(f"?v=1&ops={THAI}&clock=utc")
    with visit.costs(1, steps=1):
        visit.scale("Count")
        visit.at(f"?v=1&ops={THAI}&clock=utc&scale=count")
    expect(page.locator("#rhythm-cells")).to_contain_text("Clock: UTC")
    with visit.costs(1):
        page.go_back()
        visit.shows("clock=utc", "scale=share")
        visit.chosen("UTC", "share")
    with visit.costs(1):
        page.go_back()
        visit.shows("clock=operator")
        visit.chosen(OPERATOR, "share")
        expect(page.locator("#rhythm-cells")).to_contain_text("Asia/Bangkok")
    with visit.costs(1):
        page.go_forward()
        visit.shows("clock=utc")
        visit.chosen("UTC", "share")
    before = visit.sentences()
    page.reload()
    visit.shows("clock=utc")
    visit.at(f"?v=1&ops={THAI}&clock=utc")
    visit.chosen("UTC", "share")
    assert visit.sentences() == before
    page.go_back()
    visit.shows("clock=operator")


def test_every_list_can_be_chosen_from(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    for control, option, part in LISTS:
        with visit.costs(1, steps=1):
            visit.choose(control, option)
            visit.shows(part)
            expect(page).to_have_url(re.compile(re.escape(part)))


def test_a_period_is_typed_and_cleared(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    with visit.costs(1, steps=1):
        visit.field("start").fill("2020-02-01")
        visit.field("start").press("Enter")
        visit.at(f"?v=1&ops={THAI}&period=2020-02..")
    with visit.costs(1, steps=1):
        visit.field("start").fill("")
        visit.field("start").press("Tab")
        visit.at(f"?v=1&ops={THAI}")


def test_back_and_forward_pressed_fast_end_where_the_address_says(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    visit.choose("clock", "UTC")
    visit.at(f"?v=1&ops={THAI}&clock=utc")
    visit.scale("Count")
    visit.at(f"?v=1&ops={THAI}&clock=utc&scale=count")
    for step in (-1, 1, -1, -1):
        page.evaluate("step => history.go(step)", step)
    visit.at(f"?v=1&ops={THAI}")
    visit.shows("clock=operator", "scale=share")
    visit.chosen(OPERATOR, "share")
    page.wait_for_timeout(350)
    visit.at(f"?v=1&ops={THAI}")
    visit.shows("clock=operator", "scale=share")


def test_steps_that_change_no_view_ring_nothing(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    with visit.costs(0, steps=1):
        page.evaluate("history.pushState(null, '', '?v=1&ops=iran')")
        page.go_back()
    visit.at(f"?v=1&ops={THAI}")
    visit.shows(f"ops={THAI}")
    with visit.costs(0):
        page.evaluate("location.hash = 'themes-panel'")
    with visit.costs(0):
        page.go_back()
    visit.scale("Count")
    visit.at(f"?v=1&ops={THAI}&scale=count")


def test_quick_choices_end_with_address_controls_and_figures_agreeing(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    visit.choose("clock", "UTC")
    for name in ("Count", "Share", "Count"):
        visit.scale(name)
    visit.at(f"?v=1&ops={THAI}&clock=utc&scale=count")
    visit.shows("clock=utc", "scale=count")
    visit.chosen("UTC", "count")
    page.wait_for_timeout(350)
    visit.at(f"?v=1&ops={THAI}&clock=utc&scale=count")
    expect(page.locator("#rhythm-cells")).to_contain_text("Clock: UTC")
    expect(page.locator("#rhythm-unit")).not_to_contain_text("Share of")


def test_a_choice_that_back_overtakes_is_lost_and_nothing_disagrees(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    visit.choose("clock", "UTC")
    visit.at(f"?v=1&ops={THAI}&clock=utc")
    held = Held(page)
    visit.scale("Count")
    held.wait_for(1)
    page.evaluate("history.back()")
    held.wait_for(2)
    held.release()
    visit.at(f"?v=1&ops={THAI}")
    visit.shows("clock=operator", "scale=share")
    visit.chosen(OPERATOR, "share")
    page.wait_for_timeout(350)
    visit.at(f"?v=1&ops={THAI}")
    expect(page.locator("#rhythm-unit")).to_contain_text("Share of")


def test_the_last_operation_stays(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}")
    before = visit.sentences()
    visit.pills().locator("button").click()
    page.wait_for_timeout(350)
    expect(visit.pills()).to_have_count(1)
    visit.at(f"?v=1&ops={THAI}")
    visit.shows(f"ops={THAI}")
    assert visit.sentences() == before


def test_a_seventh_operation_cannot_be_added_nor_linked(page: Page) -> None:
    visit = Visit(page)
    six = "china-2019~russia-2018-10~thailand-2020-10~russia~china-2020-06~iran"
    visit.open(f"/?v=1&ops={six}~turkey-2020-06")
    visit.at(f"?v=1&ops={six}")
    expect(page.locator("#notes")).to_contain_text("turkey-2020-06")
    expect(visit.pills()).to_have_count(6)
    with visit.costs(0):
        visit.field("operations").click()
        page.get_by_role("option", name="Iran, disclosed October 2018", exact=True).click(
            force=True
        )
        page.keyboard.press("Escape")
    expect(visit.pills()).to_have_count(6)


def test_a_ready_comparison_changes_the_view_without_loading_the_page(page: Page) -> None:
    visit = Visit(page)
    visit.open("/")
    page.evaluate("window.stillHere = true")
    june = page.get_by_role("navigation", name="Ready comparisons").get_by_role("link").first
    expect(june).to_have_text("June 2020: China, Russia, Turkey")
    with visit.costs(1, steps=1):
        june.click()
        visit.at("?v=1&ops=china-2020-06~russia-2020-06~turkey-2020-06")
        visit.shows("ops=china-2020-06~russia-2020-06~turkey-2020-06")
        expect(visit.pills()).to_have_count(3)
    assert page.evaluate("window.stillHere") is True
    with visit.costs(1):
        page.go_back()
        visit.shows("ops=china-2019~russia-2018-10~thailand-2020-10")
    with page.context.expect_page() as opened:
        june.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("#size-sentence")).to_contain_text("Turkey")
    assert page.evaluate("window.stillHere") is True


def test_copy_link_puts_the_whole_view_on_the_clipboard(new_page: NewPage) -> None:
    here, elsewhere = Visit(new_page()), Visit(new_page())
    here.open(f"/?v=1&ops={THAI}~russia-2018-10&clock=utc&period=2015-01..")
    here.shows("period=2015-01..")
    here.page.get_by_role("button", name="Copy link").click()
    expect(here.page.locator("#copy-link")).to_have_text("Link copied")
    link = str(here.page.evaluate("navigator.clipboard.readText()"))
    for part in (
        "v=1",
        "clock=utc",
        "scale=share",
        "kind=all",
        "lang=all",
        "theme=all",
        "phase=all",
        "data=",
    ):
        assert part in link
    elsewhere.open(link)
    elsewhere.at(f"?v=1&ops={THAI}~russia-2018-10&clock=utc&period=2015-01..")
    assert elsewhere.sentences() == here.sentences()
    for panel in ("size", "rhythm", "themes"):
        told = elsewhere.cells(panel).all_inner_texts()
        assert told == here.cells(panel).all_inner_texts()


def test_data_that_are_not_served_draw_nothing_and_stay_in_the_address(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={THAI}&data=0123456789ab")
    visit.at(f"?v=1&ops={THAI}&data=0123456789ab")
    stale = page.locator("#stale")
    expect(stale).to_contain_text("0123456789ab")
    offered = stale.get_by_role("link")
    expect(offered).to_contain_text(re.compile(r"version [0-9a-f]{12}"))
    expect(page.locator("main")).to_be_hidden()
    with visit.costs(1, steps=1):
        offered.click()
        visit.at(f"?v=1&ops={THAI}")
        expect(page.locator("main")).to_be_visible()
    expect(stale).to_be_empty()


def test_no_known_operation_is_said_and_shows_no_panel(page: Page) -> None:
    visit = Visit(page)
    visit.open("/?v=1&ops=atlantis")
    expect(page.locator("#notes")).to_contain_text("no operation that is known")
    expect(page.locator("main")).to_be_hidden()
    visit.choose("operations", "Thailand, disclosed October 2020")
    visit.at(f"?v=1&ops={THAI}")
    expect(page.locator("main")).to_be_visible()


def test_a_link_too_long_is_a_plain_page(new_page: NewPage) -> None:
    page = new_page(allowed="414")
    answer = page.goto("/?ops=" + "a" * 3000)
    assert answer is not None
    assert answer.status == 414
    expect(page.locator("body")).to_contain_text("longer than 3,000 characters")


def test_an_unknown_page_is_404_and_names_the_comparison(new_page: NewPage) -> None:
    page = new_page(allowed="404")
    answer = page.goto("/nothing-here")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("body")).to_contain_text("no such page")
