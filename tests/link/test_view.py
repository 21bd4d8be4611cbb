"""A link is the view: what was shared opens again, or says exactly what changed."""

import random
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest

from dashboard.catalogue.lexicon import read_lexicon
from dashboard.catalogue.releases import read_catalogue
from dashboard.clock.local_time import FIRST_DAY, LAST_DAY, zone_names
from dashboard.clock.period import OPEN, Period, read_period
from dashboard.link.parse import MAX_OPERATIONS, Vocabulary
from dashboard.link.view import (
    BASELINES,
    DEFAULT,
    DEFAULT_OPERATIONS,
    DEFAULT_PANELS,
    MAX_QUERY,
    PARAMS,
    PERS,
    PHASES,
    PRESENT,
    QUESTIONS,
    RANGES,
    SCALES,
    SORTS,
    UNITS,
    View,
    parse_query,
)
from dashboard.settings import ROOT
from dashboard.tables import KINDS

VERSION = "0123456789ab"
CATALOGUE = read_catalogue(ROOT / "data" / "releases.toml")
LEXICON = read_lexicon(ROOT / "data" / "themes.toml")
WORDS = Vocabulary(
    frozenset(CATALOGUE.operations),
    zone_names(),
    frozenset({"ar", "en", "ru", "th", "und", "zh", "zh-Hant"}),
    frozenset(LEXICON.themes),
    VERSION,
)
KEYS = ["v", *(param.key for param in PARAMS)]
EXAMPLE = (
    "?v=2&ops=china-2019~thailand-2020-10&clock=utc&scale=count&period=2018-01..2020-04"
    "&kind=original~reply&lang=zh~en&theme=hong-kong-protests&phase=operational&sort=name&tag=maga"
    "&data=0123456789ab"
)


def read(query: str) -> tuple[View, list[str]]:
    """Return what a link says, apart from what links of version 1 showed without saying it."""
    view, notes = parse_query(query, WORDS)
    view = view if "baseline" in query else replace(view, baseline="ordinary")
    return view if "panels" in query else replace(view, panels=DEFAULT_PANELS), notes


def some(chance: random.Random, words: frozenset[str], most: int) -> tuple[str, ...]:
    return tuple(chance.sample(sorted(words), chance.randint(0, min(most, len(words)))))


def some_period(chance: random.Random) -> Period:
    """Return any days, often the first and last of months, ends often open."""
    days = sorted(
        FIRST_DAY + timedelta(chance.randint(0, (LAST_DAY - FIRST_DAY).days)) for _ in range(2)
    )
    if chance.random() < 0.5:
        days = [days[0].replace(day=1), days[1].replace(day=1) + timedelta(31)]
        days[1] = min(days[1].replace(day=1) - timedelta(1), LAST_DAY)
    start, end = (None if chance.random() < 0.25 else day for day in days)
    return Period(start, end)


def some_view(chance: random.Random) -> View:
    kinds = some(chance, frozenset(KINDS), 3)
    data = chance.choice(["", "", "ffffffffffff", "0a1b2c3d4e5f", "x" * 100])
    zone = chance.choice(sorted(WORDS.zones - {"UTC"}))
    first = chance.randint(0, 23)
    columns = some(chance, WORDS.operations, MAX_OPERATIONS)
    return View(
        operations=tuple(some_column(chance, slug) for slug in columns),
        clock=chance.choice(["operator", "utc", zone]),
        audience=chance.choice(["none", "utc", zone]),
        scale=chance.choice(SCALES),
        reach=chance.choice(RANGES),
        per=chance.choice(PERS),
        baseline=chance.choice(BASELINES),
        hours=(first, chance.randint(first + 1, 24)),
        unit=chance.choice(UNITS),
        period=some_period(chance),
        kinds=tuple(sorted(kinds)),
        languages=tuple(sorted(some(chance, WORDS.languages, 7))),
        themes=tuple(sorted(some(chance, WORDS.themes, 9))),
        phase=chance.choice(PHASES),
        sort=chance.choice(SORTS),
        tag=chance.choice(
            [
                "",
                "",
                "中文",
                "maga",
                "a b&c=d",
                "thaipost.net",
                "สลิ่ม",
                "c.",
                "a~",
                "(o)",
                "100%",
                "x" * 80,
            ]
        ),
        panels=some_panels(chance),
        present=chance.choice(PRESENT),
        data=data,
    )


