"""The catalogue: what it must say about the 48 releases, and every mistake it must name."""

from pathlib import Path

import pytest

from dashboard.catalogue.releases import Catalogue, CatalogueError, Release, read_catalogue, total
from dashboard.settings import ROOT

# Slugs are in links that people have sent: none may change or go.
SLUGS = [
    "russia-2018-10",
    "iran-2018-10",
    "bangladesh-2019-01",
    "iran-2019-01",
    "russia-2019-01",
    "venezuela-2019-01-1",
    "venezuela-2019-01-2",
    "iran-2019-06-1",
    "iran-2019-06-2",
    "iran-2019-06-3",
    "russia-2019-06",
    "spain-2019-06",
    "venezuela-2019-06",
    "china-2019-08-1",
    "china-2019-08-2",
    "china-2019-09",
    "uae-egypt-2019-09",
    "uae-2019-09",
    "saudi-arabia-2019-09",
    "spain-2019-09",
    "ecuador-2019-09",
    "saudi-arabia-2019-12",
    "russia-2020-03",
    "egypt-2020-04",
    "honduras-2020-04",
    "indonesia-2020-04",
    "saudi-arabia-2020-04",
    "serbia-2020-04",
    "china-2020-06",
    "russia-2020-06",
    "turkey-2020-06",
    "iran-2020-10",
    "saudi-arabia-2020-10",
    "cuba-2020-10",
    "thailand-2020-10",
    "russia-2020-10",
    "armenia-2021-02",
    "iran-2021-02",
    "russia-2021-02-gru",
    "russia-2021-02-ira",
    "mexico-2021-12",
    "china-2021-12-xinjiang",
    "china-2021-12-changyu",
    "russia-2021-12-east-africa",
    "russia-2021-12-north-africa",
    "tanzania-2021-12",
    "uganda-2021-12",
    "venezuela-2021-12",
]
COUNTRIES = [
    "russia",
    "iran",
    "bangladesh",
    "venezuela",
    "spain",
    "china",
    "uae",
    "egypt",
    "saudi-arabia",
    "ecuador",
    "honduras",
    "indonesia",
    "serbia",
    "turkey",
    "cuba",
    "thailand",
    "armenia",
    "mexico",
    "tanzania",
    "uganda",
]
JUNE_2020 = ("china-2020-06", "russia-2020-06", "turkey-2020-06")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


def releases_of(catalogue: Catalogue, operation: str) -> tuple[Release, ...]:
    return catalogue.operations[operation].releases


def test_every_permanent_slug_is_there_in_order_of_disclosure(catalogue):
    assert [*catalogue.operations] == [*SLUGS, *COUNTRIES, "china-2019", "china-2019-08"]
    days = [catalogue.releases[slug].disclosed for slug in SLUGS]
    assert days == sorted(days)


def test_a_release_is_found_by_slug_or_archive_id(catalogue):
    assert catalogue.release("thailand_092020").slug == "thailand-2020-10"
    assert catalogue.release("thailand-2020-10").archive_id == "thailand_092020"
    assert catalogue.release("ira").slug == "russia-2018-10"
    assert catalogue.release("IRA_202012").slug == "russia-2021-02-ira"
    with pytest.raises(CatalogueError, match=r"^thailand is not a known release\.$"):
        catalogue.release("thailand")


def test_june_2020_adds_up_to_what_was_announced(catalogue):
    parts = [catalogue.releases[slug] for slug in JUNE_2020]
    assert [r.accounts for r in parts] == [23_750, 1_152, 7_340]
    assert total(parts, "accounts").number == 32_242
    assert [r.posts for r in parts] == [348_608, 3_434_792, 36_948_524]


def test_december_2021_adds_up_to_the_number_in_the_headlines(catalogue):
    december = [r for r in catalogue.releases.values() if f"{r.disclosed:%Y-%m}" == "2021-12"]
    assert total(december, "accounts").number == 3_465
    assert total(december, "posts").missing == ("tanzania-2021-12", "uganda-2021-12")


