"""A host that reads requirements.txt and the Procfile serves the dashboard with nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import ROOT
from tests.server_process import ask, held_port, running


@pytest.mark.deep
def test_requirements_and_procfile_are_all_that_a_host_needs(tmp_path: Path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    programs = tmp_path / "env" / "bin"
    install = [programs / "python", "-m", "pip", "install", "--quiet", "-r", "requirements.txt"]
    subprocess.run(install, cwd=ROOT, check=True)
    line = (ROOT / "Procfile").read_text(encoding="utf-8").removeprefix("web: ")
    with held_port() as port:
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        env = os.environ | {"PATH": path, "PORT": str(port), "WEB_CONCURRENCY": "1"}
        with running(port, ("-c", f"exec {line}"), program="bash", env=env):
            assert b"Takedowns compared" in ask(port, "GET", "/")[1]
