"""What the page says: numbers with what they rest on, the same in text, table and download."""

import csv
import io
import re
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.browser.visit import THAI, Visit

PANELS = ("size", "rhythm", "themes")
COLUMNS = (
    ("Announced", "accounts_announced"),
    ("Published", "accounts_published"),
    ("Active", "accounts_active"),
    ("Posts published", "posts_announced"),
    ("Posts held", "posts"),
)
DEFAULT = "?v=2"
JUNE = (
    "?v=2&panels=facts~size~rhythm~themes~languages&ops=china-2020-06~russia-2020-06~turkey-2020-06"
)


def table_of(page: Page, panel: str) -> list[dict[str, str]]:
    """Open and close "Table" of a panel; return its rows by the names in its head."""
    section = page.locator(f"#{panel}")
    expect(section).not_to_have_class(re.compile("late"))
    fold = section.get_by_text("Table", exact=True)
    fold.click()
    # A table that was open before may still be of the view before.
    shown = str(section.get_attribute("data-view"))
    expect(section.locator("details.as-table")).to_have_attribute("data-view", shown)
    table = page.locator(f"#{panel}-table table")
    expect(table.locator("td").first).to_be_visible()
    rows = table.evaluate("e => [...e.rows].map(row => [...row.cells].map(c => c.innerText))")
    fold.click()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def download_of(page: Page, panel: str, name: str) -> list[dict[str, str]]:
    """Follow a panel's own CSV link and return its rows."""
    link = page.locator(f"#{panel}-links a", has_text=f"{name}.csv")  # folded
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_default_page_says_what_was_published(visit: Visit) -> None:
    visit.go(DEFAULT)
    rhythm = visit.sentence("rhythm")
    for told in ("6 of 10", "3 of 10", "7 of 10", "ordinary posts", "No working day"):
        expect(rhythm).to_contain_text(told)
    expect(visit.sentence("size")).to_contain_text("200,000")
    expect(visit.cells("size").nth(0)).to_contain_text("5,241 accounts, 4 more than announced")
    expect(visit.cells("size").nth(2)).to_contain_text("926")
    expect(visit.cells("size").nth(2)).to_contain_text("21,385")
    expect(visit.cells("rhythm").nth(1)).to_contain_text("30.8%")
    expect(visit.how("rhythm")).to_contain_text("Europe/Moscow")
    expect(visit.how("rhythm")).to_contain_text("71.4%")
    expect(visit.how("rhythm")).to_contain_text("74.3%")
    assert visit.sentence("rhythm").locator("b").first.inner_text() == "6 of 10"


def test_every_table_holds_the_numbers_of_its_download(visit: Visit) -> None:
    page = visit.page
    visit.go(DEFAULT)
    sizes_agree(table_of(page, "size"), download_of(page, "size", "size"))
    hours = [number(row[f"{hour:02d}"]) for row in table_of(page, "rhythm") for hour in range(24)]
    rows = download_of(page, "rhythm", "rhythm")
    assert len(rows) == 3 * 168
    assert hours == [int(row["posts"]) for row in rows]
    assert {row["clock"] for row in rows} == {"Asia/Shanghai", "Europe/Moscow", "Asia/Bangkok"}
    uses = sorted(number(row["Uses"]) for row in table_of(page, "themes"))
    rows = download_of(page, "themes", "themes")
    assert uses == sorted(int(row["uses"]) for row in rows if row["uses"] not in ("", "0"))
    assert {row["unit"] for row in rows} == {"posts", "hashtag_uses"}


def sizes_agree(table: list[dict[str, str]], rows: list[dict[str, str]]) -> None:
    """Compare the two operations that are one release each; the table is in the page's order."""
    told = {row["release"]: row for row in rows}
    for shown, release in zip(table[1:], ("russia-2018-10", "thailand-2020-10"), strict=True):
        for label, column in COLUMNS:
            assert number(shown[label]) == int(told[release][column]), (release, label)
    assert [table[2][label] for label, _ in COLUMNS[:3]] == ["926", "926", "455"]


