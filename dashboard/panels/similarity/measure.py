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
from dashboard.catalogue.releases import Operation
from dashboard.clock.calendars import WEEKDAYS
from dashboard.clock.local_time import Ints
from dashboard.link.not_known import NeedsAnother, NotKnown
from dashboard.link.view import View
from dashboard.panels.distances.measure import DistancesAnswer, week_distances
from dashboard.panels.languages.measure import Spoken, languages
from dashboard.panels.rhythm.measure import rhythm
from dashboard.panels.themes.measure import POSTS, themes
from dashboard.snapshot.asking import Answer, basis, operations
from dashboard.snapshot.kept import kept
from dashboard.snapshot.used import Used, seen, used
from dashboard.snapshot.world import World
from dashboard.tables import CLIENT, DOMAIN, HASHTAG, NOT_STATED

ALONE = NeedsAnother("Choose two or more operations to see how alike they are.")
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
class Similarity:
    """How alike two operations are in one aspect; `value` is NaN where it is not known."""

    value: float  # 0 to 1
    shared: tuple[str, ...]  # names of what both have most of, up to SHARED
    basis: str  # or why it is not known

    @property
    def is_known(self) -> bool:
        return self.value == self.value


@dataclass(frozen=True)
class SimilarityAnswer(Answer):
    """`pairs` has, for every two operations in the order of the view, each aspect's similarity."""

    pairs: dict[tuple[str, str], dict[str, Similarity]]

    def similarity(self, a: Operation, b: Operation, aspect: str) -> Similarity:
        """Return the similarity of two operations, in whatever order."""
        pair = (a.slug, b.slug)
        return self.pairs[pair if pair in self.pairs else pair[::-1]][aspect]

    def nearest(self, operation: Operation, aspect: str) -> tuple[Operation, Similarity] | None:
        """Return the operation that is most alike, the first of equals; None if none is known."""
        others = [other for other in self.known if other != operation]
        every = [(other, self.similarity(operation, other, aspect)) for other in others]
        pairs = [pair for pair in every if pair[1].is_known]
        return max(pairs, key=lambda pair: pair[1].value, default=None)

    @property
    def frame(self) -> pd.DataFrame:
        """Return a row a pair and aspect: operation_a, operation_b, aspect, similarity, basis.

        `similarity` is empty, and `basis` says why, where it is not known.
        """
        rows = [
            (a, b, aspect, alike.value, alike.basis)
            for (a, b), aspects in self.pairs.items()
            for aspect, alike in aspects.items()
        ]
        columns = ["operation_a", "operation_b", "aspect", "similarity", "basis"]
        return pd.DataFrame(rows, columns=columns).astype({"similarity": "float64"})


def similarity(world: World, view: View) -> SimilarityAnswer:
    """Compare every two operations of the view in each aspect."""
    chosen = operations(world, view)
    mixes = {name: aspect.mixes(world, view) for name, aspect in ASPECTS.items()}
    distances = week_distances(world, view) if world.current_rules else None

    def compared(aspect: str, a: str, b: str) -> Similarity:
        alike = _compared(world, aspect, mixes[aspect][a], mixes[aspect][b])
        return _less_chance(alike, distances, a, b) if distances and aspect == RHYTHM else alike

    pairs = {
        (a.slug, b.slug): {aspect: compared(aspect, a.slug, b.slug) for aspect in ASPECTS}
        for a, b in combinations(chosen, 2)
    }
    unknown = {}
    for slug in view.operations:
        own = [aspects for pair, aspects in pairs.items() if slug in pair]
        if not any(alike.is_known for aspects in own for alike in aspects.values()):
            unknown[slug] = _why(mixes[RHYTHM][slug], own)
    return SimilarityAnswer(world, view, chosen, unknown, pairs)


def _compared(world: World, aspect: str, a: Mix | NotKnown, b: Mix | NotKnown) -> Similarity:
    if isinstance(a, NotKnown) or isinstance(b, NotKnown):
        reasons = dict.fromkeys(mix for mix in (a, b) if isinstance(mix, NotKnown))
        return Similarity(np.nan, (), " ".join(reasons))
    if a.unit != b.unit:
        return Similarity(np.nan, (), OTHER_UNIT)
    value, numbers = compare(a, b)
    shared = tuple(ASPECTS[aspect].name(world, number) for number in numbers)
    return Similarity(value, shared, " | ".join(dict.fromkeys((a.basis, b.basis))))


def _why(rhythm: Mix | NotKnown, pairs: list[dict[str, Similarity]]) -> NotKnown:
    """Return why an operation is compared with none: its own reason first, then that of a pair."""
    if not pairs:
        return ALONE
    return (
        rhythm
        if isinstance(rhythm, NotKnown)
        else NotKnown(pairs[0][RHYTHM].basis, "What is counted of it is not counted of another.")
    )


def _less_chance(alike: Similarity, distances: DistancesAnswer, a: str, b: str) -> Similarity:
    """Return the similarity of two rhythms by their distance, from which chance is taken away."""
    if not alike.is_known:
        return alike
    ends = distances.ends[a].get(b)
    if ends is None:
        return Similarity(np.nan, (), distances.unknown.get(a) or distances.unknown[b])
    unsure = "; the data cannot tell them apart" if ends[1] == 0 else ""
    basis_words = f"{alike.basis}; {distances.by}, less what chance adds{unsure}"
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
    # What chance adds is measured by leaving out weeks: a week without dates cannot tell it.
    answer, hours = rhythm(world.dated, view), _upto(168)
    weeks = answer.weeks.items()
    return answer.unknown | {
        slug: mix_of(hours, week.ravel(), basis(world, world.column(slug))) for slug, week in weeks
    }


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
        items = {slug: seen(world, used(world, slug, view, kind)) for slug in view.operations}
        return {s: i if isinstance(i, NotKnown) else _of_used(i) for s, i in items.items()}

    return mixes


@kept(512)
def _of_used(items: Used) -> Mix | NotKnown:
    return mix_of(items.numbers, items.uses, items.basis)


def mix_of(numbers: Ints, counts: Ints, basis_words: str, unit: str = POSTS) -> Mix | NotKnown:
    """Return a distribution of counts, each of one of the numbers, or why there is none."""
    total = counts.sum()
    return Mix(numbers, counts / total, basis_words, unit) if total else NOTHING


@lru_cache(maxsize=8)
def _upto(size: int) -> Ints:
    """Return 0 to size - 1, the same array each time."""
    return np.arange(size)


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
    """How one aspect is counted, what a number in it is called, and the aspect itself."""

    mixes: Callable[[World, View], Mixes]
    name: Callable[[World, int], str]
    word: str


ASPECTS = {
    RHYTHM: Aspect(_rhythm, _hour, "hours"),
    "themes": Aspect(_themes, _theme, "themes"),
    "hashtags": Aspect(
        _of_items(HASHTAG), lambda world, n: f"#{world.item_names[HASHTAG][n]}", "hashtags"
    ),
    "domains": Aspect(_of_items(DOMAIN), lambda world, n: world.item_names[DOMAIN][n], "domains"),
    "clients": Aspect(_of_items(CLIENT), lambda world, n: world.item_names[CLIENT][n], "programs"),
    "languages": Aspect(_languages, lambda world, n: language_name(_codes(world)[n]), "languages"),
}
