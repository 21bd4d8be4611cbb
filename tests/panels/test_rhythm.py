"""When did they post: the small world by hand, the embedded data against published counts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.clock.calendars import Weekend
from dashboard.link.filters import only_together
from dashboard.link.view import View, parse_query
from dashboard.panels.rhythm import PANEL
from dashboard.panels.rhythm.measure import (
    BY_ACCOUNT_ONLY,
    EVEN_PRESS,
    EVEN_WEEKDAYS,
    Rhythm,
    peak_hour,
    rhythm,
    weekday_share,
)
from dashboard.settings import ROOT
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.shown import (
    audience_hours,
    clock_name,
    clock_with_offsets,
    days_off,
    weekends,
)
from dashboard.snapshot.world import World
from dashboard.tables import WORKWEEK

PUBLISHED = ROOT / "tests" / "data" / "published_weeks.csv"
THREE = ("china-2019", "russia-2018-10", "thailand-2020-10")


def hours(world: World, query: str, slug: str) -> dict[tuple[int, int], int]:
    """Return the hours of the week that have posts."""
    view, notes = parse_query(query, world.words)
    assert notes == []
    week = rhythm(world, view).weeks[slug]
    return {(int(d), int(h)): int(week[d, h]) for d, h in np.argwhere(week)}


def unknown(world: World, query: str) -> dict[str, str]:
    return rhythm(world, parse_query(query, world.words)[0]).unknown


def test_each_operation_on_its_own_clock(world):
    assert hours(world, "", "thailand-2020-10") == {
        (0, 8): 15,
        (1, 16): 3,
        (1, 17): 4,
        (6, 0): 2,
        (6, 19): 1,
    }
    # Moscow's hour that happened twice has the posts of both times.
    assert hours(world, "", "russia-2018-10") == {(4, 8): 20, (6, 1): 8, (0, 7): 12}
    assert hours(world, "", "china-2019") == {(2, 8): 30, (3, 0): 10, (6, 10): 10}


def test_all_on_one_clock(world):
    assert hours(world, "?clock=utc", "russia-2018-10") == {
        (4, 4): 20,
        (5, 21): 6,
        (5, 22): 2,
        (0, 4): 12,
    }
    bangkok = hours(world, "?clock=Asia/Bangkok", "thailand-2020-10")
    assert bangkok == hours(world, "", "thailand-2020-10")
    assert hours(world, "?clock=Asia/Bangkok", "china-2019") == {
        (2, 7): 30,
        (2, 23): 10,
        (6, 9): 10,
    }


@pytest.mark.parametrize(
    ("query", "posts"),
    [
        ("?period=2020-02", 22),  # in Bangkok the last night of February is March already
        ("?period=2020-02&clock=utc", 24),
        ("?period=2020-03", 3),
        ("?period=2020-02-03..2020-02-03", 15),
        ("?period=2020-02-04..", 10),
        ("?period=..2020-02-03", 15),
        ("?period=2006-01", 0),
        ("?kind=original", 13),
        ("?kind=reply~quote", 7),
        ("?lang=th", 17),
        ("?lang=th&kind=original", 12),
        ("?theme=court", 12),
        ("?theme=hong-kong", 2),
        ("?theme=court~hong-kong", 12),
        ("?theme=court~filler", 15),
        ("?theme=court&lang=en", 0),
        ("?theme=filler&kind=quote&period=2020-02", 3),
    ],
)
def test_filters(world, query, posts):
    assert sum(hours(world, query, "thailand-2020-10").values()) == posts


def test_what_a_collection_cannot_tell_is_not_known(world):
    kinds = "The collection does not tell these kinds of post apart."
    assert unknown(world, "?kind=reply") == {
        "china-2019": kinds,
        "russia-2018-10": only_together("original-or-reply"),
    }
    assert "russia-2018-10" not in unknown(world, "?kind=original~reply"), "as it says"
    assert unknown(world, "?kind=retweet") == {"china-2019": kinds}
    assert unknown(world, "?lang=ru") == {
        "china-2019": "The counts do not cover every language chosen."
    }
    assert unknown(world, "?theme=court") == {
        "china-2019": "The counts were made without the text, so no post has a theme."
    }
    assert unknown(world, "?ops=turkey-2020-06~thailand-2020-10") == {"turkey-2020-06": NO_ROWS}


def test_originals_and_replies_together_are_known_where_nobody_told_them_apart(world):
    assert sum(hours(world, "?kind=original~reply", "russia-2018-10").values()) == 26
    assert sum(hours(world, "?kind=original~reply~retweet", "russia-2018-10").values()) == 38
    assert sum(hours(world, "?kind=quote", "russia-2018-10").values()) == 2


def test_languages_of_rows_that_nobody_used_are_counted_zero(world):
    assert hours(world, "?lang=zh", "thailand-2020-10") == {}
    assert sum(hours(world, "?lang=zh", "china-2019").values()) == 40


def test_a_country_has_what_its_releases_have(world):
    assert hours(world, "?ops=thailand~china", "thailand") == hours(world, "", "thailand-2020-10")
    assert hours(world, "?ops=thailand~china", "china") == hours(world, "", "china-2019")
    assert unknown(world, "?ops=china-2019-08-1") == {"china-2019-08-1": NO_ROWS}, "only together"


@pytest.mark.parametrize(
    ("slug", "weekdays", "working", "peak"),
    # 40 and 30 of 50; 32 and 20 of 40; 22 and 18 of 25.
    [
        ("china-2019", 0.8, 0.6, 8),
        ("russia-2018-10", 0.8, 0.5, 8),
        ("thailand-2020-10", 0.88, 0.72, 8),
    ],
)
def test_shares_of_working_days_and_hours(world, slug, weekdays, working, peak):
    found = rhythm(world, View((slug,))).rhythms[slug]
    assert (weekday_share(found.week), peak_hour(found.week)) == (weekdays, peak)
    assert found.shares.press.estimate == working


def test_even_posting_gives_the_shares_that_are_shown_beside():
    even = np.ones((7, 24), np.int64)
    assert weekday_share(even) == pytest.approx(EVEN_WEEKDAYS) == 120 / 168
    assert even[:5, 8:17].sum() / even.sum() == pytest.approx(EVEN_PRESS)
    assert [f"{share:.1%}" for share in (EVEN_WEEKDAYS, EVEN_PRESS)] == ["71.4%", "26.8%"]


def test_the_clock_is_named_with_the_offsets_in_force(world):
    operations = world.catalogue.operations
    russia, china = operations["russia-2018-10"], operations["china-2019"]
    assert clock_with_offsets(world, russia, View()) == "Europe/Moscow, UTC+4 and UTC+3"
    assert clock_with_offsets(world, china, View()) == "Asia/Shanghai, UTC+8"
    assert clock_with_offsets(world, china, View(clock="utc")) == "UTC"
    later = parse_query("?period=2014-10-27..", world.words)[0]
    assert clock_with_offsets(world, russia, later) == "Europe/Moscow, UTC+3"
    assert clock_name(world, operations["turkey-2020-06"], View()) == "Europe/Istanbul"


def test_of_an_operation_that_stands_twice_each_names_its_own_offsets(world):
    """Moscow's clock was set back from UTC+4 to UTC+3 on 26 October 2014."""
    query = "?ops=russia-2018-10@..2014-10-25~russia-2018-10@2014-10-27..&range=own"
    view, notes = parse_query(query, world.words)
    told = [clock_with_offsets(world, world.column(column), view) for column in view.operations]
    assert (told, notes) == (["Europe/Moscow, UTC+4", "Europe/Moscow, UTC+3"], [])


