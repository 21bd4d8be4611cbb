"""What others published on the files of releases: read, checked, and shown beside ours."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.catalogue.published import (
    EQUAL,
    KNOWN,
    NUMBERS,
    TIMES,
    UNEXPLAINED,
    Count,
    Reconciled,
    read_published,
)
from dashboard.catalogue.records import RecordError
from dashboard.catalogue.releases import Catalogue, Release, read_catalogue
from dashboard.settings import ROOT
from dashboard.snapshot.world import make_world
from dashboard.web.app import create_app
from tests.site_reader import Reader
from tests.small_world import (
    LEXICON,
    THAI_RECONCILED,
    VERSION,
    small_catalogue,
    small_cited,
    small_holdings,
)

COUNTS = ROOT / "data" / "published" / "counts.csv"
HEAD = "release,collection,number,told,source,why,known\n"


# ---- The file of published counts ----------------------------------------------------------------


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "counts.csv"
    path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_counts_are_read_with_their_reasons(tmp_path):
    lines = ("a-1,,posts,20,https://b.example/,,", 'a-1,c,active,12,B.,"Lacks one, two.",10')
    times = "a-1,,first,2020-02-29 10:01,B.,,"
    assert read_published(written(tmp_path, *lines, times)) == (
        Count("a-1", "", "posts", 20, "https://b.example/"),
        Count("a-1", "c", "active", 12, "B.", "Lacks one, two.", 10),
        Count("a-1", "", "first", "2020-02-29 10:01", "B."),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a-1,,likes,20,B.,,", "line 2: unknown number likes"),
        ("a-1,,posts,many,B.,,", "line 2: 'many'"),
        ("a-1,,posts,,B.,,", "line 2: ''"),
        ("a-1,,first,2020-02-30 10:01,B.,,", "line 2: '2020-02-30 10:01'"),
        ("a-1,,posts,20,,,", "line 2: release and source must be given"),
        (",,posts,20,B.,,", "line 2: release and source must be given"),
        ("a-1,,posts,20,http://,,", "line 2: 'http://' is not a web address"),
        ("a-1,,posts,20,B.,,19", "line 2: known needs a why"),
        ("a-1,,posts,20,B.,Why.,few", "line 2: '20' or known"),
        ("a-1,,posts,20,B.", "line 2: expected 7 cells"),
        ("a-1,,posts,20,B.,,,more", "line 2: expected 7 cells"),
        ("a-1,,posts,20,B.,,\na-1,,posts,20,C.,,", "a-1, posts is there twice"),
    ],
)
def test_a_count_that_cannot_be_meant_is_refused(tmp_path, line, said):
    with pytest.raises(RecordError, match=r"counts\.csv") as problem:
        read_published(written(tmp_path, line))
    assert said in str(problem.value) and len(str(problem.value).splitlines()) == 1


def test_a_file_of_counts_that_cannot_be_read_is_refused(tmp_path):
    for head in ("", "release,told\n", HEAD.replace("why", "because")):
        with pytest.raises(RecordError, match="expected the columns"):
            read_published(written(tmp_path, head=head))
    (tmp_path / "counts.csv").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "counts.csv", tmp_path / "none.csv"):
        with pytest.raises(RecordError, match="cannot be read"):
            read_published(path)


# ---- What is embedded ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


@pytest.fixture(scope="module")
def published() -> tuple[Count, ...]:
    return read_published(COUNTS)


def numbers_of(release: Release) -> dict[str, object]:
    """Return what the catalogue states of a release's files, by the names in NUMBERS."""
    told = {name: getattr(release, name) for name in ("posts", "users_rows", "published")}
    return told | {"first": release.first_post, "last": release.last_post}


def test_published_counts_and_catalogue_state_the_same(catalogue, published):
    """A number that files should have is the catalogue's, or the catalogue says who disputes it."""
    for c in published:
        assert c.release in catalogue.operations and c.number in NUMBERS
        assert c.collection in ("", *catalogue.collections)
        assert isinstance(c.figure, str) == (c.number in TIMES)
        release = catalogue.releases.get(c.release)
        if release is None or c.collection or c.number == "active":
            continue
        disputed = {d.value.split()[0] for d in release.disputes}
        said = f"{c.figure:,}" if isinstance(c.figure, int) else c.figure
        assert numbers_of(release)[c.number] == c.figure or said in disputed, c


