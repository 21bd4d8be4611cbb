"""How the numbers are made, for readers who have to answer for them."""

from typing import Any

from dashboard.clock.calendars import Weekend
from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.panels.distinctive.measure import LEAST, PRIOR
from dashboard.snapshot.beside import depth_of
from dashboard.snapshot.world import World
from dashboard.web import urls
from dashboard.web.pages import rhythm_methods
from dashboard.web.pages.document import address, capital, document, listed, section, table
from dashboard.web.pages.earlier_lives import earlier_lives


def compared() -> list[Node]:
    return [_apart(), _alike()]


def _apart() -> Node:
    told = (
        "What sets an operation apart is told by log-odds with an informative Dirichlet prior, "
        "after Monroe, Colaresi and Quinn (“Fightin' Words”, Political Analysis 16(4), 2008). The "
        "odds of a hashtag or domain among all uses of an operation are set against its odds among "
        f"the uses of the others in view, added up. Both sides begin with {PRIOR:.0f} uses of a "
        "prior, shared out by the mean of the two sides' shares, so that a few uses of something "
        "rare are not taken for a difference.",
        "z is the log-odds over its standard deviation. Items are listed in order of z, from "
        f"{LEAST} on. It treats every use as if it came alone; a few busy accounts can make one "
        "item stand out, which is why the accounts stand beside it. What falls under the rule of "
        "ten accounts counts as not used.",
    )
    return section("What sets an operation apart", [node("P", text) for text in told], "apart")


def _alike() -> Node:
    told = (
        "Two operations are compared in six aspects: hours of the week, themes, hashtags, domains, "
        "clients and languages. In each, the uses or posts of an operation are a distribution; the "
        "similarity of two is 1 less their Jensen-Shannon distance with logarithms of base 2. It "
        "is 1 where the shares are the same and 0 where nothing is in common. What two operations "
        "share most is what adds most to 1 less their divergence.",
        "The aspects are not added up, because each answers another question and rests on other "
        "counts. Hours are those of the clock that is shown. A post with two themes counts for "
        "both. Languages leave out posts whose language is not stated. Domains are not compared "
        "where most links are the platform's own short links, nor posts with uses of hashtags.",
    )
    return section("How alike two operations are", [node("P", text) for text in told], "alike")


# Zones whose clocks changed at one minute past the hour since 2006, and when. Canada/Newfoundland
# is another name of America/St_Johns. tests/web/pages/test_pages.py finds them anew in tzdata.
ODD_ZONES = (
    ("America/Goose_Bay", "2006 to 2011"),
    ("America/Moncton", "2006"),
    ("America/St_Johns", "2006 to 2011"),
    ("Antarctica/Casey", "2020 to 2022"),
    ("Asia/Gaza", "2010 and 2011"),
    ("Asia/Hebron", "2011"),
    ("Canada/Newfoundland", "2006 to 2011"),
)

ACCOUNTS = (
    ("Announced", "the number in the platform's announcement."),
    ("Published", "distinct accounts in the users file of the release."),
    ("Active", "accounts with at least one post in the posts file."),
)
KINDS = (
    "A post is a retweet if the file says so; else a quote; else a reply; else an original.",
    "Clemson's collection does not mark replies. There a post that is neither a retweet nor a "
    "quote may be an original or a reply, and a filter on one of the two answers “not known”.",
    "Counts by others have no kinds here.",
)
LANGUAGES = (
    "A post has the language that the platform recognised and wrote into its file, by the codes of "
    "today. Not stated: it recognised none, or the file does not say."
)
TIMELINE = (
    "The timeline counts posts by week, Monday to Sunday on the clock shown, where all operations "
    "together span two years or less, and else by month; where others counted months, all is by "
    "month. A week or month that the period cuts counts what lies in the period. One without posts "
    "is left empty. Public holidays and weekend days worked in exchange come from the Python "
    "package holidays, for the operation's own country, of a joint release the first one named. A "
    "holiday counts where it falls on a day otherwise worked. A feast set by the moon can lie "
    "beside its day, and holidays of parts of a country are left out."
)
TAKEDOWNS = (
    "What the platform did not find, or found and did not publish.",
    "Who gave an order, what it cost, and whether anybody was persuaded.",
    "How many people saw a post. Likes and retweets in the files leave out those by accounts that "
    "were removed.",
    "Deleted posts, and what the same people did on other platforms.",
    "Whether one operation was in truth larger than another: some releases are more complete.",
)


