"""The address bar holds the view: links that are opened, followed, copied, or that say nonsense."""

import re

from playwright.sync_api import Page, expect

from dashboard.link.migrations import QUESTIONS_BEFORE
from tests.browser.conftest import Watch
from tests.browser.visit import THAI, Visit


def test_a_bad_link_is_replaced_and_back_leaves_the_page(page: Page) -> None:
    visit = Visit(page)
    page.goto("about:blank")
    visit.open(f"/?ops={THAI}~atlantis&clock=mars&colour=red&utm_source=mail&fbclid=1")
    questions = "~".join(QUESTIONS_BEFORE)  # without v it is a link of version 1
    visit.at(f"?v=2&ops={THAI}&baseline=even&panels={questions}")
    notes = page.locator("#notes")
    for left_out in ("atlantis", "mars", "colour"):
        expect(notes).to_contain_text(left_out)
    assert "utm" not in notes.inner_text()
    assert "fbclid" not in notes.inner_text()
    assert visit.calls == 1
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_a_seventh_operation_cannot_be_added_nor_linked(page: Page) -> None:
    visit = Visit(page)
    six = "china-2019~russia-2018-10~thailand-2020-10~russia~china-2020-06~iran"
    visit.open(f"/?v=2&ops={six}~turkey-2020-06")
    visit.at(f"?v=2&ops={six}")
    expect(page.locator("#notes")).to_contain_text("turkey-2020-06")
    visit.unfold("operations")
    expect(visit.pills()).to_have_count(6)
    expect(page.locator("#refused")).to_be_hidden()
    visit.choose("operations", "Iran, disclosed October 2018")
    expect(page.locator("#refused")).to_have_text("Six operations fit: remove one first.")
    expect(visit.pills()).to_have_count(6)
    visit.at(f"?v=2&ops={six}")


def test_a_ready_comparison_changes_the_view_without_loading_the_page(visit: Visit) -> None:
    page = visit.page
    visit.go("?v=2")
    page.evaluate("window.stillHere = true")
    ready, june = page.locator(".ready > summary"), page.locator(".ready a").first
    ready.click()
    expect(june).to_have_text("June 2020: China, Russia, Turkey")
    with visit.costs(1, steps=1):
        june.click()
        visit.at("?v=2&ops=china-2020-06~russia-2020-06~turkey-2020-06")
        visit.shows("ops=china-2020-06~russia-2020-06~turkey-2020-06")
    visit.unfold("operations")
    expect(visit.pills()).to_have_count(3)
    page.keyboard.press("Escape")  # operations open with their list
    page.locator("#opens-operations").click()
    assert page.evaluate("window.stillHere") is True
    with visit.costs(1):
        page.go_back()
        visit.shows("ops=china-2019~russia-2018-10~thailand-2020-10")
    with page.context.expect_page() as opened:
        ready.click()
        june.click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator("#size-sentence")).to_contain_text("Turkey")
    assert page.evaluate("window.stillHere") is True


def test_copy_link_puts_the_whole_view_on_the_clipboard(visit: Visit, page: Page) -> None:
    here, elsewhere = visit, Visit(page)
    here.go(f"?v=2&ops={THAI}~russia-2018-10&clock=utc&period=2015-01..")
    here.shows("period=2015-01..end")
    here.page.get_by_role("button", name="Copy link").click()
    expect(here.page.locator("#copy-link")).to_have_text("Link copied")
    link = str(here.page.evaluate("navigator.clipboard.readText()"))
    for part in (
        "v=2",
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
    elsewhere.at(f"?v=2&ops={THAI}~russia-2018-10&clock=utc&period=2015-01..end")
    assert elsewhere.sentences() == here.sentences()
    for panel in ("size", "rhythm", "themes"):
        told = elsewhere.cells(panel).all_inner_texts()
        assert told == here.cells(panel).all_inner_texts()


def test_data_that_are_not_served_draw_nothing_and_stay_in_the_address(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=2&ops={THAI}&data=0123456789ab")
    visit.at(f"?v=2&ops={THAI}&data=0123456789ab")
    stale = page.locator("#stale")
    expect(stale).to_contain_text("0123456789ab")
    offered = stale.get_by_role("link")
    expect(offered).to_contain_text(re.compile(r"version [0-9a-f]{12}"))
    expect(page.locator("#size")).to_be_hidden()
    with visit.costs(1, steps=1):
        offered.click()
        visit.at(f"?v=2&ops={THAI}")
        expect(page.locator("#size")).to_be_visible()
    expect(stale).to_be_empty()


def test_a_link_too_long_is_a_plain_page(page: Page, watch: Watch) -> None:
    watch.allowed = "414"
    answer = page.goto("/?ops=" + "a" * 3000)
    assert answer is not None
    assert answer.status == 414
    expect(page.locator("body")).to_contain_text("longer than 3,000 characters")


def test_an_unknown_page_is_404_and_names_the_comparison(page: Page, watch: Watch) -> None:
    watch.allowed = "404"
    answer = page.goto("/nothing-here")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("body")).to_contain_text("no such page")
