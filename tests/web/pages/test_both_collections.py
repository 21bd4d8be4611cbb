"""Both collections of an operation side by side: as the downloads of either have the numbers."""

from html import unescape
from math import log2, sqrt
from re import findall, sub

from dashboard.link.view import View
from dashboard.panels.languages.measure import languages
from dashboard.web.pages.both_collections import both_collections
from dashboard.web.pages.markup import html_text

RUSSIA = "russia-2018-10"


def rows_of(world, slug: str) -> list[list[str]]:
    (section,) = both_collections(world, world.catalogue.operations[slug])
    rows = findall("<tr>(.*?)</tr>", html_text(section))
    return [[unescape(sub("<.*?>", "", c)) for c in findall("<t[hd].*?</t[hd]>", r)] for r in rows]


def test_a_part_and_the_whole_of_russia(real):
    head, *body = rows_of(real, RUSSIA)
    assert head[1:] == [
        "Rows: Russia Oct 2018 (28.1% of its posts)",
        "Counts: Russia Oct 2018, Basel and Suiche, 2020",
        "Distance",
    ]
    what, part, whole, _ = body[0]
    assert what == "Languages"
    assert part.startswith("English 68.1%, Russian") and whole.startswith("Russian 55.3%, English")
    assert [row[0] for row in body] == ["Languages", "Months", "Hashtags"], "what both can answer"


def test_the_distance_is_that_of_the_downloads(real):
    """The Jensen-Shannon distance, as books write it, of the two tables of languages."""
    view = View(operations=(RUSSIA,))
    tables = [
        answer.frame.set_index("language")["posts"].astype(float)
        for answer in (languages(real.rows_first, view), languages(real, view))
    ]
    p, q = (table / table.sum() for table in tables)
    divergence = 0.0
    for code in {*p.index, *q.index}:
        a, b = float(p.get(code, 0)), float(q.get(code, 0))
        for share in filter(None, (a, b)):
            divergence += share * log2(2 * share / (a + b)) / 2
    assert rows_of(real, RUSSIA)[1][3] == f"{sqrt(divergence):.2f}"


def test_who_has_one_collection_has_no_such_table(real):
    for slug in ("thailand-2020-10", "china-2019", "iran"):
        assert both_collections(real, real.catalogue.operations[slug]) == []
