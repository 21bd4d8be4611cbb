"""What the main thread of a page does, by kinds of work, as a trace of Chromium has it.

Not `ScriptDuration`, which Chromium counts too: that leaves out what runs after an `await`, and
most that a page does after a click runs there.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser

CATEGORIES = ["devtools.timeline", "v8.execute", "disabled-by-default-devtools.timeline"]
KINDS = {
    "style": ("UpdateLayoutTree",),
    "layout": ("Layout",),
    "paint": ("Paint", "PrePaint", "Layerize", "Commit", "UpdateLayer"),
    "script": (
        *("RunMicrotasks", "FunctionCall", "EvaluateScript", "EventDispatch", "TimerFire"),
        *("FireAnimationFrame", "FireIdleCallback"),
    ),
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
MAIN = "CrRendererMain"


def work(browser: Browser, call: Callable[[], object]) -> dict[str, float]:
    """Return the milliseconds of each kind that the busiest page of a browser worked in `call`."""
    browser.start_tracing(categories=CATEGORIES)
    call()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = defaultdict(list)
    for event in events:
        threads[event["pid"], event["tid"]].append(event)
    mains = [
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == MAIN
    ]
    return max((_by_kind(threads[main]) for main in mains), key=lambda kinds: sum(kinds.values()))


def _by_kind(events: list[Any]) -> dict[str, float]:
    """Return the milliseconds of each kind: of an event in another, only the inner one counts."""
    spans = [event for event in events if event["ph"] == "X"]
    spans.sort(key=lambda event: (event["ts"], -event.get("dur", 0)))
    kinds: Counter[str] = Counter()
    around: list[tuple[int, str]] = []  # end and kind of each event that is not over
    for event in spans:
        begun, took = event["ts"], event.get("dur", 0)
        while around and around[-1][0] <= begun:
            around.pop()
        if around:
            kinds[around[-1][1]] -= took
        kind = _kind(event["name"])
        kinds[kind] += took
        around.append((begun + took, kind))
    return {kind: kinds[kind] / 1000 for kind in (*KINDS, "other")}


def _kind(name: str) -> str:
    return "script" if name.lower().startswith("v8.") else KIND_OF.get(name, "other")
