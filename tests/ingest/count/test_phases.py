"""Earlier lives: changes found by hand and the slow way, planted ones; tables by phase."""

from collections import Counter
from dataclasses import astuple
from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted import drawn, find, measure
from test_rollup import Rows, count, slot, told

from dashboard.ingest.count import phases
from dashboard.ingest.count.phases import ALIKE, CHANCE, LEAST, NEAR, SILENT, Mixes, changes, enough
from dashboard.tables import EARLIER, EVERY_PHASE, MIN_ACCOUNTS, OPERATIONAL
from dashboard.web.pages.earlier_lives import MEASURED

Uses = list[tuple[int, str, str, int]]  # account, month, language or client, posts


def table(rows: Uses, word: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["account", "month", word, "posts"])


def found(languages: Uses, clients: Uses | None = None) -> list[tuple[int, str]]:
    """Return the changes; where clients do not matter, every post is with one."""
    same = [(who, month, "App", posts) for who, month, _, posts in languages]
    return told(changes(table(languages, "language"), table(clients or same, "client")))


def months(first: int, count: int) -> list[str]:
    """Return months from the first on, counted from January 2017."""
    return [f"{2017 + n // 12}-{n % 12 + 1:02}" for n in range(first, first + count)]


def year(who: int, before: str, after: str, posts: int = 10) -> Uses:
    """Return a year of posts, half of it in each language."""
    halves = ((months(0, 6), before), (months(6, 6), after))
    return [(who, month, word, posts) for each, word in halves for month in each]


# ---- By hand -------------------------------------------------------------------------------------


def test_a_change_of_language_is_found_in_its_month():
    rows = [*year(1, "pt", "zh"), *year(2, "zh", "zh"), *year(3, "tl", "en")]
    assert found(rows) == [(1, "2017-07"), (3, "2017-07")]


def test_mixes_are_as_alike_as_the_shares_they_have_in_common():
    """Before: 6 of 10 in pt, 4 in en. After: 2 of 10 in pt, 8 in zh. In common: 0.2."""
    rows = [(1, "2017-01", "pt", 6), (1, "2017-01", "en", 4)]
    rows += [(1, "2017-02", "pt", 2), (1, "2017-02", "zh", 8)]
    mixes = Mixes.of(table(rows, "language"), "language")
    assert mixes.alike(np.array([1])).tolist() == pytest.approx([0.2])
    assert mixes.before.tolist() == [0, 10]


def test_posts_without_a_language_tell_nothing():
    rows = year(1, "pt", "zh")
    links = [(1, month, "und", 500) for month in months(0, 12)]
    assert found([*rows, *links]) == found(rows) == [(1, "2017-07")]
    assert found(year(1, "und", "zh")) == []


def test_fewer_than_five_posts_on_a_side_are_too_few():
    assert found([(1, "2017-01", "pt", LEAST - 1), *year(1, "zh", "zh")[1:]]) == []
    assert found([(1, "2017-01", "pt", LEAST), *year(1, "zh", "zh")[1:]]) == [(1, "2017-02")]


def test_what_is_half_alike_is_alike():
    even = [(1, m, w, 10) for m in months(6, 6) for w in ("pt", "zh")]
    assert found([*year(1, "pt", "pt")[:6], *even]) == []
    more = [(1, m, "zh", 1) for m in months(6, 6)]
    assert found([*year(1, "pt", "pt")[:6], *even, *more]) == [(1, "2017-07")]


def test_a_slow_change_is_none():
    """Each month of two years has a little more Chinese: from none to all."""
    rows = [
        (1, m, w, n) for k, m in enumerate(months(0, 25)) for w, n in (("pt", 24 - k), ("zh", k))
    ]
    assert found([row for row in rows if row[-1]]) == []


def clients(before: str, after: str, silence: int) -> tuple[Uses, Uses]:
    """Return half a year of posts, and another one after so many silent months."""
    both = [(m, before) for m in months(0, 6)] + [(m, after) for m in months(6 + silence, 6)]
    return [(1, m, "en", 10) for m, _ in both], [(1, m, client, 10) for m, client in both]


@pytest.mark.parametrize(
    ("before", "after", "silence", "changed"),
    [
        ("Web", "App", SILENT, [(1, "2018-01")]),
        ("Web", "App", SILENT - 1, []),
        ("Web", "App", 0, []),
        ("App", "App", SILENT, []),
        ("Twitter Web Client", "Twitter Web App", SILENT, []),  # a new name for the same page
        ("", "App", SILENT, []),
    ],
)
def test_a_change_of_client_counts_after_a_silence(before, after, silence, changed):
    assert found(*clients(before, after, silence)) == changed


def test_a_change_of_language_comes_before_one_of_client():
    languages, used = clients("Web", "App", SILENT)
    spoken = [(1, m, "pt" if m < "2017-04" else "zh", n) for _, m, _, n in languages]
    assert found(spoken, used) == [(1, "2017-04")]


