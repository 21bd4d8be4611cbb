"""A small world whose every number can be added up by hand.

It borrows slugs and zones of the real catalogue, because links name them, and the dates of real
changes of the clock. Its counts, hashtags and findings are made up.
"""

from datetime import UTC, date, datetime
from functools import cache

import pandas as pd

from dashboard.catalogue import cited
from dashboard.catalogue.lexicon import Lexicon, Term, Theme
from dashboard.catalogue.published import Reconciled
from dashboard.catalogue.releases import (
    WITHHELD,
    Catalogue,
    Collection,
    Comparison,
    Dispute,
    Finding,
    Group,
    Release,
)
from dashboard.clock.calendars import Country, Weekend
from dashboard.snapshot.world import World, make_world
from dashboard.store.holdings import Holding, Manifest
from dashboard.tables import ACCOUNTS, BINS, INTERVALS, ITEMS, LATER_COLUMNS, POSTS

# ---- Catalogue -----------------------------------------------------------------------------------

# China 2019: the 30 announced accounts and 200 amplifiers of August stand on two releases and count
# once. Announced 30 + 50 = 80, amplifiers 200, published 20 + 8 + 50 = 78; withheld 80 + 200 - 78
# = 202 of 280. Posts announced 10 + 20 + 70 = 100.
AUGUST = {"accounts": 30, "amplifiers": 200, "zone": "Asia/Shanghai", "countries": ("china",)}
CAVEATS = {"platform": "As released.", "clemson": "Some are missing.", "chua-2019": "Counts only."}


def release(slug: str, day: date, **told: object) -> Release:
    """Return a release with `told` and words that say nothing."""
    plain = {"archive_id": slug.replace("-", "_"), "operator": "", "summary": "", "disclosed": day}
    source = {"source_title": "A post", "source_url": f"https://example.org/{slug}"}
    return Release(slug, **plain | source | told)  # type: ignore[arg-type]


RELEASES = (
    # Not published: 100 - 90 = 10 of 100.
    release(
        "russia-2018-10",
        date(2018, 10, 17),
        countries=("russia",),
        zone="Europe/Moscow",
        accounts=100,
        users_rows=90,
        posts=1000,
    ),
    release(
        "china-2019-08-1",
        date(2019, 8, 19),
        **AUGUST | {"users_rows": 20, "posts": 10, "apart": "set 1", "short": "China Aug 2019 1"},
        accounts_shared_with=("china-2019-08-2",),
        amplifiers_shared_with=("china-2019-08-2",),
    ),
    release(
        "china-2019-08-2",
        date(2019, 8, 19),
        **AUGUST | {"users_rows": 8, "posts": 20, "apart": "set 2", "short": "China Aug 2019 2"},
        accounts_shared_with=("china-2019-08-1",),
        amplifiers_shared_with=("china-2019-08-1",),
    ),
    # Of these two only facts are known, and hashtags that others counted.
    release(
        "china-2019-09",
        date(2019, 9, 20),
        countries=("china",),
        zone="Asia/Shanghai",
        accounts=50,
        users_rows=50,
        posts=70,
    ),
    release(
        "uae-egypt-2019-09",
        date(2019, 9, 20),
        countries=("uae", "egypt"),
        zone="Asia/Dubai",
        accounts=5,
        users_rows=7,
        posts=300,
        disputes=(Dispute("accounts", "7", "https://example.org/other"),),
    ),
    release(
        "turkey-2020-06",
        date(2020, 6, 11),
        countries=("turkey",),
        zone="Europe/Istanbul",
        accounts=40,
        posts=500,
        findings=(
            Finding("size", "Forty accounts.", "A. Reader", "https://example.org/size"),
            Finding("rhythm", "Most at noon.", "A. Reader", "https://example.org/noon"),
        ),
    ),
    # Not published: 12 - 10 = 2 of 12.
    release(
        "thailand-2020-10",
        date(2020, 10, 8),
        countries=("thailand",),
        zone="Asia/Bangkok",
        accounts=12,
        users_rows=10,
        posts=25,
        amplifiers=8,
    ),
)
SATURDAY = (Weekend(("Sat", "Sun"), "made up"),)
FRIDAY = (Weekend(("Fri", "Sat"), "made up"),)
COUNTRIES = (
    Country("russia", "Russia", "RU", weekends=SATURDAY),
    Country("china", "China", "CN", weekends=SATURDAY),
    Country("uae", "United Arab Emirates", "AE", short="UAE", weekends=FRIDAY),
    Country("egypt", "Egypt", "EG", weekends=FRIDAY),
    Country("turkey", "Turkey", "TR", weekends=SATURDAY),
    Country("thailand", "Thailand", "TH", weekends=SATURDAY),
)
COLLECTIONS = (
    ("platform", "The release", "rows", "", None),
    ("clemson", "Clemson's collection", "rows", "russia-2018-10", 60),
    ("chua-2019", "Counts by minute", "counts", "china-2019", 80),
    ("basel-suiche-2020", "Counts of 28 releases", "counts", "", None),
    ("counter", "Counts by kind", "counts", "uae-egypt-2019-09", 300),
)


