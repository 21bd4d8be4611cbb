"""A hashtag is found, and the operations that used it compared, in at most three clicks."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visit import Visit

NewPage = Callable[..., Page]


def test_a_hashtag_is_found_and_compared_in_two_clicks(new_page: NewPage) -> None:
    page = new_page()
    visit = Visit(page)
    page.goto("/about")
    page.get_by_role("link", name="Find a hashtag").click()  # the first
    field = page.get_by_role("combobox", name="A hashtag, a web address, or English words")
    field.fill("maga")
    field.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        re.compile("^#MAGA was used by")
    )
    page.get_by_role("link", name=re.compile("^Compare the 6")).click()  # the second
    expect(page).to_have_url(
        re.compile(r"/\?v=2&ops=russia-2019-01~.*&tag=maga(&panels=.*~find)?#find")
    )
    expect(visit.sentence("find")).to_contain_text("#MAGA")


def test_ticks_choose_what_is_compared(page: Page) -> None:
    page.goto("/find?q=maga")
    button = page.get_by_role("button", name="Compare the chosen")
    expect(button).to_be_disabled()
    page.get_by_role("checkbox", name="Compare Russia, disclosed October 2018").check()
    expect(page.locator("#chosen")).to_have_text("1 of 6 chosen")
    button.click()
    expect(page).to_have_url(
        re.compile(r"/\?v=2&ops=russia-2018-10&tag=maga(&panels=.*~find)?#find")
    )


def test_suggestions_come_while_typing_and_go_with_the_text(page: Page) -> None:
    page.goto("/find")
    field = page.locator("#q")
    field.press_sequentially("#hongk")
    first = page.locator("#suggestions option").first
    expect(first).to_have_attribute("value", "#hongkong")
    expect(first).to_have_attribute("label", re.compile("^Hong Kong · .* uses by"))
    field.fill("")
    expect(page.locator("#suggestions option")).to_have_count(0)


def test_without_scripts_it_works_from_the_first_word_to_the_comparison(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/find")
    expect(page.get_by_label("Colours")).to_be_hidden()
    page.get_by_role("combobox").fill("https://www.bbc.co.uk/news?x")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(re.compile("^bbc.co.uk was"))
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Compare the chosen").click()
    expect(page).to_have_url(re.compile(r"/\?v=2&ops=[\w-]+&tag=bbc.co.uk#find"))
