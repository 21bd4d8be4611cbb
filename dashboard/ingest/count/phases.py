"""Earlier lives: which accounts changed hands, seen by an abrupt change of what they post with.

Many accounts were bought or taken over: before they served an operation they were somebody else's.
For each account one month at most is found from which on it is another, by nothing but how many
posts it has in which months, languages and clients:

- the mix of its languages is unlike before and after, in the whole and in the months next to it; or
- after a silence of half a year and more, the mix of its clients is.

Two mixes are unlike if they share less than half: the sum, over all languages, of the smaller of
the two shares. Chance must make such a difference in fewer than one account in a thousand. Tags
are not looked at: they change with every topic.
"""

from dataclasses import dataclass
from functools import cached_property
from math import erfc, lgamma, sqrt

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import NDArray

from dashboard.clock.local_time import Ints
from dashboard.clock.weeks_months import month_name, month_number
from dashboard.tables import EARLIER, EVERY_PHASE, MIN_ACCOUNTS, NOT_STATED, OPERATIONAL

UNSTATED_PHASE = ""  # of posts


@dataclass(frozen=True)
class Phases:
    """From when on each account is operational."""

    is_stated: bool  # whether the files tell of accounts, and of languages or clients
    changes: ir.Table | None = None  # account, and slot and span of its change; None = none changed

    @property
    def counted(self) -> tuple[str, ...]:
        """Return the phases that tables of counts have a part for."""
        return (EVERY_PHASE,) if self.changes is None else (EVERY_PHASE, OPERATIONAL)

    def mark(self, rows: ir.Table, time: str) -> ir.Table:
        """Return `rows`, which have `account` and `time` ("slot" or "span"), with their `phase`."""
        if self.changes is None:
            only = OPERATIONAL if self.is_stated else UNSTATED_PHASE
            return rows.mutate(phase=ibis.literal(only, type="string"))
        turns = self.changes.select("account", turn=time)
        joined = rows.left_join(turns, "account").drop("account_right")
        is_earlier = (joined[time] < joined["turn"]).fill_null(False)
        return joined.mutate(phase=is_earlier.ifelse(EARLIER, OPERATIONAL)).drop("turn")

    def within(self, rows: ir.Table, phase: str) -> ir.Table:
        """Return those of `rows`, which have `account` and `span`, that count for `phase`."""
        if phase == EVERY_PHASE:
            return rows
        return self.mark(rows, "span").filter(_.phase == phase).drop("phase")


def posts_by(word: str, cells: ir.Table, spans: ir.Table) -> ir.Table:
    """Posts of accounts by month on the operator's clock and language or client."""
    dated = cells.join(spans, "span").group_by("account", word, month="operator")
    return dated.agg(posts=_.uses.sum())


def is_stated(languages: pd.DataFrame, clients: pd.DataFrame) -> bool:
    """Return whether any post has a language or a client, without which no change is seen."""
    stated = set(languages["language"].cat.categories) - {NOT_STATED, ""}
    return bool(stated or set(clients["client"].cat.categories) - {""})


