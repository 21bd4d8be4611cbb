"""Numbers of the store that stand in the prose of a page are those that the measures give today."""

import re

import pytest

from dashboard.link.view import DEFAULT, View
from dashboard.panels.languages.measure import languages
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.similarity.measure import similarity
from dashboard.snapshot.asking import choose, cited_posts
from dashboard.snapshot.baseline import KINDS, local_samples
from dashboard.snapshot.world import World
from dashboard.web.app import create_app
from tests.site_reader import Reader

CHINA, RUSSIA, THAILAND = "china-2019", "russia-2018-10", "thailand-2020-10"
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+%?|\d+%")
# Of data versions of before, which the store does not hold any more: what was corrected.
BEFORE = {"0.68"}


@pytest.fixture(scope="module")
def texts(real: World) -> dict[str, str]:
    client = create_app(real, {"CACHE_VIEWS": 2}).server.test_client()
    return {path: Reader(client.get(path).text).text("p") for path in ("/about", "/methods")}


def share(value: float) -> str:
    return f"{float(value):.1%}"


def corrections(world: World) -> set[str]:
    """Return every number that the corrections state of what the store holds, measured."""
    view = View((CHINA, THAILAND))
    china, chart = (rhythm(each, view).rhythms[CHINA] for each in (world, world.dated))
    alike = similarity(world, view).pairs[CHINA, THAILAND]["rhythm"]
    spoken, chinese = (languages(world, View((s,))).spoken[s] for s in (RUSSIA, CHINA))
    (part,) = world.sources_of(RUSSIA)
    english = part.cells.by_language(choose(world, part, DEFAULT))[part.cells.languages.index("en")]
    return {
        f"{sum(cited.posts for cited in cited_posts(world, world.column(RUSSIA))):,}",
        f"{part.manifest.posts / spoken.total:.0%}",
        share(spoken.posts["ru"] / spoken.total),
        share(english / part.manifest.posts),
        f"{alike.value:.2f}",
        f"{china.posts:,}",
        f"{chinese.posts['zh']:,}",
        f"{chart.posts:,}",
        *(share(week.shares.office.estimate) for week in (china, chart)),
        *(share(week.shares.press.estimate) for week in (china, chart)),
    }


def test_the_corrections_state_what_is_measured(real, texts):
    section = texts["/about"].partition("Corrected on")[2].partition("To report an error")[0]
    measured = corrections(real)
    assert {*NUMBER.findall(section)} - BEFORE == measured


def test_the_example_of_ordinary_posts_is_that_of_the_samples(real, texts):
    local = local_samples(real, "Europe/Moscow", (1,) * 5 + (0,) * 2, (9, 18))
    places = {language: row for row, language in enumerate(real.baselines.ordinary)}
    uniform = KINDS.index("uniform")
    russian, english = (
        (int(local.size[places[code], uniform]), float(local.share[places[code], uniform]))
        for code in ("ru", "en")
    )
    assert (
        f"Of {russian[0]:,} ordinary posts in Russian {share(russian[1])} fall" in texts["/methods"]
    )
    assert f"of {english[0]:,} in English {share(english[1])}" in texts["/methods"]
    assert f"= {share(2 / 3 * russian[1] + 1 / 3 * english[1])}," in texts["/methods"]
