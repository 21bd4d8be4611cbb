"""Posts of a local period equal a count of every post, one by one, with zoneinfo."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from dashboard.clock import local_time
from dashboard.snapshot.cells import SCAN_MOST, Cells, Chosen
from dashboard.tables import POSTS

# Laws that changed while posts were written, half and quarter hours, a skipped day, changes at
# midnight, and changes by half an hour.
ZONES = (
    *("UTC", "Asia/Tehran", "America/Caracas", "Europe/Moscow", "Europe/Istanbul"),
    *("Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"),
    *("Africa/Cairo", "Asia/Shanghai", "Asia/Pyongyang", "America/Havana", "Asia/Amman"),
    *("Pacific/Chatham", "Africa/Casablanca"),
)
THEMES = ("a", "b", "c")
LANGUAGES, KINDS = ("en", "fa", "th"), ("original", "quote", "reply", "retweet")
SETS = ("", "a", "a b", "c", "b c", "older")  # "older" is a theme that the lexicon no longer has
FIRST, LAST = datetime(2009, 1, 1, tzinfo=UTC), datetime(2021, 12, 31, tzinfo=UTC)


def simulated(rows: int, seed: int) -> pd.DataFrame:
    """Return a posts table of one big group and small ones, spread over thirteen years."""
    chance = np.random.default_rng(seed)
    lo, hi = (int(day.timestamp()) // local_time.SLOT for day in (FIRST, LAST))
    told = {
        "slot": chance.integers(lo, hi, rows),
        "language": chance.choice(LANGUAGES, rows, p=(0.85, 0.1, 0.05)),
        "kind": chance.choice(KINDS, rows, p=(0.9, 0.04, 0.03, 0.03)),
        "themes": chance.choice(SETS, rows, p=(0.7, 0.1, 0.05, 0.05, 0.05, 0.05)),
        "phase": chance.choice(("earlier", "operational"), rows, p=(0.1, 0.9)),
        "posts": chance.integers(1, 9, rows),
    }
    return pd.DataFrame(told).astype(POSTS)


@pytest.fixture(scope="module")
def posts() -> pd.DataFrame:
    return simulated(8_000, seed=3)


@pytest.fixture(scope="module")
def cells(posts: pd.DataFrame) -> Cells:
    return Cells(posts, THEMES)


@pytest.fixture(scope="module", params=ZONES)
def local(request: pytest.FixtureRequest, posts: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return a zone, and the posts with the local day that it gives each."""
    zone = local_time.zone(request.param)
    times = (datetime.fromtimestamp(s * local_time.SLOT, zone) for s in posts["slot"])
    return request.param, posts.assign(day=np.array([t.date() for t in times], "datetime64[D]"))


def counted(posts: pd.DataFrame, mask: pd.Series) -> int:
    return int(posts.loc[mask, "posts"].sum())


def between(posts: pd.DataFrame, start: date | None, end: date | None) -> pd.Series:
    lo, hi = np.datetime64(start or date(2000, 1, 1)), np.datetime64(end or date(2030, 1, 1))
    return (posts["day"] >= lo) & (posts["day"] <= hi)


def periods(seed: str) -> list[tuple[date | None, date | None]]:
    """Return open, long, short and one-day periods; days around known changes among them."""
    chance = random.Random(seed)
    days = [FIRST.date() + timedelta(chance.randint(0, 4745)) for _ in range(8)]
    found = [(min(a, b), max(a, b)) for a, b in zip(days[:4], days[4:], strict=True)]
    found += [(day, day) for day in days[:3]]
    found += [(date(2011, 12, 29), date(2011, 12, 31)), (date(2011, 12, 30), date(2011, 12, 30))]
    return [(None, None), (None, days[0]), (days[1], None), *found]


def ask(zone: str, period: tuple[date | None, date | None], **more: object) -> Chosen:
    return Chosen(*local_time.span(zone, *period), zone, **more)  # type: ignore[arg-type]


def test_the_world_has_groups_on_both_paths(cells):
    kept = [run.quarters is not None for run in cells.runs.values()]
    assert any(kept)
    assert not all(kept)
    assert sum(len(run.slot) > SCAN_MOST for run in cells.runs.values()) == sum(kept)
    assert cells.all.quarters is not None


def test_all_posts_of_a_local_period(cells, local):
    zone, posts = local
    for period in periods(zone):
        assert cells.count(ask(zone, period)) == counted(posts, between(posts, *period))


def test_posts_of_languages_and_kinds(cells, local):
    zone, posts = local
    for languages, kinds in (
        (("en",), ("original",)),  # large
        (("th",), ("quote", "reply")),  # small
        (("en", "fa"), ()),
        ((), ("original", "retweet")),
        (("xx",), ()),  # a language that nobody used
    ):
        mask = posts["language"].isin(languages or LANGUAGES) & posts["kind"].isin(kinds or KINDS)
        groups = cells.group_numbers(languages, kinds)
        for period in periods(zone)[:6]:
            found = cells.count(ask(zone, period, groups=groups))
            assert found == counted(posts, mask & between(posts, *period))


def has(posts: pd.DataFrame, themes: tuple[int, ...]) -> pd.Series:
    names = {THEMES[number] for number in themes}
    return posts["themes"].astype(str).map(lambda told: bool(names & set(told.split())))


def test_posts_with_a_theme(cells, local):
    zone, posts = local
    for themes in ((0,), (1, 2), (0, 1, 2)):
        for languages in ((), ("fa", "th")):
            groups = cells.group_numbers(languages, ())
            mask = has(posts, themes) & posts["language"].isin(languages or LANGUAGES)
            for period in periods(zone)[:4]:
                found = cells.count(ask(zone, period, groups=groups, themes=themes))
                assert found == counted(posts, mask & between(posts, *period))


