"""The command line: one sentence on what is wrong, and never a traceback."""

import socket
import stat
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import archive_world as world
import pytest
from flask import Flask
from gunicorn.http.parser import RequestParser

from dashboard import __version__
from dashboard.cli.commands import main, parser
from dashboard.cli.serve import GUNICORN, Preloaded
from dashboard.cli.server import in_address
from dashboard.ingest.stage import STAGED
from dashboard.settings import ROOT
from dashboard.store.versions import current_contents


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
    (tmp_path / "versions.json").write_text("{", encoding="utf-8")
    return str(tmp_path)


def test_every_command_is_read():
    told = parser().parse_args(["ingest", "a", "b.zip", "--release", "ira", "--store", "s"])
    assert (told.command, told.paths, told.release) == ("ingest", [Path("a"), Path("b.zip")], "ira")
    assert (told.collection, told.store) == (None, Path("s"))
    assert (told.allow_rejects, told.allow_unhashed) == (False, False)
    assert (told.mapping, told.rejects, told.keep_stage) == (None, None, None)
    told = parser().parse_args(["serve"])
    assert (told.host, told.port, told.workers) == ("127.0.0.1", 8050, 2)
    assert told.store == ROOT / "data" / "store"
    assert parser().parse_args(["cite", "folder"]).folder == Path("folder")