def some_panels(chance: random.Random) -> tuple[str, ...]:
    """Return the usual questions, all of them, or some in any order."""
    some = tuple(chance.sample(QUESTIONS, chance.randint(0, len(QUESTIONS))))
    return chance.choice([DEFAULT_PANELS, QUESTIONS, some])


def some_column(chance: random.Random, slug: str) -> str:
    return slug if chance.random() < 0.7 else f"{slug}@{some_period(chance)}"


@pytest.mark.parametrize("count", [400, pytest.param(10_000, marks=pytest.mark.deep)])
def test_random_views_come_back_from_their_links(count):
    chance = random.Random(20201008)
    for _ in range(count):
        view = some_view(chance)
        query, link = view.to_query(), view.to_link(VERSION)
        back, notes = read(query)
        assert back == view
        assert back.to_query() == query
        pinned, pinned_notes = read(link)
        assert pinned == view
        assert pinned.to_link(VERSION) == link
        only = [] if view.operations else ["This link names no operation."]
        assert notes == pinned_notes == only


def test_keys_stand_in_one_order_whatever_order_they_came_in():
    chance = random.Random(1)
    for _ in range(200):
        view = some_view(chance)
        pairs = view.to_link(VERSION).removeprefix("?").split("&")
        assert [pair.partition("=")[0] for pair in pairs] == KEYS
        shuffled = chance.sample(pairs, len(pairs))
        back, _ = read("?" + "&".join(shuffled))
        assert back.to_query() == view.to_query()
        asked = [key for key, _ in parse_qsl(view.to_query()[1:], keep_blank_values=True)]
        assert asked == [key for key in KEYS if key in asked]


def test_the_example_of_the_first_issue():
    view, notes = read(EXAMPLE)
    assert notes == []
    assert view == View(
        ("china-2019", "thailand-2020-10"),
        "utc",
        scale="count",
        period=Period(date(2018, 1, 1), date(2020, 4, 30)),
        kinds=("original", "reply"),
        languages=("en", "zh"),
        themes=("hong-kong-protests",),
        sort="name",
        tag="maga",
        phase="operational",
    )
    assert read(view.to_link(VERSION)) == (view, [])
    assert view.to_query() == EXAMPLE.replace("zh~en", "en~zh").removesuffix("&data=" + VERSION)


def test_the_default_view_needs_no_query_and_says_everything_when_copied():
    assert read("") == read("?") == parse_query(None, WORDS) == (DEFAULT, [])
    assert DEFAULT.to_query() == ""
    assert DEFAULT.to_link(VERSION) == (
        "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10&clock=operator&audience=none"
        "&scale=share&range=common&per=post&hours=9-18&baseline=ordinary&unit=auto"
        "&period=all&kind=all&lang=all&theme=all&phase=all&sort=share&tag="
        "&panels=facts~size~rhythm~themes~timeline&present=no&data=0123456789ab"
    )
    assert read(DEFAULT.to_link(VERSION)) == (DEFAULT, [])


# ---- What is dropped -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "kept", "note"),
    [
        (
            "?ops=china-2019~atlantis~iran",
            View(("china-2019", "iran")),
            "Left out ops=atlantis: not known here.",
        ),
        (
            "?kind=reply~shout",
            View(kinds=("reply",)),
            "Left out kind=shout: not known here.",
        ),
        ("?lang=zh~xx", View(languages=("zh",)), "Left out lang=xx: not known here."),
        (
            "?theme=taiwan~moon",
            View(themes=("taiwan",)),
            "Left out theme=moon: not known here.",
        ),
        (
            "?clock=Europe/Atlantis&scale=count",
            View(scale="count"),
            "Left out clock=Europe/Atlantis: "
            "expected operator, utc or a time zone such as Asia/Bangkok.",
        ),
        ("?scale=log", DEFAULT, "Left out scale=log: expected share or count."),
        (
            "?sort=size",
            DEFAULT,
            "Left out sort=size: expected share, difference or name.",
        ),
        (
            f"?tag={'x' * 81}",
            DEFAULT,
            f"Left out tag={'x' * 39}…: a hashtag or domain has at most 80 characters here.",
        ),
        (
            "?period=2020-13",
            DEFAULT,
            "Left out period=2020-13: the calendar has no such month or day.",
        ),
        (
            "?period=2030-01..2030-02",  # in the very form that is expected
            DEFAULT,
            "Left out period=2030-01..2030-02: periods lie within 2006 to 2029.",
        ),
        (
            "?period=2020-1",
            DEFAULT,
            "Left out period=2020-1: expected months or days such as 2018-01..2020-04.",
        ),
        (
            "?period=2020-02..2020-01",
            DEFAULT,
            "Left out period=2020-02..2020-01: it ends before it begins.",
        ),
        ("?v=3", DEFAULT, "Left out v=3: this page reads links of versions 1 and 2."),
        ("?colour=red", DEFAULT, "Left out colour=red: no such part of a link."),
        (
            "?scale=count&scale=share",
            View(scale="count"),
            "Left out scale=share: given more than once, the first counts.",
        ),
    ],
)
def test_an_unknown_value_is_dropped_alone_and_named(query, kept, note):
    assert read(query) == (kept, [note])


