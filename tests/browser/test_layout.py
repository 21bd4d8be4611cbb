"""How the page is laid out: nothing cut, columns in line, one redraw for a changed screen."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.visit import RESIZED, Visit

ONE = "thailand-2020-10"
THREE = "china-2019~russia-2018-10~thailand-2020-10"
SIX = f"{THREE}~russia~china-2020-06~iran"
PERIODS = "russia-2018-10@2013-01-15..2015-11-20~russia-2018-10@2016-01..~thailand-2020-10"
TWO = "?v=2&ops=russia-2018-10~thailand-2020-10"
# px, and how many columns are then beside one another. The narrowest first, with all panels: what
# is late at the others is hidden, and no wider than it was.
WIDTHS = {390: 1, 768: 3, 1440: 6}
NARROWEST = 390
Scheme = Literal["light", "dark"]
LIGHT: tuple[tuple[int, Scheme], ...] = tuple((width, "light") for width in WIDTHS)
# Six operations take in three, but for columns at the middle width, and periods are only longer
# names: where there is least room. Colours move nothing: that dark cuts nothing either is looked at
# there, too.
SCREENS: dict[str, tuple[tuple[int, Scheme], ...]] = {
    ONE: LIGHT,
    THREE: ((768, "light"),),
    SIX: LIGHT,
    PERIODS: ((NARROWEST, "light"), (NARROWEST, "dark")),
}
RARE = (ONE,)  # for `make test-deep`
ALIGNED = 6  # px
TWO_LINES = 44  # px: two lines of 13 px text
LINE = 13  # signs of a hashtag beside its number, in the narrowest column
# How many of the operations, the first of them, hold posts with a time: where columns are checked.
DATED = {(SIX, 1440): 4, (THREE, 768): 3}


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


@pytest.mark.parametrize(
    "ops", [pytest.param(ops, marks=[pytest.mark.deep] * (ops in RARE)) for ops in SCREENS]
)
def test_nothing_is_cut_and_columns_line_up_at_any_width_light_or_dark(
    visit: Visit, ops: str
) -> None:
    page = visit.page
    show(visit, SCREENS[ops][0][0])
    visit.go(f"?v=2&ops={ops}&panels=all")
    for width, scheme in SCREENS[ops]:
        show(visit, width, scheme)
        if scheme == "light" and width == NARROWEST:
            visit.all_drawn()
        if dated := DATED.get((ops, width)):
            for panel in ("size", "rhythm", "themes", "distinctive"):
                visit.drawn(panel, above=False)
            check_columns(visit, dated)
        assert overflow(page) <= 0, (width, scheme)
        assert outside(page) == [], (width, scheme)
        assert broken(page) == [], (width, scheme)


def show(visit: Visit, width: int, scheme: Scheme = "light") -> None:
    """Change the screen and wait until what is in sight is drawn for it."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.emulate_media(color_scheme=scheme)
    view = f"{WIDTHS[width]} {scheme == 'dark'}"  # as the key of the view that a panel shows ends
    visit.page.locator(f'main > .panel:not(.late, [hidden])[data-view*=" {view}"]').first.wait_for()
    visit.still(RESIZED)


def broken(page: Page) -> list[str]:
    """Return hashtags that stand on more than two lines because their column is too narrow.

    A line has room for 13 signs, however narrow; what is longer than two of them has no choice.
    """
    found: list[Any] = page.locator(".tags bdi:visible").evaluate_all(
        "(all, most) => all.filter(e => e.getBoundingClientRect().height > most)"
        ".map(e => e.textContent)",
        TWO_LINES,
    )
    return [str(tag) for tag in found if len(tag) <= 2 * LINE]


def outside(page: Page) -> list[str]:
    """Return texts of the charts that stick out of the screen, or of their own chart."""
    found: list[Any] = page.locator(".chart svg text:visible").evaluate_all(
        "all => all.filter(e => { const b = e.getBoundingClientRect(); return b.width > 0 && "
        "(b.right > window.innerWidth + 1 || b.left < e.closest('.chart').getBoundingClientRect()"
        ".left - 1); }).map(e => e.textContent)"
    )
    return [str(text) for text in found]


def check_columns(visit: Visit, dated: int) -> None:
    """Check each panel's columns; only the first `dated` operations hold posts with a time."""
    page = visit.page
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
        assert box(head)["x"] + box(head)["width"] <= page.evaluate("window.innerWidth")


def test_heads_stay_in_sight_and_cover_no_question(visit: Visit) -> None:
    page = visit.page
    visit.go("?v=2")
    show(visit, 1440)
    page.locator("#themes").scroll_into_view_if_needed()
    visit.drawn("themes")
    page.locator("#themes-links").scroll_into_view_if_needed()
    heads = page.locator("#heads")
    expect(heads).to_be_in_viewport(ratio=1)
    assert abs(box(heads)["y"]) <= 1
    page.evaluate("location.hash = 'rhythm'")
    visit.still()
    question = box(page.locator("#rhythm-question"))
    assert question["y"] >= box(heads)["y"] + box(heads)["height"]


def test_dark_and_narrow_redraw_once_and_keep_the_view(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{TWO}&clock=utc")
    show(visit, 1440)
    bar = page.locator("#heads .bar").first
    light = bar.evaluate("e => getComputedStyle(e).backgroundColor")
    before = visit.sentences()
    with visit.costs(1):
        page.emulate_media(color_scheme="dark")
        expect(bar).not_to_have_css("background-color", str(light))
    with visit.costs(1):
        page.set_viewport_size({"width": 390, "height": 900})
        expect(page.locator("main")).to_have_class(re.compile("single"))
    with visit.costs(0):
        page.set_viewport_size({"width": 380, "height": 900})
        visit.quiet(RESIZED)
    visit.at(f"{TWO}&clock=utc")
    visit.shows("clock=utc")
    visit.chosen("UTC", "share")
    assert visit.sentences() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_controls_that_are_not_filters_are_always_in_sight(visit: Visit) -> None:
    page = visit.page
    visit.go("?v=2")
    show(visit, NARROWEST)
    expect(page.locator("#opens-operations")).to_have_text(re.compile("3 operations"))
    for place in ("#copy-link", "#opens-operations", "#opens-filters", ".ready > summary"):
        place = page.locator(place)
        expect(place).to_be_visible()
        assert box(place)["y"] < 900
