"""What does a filter change cost? Told as a ratio to a callback that does no work.

A change is answered for the panels on the screen. Each kind of change is asked for the one panel
that fills a screen of 1440 by 900, for all around the hours and around the themes, and for the
whole page, which a reader gets in several answers.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import combinations, count
from statistics import median
from typing import Any

import pytest

from dashboard.clock.local_time import HOURS
from dashboard.panels import PANELS
from dashboard.web.urls import ANSWER
from tests.benchmarks.servers import ENCODINGS, Server, dashboard, noop
from tests.benchmarks.timing import in_turns, ratios, show, spread, verdict
from tests.page_answer import read

ROUNDS, WARM = 40, 3
# At four operations; of themes, under a filter by theme.
AIMS = {"rhythm": 4.0, "clocks": 4.0, "distances": 4.0, "hours": 4.0, "themes": 6.0}
NOTHING = "a callback of no work"
# All with posts; the last three are countries, which share the posts of the first three.
OPERATIONS = ("russia-2018-10", "china-2019", "thailand-2020-10", "china", "russia", "thailand")
COUNTS = (1, 2, 4, 6)
HOURS_IN_SIGHT = ("timeline", "rhythm", "consistent", "apart")
IN_SIGHT = {
    "rhythm": ("rhythm",),
    "clocks": ("consistent",),
    "distances": ("apart",),
    "hours": HOURS_IN_SIGHT,
    "themes": ("themes", "over-time", "distinctive"),
    "whole page": tuple(panel.key for panel in PANELS),
}
FILTERS: dict[str, dict[str, Any]] = {
    "period": {},
    "period, language": {"languages": ["en"]},
    "period, kind, language": {"kinds": ["retweet"], "languages": ["en"]},
    "period, theme": {"themes": ["us-partisan"]},
}
SPOKEN = ("ar", "de", "es", "fr", "it", "ja", "ko", "pt", "ru", "und")
# Each view is asked for once: no request finds its view, or a part of it, already counted. With
# the last day that is set, each period leaves out posts, but for those of China's few months.
DAYS = (date(2013, 1, 1) + timedelta(n) for n in count())
LAST = date(2020, 2, 10)
# Choices that nobody made before, another at each change: for these nothing is kept. Counts of
# China's posts tell few languages apart, so it is not known for most of them.
NEW: dict[str, dict[str, Any]] = {
    "new language": {
        "languages": (["en", *more] for n in range(1, 5) for more in combinations(SPOKEN, n))
    },
    "new hours": {"hours": ([lo, hi] for hi in range(24, 8, -1) for lo in range(hi - 1))},
}


class Change:
    """A reader changes the first day of the period.

    `cached`: back to a view seen before. `kept`: instead, the hashtag that is looked for, so that
    panels are drawn anew from numbers that are kept: what drawing alone costs.
    """

    def __init__(
        self,
        server: Server,
        count: int,
        chosen: dict[str, Any],
        panels: tuple[str, ...] = HOURS_IN_SIGHT,
        cached: bool = False,
        kept: bool = False,
    ) -> None:
        self.server, self.panels = server, panels
        self.count, self.chosen, self.cached, self.kept = count, chosen, cached, kept
        self.body = self.bytes = b""

    def __call__(self, encodings: str = ENCODINGS) -> float:
        if not (self.cached and self.body):
            self.body = self._made(next(DAYS))
        answer = self.server.ask("POST", ANSWER, self.body, encodings)
        self.bytes = answer.body
        return answer.seconds

    def _made(self, day: date) -> bytes:
        chosen: dict[str, Any] = {
            "operations": list(OPERATIONS[: self.count]),
            "clock": "operator",
            "scale": "share",
            "start": None if self.kept else day.isoformat(),
            "end": None if self.kept else LAST.isoformat(),
            "tag": f"x{day:%Y%m%d}" if self.kept else "",
            "kinds": [],
            "languages": [],
            "themes": [],
            "phase": "all",
        }
        for name, value in self.chosen.items():
            chosen[name] = next(value) if isinstance(value, Iterator) else value
        call = {
            "choices": chosen,
            "screen": {"across": 6, "dark": False},
            "before": {"query": f"?v=2&ops={'~'.join(chosen['operations'])}"},  # lists are filled
            "wanted": {"panels": self.panels, "tables": []},
        }
        return json.dumps(call).encode()

    def weeks_drawn(self) -> int:
        """Return how many operations the rhythm's figure shows, from an answer as plain JSON."""
        self("identity")
        figure = read(self.bytes).figures["rhythm"]
        return sum(len(trace.get("base", ())) == HOURS for trace in figure["data"])


