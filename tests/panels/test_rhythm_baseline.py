"""A week beside ordinary posts: the sentence, the chart, the files, and chance."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.baselines import Baselines, SampleWeek, read_baselines
from dashboard.catalogue.releases import read_catalogue
from dashboard.clock.calendars import day_kinds
from dashboard.link.view import View
from dashboard.look.style import Look
from dashboard.panels.panel import unmarked
from dashboard.panels.rhythm import PANEL
from dashboard.panels.rhythm.baseline import difference
from dashboard.panels.rhythm.measure import Rhythm, RhythmAnswer, rhythm
from dashboard.panels.rhythm.office_hours import OfficeHours
from dashboard.settings import ROOT
from dashboard.snapshot.baseline import Baseline, baseline
from dashboard.snapshot.daily import calendar_of
from dashboard.snapshot.days import Days
from dashboard.snapshot.world import World
from dashboard.web.app import create_app

CHINA = "china-2019"  # of its 50 posts 40 are in Chinese and 10 in English
COLLECTIONS = read_catalogue(ROOT / "data" / "releases.toml").collections
WORKED = np.array([True] * 5 + [False] * 2)


def chinese(world: World, **samples: np.ndarray) -> World:
    """Return a world with samples of posts in Chinese and, if named so, of control accounts."""
    july = date(2014, 7, 1), date(2014, 7, 28)
    weeks = {kind: SampleWeek(kind, posts, *july) for kind, posts in samples.items()}
    control = {"china-2019-09": weeks.pop("control")} if "control" in weeks else {}
    catalogue = replace(world.catalogue, collections=world.catalogue.collections | COLLECTIONS)
    baselines = Baselines({"zh": weeks} if weeks else {}, control)
    return replace(world, catalogue=catalogue, baselines=baselines)


def at(**posts: int) -> np.ndarray:
    """Return int64[7, 24] in UTC: Monday 10:00 (`office`) and 23:00 (`night`) in Beijing."""
    week = np.zeros((7, 24), np.int64)
    week[0, 2], week[0, 15] = posts.get("office", 0), posts.get("night", 0)
    return week


def ask(world: World, **parts: str) -> RhythmAnswer:
    return PANEL.measure(world, View((CHINA,), **parts))


def test_the_sentence_names_what_ordinary_posts_did(world):
    answer = ask(chinese(world, uniform=at(office=900, night=1_100)))
    sentence = unmarked(PANEL.say(answer))
    assert "ordinary posts 4 of 10" in sentence
    cell = PANEL.cells(answer)[0]
    assert "ordinary posts **45.0%**" in cell.lines[0]
    (line,) = [line for line in cell.details if "in these hours" in line]
    assert line.startswith("Ordinary posts in Chinese in these hours: **45.0%** (")
    assert "n = 2,000 in Chinese (uniform sample, 2014-07-01 to 2014-07-28)" in str(
        PANEL.cells(answer)[0].details
    )


def test_even_posting_is_always_in_the_table(world):
    held = chinese(world, uniform=at(office=900, night=1_100))
    for name in ("ordinary", "even", "control", "none"):
        assert "even 22.5%" in PANEL.table(ask(held, baseline=name)).note
    assert "of the week" not in PANEL.say(ask(held, baseline="none"))
    assert "Office hours are 2 of 10 hours of the week." in PANEL.say(ask(held, baseline="even"))
    assert PANEL.say(ask(held, baseline="even")) == PANEL.say(ask(world))


def test_hours_of_control_accounts_are_drawn_and_no_share_of_them_stated(world):
    answer = ask(chinese(world, control=at(office=30, night=70)), baseline="control")
    caution = "0.0% of the posts of control accounts lie in the last hour of the UTC day"
    assert "Control accounts of China 2019 are drawn by hour, not counted." in PANEL.say(answer)
    assert any(line.startswith(caution) for line in PANEL.cells(answer)[0].details)
    assert "their days were chosen by the operation's" in str(PANEL.cells(answer)[0].details)
    traces = PANEL.draw(answer, Look())["data"]
    _, line = [t for t in traces if t.get("line", {}).get("shape") == "hvh"]
    assert line["y"][10] / line["y"][23] == pytest.approx(3 / 7)
    assert all(
        t["x"] == [None] * 7 for t in traces if t.get("mode") == "markers" and len(t["x"]) > 1
    )


def test_what_the_embedded_hours_of_control_accounts_are_like():
    weeks = read_baselines(ROOT / "data" / "baselines").control
    shares = [week.posts[:, 23].sum() / week.n for week in weeks.values()]
    assert len(shares) == 30
    assert [round(100 * end, 1) for end in (min(shares), max(shares))] == [17.0, 29.9]


@pytest.mark.parametrize("parts", [{}, {"scale": "count"}, {"reach": "own"}])
def test_a_line_over_the_hours_and_strokes_at_the_weekdays(world, parts):
    answer = ask(chinese(world, uniform=at(office=900, night=1_100)), **parts)
    traces = PANEL.draw(answer, Look())["data"]
    _, line = [t for t in traces if t.get("line", {}).get("shape") == "hvh"]
    _, strokes = [t for t in traces if t.get("marker", {}).get("symbol") == "line-ns"]
    bars = next(t for t in traces if t["type"] == "bar" and "error_y" in t)
    shown = answer.rhythms[CHINA]
    hours = shown.week.sum(0)
    unit = bars["y"][int(hours.argmax())] / (hours.max() / shown.posts)  # of the axis, for all
    assert line["y"][10] == pytest.approx(0.45 * unit, rel=1e-3)
    assert line["y"][23] == pytest.approx(0.55 * unit, rel=1e-3)
    assert sum(line["y"]) == pytest.approx(unit, rel=1e-3)
    assert [share > 0 for share in strokes["x"]] == [True] + [False] * 6


def test_no_line_without_a_baseline(world):
    for name in ("even", "none", "control"):
        held = chinese(world, uniform=at(office=900, night=1_100))
        traces = PANEL.draw(ask(held, baseline=name), Look())["data"]
        assert not [t for t in traces if t.get("line", {}).get("shape") == "hvh"]


@pytest.mark.parametrize(
    ("name", "shares", "n", "basis"),
    [
        (
            "ordinary",
            {10: 0.45, 23: 0.55},
            2_000,
            "ordinary posts in Chinese: n = 2,000 in Chinese",
        ),
        ("even", dict.fromkeys(range(168), 1 / 168), None, "even posting"),
        ("none", {}, None, None),
        ("control", {}, None, "No control accounts of it are known to us."),
    ],
)
def test_the_csv_has_the_baseline_at_its_right(world, name, shares, n, basis):
    held = chinese(world, uniform=at(office=900, night=1_100))
    client = create_app(held, {"CACHE_VIEWS": 2}).server.test_client()
    query = f"v=2&ops={CHINA}&baseline={name}"
    rows = pd.read_csv(io.BytesIO(client.get(f"/download/rhythm.csv?{query}").data))
    assert [*rows][-4:] == ["baseline_share", "baseline_n", "baseline_basis", "filters"]
    is_known = name in ("ordinary", "even")
    expected = [shares.get(hour, 0) if is_known else np.nan for hour in range(168)]
    np.testing.assert_allclose(rows["baseline_share"], expected, atol=1e-6)
    assert {*rows["baseline_n"].dropna()} == ({n} if n else set())
    texts = {*rows["baseline_basis"].dropna()}
    assert texts == set() if basis is None else next(iter(texts)).startswith(basis)
    sources = json.loads(client.get(f"/download/rhythm.json?{query}").data)["sources"]
    assert ("twitter-2014" in {s["collection"] for s in sources}) == (name == "ordinary")


# ---- What chance alone does ----------------------------------------------------------------------


def ordinary_week(language: str) -> np.ndarray:
    """Return float64[7, 24], shares that add up to 1: how users of a language post, in UTC."""
    samples = read_baselines(ROOT / "data" / "baselines").ordinary[language]
    posts = samples["uniform"].posts + 0.2
    return np.asarray(posts / posts.sum())


def an_operation(chance: np.random.Generator, week: np.ndarray, weeks: int) -> Days:
    """Return posts by day and hour: each week of its own size, in it posts come in threes."""
    size = chance.lognormal(3, 0.6, weeks).astype(int)
    posts = [3 * chance.multinomial(n, week.ravel()).reshape(7, 24) for n in size]
    return Days(date(2019, 1, 7), np.concatenate(posts))


def a_sample(chance: np.random.Generator, week: np.ndarray, n: int) -> np.ndarray:
    """Return int64[7, 24]: as a sample comes, now and then with several posts of one user."""
    twice = chance.multinomial(n // 10, week.ravel())
    return np.asarray(chance.multinomial(n - 2 * twice.sum(), week.ravel()) + 2 * twice)


@pytest.fixture(scope="module")
def told(world: World) -> Callable[[np.ndarray, np.ndarray, int], int]:
    """Return how many of 100 operations are told from the baseline, with seeds that are fixed."""

    def count(theirs: np.ndarray, ordinary: np.ndarray, n: int) -> int:
        view, country = View((CHINA,), "utc", languages=("zh",)), calendar_of(world, CHINA)
        differ = 0
        for seed in range(100):
            chance = np.random.default_rng(seed)
            days = an_operation(chance, theirs, 60)
            kinds = day_kinds(country, days.first, days.last)
            working = np.tile(WORKED, 60)
            made = Rhythm(OfficeHours(days, working, kinds), None, view)
            sample = chinese(world, uniform=a_sample(chance, ordinary, n).reshape(7, 24))
            beside = baseline(sample, CHINA, view)
            assert isinstance(beside, Baseline)
            _, low, high = difference(made, beside)
            differ += low > 0 or high < 0
        return differ

    return count


@pytest.mark.parametrize(("language", "n"), [("ru", 2_850), ("tr", 600), ("es", 9_221)])
def test_who_posts_like_ordinary_users_is_hardly_ever_told_from_them(told, language, n):
    week = ordinary_week(language)
    assert told(week, week, n) <= 5


def test_who_works_in_the_office_is_told(told):
    week = ordinary_week("ru")
    office = week.copy()
    office[:5, 9:18] *= 1.5
    assert told(office / office.sum(), week, 2_850) >= 95


def test_the_measure_of_a_view_needs_no_baseline(world):
    assert rhythm(world, View((CHINA,))).baselines == {}
