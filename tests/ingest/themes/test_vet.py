"""Looking over the lexicon: small lists and counts that a person can add up."""

import shutil
from pathlib import Path

import pytest

from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.cli.commands import DATA, main
from dashboard.ingest.themes.vet import (
    TagCounts,
    TermForms,
    all_terms,
    overlaps,
    unnamed,
    unused,
    wide,
)


def theme(id: str, *terms: tuple[str, str, str]) -> Theme:
    made = tuple(Term(text, kind, language, "gloss", "s") for text, kind, language in terms)
    return Theme(id, id, "", False, made)


THEMES = (
    theme("rain", ("Rain", "hashtag", "en"), ("雨伞", "hashtag", "zh-Hans"), ("wet", "word", "en")),
    theme("sun", ("Sun", "hashtag", "en"), ("سورية", "hashtag", "ar"), ("RAIN", "word", "en")),
)
LEXICON = Lexicon("7", {}, {t.id: t for t in THEMES}, {"a-2020": {"fog": "Nobody knows."}})
LOOKED = all_terms(LEXICON)
HASHTAGS = [one for one in LOOKED if one.term.kind == "hashtag"]
# 100 uses: 6 of them of an umbrella in traditional letters, 5 of the sun.
ONE = TagCounts("a-2020", "a-2020 (cited)", {"雨傘": 6, "sun": 5, "fog": 80, "wind": 9})


def names(found: list[TermForms]) -> list[str]:
    return [one.term.text for one in found]


def test_terms_that_meet_are_named_once_with_both_themes():
    (told,) = overlaps(LOOKED)
    assert told == "#Rain (gloss; rain) and RAIN (gloss; sun)"


def test_forms_meet_too():
    """A Chinese term meets its other script, an Arabic one the other spelling of its letters."""
    other = theme("other", ("雨傘", "hashtag", "zh-Hant"), ("سوريه", "hashtag", "fa"))
    found = list(overlaps(all_terms(Lexicon("7", {}, LEXICON.themes | {"other": other}))))
    assert len(found) == 3
    assert "#雨伞 (gloss; rain) and #雨傘 (gloss; other)" in found
    assert "#سورية (gloss; sun) and #سوريه (gloss; other)" in found


def test_hashtags_that_nothing_uses_are_named():
    assert list(unused(HASHTAGS, [ONE])) == ["#Rain (gloss; rain)", "#سورية (gloss; sun)"]
    more = TagCounts("b-2020", "b", {"rain": 1, "سوريه": 1})
    assert list(unused(HASHTAGS, [ONE, more])) == []


def test_a_hashtag_with_over_a_twentieth_of_the_uses_is_named():
    (told,) = wide(HASHTAGS, [ONE])
    assert told == "a-2020 (cited): #雨伞 (gloss; rain), 6 of 100 uses (6.0%)"


def test_much_used_tags_are_claimed_or_named():
    (told,) = unnamed(LEXICON, [ONE])
    assert told == "a-2020 (cited): #wind, 9 uses"
    elsewhere = TagCounts("b-2020", "b", {"fog": 80})
    assert list(unnamed(LEXICON, [elsewhere])) == ["b: #fog, 80 uses"]


def test_only_the_thirty_most_used_are_looked_at():
    many = TagCounts("c-2020", "c", {f"t{n:02}": 40 - n for n in range(32)})
    assert many.most_used() == [f"t{n:02}" for n in range(30)]
    assert len(list(unnamed(LEXICON, [many]))) == 30


def test_a_tag_that_is_written_like_a_word_is_claimed():
    """Of posts whose text is read the word claims it; of counts of tags alone it does, too."""
    assert list(unnamed(LEXICON, [TagCounts("d-2020", "d", {"wet": 9, "雨傘": 3})])) == []


def test_the_lexicon_that_comes_with_it_leaves_nothing_out(capsys):
    assert main(["themes", "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Lexicon 3: 65 themes, 980 terms."
    assert "In several themes: none." in lines
    assert lines[-1] == "Among the 30 most used tags, neither claimed nor named: none."


def test_it_ends_with_one_where_a_tag_is_left_out(tmp_path: Path, capsys, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(DATA / "published", data / "published")
    text = (DATA / "themes.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith('"metoo" = '))
    (data / "themes.toml").write_text(text.replace(line, ""), encoding="utf-8")
    monkeypatch.setattr("dashboard.cli.commands.DATA", data)
    assert main(["themes", "check"]) == 1
    assert "venezuela-2019-06 (cited): #metoo, 242 uses" in capsys.readouterr().out


@pytest.mark.parametrize("task", [["check"], ["retag"]])
def test_there_must_be_a_store(task, tmp_path, capsys):
    missing = str(tmp_path / "none")
    assert main(["themes", *task, "--store", missing]) == 1
    assert capsys.readouterr().err == f"{missing} is not a folder: there is no store.\n"
