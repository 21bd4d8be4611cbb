"""Leaving earlier lives out: every number of a small world added up by hand."""

from dataclasses import replace

import pytest
import small_world
from small_world import LEXICON, VERSION, small_catalogue, small_cited, small_holdings, table

from dashboard.link.view import DEFAULT, View, parse_query
from dashboard.panels.languages.measure import languages
from dashboard.panels.listed import hashtags
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.size import PANEL
from dashboard.panels.size.measure import size
from dashboard.panels.themes.measure import themes
from dashboard.panels.timeline.measure import timeline
from dashboard.snapshot.asking import NO_PHASES
from dashboard.snapshot.cells import Cells
from dashboard.snapshot.world import World, make_world
from dashboard.tables import ACCOUNTS, ACTIVITY, EARLIER, EVERY_PHASE, ITEMS, OPERATIONAL
from tests.snapshot.test_distinct import ROWS

# Of small_world.THAILAND the five retweets and the three quotes are of earlier lives: 8 of 25
# posts, by the accounts 4 and 5 of test_distinct.ROWS. 17 are left: 12 Thai, 4 English, 1 not
# stated; court 12, Hong Kong 2, filler 0.
THAILAND = ("thailand-2020-10", "platform")
EARLIER_KINDS = {"retweet", "quote"}
ACTIVE = (
    *(("", "", 7), ("operator", "2020-02", 6), ("operator", "2020-03", 2)),
    *(("utc", "2020-02", 7), ("utc", "2020-03", 1)),
)
TAGS = (
    ("", "", "court", "Court", 12, 10),
    ("", "", "hongkong", "HongKong", 2, 10),
    ("operator", "2020-02", "court", "Court", 10, 8),
)


def phase(kind: str) -> str:
    return EARLIER if kind in EARLIER_KINDS else OPERATIONAL


def two(columns: dict[str, str], every: tuple, operational: tuple):
    """Return a table of all posts and, beside them, of the operational phase."""
    rows = [(*row, EVERY_PHASE) for row in every] + [(*row, OPERATIONAL) for row in operational]
    return table(columns, rows)


@pytest.fixture(scope="module")
def told() -> World:
    """Return the small world in which Thailand and Russia tell of phases, and China does not."""
    held = small_holdings()
    posts = held[THAILAND].posts
    kinds = [phase(kind) for kind in posts["kind"]]
    activity = [(*row, phase(row[3])) for row in ROWS]
    held[THAILAND] = replace(
        held[THAILAND],
        posts=posts.assign(phase=kinds).astype({"phase": "category"}),
        accounts=two(ACCOUNTS, small_world.THAI_ACCOUNTS, ACTIVE),
        tags=two(ITEMS, small_world.THAI_TAGS, TAGS),
        private={"activity": table(ACTIVITY, activity)},
    )
    russia = ("russia-2018-10", "clemson")
    steady = held[russia].posts.assign(phase=OPERATIONAL).astype({"phase": "category"})
    held[russia] = replace(held[russia], posts=steady)
    return make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)


def view_of(world: World, query: str) -> View:
    view, notes = parse_query(f"{query}&phase=operational", world.words)
    assert notes == []
    return view


def test_all_phases_are_the_default_and_leave_no_trace_in_a_link(told):
    assert parse_query("v=2&ops=thailand-2020-10&phase=all", told.words)[0].to_query() == (
        "?v=2&ops=thailand-2020-10"
    )
    view = view_of(told, "v=2&ops=thailand-2020-10")
    assert view.to_query() == "?v=2&ops=thailand-2020-10&phase=operational"
    assert view.filters == {"phase": "operational"} and "phase=all" in DEFAULT.to_link(VERSION)
    assert parse_query("phase=earlier", told.words)[1] == [
        "Left out phase=earlier: expected all or operational."
    ]


