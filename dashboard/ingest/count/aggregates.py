"""All group-bys from the stage to the store's tables, as Ibis expressions.

Nothing runs here. An expression is made over named tables that need not exist yet; `queries` has it
written as SQL, and `counting` runs that on the ingest's own connection: one that Ibis makes itself
takes longer to load than a small ingest.

Rows are counted into cells: uses by account, span and what else is told apart. All that is said of
accounts or months is then added up from the cells, which are far fewer than the rows.
"""

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from dashboard.clock.calendars import MAKE_UP, WORKING
from dashboard.ingest.count.phases import Phases
from dashboard.ingest.count.queries import named
from dashboard.ingest.stage import STAGED
from dashboard.tables import BANDS, UNSTATED

IBIS_TYPES = {"UBIGINT": "uint64", "BIGINT": "int64", "INTEGER": "int32", "VARCHAR": "string"}
CALENDARS = ("operator", "utc")
NOT_STATED_CLIENT = "not stated"

POST_WORDS = ("language", "kind", "themes")  # what posts are told apart by, beside their time


def staged(name: str) -> ir.Table:
    """Return the stage's view `name`, which is there before anything is counted."""
    return named(name, tuple((column, IBIS_TYPES[kind]) for column, kind in STAGED[name].items()))


def numbered(rows: ir.Table, *columns: str) -> ir.Table:
    """Return the distinct rows of `columns`, sorted, with a `number` from 0."""
    place = ibis.row_number().over(order_by=list(columns)).cast("int32")
    return rows.select(*columns).distinct().mutate(number=place)


def by_number(names: ir.Table) -> ir.Table:
    """Return the rows sorted by `number`."""
    return names.order_by("number")


def reach() -> ir.Table:
    """The first and the last quarter-hour with posts, NULL where there are none."""
    return staged("post").agg(first=_.slot.min(), last=_.slot.max())


def posts(words: ir.Table, phases: Phases) -> ir.Table:
    """Posts by quarter-hour, number in `words` (of language, kind and set of themes) and phase.

    Numbers come in after the counting, to sort by and to name: rows of texts that repeat are
    grouped faster than they are joined.
    """
    marked = phases.mark(staged("post"), "slot").group_by("slot", *POST_WORDS, "phase")
    counted = marked.agg(posts=_.posts.sum()).join(words, POST_WORDS)
    return counted.select("slot", "number", "posts", "phase").order_by("slot", "number", "phase")


# ---- Cells ---------------------------------------------------------------------------------------


def account_cells(slots: ir.Table) -> ir.Table:
    """Posts of accounts: (account, span, *POST_WORDS, client, uses). `slots` tells the spans."""
    keys = ("account", "span", *POST_WORDS, "client")
    return staged("post").join(slots, "slot").group_by(*keys).agg(uses=_.posts.sum())


def item_cells(rows: ir.Table, names: ir.Table, slots: ir.Table) -> ir.Table:
    """Posts with the items in `names`: (number, account, span, uses)."""
    placed = rows.join(names, "item").join(slots, "slot")
    return placed.group_by("number", "account", "span").agg(uses=_.count())


def client_cells(cells: ir.Table, names: ir.Table) -> ir.Table:
    """Posts with the clients in `names`: (number, account, span, uses)."""
    clients = cells.join(names, "client").group_by("number", "account", "span")
    return clients.agg(uses=_.uses.sum())


# ---- Items: tags, domains, clients ---------------------------------------------------------------


def shared_items(rows: ir.Table, least: int) -> ir.Table:
    """Number the items that at least so many accounts used, in the whole: (item, number).

    All others are left out before they are counted any further: they are most, and none is stored.
    """
    pairs = rows.filter(_.item != "").select("item", "account").distinct()
    counted = pairs.group_by("item").agg(accounts=_.count())
    return numbered(counted.filter(_.accounts >= least), "item")


def by_month(uses: ir.Table, spans: ir.Table, phases: Phases) -> ir.Table:
    """Uses and accounts of each item: (number, uses, accounts, calendar, month, phase)."""
    return _in_whole_and_by_month(uses, spans, phases, _uses_and_accounts, "number")


def _in_whole_and_by_month(
    rows: ir.Table, spans: ir.Table, phases: Phases, count: Callable[..., ir.Table], *keys: str
) -> ir.Table:
    """Return what `count` makes of rows, by keys, in the whole and by month of each calendar.

    Beside all posts there are those of the operational phase where some are not of it.
    """
    parts = []
    for phase in phases.counted:
        of_phase = phases.within(rows, phase)
        dated = of_phase.join(spans, "span")
        whole = count(of_phase, *keys).mutate(calendar=_text(""), month=_text(""))
        parts.append(whole.mutate(phase=_text(phase)))
        for calendar in CALENDARS:
            months = count(dated.rename(month=calendar), *keys, "month")
            parts.append(months.mutate(calendar=_text(calendar), phase=_text(phase)))
    same_order = [part.select(*parts[0].columns) for part in parts]
    return ibis.union(*same_order).order_by("phase", "calendar", "month", *keys)


def _text(text: str) -> Any:
    return ibis.literal(text, type="string")


def _uses_and_accounts(uses: ir.Table, *keys: str) -> ir.Table:
    """Add up by account first, so that each row that is left is one account of the item."""
    by_account = uses.group_by(*keys, "account").agg(uses=_.uses.sum())
    return by_account.group_by(*keys).agg(uses=_.uses.sum(), accounts=_.count())


