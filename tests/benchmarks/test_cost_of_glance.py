"""What does the first screen's summary cost? Told as a ratio to the same answer without it.

Each answer is of a view that was never asked for: nothing of it is kept, neither text nor counts.
Size, rhythm and themes are asked once for the summary and once for their panels, from what is kept.
"""

from collections.abc import Callable
from functools import partial

import pytest

from dashboard.settings import ROOT
from dashboard.snapshot.kept import forget
from dashboard.web import render
from dashboard.web.answer import answer
from dashboard.web.app import DATA, create_app
from dashboard.web.cache import make_cache
from dashboard.web.calls import Call
from dashboard.web.serving import Worlds
from tests.benchmarks.timing import in_turns, ratios, show, spread, timed, verdict

ROUNDS, AIM = 25, 1.15
WITHOUT = "without"
FIRST = {"panels": ["size", "rhythm", "themes"], "tables": []}
VIEWS = {
    "1": "?v=2&ops=russia-2018-10",
    "3": "",
    "6": "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10~china~russia~thailand",
    "3, English": "?v=2&lang=en",
    "3, June 2020": "?v=2&ops=china-2020-06~russia-2020-06~turkey-2020-06",
}


def test_what_the_summary_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = Worlds.open(ROOT / "data" / "store", DATA)
    server = create_app(worlds.current, {"CACHE_VIEWS": 1}).server
    shown = render.glance

    def ask(query: str, is_shown: bool) -> float:
        """Return the seconds of an answer of which nothing is kept."""
        forget()
        cache = make_cache(server, 10)
        monkeypatch.setattr(render, "glance", shown if is_shown else lambda *view: [])
        return timed(lambda: answer(worlds, cache, Call(link=query, wanted=FIRST)))

    rows = []
    for name, query in VIEWS.items():
        subjects: dict[str, Callable[[], float]] = {
            WITHOUT: partial(ask, query, False),
            "with": partial(ask, query, True),
        }
        in_turns(subjects, 2)
        with_summary = ratios(in_turns(subjects, ROUNDS), WITHOUT)["with"]
        middle = sorted(with_summary)[len(with_summary) // 2]
        rows.append((name, spread(with_summary), verdict(middle, AIM)))
    show("An answer with the summary, over one without", ("operations", "ratio", "aim"), rows)
