"""Collections that are not the platform's own: Clemson's posts, and counts made by others."""

import archive_world as world
import pandas as pd

from dashboard.store.holdings import read_holding
from dashboard.tables import EVERY_PHASE, OPERATIONAL


def rows(frame: pd.DataFrame, phase: str = EVERY_PHASE) -> list[tuple[object, ...]]:
    """Return the rows without their phase, which must be the same in all."""
    assert set(frame["phase"]) == {phase}
    return list(frame.drop(columns="phase").itertuples(index=False, name=None))


def test_clemsons_collection_has_no_replies_and_tags_from_its_texts(tmp_path):
    folder = world.write(
        tmp_path / "in",
        tweets__csv=world.CLEMSON_CSV,
        meta_authors__csv=b"author_id,author,account_type,account_category\nA,A,Right,x\n",
        missing_authors__txt=b"C: 1\nD: 1\n",
    )
    report = world.run(tmp_path / "store", folder, subject="atlantis_112020")
    found = read_holding(world.place(tmp_path / "store", "atlantis-2020-11", "clemson"))
    start = 1_483_228_800 // 900  # 2017-01-01 00:00 UTC
    assert rows(found.posts, OPERATIONAL) == [
        (start, "en", "original-or-reply", "protest", 1),
        (start, "ru", "retweet", "", 1),
        (start + 1, "und", "quote", "", 1),
    ]
    assert (found.manifest.active, found.manifest.published) == (2, None)
    assert found.clients.empty and found.tags.empty  # two accounts are too few for a tag
    assert report.lines[:-1] == (
        "meta_authors.csv: skipped, Clemson authors.",
        "missing_authors.txt: skipped, a note.",
        "tweets.csv:",
        "  Clemson posts.",
        "  3 records.",
        "atlantis-2020-11/clemson:",
        "  posts: 3 here, 5 elsewhere (https://atlas.example/): differs by 2: unexplained.",
        "  active accounts: 2, with no published number to compare.",
        "  posts from 2017-01-01 00:00 to 2017-01-01 00:15 UTC.",
    )


def test_tags_of_clemsons_texts_are_folded_and_counted(tmp_path):
    told = [(f"a{n}", *row[1:]) for n in range(9) for row in world.CLEMSON_ROWS[:1]]
    told += world.CLEMSON_ROWS[1:2]  # the tenth account
    content = world.csv_text(told, world.CLEMSON, quoted=False)
    folder = world.write(tmp_path / "in", t__csv=content)
    world.run(tmp_path / "store", folder, subject="atlantis-2020-11")
    found = read_holding(world.place(tmp_path / "store", "atlantis-2020-11", "clemson"))
    whole = found.tags[found.tags["calendar"] == ""]
    assert rows(whole) == [("", "", "one", "One", 10, 10)]  # two_2 has nine accounts
    assert found.domains.empty


def test_counts_by_minute_have_neither_kinds_nor_accounts(tmp_path):
    folder = world.write(
        tmp_path / "in",
        counts__csv=world.COUNTS_CSV,
        created__csv=b"dataset,year_month,accounts_created\nx,2018 Dec,10\n",
    )
    report = world.run(tmp_path / "store", folder, subject="both")
    found = read_holding(world.place(tmp_path / "store", "both", "chua-2019"))
    slot = 1_564_617_600 // 900  # 2019-08-01 00:00 UTC
    assert rows(found.posts) == [(slot, "en", "", "", 5), (slot, "zh", "", "", 7)]
    for name in ("accounts", "tags", "domains", "clients"):
        assert getattr(found, name).empty
    told = found.manifest
    assert (told.depth, told.posts, told.active, told.themes_version) == ("counts", 12, None, None)
    assert "created.csv: skipped, accounts created by month." in report.lines
