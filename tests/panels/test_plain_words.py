"""What is not folded is said plainly: headlines, captions and lines of size, time and rhythm."""

import re
from typing import Any

from dashboard.panels import PANELS
from dashboard.panels.panel import MOST_LINES, Panel, unmarked
from tests.panels.test_panels import QUERIES, answer

KEYS = ("size", "timeline", "rhythm", "consistent", "apart")
PLAIN = [panel for panel in PANELS if panel.key in KEYS]
STORE = ("china-2019", "russia-2018-10", "thailand-2020-10")
SIX = (*STORE, "china", "russia", "thailand-2020-10@2020-02..")
REAL = tuple(
    f"?v=2&ops={'~'.join(ops)}{more}"
    for ops in (STORE[:1], STORE, SIX)
    for more in ("", "&clock=utc", "&hours=8-17", "&baseline=even", "&baseline=none",
                 "&baseline=control", "&scale=count", "&per=account", "&lang=ru", "&theme=covid-19",
                 "&period=2017", "&period=2006-01")
)  # fmt: skip
FOLDED = re.compile(r"\beven|\binterval|\bn =|%\)? to |Jensen|Dirichlet|\bnan\b|\d\.\d{3}|\d{4,}%")
CAPTION_WORDS, HEADLINE_WORDS = 15, 105  # with six operations, of which some are a part


def unfolded(panel: Panel[Any], found: Any) -> list[str]:
    """Return the texts of a panel that stand on the page before anything is opened."""
    lines = [line for cell in panel.cells(found) for line in cell.lines]
    return [unmarked(text) for text in (panel.say(found), panel.caption(found), *lines)]


def check(world: Any, queries: tuple[str, ...]) -> dict[str, object]:
    """Return what is not plain, by panel and query."""
    wrong: dict[str, object] = {}
    for panel in PLAIN:
        for query in queries:
            found = answer(world, panel, query)
            headline, caption, *lines = unfolded(panel, found)
            if any(map(FOLDED.search, (headline, caption, *lines))):
                wrong[f"{panel.key} {query}"] = [headline, caption, *lines]
            if "(" in headline.replace(" (all)", "") + caption:
                wrong[f"{panel.key} {query} bracket"] = headline + caption
            if any(len(cell.lines) > MOST_LINES for cell in panel.cells(found)):
                wrong[f"{panel.key} {query} lines"] = lines
            if len(caption.split()) > CAPTION_WORDS or len(headline.split()) > HEADLINE_WORDS:
                wrong[f"{panel.key} {query} words"] = caption + headline
    return wrong


def test_in_a_small_world(world):
    assert check(world, QUERIES) == {}


def test_in_the_embedded_store(real):
    assert check(real, REAL) == {}


def test_three_operations_are_said_in_one_breath(real):
    """And no number is lost: each interval and each further measure stands in the details."""
    query = f"?v=2&ops={'~'.join(STORE)}"
    for panel in PLAIN:
        found = answer(real, panel, query)
        assert len(panel.say(found).split()) <= 60, panel.key
    (rhythm,) = [panel for panel in PLAIN if panel.key == "rhythm"]
    russia = " ".join(rhythm.cells(answer(real, rhythm, query))[1].details)
    measures = (
        "Office hours (09–18 on working weekdays) **30.8%** (29.6% to 32.1%)",
        "By the calendar, without holidays and with make-up days: **29.7%**",
        "08–17, as newspapers count, **26.7%**",
        "Working day: not to be seen; an hour of it has **1.22** times the posts",
    )
    assert [text for text in measures if text not in russia] == []