def test_each_unknown_value_has_its_own_note():
    view, notes = read("?ops=a~china-2019~b&lang=xx&kind=yy")
    assert view == View(("china-2019",))
    assert [note.split(":")[0] for note in notes] == [
        "Left out ops=a",
        "Left out ops=b",
        "Left out kind=yy",
        "Left out lang=xx",
    ]


def test_a_seventh_operation_is_dropped_and_named():
    seven = ["iran", "china", "russia", "uae", "egypt", "turkey", "cuba"]
    view, notes = read("?ops=" + "~".join(seven))
    assert view.operations == tuple(seven[:6])
    assert notes == ["Left out ops=cuba: a comparison has at most 6 operations."]


def test_the_readers_order_of_operations_is_kept_and_other_lists_are_sorted():
    view, _ = read("?ops=turkey~china~iran&kind=retweet~original&lang=zh~en&theme=ukraine~taiwan")
    assert view.operations == ("turkey", "china", "iran")
    assert view.kinds == ("original", "retweet")
    assert view.languages == ("en", "zh")
    assert view.themes == ("taiwan", "ukraine")


@pytest.mark.parametrize(
    ("text", "panels", "notes"),
    [
        ("themes~size", ("themes", "size"), []),
        ("Themes~size~themes~~", ("themes", "size"), []),
        ("all", QUESTIONS, []),
        ("none", (), []),
        ("", DEFAULT_PANELS, []),
        ("size~theme", ("size",), ["Left out panels=theme: not known here; did you mean themes?"]),
        ("moon", DEFAULT_PANELS, ["Left out panels=moon: not known here."]),
    ],
)
def test_questions_stand_in_the_readers_order(text, panels, notes):
    view, said = read(f"?v=2&panels={text}")
    assert (view.panels, said) == (panels, notes)
    assert read(view.to_query()) == (view, [])


def test_all_questions_are_one_word_in_a_link():
    assert View(panels=QUESTIONS).to_query() == "?v=2&panels=all"
    assert View(panels=QUESTIONS[1:]).to_query() == f"?v=2&panels={'~'.join(QUESTIONS[1:])}"


def test_marks_of_other_sites_vanish_silently():
    assert read("?utm_source=mail&utm_x=&fbclid=1&gclid=2&scale=count") == (View(scale="count"), [])


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("?ops=", ""),
        ("?ops=~~", ""),
        ("?ops=@2020-01", ""),
        ("?ops=atlantis", " that is known here"),
        ("?ops=~atlantis@2020-01", " that is known here"),
    ],
)
def test_no_known_operation_shows_none_and_says_so(query, known):
    view, notes = read(query)
    assert view.operations == ()
    assert notes[-1] == f"This link names no operation{known}."
    assert read(view.to_query())[0] == view


def test_an_unknown_data_version_is_never_dropped():
    view, notes = read("?data=ffffffffffff")
    assert (view, notes) == (View(data="ffffffffffff"), [])
    assert view.to_query() == "?v=2&data=ffffffffffff"
    assert view.to_link(VERSION).endswith("&data=ffffffffffff")
    assert read(f"?data={VERSION}") == (DEFAULT, [])


def test_every_kind_is_the_same_as_no_filter_by_kind():
    assert read("?kind=" + "~".join(KINDS)) == read("?kind=all") == (DEFAULT, [])


def test_every_spelling_of_a_hashtag_is_one_link():
    for text in ("%23MAGA", "MAGA", "%20maga%20", "%EF%BC%83maga", "ma%E2%80%8Bga", "##Maga"):
        for before in ("", "%C2%85%23", "%E2%80%A8"):  # blanks of other lines than usual
            assert read(f"?tag={before}{text}") == (View(tag="maga"), [])
    chance = random.Random(12)
    for _ in range(5_000):
        signs = chance.choices("#＃ \x85\u2028İıI\u0307ß\u202eaé中ก\u0e31\u0301\u064b\ufeff.", k=9)
        view, _ = read("?" + urlencode({"tag": "".join(signs)}))
        assert read(view.to_query())[0] == view


