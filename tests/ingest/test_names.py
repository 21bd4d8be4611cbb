"""Which release files are of, by names as the archive, its mirrors and browsers give them."""

from pathlib import PurePosixPath

import pytest

from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.ingest.names import guess_release, is_unhashed, looks_unhashed
from dashboard.settings import ROOT
from dashboard.tables import IngestError
from tests.ingest.cited_files import FILES


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


def guess(catalogue: Catalogue, *names: str) -> str | None:
    release = guess_release(names, catalogue)
    return release and release.archive_id


@pytest.mark.parametrize(
    "way",
    [
        "{}_tweets_csv_hashed.zip",
        "{}_users_csv_hashed.csv",
        "hashed_2020_09_{0}_{0}_tweets_csv_hashed.zip",  # as a browser flattens the path
        "{}_tweets_csv_hashed_2016_01.csv",
        "{}_tweets_csv_hashed_part1.csv",
        "{}_tweets_csv_hashed_01 (1).csv",
        "unhashed-2020-03-{}-tweets.csv.gz",
        "/some/where/{}_tweets.csv",
    ],
)
def test_every_release_is_told_by_its_own_id(catalogue, way):
    for release in catalogue.releases.values():
        for written in (release.archive_id, release.archive_id.upper()):
            assert guess_release([way.format(written)], catalogue) is release


def test_old_names_of_others_counts_lead_to_the_same_releases(catalogue):
    for stem, archive_id in FILES.items():
        assert guess(catalogue, f"{stem}_tweets_csv_hashed.zip") == archive_id


@pytest.mark.parametrize(
    "name, told",
    [
        ("hashed_2020_09_thailand_092020_thailand_092020_tweets_csv_hashed.zip", "thailand_092020"),
        ("hashed_2021_12_CNHU_0621_CNHU_0621_users.csv", "CNHU_0621"),
        ("CNHU_0621_tweets_csv_hashed_2019.csv", "CNHU_0621"),
        ("hashed_2020_12_GRU_202012_GRU_202012_users_csv_hashed.csv", "GRU_202012"),
        ("IRA_202012_tweets_csv_hashed.csv", "IRA_202012"),
        ("ira_092020_tweets_csv_hashed.zip", "ira_092020"),
        ("ira_tweets_csv_hashed.zip", "ira"),
        ("ira_users_csv_hashed.zip", "ira"),
        ("iranian_tweets_csv_hashed.zip", "iranian"),
        ("iran_201906_2_tweets_csv_hashed.zip", "iran_201906_2"),
        ("russian_linked_tweets_csv_hashed.csv", "russia_201901_1"),
        ("bangladesh_linked_users_csv_hashed.csv", "bangladesh_201901_1"),
        ("032020_tweets_csv_hashed.zip", "ghana_nigeria_032020"),
        ("unhashed_2020_03_032020_032020_tweets_csv_unhashed.zip", "ghana_nigeria_032020"),
        ("china_082019_3_tweets_csv_hashed_part1.csv", "china_082019_3"),
        ("turkey_052020_2009.csv", "turkey_052020"),
        ("sa_eg_ae_022020_tweets_csv_hashed_01.csv", "sa_eg_ae_022020"),
        ("egypt_uae_082019_1_tweets_csv_hashed.zip", "egypt_uae_082019_1"),  # and not uae's
        ("uae_082019_tweets.csv", "uae_082019_1"),  # the only one of its month
        ("thailand_092020/tweets.csv", "thailand_092020"),  # by its folder
    ],
)
def test_names_as_they_are_met(catalogue, name, told):
    assert guess(catalogue, name) == told


@pytest.mark.parametrize(
    "name",
    [
        "tweets.csv",
        "",
        ".",
        "china_082019_11_tweets.csv",  # no release, and not the first with a 1 behind it
        "china_082019_tweets.csv",  # one of three
        "china_082019 (1).csv",  # what a browser adds is no part of a name
        "thailand_0920201_tweets.csv",
        "xthailand_092020.csv",
        "ira_clemson_tweets.csv.zst",
        "ira.csv",
        "mirage_tweets.csv",
        "2020_09.zip",
    ],
)
def test_names_that_tell_no_release(catalogue, name):
    assert guess(catalogue, name) is None


def test_several_files_of_one_release(catalogue):
    names = ["turkey_052020_2009.csv", "README.txt", PurePosixPath("Turkey_052020_users.csv")]
    release = guess_release(names, catalogue)
    assert release is not None and release.slug == "turkey-2020-06"
    assert guess(catalogue) is None


def test_a_files_own_name_goes_before_its_folders(catalogue):
    assert guess(catalogue, "cuba_082020/thailand_092020_tweets.csv") == "thailand_092020"


@pytest.mark.parametrize(
    "names, told",
    [
        (
            ["a/cuba_082020_tweets.csv", "b/thailand_092020_tweets.csv", "qatar_082020.csv"],
            "cuba_082020 (cuba_082020_tweets.csv) and thailand_092020 (thailand_092020_tweets.csv)",
        ),
        (
            ["china_082019_1_and_china_082019_2.csv"],
            "china_082019_1 (china_082019_1_and_china_082019_2.csv)"
            " and china_082019_2 (china_082019_1_and_china_082019_2.csv)",
        ),
    ],
)
def test_two_releases_are_refused_by_name(catalogue, names, told):
    with pytest.raises(IngestError) as problem:
        guess(catalogue, *names)
    assert str(problem.value) == f"The files are of two releases, {told}: give one of them."


@pytest.mark.parametrize(
    "name, told",
    [
        ("unhashed_2020_03_032020_tweets.zip", True),
        ("thailand_092020_tweets_csv_unhashed.zip", True),
        ("Thailand_092020_tweets_csv_UNHASHED.csv", True),
        ("thailand_092020_tweets_csv_hashed.zip", False),
        ("unhashedness.csv", False),
        ("unhashed/thailand_092020_tweets_csv_hashed.zip", False),
        ("hashed_2020_09_thailand.zip", False),
    ],
)
def test_names_of_copies_for_researchers(name, told):
    assert is_unhashed(name) is told


@pytest.mark.parametrize(
    "hashed, readable, told",
    [
        (0, 0, False),  # nobody has so few followers
        (500, 0, False),
        (990, 10, False),  # one in a hundred
        (989, 11, True),
        (0, 1, True),
        (500, 500, True),  # a copy for everyone and one for researchers, in one file
    ],
)
def test_rows_of_copies_for_researchers(hashed, readable, told):
    assert looks_unhashed(hashed, readable) is told
