"""Trying the lexicon on texts: counts by hand, examples that do a terminal no harm."""

import unicodedata
from pathlib import Path

import archive_world as world
import pytest

from dashboard.cli.commands import main
from dashboard.ingest.themes.trial import escaped, try_terms
from dashboard.tables import IngestError

LINES = """PROTEST now
a protest, and #Atlantis
nothing
rock &amp; roll\x1b[2J protest
"""


def tried(path: Path, examples: int = 0) -> list[str]:
    return try_terms(path, world.LEXICON, examples, lambda *step: None)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "t.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_what_each_term_catches_in_a_file_of_texts(texts):
    assert tried(texts) == [
        "t.txt: 4 texts; terms catch 3 of them.",
        "protest:",
        "  3  word protest ()",
        "  1  hashtag Atlantis ()",
        "music:",
        "  1  phrase rock & roll ()",
        "1 of 4 terms caught nothing.",
    ]


def test_examples_are_few_and_escaped(texts):
    lines = tried(texts, examples=2)
    assert lines[3:5] == ["      PROTEST now", "      a protest, and #Atlantis"]
    assert lines[-2] == "      rock &amp; roll\\x1b[2J protest"


def test_posts_of_a_release_are_read_with_the_tags_they_list(tmp_path):
    """Twenty posts: 13 and 15 and 17 protest, 17 has the tag, 16 and 17 rock; 18 shows a tag."""
    path = world.write(tmp_path / "in", p__csv=world.POSTS_CSV, u__csv=world.USERS_CSV)
    lines = tried(path)
    assert lines[0] == "in: 20 texts; terms catch 4 of them."
    assert lines[1:5] == [
        "protest:",
        "  2  word protest ()",
        "  1  word 游行 ()",
        "  1  hashtag Atlantis ()",
    ]
    assert lines[5:] == ["music:", "  2  phrase rock & roll ()", "0 of 4 terms caught nothing."]


def test_a_packed_file_is_read_and_nothing_is_left(tmp_path, monkeypatch):
    (tmp_path / "room").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "room"))
    path = world.write(tmp_path / "in", p__zip=world.zipped(p__csv=world.POSTS_CSV)) / "p.zip"
    assert tried(path)[0] == "p.zip: 20 texts; terms catch 4 of them."
    assert list((tmp_path / "room").iterdir()) == []


def test_what_is_no_text_is_named(tmp_path):
    path = tmp_path / "t.txt"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IngestError, match=r"^t\.txt is no text in UTF-8\.$"):
        tried(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain ไทย 香港", "plain ไทย 香港"),
        ("a\x1b[31mb\r\n\tc", "a\\x1b[31mb\\r\\n\\tc"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\x9b\x07\ud800", "\\x9b\\x07\\ud800"),
        ("e" + "\u0301" * 5000, "e" + "\u0301" * 3),
        ("น้ำ", "น้ำ"),
        ("x" * 300, "x" * 100 + "…"),
    ],
)
def test_a_terminal_is_given_what_can_be_shown(text, told):
    found = escaped(text)
    assert found == told
    assert not [c for c in found if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


def test_texts_are_shown_on_a_terminal_alone(tmp_path, capsys, monkeypatch):
    path = tmp_path / "t.txt"
    path.write_text("Taiwan is an island\n", encoding="utf-8")
    assert main(["themes", "test", str(path)]) == 0
    assert "island" not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["themes", "test", str(path)]) == 0
    told = capsys.readouterr().out
    assert "  1  word Taiwan (Taiwan)\n      Taiwan is an island\n" in told
