"""What an answer left out comes later, and never into another view than its own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.visit import CALL, REST, Visit

NewPage = Callable[..., Page]
OPS = "russia-2018-10~thailand-2020-10"
THAI = "?v=1&ops=thailand-2020-10"


SLOW = """
const ask = window.fetch.bind(window);
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  await new Promise((done) => { setTimeout(done, 400); });
  return answer;
};
"""


def drawn(page: Page) -> list[str]:
    """Return what every panel says of its view, once all have come."""
    Visit(page).settled()
    return [re.sub(r"\s+", " ", text) for text in page.locator("main > .panel").all_inner_texts()]


def test_every_panel_and_open_table_comes_by_itself(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={OPS}&tag=maga")
    expect(page.locator("#find-table")).to_contain_text("Aug 2017")
    visit.at(f"?v=1&ops={OPS}&tag=maga")
    assert len(visit.views()) == visit.calls == 1
    assert page.evaluate("window.scrollY") == 0


@pytest.mark.parametrize("wait", [0, 450])
def test_a_choice_while_panels_still_come_shows_one_view(new_page: NewPage, wait: int) -> None:
    """The rest of the view before is asked for, under way or here when the choice is made."""
    page = new_page()
    page.add_init_script(SLOW)
    visit = Visit(page)
    visit.open(f"/{THAI}")
    page.mouse.wheel(0, 900)
    page.wait_for_timeout(wait)
    with visit.costs(1, steps=1):
        visit.scale("Count")
        visit.at(f"{THAI}&scale=count")
    (view,) = visit.views()
    assert f"{THAI}&scale=count" in view
    found = drawn(page)
    other = new_page()
    Visit(other).open(f"/{THAI}&scale=count")
    assert drawn(other) == found


def test_an_older_choice_that_is_answered_last_holds_nothing_up(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/{THAI}")
    held: list[Route] = []
    page.route(CALL, lambda route: held.append(route), times=1)
    visit.scale("Count")
    visit.choose("clock", "UTC")
    visit.shows("clock=utc", "scale=count")
    (older,) = held
    older.continue_()
    (view,) = visit.views()
    assert f"{THAI}&clock=utc&scale=count" in view


def test_where_the_version_shown_is_gone_the_view_is_asked_for_anew(new_page: NewPage) -> None:
    page = new_page(allowed="410")
    visit = Visit(page)
    page.route(REST, lambda route: route.fulfill(status=410, body="Gone.\n"), times=1)
    visit.open(f"/{THAI}")
    assert len(visit.views()) == 1
    assert visit.calls == 2
