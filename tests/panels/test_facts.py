"""The sheet of facts: every row a value with its source, or not known; whole releases alone."""

from dataclasses import replace

import pytest

from dashboard.catalogue.releases import Finding, read_catalogue
from dashboard.link.view import View, parse_query
from dashboard.panels.facts import PANEL
from dashboard.panels.facts.measure import ROWS, facts, leads
from dashboard.panels.size.draw import amount
from dashboard.panels.size.measure import size
from dashboard.settings import ROOT
from dashboard.snapshot.world import make_world
from tests.small_world import LEXICON, VERSION, small_catalogue, small_cited, small_holdings

JUNE = ("china-2020-06", "russia-2020-06", "turkey-2020-06")


@pytest.fixture(scope="module")
def june(real):
    """The embedded store with the catalogue as it is now."""
    return replace(real, catalogue=read_catalogue(ROOT / "data" / "releases.toml"))


@pytest.fixture(scope="module")
def small():
    """The small world, in which someone found the hours of Turkey, in short and in full."""
    catalogue = small_catalogue()
    turkey = catalogue.releases["turkey-2020-06"]
    hours = Finding("rhythm", "Most at noon.", "A. Reader", "https://example.org/noon", "At noon")
    catalogue.releases[turkey.slug] = replace(turkey, findings=(hours,))
    return make_world(catalogue, LEXICON, small_holdings(), small_cited(), VERSION)


def texts(world, query, slug):
    answer = facts(world, parse_query(query, world.words)[0])
    return {row: [fact.text for fact in every] for row, every in answer.facts[slug].items()}


def test_of_an_operation_known_by_its_announcement_the_rest_is_not_known(small):
    turkey = texts(small, "?ops=turkey-2020-06", "turkey-2020-06")
    known = {row: every for row, every in turkey.items() if every}
    assert known == {
        "Accounts": ["40 announced, published not known"],
        "Posts": ["500"],
        "Hours": ["At noon"],
        "Attributed by": ["Twitter"],
    }
    assert list(turkey) == [row.name for row in ROWS]


def test_what_is_counted_stands_before_what_others_found(small):
    """Of 25 posts of Thailand; announced 12, amplifiers 8, ten rows in the users file."""
    thailand = texts(small, "?ops=thailand-2020-10", "thailand-2020-10")
    assert thailand["Accounts"] == ["12 announced, published 10"]
    assert thailand["Amplifiers"] == ["8, never published"]
    assert thailand["Posts"] == ["25"]


def test_filters_and_a_period_of_its_own_change_nothing(small):
    whole = texts(small, "?ops=thailand-2020-10", "thailand-2020-10")
    for query in ("?ops=thailand-2020-10&lang=th", "?ops=thailand-2020-10&period=2006-01"):
        assert texts(small, query, "thailand-2020-10") == whole
    column = "thailand-2020-10@2019-06..2019-06"
    assert texts(small, f"?ops={column}", column) == whole


def test_it_leads_where_hours_are_not_known(small):
    assert leads(small, View(("thailand-2020-10", "turkey-2020-06")))
    assert not leads(small, View(("thailand-2020-10",)))
    assert not leads(small, View(())), "nothing is shown"
    two_of_three = ("thailand-2020-10", "russia-2018-10", "turkey-2020-06")
    assert not leads(small, View(two_of_three)), "most have hours"


def test_of_june_2020_every_row_is_a_statement_with_its_source_or_not_known(june):
    frame = facts(june, View(JUNE)).frame
    assert set(frame.operation) == {*JUNE}
    for _, rows in frame.groupby("operation"):
        assert list(dict.fromkeys(rows.fact)) == [row.name for row in ROWS]
    stated = frame[frame.statement != ""]
    assert (stated.source != "").all() and stated.url.str.startswith("https://").all()
    by_row = stated.groupby("fact").operation.agg(set)
    assert by_row["Denied by"] == {"china-2020-06", "turkey-2020-06"}
    assert by_row["Hours"] == {"china-2020-06"}
    assert len(stated[stated.operation == "china-2020-06"].fact.unique()) == len(ROWS)


