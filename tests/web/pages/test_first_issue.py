"""The first issue beside the files as they are now, and posts by year, on an operation's page."""

import pytest
from flask.testing import FlaskClient

from dashboard.web.app import create_app
from tests.site_reader import Reader
from tests.small_world import first_issue_world


@pytest.fixture(scope="module")
def site() -> FlaskClient:
    return create_app(first_issue_world(), {"CACHE_VIEWS": 2}).server.test_client()


def test_both_issues_stand_with_their_difference(site):
    """310 posts then, 300 now: ten fewer of 2019. No client of the later files is counted."""
    page = Reader(site.get("/operations/uae-egypt-2019-09").text)
    text = page.text("main")
    assert "held 310 posts, the files as they are now 300: 10 fewer, all of 2019." in text
    assert "20189090none" in text and "2019220210-10" in text
    assert "Arabic310240-70" in text
    assert "<b>Web</b>310not among those countednot known" in text
    assert "https://example.org/first" in page.links


def test_a_page_without_a_first_issue_has_no_such_part(site):
    assert "first issue" not in site.get("/operations/thailand-2020-10").text


def test_posts_by_year_and_the_withheld_source(site):
    page = Reader(site.get("/operations/turkey-2020-06").text)
    text = page.text("main")
    assert "2019300122020200fewer than 10All500" in text
    assert "Caveat of withheld." in page.text("details")
    assert not [link for link in page.links if "withheld" in link]
    assert "Not known for Turkey Jun 2020." in text
    for form in ("csv", "json"):
        file = site.get(f"/download/accounts.{form}?ops=turkey-2020-06").text
        assert "withheld" not in file and "28" not in file.replace("2028", "")
