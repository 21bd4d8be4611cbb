"""The pages beside the comparison: with JavaScript and without, narrow, dark and printed."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watch
from tests.browser.visit import Visit, until

NewPage = Callable[..., Page]
PATHS = (
    *("/disclosures", "/disclosures?by=posts", "/methods", "/about", "/glossary"),
    "/operations/nowhere",
    *("/operations/russia-2018-10", "/operations/china", "/operations/turkey-2020-06"),
)
WIDTHS = (1440, 768, 390)
# Texts that lie on one another, outside of drawings and of what only a screen reader reads.
OVERLAPPING = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const texts = [], range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest('svg, script, .unseen')) continue;
    if (!parent.checkVisibility()) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) texts.push([node.data.trim().slice(0, 40), box]);
  }
  texts.sort(([_, a], [__, b]) => a.top - b.top);
  const overlapping = [];
  texts.forEach(([text, box], place) => {
    for (const [other, its] of texts.slice(place + 1)) {
      if (its.top >= box.bottom - 3) break;
      if (its.left >= box.right - 3 || its.right <= box.left + 3) continue;
      overlapping.push(`${text} | ${other}`);
    }
  });
  return overlapping;
}"""


def rows(page: Page) -> Locator:
    return page.locator("#choose tbody tr:visible")


def first(page: Page) -> Locator:
    return rows(page).first.get_by_role("rowheader")


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_no_page_is_wider_than_the_screen_or_writes_over_itself(
    new_page: NewPage, watch: Watch
) -> None:
    watch.allowed = "404"
    page = new_page(dark=True)
    for path in PATHS:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width in WIDTHS:
            resize(page, width)
            assert overflow(page) <= 0, (path, width)
            assert page.evaluate(OVERLAPPING) == [], (path, width)


def resize(page: Page, width: int) -> None:
    """Change the screen's width and wait until every chart fits into its place again."""
    page.set_viewport_size({"width": width, "height": 900})
    charts = page.locator(".drawn")
    wide = "all => all.filter((e) => e.querySelector('.main-svg').clientWidth > e.clientWidth)"
    until(page, lambda: charts.evaluate_all(f"{wide}.length") == 0, f"not redrawn at {width} px")


def test_every_chart_of_an_operation_is_drawn_in_both_modes(page: Page) -> None:
    page.goto("/operations/russia-2018-10")
    charts = page.locator(".drawn")
    expect(page.locator(".drawn .main-svg").first).to_be_visible()
    for chart in charts.all():
        expect(chart).to_have_class(re.compile("js-plotly-plot"))
        expect(chart).to_have_attribute("aria-label", re.compile(r"\w+"))
    colour = "svg .points path"
    light = charts.first.locator(colour).nth(1).evaluate("e => getComputedStyle(e).fill")
    page.emulate_media(color_scheme="dark")
    expect(charts.first.locator(colour).nth(1)).not_to_have_css("fill", str(light))
    resize(page, 390)
    assert overflow(page) <= 0


def test_a_click_on_a_head_sorts_in_place_and_the_address_says_so(page: Page) -> None:
    page.goto("/disclosures")
    page.get_by_role("checkbox", name="Compare Serbia, disclosed April 2020").check()
    head = page.get_by_role("columnheader", name="Posts")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(first(page)).to_have_text("Serbia, disclosed April 2020")
    expect(rows(page).last).to_contain_text("not known")
    expect(page).to_have_url(re.compile(r"\?sort=-posts$"))
    expect(page.locator("#chosen")).to_have_text("1 of 6 chosen")
    page.reload()  # the server answers the same address with the same order
    expect(first(page)).to_have_text("Serbia, disclosed April 2020")


def test_text_and_country_narrow_the_table_while_typing(page: Page) -> None:
    page.goto("/disclosures")
    page.get_by_role("searchbox", name="Find").press_sequentially("april 2020")
    expect(page.locator("#found")).to_have_text("5 of 48 releases")
    page.get_by_label("Country").select_option("Egypt")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=april\+2020&country=egypt$"))
    page.reload()  # now the server narrows it
    expect(rows(page)).to_have_count(1)


