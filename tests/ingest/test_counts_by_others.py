"""Counts of others that came one by one: how they are read, and that they equal their files."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from dashboard.catalogue.cited import Cited, index, read_cited
from dashboard.catalogue.releases import Catalogue, CatalogueError, read_catalogue
from dashboard.ingest.cite import counts_by_others as others
from dashboard.ingest.cite.cite import cite
from dashboard.settings import ROOT
from dashboard.tables import IngestError

SHARED = Path(os.environ.get("TAKEDOWNS_SHARED") or ROOT.parent / "shared")
FILES = SHARED / "archive" / "counts-by-others"
MEASURES = {
    "accounts_created_in_year": {"2013": 30, "2014": 6, "2015": 5, "2016": 12},
    others.FOLLOWERS: {"0": 20, "10": 9, "50": 4, "100": 8, "500": 7, "1000": 5},
    "all_tweets_in_year": {"2014": 400, "2015": 600},
    "retweets_in_year": {"2014": 1, "2015": 2},
    "tweets_by_language": {"ru": 700, "in": 200, "und": 40, "nan": 60},
    "tweets_by_client": {"Web": 800, "rare": 99, "nan": 101},
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


def write(path: Path, head: str, *rows: str) -> None:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def summary(folder: Path, release: str = "ira") -> None:
    rows = [f"{release},{name},{k},{n}" for name, kv in MEASURES.items() for k, n in kv.items()]
    write(folder / others.FIRST_ISSUE, "release_id,measure,key,count", *rows)


def test_the_first_issue_in_bins_of_ten_and_more(tmp_path, catalogue):
    """2014 and 2015 had 6 and 5 accounts: together 11. Of 1,000 posts 60 have no language."""
    summary(tmp_path)
    tables = others.first_issue(tmp_path, catalogue)
    russia = "russia-2018-10"
    # 1,000 and more followers: 5, fewer than ten: with the next smallest, 13 of 10 to 99, are 18.
    assert tables["accounts"] == [
        (russia, "created", "2013", 30),
        (russia, "created", "2016", 12),
        (russia, "created", "", 11),
        (russia, "followers", "0-9", 20),
        (russia, "followers", "100-999", 15),
        (russia, "followers", "", 18),
    ]
    assert tables["first_issue"] == [
        (russia, "year", "2014", 400),
        (russia, "year", "2015", 600),
        (russia, "language", "ru", 700),
        (russia, "language", "id", 200),
        (russia, "language", "und", 100),
        (russia, "client", "Web", 800),
    ]


def test_years_do_not_say_how_many_accounts_where_they_are_few(tmp_path, catalogue):
    rows = ("REA_0621,2019,500,9", "REA_0621,2020,7,10")
    write(tmp_path / others.YEARS, "release_id,year,tweets,accounts_that_posted", *rows)
    slug = "russia-2021-12-east-africa"
    assert others.years(tmp_path, catalogue) == {
        "years": [(slug, "2019", 500, ""), (slug, "2020", 7, "10")]
    }


def test_a_folder_gives_the_tables_of_the_sources_whose_files_it_has(tmp_path, catalogue):
    summary(tmp_path)
    assert cite(tmp_path, catalogue, tmp_path / "out") == [
        "6 rows of accounts cited from luigigubello-2018",
        "6 rows of first_issue cited from luigigubello-2018",
    ]
    cited = index(read_cited(tmp_path / "out"))["russia-2018-10"]
    assert cited.collections == dict.fromkeys(("accounts", "first_issue"), "luigigubello-2018")
    assert cited.accounts["created"] == {"2013": 30, "2016": 12, "": 11}
    assert cited.posts == 0, "posts of another issue are not those of the release"


def test_other_files_are_refused(tmp_path, catalogue):
    write(tmp_path / others.CREATED, "release_id,month_utc,accounts_created", "ira,2018-01,30")
    with pytest.raises(IngestError, match=others.TOTALS):
        others.withheld(tmp_path, catalogue)
    write(tmp_path / others.DAYS, "release_id,day_utc", "ira,2018-01-01")
    with pytest.raises(IngestError, match="no column tweets"):
        others.days(tmp_path, catalogue)
    summary(tmp_path, "atlantis")
    with pytest.raises(CatalogueError, match="atlantis"):
        others.first_issue(tmp_path, catalogue)


# ---- What is embedded ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embedded() -> dict[str, Cited]:
    return index(read_cited(ROOT / "data" / "published"))


def test_what_is_embedded_sums_to_what_was_published(embedded):
    russia, iran, china = (
        embedded[slug] for slug in ("russia-2018-10", "iran-2018-10", "china-2020-06")
    )
    assert int(russia.days.sum()) == sum(russia.first_issue["year"].values()) == 9_041_308
    assert sum(russia.first_issue["language"].values()) == 9_041_308
    assert iran.posts == sum(iran.first_issue["year"].values()) == 1_122_936
    for cited, accounts in ((russia, 3_836), (iran, 770), (china, 23_750)):
        for bins in cited.accounts.values():
            assert sum(bins.values()) == accounts and min(bins.values()) >= 10
    assert china.collections["accounts"] == china.collections["totals"] == "source-withheld"
    years = {slug: sum(n for n, _ in c.years.values()) for slug, c in embedded.items() if c.years}
    assert years == {
        "china-2021-12-changyu": 35_924,
        "china-2021-12-xinjiang": 31_269,
        "russia-2021-12-east-africa": 7_723,
        "russia-2021-12-north-africa": 18_958,
    }
    active = [n for c in embedded.values() for _, n in c.years.values() if n is not None]
    assert min(active) >= 10


@pytest.mark.skipif(not FILES.is_dir(), reason="the files of others are not here")
def test_the_embedded_days_and_months_equal_their_files_line_by_line(embedded):
    """Summed here by year and month with a counter, and in the project by day and bin."""
    with (FILES / others.DAYS).open(encoding="utf-8") as file:
        by_year = Counter[str]()
        for row in csv.DictReader(file):
            by_year[row["day_utc"][:4]] += int(row["tweets"])
    assert by_year == embedded["russia-2018-10"].first_issue["year"]
    with (FILES / others.CREATED).open(encoding="utf-8") as file:
        months = {row["month_utc"]: int(row["accounts_created"]) for row in csv.DictReader(file)}
    bins = embedded["china-2020-06"].accounts["created"]
    assert {bin: n for bin, n in bins.items() if "-" in bin} == {
        month: n for month, n in months.items() if n >= 10
    }
    assert bins["2018"] == sum(n for month, n in months.items() if month < "2019") == 16


def test_the_withheld_source_is_nowhere_named():
    published = ROOT / "data" / "published" / "source-withheld"
    texts = [path.read_text(encoding="utf-8") for path in published.iterdir()]
    assert not any(word in text for text in texts for word in ("http", "github", "/"))
