"""Dark, light or as the system says: chosen once, remembered in this browser, on every page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visit import THAI, Visit

NewPage = Callable[..., Page]
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}
INK = "rgb(31, 41, 51)"  # the light mode's


def choose(page: Page, theme: str) -> None:
    page.get_by_label("Colours").select_option(label=theme)


def test_a_choice_is_kept_on_other_pages_and_given_back_to_the_system(page: Page) -> None:
    page.goto("/about")
    body = page.locator("body")
    expect(body).to_have_css("background-color", PAPER["light"])
    choose(page, "Dark")
    expect(body).to_have_css("background-color", PAPER["dark"])
    page.goto("/operations/china")
    expect(body).to_have_css("background-color", PAPER["dark"])
    expect(page.get_by_label("Colours")).to_have_value("dark")
    page.emulate_media(media="print")
    expect(body).to_have_css("color", INK)
    page.emulate_media(media="screen", color_scheme="dark")
    choose(page, "Light")
    expect(body).to_have_css("background-color", PAPER["light"])
    choose(page, "As the system")
    expect(body).to_have_css("background-color", PAPER["dark"])


def test_charts_and_controls_follow_and_are_asked_for_once(new_page: NewPage) -> None:
    page = new_page()
    visit = Visit(page)
    visit.open(f"/?v=2&ops={THAI}")
    bar = page.locator("#heads .bar").first
    light = str(bar.evaluate("e => getComputedStyle(e).backgroundColor"))
    with visit.costs(1):
        choose(page, "Dark")
        expect(bar).not_to_have_css("background-color", light)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("#react-entry-point.heard")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(bar).not_to_have_css("background-color", light)


def test_where_nothing_may_be_remembered_a_choice_holds_for_its_page(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto("/methods")
    choose(page, "Dark")
    expect(page.locator("body")).to_have_css("background-color", PAPER["dark"])
