"""What did they talk about: shares of themes, coverage, and hashtag uses where others counted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.lexicon import Lexicon, Term, Theme
from dashboard.measures.cited import index
from dashboard.measures.tags import CITED_WHOLE
from dashboard.measures.themes import Claimed, themes
from dashboard.measures.world import World
from dashboard.view import View, parse_query
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
        assert themes(world, view).unknown == {"uae-egypt-2019-09": CITED_WHOLE}
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
    assert themes(world, View(())).frame.shape == (0, 7)
