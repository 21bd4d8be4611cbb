"""How unlike two weeks are: by hand, by plain Python, and how often intervals hold the truth."""

from math import isnan, log2, sqrt

import numpy as np
import pytest

from dashboard.statistics.distances import BLOCKS, _Shares, distances
from dashboard.statistics.intervals import in_runs, run_length
from dashboard.statistics.jackknife import Units
from tests.draws import how_many

OFFICE = np.ones((7, 24))
OFFICE[:5, 9:18] = 6
OFFICE = (OFFICE / OFFICE.sum()).ravel()


def weeks(*hours: int, count: int = 20, posts: int = 2_000) -> np.ndarray:
    """Return weeks whose posts lie in these hours, alike in all weeks."""
    found = np.zeros((count, 168), np.int64)
    found[:, list(hours)] = posts
    return found


def test_weeks_by_hand():
    """p = (1, 0, 0), q = (½, ½, 0): m = (¾, ¼, 0), ½ log2(4/3) + ½ (½ log2(2/3) + ½ log2 2)."""
    found = distances([weeks(0), weeks(0, 1), weeks(2)])
    divergence = log2(4 / 3) / 2 + (log2(2 / 3) + 1) / 4
    assert found.estimate[0, 1] == pytest.approx(sqrt(divergence), abs=1e-4)
    assert found.estimate[0, 2] == pytest.approx(1, abs=1e-4)
    assert (np.diag(found.estimate) == 0).all()
    assert (found.estimate == found.estimate.T).all()


def operation(dice, shares, count=104, size=4.5, like=400):
    """Return weeks of unequal size, each with shares of its own around those given.

    The larger `like` is, the more are weeks like each other, and posts of one week not.
    """
    posts = dice.poisson(np.exp(dice.normal(size, 0.7, count)))
    own = dice.gamma(like * shares, size=(count, 168))
    return dice.multinomial(posts, own / own.sum(1, keepdims=True))


def shifted(hours):
    return np.roll(OFFICE.reshape(7, 24), hours, axis=1).ravel()


def divergence(p, q):
    pairs = [*zip(p, q, strict=True), *zip(q, p, strict=True)]
    return sum(a * log2(2 * a / (a + b)) for a, b in pairs if a) / 2


def test_the_distance_is_that_of_plain_python_less_what_chance_adds():
    """Leaving out each run of weeks in turn, its second derivative by differences."""
    dice = np.random.default_rng(31)
    posts = [operation(dice, OFFICE), operation(dice, shifted(2))]
    p, q = (one.sum(0) / one.sum() for one in posts)
    added = 0.0
    for mine, other, one in ((p, q, posts[0]), (q, p, posts[1])):
        total, runs = one.sum(), in_runs(one, run_length(one.sum(1)))
        count = len(runs)
        again = [(one.sum(0) - run) / (total - run.sum()) for run in runs]
        variance = (count - 1) / count * ((np.array(again) - mine) ** 2).sum(0)
        step = 1e-5

        def term(a, b):
            return (a * np.log2(2 * a / (a + b)) + b * np.log2(2 * b / (a + b))) / 2

        around = term(mine + step, other) + term(mine - step, other)
        bend = (around - 2 * term(mine, other)) / step**2
        added += float((bend * variance).sum() / 2)
    found = distances(posts).estimate[0, 1]
    assert added > 0.001
    assert found**2 == pytest.approx(divergence(p.tolist(), q.tolist()) - added, rel=1e-3)


@how_many
@pytest.mark.parametrize("hours", [2, 3, 8])
def test_the_interval_holds_the_truth(hours, count):
    """Weeks are drawn from 4,000 of each kind, so that the truth is what those hold."""
    dice, held = np.random.default_rng(32 + hours), []
    every = [operation(dice, shifted(n), count=4_000) for n in (0, hours)]
    truth = sqrt(divergence(*((one.sum(0) / one.sum()).tolist() for one in every)))
    for _ in range(count):
        found = distances([one[dice.integers(0, 4_000, 104)] for one in every])
        held.append(found.low[0, 1] <= truth <= found.high[0, 1])
    assert 0.93 <= np.mean(held) <= 0.97


