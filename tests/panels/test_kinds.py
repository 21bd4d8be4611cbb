"""Did they write, reply or retweet: shares of kinds, and of programs beside them."""

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.catalogue.cited import CITED, TABLES, read_cited
from dashboard.catalogue.kinds import kinds_apart, name
from dashboard.link.filters import NO_KINDS, NO_PHASES, only_together
from dashboard.link.view import View, parse_query
from dashboard.look import style
from dashboard.look.style import Look
from dashboard.look.untrusted import isolated
from dashboard.panels.kinds import PANEL, draw, say
from dashboard.panels.kinds.measure import WHOLE, KindsAndClients, kinds, kinds_and_clients
from dashboard.settings import ROOT
from dashboard.snapshot.asking import NO_ROWS
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.world import World, make_world
from dashboard.web.column_heads import rests
from dashboard.web.pages.operation_facts import files
from tests.small_world import (
    LEXICON,
    VERSION,
    holding,
    small_catalogue,
    small_cited,
    small_holdings,
)

THAILAND, RUSSIA, UAE = "thailand-2020-10", "russia-2018-10", "uae-egypt-2019-09"
THREE = f"?ops={THAILAND}~{RUSSIA}~{UAE}"
ALL = {"original": 13, "reply": 4, "quote": 3, "retweet": 5}
NONE = dict.fromkeys(ALL, 0)


def measured(world: World, query: str) -> KindsAndClients:
    view, notes = parse_query(query, world.words)
    assert notes == []
    return kinds_and_clients(world, view)


def posts(world: World, slug: str, query: str = "") -> tuple[dict[str, int], int] | str:
    answer = measured(world, f"?ops={slug}&{query}")
    if slug in answer.no_kinds:
        return answer.no_kinds[slug]
    return answer.kinds[slug].posts, answer.kinds[slug].total


@pytest.fixture(scope="module")
def with_clients() -> Callable[..., World]:
    """Return what makes the small world with ten more accounts behind each client, renamed."""

    def made(**names: str) -> World:
        held = small_holdings()
        clients = held[THAILAND, "platform"].clients
        named = clients["item"].replace(names)
        more = clients.assign(item=named, label=named, accounts=clients["accounts"] + 10)
        held[THAILAND, "platform"] = replace(held[THAILAND, "platform"], clients=more)
        return make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)

    return made


@pytest.fixture(scope="module")
def shared(with_clients) -> World:
    return with_clients()


@pytest.mark.parametrize(
    ("query", "expected", "total"),
    [
        ("", ALL, 25),
        ("lang=en", NONE | {"quote": 3, "reply": 4}, 7),
        ("period=2020-03", NONE | {"original": 3}, 3),
        ("period=2020-03&clock=utc", NONE | {"original": 1}, 1),
        ("theme=court", NONE | {"original": 12}, 12),
        ("theme=filler&lang=en", NONE | {"quote": 3}, 3),
        ("period=2010-01", NONE, 0),
        # Shares stay over the posts before the kind filter, as those of languages do.
        ("kind=reply~retweet", {"reply": 4, "retweet": 5}, 25),
        ("kind=reply&lang=th", {"reply": 0}, 17),
    ],
)
def test_rows_by_kind(world, query, expected, total):
    assert posts(world, THAILAND, query) == (expected, total)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ({"original-or-reply": 26, "quote": 2, "retweet": 12}, 40)),
        ("lang=en", ({"original-or-reply": 6, "quote": 2, "retweet": 0}, 8)),
        ("kind=original~reply", ({"original-or-reply": 26}, 40)),
        ("kind=retweet", ({"retweet": 12}, 40)),
        ("kind=original~retweet", only_together("original-or-reply")),
    ],
)
def test_kinds_that_a_collection_cannot_tell_apart_are_one_and_never_zero(world, query, expected):
    assert posts(world, RUSSIA, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ({"original-or-quote": 90, "reply": 30, "retweet": 180}, 300)),
        ("kind=reply", ({"reply": 30}, 300)),
        ("kind=quote", only_together("original-or-quote")),
        ("lang=en", WHOLE),
        ("period=2019-01", WHOLE),
        ("theme=court", WHOLE),
        ("phase=operational", NO_PHASES),
    ],
)
def test_cited_counts_cover_whole_releases(world, query, expected):
    assert posts(world, UAE, query) == expected


