"""Pages in Chromium that are measured beside one another, each in the same way.

Each has a browser context of its own, which has nothing yet of what another fetched. All carry
`probe.js`: it knows plotly.js and what a browser says of any page. Of the product it knows only
that panels which are still to come are marked so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from dashboard.web.urls import ANSWER
from tests.benchmarks.servers import Server
from tests.page_answer import read
from tests.server_process import HOST

SCREEN: ViewportSize = {"width": 1440, "height": 900}
TALL: ViewportSize = {"width": 1440, "height": 2400}  # three charts of the product are near it
QUERY = "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10"
SCALES = ("share", "count")  # the first is what the product shows at QUERY
PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
WORK = {"all": "TaskDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}
CHART = ".js-plotly-plot"
BLOCKING = 50.0  # ms: what a task takes beyond these keeps a reader waiting


@dataclass(frozen=True)
class Wait:
    """What a reader waited for, from a click or the start of a load on; milliseconds."""

    painted: float
    settled: float
    tasks: list[float]  # until painted: those that took 50 ms or more
    later_tasks: list[float]  # from then until settled
    work: dict[str, float]  # of the main thread until painted, by WORK
    fetched: int  # bytes, as they came over the wire, until settled

    @property
    def longest(self) -> float:
        return max(self.tasks, default=0.0)

    @property
    def longest_later(self) -> float:
        return max(self.later_tasks, default=0.0)

    @property
    def blocked(self) -> float:
        return sum(task - BLOCKING for task in self.tasks)


class Product:
    """The comparison, as `takedowns serve` gives it."""

    path = f"/{QUERY}"
    act = "document.querySelector('#control-scale input[value={}]').click()"

    def __init__(
        self,
        browser: Browser,
        server: Server,
        charts: Sequence[str],
        size: ViewportSize = SCREEN,
        **context: Any,
    ) -> None:
        self.server, self.charts = server, list(charts)
        self.context = browser.new_context(viewport=size, **context)
        self.page = self.context.new_page()
        self.page.add_init_script(f"{PROBE};bench.whole = bench.loaded({len(charts)});")
        self.chromium = self.context.new_cdp_session(self.page)
        self.chromium.send("Performance.enable")
        self.chromium.send("Network.enable")
        self.chromium.on("Network.loadingFinished", self._came)
        self.fetched = 0

    def load(self) -> Wait:
        """Load the page and wait until it is settled."""
        self.fetched = 0
        self.page.goto(f"http://{HOST}:{self.server.port}{self.path}", wait_until="commit")
        # Chromium counts the work of a new page from zero.
        return self._waited(0.0, self.page.evaluate("bench.whole"), dict.fromkeys(WORK, 0.0))

    def change(self, scale: str) -> Wait:
        """Choose a scale and wait until the page is settled."""
        self.prepare(scale)
        self.fetched, before = 0, self._work()
        begun, painted = self.choose(scale)
        return self._waited(begun, painted, before)

    def prepare(self, scale: str) -> None:
        """Do what a reader does not wait for: open the filters, where the scale is."""
        button = self.page.locator("#opens-filters[aria-expanded=false]")
        if button.count():
            button.click()
            self.settle()

    def choose(self, scale: str) -> tuple[float, float]:
        """Choose a scale as a reader does; return when, and when its charts were painted."""
        act = self.act.format(scale)
        begun, painted = self.page.evaluate(f"bench.change({json.dumps(self.charts)}, () => {act})")
        return begun, painted

    def settle(self, since: float = 0.0) -> float:
        """Wait until the page has nothing more to do; return when that was."""
        return float(self.page.evaluate("since => bench.settled(since)", since))

    def panels_in_sight(self) -> list[str]:
        """Return the panels that a change is answered for first."""
        return list(self.page.evaluate("takedownsSight.wanted().panels"))

    def nodes(self) -> int:
        return int(self.page.evaluate("bench.nodes()"))

    def charts_drawn(self) -> list[str]:
        """Return the ids of all places where plotly.js has drawn."""
        return list(
            self.page.evaluate(f"[...document.querySelectorAll('{CHART}')].map((c) => c.id)")
        )

    def shift(self) -> float:
        """Return the sum of all layout shifts since the load began."""
        return float(sum(value for _, value in self.page.evaluate("bench.shifts")))

    def close(self) -> None:
        self.context.close()

    def _waited(self, begun: float, painted: float, before: dict[str, float]) -> Wait:
        after = self._work()
        settled = self.settle(painted)
        tasks = [(at, took) for at, took in self.page.evaluate("bench.tasks") if at >= begun]
        return Wait(
            painted - begun,
            settled - begun,
            [took for at, took in tasks if at < painted],
            [took for at, took in tasks if at >= painted],
            {part: after[part] - before[part] for part in WORK},
            self.fetched,
        )

    def _work(self) -> dict[str, float]:
        """Return the milliseconds that the main thread has worked so far."""
        metrics = self.chromium.send("Performance.getMetrics")["metrics"]
        seconds = {metric["name"]: metric["value"] for metric in metrics}
        return {part: 1000 * seconds[name] for part, name in WORK.items()}

    def _came(self, finished: dict[str, Any]) -> None:
        self.fetched += int(finished["encodedDataLength"])


class DashOfNoWork(Product):
    """A Dash page with the same charts, whose callback returns ready figures."""

    path = "/"
    act = "document.querySelector('#scale input[value={}]').click()"


class Static(Product):
    """A page that fetches the same figures, ready, and draws them with plotly.js."""

    path = "/static"
    act = "fetchAndDraw('{}')"


class Drawing(Static):
    """The same page where nothing is fetched: no page with these charts can take less."""

    act = "draw('{}')"

    def prepare(self, scale: str) -> None:
        self.page.evaluate(f"ready('{scale}')")


def figures(server: Server, panels: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the figures of these panels that the product draws, by scale."""
    return {scale: _figures(server, f"{QUERY}&scale={scale}", panels) for scale in SCALES}


def _figures(server: Server, query: str, panels: Sequence[str]) -> dict[str, Any]:
    screen = {"across": 6, "dark": False}
    call = {"link": query, "screen": screen, "wanted": {"panels": list(panels)}}
    made = read(server.ask("POST", ANSWER, json.dumps(call).encode(), "identity").body)
    return {key: figure for key, figure in made.figures.items() if figure}
