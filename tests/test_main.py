"""The command line: one sentence on what is wrong, and never a traceback."""

import socket
import sys
from pathlib import Path

import pytest

from dashboard import __version__
from dashboard.__main__ import main, parser
from dashboard.serve import GUNICORN, Preloaded
from dashboard.settings import ROOT


@pytest.fixture
def fails(capsys: pytest.CaptureFixture[str]):
    """Return a command's one sentence on stderr, after it has failed with 1."""

    def failed(*argv: str) -> str:
        assert main(list(argv)) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1, err
        assert "Traceback" not in err
        return err.strip()

    return failed


def damaged(tmp_path: Path) -> str:
    folder = tmp_path / "store" / "thailand-2020-10" / "platform"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    return str(tmp_path / "store")


def test_every_command_is_read():
    told = parser().parse_args(["ingest", "a", "b.zip", "--release", "ira", "--store", "s"])
    assert (told.command, told.paths, told.release) == ("ingest", [Path("a"), Path("b.zip")], "ira")
    assert (told.collection, told.store) == (None, Path("s"))
    told = parser().parse_args(["serve"])
    assert (told.host, told.port, told.workers) == ("127.0.0.1", 8050, 2)
    assert told.store == ROOT / "data" / "store"
    assert parser().parse_args(["cite", "folder"]).folder == Path("folder")


def test_the_version(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"takedowns {__version__}\n"


@pytest.mark.parametrize("argv", [[], ["dance"], ["ingest"], ["ingest", "a", "--store", "s"]])
def test_a_wrong_command_line_stops_with_two(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage: takedowns" in capsys.readouterr().err


def test_a_damaged_store_is_not_served(fails, tmp_path):
    assert "manifest.json cannot be read" in fails(
        "serve", "--port", "0", "--store", damaged(tmp_path)
    )


def test_a_store_that_is_not_there_is_not_served(fails, tmp_path):
    assert "there is no store." in fails("serve", "--store", str(tmp_path / "none"))


def test_what_the_embedded_store_holds_is_listed(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "thailand-2020-10" in lines[-3] and "21,385" in lines[-3]
    assert lines[-1].startswith("data version ")
    assert main(["list", "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 40


def test_a_store_that_is_not_there_is_not_listed_or_changed(fails, tmp_path):
    missing = str(tmp_path / "none")
    assert fails("list", "--store", missing) == f"{missing} is not a folder: there is no store."
    assert "there is no store." in fails("remove", "ira", "--store", missing)
    assert fails("remove", "ira", "--store", str(tmp_path)).startswith("russia-2018-10 is not held")


def test_a_release_is_removed_and_said_so(tmp_path, capsys):
    folder = tmp_path / "thailand-2020-10" / "platform"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert main(["remove", "thailand_092020", "--store", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("Removed thailand-2020-10/platform")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(fails, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = fails("serve", "--port", port, "--store", str(tmp_path))
    assert told.startswith(f"127.0.0.1:{port} cannot be used: ")


def test_files_that_are_not_there_are_not_ingested(fails, tmp_path):
    store = tmp_path / "store"
    told = fails(
        *("ingest", str(tmp_path / "none.zip"), "--release", "thailand_092020"),
        *("--store", str(store)),
    )
    assert "none.zip" in told
    assert not store.exists()


def test_an_unknown_release_is_not_ingested(fails, tmp_path):
    (tmp_path / "a.csv").write_text("x\n", encoding="utf-8")
    told = fails(
        "ingest", str(tmp_path), "--release", "atlantis", "--store", str(tmp_path / "store")
    )
    assert "atlantis" in told


def test_a_setting_that_cannot_be_read_is_named(fails, monkeypatch):
    monkeypatch.setenv("TAKEDOWNS_CACHE_VIEWS", "abc")
    assert fails("serve") == "TAKEDOWNS_CACHE_VIEWS=abc cannot be read."


def test_serving_starts_gunicorn_on_the_store_that_was_asked_for(monkeypatch, tmp_path, capsys):
    started = []
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr("dashboard.app.make_server", lambda settings: settings["STORE"])
    monkeypatch.setattr(Preloaded, "run", lambda self: started.append((self.load(), sys.argv)))
    main(["serve", "--port", "0", "--workers", "3", "--store", "mine"])
    ((store, argv),) = started
    assert str(store) == "mine"
    assert argv[1 : len(GUNICORN) + 1] == list(GUNICORN)
    assert argv[len(GUNICORN) + 1 :][:4] == ["--bind", "127.0.0.1:0", "--workers", "3"]
    assert "http://127.0.0.1:0" in capsys.readouterr().out


def test_the_procfile_serves_with_the_same_options():
    text = (ROOT / "Procfile").read_text(encoding="utf-8")
    for option in GUNICORN:
        assert option in text.split()
    assert "${PORT" in text
    assert "${WEB_CONCURRENCY" in text
