"""What is not folded is said in plain words: sentences that a presenter can read out.

Method, uncertainty and basis stand one click deeper: under How we know, in the Table and on the
page of methods.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.link.view import View, parse_query
from dashboard.panels import PANELS
from dashboard.panels.panel import MOST_LINES, Panel, unmarked
from dashboard.snapshot.world import World
from tests.golden_links import counted, drawn, held_by, nothing, six, spelled, values_of
from tests.panels.test_panels import QUERIES

# Panels whose words are still to be made plain. It is emptied as they are.
TO_DO = ()

# What may not stand unfolded -> why.
NOT_PLAIN = {
    r"\([^)]*\d[^)]* to [^)]*\d[^)]*\)": "an interval in brackets",
    r"\beven\b": "says nothing to who does not know what is compared",
    r"\b(Jensen|Shannon|Dirichlet|jackknife|log-odds|Poisson)\b": "a name of a method",
    r"\b[np] [=<] ?\d": "a statistician's letter",
    r"\b95 ?%": "a level of confidence",
    r"\b(interval|p-value|z-score|percentile|distribution|denominator)s?\b": "statistics",
    r"(?i)\b(basis|rows|counts|facts): ": "what a number rests on is folded",
    r"\b(Source|data version)\b": "stands once, elsewhere",
}
MOST_IN_CAPTION, MOST_IN_SENTENCE = 15, 30  # words
MOST_IN_HEADLINE = {3: 55, 6: 90}  # words, by operations: less what is known in part or not at all
# Which operations are known in part or not at all: as long as their names are.
NAMED = re.compile(
    r"(\w+ known in part|Known in part|Not known for|Only a part|Only what others).*$"
)
QUOTED = re.compile("\u2068[^\u2069]*\u2069|“[^”]*”|#\\S+")  # texts of others


def views(world: World) -> list[View]:
    """Return one to seven operations, six with periods of their own, and filters at random."""
    held = held_by(world)
    chosen = [*counted(held), *six(held), *nothing(), *drawn(values_of(world, ()), held, 24)]
    queries = [*map(spelled, chosen), *(f"?ops={name}" for name in held)]
    return [parse_query(query, world.words)[0] for query in queries]


def unfolded(panel: Panel[Any], answer: Any) -> Iterator[str]:
    yield panel.say(answer)
    yield panel.caption(answer)
    for cell in panel.cells(answer):
        yield from cell.lines


def offences(text: str) -> Iterator[str]:
    """Yield why a text is not plain."""
    plain = QUOTED.sub("", unmarked(text))
    yield from (why for pattern, why in NOT_PLAIN.items() if re.search(pattern, plain))
    longest = max(
        re.split(r"[.;] ", NAMED.sub("", plain)), key=lambda sentence: len(sentence.split())
    )
    if len(longest.split()) > MOST_IN_SENTENCE:
        yield f"a sentence of more than {MOST_IN_SENTENCE} words"


def unplain(world: World, panel: Panel[Any], every: list[View]) -> dict[str, str]:
    """Return the texts of a panel that are not plain, each with why."""
    found = {}
    for view in every:
        answer = panel.measure(world, view)
        found |= {text: why for text in unfolded(panel, answer) for why in offences(text)}
        if len(panel.caption(answer).split()) > MOST_IN_CAPTION:
            found[panel.caption(answer)] = f"a caption of more than {MOST_IN_CAPTION} words"
        for cell in panel.cells(answer):
            if len(cell.lines) > MOST_LINES:
                found[" | ".join(cell.lines)] = f"more than {MOST_LINES} lines in a column"
    return found


DONE = [panel for panel in PANELS if panel.key not in TO_DO]


def test_who_is_still_to_do_is_a_panel():
    assert set(TO_DO) <= {panel.key for panel in PANELS}


@pytest.mark.parametrize("panel", DONE, ids=lambda panel: panel.key)
def test_what_is_not_folded_is_plain(real, panel):
    assert unplain(real, panel, views(real)) == {}


@pytest.mark.parametrize("panel", DONE, ids=lambda panel: panel.key)
def test_what_is_not_folded_is_plain_in_the_small_world(world, panel):
    every = [parse_query(query, world.words)[0] for query in QUERIES]
    assert unplain(world, panel, every) == {}


@pytest.mark.parametrize("panel", DONE, ids=lambda panel: panel.key)
def test_a_headline_is_short(real, panel):
    held = held_by(real)
    for count, most in MOST_IN_HEADLINE.items():
        for operations in ((), tuple(held[:count]), tuple(held[-count:])):
            view = View(operations) if operations else View()
            said = panel.say(panel.measure(real, view))
            assert len(NAMED.sub("", said).split()) <= most, said


@pytest.mark.parametrize(
    "text",
    [
        *(
            "**80.0%** (68.8% to 87.9%) of posts",
            "2 times as much as even posting",
            "n = 25 posts.",
        ),
        *("The Jensen-Shannon distance is 0.2", "95% of cases", "Its interval is wide."),
        *("Basis: counts", "counts: all 100 posts", "p < 0.05", " ".join(["word"] * 31)),
    ],
)
def test_what_is_not_plain_is_found(text):
    assert list(offences(text))


@pytest.mark.parametrize(
    "text",
    [
        "Thailand Oct 2020: **7 of 10** posts were retweets.",
        "Used most in events, in 6 of 10 posts.",
        "Posts of 9 Feb 2014 to 30 May 2018.",
        "The hashtag that most sets apart China 2019: #even, **32,258** uses.",
    ],
)
def test_plain_sentences_pass(text):
    assert not list(offences(text))


def test_the_intervals_and_further_measures_of_the_hours_are_folded(real):
    (rhythm,) = [panel for panel in PANELS if panel.key == "rhythm"]
    russia = " ".join(rhythm.cells(rhythm.measure(real, View()))[1].details)
    measures = (
        "Office hours (09–18 on working weekdays) **30.8%** (29.6% to 32.1%)",
        "By the calendar, without holidays and with make-up days: **29.7%**",
        "08–17, as newspapers count, **26.7%**",
        "Working day: not to be seen; an hour of it has **1.22** times the posts",
    )
    assert [text for text in measures if text not in russia] == []
