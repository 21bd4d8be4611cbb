"""Simulated accounts: ids that cannot be real ones, a few of them loud, some of them repurposed."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.clock.local_time import EPOCH
from dashboard.look.simulated import MARK
from dashboard.simulation.plan import SimulationPlan
from dashboard.simulation.rhythm import Floats, Ints
from dashboard.simulation.speech import ingredients, spoken_in

LETTERS = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+"))
HEX = np.array(list("0123456789abcdef"))
LENGTH, HEX_LENGTH = 44, 64
ACTIVE = 0.85  # share of accounts that ever post
LOUD = 1.1  # how steep: the n-th loudest account posts 1 / n ** LOUD as much as the loudest
REPURPOSED = 0.15  # share of accounts that change hands, and with them language and client
DORMANT = 0.5  # share of those that are silent for some time before
SILENCE = (200, 500)  # days
AMPLIFIERS = 0.4  # share of accounts that mostly repeat others
ANONYMOUS = 5000  # followers, below which the platform hid an account's name
EARLIEST = date(2006, 7, 16)  # accounts could be made by anybody


@dataclass(frozen=True)
class SimulatedAccounts:
    """All accounts of a plan, as arrays with one entry for each; days count from the plan's first.

    `languages` and `clients` have two columns: before `switch`, and from it on. From `quiet` until
    `switch` nothing is posted.
    """

    columns: dict[str, pa.Array]  # the ten columns of the users file, as text
    created: tuple[str, ...]  # months
    followers: Ints
    loudness: Floats  # running sums of shares of posts; 0 for accounts that never post
    starts: Ints
    stops: Ints
    quiet: Ints
    switch: Ints
    languages: Ints
    clients: Ints
    amplifies: NDArray[np.bool_]


def make_accounts(plan: SimulationPlan, dice: np.random.Generator) -> SimulatedAccounts:
    """Return the plan's accounts."""
    count, days = plan.accounts, (plan.last - plan.first).days + 1
    starts = dice.integers(0, max(1, days * 2 // 3), count)
    stops = starts + 1 + ((days - starts - 1) * dice.random(count) ** 0.5).astype(np.int64)
    switch = _switches(starts, stops, dice)
    followers = np.minimum(dice.pareto(0.7, count) * 20, 2e6).astype(np.int64)
    # An account is made up to three years before its first post.
    first = (plan.first - EPOCH).days + starts - dice.integers(0, 1000, count)
    first = np.maximum(first, (EARLIEST - EPOCH).days)
    born = [EPOCH + timedelta(int(day)) for day in first]
    return SimulatedAccounts(
        columns=_columns(plan, followers, born, dice),
        created=tuple(f"{day:%Y-%m}" for day in born),
        followers=followers,
        loudness=_loudness(count, dice),
        starts=starts,
        stops=stops,
        quiet=_silences(starts, stops, switch, dice),
        switch=switch,
        languages=_languages(plan, dice),
        clients=(len(ingredients("tools")) * dice.random((count, 2)) ** 2).astype(np.int64),
        amplifies=dice.random(count) < AMPLIFIERS,
    )


def _loudness(count: int, dice: np.random.Generator) -> Floats:
    weights = 1 / np.arange(1, count + 1) ** LOUD
    weights[max(1, round(count * ACTIVE)) :] = 0
    until = np.cumsum(dice.permutation(weights))
    return np.asarray(until / until[-1])


def _switches(starts: Ints, stops: Ints, dice: np.random.Generator) -> Ints:
    """Return the day on which each account changes hands; its last if it never does."""
    changes = dice.random(len(starts)) < REPURPOSED
    return np.where(changes, dice.integers(starts, stops), stops)


def _silences(starts: Ints, stops: Ints, switch: Ints, dice: np.random.Generator) -> Ints:
    """Return the day from which each account is silent until it changes hands."""
    dormant = (switch < stops) & (dice.random(len(starts)) < DORMANT)
    quiet = np.maximum(switch - dice.integers(*SILENCE, len(starts)), starts + 1)
    return np.where(dormant, np.minimum(quiet, switch), switch)


def _languages(plan: SimulationPlan, dice: np.random.Generator) -> Ints:
    _, shares = spoken_in(plan.release.countries[0])
    return dice.choice(len(shares), (plan.accounts, 2), p=shares)


def make_ids(count: int, is_hex: bool, dice: np.random.Generator) -> list[str]:
    """Return distinct ids that look hashed but begin with the mark."""
    letters, length = (HEX, HEX_LENGTH) if is_hex else (LETTERS, LENGTH)
    tails = letters[dice.integers(0, len(letters), (count, length - len(MARK)))]
    ids = [MARK + "".join(tail) for tail in tails.tolist()]
    assert len(set(ids)) == count
    return ids if is_hex else [f"{id[:-1]}=" for id in ids]


def _columns(
    plan: SimulationPlan, followers: Ints, born: list[date], dice: np.random.Generator
) -> dict[str, pa.Array]:
    """Return the users file's columns; whoever has many followers is not anonymous."""
    ids = make_ids(plan.accounts, plan.dialect.hex_ids, dice)
    pick = dice.integers(0, 1 << 20, plan.accounts).tolist()

    places, codes = ingredients("places"), ingredients("codes")

    def names(word: str) -> list[str]:
        rows = enumerate(zip(ids, followers.tolist(), strict=True))
        return [id if count < ANONYMOUS else f"{word}{n}" for n, (id, count) in rows]

    cells = {
        "userid": ids,
        "user_display_name": names("SIMname "),
        "user_screen_name": names("SIMhandle"),
        "user_reported_location": [
            f"SIMplace, {places[p % len(places)]}" if p % 3 else "" for p in pick
        ],
        "user_profile_description": [_biography(p) for p in pick],
        "user_profile_url": [f"https://SIMlink.example/{p}" if p % 4 == 0 else "" for p in pick],
        "follower_count": [str(n) for n in followers.tolist()],
        "following_count": [str(p % 997) for p in pick],
        "account_creation_date": [day.isoformat() for day in born],
        "account_language": [codes[p % len(codes)] for p in pick],
    }
    return {name: pa.array(column, pa.string()) for name, column in cells.items()}


def _biography(pick: int) -> str:
    if pick % 5 == 0:
        return ""
    phrases = ingredients("phrases")
    picked = [phrases[(pick >> shift) % len(phrases)] for shift in (2, 5, 8)]
    return f"SIMbiography {pick}: {' '.join(picked)}"
