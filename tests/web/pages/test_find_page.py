"""The page that finds a hashtag: complete without scripts, its numbers those of the question."""

import re

import pytest

from dashboard.link.parse import MOST_SIGNS
from dashboard.link.view import View, parse_query
from dashboard.panels.find.measure import find
from tests.site_reader import Reader

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def page(client, query: str) -> Reader:
    answer = client.get(f"/find{query}")
    assert answer.status_code == 200
    read = Reader(answer.text)
    assert read.faults == [] and read.open == []
    return read


def cells(html: str) -> list[list[str]]:
    """Return the texts of the table's rows, without the tick and the bars."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in body.split("<tr>")[1:]]
    return [[re.sub("<.*?>", "", cell) for cell in row[1:6]] for row in rows]


def test_every_operation_that_used_it_has_a_row_with_its_numbers(client):
    """China: 150 uses in counts by others. Thailand: 2 of 25 posts by 10 accounts, in March."""
    html = client.get("/find?q=%23HongKong").text
    assert cells(html) == [
        ["China, disclosed September 2019", "150", "not known", "214.29", "not known"],
        ["Thailand, disclosed October 2020", "2", "10", "8.00", "Mar 2020"],
    ]
    read = page(client, "?q=%23HongKong")
    assert read.text("h2").startswith("#HongKong was used by 2 of 4 operations")
    assert "Not known for 3 operations" in read.text("summary")
    assert read.text("title").startswith("#HongKong: who used it")


def test_months_and_bars(client):
    """Thailand: 4 uses in February, 2 in March, on one scale with Russia's 3 of October 2014."""
    html = client.get("/find?q=news.example").text
    assert [row[4] for row in cells(html)] == [
        "not known",
        "Feb 2020 to Mar 2020, most in Feb 2020 (4)",
        "Oct 2014",
    ]
    bars = re.findall(r'<rect x="(\d+)" y="[\d.]+" width="2" height="([\d.]+)"', html)
    assert bars == [("192", "24.0"), ("195", "12.0"), ("0", "18.0")], "64 months lie between"


def test_ticks_lead_to_the_comparison_at_who_used_it(client, world):
    read = page(client, "?q=hongkong")
    ticks = [a for a in read.named("input") if a.get("type") == "checkbox"]
    assert [(a["name"], a["value"]) for a in ticks] == [
        ("ops", "china-2019-09"),
        ("ops", "thailand-2020-10"),
    ]
    hidden = {a["name"]: a["value"] for a in read.named("input") if a.get("type") == "hidden"}
    assert hidden == {"tag": "hongkong"}
    sent = client.get("/compare-chosen?tag=hongkong&ops=china-2019-09&ops=thailand-2020-10")
    address = "/?v=2&ops=china-2019-09~thailand-2020-10&tag=hongkong#find"
    assert (sent.status_code, sent.headers["Location"]) == (303, address)
    assert address in read.links, "also the link to the most used"
    view, notes = parse_query(address.partition("#")[0][1:], world.words)
    assert notes == [] and view.tag == "hongkong"
    none = client.get("/compare-chosen?tag=%23hong")
    assert none.headers["Location"] == "/find?q=%23hong"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "For example: #maga, bbc.co.uk"),
        ("?q=", "For example"),
        ("?q=%23", "For example"),
        ("?q=hongkng", "No operation used #hongkng"),
        ("?q=hongkng", "Nearest: #hongkong."),
        ("?q=no.example", "No operation used no.example"),
        ("?q=" + "x" * (MOST_SIGNS + 1), f"too long: a hashtag or domain has at most {MOST_SIGNS}"),
        ("?q=" + "x" * 2900, "too long"),
        ("?q=" + "%E9%A6%99" * 81, "too long"),
        ("?q=hongkng", "fewer than 10 accounts"),
    ],
)
def test_where_there_is_nothing_to_show_a_sentence_says_why(client, query, sentence):
    read = page(client, query)
    assert sentence in read.text("main")
    assert read.named("table") == []


def test_english_words_show_hashtags_of_the_theme(client):
    read = page(client, "?q=kong")
    assert "Hashtags with this meaning, by theme" in read.text("main")
    assert "/find?q=%23hongkong" in read.links
    assert "Hong Kong · 152 uses by 2 operations" in read.text("li")


def test_what_is_answered_is_not_offered_again(client):
    assert "Hashtags with this meaning" not in page(client, "?q=hong+kong").text("main")


@pytest.mark.parametrize("typed", [EVIL, "<b>qatar</b>", "https://x.example/\"'><script>"])
def test_what_is_typed_and_what_was_used_is_text(client, typed):
    answer = client.get("/find", query_string={"q": typed})
    read = Reader(answer.text)
    assert read.faults == [] and read.open == []
    assert read.named("img") == [] and len(read.named("b")) <= 1
    assert all(a["src"].startswith("/assets/") for a in read.named("script"))
    heard = client.get("/find/suggestions", query_string={"q": typed})
    assert heard.mimetype == "application/json"


def test_odd_bytes_are_an_answer(client):
    for query in ("?q=%00%ff%ed%a0%80", "?q=a&q=b", "?&=&", "?q=%E2%80%AEabc", "?data=%ff&q=a"):
        assert client.get(f"/find{query}").status_code in (200, 404), query
        assert client.get(f"/find/suggestions{query}").status_code == 200, query


def test_suggestions_are_short_and_kept(client):
    answer = client.get("/find/suggestions?q=%23hong")
    assert answer.get_json() == [["#hongkong", "Hong Kong · 152 uses by 2 operations"]]
    assert answer.headers["Cache-Control"] == "max-age=600"
    assert client.get("/find/suggestions").get_json() == []
    assert client.get("/find/suggestions?q=" + "x" * 200).get_json() == []


def test_a_data_version_that_is_not_kept_is_not_found(client):
    assert client.get("/find?q=hongkong&data=abcdefabcdef").status_code == 404
    assert client.get("/find/suggestions?q=hongkong&data=abcdefabcdef").get_json() == []


def test_numbers_of_the_page_are_those_of_the_question(client, world):
    for item in ("hongkong", "news.example", "court", "news", "t.co"):
        usages = find(world, View(operations=(), tag=item)).usages
        rows = cells(client.get("/find", query_string={"q": item}).text)
        assert [row[1] for row in rows] == [f"{usage.uses:,}" for usage in usages.values()]
