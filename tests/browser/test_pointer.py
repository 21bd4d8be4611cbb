"""Who points at a chart reads it; a drag over the timeline chooses a period of whole units."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.visit import THAI, Visit

NewPage = Callable[..., Page]
FIGURE = "document.querySelector('#timeline-figure')"


class Timeline:
    """The timeline's charts: where a day lies in one, and what a mouse does there."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page
        self.drags = self.page.locator("#timeline-figure .nsewdrag")

    def box(self, column: int) -> FloatRect:
        self.drawn()
        place: Locator = self.drags.nth(column)
        place.scroll_into_view_if_needed()
        found = place.bounding_box()
        assert found is not None
        return found

    def drawn(self) -> None:
        """Wait for the chart of the view: else the axes may be those of another figure."""
        self.page.locator("#timeline").scroll_into_view_if_needed()
        self.visit.drawn("timeline")

    def range(self) -> tuple[float, float]:
        self.drawn()
        low, high = self.page.evaluate(f"{FIGURE}.layout.xaxis.range")
        return low, high

    def drag(self, first: float, last: float, column: int = 0) -> None:
        """Drag from one unit's place to another's, a little up and down on the way."""
        low, high = self.range()
        box = self.box(column)
        x = [box["x"] + (at - low) / (high - low) * box["width"] for at in (first, last)]
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(x[0], y)
        self.page.mouse.down()
        self.page.mouse.move((x[0] + x[1]) / 2, y + 9, steps=4)
        self.page.mouse.move(x[1], y - 5, steps=4)
        self.page.mouse.up()

    def double_click(self, column: int = 0) -> None:
        box = self.box(column)
        self.page.mouse.dblclick(box["x"] + 20, box["y"] + 40)

    def boxes_left(self) -> int:
        """Return how many dragged boxes still stand on the figure."""
        self.drawn()
        return int(self.page.evaluate(f"({FIGURE}.layout.selections || []).length"))


def month(year: int, number: int) -> float:
    """Return where a month begins on the axis; the timeline's own tests fix the numbers."""
    return year * 12 + number - 1 - 0.5


@pytest.fixture
def timeline(visit: Visit) -> Timeline:
    return Timeline(visit)


def test_a_drag_is_one_step_and_snaps_to_whole_months(visit: Visit, timeline: Timeline) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.shows("period=all")
    # From a little after the beginning of November 2019 to a little before the end of February.
    with visit.costs(1, steps=1):
        timeline.drag(month(2019, 11) + 0.3, month(2020, 3) - 0.4)
        visit.at(f"?v=2&ops={THAI}&period=2019-11..2020-02")
        visit.shows("period=2019-11..2020-02")
    visit.unfold("filters")
    expect(visit.field("start")).to_have_value("Nov 2019")
    expect(visit.field("end")).to_have_value("Feb 2020")
    expect(visit.sentence("timeline")).to_contain_text("was busiest in the week of")
    assert timeline.boxes_left() == 0
    with visit.costs(1):
        page.go_back()
        visit.at(f"?v=2&ops={THAI}")
        visit.shows("period=all")
    expect(visit.field("start")).to_have_value("First post")
    expect(visit.field("end")).to_have_value("Last post")
    with visit.costs(1):
        page.go_forward()
        visit.shows("period=2019-11..2020-02")
    expect(visit.field("end")).to_have_value("Feb 2020")


def test_weeks_are_dragged_from_right_to_left_and_double_click_shows_all(
    visit: Visit, timeline: Timeline
) -> None:
    visit.go(f"?v=2&ops={THAI}&period=2019-11..2020-02")
    visit.shows("period=2019-11..2020-02")
    # The first week is that of Monday 28 October; the sixth begins on 2 December.
    begin = timeline.range()[0] + 5
    with visit.costs(1, steps=1):
        timeline.drag(begin + 2.8, begin + 0.1)
        visit.at(f"?v=2&ops={THAI}&period=2019-12-02..2019-12-22")
        visit.shows("period=2019-12-02..2019-12-22")
    with visit.costs(1, steps=1):
        timeline.double_click()
        visit.at(f"?v=2&ops={THAI}")
        visit.shows("period=all")
    with visit.costs(0):
        timeline.double_click()


def test_a_double_click_clears_a_period_that_came_with_the_link(
    visit: Visit, timeline: Timeline
) -> None:
    visit.go(f"?v=2&ops={THAI}&period=2020-01..")
    visit.shows("period=2020-01..end")
    with visit.costs(1, steps=1):
        timeline.double_click()
        visit.at(f"?v=2&ops={THAI}")


def test_the_same_period_again_asks_nothing_and_leaves_no_box(
    visit: Visit, timeline: Timeline
) -> None:
    visit.go(f"?v=2&ops={THAI}&period=2019-12-02..2019-12-22")
    visit.shows("period=2019-12-02..2019-12-22")
    for _ in range(2):
        with visit.costs(0):
            low, high = timeline.range()
            timeline.drag(low + 0.1, high - 0.1)
        assert timeline.boxes_left() == 0


def test_any_column_sets_the_period_of_the_view_alone(visit: Visit, timeline: Timeline) -> None:
    own = f"{THAI}@2018-01..2020-07"
    visit.go(f"?v=2&ops={THAI}~{own}")
    expect(visit.how("timeline")).to_contain_text("a period of their own keep it")
    with visit.costs(1, steps=1):
        timeline.drag(month(2020, 1), month(2020, 4), column=1)
        visit.at(f"?v=2&ops={THAI}~{own}&period=2020-01..2020-03")


def test_a_finger_scrolls_the_page_and_chooses_nothing(new_page: NewPage) -> None:
    page = new_page(width=390, has_touch=True, is_mobile=True)
    visit = Visit(page)
    visit.open(f"/?v=2&ops={THAI}")
    visit.drawn("timeline", above=False)
    drag = page.locator("#timeline-figure .nsewdrag").first
    expect(drag).to_have_css("pointer-events", "none")


def pointed_at(visit: Visit, panel: str, column: int, across: float, down: float) -> Locator:
    """Point at a place of a column's chart, in parts of its width and height; return the labels."""
    visit.page.locator(f"#{panel}").scroll_into_view_if_needed()
    visit.drawn(panel)
    place = visit.page.locator(f"#{panel}-figure .nsewdrag").nth(column)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
    visit.page.mouse.move(x - 3, y)
    visit.page.mouse.move(x, y)
    return visit.page.locator(f"#{panel}-figure .hoverlayer .hovertext")


def test_a_month_is_read_in_every_column_that_has_it(visit: Visit) -> None:
    visit.go("")
    visit.settled()
    # The middle of December 2007 to October 2020 is May 2014, in which Thailand has no posts yet.
    labels = pointed_at(visit, "timeline", 0, 0.5, 0.5)
    expect(labels).to_have_count(2)
    texts = labels.all_text_contents()
    assert all(" 2014: " in text and "posts, " in text for text in texts)
    assert len({text.split(":")[0] for text in texts}) == 1, "the same month in both"


def test_an_hour_of_the_week_tells_day_hour_posts_and_share(visit: Visit) -> None:
    visit.go("")
    visit.settled()
    # The row of Wednesday is the third of seven, 12:00 the middle of the map.
    labels = pointed_at(visit, "rhythm", 0, 12.5 / 24.7, 2.5 / 7)
    expect(labels).to_contain_text("Wed 12:00: ", timeout=20_000)
    expect(labels).to_contain_text(" posts, ")
