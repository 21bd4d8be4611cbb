"""On paper: no number is cut on any sheet, what is missing is named, and the screen comes back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.visit import THAI, Held, Visit, until

THREE = f"china-2019~russia-2018-10~{THAI}"
SIX = f"{THREE}~russia~china-2020-06~iran"
ALL = 14  # questions, which these operations can all answer
EVERY = "panels=all"
SHEET = 700  # px: what every sheet has room for
# px inside of the margins of 12 mm: A4 upright and Letter lying, which are the narrower ones, and
# the other way round.
NARROWER = ((703, 1031), (965, 725))
SHEETS = (*NARROWER, (725, 965), (1031, 703))
UPRIGHT, LYING = 930, 690  # px: the tallest chart
# A browser that prints is one that is stopped: the page stays as the paper is until it is told.
STOPPED = """() => {
  window.sheets = 0;
  window.print = () => { window.sheets += 1; window.dispatchEvent(new Event('beforeprint')); };
}"""
# Texts and tables that stick out of the sheet, numbers that stick out of their chart, where they
# are cut, and charts that do not fit on one sheet.
CUT = """(tallest) => {
  const cut = [], right = document.documentElement.clientWidth + 1;
  const say = (node) => cut.push(`${node.tagName} ${node.id} ${node.textContent.slice(0, 40)}`);
  const isText = (node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const boxed = (query) => [...document.querySelectorAll(query)]
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([_, box]) => box.width && box.height);
  boxed('body *').forEach(([node, box]) => {
    if (node.closest('.unseen, #js-plotly-tester')) return;
    if (!isText(node) && !['svg', 'TABLE'].includes(node.tagName)) return;
    if (box.left < -1 || box.right > right) say(node);
  });
  boxed(':is(.chart, .drawn) svg text').forEach(([node, box]) => {
    const chart = node.closest('.svg-container').getBoundingClientRect();
    const isIn = box.left > chart.left - 1 && box.right < chart.right + 1;
    if (!isIn || box.top < chart.top - 1 || box.bottom > chart.bottom + 1) say(node);
  });
  boxed(':is(.chart, .drawn)').forEach(([node, box]) => { if (box.height > tallest) say(node); });
  return cut;
}"""
WIDTHS = """() => [...document.querySelectorAll('main > :not([hidden]) .js-plotly-plot')]
  .filter((place) => !place.hidden)
  .map((place) => Math.round(place.querySelector('.main-svg').getBoundingClientRect().width))"""
# Which years an axis names depends on its width.
NUMBERS = """() => [...document.querySelectorAll('.chart text')].map((text) => text.textContent)
  .filter((text) => !/^\\d{4}$/.test(text))"""


def prints(page: Page, event: str = "beforeprint") -> None:
    """Let the browser print by itself, as from its menu; or, by "afterprint", let it end."""
    page.evaluate("(name) => window.dispatchEvent(new Event(name))", event)


def check_sheets(page: Page, sheets: tuple[tuple[int, int], ...] = NARROWER) -> None:
    """Check that nothing is cut on these sheets."""
    screen = page.viewport_size
    page.emulate_media(media="print")
    for width, height in sheets:
        page.set_viewport_size({"width": width, "height": height})
        tallest = LYING if width > height else UPRIGHT
        assert page.evaluate(CUT, tallest + 1) == [], (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="screen")
    assert screen
    page.set_viewport_size(screen)


def press(visit: Visit, keys: str = "") -> None:
    """Press the button, or the keys that do, and wait until the page is as the paper is."""
    visit.page.evaluate(STOPPED)
    if keys:
        visit.page.keyboard.press(keys)
    else:
        visit.page.get_by_role("button", name="Print").click()
    until(visit.page, lambda: bool(visit.page.evaluate("window.sheets")), "nothing was printed")


def dark_letters(page: Page) -> set[bool]:
    """Return whether the letters of charts are dark, as the figures were drawn."""
    fill = "all => all.map((text) => getComputedStyle(text).fill.match(/\\d+/g).map(Number))"
    colours: list[Any] = page.locator(".chart > :not([hidden]) svg text").evaluate_all(fill)
    return {sum(colour) < 3 * 128 for colour in colours}


# The button draws anew, in as many columns as a sheet has room for. Of the browser's menu only what
# was drawn for more columns is made smaller. Each way draws all questions, so the others are rare;
# of three operations the button's own test looks at the narrower sheets.
PAPERS = {("menu", SIX)}
RARE = {(by, ops) for by in ("button", "menu") for ops in (THAI, THREE, SIX)} - PAPERS


@pytest.mark.parametrize(
    ("by", "ops"),
    [*sorted(PAPERS), *(pytest.param(*rare, marks=pytest.mark.deep) for rare in sorted(RARE))],
)
def test_no_number_is_cut_on_a4_or_letter_upright_or_lying(
    new_page: NewPage, by: str, ops: str
) -> None:
    """On a page of its own: to bring the screen back costs more than to close it."""
    page = new_page()
    visit = Visit(page)
    visit.open(f"/?v=2&ops={ops}&{EVERY}&lang=all&scale={'posts' if by == 'menu' else 'share'}")
    visit.settled()
    for panel in ("rhythm", "timeline"):  # the widest tables
        page.locator(f"#{panel} summary", has_text="Table").click()
    visit.settled()
    page.evaluate("window.scrollTo(0, 3000)")
    if by == "button":
        press(visit)
    else:
        prints(page)
    assert page.locator("main > .late").count() == 0
    assert "Not on" not in page.locator("#not-on-paper").inner_text()
    check_sheets(page, NARROWER if (by, ops) == ("menu", SIX) else SHEETS)


def test_the_button_prints_all_of_it_for_paper_and_brings_the_screen_back(
    new_page: NewPage,
) -> None:
    page = new_page(dark=True)
    visit = Visit(page)
    visit.open(f"/?v=2&ops={THREE}&period=2016-01..&lang=en&{EVERY}")
    visit.settled()
    page.locator("#themes").scroll_into_view_if_needed()
    visit.still()
    address, numbers = page.url, set(page.evaluate(NUMBERS))
    top = "document.getElementById('themes').getBoundingClientRect().top"
    before = page.evaluate(top)
    assert dark_letters(page) == {False}
    with visit.costs(2):  # one for the paper, one for the screen
        press(visit, "Control+p")  # a button would be scrolled to
        assert page.evaluate("document.querySelectorAll('main > .panel[data-view]').length") == ALL
        assert set(page.evaluate(WIDTHS)) == {SHEET}
        assert dark_letters(page) == {True}
        assert numbers - set(page.evaluate(NUMBERS)) == set()
        page.emulate_media(media="print")
        expect(page.locator("#filters-on-paper")).to_have_text(
            "English · since Jan 2016 · operators' own clocks"
        )
        expect(page.locator("#heads")).to_contain_text("Thailand, disclosed October 2020")
        expect(page.locator("#not-on-paper")).to_be_hidden()
        expect(page.locator("#link-on-paper")).to_contain_text(f"ops={THREE}")
        for control in ("#print", "#copy-link", ".controls", ".own"):
            expect(page.locator(control).first).to_be_hidden()
        check_sheets(page)
        page.emulate_media(media="screen", color_scheme="dark")
        prints(page, "afterprint")
        expect(page.get_by_role("button", name="Print")).to_be_enabled()
    visit.settled()
    assert page.url == address
    assert dark_letters(page) == {False}
    until(page, lambda: min(page.evaluate(WIDTHS)) > SHEET, "the charts are as on paper")
    assert abs(page.evaluate(top) - before) < 300  # px: where the reader was


def test_what_has_not_come_is_named_on_the_paper_and_not_drawn_there(visit: Visit) -> None:
    page = visit.page
    visit.leave_out_the_rest()
    visit.go(f"?v=2&ops={THREE}&clock=utc&{EVERY}")
    questions = page.locator("main > .panel > h2").all_inner_texts()
    prints(page)
    page.emulate_media(media="print")
    note = page.locator("#not-on-paper")
    expect(note).to_contain_text("Not on this paper, because the page had not asked for it yet:")
    expect(note).to_contain_text("Use the Print button.")
    shown = page.locator("main > .panel > h2:visible").all_inner_texts()
    named = [question for question in questions if question in note.inner_text()]
    assert sorted(shown + named) == sorted(questions)
    assert 0 < len(shown) < ALL
    check_sheets(page)
    page.emulate_media(media="screen")
    prints(page, "afterprint")
    expect(note).to_be_hidden()


def test_nothing_is_printed_before_all_has_come_or_of_another_view(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THREE}&clock=utc&hours=8-17&{EVERY}")
    page.evaluate(STOPPED)
    held = Held(page)
    page.keyboard.press("Control+p")  # as the button
    held.wait_for(1)
    expect(page.locator("#print")).to_be_disabled()
    assert page.evaluate("window.sheets") == 0
    page.go_back()  # to another view: what was to be printed is not shown any more
    held.wait_for(2)
    held.release()
    expect(page.get_by_role("button", name="Print")).to_be_enabled()
    assert page.evaluate("window.sheets") == 0
    page.keyboard.press("Control+p")
    until(page, lambda: page.evaluate("window.sheets") == 1, "nothing was printed")
    assert page.locator("main > .late").count() == 0
    prints(page, "afterprint")
    expect(page.get_by_role("button", name="Print")).to_be_enabled()


def test_a_pdf_is_made_and_the_page_is_as_before(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THREE}&panels=size~rhythm~timeline")
    visit.all_drawn()
    page.evaluate("window.scrollTo(0, 2000)")
    visit.still()
    before = page.evaluate(WIDTHS)
    assert len(before) == 3 and min(before) > SHEET
    for size, lying in (("A4", False), ("Letter", True)):
        sheets = re.findall(rb"/Type /Page\b", page.pdf(format=size, landscape=lying))
        assert len(sheets) > 2
        until(page, lambda: page.evaluate(WIDTHS) == before, "the charts are as on paper")
        expect(page.locator("main")).not_to_have_class(re.compile("printed|wrapped"))


@pytest.mark.parametrize(
    "path",
    [
        *("/operations/russia-2018-10", "/methods", "/disclosures"),
        pytest.param("/operations/china", marks=pytest.mark.deep),
    ],
)
def test_no_number_of_another_page_is_cut_on_paper(new_page: NewPage, path: str) -> None:
    page = new_page(dark=True)
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.evaluate("window.scrollTo(0, 2000)")
    prints(page)
    drawn = page.locator(".drawn .main-svg:visible")
    assert {round(chart.bounding_box()["width"]) for chart in drawn.all()} <= {SHEET}  # type: ignore[index]
    page.emulate_media(color_scheme="light")  # as browsers do on paper
    check_sheets(page)
    prints(page, "afterprint")
    assert page.locator("body.printed").count() == 0


def test_on_paper_the_columns_at_a_glance_have_their_names(visit: Visit) -> None:
    """The heads of the page are a list there: the second name stood over the first column."""
    visit.go(f"?v=2&ops={THREE}")
    page = visit.page
    page.emulate_media(media="print")
    prints(page)
    grid = page.locator(".glance-grid")
    left = "all => all.map((e) => Math.round(e.getBoundingClientRect().left))"
    names = grid.locator(".glance-names [data-column]")
    assert names.all_inner_texts() == ["China 2019", "Russia Oct 2018", "Thailand Oct 2020"]
    cells = grid.locator(".glance-row").first.locator("[data-column]")
    assert names.evaluate_all(left) == cells.evaluate_all(left)
    prints(page, "afterprint")
    page.emulate_media(media="screen")