def tag_labels(names: ir.Table) -> ir.Table:
    """The most used spelling of each tag, by number; of two used alike, the first in order."""
    spelt = staged("spelling").join(names, "item").group_by("number", "item", "spelling")
    chosen = spelt.agg(posts=_.posts.sum()).group_by("number", "item")
    label = _.spelling.first(order_by=[ibis.desc("posts"), "spelling"])
    return by_number(chosen.agg(label=label))


def domain_labels(names: ir.Table) -> ir.Table:
    """A domain is its own label."""
    return by_number(names.mutate(label=names.item))


def client_labels(names: ir.Table) -> ir.Table:
    """A client is its own label, unless a post does not tell it."""
    label = (names.client == "").ifelse(NOT_STATED_CLIENT, names.client)
    return by_number(names.select("number", item="client", label=label))


# ---- Accounts ------------------------------------------------------------------------------------


def active_accounts(cells: ir.Table, spans: ir.Table, phases: Phases) -> ir.Table:
    """Distinct active accounts; those of months do not add up to the whole."""
    active = cells.select("account", "span").distinct()
    return _in_whole_and_by_month(active, spans, phases, _distinct_accounts)


def _distinct_accounts(rows: ir.Table, *keys: str) -> ir.Table:
    return rows.aggregate(by=keys, accounts=_.account.nunique())


def numbered_accounts(cells: ir.Table) -> ir.Table:
    """Every account, active or published, in the order of their keys: (account, number)."""
    every = cells.select("account").distinct().union(staged("member").select("account"))
    return numbered(every, "account")


def activity(cells: ir.Table, accounts: ir.Table, spans: ir.Table, phases: Phases) -> ir.Table:
    """Posts of each account by month on the operator's clock, language, kind, themes and phase."""
    marked = phases.mark(cells, "span")
    return _of_accounts(marked, accounts, spans, "month", *POST_WORDS, "phase")


def clients_used(cells: ir.Table, accounts: ir.Table, spans: ir.Table) -> ir.Table:
    """Posts of each account by month on the operator's clock and client."""
    return _of_accounts(cells, accounts, spans, "month", "client")


def _of_accounts(cells: ir.Table, accounts: ir.Table, spans: ir.Table, *keys: str) -> ir.Table:
    dated = cells.join(spans, "span").join(accounts, "account").drop("account")
    grouped = dated.rename(month="operator", account="number").group_by("account", *keys)
    return grouped.agg(posts=_.uses.sum()).order_by("account", *keys)


def hours(dated: ir.Table, accounts: ir.Table) -> ir.Table:
    """Posts of each account by kind of day and hour of the week, from `dated_hours`."""
    keys = ("account", "day", "hour")
    counted = dated.group_by(*keys).agg(posts=_.posts.sum())
    renumbered = counted.join(accounts, "account").drop("account").rename(account="number")
    return renumbered.select(*keys, "posts").order_by(*keys)


def members() -> ir.Table:
    """The published accounts, each once though a users file may list it twice."""
    by_account = staged("member").group_by("account")
    return by_account.agg(created=_.created.max(), followers=_.followers.max())


def profiles(cells: ir.Table, accounts: ir.Table) -> ir.Table:
    """Month of creation, band of followers and posts of each account, published or active."""
    posted = cells.group_by("account").agg(posts=_.uses.sum())
    joined = accounts.left_join(members(), "account").drop("account_right")
    everyone = joined.left_join(posted, "account").order_by("number")
    return everyone.select(
        account="number",
        created=_stated(_.created.fill_null("")),
        followers=_band(_.followers.fill_null(-1)),
        posts=_.posts.fill_null(0),
    )


def by_month_created() -> ir.Table:
    """Published accounts by month of creation: (bin, accounts)."""
    return members().group_by(bin=_stated(_.created)).agg(accounts=_.count())


def by_followers() -> ir.Table:
    """Published accounts by band of followers: (bin, accounts)."""
    return members().group_by(bin=_band(_.followers)).agg(accounts=_.count())


def _stated(month: Any) -> Any:
    return (month == "").ifelse(UNSTATED, month)


def _band(followers: Any) -> Any:
    bands = sorted(BANDS.items(), key=lambda band: -band[1])
    return ibis.cases(*((followers >= least, name) for name, least in bands), else_=UNSTATED)


def dated_hours(slots: ir.Table) -> ir.Table:
    """Posts of each account by local date and hour. `slots` tells of both, and the kind of day."""
    keys = ("account", "date", "day", "hour")
    return staged("post").join(slots, "slot").group_by(*keys).agg(posts=_.posts.sum())


def products(dated: ir.Table) -> ir.Table:
    """Σ posts · posts over all pairs of hours of a day worked of one account: (apart, total).

    `apart` is how many hours lie between, 0 to 23. Products are added as floats, which are exact up
    to 2^53 and faster than numbers of 128 bits.
    """
    worked = dated.filter(_.day.isin((WORKING, MAKE_UP)))
    first = worked.select("account", "date", "hour", uses=_.posts.cast("float64"))
    then = first.rename(later="hour", more="uses")
    pairs = first.join(then, ["account", "date", first.hour <= then.later])
    summed = pairs.group_by(apart=pairs.later - pairs.hour).agg(total=(_.uses * _.more).sum())
    return summed.mutate(total=_.total.cast("int64"))
