"""Sums by several numbers at once, over millions of posts, in little memory."""

from collections.abc import Sequence

import numpy as np

from dashboard.simulation.rhythm import Ints

ROOM = 1 << 22  # keys that may wait before they are added up


class Tally:
    """How many posts there are for each combination of numbers, each below its `size`."""

    def __init__(self, *sizes: int) -> None:
        self._sizes = sizes
        assert np.prod([float(size) for size in sizes]) < 2**63, "the combinations do not fit"
        self._keys = self._counts = np.zeros(0, np.int64)
        self._waiting: list[tuple[Ints, Ints]] = []
        self._held = 0

    def add(self, *columns: Ints) -> None:
        """Count one post for each entry of the columns."""
        keys = np.ravel_multi_index(columns, self._sizes)
        found = np.unique(keys, return_counts=True)
        self._waiting.append(found)
        self._held += len(found[0])
        if self._held > max(ROOM, len(self._keys)):
            self._settle()

    def counted(self) -> tuple[Sequence[Ints], Ints]:
        """Return the combinations, in order, one array for each number; and posts of each."""
        self._settle()
        return np.unravel_index(self._keys, self._sizes), self._counts

    def _settle(self) -> None:
        every = [(self._keys, self._counts), *self._waiting]
        self._waiting, self._held = [], 0
        keys = np.concatenate([keys for keys, _ in every])
        counts = np.concatenate([counts for _, counts in every])
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=-1))
        self._keys = keys[firsts]
        self._counts = np.add.reduceat(counts, firsts) if len(firsts) else counts
