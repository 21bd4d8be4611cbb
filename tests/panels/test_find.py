"""Who used a hashtag or domain, how much and when, over all operations."""

import pytest

from dashboard.link.view import parse_query
from dashboard.panels.find import PANEL
from dashboard.panels.find.measure import FindAnswer, Month, counted, find
from dashboard.panels.find.say import NOT_CHOSEN
from dashboard.panels.panel import unmarked
from dashboard.snapshot.used import BY_MONTH, CITED_WHOLE, UNFILTERED
from dashboard.snapshot.world import World

HELD = ("russia-2018-10", "china-2019-09", "uae-egypt-2019-09", "thailand-2020-10")


def answer(world: World, query: str) -> FindAnswer:
    view, notes = parse_query(f"?{query}", world.words)
    assert notes == []
    return find(world, view)


def test_each_release_is_asked_once(world):
    """China 2019 and China are the same release as china-2019-09, which has the hashtags."""
    assert counted(world) == HELD


def test_a_hashtag_over_all_operations_whatever_is_compared(world):
    answered = answer(world, "ops=turkey-2020-06&tag=%23HongKong")
    assert answered.item == "hongkong"
    assert list(answered.usages) == ["china-2019-09", "thailand-2020-10"], "150 uses before 2"
    china, thailand = answered.usages.values()
    assert (china.uses, china.accounts, china.months) == (150, None, ())
    assert (thailand.uses, thailand.accounts) == (2, 10)
    assert thailand.months == (Month("2020-03", 2, 2),)
    assert unmarked(PANEL.say(answered)).replace("\u2068", "").replace("\u2069", "") == (
        "#HongKong was used by 2 of 4 operations, the most uses by China Sep 2019 150 and "
        "Thailand Oct 2020 2."
    )


def test_a_domain_and_its_months(world):
    answered = answer(world, "tag=News.Example")
    assert {slug: (f.uses, f.accounts) for slug, f in answered.usages.items()} == {
        "china-2019-09": (60, None),
        "thailand-2020-10": (6, 10),
        "russia-2018-10": (3, 10),
    }
    thailand = answered.usages["thailand-2020-10"]
    assert thailand.months == (Month("2020-02", 4, 7), Month("2020-03", 2, 2))
    assert thailand.busiest == Month("2020-02", 4, 7)
    in_utc = answer(world, "tag=news.example&clock=utc").usages["thailand-2020-10"]
    assert in_utc.months == (Month("2020-02", 6, 8),)
    body = PANEL.table(answered).body
    assert body[1] == ["Thailand Oct 2020", "6", "10", "Feb 2020", "Mar 2020", "Feb 2020", "4"]
    assert body[0][2:] == ["not known"] * 5


def test_a_period_of_whole_months(world):
    answered = answer(world, "tag=news.example&period=2020-03")
    assert {slug: (f.uses, f.accounts) for slug, f in answered.usages.items()} == {
        "thailand-2020-10": (2, 2)
    }
    assert answered.usages["thailand-2020-10"].months == (Month("2020-03", 2, 2),)
    assert answered.unsearched == dict.fromkeys(
        ("china-2019-09", "uae-egypt-2019-09"), CITED_WHOLE.format("domain")
    )


@pytest.mark.parametrize(
    ("query", "why"),
    [("lang=th", UNFILTERED), ("period=2020-02-02..", BY_MONTH)],
)
def test_what_months_do_not_tell_is_not_known(world, query, why):
    answered = answer(world, f"tag=news.example&{query}")
    assert answered.usages == {}
    assert answered.unsearched["thailand-2020-10"] == why.format("Domains")
    assert "is not known under these filters" in PANEL.say(answered)
    assert why.format("Domains") in PANEL.say(answered)


def test_an_unknown_hashtag_is_one_clear_sentence(world):
    answered = answer(world, "tag=nobody")
    assert unmarked(PANEL.say(answered)).replace("\u2068", "").replace("\u2069", "") == (
        "“nobody” is not among the hashtags and domains that are counted for 4 operations: each "
        "was used by at least 10 accounts, or 100 times."
    )
    assert answered.frame.empty
    assert PANEL.table(answered).body == []


def test_no_hashtag_asks_nothing(world):
    answered = answer(world, "")
    assert (answered.usages, PANEL.say(answered), answered.frame.shape) == ({}, NOT_CHOSEN, (0, 5))
    assert PANEL.cells(answered) == []


def test_a_country_tells_of_each_of_its_releases(world):
    (cell,) = PANEL.cells(answer(world, "ops=china&tag=hongkong"))
    assert cell.lines == ("China Sep 2019: **150** uses",)
    assert cell.details == ("China Sep 2019: **150** uses; months are not known.",)
    (cell,) = PANEL.cells(answer(world, "ops=thailand&tag=nobody"))
    assert cell.lines == ("Not among what is counted for it.",)


def test_the_file_names_the_operations_that_it_tells_of(client):
    answered = client.get("/download/tags.json?ops=turkey-2020-06&tag=hongkong").get_json()
    assert [s["operation"] for s in answered["sources"]] == ["china-2019-09", "thailand-2020-10"]
    assert answered["rows"][1] | {"basis": ""} == {
        "operation": "thailand-2020-10",
        "start": "2020-03-01",
        "uses": 2,
        "accounts": 2,
        "basis": "",
    }


def test_a_real_hashtag_against_the_tables(real):
    answered = answer(real, "tag=maga")
    source = real.sources["russia-2018-10",]
    place = source.tags.names.index("maga")
    whole = source.tags.calendars["", ""]
    (row,) = [n for n, item in enumerate(whole.item.tolist()) if item == place]
    mine = answered.usages["russia-2018-10"]
    assert (mine.uses, mine.accounts) == (whole.uses[row], whole.accounts[row])
    assert sum(month.uses for month in mine.months) == mine.uses
    assert [m.month for m in mine.months] == sorted({m.month for m in mine.months})
    for release, cited in real.cited.items():
        if release != "russia-2018-10" and "maga" in cited.tags.items:
            uses = cited.tags.uses[cited.tags.items.index("maga")]
            assert answered.usages[release].uses == uses