def test_october_2020_adds_up_to_the_number_in_the_headlines(catalogue):
    october = [r for r in catalogue.releases.values() if f"{r.disclosed:%Y-%m}" == "2020-10"]
    assert total(october, "accounts").number == 1_594


def test_posts_add_up_to_what_was_counted_on_complete_releases(catalogue):
    whole = catalogue.releases.values()
    counted = [r for r in whole if r.posts_source == catalogue.collections["basel-suiche-2020"].url]
    assert len(counted) == 28
    assert total(counted, "posts").number == 169_951_529
    assert total(whole, "posts").number == 217_433_493


def test_a_number_announced_for_two_releases_counts_once(catalogue):
    """August 2019: 936 accounts and about 200,000 amplifiers, announced for two files together."""
    china = releases_of(catalogue, "china-2019")
    assert total(china, "accounts").number == 936 + 4_301
    assert total(china, "amplifiers").number == 200_000
    assert total(china, "users_rows").number == 744 + 196 + 4_301
    alone = total(releases_of(catalogue, "china-2019-08-1"), "accounts")
    assert (alone.number, alone.shared_with) == (936, ("china-2019-08-2",))


def test_what_no_source_states_is_absent_and_not_zero(catalogue):
    assert catalogue.releases["uganda-2021-12"].posts is None
    assert [catalogue.releases[slug].users_rows for slug in JUNE_2020] == [None, None, None]
    assert total(releases_of(catalogue, "uganda"), "posts").number is None


def test_announced_is_the_platforms_number_and_the_files_number_stands_beside_it(catalogue):
    for slug, announced, other in [
        ("iran-2019-01", 2_617, "2,320"),
        ("russia-2019-01", 418, "416"),
        ("china-2021-12-xinjiang", 2_048, "2,046"),
        ("uae-2019-09", 4_248, "4,258"),
    ]:
        release = catalogue.releases[slug]
        assert release.accounts == announced
        assert other in [d.value for d in release.disputes if d.field == "accounts"]
        assert all(d.source for d in release.disputes)


def test_where_the_file_holds_more_than_was_announced_somebody_says_why(catalogue):
    more = {
        r.slug: (r.accounts, r.users_rows)
        for r in catalogue.releases.values()
        if (r.users_rows or 0) > (r.accounts or 0)
    }
    assert more == {"iran-2019-06-1": (1_666, 1_670), "russia-2021-02-gru": (69, 70)}
    assert catalogue.releases["russia-2021-02-gru"].published == 69


def test_accounts_that_were_counted_and_not_published_are_apart(catalogue):
    saudi = catalogue.releases["saudi-arabia-2019-12"]
    assert (saudi.accounts, saudi.amplifiers, saudi.amplifiers_about) == (5_929, 82_000, True)
    assert catalogue.releases["china-2020-06"].amplifiers == 150_000


def test_a_joint_release_belongs_to_each_country_named(catalogue):
    joint = catalogue.releases["uae-egypt-2019-09"]
    assert joint.countries == ("uae", "egypt")
    assert joint in releases_of(catalogue, "uae")
    assert joint in releases_of(catalogue, "egypt")
    assert len(releases_of(catalogue, "russia")) == 10
    assert len(releases_of(catalogue, "china")) == 6


def test_operations_are_named_in_words(catalogue):
    names = {slug: o.name for slug, o in catalogue.operations.items()}
    assert names["china-2020-06"] == "China, disclosed June 2020"
    assert names["iran-2019-06-2"] == "Iran, disclosed June 2019, set 2"
    assert names["russia-2021-02-gru"] == "Russia, disclosed February 2021, GRU file"
    assert names["iran"] == "Iran, all 7 releases"
    assert names["china-2019"] == "China, disclosed August and September 2019"
    assert catalogue.operations["china-2020-06"].short == "China Jun 2020"


def test_comparisons_start_with_june_2020_and_hold_what_they_promise(catalogue):
    first, default, *_ = catalogue.comparisons
    assert (first.name, first.operations) == ("June 2020: China, Russia, Turkey", JUNE_2020)
    assert default.operations == ("china-2019", "russia-2018-10", "thailand-2020-10")
    ranked = sorted(catalogue.releases.values(), key=lambda r: -(r.posts or 0))
    most = next(c for c in catalogue.comparisons if c.name == "The most posts")
    assert most.operations == tuple(r.slug for r in ranked[:6])


