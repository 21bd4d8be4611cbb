"""Matching: what a theme claims, by examples, and beside a slow reference that reads row by row."""

import random
from dataclasses import replace
from functools import cache
from html import unescape

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.chinese import chinese_spellings
from dashboard.catalogue.lexicon import Lexicon, Term, Theme, fold, match_form
from dashboard.catalogue.records import RecordError
from dashboard.ingest.themes import matching
from dashboard.ingest.themes.alphabet import joins
from dashboard.ingest.themes.matching import Matcher


def theme(id: str, **terms: str) -> Theme:
    """A theme of terms, given as language="kind: term, term; kind: ..."."""
    made = []
    for language, told in terms.items():
        for kind, _, texts in (part.partition(": ") for part in told.split("; ")):
            made += [
                Term(text, kind, language.replace("_", "-"), "", "") for text in texts.split(", ")
            ]
    return Theme(id, id, "", False, tuple(made))


# A place of two names: here it is the one in Libya. "protest" is a word of other themes, too.
TRIPOLI = (
    Term("Tripoli", "word", "en", "", "", ("Lebanon", "protest", "hip-hop music")),
    Term("LibyanTripoli", "hashtag", "en", "", "", ("Lebanon", "Atlantis")),
    Term("的黎波里", "word", "zh-Hans", "", "", ("黎巴嫩国",)),
    Term("Haftar", "word", "en", "", ""),
)
LEXICON = Lexicon(
    "7",
    {},
    {
        made.id: made
        for made in (
            theme("protest", en="word: protest; hashtag: Atlantis", zh_Hans="word: 游行"),
            theme("music", en="phrase: rock & roll, hip-hop music; word: roll"),
            theme("hair", zh_Hans="word: 头发; hashtag: 发", zh_Hant="word: 髮型, 臺灣"),
            theme("virus", ar="word: كورونا, مسؤول; hashtag: سورية", fa="phrase: پنج ۵ روز"),
            theme("flood", th="word: น้ำท่วม, ท่วม"),
            theme("city", tr="word: İstanbul, ışık; hashtag: İzmir", de="word: Straße"),
            theme("news", ru="word: новости, йод", ko="word: 뉴스", ja="word: ガ"),
            theme("songs", en="phrase: protest song; word: protest, caf\u00e9, u.s."),
            Theme("tripoli", "", "", False, TRIPOLI),
        )
    },
)
# So many letters that a number takes two bytes, each a term: one is found in the middle of two
# others, if a find may begin there.
MANY = ", ".join(map(chr, range(0x5000, 0x5180)))
LARGE = replace(LEXICON, themes=LEXICON.themes | {"z": theme("z", ja=f"word: {MANY}")})
MATCHERS = {"one byte": Matcher(LEXICON), "two bytes": Matcher(LARGE)}
both = pytest.mark.parametrize("matcher", MATCHERS.values(), ids=MATCHERS)


def claims(texts, tags=None, matcher=MATCHERS["one byte"]):
    """The themes of each post, from plain lists."""
    return matcher.themes(
        pa.array(texts, pa.string()),
        pa.array(tags if tags is not None else [[]] * len(texts), pa.list_(pa.string())),
    ).to_pylist()


def one(text, *tags):
    return claims([text], [tags])[0]


def test_the_version_is_the_lexicons():
    assert MATCHERS["one byte"].version == "7"


def test_both_widths_of_numbers_are_tried():
    assert [matcher._words._alphabet.width for matcher in MATCHERS.values()] == [1, 2]


@pytest.mark.parametrize(
    "text, themes",
    [
        ("Protest", "protest songs"),
        ("#PROTEST", "protest songs"),
        ("ＰＲＯＴＥＳＴ", "protest songs"),
        ("pro\u200dtest", "protest songs"),  # an invisible character
        ("protest_song", "protest songs"),
        ("protest…", "protest songs"),
        ("protests", ""),
        ("unprotest", ""),
        ("protest2", ""),
        ("protestй", ""),
        ("protest™", ""),  # folds to protesttm
        ("protest\u0301", ""),  # a mark joins on
        ("protest¨", "protest songs"),  # folds to a blank and a mark
        ("¨protest", ""),
        ("我们protest去", "protest songs"),  # letters of unspaced scripts touch nothing
        ("反对游行者", "protest"),
        ("unprotest, then protest", "protest songs"),
        ("protestprotest", ""),
        ("游行游行", "protest"),
        ("protest\n\n song", "protest songs"),
        ("rock  &amp;\nroll", "music"),
        ("rock &amp;amp; roll", "music"),  # roll alone
        ("rock & rolls", ""),
        ("rock&roll", "music"),  # roll alone: & is no letter
        ("hip-hop\u00a0\u200b music", "music"),
        ("hip-hopmusic", ""),
        ("u.s.", "songs"),
        ("U.S…", "songs"),  # an ellipsis is three dots
        ("", ""),
        ("\u202e", ""),
    ],
)
def test_words_and_phrases_stand_alone(text, themes):
    assert one(text) == themes


