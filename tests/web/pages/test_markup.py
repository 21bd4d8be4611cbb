"""Nodes become HTML that holds what they say and nothing that they could smuggle in."""

import json
import re

import pytest

from dashboard.look import ui
from dashboard.look.ui import node
from dashboard.web.pages.markup import html_text, is_safe

HOSTILE = """</p><script>alert('1')</script>"&\x00\x08é中"""


def test_texts_and_numbers_and_lists():
    told = node("P", ["a ", node("B", 1), None, [" c", 2.5]], className="x")
    assert html_text(told) == '<p class="x">a <b>1</b> c2.5</p>'


def test_text_is_escaped_everywhere():
    told = html_text(node("P", HOSTILE, title=HOSTILE, **ui.aria(label=HOSTILE)))
    assert told.count("<") == 2
    assert "&lt;script&gt;" in told
    assert '"&amp;é中"' not in told  # a quote ends no attribute
    assert told.count('"') == 4 + 1  # two attributes, and the one in the text
    assert not re.search("[\x00-\x08]", told)


def test_attributes_have_their_html_names():
    told = node("Label", "a", htmlFor="b", tabIndex="0", **{"data-key": 5, "aria-sort": "none"})
    assert html_text(told) == '<label for="b" tabindex="0" data-key="5" aria-sort="none">a</label>'


def test_true_is_a_name_and_false_and_none_are_nothing():
    told = node("Input", type="checkbox", checked=True, disabled=False, value=None)
    assert html_text(told) == '<input type="checkbox" checked>'


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        *((a, True) for a in ("https://a.b/c?d", "http://a.b", "/a", "?a=b", "#a", "/a?b#c")),
        *((a, False) for a in ("javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x")),
        *((a, False) for a in ("//evil.example", "/\\evil.example", "https:///x", "", "x.html")),
        *((a, False) for a in ("http://[x", " javascript:x", "\x01javascript:x")),
    ],
)
def test_only_links_to_the_web_and_this_site_keep_their_address(address, safe):
    assert is_safe(address) is safe
    assert ("href=" in html_text(node("A", "a", href=address))) is safe


@pytest.mark.parametrize(
    "wrong",
    [
        node("Iframe", "a"),
        node("Style", "a"),
        node("P", "a", onclick="x"),
        node("P", "a", srcdoc="x"),
        node("P", "a", **{"data-a b": "x"}),
        node("P", "a", style={"background": "url(//x)"}),
        node("P", "a", style={"background": "red;color:red"}),
        node("P", "a", style={"position": "fixed"}),
        node("Script", "alert(1)"),
        node("Script", "alert(1)", type="text/javascript"),
        node("P", object()),
    ],
)
def test_what_pages_do_not_use_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"\."):
        html_text(wrong)


def test_styles_are_spelled_as_css():
    told = node("Div", None, style={"--columns": 3, "borderLeftColor": "#12436D"})
    assert html_text(told) == '<div style="--columns:3;border-left-color:#12436D"></div>'


def test_data_in_a_script_can_be_read_back_and_cannot_end_it():
    data = {"a": "</script><!--<script>&\u2028"}
    told = html_text(node("Script", json.dumps(data, ensure_ascii=False), type="application/json"))
    inside = told.removeprefix('<script type="application/json">').removesuffix("</script>")
    assert "<" not in inside and "&" not in inside
    assert json.loads(inside) == data


def test_a_script_is_loaded_from_this_site():
    told = html_text(node("Script", src="/assets/site.js", defer=True))
    assert told == '<script src="/assets/site.js" defer></script>'
    assert "src" not in html_text(node("Script", src="//evil.example/x.js"))
