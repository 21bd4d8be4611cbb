"""A panel is saved as a file: vectors that stay sharp, or pixels."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watch
from tests.browser.visit import THAI, Visit, intercept

PICTURE = "**/picture/*"
OPS = "russia-2018-10~thailand-2020-10"
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"


def link_to(page: Page, panel: str, form: str) -> Locator:
    """Open the fold that the links of a panel stand in, as a reader does, if it is not yet."""
    link = page.locator(f"#{panel}-links a.picture", has_text=form)
    fold = page.locator(f"#{panel} details", has=link)
    if fold.get_attribute("open") is None:
        expect(link).to_be_hidden()
        fold.get_by_text("Share and save", exact=True).click()
    return link


def saved(page: Page, panel: str, form: str) -> Path:
    link = link_to(page, panel, form)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.startswith(f"{panel}-")
    assert download.value.suggested_filename.endswith(f".{form}")
    return Path(download.value.path())


@pytest.mark.parametrize("panel", ["rhythm", "consistent", "apart"])
def test_a_picture_is_saved_as_vectors_that_say_all(visit: Visit, panel: str) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={OPS}&panels={panel}")
    visit.settled()
    with visit.costs(0):
        drawn = ElementTree.fromstring(saved(page, panel, "svg").read_text())
    assert drawn.tag == f"{SVG}svg"
    assert not list(drawn.iter(f"{SVG}image")), "a bitmap blurs where the picture is large"
    text = " ".join("".join(part.itertext()) for part in drawn.iter(f"{SVG}text"))
    question = page.locator(f"#{panel}-question").inner_text()
    for told in (question, "Thailand Oct 2020", "Russia Oct 2018", f"ops={OPS}", "Twitter (now X)"):
        assert told in text


def test_why_there_is_no_picture_is_said(visit: Visit, shared_watch: Watch) -> None:
    shared_watch.allowed = "Failed to load resource"
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.settled()
    link = link_to(page, "timeline", "svg")
    trouble = page.locator("#trouble")
    intercept(page, PICTURE, lambda route: route.abort("connectionrefused"), times=1)
    link.click()
    expect(trouble).to_contain_text("did not answer: no picture was made")
    intercept(
        page, PICTURE, lambda route: route.fulfill(status=404, body="Nothing is drawn."), times=1
    )
    link.click()
    expect(trouble).to_have_text("Nothing is drawn.")
    saved(page, "timeline", "svg")
    expect(trouble).to_be_hidden()


def test_a_picture_is_saved_as_pixels(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.settled()
    content = saved(page, "timeline", "png").read_bytes()
    assert content.startswith(PNG)
    assert int.from_bytes(content[16:20]) == 2 * 1280
