"""Simulated archives: the form of the files, what is planted in them, and the truth beside them."""

import csv
import gzip
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.lexicon import Lexicon, Term, Theme, read_lexicon
from dashboard.catalogue.releases import Catalogue, read_catalogue
from dashboard.cli.commands import main
from dashboard.clock.local_time import week_hours
from dashboard.settings import ROOT
from dashboard.simulation.damage import KINDS
from dashboard.simulation.dialects import DIALECTS, USERS, dialect_of
from dashboard.simulation.plan import make_plan
from dashboard.simulation.posts import draw_posts, make_simulation
from dashboard.simulation.rhythm import DAY, HALF, OFF, WORKING, Clock, PlantedRhythm, days_of
from dashboard.simulation.simulate import BATCH, simulate
from dashboard.simulation.stock import Claims
from dashboard.simulation.truth import Tally
from tests.archive_world import LEXICON

ROWS = 2000
SNOWFLAKE = 1_288_834_974_657
# A release for each dialect, each with a clock of its own: Tehran, Caracas, Madrid, Istanbul (law
# changes in the years simulated), Bangkok, Mexico City.
RELEASES = {
    "2018-10": "iran-2018-10",
    "2019-01": "venezuela-2019-01-1",
    "2019-06": "spain-2019-06",
    "2019-08": "turkey-2020-06",
    "2020-08": "thailand-2020-10",
    "2021-12": "mexico-2021-12",
}
Row = dict[str, str]
Made = Callable[..., Path]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(ROOT / "data" / "themes.toml")


