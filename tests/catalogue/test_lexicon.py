"""The lexicon: its themes, every mistake it must name, and the folding rule."""

import hashlib
import random
from collections.abc import Iterator
from functools import cache
from unicodedata import category, combining, decomposition

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.lexicon import KINDS, LexiconError, fold, match_form, read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.settings import ROOT
from dashboard.store.versions import read_store
from dashboard.tables import WHOLE

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
    "xinjiang",
    "us-election-2020",
    "palestine-israel",
    "iran-politics",
    "bahrain",
    "yemen-houthi",
    "saudi-leadership",
    "anti-saudi",
    "qatar-boycott",
    "qatar-coup-rumour",
    "iran-threat",
    "libya",
    "muslim-brotherhood",
    "uae-promotion",
    "egypt-government",
    "sudan-protests",
    "venezuela-government",
    "venezuela-military",
    "us-venezuela",
    "cuba-government",
    "ecuador-government",
    "spain-pp",
    "catalan-independence",
    "honduras-joh",
    "mexico-civic",
    "serbia-vucic",
    "serbia-opposition",
    "kosovo",
    "west-papua",
    "indonesia-elections",
    "bangladesh-politics",
    "south-asia",
    "rohingya",
    "armenia-azerbaijan",
    "tanzania-election",
    "uganda-election",
    "central-africa",
    "religious-content",
    "football",
    "follow-spam",
    "commercial-spam",
    "fan-culture",
    "turkey-crypto-spam",
]

# The version that stores name, and what its terms were. Terms changed? Then change both.
VERSION = "3"
TERMS = "5a5323e7fa8b9006"


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
    assert len(terms) == 980
    assert {term.kind for term in terms} == set(KINDS)
    assert {term.source for term in terms} == set(lexicon.sources)
    assert all(term.gloss for term in terms)


def test_what_a_term_does_not_count_beside_is_used(lexicon):
    guarded = [term for theme in lexicon.themes.values() for term in theme.terms if term.unless]
    assert len(guarded) > 20
    assert {term.kind for term in guarded} == set(KINDS)


def test_the_thirty_most_used_tags_of_every_release_are_claimed_or_noise_or_named(lexicon):
    """Each in exactly one of the three: of cited counts, and of collections in the store."""
    catalogue = read_catalogue(ROOT / "data" / "releases.toml")
    themes, left, seen = list(lexicon.themes.values()), set(), 0
    for release, items in most_used():
        assert release in catalogue.releases
        for item in items:
            noise = {themes[n].noise for n in lexicon.tag_owners.get(match_form(item), ())}
            named = item in lexicon.unclaimed.get(release, {})
            assert len(noise) + named == 1, (release, item)
            left |= {(release, item)} if named else set()
            seen += 1
    assert seen > 750 and len(left) > 200
    assert set(lexicon.unclaimed) <= set(catalogue.releases)


def most_used() -> Iterator[tuple[str, list[str]]]:
    """Yield the thirty most used tags of each count there is: cited, and of collections held."""
    cited = read_cited(ROOT / "data" / "published")["hashtags"]
    for release, rows in cited.groupby("release", observed=True):
        yield str(release), thirty(rows)
    for (subject, _), holding in read_store(ROOT / "data" / "store").items():
        whole = holding.tags[holding.tags["month"] == WHOLE]
        if len(whole):
            yield subject, thirty(whole)


def thirty(rows: pd.DataFrame) -> list[str]:
    ordered = rows.sort_values(["uses", "item"], ascending=[False, True])
    return ordered["item"].astype(str).head(30).tolist()


@pytest.mark.parametrize(
    ("tag", "gloss"),
    [
        ("openfollow", ("open follow", "en")),
        ("OpenFollow", ("open follow", "en")),
        ("ايران", ("Iran", "fa")),  # however its letters are written
        ("إيران", ("Iran", "fa")),
        ("香港", ("Hong Kong", "zh-Hans")),
        (
            "守护香港",
            ("safeguard Hong Kong", "zh-Hant"),
        ),  # the lexicon has it in traditional letters
        ("xinjiang", ("Xinjiang", "en")),  # a word's gloss, where no hashtag is written so
        ("nothing that anybody wrote", None),
        ("", None),
    ],
)
def test_the_gloss_of_a_tag(lexicon, tag, gloss):
    assert lexicon.gloss_of(tag) == gloss
    assert lexicon.gloss_of(fold(tag)) == gloss


def test_a_hashtags_gloss_comes_before_a_words(tmp_path):
    terms = """
  { text = "sun", kind = "word", language = "en", gloss = "the star", source = "site" },
  { text = "Sun", kind = "hashtag", language = "de", gloss = "the paper", source = "site" },"""
    lexicon = read_small(tmp_path, SMALL.replace("terms = [", "terms = [" + terms))
    assert lexicon.gloss_of("sun") == ("the paper", "de")
    assert lexicon.tag_owners == {"sun": (0,), "rain": (0,), "хорошая погода": (0,)}


