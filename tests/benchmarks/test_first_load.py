"""What a reader's first visit costs: every file that Chromium fetches for `/`, and its bytes."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, sync_playwright

from dashboard.web import ids
from tests.benchmarks.servers import Server, dashboard
from tests.benchmarks.timing import show, verdict
from tests.browser.conftest import CHROMIUM_ARGS, find_chromium
from tests.server_process import HOST

AIM = 1.1  # MB, sent as gzip
MB = 1_000_000


@dataclass(frozen=True)
class Fetched:
    """One file as it came over the wire."""

    path: str
    encoding: str
    body: int
    headers: int

    @classmethod
    def of(cls, request: Request) -> "Fetched":
        answer, sizes = request.response(), request.sizes()
        assert answer is not None and answer.ok, request.url
        encoding = answer.all_headers().get("content-encoding", "as it is")
        path = urlsplit(request.url).path
        return cls(path, encoding, sizes["responseBodySize"], sizes["responseHeadersSize"])


def first_visit(browser: Browser, server: Server, encodings: str = "") -> list[Fetched]:
    """Open `/` with nothing cached and return what was fetched until all panels are drawn."""
    wanted = {"Accept-Encoding": encodings} if encodings else {}
    context = browser.new_context(extra_http_headers=wanted)
    page, finished = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(f"http://{HOST}:{server.port}/")
    page.locator(f"#{ids.part('rhythm', 'figure')} .barlayer .trace").first.wait_for()
    page.wait_for_load_state("networkidle")
    fetched = [Fetched.of(request) for request in finished]
    context.close()
    return fetched


def test_first_load() -> None:
    with dashboard() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        fetched = first_visit(browser, server, "gzip")
        usual = first_visit(browser, server)
        browser.close()
    ordered = sorted(fetched, key=lambda f: -f.body)
    rows = [(f.path, f.encoding, f"{f.body:,}", f"{f.headers:,}") for f in ordered]
    show("First load, sent as gzip", ("file", "sent as", "bytes", "bytes of headers"), rows)
    total = _megabytes(fetched)
    print(f"{len(fetched)} requests, {total:.3f} MB with headers; {verdict(total, AIM)}")
    sent = Counter(f.encoding for f in usual)
    print(f"As Chromium asks: {len(usual)} requests, {_megabytes(usual):.3f} MB; {dict(sent)}")
    assert {f.encoding for f in fetched} <= {"gzip", "as it is"}
    assert total == pytest.approx(sum(f.body + f.headers for f in ordered) / MB)
    assert [f.path for f in fetched].count("/") == 1


def _megabytes(fetched: list[Fetched]) -> float:
    return sum(f.body + f.headers for f in fetched) / MB