def test_where_no_kinds_were_counted_none_are_known(world):
    assert posts(world, "china-2019") == NO_KINDS
    assert posts(world, "turkey-2020-06") == NO_ROWS


def with_cited(**rows: Any) -> World:
    """Return the small world in which others counted posts of Thailand by kind, too."""
    frame = pd.DataFrame({"release": THAILAND, **rows}).astype(TABLES["kinds"])
    frame["collection"] = "counter"
    cited = small_cited() | {"kinds": frame}
    return make_world(small_catalogue(), LEXICON, small_holdings(), cited, VERSION)


def test_counts_by_others_lead_where_they_have_more_posts_and_rows_answer_the_rest():
    world = with_cited(kind=["original", "retweet"], posts=[20, 20])
    assert posts(world, THAILAND) == (NONE | {"original": 20, "retweet": 20}, 40)
    assert posts(world, THAILAND, "lang=en") == (NONE | {"quote": 3, "reply": 4}, 7)
    assert posts(with_cited(kind=["retweet"], posts=[25]), THAILAND) == (ALL, 25)


def test_rows_that_tell_all_beside_rows_that_do_not_say_what_both_tell():
    held = small_holdings()
    more = (("2019-03-01 08:00", "en", "reply", "", 9), ("2019-03-01 09:00", "en", "quote", "", 1))
    held["russia-2019-01", "platform"] = holding(
        "russia-2019-01", "platform", "Europe/Moscow", more
    )
    catalogue = small_catalogue()
    second = replace(catalogue.releases[RUSSIA], slug="russia-2019-01", archive_id="r2", short="R2")
    catalogue = replace(catalogue, releases=catalogue.releases | {second.slug: second})
    world = make_world(catalogue, LEXICON, held, {}, VERSION)
    expected = {"original-or-reply": 26 + 9, "quote": 2 + 1, "retweet": 12}
    assert posts(world, "russia") == (expected, 50)
    assert posts(world, "russia", "kind=reply") == only_together("original-or-reply")


def test_the_frame(world):
    view, _ = parse_query(f"{THREE}~turkey-2020-06", world.words)
    answer = kinds(world, view)
    frame = answer.frame
    assert frame.columns.tolist() == ["operation", "kind", "posts", "share", "basis"]
    assert frame["posts"].tolist()[:-1] == [13, 4, 3, 5, 26, 2, 12, 90, 30, 180]
    shares = [0.52, 0.16, 0.12, 0.2, 0.65, 0.05, 0.3, 0.3, 0.1, 0.6]
    assert np.allclose(frame["share"][:-1].astype(float), shares)
    assert frame.iloc[-1][["kind", "posts", "share"]].isna().all()
    assert frame["basis"][9] == "counts: all 300 posts by kind, Counts by kind"
    assert (answer.cited, answer.cited_tables) == ({UAE}, ("kinds",))


def test_what_the_panel_says(world):
    assert say.say(measured(world, f"{THREE}~turkey-2020-06")) == (
        "Thailand Oct 2020: **5 of 10** posts were originals, **2 of 10** retweets. "
        "Russia Oct 2018: **6 of 10** posts were originals or replies, **3 of 10** retweets. "
        "UAE/Egypt Sep 2019: **6 of 10** posts were retweets, **3 of 10** originals or quotes. "
        "Known in part: Russia Oct 2018, **4.0% of its posts**. "
        "Not known for Turkey Jun 2020."
    )
    assert say.say(measured(world, f"?ops={THAILAND}&period=2020-03")) == (
        "Thailand Oct 2020: **all** posts were originals."
    )
    assert say.say(measured(world, f"?ops={THAILAND}&period=2010-01")) == (
        "Thailand Oct 2020: no posts match this view."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1, "all"),
        (0.999, "nearly all"),
        (0.949, "9 of 10"),
        *((0.75, "8 of 10"), (0.25, "2 of 10"), (0.65, "6 of 10"), (0.35, "4 of 10")),
        (0.05, "1 of 10"),
        (0.049, "fewer than 1 of 20"),
        (0, "no"),
    ],
)
def test_shares_as_so_many_of_ten(share, words):
    assert style.of_ten(share) == words


