"""What does it cost that each request takes one data version and keeps to it?"""

from collections.abc import Callable
from statistics import median

from dashboard.link.view import parse_query
from dashboard.snapshot.world import World
from dashboard.web.serving import Worlds
from tests.benchmarks.servers import noop
from tests.benchmarks.test_filter_change import no_work
from tests.benchmarks.timing import in_turns, ratios, show, spread, timed, verdict

ROUNDS, TIMES = 40, 100
AIM = 0.01  # of a callback of no work
NOTHING = "a callback of no work"
SHORT = "?v=2&ops=thailand-2020-10&scale=count"
LONG = f"{SHORT}&clock=utc&period=2018-01..2020-04&kind=reply&lang=en&data=0123456789ab"


def before(world: World, query: str) -> None:
    parse_query(query, world.words)


def now(worlds: Worlds, query: str) -> None:
    worlds.read(query)


def each(call: Callable[[], None]) -> Callable[[], float]:
    """Return what takes the seconds of one call, as a part of many."""
    return lambda: timed(lambda: [call() for _ in range(TIMES)]) / TIMES


def test_one_version_a_request(world: World) -> None:
    worlds = Worlds.fixed(world)
    with noop() as server:
        subjects: dict[str, Callable[[], float]] = {NOTHING: no_work(server)}
        for name, query in (("opening the page", ""), ("a link", SHORT), ("a long link", LONG)):
            subjects[f"{name}: one world"] = each(lambda query=query: before(world, query))
            subjects[f"{name}: versions"] = each(lambda query=query: now(worlds, query))
        times = in_turns(subjects, ROUNDS)
    found = ratios(times, NOTHING)
    rows = []
    for name in [name for name in found if name.endswith("versions")]:
        plain = found[name.replace("versions", "one world")]
        added = median(a - b for a, b in zip(found[name], plain, strict=True))
        micro = [1_000_000 * seconds for seconds in times[name]]
        rows.append((name, spread(micro, 1), f"{added:.4f}", verdict(added, AIM)))
    show("One data version a request", ("reading", "µs", "added, as a ratio", ""), rows)
    assert len(rows) == 3
