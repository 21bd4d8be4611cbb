"""The lexicon: its themes, every mistake it must name, and the folding rule."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.lexicon import KINDS, LexiconError, fold, read_lexicon
from dashboard.settings import ROOT

# Theme ids are in links that people have sent: none may change or go.
IDS = [
    "hong-kong-protests",
    "guo-wengui",
    "chinese-dissidents",
    "taiwan",
    "china-image",
    "covid-19",
    "us-race-protests",
    "us-partisan",
    "us-anti-islam",
    "ukraine",
    "russia-government",
    "russia-opposition",
    "sanctions-russia",
    "syria-war",
    "nato-eu",
    "local-news-personas",
    "akp-erdogan",
    "turkey-opposition",
    "turkey-criticism",
    "thai-army",
    "thai-opposition",
    "korat-shooting",
    "follow-spam",
    "commercial-spam",
    "fan-culture",
    "turkey-crypto-spam",
]

# The version that stores name, and what its terms were. Terms changed? Then change both.
VERSION = "1"
TERMS = "2fec4739d35be3ca"


@pytest.fixture(scope="module")
def lexicon():
    return read_lexicon(ROOT / "data" / "themes.toml")


def test_every_theme_is_there_with_one_sentence_and_terms(lexicon):
    assert [*lexicon.themes] == IDS
    for theme in lexicon.themes.values():
        assert theme.definition.endswith(".") and ". " not in theme.definition
        assert len(theme.label) <= 32
        assert len(theme.terms) >= 2
    noise = {id for id, theme in lexicon.themes.items() if theme.noise}
    assert noise == {"follow-spam", "commercial-spam", "fan-culture", "turkey-crypto-spam"}


def test_every_term_is_explained_and_sourced(lexicon):
    terms = [term for theme in lexicon.themes.values() for term in theme.terms]
    assert len(terms) == 362
    assert {term.kind for term in terms} == set(KINDS)
    assert {term.source for term in terms} == set(lexicon.sources)
    assert all(term.gloss for term in terms)


def test_terms_and_version_change_together(lexicon):
    rows = sorted(
        (theme.id, term.kind, term.language, fold(term.text))
        for theme in lexicon.themes.values()
        for term in theme.terms
    )
    assert (lexicon.version, hashlib.sha256(repr(rows).encode()).hexdigest()[:16]) == (
        VERSION,
        TERMS,
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("#HongKong", "hongkong"),
        ("＃ＨＫ", "hk"),
        ("##Ukraine ", "ukraine"),
        ("  covid-19\n", "covid-19"),
        ("İstanbul", "istanbul"),
        ("istanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("ıstanbul", "istanbul"),
        ("I\u0307stanbul", "istanbul"),
        ("KILIÇDAROĞLU", "kiliçdaroğlu"),
        ("Kılıçdaroğlu", "kiliçdaroğlu"),
        ("НАТО", "нато"),
        ("Straße", "strasse"),
        ("caf\u0065\u0301", "café"),
        ("\u200fتركيا\u200e", "تركيا"),
        ("نیم\u200cفاصله", "نیمفاصله"),
        ("香港", "香港"),
        ("a_b 1", "a_b 1"),
        ("#", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_accents_tell_words_apart():
    assert fold("año") != fold("ano")
    assert fold("ż") == "ż"


@given(st.text())
def test_what_is_folded_folds_to_itself(text):
    assert fold(fold(text)) == fold(text)


SMALL = """
version = "7"

[sources]
paper = "A newspaper."
site = "https://example.org"

[themes.weather]
label = "Weather"
definition = "Rain and sun."
noise = false
terms = [
  { text = "Rain", kind = "hashtag", language = "en", gloss = "rain", source = "site" },
  { text = "хорошая погода", kind = "phrase", language = "ru", gloss = "good weather", source = "paper" },
]
"""  # noqa: E501  (a term is one line, as in the real file)

MISTAKES = {
    "not TOML": ("[sources]", "[sources", "t.toml is not valid TOML"),
    "unknown table": ("[sources]", "[sauces]", "t.toml: unknown key sauces."),
    "no version": ('version = "7"', "", "version is missing"),
    "number as version": ('"7"', "7", "version is missing"),
    "bad address": ("https://example.org", "gopher://x", "sources site: 'gopher://x' is not a web"),
    "missing key": ('definition = "Rain and sun."', "", "themes weather: definition is missing."),
    "unknown key": ("noise = false", "noise = false\ncolour = 1", "weather: unknown key colour."),
    "id inside": ("noise = false", 'noise = false\nid = "x"', "themes weather: unknown key id."),
    "noise as text": ("noise = false", 'noise = "no"', "weather: noise must be true or false"),
    "bad id": ("themes.weather", "themes.Weather", "themes Weather: an id is lower-case letters"),
    "no gloss": (', gloss = "rain"', "", "themes weather, terms 1: gloss is missing."),
    "unknown kind": ('"phrase"', '"slogan"', "weather, хорошая погода: unknown kind slogan."),
    "unknown source": ('source = "paper"', 'source = "radio"', "unknown source radio."),
    "bad language": ('"en"', '"English"', "themes weather, Rain: English is not a language code."),
    "sign": ('"Rain"', '"#Rain"', "themes weather, #Rain: a hashtag is written without #"),
    "blank in hashtag": ('"Rain"', '"Rain now"', "and a hashtag without blanks."),
    "term twice": (
        '"хорошая погода", kind = "phrase", language = "ru"',
        '"RAIN", kind = "hashtag", language = "en"',
        "themes weather, RAIN: the same folded term is there twice.",
    ),
}


def read_small(folder, text):
    path = folder / "t.toml"
    path.write_text(text, encoding="utf-8")
    return read_lexicon(path)


def test_the_small_lexicon_is_sound(tmp_path):
    lexicon = read_small(tmp_path, SMALL)
    assert lexicon.version == "7"
    assert [term.text for term in lexicon.themes["weather"].terms] == ["Rain", "хорошая погода"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_one_sentence_naming_the_entry(tmp_path, mistake):
    right, wrong, sentence = MISTAKES[mistake]
    assert right in SMALL
    with pytest.raises(LexiconError) as problem:
        read_small(tmp_path, SMALL.replace(right, wrong, 1))
    assert sentence in str(problem.value)
    assert str(problem.value).endswith(".") and "\n" not in str(problem.value)


def test_a_lexicon_without_themes_is_refused(tmp_path):
    with pytest.raises(LexiconError, match=r"^themes: expected tables such as"):
        read_small(tmp_path, SMALL.split("[themes")[0])
