"""Take the picture of the page that the README shows: `make picture`.

Whether it is older than the code of the page, only an eye can tell: look at it.
"""

from playwright.sync_api import ViewportSize, sync_playwright

from dashboard.settings import ROOT
from tests.browser.conftest import CHROMIUM_ARGS, find_chromium
from tests.server_process import HOST, held_port, running

PICTURE = ROOT / "assets" / "comparison.png"
SIZE: ViewportSize = {"width": 1440, "height": 900}


def take(port: int) -> None:
    """Write the first screen of the default comparison of the server at `port` to PICTURE."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(f"http://{HOST}:{port}/")
        page.locator("#copy-link[data-link]").wait_for()
        page.locator("#size-figure .main-svg").first.wait_for()
        page.locator("main .late").first.wait_for(state="detached")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    with held_port() as port, running(port, ("-m", "dashboard", "serve", "--port", str(port))):
        take(port)
