"""A real server on the embedded store and a real Chromium, which may reach nothing else."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.browser.visit import PATIENCE, THAI, Visit
from tests.server_process import HOST, held_port, running

BROWSERS = (
    "chromium-headless-shell",  # the same page without the windows around it: a fifth cheaper
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
# A switch replaces the one that Playwright gives, so what matters of its list stands here too.
# Chromium draws the list under its own address bar as a page of its own, for every window anew: a
# second of processor time each, of a list that no test opens.
OFF = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying"),
    *("OptimizationHints", "PaintHolding", "PreconnectToSearch"),
)
CHROMIUM_ARGS = (
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(OFF)}",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
OUTSIDE_SCHEMES = ("http", "https", "ws", "wss")

NewPage = Callable[..., Page]


class Watch:
    """What went wrong in the pages it follows: errors, and requests that left this machine.

    A console error that holds the text `allowed` is expected.
    """

    def __init__(self) -> None:
        self.allowed = ""
        self.errors: list[str] = []
        self.outside: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("request", self._asked)

    def check(self) -> None:
        assert self.errors == []
        assert self.outside == []

    def _heard(self, message: ConsoleMessage) -> None:
        expected = self.allowed and self.allowed in message.text
        if message.type in ("error", "warning") and not expected:
            self.errors.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in OUTSIDE_SCHEMES and address.hostname != HOST:
            self.outside.append(request.url)


def find_chromium() -> str:
    """Return the browser's path; a missing browser fails the run, it never skips a test."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else BROWSERS
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.fail(f"No Chromium found as {', '.join(names)}; set CHROMIUM to its path.", False)
    return found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `takedowns serve` with its default settings; its log may hold no traceback."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    chosen = {k: v for k, v in os.environ.items() if not k.startswith("TAKEDOWNS_")}
    with held_port() as port, log.open("wb") as out:
        command = ("-m", "dashboard", "serve", "--port", str(port))
        with running(port, command, env=chosen, stdout=out, stderr=out):
            yield f"http://{HOST}:{port}"
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@contextmanager
def opening(browser: Browser, address: str, watch: Watch) -> Iterator[NewPage]:
    """Give what opens pages: `new_page(width=390, dark=True, **context)`, which `watch` follows.

    Each is in a context of its own. Addresses may be relative ("/?ops=..."). The reader's machine
    is set to a zone that no operation has, so that a number on the browser's clock shows.
    """
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1440, height: int = 900, dark: bool = False, **more: Any) -> Page:
        wanted = {
            "base_url": address,
            "viewport": {"width": width, "height": height},
            "color_scheme": "dark" if dark else "light",
            "reduced_motion": "reduce",
            "locale": "en-GB",
            "timezone_id": "America/St_Johns",
            "permissions": ["clipboard-read", "clipboard-write"],
        }
        contexts.append(browser.new_context(**(wanted | more)))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    watch.check()


@pytest.fixture
def watch() -> Watch:
    """What is heard of the pages of one test; what it may hear is set before they are opened."""
    return Watch()


@pytest.fixture
def new_page(browser: Browser, address: str, watch: Watch) -> Iterator[NewPage]:
    """What opens a page for one test, as `opening` says."""
    with opening(browser, address, watch) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[tuple[Visit, Watch]]:
    """One comparison for the tests of a module: loading a page costs more than most tests do."""
    watch = Watch()
    with opening(browser, address, watch) as open_page:
        visit = Visit(open_page())
        visit.open(f"/?v=2&ops={THAI}")
        yield visit, watch


@pytest.fixture
def shared_watch(shared: tuple[Visit, Watch]) -> Watch:
    """What is heard of the page that is shared; a test that makes trouble says which it allows."""
    return shared[1]


@pytest.fixture
def visit(shared: tuple[Visit, Watch]) -> Iterator[Visit]:
    """The visit that the tests of a module share; each of them first goes to its own view."""
    visit, watch = shared
    visit.page.unroute_all()
    yield visit
    watch.check()
    watch.allowed = ""


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page at 1440 x 900 in light mode, not yet at any address."""
    return new_page()
