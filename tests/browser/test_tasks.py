"""What policy staff and presenters come to do, each with the clicks that it takes.

Everything is reached by its role and its name, as a screen reader says them. The list with its
counts stands in this folder's README, which `tests/test_readme.py` writes.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.link.migrations import QUESTIONS_BEFORE
from tests.browser.tasks import TASKS
from tests.browser.test_questions import USUAL, opened
from tests.browser.visit import RESIZED, THAI, Visit, until

NewPage = Callable[..., Page]
TWO = f"russia-2018-10~{THAI}"
VIEW = f"?v=2&ops={THAI}"


class Reader:
    """Who presses what has a role and a name, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def named(self, role: str, name: str) -> Locator:
        wanted = re.compile(f"^{re.escape(name)}")
        return self.page.get_by_role(role, name=wanted).first  # type: ignore[arg-type]

    def press(self, role: str, name: str) -> None:
        self.click(self.named(role, name))

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def panel(self, question: str) -> Locator:
        return self.page.get_by_role("region", name=question, exact=True)

    def unfold(self, question: str, fold: str) -> None:
        """Open one of the three folds beneath a question."""
        self.click(self.panel(question).get_by_text(fold, exact=True))

    def menu_of(self, operation: str) -> None:
        self.click(self.page.get_by_label(f"Move, remove or split {operation}"))

    @contextmanager
    def does(self, task: str) -> Iterator[None]:
        """Assert that a task of the list takes the clicks that the list says."""
        before = self.clicks
        yield
        assert self.clicks - before == TASKS[task], task


@pytest.fixture
def reader(visit: Visit) -> Reader:
    return Reader(visit.page)