def small_catalogue() -> Catalogue:
    """Return seven releases, their countries and China 2019."""
    groups = (
        Group("china-2019", "China, disclosed 2019", "China 2019", tuple(r.slug for r in CHINA)),
    )
    three = ("china-2019", "russia-2018-10", "thailand-2020-10")
    collections = [
        Collection(
            name, title, f"Credit of {name}", "https://example.org/files", "none stated", depth,
            CAVEATS.get(name, "Cited."), subject, whole,
        )
        for name, title, depth, subject, whole in COLLECTIONS
    ]  # fmt: skip
    return Catalogue(
        {r.slug: r for r in RELEASES},
        {c.slug: c for c in COUNTRIES},
        {g.slug: g for g in groups},
        {c.name: c for c in collections},
        (Comparison("Three with hours", "Three.", three),),
    )


CHINA = [r for r in RELEASES if r.slug.startswith("china-2019-0")]

# ---- What is held --------------------------------------------------------------------------------

# A label with marks, to see that none of them is read as markup.
LEXICON = Lexicon(
    "test",
    {"made-up": "Made up"},
    {
        theme.id: theme
        for theme in (
            Theme("court", "King & <b>court</b>", "The court.", False, ()),
            Theme(
                "hong-kong",
                "Hong Kong",
                "The city.",
                False,
                (Term("HongKong", "hashtag", "en", "Hong Kong", "made-up"),),
            ),
            Theme("filler", "Filler", "Spam.", True, ()),
        )
    },
)

