"""What was counted beside what was published: equal, known or unexplained, and said so."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.catalogue.published import (
    EQUAL,
    KNOWN,
    UNEXPLAINED,
    Count,
    Reconciled,
    read_published,
    sentence,
    verdict,
)
from dashboard.catalogue.releases import Catalogue, Collection, Group, read_catalogue
from dashboard.clock.calendars import Country
from dashboard.ingest.reconcile import reconcile, report
from dashboard.settings import ROOT
from dashboard.store.holdings import Manifest, Subject, resolve_subject
from tests.small_world import release

ATLANTIS, LATER = (
    release(f"atlantis-2020-{month}", date(2020, month, 8), countries=("atlantis",), zone="UTC")
    for month in (10, 11)
)
PLAIN = {"title": "", "credit": "", "url": "", "licence": "", "caveat": ""}
COLLECTIONS = (
    Collection(name="platform", depth="rows", **PLAIN),
    Collection(name="clemson", depth="rows", covers_posts=30, **PLAIN),
    Collection(name="chua-2019", depth="counts", **PLAIN),
)
CATALOGUE = Catalogue(
    releases={r.slug: r for r in (ATLANTIS, LATER)},
    countries={"atlantis": Country("atlantis", "Atlantis", "MT")},
    groups={"both": Group("both", "Both", "Both", (ATLANTIS.slug, LATER.slug))},
    collections={c.name: c for c in COLLECTIONS},
    comparisons=(),
)

# Twenty posts of twelve accounts; fourteen rows of users list thirteen.
MANIFEST = Manifest(
    subject=ATLANTIS.slug,
    collection="platform",
    depth="rows",
    files=(),
    posts=20,
    posts_rejected=0,
    rejected={},
    minutes_checked=0,
    minutes_off=0,
    users_rows=14,
    published=13,
    active=12,
    first="2020-02-29 10:01",
    last="2020-03-01 00:45",
    themes_version="7",
    zone="UTC",
    tool="test",
    tables={},
)


def count(number: str, told: int | str, why: str = "", **more: object) -> Count:
    place = {"release": ATLANTIS.slug, "collection": "", "source": "A. Counter."}
    return Count(**place | {"number": number, "figure": told, "why": why} | more)  # type: ignore[arg-type]


def compared(
    *counts: Count, about: str = ATLANTIS.slug, collection: str = "platform", **told: object
) -> tuple[Reconciled, ...]:
    """Compare twenty posts, or what `told` makes of them, with what was published."""
    manifest = replace(MANIFEST, **told)
    subject = resolve_subject(about, CATALOGUE)
    return reconcile(manifest, subject, CATALOGUE.collections[collection], counts)


def one(*counts: Count, **told: object) -> Reconciled:
    """Return the comparison with the first of `counts`."""
    return compared(*counts, **told)[0]


# ---- Verdicts ------------------------------------------------------------------------------------


def test_the_same_number_is_equal():
    found = one(count("posts", 20))
    assert found == Reconciled("posts", 20, 20, "A. Counter.", EQUAL)
    assert sentence(found) == "posts: 20 here, 20 elsewhere (A. Counter.): equal."


def test_another_number_without_a_reason_is_unexplained():
    found = one(count("posts", 1_250))
    assert (found.verdict, found.reason) == (UNEXPLAINED, "")
    assert sentence(found) == (
        "posts: 20 here, 1,250 elsewhere (A. Counter.): differs by 1,230: unexplained."
    )


def test_a_copy_that_is_known_to_differ_explains_both_ways():
    """Whichever copy we read, the number of the other one differs for the reason it carries."""
    main, copy = count("posts", 20), count("posts", 18, "An earlier issue.", source="B.")
    first, second = compared(main, copy)
    assert (first.verdict, second.verdict, second.reason) == (EQUAL, KNOWN, "An earlier issue.")
    first, second = compared(main, copy, posts=18)
    assert (first.verdict, first.reason, second.verdict) == (KNOWN, "An earlier issue.", EQUAL)
    assert sentence(first).endswith("differs by 2: known reason. An earlier issue.")


def test_a_known_copy_explains_no_third_number():
    main, copy = count("posts", 20), count("posts", 18, "An earlier issue.")
    assert [found.verdict for found in compared(main, copy, posts=19)] == [UNEXPLAINED] * 2


def test_sources_that_differ_without_a_reason_stay_unexplained():
    """Ours is equal to one of them, which is no reason for the other."""
    found = compared(count("posts", 20), count("posts", 26))
    assert [each.verdict for each in found] == [EQUAL, UNEXPLAINED]


def test_a_reason_given_for_one_number_holds_for_that_number_alone():
    cut = count("posts", 30, "The copy lacks an author.", our_figure=20)
    assert (one(cut).verdict, one(cut).reason) == (KNOWN, "The copy lacks an author.")
    assert one(cut, posts=21).verdict == UNEXPLAINED
    assert one(cut, posts=30).verdict == EQUAL


def test_the_headings_of_a_users_file_may_have_been_counted():
    """Fifteen lines are fourteen rows and their headings, if fourteen were counted as well."""
    lines = count("users_rows", 15, "Lines were counted.")
    assert compared(count("users_rows", 14), lines)[1].verdict == KNOWN
    assert one(lines).verdict == UNEXPLAINED


def test_accounts_that_are_listed_twice_are_a_known_reason():
    found = one(count("users_rows", 13))
    assert (found.ours, found.verdict) == (14, KNOWN)
    assert found.reason == "1 row repeats an account."
    many = one(count("users_rows", 13), users_rows=16)
    assert many.reason == "3 rows repeat an account."


# ---- What could not be read ----------------------------------------------------------------------


def test_records_that_could_not_be_read_are_part_of_the_number():
    found = one(count("posts", 20), posts=18, posts_rejected=2, rejected={"short": 2})
    assert (found.ours, found.quarantined, found.verdict) == (20, 2, EQUAL)
    assert sentence(found) == (
        "posts: 20 (18 accepted, 2 quarantined) here, 20 elsewhere (A. Counter.): equal."
    )


def test_a_count_without_the_records_set_aside_is_known():
    found = one(count("posts", 18), posts=18, posts_rejected=2, rejected={"short": 2})
    assert (found.ours, found.verdict) == (20, KNOWN)
    assert found.reason == "Equal without the 2 quarantined here."


def test_a_count_of_rows_that_repeat_a_post_is_known():
    """Others count rows: twenty posts and four records that repeat one."""
    found = one(count("posts", 24), repeated=4)
    assert (found.ours, found.verdict) == (20, KNOWN)
    assert found.reason == "Equal with the 4 that repeat a post."
    assert one(count("posts", 23), repeated=4).verdict == UNEXPLAINED


def test_rows_of_users_that_could_not_be_read_are_part_of_theirs():
    """Of five records set aside two were posts, so three were rows of users."""
    set_aside = {"posts_rejected": 2, "rejected": {"short": 4, "long": 1}}
    found = one(count("users_rows", 17), **set_aside)
    assert (found.ours, found.quarantined, found.verdict) == (17, 3, EQUAL)
    assert one(count("published", 13), **set_aside).quarantined == 0


# ---- What is compared ----------------------------------------------------------------------------


def test_first_and_last_posts_are_compared_by_the_minute():
    first, last = compared(count("first", "2020-02-29 10:01"), count("last", "2020-03-01 00:46"))
    assert first.verdict == EQUAL
    assert sentence(first).startswith("first post, UTC: 2020-02-29 10:01 here, 2020-02-29 10:01")
    assert verdict(last) == "differs by 1 minute: unexplained"
    (late,) = compared(count("last", "2020-02-28 00:45"))
    assert verdict(late) == "differs by 2,880 minutes: unexplained"


def test_what_was_not_read_is_not_compared():
    """A users file alone says nothing of posts, and posts alone nothing of the users file."""
    every = (count("posts", 20), count("users_rows", 14), count("active", 12))
    users = {"posts": 0, "active": None, "first": None, "last": None}
    assert [found.name for found in compared(*every, **users)] == ["rows of the users file"]
    posts = {"users_rows": None, "published": None}
    assert [found.name for found in compared(*every, **posts)] == ["posts", "active accounts"]


def test_counts_of_other_releases_and_collections_are_left_alone():
    others = (count("posts", 20, release=LATER.slug), count("posts", 20, collection="clemson"))
    assert compared(*others) == ()


def test_what_others_collected_is_compared_with_itself_alone():
    """Clemson's collection is not the release, and its posts are not the release's."""
    counts = (
        count("posts", 90, release=LATER.slug),
        count("posts", 20, release=LATER.slug, collection="clemson"),
    )
    found = compared(*counts, about=LATER.slug, collection="clemson")
    assert [(each.published, each.verdict) for each in found] == [(20, EQUAL)]
    assert compared(count("posts", 20), about="both", collection="chua-2019") == ()


def test_of_releases_read_together_the_sums_are_compared():
    both = (
        count("posts", 8),
        count("posts", 99, "Another issue."),
        count("posts", 12, release=LATER.slug, source="B."),
        *(count("first", "2020-03-01 00:00"), count("last", "2020-03-01 00:45")),
        count("first", "2020-02-29 10:01", release=LATER.slug),
        count("last", "2020-02-29 23:00", release=LATER.slug),
    )
    found = {each.name: each for each in compared(*both, about="both")}
    assert (found["posts"].published, found["posts"].verdict) == (20, EQUAL)
    assert found["posts"].source == "The sources named with each release."
    assert found["first post, UTC"].verdict == found["last post, UTC"].verdict == EQUAL
    assert found["first post, UTC"].source == "A. Counter."


def test_a_sum_needs_each_release_and_gives_way_to_a_count_of_all():
    alone = compared(count("posts", 20), about="both")
    assert alone == ()
    parts = (count("active", 7), count("active", 7, release=LATER.slug))
    (found,) = compared(*parts, count("active", 12, release="both"), about="both")
    assert (found.published, found.verdict) == (12, EQUAL)


# ---- Announced accounts --------------------------------------------------------------------------


def announced(accounts: int, *counts: Count, **told: object) -> tuple[Reconciled, ...]:
    release = replace(ATLANTIS, accounts=accounts, accounts_source="https://said.example/")
    about = Subject(release.slug, (release,), release.zone, CATALOGUE.countries["atlantis"])
    return reconcile(replace(MANIFEST, **told), about, CATALOGUE.collections["platform"], counts)


def test_accounts_are_set_beside_those_announced_where_nobody_counted_the_file():
    rows, accounts = announced(13)
    assert rows.name == "rows of the users file, beside the accounts announced"
    assert (rows.ours, rows.verdict, rows.reason) == (14, KNOWN, "1 row repeats an account.")
    assert accounts.name == "published accounts, beside the accounts announced"
    assert (accounts.ours, accounts.verdict) == (13, EQUAL)
    assert accounts.source == "https://said.example/"
    assert len(announced(13, users_rows=13)) == 1, "rows and accounts are the same number"
    assert announced(13, users_rows=None, published=None) == ()
    assert [each.verdict for each in announced(40)] == [UNEXPLAINED] * 2


def test_a_count_of_the_file_comes_before_the_announcement():
    (found,) = announced(99, count("users_rows", 14))
    assert (found.published, found.verdict) == (14, EQUAL)


def test_a_count_of_lines_is_explained_by_the_announced_accounts():
    """As many accounts as announced, so that the line more is that of the headings."""
    lines = count("users_rows", 14, "Lines were counted.")
    found, accounts = announced(13, lines, users_rows=13)
    assert (found.verdict, found.reason) == (KNOWN, "Lines were counted.")
    assert accounts.verdict == EQUAL


# ---- The report ----------------------------------------------------------------------------------


def test_the_report_also_says_what_nothing_compares_with():
    manifest = replace(MANIFEST, reconciled=compared(count("posts", 20), count("users_rows", 14)))
    assert list(report(manifest)) == [
        "posts: 20 here, 20 elsewhere (A. Counter.): equal.",
        "rows of the users file: 14 here, 14 elsewhere (A. Counter.): equal.",
        "active accounts: 12, with no published number to compare.",
    ]


def test_the_report_on_a_users_file_alone_says_that_no_posts_were_read():
    manifest = replace(MANIFEST, posts=0, active=None, first=None, last=None)
    assert list(report(manifest)) == [
        "posts: none read; what a users file alone tells becomes known.",
        "rows of the users file: 14, with no published number to compare.",
        "published accounts: 13, with no published number to compare.",
    ]


# ---- What the dashboard comes with ---------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data" / "releases.toml")


@pytest.fixture(scope="module")
def published() -> tuple[Count, ...]:
    return read_published(ROOT / "data" / "published" / "counts.csv")


@pytest.mark.parametrize(
    ("slug", "posts", "verdicts"),
    [
        ("russia-2019-01", 920_761, [EQUAL, KNOWN]),
        ("russia-2019-01", 765_246, [KNOWN, EQUAL]),
        ("russia-2019-01", 765_245, [UNEXPLAINED, UNEXPLAINED]),
        ("china-2019-08-1", 1_898_108, [EQUAL, KNOWN]),
        ("china-2019-08-1", 1_906_831, [KNOWN, EQUAL]),
        ("russia-2018-10", 9_041_308, [KNOWN, EQUAL]),
        ("russia-2021-02-gru", 26_684, [EQUAL, UNEXPLAINED]),
        ("thailand-2020-10", 21_385, [EQUAL]),
        ("thailand-2020-10", 21_384, [UNEXPLAINED]),
    ],
)
def test_copies_of_releases_are_told_apart(catalogue, published, slug, posts, verdicts):
    about = resolve_subject(slug, catalogue)
    nothing = {"users_rows": None, "published": None, "active": None, "first": None, "last": None}
    manifest = replace(MANIFEST, subject=slug, posts=posts, **nothing)
    found = reconcile(manifest, about, catalogue.collections["platform"], published)
    assert [each.verdict for each in found] == verdicts


def test_the_collections_that_come_with_the_dashboard_reconcile_to_the_row(catalogue, published):
    """Clemson's lacks 17 authors; GRU's users file lists an account twice; August 2019 has 940."""
    clemson = replace(MANIFEST, posts=2_463_944, active=2_839, users_rows=None, published=None)
    about = resolve_subject("russia-2018-10", catalogue)
    found = reconcile(clemson, about, catalogue.collections["clemson"], published)
    assert [(each.name, each.published, each.verdict) for each in found] == [
        ("posts", 2_973_371, KNOWN),
        ("active accounts", 2_856, KNOWN),
    ]
    users = replace(MANIFEST, posts=0, active=None, first=None, last=None)
    about = resolve_subject("russia-2021-02-gru", catalogue)
    gru = replace(users, users_rows=70, published=69)
    found = reconcile(gru, about, catalogue.collections["platform"], published)
    assert [(each.ours, each.verdict) for each in found] == [(70, KNOWN), (69, EQUAL)]
    about = resolve_subject("china-2019-08", catalogue)
    august = replace(users, users_rows=940, published=940)
    found = reconcile(august, about, catalogue.collections["hongkongio"], published)
    assert [(each.published, each.verdict) for each in found] == [(940, EQUAL)]
