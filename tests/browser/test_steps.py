"""Each choice is a step: one call, one entry in the history, undone by Back."""

import re

from playwright.sync_api import expect

from tests.browser.visit import THAI, Held, Visit

OPERATOR = "Operator's own clock"
LISTS = (
    ("kinds", "Retweets", "kind=retweet"),
    ("languages", "Thai", "lang=th"),
    ("themes", "Taiwan", "theme=taiwan"),
    ("operations", "Iran, disclosed October 2018", f"ops={THAI}~iran-2018-10"),
)


def test_each_choice_is_one_call_and_one_step_and_back_undoes_it(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    with visit.costs(1, steps=1):
        visit.choose("clock", "UTC")
        visit.at(f"?v=2&ops={THAI}&clock=utc")
    with visit.costs(1, steps=1):
        visit.scale("Count")
        visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    expect(visit.how("rhythm")).to_contain_text("Clock: UTC")
    with visit.costs(1):
        page.go_back()
        visit.shows("clock=utc", "scale=share")
        visit.chosen("UTC", "share")
    with visit.costs(1):
        page.go_back()
        visit.shows("clock=operator")
        visit.chosen(OPERATOR, "share")
        expect(visit.how("rhythm")).to_contain_text("Asia/Bangkok")
    with visit.costs(1):
        page.go_forward()
        visit.shows("clock=utc")
        visit.chosen("UTC", "share")
    before = visit.sentences()
    page.reload()
    visit.shows("clock=utc")
    visit.at(f"?v=2&ops={THAI}&clock=utc")
    visit.chosen("UTC", "share")
    assert visit.sentences() == before
    page.go_back()
    visit.shows("clock=operator")


def test_every_list_can_be_chosen_from(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    for control, option, part in LISTS:
        with visit.costs(1, steps=1):
            visit.choose(control, option)
            visit.shows(part)
            expect(visit.page).to_have_url(re.compile(re.escape(part)))


def test_a_panel_says_the_view_when_it_is_opened_and_is_not_drawn_before(visit: Visit) -> None:
    page = visit.page
    button, languages = page.locator("#opens-filters"), visit.pills("languages")
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("filters")
    expect(languages).to_have_count(0)
    button.click()
    button.blur()
    visit.go(f"?v=2&ops={THAI}&lang=th&clock=utc")
    assert languages.count() == 0
    with visit.costs(0):
        button.focus()
        expect(languages).to_have_text(["Thai"])
        button.press("Enter")
        visit.chosen("UTC", "share")
    with visit.costs(1, steps=1):
        page.get_by_role("link", name="Take away: Thai").click()
        expect(languages).to_have_count(0)


def test_a_period_is_typed_and_cleared(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("filters")
    for typed, part in (("2020-02", "&period=2020-02..end"), ("first post", "")):
        with visit.costs(1, steps=1):
            visit.field("start").fill(typed)
            visit.field("start").press("ArrowDown")
            visit.field("start").press("Enter")
            visit.at(f"?v=2&ops={THAI}{part}")


def test_back_and_forward_pressed_fast_end_where_the_address_says(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    visit.choose("clock", "UTC")
    visit.at(f"?v=2&ops={THAI}&clock=utc")
    visit.scale("Count")
    visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    for step in (-1, 1, -1, -1):
        visit.page.evaluate("step => history.go(step)", step)
    visit.at(f"?v=2&ops={THAI}")
    visit.shows("clock=operator", "scale=share")
    visit.chosen(OPERATOR, "share")
    visit.quiet()
    visit.at(f"?v=2&ops={THAI}")
    visit.shows("clock=operator", "scale=share")


def test_steps_that_change_no_view_ring_nothing(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    with visit.costs(0, steps=1):
        page.evaluate("history.pushState(null, '', '?v=2&ops=iran')")
        page.go_back()
    visit.at(f"?v=2&ops={THAI}")
    visit.shows(f"ops={THAI}")
    with visit.costs(0):
        page.evaluate("location.hash = 'themes'")
    with visit.costs(0):
        page.go_back()
    visit.scale("Count")
    visit.at(f"?v=2&ops={THAI}&scale=count")


def test_quick_choices_end_with_address_controls_and_figures_agreeing(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    visit.choose("clock", "UTC")
    for name in ("Count", "Share", "Count"):
        visit.scale(name)
    visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    visit.shows("clock=utc", "scale=count")
    visit.chosen("UTC", "count")
    visit.quiet()
    visit.at(f"?v=2&ops={THAI}&clock=utc&scale=count")
    expect(visit.how("rhythm")).to_contain_text("Clock: UTC")
    expect(visit.how("rhythm")).not_to_contain_text("Share of")


def test_a_choice_that_back_overtakes_is_lost_and_nothing_disagrees(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.choose("clock", "UTC")
    visit.at(f"?v=2&ops={THAI}&clock=utc")
    held = Held(page)
    visit.scale("Count")
    held.wait_for(1)
    page.evaluate("history.back()")
    held.wait_for(2)
    held.release()
    visit.at(f"?v=2&ops={THAI}")
    visit.shows("clock=operator", "scale=share")
    visit.chosen(OPERATOR, "share")
    visit.quiet()
    visit.at(f"?v=2&ops={THAI}")
    expect(visit.how("rhythm")).to_contain_text("Share of")


def test_the_last_operation_stays(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    before = visit.sentences()
    visit.unfold("operations")
    visit.pills().locator("button").click()
    visit.quiet()
    expect(visit.pills()).to_have_count(1)
    visit.at(f"?v=2&ops={THAI}")
    visit.shows(f"ops={THAI}")
    assert visit.sentences() == before
