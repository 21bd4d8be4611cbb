"""What is in a simulated archive, counted from the numbers that it was made from.

The tables have the columns and rules of the store's, but keep every tag and domain, however few
accounts used it. An account is called by its simulated id.

`Tally` sums by several numbers at once, over millions of posts, in little memory.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np
import pyarrow as pa

from dashboard.catalogue.lexicon import fold
from dashboard.clock.calendars import KINDS as DAYS
from dashboard.clock.calendars import day_kinds
from dashboard.simulation.damage import DamagedRecord
from dashboard.simulation.posts import KINDS, Posts, Simulation
from dashboard.simulation.rhythm import DAY, MINUTES, Ints
from dashboard.simulation.speech import ingredients

ROOM = 1 << 22  # keys that may wait before they are added up


class Tally:
    """How many posts there are for each combination of numbers, each below its `size`."""

    def __init__(self, *sizes: int) -> None:
        self._sizes = sizes
        assert np.prod([float(size) for size in sizes]) < 2**63, "the combinations do not fit"
        self._keys = self._counts = np.zeros(0, np.int64)
        self._waiting: list[tuple[Ints, Ints]] = []
        self._keys_waiting = 0

    def add(self, *columns: Ints) -> None:
        """Count one post for each entry of the columns."""
        keys = np.ravel_multi_index(columns, self._sizes)
        keys, counts = np.unique(keys, return_counts=True)
        self._waiting.append((keys, counts))
        self._keys_waiting += len(keys)
        if self._keys_waiting > max(ROOM, len(self._keys)):
            self._settle()

    def counted(self) -> tuple[Sequence[Ints], Ints]:
        """Return the combinations, in order, one array for each number; and posts of each."""
        self._settle()
        return np.unravel_index(self._keys, self._sizes), self._counts

    def _settle(self) -> None:
        every = [(self._keys, self._counts), *self._waiting]
        self._waiting, self._keys_waiting = [], 0
        keys = np.concatenate([keys for keys, _ in every])
        counts = np.concatenate([counts for _, counts in every])
        self._keys, place = np.unique(keys, return_inverse=True)
        self._counts = np.bincount(place, counts, len(self._keys)).astype(np.int64)


Spellings = Sequence[Sequence[str]]  # of each piece of the stock
Rule = Callable[[str], str]  # a spelling -> the item it counts for


def named(names: Sequence[str], places: Ints | pa.ChunkedArray) -> pa.Array:
    """Return the name at each place."""
    return pa.array(names, pa.string()).take(pa.array(np.asarray(places)))


def items_of(pieces: Spellings, rule: Rule) -> tuple[list[str], list[list[int]]]:
    """Return all items in order, and the numbers of those in each piece, each once."""
    items = sorted({rule(text) for texts in pieces for text in texts})
    number = {item: n for n, item in enumerate(items)}
    return items, [sorted({number[rule(text)] for text in texts}) for texts in pieces]


def spread(piece: Ints, items_in: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Return, for every item of every use of a piece, the place of the use and the item."""
    lengths = np.array([len(items) for items in items_in], np.int64)
    every = np.array([item for items in items_in for item in items], np.int64)
    times = lengths[piece]
    rows = np.repeat(np.arange(len(piece)), times)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    return rows, every[(np.cumsum(lengths) - lengths)[piece][rows] + within]


def by_calendar(
    item: Ints, account: Ints, uses: Ints, calendars: Mapping[str, pa.Array]
) -> pa.Table:
    """Sum uses and count distinct accounts by item and month, on each calendar."""
    parts = []
    for calendar, month in calendars.items():
        table = pa.table({"item": item, "account": account, "uses": uses, "month": month})
        grouped = table.group_by(["item", "month"], use_threads=False)
        part = grouped.aggregate([("uses", "sum"), ("account", "count_distinct")])
        parts.append(part.append_column("calendar", pa.repeat(pa.scalar(calendar), len(part))))
    names = {"uses_sum": "uses", "account_count_distinct": "accounts"}
    order = [(name, "ascending") for name in ("calendar", "month", "item")]
    return pa.concat_tables(parts).rename_columns(names).sort_by(order)