def test_hashtag_terms_are_looked_for_among_the_tags_only():
    assert one("", "ATLANTIS") == "protest"
    assert one("#Atlantis") == ""
    assert one("", "protest") == ""  # a word term is not a tag
    assert one("", "IZMIR") == one("", "#İzmir") == one("", "ızmır") == "city"
    assert one("", "\x85#İzmir") == one("", "\u2028＃ #izmir") == "city"
    assert one("protest", "x", "İzmir", "Atlantis", "atlantis") == "city protest songs"


@pytest.mark.parametrize(
    "text, themes",
    [
        ("头发", "hair"),
        ("頭髮", "hair"),
        ("頭发", "hair"),  # mixed
        ("頭發", "hair"),  # both are the traditional forms of one letter
        ("发型", "hair"),
        ("髮型", "hair"),
        ("發型", ""),  # 髮 is never written so
        ("台灣 ", "hair"),
        ("台湾", "hair"),
        ("遊行", "protest"),
        ("我們去遊行！", "protest"),
    ],
)
def test_chinese_terms_are_found_simplified_and_traditional(text, themes):
    assert one(text) == themes


def test_chinese_hashtags_are_found_simplified_and_traditional():
    assert claims([""] * 4, [["发"], ["發"], ["髮"], ["頭髮"]]) == ["hair", "hair", "hair", ""]


@pytest.mark.parametrize(
    "text, themes",
    [
        ("کورونا", "virus"),  # Persian kaf
        ("كُورونا", "virus"),  # a vowel sign
        ("كـورونـا", "virus"),  # stretched
        ("كورونأ", "virus"),
        ("الكورونا", ""),  # the article makes it another word
        ("مسوول", "virus"),
        ("پنج 5 روز", "virus"),
        ("پنج ٥ روز", "virus"),
        ("پنج 6 روز", ""),
    ],
)
def test_arabic_and_persian_letters_stand_for_one_another(text, themes):
    assert one(text) == themes


def test_arabic_hashtags_stand_for_one_another():
    assert claims([""] * 3, [["سوريه"], ["سورية"], ["سوری"]]) == ["virus", "virus", ""]


@pytest.mark.parametrize(
    "text, themes",
    [
        ("ประสบภัยน้ำท่วมภาคใต้", "flood"),  # within a stretch without blanks
        ("น\u0e49\u0e4d\u0e32ท่วม", "flood"),  # am in its two parts
        ("istanbul", "city"),
        ("ISTANBUL'da", "city"),
        ("I\u0307stanbul IŞIK", "city"),
        ("STRASSE", "city"),
        ("новости", "news"),
        ("и\u0306од", "news"),  # a letter in two parts
        ("иод", ""),
        ("\u1102\u1172스", "news"),  # a syllable in its letters
        ("ｶﾞ", "news"),  # half width
        ("cafe\u0301", "songs"),
        ("cafe", ""),
    ],
)
def test_letters_are_found_however_they_are_stored(text, themes):
    assert one(text) == themes


@pytest.mark.parametrize(
    ("text", "tags", "themes"),
    [
        ("Tripoli", [], "tripoli"),
        ("Tripoli, Lebanon", [], ""),
        ("LEBANON! #Tripoli", [], ""),  # before it, in capitals
        ("Tripoli, Lebanese", [], "tripoli"),  # another word
        ("Tripoli", ["Lebanon"], ""),  # as a tag
        ("Tripoli", ["LebanonToday"], "tripoli"),  # only a whole tag
        ("hip-hop  music in Tripoli", [], "music"),  # a phrase
        ("Tripoli protest", [], "protest songs"),  # what takes it out may claim for others
        ("Tripoli, Lebanon: Haftar", [], "tripoli"),  # another term of the theme counts
        ("", ["LibyanTripoli"], "tripoli"),
        ("Lebanon", ["LibyanTripoli"], ""),
        ("", ["LibyanTripoli", "lebanon"], ""),
        ("", ["libyantripoli", "Atlantis"], "protest"),
        ("Lebanon", [], ""),
        ("的黎波里在黎巴嫩国", [], ""),
        ("的黎波里在黎巴嫩國", [], ""),  # traditional
        ("的黎波里", [], "tripoli"),
    ],
)
def test_a_term_does_not_count_beside_what_it_names(text, tags, themes):
    assert one(text, *tags) == themes


