"""A reader at the page: opens links, chooses, and counts the calls that this costs.

What an answer left out, because it was out of sight, is asked for by itself and not counted.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Request, Route, expect

CALL, REST = "**/_dash-update-component*", "**/rest"
QUIET = 300  # ms in which a call too many would show


class Visit:
    """A page with a count of its calls to the server, and words for what a reader does there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.calls = 0
        page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        self.calls += "/_dash-update-component" in request.url

    def open(self, path: str) -> None:
        """Open an address and wait until the server's answer stands on the page."""
        self.page.goto(path)
        self.page.locator("#copy-link[data-link]").wait_for()

    def shows(self, *parts: str) -> None:
        """Wait until what is drawn is the view with each of these parts in its full link."""
        for part in parts:
            wanted = re.compile(f"[?&]{re.escape(part)}(&|$)")
            expect(self.page.locator("#copy-link")).to_have_attribute("data-link", wanted)

    def at(self, query: str) -> None:
        """Wait until the address bar holds exactly this query."""
        host = self.page.url.split("/")[2]
        expect(self.page).to_have_url(f"http://{host}/{query}")

    @contextmanager
    def costs(self, calls: int, steps: int = 0) -> Iterator[None]:
        """Assert how many calls, and how many new steps in the history, the block makes."""
        before, length = self.calls, self.history()
        yield
        self.page.wait_for_timeout(QUIET)
        assert (self.calls - before, self.history() - length) == (calls, steps)

    def history(self) -> int:
        return int(self.page.evaluate("history.length"))

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#control-{name}")

    def choose(self, control: str, option: str) -> None:
        self.field(control).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")

    def scale(self, name: str) -> None:
        self.field("scale").get_by_text(name, exact=True).click()

    def chosen(self, clock: str, scale: str) -> None:
        """Assert what the two controls say, in the words of the page."""
        expect(self.field("clock")).to_have_value(clock)
        expect(self.field("scale").locator("input:checked")).to_have_value(scale)

    def pills(self) -> Locator:
        """The operations in their control, each with a cross that removes it."""
        wrapper = self.page.locator(".mantine-MultiSelect-root")
        return wrapper.filter(has=self.field("operations")).locator(".mantine-MultiSelect-pill")

    def sentence(self, panel: str) -> Locator:
        return self.page.locator(f"#{panel}-sentence")

    def settled(self) -> None:
        """Wait until every panel, and every open table, shows the view."""
        expect(self.page.locator("main .late")).to_have_count(0)

    def views(self) -> set[str]:
        """Return the views that the panels show, each by its key: one, once it has settled."""
        self.settled()
        told = "panels => panels.map((panel) => panel.dataset.view)"
        return set(self.page.locator("main > .panel").evaluate_all(told))

    def sentences(self) -> list[str]:
        self.settled()
        return [self.sentence(panel).inner_text() for panel in ("size", "rhythm", "themes")]

    def cells(self, panel: str) -> Locator:
        return self.page.locator(f"#{panel}-cells > .cell")


class Held:
    """Calls that were asked and are kept waiting, so that a test decides when they are answered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        self.open = False
        page.route(CALL, lambda route: self._asked(route))

    def _asked(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.waiting.append(route)

    def wait_for(self, calls: int) -> None:
        for _ in range(50):
            if len(self.waiting) >= calls:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{len(self.waiting)} calls were made, not {calls}")

    def release(self) -> None:
        """Let the calls go in the order in which they were made."""
        self.open = True
        for route in self.waiting:
            route.continue_()
