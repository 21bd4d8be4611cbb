"""Nothing keeps a reader out, as far as axe can see: every page, light and dark, wide and narrow.

Axe sees contrast, names, roles and landmarks; that a page can be used is what `test_tasks.py` says.
The policy of the site forbids scripts of others, so these pages alone are opened without it.
"""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watch, opening
from tests.browser.test_layout import SIX
from tests.browser.visit import THAI, Visit

NewPage = Callable[..., Page]
LOOKS = {
    "light 1440": {"width": 1440, "dark": False},
    "dark 390": {"width": 390, "dark": True},
    "dark 1440": {"width": 1440, "dark": True},
    "light 390": {"width": 390, "dark": False},
}
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
def open_page(browser: Browser, address: str, watch: Watch) -> Iterator[NewPage]:
    """Open pages that axe may run in."""
    watch.allowed = "404"
    with opening(browser, address, watch) as new_page:
        yield lambda look: new_page(**LOOKS[look], bypass_csp=True)


def violations(page: Page) -> list[str]:
    """Return what axe finds: the rule, the place and why."""
    answer = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})
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


@pytest.mark.parametrize("look", USUAL)
def test_nobody_is_kept_out_of_the_comparison_and_the_pages_beside_it(
    open_page: NewPage, look: str
) -> None:
    page = open_page(look)
    drawn(page, "/")
    assert violations(page) == []
    for path in PAGES:
        page.goto(path)
        assert violations(page) == [], path


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_any_page(open_page: NewPage, look: str) -> None:
    page = open_page(look)
    for path in (*PAGES, *MORE_PAGES):
        page.goto(path)
        assert violations(page) == [], path


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", VIEWS)
def test_nobody_is_kept_out_of_any_view(open_page: NewPage, look: str, path: str) -> None:
    page = open_page(look)
    drawn(page, path)
    assert violations(page) == []


@pytest.mark.deep
@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out_of_what_is_unfolded(open_page: NewPage, look: str) -> None:
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
