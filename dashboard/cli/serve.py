"""Serve with gunicorn: the same options by `takedowns serve` and in the Procfile."""

import sys

from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication

# Threads, not sync workers: four idle browser connections would freeze a sync worker. Preloading
# lets the workers share the tables' memory. No control socket: nobody steers it from outside. No
# header is taken for the path that the site is below, else any client could turn all links.
GUNICORN = (
    *("dashboard.wsgi:server", "--preload", "--worker-class", "gthread", "--threads", "32"),
    *("--keep-alive", "75", "--limit-request-line", "8190", "--no-control-socket"),
    "--forwarder-headers=",
)


class Preloaded(WSGIApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn around a server that is already made, in place of one that it would import."""

    def __init__(self, server: Flask) -> None:
        self.made = server
        super().__init__()

    def load(self) -> Flask:
        return self.made


def serve(server: Flask, host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it; gunicorn ends the process itself."""
    bind = ["--bind", f"{host}:{port}", "--workers", str(workers)]
    sys.argv = ["takedowns", *GUNICORN, *bind, "--log-level", "warning"]
    Preloaded(server).run()