def test_terms_and_version_change_together(lexicon):
    rows = sorted(
        (theme.id, term.kind, term.language, fold(term.text), term.unless)
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
        ("C#", "c#"),  # a sign behind a word is a part of it
        ("\x85#", ""),
        ("\x85#maga", "maga"),  # a blank that not every list of blanks has
        ("\u2028＃ \x1c#\u200b\u1680﹟maga\x85\u3000", "maga"),
        ("i\u0307\u0301", "í"),  # an accent that a dot had kept from its letter
        ("İ\u0301", "í"),
        ("ı\u0302", "î"),
        ("#", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_accents_tell_words_apart():
    assert fold("año") != fold("ano")
    assert fold("ż") == "ż"


@cache
def every() -> list[str]:
    return list(map(chr, range(0x110000)))


@cache
def hostile() -> list[list[str]]:
    """What folding takes off, takes out, moves or changes, by kind; each as likely in a text.

    Made when it is needed: every worker collects this file, and one runs it.
    """
    return [
        [*"#＃﹟ \x85\u2028iİı\u0301\u0307\u0653\u064e"],  # what stands in one another's way
        [c for c in every() if c.isspace()],
        [c for c in every() if category(c) == "Cc"],  # control characters
        [c for c in every() if category(c) == "Cf"],  # joiners, directions and others without width
        [c for c in every() if combining(c)],  # marks
        [*"\u0301\u0307\u0315\u0323\u0334\u0345\u034f\u0640\u064e\u0653\u0654"],
        [c for c in every() if decomposition(c) or c.casefold() != c],
        [*"iIİıįaαأيیکカ가1"],
        ["\ud800", "\udc80", "\udfff"],  # halves of pairs
    ]


def odd() -> list[str]:
    return sorted({letter for kind in hostile() for letter in kind})


def assert_settled(text: str) -> None:
    """What is folded is left as it is; no sign or blank is before it; so with forms of matching."""
    folded, form = fold(text), match_form(text)
    assert fold(folded) == folded, ascii(text)
    assert not folded.startswith("#") and folded == folded.strip(), ascii(text)
    assert fold(text.lstrip("#＃")) == folded, ascii(text)  # a mapping's tags come without them
    assert match_form(folded) == form == match_form(form), ascii(text)


def hostile_texts() -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(*map(st.sampled_from, hostile()), st.characters()), max_size=6)


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.deferred(hostile_texts))
def test_what_is_folded_folds_to_itself(letters):
    assert_settled("".join(letters))


@pytest.mark.parametrize("count", [10_000, pytest.param(3_000_000, marks=pytest.mark.deep)])
def test_hostile_texts_fold_to_what_folds_to_itself(count):
    chance = random.Random(6)
    for _ in range(count):
        kinds = chance.choices(hostile(), k=chance.randint(2, 6))
        assert_settled("".join(map(chance.choice, kinds)))


@pytest.mark.parametrize("letters", [odd, pytest.param(every, marks=pytest.mark.deep)])
def test_every_letter_beside_a_sign_folds_to_what_folds_to_itself(letters):
    for letter in letters():
        for text in (letter, f"#{letter}", f"{letter}#"):
            assert_settled(text)


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
  { text = "Rain", kind = "hashtag", language = "en", gloss = "rain", source = "site", unless = ["purple"] },
  { text = "хорошая погода", kind = "phrase", language = "ru", gloss = "good weather", source = "paper" },
]

[unclaimed.iran-2018-10]
"Snow" = "A season."
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
    "too many spellings": (
        'text = "хорошая погода", kind = "phrase", language = "ru"',
        f'text = "{"发" * 7}", kind = "phrase", language = "zh-Hans"',
        "the term has 2,187 spellings in simplified and traditional letters",
    ),
    "unknown source": ('source = "paper"', 'source = "radio"', "unknown source radio."),
    "bad language": ('"en"', '"English"', "themes weather, Rain: English is not a language code."),
    "sign": ('"Rain"', '"#Rain"', "themes weather, #Rain: a hashtag is written without #"),
    "blank in hashtag": ('"Rain"', '"Rain now"', "and a hashtag without blanks."),
    "empty unless": ('["purple"]', "[]", "unless must be a list of texts that are not empty"),
    "unless twice": ('["purple"]', '["purple", "PURPLE"]', "unless purple stands for two"),
    "never": ('["purple"]', '["RAIN"]', "Rain: it cannot count only where it is not."),
    "no reason": ('"A season."', '""', "unclaimed iran-2018-10, snow: a tag needs a reason"),
    "number as reason": ('"A season."', "7", "unclaimed iran-2018-10: expected lines such as"),
    "unclaimed and claimed": ('"Snow"', '"#RAIN"', "unclaimed iran-2018-10, rain: a theme claims"),
    "unclaimed is no table": ("[unclaimed.iran-2018-10]", "[[unclaimed]]", "unclaimed: expected"),
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
    rain, phrase = lexicon.themes["weather"].terms
    assert (rain.text, rain.unless) == ("Rain", ("purple",))
    assert (phrase.text, phrase.unless) == ("хорошая погода", ())
    assert lexicon.unclaimed == {"iran-2018-10": {"snow": "A season."}}


def test_a_hashtag_may_be_one_sign_that_stands_for_words(tmp_path):
    lexicon = read_small(tmp_path, SMALL.replace('"Rain"', '"ﷺ"'))
    assert lexicon.gloss_of("صلى الله عليه وسلم") == ("rain", "en")


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
