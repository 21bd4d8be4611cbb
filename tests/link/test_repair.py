"""A link that mail and chat programs changed is read as it was meant, or is named."""

import random
import re
from urllib.parse import quote, quote_plus

import pytest

from dashboard.link.repair import cut_period
from dashboard.link.view import DEFAULT, View, parse_query
from tests.link.test_view import VERSION, WORDS, read, some_view

LINK = "?v=2&ops=china-2019@2019-06..2019-07~thailand-2020-10&clock=Europe/Moscow&lang=th&tag=สลิ่ม"
MEANT = View(
    ("china-2019@2019-06..2019-07", "thailand-2020-10"),
    "Europe/Moscow",
    languages=("th",),
    tag="สลิ่ม",
)
HOST = "https://org.example/"

CHANGES = {
    "as written": lambda link: link,
    "ampersands of HTML": lambda link: link.replace("&", "&amp;"),
    "twice": lambda link: link.replace("&", "&amp;amp;"),
    "by number": lambda link: link.replace("&", "&#38;"),
    "and escaped": lambda link: link.replace("&", "&amp%3B"),
    "in capitals": lambda link: link.replace("&", "&AMP;"),
    "ampersands escaped": lambda link: link.replace("&", "%26"),
    "escaped as a whole": lambda link: "?" + quote(link[1:], safe=""),
    "escaped twice": lambda link: "?" + quote(quote(link[1:], safe="=&"), safe="=&"),
    "escaped three times": lambda link: "?" + quote(quote(quote(link[1:], safe="=&")), safe="=&"),
    "broken into lines": lambda link: link.replace("~", "~\r\n ").replace("&cl", "&\r\ncl"),
    "and escaped lines": lambda link: link.replace("~", "~%0D%0A").replace("lang", "%0A%20lang"),
    "soft hyphens": lambda link: link.replace("2019-06", "2019\u200b-\u00ad06"),
    "quoted printable": lambda link: link.replace("=", "=3D").replace("&lang", "&la=\r\nng"),
    "in a sentence": lambda link: f"{link}.",
    "in brackets": lambda link: f"{link}).",
    "in quotes": lambda link: f"{link}'>,",
    "followed": lambda link: f"{link}&utm_source=x&s=20&t=aB3&mc_cid=1&igshid=2&twclid=3&ref=mail",
    "shortened": lambda link: f"{link}&amp=1",
    "with a question mark more": lambda link: link.replace("&lang", "?lang"),
    "wrapped": lambda link: "?url=" + quote(HOST + link, safe="") + "&data=05%7C02&reserved=0",
    "wrapped and followed": lambda link: "?q=" + quote_plus(f"{HOST}{link}&utm_x=1#rhythm"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_link_is_read_as_it_was_meant(change):
    assert read(change(LINK)) == (MEANT, [])


@pytest.mark.parametrize(("key", "link"), [("lang", LINK.partition("&tag")[0])])
def test_capitals_do_not_matter(key, link):
    meant = View(MEANT.operations, MEANT.clock, languages=("th",))
    assert read(link.upper()) == read(link.upper().replace("TH", "Th")) == (meant, [])


@pytest.mark.parametrize("count", [50, pytest.param(3_000, marks=pytest.mark.deep)])
def test_random_links_bear_every_change(count):
    chance = random.Random(20261130)
    for _ in range(count):
        view = some_view(chance)
        link = view.to_link(VERSION)
        for name, change in CHANGES.items():
            if "%" in link and view.tag.isascii() and "escaped" in name:
                continue  # a % and two digits of a tag could be its own
            assert read(change(link))[0] == view, name


def test_no_link_ends_in_a_sign_that_programs_cut():
    chance = random.Random(20201008)
    for _ in range(1_500):
        view = some_view(chance)
        for link in filter(None, (view.to_query(), view.to_link(VERSION))):
            assert re.search("[0-9A-Za-z=]$", link) and not re.search("[.,;:!?)~'\"*]&", link)
    opens = View(("china-2019@2019-08..",), period=read("?period=2019-02..")[0].period)
    assert opens.to_query() == "?v=2&ops=china-2019@2019-08..end&period=2019-02..end"


@pytest.mark.parametrize("end", ["period=2020-02", "period=2020-02.", "ops=iran@2020-02"])
def test_a_period_that_may_have_been_cut_is_named(end):
    month = end.rstrip(".")
    assert cut_period(f"?v=1&{end}") == "2020-02"
    assert read(f"?v=1&{end}") == (read(f"?v=1&{month}..2020-02")[0], [])
    assert cut_period(f"?v=2&{end}") == cut_period(f"?v=1&{end}&kind=all") == ""
    assert cut_period(f"?v=1&{month}..") == cut_period(f"?v=1&{month}...") == ""
    assert cut_period(f"?v=1&{month}..2020-02") == ""


@pytest.mark.parametrize("tail", ["", ".", ")", ")..", ".)..", ")...", "..", "..)", "...", '..".'])
def test_an_end_is_open_or_may_have_been_cut_and_never_both_or_neither(tail):
    link = f"?v=1&period=2020-02{tail}"
    is_open = read(link)[0] == read("?v=1&period=2020-02..")[0]
    assert is_open == tail.startswith("..") == (cut_period(link) == "")


def test_a_link_of_which_nothing_was_understood_draws_nothing():
    view, notes = read("?v=1&oqs=thailand-2020-10")
    assert view.operations == ()
    assert notes[-1].startswith("Nothing of this link was understood")
    assert read("?v=2") == read("?utm_source=mail&s=20") == (DEFAULT, [])
    assert read("?v=2&oqs=iran&clock=utc")[0] == View(clock="utc")


def test_of_a_misspelt_operation_the_nearest_is_named():
    assert read("?ops=thailnd-2020-10~iran") == (
        View(("iran",)),
        ["Left out ops=thailnd-2020-10: not known here; did you mean thailand-2020-10?"],
    )
    assert parse_query("?ops=zzz~iran", WORDS)[1] == ["Left out ops=zzz: not known here."]