def test_themes_of_the_chosen_posts(cells, local):
    zone, posts = local
    for period in periods(zone)[:5]:
        mask = between(posts, *period) & posts["language"].isin(["en"])
        chosen = ask(zone, period, groups=cells.group_numbers(("en",), ()))
        sets = cells.theme_sets(chosen)
        by_theme, covered = sets @ cells.member, int(sets.sum())
        each = [int(posts.loc[mask & has(posts, (n,)), "posts"].sum()) for n in range(3)]
        assert by_theme.tolist() == each
        assert covered == int(posts.loc[mask & has(posts, (0, 1, 2)), "posts"].sum())


def test_the_same_question_by_look_up_and_by_scan(monkeypatch, posts, cells):
    monkeypatch.setattr("dashboard.snapshot.cells.SCAN_MOST", len(posts))
    scanned = Cells(posts, THEMES)
    assert not any(run.quarters is not None for run in scanned.runs.values())
    groups = cells.group_numbers(("en",), ())
    for period in periods("UTC"):
        chosen = ask("UTC", period, groups=groups)
        (found, first), (other, start) = cells.quarters(chosen), scanned.quarters(chosen)
        assert found.tolist() == other.tolist() and first == start


def test_totals_and_what_the_order_of_rows_changes(posts, cells):
    shuffled = Cells(posts.sample(frac=1, random_state=1), THEMES)
    chosen = ask("UTC", (None, None))
    assert cells.total == cells.count(chosen) == posts["posts"].sum()
    assert shuffled.quarters(chosen)[0].tolist() == cells.quarters(chosen)[0].tolist()


def test_no_group_chosen_counts_nothing(cells):
    assert cells.group_numbers((), ()) is None
    assert cells.group_numbers(("xx",), ()) == ()
    assert not cells.quarters(ask("UTC", (None, None), groups=()))[0].any()
    assert cells.count(ask("UTC", (None, None), groups=())) == 0


def test_more_posts_than_fit_into_32_bits():
    rows = [(1_600_000 + n, "en", "original", "a" * (n % 2), 2**30, "") for n in range(5)]
    cells = Cells(pd.DataFrame(rows, columns=list(POSTS)).astype(POSTS), THEMES)
    assert cells.count(ask("UTC", (None, None))) == 5 * 2**30
    assert cells.quarters(ask("UTC", (None, None)))[0].tolist() == [2**30] * 5


def test_a_table_without_posts_counts_nothing():
    cells = Cells(pd.DataFrame([], columns=list(POSTS)).astype(POSTS), THEMES)
    assert cells.count(ask("UTC", (None, None))) == 0
    assert cells.count(ask("UTC", (None, None), themes=(0,))) == 0
    assert (cells.theme_sets(ask("UTC", (None, None))) @ cells.member).tolist() == [0, 0, 0]


def test_posts_between_slots_and_by_language(cells, posts):
    """Edges may lie anywhere, before the first cell and after the last, and may repeat."""
    lo, hi = int(posts["slot"].min()), int(posts["slot"].max())
    edges = np.array([lo - 9, lo, lo + 1, lo + 90_000, lo + 90_000, hi, hi + 1, hi + 9])
    for languages, kinds, themes in (
        ((), (), None),
        (("en",), ("original",), None),
        (("fa", "th", "xx"), (), None),
        ((), ("quote", "reply"), (0,)),
        (("xx",), (), None),
        ((), (), (1, 2)),
    ):
        mask = posts["language"].isin(languages or LANGUAGES) & posts["kind"].isin(kinds or KINDS)
        mask &= has(posts, themes) if themes else True
        for start, end in ((lo - 500, hi + 500), (lo + 50_000, hi - 50_000)):
            chosen = Chosen(start, end, "UTC", cells.group_numbers(languages, kinds), themes)
            those = posts[mask & posts["slot"].between(start, end - 1)]
            expected = [
                int(those.loc[(those["slot"] >= a) & (those["slot"] < b), "posts"].sum())
                for a, b in pairwise(edges.tolist())
            ]
            assert cells.between(chosen, edges).tolist() == expected
            by_language = those.groupby("language", observed=False)["posts"].sum()
            assert cells.by_language(chosen).tolist() == by_language[cells.languages].tolist()
            by_kind = those.groupby("kind", observed=False)["posts"].sum()
            assert cells.by_kind(chosen).tolist() == by_kind[cells.kinds].tolist()


def test_posts_by_quarter_hour(cells, posts):
    lo, hi = int(posts["slot"].min()), int(posts["slot"].max())
    for languages, themes in (((), None), (("en",), None), (("xx",), None), ((), (0,))):
        mask = posts["language"].isin(languages or LANGUAGES)
        mask &= has(posts, themes) if themes else True
        for start, end in ((lo - 500, hi + 500), (lo + 50_000, hi - 50_000), (hi + 9, hi + 20)):
            chosen = Chosen(start, end, "UTC", cells.group_numbers(languages, ()), themes)
            found, first = cells.quarters(chosen)
            those = posts[mask & posts["slot"].between(start, end - 1)]
            expected = those.groupby("slot")["posts"].sum()
            places = np.flatnonzero(found)
            assert (places + first).tolist() == expected.index.tolist()
            assert found[places].tolist() == expected.tolist()
            assert not len(found) or first == max(start, lo)
