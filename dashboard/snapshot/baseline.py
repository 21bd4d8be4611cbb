"""What a week is compared with: ordinary posts in the same languages, or control accounts' posts.

The languages are those of the posts that answer in the very column, weighted by their shares. Of a
language the sample answers into which every post alike could come, if it has ENOUGH; else the one
drawn by language. They are never added. On the clock shown a sample lies as its own dates would
have it; where that is no whole number of hours, or changed, its hours are split evenly.

Users and days of the samples cannot be told apart, only weekdays. The interval takes each weekday
of working days, and of days off, as one more or less alike, and is never narrower than if each post
knew nothing of the others.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

import numpy as np

from dashboard.catalogue import baselines
from dashboard.catalogue.baselines import STRATIFIED, UNIFORM, SampleWeek
from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Collection
from dashboard.clock.calendars import working_weekdays
from dashboard.clock.local_time import LAST_DAY, WEEK, segments, span
from dashboard.link.not_known import NotKnown, parted
from dashboard.link.view import View
from dashboard.look import style
from dashboard.snapshot.asking import choose_all
from dashboard.snapshot.daily import counted
from dashboard.snapshot.kept import KEPT_COLUMNS, kept
from dashboard.snapshot.local_week import HOUR, LocalWeek, local_week
from dashboard.snapshot.world import World
from dashboard.statistics.intervals import Floats, Interval, quantile
from dashboard.tables import NOT_STATED

ENOUGH, FEWEST = 1_500, 500  # posts of a sample: to come first, and to be shown at all
MOST_APART = 0.05  # share in office hours by which two samples may differ
MOST_WITHOUT = 1 / 3  # of the posts that may be in languages without a sample
NAMED = 0.05  # share of the posts from which on a language is named
FREEDOM = 5  # of the interval: seven weekdays in two kinds
NO_BASELINE = NotKnown("No baseline is asked for.")
NO_SAMPLES = NotKnown("No sample of ordinary posts is held with this data version.")
NO_CONTROL = NotKnown("No control accounts of it are known to us.")

Spoken = Mapping[tuple[str, str], int]  # posts by zone of the clock shown, and language


@dataclass(frozen=True, eq=False)
class Baseline:
    """A week as float64[7, 24], shares that add up to 1, on the clock shown, Monday first.

    `office`: the share in office hours; of control accounts in these hours of all days, as only
    their hours count (`by_hour`). `n`: posts of the samples. `is_about`: hours were split.
    """

    name: str
    week: Floats
    office: Interval
    n: int
    is_about: bool
    by_hour: bool
    basis: str
    collection: Collection

    @property
    def title(self) -> str:
        return self.name[0].upper() + self.name[1:]

    @property
    def share(self) -> float:
        """Return the share in office hours."""
        return float(self.office.estimate)

    @property
    def share_in_words(self) -> str:
        return f"{'about ' * self.is_about}{style.percent(self.share)}"

    @property
    def lines(self) -> Floats:
        """Return float64[31]: shares by hour, then by weekday; NaN where those do not count."""
        days = np.full(7, np.nan) if self.by_hour else self.week.sum(1)
        return np.hstack([self.week.sum(0), days])


@dataclass(frozen=True, eq=False)
class LocalSample:
    """A sample of one language on the clock shown: float64[7, 24] of its posts."""

    language: str
    sample: SampleWeek
    posts: Floats
    is_about: bool

    def in_office(self, working: Floats, hours: tuple[int, int]) -> Floats:
        """Return float64[7]: posts in the hours of each weekday, by how much of it is worked."""
        return np.asarray(working * self.posts[:, slice(*hours)].sum(1))

    def share(self, working: Floats, hours: tuple[int, int]) -> float:
        return float(self.in_office(working, hours).sum() / self.posts.sum())

    def variance(self, working: Floats, hours: tuple[int, int]) -> float:
        """Return the variance of `share`, by weekdays of either kind, at least that of posts."""
        share, n = self.share(working, hours), self.posts.sum()
        rest = self.in_office(working, hours) - share * self.posts.sum(1)
        kinds = [rest[working >= 0.5], rest[working < 0.5]]
        spread = sum(len(kind) * float(kind.var(ddof=1)) for kind in kinds if len(kind) > 1)
        return float(max(spread / n**2, share * (1 - share) / n))


def baseline(world: World, column: str, view: View) -> Baseline | NotKnown:
    """Return what a column's week is compared with in a view, or why with nothing."""
    if view.baseline == "ordinary":
        return _ordinary(world, column, view.own(column).timing)
    if view.baseline == "control":
        return _control(world, column, view.own(column).timing)
    return NO_BASELINE


