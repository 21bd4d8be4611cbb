"""The page of words, and the meanings that open beside a word: both without scripts."""

from collections import Counter

from dashboard.link.view import View
from dashboard.look.glossary import GLOSSARY
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.web.defined import defined
from dashboard.web.pages.markup import html_text
from dashboard.web.render import Answered, panel_how, panel_parts


def test_the_page_lists_every_word_at_an_address_of_its_own(client):
    answer = client.get("/glossary")
    assert answer.status_code == 200
    page = answer.text
    for term in GLOSSARY:
        assert page.count(f'id="{term.id}"') == 1
        assert f"<dt>{term.word.replace(chr(39), '&#39;')}</dt>" in page
        assert not term.method or f'href="/methods#{term.method}"' in page
    assert page.count("<script") == 1 and "theme.js" in page, "nothing but the choice of colours"


def test_every_page_leads_to_it(client):
    for path in ("/", "/about", "/operations/thailand-2020-10"):
        assert 'href="/glossary"' in client.get(path).text


def test_a_word_is_a_button_that_opens_its_meaning():
    html = html_text(defined("With coverage <b>", "themes-caption"))
    assert html.startswith(
        'With <button type="button" class="term" popovertarget="themes-caption-coverage">coverage'
        '</button><span id="themes-caption-coverage" popover="auto" class="meaning">'
    )
    assert '<a href="/glossary#coverage">Glossary</a></span> &lt;b&gt;' in html
    pinned = html_text(defined("coverage", "a", "0123456789ab"))
    assert '<a href="/glossary?data=0123456789ab#coverage">' in pinned


def test_what_opens_is_there_once(real):
    captions = [
        panel_parts(Answered.of(real, panel, View()), Look())["caption"] for panel in PANELS
    ]
    html = html_text(
        [captions, *(panel_how(Answered.of(real, panel, View()), Look()) for panel in PANELS)]
    )
    opened = Counter(part.split('"')[0] for part in html.split('popovertarget="')[1:])
    assert opened, "no word of the glossary is explained"
    for name, times in opened.items():
        assert (times, html.count(f'id="{name}"')) == (1, 1)
