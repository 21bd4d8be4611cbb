"""Counting themes anew: which files, in which version, and what is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import archive_world as world
import faults
import pytest

from dashboard.cli import commands as command
from dashboard.store.holdings import Manifest, read_holding
from dashboard.store.versions import current_contents, read_pointer, texts_of

RELEASE, OTHER = "thailand-2020-10", "cuba-2020-10"
LEXICON = """version = "{}"

[sources]
s = "Made up."

[themes.protest]
label = "Protest"
definition = "Protest."
noise = false
terms = [{{ text = "protest", kind = "word", language = "en", gloss = "protest", source = "s"{} }}]
"""
NARROWER = ', unless = ["Atlantis", "roll"]'
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with files of two releases, a store of them by lexicon 1, and lexicon 2."""
    room = tmp_path_factory.mktemp("retagging")
    data = faults.small_texts(room / "data")
    (data / "themes.toml").write_text(LEXICON.format(1, ""), encoding="utf-8")
    world.write(room / "in", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV)
    world.write(room / "other", o__csv=world.csv_text(world.POST_ROWS[10:], world.POSTS))
    store = ("--store", str(room / "store"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "DATA", data)
        for release, files in ((RELEASE, "in"), (OTHER, "other")):
            assert command.main(["ingest", str(room / files), "--release", release, *store]) == 0
    (data / "themes.toml").write_text(LEXICON.format(2, NARROWER), encoding="utf-8")
    return room


@pytest.fixture
def room(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it that a test may change; commands read its texts."""
    room = Path(shutil.copytree(made, tmp_path / "room"))
    monkeypatch.setattr(command, "DATA", room / "data")
    return room


@pytest.fixture
def retag(room: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*paths: str) -> tuple[int, str]:
        capsys.readouterr()
        given = [str(room / path) for path in paths]
        status = command.main(["themes", "retag", *given, "--store", str(room / "store")])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out + err

    return ran


def themes(room: Path, release: str) -> dict[str, int]:
    """Posts by set of themes, beside the lexicon's version."""
    held = read_holding(world.place(room / "store", release))
    counted = held.posts.groupby("themes", observed=True)["posts"].sum()
    return {f"{held.manifest.themes_version} {name}": int(n) for name, n in counted.items()}


def manifest(room: Path, release: str) -> Manifest:
    return read_holding(world.place(room / "store", release)).manifest


def versions(room: Path) -> tuple[str, ...]:
    pointer = read_pointer(room / "store")
    assert pointer is not None
    return pointer.names


def test_all_whose_files_are_given_are_in_one_new_version(room, retag):
    """Posts 15 and 17 protest; 17 also has the tag and rolls, so that lexicon 2 leaves it out."""
    assert themes(room, RELEASE) == {"1 ": 18, "1 protest": 2}
    assert themes(room, OTHER) == {"1 ": 8, "1 protest": 2}
    before, old = versions(room), manifest(room, RELEASE)
    status, told = retag("in", "other")
    assert status == 0
    assert told.splitlines() == [
        f"{OTHER}/platform: themes counted anew, lexicon 2.",
        f"{RELEASE}/platform: themes counted anew, lexicon 2.",
        f"data version {current_contents(room / 'store').version}.",
    ]
    assert themes(room, RELEASE) == {"2 ": 19, "2 protest": 1}
    assert themes(room, OTHER) == {"2 ": 9, "2 protest": 1}
    assert versions(room) == (before[-1], current_contents(room / "store").version)
    new = manifest(room, RELEASE)
    assert (new.files, new.posts, new.published) == (old.files, old.posts, old.published)
    assert current_contents(room / "store").texts == texts_of(room / "data")


def test_nothing_else_is_left_and_there_is_nothing_to_do_any_more(room, retag):
    retag("in", "other")
    after = versions(room)
    assert {path.name for path in (room / "store").iterdir()} == {
        *(RELEASE, OTHER, "texts", "versions", "versions.json")
    }
    assert not [p for p in (room / "store").rglob("*.csv") if "texts" not in p.parts]
    status, told = retag("in")
    assert (status, versions(room)) == (0, after)
    assert told.endswith("has themes of another lexicon than lexicon 2.\n")


def test_others_are_named_and_keep_their_themes(room, retag):
    status, told = retag("in")
    assert status == 0
    kept = "its files are not here (o.csv); it keeps the themes of lexicon 1."
    assert told.splitlines()[1] == f"{OTHER}/platform: {kept}"
    assert themes(room, OTHER) == {"1 ": 8, "1 protest": 2}
    assert themes(room, RELEASE) == {"2 ": 19, "2 protest": 1}


def test_files_are_known_by_what_is_in_them(room, retag):
    """Whatever they are called, and wherever they lie."""
    (room / "in" / "p.csv").rename(room / "in" / "renamed.csv")
    (room / "other" / "o.csv").rename(room / "in" / "p.csv")
    assert retag("in")[0] == 0
    assert themes(room, RELEASE) == {"2 ": 19, "2 protest": 1}
    assert themes(room, OTHER) == {"2 ": 9, "2 protest": 1}


REFUSED = {
    "no file given": (
        (),
        "None of the files is given: cuba-2020-10/platform was made from o.csv; ",
    ),
    "none of them": (("data",), "None of the files is given: "),
    "changed": (("in", "changed"), "cuba-2020-10/platform: o.csv is not as it was when it was"),
    "a part": (("in/p.csv", "other"), "thailand-2020-10/platform: u.csv is missing beside the"),
    "not there": (("none",), "none does not exist."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_missing_or_changed_is_one_sentence_and_changes_nothing(room, retag, case):
    paths, sentence = REFUSED[case]
    world.write(room / "changed", o__csv=world.csv_text(world.POST_ROWS[11:], world.POSTS))
    before = world.tree(room / "store")
    status, told = retag(*paths)
    assert (status, len(told.splitlines())) == (1, 1)
    assert sentence in told
    assert world.tree(room / "store") == before


def test_files_that_tell_other_numbers_by_now_are_refused(room, retag):
    """The catalogue's clock was changed: not only themes would change, and the check says how."""
    path = room / "data" / "releases.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('zone = "Asia/Bangkok"', 'zone = "Asia/Tokyo"'), encoding="utf-8")
    before = world.tree(room / "store")
    status, told = retag("in")
    assert status == 1
    assert told.startswith("thailand-2020-10/platform reads differently now (manifest.json: zone")
    assert world.tree(room / "store") == before
