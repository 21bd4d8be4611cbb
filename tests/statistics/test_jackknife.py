"""Intervals hold the truth as often as they say: by hand, and over many simulations."""

from math import isnan, log
from typing import Any

import numpy as np
import pytest

from dashboard.statistics.intervals import (
    Interval,
    in_runs,
    means,
    quantile,
    run_length,
    student,
    worth,
)
from dashboard.statistics.jackknife import Means, Units, shares
from tests.draws import how_many

# units, spread of their sizes (of the logarithm), true share, likeness of the units' own shares
# (less = more unlike), mean of the logarithm of their sizes
WEEKS = [(units, spread, 0.75, 20, 4) for units in (12, 52, 260) for spread in (0.3, 0.8, 1.3)]
ACCOUNTS = [(units, spread, 0.6, 3, 2) for units in (30, 500, 2000) for spread in (1.0, 1.5)]


def ratio(over: tuple[Any, Any], under: tuple[Any, Any]) -> Interval:
    """Return mean posts a day of one kind over that of another: each (posts, days) by week."""
    return Means(np.array([[over[0], under[0]], [over[1], under[1]]], float)).ratio(0, 1)


def operation(dice, units, spread, share, likeness, size):
    """Return (inside, posts) of units that differ in size, and in their own share."""
    posts = dice.poisson(np.exp(dice.normal(size, spread, units)))
    own = dice.beta(share * likeness, (1 - share) * likeness, units)
    return dice.binomial(posts, own), posts


def coverage(kind, count, seed=1):
    """Return how often the interval held the true share, and how often the binomial one did."""
    dice, held, plain = np.random.default_rng(seed), [], []
    for _ in range(count):
        inside, posts = operation(dice, *kind)
        estimate, low, high = shares(inside, posts).numbers
        if not isnan(low):  # one unit holds nearly everything: nothing is claimed
            held.append(low <= kind[2] <= high)
            error = (estimate * (1 - estimate) / posts.sum()) ** 0.5
            plain.append(abs(estimate - kind[2]) <= 1.96 * error)
    assert len(held) > 0.95 * count
    return np.mean(held), np.mean(plain)


@how_many
@pytest.mark.parametrize("kind", WEEKS, ids=str)
def test_weeks_hold_the_true_share_in_95_of_100_operations(kind, count):
    held, plain = coverage(kind, count)
    assert 0.93 <= held <= 0.97
    assert plain < 0.75


@how_many
@pytest.mark.parametrize("kind", ACCOUNTS, ids=str)
def test_accounts_hold_the_true_share_in_95_of_100_operations(kind, count):
    held, plain = coverage(kind, count)
    assert 0.93 <= held <= 0.97
    assert plain < 0.55


@how_many
@pytest.mark.parametrize("weeks", [20, 104])
def test_a_ratio_of_days_holds_the_truth(weeks, count):
    """Weekend days at 0.3 of a working day, weeks of very unequal size."""
    dice, held = np.random.default_rng(2), []
    days = np.full(weeks, 2), np.full(weeks, 5)
    for _ in range(count):
        size = np.exp(dice.normal(3, 0.8, weeks))
        quiet = 0.3 * dice.gamma(8, 1 / 8, weeks)
        posts = dice.poisson(size * quiet * 2), dice.poisson(size * 5)
        _, low, high = ratio((posts[0], days[0]), (posts[1], days[1])).numbers
        held.append(low <= 0.3 <= high)
    assert 0.93 <= np.mean(held) <= 0.97


@how_many
def test_the_mean_of_accounts_holds_the_truth(count):
    dice = np.random.default_rng(3)
    every = [means(dice.beta(2, 3, 40)) for _ in range(count)]
    assert 0.93 <= np.mean([i.low <= 0.4 <= i.high for i in every]) <= 0.97


