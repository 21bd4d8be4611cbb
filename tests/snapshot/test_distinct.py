"""Distinct accounts under filters: added up by hand, counted the slow way, and never told apart."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import small_world
from small_world import LEXICON, VERSION, small_catalogue, small_cited, small_holdings, table

from dashboard.link.view import parse_query
from dashboard.look.style import Look
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.panels.size import PANEL
from dashboard.panels.size.measure import WHOLE_MONTHS, size
from dashboard.snapshot.distinct import Distinct
from dashboard.snapshot.world import World, make_world
from dashboard.tables import ACTIVITY
from dashboard.web import render
from dashboard.web.app import create_app

FIRST = 1_700_000_007  # a number that nothing else here has
# The posts of small_world.THAILAND, by accounts: eight in February, the first again in March.
ROWS = (
    *((n, "2020-02", "th", "original", "court", posts) for n, posts in enumerate((3, 3, 2, 2))),
    (4, "2020-02", "th", "retweet", "", 5),
    (5, "2020-02", "en", "quote", "filler", 3),
    (6, "2020-02", "en", "reply", "", 2),
    (7, "2020-02", "en", "reply", "", 2),
    (0, "2020-03", "th", "original", "court hong-kong", 2),
    (8, "2020-03", "und", "original", "", 1),
)
THAILAND = ("thailand-2020-10", "platform")


@pytest.fixture(scope="module")
def counted() -> World:
    held = small_holdings()
    activity = table(ACTIVITY, [(FIRST + account, *rest) for account, *rest in ROWS])
    held[THAILAND] = replace(held[THAILAND], private={"activity": activity})
    return make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)


def view_of(world: World, query: str):
    view, notes = parse_query(f"ops=thailand-2020-10&{query}", world.words)
    assert notes == []
    return view


def test_the_rows_are_those_of_the_small_world():
    posts = small_world.small_holdings()[THAILAND].posts
    assert sum(row[-1] for row in ROWS) == posts["posts"].sum()


@pytest.mark.parametrize(
    ("query", "active", "by_months"),
    [
        ("", 9, False),
        ("period=2020-02", 8, False),
        ("period=2020-02..2020-03", 9, False),
        ("period=..2020-02&lang=th", 5, False),
        ("period=2020-02-03..2020-02-03", 8, True),
        ("period=2020-02-03..2020-03-01&kind=original", 5, True),
        ("period=2020-02&clock=Asia/Tokyo", 8, True),
        ("period=2020-02..2020-03&clock=utc", 9, True),
        ("kind=reply", 2, False),
        ("kind=reply&clock=utc", 2, False),
        ("lang=en&kind=quote", 1, False),
        ("theme=court", 4, False),
        ("theme=court~filler", 5, False),
        ("theme=hong-kong&period=2020-02", 0, False),
        ("period=2020-03&theme=court", 1, False),
        ("period=2019-01&kind=reply", 0, False),
        ("period=2020-03..2021-01&lang=und", 1, False),
    ],
)
def test_active_accounts_under_filters(counted, query, active, by_months):
    (found,) = size(counted, view_of(counted, query)).sizes.values()
    assert (found.active, found.by_months) == (active, by_months)


def test_whole_months_are_said_where_they_are_counted(counted):
    rough = size(counted, view_of(counted, "period=2020-02-03..2020-02-03"))
    assert PANEL.unit(rough).endswith(f"those of the filters, accounts by {WHOLE_MONTHS}.")
    assert rough.frame["active_basis"].tolist() == [WHOLE_MONTHS]
    exact = size(counted, view_of(counted, "kind=reply"))
    assert PANEL.unit(exact).endswith("Posts and active accounts are those of the filters.")
    assert exact.frame["active_basis"].tolist() == [""]
    assert (
        "Of the posts held **4** match these filters; active accounts: **2**."
        in PANEL.cells(exact)[0].lines
    )


def test_without_the_private_table_they_are_not_known(world):
    found = size(world, view_of(world, "kind=reply"))
    assert found.sizes["thailand-2020-10"].active is None
    assert "active accounts: **not known**" in PANEL.cells(found)[0].lines[-1]


def test_random_activity_is_counted_as_sets_count_it():
    draw = np.random.default_rng(5)
    months = [f"20{year}-{month:02}" for year in (18, 19) for month in range(1, 13)]
    texts = (months, ["en", "th", "und"], ["original", "reply"], ["", "war", "peace war", "art"])
    rows = pd.DataFrame(
        {"account": draw.integers(60, size=900)}
        | {name: draw.choice(t, 900) for name, t in zip(list(ACTIVITY)[1:5], texts, strict=True)}
        | {"posts": 1}
    )
    index = Distinct(table(ACTIVITY, rows))
    for _ in range(300):
        first, last = draw.choice(["", *months]), draw.choice(["", *months])
        languages, kinds, themes = (
            tuple(draw.choice(words, draw.integers(3), replace=False))
            for words in (["en", "th", "xx"], ["original", "reply"], ["war", "art"])
        )
        kept = {
            row.account
            for row in rows.itertuples()
            if row.month >= first
            and (not last or row.month <= last)
            and (not languages or row.language in languages)
            and (not kinds or row.kind in kinds)
            and (not themes or set(themes) & set(row.themes.split()))
        }
        assert index.count(str(first), str(last), languages, kinds, themes) == len(kept)


def test_no_number_of_an_account_is_ever_told(counted):
    """Each is above 1.7 thousand million, so the digits would be found."""
    client = create_app(counted, {"CACHE_VIEWS": 50}).server.test_client()
    told = [
        client.get(f"/download/{name}.{form}?ops=thailand-2020-10&{query}").text
        for name in DOWNLOADS
        for form in ("csv", "json")
        for query in ("", "kind=reply", "period=2020-02-03..2020-02-03")
    ]
    view = view_of(counted, "kind=reply")
    told += [
        json.dumps(
            render.panel_parts(render.Answered.of(counted, panel, view), Look()), default=repr
        )
        for panel in PANELS
    ]
    assert len(told) > 30
    assert not [text for text in told if str(FIRST)[:6] in text]
    assert not [
        a
        for a in vars(counted.sources[("thailand-2020-10",)].distinct).items()
        if str(FIRST) in repr(a)
    ]
