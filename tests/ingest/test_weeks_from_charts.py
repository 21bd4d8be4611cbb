"""Weeks that were read from charts: how their files are read, and which are refused."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.catalogue.cited import read_cited
from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.catalogue.week_grids import week_grids
from dashboard.ingest.cite.cite import cite
from dashboard.ingest.cite.weeks_from_charts import CHARTS
from dashboard.settings import ROOT
from dashboard.tables import IngestError
from tests.small_world import LEXICON

SPAIN = CHARTS["luigigubello-spain-2019"].file


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


def chart() -> pd.DataFrame:
    """Return a made-up file: hour h of weekday d has 100 d + h posts."""
    hours = [(day, hour, 100 * day + hour) for day in range(7) for hour in range(24)]
    names = ["weekday_mon0", "hour", "tweets_read_from_chart"]
    frame = pd.DataFrame(hours, columns=names)
    return frame.assign(release="spain_082019_1", timezone="UTC", reading_error_plus_minus=5)


def test_a_chart_becomes_a_week(tmp_path: Path, catalogue: Catalogue):
    chart().iloc[::-1].to_csv(tmp_path / SPAIN, index=False)
    report = cite(tmp_path, catalogue, LEXICON, tmp_path / "out")
    assert report == ["168 rows of week_grids cited from luigigubello-spain-2019"]
    (grid,) = week_grids(read_cited(tmp_path / "out")["week_grids"])
    assert (grid.subject, grid.language, grid.whole, grid.error) == ("spain-2019-09", "", 56_712, 5)
    assert (grid.posts[0, 0], grid.posts[3, 7], grid.posts[6, 23]) == (0, 307, 623)


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (chart().assign(release="spain_062019_1"), "not of spain-2019-09 in UTC"),
        (chart().assign(timezone="Europe/Madrid"), "not of spain-2019-09 in UTC"),
        (chart().assign(language="es"), "not of all posts"),
        (chart().drop(columns="hour"), "no numbers"),
        (chart().replace({"hour": {7: "x"}}), "no numbers"),
        (chart().iloc[1:], "168 hours"),
        (chart().assign(weekday_mon0=0), "168 hours"),
        (chart().assign(tweets_read_from_chart=-1), "168 hours"),
        (chart().iloc[:0], "not of spain-2019-09"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, catalogue: Catalogue, spoiled, said):
    spoiled.to_csv(tmp_path / SPAIN, index=False)
    with pytest.raises(IngestError, match=said):
        cite(tmp_path, catalogue, LEXICON, tmp_path / "out")
    assert not (tmp_path / "out").exists()
