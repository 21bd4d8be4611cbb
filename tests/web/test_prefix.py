"""Behind a proxy: every address begins with the path below which the site is served."""

import json
import re

import pytest
from flask.testing import FlaskClient

from dashboard.settings import ROOT, read_settings
from dashboard.web.app import make_server
from dashboard.web.prefix import Prefixed

pytestmark = pytest.mark.usefixtures("read_once")
PAGES = (
    *("/", "/disclosures", "/find?q=hongkong", "/methods", "/about", "/glossary"),
    "/operations/thailand-2020-10",
)
QUERY = "?ops=thailand-2020-10"
BELOW = {"X-Forwarded-Prefix": "/takedowns"}
ADDRESS = re.compile(r'(?:href|src|action|data-link|requests_pathname_prefix)"?[=:]\\?"(/[^"\\]*)')


def client(**settings: str) -> FlaskClient:
    store = {"STORE": ROOT / "data" / "store"}
    return make_server(read_settings({}) | store | settings).test_client()


@pytest.fixture(scope="module")
def plain() -> FlaskClient:
    return client()


def addresses(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> list[str]:
    """Return every address of this site that a page and its answer name."""
    texts = [client.get(path, headers=headers).text]
    if path == "/":
        call = {"link": QUERY, "screen": {"across": 3, "dark": False}}
        texts.append(client.post("/answer", json=call, headers=headers).text)
    texts = [text.replace(r"\u002f", "/") for text in texts]
    return [address for text in texts for address in ADDRESS.findall(text)]


@pytest.mark.parametrize("path", PAGES)
def test_every_address_begins_with_the_path_that_a_proxy_names(plain, path):
    at_root, below = addresses(plain, path), addresses(plain, path, BELOW)
    assert len(at_root) >= 10
    assert below == [f"/takedowns{address}" for address in at_root]
    assert addresses(plain, path) == at_root  # what was drawn for another path is not kept for this


@pytest.mark.parametrize("setting", ["PREFIX", "ADDRESS"])
def test_the_path_can_be_set_and_a_proxy_may_leave_it_on(setting):
    value = {"PREFIX": "/takedowns", "ADDRESS": "https://org.example/takedowns"}[setting]
    below = client(**{setting: value})
    for path in ("/methods", "/takedowns/methods"):
        assert all(a.startswith("/takedowns/") for a in addresses(below, path))
    assert below.get("/takedowns").status_code == below.get("/takedowns/").status_code == 200
    sent = below.get("/takedowns/compare-chosen?ops=iran")
    assert sent.headers["Location"].startswith("/takedowns/?v=2&ops=iran")


@pytest.mark.parametrize("said", ["//evil.example", "/a b", "/a?b", "https://evil.example", "a"])
def test_what_is_no_path_is_not_believed(plain, said):
    assert addresses(plain, "/methods", {"X-Forwarded-Prefix": said}) == addresses(
        plain, "/methods"
    )
    with pytest.raises(ValueError, match="is not a path"):
        Prefixed(lambda environ, start: [], said, [])


def test_only_a_trusted_proxy_is_believed(plain):
    answer = plain.get("/methods", headers=BELOW, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert "/takedowns" not in answer.text


def test_others_are_given_the_public_address_and_never_the_host_that_a_request_names(plain):
    public = client(ADDRESS="https://org.example/takedowns/")
    evil = {"Host": "evil.example"}
    for asked, root in ((public, "https://org.example/takedowns"), (plain, "")):
        link = asked.get(f"/download/size.json{QUERY}", headers=evil).get_json()["link"]
        assert link.startswith(f"{root}/?v=2&ops=thailand-2020-10&")
        picture = asked.get(f"/picture/size{QUERY}", headers=evil).get_json()
        assert f": {root}/?v=2&amp;ops=" in json.dumps(picture) and "evil" not in json.dumps(
            picture
        )