def test_the_weekend_is_that_of_the_country_while_it_posted(world):
    operations = world.catalogue.operations
    for slug in THREE:
        assert days_off(weekends(world, operations[slug], View())) == ("Sat", "Sun")
    assert weekends(world, operations["turkey-2020-06"], View()) == (), "nothing was posted"


def test_days_off_of_a_weekend_that_changed_are_those_that_stayed():
    """Thursday and Friday until 28 June 2013, Friday and Saturday since."""
    old = Weekend(("Thu", "Fri"), "made up", until=date(2013, 6, 28))
    new = Weekend(("Fri", "Sat"), "made up", since=date(2013, 6, 29))
    assert days_off((old, new)) == ("Fri",)
    assert days_off((new,)) == ("Fri", "Sat")
    assert days_off(()) == ()
    last, first = date(2013, 6, 28), date(2013, 6, 29)
    assert (old.holds(last, last), old.holds(first, first)) == (True, False)
    assert (new.holds(last, last), new.holds(first, first)) == (False, True)
    assert old.holds(last, first)
    assert new.holds(last, first)


# ---- The country's own working week --------------------------------------------------------------


def found(world: World, query: str, slug: str) -> Rhythm:
    view, notes = parse_query(query, world.words)
    assert notes == []
    return rhythm(world, view).rhythms[slug]