def test_a_share_by_hand():
    """Three units of 10 posts with 2, 4, 6 inside: without each, 10/20, 8/20 and 6/20."""
    found = shares(np.array([2, 4, 6]), np.array([10, 10, 10]))
    error = (2 / 3 * (0.1**2 + 0 + 0.1**2)) ** 0.5
    reach = 4.3027 * error / (0.4 * 0.6)
    assert found.estimate == pytest.approx(0.4)
    assert log(found.high / (1 - found.high)) == pytest.approx(log(0.4 / 0.6) + reach, rel=1e-4)
    assert log(found.low / (1 - found.low)) == pytest.approx(log(0.4 / 0.6) - reach, rel=1e-4)
    assert (found.units, found.worth) == (3, pytest.approx(3))


def test_a_ratio_by_hand():
    """Two weeks: 4 and 6 posts on 2 days off each, 50 and 50 on 5 days worked each."""
    off, worked = (np.array([4, 6]), np.array([2, 2])), (np.array([50, 50]), np.array([5, 5]))
    found = ratio(off, worked)
    assert found.estimate == pytest.approx((10 / 4) / (100 / 10))
    moves = np.log([(6 / 2) / (50 / 5), (4 / 2) / (50 / 5)]) - log(0.25)
    error = (0.5 * (moves**2).sum()) ** 0.5
    freedom = 100 / 52 - 1  # Kish: 10² / (4² + 6²), less one
    assert freedom < 1 and isnan(found.low), "not even two weeks of days off are known"
    assert found.worth == pytest.approx(freedom + 1)
    wider = ratio(tuple(np.tile(x, 4) for x in off), tuple(np.tile(x, 4) for x in worked))
    assert wider.low < 0.25 < wider.high
    assert log(wider.high / 0.25) < 12.7 * error


def test_what_nothing_is_known_of_has_no_interval():
    nothing = np.zeros(5, int)
    for found in (shares(nothing, nothing), ratio((nothing, nothing), (nothing, nothing))):
        assert all(map(isnan, found.numbers)) and found.units == 0
    same = shares(np.array([3, 4]), np.array([3, 4]))
    assert same.estimate == 1 and isnan(same.low)
    one_week = ratio((np.array([5, 0]), np.array([1, 0])), (np.array([50, 50]), np.array([5, 5])))
    assert one_week.estimate == pytest.approx(0.5) and isnan(one_week.high)
    silent = ratio((nothing, np.array([2] * 5)), (np.array([9] * 5), np.array([5] * 5)))
    assert silent.estimate == 0 and isnan(silent.low)
    assert isnan(means(np.array([0.5])).low)


def test_many_shares_at_once_are_each_the_share_alone():
    dice = np.random.default_rng(4)
    inside = dice.poisson(20, (30, 7))
    together = shares(inside, inside.sum(1))
    assert together.estimate.sum() == pytest.approx(1)
    alone = shares(inside[:, 2], inside.sum(1))
    for end in ("estimate", "low", "high"):
        assert getattr(together, end)[2] == pytest.approx(getattr(alone, end))


def test_scores_reach_below_nothing():
    """Scores of two weeks a post: 1 and -3 over 2 posts each, so -0.5 a post."""
    ((found, below, _),) = Units(np.array([2, 2] * 5)).scores([np.array([[1.0], [-3.0]] * 5)])
    assert found.estimate == pytest.approx([-0.5])
    assert found.low < -0.5 < found.high
    assert (below.estimate, below.low, below.high) == (0, 0, 0), "nothing is below itself"


def test_a_score_below_the_best_by_hand():
    """Four weeks of 10 posts. One score is 4, 6, 4, 6 lower: without each, 16 or 14 of 30."""
    best = np.array([9.0, 9.0, 9.0, 9.0])
    scores = np.stack([best - [4, 6, 4, 6], best], axis=1)
    ((found, below, _),) = Units(np.full(4, 10)).scores([scores])
    assert found.estimate == pytest.approx([0.4, 0.9])
    assert below.estimate == pytest.approx([-0.5, 0])
    error = (3 / 4 * sum((gap / 30 - 0.5) ** 2 for gap in (16, 14, 16, 14))) ** 0.5
    assert below.high[0] == pytest.approx(-0.5 + 3.1824 * error, rel=1e-4)
    assert below.low[0] == pytest.approx(-0.5 - 3.1824 * error, rel=1e-4)


