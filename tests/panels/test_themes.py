"""What did they talk about: shares of themes, coverage, and hashtag uses where others counted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.cited import index
from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.clock.local_time import span
from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.themes import PANEL, draw, say
from dashboard.panels.themes.measure import Claimed, share_differences, themes
from dashboard.settings import ROOT
from dashboard.snapshot.used import CITED_WHOLE
from dashboard.snapshot.world import World
from tests.small_world import small_world

IDS = ("court", "hong-kong", "filler")


def claimed(world: World, slug: str, query: str = "") -> Claimed:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    return themes(world, view).claimed[slug]


@pytest.mark.parametrize(
    ("query", "uses", "covered", "total"),
    [
        ("", [12, 2, 3], 15, 25),
        ("period=2020-02", [10, 0, 3], 13, 22),
        ("period=2020-02&clock=utc", [12, 2, 3], 15, 24),
        ("lang=th", [12, 2, 0], 12, 17),
        ("kind=quote", [0, 0, 3], 3, 3),
        ("kind=reply", [0, 0, 0], 0, 4),
        # Shares are of the posts before the theme filter.
        ("theme=court", [12, 2, 3], 15, 25),
    ],
)
def test_posts_by_theme(world, query, uses, covered, total):
    found = claimed(world, "thailand-2020-10", query)
    assert world.theme_ids == IDS
    assert (found.uses.tolist(), found.covered, found.total) == (uses, covered, total)
    assert found.unit == "posts"
    assert found.shares.tolist() == [n / total for n in uses]
    assert found.coverage == covered / total


def test_noise_is_known_apart(world):
    assert claimed(world, "thailand-2020-10").noise == 3
    assert claimed(world, "russia-2018-10").noise == 0


def test_a_post_with_two_themes_is_covered_once(world):
    """Two posts have both court and Hong Kong: 12 + 2 + 3 uses, 15 posts."""
    found = claimed(world, "thailand-2020-10")
    assert found.uses.sum() - found.covered == 2


def test_cited_hashtags_are_counted_as_uses_and_say_so(world):
    for slug in ("china-2019-09", "china-2019", "china"):
        found = claimed(world, slug)
        assert (found.uses.tolist(), found.covered, found.total) == ([0, 150, 0], 150, 400)
        assert found.unit == "hashtag_uses"
        assert "400 uses of hashtags used 100 times or more in 1 release" in found.basis


def test_cited_tags_are_compared_as_terms_are():
    """Whatever letters stand for one another; a tag of two themes is covered once."""
    cited = pd.DataFrame(
        {
            "release": "china-2019-09",
            "item": ["ايران", "ایران", "hk", "x"],
            "label": ["", "", "", ""],
        }
    ).assign(uses=[5, 3, 2, 90])
    made = small_world()
    themes_made = (
        Theme("iran", "Iran", "", False, (Term("إيران", "hashtag", "ar", "", "s"),)),
        Theme("both", "Both", "", True, (Term("ایران", "hashtag", "fa", "", "s"),)),
        Theme("words", "Words", "", False, (Term("hk", "word", "en", "", "s"),)),
    )
    lexicon = Lexicon("9", {"s": "made up"}, {theme.id: theme for theme in themes_made})
    made = replace(made, lexicon=lexicon, cited=index({"hashtags": cited}), sources={})
    found = claimed(made, "china-2019-09")
    assert (found.uses.tolist(), found.covered, found.noise, found.total) == ([8, 8, 0], 8, 8, 100)
    assert found.lexicons == ("9",)


def test_the_basis_names_the_lexicon(world):
    frame = themes(world, View(("thailand-2020-10", "turkey-2020-06"))).frame
    told = frame.groupby("operation")["basis"].first()
    assert told["thailand-2020-10"].endswith("; lexicon test")
    assert told["turkey-2020-06"] == ""


def test_cited_counts_answer_no_filter(world):
    for query in ("period=2019-07", "lang=zh", "kind=reply"):
        view = parse_query(f"?ops=uae-egypt-2019-09&{query}", world.words)[0]
        assert themes(world, view).unknown == {"uae-egypt-2019-09": CITED_WHOLE.format("hashtag")}
    assert claimed(world, "uae-egypt-2019-09", "theme=court").total == 240


def test_without_posts_shares_are_not_known(world):
    found = claimed(world, "thailand-2020-10", "period=2006-01")
    assert found.total == 0
    assert np.isnan(found.shares).all()
    assert np.isnan(found.coverage)


def test_the_frame_has_a_row_an_operation_and_theme(world):
    frame = themes(world, View(("turkey-2020-06", "thailand-2020-10"))).frame
    assert frame["theme"].tolist() == [*IDS, *IDS]
    assert frame["uses"].isna().tolist() == [True] * 3 + [False] * 3
    assert frame["share"].tolist()[3:] == [0.48, 0.08, 0.12]
    assert themes(world, View(())).frame.shape == (0, 9)


def test_posts_with_two_themes(world):
    """Two posts have court and Hong Kong; each theme with itself is its own number."""
    found = claimed(world, "thailand-2020-10")
    assert found.both is not None
    assert found.both.tolist() == [[12, 2, 0], [2, 2, 0], [0, 0, 3]]
    assert claimed(world, "thailand-2020-10", "period=2020-02").both[0].tolist() == [10, 0, 0]
    assert claimed(world, "china-2019").both is None, "nobody counted hashtags together"


def test_posts_without_a_language(world):
    found = claimed(world, "thailand-2020-10")
    assert (found.unstated, found.unstated_share) == (1, 1 / 25)
    assert claimed(world, "thailand-2020-10", "lang=th").unstated == 0
    assert claimed(world, "thailand-2020-10", "period=2020-02").unstated == 0
    assert np.isnan(claimed(world, "china-2019").unstated_share)


def test_the_largest_difference_is_between_what_can_be_compared(world):
    """Court 48.0% against none, Hong Kong 8.0% against 15.0%, filler 12.0% against none."""
    told = themes(world, View(("thailand-2020-10", "russia-2018-10", "china-2019")))
    assert share_differences(told).tolist() == pytest.approx([0.48, 0.07, 0.12])
    of_tags = themes(world, View(("thailand-2020-10", "china-2019", "uae")))
    assert share_differences(of_tags).tolist() == pytest.approx([0, 0.375, 0])
    assert share_differences(themes(world, View(("thailand-2020-10", "china-2019")))) is None


@pytest.mark.parametrize(
    ("query", "order"),
    [
        # Noise stands last in any order.
        ("ops=thailand-2020-10~russia-2018-10", ["court", "hong-kong", "filler"]),
        ("ops=russia-2018-10", ["hong-kong"]),
        ("ops=russia-2018-10&theme=court", ["hong-kong", "court"]),
        ("ops=thailand-2020-10~russia-2018-10&sort=difference", ["court", "hong-kong", "filler"]),
        ("ops=china-2019~uae&sort=difference", ["hong-kong"]),
        ("ops=thailand-2020-10&sort=name", ["hong-kong", "court", "filler"]),
        ("ops=turkey-2020-06&theme=court", []),
    ],
)
def test_themes_are_drawn_in_the_order_that_was_chosen(world, query, order):
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    assert [IDS[i] for i in draw.shown(themes(world, view))] == order


def test_a_click_on_a_bar_names_its_theme(world):
    figure = draw.draw(themes(world, View(("thailand-2020-10",), themes=("court",))), Look())
    assert figure is not None
    (bars,) = figure["data"]
    assert bars["customdata"] == ["", "court", "hong-kong", "filler", "", ""]
    assert bars["text"] == ["60.0%", "48.0%", "8.0%", "12.0%", "12.0%", "4.0%"]
    assert bars["hoverinfo"] == "none", "skip would skip clicks"
    names = figure["layout"]["yaxis"]["ticktext"]
    assert [name.startswith("✓ ") for name in names] == [False, True, False, False, False, False]


def test_pairs_of_themes_are_told_on_demand(world):
    told = themes(world, View(("thailand-2020-10", "china-2019")))
    thailand, china = PANEL.cells(told)
    assert thailand.fold is not None and china.fold is None
    assert thailand.fold.body[0] == ["King & <b>court</b> and Hong Kong", "2", "8.0%"]
    assert len(thailand.fold.body) == 3
    chosen = themes(world, View(("thailand-2020-10",), themes=("court", "filler")))
    (cell,) = PANEL.cells(chosen)
    assert cell.fold is not None
    assert cell.fold.body == [["King & <b>court</b> and Filler (noise)", "0", "0.0%"]]


def test_the_panel_names_the_lexicons_version(world):
    for query in ("", "?sort=difference", "?ops=thailand-2020-10~china-2019&sort=difference"):
        told = themes(world, parse_query(query, world.words)[0])
        assert "Version test of the lexicon." in say.unit(told)
        assert ("Sorted by the largest difference" in say.unit(told)) == (
            query == "?sort=difference"
        )


@pytest.mark.parametrize("query", ["", "period=2015-03-05..2016-07-19", "lang=en&kind=retweet"])
def test_real_posts_by_theme_against_a_plain_count(real, query):
    """Go through the store's cells one by one."""
    found = claimed(real, "russia-2018-10", f"clock=utc&{query}")
    cells = real.sources["russia-2018-10",].cells
    view = parse_query(f"?{query}", real.words)[0]
    lo, hi = span("UTC", view.period.start, view.period.end)
    groups = cells.group_numbers(view.languages, view.kinds)
    both = np.zeros((len(real.theme_ids),) * 2, np.int64)
    columns = (cells.themed_slot, cells.themed_posts, cells.themed_set, cells.themed_group)
    for slot, posts, code, group in zip(*(c.tolist() for c in columns), strict=True):
        if lo <= slot < hi and (groups is None or group in groups):
            has = np.flatnonzero(cells.member[code])
            both[np.ix_(has, has)] += posts
    assert found.both is not None
    assert found.both.tolist() == both.tolist()
    assert found.uses.tolist() == both.diagonal().tolist()
    assert found.uses.sum() > 1000


def test_thailands_themes_equal_an_independent_count(real):
    """Every theme, and how many posts any claims: counted over the rows by other code."""
    told = pd.read_csv(ROOT / "tests" / "data" / "thailand_themes.csv")
    counted = dict(zip(told["theme"], told["posts"], strict=True))
    found = themes(real, View(("thailand-2020-10",))).claimed["thailand-2020-10"]
    uses = dict(zip(real.theme_ids, found.uses.tolist(), strict=True))
    assert found.covered == counted.pop("any") == 2_047
    assert {theme: posts for theme, posts in uses.items() if posts} == counted
    assert found.lexicons == ("2",)
