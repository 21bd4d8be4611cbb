"""What benchmarks in a browser share: one Chromium, one server, one table of aims."""

from collections.abc import Iterator

import pytest

from tests.benchmarks.aims import show_aims
from tests.benchmarks.servers import Server, dashboard
from tests.browser.conftest import browser

__all__ = ["browser"]  # a fixture


@pytest.fixture
def served() -> Iterator[Server]:
    with dashboard() as server:
        yield server


@pytest.fixture(scope="session")
def reached() -> Iterator[dict[str, float]]:
    """What was reached of each of AIMS; it is printed at the end, and none of it fails a run."""
    figures: dict[str, float] = {}
    yield figures
    show_aims(figures)
