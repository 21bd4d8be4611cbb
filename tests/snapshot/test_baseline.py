"""Ordinary posts of the same languages: which sample answers, on which clock, and where none does.

The numbers of real languages were counted by others from the same files, another way.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dashboard.catalogue.baselines import Baselines, SampleWeek, read_baselines
from dashboard.catalogue.releases import read_catalogue
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View, parse_query
from dashboard.panels.languages.measure import languages
from dashboard.settings import ROOT
from dashboard.snapshot.baseline import (
    KINDS,
    NO_BASELINE,
    NO_CONTROL,
    NO_SAMPLES,
    Baseline,
    baseline,
    local_samples,
    on_clock,
)
from dashboard.snapshot.world import World

MONDAY_TO_FRIDAY = (*(1.0,) * 5, 0.0, 0.0)
JULY = date(2014, 7, 1), date(2014, 7, 28)
BOTH = read_catalogue(ROOT / "data" / "releases.toml").collections


def sample(cells: Mapping[tuple[int, int], int], kind: str = "uniform") -> SampleWeek:
    posts = np.zeros((7, 24), np.int64)
    for place, count in cells.items():
        posts[place] = count
    return SampleWeek(kind, posts, *JULY)


def with_samples(world: World, **ordinary: SampleWeek) -> World:
    """Return a world that has one sample of each language."""
    names = ("twitter-2014", "anwala-2023")
    collections = world.catalogue.collections | {name: BOTH[name] for name in names}
    samples = {language: {week.kind: week} for language, week in ordinary.items()}
    catalogue = replace(world.catalogue, collections=collections)
    return replace(world, catalogue=catalogue, baselines=Baselines(samples))


@pytest.fixture(scope="module")
def counted(world: World) -> Callable[[str, str, str, tuple[int, int]], tuple[float, int]]:
    """Return the share in hours of Monday to Friday in per cent, and the posts of a sample."""
    held = replace(world, baselines=read_baselines(ROOT / "data" / "baselines"))
    languages = list(held.baselines.ordinary)

    def count(language: str, kind: str, zone: str, hours: tuple[int, int]) -> tuple[float, int]:
        local = local_samples(held, zone, MONDAY_TO_FRIDAY, hours)
        place = languages.index(language), KINDS.index(kind)
        return 100 * local.share[place], local.size[place]

    return count


@pytest.mark.parametrize(
    ("language", "kind", "zone", "share", "n"),
    [
        ("tr", "uniform", "Europe/Istanbul", 25.7, 1_999),
        ("ru", "uniform", "Europe/Moscow", 29.1, 2_850),  # 4 hours ahead in July 2014
        ("th", "uniform", "Asia/Bangkok", 34.0, 771),
        ("th", "stratified", "Asia/Bangkok", 22.3, 1_696),
        # Of 930 posts in simplified letters 27.2%, of 1,056 in traditional ones 27.7%.
        ("zh", "stratified", "Asia/Shanghai", (27.204 * 930 + 27.652 * 1056) / 1986, 1_986),
    ],
)
def test_shares_that_others_counted(counted, language, kind, zone, share, n):
    assert counted(language, kind, zone, (9, 18)) == (pytest.approx(share, abs=0.05), n)


@pytest.mark.parametrize(
    ("language", "kind", "zone", "share"),
    [
        ("tr", "uniform", "Europe/Istanbul", 22.3),
        ("ru", "uniform", "Europe/Moscow", 27.9),
        ("fa", "stratified", "Asia/Tehran", 25.8),  # 4:30 ahead: others rounded hours
        ("ar", "uniform", "Asia/Riyadh", 20.8),
    ],
)
def test_newspapers_hours_that_others_counted(counted, language, kind, zone, share):
    assert counted(language, kind, zone, (8, 17))[0] == pytest.approx(share, abs=0.6)


def test_a_clock_of_the_samples_own_dates():
    one = sample({(6, 20): 40})
    moscow, is_split = on_clock(one, "Europe/Moscow")
    assert (moscow[0, 0], is_split) == (40, False)
    kolkata, is_split = on_clock(one, "Asia/Kolkata")  # 5:30 ahead: half in each of two hours
    assert (kolkata[0, 1], kolkata[0, 2], is_split) == (20, 20, True)
    kathmandu, _ = on_clock(one, "Asia/Kathmandu")  # 5:45 ahead
    assert (kathmandu[0, 1], kathmandu[0, 2]) == (10, 30)
    # Morocco turned its clocks back for Ramadan until 2 August, and is one hour ahead after it.
    later = replace(one, last=date(2014, 8, 25))
    week, is_split = on_clock(later, "Africa/Casablanca")
    assert is_split and week.sum() == pytest.approx(40)
    assert week[6, 20] + week[6, 21] == pytest.approx(40)


def test_two_languages_by_their_shares(world):
    """In July 2014 Moscow was 4 hours ahead."""
    view = View(("russia-2018-10",))
    both = with_samples(world, en=sample({(0, 8): 600}), ru=sample({(5, 8): 900}))
    beside = baseline(both, "russia-2018-10", view)
    assert isinstance(beside, Baseline)
    spoken = languages(world, view).spoken["russia-2018-10"].posts
    english = spoken["en"] / (spoken["en"] + spoken["ru"])
    assert beside.week[0, 12] == pytest.approx(english)  # Monday at noon: in office hours
    assert beside.week[5, 12] == pytest.approx(1 - english)
    assert beside.share == pytest.approx(english)
    assert beside.n == 1_500
    assert set(beside.name.split()) == {"ordinary", "posts", "in", "English", "and", "Russian"}
    in_russian = baseline(both, "russia-2018-10", replace(view, languages=("ru",)))
    assert isinstance(in_russian, Baseline)
    assert (in_russian.name, in_russian.share) == ("ordinary posts in Russian", 0)


def test_a_large_sample_that_all_could_come_into_goes_first(world):
    view = View(("thailand-2020-10",), languages=("th",))

    def share(**posts: int) -> float | str:
        """Return the share of samples of so many posts: of uniform 2 in 100 outside of office."""
        made = {
            kind: sample({(0, 5): n - n // 50 * (2 - other), (0, 20): n // 50 * (2 - other)}, kind)
            for other, (kind, n) in enumerate(posts.items())
        }
        both = with_samples(world, th=next(iter(made.values())))
        both = replace(both, baselines=Baselines({"th": made}))
        beside = baseline(both, "thailand-2020-10", view)
        return str(beside) if isinstance(beside, NotKnown) else round(beside.share, 2)

    assert share(uniform=1_500, stratified=600) == 0.96
    assert share(uniform=1_450, stratified=600) == 0.98, "too few: that by language answers"
    assert "a sample of 450 posts alone" in str(share(uniform=450))


def test_samples_that_differ_are_both_said(world):
    far = with_samples(world, th=sample({}))
    made = {
        "uniform": sample({(0, 5): 1_000, (0, 20): 1_000}),
        "stratified": sample({(0, 5): 450, (0, 20): 550}, "stratified"),
    }
    view = View(("thailand-2020-10",), languages=("th",))
    near = baseline(replace(far, baselines=Baselines({"th": made})), view.operations[0], view)
    assert isinstance(near, Baseline) and near.share == 0.5, "5 points apart are not too far"
    made["stratified"] = sample({(0, 5): 449, (0, 20): 551}, "stratified")
    told = baseline(replace(far, baselines=Baselines({"th": made})), view.operations[0], view)
    assert isinstance(told, NotKnown)
    assert "two samples differ: 50.0% and 44.9% in office hours" in told


def test_where_there_is_none(world):
    ask = ("russia-2018-10", View(("russia-2018-10",)))
    assert baseline(world, *ask) == NO_SAMPLES
    assert baseline(with_samples(world, th=sample({(0, 0): 600})), *ask).startswith(
        "No sample of ordinary posts answers for 100.0% of the posts"
    )
    assert baseline(world, ask[0], replace(ask[1], baseline="even")) == NO_BASELINE
    assert baseline(world, ask[0], replace(ask[1], baseline="control")) == NO_CONTROL


def test_control_accounts_count_by_hour_alone(world):
    base = with_samples(world)
    cells = {(0, 3): 30, (6, 3): 10, (2, 20): 60}  # in Bangkok 10:00 and, on the day after, 03:00
    control = {"thailand-2020-10": sample(cells, "control")}
    view, _ = parse_query("?v=2&ops=thailand-2020-10&baseline=control", world.words)
    held = replace(base, baselines=Baselines(control=control))
    beside = baseline(held, "thailand-2020-10", view)
    assert isinstance(beside, Baseline)
    assert beside.by_hour and beside.n == 100 and np.isnan(beside.share)
    assert beside.lines[10] == pytest.approx(0.4) and beside.lines[3] == pytest.approx(0.6)
    assert np.isnan(beside.lines[24:]).all()
