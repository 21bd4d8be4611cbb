"""How big were they: three account counts, amplifiers apart, and what was not published."""

import pytest

from dashboard.catalogue.releases import read_catalogue
from dashboard.link.filters import only_together
from dashboard.link.view import View, parse_query
from dashboard.panels.size import PANEL
from dashboard.panels.size.measure import COLUMNS, Sizes, size
from dashboard.settings import ROOT
from dashboard.snapshot.world import World, make_world
from tests.small_world import LEXICON


def sizes(world: World, slug: str, query: str = "") -> Sizes:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    return size(world, view).sizes[slug]


@pytest.fixture(scope="module")
def facts() -> World:
    """Return the real catalogue with nothing held."""
    catalogue = read_catalogue(ROOT / "data" / "releases.toml")
    return make_world(catalogue, LEXICON, {}, {}, "0" * 12)


def test_three_account_counts_and_amplifiers_apart(world):
    found = sizes(world, "thailand-2020-10")
    assert (found.announced, found.published, found.active, found.amplifiers) == (12, 10, 9, 8)
    assert (found.posts, found.posts_held, found.posts_announced) == (25, 25, 25)
    assert (found.unpublished, found.unpublished_share) == (2, pytest.approx(1 / 6))  # of 12


def test_a_number_announced_for_several_releases_counts_once(world):
    found = sizes(world, "china-2019")
    assert (found.announced, found.published, found.amplifiers) == (80, 78, 200)
    assert (found.unpublished, found.posts_announced, found.posts) == (2, 100, 50)
    assert found.unpublished_share == pytest.approx(2 / 80)


def test_of_one_release_of_a_shared_number_what_was_not_published_is_not_known(world):
    found = sizes(world, "china-2019-08-1")
    assert (found.announced, found.amplifiers, found.published) == (30, 200, 20)
    assert found.shared_with == ("china-2019-08-2",)
    assert found.unpublished is found.unpublished_share is None


def test_the_200000_amplifiers_of_august_2019_count_once(facts):
    group, country = sizes(facts, "china-2019"), sizes(facts, "china")
    assert group.amplifiers == 200_000
    assert group.announced == 936 + 4_301
    assert group.published == 744 + 196 + 4_301
    assert group.unpublished == 936 + 4_301 - (744 + 196 + 4_301)
    assert country.amplifiers == 200_000 + 150_000
    assert sizes(facts, "china-2019-08-1").unpublished is None
    assert sizes(facts, "china-2020-06").unpublished is None, "its users file was not read"


def test_more_published_than_announced_is_told_as_it_is(world):
    found = sizes(world, "uae-egypt-2019-09")
    assert (found.announced, found.published, found.unpublished) == (5, 7, -2)


def test_amplifiers_are_not_added_to_what_was_not_published(facts):
    """The platform said "about 200,000": no exact number, and no share, can be made of it."""
    view = View(("china-2019", "china"))
    lines = [cell.lines[0] for cell in PANEL.cells(size(facts, view))]
    assert lines == [
        "Published: **5,241** accounts, 4 more than announced, none of the **200,000** amplifiers.",
        "Not published: all **350,000** amplifiers; how many others is **not known**.",
    ]
    assert [row[-1] for row in PANEL.table(size(facts, view)).body] == ["0", "not known"]


def test_what_nobody_read_is_not_known_and_never_zero(world):
    found = sizes(world, "turkey-2020-06")
    assert (found.announced, found.posts_announced) == (40, 500)
    assert found.published is found.active is found.amplifiers is found.posts is None
    assert found.unpublished is found.unpublished_share is None


@pytest.mark.parametrize(
    ("query", "posts", "active"),
    [
        ("period=2020-02", 22, 8),  # on Bangkok's calendar
        ("period=2020-03", 3, 2),
        ("period=2020-02&clock=utc", 24, 9),
        ("period=2020-03&clock=Asia/Bangkok", 3, 2),
        ("period=2020-02..2020-03", 25, None),  # accounts of two months overlap
        ("period=2020-02-03..2020-02-03", 15, None),
        ("period=2020-02&clock=Asia/Tokyo", 22, None),
        ("period=2019-01", 0, 0),
        ("kind=reply", 4, None),
        ("lang=en&kind=quote", 3, None),
        ("theme=court", 12, None),
    ],
)
def test_posts_and_active_accounts_under_filters(world, query, posts, active):
    found = sizes(world, "thailand-2020-10", query)
    assert (found.posts, found.active) == (posts, active)
    assert (found.announced, found.published, found.posts_held) == (12, 10, 25), "never filtered"


def test_posts_that_a_filter_cannot_tell_are_not_known(world):
    found = sizes(world, "russia-2018-10", "kind=reply")
    assert found.posts is None
    assert found.posts_unknown == only_together("original-or-reply")


def test_the_table_has_a_row_a_release_and_a_joint_row(world):
    frame = size(world, View(("china-2019", "turkey-2020-06"))).frame
    assert tuple(frame.columns) == COLUMNS
    assert COLUMNS[:13] == (
        *("operation", "release", "collection", "country", "disclosed", "accounts_announced"),
        *("accounts_published", "accounts_active", "amplifier_accounts", "posts_announced"),
        *("posts", "depth", "source"),
    )
    assert frame["depth"].tolist() == ["facts", "facts", "facts", "counts", "facts"]
    assert frame["posts"].isna().tolist() == [True, True, True, False, True]
    assert frame["shared_with"].tolist() == ["china-2019-08-2", "china-2019-08-1", "", "", ""]


def test_no_operation_gives_an_empty_table(world):
    assert size(world, View(())).frame.shape == (0, len(COLUMNS))
