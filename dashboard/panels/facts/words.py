"""The facts of the sheet in short: one line of a column each."""

from datetime import date

from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Release
from dashboard.clock.period import day_text
from dashboard.clock.weeks_months import MONTH, month_number
from dashboard.look import style
from dashboard.panels.accounts.measure import Profiles
from dashboard.panels.languages.measure import Spoken
from dashboard.panels.panel import listed
from dashboard.panels.rhythm.measure import Rhythm
from dashboard.panels.size.measure import Sizes
from dashboard.panels.themes.draw import labels
from dashboard.panels.themes.measure import POSTS, Claimed, is_noise
from dashboard.snapshot.world import World
from dashboard.tables import NOT_STATED

QUOTED = 2  # different words of the platform about one operation
NAMED, LEAST = 3, 0.01  # languages and themes, and the share that is worth a name


def accounts(of: Sizes) -> str:
    published = "not known" if of.published is None else f"{of.published:,}"
    shared = f", counted together with {listed([*of.shared_with])}" if of.shared_with else ""
    return f"{of.announced:,} announced{shared}, published {published}"


def day(minute: str) -> str:
    """Return the day of "2020-06-11 23:59" as it is read out."""
    return day_text(date.fromisoformat(minute[:10]))


def hours(week: Rhythm) -> str:
    first, last = week.view.hours
    share = style.of_ten(float(week.shares.office.estimate))
    return f"{share} posts in office hours, {first} to {last} on working weekdays"


def languages(spoken: Spoken) -> str:
    if spoken.only:
        return f"Only {listed([language_name(code) for code in spoken.only])} were counted"
    shares = [(spoken.share(c), language_name(c)) for c in spoken.posts if c != NOT_STATED]
    return ", ".join(f"{name} {_rounded(share)}" for share, name in _largest(shares))


def themes(world: World, claimed: Claimed) -> str:
    noise = is_noise(world)
    shares = [
        (float(share), labels(world, [number])[0])
        for number, share in enumerate(claimed.shares)
        if not noise[number]
    ]
    unit = "posts" if claimed.unit == POSTS else "hashtag uses"
    named = ", ".join(f"{name} {_rounded(share)}" for share, name in _largest(shares))
    return f"{named} of {unit}" if named else f"No theme of ours has {LEAST:.0%} of {unit}"


def _largest(shares: list[tuple[float, str]]) -> list[tuple[float, str]]:
    ranked = sorted(shares, key=lambda pair: -pair[0])
    return [pair for pair in ranked if pair[0] >= LEAST][:NAMED]


def _rounded(share: float) -> str:
    return f"{share:.0%}"


def creation(profiles: Profiles) -> str:
    time, created = max(profiles.times.items(), key=lambda pair: pair[1])
    name = MONTH.text(month_number(time)) if "-" in time else time
    return f"Most in {name}: {_rounded(created / profiles.published)} of the accounts"


def attribution(releases: tuple[Release, ...]) -> str:
    """Return the platform's own words; of many releases, whose words differ, only how many."""
    said = list(dict.fromkeys(release.operator for release in releases))
    if len(said) > QUOTED:
        return f"Twitter, in {len(releases)} releases up to {day_text(releases[-1].disclosed)}"
    return f"Twitter: {'; of a later release: '.join(said)}".removesuffix(": ")
