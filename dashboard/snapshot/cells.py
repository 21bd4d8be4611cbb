"""Posts of one holding, arranged so that a filter change costs the same for any number of posts.

Posts by quarter-hour, from which the days and hours of any clock are made, are kept of all posts,
and of each language and kind with many cells. Posts with a theme are sorted by time, so a period is
a slice. Running totals by time, and by group and time, give posts between two slots with two
look-ups.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from dashboard.clock.local_time import DAY, WEEK, Ints, day_of


@dataclass(frozen=True)
class Run:
    """Cells sorted by slot; of many of them also the posts of every quarter-hour."""

    slot: Ints
    posts: Ints
    quarters: Ints | None  # int32, from the first slot to the last: none holds 2 billion posts

    @classmethod
    def of(cls, slot: Ints, posts: Ints, keep_quarters: bool) -> "Run":
        if not keep_quarters or not len(slot):
            return cls(slot, posts, None)
        return cls(slot, posts, np.bincount(slot - slot[0], posts).astype(np.int32))

    def add_quarters(self, out: Ints, lo: int) -> None:
        """Add the posts of each quarter-hour from slot `lo` on to those in `out`."""
        hi = lo + len(out)
        if self.quarters is None:
            part = slice(*np.searchsorted(self.slot, [lo, hi]))
            np.add.at(out, self.slot[part] - lo, self.posts[part])
            return
        first = int(self.slot[0])
        begin, end = max(lo, first), min(hi, first + len(self.quarters))
        if begin < end:
            out[begin - lo : end - lo] += self.quarters[begin - first : end - first]


def count_by(keys: Ints, posts: Ints, size: int) -> Ints:
    """Sum `posts` by key. Sums of floats are exact up to 2**53 posts."""
    return np.bincount(keys, posts, size).astype(np.int64)


SCAN_MOST = 4 * WEEK  # a group of fewer cells is scanned: cheaper in memory, as fast
SLOT_BITS = 32

Themed = tuple[Ints, Ints, Ints, Ints]  # slot, posts, theme set and group, by slot


@dataclass(frozen=True)
class Chosen:
    """What to count: slots in [lo, hi), on the clock of `zone`.

    `groups` are numbers of groups by language, kind and phase, `themes` places in the lexicon of
    which a post must have one; None means no restriction.
    """

    lo: int
    hi: int
    zone: str
    groups: tuple[int, ...] | None = None
    themes: tuple[int, ...] | None = None


class Cells:
    """The posts table of one holding (tables.POSTS), indexed; `themes` fixes their order."""

    def __init__(self, posts: pd.DataFrame, themes: tuple[str, ...]) -> None:
        posts = posts.sort_values("slot", kind="stable")
        slot, count = posts["slot"].to_numpy(), posts["posts"].to_numpy()
        self.languages: list[str] = posts["language"].cat.categories.tolist()
        self.kinds: list[str] = posts["kind"].cat.categories.tolist()
        self.phases: list[str] = posts["phase"].cat.categories.tolist()
        group = self._groups(posts)
        self.total = int(count.sum())
        self.all = Run.of(slot, count, keep_quarters=True)
        self.whole = self._whole(posts)
        self.runs = {
            int(number): Run.of(slot[mine], count[mine], keep_quarters=mine.sum() > SCAN_MOST)
            for number in np.unique(group)
            for mine in [group == number]
        }
        self._index_themes(posts, group, themes)
        self._add_up(slot, count, group)
        # A reader of a theme changes the period and more, and every panel asks for the same cells.
        self._of_themes = lru_cache(maxsize=4)(self._having)

    def _groups(self, posts: pd.DataFrame) -> Ints:
        group = posts["language"].cat.codes.to_numpy().astype(np.int32)
        for words in ("kind", "phase"):
            codes = posts[words].cat
            group = group * len(codes.categories) + codes.codes.to_numpy()
        return group

    def _whole(self, posts: pd.DataFrame) -> dict[tuple[int, ...] | None, tuple[Run, Ints]]:
        """Return what is asked for most, all posts and all of a phase, with running totals.

        By the groups in it. A phase that all posts are of has none of its own.
        """
        parts: dict[tuple[int, ...] | None, Run] = {None: self.all}
        for phase in self.phases if len(self.phases) > 1 else ():
            mine = (posts["phase"] == phase).to_numpy()
            slot, count = posts["slot"].to_numpy()[mine], posts["posts"].to_numpy()[mine]
            parts[self.group_numbers((), (), (phase,))] = Run.of(slot, count, keep_quarters=True)
        return {groups: (run, _running(run.posts)) for groups, run in parts.items()}

    def _index_themes(self, posts: pd.DataFrame, group: Ints, themes: tuple[str, ...]) -> None:
        sets = posts["themes"].cat
        self.member: Ints = np.array(
            [[theme in names.split() for theme in themes] for names in sets.categories], bool
        ).reshape(len(sets.categories), len(themes))
        code = sets.codes.to_numpy()
        claimed: Ints = np.any(self.member, axis=1)
        has = claimed[code] if len(code) else np.zeros(0, bool)
        self.themed_slot = posts["slot"].to_numpy()[has]
        self.themed_posts = posts["posts"].to_numpy()[has]
        self.themed_set, self.themed_group = code[has], group[has]

    def _add_up(self, slot: Ints, count: Ints, group: Ints) -> None:
        """Keep running totals by slot, and by a key that holds group and slot, in this order."""
        order = np.argsort(group, kind="stable")
        self.key: Ints = group[order].astype(np.int64) << SLOT_BITS | slot[order]
        self.before_key = _running(count[order])

    def group_numbers(
        self, languages: tuple[str, ...], kinds: tuple[str, ...], phases: tuple[str, ...] = ()
    ) -> tuple[int, ...] | None:
        """Return the groups of these languages, kinds and phases (empty = every), None if all."""
        pairs = ((self.languages, languages), (self.kinds, kinds), (self.phases, phases))
        wanted = [np.array([w in (some or words) for w in words], bool) for words, some in pairs]
        if not (languages or kinds or phases) or np.all(np.concatenate(wanted)):
            return None
        of_language, of_kind, of_phase = wanted
        every = of_language[:, None, None] & of_kind[:, None] & of_phase
        return tuple(np.flatnonzero(every).tolist())

    @cached_property
    def days(self) -> tuple[date, date]:
        """Return the days, in UTC, of the first and the last post."""
        first, last = (day_of(int(slot) // DAY) for slot in self.all.slot[[0, -1]])
        return first, last

    @property
    def size(self) -> int:
        """Return how many groups there are."""
        return len(self.languages) * len(self.kinds) * len(self.phases)

    def count(self, chosen: Chosen) -> int:
        """Return the number of chosen posts."""
        if chosen.themes is not None:
            return int(self._themed(chosen, chosen.themes)[1].sum())
        return int(self.between(chosen, np.array([chosen.lo, chosen.hi]))[0])

    def quarters(self, chosen: Chosen) -> tuple[Ints, int]:
        """Return (int[n], start): chosen posts by quarter-hour in UTC from slot `start` on."""
        ends = self.all.slot[[0, -1]].tolist() if self.total else [0, -1]
        lo, hi = max(chosen.lo, ends[0]), min(chosen.hi, ends[1] + 1)
        if lo >= hi:
            return np.zeros(0, np.int64), lo
        if chosen.themes is not None:
            slot, posts, *_ = self._themed(chosen, chosen.themes)
            return count_by(slot - lo, posts, hi - lo), lo
        out = np.zeros(hi - lo, np.int32)  # no quarter-hour holds 2 billion posts
        for run in self._runs(chosen):
            run.add_quarters(out, lo)
        return out, lo

    def theme_sets(self, chosen: Chosen) -> Ints:
        """Return posts by theme set, int64[sets], as in `member`; `chosen.themes` is not applied.

        Posts without a theme are left out: their set counts 0.
        """
        _, posts, code, _ = self._themed(chosen, None)
        return count_by(code, posts, len(self.member))

    def between(self, chosen: Chosen, edges: Ints) -> Ints:
        """Return the chosen posts from each of the rising slots `edges` until before the next."""
        edges = np.minimum(np.maximum(edges, chosen.lo), chosen.hi).astype(np.int32)
        if chosen.themes is not None:
            slot, posts, *_ = self._themed(chosen, chosen.themes)
            before: Ints = _running(posts)[np.searchsorted(slot, edges)]
        elif chosen.groups in self.whole:
            run, totals = self.whole[chosen.groups]
            before = totals[run.slot.searchsorted(edges)]
        else:
            groups = np.array(chosen.groups, np.int64)
            before = self._before_in(groups, edges).sum(0)
        between: Ints = before[1:] - before[:-1]
        return between

    def by_language(self, chosen: Chosen) -> Ints:
        """Return the chosen posts by language, as in `languages`; `chosen.themes` is applied."""
        by_language: Ints = self._by_group(chosen).sum((1, 2))
        return by_language

    def by_kind(self, chosen: Chosen) -> Ints:
        """Return the chosen posts by kind, as in `kinds`; `chosen.themes` is applied."""
        by_kind: Ints = self._by_group(chosen).sum((0, 2))
        return by_kind

    def _by_group(self, chosen: Chosen) -> Ints:
        """Return int64[languages, kinds, phases]: the chosen posts of each group."""
        count = self.size
        if chosen.themes is not None:
            _, posts, _, group = self._themed(chosen, chosen.themes)
            by_group = count_by(group, posts, count)
        else:
            every = chosen.groups is None
            groups = np.arange(count) if every else np.array(chosen.groups, np.int64)
            by_group = np.zeros(count, np.int64)
            edges = np.array([chosen.lo, chosen.hi], np.int32)
            by_group[groups] = np.diff(self._before_in(groups, edges))[:, 0]
        return by_group.reshape(len(self.languages), len(self.kinds), len(self.phases))

    def _before_in(self, groups: Ints, edges: Ints) -> Ints:
        """Return int64[groups, edges]: running totals, of which only differences in a row count."""
        keys = groups[:, None] << SLOT_BITS | edges
        before: Ints = self.before_key[np.searchsorted(self.key, keys)]
        return before

    def _runs(self, chosen: Chosen) -> Iterator[Run]:
        if chosen.groups is None or chosen.groups in self.whole:
            yield self.whole[chosen.groups][0]
        else:
            yield from (self.runs[number] for number in chosen.groups if number in self.runs)

    def _themed(self, chosen: Chosen, themes: tuple[int, ...] | None) -> Themed:
        """Return the chosen cells that have one of `themes` (None = any)."""
        columns = self._of_themes(themes)
        part = slice(*np.searchsorted(columns[0], [chosen.lo, chosen.hi]))
        slot, posts, code, group = (column[part] for column in columns)
        if chosen.groups is None:
            return slot, posts, code, group
        keep = self.in_groups(group, chosen.groups)
        return slot[keep], posts[keep], code[keep], group[keep]

    def in_groups(self, group: Ints, chosen: tuple[int, ...]) -> Ints:
        """Return bool[n]: whether each group is one of the chosen."""
        wanted = np.zeros(self.size, bool)
        wanted[list(chosen)] = True
        return np.asarray(wanted[group])

    def _having(self, themes: tuple[int, ...] | None) -> Themed:
        columns = (self.themed_slot, self.themed_posts, self.themed_set, self.themed_group)
        if themes is None:
            return columns
        keep = np.any(self.member[:, themes], axis=1)[self.themed_set]
        slot, posts, code, group = (column[keep] for column in columns)
        return slot, posts, code, group


@dataclass(frozen=True)
class ThemeRun:
    """The cells of one theme by slot: their group, posts, running totals."""

    slot: Ints
    group: Ints
    posts: Ints
    before: Ints


class ThemeRuns:
    """The cells of a holding that have a theme, once for each of their themes."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.runs = [_theme_run(cells, having) for having in cells.member.T]
        order = np.argsort(cells.themed_set, kind="stable")
        sets = cells.themed_set[order].astype(np.int64)
        self.key: Ints = sets << SLOT_BITS | cells.themed_slot[order]
        self.before = _running(cells.themed_posts[order])
        pairs = cells.member[:, :, None] & cells.member[:, None]
        self.set_of_pair, *ends = np.nonzero(pairs)  # few of all pairs: most sets have two themes
        self.pair = np.ravel_multi_index(tuple(ends), pairs.shape[1:])

    def sets(self, chosen: Chosen) -> Ints:
        """Return posts by theme set, as Cells.theme_sets, which counts where groups are chosen."""
        if chosen.groups is not None:
            return self.cells.theme_sets(chosen)
        edges = np.clip([chosen.lo, chosen.hi], 0, (1 << SLOT_BITS) - 1)
        keys = np.arange(len(self.cells.member))[:, None] << SLOT_BITS | edges
        counts: Ints = np.diff(self.before[np.searchsorted(self.key, keys)])[:, 0]
        return counts

    def together(self, sets: Ints) -> Ints:
        """Return int64[themes, themes]: posts that have both themes, from posts by theme set."""
        themes = len(self.runs)
        posts = np.bincount(self.pair, sets[self.set_of_pair], themes * themes)  # exact to 2**53
        return posts.astype(np.int64).reshape(themes, themes)

    def between(self, chosen: Chosen, edges: Ints, theme: int) -> Ints:
        """Return int64[len(edges) - 1]: chosen posts of a theme between the rising slots `edges`.

        `theme` is a place in the lexicon; what `chosen` says of themes is left out.
        """
        run = self.runs[theme]
        edges = np.clip(edges, chosen.lo, chosen.hi)
        slot, before = run.slot, run.before
        if chosen.groups is not None:
            keep = self.cells.in_groups(run.group, chosen.groups)
            slot, before = slot[keep], _running(run.posts[keep])
        return np.diff(before[np.searchsorted(slot, edges)])


def _theme_run(cells: Cells, having: Ints) -> ThemeRun:
    keep = having[cells.themed_set] if len(cells.themed_set) else np.zeros(0, bool)
    posts = cells.themed_posts[keep]
    return ThemeRun(cells.themed_slot[keep], cells.themed_group[keep], posts, _running(posts))


def _running(posts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(posts, dtype=np.int64)])
