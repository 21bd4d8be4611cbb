"""What the server computes for the questions that are open, beside all with how we know."""

import os
import statistics
import time
from typing import Any

from flask.testing import FlaskClient

from dashboard.link.view import QUESTIONS
from dashboard.settings import ROOT
from dashboard.web.app import create_app
from dashboard.web.serving import Worlds
from dashboard.web.urls import ANSWER, REST
from tests.benchmarks.timing import show

VIEWS = [
    f"?v=2&period={year}-{month:02d}.." for year in range(2015, 2020) for month in (2, 5, 8, 11)
]
WARM = ("?v=2&period=2014-01..", "?v=2&period=2014-07..")  # what is worked out once a process
OPENED = {"the open questions": (), "all questions": QUESTIONS}


def milliseconds(client: FlaskClient, query: str, panels: tuple[str, ...]) -> float:
    """Return the processor time of a view that nobody asked for before; () = what it opens."""
    begun = time.process_time()
    first: Any = {"link": query, "screen": {}, "wanted": {"panels": []}}
    shown = client.post(ANSWER, json=first).json["shown"]
    client.post(
        REST, json=shown["view"] | {"panels": [*panels] or shown["panels"], "how": [*panels]}
    )
    return 1000 * (time.process_time() - begun)


def measured(client: FlaskClient, panels: tuple[str, ...]) -> float:
    """Return the median of many views, in a process that has kept nothing of any."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        took = statistics.median(milliseconds(client, query, panels) for query in VIEWS)
        os.write(write, str(took).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return float(os.read(read, 100))


def test_what_is_computed_before_a_reader_nears_the_list(reached: dict[str, float]) -> None:
    worlds = Worlds.open(ROOT / "data" / "store", ROOT / "data")
    client = create_app(worlds, {"CACHE_VIEWS": 60}).server.test_client()
    for query in WARM:
        milliseconds(client, query, QUESTIONS)
    took = {name: measured(client, panels) for name, panels in OPENED.items()}
    show(
        "Work of the server for a view", ("of", "ms"), [(n, f"{ms:.1f}") for n, ms in took.items()]
    )
    opened, every = took.values()
    reached["work"] = opened / every
    assert 0 < opened < every
