"""What sets each apart: log-odds that a person can work out, and a plain second count."""

from math import log, sqrt

import numpy as np
import pytest

from dashboard.link.view import parse_query
from dashboard.panels.distinctive import PANEL
from dashboard.panels.distinctive.measure import (
    ALONE,
    LEAST,
    MOST,
    NOT_BESIDE,
    PRIOR,
    DistinctiveAnswer,
    contrast,
    distinctive,
)
from dashboard.snapshot.used import HIDDEN, UNFILTERED, Used
from dashboard.snapshot.world import World
from dashboard.tables import DOMAIN, HASHTAG


def answer(world: World, query: str) -> DistinctiveAnswer:
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    return distinctive(world, view)


def used(uses: dict[int, int]) -> Used:
    numbers, counts = np.array([*uses]), np.array([*uses.values()])
    return Used(HASHTAG, numbers, np.array([*map(str, uses)], object), counts, None, 0, "")


def test_the_example_that_can_be_worked_out_by_hand():
    """Of 40 uses each, 30 and 10 against 10 and 30: the prior gives each item half of 500.

    So the odds are 280 to 260 here and 260 to 280 there.
    """
    assert PRIOR == 500
    log_odds, z = contrast(used({0: 30, 1: 10}), (used({0: 10, 1: 30}),), 2)
    assert log_odds.tolist() == pytest.approx([2 * log(280 / 260), -2 * log(280 / 260)])
    assert z[0] == pytest.approx(2 * log(280 / 260) / sqrt(1 / 280 + 1 / 260))


def test_what_is_used_alike_in_proportion_does_not_stand_out():
    log_odds, z = contrast(used({0: 10, 1: 90}), (used({0: 1000, 1: 9000}),), 2)
    # The larger side is shrunk less, but neither moves.
    assert log_odds.tolist() == pytest.approx([0, 0])
    assert z.tolist() == pytest.approx([0, 0])


def test_several_others_are_taken_together():
    one = contrast(used({0: 30, 1: 10}), (used({0: 4, 2: 6}), used({0: 6, 1: 3})), 3)
    same = contrast(used({0: 30, 1: 10}), (used({0: 10, 1: 3, 2: 6}),), 3)
    assert one[0].tolist() == same[0].tolist()
    assert one[1].tolist() == same[1].tolist()


def test_one_single_item_of_all_stands_out_nowhere():
    log_odds, z = contrast(used({0: 30}), (used({0: 10}),), 1)
    assert (log_odds.tolist(), z.tolist()) == ([0], [0])


def test_thailand_against_what_others_counted_of_china(world):
    """Thailand's 19 uses: court 12, +1 5, hongkong 2. China's 400: news 250, hongkong 150."""
    answered = answer(world, "ops=thailand-2020-10~china-2019")
    tags = answered.items["thailand-2020-10"][HASHTAG]
    assert [tag.item[:4] for tag in tags] == [
        ("court", "Court", 12, 10),
        ("+1", "+1", 5, 11),
    ]
    prior = 500 * (12 / 19) / 2
    a, b = 12 + prior, prior
    odds = log(a / (519 - a)) - log(b / (900 - b))
    assert tags[0].log_odds == pytest.approx(odds)
    assert tags[0].z == pytest.approx(odds / sqrt(1 / a + 1 / b))
    china = answered.items["china-2019"]
    assert [tag.item.name for tag in china[HASHTAG]] == ["news", "hongkong"]
    # Domains: 40 of 100 against none of 6, z = 1.6, which chance could make.
    assert china[DOMAIN] == []


def test_why_there_is_nothing(world):
    assert answer(world, "ops=thailand-2020-10").unknown == {"thailand-2020-10": ALONE}
    answered = answer(world, "ops=thailand-2020-10~turkey-2020-06").unknown
    assert answered["thailand-2020-10"] == NOT_BESIDE
    answered = answer(world, "ops=thailand-2020-10~china-2019&lang=th").unknown
    assert answered["thailand-2020-10"] == UNFILTERED.format("Hashtags")


def test_a_month_compares_what_was_used_in_it(world):
    answered = answer(world, "ops=thailand-2020-10~thailand&period=2020-03")
    assert answered.items["thailand-2020-10"] == {HASHTAG: [], DOMAIN: []}, "the same cannot differ"


def test_links_that_hide_where_they_lead_are_not_compared(world):
    answered = answer(world, "ops=thailand-2020-10~russia-2018-10~china-2019")
    assert answered.used["russia-2018-10"][DOMAIN] == HIDDEN
    assert answered.unknown == {"russia-2018-10": HIDDEN}, "and no hashtag of it is counted"


def test_real_operations_against_a_plain_count(real):
    """Work out every z anew from the tables, one item at a time."""
    slugs = ("russia-2018-10", "thailand-2020-10", "iran-2018-10")
    answered = answer(real, f"ops={'~'.join(slugs)}")
    uses: dict[str, dict[str, int]] = {}
    for slug in slugs:
        if cited := real.cited.get(slug):  # the whole release, where of rows a part is held
            uses[slug] = dict(zip(cited.tags.items, cited.tags.uses, strict=True))
        else:
            items = real.sources[slug,].tags
            uses[slug] = dict(zip(items.names, items.counted("", [""])[0].tolist(), strict=True))
    for slug in slugs:
        others = [uses[other] for other in slugs if other != slug]
        own, n = uses[slug], sum(uses[slug].values())
        m = sum(sum(other.values()) for other in others)
        expected = {}
        for item, count in own.items():
            beside = sum(other.get(item, 0) for other in others)
            prior = 500 * (count / n + beside / m) / 2
            a, b = count + prior, beside + prior
            odds = log(a / (n + 500 - a)) - log(b / (m + 500 - b))
            expected[item] = (odds, odds / sqrt(1 / a + 1 / b))
        ranked = sorted(expected, key=lambda item: (-expected[item][1], item))
        ranked = [item for item in ranked if expected[item][1] >= LEAST][:MOST]
        found = answered.items[slug][HASHTAG]
        assert [row.item.name for row in found] == ranked
        assert len(found) > 20
        for item, *numbers in found:
            assert numbers == pytest.approx(expected[item.name])


def test_the_frame_says_who_used_what(real):
    frame = answer(real, "ops=russia-2018-10~thailand-2020-10").frame
    assert set(frame["kind"]) <= {HASHTAG, DOMAIN}
    assert (frame["z"] >= LEAST).all()
    assert frame["accounts"].min() >= 10, "fewer are not kept"


def test_foreign_hashtags_have_their_meaning_and_language(real):
    tags = PANEL.cells(answer(real, "ops=russia-2018-10~thailand-2020-10"))[1].lists[0].tags
    first = tags[0]
    assert (first.gloss, first.language) == ("army", "th")
    answered = PANEL.table(answer(real, "ops=russia-2018-10~thailand-2020-10")).body
    assert [row[3] for row in answered if row[0] == "Thailand Oct 2020"][:1] == ["army"]
