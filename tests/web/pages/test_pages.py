"""The pages that the server writes: complete without JavaScript, and true to the catalogue."""

import json
from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.catalogue.releases import Dispute, Finding, Release, read_catalogue, total
from dashboard.clock import local_time
from dashboard.link.view import View
from dashboard.look.style import Look
from dashboard.panels import PANELS
from dashboard.panels.unanswered import unanswered
from dashboard.settings import ROOT
from dashboard.snapshot.world import World
from dashboard.web.app import create_app
from dashboard.web.pages.methods import ODD_ZONES
from dashboard.web.pages.operation_facts import _read
from dashboard.web.render import Answered, panel_how
from tests.csv_answer import csv_rows
from tests.site_reader import Reader

CATALOGUE = read_catalogue(ROOT / "data" / "releases.toml")
SLUGS = sorted(CATALOGUE.operations)
PAGES = ("/disclosures", "/find", "/methods", "/about")
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def site(real: World) -> FlaskClient:
    return create_app(real, {"CACHE_VIEWS": 5}).server.test_client()


def check(html: str) -> Reader:
    """Assert what every page keeps to, and return it read."""
    page = Reader(html)
    assert page.faults == [] and page.open == []
    assert page.headings.count(1) == 1
    pairs = zip(page.headings, page.headings[1:], strict=False)
    assert all(below - above <= 1 for above, below in pairs), page.headings
    names = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, count in names.items() if count > 1] == []
    assert page.named("html") == [{"lang": "en"}]
    assert len(page.named("main")) == len(page.named("footer")) == 1
    assert page.text("title") and all(m.get("content") != "" for m in page.named("meta"))
    for script in page.named("script"):
        assert script.get("type") == "application/json" or script["src"].startswith("/assets/")
    assert not [n for _, a in page.elements for n in a if n.startswith("on")]
    assert all(link.startswith(("/", "#", "https://", "http://")) for link in page.links)
    return page


# ---- Every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_links_the_others(site, path):
    answer = site.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = check(answer.text)
    assert {"/", *PAGES} <= set(page.links)
    here = [a["href"] for a in page.named("a") if a.get("aria-current") == "page"]
    assert here == [path]
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"].split("style-src")[0]


def test_the_clocks_of_all_places_are_kept_by_the_browser(site):
    answer = site.get("/clocks")
    assert "max-age=86400" in answer.headers["Cache-Control"]
    (kolkata,) = [clock for clock in answer.json if clock["value"] == "Asia/Kolkata"]
    assert kolkata["label"] == "Kolkata (UTC+5:30)" and "Asia/Calcutta" in kolkata["terms"]


def test_no_link_of_the_site_leads_nowhere(site):
    seen: set[str] = set()
    asked = ("/find?q=hong+kong", "/find?q=magga")
    for path in (
        *PAGES,
        *asked,
        "/operations/russia-2018-10",
        "/operations/china",
        "/operations/no",
    ):
        seen |= {link.partition("#")[0] for link in Reader(site.get(path).text).links}
    own = sorted(link for link in seen if link.startswith("/"))
    wrong = {link: code for link in own if (code := site.get(link).status_code) != 200}
    assert wrong == {}


@pytest.mark.parametrize("path", ["/operations/atlantis", "/operations/%3Cscript%3E"])
def test_an_unknown_operation_is_a_page_with_ways_on(site, path):
    answer = site.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    page = check(answer.text)
    assert "no operation of this name" in page.text("main")
    assert "/disclosures" in page.links


@pytest.mark.parametrize("path", ["/operations", "/operations/", "/operations/a/b", "/methods/x"])
def test_other_paths_are_not_found(site, path):
    assert site.get(path).status_code == 404


# ---- Operations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_every_operation_has_a_page_with_its_numbers(site, real, slug):
    answer = site.get(f"/operations/{slug}")
    assert answer.status_code == 200
    page = check(answer.text)
    operation = CATALOGUE.operations[slug]
    text = page.text("main")
    assert page.text("h1") == operation.name
    for number in ("accounts", "posts"):
        if (told := total(operation.releases, number).number) is not None:
            assert f"{told:,}" in text
    for release in operation.releases:
        assert " ".join(release.operator.split()) in text
        assert release.source_url in page.links or operation.kind != "release"
        for dispute in release.disputes:
            assert dispute.value in text and dispute.note in text
        for finding in release.findings:
            assert finding.text in text and finding.url in page.links
    without = unanswered(real, View((slug,)), PANELS)
    for panel in PANELS:  # a question without an answer is a word at the foot
        is_asked = not panel.compares and panel not in without
        assert (panel.question in page.text("h2")) == is_asked, panel.key


