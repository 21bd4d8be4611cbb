"""A filter, a question, a dialect or a command is added by changing two files at most.

Each is added to a copy of the program, in which it then works.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import archive_world as world
import pytest
from pandas.testing import assert_frame_equal

from dashboard.cli.commands import main
from dashboard.settings import ROOT
from dashboard.store.versions import read_store

MOST = 2  # files that were there before and are changed
LINKED = ("data", "assets", "pyproject.toml")
PACKAGE = Path("dashboard")
RELEASE = "thailand-2020-10"
Run = Callable[..., str]


class Copy:
    """A copy of the program: what is there may be changed, and more may stand beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / PACKAGE, root / PACKAGE)
        for name in LINKED:
            (root / name).symlink_to(ROOT / name)

    def insert(self, path: str, before: str, *texts: str) -> None:
        """Put texts before the only place in a file where `before` stands."""
        file = self.root / PACKAGE / path
        written = file.read_text(encoding="utf-8")
        assert written.count(before) == 1, f"{path}: {before}"
        file.write_text(written.replace(before, "".join(texts) + before), encoding="utf-8")

    def add(self, path: str, text: str) -> None:
        file = self.root / PACKAGE / path
        assert not file.exists()
        file.parent.mkdir(exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")

    def changed(self) -> list[str]:
        """Return the files of the program that are not as they were."""
        paths = [path.relative_to(ROOT) for path in (ROOT / PACKAGE).rglob("*.py")]
        return [str(p) for p in paths if (self.root / p).read_bytes() != (ROOT / p).read_bytes()]

    def run(self, *argv: str) -> str:
        """Return what Python prints, run in the copy."""
        plain = {"COLUMNS": "88", "NO_COLOR": "1", "PYTHONPATH": ""}
        ran = subprocess.run(
            [sys.executable, *argv],
            cwd=self.root,
            env=os.environ | plain,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def served(self, question: str) -> Any:
        """Return the value of an expression over a `client` of the site, and `get` of its files."""
        told = json.loads(self.run("-c", dedent(SERVED), question))
        assert told["from"] == str(self.root / PACKAGE), "another program answered"
        return told["value"]


SERVED = """
    import json, sys
    from pathlib import Path
    import dashboard
    from dashboard.settings import read_settings
    from dashboard.web.app import make_server

    client = make_server(read_settings()).test_client()
    get = lambda address: client.get(address).data.decode("utf-8-sig")
    value = eval(sys.argv[1])
    print(json.dumps({"from": str(Path(dashboard.__file__).parent), "value": value}))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that holds the twenty posts of the simulated release as if of RELEASE."""
    room = tmp_path_factory.mktemp("extending")
    files = world.write(room / "files", posts__csv=world.POSTS_CSV)
    argv = ["ingest", str(files), "--release", RELEASE, "--store", str(room / "store")]
    assert main(argv) == 0
    return room / "store"


@pytest.fixture
def copy(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    monkeypatch.setenv("TAKEDOWNS_STORE", str(store))
    return Copy(tmp_path)


# ---- A filter ------------------------------------------------------------------------------------

READ_WITHOUT = '''
def read_without(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.keep("without", text.split("~"), reading.words.languages)))


def other_languages(chosen: Words, source: SourceWords) -> Words | str:
    """Return the languages that are not left out."""
    return tuple(word for word in source.languages if word not in chosen)


'''
SIZES = f"[get('/download/size.csv?ops={RELEASE}' + more) for more in ('', '&{{0}}', '&{{1}}')]"


def sizes(text: str) -> tuple[int, int]:
    """Return posts and active accounts, of the file of sizes."""
    (row,) = csv.DictReader(text.splitlines())
    return int(row["posts"]), int(row["accounts_active"])


def test_a_filter(copy):
    """Posts in other languages than some, which a reader chooses."""
    view, chooser = "link/view.py", "web/pages/chooser.py"
    copy.insert(view, "    phase: str = ALL", "    without: tuple[str, ...] = ()\n")
    copy.insert(view, "PARAMS = (\n", READ_WITHOUT.lstrip())
    param = 'Param("without", "without", read_without, JOINED, '
    param += 'Filter("no language of", LANGUAGE, other_languages))'
    copy.insert(view, '    _choice("phase"', f"    {param},\n")
    copy.insert(chooser, '    Control("phase"', '    Control("without", "without", _joined),\n')
    copy.insert(chooser, '    "phase": lambda', '    "without": _languages,\n')
    control = 'ui.choices(ids.control("without"), "Not in")'
    copy.insert(chooser, '        _switch("phase"', f"        {control},\n")
    question = f"""{{
        "sizes": {SIZES.format("lang=en", "without=en")},
        "both": get("/download/size.csv?ops={RELEASE}&lang=en~zh&without=en"),
        "one": get("/download/size.csv?ops={RELEASE}&lang=zh"),
        "none": get("/download/size.csv?ops={RELEASE}&lang=en&without=en"),
        "picture": get("/picture/rhythm?ops={RELEASE}&without=en"),
        "page": get("/_dash-layout"),
        "chosen": client.post("/answer", json={{
            "before": {{"query": "?ops={RELEASE}&without=en"}},
            "choices": {{"operations": ["{RELEASE}"], "without": ["en"]}},
        }}).json["shown"]["view"]["query"],
    }}"""
    answers = copy.served(question)
    every, english, others = map(sizes, answers["sizes"])
    assert 0 < others[0] < every[0] and others[0] == every[0] - english[0]
    assert others[1] < every[1] <= others[1] + english[1]
    assert sizes(answers["both"]) == sizes(answers["one"]) and sizes(answers["none"])[0] == 0
    assert "no language of en · operators' own clocks" in answers["picture"]
    assert "Not in" in answers["page"] and "without=en" in answers["chosen"]
    assert len(copy.changed()) <= MOST


# ---- A question ----------------------------------------------------------------------------------

MEASURE = '''
    """Which days: the first and the last day with a post."""

    from dataclasses import dataclass

    import pandas as pd

    from dashboard.link.view import View
    from dashboard.snapshot.asking import NO_ROWS, Answer, operations
    from dashboard.snapshot.world import World


    @dataclass(frozen=True)
    class Ends(Answer):
        """`ends` are the first and the last day of each operation that is known, in UTC."""

        ends: dict[str, tuple[str, str]]

        @property
        def frame(self) -> pd.DataFrame:
            rows = [(slug, *days) for slug, days in self.ends.items()]
            return pd.DataFrame(rows, columns=["operation", "first", "last"])


    def ends(world: World, view: View) -> Ends:
        chosen, known = operations(world, view), {}
        for operation in chosen:
            if days := [source.cells.days for source in world.sources_of(operation.slug)]:
                first, last = zip(*days, strict=True)
                known[operation.slug] = (str(min(first)), str(max(last)))
        unknown = {o.slug: NO_ROWS for o in chosen if o.slug not in known}
        return Ends(world, view, chosen, unknown, known)
'''
SAY = '''
    """The first and the last day in words."""

    from dashboard.catalogue.releases import Operation
    from dashboard.panels.ends.measure import Ends
    from dashboard.panels.panel import Cell, Table


    def say(answer: Ends) -> str:
        return " ".join(f"From **{a}** to **{b}**." for a, b in answer.ends.values())


    def unit(answer: Ends) -> str:
        return "days in UTC"


    def cell(answer: Ends, operation: Operation) -> Cell:
        return Cell(operation, (" to ".join(answer.ends[operation.slug]),))


    def table(answer: Ends) -> Table:
        body = [[slug, *days] for slug, days in answer.ends.items()]
        return Table("First and last day", ("operation", "first", "last"), body)
'''
PANEL = '''
    """When did they begin and end? The first and the last day with a post."""

    from dashboard.panels.ends import measure, say
    from dashboard.panels.panel import Panel

    PANEL = Panel(
        key="ends",
        question="When did they begin and end?",
        measure=measure.ends,
        say=say.say,
        unit=say.unit,
        cell=say.cell,
        table=say.table,
        downloads={"ends": measure.ends},
        method="size",
    )
'''


def test_a_question(copy):
    for name, text in (("measure", MEASURE), ("say", SAY), ("__init__", PANEL)):
        copy.add(f"panels/ends/{name}.py", text)
    copy.insert("panels/__init__.py", "    facts,\n", "    ends,\n")
    copy.insert("panels/__init__.py", "    facts.PANEL,\n", "    ends.PANEL,\n")
    copy.insert("link/view.py", '    "facts",\n', '    "ends",\n')
    question = f"""{{
        "file": get("/download/ends.csv?ops={RELEASE}"),
        "page": get("/"),
        "of one": get("/operations/{RELEASE}"),
        "answer": client.post("/answer", json={{
            "link": "?ops={RELEASE}", "wanted": {{"panels": ["ends"]}},
        }}).text,
    }}"""
    answers = copy.served(question)
    head, row = answers["file"].splitlines()
    _, first, last, _ = row.split(",")
    assert head == "operation,first,last,filters" and first < last
    assert "When did they begin and end?" in answers["page"]
    assert all(day in answers["answer"] and day in answers["of one"] for day in (first, last))
    assert len(copy.changed()) <= MOST


# ---- A dialect of release files ------------------------------------------------------------------


def test_a_dialect(copy, store, tmp_path):
    """Files of a new issue: a column more, and another order of the rest."""
    header = '(*_posts(REPLIES)[::-1], "edit_controls")'
    dialect = f'    Dialect("2022-06", {header}, note="edits count once"),\n'
    copy.insert("ingest/formats/formats.py", ")\nPLATFORM_USERS", dialect)
    rows = [{**row, "edit_controls": "[]"} for row in world.POST_ROWS]
    files, made = tmp_path / "files", tmp_path / "store"
    columns = (*world.POSTS[::-1], "edit_controls")
    world.write(files, posts__csv=world.csv_text(rows, columns, lower=False))
    argv = ("-m", "dashboard", "ingest", str(files), "--release", RELEASE, "--store", str(made))
    assert "platform posts, as issued 2022-06; edits count once." in copy.run(*argv)
    (holding,) = read_store(made).values()
    (before,) = read_store(store).values()
    assert_frame_equal(holding.posts, before.posts)
    assert_frame_equal(holding.tags, before.tags)
    assert len(copy.changed()) <= MOST


# ---- A command -----------------------------------------------------------------------------------


def test_a_command(copy):
    """The one that the README of the command line shows."""
    readme = (ROOT / "dashboard" / "cli" / "README.md").read_text(encoding="utf-8")
    text = readme.partition("```python\n")[2].partition("```")[0]
    copy.add("cli/clock.py", text)
    copy.insert(
        "cli/commands.py", "from dashboard.cli.command import", "from dashboard.cli import clock\n"
    )
    copy.insert("cli/commands.py", "    server.demo,\n", "    clock.clock,\n")
    assert "    clock           say whose clock is shown\n" in copy.run("-m", "dashboard", "--help")
    assert copy.run("-m", "dashboard", "clock", RELEASE) == "Asia/Bangkok\n"
    assert len(copy.changed()) <= MOST
