"""How alike are two operations: in rhythm, themes, hashtags, domains, clients and languages.

Each aspect has its own number, and they are never made one. An aspect is a distribution: how an
operation's posts, or its uses of items, fall on hours of the week, themes and so on. Two of them
are alike by 1 less their Jensen-Shannon distance (base 2): 1 = the same, 0 = nothing in common. The
distance of two rhythms is that of the panel of distances, which takes away what chance adds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.catalogue.languages import language_name
from dashboard.clock.calendars import WEEKDAYS
from dashboard.clock.local_time import Ints
from dashboard.link.not_known import NotKnown
from dashboard.link.view import View
from dashboard.panels.distances.measure import ApartAnswer, apart
from dashboard.panels.languages.measure import Spoken, languages
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.themes.measure import POSTS, themes
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, seen, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG, NOT_STATED

ALONE = NotKnown("Choose two or more operations to see how alike they are.")
NOTHING = NotKnown("Nothing of this is counted for one of them.")
OTHER_UNIT = NotKnown("Posts of one cannot be compared with uses of hashtags of the other.")
RHYTHM = "rhythm"
ITEMS = ("hashtags", "domains", "clients")  # aspects whose names are texts of others
SHARED = 3  # items named as what two operations share


@dataclass(frozen=True, eq=False)
class Mix:
    """A distribution over rising `numbers` that mean the same for all: `shares` add up to 1."""

    numbers: Ints
    shares: Ints
    basis: str
    unit: str = POSTS


@dataclass(frozen=True)
class Alike:
    """A similarity in 0 to 1, what the two share most, and what it rests on.

    `value` is NaN, and `basis` says why, where it is not known.
    """

    value: float
    shared: tuple[str, ...]
    basis: str

    @property
    def known(self) -> bool:
        return self.value == self.value


@dataclass(frozen=True)
class SimilarityAnswer(Answer):
    """`pairs` has, for every two operations in the order of the view, each aspect's similarity."""

    pairs: dict[tuple[str, str], dict[str, Alike]]

    def between(self, one: str, other: str) -> dict[str, Alike]:
        """Return the aspects of two operations, in whatever order."""
        return self.pairs.get((one, other)) or self.pairs[other, one]

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a pair and aspect: operation_a, operation_b, aspect, similarity, basis.

        `similarity` is empty, and `basis` says why, where it is not known.
        """
        rows = [
            (one, other, aspect, alike.value, alike.basis)
            for (one, other), aspects in self.pairs.items()
            for aspect, alike in aspects.items()
        ]
        columns = ["operation_a", "operation_b", "aspect", "similarity", "basis"]
        return pd.DataFrame(rows, columns=columns).astype({"similarity": "float64"})


def similarity(world: World, view: View) -> SimilarityAnswer:
    """Compare every two operations of the view in each aspect."""
    chosen = operations(world, view)
    mixes = {name: aspect.mixes(world, view) for name, aspect in ASPECTS.items()}
    unlike = apart(world, view) if world.current_rules else None

    def compared(aspect: str, one: str, other: str) -> Alike:
        alike = _alike(world, aspect, mixes[aspect][one], mixes[aspect][other])
        return _less_chance(alike, unlike, one, other) if unlike and aspect == RHYTHM else alike

    pairs = {
        (one.slug, other.slug): {aspect: compared(aspect, one.slug, other.slug) for aspect in mixes}
        for one, other in combinations(chosen, 2)
    }
    known = {
        slug
        for pair, aspects in pairs.items()
        if any(a.known for a in aspects.values())
        for slug in pair
    }
    unknown = {
        o.slug: _why(mixes[RHYTHM][o.slug], [a for pair, a in pairs.items() if o.slug in pair])
        for o in chosen
        if o.slug not in known
    }
    return SimilarityAnswer(world, view, chosen, unknown, pairs)


def _alike(world: World, aspect: str, a: Mix | NotKnown, b: Mix | NotKnown) -> Alike:
    if isinstance(a, NotKnown) or isinstance(b, NotKnown):
        return Alike(
            np.nan, (), " ".join(dict.fromkeys(t for t in (a, b) if isinstance(t, NotKnown)))
        )
    if a.unit != b.unit:
        return Alike(np.nan, (), OTHER_UNIT)
    value, numbers = compare(a, b)
    shared = tuple(ASPECTS[aspect].name(world, number) for number in numbers)
    return Alike(value, shared, " | ".join(dict.fromkeys((a.basis, b.basis))))


def _why(rhythm: Mix | NotKnown, pairs: list[dict[str, Alike]]) -> NotKnown:
    """Return why an operation is compared with none: its own reason first, then that of a pair."""
    if not pairs:
        return ALONE
    return rhythm if isinstance(rhythm, NotKnown) else NotKnown(pairs[0][RHYTHM].basis)


def _less_chance(alike: Alike, unlike: ApartAnswer, one: str, other: str) -> Alike:
    """Return the likeness of two rhythms by their distance, from which chance is taken away."""
    if not alike.known:
        return alike
    ends = unlike.apart_from(one).get(other)
    if ends is None:
        why = unlike.unknown.get(one) or unlike.unknown[other]
        return Alike(np.nan, (), why)
    sure = "; the data cannot tell them apart" if ends[1] == 0 else ""
    basis_words = f"{alike.basis}; {unlike.by}, less what chance adds{sure}"
    return replace(alike, value=1 - ends[0], basis=basis_words)


@kept(1024)
def compare(a: Mix, b: Mix) -> tuple[float, list[int]]:
    """Return the similarity of two distributions, and what they share most, the most first.

    1 less the divergence is a sum over what both have: where an item has the share p of one and q
    of the other, it adds their mean less what the divergence counts of it. What only one has adds
    nothing, so that only shared items need be looked at.
    """
    numbers, p, q = a.numbers, a.shares, b.shares
    if a.numbers is not b.numbers:
        numbers, at_a, at_b = np.intersect1d(
            a.numbers, b.numbers, assume_unique=True, return_indices=True
        )
        p, q = p[at_a], q[at_b]
    both = (p > 0) & (q > 0)
    numbers, p, q = numbers[both], p[both], q[both]
    mean = (p + q) / 2
    adds = mean - (p * np.log2(p / mean) + q * np.log2(q / mean)) / 2
    value = 1 - float(np.sqrt(max(0.0, 1 - adds.sum())))
    most = np.argsort(-adds, kind="stable")[:SHARED]
    return value, numbers[most].tolist()


Mixes = dict[str, Mix | NotKnown]  # by operation: its distribution, or why there is none


def _rhythm(world: World, view: View) -> Mixes:
    answer, hours = rhythm(world, view), _upto(168)
    told = {s: mix_of(hours, week.ravel(), _rests(world, s)) for s, week in answer.weeks.items()}
    return answer.unknown | told


def _themes(world: World, view: View) -> Mixes:
    """Count uses of themes, before the theme filter; a post with two themes counts for both."""
    answer, numbers = themes(world, view), _upto(len(world.theme_ids))
    claimed = answer.claimed.items()
    return answer.unknown | {s: mix_of(numbers, t.uses, t.basis, t.unit) for s, t in claimed}


def _languages(world: World, view: View) -> Mixes:
    """Count posts by language before the language filter; those without one are left out."""
    answer = languages(world, replace(view, languages=()))
    return answer.unknown | {slug: _spoken(world, spoken) for slug, spoken in answer.spoken.items()}


@kept(256)
def _spoken(world: World, spoken: Spoken) -> Mix | NotKnown:
    if spoken.only:
        only = " and ".join(map(language_name, spoken.only))
        return NotKnown(f"Only {only} were counted for one of them.")
    place = {code: number for number, code in enumerate(_codes(world))}
    posts = [(place[c], count) for c, count in spoken.posts.items() if c != NOT_STATED]
    columns = np.array(sorted(posts), np.int64).reshape(-1, 2).T
    return mix_of(columns[0], columns[1], spoken.basis)


def _of_items(kind: str) -> Callable[[World, View], Mixes]:
    def mixes(world: World, view: View) -> Mixes:
        told = {slug: seen(world, used(world, slug, view, kind)) for slug in view.operations}
        return {s: t if isinstance(t, NotKnown) else _of_used(t) for s, t in told.items()}

    return mixes


@kept(512)
def _of_used(told: Used) -> Mix | NotKnown:
    return mix_of(told.numbers, told.uses, told.basis)


def mix_of(numbers: Ints, counts: Ints, rests: str, unit: str = POSTS) -> Mix | NotKnown:
    """Return a distribution of counts, each of one of the numbers, or why there is none."""
    total = counts.sum()
    return Mix(numbers, counts / total, rests, unit) if total else NOTHING


@lru_cache(maxsize=8)
def _upto(size: int) -> Ints:
    """Return 0 to size - 1, the same array each time."""
    return np.arange(size)


def _rests(world: World, slug: str) -> str:
    return basis(world, world.column(slug))


@kept(8)
def _codes(world: World) -> list[str]:
    return sorted(world.words.languages)


def _hour(world: World, number: int) -> str:
    day, hour = divmod(number, 24)
    return f"{WEEKDAYS[day]} {hour:02}:00"


def _theme(world: World, number: int) -> str:
    return world.lexicon.themes[world.theme_ids[number]].label


@dataclass(frozen=True)
class Aspect:
    """How one aspect is counted, and what a number in it is called."""

    mixes: Callable[[World, View], Mixes]
    name: Callable[[World, int], str]


ASPECTS = {
    RHYTHM: Aspect(_rhythm, _hour),
    "themes": Aspect(_themes, _theme),
    "hashtags": Aspect(_of_items(HASHTAG), lambda world, n: f"#{world.item_names[HASHTAG][n]}"),
    "domains": Aspect(_of_items(DOMAIN), lambda world, n: world.item_names[DOMAIN][n]),
    "clients": Aspect(_of_items(CLIENT), lambda world, n: world.item_names[CLIENT][n]),
    "languages": Aspect(_languages, lambda world, n: language_name(_codes(world)[n])),
}
