"""The database touches nothing but its own folder, and nobody can let it."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.ingest.engine import open_engine
from dashboard.settings import ROOT


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Return a folder to work in, beside a file that is none of the database's business."""
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (tmp_path / "it's a room").mkdir()
    return tmp_path / "it's a room"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{outside}/secret.csv')",
        "SELECT * FROM read_csv('{inside}/../secret.csv')",
        "SELECT * FROM read_csv('https://a.example/x.csv')",
        "SELECT * FROM secret",  # a Python variable, which it would otherwise look at
        "COPY (SELECT 1) TO '{outside}/out.csv'",
        "ATTACH '{outside}/x.db'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '64GB'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_the_database_is_shut_in(room, query):
    secret = pd.DataFrame({"a": [1]})
    inside, outside = (str(path).replace("'", "''") for path in (room, room.parent))
    with open_engine(room) as engine, pytest.raises(duckdb.Error):
        engine.execute(query.format(inside=inside, outside=outside))
    assert sorted(path.name for path in room.parent.iterdir()) == ["it's a room", "secret.csv"]
    assert len(secret) == 1


def test_it_reads_and_writes_in_its_folder(room):
    path = str(room / "in.parquet").replace("'", "''")
    with open_engine(room) as engine:
        engine.execute(f"COPY (SELECT 7 AS a) TO '{path}' (FORMAT parquet)")
        assert engine.execute(f"SELECT a FROM read_parquet('{path}')").fetchall() == [(7,)]


def test_memory_and_disk_have_limits(room):
    with open_engine(room) as engine:
        told = dict(
            engine.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name IN"
                " ('memory_limit', 'max_temp_directory_size', 'temp_directory')"
            ).fetchall()
        )
    assert told["memory_limit"] == "953.6 MiB"  # 1 GB
    assert told["max_temp_directory_size"] == "59.6 GiB"  # 64 GB
    assert told["temp_directory"] == f"{room}/spill"


def test_the_database_says_nothing_while_it_works(room):
    """Where Python runs no file, as in a notebook, DuckDB would write a progress bar."""
    told = "print(e.sql(\"SELECT current_setting('enable_progress_bar')\").fetchall())"
    text = f"from dashboard.ingest.engine import open_engine as o, Path; e = o(Path({str(room)!r}))"
    asked = [sys.executable, "-c", f"{text}; {told}"]
    answer = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, check=True)
    assert answer.stdout == "[(False,)]\n"