def label_of(piece: Ints, posts: Ints, pieces: Spellings, rule: Rule) -> dict[str, str]:
    """Return the most used spelling of each item; of equals, the first in order."""
    uses: dict[str, int] = {}
    totals = np.bincount(piece, posts, len(pieces)).astype(np.int64).tolist()
    for texts, total in zip(pieces, totals, strict=True):
        for text in set(texts):
            uses[text] = uses.get(text, 0) + total
    labels: dict[str, str] = {}
    for text in sorted(uses, key=lambda text: (-uses[text], text)):
        labels.setdefault(rule(text), text)
    return labels


NO_CLIENT = "not stated"
ITEM_COLUMNS = ["calendar", "month", "item", "label", "uses", "accounts"]
PHASES = ("earlier", "operational")
MONDAY = 4 * DAY  # 1970-01-05, the first Monday, in minutes
WEEK_HOURS = 7 * 24
ONE_DAY = timedelta(1)
REJECTED = pa.schema(
    {"file": pa.string(), "line": "int64", "byte": "int64", "kind": pa.string(), "lines": "int64"}
)


class Truth:
    """Counts posts as they are drawn; afterwards `tables` says what a right ingest must find."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation, plan, stock = simulation, simulation.plan, simulation.stock
        self.tools = ingredients("tools")
        # One more at each end, because UTC may be a day off.
        days = np.array([plan.first - ONE_DAY, plan.last + ONE_DAY], "datetime64[D]")
        first_day, last_day = days.astype(np.int64).tolist()
        first_month, last_month = days.astype("datetime64[M]").astype(np.int64).tolist()
        self._slot, self._month = first_day * DAY // MINUTES, first_month
        slots, months = (last_day + 1 - first_day) * DAY // MINUTES, last_month + 1 - first_month
        kinds = len(simulation.speeches), len(KINDS), len(stock.theme_sets)
        self.posts = Tally(slots, *kinds)
        self.activity = Tally(plan.accounts, months, months, *kinds)
        self.lives = Tally(plan.accounts, months, 2)
        self.tags = Tally(len(stock.tags), months, months, plan.accounts)
        self.domains = Tally(len(stock.addresses), months, months, plan.accounts)
        self.clients = Tally(len(self.tools), months, months, plan.accounts)
        self.hours = Tally(plan.accounts, len(DAYS), WEEK_HOURS)
        self._first_day = first_day
        self._days = day_kinds(plan.country, plan.first - ONE_DAY, plan.last + ONE_DAY)

    def add(self, posts: Posts) -> None:
        """Count some posts."""
        months = self._months(posts.utc), self._months(posts.local)
        day = self._days[posts.local // DAY - self._first_day]
        self.hours.add(posts.account, day, (posts.local - MONDAY) % (7 * DAY) // 60)
        self.posts.add(posts.utc // MINUTES - self._slot, posts.language, posts.kind, posts.themes)
        self.activity.add(posts.account, *months, posts.language, posts.kind, posts.themes)
        self.lives.add(posts.account, months[1], posts.life)
        self.clients.add(posts.client, *months, posts.account)
        for tally, pieces in ((self.tags, posts.tags), (self.domains, posts.addresses)):
            used = pieces > 0
            tally.add(pieces[used], *(month[used] for month in months), posts.account[used])

    def tables(self, rejected: Iterable[DamagedRecord]) -> dict[str, pa.Table]:
        """Return every table by its name."""
        stock = self.simulation.stock
        domains = [sorted(domains) for domains in stock.domains]
        return {
            "posts": self._posts(),
            "hours": self._hours(),
            "accounts": self._accounts(),
            "activity": self._activity(),
            "used": self._used(),
            "lives": self._lives(),
            "tags": self._items(self.tags, stock.tags, fold),
            "domains": self._items(self.domains, domains, str),
            "clients": self._items(self.clients, [(tool,) for tool in self.tools], str),
            "members": self._members(),
            "rejected": pa.Table.from_pylist([vars(record) for record in rejected], REJECTED),
        }

    def _posts(self) -> pa.Table:
        """Posts by quarter-hour in UTC, language, kind and set of themes."""
        (slot, *kinds), posts = self.posts.counted()
        slots = pa.array((slot + self._slot).astype(np.int32))
        return _summed({"slot": slots} | self._kinds(*kinds), posts)

    def _activity(self) -> pa.Table:
        """Posts of each account by month on the operator's clock, language, kind and themes."""
        (account, _, month, *kinds), posts = self.activity.counted()
        return _summed(self._account_months(account, month) | self._kinds(*kinds), posts)

    def _used(self) -> pa.Table:
        """Posts of each account by month on the operator's clock and client."""
        (client, _, month, account), posts = self.clients.counted()
        columns = self._account_months(account, month) | {"client": named(self.tools, client)}
        return _summed(columns, posts)

    def _lives(self) -> pa.Table:
        """Posts of each account by month on the operator's clock and phase as planted.

        An account that never changed hands has only operational posts.
        """
        (account, month, life), posts = self.lives.counted()
        accounts = self.simulation.accounts
        is_earlier = (life == 0) & (accounts.switch < accounts.stops)[account]
        phases = {"phase": named(PHASES, (~is_earlier).astype(np.int64))}
        return _summed(self._account_months(account, month) | phases, posts)

    def _hours(self) -> pa.Table:
        """Posts of each account by kind of day and hour of the week, on the operator's clock.

        `day` is a place in calendars.KINDS; of the hours, 0 = Monday 00:00.
        """
        (account, day, hour), posts = self.hours.counted()
        return pa.table({"userid": self._ids(account), "day": day, "hour": hour, "posts": posts})

    def _accounts(self) -> pa.Table:
        """Distinct accounts in the whole, and by month on each clock."""
        (account, utc, local, *_), posts = self.activity.counted()
        same_item = np.zeros(len(posts), np.int64)
        counted = by_calendar(same_item, account, posts, self._calendars(utc, local))
        return counted.select(["calendar", "month", "accounts"])

    def _items(self, tally: Tally, pieces: Spellings, rule: Callable[[str], str]) -> pa.Table:
        """Uses and accounts of each item in the whole, and by month on each clock."""
        (piece, utc, local, account), posts = tally.counted()
        items, items_in = items_of(pieces, rule)
        rows, item = spread(piece, items_in)
        calendars = self._calendars(utc[rows], local[rows])
        counted = by_calendar(item, account[rows], posts[rows], calendars)
        labels = label_of(piece, posts, pieces, rule)
        names = {
            "item": named(items, counted["item"]),
            "label": named([labels[item] or NO_CLIENT for item in items], counted["item"]),
        }
        rest = {name: counted[name] for name in ("calendar", "month", "uses", "accounts")}
        return pa.table(names | rest).select(ITEM_COLUMNS)

    def _members(self) -> pa.Table:
        """Every published account with what the users file says, and its posts."""
        accounts, ((account, *_), posts) = self.simulation.accounts, self.activity.counted()
        return pa.table(
            {
                "userid": accounts.columns["userid"],
                "created": pa.array(accounts.created),
                "followers": accounts.followers,
                "posts": np.bincount(account, posts, self.simulation.plan.accounts).astype(
                    np.int64
                ),
            }
        )

    def _account_months(self, accounts: Ints, months: Ints) -> dict[str, pa.Array]:
        return {"userid": self._ids(accounts), "month": self._month_names(months)}

    def _ids(self, accounts: Ints) -> pa.Array:
        return self.simulation.accounts.columns["userid"].take(accounts)

    def _kinds(self, language: Ints, kind: Ints, themes: Ints) -> dict[str, pa.Array]:
        """Return language codes, kinds and sets of themes, as they count."""
        stock = self.simulation.stock
        is_stated = "tweet_language" in self.simulation.plan.dialect.posts
        codes = [speech.code if is_stated else "und" for speech in self.simulation.speeches]
        return {
            "language": named(codes, language),
            "kind": named(KINDS, kind),
            "themes": named(stock.theme_sets, themes),
        }

    def _calendars(self, utc: Ints, local: Ints) -> dict[str, pa.Array]:
        whole = pa.repeat(pa.scalar(""), len(utc))
        return {"": whole, "operator": self._month_names(local), "utc": self._month_names(utc)}

    def _months(self, minutes: Ints) -> Ints:
        """Return months since the first of the plan."""
        since_1970 = minutes.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
        return np.asarray(since_1970 - self._month)

    def _month_names(self, months: Ints) -> pa.Array:
        every = range(self._month, self._month + int(months.max(initial=0)) + 1)
        return named([str(np.datetime64(month, "M")) for month in every], months)


def _summed(columns: dict[str, pa.Array], posts: Ints) -> pa.Table:
    """Add up rows that are alike in all but posts, and sort."""
    keys, table = [*columns], pa.table(columns | {"posts": posts})
    summed = table.group_by(keys, use_threads=False).aggregate([("posts", "sum")])
    summed = summed.rename_columns({"posts_sum": "posts"}).select([*keys, "posts"])
    return summed.sort_by([(key, "ascending") for key in keys])