@how_many
@pytest.mark.parametrize(
    ("hours", "weeks", "size", "like", "block"),
    [(2, 52, 3.0, 400, 2), (8, 40, 5.0, 40, 2), (4, 60, 4.5, 15, 3), (4, 40, 5.0, 15, 4)],
)
def test_where_posts_are_too_few_for_hours_blocks_hold_the_truth(
    hours, weeks, size, like, block, count
):
    dice, held, blocks = np.random.default_rng(40 + hours), [], []
    every = [operation(dice, shifted(n), 4_000, size, like) for n in (0, hours)]
    shares = [one.sum(0) / one.sum() for one in every]
    for _ in range(count):
        found = distances([one[dice.integers(0, 4_000, weeks)] for one in every])
        if found.low[0, 1] == found.low[0, 1]:
            parts = (share.reshape(-1, found.block).sum(1).tolist() for share in shares)
            held.append(found.low[0, 1] <= sqrt(divergence(*parts)) <= found.high[0, 1])
        blocks.append(found.block)
    assert int(np.median(blocks)) == block and len(held) > 0.9 * count
    assert 0.92 <= np.mean(held) <= 0.98


def test_blocks_are_the_shortest_in_which_most_have_enough():
    """Each is sure in hours alone, or in blocks of three; together blocks of three serve both."""
    dice = np.random.default_rng(37)
    many, few = operation(dice, OFFICE), operation(dice, OFFICE, 60, 4.5, 15)
    assert distances([many, many]).block == 1
    assert distances([few, few]).block == distances([many, few]).block == 3
    none = operation(dice, OFFICE, count=3, size=2)
    assert distances([many, none]).block == 1, "who has too few for any block sets none"
    assert distances([none, none]).block == 6, "where all have too few, the longest"


def test_blocks_that_do_not_nest_are_all_tried():
    """Enough at three hours and at six, but not at four, which does not divide six."""
    dice = np.random.default_rng(39)
    few = [operation(dice, OFFICE, 40, 5.0, like) for like in (13, 14, 15, 16, 17, 18)]
    for one in few:
        for other in few:
            units = Units.of_weeks(one.sum(1), other.sum(1))
            runs = units.in_runs([one.astype(float), other.astype(float)])
            enough = [int(_Shares.of(units, runs, block).is_enough.sum()) for block in BLOCKS]
            first = BLOCKS[enough.index(max(enough))] if max(enough) else BLOCKS[-1]
            assert distances([one, other]).block == first


def test_a_distance_in_blocks_is_that_of_weeks_with_so_few_hours():
    """Of blocks of three hours: less what chance adds, it is that of plain Python."""
    dice = np.random.default_rng(38)
    few = [operation(dice, shifted(n), 60, 4.5, 15) for n in (0, 4)]
    found = distances(few)
    p, q = (one.reshape(len(one), -1, found.block).sum((0, 2)) / one.sum() for one in few)
    plain = divergence(p.tolist(), q.tolist())
    assert found.block == 3
    assert 0.8 * plain < found.estimate[0, 1] ** 2 < plain


def test_weeks_that_are_alike_are_not_said_to_differ():
    dice, low, middle = np.random.default_rng(33), [], []
    for _ in range(200):
        found = distances([operation(dice, OFFICE) for _ in range(2)])
        low.append(found.low[0, 1])
        middle.append(found.estimate[0, 1])
    assert np.mean(np.array(low) == 0) >= 0.97
    assert np.mean(middle) < 0.04 and min(middle) == 0


def test_too_few_posts_have_a_distance_but_no_interval():
    dice = np.random.default_rng(34)
    many = operation(dice, OFFICE)
    for few in (operation(dice, OFFICE, count=4, size=2), weeks(5, count=1), weeks(count=9)):
        found = distances([many, few])
        assert isnan(found.low[0, 1]) and isnan(found.high[1, 0])
    assert isnan(distances([many, weeks(count=9)]).estimate[0, 1]), "nothing was posted"
    assert distances([many]).estimate.tolist() == [[0]]


def test_weeks_without_posts_tell_nothing():
    dice = np.random.default_rng(35)
    posts, other = operation(dice, OFFICE), operation(dice, shifted(1))
    longer = np.vstack([posts, np.zeros((50, 168), np.int64)])
    same = [distances([one, other]) for one in (posts, longer)]
    assert same[0].low[0, 1] == pytest.approx(same[1].low[0, 1], rel=0.01), "of runs cut elsewhere"


def test_all_pairs_are_each_the_pair_alone():
    dice = np.random.default_rng(36)
    every = [operation(dice, shifted(hours), count=40 + hours) for hours in range(6)]
    together = distances(every)
    for first, second in ((0, 1), (2, 5), (4, 3)):
        alone = distances([every[first], every[second]])
        for end in ("estimate", "low", "high"):
            assert getattr(together, end)[first, second] == pytest.approx(getattr(alone, end)[0, 1])