def test_only_weeks_in_which_scores_differ_tell_which_is_higher():
    """The same difference from 5 weeks of 50 is told with 4 degrees of freedom, not with 49."""
    best = np.full(50, 9.0)
    other = best.copy()
    other[:5] -= 5
    weeks = Units(np.full(50, 10))
    ((_, below, differs),) = weeks.scores([np.stack([best, other], axis=1)])
    assert differs.tolist() == [False, True]
    reach = (below.high - below.estimate)[1]
    error = (49 / 50 * (5 * (0.5 / 49) ** 2 - 50 * (0.05 / 49) ** 2)) ** 0.5
    assert reach == pytest.approx(2.7764 * error, rel=1e-3)
    ((everywhere,),) = weeks.level(weeks.moves([np.stack([best, other], axis=1)]), ((0, 2),))
    assert below.high[1] > 0 and not everywhere[1], "as all units tell it"


def test_scores_that_differ_by_rounding_do_not_differ():
    """Only five of 30 units tell which is higher, though all sums differ in the last digit."""
    dice = np.random.default_rng(14)
    posts = dice.poisson(40, 30)
    best = posts * 0.7
    other = best * (1 + 1e-15)
    other[:5] -= 5
    ((_, below, _),) = Units(posts).scores([np.stack([best, other], axis=1)])
    exact = best.copy()
    exact[:5] -= 5
    ((_, same, _),) = Units(posts).scores([np.stack([best, exact], axis=1)])
    assert below.low[1] == pytest.approx(same.low[1])


def test_shares_and_what_is_level_with_the_best_are_each_the_same_alone():
    """Of three shares, and of each two of them: whether the interval of the difference holds 0."""
    dice = np.random.default_rng(6)
    posts = dice.poisson(50, 30)
    inside = dice.binomial(posts[:, None], [0.2, 0.5, 0.49]).astype(float)
    units = Units(posts)
    moves = units.moves([inside])
    (share,) = units.shares_of(moves)
    again = shares(inside, posts)
    assert (share.low == again.low).all() and (share.high == again.high).all()
    assert share.part(1).numbers == pytest.approx(shares(inside[:, 1], posts).numbers)
    ((every, two, one),) = units.level(moves, ((0, 3), (0, 2), (0, 1)))
    assert (every.tolist(), two.tolist(), one.tolist()) == (
        [False, True, True],
        [False, True],
        [True],
    )
    ((_, scored, apart),) = units.scores([inside])
    assert (~(scored.high < 0)).tolist() == every.tolist() and apart.sum() == 2
    assert scored.estimate == pytest.approx(again.estimate - again.estimate.max())


def test_several_ratios_are_each_the_ratio_alone():
    dice = np.random.default_rng(7)
    posts, days = dice.poisson(9, (2, 3, 20)), np.full((2, 3, 20), 2)
    posts[0, 1] = 0
    counts = np.array([posts.reshape(6, 20), days.reshape(6, 20)], float)
    means = Means(counts)
    for n in range(3):
        found = means.ratio(n, n + 3)
        alone = ratio((posts[0, n], days[0, n]), (posts[1, n], days[1, n]))
        assert found.numbers == pytest.approx(alone.numbers, nan_ok=True)
        assert (found.units, found.worth) == (alone.units, pytest.approx(alone.worth))
    assert means.ratio(1, 4).numbers == pytest.approx((0, np.nan, np.nan), nan_ok=True)


def test_quotients_are_ratios_of_days_that_are_all_alike():
    """Of several operations at once; of one that is all in one week, and one without any under."""
    dice = np.random.default_rng(7)
    parts = [dice.poisson(9, (weeks, 2)).astype(float) for weeks in (20, 14, 6, 5)]
    parts[2][1:, 0] = parts[3][:, 1] = 0
    units = Units(*(part.sum(1) + 1 for part in parts))
    for part, found in zip(parts, units.quotients(parts), strict=True):
        whole = np.full(len(part), 7)
        alone = ratio((part[:, 0], whole), (part[:, 1], whole))
        assert found.numbers == pytest.approx(alone.numbers, nan_ok=True)
        assert found.worth == pytest.approx(alone.worth)