@kept(KEPT_COLUMNS)
def _ordinary(world: World, column: str, view: View) -> Baseline | NotKnown:
    if not world.baselines.ordinary:
        return NO_SAMPLES
    spoken, working = _spoken(world, column, view), _working(world, column, view)
    if isinstance(spoken, NotKnown):
        return spoken
    if isinstance(working, NotKnown):
        return working
    posts = Counter[str]()
    for (_, language), count in spoken.items():
        posts[language] += count
    ranked = [language for language, count in posts.most_common() if count]
    samples = {language: _sample(world, language, spoken, working, view) for language in ranked}
    missing, chosen = parted(samples)
    shares = {language: posts[language] / posts.total() for language in ranked}
    without = _without(missing, shares)
    if not chosen or sum(shares[language] for language in missing) > MOST_WITHOUT:
        return NotKnown(without or "No posts match this view.")
    return _mixed(world, list(chosen.values()), shares, working, view.hours, without)


def _spoken(world: World, column: str, view: View) -> Spoken | NotKnown:
    """Return the posts that answer in a column by zone and language."""
    week = local_week(world, column, view)
    if isinstance(week, LocalWeek):
        if week.language:
            return {(week.zone, week.language): week.counted}
        cited = [world.cited[r.slug].languages for r in week.releases if r.slug in world.cited]
        total = sum(map(Counter, cited), Counter[str]())
        return {(week.zone, language): posts for language, posts in total.items()}
    chosen = choose_all(world, world.sources_of(column), view)
    if isinstance(chosen, NotKnown):
        return chosen
    spoken = Counter[tuple[str, str]]()
    for source, part in chosen:
        for language, posts in zip(
            source.cells.languages, source.cells.by_language(part).tolist(), strict=True
        ):
            spoken[part.zone, language] += posts
    return spoken


def _working(world: World, column: str, view: View) -> Floats | NotKnown:
    """Return float64[7]: how much of each weekday is worked in the week of a column's country."""
    week = local_week(world, column, view)
    if isinstance(week, LocalWeek):
        return np.asarray(week.working, float)
    posts = counted(world, column, view)
    if isinstance(posts, NotKnown):
        return posts
    first, last = posts.daily.days.first, posts.daily.days.last
    last = min(max(last, first + timedelta(6)), LAST_DAY)  # so that it has each weekday
    worked = working_weekdays(posts.daily.country, first, last)
    weekdays = (first.weekday() + np.arange(len(worked))) % 7
    days = np.bincount(weekdays, minlength=7)
    return np.asarray(np.bincount(weekdays, worked, 7) / np.maximum(days, 1))


def _sample(
    world: World, language: str, spoken: Spoken, working: Floats, view: View
) -> LocalSample | NotKnown:
    """Return the sample that answers for a language, or why none does."""
    held = world.baselines.ordinary.get(language, {})
    zones = {zone: count for (zone, spoken_in), count in spoken.items() if spoken_in == language}
    samples = {name: on_clocks(language, sample, zones) for name, sample in held.items()}
    enough = {name: s for name, s in samples.items() if s.sample.n >= FEWEST}
    name = f"in {language_name(language)}" if language != NOT_STATED else "without a language"
    if not enough:
        most = max((sample.n for sample in held.values()), default=0)
        return NotKnown(f"{name} (a sample of {most} posts alone)" if most else name)
    if len(enough) > 1:
        first, second = (enough[s].share(working, view.hours) for s in (UNIFORM, STRATIFIED))
        if abs(first - second) > MOST_APART:
            shares = f"{style.percent(first)} and {style.percent(second)}"
            return NotKnown(f"{name} (two samples differ: {shares} in office hours)")
    has_uniform = UNIFORM in enough and enough[UNIFORM].sample.n >= ENOUGH
    return enough[UNIFORM if has_uniform or STRATIFIED not in enough else STRATIFIED]


def on_clocks(language: str, sample: SampleWeek, zones: Mapping[str, int]) -> LocalSample:
    """Return a sample on the clocks of zones, weighted by their posts."""
    total, posts, is_about = sum(zones.values()) or 1, np.zeros((7, 24)), False
    for zone, count in zones.items():
        week, split = on_clock(sample, zone)
        posts += week * count / total
        is_about |= split and bool(count)
    return LocalSample(language, sample, posts, is_about)


@kept(512)
def on_clock(sample: SampleWeek, zone: str) -> tuple[Floats, bool]:
    """Return float64[7, 24], a sample's posts on a clock, and whether its hours were split.

    By the offsets on the sample's own dates, each for as much as it was in force. An hour lies
    evenly in its quarters.
    """
    lo, hi = span("UTC", sample.first, sample.last)
    parts, quarters = segments(zone, lo, hi), np.repeat(sample.posts.ravel() / HOUR, HOUR)
    week = np.zeros(WEEK)
    for start, end, offset in parts:
        week += np.roll(quarters, offset) * (end - start) / (hi - lo)
    is_split = len(parts) > 1 or parts[0][2] % HOUR != 0
    return week.reshape(-1, HOUR).sum(1).reshape(7, 24), is_split


