"""How alike two operations are: numbers worked out by hand, and a plain second count."""

from dataclasses import replace
from itertools import combinations
from math import log2, sqrt

import numpy as np
import pytest

from dashboard.link.view import parse_query
from dashboard.look.style import Look
from dashboard.panels.distances.measure import week_distances
from dashboard.panels.similarity import PANEL
from dashboard.panels.similarity.measure import (
    ALONE,
    ASPECTS,
    NOTHING,
    OTHER_UNIT,
    Mix,
    SimilarityAnswer,
    compare,
    similarity,
)
from dashboard.snapshot.daily import TOO_FEW
from dashboard.snapshot.used import HIDDEN
from dashboard.snapshot.world import World


def answer(world: World, query: str) -> SimilarityAnswer:
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    return similarity(world, view)


def mix(shares: dict[int, float]) -> Mix:
    return Mix(np.array([*shares]), np.array([*shares.values()]), "")


def plain(p: dict[int, float], q: dict[int, float]) -> float:
    """Work out 1 less the Jensen-Shannon distance as it is written in books."""
    total = 0.0
    for item in p.keys() | q.keys():
        a, b = p.get(item, 0.0), q.get(item, 0.0)
        mean = (a + b) / 2
        total += (a * log2(a / mean) if a else 0) / 2 + (b * log2(b / mean) if b else 0) / 2
    return 1 - sqrt(max(0.0, total))


@pytest.mark.parametrize(
    ("p", "q", "expected", "shared"),
    [
        ({0: 0.5, 3: 0.5}, {0: 0.5, 3: 0.5}, 1, [0, 3]),
        ({0: 1.0}, {1: 1.0}, 0, []),
        # One half in common: the divergence is a half, the distance its root.
        ({0: 0.5, 1: 0.5}, {0: 0.5, 2: 0.5}, 1 - sqrt(0.5), [0]),
        ({0: 0.25, 1: 0.75}, {0: 0.25, 2: 0.75}, 1 - sqrt(0.75), [0]),
        ({0: 0.5, 1: 0.5}, {0: 0.5, 1: 0.0, 2: 0.5}, 1 - sqrt(0.5), [0]),
    ],
)
def test_numbers_worked_out_by_hand(p, q, expected, shared):
    value, most = compare(mix(p), mix(q))
    assert value == pytest.approx(expected, abs=1e-7)
    assert most == shared
    assert compare(mix(q), mix(p))[0] == pytest.approx(expected, abs=1e-7)


def test_random_distributions_against_the_books():
    chance = np.random.default_rng(3)
    for _ in range(200):
        p, q = (
            dict(zip(range(n), chance.dirichlet(np.ones(n)).tolist(), strict=True))
            for n in chance.integers(1, 9, 2)
        )
        value, shared = compare(mix(p), mix(q))
        assert value == pytest.approx(plain(p, q), abs=1e-7)
        assert 0 <= value <= 1
        assert len(shared) == min(3, len(p), len(q))


def test_what_is_shared_is_told_in_order_of_what_it_adds():
    """Both use item 1 for half; item 0 is three quarters of the rest of one, 2 of the other."""
    _, most = compare(mix({0: 0.4, 1: 0.5, 2: 0.1}), mix({0: 0.1, 1: 0.5, 2: 0.4}))
    assert most[0] == 1


def test_two_of_the_small_world(world):
    told = answer(world, "ops=thailand-2020-10~china-2019").pairs["thailand-2020-10", "china-2019"]
    assert list(told) == list(ASPECTS)
    assert told["rhythm"].basis == TOO_FEW, "25 posts of Thailand, 50 of China"
    # Thailand 15 of 25 posts Monday 08:00, 3, 4, 2 and 1 at other hours; China 30 of 50 Wednesday
    # 08:00, 10 Thursday 00:30, 10 Sunday 10:00: no hour in common.
    before = replace(world, current_rules=False)
    pairs = answer(before, "ops=thailand-2020-10~china-2019").pairs
    assert pairs["thailand-2020-10", "china-2019"]["rhythm"].value == 0
    assert told["themes"].basis == OTHER_UNIT
    assert np.isnan(told["themes"].value)
    # Hashtags: hongkong 2 of 19 and 150 of 400.
    tags = plain({0: 12 / 19, 1: 5 / 19, 2: 2 / 19}, {2: 150 / 400, 3: 250 / 400})
    assert told["hashtags"].value == pytest.approx(tags)
    assert told["hashtags"].shared == ("#hongkong",)
    assert told["domains"].value == pytest.approx(plain({0: 1}, {0: 0.6, 1: 0.4}))
    assert told["clients"].value == pytest.approx(plain({0: 0.8, 1: 0.2}, {0: 0.5, 2: 0.5}))
    assert told["languages"].basis == "Only English and Chinese were counted for one of them."


