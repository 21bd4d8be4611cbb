"""The glossary: each word once, in plain sentences, with its method where the page has one."""

import re

import pytest

from dashboard.look.glossary import GLOSSARY, pieces
from dashboard.settings import ROOT

METHODS = ROOT / "dashboard" / "web" / "templates" / "methods.html"


def test_it_has_every_word_once():
    assert len(GLOSSARY) >= 20
    for names in ([t.id for t in GLOSSARY], [t.word for t in GLOSSARY]):
        assert len(set(names)) == len(names)
    spellings = [spelling.lower() for term in GLOSSARY for spelling in term.spelled]
    assert len(set(spellings)) == len(spellings)
    words = [term.word.lower() for term in GLOSSARY]
    assert words == sorted(words)


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.id)
def test_a_meaning_is_one_or_two_short_sentences(term):
    sentences = re.split(r"(?<=[.:]) ", term.meaning)
    assert len(sentences) <= 3
    assert term.meaning.endswith(".")
    assert max(len(sentence.split()) for sentence in sentences) <= 30


def test_its_methods_are_sections_of_the_method_page():
    sections = set(re.findall(r'<section id="([a-z-]+)"', METHODS.read_text()))
    assert {term.method for term in GLOSSARY} - {""} <= sections


def test_a_text_is_cut_at_the_first_use_of_a_word():
    text = "Coverage of themes: noise, then more noise; Noise themes are few."
    cut = list(pieces(text))
    assert "".join(piece for piece, _ in cut) == text
    assert [(piece, term.id) for piece, term in cut if term] == [
        ("Coverage", "coverage"),
        ("noise", "noise"),
    ]


@pytest.mark.parametrize("text", ["", "Nothing of it.", "noisecancelling subtext arrows:"])
def test_a_text_without_a_word_is_left_as_it_is(text):
    assert [piece for piece, _ in pieces(text)] == [text]