def test_without_posts_nothing_is_found():
    assert found([]) == []


# ---- The slow way --------------------------------------------------------------------------------


def slowly(rows: Uses, near: bool, where: int) -> dict[int, str]:
    """Find changes one account and one month at a time, as the module says it is done."""
    result = {}
    for who in sorted({row[0] for row in rows}):
        mine = [row[1:] for row in rows if row[0] == who]
        every = sorted({month for month, _, _ in mine})
        best, score = None, -1.0
        for place, month in enumerate(every):
            before, after = (mix(mine, every[:place]), mix(mine, every[place:]))
            silent = number(month) - number(every[place - 1]) - 1 if place else 0
            if min(before.total(), after.total()) < LEAST or silent < where:
                continue
            if likelihood(before, after) > score + 1e-9:
                best, score = place, likelihood(before, after)
        if best is None:
            continue
        before, after = mix(mine, every[:best]), mix(mine, every[best:])
        sides = [(before, after)]
        sides += [
            (mix(mine, every[max(best - NEAR, 0) : best]), mix(mine, every[best : best + NEAR]))
        ] * near
        freedom = max(len(before | after) - 1, 1)
        if chance(score, freedom) * len(every) < CHANCE and all(
            shared(*side) < ALIKE for side in sides
        ):
            result[who] = every[best]
    return result


def number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def mix(rows: list[tuple[str, str, int]], within: list[str]) -> Counter[str]:
    told: Counter[str] = Counter()
    for month, word, posts in rows:
        if month in within and word not in ("", "und"):
            told[word] += posts
    return told


def likelihood(before: Counter[str], after: Counter[str]) -> float:
    """Return twice the log-likelihood ratio, from observed and expected posts."""
    whole, both = before + after, before.total() + after.total()
    cells = [(n[w], n.total() * whole[w] / both) for n in (before, after) for w in whole]
    return 2 * sum(seen * np.log(seen / due) for seen, due in cells if seen)


def shared(before: Counter[str], after: Counter[str]) -> float:
    words = before.keys() | after.keys()
    sizes = max(before.total(), 1), max(after.total(), 1)
    return sum(min(before[w] / sizes[0], after[w] / sizes[1]) for w in words)


def chance(distance: float, freedom: int) -> float:
    """Return how often chance gives such a chi-square or more, by adding up the density."""
    roots, below = densities(freedom)
    return float(1 - below[np.searchsorted(roots, np.sqrt(distance))])


@cache
def densities(freedom: int) -> tuple[np.ndarray, np.ndarray]:
    """Return roots of chi-squares, and how much of the density lies below each."""
    root = np.linspace(0, 25, 500_001)
    density = root ** (freedom - 1) * np.exp(-(root**2) / 2)
    sums = np.cumsum((density[1:] + density[:-1]) / 2)
    return root[1:], sums / sums[-1]


@pytest.mark.parametrize("seed", range(4))
def test_random_accounts_are_told_as_the_slow_way_tells_them(seed):
    dice = np.random.default_rng(seed)
    rows: Uses = []
    for who in range(120):
        turn, first = dice.integers(0, 20), dice.integers(0, 5)
        for n, month in enumerate(months(int(first), 20)):
            if dice.random() < 0.4 or 8 <= n < 8 + who % 9:
                continue
            likely = ("pt", "en") if n < turn else ("zh", "en", "pt")
            both = {str(dice.choice(likely)), str(dice.choice(["und", "en"]))}
            for word in sorted(both):
                rows.append((who, month, word, int(dice.integers(1, 9))))
    mixes = Mixes.of(table(rows, "language"), "language")
    assert told(phases._changes(mixes, np.ones(len(mixes.months), bool), near=True)) == [
        (who, number(month) - 1) for who, month in slowly(rows, near=True, where=0).items()
    ]
    quiet = phases._changes(mixes, mixes.silence >= SILENT, near=False)
    expected = slowly(rows, near=False, where=SILENT)
    assert told(quiet) == [(who, number(month) - 1) for who, month in expected.items()]
    assert expected


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 30])
def test_chance_is_what_the_density_adds_up_to(freedom):
    distances = np.array([0.5, 3.84, 10.0, 40.0])
    exact = [chance(distance, freedom) for distance in distances]
    found = phases._chance(distances, np.full(4, freedom))
    assert found.tolist() == pytest.approx(exact, abs=1e-4)


# ---- Planted changes -----------------------------------------------------------------------------


def test_steady_accounts_are_not_said_to_change():
    """Three thousand accounts post from one mix each all the time; few as posts may be."""
    dice = np.random.default_rng(3)
    words = np.array(["pt", "en", "zh", "es"])
    rows: Uses = []
    for who in range(3000):
        shares, posts = dice.dirichlet([0.5] * 4), dice.integers(1, 12)
        for month in months(0, 10):
            drawn_ = dice.multinomial(posts, shares)
            rows += [(who, month, w, int(n)) for w, n in zip(words, drawn_, strict=True) if n]
    assert len(found(rows)) <= 3000 * CHANCE


