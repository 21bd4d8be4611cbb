"""Who points at a month in one column reads its posts in all; an hour of the week tells its own."""

from playwright.sync_api import Locator, expect

from tests.browser.visit import Visit


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
