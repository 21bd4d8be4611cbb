"""What they talked about: a click on a theme, the order of themes, and a hashtag to look for."""

from playwright.sync_api import expect

from tests.browser.visit import Visit

OPS = "russia-2018-10~thailand-2020-10"


def show_themes(visit: Visit) -> None:
    """Bring the themes into sight; charts above, which may change their height, are drawn."""
    visit.go(f"?v=2&ops={OPS}")
    visit.page.locator("#themes").scroll_into_view_if_needed()
    visit.drawn("themes")
    visit.leave_out_the_rest()


def click_theme(visit: Visit, name: str) -> None:
    """Click in the row of a theme, beside its bar, in the first column."""
    page = visit.page
    visit.drawn("themes", above=False)
    label = page.locator("#themes-figure .yaxislayer-above text", has_text=name).first
    # From under the column heads.
    label.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().y + window.scrollY - 500)")
    row, plot = label.bounding_box(), page.locator("#themes-figure .nsewdrag").first.bounding_box()
    assert row is not None and plot is not None
    x, y = plot["x"] + plot["width"] / 2, row["y"] + row["height"] / 2
    page.mouse.move(x - 20, y)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def test_a_click_on_a_theme_chooses_it_and_a_second_takes_it_away(visit: Visit) -> None:
    page = visit.page
    show_themes(visit)
    with visit.costs(1, steps=1):
        click_theme(visit, "News hashtags")
        visit.at(f"?v=2&ops={OPS}&theme=local-news-personas")
        visit.shows("theme=local-news-personas")
    expect(page.locator("#themes-figure .yaxislayer-above").first).to_contain_text(
        "✓ News hashtags"
    )
    with visit.costs(1, steps=1):
        click_theme(visit, "US party")
        visit.at(f"?v=2&ops={OPS}&theme=local-news-personas~us-partisan")
    with visit.costs(1, steps=1):
        click_theme(visit, "News hashtags")
        visit.at(f"?v=2&ops={OPS}&theme=us-partisan")
    with visit.costs(1, steps=1):
        click_theme(visit, "US party")
        visit.at(f"?v=2&ops={OPS}")
    page.go_back()
    visit.at(f"?v=2&ops={OPS}&theme=us-partisan")
    visit.shows("theme=us-partisan")


def test_a_click_on_what_is_no_theme_changes_nothing(visit: Visit) -> None:
    show_themes(visit)
    with visit.costs(0):
        click_theme(visit, "Any theme")
        click_theme(visit, "Language not")


def test_the_order_of_themes_is_in_the_link(visit: Visit) -> None:
    visit.go(f"?v=2&ops={OPS}")
    with visit.costs(1, steps=1):
        visit.field("sort").get_by_text("Difference", exact=True).click()
        visit.at(f"?v=2&ops={OPS}&sort=difference")
    expect(visit.how("themes")).to_contain_text("Sorted by the largest difference")


def test_a_hashtag_is_looked_for_on_enter(visit: Visit) -> None:
    page = visit.page
    visit.go(f"?v=2&ops={OPS}&panels=find")
    expect(visit.sentence("find")).to_contain_text("Type a hashtag or a domain")
    expect(page.locator("#find-table")).to_be_hidden()
    with visit.costs(1, steps=1):
        visit.field("tag").fill("#MAGA")
        visit.field("tag").press("Enter")
        visit.at(f"?v=2&ops={OPS}&tag=maga&panels=find")
    expect(visit.sentence("find")).to_contain_text("#MAGA")
    expect(visit.cells("find").first).to_contain_text("277 accounts")
    expect(page.locator("#find-table")).to_contain_text("Aug 2017")
    expect(page.locator("#find-table")).to_be_visible()
    page.go_back()
    expect(visit.field("tag")).to_have_value("")
    page.go_forward()
    expect(visit.field("tag")).to_have_value("maga")


def test_right_to_left_hashtags_leave_their_numbers_where_they_are(visit: Visit) -> None:
    """Iran's counts have Arabic hashtags: each number stands right of its hashtag."""
    page = visit.page
    visit.go("?v=2&ops=iran-2018-10~thailand-2020-10&panels=distinctive")
    rows = page.locator("#distinctive-cells .tags li", has=page.locator("bdi", has_text="السعودية"))
    expect(rows.first).to_be_visible()
    tag, uses = (
        rows.first.locator("bdi").bounding_box(),
        rows.first.locator("span").first.bounding_box(),
    )
    assert tag is not None and uses is not None
    assert uses["x"] >= tag["x"] + tag["width"] - 1
    assert page.locator("#distinctive-cells bdi[lang=th]").count() > 3
