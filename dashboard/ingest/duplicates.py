"""Duplicate records: the ids of all posts on disk, in parts, and which records repeat one.

A post counts once however many records tell of it. Their ids lie in a folder of their own beside
the stage, 64 bits each: a number as it is, any other id hashed. A part holds all records of its
ids, so each is sorted in memory by itself. Records without an id are parted by all that they say:
equal ones are counted, and stay.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

PARTS = 64
ENTRY = np.dtype([("key", "<u8"), ("fingerprint", "<u8"), ("row", "<i8")])
# One of several versions of a post: `post` numbers the posts, `records` say just this.
VERSION = np.dtype([("post", "<i8"), ("fingerprint", "<u8"), ("row", "<i8"), ("records", "<i8")])
MANY = 1 << 20  # versions that are compared at once
AT_ONCE = 1 << 18  # entries that are written at once: slabs are small, and there are many parts
MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that ids of one second spread over all parts
SHIFT = np.uint64(64 - PARTS.bit_length() + 1)

Rows = NDArray[np.int64]
Records = NDArray[np.void]
Choose = Callable[[Records], Rows]  # versions -> the rows that stand, one of each post


@dataclass
class Duplicates:
    """How many records repeat a post, and how many of those without an id equal another."""

    stays: NDArray[np.bool_]  # of all rows of the stage, in the order that they were added
    repeated: int = 0  # records of a post of which another one stands
    differing: int = 0  # those of them that say something else of it
    equal: int = 0  # records without an id that are equal to one before, and stay
    most: int = 1  # how often the most frequent of them is there


@dataclass
class PostIds:
    """The ids of the stage's posts, in `folder`, which nobody but the owner can read."""

    folder: Path
    rows: int = 0
    _unwritten: list[tuple[NDArray[np.uint8], Records]] = field(default_factory=list)
    _versions: list[Records] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700)

    def add(self, ids: pa.ChunkedArray, fingerprints: pa.ChunkedArray) -> None:
        """Add rows of the stage; null: a row has no id, or it is a count and no record of a post.

        A fingerprint is of what is counted of a row, of one without an id of all that it says.
        """
        rows = np.flatnonzero(pc.is_valid(fingerprints))
        has_id = pc.is_valid(ids).to_numpy()[rows]
        entries = np.empty(len(rows), ENTRY)
        entries["row"] = self.rows + rows
        entries["fingerprint"] = pc.fill_null(fingerprints, 0).to_numpy()[rows]
        numbers = pc.fill_null(ids, 0).to_numpy()[rows]
        entries["key"] = np.where(has_id, numbers, entries["fingerprint"])
        self.rows += len(ids)
        parts = (entries["key"] * MIX >> SHIFT).astype(np.uint8)  # few values are sorted fast
        parts[~has_id] += PARTS
        self._unwritten.append((parts, entries))
        if sum(len(entries) for _, entries in self._unwritten) >= AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write every entry to the file of its part."""
        unwritten = [(np.empty(0, np.uint8), np.empty(0, ENTRY)), *self._unwritten]
        parts, entries = (np.concatenate(each) for each in zip(*unwritten, strict=True))
        self._unwritten.clear()
        order = np.argsort(parts, kind="stable")
        entries = entries[order]
        bounds = np.append(0, np.cumsum(np.bincount(parts, minlength=2 * PARTS)))
        for part, (start, stop) in enumerate(pairwise(bounds)):
            if start < stop:
                with self._path(part).open("ab") as file:
                    file.write(entries[start:stop].data)

    def duplicates(self, choose: Choose) -> Duplicates:
        """Return which rows stay if each post counts once; `choose` decides where they differ."""
        self._write()
        found = Duplicates(np.ones(self.rows, np.bool_))
        for entries in self._repeating(range(PARTS)):
            self._count_once(entries, found, choose)
        self._settle(found, choose)
        for entries in self._repeating(range(PARTS, 2 * PARTS)):
            keys = entries["key"]
            times = np.diff(np.flatnonzero(_begins(keys)), append=len(keys))
            found.equal += int((times - 1).sum())
            found.most = max(found.most, int(times.max(initial=1)))
        return found

    def _repeating(self, parts: range) -> Iterator[Records]:
        """Yield the entries of each part that repeat; most parts of a small release are empty."""
        for path in map(self._path, parts):
            if path.exists() and len(entries := _repeating(path)):
                yield entries

    def _count_once(self, entries: Records, found: Duplicates, choose: Choose) -> None:
        """Let one row of each version of a post stand, and keep in mind posts with several."""
        begins = _begins(entries["key"])
        differs = begins | _begins(entries["fingerprint"])
        found.repeated += int((~begins).sum())
        found.stays[entries["row"][~differs]] = False
        versions = np.empty(int(differs.sum()), VERSION)
        firsts = np.flatnonzero(differs)
        versions["post"] = np.cumsum(begins)[firsts]
        versions["records"] = np.diff(firsts, append=len(entries))
        for name in ("fingerprint", "row"):
            versions[name] = entries[name][firsts]
        several = np.bincount(versions["post"], minlength=1)[versions["post"]] > 1
        self._versions.append(versions[several])
        if sum(map(len, self._versions)) >= MANY:
            self._settle(found, choose)

    def _settle(self, found: Duplicates, choose: Choose) -> None:
        """Let the chosen version of each post stand alone."""
        last = 0
        for versions in self._versions:  # number the posts of several parts through
            versions["post"] += last
            last = int(versions["post"].max(initial=last))
        versions = np.concatenate([*self._versions, np.empty(0, VERSION)])
        self._versions.clear()
        if len(versions):
            others = versions[~np.isin(versions["row"], choose(versions))]
            found.stays[others["row"]] = False
            found.differing += int(others["records"].sum())

    def remove(self) -> None:
        """Delete all ids."""
        shutil.rmtree(self.folder)

    def _path(self, part: int) -> Path:
        return self.folder / f"{part:03}"


def _repeating(path: Path) -> Records:
    """Return the entries whose key is there more than once, by key, fingerprint and row."""
    entries = np.fromfile(path, ENTRY)
    keys = np.sort(entries["key"])
    if _begins(keys).all():
        return entries[:0]
    order = np.lexsort((entries["row"], entries["fingerprint"], entries["key"]))
    begins = _begins(entries["key"][order])
    repeating: Records = entries[order[~begins | np.append(~begins[1:], False)]]
    return repeating


def _begins(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return where in sorted values another one begins."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]
