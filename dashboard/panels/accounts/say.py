"""Accounts in words: when most were created, and how many followers they had."""

from datetime import date

from dashboard.catalogue.cited import UNDER_TEN, Cited
from dashboard.catalogue.releases import Operation
from dashboard.look import style
from dashboard.panels.accounts.draw import band_names, length
from dashboard.panels.accounts.measure import NONE, AccountsAnswer, Profiles, withheld
from dashboard.panels.panel import (
    Cell,
    Table,
    in_part,
    in_turn,
    listed,
    not_known,
    sentences,
)
from dashboard.snapshot.asking import part_of, whole_name
from dashboard.snapshot.world import World
from dashboard.tables import CREATED, FOLLOWERS, OTHER_BINS, UNSTATED

ACTIVE, RETWEETS = "accounts that posted", "retweets that name the author"  # cited.TOTALS
MENTIONS = "mentions"
TOP = "5,000+"  # a band worth a line of its own, as is that of none


def say(answer: AccountsAnswer) -> str:
    profiles = answer.profiles
    placed = [o for o in answer.known if _busiest(profiles[o.slug])]
    peaks = ((whole_name(o), _peak(profiles[o.slug])) for o in placed)
    spread = [whole_name(o) for o in answer.known if o not in placed]
    return sentences(
        in_turn("Accounts created at the busiest time,", peaks),
        f"No time of creation can be shown apart for {listed(spread)}." if spread else "",
        _without_followers(answer),
        in_part((o, part_of(o, profiles[o.slug].releases)) for o in answer.known),
        not_known(answer),
    )


def _peak(profiles: Profiles) -> str:
    ((time, accounts),) = _busiest(profiles)
    share = style.of_ten(accounts / profiles.published)
    return f"{_least(profiles, CREATED)}**{share}** in {time_name(time)}"


def _busiest(profiles: Profiles) -> list[tuple[str, int]]:
    """Return the month with the most accounts, else the year, the first of several; else []."""
    return sorted(profiles.times.items(), key=lambda pair: -pair[1])[:1]


def _without_followers(answer: AccountsAnswer) -> str:
    shares = (
        (
            whole_name(o),
            f"{_least(profiles, FOLLOWERS)}**{style.of_ten(count / published)}** accounts",
        )
        for o in answer.known
        for profiles in [answer.profiles[o.slug]]
        for count, published in [(profiles.band(NONE), profiles.published)]
        if count is not None
    )
    return in_turn("Without a single follower,", shares)


def _least(profiles: Profiles, measure: str) -> str:
    return "at least " if profiles.is_least(measure) else ""


def time_name(time: str) -> str:
    """Return "2020-01" as "January 2020", a year as it is."""
    return time if time.isdigit() else f"{date.fromisoformat(f'{time}-01'):%B %Y}"


def caption(answer: AccountsAnswer) -> str:
    if not answer.known:
        return ""
    what = "Share of accounts" if answer.view.scale == "share" else "Accounts"
    return f"{what}: above by month of creation, beneath by followers."


def unit(answer: AccountsAnswer) -> str:
    what = "Share of the accounts in the users file" if answer.view.scale == "share" else "Accounts"
    by_others = (
        " Counts by others are by year, and of accounts with up to nine followers together."
        if answer.cited
        else ""
    )
    return (
        f"{what}: above by month of creation, beneath by followers when they were taken down. "
        "Months with fewer than ten accounts are counted together by year, drawn pale and spread "
        "over it; what is still fewer than ten is not shown apart."
        f"{by_others}"
    )


def cell(answer: AccountsAnswer, operation: Operation) -> Cell:
    profiles = answer.profiles[operation.slug]
    details = [f"Basis: {profiles.basis}."]
    if rest := profiles.bins[CREATED].get(OTHER_BINS):
        details.append(f"Time of creation not shown apart: {rest:,} accounts.")
    if unstated := profiles.bins[CREATED].get(UNSTATED):
        details.append(f"Time of creation not stated: {unstated:,} accounts.")
    return Cell(
        operation, tuple(_lines(profiles)), details=tuple(details), sources=profiles.collections
    )


