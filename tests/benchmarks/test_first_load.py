"""What a reader's first visit costs: every file that Chromium fetches for `/`, and its bytes."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request

from tests.benchmarks.pages import Product
from tests.benchmarks.servers import Server
from tests.benchmarks.timing import show

MB = 1_000_000
FIRST = ["size"]  # the chart that every screen shows


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


class Visit(Product):
    """A reader's first visit, who names no operations."""

    path = "/"


def first_visit(
    browser: Browser, server: Server, encodings: str = ""
) -> tuple[list[Fetched], int, float]:
    """Open `/` with nothing cached until all panels are there.

    Returns what was fetched, the number of nodes and the layout shift.
    """
    wanted = {"Accept-Encoding": encodings} if encodings else {}
    visit, finished = Visit(browser, server, FIRST, extra_http_headers=wanted), list[Request]()
    visit.page.on("requestfinished", lambda request: finished.append(request))
    visit.load()
    visit.page.wait_for_load_state("networkidle")
    made = [Fetched.of(request) for request in finished], visit.nodes(), visit.shift()
    visit.close()
    return made


def test_first_load(browser: Browser, served: Server, reached: dict[str, float]) -> None:
    fetched, nodes, shift = first_visit(browser, served, "gzip")
    usual, *_ = first_visit(browser, served)
    ordered = sorted(fetched, key=lambda f: -f.body)
    rows = [(f.path, f.encoding, f"{f.body:,}", f"{f.headers:,}") for f in ordered]
    show("First load, sent as gzip", ("file", "sent as", "bytes", "bytes of headers"), rows)
    total = _megabytes(fetched)
    print(f"{len(fetched)} requests, {total:.3f} MB with headers")
    sent = Counter(f.encoding for f in usual)
    print(f"As Chromium asks: {len(usual)} requests, {_megabytes(usual):.3f} MB; {dict(sent)}")
    print(f"At 1440 x 900: {nodes:,} nodes, layout shift {shift:.4f}")
    reached |= {"bytes": total, "nodes": nodes, "shift": shift}
    assert {f.encoding for f in fetched} <= {"gzip", "as it is"}
    assert total == pytest.approx(sum(f.body + f.headers for f in ordered) / MB)
    assert [f.path for f in fetched].count("/") == 1


def _megabytes(fetched: list[Fetched]) -> float:
    return sum(f.body + f.headers for f in fetched) / MB