def test_charts_are_data_for_light_and_dark_and_three_widths(site):
    html = site.get("/operations/thailand-2020-10").text
    data = html.partition('id="rhythm-figures">')[2].partition("</script>")[0]
    figures = json.loads(data)
    assert {mode: list(widths) for mode, widths in figures.items()} == {
        "light": ["1", "3", "5"],
        "dark": ["1", "3", "5"],
    }
    assert figures["light"]["5"]["layout"]["height"] > 100
    assert figures["light"] != figures["dark"]


def test_an_operation_without_posts_has_no_chart_of_them(site):
    page = Reader(site.get("/operations/turkey-2020-06").text)
    ids = [attributes.get("id") for _, attributes in page.elements]
    assert "size-chart" in ids
    assert "rhythm-chart" not in ids
    assert "Load the files" in page.text() and page.text().count("takedowns ingest") == 1


def test_what_was_read_is_told_with_its_hash(site, real):
    page = check(site.get("/operations/thailand-2020-10").text)
    (source,) = real.sources_of("thailand-2020-10")
    assert source.manifest.files
    for file in source.manifest.files:
        assert file.sha256 in page.text() and file.name in page.text()
        assert "/" not in file.name
    assert "21,385 posts" in page.text() and "926 accounts" in page.text()


def test_rows_that_repeat_are_said_where_they_were_read(site, real):
    """Of a collection without ids by its own sentences, of others by the manifest's numbers."""
    clemson = real.catalogue.collections["clemson"]
    assert "22,609 of 2,463,944 rows are equal to another" in clemson.equal_rows
    assert clemson.equal_rows in check(site.get("/operations/russia-2018-10").text).text()
    assert clemson.equal_rows in check(site.get("/methods").text).text()
    (source,) = real.sources_of("thailand-2020-10")
    manifest = replace(source.manifest, repeated=4120, differing=12)
    said = json.dumps(_read(manifest, source.collection))
    assert "4,120 records repeat a post that was read before, counted once; 12 of them diff" in said


def test_hashtags_that_were_counted_twice_stand_side_by_side(site, real):
    text = check(site.get("/operations/russia-2018-10").text).text()
    cited = real.cited["russia-2018-10"]
    (source,) = real.sources_of("russia-2018-10")
    counts, _ = source.tags.counted("", [""])
    ours = dict(zip(source.tags.names, counts.tolist(), strict=True))
    assert f"{cited.tags.labels[0]} {cited.tags.uses[0]:,} {ours[cited.tags.items[0]]:,}".replace(
        " ", ""
    ) in (text.replace(" ", ""))
    assert "17 authors with the most posts" in text


def test_a_release_offers_its_month_and_its_country(site):
    links = Reader(site.get("/operations/russia-2020-06").text).links
    assert "/?v=2&ops=russia-2020-06~china-2020-06~turkey-2020-06" in links
    assert "/?v=2&ops=russia-2020-06" in links
    assert "/operations/russia" in links
    near = [link for link in links if link.startswith("/?v=2&ops=russia-2020-06~russia-")]
    assert sorted(link.count("~") for link in near) == [1, 5], "with hours, and all that fit"


# ---- Hostile text --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(world: World) -> FlaskClient:
    """Return a client of the small world with markup in every text of one release."""
    told = {name: EVIL for name in ("operator", "summary", "zone_note", "source_title")}
    told |= {"operated_from": (EVIL,), "targets": (EVIL,), "source_url": "javascript:alert(1)"}
    told |= {"posts_source": EVIL, "accounts_source": "javascript://x/%0aalert(1)"}
    told |= {"disputes": (Dispute("posts", "9 " + EVIL, EVIL, EVIL), Dispute("aim", EVIL, EVIL))}
    told |= {"findings": (Finding("rhythm", EVIL, EVIL, "data:text/html,x"),)}
    release = replace(world.catalogue.releases["thailand-2020-10"], **told)
    releases = world.catalogue.releases | {release.slug: release}
    changed = replace(world, catalogue=replace(world.catalogue, releases=releases))
    return create_app(changed, {"CACHE_VIEWS": 5}).server.test_client()


@pytest.mark.parametrize("path", ["/disclosures", "/operations/thailand-2020-10", "/about"])
def test_text_of_the_catalogue_stays_text(hostile, path):
    answer = hostile.get(path)
    assert answer.status_code == 200
    page = check(answer.text)
    assert "img" not in {name for name, _ in page.elements}
    assert "alert(1)</script>" not in answer.text
    assert not any(link.startswith(("javascript", "data")) for link in page.links)
    if path != "/about":
        assert "<script>alert(1)</script>" in page.text("main")


# ---- Without JavaScript, methods, catalogue ------------------------------------------------------


def noscript(html: str) -> Reader:
    return Reader(html.partition("<noscript>")[2].partition("</noscript>")[0])


