"""DuckDB, shut in: one folder to work in, no network, no extensions, a limit on memory."""

from pathlib import Path

import duckdb
import pyarrow as pa

MEMORY = "2GB"  # beyond it DuckDB spills to the folder
THREADS = 2


def open_stage(room: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to a new database in `room`, outside of which it can touch no file."""
    stage = duckdb.connect(str(room / "stage.duckdb"))
    folder = str(room.resolve()).replace("'", "''")
    for setting in (
        f"threads = {THREADS}",
        f"memory_limit = '{MEMORY}'",
        f"temp_directory = '{folder}/spill'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        f"allowed_directories = ['{folder}']",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        stage.execute(f"SET {setting}")
    return stage


def add_rows(stage: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Append `rows` to `table`, columns by name."""
    stage.register("added", rows)
    stage.execute(f"INSERT INTO {table} BY NAME SELECT * FROM added")
    stage.unregister("added")