def test_the_zone_utc_is_the_clock_utc():
    assert read("?clock=UTC") == read("?clock=utc") == (View(clock="utc"), [])


def test_a_long_value_is_cut_in_its_note():
    _, notes = read("?scale=" + "x" * 500)
    assert notes == [f"Left out scale={'x' * 39}…: expected share or count."]


# ---- Periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end", "spelled"),
    [
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "2020-02..2020-02"),
        ("2018-01..2020-04", date(2018, 1, 1), date(2020, 4, 30), "2018-01..2020-04"),
        ("2019-08-19", date(2019, 8, 19), date(2019, 8, 19), "2019-08-19..2019-08-19"),
        ("2019-08-01..2019-08-31", date(2019, 8, 1), date(2019, 8, 31), "2019-08..2019-08"),
        ("2019-08-02..2019-08", date(2019, 8, 2), date(2019, 8, 31), "2019-08-02..2019-08"),
        ("2019-08..2019-08-01", date(2019, 8, 1), date(2019, 8, 1), "2019-08..2019-08-01"),
        ("2019-08..", date(2019, 8, 1), None, "2019-08.."),
        ("..2019-08", None, date(2019, 8, 31), "..2019-08"),
        ("2019-08..end", date(2019, 8, 1), None, "2019-08.."),
        ("start..2019-08", None, date(2019, 8, 31), "..2019-08"),
        (" 2019-08\n", date(2019, 8, 1), date(2019, 8, 31), "2019-08..2019-08"),
    ],
)
def test_periods_are_months_or_days_inclusive_with_open_ends(text, start, end, spelled):
    view, notes = read("?" + urlencode({"period": text}))
    assert (view.period, notes) == (Period(start, end), [])
    in_link = f"start{spelled}" if start is None else spelled + "end" * (end is None)
    assert view.to_query() == f"?v=2&period={in_link}"
    assert view.filters == {"period": spelled}


@pytest.mark.parametrize("text", ["..", "", "all"])
def test_a_period_without_ends_is_no_filter(text):
    view, notes = read(f"?period={text}")
    assert (view.period, notes, view.filters) == (OPEN, [], {})


@pytest.mark.parametrize(
    "text",
    [
        *("2020", "2020-1", "2020-00", "2020-02-30", "1999-01", "2030-01", "2020-01-01T00:00"),
        *("2020-01...2020-02", "2020-01..2020-02..2020-03", "٢٠٢٠-٠١"),
        *("0000-00-00", "2020-01..x"),
    ],
)
def test_what_is_no_period_is_dropped_and_named(text):
    view, notes = read(f"?period={text}")
    assert view == DEFAULT
    assert len(notes) == 1
    assert notes[0].startswith("Left out period=")


# ---- Junk ----------------------------------------------------------------------------------------

JUNK = (
    *("%", "%%%", "%zz", "%00", "\0", "\ud800", "%ed%a0%80", "&&&&", "====", "?", "??", "#", "~"),
    *("ops=%00~\0", "clock=\ud800", "data=\ud800\udfff", "data=%ff%fe", "ops=" + "~" * 5000),
    *("&".join(["ops=iran"] * 5000), "x" * 100_000, "period=" + "9" * 100_000, "a=b;c=d", "v=3"),
    *("lang=" + "~".join(map(str, range(30_000))), "period=-..-", "clock=../../etc/passwd"),
)


def survives(query: str) -> None:
    """Read junk, and write and read again what was understood of it."""
    view, notes = read(query)
    assert all(isinstance(note, str) for note in notes)
    view.to_link(VERSION).encode()
    assert read(view.to_query())[0] == view


@pytest.mark.parametrize("query", JUNK, ids=range(len(JUNK)))
def test_junk_never_raises(query):
    survives(query)
    survives(f"?{query}&scale=count")


def test_random_junk_never_raises():
    chance = random.Random(7)
    alphabet = (
        "?&=%~.-_/:;+#abcopsvkindlangdataclocktheme0123456789\0\n\x7fé中\U0001f600\ud800\udc00"
    )
    for _ in range(1_000):
        survives("".join(chance.choices(alphabet, k=chance.randint(0, 60))))
        survives(chance.randbytes(40).decode("latin-1"))
        survives(chance.randbytes(40).decode("utf-8", "surrogateescape"))


