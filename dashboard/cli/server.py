"""The commands that open the dashboard: with a store, or with a demonstration."""

import socket
from argparse import Namespace
from contextlib import suppress
from functools import partial
from pathlib import Path

from dashboard.cli.command import STORE, argument, check_store, command, number
from dashboard.settings import read_settings
from dashboard.store.versions import current_contents, texts_of

PLACE = (
    argument("--host", default="127.0.0.1"),
    number("--port", metavar=None, default=8050),
    number("--workers", default=2, choices=range(1, 65)),
)


@command("serve", "open the dashboard", *PLACE, STORE)
def serve(arguments: Namespace) -> int:
    """Serve, after checking that there are a port and a store."""
    check_store(arguments.store)
    _check_free(arguments.host, arguments.port)
    return _open(arguments.store, arguments)


@command(
    "demo",
    "simulate three operations of June 2020 and open them",
    number("--rows", "posts of each; else the catalogue's"),
    *PLACE,
)
def demo(arguments: Namespace) -> int:
    from dashboard.cli.demo import RELEASES, demo_store
    from dashboard.link.view import View
    from dashboard.web import urls

    _check_free(arguments.host, arguments.port)
    with demo_store(arguments.rows, arguments.data, partial(print, flush=True)) as store:
        return _open(store, arguments, urls.comparison(View(RELEASES)))


def _open(store: Path, arguments: Namespace, page: str = "") -> int:
    from dashboard.cli.serve import serve
    from dashboard.web.app import make_server

    place = f"http://{in_address(arguments.host)}:{arguments.port}"
    settings = read_settings()
    settings["ADDRESS"] = settings["ADDRESS"] or place
    server = make_server(settings | {"STORE": store})
    if _other_texts(store, arguments.data):
        print(f"{arguments.data} has changed since: takedowns refresh --store {store} takes it up.")
    print(f"The dashboard is at {place}{page} (Ctrl+C stops it)", flush=True)
    serve(server, in_address(arguments.host), arguments.port, arguments.workers)
    return 0


def _other_texts(store: Path, data: Path) -> bool:
    """Whether the current version was read with other texts than those in `data`."""
    with suppress(ValueError, OSError):  # a damaged one is told on the page
        texts = current_contents(store).texts
        return bool(texts) and texts != texts_of(data)
    return False


def in_address(host: str) -> str:
    """Return a host as an address spells it: one of IPv6 in brackets."""
    return f"[{host.strip('[]')}]" if ":" in host else host


def _check_free(host: str, port: int) -> None:
    """Raise ValueError if nothing can listen at `host`, a name or an IP address, and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host.strip("[]"), port), family=family):
            pass
    except (OSError, OverflowError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise ValueError(f"{in_address(host)}:{port} cannot be used: {reason}.") from None
