"""Posts of each theme of one holding over time: a question between two slots is two look-ups."""

from dataclasses import dataclass

import numpy as np

from dashboard.clock.local_time import Ints
from dashboard.measures.cells import SLOT_BITS, Cells, Chosen


@dataclass(frozen=True)
class Run:
    """The cells of one theme by slot: their group, posts, running totals."""

    slot: Ints
    group: Ints
    posts: Ints
    before: Ints


class ThemeRuns:
    """The cells of a holding that have a theme, once for each of their themes."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.runs = [_run(cells, having) for having in cells.member.T]
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
            wanted = np.zeros(self.cells.size, bool)
            wanted[list(chosen.groups)] = True
            keep = wanted[run.group]
            slot, before = slot[keep], _running(run.posts[keep])
        return np.diff(before[np.searchsorted(slot, edges)])


def _run(cells: Cells, having: Ints) -> Run:
    keep = having[cells.themed_set] if len(cells.themed_set) else np.zeros(0, bool)
    posts = cells.themed_posts[keep]
    return Run(cells.themed_slot[keep], cells.themed_group[keep], posts, _running(posts))


def _running(posts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(posts, dtype=np.int64)])