def test_june_2020_tells_what_others_found(catalogue):
    asked = {s: {f.question for f in catalogue.releases[s].findings} for s in JUNE_2020}
    questions = {"timeline", "rhythm", "themes", "languages", "accounts"}
    sheet = {"creation", "audience", "denial"}
    assert asked["china-2020-06"] == questions | sheet
    assert asked["russia-2020-06"] == {"size", "themes", "languages", "accounts", "audience"}
    assert asked["turkey-2020-06"] == {"size", "themes"} | sheet


def test_collections_say_how_far_they_reach(catalogue):
    clemson = catalogue.collections["clemson"]
    assert (clemson.subject, clemson.covers_posts) == ("russia-2018-10", 2_973_371)
    assert "Clemson" in clemson.credit and "FiveThirtyEight" in clemson.credit
    assert catalogue.collections["platform"].subject == ""
    assert catalogue.collections["chua-2019"].depth == "counts"


def test_every_collection_is_in_the_list_of_sources_with_its_licence(catalogue):
    told = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8")
    lines = {line.split("`")[1]: line for line in told.splitlines() if line.startswith("| `")}
    for collection in catalogue.collections.values():
        assert f"| {collection.licence} |" in lines[collection.name]


# One small catalogue of invented releases, and one mistake at a time.
SMALL = """
[[releases]]
slug = "a-2020-01"
archive_id = "a_012020"
countries = ["aland"]
operator = "somebody"
summary = "Invented."
disclosed = 2020-01-31
source_title = "A blog"
source_url = "https://example.org/a"
accounts = 10
users_rows = 9
published = 8
first_post = "2019-01-01 00:00"
last_post = "2019-12-31 23:59"
zone = "Europe/Mariehamn"

[[releases]]
slug = "b-2020-02"
archive_id = "b_022020"
countries = ["aland"]
operator = "somebody else"
summary = "Invented as well."
disclosed = 2020-02-28
source_title = "A blog"
source_url = "https://example.org/b"
accounts = 5
zone = "Europe/Mariehamn"

[[releases.disputes]]
field = "accounts"
value = "6"
source = "A newspaper."

[[releases.findings]]
question = "size"
text = "It was small."
by = "An institute"
url = "https://example.org/finding"

[[countries]]
slug = "aland"
name = "Aland"
iso2 = "AX"

[[groups]]
slug = "a-and-b"
name = "Aland, both"
short = "Aland both"
releases = ["a-2020-01", "b-2020-02"]

[[collections]]
name = "platform"
title = "Release"
credit = "The platform"
url = "https://example.org"
licence = "none stated"
depth = "rows"
caveat = "Invented."

[[comparisons]]
name = "Both"
sentence = "Two operations."
operations = ["a-2020-01", "aland", "a-and-b"]
"""