def test_the_share_of_working_hours_by_hand(world):
    """Of 25 posts 15 at 08:00 on a Monday, 7 on a Tuesday at 16:00 and 17:00, 3 on a Sunday."""
    assert found(world, "", "thailand-2020-10").shares.office.estimate == 7 / 25
    assert found(world, "?hours=8-16", "thailand-2020-10").shares.office.estimate == 15 / 25
    assert found(world, "?hours=17-18", "thailand-2020-10").shares.office.estimate == 4 / 25
    assert found(world, "?hours=0-24", "thailand-2020-10").shares.office.estimate == 22 / 25


def test_lines_are_the_margins_of_the_week(world):
    told = found(world, "", "china-2019")
    assert told.shares.lines.estimate[:24].tolist() == [
        10 / 50 if h in (0, 10) else 30 / 50 if h == 8 else 0 for h in range(24)
    ]
    assert told.shares.lines.estimate[24:].tolist() == [0, 0, 30 / 50, 10 / 50, 0, 0, 10 / 50]


def test_fewer_than_fifty_posts_are_too_few_for_shares(world):
    assert found(world, "", "thailand-2020-10").is_few
    assert not found(world, "", "china-2019").is_few


def test_each_account_alike_is_known_of_all_posts_on_the_operators_clock_only(real):
    for query in ("clock=utc", "period=2020-01", "lang=th", "kind=reply", "theme=taiwan"):
        view, _ = parse_query(f"?ops=thailand-2020-10&per=account&{query}", real.words)
        assert rhythm(real, view).unknown == {"thailand-2020-10": BY_ACCOUNT_ONLY}
    told = found(real, "?ops=thailand-2020-10&per=account", "thailand-2020-10")
    assert told.week.sum() == pytest.approx(1, abs=1e-3)
    assert (
        told.shares.office.numbers
        != found(real, "?ops=thailand-2020-10", "thailand-2020-10").shares.office.numbers
    )
    assert list(told.loudest) == [1, 5, 10]


def test_intervals_leave_out_accounts_for_all_posts_and_weeks_for_some(real):
    every = found(real, "?ops=thailand-2020-10", "thailand-2020-10")
    assert (every.by_account, every.shares.office.units) == (True, 455)
    some = found(real, "?ops=thailand-2020-10&period=2019-06..", "thailand-2020-10")
    assert not some.by_account
    assert some.shares.office.units < 80
    for told in (every, some):
        estimate, low, high = told.shares.office.numbers
        assert 0 < low < estimate < high < 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?ops=thailand-2020-10", "each of 455 accounts in turn; of days, each week."),
        ("?ops=thailand-2020-10&clock=utc", "each of 68 weeks in turn."),
        ("?ops=russia-2018-10", "each of 2,839 accounts in turn; of days, each run of 8 weeks."),
        ("?ops=russia-2018-10&clock=utc", "each of 41 runs of 8 weeks in turn."),
        ("?ops=russia-2018-10&period=2017-01-02..2017-02-26", "each of 8 weeks in turn."),
    ],
)
def test_a_column_says_what_its_intervals_leave_out(real, query, told):
    (cell,) = PANEL.cells(rhythm(real, parse_query(query, real.words)[0]))
    assert cell.details[-1].endswith(f"posts. Intervals of 95% leave out {told}")


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        ("?ops=china-2019&audience=utc", ["16", "22", "4", "10"]),
        ("?ops=china-2019&audience=Asia/Kolkata", ["21:30", "3:30", "9:30", "15:30"]),
        ("?ops=thailand-2020-10&audience=America/New_York", ["12", "18", "0", "6"]),
        ("?ops=russia-2018-10&audience=utc", ["20–21", "2–3", "8–9", "14–15"]),
    ],
)
def test_a_second_clock_shows_the_same_hours_elsewhere(world, query, hours):
    view, _ = parse_query(query, world.words)
    (slug,) = view.operations
    assert audience_hours(world, world.column(slug), view, (0, 6, 12, 18)) == hours


