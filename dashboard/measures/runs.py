"""Runs of cells sorted by time, with prefix sums by hour of the week where there are many."""

from dataclasses import dataclass

import numpy as np

from dashboard.clock.local_time import EPOCH_MONDAY, WEEK, Ints, segments, week_hours

HOURS = 168


@dataclass(frozen=True)
class Run:
    """Cells sorted by slot, with prefix sums if there are many of them."""

    slot: Ints
    posts: Ints
    prefix: Ints | None
    first: int  # slot of the Monday at which the prefix sums begin

    @classmethod
    def of(cls, slot: Ints, posts: Ints, keep_prefix: bool) -> "Run":
        if not keep_prefix or not len(slot):
            return cls(slot, posts, None, 0)
        first = int(slot[0]) - (int(slot[0]) - EPOCH_MONDAY) % WEEK
        weeks = (int(slot[-1]) - first) // WEEK + 1
        counts = np.bincount(slot - first, posts, weeks * WEEK).reshape(weeks, WEEK)
        prefix = np.zeros((weeks + 1, WEEK), np.int64)
        np.cumsum(counts.astype(np.int64), axis=0, out=prefix[1:])
        small = prefix[-1].max() <= np.iinfo(np.int32).max
        return cls(slot, posts, prefix.astype(np.int32) if small else prefix, first)

    def hours(self, lo: int, hi: int, zone: str) -> Ints:
        """Return int64[168]: posts by local hour of the week, 0 = Monday 00:00."""
        if self.prefix is None:
            part = slice(*np.searchsorted(self.slot, [lo, hi]))
            return count_by(week_hours(self.slot[part], zone), self.posts[part], HOURS)
        lo, hi = max(lo, self.first), min(hi, self.first + (len(self.prefix) - 1) * WEEK)
        out = np.zeros(WEEK, np.int64)
        for start, end, offset in segments(zone, lo, hi) if lo < hi else ():
            out += np.roll(self._before(end) - self._before(start), offset)
        week: Ints = out.reshape(HOURS, 4).sum(1)
        return week

    def add_quarters(self, out: Ints, lo: int) -> None:
        """Add the posts of each quarter-hour from slot `lo` on to those in `out`."""
        if self.prefix is None:
            part = slice(*np.searchsorted(self.slot, [lo, lo + len(out)]))
            np.add.at(out, self.slot[part] - lo, self.posts[part])
            return
        begin = max(lo - self.first, 0) // WEEK
        end = -(-(lo + len(out) - self.first) // WEEK)
        counts = np.diff(self.prefix[begin : end + 1], axis=0).ravel()
        shift = self.first + begin * WEEK - lo  # of the first count in `out`
        counts = counts[max(-shift, 0) : max(len(out) - shift, 0)]
        place = max(shift, 0)
        out[place : place + len(counts)] += counts

    def _before(self, slot: int) -> Ints:
        """Return int[672]: posts in each quarter-hour of the week strictly before `slot`."""
        assert self.prefix is not None
        weeks, rest = divmod(slot - self.first, WEEK)
        before: Ints = self.prefix[weeks].astype(np.int64)
        if rest:
            before[:rest] = self.prefix[weeks + 1, :rest]
        return before


def count_by(keys: Ints, posts: Ints, size: int) -> Ints:
    """Sum `posts` by key. Sums of floats are exact up to 2**53 posts."""
    return np.bincount(keys, posts, size).astype(np.int64)