def test_random_values_of_known_keys_never_raise():
    chance = random.Random(8)
    for _ in range(2_000):
        pairs = chance.choices(KEYS, k=4)
        texts = ["".join(chance.choices("~.%0a1229-/ é\ud800UTC", k=9)) for _ in pairs]
        survives("?" + "&".join(f"{k}={t}" for k, t in zip(pairs, texts, strict=True)))


def test_the_longest_link_is_not_too_long_to_open():
    """Six of the longest operations and every theme must still fit into a link that opens."""
    longest = sorted(WORDS.operations, key=len)[-MAX_OPERATIONS:]
    view = View(
        tuple(f"{slug}@2018-01-02..2020-04-29" for slug in longest),
        max(WORDS.zones, key=len),
        max(WORDS.zones, key=len),
        period=Period(date(2018, 1, 2), date(2020, 4, 29)),
        kinds=KINDS[:3],
        languages=tuple(f"l{n}" for n in range(60)),
        themes=tuple(sorted(WORDS.themes)),
        sort="difference",
        tag="ก" * 80,
        phase="operational",
    )
    assert len(view.to_link(VERSION)) <= MAX_QUERY


def test_a_view_of_the_default_with_another_field_says_only_that_field():
    for param, value in {"scale": "count", "clock": "utc", "themes": ("taiwan",)}.items():
        view = replace(DEFAULT, **{param: value})
        assert view.to_query().count("=") == 2


# ---- Columns with a period of their own ----------------------------------------------------------


def test_one_operation_can_stand_twice_each_with_a_period_of_its_own():
    view, notes = read("?ops=china-2019@2019-06..2019-07~china-2019@2019-08..&period=2018-01..")
    assert notes == []
    assert view.operations == ("china-2019@2019-06..2019-07", "china-2019@2019-08..")
    first, second = (view.own(column).period for column in view.operations)
    assert first == Period(date(2019, 6, 1), date(2019, 7, 31))
    assert second == Period(date(2019, 8, 1), None)
    assert view.own("china-2019").period == Period(date(2018, 1, 1), None)


def test_a_period_of_its_own_is_spelled_in_one_way():
    view, _ = read("?ops=china-2019@2019-06-01..2019-07-31~china-2019@2019-06..2019-07")
    assert view.operations == ("china-2019@2019-06..2019-07",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("china-2019@yesterday", "expected months or days such as 2018-01..2020-04"),
        ("china-2019@2019-08..2019-07", "it ends before it begins"),
    ],
)
def test_of_a_period_that_cannot_be_read_the_operation_stays(text, reason):
    view, notes = read(f"?ops={text}")
    assert view.operations == ("china-2019",)
    assert notes == [f"Left out ops={text}: {reason}."]


@pytest.mark.parametrize("text", ["9", "18-9", "9-25", "9-9", "9:00-18:00", "-1-9", "٩-١٨", ""])
def test_what_are_no_hours_is_dropped_and_named(text):
    view, notes = read(f"?hours={text}")
    assert view == DEFAULT
    assert notes == [f"Left out hours={text}: expected whole hours of one day such as 9-18."]


def test_what_changes_only_the_drawing_does_not_change_the_counting():
    asked = "&period=2019&kind=reply".replace("2019", "2019-01")
    plain, _ = read(f"?ops=iran&clock=utc{asked}")
    drawn, _ = read(f"?ops=china&clock=utc{asked}&scale=count&range=own&per=account&unit=week")
    assert plain.counting == drawn.counting
    assert plain.counting != read(f"?ops=iran{asked}")[0].counting


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("2019-06..2019-07", "Jun 2019 to Jul 2019"),
        ("2019-06..2019-06", "Jun 2019"),
        ("2019-08..", "since Aug 2019"),
        ("..2019-08-05", "until 5 Aug 2019"),
        ("..", "all months"),
    ],
)
def test_a_period_in_words(column, told):
    assert read_period(column).in_words == told


def test_the_same_view_of_other_operations_has_a_link():
    for query in ("", "?ops=china&clock=utc&lang=en", "?ops=china-2019&period=2019-06.."):
        view, _ = read(query)
        for columns in (DEFAULT_OPERATIONS, ("china",), ("china-2019@2019-06..2019-07", "china")):
            assert view.with_columns(columns) == replace(view, operations=columns).to_query()
