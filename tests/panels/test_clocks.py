"""Which clocks and weeks fit: the tests of operations put together, as a file and as a panel."""

from typing import Any

import pytest

from dashboard.link.view import View, parse_query
from dashboard.look.style import Look
from dashboard.panels.clocks import PANEL
from dashboard.panels.clocks.clock_fits import OFFSETS, offset_text
from dashboard.panels.clocks.measure import ConsistentAnswer, consistent
from dashboard.panels.rhythm.measure import rhythm
from dashboard.snapshot.daily import TOO_FEW
from dashboard.snapshot.world import World
from tests.panels.test_rhythm_baseline import CHINA, at, chinese

TWO = View(("china-2019", "thailand-2020-10"))


@pytest.fixture(scope="module")
def found(real: World) -> ConsistentAnswer:
    return consistent(real, TWO)


def test_too_few_posts_are_not_tested(world):
    answer = consistent(world, View(("thailand-2020-10", "turkey-2020-06")))
    assert answer.unknown["thailand-2020-10"] == TOO_FEW
    assert answer.assessments == {}
    assert PANEL.draw(answer, Look()) is None
    assert len(answer.frame) == 2 and answer.frame["estimate"].isna().all()


def test_the_published_rhythm_of_china_fits_beijings_clock_and_calendar(found):
    tested = found.assessments["china-2019"]
    assert "+08:00" in [offset_text(offset) for offset in tested.clocks.consistent]
    assert "china" in tested.calendars.consistent
    assert not {"iran", "saudi-arabia", "uae"} & set(tested.calendars.consistent)


def test_the_share_at_an_offset_is_that_of_a_zone_with_that_offset(real, found):
    """Bangkok kept UTC+7 throughout: its nine to six is the share at +07:00."""
    clocks = found.assessments["thailand-2020-10"].clocks
    week = rhythm(real, TWO).weeks["thailand-2020-10"]
    share = week[:, 9:18].sum() / week.sum()
    assert clocks.shares.estimate[2 * (12 + 7)] == pytest.approx(share)


def test_every_number_of_every_test_is_a_row(found):
    frame = found.frame
    assert list(frame) == [
        *("operation", "test", "estimate", "low", "high"),
        *("method", "n_posts", "n_accounts", "basis"),
    ]
    rows = frame[frame["operation"] == "thailand-2020-10"].set_index("test")
    assert rows.loc["office-share-by-accounts", "n_accounts"] == 455
    assert set(rows["n_posts"]) == {21_385}
    for test in ("office-share", "weekend", "holiday", "shuffled", "loudest-10", "clock:+07:00",
                 "calendar:thailand", "distance:china-2019"):  # fmt: skip
        assert test in rows.index
    assert rows["low"].fillna(-9).le(rows["estimate"].fillna(9)).all()


def test_hours_and_periods_of_the_view_are_those_that_are_tested(real):
    view, _ = parse_query("?ops=thailand-2020-10&hours=8-17&period=2020-01..", real.words)
    tested = consistent(real, view).assessments["thailand-2020-10"]
    assert tested.office.hours == (8, 17)
    assert str(tested.office.counted.first) >= "2020-01-01"
    assert tested.office.posts == int(rhythm(real, view).weeks["thailand-2020-10"].sum())


# ---- The panel -----------------------------------------------------------------------------------


def test_no_country_is_ever_the_headline(real, found):
    told = PANEL.say(found) + PANEL.unit(found)
    for country in real.catalogue.countries.values():
        assert f"{country.name}'s" not in told
    assert PANEL.cells(found)[0].lines[0].startswith("Consistent with **UTC+07:30")
    assert "Many places share each of them." in told


def test_calendars_are_named_in_alphabetical_order(found):
    cell, calendar = PANEL.cells(found)[0], "Calendar: consistent with "
    (line,) = [text for text in cell.details if text.startswith(calendar)]
    names = line.removeprefix(calendar).partition(";")[0].replace(" and ", ", ").split(", ")
    assert names == sorted(names)
    assert f"Days off: consistent with **{len(names)}** of 20 countries tried, China among" in str(
        cell.lines
    )