def test_six_ticks_and_no_seventh_build_a_comparison(page: Page) -> None:
    page.goto("/disclosures")
    ticks = page.locator("#choose tbody input")
    expect(page.get_by_role("button", name="Compare the chosen")).to_be_disabled()
    for number in range(6):
        ticks.nth(number).check()
    expect(page.locator("#chosen")).to_have_text("6 of 6 chosen")
    expect(ticks.nth(6)).to_be_disabled()
    ticks.nth(5).uncheck()
    expect(ticks.nth(6)).to_be_enabled()
    page.get_by_role("button", name="Compare the chosen").click()
    visit = Visit(page)
    page.locator("#copy-link[data-link]").wait_for()
    ops = "russia-2018-10~iran-2018-10~bangladesh-2019-01~iran-2019-01~russia-2019-01"
    visit.at(f"?v=2&ops={ops}")


def test_pages_lead_to_each_other_and_back(page: Page) -> None:
    visit = Visit(page)
    visit.open("/?v=2&clock=utc")
    page.locator("#heads").get_by_role("link", name="Thailand, October 2020").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thailand, disclosed October 2020")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Methods").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Methods")
    page.go_back()
    page.go_back()
    visit.at("?v=2&clock=utc")
    visit.shows("clock=utc")


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/disclosures")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Announced accounts", exact=True)).to_be_focused()


def test_without_javascript_the_pages_are_whole(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/operations/thailand-2020-10")
    expect(page.locator(".drawn").first).to_be_hidden()
    page.locator("#size").get_by_text("Table", exact=True).click()
    expect(page.get_by_role("table", name="Accounts and posts")).to_contain_text("21,385")
    page.goto("/disclosures")
    page.get_by_role("link", name="Posts", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"sort=posts#releases$"))
    page.get_by_role("checkbox", name="Compare Cuba, disclosed October 2020").check()
    page.get_by_role("checkbox", name="Compare Serbia, disclosed April 2020").check()
    page.get_by_role("button", name="Compare the chosen").click()
    expect(page).to_have_url(re.compile(r"/\?v=2&ops=cuba-2020-10~serbia-2020-04$"))
    expect(page.get_by_role("table")).to_contain_text("43,067,074")
    expect(page.get_by_text("Loading...")).to_be_hidden()
    assert page.get_by_role("link", name="Serbia, disclosed April 2020").is_visible()


def test_print_leaves_out_what_cannot_be_pressed(page: Page) -> None:
    page.goto("/disclosures")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
    expect(page.get_by_role("button", name="Compare the chosen")).to_be_hidden()
    expect(first(page)).to_be_visible()


def test_circles_are_reached_one_by_one_and_wide_enough_for_a_finger(page: Page) -> None:
    page.goto("/disclosures")
    circles = page.locator(".days:visible a")
    sizes = "all => all.map((e) => e.querySelector('.target').getBoundingClientRect().width)"
    name = re.compile(r"^17 Oct 2018: Iran: 770 announced accounts$")
    for width in (1440, 1010, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert min(circles.evaluate_all(sizes)) >= 24, width
        circles.first.focus()
        page.keyboard.press("Tab")
        expect(circles.nth(1)).to_be_focused()
        expect(circles.nth(1)).to_have_accessible_name(name)
        expect(circles.nth(1).locator(".target")).not_to_have_css("stroke", "none")


def test_on_a_phone_each_release_is_a_card_that_nothing_is_cut_off(new_page: NewPage) -> None:
    page = new_page(width=390)
    page.goto("/disclosures")
    wide = page.locator("#choose .wide")
    assert wide.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    card = rows(page).first
    for head in ("Linked to", "Disclosed", "Announced", "Posts", "Depth"):
        shown = card.locator(f"[data-head={head!r}]")
        expect(shown).to_be_visible()
        assert head in shown.evaluate("e => getComputedStyle(e, '::before').content")
    page.get_by_role("searchbox").fill("serbia")
    expect(rows(page)).to_have_count(1)
    page.goto("/operations/china")
    stacked = page.locator(".stacked")
    assert stacked.evaluate_all("all => all.map((e) => e.scrollWidth <= innerWidth)") == [True] * 2
    announced = stacked.first.locator("[data-head=Announced]").first
    assert "Announced" in announced.evaluate("e => getComputedStyle(e, '::before').content")


def test_no_table_in_sight_is_cut_off_from_768_px_on(new_page: NewPage) -> None:
    """Of releases the numbers were beyond the edge, and nothing said that there was more."""
    page = new_page(width=768)
    for path in ("/disclosures", "/operations/china-2019"):
        page.goto(path)
        tables = page.locator(".wide").filter(visible=True)
        for width in (768, 1081, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            cut = tables.evaluate_all("all => all.map((e) => e.scrollWidth - e.clientWidth)")
            assert cut and max(cut) == 0, (path, width)
