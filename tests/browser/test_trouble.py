"""A server that does not answer: the page keeps what it shows, says so, and asks again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Watch
from tests.browser.visit import CALL, THAI, Visit, intercept, until


@pytest.fixture(autouse=True)
def _expected(shared_watch: Watch) -> None:
    shared_watch.allowed = "Failed to load resource"


def refuse(route: Route) -> None:
    route.abort("connectionrefused")


def fail(route: Route) -> None:
    route.fulfill(status=500, body="Something failed here.\n")


@pytest.mark.parametrize("answer", [refuse, fail])
def test_a_silent_server_is_named_and_forgotten_when_it_answers(
    visit: Visit, answer: Callable[[Route], None]
) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    before = visit.sentences()
    trouble = page.locator("#trouble")
    expect(trouble).to_be_hidden()
    intercept(page, CALL, answer)
    visit.scale("Count")
    expect(trouble).to_contain_text("did not answer")
    assert visit.sentences() == before
    expect(page.locator("#size-figure .main-svg").first).to_be_visible()
    visit.chosen("Operator's own clock", "count")
    page.unroute(CALL)
    visit.at(f"?v=2&ops={THAI}&scale=count")
    visit.shows("scale=count")
    expect(trouble).to_be_hidden()
    visit.scale("Share")
    visit.at(f"?v=2&ops={THAI}")


def test_the_newest_choice_wins_after_a_silence(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    answers = visit.answers
    intercept(page, CALL, refuse)
    visit.scale("Count")
    expect(page.locator("#trouble")).to_contain_text("did not answer")
    visit.choose("clock", "UTC")
    page.unroute(CALL)
    visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    visit.shows("clock=utc", "scale=count")
    # The older choice is not asked for any more.
    until(page, lambda: visit.answers > answers, "the choice was not answered")
    visit.quiet()
    visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    visit.chosen("UTC", "count")
    expect(page.locator("#trouble")).to_be_hidden()