def test_what_takes_a_post_out_leaves_the_one_beside_it():
    found = claims(["Tripoli", "Lebanon", "Tripoli Lebanon", "Tripoli"])
    assert found == ["tripoli", "", "", "tripoli"]


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("<b>protest</b>", "protest songs"),
        ("<script>alert('roll')</script>", "music"),
        ("&lt;i&gt;roll&lt;/i&gt;", "music"),
        ("\u202eprotest\u202c", "protest songs"),
        ("pro\u202etest", "protest songs"),  # direction is no letter
        ("tsetorp\u202e", ""),  # nor is what it looks like what it says
        ('=HYPERLINK("http://x.example","protest")', "protest songs"),
        ("+1-protest", "protest songs"),
        ("@protest'--", "protest songs"),
        ("protest" + "\u0301" * 5000, ""),  # marks make it a longer word
        ("x" + "\u0301" * 5000 + " protest", "protest songs"),
        ("\u0301" * 5000, ""),
        ("{0}%s\\x00protest", ""),
    ],
)
def test_hostile_texts_are_read_as_any_other(text, themes):
    """And claim nothing for the posts before and behind them; tags are as hostile."""
    assert claims(["roll", text, "roll"]) == ["music", themes, "music"]
    assert claims(["", ""], [[text], ["Atlantis"]]) == ["", "protest"]
    assert reference(text, []) == themes


def test_overlapping_and_adjacent_terms_are_all_found():
    assert one("a protest song") == "protest songs"  # a word in a phrase
    assert one("rock & roll") == "music"
    assert one("游行台湾头发") == "hair protest"


@both
def test_a_term_never_reaches_over_two_posts(matcher):
    texts = [
        "rock &",
        " roll",
        "hip-hop ",
        "music",
        "游",
        "行",
        "protest ",
        "",
        "song",
        "pro",
        "test",
    ]
    found = ["", "music", "", "", "", "", "protest songs", "", "", "", ""]
    assert claims(texts, matcher=matcher) == found


@both
def test_the_post_before_and_after_touches_nothing(matcher):
    assert claims(["un", "protest", "s"], matcher=matcher) == ["", "protest songs", ""]
    assert claims(["x\u0301", "roll", "\u0301"], matcher=matcher) == ["", "music", ""]


def test_nothing_and_null_claim_nothing():
    assert claims([]) == []
    assert claims([None, "", None], [None, None, ["Atlantis", None]]) == ["", "", "protest"]
    assert Matcher(LEXICON).themes(pa.array([None]), pa.array([[]])).to_pylist() == [""]


def test_chunks_and_slices_are_read_as_one():
    texts = pa.chunked_array([["protest", "x"], [], ["y", "roll", None]])
    tags = pa.chunked_array([[["x"]], [[], ["Atlantis"], None, ["Izmir"]]])
    found = ["protest songs", "", "protest", "music", "city"]
    matcher = Matcher(LEXICON)
    assert matcher.themes(texts, tags).to_pylist() == found
    assert matcher.themes(texts.slice(2), tags.slice(2)).to_pylist() == found[2:]
    whole = texts.combine_chunks(), tags.combine_chunks()
    assert matcher.themes(*(part.slice(1, 3) for part in whole)).to_pylist() == found[1:4]
    large = texts.cast(pa.large_string())
    assert matcher.themes(large, tags).to_pylist() == found


def test_texts_without_their_tags_are_a_mistake():
    with pytest.raises(ValueError, match="as many texts"):
        Matcher(LEXICON).themes(pa.array(["x"]), pa.array([], pa.list_(pa.string())))


def test_a_lexicon_may_have_hashtags_alone_or_words_alone():
    tags = Matcher(Lexicon("1", {}, {"t": theme("t", en="hashtag: x")}))
    assert claims(["x", ""], [[], ["X"]], tags) == ["", "t"]
    words = Matcher(Lexicon("1", {}, {"t": theme("t", en="word: x")}))
    assert claims(["x", ""], [[], ["X"]], words) == ["t", ""]


