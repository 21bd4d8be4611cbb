"""A reader at the page: opens links, chooses, and counts the calls that this costs.

What an answer left out, because it was out of sight, is asked for by itself and not counted.

Nothing here waits for a time to pass: on a busy machine it would be too short, on an idle one too
long. That something did *not* happen is looked for once all has run that could have made it happen.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Request, Route, expect

CALL, REST = "**/answer", "**/rest"
PROBE = "/about?intercepted"
PANELS = "main > .panel:not([hidden])"  # of the questions that are open
NOTHING = {"shown": {"whole": False}, "drawn": [], "controls": {}}  # an answer that draws nothing
THAI = "thailand-2020-10"  # the smallest operation that answers every panel
PATIENCE = 300_000  # ms for one look at a page: how busy the machine is, is no fault of the page
# Over when the answer of a view stands on the page.
GO = """async (address) => {
  window.scrollTo(0, 0);
  const before = window.location.search;
  window.history.pushState(null, '', address);
  if (window.location.search === before) return;
  await new Promise((done) => {
    document.addEventListener('takedowns-drawn', function drawn(event) {
      if (!event.detail.whole) return;
      document.removeEventListener('takedowns-drawn', drawn);
      done();
    });
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
}"""
# The next picture but one, when what was changed before has been laid out and painted.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Longer than the timers that the page sets: after a choice, and after its window was resized. One
# that is set later for longer fires after them, however busy the machine is.
TIMERS, RESIZED = 60, 250  # ms
# Over when all that was under way in the page has been heard, each step after the one before:
# timers that the page has set; then Dash looks at what was changed in the order of the changes; and
# a request that was made by then stands before this one.
QUIET = """async (timers) => {
  await new Promise((done) => { setTimeout(done, timers); });
  const page = window.dash_clientside.takedowns, heard = page.setControls;
  const asked = performance.now();
  await new Promise((done) => {
    page.setControls = (at) => { // of two at once Dash hears the last, whoever asked for it
      if (at >= asked) { page.setControls = heard; done(); }
      return heard(at);
    };
    window.dash_clientside.set_props('sink', { 'data-controls': asked });
  });
  await fetch('/assets/sight.js', { method: 'HEAD', cache: 'no-store' });
}"""


def until(page: Page, holds: Callable[[], bool], what: str) -> None:
    """Look again at every picture that the page paints, until it `holds`."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, what
        page.evaluate(PAINTED)


def intercept(
    page: Page, address: str, answer: Callable[[Route], object], times: int | None = None
) -> None:
    """Answer calls to an address here, of those that are made from now on at most `times`.

    Chromium says that it intercepts before a page that is open does, and what that asks until then
    goes out. So ask for something that is only there once it does.
    """
    page.route(address, answer, times=times)
    if page.url == "about:blank":
        return
    page.route(f"**{PROBE}", lambda route: route.fulfill(status=204))
    asked = "async (address) => (await fetch(address)).status"
    until(page, lambda: page.evaluate(asked, PROBE) == 204, "nothing is intercepted")


class Visit:
    """A page with a count of its calls to the server, and words for what a reader does there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.calls = 0
        self.answers = 0  # to calls, those that came from a server that works
        page.on("request", self._asked)
        page.on("response", lambda answer: self._answered(answer.request, answer.ok))

    def _asked(self, request: Request) -> None:
        self.calls += request.url.endswith("/answer")

    def _answered(self, request: Request, well: bool) -> None:
        self.answers += well and request.url.endswith("/answer")

    def open(self, path: str) -> None:
        """Open an address and wait until the server's answer stands on the page."""
        self.page.goto(path)
        self.page.locator("#copy-link[data-link]").wait_for()
        self.page.locator("#react-entry-point.heard").wait_for(state="attached")

    def go(self, query: str) -> None:
        """Go a step to a view, from its top and without a load: nothing lies Forward of it."""
        self.page.evaluate(GO, f"/{query}")
        self.quiet()

    def shows(self, *parts: str) -> None:
        """Wait until what is drawn is the view with each of these parts in its full link."""
        for part in parts:
            wanted = re.compile(f"[?&]{re.escape(part)}(&|$)")
            expect(self.page.locator("#copy-link")).to_have_attribute("data-link", wanted)

    def at(self, query: str) -> None:
        """Wait until the address bar holds exactly this query."""
        host = self.page.url.split("/")[2]
        wanted = f"http://{host}/{query}"
        # What `expect` sees is no such address costs it a description of the whole page each time.
        self.page.wait_for_url(lambda url: url == wanted, wait_until="commit")

    def quiet(self, timers: int = TIMERS) -> None:
        """Wait until no call can come any more of what was done by now."""
        self.page.evaluate(QUIET, timers)

    @contextmanager
    def costs(self, calls: int, steps: int = 0) -> Iterator[None]:
        """Assert how many calls, and how many new steps in the history, the block makes."""
        before, length = self.calls, self.history()
        yield
        self.quiet()
        assert (self.calls - before, self.history() - length) == (calls, steps)

    def history(self) -> int:
        return int(self.page.evaluate("history.length"))

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#control-{name}")

    def unfold(self, panel: str) -> None:
        """Open the operations or the filters, as a reader does with a button."""
        button = self.page.locator(f"#opens-{panel}")
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        self.page.locator(f"#{panel}").wait_for()

    def how(self, panel: str) -> Locator:
        """Return what stands under "How we know" of a question, which is opened for it."""
        fold = self.page.locator(f"#{panel} details.how")
        fold.evaluate("fold => { fold.open = true; }")
        return fold.locator(f"#{panel}-how")

    def option(self, name: str) -> Locator:
        """Return an entry of the list that is open, whatever is noted beside it."""
        notes = "hours|counts|announced|0 posts|not known|your clock"
        wanted = re.compile(f"^{re.escape(name)}( ?, ({notes}))?$")
        return self.page.get_by_role("option", name=wanted)

    def choose(self, control: str, option: str) -> None:
        self.unfold("operations" if control == "operations" else "filters")
        self.field(control).click()
        self.option(option).click()
        self.page.keyboard.press("Escape")

    def scale(self, name: str) -> None:
        self.unfold("filters")
        self.field("scale").get_by_text(name, exact=True).click()

    def chosen(self, clock: str, scale: str) -> None:
        """Assert what the two controls say, in the words of the page."""
        self.unfold("filters")
        expect(self.field("clock")).to_have_value(clock)
        expect(self.field("scale").locator("input:checked")).to_have_value(scale)

    def pills(self, control: str = "operations") -> Locator:
        """What is chosen in a control that takes several, each with a cross that removes it."""
        wrapper = self.page.locator(".mantine-MultiSelect-root")
        return wrapper.filter(has=self.field(control)).locator(".mantine-MultiSelect-pill")

    def sentence(self, panel: str) -> Locator:
        return self.page.locator(f"#{panel}-sentence")

    def settled(self) -> None:
        """Wait until every panel, and every open table, shows the view."""
        expect(self.page.locator("main .late")).to_have_count(0)

    def drawn(self, panel: str, above: bool = True) -> None:
        """Go to a panel and wait until it, and all `above` it, show the view and it is drawn."""
        self.page.locator(f"#{panel}").scroll_into_view_if_needed()
        before = f".panel:not([hidden]):has(~ #{panel})"
        wanted = f"#{panel}, {before}" if above else f"#{panel}"
        expect(self.page.locator(f"main > :is({wanted}).late")).to_have_count(0)
        self.still()

    def still(self, timers: int = TIMERS) -> None:
        """Wait until all that has come is drawn, and drawn again for the size that it then has."""
        self.page.evaluate(PAINTED)
        self.quiet(timers)
        self.page.evaluate(PAINTED)

    def all_drawn(self) -> None:
        """Wait until every panel shows the view, and draw the charts out of sight by printing."""
        self.settled()
        for event in ("beforeprint", "afterprint"):
            self.page.evaluate("(name) => window.dispatchEvent(new Event(name))", event)
        self.still(RESIZED)

    def leave_out_the_rest(self) -> None:
        """From now on nothing comes but what is in sight: a place on the page stays where it is."""
        intercept(self.page, REST, lambda route: route.fulfill(json=NOTHING))

    def views(self) -> set[str]:
        """Return the views that the open panels show, each by its key: one, once it has settled."""
        self.settled()
        told = "panels => panels.map((panel) => panel.dataset.view)"
        return set(self.page.locator(PANELS).evaluate_all(told))

    def sentences(self) -> list[str]:
        """Return what three of the panels say, once they show the view."""
        told = ("size", "rhythm", "themes")
        for panel in told:
            expect(self.page.locator(f"#{panel}.late")).to_have_count(0)
        return [self.sentence(panel).inner_text() for panel in told]

    def cells(self, panel: str) -> Locator:
        return self.page.locator(f"#{panel}-cells > .cell")


class Held:
    """Calls that were asked and are kept waiting, so that a test decides when they are answered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        self.open = False
        intercept(page, CALL, lambda route: self._asked(route))

    def _asked(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.waiting.append(route)

    def wait_for(self, calls: int) -> None:
        until(self.page, lambda: len(self.waiting) >= calls, f"{calls} calls were not made")

    def release(self) -> None:
        """Let the calls go in the order in which they were made."""
        self.open = True
        for route in self.waiting:
            route.continue_()
