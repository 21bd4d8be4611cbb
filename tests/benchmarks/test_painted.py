"""How long does a reader wait until what was asked for is painted?

Beside a page that has the same charts ready and does nothing but draw them with plotly.js: no page
with these charts can take less than that. Both are asked in turns, in one browser.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, ViewportSize

from dashboard.panels import PANELS
from dashboard.web.pages.document import plotly
from dashboard.web.urls import ANSWER
from tests.benchmarks.servers import Server, dashboard
from tests.benchmarks.timing import in_turns, ratios, show, spread, verdict
from tests.browser.conftest import browser
from tests.page_answer import read
from tests.server_process import HOST

__all__ = ["browser"]  # a fixture

SIZE: ViewportSize = {"width": 1440, "height": 900}
TALL: ViewportSize = {
    "width": 1440,
    "height": 2400,
}  # where the charts of SHOWN are all near the screen
QUERY = "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10"
STATIC = "static page"
LOADS, CHANGES, WARM = 5, 20, 4
AIM_CHANGE, AIM_LOAD = 1.3, 2.0
SHOWN = [panel.key for panel in PANELS[:3]]  # what a first answer brings
DRAWN = "all => all.map((chart) => chart.id)"
DRAWING = """
const config = { displayModeBar: false, responsive: true };
const draw = async (figures) => {
  const begun = performance.now();
  for (const [key, figure] of Object.entries(figures)) {
    await Plotly.react(key, figure.data, figure.layout, config);
  }
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
};
"""
# A reader clicks; over when the whole answer is drawn and painted, with the milliseconds till then.
CLICK = """async (option) => {
  const begun = performance.now();
  const drawn = new Promise((done) => {
    document.addEventListener('takedowns-drawn', done, { once: true });
  });
  document.querySelector(`#control-scale input[value=${option}]`).click();
  await drawn;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begun;
}"""
# From the start of a load until its first whole answer is painted.
LOADED = """
window.loaded = new Promise((done) => {
  document.addEventListener('takedowns-drawn', () => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  }, { once: true });
});
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((e) => e.duration)))
  .observe({ type: 'longtask', buffered: true });
"""


@pytest.fixture
def served() -> Iterator[Server]:
    with dashboard() as server:
        yield server


def figures(server: Server, query: str) -> dict[str, Any]:
    """Return the charts of a view that stand on the first screen."""
    call = {"link": query, "screen": {"across": 6, "dark": False}, "wanted": {"panels": SHOWN}}
    made = read(server.ask("POST", ANSWER, json.dumps(call).encode(), "identity").body)
    return {key: figure for key, figure in made.figures.items() if figure}


class Product:
    """The comparison, as `takedowns serve` gives it, in a browser that has nothing of it yet."""

    path = f"/{QUERY}"

    def __init__(self, browser: Browser, server: Server, size: ViewportSize = SIZE) -> None:
        self.server = server
        self.page = browser.new_context(viewport=size).new_page()
        self.page.add_init_script(LOADED)

    def load(self) -> float:
        """Return the seconds from the start of a load until its charts are painted."""
        self.page.goto(f"http://{HOST}:{self.server.port}{self.path}")
        return float(self.page.evaluate("window.loaded")) / 1000

    def settle(self) -> None:
        self.page.locator("main .late").first.wait_for(state="detached")

    def choose(self, scale: str) -> float:
        """Return the seconds from a click on a scale until its charts are painted."""
        milliseconds = self.page.evaluate(CLICK, scale)
        self.settle()
        return float(milliseconds) / 1000


class Alone(Product):
    """The page that only draws."""

    path = "/alone"

    def __init__(
        self, browser: Browser, server: Server, charts: dict[str, Any], size: ViewportSize = SIZE
    ) -> None:
        super().__init__(browser, server, size)
        self.charts = charts
        self.page.route(f"**{self.path}", self._answered)

    def _answered(self, route: Route) -> None:
        places = "".join(f'<div id="{key}" style="height:640px"></div>' for key in SHOWN)
        first = f"window.loaded = draw({json.dumps(self.charts)}).then(() => performance.now());"
        scripts = f'<script src="{plotly()}"></script><script>{DRAWING}{first}</script>'
        body = f"<!DOCTYPE html><html><body>{places}{scripts}</body></html>"
        route.fulfill(body=body, content_type="text/html")


def test_a_change_until_painted(browser: Browser, served: Server) -> None:
    alone, product = Alone(browser, served, {}), Product(browser, served)
    alone.load()
    product.load()
    product.settle()
    seen = product.page.evaluate("window.takedownsSight.wanted()")["panels"]
    scales = {who: cycle(("count", "share")) for who in (STATIC, "product")}
    charts = {
        scale: {k: f for k, f in figures(served, f"{QUERY}&scale={scale}").items() if k in seen}
        for scale in ("count", "share")
    }

    def static() -> float:
        made = charts[next(scales[STATIC])]
        return float(alone.page.evaluate("charts => draw(charts)", made)) / 1000

    subjects: dict[str, Callable[[], float]] = {
        STATIC: static,
        "product": lambda: product.choose(next(scales["product"])),
    }
    in_turns(subjects, WARM)
    product.page.evaluate("window.tasks.length = 0")
    times = in_turns(subjects, CHANGES)
    report(f"A change until painted: {' and '.join(sorted(seen))}", times, AIM_CHANGE)
    longest = product.page.evaluate("Math.max(0, ...window.tasks)")
    nodes = product.page.evaluate("document.querySelectorAll('*').length")
    print(f"longest task {longest:.0f} ms, nodes {nodes:,}")
    assert min(times["product"]) > 0


def test_a_load_until_painted(browser: Browser, served: Server) -> None:
    charts = figures(served, QUERY)

    def cold(make: Callable[[Browser, Server], Product]) -> float:
        made = make(browser, served)
        seconds = made.load()
        made.page.context.close()
        return seconds

    kinds: dict[str, Callable[[Browser, Server], Product]] = {
        STATIC: lambda browser, server: Alone(browser, server, charts, TALL),
        "product": lambda browser, server: Product(browser, server, TALL),
    }
    again = {name: kind(browser, served) for name, kind in kinds.items()}
    for made in again.values():
        made.load()
    of_a_new_browser = {name: partial(cold, kind) for name, kind in kinds.items()}
    of_another_time = {name: made.load for name, made in again.items()}
    for state, subjects in (("for the first time", of_a_new_browser), ("again", of_another_time)):
        times = in_turns(subjects, LOADS)
        report(f"A load until the first charts are painted, {state}", times, AIM_LOAD)
        assert min(times["product"]) > 0
    drawn = again["product"].page.locator(".js-plotly-plot").evaluate_all(DRAWN)
    assert {f"{panel}-figure" for panel in charts} <= set(drawn)


def report(title: str, times: dict[str, list[float]], aim: float) -> None:
    found = ratios(times, STATIC)
    rows = [
        (
            name,
            spread([1000 * s for s in seconds], 0),
            spread(found[name]),
            verdict(median(found[name]), aim) if name != STATIC else "",
        )
        for name, seconds in times.items()
    ]
    show(title, ("page", "ms", "ratio", ""), rows)