def test_a_term_with_too_many_spellings_is_named():
    lexicon = Lexicon("1", {}, {"t": theme("t", zh_Hans="word: " + "发" * 7)})
    with pytest.raises(RecordError, match=r"^themes t, 发+: the term has 2,187 spellings .*\.$"):
        Matcher(lexicon)


def test_spellings_begin_with_the_term_itself():
    assert chinese_spellings("发a", "") == ["发a", "發a", "髮a"]
    assert set(chinese_spellings("台湾", "")) >= {"台湾", "台灣", "臺湾", "臺灣"}


@cache
def forms(text, language):
    is_chinese = language.startswith("zh")
    return [match_form(s) for s in (chinese_spellings(fold(text), "") if is_chinese else [text])]


def reference(text, tags, lexicon=LEXICON):
    """The same, row by row and term by term: no table, no automaton."""
    folded, formed = match_form(unescape(text)), set(map(match_form, tags))

    def stands(form: str) -> bool:
        return any(
            not (at > 0 and joins(folded[at - 1]) and joins(form[0]))
            and not (
                at + len(form) < len(folded) and joins(folded[at + len(form)]) and joins(form[-1])
            )
            for at in range(len(folded))
            if folded.startswith(form, at)
        )

    def counts(term: Term) -> bool:
        bars = [form for told in term.unless for form in forms(told, term.language)]
        if any(bar in formed or stands(bar) for bar in bars):
            return False
        own = forms(term.text, term.language)
        return any(form in formed if term.kind == "hashtag" else stands(form) for form in own)

    return " ".join(sorted(id for id, e in lexicon.themes.items() if any(map(counts, e.terms))))


TERMS = [term.text for entry in LEXICON.themes.values() for term in entry.terms]
PIECES = [
    *TERMS,
    *(text.upper() for text in TERMS),
    *(text for term in TRIPOLI for text in (*term.unless, term.text)),
    *("頭髮", "臺湾", "کورونا", "سوريه", "ي", "ـ", "\u064e", "\u0654", "\u0651"),
    *("٥", "ة", "ﷺ", "\ufe8e"),
    *(" ", "  ", "\n", "\u00a0", "\u3000", "…", ".", "_", "#", "-", "'", "\x00", "\u2028", "\x1c"),
    *("&amp;", "&amp", "&", "&#39;", "&lt;", "&notit;", ";"),
    *("\u0301", "\u0307", "\u0323", "\u0e48", "\u0e38", "\u093c", "\u20e3", "\ufe0f", "\u0345"),
    *("¨", "\u0334", "\x85", "\x85#"),
    *("\u200b", "\u200d", "\u200f", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u034f"),
    *("😀", "👨\u200d👩\u200d👧", "🇺🇳", "𝐩𝐫𝐨𝐭𝐞𝐬𝐭", "ß", "ſ", "½", "ﬁ", "№", "İ", "ı", "Σ", "ς"),
    *("a", "1", "ж", "ا", "中", "の", "ﾞ", "ㅠ", "\u1161", "\u11a8", "가"),
    *("\U0010ffff", "\ue000", "\ufdd0"),
]  # fmt: skip
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=8).map("".join)


@both
@given(posts=st.lists(st.tuples(NASTY, st.lists(NASTY, max_size=3)), max_size=12))
def test_equals_the_reference_on_nasty_posts(matcher, posts):
    found = claims([text for text, _ in posts], [tags for _, tags in posts], matcher)
    lexicon = LEXICON if matcher is MATCHERS["one byte"] else LARGE
    assert found == [reference(text, tags, lexicon) for text, tags in posts]


@both
def test_equals_the_reference_on_many_simulated_posts(matcher):
    """More posts than one block takes, some of them very long, some without text."""
    chance = random.Random(11)
    count = 2 * matching.BLOCK + 100
    lengths = [chance.choice((0, 1, 2, 3, 5, 9)) for _ in range(count)]
    lengths[100] = lengths[matching.BLOCK - 1] = 3000
    texts = ["".join(chance.choices(PIECES, k=length)) for length in lengths]
    tags = [chance.choices(TERMS, k=chance.choice((0, 0, 1, 2))) for _ in range(count)]
    found = claims(texts, tags, matcher)
    assert len(set(found)) > 50
    for text, tagged, said in zip(texts, tags, found, strict=True):
        assert said == reference(text, tagged), ascii(text)
