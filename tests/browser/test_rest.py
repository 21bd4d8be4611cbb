"""What an answer left out comes later, and never into another view than its own."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.visit import CALL, PANELS, REST, THAI, Visit, intercept, until

OPS = "russia-2018-10~thailand-2020-10"
VIEW = f"?v=2&ops={THAI}"
THAI_COUNTED = f"{VIEW}&scale=count"


# An answer with the rest is here, and the page gets it when the test says so.
WITHHELD = """
const ask = window.fetch.bind(window);
const allowed = new Promise((done) => { window.letTheRestCome = done; });
window.fetch = async (resource, options) => {
  const answer = await ask(resource, options);
  if (resource === '/rest') await allowed;
  return answer;
};
"""


def drawn(page: Page) -> list[str]:
    """Return what every panel says of its view, once all have come and are drawn."""
    Visit(page).all_drawn()
    return [re.sub(r"\s+", " ", text) for text in page.locator(PANELS).all_inner_texts()]


def test_every_panel_and_open_table_comes_by_itself(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=2&ops={OPS}&tag=maga&panels=all")
    expect(page.locator("#find-table")).to_contain_text("Aug 2017")
    visit.at(f"?v=2&ops={OPS}&tag=maga&panels=all")
    assert len(visit.views()) == visit.calls == 1
    assert page.evaluate("window.scrollY") == 0


@pytest.fixture(scope="module")
def counted(shared: tuple[Visit, Watch]) -> list[str]:
    """What every panel says of the view that the tests choose, where nothing else came before."""
    visit, _ = shared
    visit.open(f"/{THAI_COUNTED}")
    return drawn(visit.page)


@pytest.mark.parametrize(
    "moment", ["asked for", pytest.param("under way", marks=pytest.mark.deep), "here"]
)
def test_a_choice_while_panels_still_come_shows_one_view(
    page: Page, counted: list[str], moment: str
) -> None:
    """The rest of the view before is asked for, under way or here when the choice is made."""
    page.add_init_script(WITHHELD)
    visit = Visit(page)
    heard: list[str] = []
    page.on("request", lambda asked: heard.append(f"asked for {urlsplit(asked.url).path}"))
    page.on("response", lambda answer: heard.append(f"answered {urlsplit(answer.url).path}"))
    visit.open(f"/{VIEW}")
    page.mouse.wheel(0, 900)
    awaited = "asked for /rest" if moment == "asked for" else "answered /rest"
    until(page, lambda: awaited in heard, f"not {awaited}")
    if moment == "here":
        page.evaluate("window.letTheRestCome()")
    with visit.costs(1, steps=1):
        visit.scale("Count")
        visit.at(THAI_COUNTED)
    page.evaluate("window.letTheRestCome()")
    (view,) = visit.views()
    assert THAI_COUNTED in view
    assert drawn(page) == counted


def test_an_older_choice_that_is_answered_last_holds_nothing_up(visit: Visit) -> None:
    page = visit.page
    visit.go(VIEW)
    held: list[Route] = []
    intercept(page, CALL, lambda route: held.append(route), times=1)
    visit.scale("Count")
    visit.choose("clock", "UTC")
    visit.shows("clock=utc", "scale=count")
    (older,) = held
    older.continue_()
    (view,) = visit.views()
    assert f"{VIEW}&clock=utc&scale=count" in view


def test_where_the_version_shown_is_gone_the_view_is_asked_for_anew(
    page: Page, watch: Watch
) -> None:
    watch.allowed = "410"
    visit = Visit(page)
    intercept(page, REST, lambda route: route.fulfill(status=410, body="Gone.\n"), times=1)
    visit.open(f"/{VIEW}")
    assert len(visit.views()) == 1
    assert visit.calls == 2


def test_a_chart_is_drawn_once_it_is_near_the_screen_and_all_are_on_paper(visit: Visit) -> None:
    page = visit.page
    charts = page.locator("main .chart:visible")
    drawn = charts.locator("> div:visible:has(.main-svg)")
    visit.go(f"{VIEW}&panels=all")
    visit.settled()
    assert 0 < drawn.count() < charts.count()
    accounts = page.locator("#accounts-figure .main-svg").first
    expect(accounts).not_to_be_visible()
    page.locator("#accounts-chart").scroll_into_view_if_needed()
    expect(accounts).to_be_visible()
    visit.go(f"{THAI_COUNTED}&panels=all")
    visit.settled()
    expect(accounts).not_to_be_visible()
    page.pdf()
    assert drawn.count() == charts.count() > 6