# (UTC, language, kind, themes, posts). Bangkok is UTC+7. 25 posts: original 13, retweet 5, reply 4,
# quote 3; Thai 17, English 7, not stated 1; court 12, Hong Kong 2, filler 3, any theme 15.
THAILAND = (
    ("2020-02-03 01:00", "th", "original", "court", 10),  # Monday 08:00 in Bangkok
    ("2020-02-03 01:45", "th", "retweet", "", 5),  # Monday 08:45
    ("2020-02-04 09:45", "en", "quote", "filler", 3),  # Tuesday 16:45
    ("2020-02-04 10:00", "en", "reply", "", 4),  # Tuesday 17:00, after the working hours
    ("2020-02-29 17:15", "th", "original", "court hong-kong", 2),  # Sunday 1 March 00:15
    ("2020-03-01 12:00", "und", "original", "", 1),  # Sunday 19:00
)
# Moscow went from UTC+4 to UTC+3 on Sunday 26 October 2014 at 02:00. 40 posts.
RUSSIA = (
    ("2014-10-24 04:00", "ru", "original-or-reply", "", 20),  # Friday 08:00
    ("2014-10-25 21:30", "en", "original-or-reply", "hong-kong", 6),  # Sunday 01:30
    ("2014-10-25 22:15", "en", "quote", "", 2),  # Sunday 01:15, the second time
    ("2014-10-27 04:00", "ru", "retweet", "", 12),  # Monday 07:00
)
# Beijing is UTC+8. 50 posts of unknown kind and theme.
CHINA_COUNTS = (
    ("2019-07-03 00:00", "zh", "", "", 30),  # Wednesday 08:00
    ("2019-07-03 16:30", "en", "", "", 10),  # Thursday 00:30
    ("2019-07-07 02:00", "zh", "", "", 10),  # Sunday 10:00
)
# (calendar, month, accounts). The night of 29 February is March in Bangkok.
THAI_ACCOUNTS = (
    *(("", "", 9), ("operator", "2020-02", 8), ("operator", "2020-03", 2)),
    *(("utc", "2020-02", 9), ("utc", "2020-03", 1)),
)
RUSSIAN_ACCOUNTS = (("", "", 7), ("operator", "2014-10", 7), ("utc", "2014-10", 7))
# (calendar, month, item, label, uses, accounts)
THAI_TAGS = (
    ("", "", "court", "Court", 12, 10),
    ("", "", "+1", "+1", 5, 11),
    ("", "", "hongkong", "HongKong", 2, 10),
    *(
        ("operator", "2020-02", "court", "Court", 10, 8),
        ("utc", "2020-02", "court", "Court", 12, 9),
    ),
    *(("operator", "2020-02", "+1", "+1", 5, 6), ("utc", "2020-02", "+1", "+1", 5, 6)),
    *(("operator", "2020-03", "court", "Court", 2, 2),),
    *(("operator", "2020-03", "hongkong", "HongKong", 2, 2),),
    *(("utc", "2020-02", "hongkong", "HongKong", 2, 2),),
)
# In February 4 posts link to news.example, in March 2; 25 posts were written with two clients.
THAI_DOMAINS = (
    ("", "", "news.example", "news.example", 6, 10),
    ("operator", "2020-02", "news.example", "news.example", 4, 7),
    ("operator", "2020-03", "news.example", "news.example", 2, 2),
    ("utc", "2020-02", "news.example", "news.example", 6, 8),
)
THAI_CLIENTS = (
    *(("", "", "Web", "Web", 20, 8), ("", "", "Phone", "Phone", 5, 4)),
    *(("operator", "2020-02", "Web", "Web", 20, 8), ("utc", "2020-02", "Web", "Web", 20, 8)),
    ("operator", "2020-02", "Phone", "Phone", 2, 1),
    ("operator", "2020-03", "Phone", "Phone", 3, 3),
    *(("utc", "2020-02", "Phone", "Phone", 4, 3), ("utc", "2020-03", "Phone", "Phone", 1, 1)),
)
RUSSIAN_DOMAINS = (
    *(("", "", "news.example", "news.example", 3, 10), ("", "", "t.co", "t.co", 30, 10)),
    *(("operator", "2014-10", n, n, uses, 7) for n, uses in (("news.example", 3), ("t.co", 30))),
    *(("utc", "2014-10", n, n, uses, 7) for n, uses in (("news.example", 3), ("t.co", 30))),
)
# (measure, bin, accounts). Of the ten Thai accounts, and of the 50 of China's September, whose
# posts are not held: 12 created in 2019 but not in May, 18 in years of fewer than ten.
THAI_PROFILES = (("created", "2020-01", 10), ("followers", "0", 10))
CHINESE_PROFILES = (
    *(("created", "2019", 12), ("created", "2019-05", 20), ("created", "", 18)),
    *(("followers", "0", 30), ("followers", "10-99", 10), ("followers", "", 10)),
)
# The 25 Thai posts and 10 accounts beside published numbers: three are equal, one differs for a
# known reason, and one nobody can explain.
THAI_RECONCILED = (
    Reconciled("posts", 25, 25, "https://example.org/thailand-2020-10", "equal"),
    Reconciled("posts", 25, 27, "A <b>copy</b>.", "known", "Two posts are there twice."),
    Reconciled("posts", 25, 1250, "https://counter.example/", "unexplained"),
    Reconciled("published accounts", 10, 10, "https://example.org/thailand-2020-10", "equal"),
    Reconciled("last post, UTC", "2020-03-01 12:00", "2020-03-01 12:00", "A. Counter", "equal"),
)
# What others counted. 150 of 400 uses are the theme Hong Kong's.
CITED_TAGS = (
    ("china-2019-09", "hongkong", "HongKong", 150),
    ("china-2019-09", "news", "News", 250),
    ("uae-egypt-2019-09", "=sum", "=SUM", 120),
    ("uae-egypt-2019-09", "<b>qatar</b>", "<b>Qatar</b>", 120),
)
# 60 and 40 of China's 70 posts, in which a post may have both; the clients are those of all 70.
CITED_DOMAINS = (
    *(("china-2019-09", "news.example", 60), ("china-2019-09", "other.example", 40)),
    ("uae-egypt-2019-09", "other.example", 150),
)
CITED_CLIENTS = (("china-2019-09", "Web", 35), ("china-2019-09", "Robot", 35))
# Months, and languages, add up to the releases' 70 and 300 posts. Nobody posted in December.
CITED_MONTHS = (
    ("china-2019-09", "2019-06", 20),
    ("china-2019-09", "2019-07", 50),
    ("uae-egypt-2019-09", "2018-11", 90),
    ("uae-egypt-2019-09", "2019-01", 210),
)
CITED_LANGUAGES = (
    ("china-2019-09", "zh", 63),
    ("china-2019-09", "fr", 7),
    ("uae-egypt-2019-09", "ar", 240),
    ("uae-egypt-2019-09", "und", 45),
    ("uae-egypt-2019-09", "en", 15),
)
# Of the same 300 posts, of which somebody else did not tell originals from quotes.
CITED_KINDS = (
    ("uae-egypt-2019-09", "original-or-quote", 90),
    ("uae-egypt-2019-09", "reply", 30),
    ("uae-egypt-2019-09", "retweet", 180),
)