def page(world: World) -> str:
    main = [
        node("H1", "Methods"),
        node("P", "How each number on these pages is made, and how far it can be trusted.",
            className="lead"),
        _depth(world),
        _accounts(),
        _clocks(),
        _weekends(world),
        *rhythm_methods.sections(),
        section("Weeks, gaps and days off", [node("P", TIMELINE)], "weeks"),
        section("Kinds of post", [listed(list(KINDS))], "kinds"),
        section("Languages", [node("P", LANGUAGES)]),
        _themes(world),
        _tags(),
        earlier_lives(),
        *compared(),
        section("What a takedown does not show", [listed(list(TAKEDOWNS))], "not-shown"),
        _reading(),
        _collections(world),
        _versions(world),
    ]  # fmt: skip
    about = "How the numbers are counted, on whose clock, from which files, and where they end."
    return document("Methods", about, main, urls.METHODS, simulated=world.simulated)


def _depth(world: World) -> Node:
    """Say the three depths and how many releases each has."""
    found = [depth_of(world, release) for release in world.catalogue.releases.values()]
    rows = (
        ("rows", "Its files were read here, and every number was counted from them."),
        ("counts", "Others read the files and published counts. They are cited; what they did not "
            "count is not known here."),
        ("facts", "Only what was announced is known. Charts that would need posts say so."),
    )  # fmt: skip
    body: list[list[Any]] = [[name, told, str(found.count(name))] for name, told in rows]
    told = (
        "A release is known in one of three depths. Where rows and counts exist for one release, "
        "rows are shown, and the page of the operation sets both side by side."
    )
    return section(
        "How deep a release is known",
        [node("P", told), table(["Depth", "Means", "Releases"], body, "Depths")],
        "depth",
    )


def _accounts() -> Node:
    pairs = [p for name, told in ACCOUNTS for p in (node("Dt", name), node("Dd", told))]
    told = (
        "They are never merged, because each answers another question. Accounts that are "
        "announced but not published were withheld or removed later. Amplifier accounts are a "
        "fourth number: the platform counted them and did not publish them. A number that was "
        "announced for two releases together counts once in a sum, and totals of countries are "
        "never added, because a joint release belongs to each country it names."
    )
    return section(
        "Three counts of accounts",
        [node("Dl", pairs, className="facts"), node("P", told)],
        "accounts",
    )


def _clocks() -> Node:
    listed_zones = [f"{zone} ({years})" for zone, years in ODD_ZONES]
    told = (
        "Files give the time of a post in UTC, to the minute. Hours are shown on the clock of "
        "the place an operation was run from, with its summer time and its changes of law, as "
        "the tzdata package records them. Where an operation was run from several places, one "
        "zone was chosen, and the page of the operation says why. A clock suggests a place; it "
        "does not prove one, and a schedule can be set from anywhere.",
        "Posts are kept by quarter of an hour. Every UTC offset since 2006 is a whole number of "
        "quarters. In seven zones some changes of the clock came at one minute past the hour; "
        "there the change is rounded to the quarter, so the posts of one quarter of an hour can "
        "fall in the neighbouring hour:",
        "“Monday to Friday, 08:00 to 17:00” is 45 of the 168 hours of a week. Posting that is "
        "spread evenly would put 26.8% of posts there, and 71.4% on Monday to Friday.",
    )
    parts = [node("P", told[0]), node("P", told[1]), listed(listed_zones), node("P", told[2])]
    return section("Clocks", parts)


def _weekends(world: World) -> Node:
    body: list[list[Any]] = [
        [country.name, *_weekend(weekend)]
        for country in sorted(world.catalogue.countries.values(), key=lambda c: c.name)
        for weekend in country.weekends
    ]
    sentence = (
        "The weekend marked on a chart is that of the country in the years of the posts. Holidays "
        "and days worked in their stead are not taken out of the counts; the tests of the rhythm "
        "know them. They come from the Python package holidays and need no network."
    )
    head = ["Country", "Days off", "Half days", "In force", "Source"]
    return section("Weekends", [node("P", sentence), table(head, body, "Weekends by country")])


