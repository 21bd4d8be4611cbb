"""In which languages did they post: shares of all posts, and of cited counts of whole releases."""

import numpy as np
import pytest

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.languages import NAMES, language_name
from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.languages import PANEL, draw, say
from dashboard.panels.languages.measure import WHOLE, languages
from dashboard.settings import ROOT
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.world import World

LEFT_OUT = "The counts do not cover every language chosen."


def posts(world: World, slug: str, query: str = "") -> tuple[dict[str, int], int] | str:
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    found = languages(world, view)
    if slug in found.unknown:
        return found.unknown[slug]
    return found.spoken[slug].posts, found.spoken[slug].total


@pytest.mark.parametrize(
    ("query", "expected", "total"),
    [
        ("", {"th": 17, "en": 7, "und": 1}, 25),
        ("period=2020-03", {"th": 2, "und": 1}, 3),
        ("period=2020-03&clock=utc", {"und": 1}, 1),
        ("kind=original", {"th": 12, "und": 1}, 13),
        ("theme=court", {"th": 12}, 12),
        ("theme=filler&kind=quote", {"en": 3}, 3),
        # Shares stay over the posts before the language filter; a chosen language may have none.
        ("lang=en", {"en": 7}, 25),
        ("lang=en~ru&kind=quote", {"en": 3, "ru": 0}, 3),
        ("period=2010-01", {}, 0),
    ],
)
def test_rows_by_language(world, query, expected, total):
    assert posts(world, "thailand-2020-10", query) == (expected, total)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ({"ar": 240, "und": 45, "en": 15}, 300)),
        ("lang=en~th", ({"en": 15, "th": 0}, 300)),
        ("period=2019-01", WHOLE),
        ("kind=reply", WHOLE),
        ("theme=court", WHOLE),
    ],
)
def test_cited_counts_cover_whole_releases(world, query, expected):
    assert posts(world, "uae-egypt-2019-09", query) == expected


def test_counts_of_some_languages_say_that_others_are_left_out(world):
    assert posts(world, "china-2019") == ({"zh": 40, "en": 10}, 50)
    assert languages(world, View(("china-2019",))).spoken["china-2019"].only == ("en", "zh")
    # What others counted of one of the three releases has all languages.
    assert posts(world, "china-2019", "lang=th") == ({"th": 0}, 70)
    assert posts(world, "china-2019", "lang=th&period=2019-07") == LEFT_OUT
    view = parse_query("?ops=china-2019", world.words)[0]
    (cell,) = PANEL.cells(languages(world, view))
    assert cell.lines == (
        "Only English and Chinese were counted; other languages are **not known**.",
    )


def test_where_only_facts_are_known_there_are_none(world):
    assert posts(world, "turkey-2020-06") == NO_ROWS


def test_the_frame(world):
    found = languages(world, View(("uae-egypt-2019-09", "turkey-2020-06")))
    frame = found.frame
    assert frame.columns.tolist() == ["operation", "language", "posts", "share", "basis"]
    assert frame["language"].tolist()[:3] == ["ar", "und", "en"]
    assert frame["share"].tolist()[:3] == [0.8, 0.15, 0.05]
    assert frame[["language", "posts", "share"]].iloc[3].isna().all()
    assert frame["basis"][0] == "counts: all 300 posts by language, Counts of 28 releases"
    none = languages(world, parse_query("?ops=thailand&period=2010-01", world.words)[0]).frame
    assert none["posts"].tolist() == [0]
    assert np.isnan(none["share"][0])
    assert languages(world, View(())).frame.shape == (0, 5)


def test_every_language_has_an_english_name():
    cited = set(read_cited(ROOT / "data" / "published")["languages"]["language"])
    assert cited <= set(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)
    assert (language_name("id"), language_name("xx")) == ("Indonesian", "xx")
    assert language_name("a" * 200) == "aaaaaaaa…"


def test_what_the_panel_says_and_draws(world):
    query = "?ops=thailand-2020-10~uae-egypt-2019-09~turkey-2020-06"
    found = languages(world, parse_query(query, world.words)[0])
    assert say.say(found) == (
        "Most used language of Thailand Oct 2020: Thai, **7 of 10** posts. UAE/Egypt Sep 2019: "
        "Arabic, **8 of 10** posts. Not known for Turkey Jun 2020."
    )
    assert draw.shown(found) == ["ar", "th", "en", "und"]
    figure = draw.draw(found, Look())
    assert figure is not None
    assert [bars["x"] for bars in figure["data"]] == [[0, 0.68, 0.28, 0.04], [0.8, 0, 0.05, 0.15]]
    assert say.table(found).body[0] == ["Thailand Oct 2020", "Thai", "17", "68.0%"]


def test_languages_that_are_not_drawn_are_drawn_together(world, monkeypatch):
    monkeypatch.setattr(draw, "MOST", 1)
    found = languages(world, View(("thailand-2020-10", "uae-egypt-2019-09"), scale="count"))
    codes = draw.shown(found)
    assert codes == ["ar", draw.OTHERS, "und"]
    bars = [draw.lengths(spoken, codes, found) for spoken in found.spoken.values()]
    assert bars == [[0, 24, 1], [240, 15, 45]]
    chosen = languages(world, View(("thailand-2020-10",), languages=("en", "th")))
    assert draw.shown(chosen) == ["th"]
