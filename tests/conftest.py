"""What every test can rely on: the small world, a client of the app over it, and marks."""

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from dashboard.settings import ROOT
from dashboard.snapshot.world import World
from dashboard.web.app import DATA, create_app
from dashboard.web.serving import Worlds
from tests.small_world import fingerprint, small_world

TESTS = Path(__file__).parent
# A test in one of these folders carries the folder's marker, so that none is forgotten.
FOLDERS = {"browser": pytest.mark.browser, "benchmarks": pytest.mark.bench}

# The same few examples each time, however slow the machine is. `make test-deep` draws many others.
settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=25)
settings.register_profile(
    "deep", derandomize=False, deadline=None, database=None, max_examples=1_000, print_blob=True
)
settings.load_profile("same")
# The files that take longest, without the browser's.
LONG = (
    *("test_faults", "test_canaries", "test_retag", "test_duplicates", "test_simulated_ingest"),
    *("test_ingest_asked", "test_data_versions", "test_damage", "test_versions", "test_quarantine"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-readme", action="store_true", help="rewrite README.md's lists")
    parser.addoption("--write-tables", action="store_true", help="rewrite who_answers.csv")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by folder, and put them in order.

    Alone, the browser's come last, so that cheap failures show first. Several workers take them
    first, and then what takes longest: else one of them would have much left when all others end.
    """
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in FOLDERS:
            item.add_marker(FOLDERS[folder])
    is_worker = hasattr(config, "workerinput")
    items.sort(key=_turn if is_worker else _is_browser)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every search for garbage: it is much, and it stays."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Let all go in the end, as always: some libraries complain of what is kept."""
    gc.unfreeze()


def _is_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _turn(item: pytest.Item) -> int:
    """Return when a worker takes a test's file, the lowest first."""
    if _is_browser(item):
        return -1
    return LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG)


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
def worlds() -> Worlds:
    """Return the data versions that the project comes with: to read them takes seconds."""
    return Worlds.open(ROOT / "data" / "store", DATA)


@pytest.fixture(scope="session")
def real(worlds: Worlds) -> World:
    """Return the current one."""
    return worlds.current


@pytest.fixture(scope="module")
def read_once(worlds: Worlds) -> Iterator[None]:
    """Let the servers that a module makes of the project's own store share what was read of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worlds, "open", lambda store, data: worlds)
        patch.setattr(Worlds, "watch", lambda worlds: None)
        yield


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