MISTAKES = {
    "not TOML": ("[[releases]]", "[[releases", "c.toml is not valid TOML"),
    "unknown table": ("[[groups]]", "[[gruops]]", "c.toml: unknown table gruops."),
    "unknown key": ("iso2", "iso3", "countries aland: unknown key iso3."),
    "missing key": ('operator = "somebody"\n', "", "releases a-2020-01: operator is missing."),
    "empty text": ('"Invented."\ndis', '""\ndis', "summary must be a text that is not empty"),
    "bad date": ("2020-01-31", '"January"', "disclosed must be a date such as 2020-06-11"),
    "negative number": ("accounts = 10", "accounts = -1", "accounts must be a whole number from 0"),
    "number as text": ("accounts = 10", 'accounts = "10"', "accounts must be a whole number"),
    "slug twice": ('slug = "b-2020-02"', 'slug = "a-2020-01"', "a-2020-01: slug is there twice."),
    "bad slug": ('"aland"\nname', '"Aland"\nname', "releases a-2020-01: unknown country aland."),
    "spaced slug": ('"a-and-b"\nn', '"a and b"\nn', "a and b: a slug is lower-case letters"),
    "slug of two kinds": ('"a-and-b"\nn', '"aland"\nn', "slug aland stands for two entries."),
    "archive id twice": ("b_022020", "a_012020", "archive_id a_012020 stands for two entries."),
    "unknown zone": (
        'Mariehamn"\n\n[[releases]]',
        'Atlantis"\n\n[[releases]]',
        "unknown time zone",
    ),
    "unknown country": ('["aland"]', '["borduria"]', "a-2020-01: unknown country borduria."),
    "unknown release": ('"b-2020-02"]', '"c-2020-03"]', "a-and-b: unknown release c-2020-03."),
    "bad address": ("https://example.org/a", "ftp://example.org/a", "is not a web address."),
    "bad finding": ("https://example.org/f", "example.org/f", "findings: 'example.org/finding'"),
    "bad source": ("A newspaper.", "https:// no", "b-2020-02: 'https:// no' is not a web"),
    "bad question": ('"size"', '"colour"', "b-2020-02, findings: unknown question colour."),
    "bad dispute": ('field = "accounts"', 'field = "hue"', "disputes: unknown field hue."),
    "published over rows": (
        "published = 8",
        "published = 11",
        "published is more than users_rows.",
    ),
    "rows over announced": ("users_rows = 9", "users_rows = 11", "and no dispute says why."),
    "bad time": ("23:59", "24:59", "last_post must be like 2020-06-11 23:59."),
    "order of dates": ("2019-01-01", "2020-01-02", "are not in this order."),
    "posts after disclosure": ("2019-12-31", "2020-03-01", "are not in this order."),
    "shared with unknown": ("users_rows", 'accounts_shared_with = ["x"]\nusers_rows', "release x."),
    "shared by one": (
        "users_rows",
        'accounts_shared_with = ["b-2020-02"]\nusers_rows',
        "accounts is not shared by",
    ),
    "shared nothing": (
        "users_rows",
        'amplifiers_shared_with = ["b-2020-02"]\nusers_rows',
        "amplifiers_shared_with without amplifiers.",
    ),
    "bad depth": ('depth = "rows"', 'depth = "deep"', "collections platform: unknown depth deep."),
    "unknown operation": (
        '"aland", "a-and',
        '"b", "a-and',
        "comparisons Both: unknown operation b",
    ),
    "operation twice": (
        '"aland", "a-and-b"',
        '"aland", "aland"',
        "operation aland is there twice.",
    ),
    "long label": ("Aland both", "Aland, the two of them", "is over 18 letters."),
}


def read_small(folder: Path, text: str) -> Catalogue:
    path = folder / "c.toml"
    path.write_text(text, encoding="utf-8")
    return read_catalogue(path)


def test_the_small_catalogue_is_sound(tmp_path):
    small = read_small(tmp_path, SMALL)
    assert [*small.operations] == ["a-2020-01", "b-2020-02", "aland", "a-and-b"]
    assert total(small.releases.values(), "accounts").number == 15
    assert total(small.releases.values(), "users_rows").missing == ("b-2020-02",)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_one_sentence_naming_the_entry(tmp_path, mistake):
    right, wrong, sentence = MISTAKES[mistake]
    assert right in SMALL
    with pytest.raises(CatalogueError) as problem:
        read_small(tmp_path, SMALL.replace(right, wrong, 1))
    assert sentence in str(problem.value)
    assert str(problem.value).endswith(".") and "\n" not in str(problem.value)


def test_seven_operations_do_not_fit_side_by_side(tmp_path):
    more = "".join(
        f'[[groups]]\nslug = "g{n}"\nname = "G{n}"\nshort = "G{n}"\nreleases = ["a-2020-01"]\n'
        for n in range(7)
    )
    seven = '["g0", "g1", "g2", "g3", "g4", "g5", "g6"]'
    text = SMALL.replace('["a-2020-01", "aland", "a-and-b"]', seven)
    with pytest.raises(CatalogueError, match="at most 6 operations fit side by side"):
        read_small(tmp_path, text + more)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"^none\.toml cannot be read\.$"):
        read_catalogue(tmp_path / "none.toml")