@pytest.mark.parametrize(
    ("query", "posts", "active", "share"),
    [
        ("", 17, 7, 8 / 25),
        ("&period=2020-02", 14, 6, 8 / 22),
        ("&period=2020-03", 3, 2, 0),
        ("&period=2019-05", 0, 0, None),
        ("&lang=en", 4, 2, 3 / 7),
        ("&kind=quote", 0, 0, 1),
        ("&theme=court~filler", 12, 4, 3 / 15),
        ("&period=2020-02-03..2020-02-03", 10, 6, 5 / 15),
        ("&clock=utc&period=2020-02", 16, 7, 8 / 24),
    ],
)
def test_size_without_earlier_lives(told, query, posts, active, share):
    (found,) = size(told, view_of(told, f"ops=thailand-2020-10{query}")).sizes.values()
    assert (found.posts, found.active, found.posts_held) == (posts, active, 25)
    assert found.earlier == (share if share is None else pytest.approx(share))


def test_the_share_of_earlier_lives_is_said_with_or_without_them(told):
    said = {}
    for query in ("phase=all", "phase=operational"):
        view, _ = parse_query(f"ops=thailand-2020-10~russia-2018-10~china-2019&{query}", told.words)
        cells = PANEL.cells(size(told, view))
        said[query] = [" ".join((*cell.lines, *cell.details)) for cell in cells]
    assert "Earlier lives: **32.0%** of posts, included." in said["phase=all"][0]
    assert "Earlier lives: **32.0%** of posts, left out here." in said["phase=operational"][0]
    assert "Earlier lives: none found." in said["phase=operational"][1]
    assert NO_PHASES in said["phase=operational"][2]
    assert not [line for line in said["phase=all"][1:] if "arlier" in line]


def test_rhythm_and_months_without_earlier_lives(told):
    view = view_of(told, "v=2&ops=thailand-2020-10")
    week = rhythm(told, view).weeks["thailand-2020-10"]
    assert (week.sum(), week[0, 8], week[1, 16], week[1, 17]) == (17, 10, 0, 4)
    view = replace(view, unit="month")
    counted = timeline(told, view).series["thailand-2020-10"]
    assert counted.posts.tolist() == [14, 3]


def test_languages_and_themes_without_earlier_lives(told):
    view = view_of(told, "v=2&ops=thailand-2020-10")
    spoken = languages(told, view).spoken["thailand-2020-10"]
    assert (spoken.posts, spoken.total) == ({"th": 12, "en": 4, "und": 1}, 17)
    claimed = themes(told, view).claimed["thailand-2020-10"]
    assert (claimed.uses.tolist(), claimed.covered, claimed.total) == ([12, 2, 0], 12, 17)


def test_hashtags_without_earlier_lives(told):
    def used(query: str) -> list[tuple[str, int, int | None]]:
        view = view_of(told, f"ops=thailand-2020-10{query}")
        return [tag[1:4] for tag in hashtags(told, view).tags["thailand-2020-10"]]

    assert used("") == [("Court", 12, 10), ("HongKong", 2, 10)]
    assert used("&period=2020-02") == [("Court", 10, 8)]


def test_a_collection_without_earlier_lives_shows_the_same_numbers(told):
    every, _ = parse_query("ops=russia-2018-10", told.words)
    left = view_of(told, "ops=russia-2018-10")
    assert rhythm(told, left).weeks["russia-2018-10"].sum() == 40
    for measure in (size, rhythm, timeline, themes, languages):
        assert measure(told, left).frame.equals(measure(told, every).frame)


def test_what_does_not_tell_phases_is_not_known_in_one_sentence(told):
    """China's counts, and what others counted of Egypt's release."""
    view = view_of(told, "ops=china-2019~uae-egypt-2019-09")
    for measure in (rhythm, timeline, languages):
        unknown = measure(told, view).unknown
        assert NO_PHASES in unknown["china-2019"]
    for measure in (timeline, languages):
        assert measure(told, view).unknown["uae-egypt-2019-09"] == NO_PHASES
    assert (
        set(hashtags(told, view).unknown) == set(themes(told, view).unknown) == set(view.operations)
    )


def test_a_phase_has_a_run_of_its_own(told):
    """Nothing else is chosen: then its posts are not added up group by group."""
    cells = told.sources[("thailand-2020-10",)].cells
    groups = cells.group_numbers((), (), (OPERATIONAL,))
    run, _ = cells.whole[groups]
    assert run.posts.sum() == 17 and run.quarters is not None
    assert cells.group_numbers((), (), (EARLIER, OPERATIONAL)) is None


def test_posts_of_one_phase_are_held_once():
    posts = small_holdings()[THAILAND].posts
    assert list(Cells(posts, ()).whole) == [None]