VERSION = "0123456789ab"


def slot(text: str) -> int:
    """Return the quarter-hour of "YYYY-MM-DD HH:MM" UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 900


def table(columns: dict[str, str], rows: object) -> pd.DataFrame:
    """Return a table of the store; columns that came later may be left out of all rows."""
    told = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))  # type: ignore[call-overload]
    if not isinstance(rows, pd.DataFrame):
        told.columns = list(columns)[: told.shape[1]]
    later = {n: v for n, v in LATER_COLUMNS.items() if n in columns and n not in told}
    return told.assign(**later).reindex(columns=list(columns)).astype(columns)


def holding(
    subject: str,
    collection: str,
    zone: str,
    posts: tuple[tuple[str, str, str, str, int], ...],
    accounts: tuple[tuple[str, str, int], ...] = (),
    tags: tuple[tuple[str, str, str, str, int, int], ...] = (),
    domains: tuple[tuple[str, str, str, str, int, int], ...] = (),
    clients: tuple[tuple[str, str, str, str, int, int], ...] = (),
    profiles: tuple[tuple[str, str, int], ...] = (),
    intervals: tuple[tuple[str, str, float, float, float], ...] = (),
    **told: object,
) -> Holding:
    """Return what ingest would have kept of `posts`."""
    stated = {"depth": "rows", "users_rows": None, "published": None, "themes_version": "test"}
    manifest = Manifest(
        subject=subject,
        collection=collection,
        files=(),
        posts_rejected=0,
        rejected={},
        minutes_checked=0,
        minutes_off=0,
        posts=sum(row[-1] for row in posts),
        first=posts[0][0] if posts else None,
        last=posts[-1][0] if posts else None,
        active=accounts[0][-1] if accounts else None,
        zone=zone,
        tool="test",
        **{"tables": {}} | stated | told,  # type: ignore[arg-type]
    )
    cells = table(POSTS, [(slot(time), *rest) for time, *rest in posts])
    items = [table(ITEMS, rows) for rows in (tags, domains, clients)]
    told_of = table(ACCOUNTS, accounts), *items, table(BINS, profiles), table(INTERVALS, intervals)
    return Holding(manifest, cells, *told_of)


def small_holdings() -> dict[tuple[str, str], Holding]:
    """Return a release of the platform, a collection without replies, users alone, and counts.

    Their tables are made once: who wants others replaces them.
    """
    return {(h.manifest.subject, h.manifest.collection): h for h in _small_holdings()}


@cache
def _small_holdings() -> tuple[Holding, ...]:
    return (
        holding(
            *("thailand-2020-10", "platform", "Asia/Bangkok", THAILAND, THAI_ACCOUNTS, THAI_TAGS),
            domains=THAI_DOMAINS,
            clients=THAI_CLIENTS,
            profiles=THAI_PROFILES,
            users_rows=10,
            published=10,
            reconciled=THAI_RECONCILED,
        ),
        holding(
            *("china-2019-09", "platform", "Asia/Shanghai", ()),
            profiles=CHINESE_PROFILES,
            themes_version=None,
            users_rows=50,
            published=50,
        ),
        holding(
            *("russia-2018-10", "clemson", "Europe/Moscow", RUSSIA, RUSSIAN_ACCOUNTS),
            domains=RUSSIAN_DOMAINS,
        ),
        holding(
            *("china-2019", "chua-2019", "Asia/Shanghai", CHINA_COUNTS),
            depth="counts",
            themes_version=None,
        ),
    )


def small_world() -> World:
    """Return the world that the fixture `world` makes once for all tests."""
    return make_world(small_catalogue(), LEXICON, small_holdings(), small_cited(), VERSION)


def small_cited() -> dict[str, pd.DataFrame]:
    """Return what others counted."""
    told = {"hashtags": CITED_TAGS, "months": CITED_MONTHS, "languages": CITED_LANGUAGES}
    told |= {"domains": CITED_DOMAINS, "clients": CITED_CLIENTS}
    told |= {"kinds": CITED_KINDS}
    tables = {name: table(cited.TABLES[name], rows) for name, rows in told.items()}
    return tables | {"kinds": tables["kinds"].assign(collection="counter")}


def fingerprint(world: World) -> list[bytes]:
    """Return every array of the world as bytes."""
    arrays = [
        [*vars(s.cells.all).values(), *vars(s.cells).values()] for s in world.sources.values()
    ]
    arrays += [
        [run.slot, run.posts] for s in world.sources.values() for run in s.cells.runs.values()
    ]
    arrays += [
        [*vars(months).values()]
        for s in world.sources.values()
        for items in (s.tags, s.domains, s.clients)
        for months in items.calendars.values()
    ]
    told = [array.tobytes() for these in arrays for array in these if hasattr(array, "tobytes")]
    told += [repr(s.active).encode() for s in world.sources.values()]
    told += [repr(users).encode() for users in world.users.values()]
    return [*told, repr((world.cited, world.catalogue, world.lexicon)).encode()]


# The first issue of uae-egypt-2019-09 had 310 posts, ten of January 2019 more than there are now.
# Of turkey-2020-06 posts are counted by year, and accounts by somebody who is not named.
FIRST_ISSUE = {
    "days": (
        ("uae-egypt-2019-09", "2018-11-05", 60),
        ("uae-egypt-2019-09", "2018-11-11", 30),
        ("uae-egypt-2019-09", "2019-01-07", 220),
    ),
    "first_issue": (
        ("uae-egypt-2019-09", "year", "2018", 90),
        ("uae-egypt-2019-09", "year", "2019", 220),
        ("uae-egypt-2019-09", "language", "ar", 310),
        ("uae-egypt-2019-09", "client", "<b>Web</b>", 310),
    ),
    "accounts": (
        ("uae-egypt-2019-09", "created", "2015", 20),
        ("uae-egypt-2019-09", "created", "2016", 15),
        ("uae-egypt-2019-09", "created", "", 12),
        ("uae-egypt-2019-09", "followers", "0-9", 30),
        ("uae-egypt-2019-09", "followers", "10-99", 17),
    ),
}
WITHHELD_COUNTS = {
    "accounts": (
        ("turkey-2020-06", "created", "2019", 12),
        ("turkey-2020-06", "created", "2020-01", 28),
    ),
    "totals": (
        ("turkey-2020-06", "accounts that posted", 40),
        ("turkey-2020-06", "retweets that name the author", 250),
    ),
}
BY_YEAR = {"years": (("turkey-2020-06", "2019", 300, "12"), ("turkey-2020-06", "2020", 200, ""))}


@cache
def first_issue_world() -> World:
    """Return the small world with FIRST_ISSUE, WITHHELD_COUNTS and BY_YEAR, made once."""
    catalogue, tables = small_catalogue(), small_cited()
    by_others = {"first": FIRST_ISSUE, "withheld": WITHHELD_COUNTS, "years": BY_YEAR}
    for collection, counts in by_others.items():
        url = WITHHELD if collection == "withheld" else f"https://example.org/{collection}"
        catalogue.collections[collection] = Collection(
            collection, f"Title of {collection}", f"Credit of {collection}", url, "none stated",
            "counts", f"Caveat of {collection}.",
        )  # fmt: skip
        for name, rows in counts.items():
            frame = table(cited.TABLES[name], rows).assign(collection=collection)
            frames = [tables[name], frame] if name in tables else [frame]
            tables[name] = pd.concat(frames, ignore_index=True)
    return make_world(catalogue, LEXICON, small_holdings(), tables, VERSION)