def test_programs_that_few_accounts_used_are_not_named(world, shared):
    (cell,) = PANEL.cells(measured(world, f"?ops={THAILAND}"))
    assert not cell.lists[0].tags
    assert cell.details[-1] == "No program is named here that 10 accounts or more used."
    (cell,) = PANEL.cells(measured(shared, f"?ops={THAILAND}"))
    assert cell.details[-1] == "Programs that 10 accounts or more used, of 25 posts."


def test_programs_stand_beside_kinds_and_alone_where_no_kinds_are_known(shared):
    world = shared
    answer = measured(world, f"?ops={THAILAND}~china-2019-09~turkey-2020-06")
    thailand, china, turkey = PANEL.cells(answer)
    assert [(tag.text, tag.uses, tag.accounts) for tag in thailand.lists[0].tags] == [
        *(("Web", "80.0%", "18"), ("Phone", "20.0%", "14")),
    ]
    assert china.lines == (
        f"Kinds of post are **not known**. {NO_ROWS}",
        f"Program most used: {isolated('Robot')}, **50.0%** of posts.",
    )
    assert [(tag.text, tag.uses) for tag in china.lists[0].tags] == [
        *(("Robot", "50.0%"), ("Web", "50.0%")),
    ]
    assert china.details == (
        "Programs: of 70 posts. Basis: counts: 70 uses of clients used 100 times or more in 1 "
        "release, Counts of 28 releases.",
    )
    assert [source.name for source in china.sources] == ["basel-suiche-2020"]
    assert turkey.missing == "Kinds of post: not known. Only its announcement is known."
    assert turkey.details == (NO_ROWS,)
    assert say.say(measured(world, "?ops=china-2019-09")) == (
        f"Not known for China Sep 2019. Program most used: China Sep 2019 {isolated('Robot')}, "
        "**50.0%** of posts."
    )


@pytest.mark.parametrize("query", ["lang=en", "kind=reply", "period=2020-02-03"])
def test_filters_that_programs_cannot_answer_are_named(world, query):
    (cell,) = PANEL.cells(measured(world, f"?ops={THAILAND}&{query}"))
    assert "Programs are not known. Clients are counted" in cell.details[-1]
    assert not cell.lists[0].tags


def test_programs_are_of_the_period(shared):
    (cell,) = PANEL.cells(measured(shared, f"?ops={THAILAND}&period=2020-03"))
    assert [(tag.text, tag.uses) for tag in cell.lists[0].tags] == [("Phone", "100.0%")]


def test_names_of_programs_are_escaped(with_clients):
    name = "<b>A\u202e**bold**</b>"
    answer = measured(with_clients(Web=name), f"?ops={THAILAND}")
    names = [row[2] for row in say.table(answer).body if row[1] == "Program"]
    assert names[0] == isolated(name) and "\u202e" not in names[0]
    assert "**bold**" not in say.say(replace(answer, kinds={}))


def test_what_is_drawn(world):
    answer = measured(world, f"{THREE}~china-2019-09")
    assert draw.shown(answer) == [
        *("original", "original-or-reply", "original-or-quote", "reply", "quote", "retweet"),
    ]
    figure = draw.draw(answer, Look())
    assert figure is not None
    assert [bars["text"] for bars in figure["data"]] == [
        ["52.0%", "68.0%", "64.0%", "16.0%", "12.0%", "20.0%"],
        ["not known", "65.0%", "not known", "not known", "5.0%", "30.0%"],
        ["not known", "not known", "30.0%", "10.0%", "not known", "60.0%"],
    ]
    counted = draw.draw(measured(world, f"{THREE}&scale=count"), Look())
    assert counted is not None
    assert counted["data"][1]["x"] == [0, 26, 0, 0, 2, 12]
    assert draw.draw(measured(world, "?ops=china-2019-09"), Look()) is None


# ---- What is embedded ----------------------------------------------------------------------------


