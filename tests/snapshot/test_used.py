"""What was used, read or cited: uses, accounts, shares of posts, and why something is not known."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.cited import read_cited
from dashboard.link.view import View, parse_query
from dashboard.panels.listed import clients, domains
from dashboard.settings import ROOT
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.used import BY_MONTH, CITED_WHOLE, HIDDEN, UNFILTERED, Used, seen, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG


def asked(world: World, query: str) -> View:
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    return view


def found(world: World, slug: str, kind: str, query: str = "") -> dict[str, int] | str:
    told = used(world, slug, asked(world, query), kind)
    return told if isinstance(told, str) else spelled(world, told)


def spelled(world: World, told: Used) -> dict[str, int]:
    names = [world.item_names[told.kind][number] for number in told.numbers]
    return dict(zip(names, told.uses.tolist(), strict=True))


@pytest.mark.parametrize(
    ("kind", "query", "expected"),
    [
        (DOMAIN, "", {"news.example": 6}),
        (DOMAIN, "period=2020-02", {"news.example": 4}),
        (DOMAIN, "period=2020-02&clock=utc", {"news.example": 6}),
        (DOMAIN, "period=2019-01", {}),
        (DOMAIN, "period=2020-02-02..", BY_MONTH.format("Domains")),
        (DOMAIN, "lang=th", UNFILTERED.format("Domains")),
        (CLIENT, "", {"Phone": 5, "Web": 20}),
        (CLIENT, "period=2020-02..2020-03", {"Phone": 5, "Web": 20}),
        (CLIENT, "period=2020-03", {"Phone": 3}),
        (CLIENT, "theme=court", UNFILTERED.format("Clients")),
        (HASHTAG, "period=2020-03", {"court": 2, "hongkong": 2}),
    ],
)
def test_what_was_read(world, kind, query, expected):
    assert found(world, "thailand-2020-10", kind, query) == expected


def test_what_others_counted_stands_in_where_no_row_tells(world):
    assert found(world, "china-2019", CLIENT) == {"Robot": 35, "Web": 35}
    assert found(world, "china-2019", DOMAIN) == {"news.example": 60, "other.example": 40}
    assert found(world, "china-2019", CLIENT, "period=2019-07") == CITED_WHOLE.format("client")
    told = used(world, "china-2019", View(), CLIENT)
    assert isinstance(told, Used)
    assert told.cited and told.accounts is None
    assert "70 uses of clients used 100 times or more in 1 release" in told.basis
    assert found(world, "turkey-2020-06", CLIENT) == NO_ROWS


def test_rows_come_before_counts_even_where_they_tell_of_no_client(world):
    """Nobody counted clients for Russia, and its files name none."""
    assert found(world, "russia-2018-10", CLIENT) == {}


def test_shares_are_of_all_posts(world):
    frame = domains(world, asked(world, "ops=thailand-2020-10~china-2019~turkey-2020-06")).frame
    told = [tuple(row)[:5] for row in frame.astype(object).itertuples(index=False)]
    assert told == [
        ("thailand-2020-10", "news.example", 6, 10, 6 / 25),
        ("china-2019", "news.example", 60, pd.NA, 60 / 70),
        ("china-2019", "other.example", 40, pd.NA, 40 / 70),
    ]
    frame = clients(world, asked(world, "ops=thailand-2020-10&period=2020-03")).frame
    assert frame["share"].tolist() == [3 / 3], "two posts of 1 March 00:15 and one at 19:00"
    assert clients(world, View(())).frame.shape == (0, 6)


def test_domains_behind_short_links_are_not_compared(world):
    """Of Russia's 33 links 30 are t.co."""
    assert seen(world, used(world, "russia-2018-10", View(), DOMAIN)) == HIDDEN
    told = seen(world, used(world, "thailand-2020-10", View(), DOMAIN))
    assert isinstance(told, Used)
    assert spelled(world, told) == {"news.example": 6}


def test_every_item_is_known_by_its_place_in_one_list(world):
    for kind, names in world.item_names.items():
        assert names == sorted(set(names)), kind
        assert world.item_numbers[kind] == {name: n for n, name in enumerate(names)}


# ---- On the data that the project comes with -------------------------------------------------


def test_months_add_up_to_the_whole_of_every_item(real):
    for source in real.sources.values():
        for kind in (HASHTAG, DOMAIN, CLIENT):
            items = source.items(kind)
            whole, _ = items.counted("", [""])
            for phase, calendar in items.calendars:
                if phase or not calendar:
                    continue
                months = items.calendars[phase, calendar].names
                uses, accounts = items.counted(calendar, months)
                assert uses.tolist() == whole.tolist()
                assert accounts is None


@pytest.mark.parametrize("kind", ["domains", "clients"])
def test_cited_counts_of_several_releases_are_a_sum_over_the_file(real, kind):
    table = read_cited(ROOT / "data" / "published")[kind]
    mine = table[table["release"].isin(["china-2019-08-1", "china-2019-08-2", "china-2019-09"])]
    expected = Counter[str]()
    for row in mine.itertuples():
        expected[str(row.item)] += int(row.uses)
    assert found(real, "china-2019", kind.removesuffix("s")) == dict(expected)
    posts = 1_898_108 + 1_708_078 + 10_241_545
    frame = (domains if kind == "domains" else clients)(real, View(("china-2019",))).frame
    assert np.allclose(frame["share"], frame["uses"] / posts)
    assert frame["uses"].is_monotonic_decreasing
