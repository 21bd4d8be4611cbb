"""What is chosen from lists: by mouse in few clicks, by keyboard, and with the reason why not."""

import re

from playwright.sync_api import expect

from tests.browser.visit import THAI, Visit


def test_the_picker_is_a_combobox_that_finds_other_names(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("operations")
    picker = page.get_by_role("combobox", name="Operations, up to six")
    expect(picker).to_be_focused()
    expect(picker).to_have_attribute("aria-expanded", "true")
    chosen = visit.option("Thailand, disclosed October 2020")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(chosen).to_contain_text("hours")
    listed = page.get_by_role("listbox")
    expect(listed).to_have_attribute("aria-multiselectable", "true")
    expect(picker).to_have_attribute("aria-controls", str(listed.get_attribute("id")))
    picker.fill("IRA")
    expect(page.get_by_role("option", name=re.compile("^(Russia|Iran)")).first).to_have_text(
        re.compile("Russia")
    )
    picker.fill("peace data")
    picker.press("ArrowDown")
    active = page.locator(f"[id='{picker.get_attribute('aria-activedescendant')}']")
    expect(active).to_contain_text("Russia, disclosed October 2020")
    with visit.costs(1, steps=1):
        picker.press("Enter")
        visit.at(f"?v=2&ops={THAI}~russia-2020-10")
    picker.press("Escape")
    expect(picker).to_have_attribute("aria-expanded", "false")


def test_the_last_operation_has_to_stay_and_the_page_says_so(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("operations")
    with visit.costs(1):
        visit.pills().get_by_role("button", include_hidden=True).click()
    refused = visit.page.get_by_text("One operation has to stay.")
    expect(refused).to_be_visible()
    expect(visit.pills()).to_have_count(1)
    visit.scale("Count")
    expect(refused).to_be_hidden()


def test_before_and_since_take_three_clicks_and_say_the_reason(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size({"width": 1440, "height": 900})
    visit.go(f"?v=2&ops={THAI}")
    with visit.costs(1, steps=1):
        visit.unfold("filters")
        visit.field("months").click()
        group = page.get_by_role("group", name=re.compile("most posts of Thailand Oct 2020"))
        group.get_by_role("option", name=re.compile("^Since")).click()
        visit.at(f"?v=2&ops={THAI}&period=2020-02..end")
    expect(visit.field("months")).to_have_value("Since Feb 2020")
    expect(visit.field("start")).to_have_value("Feb 2020")
    expect(visit.field("end")).to_have_value("Last post")


def test_months_and_days_are_chosen_by_keyboard(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("filters")

    def typed(field: str, text: str, part: str) -> None:
        with visit.costs(1, steps=1):
            visit.field(field).fill(text)
            visit.field(field).press("ArrowDown")
            visit.field(field).press("Enter")
            visit.at(f"?v=2&ops={THAI}{part}")

    typed("start", "feb 2020", "&period=2020-02..end")
    typed("end", "2020-03", "&period=2020-02..2020-03")
    typed("end", "5 mar", "&period=2020-02..2020-03-05")
    typed("months", "all", "")


def test_the_ends_of_a_period_stay_in_order_and_a_month_offers_its_days(visit: Visit) -> None:
    visit.go(f"?v=2&ops={THAI}&period=2020-02..2020-03-05")
    visit.unfold("filters")

    def offered(field: str) -> list[str]:
        visit.field(field).click()
        entries = visit.page.get_by_role("option").filter(visible=True)
        expect(entries.first).to_have_text(re.compile("First post|Last post"))
        texts = [text.removeprefix("✓") for text in entries.all_text_contents()]
        visit.page.keyboard.press("Escape")
        return texts

    none, *starts = offered("start")
    assert none == "First post"
    assert starts[:30] == ["Feb 2020", *(f"{day} Feb 2020" for day in range(1, 30))]
    assert starts[-2:] == ["Jan 2020", "Mar 2020"], "none after the end, none twice"
    none, *ends = offered("end")
    assert none == "Last post"
    assert ends[:32] == ["Mar 2020", *(f"{day} Mar 2020" for day in range(1, 32))]
    months = ("Feb", "Apr", "May", "Jun", "Jul")
    assert ends[32:] == [f"{month} 2020" for month in months], "from the begin to the last post"


def test_what_is_typed_after_a_click_replaces_what_a_field_says(visit: Visit) -> None:
    """It was added to it, and for "Operator's own clocktokyo" nothing was found."""
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("filters")
    visit.field("clock").click()
    visit.page.keyboard.type("tokyo")
    expect(visit.field("clock")).to_have_value("tokyo")
    visit.option("Tokyo (UTC+9)").click()
    visit.at(f"?v=2&ops={THAI}&clock=Asia/Tokyo")


def test_few_clocks_are_offered_and_the_rest_are_found(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.unfold("filters")
    visit.field("clock").click()
    entries = page.get_by_role("option").filter(visible=True)
    mine = "St Johns (UTC-3:30, UTC-2:30 in summer)"  # see conftest.opening
    for name in ("Operator's own clock", "UTC", "Bangkok (UTC+7)", mine):
        expect(visit.option(name)).to_be_visible()
    expect(visit.option(mine)).to_contain_text("your clock")
    assert entries.count() <= 10
    visit.field("clock").fill("calcutta")
    visit.option("Kolkata (UTC+5:30)").click()
    visit.at(f"?v=2&ops={THAI}&clock=Asia/Kolkata")
    visit.go(f"?v=2&ops={THAI}&clock=Etc/GMT%2B8&audience=Asia/Saigon")
    expect(visit.field("clock")).to_have_value("Etc/GMT+8 (UTC-8)")
    expect(visit.field("audience")).to_have_value("Saigon (UTC+7)")


def test_what_gives_nothing_is_greyed_with_the_reason(visit: Visit) -> None:
    page = visit.page
    visit.go("?v=2&ops=turkey-2020-06")
    visit.unfold("filters")
    visit.field("kinds").click()
    reply = visit.option("Replies")
    expect(reply).to_have_attribute("data-combobox-disabled", "true")
    expect(reply).to_have_attribute("aria-disabled", "true")
    expect(reply).to_contain_text("not known")
    with visit.costs(0):
        reply.click(force=True)
        page.keyboard.press("Escape")
