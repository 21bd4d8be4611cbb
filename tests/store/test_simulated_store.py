"""What is simulated is known by its accounts, and never held beside what is real.

The files are those of Atlantis; with the mark in front of every account id they are a simulated
archive's.
"""

import json
import re
from pathlib import Path

import archive_world as atlantis
import pytest

from dashboard.cli.listing import listing
from dashboard.look.simulated import BANNER, MARK
from dashboard.tables import IngestError

ID = re.compile(rb'"(u\d\d)"')
MIXED = "mixes simulated and real accounts"
REAL = {"posts__csv": atlantis.POSTS_CSV, "users__csv": atlantis.USERS_CSV}
MADE_UP = {name: ID.sub(f'"{MARK}'.encode() + rb'\1"', told) for name, told in REAL.items()}
LATER = "atlantis-2020-11"


def ingested(tmp_path: Path, files: dict[str, bytes], **asked: object) -> bool:
    """Return whether the holding that is made of the files says that it is simulated."""
    folder = atlantis.write(tmp_path / "files", **files)
    return atlantis.run(tmp_path / "store", folder, **asked).manifest.simulated  # type: ignore[arg-type]


def test_an_archive_of_marked_accounts_is_simulated(tmp_path):
    assert ingested(tmp_path, MADE_UP)
    told = json.loads((atlantis.place(tmp_path / "store") / "manifest.json").read_text())
    assert told["simulated"] is True
    assert listing(tmp_path / "store", atlantis.CATALOGUE, set(), False)[0] == BANNER


def test_every_other_archive_is_real(tmp_path):
    assert not ingested(tmp_path, REAL)
    assert listing(tmp_path / "store", atlantis.CATALOGUE, set(), False)[0] != BANNER


def test_a_hash_that_begins_with_the_marks_letters_is_no_mark(tmp_path):
    letters = MARK.rstrip(":").encode()
    hashed = {name: ID.sub(b'"' + letters + rb'\1"', told) for name, told in REAL.items()}
    assert not ingested(tmp_path, hashed)


def test_counts_that_know_no_accounts_are_real(tmp_path):
    files = {"counts__csv": atlantis.COUNTS_CSV}
    assert not ingested(tmp_path, files, subject="both")


@pytest.mark.parametrize(
    "files",
    [
        {"posts__csv": ID.sub(f'"{MARK}'.encode() + rb'\1"', REAL["posts__csv"], count=1)},
        {"posts__csv": MADE_UP["posts__csv"].replace(b"SIM:u12", b"u12")},
        {"posts__csv": MADE_UP["posts__csv"], "users__csv": REAL["users__csv"]},
        {"posts__csv": REAL["posts__csv"], "users__csv": MADE_UP["users__csv"]},
    ],
    ids=["one made up", "one account real", "real users", "made-up users"],
)
def test_a_mixture_is_refused(tmp_path, files):
    with pytest.raises(IngestError, match=MIXED):
        ingested(tmp_path, files)
    assert not list((tmp_path / "store").glob("versions/*"))


@pytest.mark.parametrize(("held", "given"), [(REAL, MADE_UP), (MADE_UP, REAL)])
@pytest.mark.parametrize("subject", ["atlantis-2020-10", LATER])
def test_one_store_never_holds_both(tmp_path, held, given, subject):
    """Also not one in the place of the other: the version before would be the other kind's."""
    ingested(tmp_path, held)
    before = atlantis.tree(tmp_path / "store")
    ours, theirs = ("simulated", "real") if held is REAL else ("real", "simulated")
    told = rf"holds {theirs} accounts \(atlantis-2020-10/platform\), and these are {ours}"
    with pytest.raises(IngestError, match=told):
        ingested(tmp_path, given, subject=subject)
    assert atlantis.tree(tmp_path / "store") == before


def test_simulated_archives_share_a_store(tmp_path):
    ingested(tmp_path, MADE_UP)
    assert ingested(tmp_path, MADE_UP, subject=LATER)
