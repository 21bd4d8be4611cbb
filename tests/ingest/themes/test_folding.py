"""Folding: rules that a person can check, and the table beside the rule that it stands for."""

import random
from unicodedata import category, combining, decomposition

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalogue.lexicon import LETTERS as ARABIC
from dashboard.catalogue.lexicon import fold, match_form
from dashboard.ingest.themes.alphabet import (
    BLANKS,
    PARTS,
    Alphabet,
    folding_table,
    joins,
    write_out_entities,
)

TABLE = folding_table()
# Letters with neighbours that matter, letters that become several or none, and everyday ones.
ODD = [chr(c) for c in (*TABLE.hard, *TABLE.wide, *TABLE.dropped, *np.flatnonzero(TABLE.order))]
USUAL = list(
    "aeiInİıSsß# \n\t…ำาํกุ่คใکكيیىئؤأآاةهۀلﷺ가ᄀㄱㅠがかガｶﾞ香港繁體½´😀\u200d\ufe0f\x00\x1c\x85Σςй"
)
LETTERS = sorted({c for letter in ODD + USUAL for c in match_form(f"|{letter}|")} - {" "})
# A term with all these letters, so that each has a number and the text can be had back from it.
ALPHABET = Alphabet(["".join(LETTERS)])
unhurried = settings(deadline=None)  # a machine with much else to do is no fault of folding


def spelt(texts: list[str]) -> list[str]:
    """What the table makes of texts, as letters: ? for all letters that are in no term."""
    names = {int.from_bytes(ALPHABET.spell(c), "little"): c for c in [*LETTERS, " "]}
    found = [""] * len(texts)
    for block in ALPHABET.read(pa.array(texts, pa.string())):
        for row, start, end in zip(block.rows, block.starts, block.starts[1:], strict=False):
            if row >= 0:
                found[row] = "".join(names.get(n, "?") for n in block.numbers[start:end].tolist())
    return [bare(text) for text in found]


def expected(text: str) -> str:
    return bare("".join(c if c in LETTERS or c == " " else "?" for c in match_form(text)))


def bare(text: str) -> str:
    """Without the signs and blanks around it, which `fold` takes off and which part nothing."""
    return text.lstrip("# ").rstrip()


@pytest.mark.parametrize(
    "text, form",
    [
        ("Hong\u00a0 \n Kong", "hong kong"),  # every stretch of blanks is one
        ("ＨＫ", "hk"),
        ("İSTANBUL ısı", "istanbul isi"),
        ("ру\u200bка", "рука"),  # invisible
        ("علی", "علي"),  # Persian yeh
        ("على", "علي"),  # a yeh without dots
        ("دائم", "دايم"),  # yeh with hamza
        ("كورونا", "کورونا"),  # Arabic and Persian kaf
        ("أردوغان إردوغان آردوغان ٱردوغان", " ".join(["اردوغان"] * 4)),
        ("سورية", "سوريه"),
        ("مؤمن", "مومن"),
        ("خانۀ", "خانه"),
        ("ا\u0654", "ا"),  # hamza as a sign of its own
        ("مُحَمَّد", "محمد"),  # vowel signs
        ("تـــركيا", "ترکيا"),  # the stretching stroke
        ("٢٠١٩ ۲۰۱۹", "2019 2019"),
        ("\ufefb", "لا"),  # a ligature of lam and alef
        ("İ\u064e", "i"),  # a dot that a vowel sign had parted from its letter
        ("a\u0653\u0301", "á"),  # and an accent
        ("\u064e#\x85#مصر", "مصر"),  # a sign behind what goes
        ("", ""),
    ],
)
def test_forms_in_which_terms_are_looked_for(text, form):
    assert match_form(text) == form


def test_tags_are_counted_without_the_arabic_step():
    assert fold("سورية") != fold("سوريه")
    assert match_form("سورية") == match_form("سوريه")


def test_blanks_are_pythons_and_folds():
    assert [c for c in map(chr, range(0x110000)) if c.isspace()] == list(BLANKS)
    assert not any(fold(f"{blank}#{blank}") for blank in BLANKS)


