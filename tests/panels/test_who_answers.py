"""Which collection answers: the most complete that can, and none outside of what it covers.

`tests/data/who_answers.csv` has it for every operation, question and kind of filter of the embedded
store, made from the code: what changes there is read before it is committed. A test rewrites it
with `pytest --write-tables`.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.clock.local_time import day_of
from dashboard.clock.period import OPEN, Period
from dashboard.clock.weeks_months import MONTH
from dashboard.link.view import View, parse_query
from dashboard.panels import DOWNLOADS, PANELS
from dashboard.snapshot.asking import cited_posts
from dashboard.snapshot.world import World
from dashboard.web.app import create_app
from tests.csv_answer import csv_text_of

TABLES = Path(__file__).parents[1] / "data"
QUESTIONS = (
    *(
        "timeline",
        "rhythm",
        "themes",
        "hashtags",
        "domains",
        "clients",
        "languages",
        "kinds",
        "accounts",
        "facts",
    ),
)
NOT_KNOWN, CITED = "", "counts by others"
RUSSIA, CHINA, THAILAND = "russia-2018-10", "china-2019", "thailand-2020-10"
# The number that is empty where nothing is known, by question.
NUMBER = {
    "timeline": "posts",
    "rhythm": "posts",
    "themes": "uses",
    "languages": "posts",
    "kinds": "posts",
}


def filters(world: World, slug: str) -> dict[str, str]:
    """Return a query for each class of filter; periods lie about what is held, else cited."""
    first, last = days(world, slug)
    inside = f"{last.year}-{last.month:02}"
    return {
        "none": "",
        "period inside": f"period={inside}",
        "period partly": f"period={first.year - 1}-01..{inside}",
        "period outside": "period=2006-01",
        "language": "lang=en",
        "kind": "kind=retweet",
        "theme": "theme=hong-kong-protests",
        "each account alike": "per=account",
        "UTC": "clock=utc",
        "another clock": "clock=Asia/Kathmandu",
    }


def days(world: World, slug: str) -> tuple[date, date]:
    held = [source.cells.days for source in world.sources_of(slug)]
    if held:
        return min(first for first, _ in held), max(last for _, last in held)
    cited = cited_posts(world, world.column(slug))
    if not cited:  # but posts by kind
        disclosed = world.column(slug).releases[0].disclosed
        return disclosed.replace(year=disclosed.year - 1), disclosed
    last = max(c.first + len(c.months) - 1 for c in cited)
    return day_of(MONTH.day(min(c.first for c in cited))), day_of(MONTH.day(last))


def who(world: World, slug: str, query: str) -> Iterator[str]:
    """Yield who answers each question: the collections, and whether for all releases."""
    view, notes = parse_query(f"?ops={slug}&{query}", world.words)
    assert notes == []
    for question in QUESTIONS:
        answer = DOWNLOADS[question](world, view)
        if question == "facts":  # how many of its rows are known
            yield str(sum(map(bool, answer.facts[slug].values())))
        elif slug in answer.unknown:
            yield NOT_KNOWN
        elif question == "accounts":  # users files, and counts of releases without one
            files = [users.collection.name for users in world.users_of(slug)]
            yield "+".join([*files, *([CITED] if slug in answer.cited else [])])
        elif slug in answer.cited:
            yield CITED
        else:
            yield "+".join(source.collection.name for source in world.sources_of(slug))


def answerable(world: World) -> list[str]:
    operations = world.catalogue.operations.values()
    return [o.slug for o in operations if world.sources_of(o.slug) or world.cited_of(o.slug)]


def test_who_answers_is_as_in_the_table(real, request):
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\n")
    rows.writerow(["operation", "filter", *QUESTIONS])
    for slug in answerable(real):
        for name, query in filters(real, slug).items():
            rows.writerow([slug, name, *who(real, slug, query)])
    table = TABLES / "who_answers.csv"
    if request.config.getoption("--write-tables"):
        table.write_text(made.getvalue(), encoding="utf-8")
    assert made.getvalue() == table.read_text(encoding="utf-8")


def test_the_language_of_the_internet_research_agency_is_that_of_the_complete_release(real):
    """68.1% English is of the part that is held, 55.3% Russian of 8,768,633 posts."""
    client = create_app(real, {"CACHE_VIEWS": 2}).server.test_client()
    rows = pd.read_csv(io.BytesIO(client.get(f"/download/languages.csv?ops={RUSSIA}").data))
    assert (rows.language[0], rows.posts[0]) == ("ru", 4_853_185)
    assert rows.posts.sum() == 8_768_633
    (panel,) = (panel for panel in PANELS if panel.key == "languages")
    assert "Russian, **6 of 10** posts" in panel.say(panel.measure(real, View((RUSSIA,))))


def test_a_part_says_what_part_it_is(real):
    (panel,) = (panel for panel in PANELS if panel.key == "rhythm")
    said = panel.say(panel.measure(real, View((CHINA, RUSSIA, THAILAND))))
    of_ten = r"\*\*[0-9]+ of 10\*\*"
    part = "in its Chinese-language posts, 5.4% of all"  # 743,190 of 13,847,731
    assert re.search(f"China 2019, {of_ten} {part},", said)
    assert re.search(f"Russia Oct 2018, {of_ten} in 28.1% of its posts", said)  # 2,463,944
    assert re.search(f"Thailand Oct 2020, {of_ten}\\.", said)
    english = panel.say(panel.measure(real, View((CHINA,), languages=("en",))))
    assert re.search(f"China 2019, {of_ten} in 0.3% of its posts", english)  # 37,911 of 13,847,731


def periods(covers: Period) -> dict[str, str]:
    """Return periods inside, at an edge, partly and wholly outside of what is covered."""
    first, last = covers.start, covers.end
    assert first and last
    before, after = f"{first.year - 1}-01", f"{last.year + 1}-12"
    return {
        "inside": f"{first.year}-{first.month + 1:02}",
        "edge": f"{before}..{first}",
        "other edge": f"{last}..{after}",
        "partly": f"{before}..{first.year}-{first.month + 1:02}",
        "open": f"{first}..",
        "outside": f"{before}-01..{before}-31",
        "outside after": f"{after}..",
    }


@pytest.mark.parametrize("slug", [CHINA, RUSSIA])
def test_outside_of_what_is_covered_nothing_is_known_and_nothing_is_zero(real, slug):
    """A cell of a CSV is empty exactly where the sentence says that it is not known."""
    (source,) = real.sources_of(slug)
    for place, period in periods(source.collection.covers).items():
        view, notes = parse_query(f"?ops={slug}&period={period}", real.words)
        assert notes == []
        for panel in PANELS:
            for question in NUMBER.keys() & panel.downloads.keys():
                answer = panel.downloads[question](real, view)
                empty = bool(answer.frame[NUMBER[question]].isna().all())
                where = (slug, place, question)
                assert empty == (slug in answer.unknown), where
                if question == "rhythm":
                    assert empty == place.startswith("outside"), where
                if question == panel.key:
                    assert empty == ("Not known for" in panel.say(answer)), where


def test_a_period_that_is_covered_in_part_says_which_part(real):
    view, _ = parse_query(f"?ops={CHINA}&period=2018-01..2019-06", real.words)
    frame = DOWNLOADS["rhythm"](real, view).frame
    assert frame.basis[0].endswith("of this period May 2019 to Aug 2019 only")
    assert real.sources_of(THAILAND)[0].collection.covers == OPEN


@pytest.mark.parametrize(
    "version", ["bb91012131d4", pytest.param("c7bc6f0ed3cb", marks=pytest.mark.deep)]
)
def test_links_to_older_versions_say_to_the_byte_what_they_said(worlds, version):
    """SHA-256 of all CSVs of some views, as the program of November 2026 wrote them.

    They had no byte-order mark then, which is no part of the text.
    """
    client = create_app(worlds, {"CACHE_VIEWS": 2}).server.test_client()
    with (TABLES / "older_versions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["version"] == version]
    assert len(rows) == 10
    for row in rows:
        query = f"{row['query']}{'&' if row['query'] else '?'}data={version}"
        texts = [
            csv_text_of(client.get(f"/download/{name}.csv{query}")) for name in row["files"].split()
        ]
        assert hashlib.sha256("".join(texts).encode()).hexdigest() == row["sha256"], row["query"]