# ---- The embedded data ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return pd.read_csv(PUBLISHED, keep_default_na=False)


def counted(published: pd.DataFrame, slug: str, language: str, clock: str) -> pd.DataFrame:
    mask = (published["operation"] == slug) & (published["language"] == language)
    rows = published[mask & (published["clock"] == clock)].sort_values("weekday")
    return rows.loc[:, "h00":"h23"]  # type: ignore[misc]


@pytest.mark.parametrize("clock", ["operator", "utc"])
@pytest.mark.parametrize(
    ("slug", "language", "posts"),
    [
        ("thailand-2020-10", "", 21_385),
        ("russia-2018-10", "", 2_463_944),
        ("russia-2018-10", "en", 1_676_955),
        ("russia-2018-10", "ru", 581_683),
        ("china-2019", "", 37_911),
        ("china-2019", "en", 2_954),
        ("china-2019", "zh", 34_957),
    ],
)
def test_all_168_cells_equal_what_was_published(real, published, slug, language, posts, clock):
    expected = counted(published, slug, language, clock)
    assert expected.shape == (7, 24)
    languages = (language,) if language else ()
    week = rhythm(real.dated, View((slug,), clock, languages=languages)).weeks[slug]
    assert week.tolist() == expected.to_numpy().tolist()
    assert week.sum() == posts


@pytest.mark.parametrize(
    ("slug", "languages", "weekdays", "working", "peak"),
    [
        ("thailand-2020-10", (), "80.8%", "74.3%", 11),
        ("russia-2018-10", (), "76.1%", "26.7%", 17),
        ("china-2019", ("zh",), "84.9%", "79.8%", 11),
    ],
)
def test_the_published_shares(real, slug, languages, weekdays, working, peak):
    found = rhythm(real.dated, View((slug,), languages=languages)).rhythms[slug]
    press = float(found.shares.press.estimate)
    assert f"{weekday_share(found.week):.1%} {press:.1%}" == f"{weekdays} {working}"
    assert peak_hour(found.week) == peak


def test_every_operation_of_the_default_view_has_hours(real):
    answer = rhythm(real, View())
    assert tuple(answer.weeks) == THREE
    assert answer.unknown == {}


def test_a_store_made_before_office_hours_by_accounts_has_them_by_weeks(real):
    """Thailand's, as if its working weekdays had not been counted by accounts yet."""
    view = View(("thailand-2020-10",))
    for per, is_known in (("post", True), ("account", False)):
        (told,) = rhythm(real, replace(view, per=per)).rhythms.values()
        kept = {
            key: row for key, row in told.accounts.shares.rows.items() if WORKWEEK not in key[0]
        }
        accounts = told.accounts._replace(shares=replace(told.accounts.shares, rows=kept))
        other = replace(told, accounts=accounts._replace(office_days=WORKWEEK))
        by_weeks = told.office.shares.office
        assert (other.shares.office is by_weeks) == is_known
        assert np.isnan(other.shares.office.estimate) != is_known
        assert other.shares.press.numbers == told.shares.press.numbers