def _lines(profiles: Profiles) -> list[str]:
    """Return up to three lines: only one says how many have few followers, or none."""
    lines = [
        f"Created in {time_name(time)}: {_least(profiles, CREATED)}{_amount(accounts, profiles)}"
        for time, accounts in _busiest(profiles)
    ] or ["**No time** of creation can be shown apart."]
    few = profiles.bins[FOLLOWERS].get(UNDER_TEN)
    if few is not None:
        lines.append(f"Fewer than ten followers: {_amount(few, profiles)}")
    for band, name in ((NONE, "No followers"), (TOP, "5,000 followers or more")):
        if (count := profiles.band(band)) is not None:
            lines.append(f"{name}: {_least(profiles, FOLLOWERS)}{_amount(count, profiles)}")
    return lines


def _amount(accounts: int, profiles: Profiles) -> str:
    return f"**{accounts:,}** of {profiles.published:,}"


def table(answer: AccountsAnswer) -> Table:
    body = [
        [o.short, what, name, f"{accounts:,}", style.percent(accounts / profiles.published)]
        for o in answer.known
        for profiles in [answer.profiles[o.slug]]
        for what, name, accounts in _rows(profiles)
    ]
    head = ("Operation", "What", "Month or followers", "Accounts", "Share")
    return Table("Accounts by month of creation and by followers", head, body)


def _rows(profiles: Profiles) -> list[tuple[str, str, int]]:
    """Return every number behind the figure; a year stands for its months not shown apart."""
    names = {UNSTATED: "not stated", OTHER_BINS: "other"}
    others = "" if profiles.cited else ", other months"
    created = [
        ("Created", f"{bin}{others}" if bin.isdigit() else names.get(bin, bin), accounts)
        for bin, accounts in profiles.bins[CREATED].items()
    ]
    bands = [(name, length(profiles, bin)) for bin, name in band_names(profiles).items()]
    return created + [("Followers", name, n) for name, n in bands if n is not None]


def withheld_counts(answer: AccountsAnswer, operation: Operation) -> Table | None:
    """Return counts whose source is not named, to be folded away: why, and that they passed."""
    counts = withheld(answer.world, operation.slug)
    if not counts:
        return None
    (collection,) = answer.world.collections_of(counts, "accounts")
    body = [row for cited in counts for row in _withheld_rows(answer.world, cited)]
    of = ", ".join(answer.world.catalogue.operations[cited.release].short for cited in counts)
    caption = f"{collection.credit}: accounts by month of creation, retweets and mentions, {of}"
    note = f"{collection.caveat} When an account was created says nothing of when it posted."
    return Table(caption, ("What", "Number", "Share"), body, note)


def _withheld_rows(world: World, cited: Cited) -> list[list[str]]:
    """Return accounts by month of creation, then each total and its share of what it is of."""
    created, totals = cited.accounts[CREATED], cited.totals
    whole = sum(created.values())
    release = world.catalogue.releases[cited.release]
    retweets, mentions = totals.get(RETWEETS), totals.get(MENTIONS)
    of = {
        ACTIVE: (release.accounts, "announced accounts"),
        RETWEETS: (release.posts, "posts"),
        "retweets of accounts inside the release": (retweets, "retweets"),
        "mentions of accounts inside the release": (mentions, "mentions"),
    }
    rows = [
        [f"created {time_name(bin)}", f"{n:,}", style.percent(n / whole)]
        for bin, n in created.items()
    ]
    for name, number in totals.items():
        base, words = of.get(name, (None, ""))
        share = f"{style.percent(number / base)} of {base:,} {words}" if base else ""
        core = name == ACTIVE and number == base
        rows.append([name, f"{number:,}", f"{share}: none was withheld" if core else share])
    return rows
