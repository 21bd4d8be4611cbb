"""Questions are opened, closed, moved and pointed at; a phone shows one operation at a time."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.panels import PANELS
from tests.browser.conftest import NewPage
from tests.browser.visit import RESIZED, THAI, Visit, until

TWO = f"russia-2018-10~{THAI}"
VIEW = f"?v=2&ops={THAI}"
USUAL = ("size", "rhythm", "themes", "timeline")
EVERY = len(PANELS)
MOST_SHIFT = 0.02
NEAR = 3  # px
# Adds up what moves by itself, as browsers count it: not what a reader's click or key has moved.
SHIFTS = """
window.shift = 0;
window.moved = [];
const add = (entry) => {
  if (entry.hadRecentInput) return;
  window.shift += entry.value;
  window.moved.push(...entry.sources.map(({ node }) => node && (node.id || node.className)));
};
const observer = new PerformanceObserver((list) => list.getEntries().forEach(add));
observer.observe({ type: 'layout-shift', buffered: true });
"""


def opened(page: Page) -> list[str]:
    """Return the questions that are open, from the top."""
    ids = "all => all.map((panel) => panel.id)"
    return [str(id) for id in page.locator("main > .panel:not([hidden])").evaluate_all(ids)]


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["y"]


def row(page: Page, key: str) -> Locator:
    return page.locator(f"#{key}-row")


def test_four_questions_are_open_and_the_others_say_their_answer_once_they_are_near(
    page: Page,
) -> None:
    visit, asked = Visit(page), list[str]()
    page.on("request", lambda request: asked.append(str(request.post_data or "")))
    visit.open(f"/{VIEW}")
    visit.settled()
    visit.still()
    assert opened(page) == [*USUAL]
    assert not any('"sentences":["' in body for body in asked), "nobody has come near the list"
    rows = page.locator("#more li:visible")
    expect(rows).to_have_count(EVERY - len(USUAL))
    page.locator("#more").scroll_into_view_if_needed()
    expect(row(page, "languages").locator("p")).to_contain_text("Thai")
    visit.quiet()
    assert sum('"sentences":["' in body for body in asked) == 1
    assert visit.calls == 1


def test_a_question_opens_where_its_row_stood_and_back_closes_it(visit: Visit) -> None:
    page = visit.page
    visit.go(VIEW)
    visit.settled()
    place = row(page, "languages")
    place.scroll_into_view_if_needed()
    visit.still()
    before = top(place)
    with visit.costs(1, steps=1):
        place.get_by_role("link").click()
        expect(page.locator("#languages")).to_be_visible()
        visit.settled()
    visit.at(f"{VIEW}&panels={'~'.join(USUAL)}~languages")
    assert abs(top(page.locator("#languages")) - before) < NEAR
    expect(page.locator("#languages-question")).to_be_focused()
    expect(visit.sentence("languages")).to_contain_text("Thai")
    expect(place).to_be_hidden()
    with visit.costs(1):
        page.go_back()
        expect(page.locator("#languages")).to_be_hidden()
    visit.at(VIEW)
    expect(place).to_be_visible()


def test_questions_are_moved_and_closed_by_the_keyboard(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{VIEW}&panels=size~kinds~themes")
    visit.settled()
    kinds = page.locator("#kinds")
    kinds.scroll_into_view_if_needed()
    visit.still()
    earlier = kinds.locator("[data-move='-1']")
    with visit.costs(1, steps=1):
        earlier.press("Enter")
        visit.at(f"{VIEW}&panels=kinds~size~themes")
    assert opened(page) == ["kinds", "size", "themes"]
    expect(earlier).to_be_disabled()
    expect(page.locator("#kinds-question")).to_be_focused()
    kinds.get_by_role("button", name="Move later").press("Enter")
    visit.at(f"{VIEW}&panels=size~kinds~themes")
    expect(kinds.get_by_role("button", name="Move later")).to_be_focused()
    kinds.get_by_role("button", name="Close").press("Enter")
    visit.at(f"{VIEW}&panels=size~themes")
    expect(page.locator("#themes-question")).to_be_focused()
    expect(row(page, "kinds")).to_be_visible()
    for key in ("themes", "size"):
        page.locator(f"#{key}").get_by_role("button", name="Close").press("Enter")
        expect(page.locator(f"#{key}")).to_be_hidden()
    visit.at(f"{VIEW}&panels=none")


def test_the_contents_stay_in_sight_mark_where_one_is_and_open_what_is_closed(
    visit: Visit,
) -> None:
    page = visit.page
    visit.go(VIEW)
    visit.settled()
    contents = page.get_by_role("navigation", name="Questions on this page")
    links = contents.get_by_role("link")
    expect(links).to_have_count(EVERY)
    with visit.costs(0, steps=1):
        links.nth(1).click()
        expect(links.nth(1)).to_have_attribute("aria-current", "true")
    expect(contents).to_be_in_viewport()
    expect(page.locator("#rhythm-question")).to_be_focused()
    links.first.focus()
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#alike")).to_be_visible()
    visit.at(f"{VIEW}&panels={'~'.join(USUAL)}~alike#rhythm")
    visit.settled()
    expect(page.locator("#alike-question")).to_be_in_viewport()


def test_a_question_without_an_answer_is_marked_and_named_at_the_foot(visit: Visit) -> None:
    page = visit.page
    visit.go("?v=2&ops=turkey-2020-06")
    visit.settled()
    expect(page.locator("#rhythm")).to_have_attribute("data-unknown", "")
    expect(page.locator("#rhythm-entry")).to_have_attribute("data-unknown", "")
    expect(page.locator("#rhythm")).to_be_hidden()
    expect(page.locator("#size")).to_be_visible()
    expect(page.locator("#not-known")).to_contain_text("Not known for Turkey")
    expect(page.locator("#size-entry:not([data-unknown])")).to_have_count(1)


# The old name of a panel that is open, and the name of a panel that is not.
@pytest.mark.parametrize(
    "anchor", [pytest.param("timeline-panel", marks=pytest.mark.deep), "alike"]
)
def test_an_anchor_leads_to_a_question_also_where_it_comes_late_or_is_closed(
    page: Page, anchor: str
) -> None:
    visit = Visit(page)
    visit.open(f"/?v=2&ops={TWO}#{anchor}")
    visit.settled()
    visit.still()
    key = anchor.removesuffix("-panel")
    assert key in opened(page) and visit.calls == 1
    question = page.locator(f"#{key}-question")
    expect(question).to_be_in_viewport()
    heads = page.locator("#heads").bounding_box()
    assert heads and top(question) >= heads["y"] + heads["height"] - NEAR
    with visit.costs(0, steps=1):
        page.evaluate("location.hash = 'size'")
        expect(page.locator("#size-question")).to_be_in_viewport()


def test_every_question_has_a_link_of_its_own(visit: Visit, page: Page) -> None:
    here, elsewhere = visit, Visit(page)
    here.go(f"{VIEW}&panels=kinds~size&clock=utc")
    here.settled()
    share = here.page.locator("#kinds")
    share.get_by_text("Share and save").click()
    link = share.get_by_role("link", name="Link to this panel")
    href = str(link.get_attribute("href"))
    assert href.endswith("#kinds") and "panels=kinds~size" in href and "data=" in href
    with here.costs(0):
        link.click()
        expect(share.get_by_role("link", name="Link copied")).to_be_visible()
    assert here.page.evaluate("navigator.clipboard.readText()") == here.page.evaluate(
        "(href) => new URL(href, location.href).href", href
    )
    elsewhere.open(href)
    assert opened(elsewhere.page) == ["kinds", "size"]
    expect(elsewhere.page.locator("#kinds-question")).to_be_in_viewport()


def test_nothing_moves_by_itself_after_a_choice(visit: Visit) -> None:
    """While the page loads, `test_bars.py` looks at it."""
    page = visit.page
    visit.go("?v=2")
    visit.settled()
    visit.still()
    page.evaluate(SHIFTS.replace("buffered: true", "buffered: false"))
    with visit.costs(1, steps=1):
        visit.scale("Count")
        visit.shows("scale=count")
        visit.settled()
    visit.still()
    assert page.evaluate("window.shift") < MOST_SHIFT, page.evaluate("window.moved")
    page.locator("#themes").evaluate("section => section.scrollIntoView()")
    visit.still()
    for step, scale in ((page.go_back, "share"), (page.go_forward, "count")):
        step()
        visit.shows(f"scale={scale}")
        visit.settled()
    visit.still()
    assert page.evaluate("window.shift") < MOST_SHIFT, page.evaluate("window.moved")


def test_a_phone_shows_one_operation_and_keeps_the_place(new_page: NewPage) -> None:
    page = new_page(width=390, height=844)
    visit = Visit(page)
    visit.open(f"/?v=2&ops={TWO}")
    visit.settled()
    switch = page.get_by_role("group", name="Which operation is shown")
    first, second = switch.get_by_role("button").all()
    expect(first).to_have_attribute("aria-pressed", "true")
    contents = page.get_by_role("navigation", name="Questions on this page")
    link = contents.get_by_role("link", name="What did they talk about?")
    expect(link).to_be_hidden()
    contents.get_by_text("Questions", exact=True).click()
    link.click()
    expect(link).to_be_hidden()
    until(page, lambda: top(page.locator("#themes-question")) < 400, "not at the question")
    visit.drawn("themes")
    page.evaluate("document.getElementById('themes').scrollIntoView()")
    visit.still()
    before = top(page.locator("#themes"))
    expect(visit.cells("themes")).to_have_count(1)
    told = visit.cells("themes").inner_text()
    with visit.costs(1):
        second.click()
        expect(page.locator("main")).to_have_attribute("data-shown", "1")
    visit.at(f"?v=2&ops={TWO}#themes")
    visit.drawn("themes", above=False)
    expect(switch).to_be_in_viewport()
    expect(visit.cells("themes")).to_have_count(1)
    assert visit.cells("themes").inner_text() != told
    assert abs(top(page.locator("#themes")) - before) < NEAR
    expect(page.locator("#heads .head:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Side by side").click()
    expect(visit.cells("themes")).to_have_count(2)
    page.reload()
    page.locator("#copy-link[data-link]").wait_for()
    expect(page.locator("main")).not_to_have_attribute("data-shown", re.compile(""))
    expect(visit.cells("size")).to_have_count(2)
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator("main")).to_have_attribute("data-shown", "0")
    visit.quiet(RESIZED)