def test_themes_of_june_2020_are_counted_from_hashtags(june):
    text = texts(june, f"?ops={'~'.join(JUNE)}", "china-2020-06")["Themes"]
    assert text[0].startswith("Hong Kong protests 49%") and text[0].endswith("of hashtag uses")


def test_nearest_with_hours_is_of_the_same_country_and_nearest_in_time(june):
    answer = facts(june, View(JUNE))
    near = {slug: operation.slug for slug, operation in answer.nearest.items()}
    assert near == {"china-2020-06": "china-2019", "russia-2020-06": "russia-2018-10"}
    assert facts(june, View(("china-2020-06", "china-2019"))).nearest == {}


def test_what_was_counted_in_a_part_says_in_which(june):
    """Else the sheet claims of all posts what a third or a twentieth of them show."""
    russia = texts(june, "?ops=russia-2018-10", "russia-2018-10")
    assert russia["Hours"][0].endswith(" on working weekdays; counted in 28.1% of its posts")
    assert russia["Themes"][0].endswith("of posts; counted in 28.1% of its posts")
    assert "counted in" not in russia["Languages"][0], "all of its posts were counted"
    china = texts(june, "?ops=china-2019", "china-2019")
    assert china["Hours"][0].endswith("; counted in its Chinese-language posts, 5.4% of all")
    assert china["Creation"][0].endswith("; counted in 2 of 3 releases")
    part = "3 of 6 releases, their Chinese-language posts, 5.4% of theirs"
    assert texts(june, "?ops=china", "china")["Hours"][0].endswith(f"; counted in {part}")
    thailand = texts(june, "?ops=thailand-2020-10", "thailand-2020-10")
    assert not any("counted in" in text for every in thailand.values() for text in every)


def test_of_a_group_too_it_is_said_to_whom_the_platform_attributed_it(june):
    (said,) = texts(june, "?ops=china-2019", "china-2019")["Attributed by"]
    assert said.startswith("Twitter: a significant state-backed information operation originating")
    assert "; of a later release: PRC; accounts most active" in said
    (many,) = texts(june, "?ops=china", "china")["Attributed by"]
    assert many.startswith("Twitter, in 6 releases up to")


@pytest.mark.parametrize("slug", ["iran-2018-10", "spain", "russia", "china-2019", "cuba-2020-10"])
def test_whatever_the_depth_each_statement_has_a_source(june, slug):
    frame = facts(june, View((slug,))).frame
    stated = frame[frame.statement != ""]
    assert len(stated) >= 5 and (stated.source != "").all()


def test_a_source_that_is_withheld_is_not_among_them(june):
    frame = facts(june, View(JUNE)).frame
    assert not frame.source.str.contains("withheld", case=False).any()
    assert "withheld" not in set(frame.url)


def test_the_column_has_rows_and_the_findings_in_full_are_folded(small):
    (cell,) = PANEL.cells(facts(small, View(("turkey-2020-06",))))
    assert [row.name for row in cell.sheet] == [row.name for row in ROWS]
    assert [finding.text for finding in cell.findings] == ["Most at noon."]


def test_amplifiers_that_nobody_stated_are_called_as_in_size(small):
    """The sheet said "not known" where the size beside it said "none stated"."""
    view = parse_query("?ops=turkey-2020-06", small.words)[0]
    answer = facts(small, view)
    table = {row[1]: row[2] for row in PANEL.table(answer).body}
    sheet = {row.name: row.unknown for row in PANEL.cell(answer, answer.operations[0]).sheet}
    beside = size(small, view)
    assert amount(beside.sizes["turkey-2020-06"], "amplifiers") == table["Amplifiers"]
    assert sheet["Amplifiers"] == table["Amplifiers"] == "none stated"
    assert sheet["Denied by"] == table["Denied by"] == "not known"
