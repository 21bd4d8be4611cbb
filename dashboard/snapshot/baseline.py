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
from functools import cached_property

import numpy as np

from dashboard.catalogue import baselines
from dashboard.catalogue.baselines import STRATIFIED, UNIFORM, SampleWeek
from dashboard.catalogue.languages import language_name
from dashboard.catalogue.releases import Collection
from dashboard.clock.calendars import working_weekdays
from dashboard.clock.local_time import LAST_DAY, WEEK, Ints, segments, span
from dashboard.link.not_known import NotKnown
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

KINDS = (UNIFORM, STRATIFIED)
Spoken = Mapping[str, Mapping[str, int]]  # posts by zone of the clock shown and by language


@dataclass(frozen=True, eq=False)
class Baseline:
    """A week as float64[7, 24], shares that add up to 1, on the clock shown, Monday first.

    `office`: the share in office hours. Of control accounts only the hours are drawn (`by_hour`),
    and no share is known, as they were not gathered evenly over a day (`caution`). `n`: posts of
    the samples. `is_about`: hours were split.
    """

    name: str
    week: Floats
    office: Interval
    n: int
    is_about: bool
    by_hour: bool
    hours_in_utc: Floats  # float64[24]: shares of all posts that add up to 1
    basis: str
    collection: Collection

    def under(self, offsets: Ints, hours: tuple[int, int]) -> Floats:
        """Return the share in hours of all days on each clock so many half-hours from UTC."""
        halves = np.arange(2 * hours[0], 2 * hours[1]) - offsets[:, None]
        return np.asarray(self.hours_in_utc[halves % 48 // 2].sum(1) / 2)

    @property
    def caution(self) -> str:
        """Return why hours of control accounts are drawn and not measured."""
        last = style.percent(float(self.hours_in_utc[-1]))
        return (
            f"{last} of the {self.name} lie in the last hour of the UTC day, where even posting "
            "would put 4.2%: the newest of each day seem to have been gathered, so no share of "
            "them is stated"
        )

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
class LocalSamples:
    """The samples of every language on one clock, in office hours of some weekdays.

    Arrays have a row a language and two columns, KINDS. `weeks` float64[n, 2, 168]: shares that add
    up to 1; `size` their posts, 0 = no sample; `share` in office hours and its `variance`.
    """

    weeks: Floats
    size: Ints
    share: Floats
    variance: Floats

    @cached_property
    def enough(self) -> Ints:
        return np.asarray(self.size >= FEWEST)

    @cached_property
    def differ(self) -> Ints:
        """Return bool[n]: whether both samples are large enough, and too far apart."""
        apart = np.abs(self.share[:, 0] - self.share[:, 1]) > MOST_APART
        return np.asarray(self.enough.all(1) & apart)

    @cached_property
    def usable(self) -> Ints:
        return np.asarray(self.enough.any(1) & ~self.differ)

    @cached_property
    def kind(self) -> Ints:
        """Return int[n]: which of KINDS answers for a language, if it is usable."""
        has_uniform = self.enough[:, 0] & ((self.size[:, 0] >= ENOUGH) | ~self.enough[:, 1])
        return np.asarray(np.where(has_uniform, 0, 1))

    @cached_property
    def answering(self) -> tuple[list[bool], Floats, Floats, Floats]:
        """Return whether each language is usable; weeks, shares and errors of what answers."""
        place = np.arange(len(self.size)), self.kind
        errors = np.sqrt(self.variance[place])
        return self.usable.tolist(), self.weeks[place], self.share[place], errors

    def why_not(self, row: int) -> str:
        """Return why no sample of a language answers, to follow its name."""
        if self.differ[row]:
            first, second = map(style.percent, self.share[row].tolist())
            return f" (two samples differ: {first} and {second} in office hours)"
        return f" (a sample of {self.size[row].max()} posts alone)"


@kept(64)
def local_samples(
    world: World, zone: str, working: tuple[float, ...], hours: tuple[int, int]
) -> LocalSamples:
    """Return the samples on the clock of a zone; `working`: how much of each weekday is worked."""
    posts = _posts_on(world, zone)[0].reshape(-1, len(KINDS), 7, 24)
    size, days = posts.sum((2, 3)), posts.sum(3)
    inside = posts[..., slice(*hours)].sum(3) * working
    share = inside.sum(2) / np.maximum(size, 1)
    rest = inside - share[..., None] * days
    is_worked = np.array(working) >= 0.5
    kinds = [rest[..., is_worked], rest[..., ~is_worked]]
    spread = sum(part.shape[2] * part.var(2, ddof=1) for part in kinds if part.shape[2] > 1)
    variance = np.maximum(spread / np.maximum(size, 1), share * (1 - share)) / np.maximum(size, 1)
    weeks = posts.reshape(*size.shape, -1) / np.maximum(size, 1)[..., None]
    return LocalSamples(weeks, size.round().astype(int), share, variance)


@kept(8)
def _hours_in_utc(world: World) -> Floats:
    """Return float64[n, 2, 24]: shares of each sample's posts by hour."""
    hours = _posts_on(world, "UTC")[0].sum(2)
    return np.asarray(hours / np.maximum(hours.sum(2, keepdims=True), 1))


@kept(64)
def _posts_on(world: World, zone: str) -> tuple[Floats, bool]:
    """Return float64[n, 2, 7, 24], and whether hours were split."""
    posts, is_about = np.zeros((len(world.baselines.ordinary), len(KINDS), 7, 24)), False
    for row, samples in enumerate(world.baselines.ordinary.values()):
        for kind, sample in samples.items():
            posts[row, KINDS.index(kind)], is_split = on_clock(sample, zone)
            is_about |= is_split
    return posts, is_about


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
    mix, total = Mix(world), sum(sum(posts.values()) for posts in spoken.values())
    for zone, posts in spoken.items() if total else ():
        shares = {language: count / total for language, count in posts.items()}
        mix.add(local_samples(world, zone, working, view.hours), shares)
        mix.is_about |= _posts_on(world, zone)[1]
    if not total or mix.covered < 1 - MOST_WITHOUT:
        return NotKnown(mix.without or "No posts match this view.")
    return mix.baseline


class Mix:
    """Languages by their shares of the posts that answer, on one clock or several."""

    def __init__(self, world: World) -> None:
        self.world, self.is_about = world, False
        self.languages = list(world.baselines.ordinary)
        self.places = {language: row for row, language in enumerate(self.languages)}
        self.week, self.share, self.hours_in_utc = np.zeros(168), 0.0, np.zeros(24)
        self.by_hour = _hours_in_utc(world)
        self.weights, self.errors = np.zeros((2, len(self.languages)))
        self.missing: dict[str, float] = {}
        self.kind: Ints = np.zeros(len(self.languages), int)

    def add(self, local: LocalSamples, shares: Mapping[str, float]) -> None:
        """Add the languages that were used on a clock, by their shares of all posts."""
        weights, (usable, weeks, own, errors) = np.zeros(len(self.languages)), local.answering
        for language, share in shares.items():
            row = self.places.get(language, -1)
            if row >= 0 and usable[row]:
                weights[row] = share
            else:
                why = local.why_not(row) if row >= 0 else ""
                name = f"{_in_language(language)}{why}"
                self.missing[name] = self.missing.get(name, 0.0) + share
        self.week += weights @ weeks
        self.hours_in_utc += weights @ self.by_hour[np.arange(len(weights)), local.kind]
        self.share += float(weights @ own)
        self.errors += weights * errors
        self.weights += weights
        self.kind = local.kind

    @property
    def covered(self) -> float:
        return float(self.weights.sum())

    @property
    def without(self) -> str:
        """Say how much of the posts is in languages without a sample, and name the largest."""
        if not self.missing:
            return ""
        ranked = sorted(self.missing, key=self.missing.__getitem__, reverse=True)
        named = [name for name in ranked if self.missing[name] >= NAMED]
        which = f": {', '.join(named)}" if named else ""
        share = style.percent(sum(self.missing.values()))
        return f"No sample of ordinary posts answers for {share} of the posts{which}."

    @property
    def baseline(self) -> Baseline:
        """Return the week of the languages, each weighted by its share."""
        weights, kinds = self.weights.tolist(), self.kind.tolist()
        some = [row for row, weight in enumerate(weights) if weight]
        ranked = sorted(some, key=weights.__getitem__, reverse=True)
        named = max(1, sum(weights[row] >= NAMED * self.covered for row in ranked))
        ordinary = self.world.baselines.ordinary
        samples = [ordinary[self.languages[row]][KINDS[kinds[row]]] for row in ranked]
        n = sum(sample.n for sample in samples)
        names = [self.languages[row] for row in ranked]
        rests_on = _rests_on(dict(zip(names[:named], samples, strict=False)), n)
        return Baseline(
            f"ordinary posts in {_languages(names, named)}",
            (self.week / self.covered).reshape(7, 24),
            _around(self.share / self.covered, float(np.sqrt((self.errors**2).sum()))),
            n,
            self.is_about,
            False,
            self.hours_in_utc / self.covered,
            " ".join(filter(None, (rests_on, self.without))),
            self.world.catalogue.collections[baselines.COLLECTIONS["ordinary"]],
        )


def _in_language(language: str) -> str:
    return f"in {language_name(language)}" if language != NOT_STATED else "without a language"


def _spoken(world: World, column: str, view: View) -> Spoken | NotKnown:
    """Return the posts that answer in a column by zone and language, of those that have any."""
    week = local_week(world, column, view)
    if isinstance(week, LocalWeek):
        if week.language:
            return {week.zone: {week.language: week.counted}}
        cited = [world.cited[r.slug].languages for r in week.releases if r.slug in world.cited]
        total = sum(map(Counter, cited), Counter[str]())
        return {week.zone: total}
    chosen = choose_all(world, world.sources_of(column), view)
    if isinstance(chosen, NotKnown):
        return chosen
    spoken: dict[str, Counter[str]] = {}
    for source, part in chosen:
        pairs = zip(source.cells.languages, source.cells.by_language(part).tolist(), strict=True)
        posts = {language: count for language, count in pairs if count}
        spoken.setdefault(part.zone, Counter()).update(posts)
    return spoken


def _working(world: World, column: str, view: View) -> tuple[float, ...] | NotKnown:
    """Return how much of each weekday is worked in the week of a column's country."""
    week = local_week(world, column, view)
    if isinstance(week, LocalWeek):
        return tuple(week.working.astype(float).tolist())
    posts = counted(world, column, view)
    if isinstance(posts, NotKnown):
        return posts
    first, last = posts.daily.days.first, posts.daily.days.last
    last = min(max(last, first + timedelta(6)), LAST_DAY)  # so that it has each weekday
    worked = working_weekdays(posts.daily.country, first, last)
    weekdays = (first.weekday() + np.arange(len(worked))) % 7
    days = np.bincount(weekdays, minlength=7)
    return tuple((np.bincount(weekdays, worked, 7) / days).tolist())


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


def _around(share: float, error: float) -> Interval:
    """Return a share with its 95% interval, which does not leave 0 to 1."""
    reach = quantile(FREEDOM) * error
    low, high = np.array(max(share - reach, 0.0)), np.array(min(share + reach, 1.0))
    return Interval(np.array(share), low, high, 7, FREEDOM + 1.0)


def _languages(ranked: list[str], named: int) -> str:
    """Return the names of languages, of which the first are named: "Russian and English"."""
    rest = len(ranked) - named
    parts = [language_name(language) for language in ranked[:named]]
    parts += [f"{rest} other language{'s' * (rest > 1)}"] if rest else []
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _rests_on(named: Mapping[str, SampleWeek], n: int) -> str:
    """Say how many posts of which samples, and of which days; `n` in all."""
    parts = [
        f"{sample.n:,} in {language_name(language)} "
        f"({sample.kind} sample, {sample.first} to {sample.last})"
        for language, sample in named.items()
    ]
    rest = n - sum(sample.n for sample in named.values())
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
    collection = world.catalogue.collections[baselines.COLLECTIONS["control"]]
    first, last = min(held[r.slug].first for r in matched), max(held[r.slug].last for r in matched)
    unknown = np.array(np.nan)
    return Baseline(
        "posts of control accounts",
        np.tile(posts.sum(0) / posts.sum() / 7, (7, 1)),
        Interval(unknown, unknown, unknown, 0, 0.0),
        n,
        any(split for _, split in weeks),
        True,
        np.asarray(sum(held[r.slug].posts.sum(0) for r in matched) / n),
        f"n = {n:,} of {len(matched)} of {len(releases)} releases, {first} to {last}; by hour "
        "alone, as their days were chosen by the operation's.",
        collection,
    )
