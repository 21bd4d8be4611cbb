"""What others counted: how its tables are made of their files, read, and indexed."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.catalogue.cited import TAGS, index, read_cited, read_table
from dashboard.catalogue.lexicon import Lexicon, Term, Theme, fold, read_lexicon
from dashboard.catalogue.releases import Catalogue, Release, read_catalogue
from dashboard.clock.weeks_months import month_name, month_number
from dashboard.ingest.cite.basel_suiche import host, languages
from dashboard.ingest.cite.cite import cite, differences
from dashboard.ingest.cite.hashtags import merged
from dashboard.settings import ROOT
from dashboard.tables import IngestError
from tests.ingest.cited_files import FILES

BASEL = ("hashtags", "domains", "clients", "months", "languages")
PUBLISHED = ROOT / "data" / "published"
Told = dict[str, object]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(ROOT / "data" / "themes.toml")


@pytest.fixture(scope="module")
def releases(catalogue: Catalogue) -> list[Release]:
    return list(catalogue.releases.values())


# ---- Making --------------------------------------------------------------------------------------

# One release is told of in full, the 27 others have five posts. All numbers are made up.
SERBIA: Told = {
    "tweets_count": 1000,
    "activity_timeline": {"2019-12": 600, "2019-10": 400},
    "tweet_languages": {"sr": 500, "in": 20, "id": 30, "iw": 40, "und": 10},
    "tweet_client_names": {"Web": 5},
}
OTHER: Told = {
    "tweets_count": 5,
    "activity_timeline": {"2018-01": 5},
    "tweet_languages": {"en": 5},
    "tweet_client_names": {"Phone": 100, "Own app": 99},
}
USED = {
    "hashtags": [("Rally", 60), ("RALLY", 30), ("#rally", 10), ("few", 99), ("", 500)],
    "domains": [("www.Paper.example", 70), ("paper.example", 40), (".gov.example", 99)],
    "clients": [("Web", 300), ("web", 100)],
}
HEADS = {"hashtags": "hashtags", "domains": "domains", "clients": "tweet_client_name"}


def write(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def their_files(folder: Path, serbia: Told = SERBIA) -> Path:
    """Write made-up counts under the names of the real files."""
    rows: list[list[object]] = [["hashtags_filename", *OTHER]]
    for stem in FILES:
        told = serbia if "serbia" in stem else OTHER
        number = "_01" if "serbia" in stem else ""
        texts = [json.dumps(n) if isinstance(n, dict) else n for n in told.values()]
        rows.append([f"{stem}_tweets_hashtags{number}.csv", *texts])
        for name, head in HEADS.items():
            used = USED[name] if number else []
            if number or name != "clients":  # only the last releases have a file of clients
                write(folder / f"{stem}_tweets_{name}{number}.csv", [[head, "count"], *used])
    write(folder / "twitter-data.csv", rows)
    return folder


def of(frame: pd.DataFrame, release: str) -> list[tuple[object, ...]]:
    return list(frame[frame["release"] == release].iloc[:, 1:-1].itertuples(index=False, name=None))


def test_the_tables_that_are_made(tmp_path, catalogue, lexicon):
    out = tmp_path / "out"
    report = cite(their_files(tmp_path), catalogue, lexicon, out)
    made = read_cited(out)
    assert {name: of(frame, "serbia-2020-04") for name, frame in made.items() if len(frame)} == {
        "hashtags": [("rally", "Rally", 100)],
        "domains": [("paper.example", 110)],
        "clients": [("Web", 300), ("web", 100)],
        "months": [("2019-10", 400), ("2019-12", 600)],
        # 1,000 posts, of which 600 have a language or "und": 400 have none.
        "languages": [("sr", 500), ("und", 410), ("id", 50), ("he", 40)],
    }
    assert of(made["clients"], "cuba-2020-10") == []
    assert of(made["clients"], "russia-2018-10") == [("Phone", 100)]
    assert "28 rows of clients" not in report[0]
    assert (
        "serbia-2020-04: the months add up to 1,000 posts, the catalogue states 43,067,074"
        in report
    )


RAIN = Lexicon(
    "7",
    {},
    {
        "rain": Theme("rain", "Rain", "", False, (Term("雨伞", "hashtag", "zh-Hans", "", "s"),)),
        "wet": Theme("wet", "Wet", "", True, (Term("雨", "word", "zh-Hans", "", "s"),)),
        "both": Theme("both", "Both", "", False, (Term("Rain", "hashtag", "en", "", "s"),)),
        "more": Theme("more", "More", "", True, (Term("rain", "word", "en", "", "s"),)),
        "sun": Theme("sun", "Sun", "", False, (Term("sun", "word", "en", "", "s"),)),
    },
)


def test_themes_are_counted_over_all_hashtags_and_only_the_much_used_are_listed(
    tmp_path, catalogue
):
    """Of 250 uses: an umbrella in both scripts 60 + 50, rain 40 in two themes, and wet 30 alone."""
    tags: list[list[object]] = [["雨伞", 60], ["雨傘", 50], ["rain", 25], ["#Rain", 15]]
    rest: list[list[object]] = [["雨", 30], ["雨伞们", 20], ["rainy", 50]]
    write(tmp_path / "twitterrei_china_052020.csv", [["hashtag", "count"], *tags, *rest])
    report = cite(tmp_path, catalogue, RAIN, tmp_path / "out")
    made = read_cited(tmp_path / "out")
    assert report == [
        "0 rows of hashtags cited from bri-hashtag",
        "6 rows of themes cited from bri-hashtag",
    ]
    assert {row[0]: row[1:] for row in of(made["themes"], "china-2020-06")} == {
        "rain": (110, 250, "7", 1),
        "wet": (30, 250, "7", 1),
        "both": (40, 250, "7", 1),
        "more": (40, 250, "7", 1),
        "any": (180, 250, "7", 1),
        "noise": (70, 250, "7", 1),
    }


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "twitter-data.csv").unlink(), "none of twitter-data.csv"),
        (lambda f: (f / "2020_04_serbia_022020_tweets_domains_01.csv").unlink(), "0 such files"),
        (lambda f: write(f / "2018_10_ira_tweets_domains.csv", [["a"], ["b"]]), "no columns"),
        (lambda f: write(f / "twitter-data.csv", [["a"], ["b"]]), "no column hashtags_filename"),
        (lambda f: write(f / "twitter-data.csv", [["hashtags_filename"], ["b"]]), "0 releases"),
        (lambda f: their_files(f, SERBIA | {"tweet_languages": "x"}), "tweet_languages is not"),
        (lambda f: their_files(f, SERBIA | {"tweets_count": 9}), "more posts by language"),
    ],
)  # fmt: skip
def test_other_files_are_refused_and_nothing_is_written(
    tmp_path: Path,
    catalogue: Catalogue,
    lexicon: Lexicon,
    spoil: Callable[[Path], object],
    said: str,
):
    spoil(their_files(tmp_path))
    with pytest.raises(IngestError, match=said) as problem:
        cite(tmp_path, catalogue, lexicon, tmp_path / "out")
    assert str(problem.value).count("\n") == 0
    assert not (tmp_path / "out").exists()


def test_spellings_are_merged_under_the_most_used():
    counts = [("Vote", 80), ("vote", 120), ("VOTE", 20), ("rare", 99), ("exact", 100)]
    assert list(merged(counts, fold)) == [("vote", "vote", 220), ("exact", "exact", 100)]


def test_hosts_are_kept_as_the_reader_of_releases_keeps_them():
    assert [host(d) for d in ("WWW.A.example", ".gov.ve", "www2.b.example")] == [
        "a.example",
        "gov.ve",
        "www2.b.example",
    ]


def test_posts_without_a_language_are_not_stated():
    assert languages([("en", 3), ("ji", 2)], 9) == [("und", 4), ("en", 3), ("yi", 2)]
    assert languages([("en", 3)], 3) == [("en", 3)]


# ---- Reading -------------------------------------------------------------------------------------


def table_file(folder: Path, text: str) -> Path:
    path = folder / "hashtags.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_stay_texts_even_where_they_look_like_something_else(tmp_path):
    text = "release,item,label,uses\na,nan,NaN,100\na,null,NULL,200\na,2020,2020,300\n"
    frame = read_table(table_file(tmp_path, text), TAGS)
    assert frame["item"].tolist() == ["nan", "null", "2020"]
    assert frame["uses"].tolist() == [100, 200, 300]


@pytest.mark.parametrize(
    "text", ["release,item,uses\na,b,1\n", "release,item,label,uses\na,b,c,x\n"]
)
def test_other_tables_are_refused(tmp_path, text):
    with pytest.raises(ValueError, match=r"."):
        read_table(table_file(tmp_path, text), TAGS)


def test_months_have_numbers():
    assert [month_number(m) for m in ("2019-12", "2020-01")] == [24239, 24240]
    assert [month_name(n) for n in (24239, 24240)] == ["2019-12", "2020-01"]


def test_the_index_fills_gaps_and_bears_missing_tables(world):
    cited = world.cited["uae-egypt-2019-09"]
    assert (month_name(cited.first), cited.months.tolist()) == ("2018-11", [90, 0, 210])
    assert cited.posts == sum(cited.languages.values()) == 300
    assert index({}) == {}


# ---- What is embedded ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded() -> dict[str, pd.DataFrame]:
    return read_cited(PUBLISHED)


def test_months_and_languages_add_up_to_the_posts_of_28_releases(embedded, releases):
    assert differences(embedded["months"], releases) == []
    for name in ("months", "languages"):
        sums = embedded[name].groupby("release", observed=True)["posts"].sum()
        assert len(sums) == 28
        assert sums.sum() == 169_951_529
        assert {r.slug: r.posts for r in releases if r.slug in sums.index} == sums.to_dict()


def test_all_spellings_of_a_tag_count_together(embedded):
    """Vucic 1,082,080 and vucic 925,649 are 2,007,729; VUCIC adds 295 and VUcic 34."""
    assert of(embedded["hashtags"], "serbia-2020-04")[0] == ("vucic", "Vucic", 2_007_729 + 329)


def test_old_and_new_codes_of_a_language_count_together(embedded):
    found = dict(of(embedded["languages"], "china-2019-09"))
    assert found["id"] == 4_104_585 + 323_976
    assert not {"in", "iw", "ji", ""} & set(embedded["languages"]["language"])


def test_themes_of_all_hashtags_are_counted_by_the_lexicon_as_it_is_now(embedded, lexicon):
    """Else takedowns cite is to be run again. 175 of 7,219 tags are used 100 times or more."""
    themes, tags = embedded["themes"], embedded["hashtags"]
    assert set(themes["lexicon"]) == {lexicon.version}
    assert set(themes["total"]) == {293_794}
    listed = tags[tags["collection"] == "bri-hashtag"]["uses"]
    assert (len(listed), listed.sum()) == (175, 262_239)


def test_what_is_embedded_is_used_often_and_small(embedded):
    for name in ("hashtags", "domains", "clients"):
        assert embedded[name]["uses"].min() == 100
        assert not embedded[name].duplicated(["release", "item"]).any()
    assert not embedded["domains"]["item"].str.contains(r"^www\.|[A-Z]").any()
    assert sum(path.stat().st_size for path in PUBLISHED.glob("*/*.csv")) < 4_500_000