def test_the_version(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"takedowns {__version__}\n"


@pytest.mark.parametrize(
    "argv", [[], ["dance"], ["ingest"], ["ingest", "a"], ["ingest", "--store", "s"]]
)
def test_a_wrong_command_line_stops_with_two(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage: takedowns" in capsys.readouterr().err


def test_a_damaged_store_is_not_served(fails, tmp_path):
    assert "versions.json cannot be read" in fails(
        "serve", "--port", "0", "--store", damaged(tmp_path)
    )


def test_a_store_that_is_not_there_is_not_served(fails, tmp_path):
    assert "there is no store." in fails("serve", "--store", str(tmp_path / "none"))


def test_what_the_embedded_store_holds_is_listed(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (thailand,) = [line for line in lines if line.startswith("thailand-2020-10")]
    assert "21,385" in thailand
    assert sum(line.startswith("russia-2018-10/clemson: 22,609 of") for line in lines) == 1
    assert lines[-1].startswith("data version ")
    assert main(["list", "--all"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 40


def test_a_store_that_is_not_there_is_not_listed_or_changed(fails, tmp_path):
    missing = str(tmp_path / "none")
    assert fails("list", "--store", missing) == f"{missing} is not a folder: there is no store."
    assert "there is no store." in fails("remove", "ira", "--store", missing)
    assert fails("remove", "ira", "--store", str(tmp_path)).startswith("russia-2018-10 is not held")


def test_a_release_is_removed_and_comes_back_with_the_version_before(tmp_path, capsys):
    store = ["--store", str(tmp_path / "store")]
    assert main(simulated(tmp_path)) == 0
    first = capsys.readouterr().out.splitlines()[-1]
    assert main(["remove", "thailand_092020", *store]) == 0
    removed, second = capsys.readouterr().out.splitlines()
    assert removed.startswith("Removed thailand-2020-10/platform: 20 posts.")
    assert main(["list", *store]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("holds nothing.")
    assert main(["rollback", *store]) == 0
    assert capsys.readouterr().out.strip() == first.replace(".", " is current.")
    assert main(["versions", *store]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:12] for line in lines] == [first[-13:-1], second[-13:-1]]
    assert lines[0].endswith(", 1 collection, current") and "0 collections" in lines[1]
    assert main(["prune", "--keep", "1", *store]) == 0
    assert capsys.readouterr().out == "Keeping 1 from now on; nothing was deleted.\n"
    assert main(["refresh", *store]) == 0
    assert "as before: nothing changed" in capsys.readouterr().out


def test_a_port_that_is_taken_is_named(fails, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = fails("serve", "--port", port, "--store", str(tmp_path))
    assert told.startswith(f"127.0.0.1:{port} cannot be used: ")


def test_a_host_may_be_an_address_of_ipv6(fails, tmp_path):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = str(taken.getsockname()[1])
        for host in ("::1", "[::1]"):
            said = fails("serve", "--host", host, "--port", port, "--store", str(tmp_path))
            assert said.startswith(f"[::1]:{port} cannot be used: ")
    assert [in_address(host) for host in ("::1", "[::1]", "127.0.0.1", "localhost")] == [
        *("[::1]", "[::1]", "127.0.0.1", "localhost")
    ]


@pytest.mark.parametrize(
    "words", ["list --all", pytest.param("themes check", marks=pytest.mark.deep)]
)
def test_who_reads_only_the_first_line_is_not_told_of_a_broken_pipe(words):
    command = f"{sys.executable} -m dashboard {words}"
    piped = f"set -o pipefail; PYTHONUNBUFFERED=1 {command} | head -1 >/dev/null"
    run = subprocess.run(["bash", "-c", piped], cwd=ROOT, capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


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


def simulated(tmp_path: Path, bad: int = 0) -> list[str]:
    """Return an ingest of twenty simulated posts, under the name of a release's file."""
    rows = [dict(row) for row in world.POST_ROWS]
    for row in rows[:bad]:
        row |= {"tweet_time": "2020-02-30 10:00", "tweet_text": "mallory"}
    content = world.csv_text(rows, world.POSTS)
    folder = world.write(tmp_path / "in", thailand_092020_tweets_csv_hashed__csv=content)
    return ["ingest", str(folder), "--store", str(tmp_path / "store")]


def test_an_ingest_says_what_it_read_and_as_what(tmp_path, capsys):
    assert main(simulated(tmp_path)) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[:4] == [
        "release: thailand-2020-10, as the names of the files say.",
        "thailand_092020_tweets_csv_hashed.csv:",
        "  platform posts, as issued 2020-08 to 2020-12 or 2021-12.",
        "  20 records.",
    ]
    assert "thailand-2020-10/platform:" in lines
    assert any("differs by 21,365: unexplained." in line for line in lines)  # 21,385 were published
    assert err == ""  # no bar where nobody watches
    assert lines[-1] == f"data version {current_contents(tmp_path / 'store').version}."


def test_what_cannot_be_read_is_refused_or_set_aside_as_asked(fails, tmp_path, capsys):
    argv, rows = simulated(tmp_path, bad=2), tmp_path / "rows.jsonl"
    assert "2 of 20 records cannot be read (has no possible time: 2 records, first at" in fails(
        *argv
    )
    assert not (tmp_path / "store").exists()
    assert main([*argv, "--allow-rejects", "--rejects", str(rows)]) == 0
    out, err = capsys.readouterr()
    assert "  20 records: 18 accepted, 2 quarantined." in out.splitlines()
    assert "mallory" not in out + err
    assert rows.read_text().count("mallory") == 2
    assert stat.S_IMODE(rows.stat().st_mode) == 0o600
    assert fails(*argv, "--allow-rejects", "--rejects", str(rows)).endswith(
        "rows.jsonl exists already: name a new file for the rows."
    )


def test_a_stage_is_kept_in_a_new_folder_alone(fails, tmp_path, capsys):
    argv, kept = simulated(tmp_path), str(tmp_path / "kept")
    assert main([*argv, "--keep-stage", kept]) == 0
    assert sorted(path.name for path in Path(kept).iterdir()) == sorted(STAGED)
    capsys.readouterr()
    assert fails(*argv, "--keep-stage", kept).endswith(
        "kept exists already: name a new folder for the stage."
    )


@pytest.mark.parametrize("step", [0, 1, 2])
def test_an_ingest_that_is_stopped_says_so_and_leaves_nothing(tmp_path, capsys, monkeypatch, step):
    steps = iter(range(9))

    def stop(*_: object) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt

    monkeypatch.setattr("dashboard.ingest.progress.bar", lambda: nullcontext(stop))
    assert main([*simulated(tmp_path), "--keep-stage", str(tmp_path / "kept")]) == 130
    out, err = capsys.readouterr()
    assert (out, err) == ("", "Stopped. Nothing is half done: the store is whole.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]  # no store, no staging, no stage


def test_a_copy_for_researchers_is_read_only_when_asked(fails, tmp_path, capsys):
    argv = simulated(tmp_path)
    (file,) = (tmp_path / "in").iterdir()
    file.rename(file.with_name("thailand_092020_tweets_csv_unhashed.csv"))
    assert "is an unhashed copy, for approved researchers" in fails(*argv)
    assert main([*argv, "--allow-unhashed"]) == 0


def test_a_setting_that_cannot_be_read_is_named(fails, monkeypatch):
    monkeypatch.setenv("TAKEDOWNS_CACHE_VIEWS", "abc")
    assert fails("serve") == "TAKEDOWNS_CACHE_VIEWS=abc cannot be read."


def test_serving_starts_gunicorn_on_the_store_that_was_asked_for(monkeypatch, tmp_path, capsys):
    started = []
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr("dashboard.web.app.make_server", lambda settings: settings["STORE"])
    monkeypatch.setattr(Preloaded, "run", lambda self: started.append((self.load(), sys.argv)))
    main(["serve", "--port", "0", "--workers", "3", "--store", "mine"])
    ((store, argv),) = started
    assert str(store) == "mine"
    assert argv[1 : len(GUNICORN) + 1] == list(GUNICORN)
    assert argv[len(GUNICORN) + 1 :][:4] == ["--bind", "127.0.0.1:0", "--workers", "3"]
    assert "http://127.0.0.1:0" in capsys.readouterr().out


def test_no_client_names_the_path_that_the_site_is_below(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["takedowns", *GUNICORN])
    asked = b"GET //evil.example/about HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: //evil.example\r\n\r\n"
    request = next(RequestParser(Preloaded(Flask("x")).cfg, iter([asked]), ("127.0.0.1", 1)))
    assert [name for name, _ in request.headers] == ["HOST"]


def test_the_procfile_serves_with_the_same_options():
    text = (ROOT / "Procfile").read_text(encoding="utf-8")
    for option in GUNICORN:
        assert option in text.split()
    assert "${PORT" in text
    assert "${WEB_CONCURRENCY" in text