def test_a_source_that_is_a_citation_in_words_is_numbered_too(visit: Visit) -> None:
    """Its number was hidden, so that the posts of the GRU's release seemed to have no source."""
    visit.go("?v=2&ops=russia-2021-02-gru&panels=facts")
    visit.settled()
    number = visit.cells("facts").locator("dd span.source")
    expect(number).to_be_visible()
    expect(visit.cells("facts").locator("dl")).to_contain_text(f"{number.inner_text()} File audit")


def test_facts_only_operations_show_designed_panels_and_no_empty_chart(visit: Visit) -> None:
    page = visit.page
    visit.go(JUNE)
    expect(visit.cells("facts")).to_have_count(3)
    for cell in visit.cells("facts").all():  # each fact with its source
        expect(cell.locator("a.source").first).to_have_attribute("href", re.compile("^https"))
    for panel in ("rhythm", "languages"):
        expect(page.locator(f"#{panel}")).to_be_hidden()
    foot = page.locator("#not-known")
    expect(foot).to_contain_text("Not known for these three")
    foot.get_by_text("Load the files").click()
    expect(foot.locator("code")).to_have_count(1)
    assert page.get_by_text("takedowns ingest").count() == 1
    expect(visit.sentence("themes")).to_contain_text("Hong Kong protests")
    expect(visit.sentence("size")).to_contain_text("23,750")
    expect(visit.sentence("size")).to_contain_text("150,000")
    expect(page.locator("#size-figure .main-svg").first).to_be_visible()


def uncovered(page: Page, place: Locator) -> bool:
    """Return whether a click in the middle of a place reaches it, so that nothing lies over it."""
    place.scroll_into_view_if_needed()
    return bool(
        place.evaluate(
            "e => { const b = e.getBoundingClientRect(); const at = document.elementFromPoint("
            "b.x + b.width / 2, b.y + b.height / 2); return e.contains(at); }"
        )
    )


def test_a_filter_that_data_cannot_answer_gives_no_number(visit: Visit) -> None:
    page = visit.page
    visit.go(f"{DEFAULT}&kind=reply")
    for panel in ("rhythm", "themes"):
        expect(visit.cells(panel).first).to_have_class(re.compile("missing"))
        expect(visit.sentence(panel)).to_contain_text(re.compile("[Nn]ot known for China 2019"))
    expect(visit.sentence("rhythm")).not_to_contain_text("Chinese-language")
    expect(visit.sentence("rhythm")).not_to_contain_text("28.1% of its posts")
    expect(visit.sentence("rhythm")).to_contain_text("Thailand")
    china, _, thailand = table_of(page, "size")
    assert "not known" in china.values()
    assert "37,911" not in china.values()
    assert "21,385" not in (v for k, v in thailand.items() if k != "Posts published")
    rows = {row["operation"]: row for row in download_of(page, "rhythm", "rhythm")}
    assert rows.get("china-2019", {"posts": ""})["posts"] == ""
    assert rows["thailand-2020-10"]["posts"] != ""


def test_a_chart_is_named_by_its_sentence_and_a_panel_by_its_question(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={THAI}")
    visit.settled()
    for panel in PANELS:
        chart = page.locator(f"#{panel}-chart")
        expect(chart).to_have_accessible_name(visit.sentence(panel).inner_text())
        expect(chart).to_have_role("img")
        section = page.locator(f"#{panel}")
        expect(section).to_have_accessible_name(section.get_by_role("heading").first.inner_text())
        expect(visit.how(panel)).not_to_be_empty()


def test_headings_begin_at_one_and_skip_no_level(visit: Visit) -> None:
    visit.go(DEFAULT)
    visit.settled()
    told = visit.page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map(e => e.tagName)"
    )
    levels = [int(name[1]) for name in told]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_keyboard_reaches_the_comparison_first_then_everything_in_order(page: Page) -> None:
    visit = Visit(page)
    visit.open(f"/?v=2&ops={THAI}")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the comparison")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert visit.calls == 1
    visit.unfold("filters")
    page.locator("#copy-link").focus()
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(str(page.evaluate("document.activeElement.id")))
        if reached[-1] == "control-audience":
            break
    wanted = ["opens-operations", "opens-filters"]
    fields = ("languages", "themes", "kinds", "months", "start", "end", "clock", "audience")
    wanted += [f"control-{name}" for name in fields]
    assert [id for id in reached if id in wanted] == wanted
    page.locator("#copy-link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#copy-link")).to_have_text("Link copied")