def test_where_no_working_day_is_seen_no_clock_is_named(real):
    """UTC-04:00 to +01:00, as in Sao Paulo, would be quoted as a finding about Brazil."""
    answer = consistent(real, View(("russia-2018-10",)))
    tests = answer.assessments["russia-2018-10"]
    assert tests.clocks.consistent and not tests.sees_working_day
    cell = PANEL.cells(answer)[0]
    told = " ".join([PANEL.say(answer), *cell.lines, *cell.details, PANEL.explain(answer).how])
    assert "No working day to be seen on any clock: Russia Oct 2018." in told
    assert "UTC" not in told
    assert not [name for name in tests.clocks.fitting_zones if name in told]
    # 9 of 24 hours have 49.3% of posts, 15 have 50.7%
    assert "**1.62** times as many an hour as outside" in told
    figure: Any = PANEL.draw(answer, Look())
    (bars,) = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert {*bars["marker"]["color"]} == {Look().palette.hairline}


def test_a_line_names_three_cities_and_the_fold_names_all(found):
    zones = found.assessments["china-2019"].clocks.fitting_zones
    cell = PANEL.cells(found)[0]
    assert [name for name in zones if name in cell.lines[0]] == zones[:3]
    assert all(name in cell.details[0] for name in zones)


def test_the_city_of_the_operator_is_named_first(real):
    """Of Thailand "as in Novosibirsk, Bangkok" would be quoted as a finding about Novosibirsk."""
    (cell,) = PANEL.cells(consistent(real, View(("thailand-2020-10",))))
    assert ", as in Bangkok, " in cell.lines[0] and ", as in Bangkok, " in cell.details[0]


def test_the_file_has_the_share_that_the_page_shows(real):
    """Of China 2019 the page shows 59.1%, the tests are of a part of its posts with 80.0%."""
    view = View(("china-2019", "thailand-2020-10"))
    frame = consistent(real, view).frame.set_index(["operation", "test"])
    shown = rhythm(real, view).rhythms["china-2019"]
    row = frame.loc["china-2019", "office-share-without-dates"]
    assert row.estimate == float(shown.shares.office.estimate) == pytest.approx(0.590520, abs=1e-6)
    assert (row.n_posts, row.method) == (739_824, "counted without dates")
    assert frame.loc[("china-2019", "office-share"), "n_posts"] == 37_911
    assert ("thailand-2020-10", "office-share-without-dates") not in frame.index


def test_what_fits_is_dark_and_the_rest_pale(found):
    figure: Any = PANEL.draw(found, Look())
    (bars,) = [t for t in figure["data"] if t["type"] == "bar" and t["xaxis"] == "x"]
    clocks = found.assessments["china-2019"].clocks
    dark = [offset for offset, colour in zip(bars["x"], bars["marker"]["color"], strict=True)
            if colour == Look().palette.operations[0]]  # fmt: skip
    assert dark == [offset / 2 for offset in clocks.consistent]


def test_explanations_have_this_views_numbers(found):
    told = PANEL.explain(found)
    fitting = len(found.assessments["china-2019"].calendars.consistent)
    assert f"{fitting} of them fit here" in told.cannot
    assert "China 2019" in told.how


def test_ordinary_posts_have_clocks_too(world):
    """Of 2,000 ordinary posts 900 at 02:00 and 1,100 at 15:00 in UTC: best on 6 clocks and more."""
    held = chinese(world, uniform=at(office=900, night=1_100))
    answer = consistent(held, View((CHINA,)))
    shares = dict(zip(OFFSETS.tolist(), answer.beside[CHINA], strict=True))
    # 8 hours ahead of UTC it is 10:00 and 23:00; 4 hours behind 22:00 and 11:00.
    assert (shares[16], shares[-8]) == (pytest.approx(0.45), pytest.approx(0.55))
    assert shares[-13] == pytest.approx(0.275), "half of an hour lies before 09:00"
    assert any(
        line.startswith("Ordinary posts in Chinese: best UTC-06:00 (**55.0%**)")
        for line in PANEL.cells(answer)[0].details
    )
    lines = [t for t in PANEL.draw(answer, Look())["data"] if t.get("mode") == "lines"]
    assert [len(t["y"]) for t in lines] == [len(OFFSETS)] * 2
    assert "Thin line above: ordinary posts in Chinese." in PANEL.unit(answer)
    assert consistent(held, View((CHINA,), baseline="even")).beside == {}