def test_the_comparison_says_its_sizes_without_javascript(client):
    page = noscript(client.get("/?v=2&ops=thailand-2020-10~russia-2018-10").text)
    assert page.faults == [] and page.headings.count(1) == 1
    cells = page.text("table")
    assert "12 10 9" in cells or "12109" in cells.replace(" ", "")  # announced, published, active
    assert "China" not in cells
    assert {"/disclosures", "/operations/russia-2018-10", "/about"} <= set(page.links)


def test_without_javascript_a_bad_link_is_named_and_an_old_one_draws_nothing(client):
    filtered = client.get("/?ops=thailand-2020-10&period=2020-02..&lang=th").text
    sentence = "Thai · since Feb 2020 · operators' own clocks"
    assert sentence in filtered.partition("<noscript>")[2]
    assert "Left out ops=atlantis" in noscript(client.get("/?ops=atlantis").text).text(
        "noscript"
    ) or ("Left out ops=atlantis" in client.get("/?ops=atlantis").text)
    old = noscript(client.get("/?v=2&data=000000000000").text)
    assert old.named("table") == []
    escaped = client.get("/?%3Cscript%3Ealert(1)=1").text
    assert "<script>alert(1)" not in escaped


def test_the_zones_that_change_at_an_odd_minute_are_those_of_the_time_zone_data():
    """A change that is not on a quarter of an hour, UTC, is what methods must name."""
    found = {name for name in local_time.zone_names() if odd_years(name)}
    assert found == {name for name, _ in ODD_ZONES}
    for name, told in ODD_ZONES:
        years = sorted(odd_years(name))
        assert str(years[0]) in told and str(years[-1]) in told


def odd_years(name: str) -> set[int]:
    """Return the years since 2006 in which a zone changed off the quarter of an hour."""
    zone, step = local_time.zone(name), 20 * 86_400

    def offset(second: int) -> object:
        return datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()

    years = set()
    first, end = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (2006, 2030))
    for low in range(first, end, step):
        before, after = low, low + step
        if offset(before) == (later := offset(after)):
            continue
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (before, middle) if offset(middle) == later else (middle, after)
        if after % 900:
            years.add(datetime.fromtimestamp(after, UTC).year)
    return years


def test_methods_list_every_weekend_collection_and_theme(site, real):
    text = check(site.get("/methods").text).text("main")
    for collection in real.catalogue.collections.values():
        assert collection.caveat in text
    for theme in real.lexicon.themes.values():
        assert theme.label in text
    for country in real.catalogue.countries.values():
        assert text.count(country.name) >= len(country.weekends)
    assert real.version in text


def test_the_catalogue_can_be_downloaded(site):
    answer = site.get("/download/releases.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = {row["slug"]: row for row in csv_rows(answer)}
    assert list(rows) == list(CATALOGUE.releases)
    names = [field.name for field in fields(Release)]
    assert list(rows["russia-2018-10"]) == [*names, "depth"]
    for slug, row in rows.items():
        release = CATALOGUE.releases[slug]
        assert row["accounts"] == ("" if release.accounts is None else str(release.accounts))
        assert row["countries"] == "; ".join(release.countries)
        assert row["disclosed"] == release.disclosed.isoformat()
        assert row["depth"] in ("rows", "counts", "facts")
        assert row["disputes"].count("(") >= len(release.disputes)
    assert rows["thailand-2020-10"]["depth"] == "rows"
    assert rows["serbia-2020-04"]["depth"] == "counts"
    assert rows["tanzania-2021-12"]["posts"] == ""


def test_the_comparison_links_to_what_sources_disagree_on(client, world):
    """Both numbers and both sources stand on the operation's page, where the link leads."""
    for slug, operation in world.catalogue.operations.items():
        page = client.get(f"/operations/{slug}").get_data(as_text=True)
        points = sum(len(release.disputes) for release in operation.releases)
        assert ('id="disputes"' in page) == bool(points)
        assert (f'href="/operations/{slug}#disputes"' in page) == bool(points)


def test_only_the_comparison_speaks_of_dragging(client, world):
    """A picture cannot be dragged over, and the page of an operation chooses no period."""
    drag = "drag across to choose a period"
    (timeline,) = (panel for panel in PANELS if panel.key == "timeline")
    view = View(("thailand-2020-10",))
    assert drag in str(panel_how(Answered.of(world, timeline, view), Look()))
    assert drag not in client.get("/operations/thailand-2020-10").text
    assert drag not in client.get(f"/picture/timeline{view.to_query()}").text


def test_a_page_of_an_operation_puts_each_question_in_words_once(client, monkeypatch):
    """What is folded away under How we know rests on the same columns."""
    worked_out = []
    of = Answered.of

    def counted(world: Any, panel: Any, view: Any) -> Answered:
        worked_out.append(panel.key)
        return of(world, panel, view)

    monkeypatch.setattr(Answered, "of", counted)
    page = client.get("/operations/thailand-2020-10").text
    assert worked_out and len(worked_out) == len({*worked_out}) == page.count("How we know")