def _without(missing: Mapping[str, NotKnown], shares: Mapping[str, float]) -> str:
    """Say how much of the posts is in languages without a sample, and name the largest."""
    if not missing:
        return ""
    named = [str(missing[code]) for code in missing if shares[code] >= NAMED]
    share = style.percent(sum(shares[code] for code in missing))
    which = f": {', '.join(named)}" if named else ""
    return f"No sample of ordinary posts answers for {share} of the posts{which}."


def _mixed(
    world: World,
    samples: list[LocalSample],
    shares: Mapping[str, float],
    working: Floats,
    hours: tuple[int, int],
    without: str,
) -> Baseline:
    """Return the week of several languages, each weighted by its share of the posts."""
    covered = sum(shares[s.language] for s in samples)
    weights = [shares[s.language] / covered for s in samples]
    pairs = [*zip(weights, samples, strict=True)]
    week = sum((w * s.posts / s.posts.sum() for w, s in pairs), np.zeros((7, 24)))
    share = sum(w * s.share(working, hours) for w, s in pairs)
    variance = sum(w * w * s.variance(working, hours) for w, s in pairs)
    collection = world.catalogue.collections[baselines.COLLECTIONS["ordinary"]]
    n = sum(s.sample.n for s in samples)
    return Baseline(
        f"ordinary posts in {_languages(samples, weights)}",
        week,
        _around(share, sqrt(variance)),
        n,
        any(s.is_about for s in samples),
        False,
        " ".join(filter(None, (_rests_on(samples, weights, n), without))),
        collection,
    )


def _around(share: float, error: float) -> Interval:
    """Return a share with its 95% interval, which does not leave 0 to 1."""
    reach = quantile(FREEDOM) * error
    low, high = np.array(max(share - reach, 0.0)), np.array(min(share + reach, 1.0))
    return Interval(np.array(share), low, high, 7, FREEDOM + 1.0)


def _named(weights: list[float]) -> int:
    """Return how many languages are named: the first, and others that are not few."""
    return max(1, sum(weight >= NAMED for weight in weights))


def _languages(samples: list[LocalSample], weights: list[float]) -> str:
    names = [language_name(s.language) for s in samples]
    count = _named(weights)
    rest = len(names) - count
    parts = names[:count] + ([f"{rest} other language{'s' * (rest > 1)}"] if rest else [])
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _rests_on(samples: list[LocalSample], weights: list[float], n: int) -> str:
    """Say how many posts of which samples, and of which days."""
    count = _named(weights)
    parts = [
        f"{s.sample.n:,} in {language_name(s.language)} "
        f"({s.sample.kind} sample, {s.sample.first} to {s.sample.last})"
        for s in samples[:count]
    ]
    rest = n - sum(s.sample.n for s in samples[:count])
    every = f"n = {', '.join(parts)}{f', {rest:,} in others' if rest else ''}."
    return f"{every} Its interval is by weekdays: users and days cannot be told apart in it."


@kept(KEPT_COLUMNS)
def _control(world: World, column: str, view: View) -> Baseline | NotKnown:
    """Return the hours of the control accounts of a column's releases, on each one's clock."""
    releases, held = world.column(column).releases, world.baselines.control
    matched = [release for release in releases if release.slug in held]
    if not matched:
        return NO_CONTROL
    zones = {"operator": "", "utc": "UTC"}
    weeks = [on_clock(held[r.slug], zones.get(view.clock, view.clock) or r.zone) for r in matched]
    posts = sum((week for week, _ in weeks), np.zeros((7, 24)))
    n = sum(held[r.slug].n for r in matched)
    share = float(posts[:, slice(*view.hours)].sum() / posts.sum())
    collection = world.catalogue.collections[baselines.COLLECTIONS["control"]]
    first, last = min(held[r.slug].first for r in matched), max(held[r.slug].last for r in matched)
    unknown = np.array(np.nan)
    return Baseline(
        "posts of control accounts",
        np.tile(posts.sum(0) / posts.sum() / 7, (7, 1)),
        Interval(np.array(share), unknown, unknown, 0, 0.0),
        n,
        any(split for _, split in weeks),
        True,
        f"n = {n:,} of {len(matched)} of {len(releases)} releases, {first} to {last}; by hour "
        "alone, as their days were chosen by the operation's.",
        collection,
    )
