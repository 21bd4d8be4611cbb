"""Which holding answers for an operation."""

from dataclasses import replace

import pytest

from dashboard.link.view import DEFAULT_OPERATIONS
from dashboard.snapshot.world import best, make_world, sources_of
from tests.small_world import (
    LEXICON,
    THAILAND,
    VERSION,
    fingerprint,
    holding,
    small_catalogue,
    small_holdings,
    small_world,
)

ROWS = holding("russia-2018-10", "clemson", "Europe/Moscow", THAILAND)
PLATFORM = holding("russia-2018-10", "platform", "Europe/Moscow", THAILAND[:2])
COUNTS = holding("russia-2018-10", "chua-2019", "Europe/Moscow", THAILAND * 2, depth="counts")


def test_rows_win_over_counts_and_the_platforms_own_release_over_others():
    assert best([COUNTS, ROWS]) is ROWS
    assert best([ROWS, PLATFORM, COUNTS]) is PLATFORM
    more = replace(ROWS.manifest, collection="another", posts=99)
    assert best([ROWS, replace(ROWS, manifest=more)]).manifest.posts == 99


def test_the_platforms_release_takes_the_place_of_a_collection_once_it_is_held():
    held = small_holdings() | {("russia-2018-10", "platform"): PLATFORM}
    world = make_world(small_catalogue(), LEXICON, held, {}, VERSION)
    (source,) = world.sources_of("russia-2018-10")
    assert (source.collection.name, source.manifest.posts) == ("platform", 15)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("thailand-2020-10", ["thailand-2020-10"]),
        ("thailand", ["thailand-2020-10"]),
        ("china-2019", ["china-2019"]),
        ("china", ["china-2019"]),
        ("china-2019-09", []),
        ("turkey-2020-06", []),
        ("uae", []),
    ],
)
def test_who_answers_for_whom(world, slug, expected):
    assert [source.manifest.subject for source in world.sources_of(slug)] == expected


def test_rows_of_every_release_win_over_counts_of_all_together(world):
    """Each release is answered for once, however many holdings have it."""
    operation = world.catalogue.operations["china-2019"]
    slugs = [release.slug for release in operation.releases]
    joint = next(iter(world.sources_of("china-2019")))
    alone = {(r.slug,): replace(joint, releases=(r,)) for r in operation.releases}
    every = {tuple(slugs): joint} | alone
    assert sources_of(operation, every) == tuple(alone.values())
    one = {tuple(slugs): joint, (slugs[0],): alone[(slugs[0],)]}
    assert sources_of(operation, one) == (joint,)


def test_holdings_that_the_catalogue_does_not_know_are_left_out():
    held = small_holdings() | {
        ("atlantis", "platform"): holding("atlantis", "platform", "UTC", THAILAND),
        ("turkey-2020-06", "mine"): holding("turkey-2020-06", "mine", "UTC", THAILAND),
    }
    world = make_world(small_catalogue(), LEXICON, held, {}, VERSION)
    assert len(world.sources) == 3
    assert world.sources_of("turkey-2020-06") == ()


def test_the_words_that_a_link_may_use(world):
    words = world.words
    assert set(DEFAULT_OPERATIONS) | {"uae", "egypt", "china"} <= words.operations
    assert words.languages == {"th", "en", "und", "ru", "zh", "fr", "ar"}
    assert words.themes == {"court", "hong-kong", "filler"}
    assert words.version == VERSION


def test_themes_have_places_in_the_lexicon(world):
    assert world.theme_numbers(("filler", "court")) == (2, 0)
    assert world.theme_numbers(()) is None


def test_how_much_there_is_in_all_is_the_collections_or_the_releases_number(world):
    whole = {slug: world.sources_of(slug)[0].whole for slug in DEFAULT_OPERATIONS}
    assert whole == {"china-2019": 80, "russia-2018-10": 60, "thailand-2020-10": 25}


def test_cited_hashtags_belong_to_every_operation_with_their_release(world):
    assert [c.release for c in world.cited_of("china")] == ["china-2019-09"]
    assert [c.release for c in world.cited_of("egypt")] == ["uae-egypt-2019-09"]
    assert world.cited_of("thailand") == ()


def test_a_change_of_the_world_would_be_seen(world):
    other = small_world()
    assert fingerprint(other) == fingerprint(world)
    other.sources[("thailand-2020-10",)].active["", ""] += 1
    assert fingerprint(other) != fingerprint(world)
