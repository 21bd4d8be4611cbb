"""How large is a worker after ten data versions, and after hostile spellings of one address?"""

import http.client
import json
import re
import shutil
import time
from pathlib import Path

import pytest

from dashboard.panels import PANELS
from dashboard.web.app import DATA
from dashboard.web.urls import ANSWER
from tests.benchmarks.servers import Server, dashboard, worker_pids
from tests.benchmarks.timing import show, verdict
from tests.server_process import HOST
from tests.two_versions import OPERATION, add

VERSIONS, AIM = 10, 1.3
SPELLINGS = 3_000
PLOTLY = next((DATA.parent / "assets").glob("plotly-cartesian-*.min.js")).name
KEYS = [panel.key for panel in PANELS]
QUERIES = (
    "?v=2",
    "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10~iran-2020-10~cuba-2020-10",
    f"?v=2&ops=russia-2018-10~{OPERATION}&period=2015-01..2017-12&lang=en",
    "?v=2&ops=china-2019@..2018-06~china-2019@2018-07..&hours=8-17&clock=utc&per=account",
)


def megabytes(server: Server) -> int:
    """Return the resident memory of the one worker."""
    (worker,) = worker_pids(server, 1)
    status = Path(f"/proc/{worker}/status").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) // 1024


def ask_all(server: Server) -> str:
    """Ask for every panel and table of some views; return the data version that answered."""
    for query in QUERIES:
        call = {"link": query, "wanted": {"panels": KEYS, "tables": KEYS}}
        made = json.loads(server.ask("POST", ANSWER, json.dumps(call).encode(), "identity").body)
    return str(made["shown"]["view"]["version"])


def test_memory_over_data_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Path(shutil.copytree(DATA / "store", tmp_path / "store"))
    monkeypatch.setenv("TAKEDOWNS_STORE", str(store))
    with dashboard() as server:
        ask_all(server)
        sizes = [megabytes(server)]
        for number in range(VERSIONS):
            made = add(tmp_path, 8 + number)
            while ask_all(server) != made:
                time.sleep(0.2)
            sizes.append(megabytes(server))
    share = sizes[-1] / sizes[0]
    rows = [(str(number), f"{size}") for number, size in enumerate(sizes)]
    show("Memory of a worker by data versions", ("ingests", "MB"), rows)
    print(f"After {VERSIONS}: {share:.2f} times the start {verdict(share, AIM)}")
    assert max(sizes[4:]) < 1.1 * min(sizes[4:])  # it is level


def test_memory_under_many_spellings_of_one_address() -> None:
    with dashboard() as server:
        server.ask("GET", f"/assets/{PLOTLY}")
        before = megabytes(server)
        line = http.client.HTTPConnection(HOST, server.port)
        for number in range(SPELLINGS):
            line.request(
                "HEAD", f"/assets/z{number:x}/../{PLOTLY}", headers={"Accept-Encoding": "zstd"}
            )
            came = line.getresponse()
            came.read()
            assert came.status == 404
        line.close()
        after = megabytes(server)
    print(f"{SPELLINGS:,} spellings of one address: {before} MB, then {after} MB")
    assert after < before + 20