def test_every_release_whose_posts_are_stated_has_a_count(catalogue, published):
    counted = {c.release for c in published if c.number == "posts" and not c.collection}
    assert counted == {r.slug for r in catalogue.releases.values() if r.posts is not None}
    assert len(counted) == 46
    by_others = [c for c in published if c.source == "https://github.com/simabasel/cib-data"]
    assert {number: sum(c.number == number for c in by_others) for number in NUMBERS} == {
        "posts": 28,
        "users_rows": 28,
        "published": 0,
        "active": 0,
        "first": 28,
        "last": 28,
    }
    assert sum(int(c.figure) for c in by_others if c.number == "posts") == 169_951_529


def test_a_whole_release_has_one_number_that_its_files_should_have(published):
    """Or sums over releases would take either of two; others' numbers of posts are beside it."""
    firsts = [(c.release, c.number) for c in published if not c.collection and c.is_of_whole]
    twice = {key for key in firsts if firsts.count(key) > 1}
    assert twice == {
        ("bangladesh-2019-01", "posts"),
        ("egypt-2020-04", "posts"),
        ("saudi-arabia-2020-04", "posts"),
        ("russia-2021-02-gru", "posts"),
    }


def test_the_file_is_plain_text_that_a_spreadsheet_takes_as_such():
    with COUNTS.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


# ---- On the operation's page ---------------------------------------------------------------------


def section(client: FlaskClient, slug: str) -> Reader:
    html = client.get(f"/operations/{slug}").text
    return Reader(html.partition('<section id="beside"')[2].partition("</section>")[0])


def test_the_page_shows_each_comparison_with_verdict_and_source(client):
    page = section(client, "thailand-2020-10")
    text = page.text("table")
    assert "5 numbers, 3 equal, 1 differing for a known reason, 1 unexplained" in text
    assert "Differs by 2: known reason. Two posts are there twice." in text
    assert "Differs by 1,225: unexplained" in page.text("b")
    assert text.count("Equal") == 3
    assert "https://counter.example/" in page.links
    assert "A <b>copy</b>." in text and page.text("b").count("copy") == 0
    assert "could not be read" not in page.text("p")


def test_a_number_that_stands_in_the_table_is_not_said_again(client):
    """The 25 posts and 12 announced accounts are others' numbers; only the first is in it."""
    said = section(client, "thailand-2020-10").text("li")
    assert "25" not in said and "Announced accounts: 12" in said


def test_an_operation_without_comparisons_has_the_list_alone(client):
    page = section(client, "turkey-2020-06")
    assert page.named("table") == [] and "500" in page.text("li")


def client_with(subject: str, *reconciled: Reconciled) -> FlaskClient:
    """Return a client of the small world in which a release's files were compared like this."""
    held = small_holdings()
    old = held[subject, "platform"]
    manifest = replace(old.manifest, reconciled=reconciled)
    held[subject, "platform"] = replace(old, manifest=manifest)
    world = make_world(small_catalogue(), LEXICON, held, small_cited(), VERSION)
    return create_app(world, {"CACHE_VIEWS": 5}).server.test_client()


def test_the_page_says_how_many_records_could_not_be_read():
    (posts, *_) = THAI_RECONCILED
    page = section(
        client_with("thailand-2020-10", replace(posts, quarantined=3)), "thailand-2020-10"
    )
    assert "25, 3 of them not readable" in page.text("td")
    assert "could not be read are part of the number" in page.text("p")
    assert page.text("caption") == "The release: 1 number, equal"


def test_of_several_releases_the_table_names_its_own():
    users = Reconciled("published accounts", 50, 50, "A. Counter", "equal")
    page = section(client_with("china-2019-09", users), "china")
    assert page.text("caption").startswith("China, disclosed September 2019")


def test_the_small_world_has_every_verdict():
    assert {each.verdict for each in THAI_RECONCILED} == {EQUAL, KNOWN, UNEXPLAINED}