def test_choose_move_and_remove_operations(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("Add an operation"):
        reader.press("button", "Add an operation")
        reader.press("option", "Iran, disclosed October 2018")
        visit.at(f"{VIEW}~iran-2018-10")
    reader.page.keyboard.press("Escape")
    with reader.does("Move a column"):
        reader.menu_of("Iran Oct 2018")
        reader.press("link", "Move left")
        visit.at(f"?v=2&ops=iran-2018-10~{THAI}")
    with reader.does("Open a comparison that is ready"):
        reader.click(reader.page.get_by_text("Ready comparisons"))
        reader.press("link", "June 2020")
        visit.shows("ops=china-2020-06~russia-2020-06~turkey-2020-06")


def test_filter_change_the_clock_and_clear_all(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("Filter by language"):
        reader.press("button", "Filters")
        visit_control(reader, "Languages")
        reader.press("option", "English")
        visit.at(f"{VIEW}&lang=en")
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#heads")).to_contain_text("English")
    reader.press("button", "Filters")
    with reader.does("Change the clock"):
        reader.press("button", "Filters")
        visit_control(reader, "Clock")
        reader.press("option", "UTC")
        visit.at(f"{VIEW}&clock=utc&lang=en")
    with reader.does("Clear all filters"):
        reader.press("link", "Clear all")
        visit.at(VIEW)


def visit_control(reader: Reader, name: str) -> None:
    """Open a list of the filters, whichever role its field has."""
    reader.click(reader.page.get_by_label(name, exact=True).first)


def test_understand_why_nothing_matches(visit: Visit, reader: Reader) -> None:
    visit.go(f"{VIEW}&period=2016-01..2016-01&lang=ru")
    with reader.does("Understand why nothing matches, and mend it"):
        glance = reader.page.get_by_role("region", name="At a glance")
        expect(glance).to_contain_text(re.compile("[Nn]o posts? "))
        reader.press("link", "Take away: Russian")
        visit.at(f"{VIEW}&period=2016-01..2016-01")


def test_compare_before_and_after(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("Compare before and after"):
        reader.menu_of("Thailand Oct 2020")
        reader.press("link", "Before and since Feb 2020")
        visit.at(f"?v=2&ops={THAI}@start..2020-01~{THAI}@2020-02..end")
    expect(reader.page.locator("#heads .head")).to_have_count(2)


def test_see_what_a_number_rests_on(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("See what a number rests on"):
        reader.unfold("How big were they?", "How we know")
        expect(reader.panel("How big were they?")).to_contain_text("Source: ")
    with reader.does("Learn what a word means"):
        reader.panel("When did they post?").get_by_role("button", name="office hours").wait_for()
        reader.click(reader.panel("When did they post?").get_by_role("button", name="office hours"))
        expect(reader.page.locator(".meaning:popover-open")).to_be_visible()
    reader.page.keyboard.press("Escape")


def test_share_the_view_or_one_panel(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("Share the view"):
        reader.press("button", "Copy link")
        reader.named("button", "Link copied").wait_for()
    assert f"ops={THAI}" in reader.page.evaluate("navigator.clipboard.readText()")
    with reader.does("Share one panel"):
        reader.unfold("How big were they?", "Share and save")
        reader.click(reader.panel("How big were they?").get_by_role("link", name="Link to this"))
        reader.panel("How big were they?").get_by_role("link", name="Link copied").wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()").endswith("#size")


def test_save_a_table_and_a_picture(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    rhythm = reader.panel("When did they post?")
    for task, link in (("Save a table", "rhythm.csv"), ("Save a picture", "png")):
        with reader.does(task), reader.page.expect_download() as download:
            reader.unfold("When did they post?", "Share and save")
            reader.click(rhythm.get_by_role("link", name=link, exact=True))
        assert Path(download.value.path()).stat().st_size > 0
        rhythm.get_by_text("Share and save", exact=True).click()


def test_print_and_present(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    page = reader.page
    page.evaluate("window.print = () => { window.printed = true; }")
    with reader.does("Print"):
        reader.press("button", "Print")
        until(page, lambda: bool(page.evaluate("window.printed")), "nothing was printed")
    visit.settled()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    visit.still(RESIZED)
    with reader.does("Present, and leave again"):
        reader.press("link", "Present")
        visit.at(f"{VIEW}&present=yes")
        expect(page.get_by_role("button", name="Filters")).to_be_hidden()
        reader.press("link", "Leave")
        visit.at(VIEW)


def test_open_another_question(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    with reader.does("Open another question"):
        reader.press("link", "In which languages did they post?")
        expect(reader.panel("In which languages did they post?")).to_be_visible()


def test_any_panel_is_reached_by_twelve_keys(visit: Visit) -> None:
    """Past the navigation, into the contents, and up or down to the question."""
    page, pressed = visit.page, list[str]()

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    visit.go(VIEW)
    visit.settled()
    questions = page.locator("#contents a")
    most = 0
    for place in range(count := questions.count()):
        pressed.clear()
        page.evaluate("document.body.tabIndex = -1")
        page.evaluate("document.body.focus()")  # as after the page was opened
        for key in ("Tab", "Enter", "Tab"):
            press(key)
        expect(questions.first).to_be_focused()
        wanted = questions.nth(place)
        question = str(wanted.get_attribute("href"))[1:]
        down = place <= count - place
        for _ in range(place if down else count - place):
            press("ArrowDown" if down else "ArrowUp")
        expect(wanted).to_be_focused()
        most = max(most, len(pressed) + 1)  # and Enter
        if place in (1, count // 2):  # one that is open, and one that is not
            press("Enter")
            expect(page.locator(f"#{question}-question")).to_be_focused()
            visit.go(VIEW)
    assert most == TASKS["Reach any panel by keyboard, in keys"] <= 12


def test_an_old_link_says_what_changed(visit: Visit, reader: Reader) -> None:
    page, stale = visit.page, visit.page.locator("#stale")
    visit.open(f"/?v=1&ops={THAI}")
    visit.at(f"{VIEW}&baseline=even&panels={'~'.join(QUESTIONS_BEFORE)}")
    assert opened(page) == [*QUESTIONS_BEFORE]
    expect(page.locator("#more li:visible")).to_have_count(1)  # of the facts, which are younger
    with visit.costs(1, steps=1), reader.does("Understand an old link, and take the shorter page"):
        reader.press("link", "a shorter page")
        visit.at(f"{VIEW}&baseline=even")
        until(page, lambda: opened(page) == [*USUAL], "the shorter page")
    expect(stale).not_to_contain_text("shorter page")


def test_a_reload_keeps_the_place(visit: Visit, reader: Reader) -> None:
    page = reader.page
    visit.go(VIEW)
    visit.settled()
    with reader.does("Keep the place over a reload"):
        reader.panel("In which weeks or months were they active?").scroll_into_view_if_needed()
        visit.still()
        page.reload()
        visit.settled()
        question = page.get_by_role("heading", name="In which weeks or months were they active?")
        until(page, lambda: page.evaluate("window.scrollY") > 0, "at the top")
        expect(question.first).to_be_in_viewport()


def test_find_a_hashtag_or_a_subject(page: Page) -> None:
    reader = Reader(page)
    for words in ("#MAGA", "hong kong"):
        page.goto("/disclosures")
        with reader.does("Find a hashtag, and compare who used it"):
            reader.press("link", "Find a hashtag")
            page.get_by_role("combobox", name="A hashtag").fill(words)
            page.keyboard.press("Enter")
            reader.press("link", "Compare the")
            page.wait_for_url("**/?v=2&ops=*", wait_until="commit")


def test_see_a_country_over_time_and_find_an_operation_by_name(page: Page) -> None:
    reader = Reader(page)
    page.goto("/disclosures")
    with reader.does("Find an operation by a word of its announcement"):
        page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill("GRU")
        expect(page.locator("#choose tbody tr:visible").first).to_contain_text("GRU")
        reader.click(page.locator("#choose tbody tr:visible").first.get_by_role("link").first)
        expect(page.get_by_role("heading", level=1)).to_contain_text("GRU")
    page.goto("/operations/iran")
    with reader.does("See one country over time"):
        reader.press("link", "Its releases side by side")
        page.wait_for_url("**/?v=2&ops=iran-*", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Iran")


FINGER = 44  # px
# How far something is pressed around its middle, in px: a finger needs 44 of each.
REACH = """pressed => {
  const { x, y, width, height } = pressed.getBoundingClientRect();
  const [middle, centre] = [x + width / 2, y + height / 2];
  const isHit = (dx, dy) => document.elementFromPoint(middle + dx, centre + dy) === pressed;
  const far = (dx, dy) => [...Array(30).keys()].filter((by) => isHit(by * dx, by * dy)).length;
  return { across: far(-1, 0) + far(1, 0), high: far(0, -1) + far(0, 1) };
}"""


def test_on_a_phone(new_page: NewPage) -> None:
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    visit, reader = Visit(page), Reader(page)
    visit.open(f"/?v=2&ops={TWO}")
    visit.settled()
    for pressed in (".theme select", ".head .menu > summary"):
        reach = page.locator(pressed).first.evaluate(REACH)
        assert reach["across"] >= FINGER - 1 <= reach["high"], (pressed, reach)
    with reader.does("On a phone: see the second operation"):
        reader.press("button", "Thailand Oct 2020")
        expect(page.locator("main")).to_have_attribute("data-shown", "1")
    visit.settled()
    with reader.does("On a phone: go to another question"):
        reader.click(page.get_by_text("Questions", exact=True))
        reader.press("link", "What did they talk about?")
        until(page, lambda: page.evaluate("window.scrollY") > 500, "at the top")
    with reader.does("On a phone: filter by language"):
        page.evaluate("window.scrollTo(0, 0)")
        reader.press("button", "Filters")
        visit_control(reader, "Languages")
        reader.press("option", "English")
        visit.shows("lang=en")


def test_the_parts_of_the_page_have_names(visit: Visit, reader: Reader) -> None:
    visit.go(VIEW)
    page = reader.page
    for role, name in (
        ("navigation", "Pages"),
        ("navigation", "Questions on this page"),
        ("region", "At a glance"),
        ("region", "More questions"),
        ("table", "At a glance"),
        ("main", ""),
        ("contentinfo", ""),
        ("banner", ""),
    ):
        expect(reader.named(role, name)).to_have_count(1)
    levels = "all => all.filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1]))"
    found = page.locator("h1, h2, h3, h4").evaluate_all(levels)
    assert found.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(found))
