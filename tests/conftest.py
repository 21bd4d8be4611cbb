"""What every test can rely on: the small world, a client of the app over it, and marks."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.settings import ROOT
from dashboard.snapshot.world import World
from dashboard.web.app import create_app, read_world
from tests.small_world import fingerprint, small_world

TESTS = Path(__file__).parent
# A test in one of these folders carries the folder's marker, so that none is forgotten.
FOLDERS = {"browser": pytest.mark.browser, "benchmarks": pytest.mark.bench}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-readme", action="store_true", help="rewrite README.md's lists")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by folder; put the browser's last, so that cheap failures show first."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in FOLDERS:
            item.add_marker(FOLDERS[folder])
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def _stoppable() -> Iterator[None]:
    """Hear Ctrl-C after a test that changed a store: a command that has done so ends, deaf."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def world() -> World:
    """Return the small world. Nobody may change it, and a test that does so fails."""
    return small_world()


@pytest.fixture(scope="session")
def real() -> World:
    """Return the world that the project comes with."""
    return read_world(ROOT / "data" / "store")


@pytest.fixture(scope="session")
def _made(world: World) -> list[bytes]:
    return fingerprint(world)


@pytest.fixture(autouse=True)
def _world_unchanged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that changed the world which the tests after it will see."""
    if "world" not in request.fixturenames:
        yield
        return
    made = request.getfixturevalue("_made")
    yield
    assert fingerprint(request.getfixturevalue("world")) == made, "the test changed the small world"


@pytest.fixture(scope="session")
def client(world: World) -> FlaskClient:
    """Return a client of the whole app over the small world."""
    return create_app(world, {"CACHE_VIEWS": 50}).server.test_client()
