"""A reload, Back and Forward come to the place on the page, and to what was in focus."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_questions import SHIFTS
from tests.browser.visit import PAINTED, THAI, Visit, until

NewPage = Callable[..., Page]
# `languages` is not open by itself, and far below.
VIEW = f"/?v=2&ops={THAI}&panels=size~rhythm~themes~timeline~accounts~languages"
SCREENS_BELOW = 2  # `languages` then is out of sight
NEAR = 4  # px: charts may end a little differently
LEAST_SHIFT = 0.01  # as browsers count it: of what is on the screen, how much moves how far
# Whether the place that is kept with the entry of the history is where the page is.
KEPT = """() => {
  const { place } = history.state || {};
  const section = place && document.getElementById(place.panel);
  const offset = section ? -section.getBoundingClientRect().top : scrollY;
  return Boolean(place) && offset === place.offset;
}"""


def top(page: Page, panel: str) -> float:
    return float(page.locator(f"#{panel}").evaluate("e => e.getBoundingClientRect().top"))


def comes(page: Page, panel: str, wanted: float) -> None:
    until(page, lambda: abs(top(page, panel) - wanted) <= NEAR, f"{panel} is not at {wanted}")


def go_to(visit: Visit, panel: str) -> float:
    """Scroll into a panel, by 120 px, and wait until that place is kept; return its top."""
    page = visit.page
    visit.settled()
    page.locator(f"#{panel}").evaluate("e => scrollBy(0, e.getBoundingClientRect().top + 120)")
    page.evaluate(PAINTED)
    there = top(page, panel)
    kept(page)
    return there


def kept(page: Page) -> None:
    """Wait until the place is kept with the entry of the history."""
    until(page, lambda: bool(page.evaluate(KEPT)), "the place was not kept")


@pytest.mark.parametrize("width", [pytest.param(1440, marks=pytest.mark.deep), 390])
def test_a_reload_comes_to_the_panel_and_the_focus(new_page: NewPage, width: int) -> None:
    """At 1440 px `test_tasks.py` looks at the panel every time."""
    page = new_page(width=width)
    visit = Visit(page)
    visit.open(VIEW)
    visit.settled()
    fold = page.locator("#languages .as-table summary")
    fold.focus()
    there = go_to(visit, "languages")
    page.reload()
    visit.settled()
    comes(page, "languages", there)
    expect(fold).to_be_focused()


def test_back_and_forward_come_to_where_each_view_was_left(new_page: NewPage) -> None:
    page = new_page()
    visit = Visit(page)
    visit.open(VIEW)
    there = go_to(visit, "languages")
    page.goto("/about")
    page.go_back()
    visit.settled()
    comes(page, "languages", there)
    page.evaluate("window.scrollTo(0, 0)")
    kept(page)
    page.locator(".ready summary").click()
    page.get_by_role("link", name="Three with hours").click()
    page.wait_for_url("/", wait_until="commit")
    expect(page.locator("#languages")).to_be_hidden()  # no more open, once the answer is there
    visit.drawn("themes")
    other = go_to(visit, "themes")
    page.go_back()
    visit.shows(f"ops={THAI}")
    until(page, lambda: page.evaluate("window.scrollY") == 0, "not at the top")
    page.go_forward()
    visit.settled()
    comes(page, "themes", other)


def test_who_scrolls_meanwhile_is_left_alone(new_page: NewPage) -> None:
    page = new_page()
    visit = Visit(page)
    visit.open(VIEW)
    go_to(visit, "languages")
    page.reload()
    page.locator("#copy-link[data-link]").wait_for()
    page.mouse.wheel(0, -100_000)
    visit.settled()
    visit.still()
    # Not at 0 to the pixel: what grows above while the wheel still turns pushes its end down.
    assert top(page, "languages") > SCREENS_BELOW * page.evaluate("innerHeight")


def test_forward_to_a_shorter_view_moves_nothing(new_page: NewPage) -> None:
    """A view that was shown before is at once as high as it was, before its panels come."""
    page = new_page(width=390, height=844)
    visit = Visit(page)
    visit.open("/?v=2")
    visit.settled()
    visit.go("?v=2&lang=en")
    visit.settled()
    visit.still()
    page.locator("#themes").evaluate("section => section.scrollIntoView()")
    page.evaluate(PAINTED)
    there = top(page, "themes")
    kept(page)
    page.go_back()
    visit.settled()
    visit.still()
    page.evaluate(SHIFTS.replace("buffered: true", "buffered: false"))
    page.go_forward()
    visit.shows("lang=en")
    visit.settled()
    visit.still()
    comes(page, "themes", there)
    assert page.evaluate("window.shift") < LEAST_SHIFT, page.evaluate("window.moved")
