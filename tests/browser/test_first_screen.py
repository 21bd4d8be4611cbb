"""The first screen answers: at most 420 px for one to six operations, and a phone's for the first.

The sizes are those of the project's own store, in a window of 1440 x 900 or 390 x 844.
"""

import pytest

from tests.browser.visit import Visit

MOST_HIGH = 420  # px of the grids, at 1440
MOST_ON_A_PHONE = 520  # px of the summary with the first grid, at 390
SMALLEST = 12.9  # px of a letter: 13, but for rounding
SIX = (
    *("china-2019", "russia-2018-10", "thailand-2020-10"),
    *("iran-2018-10", "turkey-2020-06", "russia-2019-01"),
)
JUNE = ("china-2020-06", "russia-2020-06", "turkey-2020-06")
LONG = (  # joint numbers, weeks of three in part, and names of themes in two lines
    *("china-2019-08-1", "china-2019", "russia", "china", "indonesia-2020-04", "thailand-2020-10"),
)
VIEWS = (SIX[:1], SIX[:2], SIX[:3], SIX, JUNE, LONG)
HEIGHTS = """() => [...document.querySelectorAll('.summary, .glance-grid')]
    .map((part) => part.getBoundingClientRect().height)"""
COLUMNS = """(selector) => [...document.querySelectorAll(selector)]
    .map((part) => Math.round(part.getBoundingClientRect().left))"""
# Letters as they are painted: those of a drawing are as small as the drawing is.
LETTERS = """() => [...document.querySelectorAll('.glance *')]
    .filter((part) => [...part.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((part) => part.getClientRects().length)
    .map((part) => parseFloat(getComputedStyle(part).fontSize)
        * (part.ownerSVGElement ? part.getScreenCTM().a : 1))"""
WIDER = """() => [...document.querySelectorAll('.glance *')]
    .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((part) => part.className)"""


def link(slugs: tuple[str, ...]) -> str:
    return f"?v=2&ops={'~'.join(slugs)}"


@pytest.mark.parametrize("slugs", VIEWS, ids=lambda slugs: f"{len(slugs)} {slugs[0]}")
def test_one_to_six_operations_take_no_more_than_420_px(visit, slugs):
    visit.go(link(slugs))
    _, *grids = visit.page.evaluate(HEIGHTS)
    assert len(grids) == 1
    assert grids[0] <= MOST_HIGH
    assert visit.page.evaluate(COLUMNS, ".heads .head") == visit.page.evaluate(
        COLUMNS, ".glance-size"
    )
    assert min(visit.page.evaluate(LETTERS)) >= SMALLEST
    assert visit.page.evaluate(WIDER) == []


def test_a_phone_shows_the_first_operation_on_its_first_screen(new_page):
    page = new_page(width=390, height=844)
    visit = Visit(page)
    visit.open(f"/{link(SIX[:1])}")
    for slugs in VIEWS:
        visit.go(link(slugs))
        summary, *grids = page.evaluate(HEIGHTS)
        assert len(grids) == len(slugs)
        assert summary + grids[0] <= MOST_ON_A_PHONE
        assert min(page.evaluate(LETTERS)) >= SMALLEST
        assert page.evaluate(WIDER) == []


def test_a_reader_of_screens_hears_a_table(visit):
    visit.go(link(SIX[:3]))
    table = visit.page.get_by_role("table", name="At a glance")
    assert table.get_by_role("rowheader").count() == 3
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("cell").count() == 9
    week = table.get_by_role("img").first
    assert (week.get_attribute("aria-label") or "").startswith("China 2019: 6 of 10 posts")
