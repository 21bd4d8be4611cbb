"""What the READMEs list is made from the code. `pytest --write-readme` rewrites them."""

import argparse
import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dashboard
from dashboard.cli.commands import parser
from dashboard.panels import PANELS
from dashboard.settings import ROOT, SETTINGS
from tests.browser.tasks import TASKS

PACKAGE = Path(dashboard.__file__).parent


def commands() -> str:
    """The help of the command line, and of each command in it."""
    return "```\n" + "\n".join(helps(parser())) + "```"


def helps(command: argparse.ArgumentParser) -> Iterator[str]:
    """Its own help, then that of each command below it."""
    yield command.format_help()
    for action in command._actions:
        if isinstance(action.choices, dict):
            for below in action.choices.values():
                yield from helps(below)


def settings() -> str:
    """Each environment variable, its meaning and its default."""
    return "\n".join(
        f"- `TAKEDOWNS_{s.name}`: {s.help}" + (f" (default `{shown(s.default)}`)" * bool(s.default))
        for s in SETTINGS
    )


def shown(default: object) -> str:
    """A default as a reader may type it: folders from the checkout, not from this machine."""
    inside = isinstance(default, Path) and default.is_relative_to(ROOT)
    return str(default.relative_to(ROOT)) if inside else str(default)


def panels() -> str:
    return "\n".join(f"- **{panel.question}** (`{panel.key}`)" for panel in PANELS)


def modules() -> str:
    """Each module and the first line of its docstring."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return "\n".join(f"- `{path.relative_to(ROOT)}`: {purpose(path)}" for path in paths)


def tasks() -> str:
    """Each task of a reader, and the clicks that it takes."""
    rows = (f"| {task} | {clicks} |" for task, clicks in TASKS.items())
    return "\n".join(("| task | clicks |", "|---|---|", *rows))


def purpose(path: Path) -> str:
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert told, f"{path.name} has no docstring"
    return told.split("\n")[0]


# What is listed -> where it stands.
LISTED = {
    settings: "README.md",
    modules: "dashboard/README.md",
    panels: "dashboard/README.md",
    commands: "dashboard/cli/README.md",
    tasks: "tests/browser/README.md",
}
LONGEST = 150  # lines of the first page


@pytest.mark.parametrize("section", LISTED, ids=lambda section: section.__name__)
def test_readme_says_what_the_code_says(
    section: Callable[[], str], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    readme = ROOT / LISTED[section]
    marked = rf"(?s)(<!-- {section.__name__} -->\n).*?(<!-- end -->)"
    now = readme.read_text(encoding="utf-8")
    assert len(re.findall(marked, now)) == 1, f"{readme} has no <!-- {section.__name__} --> part"
    wanted = re.sub(marked, lambda m: f"{m[1]}{section()}\n{m[2]}", now)
    if request.config.getoption("--write-readme"):
        readme.write_text(wanted, encoding="utf-8")
        now = wanted
    if now != wanted:
        pytest.fail(f"{readme} is behind the code: run pytest --write-readme tests/test_readme.py")


def test_the_first_page_is_one_page():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= LONGEST


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *PACKAGE.rglob("*.md"), *(ROOT / "tests").rglob("*.md")]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_links_is_there(document: Path):
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    for link in links:
        path, _, heading = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        headings = re.findall(r"(?m)^#+ (.+)$", target.read_text("utf-8")) if heading else []
        assert not heading or heading in {name.lower().replace(" ", "-") for name in headings}
