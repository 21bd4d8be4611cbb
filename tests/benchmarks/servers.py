"""Real gunicorn servers, started and stopped here, and a client that measures their answers."""

import http.client
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.cli.serve import GUNICORN
from tests.server_process import HOST, held_port, running

ENCODINGS = "gzip, deflate, br, zstd"  # what Chromium sends to this machine and over https
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back, as it came over the wire, and how long that took."""

    seconds: float
    encoding: str
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server. `start_seconds` is the time from its command to its first answer."""

    port: int
    pid: int
    start_seconds: float
    line: http.client.HTTPConnection  # kept open, as a browser does

    def ask(
        self, method: str, path: str, body: bytes | None = None, encodings: str = ENCODINGS
    ) -> Answer:
        """Return the answer, timed from the first byte sent to the last byte read."""
        headers = JSON | {"Accept-Encoding": encodings}
        begun = time.perf_counter()
        self.line.request(method, path, body, headers)
        came = self.line.getresponse()
        answer = came.read()
        seconds = time.perf_counter() - begun
        assert came.status == 200, f"{came.status} {answer[:300]!r}"
        return Answer(seconds, came.getheader("Content-Encoding", ""), answer)


def worker_pids(server: Server, workers: int) -> list[int]:
    """Return the process ids of the workers, once all of them have started."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    while len(pids := children.read_text(encoding="ascii").split()) < workers:
        time.sleep(0.01)
    return [int(pid) for pid in pids]


@contextmanager
def dashboard(workers: int = 1) -> Iterator[Server]:
    """Run `takedowns serve`; the store is data/store unless TAKEDOWNS_STORE names another."""
    with held_port() as port:
        told = ["serve", "--port", str(port), "--workers", str(workers)]
        with _running(port, ["dashboard", *told]) as server:
            yield server


@contextmanager
def noop() -> Iterator[Server]:
    """Run the app that does nothing with the options of `takedowns serve`."""
    with held_port() as port, _running(port, _gunicorn("noop", port)) as server:
        yield server


@contextmanager
def ready(figures: dict[str, dict[str, Any]]) -> Iterator[Server]:
    """Run the pages whose figures are ready: {scale: {panel: figure}}."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".json") as file:
        json.dump(figures, file)
        file.flush()
        with (
            held_port() as port,
            _running(port, _gunicorn("ready", port), READY_FIGURES=file.name) as server,
        ):
            yield server


def _gunicorn(module: str, port: int) -> list[str]:
    """Return the command that runs an app of this folder as `takedowns serve` runs its own."""
    options = [*GUNICORN[1:], "--log-level", "warning", "--bind", f"{HOST}:{port}"]
    return ["gunicorn", f"tests.benchmarks.{module}:server", *options, "--workers", "1"]


@contextmanager
def _running(port: int, command: list[str], **environment: str) -> Iterator[Server]:
    begun = time.perf_counter()
    env = os.environ | environment
    with running(port, ["-m", *command], "/", stdout=subprocess.DEVNULL, env=env) as started:
        seconds = time.perf_counter() - begun
        line = http.client.HTTPConnection(HOST, port)
        try:
            yield Server(port, started.pid, seconds, line)
        finally:
            line.close()
