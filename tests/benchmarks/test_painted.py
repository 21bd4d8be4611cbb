"""How long does a reader wait until what was asked for is painted?

The product, a Dash page of no work and a page that fetches ready figures and draws them with
plotly.js: all show the same charts and are asked in turns, in one browser.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from statistics import median

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.benchmarks.aims import AIMS
from tests.benchmarks.main_thread import work
from tests.benchmarks.pages import (
    SCALES,
    SCREEN,
    TALL,
    DashOfNoWork,
    Drawing,
    Product,
    Static,
    Wait,
    figures,
)
from tests.benchmarks.servers import Server, ready
from tests.benchmarks.timing import Times, in_turns, ratios, show, spread, verdict

STATIC, DRAWING, NO_WORK, PRODUCT = (
    "static page, fetches and draws",
    "static page, draws only",
    "no-op Dash page",
    "product",
)
LOADS, CHANGES, WARM, TRACED = 7, 16, 4, 6
FIRST = ["size", "rhythm", "themes"]  # what the default page draws first
Pages = dict[str, Product]
Waits = dict[str, list[Wait]]


@pytest.mark.parametrize("size", [SCREEN, TALL], ids=["screen", "tall"])
def test_a_change_until_painted(
    browser: Browser, served: Server, reached: dict[str, float], size: ViewportSize
) -> None:
    product = Product(browser, served, FIRST[:1], size)
    product.load()
    charts = product.charts = [key for key in product.panels_in_sight() if key in FIRST]
    with ready(figures(served, charts)) as other:
        pages = {
            STATIC: Static(browser, other, charts, size),
            DRAWING: Drawing(browser, other, charts, size),
            NO_WORK: DashOfNoWork(browser, other, charts, size),
        }
        for page in pages.values():
            page.load()
        pages[PRODUCT] = product
        changes(pages, WARM)
        waits = changes(pages, CHANGES)
        kinds = work_of_changes(browser, pages)
        close(pages)
    title = f"{size['width']} x {size['height']}, {', '.join(charts)}"
    show_waits(f"A change until painted: {title}", waits, AIMS["change"].most)
    show_work(f"What the main thread does for it until then, ms: {title}", kinds)
    if size == SCREEN:
        mine = waits[PRODUCT]
        reached["change"] = median(ratios(painted(waits), STATIC)[PRODUCT])
        reached["task of a change"] = max(wait.longest for wait in mine)
        reached["style"] = kinds[PRODUCT]["style"] / kinds[PRODUCT]["script"]
        reached["settled"] = median(wait.settled / wait.painted for wait in mine)


def test_a_load_until_painted(browser: Browser, served: Server, reached: dict[str, float]) -> None:
    with ready(figures(served, FIRST)) as other:
        make: dict[str, Callable[[], Product]] = {
            STATIC: partial(Static, browser, other, FIRST, TALL),
            NO_WORK: partial(DashOfNoWork, browser, other, FIRST, TALL),
            PRODUCT: partial(Product, browser, served, FIRST, TALL),
        }
        cold = waits_in_turns({name: partial(first_load, make[name]) for name in make}, LOADS)
        pages = {name: make[name]() for name in make}
        for page in pages.values():
            page.load()
        warm = waits_in_turns({name: page.load for name, page in pages.items()}, LOADS)
        rows = [(name, f"{page.nodes():,}", f"{page.shift():.4f}") for name, page in pages.items()]
        drawn = pages[PRODUCT].charts_drawn()
        close(pages)
    show_waits("A load until three charts are painted, for the first time", cold, AIMS["cold"].most)
    show_waits("A load until three charts are painted, again", warm, AIMS["warm"].most)
    show("What then is in the page", ("page", "nodes", "layout shift"), rows)
    reached["cold"] = median(ratios(painted(cold), STATIC)[PRODUCT])
    reached["warm"] = median(ratios(painted(warm), STATIC)[PRODUCT])
    reached["task of a load"] = max(wait.longest for wait in cold[PRODUCT])
    assert {f"{panel}-figure" for panel in FIRST} <= set(drawn)


def first_load(make: Callable[[], Product]) -> Wait:
    """Load a page in a context that has nothing of it yet."""
    page = make()
    wait = page.load()
    page.close()
    return wait


def changes(pages: Pages, rounds: int) -> Waits:
    """Change the scale of each page in turns, an even number of times: then it is as before."""
    scales = {name: iter((*reversed(SCALES),) * (rounds // 2)) for name in pages}

    def change(name: str) -> Wait:
        return pages[name].change(next(scales[name]))

    return waits_in_turns({name: partial(change, name) for name in pages}, rounds)


def waits_in_turns(subjects: dict[str, Callable[[], Wait]], rounds: int) -> Waits:
    waits: Waits = defaultdict(list)

    def call(name: str) -> float:
        waits[name].append(subjects[name]())
        return waits[name][-1].painted

    in_turns({name: partial(call, name) for name in subjects}, rounds)
    return {name: waits[name] for name in subjects}


def work_of_changes(browser: Browser, pages: Pages) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each kind of work that a change is until painted."""
    found = {}
    for name, page in pages.items():
        every = []
        for scale in (*reversed(SCALES),) * (TRACED // 2):
            page.prepare(scale)
            every.append(work(browser, partial(page.choose, scale)))
            page.settle()
        found[name] = {kind: median(each[kind] for each in every) for kind in every[0]}
    return found


def close(pages: Pages) -> None:
    for page in pages.values():
        page.close()


def painted(waits: Waits) -> Times:
    return {name: [wait.painted for wait in each] for name, each in waits.items()}


def show_waits(title: str, waits: Waits, aim: float) -> None:
    """Print what a reader of each page waited for, and what of it was the page's work."""
    beside = ratios(painted(waits), STATIC)
    rows, works = [], []
    for name, each in waits.items():
        told = verdict(median(beside[name]), aim) if name == PRODUCT else ""
        shown, settled = (
            spread([getattr(wait, end) for wait in each], 0) for end in ("painted", "settled")
        )
        rows.append((name, shown, spread(beside[name]), settled, told))
        middle = [median(wait.work[part] for wait in each) for part in each[0].work]
        works.append(
            (
                name,
                f"{median(wait.blocked for wait in each):.0f}",
                f"{median(wait.longest for wait in each):.0f}",
                f"{max(wait.longest for wait in each):.0f}",
                f"{max(wait.longest_later for wait in each):.0f}",
                *(f"{part:.0f}" for part in middle),
                f"{median(wait.fetched for wait in each) / 1000:.1f}",
            )
        )
    show(title, ("page", "painted, ms", "ratio", "settled, ms", ""), rows)
    head = (
        "page",
        "blocked",
        "longest task",
        "worst",
        "worst later",
        "all work",
        "style",
        "layout",
    )
    show("Of it, ms (medians)", (*head, "kB"), works)


def show_work(title: str, kinds: dict[str, dict[str, float]]) -> None:
    rows = [
        (name, *(f"{each[kind]:.0f}" for kind in each), f"{each['style'] / each['script']:.2f}")
        for name, each in kinds.items()
    ]
    show(title, ("page", *kinds[PRODUCT], "style / script"), rows)
