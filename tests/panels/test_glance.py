"""The first screen: three sentences that can be read out, and the answers small beneath them."""

import itertools
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from dashboard.link.view import View, parse_query
from dashboard.look import style
from dashboard.look.style import Look
from dashboard.panels.glance.cells import nodes
from dashboard.panels.glance.draw import LEVELS
from dashboard.panels.glance.measure import NO_HOURS, NO_TEXTS, NOTHING, Glance, glance, shares
from dashboard.panels.glance.say import MOST_WORDS, names, summary, words
from dashboard.snapshot.world import World
from dashboard.web.pages.markup import html_text

NUMBER = re.compile(r"\d[\d,.]*(?<![,.])(?: million)?%?")
FORBIDDEN = ("even ", "Jensen", "n =", "interval", "p =", "campaign", "bots", "trolls")
LIGHT = 3_000  # bytes of a week's drawing


def of(world: World, query: str) -> Glance:
    return glance(world, parse_query(query, world.words)[0])


def page(world: World, query: str, look: Look | None = None) -> str:
    """Return what the section shows, as HTML."""
    return html_text(nodes(world, parse_query(query, world.words)[0], look or Look()))


def text(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


# ---- A world that a person can add up ------------------------------------------------------------

CHINA_AND_TURKEY = "?v=2&ops=china-2019-09~turkey-2020-06"


def test_size_names_the_most_accounts_and_those_that_only_amplified(world):
    # 30 + 50 announced accounts, 200 amplifiers; Russia 100, Thailand 12.
    assert summary(of(world, ""))[0] == (
        "Russia 2018 had the most accounts, 100; China 2019 had 80, Thailand 2020 had 12; "
        "China 2019 had 200 more that only amplified."
    )


def test_one_operation_has_its_posts_beside(world):
    assert summary(of(world, "?v=2&ops=china-2019"))[0] == (
        "China 2019 had 80 accounts with 100 posts, and 200 more that only amplified."
    )


def test_what_was_announced_together_is_one_number(world):
    assert summary(of(world, "?v=2&ops=china-2019-08-1~china-2019-08-2"))[0] == (
        "China Aug 2019 1 and China Aug 2019 2 had 30 accounts together, and 200 more that only "
        "amplified."
    )


def test_filters_say_what_they_leave(world):
    # Of Thailand 17 posts are Thai, of Russia and of what others counted of China none.
    assert summary(of(world, "?v=2&lang=th"))[0] == (
        "These filters leave 0 of 70 posts of China 2019, 0 of 40 posts of Russia 2018 and "
        "17 of 25 posts of Thailand 2020."
    )


def test_nothing_is_said_of_no_operation(world):
    assert summary(of(world, "?v=2&ops=")) == []
    assert page(world, "?v=2&ops=") == ""


def test_too_few_posts_are_no_share(world):
    assert summary(of(world, "?v=2&ops=thailand-2020-10~russia-2018-10"))[1] == (
        "Too few posts match to say at which hours they were written."
    )
    assert "25 posts: fewer than 50, too few for shares." in text(page(world, ""))


@pytest.mark.parametrize("query", ["ops=china-2019&period=2007-01", "ops=spain-2019-09&lang=ja"])
def test_where_the_filters_leave_nothing_that_is_said(real, query):
    """Whatever was counted of them: it stood "not known" where the head said "0 of 13.9M posts"."""
    answer = of(real, f"?v=2&{query}")
    (operation,) = answer.operations
    assert answer.is_empty(operation) and answer.matched_of(operation).posts == 0
    assert summary(answer)[1:] == [NOTHING, NOTHING]
    assert text(page(real, f"?v=2&{query}")).count(NOTHING) == 2 + 2


def test_who_is_not_known_is_named_or_one_of_the_others(real):
    """Of six there are no words left for the name; then it still says that one is not known."""
    three = "?v=2&ops=china-2019~russia-2018-10~thailand-2020-10&lang=en&period=2016-01..2019-12"
    assert summary(of(real, three))[2].endswith("; not known for China 2019.")
    six = "china-2019~russia-2018-10~thailand-2020-10~iran-2018-10~turkey-2020-06~spain-2019-09"
    assert summary(of(real, f"?v=2&ops={six}"))[2].endswith("; not known for others.")


def test_posts_that_others_counted_are_not_none(real):
    """Of Russia's posts in Basque others counted 223, while none is among those with hours."""
    answer = of(real, "?v=2&ops=russia-2018-10&lang=eu")
    (operation,) = answer.operations
    assert answer.matched_of(operation).posts == 223
    assert (answer.rhythm_of(operation), answer.claimed_of(operation)) == (NO_HOURS, NO_TEXTS)
    shown = text(page(real, "?v=2&ops=russia-2018-10&lang=eu"))
    assert NO_HOURS in shown and NO_TEXTS in shown and NOTHING not in shown


def test_hours_of_one_are_said_with_what_they_are_compared_with(world):
    # 30 posts of Wednesday 08:00, 10 of Thursday 00:30, 10 of Sunday; three working days of five
    # have 27 of 120 office hours.
    assert summary(of(world, ""))[1] == (
        "Only China 2019 has enough posts to show hours: no counted posts fell in office hours; "
        "with all hours alike 2 of 10."
    )
    assert summary(of(world, "?v=2&hours=8-18&ops=china-2019"))[1] == (
        "6 of 10 counted posts of China 2019 fell in office hours from 8 to 18; with all hours "
        "alike 2 of 10."
    )


def test_themes_are_counted_or_known_in_words(world):
    # Court has 12 of 25 Thai posts, Hong Kong 6 of 40 Russian and 150 of 400 Chinese uses.
    assert summary(of(world, ""))[2] == (
        "Largest themes: Hong Kong for China 2019 and Russia 2018, King & <b>court</b> for "
        "Thailand 2020."
    )
    shown = text(page(world, ""))
    for part in ("King &amp; &lt;b&gt;court&lt;/b&gt; 48%", "Hong Kong 15%", "Hong Kong 38%"):
        assert part in shown
    assert "of posts; 12% noise, 40% no theme" in shown  # 3 of 25 filler, 10 of 25 without any


def test_words_of_others_stand_where_nothing_was_counted(world):
    assert summary(of(world, "?v=2&ops=turkey-2020-06"))[1:] == [
        "Hours are known only in words of others, which stand below.",
        "What they talked about is not known.",
    ]
    shown = page(world, "?v=2&ops=turkey-2020-06")
    assert "Most at noon." in shown
    assert 'href="https://example.org/noon"' in shown
    assert "Themes: not known" in shown


def test_bars_are_on_one_scale(world):
    # 80, 100 and 12 of 100.
    widths = re.findall(r'class="glance-cell glance-size".*?width:([\d.]+)%', page(world, ""))
    assert widths == ["80.0", "100.0", "12.0"]


def test_a_grid_holds_as_many_as_fit(world):
    wide, narrow = page(world, ""), page(world, "", Look(across=1))
    assert wide.count('role="table"') == 1
    assert narrow.count('role="table"') == 3
    for number in range(3):
        assert f'data-column="{number}"' in wide
        assert re.search(rf'role="table"[^>]*data-column="{number}"', narrow)
    for kind, count in (("rowheader", 3), ("cell", 9), ("columnheader", 4)):
        assert wide.count(f'role="{kind}"') == count
    for key in ("size", "rhythm", "themes"):
        assert f'href="#{key}"' in wide


def test_what_is_simulated_says_so(world):
    made_up = replace(world, simulated=True)
    assert "SIMULATED" in page(made_up, "")
    assert "SIMULATED" not in page(world, "")


# ---- The project's own store ---------------------------------------------------------------------


def test_the_default_view(real):
    assert summary(glance(real, View())) == [
        "China 2019 had the most accounts, 5,237, and 200,000 more that only amplified; Russia "
        "2018 had 3,841, Thailand 2020 had 926.",
        "Office hours: 7 of 10 counted posts of Thailand 2020, 6 of China 2019, 3 of Russia 2018; "
        "ordinary posts 2 to 3, where known.",
        "Largest themes apart from noise: Hong Kong protests for China 2019, News hashtags "
        "for Russia 2018, Thai army and monarchy for Thailand 2020.",
    ]


def numbers_of(answer: Glance) -> set[str]:
    """Return every number that size, rhythm and themes answer, as sentences spell them."""
    size = answer.sizes.frame
    counts = [s for o in answer.operations for s in [answer.size_of(o)]]
    every = [n for s in counts for n in (s.announced, s.amplifiers, s.posts, s.posts_held)]
    every += [s.posts_announced for s in counts] + size["accounts_announced"].dropna().tolist()
    texts = {spelled for n in every if n is not None for spelled in (f"{n:,}", style.short(int(n)))}
    rhythms = answer.rhythm.rhythms.values()
    tenths = [r.shares.office.estimate for r in rhythms] + [r.office.even for r in rhythms]
    tenths += [b.share for b in answer.rhythm.baselines.values()]
    texts |= {part for share in tenths for part in style.of_ten(float(share)).split()}
    themes = answer.themes.frame["share"].dropna()
    texts |= {f"{share:.{digits}%}" for share in themes for digits in (0, 1)}
    return texts


def check(world: World, *slugs: str) -> None:
    """Assert that a view's sentences are short, plain, and say no number of their own."""
    answer = glance(world, View(operations=slugs))
    sentences = summary(answer)
    assert len(sentences) == 3
    known = numbers_of(answer)
    called = [*names(answer).values(), *(t.label for t in world.lexicon.themes.values())]
    for sentence in sentences:
        assert words(sentence) <= MOST_WORDS, sentence
        assert sentence.endswith("."), sentence
        assert not [word for word in FORBIDDEN if word in sentence], sentence
        bare = sentence
        for name in sorted(called, key=len, reverse=True):
            bare = bare.replace(name, "")
        assert {*NUMBER.findall(bare)} <= known, sentence


def test_every_operation_alone_is_summed_up(real):
    for slug in real.catalogue.operations:
        check(real, slug)


def test_neighbours_are_compared(real):
    for pair in itertools.pairwise(real.catalogue.operations):
        check(real, *pair)
    for comparison in real.catalogue.comparisons:
        check(real, *comparison.operations)


@pytest.mark.deep
def test_every_pair_is_compared(real):
    for pair in itertools.combinations(real.catalogue.operations, 2):
        check(real, *pair)


QUERIES = (
    *("", "lang=ru&period=2016", "clock=utc&hours=8-17", "baseline=even", "baseline=none"),
    *("baseline=control", "per=account", "range=own", "kind=retweet", "theme=hong-kong"),
    *("period=2001-01..2001-02", "ops=china-2019@start..2019-07~china-2019", "scale=count"),
    "ops=china-2019~china~russia~russia-2018-10~thailand~thailand-2020-10",
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_view_is_said_in_three_short_sentences(real, query):
    sentences = summary(of(real, f"?v=2&{query}"))
    assert len(sentences) == 3
    assert all(words(sentence) <= MOST_WORDS for sentence in sentences), sentences
    json.dumps(page(real, f"?v=2&{query}"), allow_nan=False)


def weeks(markup: str) -> list[str]:
    return re.findall(r"<svg.*?</svg>", markup)


def test_a_week_is_light_and_says_what_it_shows(real):
    drawn = weeks(page(real, ""))
    assert len(drawn) == 3
    assert max(map(len, drawn)) <= LIGHT
    assert (
        'aria-label="China 2019: 6 of 10 posts in office hours; ordinary posts: 3 of 10;'
        in (drawn[0])
    )


def test_the_shades_of_a_week_are_those_of_its_hours(real):
    answer = glance(real, View(operations=("thailand-2020-10",)))
    week = shares(answer.weeks["thailand-2020-10"])
    (drawn,) = weeks(page(real, "?v=2&ops=thailand-2020-10"))
    levels = read_levels(drawn)
    assert len(levels) == 7 and {len(day) for day in levels} == {24}
    for day, hour in itertools.product(range(7), range(24)):
        assert abs(levels[day][hour] / LEVELS - week[day, hour] / week.max()) <= 0.5 / LEVELS + 1e-9


def read_levels(drawn: str) -> list[list[int]]:
    """Return the shade of each hour, Monday first, read from the paths of a drawing."""
    levels: Any = [[0] * 24 for _ in range(7)]
    for path, level in re.findall(r'<path d="([^"]+)" class="s(\d)"', drawn):
        for left, high, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", path):
            for hour in range(int(left), int(left) + int(length)):
                levels[int(float(high) / 1.3)][hour] = int(level)
    return levels
