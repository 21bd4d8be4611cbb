"""Weeks of ordinary users and of control accounts: what becomes of the files, and which are not."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.catalogue.baselines import NOTHING, read_baselines
from dashboard.catalogue.releases import read_catalogue
from dashboard.ingest.cite.cite import cite
from dashboard.ingest.cite.weeks_of_users import CONTROL_FILE, ORDINARY_FILE
from dashboard.settings import ROOT
from dashboard.tables import IngestError
from tests.small_world import LEXICON

CATALOGUE = read_catalogue(ROOT / "data" / "releases.toml")
SAMPLES = pd.DataFrame(
    [
        ("uniformly_sampled", "ru", "2014-07-01", "2014-07-28", 0, 5, 7),
        ("recall_oriented", "zh-CN", "2014-07-01", "2014-08-25", 6, 23, 2),
        ("recall_oriented", "zh-TW", "2014-07-01", "2014-08-25", 6, 23, 3),
    ],
    columns=[
        *("sample", "language", "first_day_utc", "last_day_utc"),
        *("weekday_mon0", "hour_utc", "tweets"),
    ],
)
CONTROLS = pd.DataFrame(
    [
        ("MX_0621", "2019-02-05 10:00:00", "2019-12-31", 2, 1, 10),
        ("MX_0621", "2020-01-01", "2020-12-31", 2, 1, 5),
    ],
    columns=[
        *("release_id", "first_tweet_utc", "last_tweet_utc"),
        *("weekday_mon0", "hour_utc", "tweets"),
    ],
)


def test_samples_by_language_with_both_spellings_of_chinese_together(tmp_path: Path):
    SAMPLES.to_csv(tmp_path / ORDINARY_FILE, index=False)
    report = cite(tmp_path, CATALOGUE, LEXICON, tmp_path / "published")
    assert report == ["14 rows of ordinary cited from twitter-2014"]
    ordinary = read_baselines(tmp_path / "baselines").ordinary
    assert {language: [*samples] for language, samples in ordinary.items()} == {
        "zh": ["stratified"],
        "ru": ["uniform"],
    }
    russian, chinese = ordinary["ru"]["uniform"], ordinary["zh"]["stratified"]
    assert (russian.n, russian.posts[0, 5], russian.last) == (7, 7, date(2014, 7, 28))
    assert (chinese.n, chinese.posts[6, 23], chinese.last) == (5, 5, date(2014, 8, 25))


def test_control_accounts_by_release(tmp_path: Path):
    CONTROLS.to_csv(tmp_path / CONTROL_FILE, index=False)
    cite(tmp_path, CATALOGUE, LEXICON, tmp_path / "published")
    ((release, week),) = read_baselines(tmp_path / "baselines").control.items()
    assert release == CATALOGUE.release("MX_0621").slug
    assert (week.n, week.posts[2, 1]) == (15, 15)
    assert (week.first, week.last) == (date(2019, 2, 5), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (SAMPLES.drop(columns="tweets"), "no column tweets"),
        (SAMPLES.assign(sample="chosen"), "chosen is no sample"),
        (SAMPLES.assign(hour_utc=24), "no hour of a week"),
        (SAMPLES.assign(weekday_mon0=7), "no hour of a week"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, spoiled, said):
    spoiled.to_csv(tmp_path / ORDINARY_FILE, index=False)
    with pytest.raises(IngestError, match=said):
        cite(tmp_path, CATALOGUE, LEXICON, tmp_path / "published")
    assert not (tmp_path / "baselines").exists()


def test_older_data_versions_have_none(tmp_path: Path):
    assert read_baselines(tmp_path) == NOTHING
