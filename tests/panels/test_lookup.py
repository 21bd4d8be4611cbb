"""What a reader types, and the hashtags and domains that it leads to."""

from dataclasses import replace

import pytest

from dashboard.catalogue.cited import TAGS
from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.link.view import View
from dashboard.panels.find import PANEL
from dashboard.panels.find.lookup import Item, beginning, item_of, meant, nearest
from dashboard.panels.find.measure import Month, find
from dashboard.panels.panel import unmarked
from dashboard.snapshot.world import World, make_world
from dashboard.tables import ITEMS
from tests.small_world import (
    CITED_TAGS,
    LEXICON,
    VERSION,
    small_catalogue,
    small_cited,
    small_holdings,
    table,
)

SIMPLIFIED, TRADITIONAL = "守护香港", "守護香港"


@pytest.fixture(scope="module")
def chinese() -> World:
    """Return the small world with one hashtag in two spellings in one release: 300 and 200 uses."""
    two = ((SIMPLIFIED, 300), (TRADITIONAL, 200))
    rows = [("china-2019-09", name, name, uses) for name, uses in two]
    rows.append(("uae-egypt-2019-09", TRADITIONAL, TRADITIONAL, 130))
    counts = small_cited() | {"hashtags": table(TAGS, [*CITED_TAGS, *rows])}
    terms = (Term(TRADITIONAL, "hashtag", "zh-Hant", "safeguard Hong Kong", "made-up"),)
    theme = Theme("hong-kong", "The city", "The city.", False, terms)
    lexicon = Lexicon("test", LEXICON.sources, {theme.id: theme})
    return make_world(small_catalogue(), lexicon, small_holdings(), counts, VERSION)


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("#HongKong", "hongkong"),
        (" hong kong ", "hongkong"),
        ("hong  nothing", "hong  nothing"),
        ("news.example", "news.example"),
        ("https://www.News.example/a?b=c#d", "news.example"),
        ("http://user@live.news.example:8080/", "news.example"),
        ("www.news.example", "news.example"),
        ("news.example/story", "news.example"),
        ("https://nowhere.example/x", "nowhere.example"),
        ("https://twitter.com/hashtag/HongKong?src=hash", "hongkong"),
        ("https://[", "https://["),
        ("#", ""),
        ("", ""),
    ],
)
def test_what_is_typed_is_a_hashtag_or_a_domain(world, typed, item):
    assert item_of(world, typed) == item


def test_the_nearest_are_written_alike(world):
    assert [item.text for item in nearest(world, "hongkng")] == ["#hongkong"]
    assert nearest(world, "new.example")[0].text == "news.example"
    assert nearest(world, "zzzzzzzz") == ()


def test_a_beginning_suggests_what_was_used_most_with_its_sums(world):
    # Hong Kong 150 + 2 uses in two releases; court 12 in one; +1 begins otherwise.
    assert beginning(world, "#Ho", 5) == (Item("hashtag", "hongkong", 152, 2, "Hong Kong", "en"),)
    assert [item.text for item in beginning(world, "ne", 5)] == ["#news", "news.example"]
    assert [item.text for item in beginning(world, "ne", 1)] == ["#news"], "250 uses before 69"
    assert beginning(world, "", 5) == ()


@pytest.mark.parametrize("words", ["hong kong", "Hong", "kong HONG"])
def test_english_words_lead_to_the_hashtags_of_a_theme(world, words):
    (part,) = meant(world, words)
    assert part.theme.id == "hong-kong"
    assert [item.text for item in part.items] == ["#hongkong"]


@pytest.mark.parametrize("words", ["", "ho", "hong thing", "court", "ong"])
def test_words_that_nothing_means_lead_nowhere(world, words):
    assert meant(world, words) == (), "too short, not all of them, without terms, not a beginning"


def test_both_spellings_of_a_chinese_hashtag_are_one(chinese):
    for tag in (SIMPLIFIED, TRADITIONAL):
        answer = find(chinese, View(operations=(), tag=tag))
        uses = {slug: (usage.uses, usage.spellings) for slug, usage in answer.usages.items()}
        assert uses == {
            "china-2019-09": (500, (SIMPLIFIED, TRADITIONAL)),
            "uae-egypt-2019-09": (130, (TRADITIONAL,)),
        }
        assert answer.usages["china-2019-09"].accounts is None, "who used both counts once"
        both = "are one, in simplified and traditional letters."
        assert both in unmarked(PANEL.say(answer))
    (part,) = meant(chinese, "safeguard")
    assert [(item.name, item.uses, item.operations) for item in part.items] == [
        (SIMPLIFIED, 630, 2)
    ]


def test_in_data_versions_of_before_each_spelling_is_its_own(chinese):
    before = replace(chinese, lexicon=replace(chinese.lexicon, version="2"))
    answer = find(before, View(operations=(), tag=SIMPLIFIED))
    assert {slug: usage.uses for slug, usage in answer.usages.items()} == {"china-2019-09": 300}
    assert "are one" not in PANEL.say(answer)


def test_months_of_two_spellings_are_added_and_their_accounts_are_not_known():
    """February: 4 and 3 uses, March: 2 of one spelling by 2 accounts."""
    rows = (
        *(("", "", SIMPLIFIED, SIMPLIFIED, 6, 10), ("", "", TRADITIONAL, TRADITIONAL, 3, 10)),
        ("operator", "2020-02", SIMPLIFIED, SIMPLIFIED, 4, 4),
        ("operator", "2020-02", TRADITIONAL, TRADITIONAL, 3, 3),
        ("operator", "2020-03", SIMPLIFIED, SIMPLIFIED, 2, 2),
    )
    held = small_holdings()
    thai = held["thailand-2020-10", "platform"]
    tags = table(ITEMS, rows)
    held["thailand-2020-10", "platform"] = replace(thai, tags=tags)
    world = make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)
    usage = find(world, View(operations=(), tag=TRADITIONAL)).usages["thailand-2020-10"]
    assert usage.months == (Month("2020-02", 7, None), Month("2020-03", 2, 2))
    assert (usage.uses, usage.accounts, usage.share) == (9, None, 9 / 25)


def test_real_suggestions_against_the_tables(real):
    (first, *_) = beginning(real, "#maga", 3)
    usages = find(real, View(operations=(), tag="maga")).usages
    assert (first.text, first.operations) == ("#maga", len(usages))
    assert first.uses == sum(usage.uses for usage in usages.values())
