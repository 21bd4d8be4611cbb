"""Which hashtags did they use, and how many accounts used them."""

import pytest

from dashboard.catalogue import cited
from dashboard.link.view import View, parse_query
from dashboard.panels.listed import MOST, hashtags
from dashboard.snapshot import used
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.world import World, make_world
from tests.small_world import LEXICON, small_catalogue, table

BY_MONTH = used.BY_MONTH.format("Hashtags")
UNFILTERED = used.UNFILTERED.format("Hashtags")
CITED_WHOLE = used.CITED_WHOLE.format("hashtag")


def tags(world: World, slug: str, query: str = "") -> list[tuple[str, int, int | None]] | str:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    found = hashtags(world, view)
    return [tuple(t)[1:4] for t in found.tags[slug]] if slug in found.tags else found.unknown[slug]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("Court", 12, 10), ("+1", 5, 11), ("HongKong", 2, 10)]),
        ("period=2020-02", [("Court", 10, 8), ("+1", 5, 6)]),
        ("period=2020-03", [("Court", 2, 2), ("HongKong", 2, 2)]),
        ("period=2020-02&clock=utc", [("Court", 12, 9), ("+1", 5, 6), ("HongKong", 2, 2)]),
        # Over two months an account may count in both: how many there are is not known.
        ("period=2020-02..", [("Court", 12, None), ("+1", 5, None), ("HongKong", 2, None)]),
        ("period=2021-01", []),
        ("period=2020-02-02..", BY_MONTH),
        ("period=2020-02&clock=Asia/Tokyo", BY_MONTH),
        ("lang=th", UNFILTERED),
        ("kind=reply", UNFILTERED),
        ("theme=court", UNFILTERED),
        ("scale=count&clock=Asia/Tokyo", [("Court", 12, 10), ("+1", 5, 11), ("HongKong", 2, 10)]),
    ],
)
def test_the_most_used_hashtags(world, query, expected):
    assert tags(world, "thailand-2020-10", query) == expected


def test_cited_hashtags_have_no_accounts_and_answer_no_filter(world):
    assert tags(world, "china-2019") == [("News", 250, None), ("HongKong", 150, None)]
    for query in ("period=2019-07", "lang=zh", "theme=court", "kind=reply"):
        assert tags(world, "china-2019", query) == CITED_WHOLE


def test_where_only_facts_are_known_there_are_none(world):
    assert tags(world, "turkey-2020-06") == NO_ROWS


def test_at_most_a_hundred_with_ties_in_alphabetical_order():
    rows = [("china-2019-09", f"tag{n:03}", f"Tag{n:03}", 100) for n in range(150)]
    world = make_world(small_catalogue(), LEXICON, {}, {"hashtags": table(cited.TAGS, rows)}, "0")
    found = hashtags(world, View(("china-2019-09",))).frame
    assert len(found) == MOST == 100
    assert found["hashtag"].tolist() == [f"Tag{n:03}" for n in range(100)]


def test_uses_of_several_releases_are_added():
    rows = [
        ("china-2019-08-1", "a", "A", 100),
        ("china-2019-09", "a", "a", 150),
        ("china-2019-09", "b", "B", 200),
    ]
    world = make_world(small_catalogue(), LEXICON, {}, {"hashtags": table(cited.TAGS, rows)}, "0")
    found = hashtags(world, View(("china-2019",)))
    assert [tag[1:4] for tag in found.tags["china-2019"]] == [("A", 250, None), ("B", 200, None)]
    assert (
        "450 uses of hashtags used 100 times or more in 2 releases"
        in found.used["china-2019"].basis
    )
