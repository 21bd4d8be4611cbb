"""How long the page is, how many words it has, and what its first screen holds: measured.

`pytest -s` prints the figures. They are those of the project's own store.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.test_head import LONG
from tests.browser.test_layout import SIX, THREE
from tests.browser.test_questions import MOST_SHIFT, SHIFTS
from tests.browser.visit import RESIZED, THAI, Visit, until

NewPage = Callable[..., Page]
JUNE = "china-2020-06~russia-2020-06~turkey-2020-06"
HEIGHTS = {1440: 900, 768: 1024, 390: 844}  # of a screen, by its width
SMALLEST = 13  # px of a letter
# The list of the other questions is half a screen away: it comes before it is seen.
NEARLY = """() => {
  const list = document.getElementById('more').getBoundingClientRect();
  window.scrollBy(0, list.top - 1.5 * window.innerHeight);
  return document.getElementById('languages-answer').textContent;
}"""
MEASURES = """() => {
  const seen = (e) => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
    && e.getBoundingClientRect().width > 1;
  const bottom = (query) => Math.max(0, ...[...document.querySelectorAll(query)].filter(seen)
    .map((e) => e.getBoundingClientRect().bottom + window.scrollY));
  const isText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const texts = [...document.querySelectorAll('#frame *')].filter((e) => isText(e) && seen(e));
  const scale = (e) => (e.ownerSVGElement ? e.getScreenCTM().a : 1);
  const isCut = (e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX);
  const cut = texts.filter(isCut).map((e) => [e.scrollWidth - e.clientWidth, e.textContent]);
  const page = document.documentElement;
  const own = (e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(' ');
  const words = (e) => (own(e).match(/\\S*[\\p{L}\\p{N}]\\S*/gu) || []).length;
  return {
    screens: page.scrollHeight / window.innerHeight,
    words: texts.filter((e) => !e.ownerSVGElement).reduce((sum, e) => sum + words(e), 0),
    first: bottom('.summary, .glance-grid'),
    themes: document.getElementById('themes').getBoundingClientRect().top / window.innerHeight,
    wider: page.scrollWidth - page.clientWidth,
    cut: cut.filter(([by]) => by > 1).map(([by, text]) => `${text} by ${by} px`),
    smallest: Math.min(...texts.map((e) => parseFloat(getComputedStyle(e).fontSize) * scale(e))
      .filter((size) => size)), // 0: a label that is read out alone
  };
}"""


class Bar(NamedTuple):
    """The most that a page may be: its height and where themes begin in screens, and its words."""

    screens: float
    themes: float
    words: int


BARS = {
    (1440, ""): Bar(4, 2, 1500),
    (1440, SIX): Bar(6, 3, 2500),
    (390, ""): Bar(9, 4, 1500),
    (390, SIX): Bar(9, 4, 2500),
}


def measured(page: Page) -> dict[str, Any]:
    """Return what the page is, from its top, with all of it come."""
    page.evaluate("window.scrollTo(0, 0)")
    figures: dict[str, Any] = page.evaluate(MEASURES)
    return figures


def check_first_screen(figures: dict[str, Any], width: int) -> None:
    assert figures["first"] <= HEIGHTS[width]
    assert figures["wider"] == 0
    assert figures["cut"] == []
    assert figures["smallest"] >= SMALLEST - 0.01


@pytest.mark.parametrize(("width", "ops"), BARS)
def test_the_page_is_short(new_page: NewPage, width: int, ops: str) -> None:
    page = new_page(width=width, height=HEIGHTS[width])
    page.add_init_script(SHIFTS)
    visit = Visit(page)
    visit.open(f"/?v=2&ops={ops}" if ops else "/")
    visit.settled()
    until(page, lambda: "Thai" in page.evaluate(NEARLY), "the list of questions has not come")
    page.locator("#more").scroll_into_view_if_needed()
    visit.still()
    figures = measured(page) | {"shift": page.evaluate("window.shift")}
    print(width, ops or "default", figures)
    bar = BARS[width, ops]
    assert figures["screens"] <= bar.screens
    assert figures["themes"] <= bar.themes
    assert figures["words"] <= bar.words
    assert figures["shift"] < MOST_SHIFT, page.evaluate("window.moved")
    check_first_screen(figures, width)


@pytest.mark.parametrize("width", HEIGHTS)
def test_the_first_screen_holds_the_answers(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    for ops in (JUNE, LONG, f"{THAI}&lang=en", f"{THREE}&lang=en&clock=utc"):
        visit.go(f"?v=2&ops={ops}")
        visit.still(RESIZED)
        figures = measured(visit.page)
        print(width, ops, figures)
        check_first_screen(figures, width)