def _weekend(weekend: Weekend) -> list[Any]:
    since = f"since {weekend.since}" if weekend.since else ""
    until = f"until {weekend.until}" if weekend.until else ""
    force = " ".join(part for part in (since, until) if part) or "throughout"
    days = ", ".join(weekend.days)
    return [days, ", ".join(weekend.half_days) or "none", force, address(weekend.source)]


def _themes(world: World) -> Node:
    themes = world.lexicon.themes.values()
    noise = sum(theme.noise for theme in themes)
    terms = sum(len(theme.terms) for theme in themes)
    told = (
        f"A theme is a list of hashtags, words and phrases, {terms:,} in {len(themes)} themes; "
        "each names its source. A post belongs to every theme whose terms it uses, so shares of "
        "themes do not add up to the whole. Some terms do not count beside others: BNP beside "
        "Paribas is a bank.",
        "Coverage is the share of posts that any theme claims. It stands beside every chart of "
        "themes, because a low coverage means that most posts were about something these lists do "
        f"not know. {noise} of the themes are noise, such as spam and filler, and are shown apart.",
        "Terms match whole words without regard to capitals, full-width letters or invisible "
        "signs, in simplified and traditional Chinese, and in the forms that Arabic and Persian "
        "give the same letters. A list made by people is a point of view: it finds what its makers "
        "looked for. "
        "Where only hashtags were counted by others, themes are shares of hashtag uses, not posts, "
        "and every use counts, whatever stands beside it.",
        "Over time, a theme's share is of the posts of each week, from Monday on the clock shown, "
        "where two years or less are shown, and else of each month.",
    )
    rows: list[list[Any]] = [
        [theme.label, theme.definition, f"{len(theme.terms):,}", "noise" if theme.noise else ""]
        for theme in themes
    ]
    every = table(["Theme", "What it holds", "Terms", ""], rows, "Themes", "broad")
    folded = node("Details", [node("Summary", f"All {len(themes)} themes"), every])
    return section("Themes and coverage", [*(node("P", t) for t in told), folded], "themes")


def _tags() -> Node:
    sentence = (
        "A hashtag or a domain is shown only if at least 10 accounts used it in the whole "
        "release. In counts by others accounts are not known; there it must have been used at "
        "least 100 times. The rule is applied once, when files are read, so that no filter can "
        "bring out what a few people wrote. Spellings that differ only in capitals are counted "
        "together."
    )
    return section("Hashtags and domains", [node("P", sentence)], "tags")


def _reading() -> Node:
    told = (
        "Files are read as the platform issued them, in every form since October 2018. Records "
        "that we read and records that we set aside are together the records in the file, counted "
        "in two ways that must agree. A record is set aside if it has too few or too many fields, "
        "a stray quote, broken text, no account, an impossible time or one after the disclosure. "
        "More than one in a thousand, and the file is refused.",
        "The id of a post holds the moment when it was written. Each stated minute is compared "
        "with it; files whose times were shifted as a whole are refused.",
        "What we counted stands beside what others published on the same files: equal, different "
        "for a known reason, or different and unexplained. Each operation's page shows it.",
    )
    return section("Reading the files", [node("P", text) for text in told], "reading")


def _collections(world: World) -> Node:
    body: list[list[Any]] = [
        [
            capital(c.title),
            ui.outside(c.credit, c.url),
            c.depth,
            c.caveat,
            c.licence,
        ]
        for c in world.catalogue.collections.values()
    ]
    head = ["Collection", "By", "Depth", "Limits", "Licence"]
    return section(
        "Limits of each collection", [table(head, body, "Collections", "broad")], "collections"
    )


def _versions(world: World) -> Node:
    told = [
        f"Data version {world.version}: a mark made of everything that is served, and changed by "
        "any change of it. A copied link carries it, so that a later reader is told if numbers "
        "behind the link have changed.",
        f"Themes, version {world.lexicon.version}.",
        ["The catalogue of releases as a file: ",
            node("A", "releases.csv", href=urls.download("releases", "csv")), "."],
    ]  # fmt: skip
    return section("Versions", [listed(told)])
