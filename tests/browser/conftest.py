"""A real server on the embedded store and a real Chromium, which may reach nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from dashboard.settings import ROOT

HOST = "127.0.0.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = (
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)
START_SECONDS = 60
OUTSIDE_SCHEMES = ("http", "https", "ws", "wss")

NewPage = Callable[..., Page]


class Watch:
    """What went wrong in the pages it follows: errors, and requests that left this machine."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.outside: list[str] = []

    def follow(self, page: Page, allowed: str = "") -> None:
        """Record from `page`; a console error that holds the text `allowed` is expected."""

        def heard(message: ConsoleMessage) -> None:
            expected = allowed and allowed in message.text
            if message.type in ("error", "warning") and not expected:
                self.errors.append(f"{message.type}: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("request", self._asked)

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


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_until_serving(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(address):
        if server.poll() is not None:
            pytest.fail(f"The server stopped while starting:\n{log.read_text()}", False)
        if time.monotonic() > deadline:
            pytest.fail(f"No answer within {START_SECONDS} s:\n{log.read_text()}", False)
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `takedowns serve` with its default settings; its log may hold no traceback."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    address = f"http://{HOST}:{free_port()}"
    command = [sys.executable, "-m", "dashboard", "serve", "--port", address.rsplit(":", 1)[1]]
    chosen = {k: v for k, v in os.environ.items() if not k.startswith("TAKEDOWNS_")}
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=chosen, stdout=out, stderr=out)
    try:
        wait_until_serving(server, address, log)
        yield address
    finally:
        stop(server)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=60_000)  # a busy machine draws slowly
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[NewPage]:
    """Open a page in a fresh context: `new_page(width=390, dark=True, allowed="414", **context)`.

    Addresses may be relative ("/?ops=..."). The reader's machine is set to a zone that no
    operation has, so that a number on the browser's clock shows. When the test ends, no page may
    have logged an error or asked anything of another machine.
    """
    watch, contexts = Watch(), []

    def open_page(
        width: int = 1440, height: int = 900, dark: bool = False, allowed: str = "", **more: Any
    ) -> Page:
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
        page = contexts[-1].new_page()
        watch.follow(page, allowed)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.errors == []
    assert watch.outside == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page at 1440 x 900 in light mode, not yet at any address."""
    return new_page()
