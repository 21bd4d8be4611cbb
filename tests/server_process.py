"""A server in a process of its own: waited for as long as it lives, and stopped whatever happens.

How long a start takes hangs on what else the machine does, so nothing here counts seconds: a server
that ends is a failure at once, and one that hangs is met by pytest's own limit.
"""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dashboard.settings import ROOT

HOST = "127.0.0.1"
LOOK_SECONDS = 0.01


@contextmanager
def held_port() -> Iterator[int]:
    """Hold a free port, so that no other test is given it; a server may listen at it meanwhile."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, 0))
        port = int(held.getsockname()[1])
        if sys.platform != "linux":  # elsewhere nobody can listen at a port that another holds
            held.close()
        yield port


@contextmanager
def running(
    port: int,
    arguments: Sequence[str],
    path: str = "/about",
    program: str = sys.executable,
    **more: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, this Python if none is named, with these arguments until `with` ends.

    Begin once `path` at `port` is answered. `more` goes to Popen.
    """
    server = subprocess.Popen([program, *arguments], cwd=ROOT, **more)
    try:
        while not answers(port, path):
            assert server.poll() is None, f"The server ended with {server.returncode}."
            time.sleep(LOOK_SECONDS)
        yield server
    finally:
        server.terminate()
        server.wait()


def answers(port: int, path: str) -> bool:
    """Whether the server is there and answers, whatever it says."""
    try:
        return bool(ask(port, "GET", path))
    except (OSError, http.client.HTTPException):  # it is not there, or goes just now
        return False


def ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    """Return status and body of an answer, on a connection of its own."""
    line = http.client.HTTPConnection(HOST, port)
    try:
        line.request(method, path, body, {"Content-Type": "application/json"})
        came = line.getresponse()
        return came.status, came.read()
    finally:
        line.close()
