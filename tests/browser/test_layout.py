"""How the page is laid out: nothing cut, columns in line, one redraw for a changed screen."""

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.visit import Visit

NewPage = Callable[..., Page]
COMPARISONS = (
    "thailand-2020-10",
    "china-2019~russia-2018-10~thailand-2020-10",
    "china-2019~russia-2018-10~thailand-2020-10~russia~china-2020-06~iran",
    "russia-2018-10@2013-01-15..2015-11-20~russia-2018-10@2016-01..~thailand-2020-10",
)
WIDTHS = (1440, 768, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
REDRAWN = 600  # ms: the pause after a resize, one call and one drawing
ALIGNED = 6  # px
PATIENCE = 40  # looks, four a second
TWO_LINES = 44  # px: two lines of 13 px text


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def lefts(places: Locator) -> list[float]:
    return [box(place)["x"] for place in places.all()]


def agree(one: list[float], other: list[float]) -> bool:
    pairs = zip(one, other, strict=True)
    return len(one) > 0 and all(abs(a - b) <= ALIGNED for a, b in pairs)


def overflow(page: Page) -> int:
    """Return by how many px the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("ops", COMPARISONS)
def test_nothing_is_cut_at_any_width_light_or_dark(page: Page, ops: str) -> None:
    visit = Visit(page)
    visit.open(f"/?v=1&ops={ops}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(REDRAWN)
            assert soon(page, lambda: max(0, overflow(page)), 0) == 0, (width, scheme)
            assert soon(page, lambda: outside(page), []) == [], (width, scheme)
        assert soon(page, lambda: broken(page), []) == [], width


def soon(page: Page, look: Callable[[], Any], wanted: Any) -> Any:
    """Look until the page is as `wanted`, or PATIENCE is over: a redraw takes its time."""
    for _ in range(PATIENCE):
        if (found := look()) == wanted:
            break
        page.wait_for_timeout(250)
    return found


def broken(page: Page) -> list[str]:
    """Return hashtags that stand on more than two lines because their column is too narrow."""
    found: list[Any] = page.locator(".tags bdi").evaluate_all(
        "(all, most) => all.filter(e => e.getBoundingClientRect().height > most)"
        ".map(e => e.textContent)",
        TWO_LINES,
    )
    return [str(tag) for tag in found]


def outside(page: Page) -> list[str]:
    """Return texts of the charts that stick out of the screen, or of their own chart."""
    found: list[Any] = page.locator(".chart svg text:visible").evaluate_all(
        "all => all.filter(e => { const b = e.getBoundingClientRect(); return b.width > 0 && "
        "(b.right > window.innerWidth + 1 || b.left < e.closest('.chart').getBoundingClientRect()"
        ".left - 1); }).map(e => e.textContent)"
    )
    return [str(text) for text in found]


@pytest.mark.parametrize(("width", "ops", "dated"), [(1440, 2, 4), (768, 1, 3)])
def test_columns_line_up_from_head_to_foot(
    new_page: NewPage, width: int, ops: int, dated: int
) -> None:
    """Check each panel's columns; only the first `dated` operations hold posts with a time."""
    page = new_page(width=width)
    visit = Visit(page)
    visit.open(f"/?v=1&ops={COMPARISONS[ops]}")
    visit.settled()
    heads = page.locator("#heads .head")
    for panel in ("size", "rhythm", "themes"):
        assert agree(lefts(heads), lefts(visit.cells(panel))), panel
    bars = page.locator("#size-figure .barlayer .trace.bars")
    accounts = [box(bars.nth(i))["x"] for i in range(0, bars.count(), 3)]
    assert agree(lefts(heads), accounts)
    cells = lefts(page.locator("#rhythm-figure .barlayer .trace.bars"))
    begun = [head for head in lefts(heads) if any(abs(head - cell) <= ALIGNED for cell in cells)]
    assert begun == lefts(heads)[:dated]
    for head in heads.all():
        assert box(head)["x"] + box(head)["width"] <= width


def test_heads_stay_in_sight_and_cover_no_question(page: Page) -> None:
    visit = Visit(page)
    visit.open("/")
    page.locator("#themes-links").scroll_into_view_if_needed()
    heads = page.locator("#heads")
    expect(heads).to_be_in_viewport(ratio=1)
    assert abs(box(heads)["y"]) <= 1
    page.evaluate("location.hash = 'rhythm-panel'")
    page.wait_for_timeout(300)
    question = box(page.locator("#rhythm-question"))
    assert question["y"] >= box(heads)["y"] + box(heads)["height"]


def test_dark_and_narrow_redraw_once_and_keep_the_view(page: Page) -> None:
    visit = Visit(page)
    visit.open("/?v=1&clock=utc")
    bar = page.locator("#heads .bar").first
    light = bar.evaluate("e => getComputedStyle(e).backgroundColor")
    before = visit.sentences()
    with visit.costs(1):
        page.emulate_media(color_scheme="dark")
        expect(bar).not_to_have_css("background-color", str(light))
    with visit.costs(1):
        page.set_viewport_size({"width": 390, "height": 900})
        expect(page.locator("main")).to_have_class(re.compile("wrapped"))
    with visit.costs(0):
        page.set_viewport_size({"width": 380, "height": 900})
    visit.at("?v=1&clock=utc")
    visit.shows("clock=utc")
    visit.chosen("UTC", "share")
    assert visit.sentences() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_controls_that_are_not_filters_are_always_in_sight(new_page: NewPage) -> None:
    page = new_page(width=390)
    visit = Visit(page)
    visit.open("/")
    for place in (page.locator("#copy-link"), visit.field("operations")):
        expect(place).to_be_visible()
        assert box(place)["y"] < 900