# ---- Runs of weeks -------------------------------------------------------------------------------


def test_runs_by_hand():
    """Seven weeks in runs of three: the last holds what is left."""
    weeks = np.array([1, 2, 3, 4, 5, 6, 7])
    assert in_runs(weeks, 3).tolist() == [6, 22]
    assert in_runs(np.stack([weeks, 2 * weeks], 1), 2).tolist() == [[3, 6], [7, 14], [18, 36]]
    assert in_runs(weeks, 1).tolist() == weeks.tolist()


def test_runs_are_as_long_as_leave_a_dozen():
    assert [run_length(np.full(n, 9)) for n in (1, 23, 24, 120, 331)] == [1, 1, 2, 10, 27]
    loud = np.append(np.full(11, 5_000), np.full(250, 1))  # few weeks have nearly all posts
    assert run_length(loud) == 1
    assert run_length(np.zeros(4)) == 1


def test_weeks_in_runs_are_units_of_those_sums():
    dice = np.random.default_rng(9)
    posts = dice.poisson(50, 60)
    inside = dice.binomial(posts[:, None], [0.2, 0.5, 0.4]).astype(float)
    length = run_length(posts)
    assert length > 1
    weeks, runs = Units.of_weeks(posts), Units(in_runs(posts, length))
    summed = in_runs(inside, length)
    ((one, *_),) = (units.shares_of(units.moves([part])) for units, part in [(weeks, inside)])
    ((other, *_),) = (units.shares_of(units.moves([part])) for units, part in [(runs, summed)])
    assert (one.low == other.low).all() and one.units == len(summed)
    ((_, below, _),), ((_, same, _),) = weeks.scores([inside]), runs.scores([summed])
    assert (below.low == same.low).all()
    (lunch,), (again,) = weeks.quotients([inside[:, :2]]), runs.quotients([summed[:, :2]])
    assert lunch.numbers == again.numbers


def test_units_without_posts_tell_nothing():
    dice = np.random.default_rng(10)
    posts = dice.poisson(50, 30)
    inside = dice.binomial(posts, 0.4)
    quiet = [np.insert(x, [0, 5, 5, 30], 0) for x in (inside, posts)]
    assert shares(*quiet).numbers == shares(inside, posts).numbers
    assert shares(*quiet).units == 30


def alike(dice, weeks, correlation):
    """Return (inside, posts) of weeks whose shares resemble those of the week before."""
    drift, size = dice.normal(size=(2, weeks))
    for week in range(1, weeks):
        for series, rho in ((drift, correlation), (size, 0.7)):
            series[week] = rho * series[week - 1] + (1 - rho**2) ** 0.5 * series[week]
    own = np.clip(0.5 + 0.11 * drift, 0.001, 0.999)
    posts = dice.poisson(np.exp(4 + 0.8 * size))
    return dice.binomial(posts, own), posts


@how_many
@pytest.mark.parametrize(
    ("weeks", "likeness", "least", "alone"),
    [
        (104, 0.3, 0.90, 0.91),
        (104, 0.6, 0.85, 0.80),
        (300, 0.3, 0.93, 0.91),
        (300, 0.6, 0.92, 0.82),
    ],
)
def test_runs_hold_the_truth_where_neighbouring_weeks_are_alike(
    weeks, likeness, least, alone, count
):
    """The weeks of one collection correlate by 0.3; `alone`: less than that, week by week."""
    dice, held, single = np.random.default_rng(12), [], []
    for _ in range(count):
        inside, posts = alike(dice, weeks, likeness)
        units = Units.of_weeks(posts)
        (share,) = units.shares_of(units.moves([inside[:, None].astype(float)]))
        for found, told in ((share.part(0), held), (shares(inside, posts), single)):
            told.append(found.low <= 0.5 <= found.high)
    assert least <= np.mean(held) <= 0.97
    assert np.mean(single) < min(alone, np.mean(held))


