"""What the server itself needs: memory of each process, and time to the first answer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.benchmarks.servers import Server, dashboard, noop, worker_pids
from tests.benchmarks.test_filter_change import Change
from tests.benchmarks.timing import in_turns, ratios, show, spread

STARTS, WORKERS, CHANGES = 3, 2, 60


def memory(pid: int) -> tuple[float, float]:
    """Return MB: PSS (shared pages divided by those who share them) and USS (its own alone)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kb = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in told)}
    return kb["Pss"] / 1024, (kb["Private_Clean"] + kb["Private_Dirty"]) / 1024


def processes(server: Server) -> dict[str, int]:
    """Return the process ids of the master and of its workers."""
    workers = enumerate(worker_pids(server, WORKERS), start=1)
    return {"master": server.pid} | {f"worker {n}": pid for n, pid in workers}


def measured(pids: dict[str, int]) -> dict[str, tuple[float, float]]:
    """Return (PSS, USS) of each process and of all together."""
    each = {name: memory(pid) for name, pid in pids.items()}
    every = list(each.values())
    return each | {"all": (sum(pss for pss, _ in every), sum(uss for _, uss in every))}


def test_memory() -> None:
    with dashboard(WORKERS) as server:
        pids = processes(server)
        before = measured(pids)
        change = Change(server, 4, {"languages": ["en"]})
        for _ in range(CHANGES):
            server.line.close()  # a new connection may reach the other worker
            change()
        after = measured(pids)
    rows = [(name, *(f"{mb:.0f}" for mb in (*before[name], *after[name]))) for name in after]
    head = ("MB", "PSS at start", "USS at start", "PSS at work", "USS at work")
    show(f"Memory, {WORKERS} workers, before and after {CHANGES} changes", head, rows)
    assert len(pids) == 1 + WORKERS
    assert all(pss >= uss > 0 for pss, uss in after.values())


def starting(server: Callable[[], AbstractContextManager[Server]]) -> Callable[[], float]:
    def start() -> float:
        with server() as started:
            return started.start_seconds

    return start


def test_time_to_first_answer() -> None:
    subjects = {"an app that does nothing": starting(noop), "takedowns serve": starting(dashboard)}
    times = in_turns(subjects, STARTS)
    found = ratios(times, "an app that does nothing")
    rows = [(name, spread(seconds), spread(found[name])) for name, seconds in times.items()]
    show("From the command to the first answer", ("server", "seconds", "ratio"), rows)
    assert all(min(seconds) > 0 for seconds in times.values())