def test_planted_changes_are_found():
    quality = measure("russia-2020-06", 30_000)
    assert quality.accounts > 50
    assert quality.accounts_right > 0.95 and quality.posts_right > 0.95
    assert quality.posts_found > 0.3 and quality.posts_found_spoken > 0.5


def test_the_truth_tells_the_lives_of_all_posts():
    world, truth = drawn("thailand-2020-10", 5_000)
    lives = truth["lives"]
    assert lives["posts"].sum() == truth["used"]["posts"].sum() == 5_000
    changed = world.accounts.switch < world.accounts.stops
    names = set(np.array(world.accounts.columns["userid"])[changed])
    assert set(lives["userid"][lives["phase"] == EARLIER]) <= names
    assert set(find(truth)) <= names


@pytest.mark.deep
@pytest.mark.parametrize("stated", MEASURED, ids=lambda told: told.release)
def test_the_quality_on_the_page_of_methods_is_what_is_measured(stated):
    measured = measure(stated.release, stated.posts)
    print(measured)
    assert [round(x, 3) if isinstance(x, float) else x for x in astuple(measured)] == list(
        astuple(stated)
    )


# ---- Tables by phase -----------------------------------------------------------------------------


def key(account: int) -> int:
    return 2**63 + account


def staged(changed: int) -> Rows:
    """Return posts of 12 accounts, of which some write Portuguese in January, and Thai from March.

    Each posts six times in both months, with the tag `rally`; the others write Thai throughout.
    """
    rows: Rows = {"post": [], "tag": []}
    for who in range(12):
        for month, language in ((1, "pt" if who < changed else "th"), (3, "th")):
            for day in range(1, 7):
                when = slot(2020, month, day, 12)
                rows["post"].append((key(who), when, language, "original", "Web", "", 1))
                rows["tag"].append((key(who), when, "rally"))
    rows["spelling"] = [("rally", "rally", 144)]
    return rows


def by_phase(frame: pd.DataFrame) -> dict[str, int]:
    return frame.astype({"phase": "str"}).groupby("phase")["posts"].sum().to_dict()


def test_posts_accounts_and_tags_are_counted_by_phase():
    made = count(staged(changed=10))
    assert by_phase(made["posts"]) == {EARLIER: 60, OPERATIONAL: 84}
    assert by_phase(made["private/activity"]) == {EARLIER: 60, OPERATIONAL: 84}
    assert told(made["accounts"]) == [
        *(("", "", 12, EVERY_PHASE), ("operator", "2020-01", 12, EVERY_PHASE)),
        *(("operator", "2020-03", 12, EVERY_PHASE), ("utc", "2020-01", 12, EVERY_PHASE)),
        *(("utc", "2020-03", 12, EVERY_PHASE), ("", "", 12, OPERATIONAL)),
        *(("operator", "2020-01", 2, OPERATIONAL), ("operator", "2020-03", 12, OPERATIONAL)),
        *(("utc", "2020-01", 2, OPERATIONAL), ("utc", "2020-03", 12, OPERATIONAL)),
    ]
    tags = made["tags"][made["tags"]["calendar"] != "utc"]
    assert told(tags.drop(columns=["calendar", "label"])) == [
        ("", "rally", 144, 12, EVERY_PHASE),
        *(("2020-01", "rally", 72, 12, EVERY_PHASE), ("2020-03", "rally", 72, 12, EVERY_PHASE)),
        ("", "rally", 84, 12, OPERATIONAL),
        *(("2020-01", "rally", 12, 2, OPERATIONAL), ("2020-03", "rally", 72, 12, OPERATIONAL)),
    ]
    assert set(made["clients"]["phase"]) == {EVERY_PHASE, OPERATIONAL}


def test_a_change_of_fewer_than_ten_accounts_is_not_kept():
    made = count(staged(changed=MIN_ACCOUNTS - 1))
    assert by_phase(made["posts"]) == {OPERATIONAL: 144}
    assert {phase for name in ("accounts", "tags") for phase in made[name]["phase"]} == {
        EVERY_PHASE
    }


def test_enough_changes_are_ten():
    changed = pd.DataFrame({"account": range(10), "month": "2020-01"})
    assert (len(enough(changed)), len(enough(changed[:9]))) == (10, 0)


def test_files_without_accounts_languages_or_clients_tell_no_phase():
    rows = staged(changed=10)
    assert by_phase(count(rows, frozenset())["posts"]) == {"": 144}
    rows["post"] = [(who, when, "und", "original", "", "", 1) for who, when, *_ in rows["post"]]
    assert by_phase(count(rows)["posts"]) == {"": 144}
