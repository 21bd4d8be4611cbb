"""What the controls offer: operations by country, months with posts, and what is no choice."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.catalogue.releases import read_catalogue
from dashboard.clock.period import Period, read_period
from dashboard.clock.zone_list import named_zones
from dashboard.link.view import DEFAULT, View, parse_query
from dashboard.settings import ROOT
from dashboard.web.pages.chooser import every_clock, options
from dashboard.web.pages.operation_options import operation_options
from dashboard.web.pages.period_options import (
    busiest,
    month_options,
    preset_options,
)

THAI = "thailand-2020-10"


def entries(offered):
    """Return every option of a list, whatever group it stands in."""
    return [option for entry in offered for option in entry.get("items", [entry])]


def test_every_operation_is_offered_once_with_what_there_is_of_it(real):
    offered = operation_options(real, DEFAULT)
    by_slug = {option["value"]: option for option in entries(offered)}
    assert by_slug.keys() == real.catalogue.operations.keys()
    assert len(by_slug) == len(entries(offered))
    assert by_slug[THAI]["note"] == "hours"
    assert by_slug["china-2019-09"]["note"] == "counts"
    assert by_slug["turkey-2020-06"]["note"] == "announced"


def test_a_country_comes_first_and_then_its_newest_release(real):
    groups = {group["group"]: group["items"] for group in operation_options(real, DEFAULT)}
    *countries, last = groups
    assert countries == sorted(countries)
    assert last == "Groups"
    china = [option["value"] for option in groups["China"]]
    assert china[0] == "china"
    days = [real.catalogue.releases[slug].disclosed for slug in china[1:]]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("IRA", "russia-2018-10"),
        ("Internet Research Agency", "russia-2018-10"),
        ("PeaceData", "russia-2020-10"),
        ("GRU", "russia-2021-02-gru"),
        ("Türkiye", "turkey-2020-06"),
        ("Türkiye", "turkey"),
        ("Erdoğan", "turkey-2020-06"),
        ("Smaat", "saudi-arabia-2019-12"),
    ],
)
def test_other_names_find_an_operation(real, word, slug):
    world = replace(real, catalogue=read_catalogue(ROOT / "data" / "releases.toml"))
    option = next(o for o in entries(operation_options(world, DEFAULT)) if o["value"] == slug)
    assert word in f"{option['label']} {option['terms']}"


def test_the_months_are_those_from_the_first_post_to_the_last(real):
    view = View(operations=(THAI,))
    first, last = real.sources_of(THAI)[0].cells.days
    months, ends = [f"{first:%Y-%m}", f"{last:%Y-%m}"], ("", "")
    both = month_options(real, view)
    assert both["start"] == both["end"] == {"months": months, "ends": ends}
    chosen = replace(view, period=read_period("2020-02..2020-03-05"))
    assert month_options(real, chosen)["end"]["ends"] == ("2020-02", "2020-03-05")


def test_a_period_is_offered_with_its_reason(real):
    view = View(operations=(THAI, "russia-2018-10"))
    groups = {g["group"]: g["items"] for g in preset_options(real, view) if "items" in g}
    most = busiest(real, THAI)
    reason = f"{most:%b %Y}: most posts of Thailand Oct 2020"
    labels = [f"{how}{most:%b %Y}" for how in ("Before ", "Since ", "")]
    assert [option["label"] for option in groups[reason]] == labels
    before, since, _ = (read_period(option["value"]) for option in groups[reason])
    assert (before.end, since.start) == (most - date.resolution, most)
    assert "Oct 2018: disclosure of Russia Oct 2018" in groups
    for option in entries(preset_options(real, view))[1:]:
        period = read_period(option["value"])
        assert str(period) == option["value"], "as a link spells it"
        _, notes = parse_query(f"?v=2&period={option['value']}", real.words)
        assert notes == []


def test_a_period_that_no_preset_has_is_offered_while_it_is_chosen(real):
    view = View(operations=(THAI,), period=Period(date(2020, 2, 3)))
    assert {"value": "2020-02-03..", "label": "Since 3 Feb 2020"} in preset_options(real, view)


def test_without_dated_posts_there_is_no_month_to_choose(real):
    view = View(operations=("turkey-2020-06",))
    assert month_options(real, view)["start"]["months"] == ["", ""]
    assert [option["value"] for option in preset_options(real, view)] == ["all"]


def test_choices_that_give_nothing_are_greyed_with_the_reason(real):
    offered = options(real, View(operations=("turkey-2020-06",)))
    for name in ("languages", "themes", "kinds"):
        assert {(o["disabled"], o["note"]) for o in offered[name]} == {(True, "not known")}
    assert offered["phase"][1]["label"] == "Left out: not known"
    assert "disabled" not in offered["phase"][0]
    chosen = options(real, View(operations=("turkey-2020-06",), languages=("tr",)))["languages"]
    assert [o["value"] for o in chosen if "disabled" not in o] == ["tr"], "it can be taken away"


def test_a_few_clocks_come_first(real):
    view = View(operations=(THAI, "russia-2018-10"), audience="Europe/London")
    offered = options(real, view)["clock"]
    first = ["operator", "Europe/London", "utc", "Asia/Bangkok", "Europe/Moscow"]
    assert [option["value"] for option in offered] == first
    every = every_clock()
    assert [option["value"] for option in every] == [*named_zones()]
    assert offered[3] in every, "found by what else it is called"


def test_a_clock_that_a_link_alone_can_name_is_offered_while_it_is_chosen(real):
    offered = options(real, View(operations=(THAI,), clock="Etc/GMT+8"))["clock"]
    assert {"value": "Etc/GMT+8", "label": "Etc/GMT+8 (UTC-8)"} in offered