def test_why_it_is_not_known(world):
    assert answer(world, "ops=thailand-2020-10").unknown == {"thailand-2020-10": ALONE}
    told = answer(world, "ops=thailand-2020-10~russia-2018-10~turkey-2020-06")
    assert set(told.unknown) == {"turkey-2020-06"}
    pair = told.pairs["thailand-2020-10", "russia-2018-10"]
    assert (pair["clients"].basis, pair["hashtags"].basis) == (NOTHING, NOTHING)
    assert pair["domains"].basis == HIDDEN
    assert pair["themes"].value == pytest.approx(plain({0: 12 / 17, 1: 2 / 17, 2: 3 / 17}, {1: 1}))


def test_the_same_posts_are_the_same_in_every_aspect(world):
    told = answer(world, "ops=thailand-2020-10~thailand").pairs["thailand-2020-10", "thailand"]
    assert [alike.value for alike in told.values()][1:] == pytest.approx([1] * 5)


def test_the_same_weeks_are_alike(real):
    """Thailand's only release and the country: the same posts, so no distance."""
    told = answer(real, "ops=thailand-2020-10~thailand").pairs["thailand-2020-10", "thailand"]
    assert told["rhythm"].value == pytest.approx(1)


def test_the_frame_has_a_row_a_pair_and_aspect(world):
    frame = answer(world, "ops=thailand-2020-10~china-2019~russia-2018-10").frame
    assert len(frame) == 3 * 6
    known = frame["similarity"].dropna()
    assert known.between(0, 1).all()
    assert (frame["basis"] != "").all()


def test_the_matrix_has_a_bar_an_aspect_and_operation(world):
    told = answer(world, "ops=thailand-2020-10~russia-2018-10")
    figure = PANEL.draw(told, Look())
    assert figure is not None
    thailand, russia = figure["data"]
    assert thailand["x"] == [0 if i % 3 < 2 else x for i, x in enumerate(thailand["x"])]
    assert thailand["x"][2::3] == russia["x"][1::3], "a matrix is the same on both sides"
    assert thailand["text"][3:6] == ["", "", f"{told.frame['similarity'][1]:.2f}"]


def test_real_rhythms_and_hashtags_against_a_plain_count(real):
    slugs = ("russia-2018-10", "thailand-2020-10")
    told = answer(real, f"ops={'~'.join(slugs)}&clock=utc").pairs[slugs]
    hours, tags = [], []
    for slug in slugs:
        source = real.sources[slug,]
        week: dict[int, float] = {}
        for slot, posts in zip(
            source.cells.all.slot.tolist(), source.cells.all.posts.tolist(), strict=True
        ):
            hour = (slot // 4 + 72) % 168  # 1970-01-01 was a Thursday
            week[hour] = week.get(hour, 0) + posts / source.cells.total
        hours.append(week)
        names, uses = source.tags.names, source.tags.counted("", [""])[0].tolist()
        if cited := real.cited.get(slug):  # the whole release, where of rows a part is held
            names, uses = cited.tags.items, cited.tags.uses
        tags.append({hash(n): use / sum(uses) for n, use in zip(names, uses, strict=True)})
    before = answer(replace(real, current_rules=False), f"ops={'~'.join(slugs)}&clock=utc")
    assert before.pairs[slugs]["rhythm"].value == pytest.approx(plain(*hours))
    assert told["hashtags"].value == pytest.approx(plain(*tags))


def test_rhythms_are_alike_as_their_weeks_are_near(real):
    """One computation: what one panel calls the distance is what is lacking to 1 in the other."""
    view, _ = parse_query("?ops=russia-2018-10~thailand-2020-10~china-2019", real.words)
    weeks = week_distances(real.dated, view)
    for one, other, (distance, low, _) in weeks.pairs:
        alike = similarity(real.dated, view).similarity(one, other, "rhythm")
        assert alike.value == pytest.approx(1 - distance)
        assert weeks.by in alike.basis and "less what chance adds" in alike.basis
        assert ("cannot tell them apart" in alike.basis) == (low == 0)


def test_every_real_pair_is_between_nothing_and_the_same(real):
    some = [slug for slug in real.catalogue.operations if real.cited_of(slug)][:12]
    for pair in combinations(some, 2):
        for alike in answer(real, f"ops={'~'.join(pair)}").pairs[pair].values():
            assert 0 <= alike.value <= 1 if alike.is_known else alike.basis
