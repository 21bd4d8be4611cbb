"""What others counted that no chart shows: the first issue of a release's files, and single years.

Where a first issue differs from the files as they are now, both numbers stand side by side.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dashboard.catalogue.cited import FIRST_ISSUE, Cited
from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Operation, Release
from dashboard.clock.weeks_months import month_name
from dashboard.look import ui, untrusted
from dashboard.look.ui import Node, node
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, CREATED
from dashboard.web.pages.document import section, table

MOST = 10  # languages and clients named; of years all
YEAR, LANGUAGE, USED = FIRST_ISSUE
HEADS = {YEAR: "Year", LANGUAGE: "Language", USED: "Client"}


def first_issue(world: World, operation: Operation) -> list[Node]:
    """Return posts of the first issue beside those of the files as they are now, [] without."""
    parts: list[Any] = []
    for cited in _of(world, operation):
        if not cited.first_issue:
            continue
        release = world.catalogue.releases[cited.release]
        parts.append(node("P", [_compared(cited, release), *_credits(world, cited)]))
        if not _agree(cited):
            parts += [_beside(cited, measure) for measure in cited.first_issue]
    title = "The first issue beside the files as they are now"
    return [section(title, parts, "first-issue")] if parts else []


def _of(world: World, operation: Operation) -> tuple[Cited, ...]:
    """Return what is cited of an operation of one release; of several, each has a page."""
    return world.cited_of(operation.slug) if operation.kind == "release" else ()


def _credits(world: World, cited: Cited) -> list[Any]:
    first, now = (world.collections_of([cited], table)[0] for table in ("first_issue", "months"))
    return [
        *(" The first issue was counted by ", ui.outside(first.credit, first.url)),
        *(", the files as they are now by ", ui.outside(now.credit, now.url), "."),
    ]


def _agree(cited: Cited) -> bool:
    """Whether both issues have the same counts of all that is counted in both."""
    later = _later(cited)
    return all(
        later[measure].get(name, posts) == posts
        for measure, counts in cited.first_issue.items()
        for name, posts in counts.items()
    )


def _compared(cited: Cited, release: Release) -> str:
    """Say how many posts and accounts each issue has, and what may explain the difference."""
    first, now = sum(cited.first_issue[YEAR].values()), cited.posts
    if first == now:
        both = "those of each year, language and client agree" if _agree(cited) else "see below"
        return f"The first issue held as many posts as the files do now, {first:,}; {both}."
    accounts, left = sum(cited.accounts[CREATED].values()), release.users_rows
    later = _later(cited)[YEAR]
    years = [year for year, posts in cited.first_issue[YEAR].items() if posts != later.get(year)]
    sentence = (
        f"The first issue held {first:,} posts, the files as they are now {now:,}: "
        f"{first - now:,} fewer, all of {' and '.join(years)}."
    )
    if left is None or left >= accounts:
        return f"{sentence} Why is not known."
    return (
        f"{sentence} The users file shrank with them, from {accounts:,} accounts to {left:,} rows: "
        f"posts of the {accounts - left:,} accounts that were withdrawn are the likely reason."
    )


def _later(cited: Cited) -> dict[str, Mapping[str, int]]:
    """Return posts of the files as they are now by what the first issue is counted by."""
    years: Counter[str] = Counter()
    for number, posts in enumerate(cited.months.tolist(), start=cited.first):
        years[month_name(number)[:4]] += posts
    clients = cited.listed[CLIENT]
    used = dict(zip(clients.items, clients.uses, strict=True))
    return {YEAR: years, LANGUAGE: cited.languages, USED: used}


def _beside(cited: Cited, measure: str) -> Node:
    first, now = cited.first_issue[measure], _later(cited)[measure]
    names = list(first) if measure == YEAR else list(first)[:MOST]
    body: list[list[Any]] = [
        [_shown(measure, name), f"{first[name]:,}", _number(now.get(name)), _less(first, now, name)]
        for name in names
    ]
    most = "" if len(names) == len(first) else f", the {MOST} most used"
    caption = f"Posts by {HEADS[measure].lower()}{most}"
    return table([HEADS[measure], "First issue", "Now", "Difference"], body, caption, "numbers")


def _shown(measure: str, name: str) -> Any:
    if measure == LANGUAGE:
        return language_name(name)
    return node("Bdi", untrusted.shown(name), dir="auto") if measure == USED else name


def _number(posts: int | None) -> str:
    return "not among those counted" if posts is None else f"{posts:,}"


def _less(first: Mapping[str, int], now: Mapping[str, int], name: str) -> str:
    if name not in now:
        return "not known"
    return f"{now[name] - first[name]:+,}" if now[name] != first[name] else "none"


def by_year(world: World, operation: Operation) -> list[Node]:
    """Return posts and active accounts of releases that are counted by year alone, [] if none."""
    parts: list[Any] = []
    for cited in _of(world, operation):
        if not cited.years:
            continue
        (collection,) = world.collections_of([cited], "years")
        body = [
            [year, f"{posts:,}", "fewer than 10" if active is None else f"{active:,}"]
            for year, (posts, active) in cited.years.items()
        ]
        total = sum(posts for posts, _ in cited.years.values())
        body.append(["All", f"{total:,}", ""])
        credit = ui.outside(collection.credit, collection.url)
        parts.append(node("P", [f"{collection.caveat} Source: ", credit, "."]))
        head = ["Year", "Posts", "Accounts that posted"]
        parts.append(table(head, body, "Posts and active accounts by year", "numbers"))
    return [section("Posts by year", parts, "by-year")] if parts else []
