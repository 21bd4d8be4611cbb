"""What every test can rely on."""

from pathlib import Path

import pytest

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