def test_cited_kinds_add_up_to_the_posts_of_their_releases(real):
    counted = [cited for cited in real.cited.values() if cited.kinds]
    assert counted
    for cited in counted:
        posts = sum(cited.first_issue.get("year", {}).values())  # of the issue that was counted
        posts = posts or real.catalogue.releases[cited.release].posts
        assert sum(cited.kinds.values()) == posts
        assert set(cited.kinds) == set(kinds_apart(cited.kinds))
        assert all(c.depth == "counts" for c in real.collections_of([cited], "kinds"))


def test_iran_as_its_source_has_it(real):
    """460,125 are no retweets, of which 89,139 are replies."""
    counted, total = posts(real, "iran-2021-02")
    assert total == 460_125 + 100_446 == 560_571
    assert counted == {
        "original-or-quote": 460_125 - 89_139,
        "reply": 89_139,
        "retweet": 100_446,
    }


def test_what_rests_on_counts_by_kind_alone_says_so_everywhere(real):
    operation = real.catalogue.operations["iran-2021-02"]
    words = "counts: all 560,571 posts by kind, counts of one complete release by kind"
    assert rests(real, operation.slug) == words
    assert depth_of(real, operation.releases[0]) == "counts"
    assert "Counts by others are cited for 1 of 1 releases" in str(files(real, operation))


def test_a_data_version_of_before_has_no_cited_kinds(tmp_path):
    months = ROOT / "data" / "published" / CITED / "months.csv"
    (tmp_path / months.name).write_bytes(months.read_bytes())
    tables = read_cited(tmp_path)
    assert len(tables["months"]) and set(tables["months"]["collection"]) == {CITED}
    assert tables["kinds"].empty


def test_thailand_as_counted_apart(real):
    """By a few lines of pandas over the release's file; where the file is here, by them again."""
    expected = {"original": 1_093, "reply": 6_851, "quote": 2_242, "retweet": 11_199}
    assert posts(real, THAILAND) == (expected, 21_385)
    answer = measured(real, f"?ops={THAILAND}")
    tags = PANEL.cells(answer)[0].lists[0].tags
    assert [tag.uses for tag in tags][:3] == ["58.8%", "27.0%", "12.7%"]


FOLDER = Path(os.environ.get("TAKEDOWNS_SHARED") or ROOT.parent / "shared") / "archive"


@pytest.mark.skipif(not (FOLDER / "thailand_092020").is_dir(), reason="the release is not here")
def test_thailand_against_its_file(real):
    (path,) = (FOLDER / "thailand_092020").glob("*_tweets_csv_hashed.zip")
    with zipfile.ZipFile(path) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".csv"))
        rows = pd.read_csv(io.BytesIO(packed.read(name)), dtype=str, keep_default_na=False)
    kind = np.select(
        [
            rows["is_retweet"].str.lower() == "true",
            rows["quoted_tweet_tweetid"] != "",
            rows["in_reply_to_userid"] != "",
        ],
        ["retweet", "quote", "reply"],
        "original",
    )
    views = {
        "": slice(None),
        "lang=th": rows["tweet_language"] == "th",
        "period=2020-02&clock=utc": rows["tweet_time"].str.startswith("2020-02"),
    }
    for query, mask in views.items():
        counted, total = posts(real, THAILAND, query)
        assert counted == NONE | pd.Series(kind)[mask].value_counts().to_dict()
        assert total == len(rows[mask])
    answer = measured(real, f"?ops={THAILAND}")
    used = rows.groupby("tweet_client_name")["userid"].agg(["size", "nunique"])
    most = used[used["nunique"] >= 10]["size"].sort_values(ascending=False)
    body = [row for row in say.table(answer).body if row[1] == "Program"]
    assert [row[3] for row in body] == [f"{count:,}" for count in most]


def test_no_operation(world):
    assert kinds(world, View(())).frame.shape == (0, 5)
    assert say.say(kinds_and_clients(world, View(()))) == ""


def test_kinds_together_are_named_as_one_says_it():
    assert [
        name(kind) for kind in ("quote", "original-or-reply", "original-or-reply-or-quote")
    ] == [*("quotes", "originals or replies", "originals, replies or quotes")]
