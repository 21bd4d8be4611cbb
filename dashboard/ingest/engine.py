"""DuckDB, shut in: one folder to work in, no network, no extensions, limits on memory and disk."""

from pathlib import Path

import duckdb

MEMORY = "1GB"  # beyond it DuckDB spills to the folder
SPILL = "64GB"  # beyond that it stops: a full disk would hurt others, too
THREADS = 1  # a slab is too small for two; the next one is unpacked meanwhile


def open_engine(room: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to a new database in memory that can touch files in `room` alone."""
    engine = duckdb.connect(":memory:")
    folder = str(room.resolve()).replace("'", "''")
    for setting in (
        f"threads = {THREADS}",
        f"memory_limit = '{MEMORY}'",
        f"temp_directory = '{folder}/spill'",
        f"max_temp_directory_size = '{SPILL}'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "python_enable_replacements = false",
        "enable_progress_bar = false",  # there is one; this comes where Python runs no file
        f"allowed_directories = ['{folder}']",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        engine.execute(f"SET {setting}")
    return engine
