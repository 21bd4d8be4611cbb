"""Steps of an ingest by themselves, each run in a process of its own: `python -m … STEP FILE`.

Prints the rows and the seconds of processor time, of all threads, that the step took.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.ingest.themes.matching import Matcher
from dashboard.settings import ROOT

SLAB = 50_000  # posts matched at once, as many as a slab of an ingest holds
STRICT = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
QUOTED = "'''([^'']+)'''"


def read(path: str, what: str) -> duckdb.DuckDBPyRelation:
    """Return what is asked for from a posts file with every column as text."""
    with Path(path).open(encoding="utf-8") as file:
        columns = file.readline().replace('"', "").strip().split(",")
    told = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
    engine = duckdb.connect(config={"threads": 2})
    source = f"read_csv('{path}', {STRICT}, strict_mode = true, columns = {{{told}}})"
    return engine.sql(f"SELECT {what} FROM {source}")


def count(path: str) -> tuple[int, float]:
    """Let DuckDB count the records: what merely parsing the file costs."""
    found, begun = read(path, "count(*)"), time.process_time()
    ((rows,),) = found.fetchall()
    return rows, time.process_time() - begun


def match(path: str) -> tuple[int, float]:
    """Find the themes of every post; reading the file is not counted."""
    matcher = Matcher(read_lexicon(ROOT / "data" / "themes.toml"))
    tags = f"regexp_extract_all(hashtags, {QUOTED}, 1) AS tags"
    posts: pa.Table = read(path, f"tweet_text, {tags}").to_arrow_table()
    begun = time.process_time()
    for start in range(0, posts.num_rows, SLAB):
        part = posts.slice(start, SLAB)
        matcher.themes(part["tweet_text"], part["tags"])
    return posts.num_rows, time.process_time() - begun


STEPS: dict[str, Callable[[str], tuple[int, float]]] = {"count": count, "match": match}

if __name__ == "__main__":
    print(*STEPS[sys.argv[1]](sys.argv[2]))