@pytest.fixture(scope="module")
def made(catalogue: Catalogue, lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a function that simulates a dialect's release as plain files, once for each wish."""
    known: dict[str, Path] = {}

    def make(dialect: str, form: str = "csv", members: int | None = None, **more: object) -> Path:
        wish = repr((dialect, form, members, more))
        if wish not in known:
            known[wish] = tmp_path_factory.mktemp("simulated")
            told = {"rows": ROWS} | more
            plan = make_plan(catalogue, RELEASES[dialect], **told)  # type: ignore[arg-type]
            simulate(plan, lexicon, known[wish], form, members)
        return known[wish]

    return make


def rows_of(path: Path) -> Iterator[Row]:
    """Read a file with Python's own reader."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def posts_of(folder: Path) -> list[Row]:
    return [row for path in sorted(folder.glob("*_tweets_*.csv")) for row in rows_of(path)]


def truth(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "truth" / f"{name}.parquet")


def whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["calendar"] == ""].set_index("item")


every_dialect = pytest.mark.parametrize("dialect", list(DIALECTS))


# The form of the files


@every_dialect
def test_a_release_has_the_columns_of_its_time(dialect, made):
    folder = made(dialect)
    posts = next(iter(folder.glob("*_tweets_csv_hashed*.csv"))).read_text(encoding="utf-8")
    header = next(csv.reader([posts.split("\n")[0]]))
    swapped = header.index("in_reply_to_tweetid") < header.index("in_reply_to_userid")
    assert len(header) == len(set(header))
    assert header[:11] == ["tweetid", *USERS]
    assert (len(header), swapped, "tweet_language" in header, "poll_choices" in header) == {
        "2018-10": (31, True, True, True),
        "2019-01": (30, True, False, True),
        "2019-06": (31, False, True, True),
        "2019-08": (31, False, True, True),
        "2020-08": (30, False, True, False),
        "2021-12": (30, False, True, False),
    }[dialect]


@every_dialect
def test_values_are_written_as_the_dialect_has_them(dialect, made):
    rows = posts_of(made(dialect))
    tags = [row["hashtags"] for row in rows if len(row["hashtags"]) > 2]
    mentions = [row["user_mentions"] for row in rows if len(row["user_mentions"]) > 2]
    lone = {row["in_reply_to_tweetid"] for row in rows} | {
        row["quoted_tweet_tweetid"] for row in rows
    }
    assert len(rows) == ROWS
    assert {row["is_retweet"] for row in rows} == {
        "2018-10": {"True", "False"},
        "2019-01": {"True", "False"},
        "2019-06": {"true", "false"},
        "2019-08": {"true", "false", "True", "False"},
        "2020-08": {"true", "false"},
        "2021-12": {"True", "False"},
    }[dialect]
    assert all((tag[:2] == "['") == (dialect >= "2019-06") for tag in tags)
    assert all((told[:2] == "['") == (dialect >= "2019-08") for told in mentions)
    assert all(("SIMother" in told) == (dialect == "2019-01") for told in mentions)
    empty = {row["hashtags"] for row in rows} & {"", "[]"}
    assert empty == ({"", "[]"} if dialect in ("2019-06", "2019-08") else {"[]"})
    assert all(("e+1" in id) == (dialect == "2021-12") for id in lone - {""})
    assert any(row["like_count"] == "" for row in rows) == (dialect == "2019-08")


@every_dialect
def test_every_account_carries_the_mark(dialect, made):
    folder = made(dialect)
    users = [row for path in folder.glob("*_users*.csv") for row in rows_of(path)]
    ids = {row["userid"] for row in users} | {row["userid"] for row in posts_of(folder)}
    assert {id[:3] for id in ids} == {"SIM"}
    assert {len(id) for id in ids} == {64 if dialect == "2018-10" else 44}
    assert (folder / "SIMULATED.txt").is_file()
    named = {row["user_screen_name"][:3] for row in users}
    assert named == {"SIM"}


def test_addresses_lead_nowhere(made):
    domains = truth(made("2020-08"), "domains")["item"]
    assert domains.str.endswith(".example").all()


@every_dialect
def test_an_id_lies_in_its_minute(dialect, made):
    for row in posts_of(made(dialect)):
        id, told = int(row["tweetid"]), datetime.fromisoformat(f"{row['tweet_time']}+00:00")
        if told >= datetime.fromisoformat("2010-11-05 00:00+00:00"):
            seconds = ((id >> 22) + SNOWFLAKE) / 1000 - told.timestamp()
            assert 0 <= seconds < 60
        else:
            assert 0 < id < 29_700_859_247


def test_early_posts_have_plain_ids(made):
    times = [row["tweet_time"] for row in posts_of(made("2018-10"))]
    assert min(times) > "2010-12-26"  # the catalogue's first post
    early = [row for row in posts_of(made("2019-01")) if row["tweet_time"] < "2010-11-04"]
    assert len({row["tweetid"] for row in early}) == len(early)


def test_ids_are_distinct(made):
    ids = [row["tweetid"] for row in posts_of(made("2020-08"))]
    assert len(set(ids)) == ROWS


def test_all_files_of_2021_are_by_year_and_the_first_is_only_a_header(made):
    folder = made("2021-12")
    years: dict[str, set[str]] = {}
    for path in folder.glob("*_tweets_*.csv"):
        years[path.stem[-4:]] = {row["tweet_time"][:4] for row in rows_of(path)}
    assert len(years) > 3
    assert years[min(years)] == set()
    assert all(found <= {year} for year, found in years.items())
    assert (folder / "MX_0621_users.csv").is_file()


def test_a_dialect_follows_from_the_day(catalogue):
    found = {slug: dialect_of(release.disclosed) for slug, release in catalogue.releases.items()}
    assert found["russia-2018-10"].name == "2018-10"
    assert found["russia-2019-01"].name == "2019-01"
    assert found["spain-2019-06"].name == "2019-06"
    assert found["china-2019-08-1"].name == found["china-2020-06"].name == "2019-08"
    assert found["thailand-2020-10"].name == found["russia-2021-02-gru"].name == "2020-08"
    assert found["mexico-2021-12"].name == "2021-12"


def test_containers_hold_the_same_bytes(made):
    name = "thailand_092020_tweets_csv_hashed"
    plain = (made("2020-08") / f"{name}.csv").read_bytes()
    assert gzip.decompress((made("2020-08", "gz") / f"{name}.csv.gz").read_bytes()) == plain
    with zipfile.ZipFile(made("2020-08", "zip") / f"{name}.zip") as archive:
        assert archive.namelist() == [f"{name}.csv"]
        assert archive.read(f"{name}.csv") == plain


def test_members_share_the_posts(made):
    with zipfile.ZipFile(next(made("2019-08", "zip", 3).glob("*_tweets_*.zip"))) as archive:
        names = archive.namelist()
        texts = [archive.read(name).decode() for name in names]
    assert names == [f"turkey_052020_tweets_csv_hashed_0{n}.csv" for n in (1, 2, 3)]
    counts = [sum(1 for _ in csv.DictReader(text.splitlines(keepends=True))) for text in texts]
    assert counts == [666, 667, 667]


def test_the_same_plan_writes_the_same_bytes(made, catalogue, lexicon, tmp_path):
    plan = make_plan(catalogue, "thailand-2020-10", rows=ROWS)
    again = simulate(plan, lexicon, tmp_path / "again", "zip").paths
    for path in again:
        assert path.read_bytes() == (made("2020-08", "zip") / path.name).read_bytes()
    other = made("2020-08", seed=2)
    assert posts_of(other) != posts_of(made("2020-08"))


def test_totals_are_the_catalogues(catalogue):
    plan = make_plan(catalogue, "russia-2021-02-gru")
    assert (plan.rows, plan.users_rows, plan.accounts) == (26_684, 70, 69)
    assert make_plan(catalogue, "china_052020").accounts == 23_750
    assert make_plan(catalogue, "china_052020", rows=1000).accounts == 100


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "tanzania-2021-12: nobody has counted its posts; say how many with --rows."),
        ({"rows": 0}, "At least one post is needed: --rows must be 1 or more."),
        ({"rows": 9, "dialect": "2022"}, "2022 is not a dialect; there are 2018-10, 2019-01,"),
        ({"rows": 9, "damage": ["moth"]}, "moth is not a kind of damage; there are short, long,"),
    ],
)
def test_what_cannot_be_simulated_is_said(more, said, catalogue):
    with pytest.raises(ValueError) as problem:
        make_plan(catalogue, "tanzania-2021-12", **more)
    assert str(problem.value).startswith(said)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("mine")
    told = ["simulate", "tanzania-2021-12", "--rows", "9", "--out", str(tmp_path)]
    assert main(told) == 1
    assert "is not an empty folder" in capsys.readouterr().err
    assert main([*told[:-1], str(tmp_path / "new"), "--members", "0"]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_command_line_says_what_it_wrote(tmp_path, capsys):
    asked = ["simulate", "tanzania-2021-12", "--rows", "100", "--out", str(tmp_path / "new")]
    assert main([*asked, "--format", "csv", "--members", "1", "--damage", "short"]) == 0
    first, *files = capsys.readouterr().out.splitlines()
    assert first == "100 posts and 1 damaged records, 12 records of users."
    assert [line.split(":")[0].rpartition("/")[2] for line in files] == [
        "Tanzania_0621_users.csv",
        "Tanzania_0621_tweets_csv_hashed.csv",
    ]


# What is planted


def test_days_off_follow_the_year_the_holidays_and_the_make_up_days(catalogue):
    """Each day by the calendar that hung on the wall then."""
    arabia = {
        date(2013, 6, 27): OFF,  # a Thursday
        date(2013, 6, 29): OFF,  # the first Saturday off
        date(2013, 7, 4): WORKING,  # a Thursday
        date(2014, 9, 23): OFF,  # the national day
    }
    china = {
        date(2019, 9, 29): WORKING,  # a Sunday, worked for the holidays that follow
        date(2019, 9, 30): WORKING,
        date(2019, 10, 1): OFF,  # the national day, a Tuesday
        date(2019, 10, 12): WORKING,  # a Saturday, likewise
        date(2019, 10, 13): OFF,
    }
    iran = {date(2020, 6, day): kind for day, kind in ((3, OFF), (11, HALF), (12, OFF), (13, 0))}
    for slug, kinds in (("saudi-arabia", arabia), ("china", china), ("iran", iran)):
        country = catalogue.countries[slug]
        assert {day: int(days_of(country, day, day)[0]) for day in kinds} == kinds


def test_posts_keep_office_hours_a_lunch_hour_and_days_off():
    first, dice = date(2019, 1, 7), np.random.default_rng(1)  # a Monday
    kinds = np.array([WORKING] * 5 + [OFF] * 2)[np.arange(700) % 7]
    kinds[1] = OFF
    rhythm = PlantedRhythm(first, kinds, dice)
    count = 100_000
    drawn = rhythm.draw(np.zeros(count, np.int64), np.full(count, 700), dice)
    days = drawn // DAY - (first - date(1970, 1, 1)).days
    hours = np.bincount(drawn % DAY // 60, minlength=24)
    monday, tuesday, _, _, _, saturday, sunday = np.bincount(days % 7)
    assert days.min() == 0 and days.max() == 699
    assert 3 < monday / saturday < 8 and 3 < tuesday / sunday < 8
    assert 0 < (days == 1).sum() < 0.5 * (days == 0).sum()  # a holiday, and the day before
    assert hours[12] < 0.5 * min(hours[11], hours[14]) and hours[3] < 0.1 * hours[10]


def test_an_account_posts_only_in_its_own_days():
    first, dice = date(2019, 1, 7), np.random.default_rng(1)
    rhythm = PlantedRhythm(first, np.full(99 + 1, WORKING), dice)
    starts = np.arange(99)
    drawn = rhythm.draw(starts, starts + 1, dice) // DAY - (first - date(1970, 1, 1)).days
    assert (drawn == starts).all()


def minutes(*times: str) -> np.ndarray:
    return np.array(times, "datetime64[m]").astype(np.int64)


def test_local_time_becomes_utc_with_changes_of_clock_and_law():
    local, utc = Clock("Europe/Istanbul").to_utc(
        minutes(
            "2016-03-27 02:59",  # UTC+2
            "2016-03-27 03:10",  # skipped: 03:00 became 04:00
            "2016-03-27 04:00",  # UTC+3
            "2016-12-01 12:00",  # UTC+3, since the law of that autumn
            "2015-12-01 12:00",  # UTC+2
        )
    )
    assert local.tolist()[1] == minutes("2016-03-27 06:10")[0]
    assert (
        utc.tolist()
        == minutes(
            *("2016-03-27 00:59", "2016-03-27 03:10", "2016-03-27 01:00"),
            *("2016-12-01 09:00", "2015-12-01 10:00"),
        ).tolist()
    )
    assert Clock("America/Caracas").to_utc(minutes("2010-01-01 00:00"))[1] == minutes(
        "2010-01-01 04:30"
    )


@every_dialect
def test_the_planted_hours_come_back_from_utc(dialect, made, catalogue):
    folder = made(dialect)
    posts = truth(folder, "posts")
    zone = catalogue.releases[RELEASES[dialect]].zone
    found = np.bincount(week_hours(posts["slot"].to_numpy(), zone), posts["posts"], minlength=168)
    planted = truth(folder, "hours")
    assert found.tolist() == np.bincount(planted["hour"], planted["posts"], 168).tolist()


def test_few_accounts_are_loud_and_some_change_language_and_client(catalogue, lexicon):
    plan = make_plan(catalogue, "china-2020-06", rows=BATCH)
    simulation = make_simulation(plan, lexicon)
    posts, accounts = draw_posts(simulation, 0, BATCH), simulation.accounts
    by_account = np.sort(np.bincount(posts.account, minlength=plan.accounts))[::-1]
    assert by_account[: plan.accounts // 100].sum() > 0.3 * BATCH
    assert 0.1 < (by_account == 0).mean() < 0.4
    day = posts.local // DAY - (plan.first - date(1970, 1, 1)).days
    after = day >= accounts.switch[posts.account]
    assert 0.02 < after.mean() < 0.4
    expected = np.where(
        after, accounts.clients[posts.account, 1], accounts.clients[posts.account, 0]
    )
    assert (posts.client == expected).all()
    changed = accounts.languages[:, 0] != accounts.languages[:, 1]
    late = after & changed[posts.account]
    assert (posts.language[late] == accounts.languages[posts.account[late], 1]).mean() > 0.8


def test_no_two_releases_are_drawn_alike(catalogue, lexicon):
    worlds = [
        make_simulation(make_plan(catalogue, release, rows=500), lexicon)
        for release in ("china-2020-06", "turkey-2020-06")
    ]
    first, second = (draw_posts(simulation, 0, 500).account.tolist() for simulation in worlds)
    assert first != second


def test_posts_do_not_depend_on_how_they_are_asked_for(catalogue, lexicon):
    simulation = make_simulation(make_plan(catalogue, "thailand-2020-10", rows=500), lexicon)
    one, same = draw_posts(simulation, 100, 50), draw_posts(simulation, 100, 50)
    assert one.utc.tolist() == same.utc.tolist() and one.text.tolist() == same.text.tolist()


def test_texts_are_nasty(made):
    texts = [row["tweet_text"] for row in posts_of(made("2020-08", rows=20_000))]
    for sign in ("\n", "\r\n", '"', ",", "&amp;", "<b>", "😀", "\u202b", "RT @SIM", "…", "#", "\\"):
        assert any(sign in text for text in texts), sign
    for sign in "=+-@":
        assert any(text.startswith(sign) for text in texts), sign


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Protest!", "protest"),
        ("protests", ""),
        ("支持游行了", "protest"),
        ("ROCK &amp;\n roll, a protest", "music protest"),
        ("Atlantis", ""),  # a tag, not a word
    ],
)
def test_claims_by_hand(text, themes):
    claims = Claims(LEXICON)
    assert claims.themes(claims.of_text(text)) == themes
    assert claims.themes(claims.of_tags(["ATLANTIS"])) == "protest"


def test_what_a_term_does_not_count_beside_takes_it_out_by_hand():
    terms = (
        Term("Tripoli", "word", "en", "", "", ("Lebanon", "protest")),
        Term("Haftar", "hashtag", "en", "", ""),
    )
    themes = LEXICON.themes | {"libya": Theme("libya", "", "", False, terms)}
    claims = Claims(replace(LEXICON, themes=themes))
    town, tag = claims.of_text("in TRIPOLI"), claims.of_tags(["haftar"])
    assert claims.themes(town) == claims.themes(tag) == "libya"
    assert claims.themes(town | claims.of_text("Lebanon, too")) == ""
    assert claims.themes(town | claims.of_tags(["Lebanon"])) == ""
    assert claims.themes(town | claims.of_tags(["lebanon"]) | tag) == "libya"
    assert claims.themes(claims.of_text("Tripoli protest")) == "protest"
    assert claims.themes(claims.of_text("Lebanon")) == claims.themes(0) == ""


def test_what_takes_a_term_out_is_planted_beside_it(catalogue, lexicon):
    """Some pieces have a term and claim nothing, some pieces with the same term claim a theme."""
    stock = make_simulation(make_plan(catalogue, "saudi-arabia-2020-04", rows=100), lexicon).stock
    (arabic, *_) = stock.tags_of
    found = stock.tag_finds[arabic.themed : arabic.stop]
    told = {stock.theme_sets[stock.themes[0, n]] for n in found.tolist()}
    assert found.all() and "" in told and "football" in told


def test_harmless_words_belong_to_no_theme(catalogue, lexicon):
    for release in ("china-2020-06", "russia-2020-06", "turkey-2020-06", "iran-2019-01"):
        stock = make_simulation(make_plan(catalogue, release, rows=100), lexicon).stock
        for stretch in stock.texts_of:
            assert not stock.text_finds[stretch.start : stretch.themed].any()
            assert stock.text_finds[stretch.themed : stretch.stop].all()


# The truth


def test_a_tally_adds_up_by_hand():
    tally = Tally(3, 10)
    tally.add(np.array([2, 0, 2]), np.array([9, 1, 9]))
    tally.add(np.array([0, 2]), np.array([1, 0]))
    (first, second), counts = tally.counted()
    found = list(zip(first.tolist(), second.tolist(), counts.tolist(), strict=True))
    assert found == [(0, 1, 3 - 1), (2, 0, 1), (2, 9, 2)]


def kind_of(row: Row) -> str:
    if row["is_retweet"].lower() == "true":
        return "retweet"
    if row["quoted_tweet_tweetid"]:
        return "quote"
    is_reply = row["in_reply_to_tweetid"] or row["in_reply_to_userid"]
    return "reply" if is_reply else "original"


@every_dialect
def test_the_truth_is_what_the_files_say(dialect, made):
    folder = made(dialect)
    rows, posts = posts_of(folder), truth(folder, "posts")
    assert posts["posts"].sum() == ROWS
    slots = [
        int(datetime.fromisoformat(f"{r['tweet_time']}+00:00").timestamp()) // 900 for r in rows
    ]
    found = Counter(zip(slots, map(kind_of, rows), strict=True))
    told = posts.groupby(["slot", "kind"])["posts"].sum()
    assert dict(found) == told.to_dict()
    clients = whole(truth(folder, "clients"))
    assert clients["uses"].to_dict() == Counter(row["tweet_client_name"] for row in rows)
    accounts: dict[str, set[str]] = {}
    for row in rows:
        accounts.setdefault(row["tweet_client_name"], set()).add(row["userid"])
    assert clients["accounts"].to_dict() == {c: len(ids) for c, ids in accounts.items()}
    members = truth(folder, "members").set_index("userid")["posts"]
    assert members[members > 0].to_dict() == Counter(row["userid"] for row in rows)
    active = truth(folder, "accounts")
    assert active[active["calendar"] == ""]["accounts"].tolist() == [
        len({r["userid"] for r in rows})
    ]


def test_languages_are_counted_under_one_code(made):
    rows, posts = posts_of(made("2019-08")), truth(made("2019-08"), "posts")
    found = Counter((row["tweet_language"] or "und").split("-")[0] for row in rows)
    assert posts.groupby("language")["posts"].sum().to_dict() == found
    assert set(truth(made("2019-01"), "posts")["language"]) == {"und"}


@pytest.mark.parametrize("kinds", [list(KINDS)])
def test_damage_lies_where_it_is_said_to_and_nothing_else_changes(kinds, made):
    damaged, intact = made("2020-08", damage=kinds), made("2020-08")
    name = "thailand_092020_tweets_csv_hashed.csv"
    data, planted = (damaged / name).read_bytes(), truth(damaged, "rejected")
    assert sorted(planted["kind"]) == sorted(kinds)
    assert set(planted["file"]) == {name}
    kept, end = b"", 0
    for one in planted.itertuples():
        kept += data[end : one.byte]
        assert data[: one.byte].count(b"\n") == one.line - 1
        end = one.byte
        for _ in range(one.lines):
            end = data.index(b"\n", end) + 1
    assert kept + data[end:] == (intact / name).read_bytes()
    for table in ("posts", "tags", "domains", "clients", "accounts", "members"):
        pd.testing.assert_frame_equal(truth(damaged, table), truth(intact, table))


def test_each_kind_of_damage_by_hand():
    row = {"tweetid": "7", "tweet_text": "a\nb", "tweet_time": "2019-01-01 00:00", "a": "", "b": "",
           "c": "", "d": "é"}  # fmt: skip
    good = b'"7","a\nb","2019-01-01 00:00","","","",'
    some = b'"7","some %s text","2019-01-01 00:00","","","","\xc3\xa9"\n'
    assert {kind: make(row) for kind, make in KINDS.items()} == {
        "short": b'"7","a\nb"\n',
        "long": good + b'"\xc3\xa9","one","too many"\n',
        "stray-quote": some % b'with "bare quotes" in its',
        "open-quote": b'"7","a b,"2019-01-01 00:00","","","","\xc3\xa9"\n'
        b'"7","a b","2019-01-01 00:00","","","","\xc3\xa9\n',
        "bad-utf8": some % b"\xff\xfe\xc3(",
        "nul": some % b"\x00",
        "header-repeated": b'"tweetid","tweet_text","tweet_time","a","b","c","d"\n',
        "impossible-time": good.replace(b"2019-01-01 00:00", b"2019-02-30 25:61") + b'"\xc3\xa9"\n',
        "outside": good.replace(b"2019-01-01", b"2031-01-01") + b'"\xc3\xa9"\n',
    }
    assert KINDS["open-quote"](row).count(b'"') % 2 == 0
    assert b"2005-12-31" in KINDS["outside"](row | {"tweetid": "8"})
