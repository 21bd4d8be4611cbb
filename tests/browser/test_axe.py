"""Nothing keeps a reader out, as far as axe can see: every page, light and dark, wide and narrow.

Axe sees contrast, names, roles and landmarks; that a page can be used is what `test_tasks.py` says.
"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Watch
from tests.browser.test_layout import SIX
from tests.browser.visit import RESIZED, THAI, Visit

NewPage = Callable[..., Page]
LOOKS = {
    "light 1440": {"width": 1440, "dark": False},
    "dark 390": {"width": 390, "dark": True},
    "dark 1440": {"width": 1440, "dark": True},
    "light 390": {"width": 390, "dark": False},
}
# A long table says the same of each row; all of them are looked at in `make test-deep`.
MORE_ROWS = "tbody tr:nth-child(n + 9)"
USUAL = ("light 1440", "dark 390")
PAGES = ("/disclosures", "/methods", "/find?q=maga", "/glossary", "/operations/russia-2018-10")
MORE_PAGES = (
    *("/disclosures?by=posts", "/find", "/about", "/operations/china", "/operations/nowhere"),
    *("/operations/turkey-2020-06", "/operations/uganda"),
)
VIEWS = (
    f"/?v=2&ops={THAI}&panels=all",
    f"/?v=2&ops={SIX}&panels=all&lang=en",
    "/?v=2&ops=china-2020-06~russia-2020-06~turkey-2020-06",
    "/?v=2&ops=",
    f"/?v=2&ops={THAI}&lang=zu",
    "/?v=2&present=yes",
    f"/?v=1&ops={THAI}&clock=atlantis",
    f"/?v=2&ops={THAI}&data=000000000000",
)


@pytest.fixture
def open_page(new_page: NewPage, watch: Watch) -> Callable[[str], Page]:
    """What opens a page in one of the looks."""
    watch.allowed = "404"
    return lambda look: new_page(**LOOKS[look])


def violations(page: Page, but: str = "") -> list[str]:
    """Return what axe finds: the rule, the place and why; `but` is left out."""
    context = {"exclude": [[but]]} if but else None
    answer = Axe().run(page, context, {"resultTypes": ["violations"], "preload": False})
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


def drawn(page: Page, path: str) -> Visit:
    visit = Visit(page)
    visit.open(path)
    visit.settled()
    visit.still()
    return visit


def test_nobody_is_kept_out_of_the_comparison(open_page: Callable[[str], Page]) -> None:
    page = open_page(USUAL[0])
    visit = drawn(page, "/")
    assert violations(page) == []
    wear(page, USUAL[1])
    visit.settled()
    visit.still(RESIZED)
    assert violations(page) == []


def test_nobody_is_kept_out_of_the_pages_beside_it(open_page: Callable[[str], Page]) -> None:
    page = open_page(USUAL[0])
    for path in PAGES:
        page.goto(path)
        for look in USUAL:
            wear(page, look)
            assert violations(page, MORE_ROWS) == [], (path, look)


def wear(page: Page, look: str) -> None:
    """Give a page that is open another look."""
    page.set_viewport_size({"width": LOOKS[look]["width"], "height": 900})
    page.emulate_media(color_scheme="dark" if LOOKS[look]["dark"] else "light")


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_any_page(open_page: Callable[[str], Page], look: str) -> None:
    page = open_page(look)
    for path in (*PAGES, *MORE_PAGES):
        page.goto(path)
        assert violations(page) == [], path


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", VIEWS)
def test_nobody_is_kept_out_of_any_view(
    open_page: Callable[[str], Page], look: str, path: str
) -> None:
    page = open_page(look)
    drawn(page, path)
    assert violations(page) == []


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_what_is_unfolded(
    open_page: Callable[[str], Page], look: str
) -> None:
    page = open_page(look)
    visit = drawn(page, f"/?v=2&ops={THAI}&lang=en")
    for fold in page.locator("#rhythm .folds > details, #themes .folds > details").all():
        fold.evaluate("fold => { fold.open = true; }")
    visit.still()
    page.locator(".head .menu > summary").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for panel in ("filters", "operations"):
        visit.unfold(panel)
        page.keyboard.press("Escape")  # operations open with their list
        assert violations(page) == [], panel
        for field in page.locator(f"#{panel}").get_by_role("combobox").all():
            field.click()
            page.get_by_role("listbox").wait_for()
            assert violations(page) == [], field.get_attribute("id")
            page.keyboard.press("Escape")