@how_many
@pytest.mark.parametrize("kind", WEEKS, ids=str)
def test_runs_hold_it_as_well_where_weeks_are_strangers(kind, count):
    dice, held = np.random.default_rng(14), []
    for _ in range(count):
        inside, posts = operation(dice, *kind)
        units = Units.of_weeks(posts)
        (share,) = units.shares_of(units.moves([inside[:, None].astype(float)]))
        _, low, high = share.part(0).numbers
        if not isnan(low):
            held.append(low <= kind[2] <= high)
    assert len(held) > 0.95 * count
    assert 0.93 <= np.mean(held) <= 0.97


def test_operations_are_told_together_as_each_alone():
    dice = np.random.default_rng(8)
    posts = [dice.poisson(50, weeks) for weeks in (30, 1, 12)]
    inside = [dice.binomial(n[:, None], [0.2, 0.5, 0.4, 1.0]).astype(float) for n in posts]
    units, groups = Units(*posts), ((0, 2), (1, 4))
    moves = units.moves(inside)
    told = zip(
        units.shares_of(moves), units.level(moves, groups), units.scores(inside), strict=True
    )
    for n, (share, level, (score, below, apart)) in enumerate(told):
        alone = Units(posts[n])
        moves = alone.moves([inside[n]])
        (one,), (flat,) = alone.shares_of(moves), alone.level(moves, groups)
        ((same, behind, differ),) = alone.scores([inside[n]])
        assert (share.units, share.worth) == (one.units, pytest.approx(one.worth))
        assert [part.tolist() for part in level] == [part.tolist() for part in flat]
        assert apart.tolist() == differ.tolist()
        for mine, other in ((share, one), (score, same), (below, behind)):
            for end in ("estimate", "low", "high"):
                assert getattr(mine, end) == pytest.approx(getattr(other, end), nan_ok=True)


def test_students_quantile_is_that_of_the_tables():
    """Values between those kept, from printed tables."""
    for freedom, value in ((9, 2.2622), (14, 2.1448), (25, 2.0595), (50, 2.0086), (200, 1.9719)):
        assert quantile(freedom) == pytest.approx(value, rel=1e-3)
    assert isnan(quantile(0.5))
    assert quantile(1e9) == pytest.approx(1.96, rel=1e-3)
    several = student(np.array([9, 0.5, 1e9]))
    assert several == pytest.approx([quantile(9), np.nan, quantile(1e9)], nan_ok=True)


def test_a_loud_unit_is_worth_little():
    assert worth(np.array([10, 10, 10, 10])) == pytest.approx(4)
    assert worth(np.array([1000, 1, 1, 1])) == pytest.approx(1, abs=0.01)
    assert worth(np.zeros(3, int)) == 0


def test_an_interval_can_be_stretched_and_moved():
    found = shares(np.array([2, 4, 6]), np.array([10, 10, 10]))
    twice = found.scaled(2, -0.1)
    assert twice.numbers == pytest.approx([2 * x - 0.1 for x in found.numbers])
    assert (twice.units, twice.worth) == (found.units, found.worth)


def test_the_variance_along_slopes_is_that_of_leaving_each_unit_out():
    """Of two operations at once, in plain Python."""
    dice = np.random.default_rng(13)
    parts = [dice.poisson(20, (weeks, 3)).astype(float) for weeks in (9, 6)]
    posts = [part.sum(1) for part in parts]
    slopes = dice.normal(size=(2, 4, 3))
    units = Units(*posts)
    found = units.variance_along(units.moves(parts), slopes)
    for part, size, told, slope in zip(parts, posts, found, slopes, strict=True):
        for variance, along in zip(told, slope, strict=True):
            whole = float(along @ part.sum(0)) / size.sum()
            moved = [
                float(along @ (part.sum(0) - one)) / (size.sum() - n) - whole
                for one, n in zip(part, size, strict=True)
            ]
            squares = sum(move**2 for move in moved)
            assert variance == pytest.approx((len(part) - 1) / len(part) * squares)