def enough(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the changes; none if they are of fewer than MIN_ACCOUNTS, who could be recognised."""
    return changed if len(changed) >= MIN_ACCOUNTS else changed.iloc[:0]


LEAST = 5  # posts with a stated language, or client, on either side
ALIKE = 0.5  # of two mixes that share less, one is another account's
NEAR = 3  # months with posts that are looked at on either side: a slow change is none
SILENT = 6  # whole months without a post
CHANCE = 0.001  # of an account, in all its months together
# The platform's page in a browser went by several names: a new name is no new program.
WEB = "Twitter Web"
PAGES = ("Twitter Web Client", "Twitter Web App", "Twitter Lite", "Mobile Web", "Mobile Web (M2)")

Floats = NDArray[np.float64]


def changes(languages: pd.DataFrame, clients: pd.DataFrame) -> pd.DataFrame:
    """Return (account, month), in the order of accounts: the first month of the later life.

    Both frames have `account`, `month` ("2019-05"), `posts`, and `language` or `client`; all posts
    are in each. Accounts without a change are left out.
    """
    spoken, used = Mixes.of(languages, "language"), Mixes.of(clients, "client")
    every = np.ones(len(spoken.months), bool)
    by_language = _changes(spoken, every, near=True)
    by_client = _changes(used, used.silence >= SILENT, near=False)
    both = pd.concat([by_language, by_client])
    first = both.drop_duplicates("account").sort_values("account", ignore_index=True)
    return first.assign(month=[month_name(number) for number in first["month"]])


def _changes(mixes: "Mixes", where: NDArray[np.bool_], near: bool) -> pd.DataFrame:
    """Return (account, month number) of the changes in the months `where` one may be."""
    place = mixes.likeliest(where)
    place = place[mixes.is_no_chance(place)]
    place = place[mixes.alike(place) < ALIKE]
    if near:
        place = place[mixes.alike(place, NEAR) < ALIKE]
    names = mixes.accounts[mixes.owner[place]]
    return pd.DataFrame({"account": names, "month": mixes.months[place]})


@dataclass(frozen=True)
class Mixes:
    """Posts of accounts by month and word: a language or a client.

    A *place* is a month in which an account has posts; places are numbered by account and month. A
    *pair* is an account and a word of its. Arrays of rows have an entry for each month of a pair.
    """

    accounts: NDArray[np.generic]  # names, sorted
    owner: Ints  # of each place, the account's number
    months: Ints  # of each place, counted from the year 0
    row_place: Ints
    row_pair: Ints  # numbered by account and word; rows are sorted by pair, then by month
    pair_owner: Ints
    posts: Floats  # of each row; 0 where the word is not stated

    @classmethod
    def of(cls, frame: pd.DataFrame, word: str) -> "Mixes":
        accounts, account = np.unique(frame["account"].to_numpy(), return_inverse=True)
        words, months = frame[word].astype(str), frame["month"].astype("category").cat
        numbers = np.array([month_number(str(name)) for name in months.categories], np.int64)
        month = numbers[months.codes]
        stated = ~words.isin(("", NOT_STATED)).to_numpy()
        words = words.where(~words.isin(PAGES), WEB)
        code = words.astype("category").cat.codes.to_numpy().astype(np.int64)
        pairs, row_pair = np.unique(account << 32 | code, return_inverse=True)
        order = np.lexsort((month, row_pair))
        places, row_place = np.unique(account << 32 | month, return_inverse=True)
        return cls(
            accounts,
            owner=places >> 32,
            months=places & 0xFFFFFFFF,
            row_place=row_place[order],
            row_pair=row_pair[order],
            pair_owner=pairs >> 32,
            posts=np.where(stated, frame["posts"].to_numpy(float), 0)[order],
        )

    @cached_property
    def silence(self) -> Ints:
        """Return the months without a post before each place; 0 before an account's first."""
        gap = np.diff(self.months, prepend=0) - 1
        return np.where(np.diff(self.owner, prepend=-1) == 0, gap, 0)

    def by_place(self, values: Floats) -> Floats:
        """Return the sums of the rows' values by place."""
        return np.asarray(np.bincount(self.row_place, values, len(self.owner)), float)

    @cached_property
    def before(self) -> Floats:
        """Return, of each place, the posts of its account before it."""
        return _before(self.by_place(self.posts), self.owner)

    @cached_property
    def total(self) -> Floats:
        """Return the posts of each account."""
        posts = np.bincount(self.owner, self.by_place(self.posts), len(self.accounts))
        return np.asarray(posts, float)

    @cached_property
    def distance(self) -> Floats:
        """Return how unlike before and after each place are: twice the log-likelihood ratio.

        That is posts times their weighted Jensen-Shannon divergence, times 2 (Lin 1991). From one
        month to the next only the terms of the words used in it change, so these are added up.
        """
        sums = np.bincount(self.row_pair, self.posts, len(self.pair_owner))[self.row_pair]
        used = _before(self.posts, self.row_pair)
        change = _term(used + self.posts) + _term(sums - used - self.posts)
        change -= _term(used) + _term(sums - used)
        terms = _before(self.by_place(change), self.owner)
        whole = self.total[self.owner]
        both = _term(self.before) + _term(whole - self.before) - _term(whole)
        return np.asarray(2 * (terms - both))

    def likeliest(self, where: NDArray[np.bool_]) -> Ints:
        """Return, of each account that has one, the place `where` before and after differ most."""
        after = self.total[self.owner] - self.before
        where = where & (self.before >= LEAST) & (after >= LEAST)
        places = np.flatnonzero(where)
        order = places[np.lexsort((places, -self.distance[places], self.owner[places]))]
        return order[np.diff(self.owner[order], prepend=-1) > 0]

    def is_no_chance(self, place: Ints) -> NDArray[np.bool_]:
        """Return whether posts drawn at random would seldom be as unlike before and after."""
        tried = np.bincount(self.owner, minlength=len(self.accounts))[self.owner[place]]
        posts = np.bincount(self.row_pair, self.posts, len(self.pair_owner))
        words = np.bincount(self.pair_owner, posts > 0, len(self.accounts))[self.owner[place]]
        chance = _chance(self.distance[place], np.maximum(words - 1, 1))
        return np.asarray(chance * tried < CHANCE)

    def alike(self, place: Ints, near: int | None = None) -> Floats:
        """Return how much the mixes before and from each place on share: 0 nothing, 1 all.

        With `near`, of so many places on either side. Each account is asked for once at most.
        """
        at = np.full(len(self.accounts), -1, np.int64)
        at[self.owner[place]] = place
        off = self.row_place - at[self.pair_owner[self.row_pair]]
        counted = self.posts if near is None else self.posts * ((off >= -near) & (off < near))
        shares = []
        for side in (off < 0, off >= 0):
            posts = np.bincount(self.row_pair, counted * side, len(self.pair_owner))
            whole = np.bincount(self.pair_owner, posts, len(self.accounts))
            shares.append(posts / np.maximum(whole, 1)[self.pair_owner])
        shared = np.bincount(self.pair_owner, np.minimum(*shares), len(self.accounts))
        return np.asarray(shared[self.owner[place]])


def _before(values: Floats, group: Ints) -> Floats:
    """Return the sum of the values before each one in its group; groups are in order."""
    sums: Floats = np.cumsum(values) - values
    first = np.flatnonzero(np.diff(group, prepend=-1))
    return sums - np.repeat(sums[first], np.diff(first, append=len(group)))


def _term(count: Floats) -> Floats:
    """Return n log n, 0 of 0."""
    return np.asarray(count * np.log(np.maximum(count, 1)))


def _chance(distance: Floats, freedom: Ints) -> Floats:
    """Return the probability of a chi-square at least as large (the survival function).

    Exact for whole degrees of freedom, from those of 1 or 2 upwards by twos (Abramowitz and Stegun
    1964, 26.4.4 and 26.4.5).
    """
    half = np.maximum(distance, 0) / 2
    is_odd = freedom % 2 == 1
    chance = np.where(is_odd, [erfc(sqrt(x)) for x in half.tolist()], np.exp(-half))
    for more in range(3, int(freedom.max(initial=0)) + 1):
        counts = (more <= freedom) & ((more % 2 == 1) == is_odd)
        power = (more / 2 - 1) * np.log(np.maximum(half, 1e-300))
        chance += np.where(counts, np.exp(power - half - lgamma(more / 2)), 0)
    return np.asarray(chance)