@unhurried
@given(st.text())
def test_a_form_is_its_own_form(text):
    assert match_form(match_form(text)) == match_form(text)


@pytest.mark.parametrize("letter, is_part", [("a", True), ("ж", True), ("ي", True), ("5", True),
                                             ("\u0301", True), ("港", False), ("ก", False),
                                             ("カ", False), ("가", False), ("_", False),
                                             (" ", False), ("😀", False)])  # fmt: skip
def test_letters_that_make_a_word_longer(letter, is_part):
    assert joins(letter) is is_part
    assert TABLE.joins[ord(letter)] == is_part


@pytest.mark.parametrize("end", [0x20000, pytest.param(0x110000, marks=pytest.mark.deep)])
def test_the_table_knows_every_letter_by_itself(end):
    """All code points of the planes with alphabets, each between two strokes, against the rule."""
    every = [chr(code) for code in range(end) if not 0xD800 <= code < 0xE000]
    every.remove("\n")  # it parts the others here
    forms = fold("\n".join(f"|{letter}|" for letter in every)).translate(ARABIC).split("\n")
    special = TABLE.wide | dict.fromkeys(TABLE.dropped.tolist(), "")
    hard = set(TABLE.hard.tolist())
    told = [f"|{special.get(ord(letter), chr(TABLE.to[ord(letter)]))}|" for letter in every]
    wrong = [c for c, is_, says in zip(every, forms, told, strict=True) if is_ != says]
    assert set(map(ord, wrong)) <= hard


@unhurried
@given(st.lists(st.text(st.sampled_from(ODD + USUAL * 9), max_size=12), max_size=20))
def test_texts_of_odd_letters_are_folded_as_the_rule_says(texts):
    assert spelt(texts) == [expected(text) for text in texts]


@unhurried
@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_text_is_folded_as_the_rule_says(texts):
    assert spelt(texts) == [expected(text) for text in texts]


def test_many_random_texts_are_folded_as_the_rule_says():
    chance = random.Random(4)
    pools = (ODD + USUAL * 20, USUAL)
    texts = ["".join(chance.choices(pools[i % 2], k=chance.randrange(14))) for i in range(8_000)]
    for text, found in zip(texts, spelt(texts), strict=True):
        assert found == expected(text), ascii(text)


def test_signs_and_dots_beside_each_odd_letter_are_folded_as_the_rule_says():
    beside = ("{}#i", "#{}#i", "#i{}", "i{}\u0301", "ı{}\u0307", "İ{}", "{}\u0653\u0301")
    texts = [text.format(letter) for letter in [*ODD, *BLANKS] for text in beside]
    assert spelt(texts) == [expected(text) for text in texts]


def test_most_letters_and_all_usual_marks_need_no_second_look():
    assert len(TABLE.hard) < 250
    usual = pa.array(
        ["น้ำท่วม ภาคใต้", "RT: so…", "हिन्दी", "مُحَمَّد", "İstanbul 👨\u200d👩\u200d👧", "straße"]
    )
    assert len(list(ALPHABET.read(usual))) == 1
    assert len(list(ALPHABET.read(pa.array(["cafe\u0301"])))) == 2  # an accent of its own


@pytest.mark.parametrize(
    "text, written",
    [
        ("rock &amp; roll", "rock & roll"),
        ("&amp;amp;", "&amp;"),  # once only
        ("&lt;&#39;&amp;", "<'&"),
        ("&ampx & y", "&x & y"),
        ("no", "no"),
        ("", ""),
    ],
)
def test_entities_are_written_out_once(text, written):
    assert write_out_entities(pa.array(["&amp;", text, ""]).slice(1)).to_pylist() == [written, ""]


def test_letters_that_are_not_looked_at_fold_to_themselves_and_join_nothing():
    looked_at = {code for part in PARTS for code in part}
    others = [chr(code) for code in range(1, 0x110000) if code not in looked_at]
    meant = [c for c in others if category(c) not in ("Cn", "Co", "Cs")]
    assert "港" in meant and "가" in meant and len(meant) > 100_000
    assert fold("".join(meant)) == "".join(meant)
    assert not any(map(joins, meant))
    assert not any(combining(c) or decomposition(c) for c in meant)
