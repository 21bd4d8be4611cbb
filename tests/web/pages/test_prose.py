"""Templates: what is put in stays text, and frames are sent without the indents of their source."""

from dataclasses import replace

from dashboard.link.view import View
from dashboard.look.ui import node
from dashboard.web.pages import compare
from dashboard.web.pages.document import Page, document
from dashboard.web.pages.prose import prose

HOSTILE = "\"><script>alert('x')</script>&"


def test_what_is_put_into_a_page_is_text():
    page = Page(HOSTILE, HOSTILE, [node("P", HOSTILE)], scripts=(HOSTILE,))
    told = document(page, simulated=False, data=HOSTILE, notices=[node("P", HOSTILE)])
    assert "<script>" not in told
    assert told.count("&lt;script&gt;") == 5 + 5 + 3  # page, links above and below


def test_what_is_put_into_the_comparison_is_text(world):
    comparison = replace(world.catalogue.comparisons[0], name=HOSTILE, sentence=HOSTILE)
    catalogue = replace(world.catalogue, comparisons=(comparison,))
    told = compare.frame(replace(world, catalogue=catalogue, version=HOSTILE), View())
    assert (
        "<script>" not in told and told.count("&lt;script&gt;") == 6
    )  # the ready list stands twice


def test_frames_have_no_line_ends(world):
    assert "\n" not in compare.frame(world, View())
    assert "\n" not in document(Page("a", "b", []), simulated=False).strip().partition("\n")[2]


def test_a_text_of_two_lines_keeps_its_words_apart():
    told = document(Page("a", "b", []), simulated=False)
    assert "it is not all of what a state did" in told and "About, corrections and privacy" in told


def test_nodes_in_lists_are_written(world):
    made = prose("days", **dict.fromkeys(("title", "sentence", "words", "mark"), ""), lying=_Lying,
        deep=0, box="", days=[node("G", [node("Text", "x")])], count=str, circles=[])  # fmt: skip
    assert "<g><text>x</text></g>" in made


class _Lying:
    name, length = "wide-days", 10

    @staticmethod
    def point(along: float, away: float, deep: float) -> tuple[float, float]:
        return along, away
