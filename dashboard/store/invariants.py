"""Sums that must come out within one holding, checked without the files that it was made from."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pandas as pd

from dashboard.catalogue.published import MINUTE
from dashboard.clock.local_time import SLOT
from dashboard.store.holdings import Holding, Manifest
from dashboard.tables import (
    CALENDAR,
    CREATED,
    EARLIER,
    EVERY_PHASE,
    FOLLOWERS,
    MIN_ACCOUNTS,
    OPERATIONAL,
    PHASES,
    SHUFFLED,
    WHOLE,
    window,
)

CALENDARS = ("operator", "utc")
SPANS = 300  # of whole hours in a day
ROUNDED = 1e-4  # what rounded shares may miss of their sum


def faults(holding: Holding) -> Iterator[str]:
    """Yield a sentence for each sum that does not come out."""
    for check in (
        _posts,
        _times,
        _accounts,
        _tags,
        _clients,
        _bins,
        _intervals,
        _rejected,
        _private,
    ):
        yield from check(holding)


def _posts(holding: Holding) -> Iterator[str]:
    yield from _same("posts: the rows", int(holding.posts["posts"].sum()), holding.manifest.posts)
    if (holding.posts["posts"] < 1).any():
        yield "posts: a row has no posts."
    if holding.posts.duplicated(["slot", "language", "kind", "themes", "phase"]).any():
        yield "posts: rows repeat."
    if not _phases(holding) <= set(PHASES) and len(_phases(holding)) > 1:
        yield "posts: some tell of a phase and some do not."


def _phases(holding: Holding) -> set[str]:
    return set(holding.posts["phase"])


def _operational(
    name: str, frame: pd.DataFrame, keys: list[str], holding: Holding
) -> Iterator[str]:
    """Compare what is counted of the operational phase with what is counted of all posts."""
    every, part = (_of_phase(frame, phase) for phase in (EVERY_PHASE, OPERATIONAL))
    if len(part) and EARLIER not in _phases(holding):
        yield f"{name}: the operational phase stands apart, and no posts are of another."
    values = [value for value in ("uses", "accounts") if value in frame]
    both = part.merge(every, how="left", on=keys, suffixes=("", "_of_all"))
    if any((~(both[value] <= both[f"{value}_of_all"])).any() for value in values):
        yield f"{name}: the operational phase has more than all phases have."


def _of_phase(frame: pd.DataFrame, phase: str) -> pd.DataFrame:
    return frame[frame["phase"] == phase]


def _times(holding: Holding) -> Iterator[str]:
    slots, manifest = holding.posts["slot"], holding.manifest
    ends = (("first", manifest.first, min), ("last", manifest.last, max)) if len(slots) else ()
    for name, time, end in ends:
        if time is None or int(end(slots)) != _slot(time):
            yield f"posts: the {name} quarter-hour is not that of the {name} post, {time}."


def _slot(time: str) -> int:
    return int(datetime.strptime(time, MINUTE).replace(tzinfo=UTC).timestamp()) // SLOT


def _accounts(holding: Holding) -> Iterator[str]:
    rows = _of_phase(holding.accounts, EVERY_PHASE)
    whole, active = _of_whole(rows)["accounts"], holding.manifest.active
    if len(whole) != (active is not None):
        yield "accounts: there is not one row for the whole collection."
        return
    for accounts in whole:
        yield from _same("accounts: the whole", int(accounts), int(active or 0))
        for calendar, months in _by_calendar(rows):
            if (months["accounts"] > accounts).any() or months["accounts"].sum() < accounts:
                yield f"accounts: the months of {calendar} do not make up the whole."
    yield from _operational("accounts", holding.accounts, ["calendar", "month"], holding)


def _tags(holding: Holding) -> Iterator[str]:
    for name in ("tags", "domains"):
        items = getattr(holding, name)
        yield from _items(name, items, holding)
        whole = _of_whole(_of_phase(items, EVERY_PHASE))
        if (whole["accounts"] < MIN_ACCOUNTS).any():
            yield f"{name}: one has fewer than {MIN_ACCOUNTS} accounts."


def _clients(holding: Holding) -> Iterator[str]:
    yield from _items("clients", holding.clients, holding)
    if len(holding.clients):
        whole = _of_whole(_of_phase(holding.clients, EVERY_PHASE))
        uses = int(whole["uses"].sum())
        yield from _same("clients: all uses", uses, holding.manifest.posts)


def _items(name: str, items: pd.DataFrame, holding: Holding) -> Iterator[str]:
    for phase in (EVERY_PHASE, OPERATIONAL):
        yield from _items_of_phase(name, _of_phase(items, phase), holding)
    yield from _operational(name, items, ["calendar", "month", "item"], holding)


def _items_of_phase(name: str, items: pd.DataFrame, holding: Holding) -> Iterator[str]:
    whole = _of_whole(items).set_index("item")
    if (whole["uses"] > holding.manifest.posts).any():
        yield f"{name}: one is used in more posts than there are."
    if (whole["accounts"] > (holding.manifest.active or 0)).any():
        yield f"{name}: one is used by more accounts than are active."
    if (items["accounts"] > items["uses"]).any() or (items["accounts"] < 1).any():
        yield f"{name}: accounts do not fit uses."
    for calendar, months in _by_calendar(items):
        uses = months.groupby("item")["uses"].sum()
        if not uses.sort_index().equals(whole["uses"].sort_index()):
            yield f"{name}: the months of {calendar} do not add up to the whole."


def _of_whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["month"] == WHOLE]


def _by_calendar(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    if len(frame):
        for calendar in CALENDARS:
            yield calendar, frame[frame["calendar"] == calendar]


def _bins(holding: Holding) -> Iterator[str]:
    published = holding.manifest.published or 0
    for measure in (CREATED, FOLLOWERS):
        rows = holding.profiles[holding.profiles["measure"] == measure]["accounts"]
        if published >= MIN_ACCOUNTS or len(rows):
            yield from _same(f"profiles: accounts by {measure}", int(rows.sum()), published)
        if (rows < MIN_ACCOUNTS).any():
            yield f"profiles: a row by {measure} has fewer than {MIN_ACCOUNTS} accounts."


def _intervals(holding: Holding) -> Iterator[str]:
    if _came_later("intervals", holding):
        return
    rows, enough = holding.intervals, (holding.manifest.active or 0) >= MIN_ACCOUNTS
    if bool(len(rows)) != enough:
        yield f"intervals: they are there, or not, with {holding.manifest.active or 0:,} accounts."
        return
    if (rows["low"] < 0).any() or (rows["high"] > 1).any():
        yield "intervals: a share is not between 0 and 1."
    if (rows["low"] > rows["estimate"]).any() or (rows["estimate"] > rows["high"]).any():
        yield "intervals: a share is not in its interval."
    for measure in ("hour", "weekday") if enough else ():
        if abs(rows[rows["measure"] == measure]["estimate"].sum() - 1) > ROUNDED:
            yield f"intervals: the shares by {measure} do not add up to 1."
    yield from _shuffled(rows)


def _shuffled(rows: pd.DataFrame) -> Iterator[str]:
    """Compare the shares by chance with the share of days worked; older stores have none."""
    shuffled = rows[rows["measure"] == SHUFFLED]
    whole = rows[(rows["measure"] == CALENDAR) & (rows["bin"] == window(0, 24))]["estimate"]
    if not len(shuffled):
        return
    spans = shuffled["bin"].astype("str").str.split("-", expand=True).astype(int)
    expected = float(whole.iloc[0]) * (spans[1] - spans[0]) / 24
    if len(shuffled) != SPANS or ((shuffled["estimate"] - expected).abs() > ROUNDED).any():
        yield "intervals: the shares by chance are not those of the days worked."


def _rejected(holding: Holding) -> Iterator[str]:
    manifest = holding.manifest
    if manifest.posts_rejected > sum(manifest.rejected.values()):
        yield "manifest.json: more posts were set aside than records."
    if manifest.minutes_off > manifest.minutes_checked:
        yield "manifest.json: more posts are dated in another minute than were looked at."
    yield from _records(manifest)


def _records(manifest: Manifest) -> Iterator[str]:
    """Compare the records of posts with what became of each; older holdings do not state them."""
    parts = (manifest.posts, manifest.left_out, manifest.repeated, manifest.posts_rejected)
    if manifest.records is not None:
        yield from _same("records of posts", sum(part or 0 for part in parts), manifest.records)
    for name, of in (("differing", "repeated"), ("equal", "posts")):
        if (getattr(manifest, name) or 0) > (getattr(manifest, of) or 0):
            yield f"manifest.json: more is {name} than {of}."


def _private(holding: Holding) -> Iterator[str]:
    """Compare the account-level tables, where there are any, with the public ones."""
    if not holding.private or holding.manifest.active is None:
        return
    activity, profiles = holding.private["activity"], holding.private["profiles"]
    posts, active = holding.manifest.posts, holding.manifest.active
    yield from _same("private/profiles: posts", int(profiles["posts"].sum()), posts)
    yield from _same("private/profiles: active", int((profiles["posts"] > 0).sum()), active)
    keys = ["language", "kind", "phase"]
    if not _sums(activity, keys).equals(_sums(holding.posts, keys)):
        yield "private/activity: posts by language, kind and phase are not those of posts."
    for name in ("hours", "clients"):
        if _came_later(f"private/{name}", holding):
            continue
        yield from _same(f"private/{name}: posts", int(holding.private[name]["posts"].sum()), posts)
    months = activity.astype({"month": "str"}).groupby("month")["account"].nunique()
    every = _of_phase(holding.accounts, EVERY_PHASE)
    rows = every[every["calendar"] == "operator"]
    if months.to_dict() != dict(zip(rows["month"], rows["accounts"], strict=True)):
        yield "private/activity: accounts by month are not those of accounts."


def _came_later(name: str, holding: Holding) -> bool:
    """Return whether a holding was made before there was such a table."""
    return f"{name}.parquet" not in holding.manifest.tables


def _sums(frame: pd.DataFrame, keys: list[str]) -> pd.Series:
    typed = frame.astype(dict.fromkeys(keys, "str"))
    return typed.groupby(keys)["posts"].sum()


def _same(name: str, ours: int, stated: int) -> Iterator[str]:
    if ours != stated:
        yield f"{name} add up to {ours:,}, manifest.json says {stated:,}."