@pytest.fixture(scope="module")
def nothing() -> Iterator[Server]:
    with noop() as server:
        yield server


@pytest.fixture(scope="module")
def served() -> Iterator[Server]:
    with dashboard() as server:
        yield server


def no_work(server: Server) -> Callable[[], float]:
    changed = ["asked.data"]
    call = {
        "output": "told.children",
        "outputs": {"id": "told", "property": "children"},
        "inputs": [{"id": "asked", "property": "data", "value": "x"}],
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }
    body = json.dumps(call).encode()
    return lambda: server.ask("POST", "/_dash-update-component", body).seconds


def test_filter_change(nothing: Server, served: Server) -> None:
    changes = {
        _name(number, told, sight): Change(served, number, chosen, panels)
        for sight, panels in IN_SIGHT.items()
        for told, chosen in FILTERS.items()
        for number in (COUNTS if told == "period" else (4,))
    }
    for sight in ("rhythm", "clocks", "distances", "hours"):
        for told, chosen in NEW.items():
            changes[_name(4, told, sight)] = Change(served, 4, chosen, IN_SIGHT[sight])
        kept = Change(served, 4, {}, IN_SIGHT[sight], kept=True)
        changes[_name(4, "drawn anew", sight)] = kept
    changes[_name(4, "seen before", "hours")] = Change(served, 4, {}, cached=True)
    assert changes[_name(4, "period", "hours")].weeks_drawn() == 4, (
        "The store lacks posts: name one with TAKEDOWNS_STORE."
    )
    subjects: dict[str, Callable[[], float]] = {NOTHING: no_work(nothing), **changes}
    in_turns(subjects, WARM)
    times = in_turns(subjects, ROUNDS)
    found = ratios(times, NOTHING)
    rows = [
        (
            name,
            spread([1000 * s for s in seconds], 1),
            spread(found[name]),
            f"{len(changes[name].bytes):,}" if name in changes else "",
            _verdict(name, median(found[name])),
        )
        for name, seconds in times.items()
    ]
    show("A filter change", ("operations and change", "ms", "ratio", "bytes", ""), rows)
    assert all(len(seconds) == ROUNDS and min(seconds) > 0 for seconds in times.values())


def test_what_compression_costs(nothing: Server, served: Server) -> None:
    changes = {e: Change(served, 4, {}) for e in ("identity", "gzip", "br", "zstd")}
    subjects: dict[str, Callable[[], float]] = {NOTHING: no_work(nothing)}
    subjects |= {e: partial(change, e) for e, change in changes.items()}
    in_turns(subjects, WARM)
    times = in_turns(subjects, ROUNDS)
    found = ratios(times, NOTHING)
    rows = [(e, spread(found[e]), f"{len(changes[e].bytes):,}") for e in changes]
    show("Four operations, period, by compression", ("sent as", "ratio", "bytes"), rows)
    plain = len(changes.pop("identity").bytes)
    assert all(0 < len(change.bytes) < plain for change in changes.values())


def _verdict(name: str, ratio: float) -> str:
    count, told, sight = [*name.split(" · "), "", ""][:3]
    aimed = count == "4" and sight in AIMS and (sight != "themes" or "theme" in told)
    return verdict(ratio, AIMS[sight]) if aimed else ""


def _name(number: int, told: str, sight: str) -> str:
    return f"{number} · {told} · {sight}"
