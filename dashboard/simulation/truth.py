"""What is in a simulated archive, counted from the numbers that it was made from.

The tables have the columns and rules of the store's, but keep every tag and domain, however few
accounts used it. An account is called by its simulated id.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

import numpy as np
import pyarrow as pa

from dashboard.catalogue.lexicon import fold
from dashboard.clock.calendars import KINDS as DAYS
from dashboard.clock.calendars import day_kinds
from dashboard.simulation.accounts import TOOLS
from dashboard.simulation.damage import Rejected
from dashboard.simulation.posts import KINDS, Posts, World
from dashboard.simulation.rhythm import DAY, MINUTES, Ints
from dashboard.simulation.tally import Tally
from dashboard.simulation.uses import Spellings, by_calendar, items_of, label_of, named, spread

NO_CLIENT = "not stated"
PHASES = ("earlier", "operational")
MONDAY = 4 * DAY  # 1970-01-05, the first Monday, in minutes
WEEK_HOURS = 7 * 24
ONE_DAY = timedelta(1)
REJECTED = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("byte", pa.int64()),
        ("kind", pa.string()),
        ("lines", pa.int64()),
    ]
)


class Truth:
    """Counts posts as they are drawn; afterwards `tables` says what a right ingest must find."""

    def __init__(self, world: World) -> None:
        self.world, plan, stock = world, world.plan, world.stock
        # One more at each end, because UTC may be a day off.
        days = np.array([plan.first - ONE_DAY, plan.last + ONE_DAY], "datetime64[D]")
        first_day, last_day = days.astype(np.int64).tolist()
        first_month, last_month = days.astype("datetime64[M]").astype(np.int64).tolist()
        self._slot, self._month = first_day * DAY // MINUTES, first_month
        slots, months = (last_day + 1 - first_day) * DAY // MINUTES, last_month + 1 - first_month
        kinds = len(world.speeches), len(KINDS), len(stock.theme_sets)
        self.posts = Tally(slots, *kinds)
        self.activity = Tally(plan.accounts, months, months, *kinds)
        self.lives = Tally(plan.accounts, months, 2)
        self.tags = Tally(len(stock.tags), months, months, plan.accounts)
        self.domains = Tally(len(stock.addresses), months, months, plan.accounts)
        self.clients = Tally(len(TOOLS), months, months, plan.accounts)
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

    def tables(self, rejected: Iterable[Rejected]) -> dict[str, pa.Table]:
        """Return every table by its name."""
        stock = self.world.stock
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
            "clients": self._items(self.clients, [(tool,) for tool in TOOLS], str),
            "members": self._members(),
            "rejected": pa.Table.from_pylist([vars(one) for one in rejected], REJECTED),
        }

    def _posts(self) -> pa.Table:
        """Posts by quarter-hour in UTC, language, kind and set of themes."""
        (slot, *kinds), posts = self.posts.counted()
        slots = pa.array((slot + self._slot).astype(np.int32))
        return _summed({"slot": slots} | self._kinds(*kinds), posts)

    def _activity(self) -> pa.Table:
        """Posts of each account by month on the operator's clock, language, kind and themes."""
        (account, _, month, *kinds), posts = self.activity.counted()
        columns = {"userid": self._ids(account), "month": self._told(month)}
        return _summed(columns | self._kinds(*kinds), posts)

    def _used(self) -> pa.Table:
        """Posts of each account by month on the operator's clock and client."""
        (client, _, month, account), posts = self.clients.counted()
        columns = {"userid": self._ids(account), "month": self._told(month)}
        return _summed(columns | {"client": named(TOOLS, client)}, posts)

    def _lives(self) -> pa.Table:
        """Posts of each account by month on the operator's clock and phase as planted.

        An account that never changed hands has only operational posts.
        """
        (account, month, life), posts = self.lives.counted()
        accounts = self.world.accounts
        is_earlier = (life == 0) & (accounts.switch < accounts.stops)[account]
        columns = {
            "userid": self._ids(account),
            "month": self._told(month),
            "phase": named(PHASES, (~is_earlier).astype(np.int64)),
        }
        return _summed(columns, posts)

    def _hours(self) -> pa.Table:
        """Posts of each account by kind of day and hour of the week, on the operator's clock.

        `day` is a place in calendars.KINDS; of the hours, 0 = Monday 00:00.
        """
        (account, day, hour), posts = self.hours.counted()
        return pa.table({"userid": self._ids(account), "day": day, "hour": hour, "posts": posts})

    def _accounts(self) -> pa.Table:
        """Distinct accounts in the whole, and by month on each clock."""
        (account, utc, local, *_), posts = self.activity.counted()
        one = np.zeros(len(posts), np.int64)
        found = by_calendar(one, account, posts, self._calendars(utc, local))
        return found.select(["calendar", "month", "accounts"])

    def _items(self, tally: Tally, pieces: Spellings, rule: Callable[[str], str]) -> pa.Table:
        """Uses and accounts of each item in the whole, and by month on each clock."""
        (piece, utc, local, account), posts = tally.counted()
        items, found_in = items_of(pieces, rule)
        rows, item = spread(piece, found_in)
        calendars = self._calendars(utc[rows], local[rows])
        counted = by_calendar(item, account[rows], posts[rows], calendars)
        labels = label_of(piece, posts, pieces, rule)
        number = counted["item"]
        return pa.table(
            {
                "calendar": counted["calendar"],
                "month": counted["month"],
                "item": named(items, number),
                "label": named([labels[item] or NO_CLIENT for item in items], number),
                "uses": counted["uses"],
                "accounts": counted["accounts"],
            }
        )

    def _members(self) -> pa.Table:
        """Every published account with what the users file says, and its posts."""
        accounts, ((account, *_), posts) = self.world.accounts, self.activity.counted()
        return pa.table(
            {
                "userid": accounts.columns["userid"],
                "created": pa.array(accounts.created),
                "followers": accounts.followers,
                "posts": np.bincount(account, posts, self.world.plan.accounts).astype(np.int64),
            }
        )

    def _ids(self, accounts: Ints) -> pa.Array:
        return self.world.accounts.columns["userid"].take(accounts)

    def _kinds(self, language: Ints, kind: Ints, themes: Ints) -> dict[str, pa.Array]:
        """Return language codes, kinds and sets of themes, as they count."""
        stock = self.world.stock
        is_told = "tweet_language" in self.world.plan.dialect.posts
        codes = [speech.code if is_told else "und" for speech in self.world.speeches]
        return {
            "language": named(codes, language),
            "kind": named(KINDS, kind),
            "themes": named(stock.theme_sets, themes),
        }

    def _calendars(self, utc: Ints, local: Ints) -> dict[str, pa.Array]:
        whole = pa.repeat(pa.scalar(""), len(utc))
        return {"": whole, "operator": self._told(local), "utc": self._told(utc)}

    def _months(self, minutes: Ints) -> Ints:
        """Return months since the first of the plan."""
        since_1970 = minutes.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
        return np.asarray(since_1970 - self._month)

    def _told(self, months: Ints) -> pa.Array:
        every = range(self._month, self._month + int(months.max(initial=0)) + 1)
        return named([str(np.datetime64(month, "M")) for month in every], months)


def _summed(columns: dict[str, pa.Array], posts: Ints) -> pa.Table:
    """Add up rows that are alike in all but posts, and sort."""
    keys, table = [*columns], pa.table(columns | {"posts": posts})
    summed = table.group_by(keys, use_threads=False).aggregate([("posts", "sum")])
    summed = summed.rename_columns({"posts_sum": "posts"}).select([*keys, "posts"])
    return summed.sort_by([(key, "ascending") for key in keys])
