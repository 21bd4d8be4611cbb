"""Lists that a slab's posts hold -> who used what when, each thing once a post."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Uses:
    """Posts, by their rows, and beside each the number of a text that it holds."""

    rows: Places
    things: Places
    texts: pa.StringArray

    @classmethod
    def of(cls, lists: pa.ChunkedArray) -> "Uses":
        """Return what is in the lists, one a post; none of them is null."""
        whole = lists.combine_chunks()
        coded = pc.fill_null(whole.flatten(), "").dictionary_encode()
        rows = np.repeat(np.arange(len(whole)), pc.list_value_length(whole).to_numpy())
        return cls._once(rows, coded.indices.to_numpy(), coded.dictionary)

    @classmethod
    def _once(cls, rows: Places, things: Places, texts: pa.StringArray) -> "Uses":
        keys, _ = counted(rows * max(len(texts), 1) + things)
        return cls(*np.divmod(keys, max(len(texts), 1)), texts)

    def folded(self, fold: Callable[[str], str]) -> tuple["Uses", "Uses"]:
        """Return these uses but for texts that fold to nothing, and the uses of the folded ones."""
        items = pa.array([fold(text) for text in self.texts.to_pylist()], pa.string())
        coded = items.dictionary_encode()
        kept = pc.not_equal(items, "").to_numpy(zero_copy_only=False)[self.things]
        spelt = Uses(self.rows[kept], self.things[kept], self.texts)
        numbers = coded.indices.to_numpy()
        return spelt, Uses._once(spelt.rows, numbers[spelt.things], coded.dictionary)

    def table(self, posts: pa.Table) -> pa.Table:
        """Return a row each use, with what is told of its post."""
        told = posts.take(self.rows)
        return told.append_column("item", self.texts.take(self.things))

    def by_account(self, accounts: pa.ChunkedArray) -> tuple[pa.Array, Places, Places]:
        """Return accounts, the number of a text beside each, and how many posts hold it."""
        coded = accounts.combine_chunks().take(self.rows).dictionary_encode()
        width = max(len(self.texts), 1)
        keys, posts = counted(coded.indices.to_numpy() * np.int64(width) + self.things)
        users, things = np.divmod(keys, width)
        return coded.dictionary.take(users), things, posts


def counted(keys: Places) -> tuple[Places, Places]:
    """Return the distinct keys in order, and how often each occurs."""
    ordered = np.sort(keys)  # np.unique hashes first: ten times slower
    first = np.flatnonzero(np.diff(ordered, prepend=-1))  # keys are from 0 on
    return ordered[first], np.diff(first, append=len(ordered))
