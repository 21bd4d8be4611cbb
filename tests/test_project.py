"""What stands around the code agrees with it, and nothing is committed that must not be."""

import re
import shlex
import subprocess
import tomllib
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

import dashboard
from dashboard.cli.serve import GUNICORN
from dashboard.settings import ROOT, read_settings
from dashboard.store.versions import current_contents, texts_of
from dashboard.web.app import make_server

SERVE, TEST = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in ("requirements.txt", "requirements-dev.txt")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

TOP = {".ci", ".gitignore", ".python-version", "LICENSE", "Makefile", "Procfile"} | {
    *("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "requirements.txt", "requirements-dev.txt"),
    *("assets", "dashboard", "data", "pyproject.toml", "tests"),
}
# A folder of one machine, or the host of a package registry. Written so as not to match itself.
MACHINE_PATH = re.compile(rb"(?<![\w.*-])/(?:work|root|home)/\w")
REGISTRY = re.compile(rb"py(?:pi\.org|thonhosted\.org)|registry\.(?:npm|yarn)|npm(?:js\.com)")
LARGEST_FILE = 8_000_000
LARGEST_STORE = 22_000_000

# "name==1.2 ; marker \\" and the hashes beneath it.
PINNED = re.compile(
    r"(?m)^([\w.-]+)==(\S+)(?: ; .*?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)"
)


def kept_files() -> list[Path]:
    """Every file that is, or would be, committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


def plain(name: str) -> str:
    """A distribution's name in the one spelling that all tools agree on."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> dict[str, str]:
    """The version of each package that a requirements file names."""
    return {plain(found[1]): found[2] for found in PINNED.finditer(lock)}


def names(requirements: list[Any]) -> set[str]:
    """The packages that are asked for, without what is included from another list."""
    texts = [each for each in requirements if isinstance(each, str)]
    return {plain(re.split(r"[~=<>!\[; ]", text)[0]) for text in texts}


def test_only_what_was_agreed_stands_at_the_top():
    assert {path.relative_to(ROOT).parts[0] for path in kept_files()} <= TOP


@pytest.mark.parametrize("lock", [SERVE, TEST], ids=["to serve", "to test"])
def test_requirements_are_nothing_but_versions_with_hashes(lock):
    rest = PINNED.sub("", lock)
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
    assert "://" not in lock


def test_requirements_hold_what_the_project_asks_for():
    groups = PROJECT["dependency-groups"]
    to_serve = names(PROJECT["project"]["dependencies"]) | names(groups["install"])
    assert len(to_serve) > 15
    assert to_serve - set(locked(SERVE)) == set()
    assert names(groups["dev"]) - set(locked(TEST)) == set()


def test_what_serves_is_what_is_tested_and_no_tool_of_tests():
    assert locked(SERVE).items() <= locked(TEST).items()
    assert names(PROJECT["dependency-groups"]["dev"]) & set(locked(SERVE)) == set()


@pytest.mark.parametrize("name", ["dash", "plotly", "pandas", "gunicorn", "duckdb"])
def test_what_is_installed_is_what_is_locked(name):
    assert metadata.version(name) == locked(TEST)[name]


def test_the_chart_library_in_assets_is_the_one_plotly_draws_for():
    bundles = list((ROOT / "assets").glob("plotly*.js"))
    version = get_plotlyjs_version()
    assert [path.name for path in bundles] == [f"plotly-cartesian-{version}.min.js"]
    assert f"plotly.js (cartesian - minified) v{version}" in bundles[0].read_text(encoding="utf-8")


def test_no_style_asks_what_an_element_holds():
    """Each `:has()` makes the browser walk the page at every element that a chart inserts.

    The code that knows a state says it by a class or an attribute; siblings can be asked for too.
    """
    styles = list((ROOT / "assets").glob("*.css"))
    assert styles
    assert [path.name for path in styles if ":has(" in path.read_text(encoding="utf-8")] == []


def test_our_scripts_purge_no_chart() -> None:
    """Plotly.purge takes away the range of what is being dragged on any other chart."""
    ours = [path for path in (ROOT / "assets").glob("*.js") if not path.name.startswith("plotly-")]
    assert len(ours) > 4
    assert [path.name for path in ours if "purge(" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_file_names_a_machine_or_a_registry(forbidden):
    found = {
        str(path.relative_to(ROOT)): hit[0]
        for path in kept_files()
        if (hit := forbidden.search(path.read_bytes()))
    }
    assert found == {}


def test_nothing_about_single_accounts_is_committed():
    assert [path for path in kept_files() if "private" in path.parts] == []


def test_what_is_committed_stays_small():
    sizes = {path.relative_to(ROOT): path.stat().st_size for path in kept_files()}
    assert {path: size for path, size in sizes.items() if size > LARGEST_FILE} == {}
    store = [size for path, size in sizes.items() if path.parts[:2] == ("data", "store")]
    assert sum(store) <= LARGEST_STORE


def test_the_command_line_is_installed_under_its_name():
    commands = {entry.name: entry.value for entry in metadata.entry_points(group="console_scripts")}
    assert commands["takedowns"] == PROJECT["project"]["scripts"]["takedowns"]


def test_the_version_is_the_same_everywhere():
    assert dashboard.__version__ == PROJECT["project"]["version"]


def test_the_procfile_serves_as_the_command_does():
    kind, command = (ROOT / "Procfile").read_text(encoding="utf-8").split(": ", 1)
    words = shlex.split(command)
    assert (kind, words[0]) == ("web", "gunicorn")
    assert set(GUNICORN) <= set(words)
    assert {"gthread", "--preload", "--no-control-socket"} <= set(words)
    options = dict(pairwise(words))
    assert "WEB_CONCURRENCY" in options["--workers"]
    assert "PORT" in options["--bind"]


def test_the_embedded_store_was_made_with_the_texts_in_data():
    assert current_contents(ROOT / "data" / "store").texts == texts_of(ROOT / "data"), (
        "run takedowns refresh"
    )


@pytest.mark.usefixtures("read_once")
# What that version said, to the byte, `panels/test_who_answers.py` says each time.
@pytest.mark.parametrize(
    ("data", "coverage"),
    [pytest.param("bb91012131d4", 0.0863, marks=pytest.mark.deep), ("", 0.0959)],
)
def test_a_link_to_the_embedded_version_of_before_shows_its_numbers(data, coverage):
    """Themes of Thailand with lexicon 1, of 26 themes, and with lexicon 3, of 65."""
    server = make_server(read_settings()).test_client()
    answer = server.get(f"/download/themes.json?ops=thailand-2020-10&data={data}")
    assert answer.status_code == 200
    told = answer.get_json()["rows"][0]
    assert round(told["coverage"], 4) == coverage
